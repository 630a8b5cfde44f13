"""The warnings of a batch about what single events name: those that do not depend on how a duty stands."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Self

import numpy as np
import pyarrow.compute as pc

from overgreb_rules._case.case import Event
from overgreb_rules._case.correlation import Correlation
from overgreb_rules._case.event_log import LoggedEvent
from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    BoolArray,
    CodeArray,
    EventIndexArray,
    mark_members,
    sort_distinct,
    to_int64,
)
from overgreb_rules._columnar.columns.event_columns import EventColumns, all_words_of
from overgreb_rules._columnar.columns.link_support import LinkTables
from overgreb_rules._columnar.event_names import BatchEventNames
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.quantities import EventIndex
from overgreb_rules._duties.case_warnings import CaseWarning
from overgreb_rules._duties.link_findings import is_unusual
from overgreb_rules._duties.link_warnings import answers_nothing, unusual_link
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.shared.value_object import ValueObject


def find_unanswering(columns: EventColumns, answering: EventIndexArray, rules: RuleSet) -> BoolArray:
    """Mark the events that name others and answer nothing, though events of their type can.

    Args:
        columns: The events of the batch.
        answering: int64[a] event indices of the events that answer a duty.
        rules: The rules, which know the types of the events that can answer one.

    Returns:
        bool[n].
    """
    can_answer = np.array([type_ in rules.answering_types for type_ in rules.vocabulary.events])
    marked: BoolArray = can_answer[columns.type] & (columns.parents.count(np.arange(len(columns.case))) > 0)
    marked[answering] = False
    return marked


def find_event_warnings(
    columns: EventColumns, unanswering: BoolArray, rules: RuleSet
) -> Iterator[tuple[int, CaseWarning]]:
    """Yield the warnings about single events, each with the row of its case.

    Args:
        columns: The events of the batch.
        unanswering: bool[n], the events that answer nothing.
        rules: The rules and their vocabulary.

    Yields:
        The warnings, in the order of the events; of one event, first that it answers nothing.
    """
    is_supported = columns.supported[columns.case]
    events = np.flatnonzero(unanswering & is_supported)
    child, named = _find_unusual(columns, rules)
    child, named = child[is_supported[child]], named[is_supported[child]]
    names, words = BatchEventNames(columns, rules.vocabulary), WordsOfLaw(rules.vocabulary)
    types = list(rules.vocabulary.events)
    warned = sort_distinct(events, child)
    # One warning at a time is held: the collector looked again and again at a list of those of a year.
    others = names.name(_sort_by_id_of_named(columns, *_expand(columns, events))[1])
    labels = iter(columns.type[named].tolist())
    counts = zip(
        np.where(mark_members(warned, events), columns.parents.count(warned), 0).tolist(),
        np.bincount(np.searchsorted(warned, child), minlength=len(warned)).tolist(),
        strict=True,
    )
    for case, name, (of_others, of_labels) in zip(
        columns.case[warned].tolist(), names.name(warned), counts, strict=True
    ):
        if of_others:
            quoted = [other.quote(words) for other in itertools.islice(others, of_others)]
            yield case, answers_nothing(name.quote(words), quoted)
        for label in itertools.islice(labels, of_labels):
            yield case, unusual_link(name.quote(words), words.label(types[label]))


def _find_unusual(columns: EventColumns, rules: RuleSet) -> tuple[EventIndexArray, EventIndexArray]:
    """Find the links that are not normal: int64[k] the events and int64[k] what they name, one of each type.

    Links of one kind, the same types with the same facts by which the vocabulary says what an event can be about, are
    asked for once.
    """
    child, named = _expand(columns, np.arange(len(columns.case)))
    is_possible = ~LinkTables.of(rules).surely_usual[columns.type[child], columns.type[named]]
    child, named = child[is_possible], named[is_possible]
    facts = [name for name in _telling_facts(rules.vocabulary) if name in columns.facts]
    kinds = np.column_stack([column[events] for events in (child, named) for column in _columns_of(columns, facts)])
    _, first, which = np.unique(kinds, axis=0, return_index=True, return_inverse=True)
    reader = _EventReader.of(columns, facts, rules.vocabulary)
    correlation = Correlation((), {}, rules.vocabulary.events)
    pairs = zip(child[first].tolist(), named[first].tolist(), strict=True)
    unusual = [is_unusual(reader.read(event), reader.read(other), correlation, rules) for event, other in pairs]
    is_one = np.array(unusual, np.bool_)[which.reshape(-1)]
    child, named = _sort_by_id_of_named(columns, child[is_one], named[is_one])
    _, first = np.unique(child * len(rules.vocabulary.events) + columns.type[named], return_index=True)
    first.sort()
    return child[first], named[first]


def _expand(columns: EventColumns, events: EventIndexArray) -> tuple[EventIndexArray, EventIndexArray]:
    position, named = columns.parents.expand(events)
    return events[position], named


def _columns_of(columns: EventColumns, facts: Sequence[str]) -> Iterator[CodeArray]:
    yield columns.type
    yield from (columns.facts[name] for name in facts)


def _sort_by_id_of_named(
    columns: EventColumns, child: EventIndexArray, named: EventIndexArray
) -> tuple[EventIndexArray, EventIndexArray]:
    """Return links in the order of the events and of the ids of what they name, as a single case has its `of`."""
    order = np.lexsort((to_int64(pc.rank(columns.ids_of(named), tiebreaker="dense")), child))
    return child[order], named[order]


def _telling_facts(vocabulary: Vocabulary) -> list[str]:
    """List the facts by which the vocabulary says what an event can be about."""
    words = vocabulary.events.values()
    of_others = {name for word in words for ways in word.reaches.values() for way in ways for name, _ in way}
    return sorted(of_others.union(exclusion.fact for word in words for exclusion in word.not_about))


class _EventReader(ValueObject):
    """Builds single events of the columns, with some facts that are words.

    Attributes:
        columns: The events of the batch.
        types: The event types by their numbers.
        words: Of each fact: every word that it may be.
    """

    columns: EventColumns
    types: Sequence[str]
    words: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, columns: EventColumns, facts: Sequence[str], vocabulary: Vocabulary) -> Self:
        words = {name: words for name in facts if (words := all_words_of(name, vocabulary))}
        return cls(columns, list(vocabulary.events), words)

    def read(self, index: int) -> LoggedEvent:
        columns = self.columns
        facts = {
            name: words[code]
            for name, words in self.words.items()
            if (code := int(columns.facts[name][index])) != ABSENT
        }
        at = Moment(int(columns.earliest[index]), int(columns.latest[index]))
        event = Event.unchecked({"id": "", "type": self.types[columns.type[index]], "at": at, "of": (), "facts": facts})
        return LoggedEvent(EventIndex(index), event, event.type, event.at)
