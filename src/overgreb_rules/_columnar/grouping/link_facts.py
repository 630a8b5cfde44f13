"""Facts by which the vocabulary says what an event can be about, and the slices in which they are asked for.

What an event can be about is asked of events that name nothing alone: where a way ends, and of a trigger that has none.
That an event is about one of several things, and does not say about which, is no supported case.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from overgreb_rules._columnar.columns.arrays import ABSENT, CodeArray
from overgreb_rules._columnar.columns.event_columns import EventColumns, all_words_of
from overgreb_rules._columnar.grouping.case_slices import Partition
from overgreb_rules._columnar.grouping.correlation import mark_types
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.value_object import ValueObject

_RULEBOOKS_KEPT = 8
_IS_ABSENT, _IS_OTHER, _IS_NAMED = 0, 1, 2
CLASS_BITS = 2
"""A fact of an event is absent, one of the values that are asked for, or another one."""


class LinkFact(ValueObject):
    """A fact of an event type that decides whether events can be about each other.

    Attributes:
        name: The fact.
        type: The event type that has it.
        values: The words that are asked for.
        asked_by: The event types for which they are asked: where none of these names nothing, nobody asks.
    """

    name: str
    type: str
    values: frozenset[str]
    asked_by: frozenset[str]


@lru_cache(maxsize=_RULEBOOKS_KEPT)
def collect_link_facts(rules: RuleSet) -> tuple[LinkFact, ...]:
    """Collect the facts by which the vocabulary of some rules says what an event can be about.

    Cached, at most 8 rulebooks: each of some ninety lineages asks for the same facts.

    Args:
        rules: The rules and their vocabulary.

    Returns:
        The facts, each type and each set of values once. A type that can be about another one whatever its facts are
        asks for none of them.
    """
    asked: dict[tuple[str, str, frozenset[str]], set[str]] = {}
    for word in rules.vocabulary.events.values():
        for exclusion in word.not_about:
            asked.setdefault((exclusion.fact, word.name, frozenset(exclusion.values)), set()).add(word.name)
        for type_, ways in word.reaches.items():
            for name, value in (test for way in ways for test in way if () not in ways):
                asked.setdefault((name, type_, frozenset({value})), set()).add(word.name)
    return tuple(LinkFact(*key, frozenset(types)) for key, types in asked.items())


def classify_link_facts(
    facts: tuple[LinkFact, ...], columns: EventColumns, partition: Partition, vocabulary: Vocabulary
) -> Iterator[CodeArray]:
    """Yield the class of each of some facts in the slices in which somebody asks for it.

    Args:
        facts: The facts.
        columns: The events of the batch.
        partition: The slices.
        vocabulary: The event types and their facts.

    Yields:
        int64[rows] for each fact, numbers of `CLASS_BITS` bits, ABSENT where nobody asks.
    """
    events = partition.events
    types, names_nothing = columns.type[events], columns.parents.count(events) == 0
    for fact in facts:
        codes = np.full(len(events), ABSENT)
        asks = names_nothing & mark_types(fact.asked_by, vocabulary)[types]
        if asks.any():
            is_asked = np.logical_or.reduceat(asks, partition.starts).repeat(partition.sizes)
            rows = np.flatnonzero(is_asked & mark_types({fact.type}, vocabulary)[types])
            values, words = columns.fact_values(fact.name, events[rows]), all_words_of(fact.name, vocabulary)
            codes[rows] = _IS_OTHER
            codes[rows[values == ABSENT]] = _IS_ABSENT
            for word in fact.values.intersection(words):
                codes[rows[values == words.index(word)]] = _IS_NAMED
        yield codes
