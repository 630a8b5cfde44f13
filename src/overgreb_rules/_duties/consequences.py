"""The consequences of a deadline that nears and passes: by the law, and by the municipality's own ladder of steps.

All dates are those of the clock. The matcher selects the ladder of a duty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from overgreb_rules._deadlines.deadline import SecondsT, TimeSpanSeconds, elapsed_fraction_at
from overgreb_rules._duties.status import BREACH_STATUSES, UNMET_STATUSES, AssessedDuty
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.citation import citation
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.calendar import day_of, local, midnight
from overgreb_rules.evaluation import Escalation
from overgreb_rules.policy import DUTY, LadderStep, Policy
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import Entity

_DAY_SECONDS = 86400
_STEPS_KEPT = 1024


def breach_text(rule: Rule, rules: RuleSet) -> Text | None:
    """Return what a breach of a duty leads to.

    Args:
        rule: The rule that governs the duty.
        rules: The rules of all acts.

    Returns:
        A sentence; None where the law attaches nothing to a breach.
    """
    breach = rule.breach
    if breach is None:
        return None
    if breach.rule is not None:
        title, cite = rules.by_id[breach.rule].title, citation(breach.rule, rules)
        return Text(f"{title.da} ({cite.da}).", f"{title.en} ({cite.en}).")
    return breach.remedy or breach.lapse


class EscalationStep(Entity):
    """A step of escalation, which is due as a deadline nears or after it has passed.

    Two steps are never equal: the steps of a rule are made once, and what is written of a step is found by the object.

    Attributes:
        when: A step of a ladder, or the reading of the deadline after which the law calls for the step.
        name: What follows the key of the duty in the id of the step.
        kind: By law (`statutory`, `remedy`) or by the municipality (`local`).
        to: Who is told.
        action: What is to be done.
    """

    when: LadderStep | Literal["strict", "lenient"]
    name: str
    kind: Literal["statutory", "remedy", "local"]
    to: str
    action: Text

    def starts_at(
        self, run: TimeSpanSeconds[SecondsT], midnight_after: Callable[[SecondsT, int], SecondsT]
    ) -> SecondsT:
        """Compute when the step starts.

        Args:
            run: The time of the duty, or of a column of duties.
            midnight_after: Returns the first second of the local day that lies so many days after that of a second.

        Returns:
            Epoch seconds, of the shape of `run`.
        """
        when = self.when
        if not isinstance(when, LadderStep):
            return (run.strict_last if when == "strict" else run.lenient_last) + 1
        match when:
            case LadderStep(kind="breach", after=after):
                return run.lenient_last + 1 + after
            case LadderStep(kind="part", part=part):
                return elapsed_fraction_at(run.start, run.strict_end, part)
            case LadderStep(after=after) if after % _DAY_SECONDS:
                return run.start + after
            case LadderStep(after=after):
                return midnight_after(run.start, after // _DAY_SECONDS)


def list_escalation_steps(
    rule: Rule, count: str, rules: RuleSet, policy: Policy | None, programs: CompiledRules
) -> Sequence[EscalationStep]:
    """List the steps for the duties of a rule: by the law, then by the municipality's ladder.

    Remembered with the programs, at most 1,024 lists, more than a rulebook has for one policy: found anew each time,
    the steps of an answer take a quarter longer (400 notifications).

    Args:
        rule: The rule that governs the duties.
        count: Their counting convention; empty where the law gives no number.
        rules: The rules of all acts.
        policy: The municipality's ladder of escalation; None where there is none.
        programs: The matcher that selects the ladder.

    Returns:
        The steps in the order of the answer.
    """
    known, key = programs.steps_of_escalation, (rules, policy, rule.id, count)
    steps = known.get(key)
    if steps is None:
        ladder = () if policy is None else _steps_of_ladder(rule, count, rules, policy, programs)
        if len(known) >= _STEPS_KEPT:
            known.clear()
        steps = known[key] = (*_steps_by_law(rule, rules), *ladder)
    return steps


def scheduled_escalation_steps(
    assessed: AssessedDuty, rules: RuleSet, policy: Policy | None, programs: CompiledRules
) -> Iterator[tuple[int, EscalationStep]]:
    """Find when each step starts for one duty.

    Args:
        assessed: The duty as it stands at an instant.
        rules: The rules of all acts.
        policy: The municipality's ladder of escalation; None where there is none.
        programs: The matcher that selects the ladder.

    Yields:
        The first epoch second of a step, and the step; nothing where the time of the duty has no end.
    """
    run, duty = assessed.timed.time_span, assessed.timed.duty
    if run is not None:
        count = duty.activation.rule.clock.count or ""
        for step in list_escalation_steps(duty.rule, count, rules, policy, programs):
            yield step.starts_at(run, _midnight_after), step


def _midnight_after(second: int, days: int) -> int:
    return midnight(day_of(second) + dt.timedelta(days=days))


def find_escalations(
    assessed: AssessedDuty,
    rules: RuleSet,
    policy: Policy | None,
    programs: CompiledRules,
    at: int,
    *,
    is_closed: bool,
) -> Iterator[tuple[int, EscalationStep, bool]]:
    """Find the steps of one duty, and which of them are active.

    Args:
        assessed: The duty as it stands at an instant.
        rules: The rules of all acts.
        policy: The municipality's ladder of escalation; None where there is none.
        programs: The matcher that selects the ladder.
        at: The instant of the evaluation, epoch seconds; it decides which steps are active.
        is_closed: Whether the case was closed on the duty: no step is active then.

    Yields:
        The first epoch second of a step, the step, and whether it is active; in the order of the answer.
    """
    status, run = assessed.status, assessed.timed.time_span
    if run is None:
        return
    unmet = not is_closed and status in UNMET_STATUSES and status != "undetermined"
    unkept = not is_closed and (status in BREACH_STATUSES or status in {"contested", "replaced"})
    steps = [*scheduled_escalation_steps(assessed, rules, policy, programs)]
    # A step after the latest deadline stands in the place of those that ask for something before it.
    is_followed = any(step.kind == "local" and run.lenient_last < second <= at for second, step in steps)
    for second, step in steps:
        is_over = is_followed and second <= run.lenient_last
        yield second, step, at >= second and (unmet and not is_over if step.kind == "local" else unkept)


def build_escalations(
    assessed: AssessedDuty, steps: Iterable[tuple[int, EscalationStep, bool]]
) -> tuple[Escalation, ...]:
    """Build the steps of one duty as they stand in the answer.

    Args:
        assessed: The duty as it stands at an instant.
        steps: What `find_escalations` gives.

    Returns:
        The steps in the same order.
    """
    return tuple(
        Escalation.unchecked(
            {
                "id": f"{assessed.timed.key}:{step.name}",
                "kind": step.kind,
                "from_": local(second),
                "to": step.to,
                "active": is_active,
                "action": step.action,
            }
        )
        for second, step, is_active in steps
    )


def _steps_by_law(rule: Rule, rules: RuleSet) -> Iterator[EscalationStep]:
    action = breach_text(rule, rules)
    if rule.breach is None or action is None:
        return
    yield EscalationStep(
        # Another duty steps in when the strict day ends; a remedy or a lapse needs a breach, after the lenient one.
        "strict" if rule.breach.rule else "lenient",
        "breach",
        "remedy" if rule.breach.remedy else "statutory",
        "Ankestyrelsen" if rule.breach.remedy else rules.by_id[rule.breach.rule or rule.id].bearer,
        action,
    )


def _steps_of_ladder(
    rule: Rule, count: str, rules: RuleSet, policy: Policy, programs: CompiledRules
) -> Iterator[EscalationStep]:
    if rule.modality != "must" or not rules.vocabulary.bearers[rule.bearer].municipality:
        return
    told = [{"t": DUTY, "count": count, "rule": rule.id, "law": rule.law, "bearer": rule.bearer}]
    fitting = [policy.program.clauses[match.clause].detail for match in programs.matches(policy.program, told)]
    if not fitting:
        return
    ladder = policy.ladders[min(fitting)]
    for step in ladder.steps:
        yield EscalationStep(step, f"{policy.id}.{ladder.id}.{step.id}", "local", step.to, step.action)
