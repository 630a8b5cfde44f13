"""Acts that count only because they are about the decision that the trigger of an order duty approves."""

from __future__ import annotations

from overgreb_rules._duties.companions import find_companions
from overgreb_rules._duties.duty import NO_CHANGE_OF_LAW
from overgreb_rules._duties.duty_resolver import resolve_duties
from tests.fixtures.event_logs import PROGRAMS, RULES, build_event, build_log

_LAWYER = RULES.by_id["bl-140-1-advokat"]


def _begun(name: str, day: int) -> dict[str, object]:
    return build_event(name, "foreloebig_afgoerelse_ivaerksat", day, art="anbringelse")


def _companions(*events: dict[str, object]) -> dict[str, bool]:
    """The acts that count for the approval g1, and whether each surely does."""
    log = build_log(*events)
    duties = resolve_duties(log, RULES, PROGRAMS, NO_CHANGE_OF_LAW)
    others = [duty for duty in duties if duty.rule.clock.before is None]
    (approval,) = [event for event in log.events if event.event.id == "g1"]
    found = find_companions(_LAWYER, approval, others, log)
    return {log.events[index].event.id: surely for index, surely in found.items()}


def test_the_notice_of_the_approved_decision_counts() -> None:
    notice, approval = build_event("n1", "foreloebig_afgoerelse_meddelt", 3), "foreloebig_afgoerelse_godkendt"
    assert _companions(_begun("p1", 3), notice, build_event("g1", approval, 5)) == {"n1": True}


def test_of_two_notices_each_is_of_the_decision_that_it_answers() -> None:
    events = (
        _begun("p1", 3),
        build_event("n1", "foreloebig_afgoerelse_meddelt", 4),
        build_event("r1", "foreloebig_afgoerelse_afvist", 5),
        _begun("p2", 6),
        build_event("n2", "foreloebig_afgoerelse_meddelt", 7),
    )
    assert _companions(*events, build_event("g1", "foreloebig_afgoerelse_godkendt", 8)) == {"n2": True}


def test_a_notice_that_may_be_of_either_decision_only_may_count() -> None:
    events = (_begun("p1", 3), _begun("p2", 3), build_event("n1", "foreloebig_afgoerelse_meddelt", 4))
    approval = build_event("g1", "foreloebig_afgoerelse_godkendt", 5, "p2")
    assert _companions(*events, approval) == {"n1": False}


def test_a_second_approval_of_a_decision_approves_nothing() -> None:
    events = (
        _begun("p1", 3),
        build_event("n1", "foreloebig_afgoerelse_meddelt", 3, "p1"),
        build_event("g0", "foreloebig_afgoerelse_godkendt", 4, "p1"),
    )
    assert _companions(*events, build_event("g1", "foreloebig_afgoerelse_godkendt", 5, "p1")) == {}


def test_a_decision_that_is_no_approval_has_none() -> None:
    events = (_begun("p1", 3), build_event("n1", "foreloebig_afgoerelse_meddelt", 3, "p1"))
    assert _companions(*events, build_event("g1", "anbringelse_besluttet", 5, "p1", samtykke=False)) == {}


def test_a_notice_meets_the_duty_of_an_approval_alone() -> None:
    assert _LAWYER.triggers_met_by("foreloebig_afgoerelse_meddelt") == {"foreloebig_afgoerelse_godkendt"}
    assert _LAWYER.triggers_met_by("advokatbistand_tilbudt") == set(_LAWYER.triggers)
