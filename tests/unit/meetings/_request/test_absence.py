"""Times at which somebody is away, in a person's words."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from meetings._request.absence import Absence, parse_weekday
from overgreb_rules.ical.free_busy.intervals import merge_intervals
from tests.fixtures.planning_requests import local_seconds


def spans(**keys: object) -> list[tuple[str, str]]:
    absence = Absence.model_validate(keys)
    found = merge_intervals(absence.list_spans(2027))
    return [tuple(dt.datetime.fromtimestamp(s, dt.UTC).strftime("%m-%dT%H:%M") for s in span) for span in found]


def test_days_are_away_from_the_first_to_the_last_included():
    (span,) = merge_intervals(Absence.model_validate({"from": "2027-03-01", "to": "2027-03-02"}).list_spans(2027))
    assert span == (local_seconds("2027-03-01T00:00"), local_seconds("2027-03-03T00:00"))


def test_times_of_a_weekday_are_away_all_year():
    found = spans(weekdays=["tirsdag"], times=["08:00-12:00"])
    assert len(found) == 52
    assert found[0] == ("01-05T07:00", "01-05T11:00")


def test_a_day_of_25_hours_is_away_whole():
    (span,) = merge_intervals(Absence.model_validate({"from": "2027-10-31", "to": "2027-10-31"}).list_spans(2027))
    assert span[1] - span[0] == 25 * 3600


def test_an_absence_without_an_end_lasts_to_the_end_of_the_year():
    (span,) = merge_intervals(Absence.model_validate({"from": "2027-12-01"}).list_spans(2027))
    assert span[1] == local_seconds("2028-01-01T00:00")


def test_an_absence_of_another_year_says_nothing():
    assert spans(**{"from": "2026-03-01", "to": "2026-03-05"}) == []


@pytest.mark.parametrize("word", ["tirsdag", "Tuesday", "tir", "tirs.", " TUE "])
def test_a_weekday_has_danish_and_english_names(word: str):
    assert parse_weekday(word) == 1


@pytest.mark.parametrize(
    "keys",
    [
        {}, {"weekdays": ["x"]}, {"weekdays": ["t"]}, {"weekdays": [1]}, {"times": ["8-12"]},
        {"times": ["12:00-08:00"]}, {"times": ["08:00-24:30"]},
        {"from": "2027-03-02", "to": "2027-03-01"}, {"colour": "red"},
    ],
)  # fmt: skip
def test_what_is_no_absence_is_refused(keys: dict[str, object]):
    with pytest.raises(ValidationError):
        Absence.model_validate(keys)
