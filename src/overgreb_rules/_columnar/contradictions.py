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
from overgreb_rules._columnar.columns.day_numbers import date_of
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.event_names import BatchEventNames
from overgreb_rules._duties.case_warnings import CaseWarning
from overgreb_rules._duties.contradictions import birth_after_event, unknown_kommune
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.shared.kommuner import kommune_codes


def find_contradictory(columns: EventColumns, rules: RuleSet) -> BoolArray:
    """Mark the cases with an event that comes before what it names or needs.

    Args:
        columns: The events of the batch.
        rules: The rules and their vocabulary.

    Returns:
        bool[cases]; every case with a contradiction of its events is marked, but for births: see `find_late_births`.
    """
    marked = np.zeros(len(columns.supported), np.bool_)
    events = (
        _before_what_they_answer(columns, rules),
        *_before_their_one_thing(columns, rules.vocabulary),
        *_known_later(columns, rules),
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
        events, things = columns.by_type[number], sorted(word.types_of_its_one_thing)
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


def find_late_births(columns: EventColumns, born: DayNumberArray, rules: RuleSet) -> Iterator[tuple[int, CaseWarning]]:
    """Yield the supported cases with an event that needs a born child and comes before the birth, with the warning.

    Args:
        columns: The events of the batch.
        born: int64[cases] day number of the birth, ABSENT where unknown.
        rules: The rules and their vocabulary.

    Yields:
        The rows in their order, each with a warning about the first such event.
    """
    types = list(rules.vocabulary.events.values())
    unborn = next((fact.born_unless for fact in rules.vocabulary.case.values() if fact.born_unless), "")
    birth = born[columns.case]
    needs_birth = np.array([unborn in word.facts for word in types])[columns.type]
    needs_birth &= (birth != ABSENT) & (columns.day < birth) & columns.supported[columns.case]
    events = np.flatnonzero(needs_birth)
    is_default = np.array([unborn in word.facts and word.facts[unborn].default is True for word in types])
    known = columns.fact_values(unborn, events)
    events = events[np.where(known == ABSENT, ~is_default[columns.type[events]], known != 1)]
    cases, first = np.unique(columns.case[events], return_index=True)
    names, words = BatchEventNames(columns, rules.vocabulary).name(events[first]), WordsOfLaw(rules.vocabulary)
    for case, name in zip(cases.tolist(), names, strict=True):
        yield case, birth_after_event(date_of(int(born[case])), name.quote(words))


def find_unknown_kommuner(kommune: CodeArray, cases: CaseIndexArray) -> Iterator[tuple[int, CaseWarning]]:
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
