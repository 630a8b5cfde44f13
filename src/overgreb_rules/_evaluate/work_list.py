"""The agenda: the duties of many cases that ask for something now, in groups, the most urgent first."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from overgreb_rules._duties.outlook import law_not_read_so_far
from overgreb_rules._evaluate.work_list_filter import LISTED_GROUPS, AgendaFilter, AgendaGroup, group_of
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.calendar import local
from overgreb_rules.evaluation import Closed, DueDates, Evaluation, Instant, Obligation, OpenedBy, StatusWord, Warned
from overgreb_rules.shared.lazy_model import FrozenModel, JsonAnswer
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

__all__ = ["GROUPS", "Agenda", "AgendaItem", "AgendaLimit", "RefusedCase", "build_agenda"]

GROUPS: tuple[AgendaGroup, ...] = (
    *LISTED_GROUPS,
    "pending", "available", "met_late", "met_contested", "met", "used", "waived", "replaced", "expired",
)  # fmt: skip
"""The most urgent first. `overdue` holds what is breached too, `past_due` undetermined duties whose strict date has
passed, `open` duties without a fixed time limit. Those from `pending` on are listed only where they are asked for."""
_PRUNED_AT = 4
"""A group is cut to its limit when it holds this many times as many duties: then each is sorted few times."""


class AgendaItem(FrozenModel):
    """One duty of one case, and the group in which it stands."""

    group: AgendaGroup
    case_id: str
    rule: str
    key: str
    law: str
    cite: str
    title: Text
    modality: Literal["must", "may", "window"]
    bearer: str
    trigger: str
    opened_by: OpenedBy
    due: DueDates | None
    status: StatusWord
    needs: tuple[str, ...]
    closed: Closed | None


_COPIED = tuple(name for name in AgendaItem.model_fields if name not in {"group", "case_id"})
"""The fields of an item that are those of its duty."""


class RefusedCase(FrozenModel):
    """A case that is refused: its number among the cases, from 1, and the error."""

    case: int
    error: dict[str, str | None]


class Agenda(JsonAnswer):
    """Everything that asks for something at `at`, and how much of it there is.

    `counts` are of all duties that ask for something now, whatever statuses were asked for; `selected` are of those
    with these statuses, whether `items` lists them or stops at a limit. `not_recorded` counts the duties of which the
    municipality's system keeps no record, `closed` those of closed cases: neither is listed or counted elsewhere.
    `warnings` name the laws that were read to an earlier day than that of an event which opened a duty.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    at: Instant
    cases: int
    counts: dict[AgendaGroup, int]
    selected: dict[AgendaGroup, int]
    not_recorded: int
    closed: int
    refused: tuple[RefusedCase, ...]
    warnings: tuple[Warned, ...]
    items: tuple[AgendaItem, ...]


class AgendaLimit(ValueObject):
    """How many duties are listed at most, in all and of each group; None for no limit."""

    total: int | None = None
    of_group: int | None = None

    @property
    def kept(self) -> int | None:
        """The largest number of duties of one group that can be listed."""
        return min((limit for limit in (self.total, self.of_group) if limit is not None), default=None)


MOST_LISTED = 1_000_000
"""The largest number of duties that a reader can ask for; without a number all are listed."""
_NO_LIMIT = AgendaLimit()


def build_agenda(
    evaluations: Iterable[Evaluation | RefusedCase],
    at: int,
    wanted: AgendaFilter,
    rules: RuleSet,
    limit: AgendaLimit = _NO_LIMIT,
) -> Agenda:
    """Build the work list of many cases.

    Only what is listed is kept, so that memory does not grow with the number of cases where there is a limit.

    Args:
        evaluations: The evaluations, all at `at`, and the cases that were refused.
        at: The instant, epoch seconds.
        wanted: Which duties are meant.
        rules: The rules of the evaluations.
        limit: How many duties are listed.

    Returns:
        The duties that ask for something now, the most urgent first; of one group those of one case that one event
        opened stand together.
    """
    local_time = local(at)
    work_list = _WorkList(local_time, wanted, rules, limit.kept)
    for evaluation in evaluations:
        if isinstance(evaluation, RefusedCase):
            work_list.refused.append(evaluation)
        else:
            work_list.add(evaluation)
    counts, selected = work_list.counts, work_list.selected
    return Agenda.unchecked(
        {
            "schema_version": 1,
            "at": local_time,
            "cases": work_list.cases,
            "counts": {group: counts[group] for group in GROUPS if group in LISTED_GROUPS or counts[group]},
            "selected": {group: selected[group] for group in GROUPS if selected[group]},
            "not_recorded": work_list.not_recorded,
            "closed": work_list.closed,
            "refused": tuple(work_list.refused),
            "warnings": tuple(law_not_read_so_far(law, rules) for law in sorted(work_list.unread_laws)),
            "items": tuple(_put_together(work_list.listed()))[: limit.total],
        }
    )


