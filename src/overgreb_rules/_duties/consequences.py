"""What follows when a time limit is not kept: by the law itself, and by the municipality's own ladder laid over it.

Uses the dates of the clock and has none of its own. The matcher says which ladder belongs to which duty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from overgreb_rules._deadlines.counting import SecondsT, TimeSpanSeconds, elapsed_fraction_at
from overgreb_rules._duties.status import BREACH_STATUSES, UNMET_STATUSES, AssessedDuty
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.calendar import day_of, local, midnight
from overgreb_rules.evaluation import Escalation
from overgreb_rules.policy import DUTY, LadderStep, Policy
from overgreb_rules.shared.text import Text

__all__ = [
    "EscalationStep",
    "breach_text",
    "build_escalations",
    "citation",
    "escalation_steps",
    "scheduled_escalation_steps",
]

_DAY_SECONDS = 86400
_CITATIONS_KEPT = 1024


@lru_cache(maxsize=_CITATIONS_KEPT)
def citation(rule_id: str, rules: RuleSet, on: dt.date | None = None) -> Text:
    """Return the provision as it is cited to a person, by the wording in force on a day where one is given."""
    rule = rules.by_id[rule_id]
    version = rule.version_on(on) if on is not None else None
    cite = (version.cite if version else None) or rule.cite
    law = rules.laws[rule.law].cited_as
    return Text(f"{law.da} {cite}", f"{law.da} {cite}")


def breach_text(assessed: AssessedDuty, rules: RuleSet) -> Text | None:
    """What a breach of the duty leads to, in words; None where the law attaches nothing to it."""
    return _follows(assessed.timed.duty.rule, rules)


def _follows(rule: Rule, rules: RuleSet) -> Text | None:
    breach = rule.breach
    if breach is None:
        return None
    if breach.rule is not None:
        title, cite = rules.by_id[breach.rule].title, citation(breach.rule, rules)
        return Text(f"{title.da} ({cite.da}).", f"{title.en} ({cite.en}).")
    return breach.remedy or breach.lapse


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """What is called for as a time limit nears and passes; `to` is who is told, `name` follows the key of the duty.

    `when` is a step of a ladder, or the reading of the time limit after which the law itself has it so.
    """

    when: LadderStep | Literal["strict", "lenient"]
    name: str
    kind: Literal["statutory", "remedy", "local"]
    to: str
    action: Text

    def starts_at(
        self, run: TimeSpanSeconds[SecondsT], midnight_after: Callable[[SecondsT, int], SecondsT]
    ) -> SecondsT:
        """Its first second. `midnight_after` gives the first second of the day so many days after that of a second."""
        match self.when:
            case "strict":
                return run.strict_last + 1
            case "lenient":
                return run.lenient_last + 1
            case LadderStep(kind="breach", after=after):
                return run.lenient_last + 1 + after
            case LadderStep(kind="part", part=part):
                return elapsed_fraction_at(run.start, run.strict_end, part)
            case LadderStep(after=after) if after % _DAY_SECONDS:
                return run.start + after
            case LadderStep(after=after):
                return midnight_after(run.start, after // _DAY_SECONDS)


def escalation_steps(
    rule: Rule, count: str, rules: RuleSet, policy: Policy | None, programs: CompiledRules
) -> Iterator[EscalationStep]:
    """What follows for the duties of a rule: by the law, and by the municipality's ladder for that way of counting."""
    yield from _by_law(rule, rules)
    if policy is not None:
        yield from _of_the_ladder(rule, count, rules, policy, programs)


def scheduled_escalation_steps(
    assessed: AssessedDuty, rules: RuleSet, policy: Policy | None, programs: CompiledRules
) -> Iterator[tuple[int, EscalationStep]]:
    """When each step begins for one duty; none where its time has no end."""
    run, duty = assessed.timed.time_span, assessed.timed.duty
    if run is not None:
        count = duty.activation.rule.clock.count or ""
        for called in escalation_steps(duty.rule, count, rules, policy, programs):
            yield called.starts_at(run, _midnight_after), called


def _midnight_after(second: int, days: int) -> int:
    return midnight(day_of(second) + dt.timedelta(days=days))


def build_escalations(
    assessed: AssessedDuty, rules: RuleSet, policy: Policy | None, programs: CompiledRules, at: int
) -> tuple[Escalation, ...]:
    """The same steps as they stand in the answer: whether each is called for at `at`."""
    unmet = assessed.status in UNMET_STATUSES and assessed.status != "undetermined"
    unkept = assessed.status in BREACH_STATUSES or assessed.status in {"contested", "replaced"}
    return tuple(
        Escalation.unchecked(
            {
                "id": f"{assessed.timed.key}:{called.name}",
                "kind": called.kind,
                "from_": local(second),
                "to": called.to,
                "active": at >= second and (unmet if called.kind == "local" else unkept),
                "action": called.action,
            }
        )
        for second, called in scheduled_escalation_steps(assessed, rules, policy, programs)
    )


def _by_law(rule: Rule, rules: RuleSet) -> Iterator[EscalationStep]:
    action = _follows(rule, rules)
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


def _of_the_ladder(
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
