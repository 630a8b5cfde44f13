"""The days on which nobody meets."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings._domain.closed_days import CLOSED_AFTERNOONS, CLOSED_DAYS
from overgreb_rules.calendar import holiday_name


@pytest.mark.parametrize("day", sorted({*CLOSED_DAYS, *CLOSED_AFTERNOONS}))
def test_no_closed_day_is_a_public_holiday(day: tuple[int, int]):
    assert holiday_name(dt.date(2027, *day)) is None


def test_a_day_is_closed_whole_or_in_the_afternoon():
    assert not CLOSED_DAYS.keys() & CLOSED_AFTERNOONS