class _WorkList:
    """What has been counted and kept of the evaluations so far."""

    def __init__(self, at: dt.datetime, wanted: AgendaFilter, rules: RuleSet, kept: int | None) -> None:
        self.wanted, self._at, self._rules, self._kept = wanted, at, rules, kept
        self._counted = wanted.counted_statuses()
        self.counts: Counter[AgendaGroup] = Counter()
        self.selected: Counter[AgendaGroup] = Counter()
        self.cases = self.not_recorded = self.closed = 0
        self.refused: list[RefusedCase] = []
        self.unread_laws: set[str] = set()
        self._groups: dict[AgendaGroup, list[tuple[_Urgency, AgendaItem]]] = {group: [] for group in GROUPS}

    def add(self, evaluation: Evaluation) -> None:
        """Count the duties of an evaluation and keep the most urgent."""
        self.cases += 1
        for duty in evaluation.list_obligations(self._counted):
            group = group_of(duty, self._at)
            if not self.wanted.counts(duty, group):
                continue
            if duty.not_recorded:
                self.not_recorded += 1
            elif duty.closed is not None and not self.wanted.closed:
                self.closed += 1
            else:
                self._count(group, evaluation.case_id, duty)

    def _count(self, group: AgendaGroup, case_id: str, duty: Obligation) -> None:
        self.counts[group] += 1
        if not self.wanted.lists(duty, group):
            return
        self.selected[group] += 1
        source = self._rules.sources.get(duty.law)
        if source is not None and _day(duty.opened_by.at) > source.read_to:
            self.unread_laws.add(duty.law)
        values = {name: getattr(duty, name) for name in _COPIED}
        kept = self._groups[group]
        kept.append((_urgency(duty, case_id), AgendaItem.unchecked({"group": group, "case_id": case_id, **values})))
        if self._kept is not None and len(kept) > max(self._kept, 1) * _PRUNED_AT:
            self._cut(kept)

    def _cut(self, kept: list[tuple[_Urgency, AgendaItem]]) -> None:
        kept.sort(key=lambda pair: pair[0])
        if self._kept is not None:
            del kept[self._kept :]

    def listed(self) -> Iterator[AgendaItem]:
        """Yield what is listed, the most urgent first."""
        for kept in self._groups.values():
            self._cut(kept)
            yield from (item for _, item in kept)


_Urgency = tuple[str, float, str, str]


def _urgency(duty: Obligation, case_id: str) -> _Urgency:
    if duty.due is None:
        return "9999", 0, case_id, duty.key
    last = duty.due.strict
    # A day stands before every time of that day, and times in their order: two passes of an hour have the same text.
    second = last.timestamp() if isinstance(last, dt.datetime) else -math.inf
    return _day(last).isoformat(), second, case_id, duty.key


def _day(when: dt.datetime | dt.date) -> dt.date:
    # The instants of an answer are local times of Copenhagen: their date is the local day.
    return when.date() if isinstance(when, dt.datetime) else when


def _put_together(items: Iterable[AgendaItem]) -> Iterator[AgendaItem]:
    """Put the duties of one group that one event opened behind the most urgent of them."""
    matters: dict[tuple[str, str, str], list[AgendaItem]] = {}
    for item in items:
        matters.setdefault((item.group, item.case_id, item.trigger), []).append(item)
    for matter in matters.values():
        yield from matter
