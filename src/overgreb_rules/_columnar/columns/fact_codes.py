"""What the tests of the rules make of the numbers in which facts are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from overgreb_rules._columnar.columns.event_columns import ABSENT, BoolArray, all_words_of
from overgreb_rules._columnar.io.input_tables import Ints
from overgreb_rules._matching.facts import encode_fact
from overgreb_rules._matching.program import Comparison
from overgreb_rules._rules.vocabulary import Vocabulary

_TABLES_KEPT = 4096


def fact_codes(told: Ints) -> Ints:
    """The numbers of a fact as places in the tables of this module: the first for what is absent."""
    return np.where(told == ABSENT, 0, told + 1)


def passing_codes(test: Comparison, vocabulary: Vocabulary) -> BoolArray | None:
    """Whether a fact passes the test: a row for each type of event, a column for each place; None if it is no word."""
    values = _values(test.name, vocabulary)
    return None if values is None else _outcomes(test, values)


def equivalence_classes(name: str, tests: Mapping[str, Iterable[Comparison]], vocabulary: Vocabulary) -> Ints | None:
    """The values of a fact that the tests can tell apart, by the type of the event; None for whole numbers.

    A row for each type, a column for each place; of a type that is not tested all values are of one class.
    """
    values = _values(name, vocabulary)
    if values is None:
        return None
    table = np.zeros((len(values), len(values[0])), np.int64)
    for row, type_ in enumerate(vocabulary.events):
        asked = sorted(set(tests.get(type_, ())))
        if asked:
            seen = np.column_stack([_outcomes(test, values)[row] for test in asked])
            table[row] = np.unique(seen, axis=0, return_inverse=True)[1].reshape(-1)
    return table


@lru_cache(maxsize=_TABLES_KEPT)
def _outcomes(test: Comparison, values: tuple[tuple[str | int, ...], ...]) -> BoolArray:
    return np.array([[test.matches({test.name: value}) for value in row] for row in values], np.bool_)


def _values(name: str, vocabulary: Vocabulary) -> tuple[tuple[str | int, ...], ...] | None:
    """What the matcher is told in each place, for each type of event."""
    words = [event.facts[name] for event in vocabulary.events.values() if name in event.facts]
    if not words or {word.kind for word in words} - {"bool", "word"}:
        return None
    values: Sequence[bool | str] = all_words_of(name, vocabulary) or (False, True)
    return tuple(
        tuple(encode_fact(event.facts.get(name), value) for value in (None, *values))
        for event in vocabulary.events.values()
    )
