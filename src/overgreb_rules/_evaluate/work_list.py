"""The agenda: the duties of many cases that ask for something now, in groups, the most urgent first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from overgreb_rules.evaluation import Evaluation, Obligation

Group = Literal["overdue", "contested", "due_today", "due_soon", "open", "undetermined"]
GROUPS: tuple[Group, ...] = ("overdue", "contested", "due_today", "due_soon", "open", "undetermined")
"""The most urgent first. `overdue` holds what is breached too, `open` the duties without a number."""

_BY_STATUS: dict[str, Group] = {
    "breached": "overdue",
    "overdue": "overdue",
    "contested": "contested",
    "due_soon": "due_soon",
    "open": "open",
    "undetermined": "undetermined",
}


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One duty of one case, and the group in which it stands."""

    group: Group
    case_id: str
    duty: Obligation


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that asks for something at `at`, and how much of it there is."""

    at: dt.datetime | None
    items: tuple[AgendaItem, ...]
    cases: int

    @property
    def counts(self) -> dict[Group, int]:
        """How many duties stand in each group."""
        found = Counter(item.group for item in self.items)
        return {group: found[group] for group in GROUPS}


def only(
    evaluation: Evaluation, *, law: str | None = None, rule: str | None = None, bearer: str | None = None
) -> Evaluation:
    """Keep the duties of one law, rule or bearer.

    Args:
        evaluation: The evaluation.
        law: The name of a law, or None for every law.
        rule: The id of a rule, or None for every rule.
        bearer: The bearer of the duty, or None for every bearer.

    Returns:
        A copy of the evaluation with those duties alone, in the same order.
    """
    kept = tuple(
        duty
        for duty in evaluation.obligations
        if law in {None, duty.law} and rule in {None, duty.rule} and bearer in {None, duty.bearer}
    )
    return evaluation.model_copy(update={"obligations": kept})


def agenda(evaluations: Iterable[Evaluation]) -> Agenda:
    """Build the work list of many cases.

    Args:
        evaluations: The evaluations, all at one instant.

    Returns:
        The duties that ask for something now, the most urgent first; the instant is None where there is no evaluation.
    """
    items = []
    cases = 0
    at: dt.datetime | None = None
    for evaluation in evaluations:
        cases, at = cases + 1, evaluation.at
        for duty in evaluation.obligations:
            group = _group(duty, evaluation.at)
            if group is not None:
                items.append(AgendaItem(group, evaluation.case_id, duty))
    return Agenda(at, tuple(sorted(items, key=_urgency)), cases)


def _group(duty: Obligation, at: dt.datetime) -> Group | None:
    """A running duty asks for something now when it is due today or soon; a permission never does."""
    if duty.status in {"pending", "due_soon"} and duty.due is not None and _day(duty.due.strict) == _day(at):
        return "due_today"
    return _BY_STATUS.get(duty.status)


def _day(when: dt.datetime | dt.date) -> dt.date:
    # The instants of an answer are local times of Copenhagen: their date is the local day.
    return when.date() if isinstance(when, dt.datetime) else when


def _urgency(item: AgendaItem) -> tuple[int, str, str, str]:
    due = item.duty.due
    # A date sorts before every time of its day: as text both are in order, once both are in local time.
    last = due.strict.isoformat() if due is not None else "9999"
    return GROUPS.index(item.group), last, item.case_id, item.duty.key
