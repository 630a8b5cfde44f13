"""A deadline in both readings: when it ends, and when a part of a time has gone."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from overgreb_rules._deadlines.deadline import Deadline, DeadlineReadings, elapsed_fraction_at
from overgreb_rules._deadlines.moment import Moment


def test_a_deadline_on_a_day_ends_with_the_first_second_of_the_next_day() -> None:
    deadline = Deadline.on(dt.date(2024, 2, 1))
    assert deadline.end == deadline.last + 1 == Moment.on(dt.date(2024, 2, 2)).earliest


def test_a_deadline_at_an_instant_ends_with_that_instant() -> None:
    assert Deadline(1000).end == 1000


def test_both_readings_on_days_are_one_object_where_they_agree() -> None:
    day, next_day = dt.date(2024, 2, 1), dt.date(2024, 2, 2)
    agreed, apart = DeadlineReadings.on(day, day), DeadlineReadings.on(day, next_day)
    assert agreed.strict is agreed.lenient
    assert apart == DeadlineReadings(Deadline.on(day), Deadline.on(next_day))


@pytest.mark.parametrize(("end", "at"), [(100, 75), (101, 76), (102, 77), (0, 0)])
def test_a_fraction_of_a_time_has_elapsed_at_the_first_whole_second_after_it(end: int, at: int) -> None:
    assert elapsed_fraction_at(0, end, Fraction(3, 4)) == at
    assert elapsed_fraction_at(1000, 1000 + end, Fraction(3, 4)) == 1000 + at
