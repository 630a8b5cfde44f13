"""The instant of a run, and days after it."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings._domain.instants import add_days, parse_instant
from meetings.errors import RequestError


def test_an_instant_is_given_as_text_or_as_a_time_with_its_zone():
    noon = dt.datetime(2026, 11, 21, 11, 0, tzinfo=dt.UTC)
    assert parse_instant("2026-11-21T12:00:00.75+01:00", "at") == noon
    assert parse_instant(noon, "at") == noon


@pytest.mark.parametrize("at", ["", "now", "2027-01-01", "2027-01-01T12:00", dt.datetime(2027, 1, 1)])  # noqa: DTZ001
def test_a_time_without_an_offset_is_refused(at: str | dt.datetime):
    with pytest.raises(RequestError, match=r"^--at: .*is no instant with an offset; write it as"):
        parse_instant(at, "--at")


@pytest.mark.parametrize("at", ["20261121T120000+0100", "2026-W47-6T12:00+01:00", "2026-11-21 12:00+01:00"])
def test_an_instant_of_another_form_is_refused(at: str):
    with pytest.raises(RequestError, match="write it as 2026-11-21T12:00:00"):
        parse_instant(at, "--at")


@pytest.mark.parametrize("at", ["010190-1234", "mette@example.dk", "01019012345"])
def test_what_is_no_instant_is_not_repeated(at: str):
    with pytest.raises(RequestError) as refused:
        parse_instant(at, "--at")
    assert at not in refused.value.message("da") + refused.value.message("en")


@pytest.mark.parametrize("year", ["0001", "1900", "2200", "9999"])
def test_a_year_for_which_no_dates_are_computed_is_refused(year: str):
    for text in (f"{year}-01-01T00:00:00+14:00", f"{year}-12-31T23:00:00-12:00"):
        with pytest.raises(RequestError, match=f"the year {int(year)} cannot be used"):
            parse_instant(text, "--at")


def test_days_are_added_by_the_local_clock():
    noon = int(dt.datetime(2027, 3, 27, 11, 0, tzinfo=dt.UTC).timestamp())
    assert add_days(noon, 0) == noon
    assert add_days(noon, 1) == noon + 23 * 3600
