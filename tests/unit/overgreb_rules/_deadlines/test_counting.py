"""Each counting convention on days that tell it from the others, and the scalar functions beside them."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._deadlines.counting import (
    begun_years,
    compute_deadline,
    compute_deadline_from_days,
)
from overgreb_rules._deadlines.deadline import CountTrace
from overgreb_rules._deadlines.moment import parse_moment
from overgreb_rules._rules.clock_model import CountingConvention, Span, Unit


def _days(convention: CountingConvention, number: int, unit: Unit, start: str) -> tuple[str, str]:
    day, span = dt.date.fromisoformat(start), Span(number, unit)
    readings, _ = compute_deadline_from_days(convention, span, span, day, day)
    return str(readings.strict), str(readings.lenient)


def _hours(start: str) -> tuple[str, str]:
    moment, span = parse_moment(start), Span(24, "hours")
    readings, _ = compute_deadline("elapsed", span, span, (moment, moment))
    return str(readings.strict), str(readings.lenient)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2017-03-25T20:00:00+01:00", "2017-03-26T21:00:00+02:00"),
        ("2016-10-29T20:00:00+02:00", "2016-10-30T19:00:00+01:00"),
        ("2016-12-23T16:30:00+01:00", "2016-12-24T16:30:00+01:00"),
    ],
)
def test_hours_run_on_through_the_change_of_clocks_and_holidays(start: str, end: str) -> None:
    assert _hours(start) == (end, end)


def test_hours_from_a_date_alone_start_with_that_day_or_with_the_next() -> None:
    assert _hours("2024-02-01") == ("2024-02-02T00:00:00+01:00", "2024-02-03T00:00:00+01:00")


def test_a_convention_of_days_counts_each_reading_from_the_local_day_of_its_start() -> None:
    starts = (parse_moment("2024-03-14T23:30:00Z"), parse_moment("2024-03-18"))
    span = Span(1, "months")
    readings, _ = compute_deadline("calendar", span, span, starts)
    assert (str(readings.strict), str(readings.lenient)) == ("2024-04-15", "2024-04-18")


@pytest.mark.parametrize(
    ("start", "days"),
    [
        ("2024-02-01", [("2024-02-01", True, True), ("2024-02-02", True, True), ("2024-02-03", False, True)]),
        ("2024-02-01T12:00:00+01:00", [("2024-02-01", True, True), ("2024-02-02", True, True)]),
        ("2024-10-27T00:30:00+02:00", [("2024-10-27", True, True)]),
        ("2024-10-27", [("2024-10-27", True, True), ("2024-10-29", False, True)]),
    ],
)
def test_hours_note_the_day_on_which_they_start_and_the_days_on_which_each_reading_ends(
    start: str, days: list[tuple[str, bool, bool]]
) -> None:
    moment, span = parse_moment(start), Span(24, "hours")
    _, noted = compute_deadline("elapsed", span, span, (moment, moment))
    assert [(str(day.day), day.strict, day.lenient) for day in noted] == days


@pytest.mark.parametrize(
    ("start", "strict", "lenient"),
    [
        ("2020-04-08", "2020-04-18", "2020-04-21"),
        ("2023-04-28", "2023-05-06", "2023-05-09"),
        ("2016-12-23", "2016-12-31", "2017-01-03"),
        ("2018-03-01", "2018-03-08", "2018-03-09"),
    ],
)
def test_six_hverdage_count_saturday_on_the_strict_reading_only(start: str, strict: str, lenient: str) -> None:
    assert _days("working_days", 6, "hverdage", start) == (strict, lenient)


def _from_two_days(strict: str, lenient: str) -> CountTrace:
    span, starts = Span(6, "hverdage"), (dt.date.fromisoformat(strict), dt.date.fromisoformat(lenient))
    return compute_deadline_from_days("working_days", span, span, *starts)


def test_each_day_between_two_readings_says_that_neither_counts_it() -> None:
    readings, days = _from_two_days("2024-05-13", "2024-06-03")
    assert (str(readings.strict), str(readings.lenient)) == ("2024-05-21", "2024-06-11")
    between = [day for day in days if dt.date(2024, 5, 21) < day.day <= dt.date(2024, 6, 3)]
    assert len(between) == 13
    assert not any(day.strict or day.lenient for day in between)
    assert {day.why.en.partition(":")[0] for day in between} == {
        "the safe deadline has passed, and the latest one does not run yet",
        "Saturday",
        "Sunday",
    }


def test_readings_that_start_centuries_apart_list_one_year_between_them() -> None:
    readings, days = _from_two_days("1979-10-02", "2200-02-12")
    assert (str(readings.strict), str(readings.lenient)) == ("1979-10-09", "2200-02-20")
    assert [str(day.day) for day in days[6:10]] == ["1979-10-08", "1979-10-09", "2199-02-11", "2199-02-12"]
    assert len(days) < 400


@pytest.mark.parametrize(
    ("start", "strict", "lenient"),
    [
        ("2026-03-20", "2026-03-31", "2026-03-31"),
        ("2024-05-31", "2024-06-11", "2024-06-12"),
        ("2024-12-20", "2025-01-03", "2025-01-07"),
    ],
)
def test_seven_weekdays_count_the_days_on_which_offices_are_closed_on_the_strict_reading_only(
    start: str, strict: str, lenient: str
) -> None:
    assert _days("weekdays", 7, "arbejdsdage", start) == (strict, lenient)


@pytest.mark.parametrize(("start", "end"), [("2025-04-28", "2025-05-07"), ("2025-05-23", "2025-06-04")])
def test_the_first_of_may_and_the_day_after_ascension_are_weekdays(start: str, end: str) -> None:
    assert _days("weekdays", 7, "arbejdsdage", start) == (end, end)


def test_inclusive_days_make_the_day_of_the_event_day_one() -> None:
    assert _days("inclusive", 7, "days", "2019-12-20") == ("2019-12-26", "2019-12-26")


def test_exclusive_days_leave_the_day_of_the_event_out() -> None:
    assert _days("exclusive", 7, "days", "2019-12-20") == ("2019-12-27", "2019-12-27")


def test_weeks_end_on_the_same_weekday_also_on_a_holiday() -> None:
    assert _days("weeks", 4, "weeks", "2024-05-08") == ("2024-06-05", "2024-06-05")


def test_weeks_are_counted_from_the_start_of_each_reading() -> None:
    span, starts = Span(8, "weeks"), (dt.date(2025, 2, 3), dt.date(2025, 2, 10))
    readings, trace = compute_deadline_from_days("weeks", span, span, *starts)
    assert (str(readings.strict), str(readings.lenient)) == ("2025-03-31", "2025-04-07")
    assert [str(one.day) for one in trace] == ["2025-02-03", "2025-03-31", "2025-04-07"]


def test_rolling_weeks_move_an_end_on_constitution_day_to_the_next_hverdag() -> None:
    assert _days("weeks_roll", 4, "weeks", "2024-05-08") == ("2024-06-06", "2024-06-06")


@pytest.mark.parametrize(
    ("start", "strict", "lenient"),
    [
        ("2019-10-31", "2020-02-29", "2020-02-29"),
        ("2022-10-30", "2023-02-28", "2023-02-28"),
        ("2023-02-28", "2023-06-28", "2023-06-30"),
    ],
)
def test_four_months_have_two_readings_at_a_month_end(start: str, strict: str, lenient: str) -> None:
    assert _days("calendar", 4, "months", start) == (strict, lenient)


def test_one_year_from_the_leap_day_ends_on_the_last_of_february() -> None:
    assert _days("calendar", 1, "years", "2016-02-29") == ("2017-02-28", "2017-02-28")


def test_hours_cannot_be_counted_from_a_day() -> None:
    with pytest.raises(ValueError, match="instant"):
        _days("elapsed", 24, "hours", "2024-01-01")


def test_the_trace_names_every_day_that_was_counted_or_left_out() -> None:
    day, span = dt.date(2020, 4, 8), Span(6, "hverdage")
    _, trace = compute_deadline_from_days("working_days", span, span, day, day)
    assert [one.day for one in trace] == [day + dt.timedelta(days=number) for number in range(14)]
    assert sum(one.strict for one in trace) == sum(one.lenient for one in trace) == 6


@pytest.mark.parametrize(("until", "years"), [("2024-02-01", 1), ("2025-02-01", 1), ("2025-02-02", 2)])
def test_a_year_begins_on_the_day_after_an_anniversary(until: str, years: int) -> None:
    assert list(begun_years(dt.date(2024, 2, 1), dt.date.fromisoformat(until))) == list(range(1, years + 1))


def test_readings_that_start_together_share_the_numbers_of_their_days_until_a_saturday() -> None:
    day, span = dt.date(2024, 3, 7), Span(3, "hverdage")
    _, trace = compute_deadline_from_days("working_days", span, span, day, day)
    assert [one.why.en for one in trace[1:]] == [
        "hverdag no. 1",
        "Saturday: perhaps hverdag no. 2",
        "Sunday: not counted",
        "hverdag no. 3 if Saturdays count, else no. 2",
        "hverdag no. 3, if Saturdays do not count",
    ]


def test_days_on_which_offices_are_closed_are_perhaps_weekdays_until_the_strict_count_is_over() -> None:
    day, span = dt.date(2024, 12, 23), Span(3, "arbejdsdage")
    _, trace = compute_deadline_from_days("weekdays", span, span, day, day)
    assert [(one.day.day, one.why.en) for one in trace[1:]] == [
        (24, "Christmas Eve: perhaps weekday no. 1"),
        (25, "Christmas Day: not counted"),
        (26, "Second Day of Christmas: not counted"),
        (27, "weekday no. 2 if days on which public offices are closed count, else no. 1"),
        (28, "Saturday: not counted"),
        (29, "Sunday: not counted"),
        (30, "weekday no. 3 if days on which public offices are closed count, else no. 2"),
        (31, "New Year's Eve: not counted"),
        (1, "New Year's Day: not counted"),
        (2, "weekday no. 3, if days on which public offices are closed do not count"),
    ]


def test_each_day_of_two_readings_that_start_apart_says_its_number_in_each() -> None:
    _, days = _from_two_days("2024-03-04", "2024-03-05")
    assert [(one.day.day, one.why.en) for one in days[1:3]] == [
        (5, "hverdag no. 1 to the safe deadline"),
        (6, "hverdag no. 2 to the safe deadline, no. 1 to the latest one"),
    ]
    assert days[-1].why.en == "hverdag no. 6 to the latest deadline"


@pytest.mark.parametrize(
    ("convention", "unit", "counted"),
    [("inclusive", "days", True), ("exclusive", "days", False), ("weeks", "weeks", False)],
)
def test_the_day_of_the_event_is_counted_by_inclusive_days_alone(
    convention: CountingConvention, unit: Unit, counted: bool
) -> None:
    day, span = dt.date(2019, 12, 20), Span(7, unit)
    _, (first, last) = compute_deadline_from_days(convention, span, span, day, day)
    assert (first.day, first.strict, first.lenient) == (day, counted, counted)
    assert (last.strict, last.lenient) == (True, True)


def test_rolling_weeks_count_neither_the_day_of_the_event_nor_a_day_from_which_the_end_moves() -> None:
    day, span = dt.date(2024, 5, 8), Span(4, "weeks")
    _, trace = compute_deadline_from_days("weeks_roll", span, span, day, day)
    assert [(str(one.day), one.strict, one.lenient) for one in trace] == [
        ("2024-05-08", False, False),
        ("2024-06-05", False, False),
        ("2024-06-06", True, True),
    ]


def test_months_note_the_day_of_the_clock_start_and_of_a_month_that_is_too_short_the_reason() -> None:
    day, span = dt.date(2019, 10, 31), Span(4, "months")
    _, (first, last) = compute_deadline_from_days("calendar", span, span, day, day)
    assert (first.day, first.strict, first.lenient) == (day, False, False)
    assert last.why.en == "February has no day 31: the last day of the month"


def test_months_from_two_starts_give_each_end_the_reason_of_its_own_month() -> None:
    span, last_of_january, february = Span(1, "months"), dt.date(2026, 1, 31), dt.date(2026, 2, 3)
    _, (_, *ends) = compute_deadline_from_days("calendar", span, span, last_of_january, february)
    assert [(str(end.day), end.why.en) for end in ends] == [
        ("2026-02-28", "February has no day 31: the last day of the month (safe deadline)"),
        ("2026-03-03", "latest deadline"),
    ]
    _, (_, *ends) = compute_deadline_from_days("calendar", span, span, dt.date(2026, 3, 15), dt.date(2026, 3, 31))
    assert [(str(end.day), end.why.en) for end in ends] == [
        ("2026-04-15", "safe deadline"),
        ("2026-04-30", "April has no day 31: the last day of the month (latest deadline)"),
    ]


@pytest.mark.parametrize(("until", "years"), [("2024-02-28", 1), ("2024-02-29", 2)])
def test_a_year_from_the_last_of_february_begins_the_day_after_its_number(until: str, years: int) -> None:
    assert list(begun_years(dt.date(2023, 2, 28), dt.date.fromisoformat(until))) == list(range(1, years + 1))


@pytest.mark.parametrize(
    ("strict", "lenient", "says"),
    [
        ("2024-02-01", "2024-02-01", "de 24 timer udløber tidligst, når dagen begynder (sikker frist)"),
        ("2024-03-31", "2024-03-31", "de 24 timer udløber tidligst denne dag (sikker frist)"),
        ("2024-02-01T12:00:00+01:00", "2024-02-01T12:00:00+01:00", "de 24 timer udløber"),
        ("2024-02-01T12:00:00+01:00", "2024-02-02T12:00:00+01:00", "de 24 timer udløber (sikker frist)"),
        ("2024-02-01", "2024-02-01T12:00:00+01:00", "de 24 timer udløber"),
    ],
)
def test_hours_say_that_they_may_end_later_only_where_they_start_on_a_day_and_end_on_two(
    strict: str, lenient: str, says: str
) -> None:
    span = Span(24, "hours")
    _, noted = compute_deadline("elapsed", span, span, (parse_moment(strict), parse_moment(lenient)))
    assert noted[1].why.da == says


def test_hours_that_end_on_the_day_they_began_say_both_of_it() -> None:
    moment, span = parse_moment("2024-10-27T00:30:00+02:00"), Span(24, "hours")
    _, noted = compute_deadline("elapsed", span, span, (moment, moment))
    assert [day.why.da for day in noted] == ["fristen regnes fra denne dag, og de 24 timer udløber"]


def test_no_two_weekdays_of_a_count_say_the_same_number() -> None:
    day, span = dt.date(2025, 6, 3), Span(7, "arbejdsdage")
    _, noted = compute_deadline_from_days("weekdays", span, span, day, day)
    numbered = [one.why.da for one in noted if one.strict or one.lenient]
    assert len(set(numbered)) == len(numbered) == 8


def test_weekdays_note_the_day_of_the_event_as_one_that_no_reading_counts() -> None:
    day, span = dt.date(2024, 2, 1), Span(7, "arbejdsdage")
    _, noted = compute_deadline_from_days("weekdays", span, span, day, day)
    assert (noted[0].day, noted[0].strict, noted[0].lenient) == (day, False, False)


@pytest.mark.parametrize(
    ("strict_start", "days"),
    [
        ("2024-05-01", [("2024-03-10", True), ("2024-05-01", False), ("2024-06-01", False)]),
        ("2024-03-10", [("2024-03-10", True), ("2024-04-10", False)]),
        ("2024-02-12", [("2024-02-12", False), ("2024-03-10", True), ("2024-03-12", False)]),
    ],
)
def test_the_days_of_months_that_the_lenient_reading_counts_from_an_earlier_day_stand_in_order(
    strict_start: str, days: list[tuple[str, bool]]
) -> None:
    start, month = dt.date.fromisoformat(strict_start), Span(1, "months")
    _, noted = compute_deadline_from_days("calendar", month, month, start, dt.date(2024, 2, 10))
    assert [(one.day.isoformat(), one.strict) for one in noted] == days
    assert "den yderste frist regnes fra denne dag" in " ".join(one.why.da for one in noted)
