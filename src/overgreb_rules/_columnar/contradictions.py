"""The cases of a batch that may tell what cannot be so: the row fallback finds out, and words the warnings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    NEVER,
    BoolArray,
    CaseIndexArray,
    CodeArray,
    DayNumberArray,
    EventIndexArray,
)
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._duties.contradictions import types_of_its_one_thing, unknown_kommune
from overgreb_rules._duties.link_warnings import LinkWarning
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.kommuner import kommune_codes


def find_contradictory(columns: EventColumns, born: DayNumberArray, rules: RuleSet) -> BoolArray:
    """Mark the cases with an event that comes before what it names or needs.

    Args:
        columns: The events of the batch.
        born: int64[cases] day number of the birth, ABSENT where unknown.
        rules: The rules and their vocabulary.

    Returns:
        bool[cases]; every case with a contradiction of its events is marked, but for those of a child that had grown
        up, which no column supports.
    """
    marked = np.zeros(len(columns.supported), np.bool_)
    events = (
        _before_what_they_answer(columns, rules),
        *_before_their_one_thing(columns, rules.vocabulary),
        *_known_later(columns, rules),
        *_before_the_birth(columns, born, rules.vocabulary),
    )
    for some in events:
        marked[columns.case[some]] = True
    return marked


def _before_what_they_answer(columns: EventColumns, rules: RuleSet) -> EventIndexArray:
    """Return the events that come before a trigger that they name and can answer."""
    child, named = columns.parents.expand(np.arange(len(columns.case)))
    is_early = columns.latest[child] < columns.earliest[named]
    child, named = child[is_early], named[is_early]
    types = list(rules.vocabulary.events)
    pairs = zip(columns.type[child].tolist(), columns.type[named].tolist(), strict=True)
    can_answer = [(types[answer], types[trigger]) in rules.answer_pairs for answer, trigger in pairs]
    return child[np.array(can_answer, np.bool_)]


def _before_their_one_thing(columns: EventColumns, vocabulary: Vocabulary) -> Iterator[EventIndexArray]:
    """Yield the events that name nothing and come before everything in their case that they can be about."""
    number_of = {name: number for number, name in enumerate(vocabulary.events)}
    for number, word in enumerate(vocabulary.events.values()):
        events, things = columns.by_type[number], sorted(types_of_its_one_thing(word))
        if not len(events) or not things:
            continue
        first = np.full(len(columns.supported), NEVER)
        for type_ in things:
            of_type = columns.by_type[number_of[type_]]
            np.minimum.at(first, columns.case[of_type], columns.earliest[of_type])
        since = first[columns.case[events]]
        yield events[(since != NEVER) & (columns.latest[events] < since) & (columns.parents.count(events) == 0)]


def _known_later(columns: EventColumns, rules: RuleSet) -> Iterator[EventIndexArray]:
    for fact in rules.known_since_facts & columns.facts.keys():
        known = columns.facts[fact]
        yield np.flatnonzero((known != ABSENT) & (known > columns.latest))


def _before_the_birth(columns: EventColumns, born: DayNumberArray, vocabulary: Vocabulary) -> Iterator[EventIndexArray]:
    unborn = next((fact.born_unless for fact in vocabulary.case.values() if fact.born_unless), None)
    if unborn is not None:
        carries = np.array([unborn in word.facts for word in vocabulary.events.values()])
        birth = born[columns.case]
        is_earlier = carries[columns.type] & (birth != ABSENT) & (columns.day < birth)
        yield np.flatnonzero(is_earlier & (columns.fact_values(unborn, np.arange(len(columns.case))) != 1))


def find_unknown_kommuner(kommune: CodeArray, cases: CaseIndexArray) -> Iterator[tuple[int, LinkWarning]]:
    """Yield the cases with a kommune that does not exist, each with the warning.

    Args:
        kommune: int64[cases] codes, ABSENT where unknown.
        cases: int64[k] the rows of the supported cases.

    Yields:
        The rows in their order.
    """
    codes = np.array(sorted(kommune_codes()))
    is_unknown = (kommune[cases] != ABSENT) & ~np.isin(kommune[cases], codes)
    for case in cases[is_unknown].tolist():
        yield case, unknown_kommune(int(kommune[case]))
