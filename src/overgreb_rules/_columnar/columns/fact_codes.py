"""Codes of fact values, and tables that say for each code how the tests of the rules come out.

A fact value of a column becomes the code 0 where it is absent and value + 1 otherwise. A table has a row for each
event type of the vocabulary, in its order, and a column for each code, so that one lookup evaluates a test for a
whole column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from overgreb_rules._columnar.columns.arrays import ABSENT, BoolArray, CodeArray
from overgreb_rules._columnar.columns.event_columns import all_words_of
from overgreb_rules._matching.facts import encode_fact
from overgreb_rules._matching.program import Comparison
from overgreb_rules._rules.vocabulary import Vocabulary

_TABLES_KEPT = 4096

_MatcherValues = tuple[tuple[str | int, ...], ...]
"""For each event type, the value that the matcher gets for each code."""


def to_fact_codes(values: CodeArray) -> CodeArray:
    """Convert the values of a fact column to codes.

    Args:
        values: int64[n] fact values as in `EventColumns.facts`, ABSENT where there is none.

    Returns:
        int64[n] codes: 0 for absent, else value + 1.
    """
    return np.where(values == ABSENT, 0, values + 1)


def passing_codes(test: Comparison, vocabulary: Vocabulary) -> BoolArray | None:
    """Tabulate which codes of a fact pass a test.

    Args:
        test: A comparison of one property of an event.
        vocabulary: The event types and their facts.

    Returns:
        bool[types, codes]; None where the property is neither a truth value nor a word.
    """
    values = _matcher_values(test.name, vocabulary)
    return None if values is None else _outcomes(test, values)


def equivalence_classes(
    name: str, tests: Mapping[str, Iterable[Comparison]], vocabulary: Vocabulary
) -> CodeArray | None:
    """Tabulate the classes of fact values that some tests can tell apart.

    Args:
        name: The fact.
        tests: The tests of the fact, by event type.
        vocabulary: The event types and their facts.

    Returns:
        int64[types, codes]: two codes of an event type have the same class where every test of that type comes out
        alike for both; all codes of a type without tests have class 0. None where the fact is a whole number.
    """
    values = _matcher_values(name, vocabulary)
    if values is None:
        return None
    table = np.zeros((len(values), len(values[0])), np.int64)
    for row, type_ in enumerate(vocabulary.events):
        tests_of_type = sorted(set(tests.get(type_, ())))
        if tests_of_type:
            outcomes = np.column_stack([_outcomes(test, values)[row] for test in tests_of_type])
            table[row] = np.unique(outcomes, axis=0, return_inverse=True)[1].reshape(-1)
    return table


@lru_cache(maxsize=_TABLES_KEPT)
def _outcomes(test: Comparison, values: _MatcherValues) -> BoolArray:
    """Evaluate a test for each event type and code.

    Cached, at most 4,096 tables: every piece of a stream asks for the same ones, and one takes 3 µs instead of 54 µs.
    """
    return np.array([[test.matches({test.name: value}) for value in row] for row in values], np.bool_)


def _matcher_values(name: str, vocabulary: Vocabulary) -> _MatcherValues | None:
    words = [event.facts[name] for event in vocabulary.events.values() if name in event.facts]
    if not words or {word.kind for word in words} - {"bool", "word"}:
        return None
    values: Sequence[bool | str] = all_words_of(name, vocabulary) or (False, True)
    return tuple(
        tuple(encode_fact(event.facts.get(name), value) for value in (None, *values))
        for event in vocabulary.events.values()
    )
