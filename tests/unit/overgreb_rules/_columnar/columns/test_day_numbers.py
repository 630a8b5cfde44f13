"""Conversion between instants, days and dates, for whole arrays."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from overgreb_rules._columnar.columns.arrays import ABSENT, NEVER
from overgreb_rules._columnar.columns.day_numbers import (
    birthday_seconds,
    calendar_numbers,
    date_of,
    day_number_of,
    local_days,
    midnights,
)
from overgreb_rules.calendar import day_of, midnight

DAYS = [dt.date(1970, 1, 1), dt.date(1969, 12, 31), dt.date(2024, 2, 29), dt.date(2025, 3, 30), dt.date(2025, 10, 26)]


@pytest.mark.parametrize("day", DAYS)
def test_a_day_number_stands_for_its_date(day: dt.date) -> None:
    assert date_of(day_number_of(day)) == day


def test_days_are_counted_from_the_first_of_january_1970() -> None:
    assert day_number_of(dt.date(1970, 1, 1)) == 0


def test_midnights_are_those_of_the_scalar_calendar() -> None:
    numbers = np.array([day_number_of(day) for day in DAYS])
    assert midnights(numbers).tolist() == [midnight(day) for day in DAYS]


def test_the_local_day_changes_at_local_midnight() -> None:
    starts = np.array([midnight(day) for day in DAYS])
    assert [date_of(day) for day in local_days(starts).tolist()] == DAYS
    assert [date_of(day) for day in local_days(starts - 1).tolist()] == [day_of(int(start) - 1) for start in starts]


def test_no_days_have_no_midnights() -> None:
    nothing = np.zeros(0, np.int64)
    assert len(midnights(nothing)) == len(local_days(nothing)) == 0


def test_a_calendar_number_is_year_month_and_day_in_digits() -> None:
    numbers = np.array([day_number_of(dt.date(2026, 11, 21)), day_number_of(dt.date(1969, 12, 31))])
    assert calendar_numbers(numbers).tolist() == [20261121, 19691231]


def test_a_birthday_is_the_first_second_of_its_day() -> None:
    born = np.array([day_number_of(dt.date(2008, 3, 1)), ABSENT, day_number_of(dt.date(2007, 7, 1))])
    days = [midnight(day) for day in (dt.date(2026, 3, 1), dt.date(2025, 7, 1))]
    assert birthday_seconds(born, 18).tolist() == [days[0], NEVER, days[1]]


def test_a_birthday_of_somebody_born_on_29_february_is_1_march_in_other_years() -> None:
    born = np.array([day_number_of(dt.date(2008, 2, 29))])
    found = [birthday_seconds(born, years)[0] for years in (16, 18)]
    assert found == [midnight(dt.date(2024, 2, 29)), midnight(dt.date(2026, 3, 1))]
