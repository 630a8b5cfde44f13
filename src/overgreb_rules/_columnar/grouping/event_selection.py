"""Selection of the events of a batch by their types and by the facts that a rule tests of each alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from overgreb_rules._columnar.columns.arrays import BoolArray, EventIndexArray
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.columns.fact_codes import passing_codes, to_fact_codes
from overgreb_rules._columnar.grouping.dependency_collector import EventSelector
from overgreb_rules._matching.program import Comparison
from overgreb_rules._rules.vocabulary import Vocabulary


def select_events(selectors: Sequence[EventSelector], columns: EventColumns, vocabulary: Vocabulary) -> EventIndexArray:
    """Select the events that fit any of some selectors.

    Args:
        selectors: Event types with tests; a test of a fact that is neither a truth value nor a word is not applied.
        columns: The events of the batch.
        vocabulary: The event types and their facts.

    Returns:
        int64[k] event indices, ascending: a superset of the events that fit exactly.
    """
    selected = [np.zeros(0, np.int64)]
    wanted = frozenset().union(*(selector.types for selector in selectors))
    for number, type_ in enumerate(vocabulary.events):
        events = columns.by_type[number]
        if type_ in wanted and len(events):
            tests = [selector.tests for selector in selectors if type_ in selector.types]
            fits = [_passes(number, type_, some, columns, vocabulary) for some in tests]
            selected.append(events[np.logical_or.reduce(fits)])
    return np.sort(np.concatenate(selected))


def _passes(
    number: int, type_: str, tests: Sequence[Comparison], columns: EventColumns, vocabulary: Vocabulary
) -> BoolArray:
    """Test all events of one type, which has that number in the vocabulary."""
    events = columns.by_type[number]
    passes = np.ones(len(events), np.bool_)
    for test in tests:
        table = passing_codes(test, vocabulary)
        if test.name == "type":
            passes &= test.matches({"type": type_})
        elif table is not None:
            passes &= table[number][to_fact_codes(columns.fact_values(test.name, events))]
    return passes
