"""What calls for a warning about links is found by places, without words."""

from __future__ import annotations

import pytest

from overgreb_rules._duties.link_findings import LinkFinding, find_link_findings
from overgreb_rules._duties.transitions import assess_case
from tests.fixtures.event_logs import PROGRAMS, RULES, build_event, build_log

_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False)


def _findings(*events: dict[str, object]) -> list[LinkFinding]:
    log = build_log(*events)
    return list(find_link_findings(log, assess_case(log, RULES, PROGRAMS), RULES))


def test_a_case_without_links_and_out_of_order_answers_calls_for_nothing() -> None:
    assert _findings(_NOTIFIED, build_event("k1", "kvittering_sendt", 4)) == []


def test_an_answer_from_before_its_trigger_is_found_once_with_both_places() -> None:
    found = _findings(build_event("k1", "kvittering_sendt", 1), _NOTIFIED)
    assert found == [LinkFinding("answer_before_trigger", ((0,), (1,)))]


def test_a_link_that_answers_nothing_is_found_with_what_it_names() -> None:
    found = _findings(
        _NOTIFIED, build_event("c1", "familie_flyttet", 5), build_event("k1", "kvittering_sendt", 8, "c1")
    )
    assert LinkFinding("of_answers_nothing", ((2,), (1,))) in found


_EXAMINED = [build_event("b1", "undersoegelse_besluttet", 3), build_event("d0", "paalaeg_besluttet", 5)]
_DECIDED = build_event("d1", "anbringelse_besluttet", 12, samtykke=True)


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (build_event("t1", "boernesamtale_afholdt", 8, of="b1"), "met"),
        (build_event("t1", "boernesamtale_undladt", 8, of="b1", holdning_indhentet=True), "waived"),
        (build_event("t1", "boernesamtale_undladt", 8, of="b1"), "undetermined"),
        (build_event("t1", "boernesamtale_afholdt", 4, of="b1"), "undetermined"),
    ],
)
def test_an_act_of_an_examination_that_answers_for_the_decision_after_it_does_not_answer_nothing(
    act: dict[str, object], status: str
) -> None:
    """It names nothing of the matter of the decision, and is open to all: it stood in `met_by` and was warned of."""
    log = build_log(*_EXAMINED, act, _DECIDED)
    assessed = assess_case(log, RULES, PROGRAMS)
    decided = [one for one in assessed if one.timed.duty.rule.id == "bl-5-samtale-foer-afgoerelse"]
    assert {one.timed.duty.trigger.event.id: one.status for one in decided}["d1"] == status
    assert "of_answers_nothing" not in [one.code for one in find_link_findings(log, assessed, RULES)]


def test_an_act_that_came_after_the_decision_and_names_something_else_answers_nothing() -> None:
    moved = build_event("c1", "familie_flyttet", 5)
    found = _findings(moved, _DECIDED, build_event("t1", "boernesamtale_afholdt", 14, of="c1"))
    assert LinkFinding("of_answers_nothing", ((2,), (0,))) in found


def test_the_police_told_of_a_notification_call_for_nothing_since_they_meet_no_duty() -> None:
    assert _findings(_NOTIFIED, build_event("p1", "politi_inddraget", 4, "u1")) == []


def test_a_finding_about_a_duty_has_the_place_of_the_duty_in_the_answer() -> None:
    measures = [build_event(f"i{n}", "indsats_ivaerksat", n + 2, art="stoettende") for n in (1, 2)]
    free = build_event("f1", "opfoelgning_foretaget", 6, naeste_senest="2025-05-01")
    log = build_log(*measures, free, build_event("f2", "opfoelgning_foretaget", 8, of="i1"))
    assessed = assess_case(log, RULES, PROGRAMS)
    (found,) = [one for one in find_link_findings(log, assessed, RULES) if one.code == "answers_only_part"]
    assert found.events == ((3,), (0,), (1,))
    assert found.duty is not None
    assert "opfoelgning_foretaget" in RULES.answer_types[assessed[found.duty].timed.duty.rule.id]
