"""What follows when a time limit is not kept: by the law itself, and by the municipality's own ladder laid over it.

Uses the dates of the clock and has none of its own. The matcher says which ladder belongs to which duty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from overgreb_rules._clocks import Clocked
from overgreb_rules._counting import Due, part_gone
from overgreb_rules._programs import Programs
from overgreb_rules._rulebook import Rules
from overgreb_rules._status import BREACHES, UNMET, Standing
from overgreb_rules.calendar import local, midnight
from overgreb_rules.evaluation import Escalation
from overgreb_rules.policy import DUTY, Policy, Step
from overgreb_rules.text import Text

__all__ = ["cited", "consequence", "escalations"]

_DAY_SECONDS = 86400


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


def escalations(
    standing: Standing, rules: Rules, policy: Policy | None, programs: Programs, at: int
) -> tuple[Escalation, ...]:
    """The steps that follow as the time limit nears and passes: the law's own, then the municipality's."""
    due = standing.clocked.due
    if due is None:
        return ()
    by_law = _by_law(standing, rules, due, at)
    by_the_ladder = _of_the_ladder(standing, rules, due, policy, programs, at) if policy else ()
    return (*by_law, *by_the_ladder)


def _by_law(standing: Standing, rules: Rules, due: Due, at: int) -> Iterable[Escalation]:
    rule = standing.clocked.duty.rule
    action = consequence(standing, rules)
    if rule.breach is None or action is None:
        return
    # Another duty steps in when the strict day ends; a remedy or a lapse needs a breach, after the lenient one.
    begins = (due.strict if rule.breach.rule else due.lenient).last + 1
    unkept = standing.status in BREACHES or standing.status in {"contested", "replaced"}
    yield Escalation.model_construct(
        id=f"{standing.clocked.key}:breach",
        kind="remedy" if rule.breach.remedy else "statutory",
        from_=local(begins),
        to="Ankestyrelsen" if rule.breach.remedy else rules.by_id[rule.breach.rule or rule.id].bearer,
        active=at >= begins and unkept,
        action=action,
    )


def _of_the_ladder(
    standing: Standing, rules: Rules, due: Due, policy: Policy, programs: Programs, at: int
) -> Iterable[Escalation]:
    clocked = standing.clocked
    rule = clocked.duty.rule
    if rule.modality != "must" or not rules.vocabulary.bearers[rule.bearer].municipality:
        return
    count = clocked.duty.opening.rule.clock.count or ""
    told = [{"t": DUTY, "count": count, "rule": rule.id, "law": rule.law, "bearer": rule.bearer}]
    fitting = [policy.program.clauses[match.clause].detail for match in programs.matches(policy.program, told)]
    if not fitting:
        return
    ladder = policy.ladders[min(fitting)]
    unmet = standing.status in UNMET and standing.status != "undetermined"
    for step in ladder.steps:
        begins = _begins(step, clocked, due)
        yield Escalation.model_construct(
            id=f"{clocked.key}:{policy.id}.{ladder.id}.{step.id}",
            kind="local",
            from_=local(begins),
            to=step.to,
            active=unmet and at >= begins,
            action=step.action,
        )


def _begins(step: Step, clocked: Clocked, due: Due) -> int:
    """The first second of the step. Whole days after the start begin at midnight."""
    if step.kind == "breach":
        return due.lenient.last + 1 + step.after
    if step.kind == "part":
        return part_gone(clocked.start, due, step.part)
    if step.after % _DAY_SECONDS:
        return clocked.start.earliest + step.after
    return midnight(clocked.start.day + dt.timedelta(days=step.after // _DAY_SECONDS))
