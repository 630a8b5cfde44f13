"""What follows when a deadline is not kept, by law and by the municipality's ladder."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from overgreb_rules._deadlines.deadline import TimeSpanSeconds
from overgreb_rules._duties.consequences import (
    EscalationStep,
    build_escalations,
    find_escalations,
    list_escalation_steps,
)
from overgreb_rules.policy import Policy, build_ladder_program
from overgreb_rules.shared.text import Text
from tests.fixtures.event_logs import BOOK, PROGRAMS, RULES, build_event, build_log, find_assessed

_RECEIPT = "bl-138-1-kvittering"
_SPAN = TimeSpanSeconds(1000, 1999, 2999, 2000)


@pytest.mark.parametrize(("reading", "at"), [("strict", 2000), ("lenient", 3000)])
def test_a_step_of_the_law_starts_right_after_a_reading(reading: str, at: int) -> None:
    step = EscalationStep(reading, "breach", "statutory", "x", Text("a", "b"))  # type: ignore[arg-type]
    assert step.starts_at(_SPAN, lambda second, days: second + days) == at


def _active_steps(at: str, policy: Policy | None = BOOK.standard_policy) -> set[str]:
    log = build_log(build_event("u1", "underretning_modtaget", 3, anonym=False), at=at)
    (assessed,) = find_assessed(log, _RECEIPT)
    steps = find_escalations(assessed, RULES, policy, PROGRAMS, log.as_of, is_closed=False)
    found = build_escalations(assessed, steps)
    return {step.id.rpartition(".")[2] for step in found if step.kind == "local" and step.active}


def test_the_steps_before_a_deadline_are_active_until_one_after_it_begins() -> None:
    """A passed time limit said that the duty was to be met before it."""
    assert _active_steps("2025-03-09T12:00:00+01:00") == {"paamindelse", "teamleder"}
    assert _active_steps("2025-03-11T23:59:59+01:00") == {"paamindelse", "teamleder"}
    assert _active_steps("2025-03-12T00:00:00+01:00") == {"brud"}
    assert _active_steps("2026-03-12T00:00:00+01:00") == {"brud"}


def test_a_ladder_without_a_step_after_the_deadline_stays_active_while_the_duty_is_unmet() -> None:
    (ladder,) = (one for one in BOOK.standard_policy.ladders if one.id == "dage")
    before = replace(ladder, steps=tuple(step for step in ladder.steps if step.kind != "breach"))
    policy = replace(BOOK.standard_policy, ladders=(before,), program=build_ladder_program((before,)))
    assert _active_steps("2026-03-12T00:00:00+01:00", policy) == {"paamindelse", "teamleder"}


def test_nothing_is_active_once_the_duty_is_met_in_time() -> None:
    log = build_log(
        build_event("u1", "underretning_modtaget", 3, anonym=False), build_event("k1", "kvittering_sendt", 5)
    )
    (assessed,) = find_assessed(log, _RECEIPT)
    steps = find_escalations(assessed, RULES, BOOK.standard_policy, PROGRAMS, log.as_of, is_closed=False)
    assert not any(step.active for step in build_escalations(assessed, steps))


def test_the_steps_of_a_rule_are_made_once_for_each_policy() -> None:
    rule, policy = RULES.by_id[_RECEIPT], BOOK.standard_policy
    steps = list_escalation_steps(rule, "working_days", RULES, policy, PROGRAMS)
    assert list_escalation_steps(rule, "working_days", RULES, policy, PROGRAMS) is steps
    without_ladder = list_escalation_steps(rule, "working_days", RULES, None, PROGRAMS)
    assert {step.kind for step in steps} > {step.kind for step in without_ladder}
