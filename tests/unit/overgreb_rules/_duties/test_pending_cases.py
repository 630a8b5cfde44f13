"""The cases before Ankestyrelsen or a court during which the time of a duty does not run."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules._duties.pending_cases import assume_ends, find_pausing_events, find_suspending_cases
from tests.fixtures.event_logs import BOOK, LATER, build_event, build_log, find_duties, find_event

_POSITION, _PERIOD = "bl-102-1-hjemgivelse-7-dage", "bl-100-3-hjemgivelsesperiode-6-maaneder"
_PLACED = (
    build_event("d1", "anbringelse_besluttet", 1, samtykke=True, truffet_af="kommune"),
    build_event("m1", "afgoerelse_meddelt", 2, of="d1", organ="kommune"),
)
_COMPLAINT = build_event("k1", "klage_modtaget_i_ankestyrelsen", 5, of="m1")
_REQUEST = build_event("h1", "hjemgivelse_anmodet", 8, of="d1", anmoder="foraeldremyndighedsindehaver")
_RETURN = build_event("g1", "hjemgivelse_besluttet", 3, hjemgives=True)
_ASKED = build_event("v1", "ankestyrelsen_vurdering_anmodet", 5, of="g1")


def _decided(day: int, of: str) -> dict[str, object]:
    return build_event("a1", "ankestyrelsen_afgjort", day, of=of)


def _pausing(rule: str, *events: dict[str, object]) -> set[str]:
    log = build_log(*events)
    (duty,) = find_duties(log, rule)
    return {log.events[index].event.id for index in find_pausing_events(duty, log)}


@pytest.mark.parametrize("later", [(), (_decided(12, "k1"),)], ids=["it is pending", "it was decided"])
def test_a_case_on_the_placement_pauses_the_position_on_a_return(later: tuple[dict[str, object], ...]) -> None:
    found = _pausing(_POSITION, *_PLACED, _COMPLAINT, _REQUEST, *later)
    assert found == {"k1", *(str(event["id"]) for event in later)}


@pytest.mark.parametrize("later", [(), (_decided(12, "v1"),)], ids=["it is pending", "it was decided"])
def test_an_assessment_by_ankestyrelsen_pauses_the_return_period(later: tuple[dict[str, object], ...]) -> None:
    assert _pausing(_PERIOD, _RETURN, _ASKED, *later) == {"v1", *(str(event["id"]) for event in later)}


@pytest.mark.parametrize(("named", "runs_on"), [("k2", "v1"), ("v1", "k2")])
def test_a_decision_that_names_one_of_two_cases_over_a_return_does_not_end_the_other(named: str, runs_on: str) -> None:
    complaint = build_event("k2", "klage_modtaget_i_ankestyrelsen", 4, of="g1")
    log = build_log(_RETURN, complaint, _ASKED, _decided(12, named))
    (duty,) = find_duties(log, _PERIOD)
    ended = {
        case.begun_by.event.id: case.ended_by is not None
        for case in find_suspending_cases(duty, log, duty.activation.rule.clock, {})
    }
    assert ended == {named: True, runs_on: False}


def _free_decision(name: str, day: int) -> dict[str, object]:
    return build_event(name, "ankestyrelsen_afgjort", day)


def test_one_free_decision_that_may_end_two_assessments_is_taken_to_be_about_each() -> None:
    other = build_event("v2", "ankestyrelsen_vurdering_anmodet", 6, of="g1")
    log = build_log(_RETURN, _ASKED, other, _free_decision("a1", 12))
    (duty,) = find_duties(log, _PERIOD)
    ways = assume_ends(log, duty.activation.rule.clock)
    assert [[thing.event.id for thing in way.values()] for way in ways] == [["v1"], ["v2"]]
    assert _pausing(_PERIOD, _RETURN, _ASKED, other, _free_decision("a1", 12)) == {"v1", "v2", "a1"}


def test_two_free_decisions_end_two_assessments_and_nothing_is_assumed() -> None:
    other = build_event("v2", "ankestyrelsen_vurdering_anmodet", 6, of="g1")
    log = build_log(_RETURN, _ASKED, other, _free_decision("a1", 12), _free_decision("a2", 13))
    (duty,) = find_duties(log, _PERIOD)
    assert assume_ends(log, duty.activation.rule.clock) == [{}]


def test_a_case_that_ended_before_the_request_pauses_nothing() -> None:
    assert _pausing(_POSITION, *_PLACED, _COMPLAINT, _decided(7, "k1"), _REQUEST) == set()


def test_a_case_that_began_after_the_position_pauses_nothing() -> None:
    taken = build_event("s1", "hjemgivelse_stillingtagen", 4, of="h1")
    early = build_event("h1", "hjemgivelse_anmodet", 3, of="d1", anmoder="foraeldremyndighedsindehaver")
    assert _pausing(_POSITION, *_PLACED, early, taken, _COMPLAINT) == set()


def test_a_case_over_another_decision_pauses_nothing() -> None:
    contact = build_event("c1", "samvaer_aendret", 1)
    told = build_event("m2", "afgoerelse_meddelt", 2, of="c1", organ="kommune")
    complaint = build_event("k1", "klage_modtaget_i_ankestyrelsen", 5, of="m2")
    assert _pausing(_POSITION, *_PLACED, contact, told, complaint, _REQUEST) == set()


def test_a_duty_that_no_case_can_pause_has_none() -> None:
    log = build_log(*_PLACED, _COMPLAINT)
    (duty,) = find_duties(log, "rsl-67-klage-4-uger")
    assert duty.trigger is find_event(log, "m1")
    assert find_pausing_events(duty, log) == set()


@pytest.mark.parametrize(
    ("events", "of"), [((*_PLACED, _COMPLAINT, _REQUEST), "k1"), ((_RETURN, _ASKED), "v1")], ids=["position", "period"]
)
def test_the_decision_that_ends_the_pause_is_used_and_draws_no_warning(
    events: tuple[dict[str, object], ...], of: str
) -> None:
    case = Case.model_validate({"case_id": "sag-1", "events": [*events, _decided(12, of)]})
    answer = evaluate(case, at=LATER, rulebook=BOOK)
    assert not {of, "a1"} & set(answer.unused_events)
    assert "of_answers_nothing" not in {warning.code for warning in answer.warnings}


def test_the_decision_of_a_case_that_pauses_nothing_still_draws_the_warning() -> None:
    case = Case.model_validate({"case_id": "sag-1", "events": [*_PLACED, _COMPLAINT, _decided(12, "k1")]})
    answer = evaluate(case, at=LATER, rulebook=BOOK)
    assert answer.unused_events == ("a1", "k1")
    assert "of_answers_nothing" in {warning.code for warning in answer.warnings}
