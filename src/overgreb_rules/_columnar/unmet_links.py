"""The cases in which an unmet duty may call for a warning about links that only the row fallback words.

Found once the statuses are known, and only for duties that were open when the links came: of 84 cases of 11,176 whose
links alone would call for a warning, none has one, and 2 are marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    NEVER,
    BoolArray,
    CodeArray,
    EpochSecondsArray,
    EventIndexArray,
    mark_members,
    sort_distinct,
)
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.columns.link_support import LinkTables
from overgreb_rules._columnar.grouping.correlation import mark_types
from overgreb_rules._columnar.grouping.results import OutcomeColumns
from overgreb_rules._duties.status import UNMET_STATUSES
from overgreb_rules._rules.rule_set import RuleSet


def find_unmet_links(columns: EventColumns, outcomes: Sequence[OutcomeColumns], rules: RuleSet) -> BoolArray:
    """Mark the cases with an unmet duty that waits for a part, or that twins pass over.

    Args:
        columns: The events of the batch.
        outcomes: The duties of the batch.
        rules: The rules and their vocabulary.

    Returns:
        bool[cases]; a superset of those with a warning `answers_only_part` or `same_thing_named_twice`.
    """
    marked = np.zeros(len(columns.supported), np.bool_)
    twins, parts = _Twins(columns, rules), _Parts(columns, rules)
    for one in outcomes:
        if one.key.status in UNMET_STATUSES:
            answers = np.flatnonzero(mark_types(one.key.rule.answer_types, rules.vocabulary))
            opening = np.minimum(one.deadlines.start, columns.earliest[one.triggers])
            passed_over = twins.find_passed_over(one.triggers, opening, answers)
            for triggers in (*passed_over, parts.find_waiting(one.triggers, opening, answers)):
                marked[columns.case[triggers]] = True
    return marked


class _Twins:
    """Events of one type that name the same thing, while a duty of another such thing is unmet and named by none."""

    def __init__(self, columns: EventColumns, rules: RuleSet) -> None:
        self.columns, self.types = columns, len(rules.vocabulary.events)
        namer, thing = columns.ancestors.expand(np.arange(len(columns.case)))
        is_once = LinkTables.of(rules).named_once[columns.type[namer], columns.type[thing]]
        namer, thing = namer[is_once], thing[is_once]
        self.named, which, count = np.unique(
            thing * self.types + columns.type[namer], return_inverse=True, return_counts=True
        )
        namer, thing = namer[count[which] > 1], thing[count[which] > 1]
        self.twins, which = np.unique(
            self._key(columns.case[thing], columns.type[namer], columns.type[thing]), return_inverse=True
        )
        self.last = np.full(len(self.twins), ABSENT)
        np.maximum.at(self.last, which, columns.latest[namer])
        self.twin_types = sort_distinct(columns.type[namer])

    def _key(self, case: CodeArray, type_: CodeArray | int, thing_type: CodeArray) -> CodeArray:
        key: CodeArray = (case * self.types + type_) * self.types + thing_type
        return key

    def find_passed_over(
        self, triggers: EventIndexArray, opening: EpochSecondsArray, answers: CodeArray
    ) -> Iterator[EventIndexArray]:
        """Yield the triggers of a kind that later twins name elsewhere, and that no event of their type names."""
        case, thing_type = self.columns.case[triggers], self.columns.type[triggers]
        for type_ in self.twin_types[mark_members(self.twin_types, answers)].tolist():
            key = self._key(case, type_, thing_type)
            has_twins = mark_members(key, self.twins)
            has_twins[has_twins] = opening[has_twins] <= self.last[np.searchsorted(self.twins, key[has_twins])]
            yield triggers[has_twins & ~mark_members(triggers * self.types + type_, self.named)]


class _Parts:
    """Answers about one of several things that ran, where a duty that names nothing may wait for all of them."""

    def __init__(self, columns: EventColumns, rules: RuleSet) -> None:
        self.columns, self.types = columns, len(rules.vocabulary.events)
        self.answers_part = LinkTables.of(rules).answers_part
        answer, thing = columns.ancestors.expand(np.arange(len(columns.case)))
        is_possible = np.logical_or.reduce(self.answers_part, axis=2)[columns.type[answer], columns.type[thing]]
        answer, thing = answer[is_possible], thing[is_possible]
        kinds, count = np.unique(columns.case * self.types + columns.type, return_counts=True)
        is_one_of_several = mark_members(columns.case[thing] * self.types + columns.type[thing], kinds[count > 1])
        self.answer, self.thing = answer[is_one_of_several], thing[is_one_of_several]

    def find_waiting(
        self, triggers: EventIndexArray, opening: EpochSecondsArray, answers: CodeArray
    ) -> EventIndexArray:
        """Return the triggers that name nothing and may be about several earlier things; a later answer names one."""
        columns = self.columns
        is_answer = mark_members(columns.type[self.answer], answers)
        answer, thing = self.answer[is_answer], self.thing[is_answer]
        pair, trigger_type = np.nonzero(self.answers_part[columns.type[answer], columns.type[thing]])
        waiting, which = np.unique(columns.case[answer[pair]] * self.types + trigger_type, return_inverse=True)
        first, last = np.full(len(waiting), NEVER), np.full(len(waiting), ABSENT)
        np.minimum.at(first, which, columns.earliest[thing[pair]])
        np.maximum.at(last, which, columns.latest[answer[pair]])
        is_free = columns.parents.count(triggers) == 0
        key = columns.case[triggers] * self.types + columns.type[triggers]
        is_waiting = is_free & mark_members(key, waiting)
        place = np.searchsorted(waiting, key[is_waiting])
        free, opening = triggers[is_waiting], opening[is_waiting]
        found: EventIndexArray = free[(first[place] <= columns.latest[free]) & (opening <= last[place])]
        return found
