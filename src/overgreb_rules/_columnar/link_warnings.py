"""The warnings of a batch about what single events name: those that do not depend on how a duty stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from overgreb_rules._case.case import Event
from overgreb_rules._case.correlation import Correlation
from overgreb_rules._case.event_log import LoggedEvent
from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    BoolArray,
    EventIndexArray,
    sort_distinct,
)
from overgreb_rules._columnar.columns.event_columns import EventColumns, all_words_of
from overgreb_rules._columnar.columns.link_support import LinkTables
from overgreb_rules._columnar.event_names import BatchEventNames
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.quantities import EventIndex
from overgreb_rules._duties.link_warnings import LinkWarning, answers_nothing, is_unusual, unusual_link
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import EventDefinition


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
) -> Iterator[tuple[int, LinkWarning]]:
    """Yield the warnings about single events, each with the row of its case.

    Args:
        columns: The events of the batch.
        unanswering: bool[n], the events that answer nothing.
        rules: The rules and their vocabulary.

    Yields:
        The warnings, in the order of the events; of one event, first that it answers nothing.
    """
    child, named = columns.parents.expand(np.arange(len(columns.case)))
    is_possible = ~LinkTables.of(rules).surely_usual[columns.type[child], columns.type[named]]
    is_supported = columns.supported[columns.case]
    events = np.flatnonzero(unanswering & is_supported)
    child = child[is_possible & is_supported[child]]
    warned = sort_distinct(events, child)
    reader = _EventReader.of(columns, sort_distinct(warned, columns.parents.expand(warned)[1]), rules)
    correlation, names = Correlation((), {}, rules.vocabulary.events), BatchEventNames(columns, rules.vocabulary)
    for index in warned.tolist():
        event, case = reader.read(index), int(columns.case[index])
        if unanswering[index]:
            yield case, answers_nothing(names.quote(index), [names.quote(one) for one in reader.sorted_named_by(index)])
        others = {other.event.id: other for other in map(reader.read, reader.named_by(index))}
        for name in event.event.of:
            if is_unusual(event, others[name], correlation, rules):
                label = rules.vocabulary.events[others[name].type].says
                yield case, unusual_link(names.quote(index), label)


@dataclass(frozen=True, slots=True)
class _EventReader:
    """Builds single events of the columns, with their words alone: no other fact says what an event can be about.

    Attributes:
        columns: The events of the batch.
        types: The event types by their numbers.
        words: Of each fact that is a word: every word that it may be.
        ids: The ids of the events that are read and of those that they name, by event index.
    """

    columns: EventColumns
    types: Sequence[EventDefinition]
    words: Mapping[str, Sequence[str]]
    ids: Mapping[int, str]

    @classmethod
    def of(cls, columns: EventColumns, events: EventIndexArray, rules: RuleSet) -> Self:
        vocabulary = rules.vocabulary
        words = {name: words for name in columns.facts if (words := all_words_of(name, vocabulary))}
        named = sort_distinct(events, columns.parents.expand(events)[1])
        ids = dict(zip(named.tolist(), columns.ids_of(named).to_pylist(), strict=True))
        return cls(columns, list(vocabulary.events.values()), words, ids)

    def named_by(self, index: int) -> list[int]:
        parents = self.columns.parents
        named: list[int] = parents.values[parents.starts[index] : parents.starts[index + 1]].tolist()
        return named

    def sorted_named_by(self, index: int) -> list[int]:
        """The events that an event names, in the order of their ids."""
        return sorted(self.named_by(index), key=lambda one: self.ids[one])

    def read(self, index: int) -> LoggedEvent:
        columns, word = self.columns, self.types[self.columns.type[index]]
        facts = {
            name: self.words[name][code]
            for name in word.facts
            if name in self.words and (code := int(columns.facts[name][index])) != ABSENT
        }
        at = Moment(int(columns.earliest[index]), int(columns.latest[index]))
        of = tuple(sorted(self.ids[one] for one in self.named_by(index)))
        event = Event.model_construct(id=self.ids[index], type=word.name, at=at, of=of, facts=facts)
        return LoggedEvent(EventIndex(index), event)
