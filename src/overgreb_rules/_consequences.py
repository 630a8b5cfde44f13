"""What follows when a time limit is not kept: by the law itself, and by the municipality's own ladder laid over it.

Uses the dates of the clock and has none of its own. The matcher says which ladder belongs to which duty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from overgreb_rules._clocks import Clocked
from overgreb_rules._counting import Due, part_gone
from overgreb_rules._programs import Programs
from overgreb_rules._rulebook import Rules
from overgreb_rules._status import BREACHES, UNMET, Standing
from overgreb_rules.calendar import local, midnight
from overgreb_rules.evaluation import Escalation
from overgreb_rules.policy import DUTY, Policy, Step
from overgreb_rules.text import Text

__all__ = ["Begin", "begins", "cited", "consequence", "escalations"]

_DAY_SECONDS = 86400
_CITATIONS_KEPT = 1024


@lru_cache(maxsize=_CITATIONS_KEPT)
def cited(rule_id: str, rules: Rules) -> Text:
    """The provision as it is cited to a person."""
    rule = rules.by_id[rule_id]
    law = rules.laws[rule.law].cited_as
    return Text(f"{law.da} {rule.cite}", f"{law.da} {rule.cite}")


def consequence(standing: Standing, rules: Rules) -> Text | None:
    """What a breach of the duty leads to, in words; None where the law attaches nothing to it."""
    breach = standing.clocked.duty.rule.breach
    if breach is None:
        return None
    if breach.rule is not None:
        title, cite = rules.by_id[breach.rule].title, cited(breach.rule, rules)
        return Text(f"{title.da} ({cite.da}).", f"{title.en} ({cite.en}).")
    return breach.remedy or breach.lapse


@dataclass(frozen=True, slots=True)
class Begin:
    """The first second of a step; `kind` and `id` are those of the escalation, `to` is who is told."""

    at: int
    id: str
    kind: Literal["statutory", "remedy", "local"]
    to: str
    action: Text


def begins(standing: Standing, rules: Rules, policy: Policy | None, programs: Programs) -> Iterator[Begin]:
    """When each step begins that follows as the time limit nears and passes: the law's own, then the municipality's."""
    due = standing.clocked.due
    if due is None:
        return
    yield from _by_law(standing, rules, due)
    if policy is not None:
        yield from _of_the_ladder(standing.clocked, rules, due, policy, programs)


def escalations(
    standing: Standing, rules: Rules, policy: Policy | None, programs: Programs, at: int
) -> tuple[Escalation, ...]:
    """The same steps as they stand in the answer: whether each is called for at `at`."""
    unmet = standing.status in UNMET and standing.status != "undetermined"
    unkept = standing.status in BREACHES or standing.status in {"contested", "replaced"}
    return tuple(
        Escalation.unchecked(
            {
                "id": begin.id,
                "kind": begin.kind,
                "from_": local(begin.at),
                "to": begin.to,
                "active": at >= begin.at and (unmet if begin.kind == "local" else unkept),
                "action": begin.action,
            }
        )
        for begin in begins(standing, rules, policy, programs)
    )


def _by_law(standing: Standing, rules: Rules, due: Due) -> Iterator[Begin]:
    rule = standing.clocked.duty.rule
    action = consequence(standing, rules)
    if rule.breach is None or action is None:
        return
    yield Begin(
        # Another duty steps in when the strict day ends; a remedy or a lapse needs a breach, after the lenient one.
        (due.strict if rule.breach.rule else due.lenient).last + 1,
        f"{standing.clocked.key}:breach",
        "remedy" if rule.breach.remedy else "statutory",
        "Ankestyrelsen" if rule.breach.remedy else rules.by_id[rule.breach.rule or rule.id].bearer,
        action,
    )


def _of_the_ladder(clocked: Clocked, rules: Rules, due: Due, policy: Policy, programs: Programs) -> Iterator[Begin]:
    rule = clocked.duty.rule
    if rule.modality != "must" or not rules.vocabulary.bearers[rule.bearer].municipality:
        return
    count = clocked.duty.opening.rule.clock.count or ""
    told = [{"t": DUTY, "count": count, "rule": rule.id, "law": rule.law, "bearer": rule.bearer}]
    fitting = [policy.program.clauses[match.clause].detail for match in programs.matches(policy.program, told)]
    if not fitting:
        return
    ladder = policy.ladders[min(fitting)]
    for step in ladder.steps:
        name = f"{clocked.key}:{policy.id}.{ladder.id}.{step.id}"
        yield Begin(_first_second(step, clocked, due), name, "local", step.to, step.action)


def _first_second(step: Step, clocked: Clocked, due: Due) -> int:
    """The first second of the step. Whole days after the start begin at midnight."""
    if step.kind == "breach":
        return due.lenient.last + 1 + step.after
    if step.kind == "part":
        return part_gone(clocked.start, due, step.part)
    if step.after % _DAY_SECONDS:
        return clocked.start.earliest + step.after
    return midnight(clocked.start.day + dt.timedelta(days=step.after // _DAY_SECONDS))
