"""Instants and days are read strictly: whatever could mean two instants is refused with the mend."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._deadlines.moment import (
    Moment,
    NoMoment,
    day_text,
    instant_text,
    parse_day,
    parse_instant,
    parse_moment,
)
from overgreb_rules.calendar import COPENHAGEN


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


def test_a_refusal_says_what_is_wrong_what_is_allowed_and_how_to_mend_it() -> None:
    with pytest.raises(NoMoment) as refused:
        parse_day("2026-02-30")
    error = refused.value
    assert str(error) == error.what.en == "this day does not exist"
    assert (error.allowed.en, error.mend.en) == ("a day of the calendar", "correct the date")


@pytest.mark.parametrize("day", [dt.date(2026, 11, 21), "2026-11-21"])
def test_a_day_is_read_and_written_as_itself(day: object) -> None:
    moment = parse_moment(day)
    assert (str(moment), day_text(moment.day), moment.is_day) == ("2026-11-21", "2026-11-21", True)


@pytest.mark.parametrize(
    "text",
    [
        "1900-01-01T00:00:00+01:00",
        "1943-10-04T02:59:59+01:00",
        "2024-02-29T23:59:59+01:00",
        "2026-03-29T01:59:59+01:00",
        "2026-03-29T03:00:00+02:00",
        "2026-03-30T00:00:00+02:00",
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
        "2026-10-26T00:00:00+01:00",
        "2200-12-31T23:59:59+01:00",
    ],
)
def test_an_instant_is_written_by_the_clock_of_copenhagen_also_on_days_of_23_and_25_hours(text: str) -> None:
    second = int(dt.datetime.fromisoformat(text).timestamp())
    assert instant_text(second) == dt.datetime.fromtimestamp(second, tz=COPENHAGEN).isoformat()
    assert parse_instant(instant_text(second)) == second


def test_a_time_of_python_is_an_instant_and_not_its_day() -> None:
    noon = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
    assert str(parse_moment(noon)) == "2026-11-21T13:00:00+01:00"
    assert parse_moment(noon) == Moment.instant(parse_instant(noon))


def test_where_a_day_may_stand_the_refusal_names_both_forms() -> None:
    with pytest.raises(NoMoment) as of_moment:
        parse_moment("x")
    with pytest.raises(NoMoment) as of_instant:
        parse_instant("x")
    assert of_moment.value.allowed.en.endswith("or a day such as 2026-11-21")
    assert of_instant.value.allowed.en == "an instant such as 2026-11-21T12:00:00+01:00"
    with pytest.raises(NoMoment, match="this time of day does not exist") as of_clock:
        parse_moment("2026-11-21T24:00:00Z")
    assert of_clock.value.allowed.en == "00:00:00 to 23:59:59"


@pytest.mark.parametrize(("day", "offset"), [("2026-11-21", "+01:00"), ("2026-06-21", "+02:00")])
def test_a_local_time_without_an_offset_says_that_of_denmark_and_that_a_case_can_have_a_zone(
    day: str, offset: str
) -> None:
    for parse, tail in ((parse_moment, ", or give the case a “zone”"), (parse_instant, "")):
        with pytest.raises(NoMoment) as refused:
            parse(f"{day}T12:00:00")
        assert refused.value.mend.en == f"add the offset (in Denmark {offset} on that day){tail}"


def test_a_local_time_of_a_zone_is_an_instant() -> None:
    assert parse_instant("2026-11-21T12:00:00", "Europe/Copenhagen") == parse_instant("2026-11-21T11:00:00Z")
    assert parse_instant("2026-11-21T12:00:00", "America/Nuuk") == parse_instant("2026-11-21T14:00:00Z")
    with pytest.raises(NoMoment) as refused:
        parse_instant("2026-10-25T02:30:00", "Europe/Copenhagen")
    assert refused.value.mend.en == "write the offset that is meant, +02:00 or +01:00"
