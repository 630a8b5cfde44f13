"""`strict_coverage`: no start outside what the calendar of anybody concerned covers."""

from __future__ import annotations

from typing import Any

import pytest

from meetings import plan
from meetings._constraints.availability import Availability
from meetings._constraints.candidates import CandidateTable
from meetings.errors import NoPlanError
from tests.fixtures.planning_requests import AT, build_busy_calendar, build_problem, build_request, find_slot

MARCH = build_busy_calendar(not_known=(("2027-03-15T00:00", "2028-01-01T00:00"),))
"""A calendar that ends on 14 March."""
PARTIES = ("kommune 0851", "politikreds 1460", "boernehus Aalborg", "facilitator f1")
KEYS: dict[str, Any] = {
    "districts": ["1460"],
    "strict_coverage": True,
    "quorum": 0.5,
    "facilitators": [{"id": "f1", "name": "One"}],
    "window": {"from": "2027-03-01", "to": "2027-04-30"},
}
APRIL = {"from": "2027-04-01", "to": "2027-04-30"}


@pytest.mark.parametrize("party", PARTIES)
def test_no_meeting_lies_where_a_calendar_ends(party: str):
    schedule = plan(build_request({party: MARCH}, **KEYS), at=AT)
    assert schedule.meetings[0].start.isoformat() < "2027-03-15"
    assert not [one for one in schedule.warnings if one.code == "not_known"]


@pytest.mark.parametrize("party", PARTIES)
def test_without_strict_coverage_the_start_is_possible(party: str):
    schedule = plan(build_request({party: MARCH}, **KEYS | {"window": APRIL, "strict_coverage": False}), at=AT)
    assert [one.code for one in schedule.warnings if one.code == "not_known"]


@pytest.mark.parametrize("party", PARTIES)
def test_a_conflict_says_that_the_calendar_does_not_cover_and_never_that_somebody_is_busy(party: str):
    with pytest.raises(NoPlanError) as caught:
        plan(build_request({party: MARCH}, **KEYS | {"window": APRIL}), at=AT)
    assert [(one.constraint, one.subject) for one in caught.value.conflict] == [
        ("strict_coverage", party),
        ("window", ""),
    ]
    assert "dækker ikke disse tidspunkter: " in caught.value.message("da")
    assert "optaget" not in caught.value.message("da")


def test_a_calendar_that_covers_nothing_is_one_requirement():
    nothing = build_busy_calendar(not_known=(("2027-01-01T00:00", "2028-01-01T00:00"),))
    with pytest.raises(NoPlanError) as caught:
        plan(build_request({"politikreds 1460": nothing}, districts=["1460"], strict_coverage=True), at=AT)
    assert [one.constraint for one in caught.value.conflict] == ["strict_coverage"]
    assert "Nordjyllands Politi (1460) dækker ingen af de 506 tidspunkter" in caught.value.message("da")


def test_another_facilitator_leads_where_the_calendar_of_one_ends_and_the_start_costs_nothing_more():
    two = [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]
    schedule = plan(build_request({"facilitator f1": MARCH}, **KEYS | {"window": APRIL, "facilitators": two}), at=AT)
    assert schedule.meetings[0].facilitators == ("f2",)
    assert schedule.meetings[0].cost["not_known"] == 0


def test_a_start_that_is_not_covered_is_no_absence_too():
    of = build_problem({"kommune 0851": MARCH}, **KEYS)
    found = CandidateTable(of).violations(of.tasks[0], find_slot(of, "2027-04-06T09:00"))
    assert [one.constraint for one in found] == ["strict_coverage"]
    assert found[0].text.en.startswith("the calendar of Aalborg (0851) does not cover Tuesday 6 April 2027")
    assert of.absent(of.tasks[0].kreds, find_slot(of, "2027-04-06T09:00")) == ()


def test_a_facilitator_without_coverage_is_told_from_a_busy_one():
    day = build_busy_calendar(("2027-04-06T00:00", "2027-04-07T00:00"))
    two = [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]
    of = build_problem({"facilitator f1": MARCH, "facilitator f2": day}, **KEYS | {"facilitators": two})
    (found,) = CandidateTable(of).violations(of.tasks[0], find_slot(of, "2027-04-06T09:00"))
    assert found.text.da.endswith("; optaget: facilitator f2; ikke dækket af kalenderen: facilitator f1")
    assert found.text.en.endswith("; busy: facilitator f2; not covered by the calendar: facilitator f1")


def test_a_receipt_keeps_what_calendars_cover():
    of = build_problem({"politikreds 1460": MARCH}, **KEYS)
    again = Availability.from_data(of.availability.to_data())
    assert (again.not_known, again.needs_coverage) == (of.availability.not_known, True)
