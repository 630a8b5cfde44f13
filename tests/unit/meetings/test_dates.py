"""Possible starts before there is a plan, ranked by cost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from meetings import plan
from meetings._domain.parties import Party
from meetings._request.absence import Absence
from meetings.dates import list_calendar_warnings, list_possible_starts
from meetings.errors import NoPlanError, RequestError
from tests.fixtures.planning_requests import AT, UNREADABLE_CALENDAR, build_busy_calendar, build_request

JULY = {"window": {"from": "2027-06-24", "to": "2027-07-02"}}


def test_the_best_start_is_that_of_the_plan_of_the_kreds_alone():
    request = build_request(districts=["1460"], quorum=0.5)
    starts = list_possible_starts(request, "1460", at=AT)
    (meeting,) = plan(request, at=AT).meetings
    chosen = next(one for one in starts if one.start == meeting.start)
    assert sum(chosen.cost.values()) == sum(starts[0].cost.values()) == 0
    assert [sum(one.cost.values()) for one in starts] == sorted(sum(one.cost.values()) for one in starts)


def test_equal_starts_stand_in_order_of_time():
    starts = list_possible_starts(build_request(districts=["1460"], **JULY), "1460", at=AT)
    assert [f"{one.start:%m-%d %H}" for one in starts[:4]] == ["06-24 09", "06-24 12", "06-25 09", "06-25 12"]
    assert starts[-1].cost["summer_holiday"] == 10


def test_an_absent_kommune_outweighs_all_comfort():
    away = build_busy_calendar(("2027-06-24T00:00", "2027-06-26T00:00"))
    request = build_request({"kommune 0860": away}, districts=["1460"], quorum=0.8, **JULY)
    starts = list_possible_starts(request, "1460", at=AT)
    assert starts[0].cost == {"summer_holiday": 10}
    assert starts[-1].absent == ("0860",)


def test_a_start_needs_notice():
    request = build_request(districts=["1460"], **JULY)
    starts = list_possible_starts(request, "1460", at="2027-06-15T12:00:00+02:00")
    assert min(one.start for one in starts).isoformat() == "2027-06-29T12:30:00+02:00"


def test_each_round_has_its_starts():
    request = build_request(districts=["1460"], meetings_per_district=2, spacing_days={"min": 5, "max": 300})
    assert {one.round for one in list_possible_starts(request, "1460", at=AT)} == {1, 2}


def test_a_kreds_without_a_start_says_what_excludes_it():
    always = build_busy_calendar(("2027-01-01T00:00", "2028-01-01T00:00"))
    request = build_request({"politikreds 1460": always, "politikreds 1465": always})
    with pytest.raises(NoPlanError) as caught:
        list_possible_starts(request, "1460", at=AT)
    assert [one.subject for one in caught.value.conflict] == ["1460"]


def test_a_kreds_that_is_not_asked_for_is_refused():
    with pytest.raises(RequestError, match="does not ask for Fyns Politi"):
        list_possible_starts(build_request(districts=["1460"]), "1465", at=AT)


def test_a_start_names_those_whose_calendar_does_not_cover_it_and_those_without_one():
    police = build_busy_calendar(not_known=(("2027-06-25T00:00", "2028-01-01T00:00"),))
    request = build_request({"politikreds 1460": police}, districts=["1460"], **JULY)
    starts = list_possible_starts(request, "1460", at=AT)
    assert {one.start.day: one.not_known for one in starts[:4]} == {24: (), 25: (Party("politikreds", "1460"),)}
    assert {len(one.no_calendar) for one in starts} == {10}
    assert Party("politikreds", "1460") not in starts[0].no_calendar


def test_the_calendars_that_are_missing_or_unreadable_are_those_of_the_kreds_alone():
    request = build_request({"kommune 0860": UNREADABLE_CALENDAR, "kommune 0751": UNREADABLE_CALENDAR})
    free, unknown = list_calendar_warnings(request, "1460")
    assert free.en.startswith("No calendar was given for the børnehus in Aalborg")
    assert unknown.en.startswith("The calendar of Hjørring (0860) cannot be read")
    assert "0860" not in free.da
    assert "0751" not in free.da + unknown.da
    assert "Brønderslev (0810)" in free.da


def test_the_absences_are_laid_over_the_year_once_and_not_for_each_start(monkeypatch: pytest.MonkeyPatch):
    asked, walk = [], Absence.list_spans

    def list_spans(absence: Absence, year: int) -> Iterator[tuple[int, int]]:
        asked.append(absence)
        return walk(absence, year)

    away = [{"weekdays": ["tuesday"], "times": ["08:00-12:00"]}]
    request = build_request(districts=["1460"], away={"kommuner": {"0860": away}}, quorum=0.5, **JULY)
    monkeypatch.setattr(Absence, "list_spans", list_spans)
    starts = list_possible_starts(request, "1460", at=AT)
    assert len(starts) > 10
    assert len(asked) == 1
    assert Party("kommune", "0860") not in starts[0].no_calendar
