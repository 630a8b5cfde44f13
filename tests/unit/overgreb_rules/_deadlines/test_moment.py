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
