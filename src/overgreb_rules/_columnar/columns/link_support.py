"""Which cases need the scalar way because of what their events are, or may be, about.

A case that is let through has no event that may be about several things and does not say about which. Warnings about
the links of unmet duties are looked for once the duties are known: see `unmet_links`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from overgreb_rules._columnar.columns.arrays import (
    BoolArray,
    CaseIndexArray,
    CodeArray,
    EpochSecondsArray,
    mark_members,
    sort_distinct,
)
from overgreb_rules._columnar.columns.links import EventLinks, EventLists
from overgreb_rules._columnar.columns.support import time_keys
from overgreb_rules._rules.event_definition import EventDefinition
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.value_object import ValueObject

_RULEBOOKS_KEPT = 8


class LinkTables(ValueObject):
    """What the types of two or three events say of links, by the numbers of the types in the vocabulary.

    Attributes:
        single_of: bool[t, t]: the first type is about one thing, which may be of the second type.
        surely_usual: bool[t, t]: a link from the first to the second type calls for no warning, whatever their facts.
            Any other may call for the warning that it is unusual.
        named_once: bool[t, t]: two events of the first type that name one event of the second may be a mistake.
        runs: bool[t]: what such an event began can be ended by another event.
        answers_part: bool[t, t, t]: an event of the first type about one of several things of the second type may
            answer only a part of a duty whose trigger is of the third type.
        interrupts: bool[t]: a request that interrupts the time limit of some rule.
        can_be_interrupted: bool[t]: a trigger of such a rule.
    """

    single_of: npt.NDArray[np.bool_]
    surely_usual: npt.NDArray[np.bool_]
    named_once: npt.NDArray[np.bool_]
    runs: BoolArray
    answers_part: npt.NDArray[np.bool_]
    interrupts: BoolArray
    can_be_interrupted: BoolArray

    @classmethod
    @lru_cache(maxsize=_RULEBOOKS_KEPT)
    def of(cls, rules: RuleSet) -> LinkTables:
        """Build the tables of a rulebook.

        Cached, at most 8 rulebooks: building takes 3.9 ms, and every piece of a stream asks for the same tables.

        Args:
            rules: The rules and their vocabulary.

        Returns:
            The tables.
        """
        words = list(rules.vocabulary.events.values())
        number = {word.name: index for index, word in enumerate(words)}

        def mark(types: Iterable[str]) -> BoolArray:
            marked = np.zeros(len(words), np.bool_)
            marked[[number[type_] for type_ in types]] = True
            return marked

        reaches = np.array([mark(word.reaches) for word in words])
        runs = np.array([bool(word.ended_by) for word in words])
        answers = np.zeros((len(words), len(words)), np.bool_)
        for rule in rules:
            answers |= np.outer(mark(rule.answer_types), mark(rules.trigger_types[rule.id]))
        return cls(
            np.array([mark(word.single | word.single_of_running) for word in words]),
            np.array([mark(_surely_usual(word, rules)) for word in words]),
            np.array([mark(word.types_of_its_one_thing) for word in words]),
            runs,
            answers[:, None, :] & reaches.T[None, :, :] & runs[None, :, None],
            mark(one.asked for rule in rules for one in rule.clock.interruptions),
            mark(type_ for rule in rules if rule.clock.interruptions for type_ in rules.trigger_types[rule.id]),
        )


def _surely_usual(word: EventDefinition, rules: RuleSet) -> set[str]:
    excluded = {type_ for exclusion in word.not_about for type_ in exclusion.types}
    about = {type_ for type_, ways in word.reaches.items() if () in ways} - excluded
    ordered = {second for first, second in rules.order_pairs if first == word.name}
    return {word.name, *word.names_also, *about, *ordered}


class KnownEvents(ValueObject):
    """The events of a batch that have happened, by rows of the table of events.

    Attributes:
        rows: int64[k] their rows.
        case: int64[n] the case of each row.
        type: int64[n] the event type of each row.
        earliest: int64[n] the first second of each row.
        latest: int64[n] the last second of each row; the same unless only the day is known.
        opens: int64[n] the first second of each row or of a moment that it tells, whichever is earlier.
    """

    rows: CodeArray
    case: CaseIndexArray
    type: CodeArray
    earliest: EpochSecondsArray
    latest: EpochSecondsArray
    opens: EpochSecondsArray

    def cases_with(self, types: BoolArray) -> CaseIndexArray:
        """Return the cases of the events of some types.

        Args:
            types: bool[t] by the numbers of the types.

        Returns:
            int64[p], a case for each event.
        """
        rows = self.rows[types[self.type[self.rows]]]
        return self.case[rows]


def find_unsupported_links(links: EventLinks, events: KnownEvents, rules: RuleSet) -> CaseIndexArray:
    """Find the cases that need the scalar way because of their links.

    Args:
        links: The links of the batch.
        events: The events that have happened; all that these name have happened too.
        rules: The rules and their vocabulary.

    Returns:
        int64[m] rows of cases, some of them more than once.
    """
    tables = LinkTables.of(rules)
    interrupting, interruptible = events.cases_with(tables.interrupts), events.cases_with(tables.can_be_interrupted)
    return np.concatenate(
        [
            interrupting[mark_members(interrupting, sort_distinct(interruptible))],
            _of_several_things(links.ancestors, events, tables),
        ]
    )


def _of_several_things(ancestors: EventLists, events: KnownEvents, tables: LinkTables) -> CaseIndexArray:
    """Find the cases in which an event is about one thing, names none and may be about several that had opened."""
    is_single = np.logical_or.reduce(tables.single_of, axis=1)
    single = events.rows[is_single[events.type[events.rows]]]
    position, above = ancestors.expand(single)
    names_one = np.zeros(len(single), np.bool_)
    names_one[position[tables.single_of[events.type[single[position]], events.type[above]]]] = True
    single = single[~names_one]
    found = [np.zeros(0, np.int64)]
    opens, latest = time_keys(events.case, events.opens), time_keys(events.case, events.latest)
    for type_ in sort_distinct(events.type[single]).tolist():
        of_type = single[events.type[single] == type_]
        things = events.rows[tables.single_of[type_][events.type[events.rows]]]
        before = np.searchsorted(np.sort(opens[things]), latest[of_type], side="right")
        before -= np.searchsorted(np.sort(events.case[things]), events.case[of_type])  # those of the cases before
        found.append(events.case[of_type[before > 1]])
    return np.concatenate(found)
