"""Instants and days are read strictly: whatever could mean two instants is refused with the mend."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._deadlines.moment import Moment, NoMoment, parse_day, parse_instant, parse_moment


def test_an_instant_is_one_second() -> None:
    moment = parse_moment("2026-11-21T12:00:00+01:00")
    assert moment.earliest == moment.latest == 1795258800
    assert not moment.is_day


def test_a_date_is_every_second_of_its_local_day() -> None:
    moment = parse_moment("2026-03-29")
    assert moment.is_day
    assert moment.latest - moment.earliest == 23 * 3600 - 1


def test_a_fraction_of_a_second_is_cut_off() -> None:
    assert parse_instant("2026-11-21T12:00:00.999+01:00") == parse_instant("2026-11-21T11:00:00Z")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2026-02-30", "this day does not exist"),
        ("2026-1-1", "this is no day"),
        ("1800-01-01", "the year 1800 is out of range"),
    ],
)
def test_what_is_no_day_is_refused(text: str, what: str) -> None:
    with pytest.raises(NoMoment, match=what):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2026-11-21T12:00:00", "can mean two instants"),
        ("2026-11-21T24:00:00Z", "this time of day does not exist"),
        ("2026-11-21T12:00:00+15:00", "this offset does not exist"),
        ("2026-11-21T12:00:00-14:01", "this offset does not exist"),
        ("2026-11-21", "this is no instant"),
    ],
)
def test_what_is_no_instant_is_refused(text: str, what: str) -> None:
    with pytest.raises(NoMoment, match=what):
        parse_instant(text)


@pytest.mark.parametrize(
    ("text", "what"), [("2026-03-29T02:30:00", "does not exist"), ("2026-10-25T02:30:00", "happens twice")]
)
def test_a_local_time_that_the_clocks_skip_or_repeat_needs_an_offset(text: str, what: str) -> None:
    with pytest.raises(NoMoment, match=what):
        parse_instant(text, "Europe/Copenhagen")


def test_moments_are_ordered_by_their_earliest_second_then_by_their_latest() -> None:
    day = Moment.on(dt.date(2026, 11, 21))
    assert Moment.instant(day.earliest) < day < Moment.instant(day.earliest + 1)


@pytest.mark.parametrize(
    ("last", "outside"),
    [
        ("1900-01-01T00:00:00+01:00", "1899-12-31T23:59:59+01:00"),
        ("1899-12-31T23:00:00Z", "1900-01-01T00:59:59+02:00"),
        ("2200-12-31T23:59:59+01:00", "2201-01-01T00:00:00+01:00"),
        ("2201-01-01T00:30:00+05:00", "2200-12-31T23:00:00Z"),
    ],
)
def test_the_range_of_years_is_that_of_the_clock_of_copenhagen_whatever_the_offset(last: str, outside: str) -> None:
    assert str(parse_moment(last))[:4] in {"1900", "2200"}
    assert parse_moment(str(parse_moment(last))) == parse_moment(last)
    with pytest.raises(NoMoment, match="is out of range"):
        parse_instant(outside)


@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), dt.date(2200, 12, 31)])
def test_the_first_and_the_last_day_can_be_given_as_a_date_or_as_text(day: dt.date) -> None:
    assert parse_day(day) == parse_day(day.isoformat()) == day


@pytest.mark.parametrize("day", [dt.date(1899, 12, 31), dt.date(2201, 1, 1)])
def test_a_date_beside_the_range_of_years_is_refused(day: dt.date) -> None:
    for value in (day, day.isoformat()):
        with pytest.raises(NoMoment, match="is out of range"):
            parse_day(value)


@pytest.mark.parametrize(
    ("offset", "seconds"),
    [("Z", 0), ("+00:00", 0), ("-00:01", 60), ("+01:59", -7140), ("+14:00", -50400), ("-14:00", 50400)],
)
def test_an_offset_is_what_the_clock_is_ahead_of_utc(offset: str, seconds: int) -> None:
    assert parse_instant(f"2026-11-21T12:00:00{offset}") == parse_instant("2026-11-21T12:00:00Z") + seconds


@pytest.mark.parametrize("offset", ["+01:60", "+14:01", "-14:01", "+13:60"])
def test_an_offset_of_sixty_minutes_or_of_more_than_fourteen_hours_does_not_exist(offset: str) -> None:
    with pytest.raises(NoMoment, match="this offset does not exist"):
        parse_instant(f"2026-11-21T12:00:00{offset}")


@pytest.mark.parametrize("clock", ["24:00:00", "23:60:00", "23:59:60"])
def test_the_last_second_of_a_day_exists_and_the_next_does_not(clock: str) -> None:
    assert parse_instant("2026-11-21T23:59:59Z") + 1 == parse_instant("2026-11-22T00:00Z")
    with pytest.raises(NoMoment, match="this time of day does not exist"):
        parse_instant(f"2026-11-21T{clock}Z")
