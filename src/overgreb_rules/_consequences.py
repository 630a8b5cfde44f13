"""What follows, by the law itself, when a time limit is not kept. Uses the dates of the clock, has none of its own."""

from __future__ import annotations

from overgreb_rules._rulebook import Rules
from overgreb_rules._status import BREACHES, Standing
from overgreb_rules.calendar import local
from overgreb_rules.evaluation import Escalation
from overgreb_rules.text import Text

__all__ = ["cited", "consequence", "escalations"]


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


def escalations(standing: Standing, rules: Rules, at: int) -> tuple[Escalation, ...]:
    """The steps that the law itself attaches to the end of the time limit."""
    clocked = standing.clocked
    rule = clocked.duty.rule
    action = consequence(standing, rules)
    if rule.breach is None or clocked.due is None or action is None:
        return ()
    # Another duty steps in when the strict day ends; a remedy or a lapse needs a breach, after the lenient one.
    limit = clocked.due.strict if rule.breach.rule else clocked.due.lenient
    begins = limit.last + 1
    unkept = standing.status in BREACHES or standing.status in {"contested", "replaced"}
    step = Escalation.model_construct(
        id=f"{clocked.key}:breach",
        kind="remedy" if rule.breach.remedy else "statutory",
        from_=local(begins),
        to="Ankestyrelsen" if rule.breach.remedy else rules.by_id[rule.breach.rule or rule.id].bearer,
        active=at >= begins and unkept,
        action=action,
    )
    return (step,)
