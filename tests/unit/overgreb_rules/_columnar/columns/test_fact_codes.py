"""Tables of how the tests of the rules come out for each value of a fact."""

from __future__ import annotations

import numpy as np

from overgreb_rules._columnar.columns.arrays import ABSENT
from overgreb_rules._columnar.columns.fact_codes import equivalence_classes, passing_codes, to_fact_codes
from overgreb_rules._matching.program import Comparison
from tests.fixtures.event_columns import DEPENDENCIES, VOCABULARY

TYPES = list(VOCABULARY.events)
TESTS = {name: by_type for one in DEPENDENCIES.values() for name, by_type in one.tests.items()}


def comparison_of(name: str) -> tuple[str, Comparison]:
    """Return an event type and a comparison of a fact that some rule makes of it."""
    type_, comparisons = next(iter(TESTS[name].items()))
    return type_, min(comparisons)


def test_the_code_of_absent_is_nought() -> None:
    assert to_fact_codes(np.array([ABSENT, 0, 3])).tolist() == [0, 1, 4]


def test_a_truth_value_passes_a_test_by_its_code() -> None:
    type_, comparison = comparison_of("overgreb")
    table = passing_codes(comparison, VOCABULARY)
    assert table is not None
    assert table.shape == (len(TYPES), 3)
    assert table[TYPES.index(type_)].any()
    assert not table[TYPES.index(type_)].all()


def test_whole_numbers_have_no_table() -> None:
    names = {name for event in VOCABULARY.events.values() for name, fact in event.facts.items() if fact.kind == "int"}
    for name in names & TESTS.keys():
        assert passing_codes(comparison_of(name)[1], VOCABULARY) is None
        assert equivalence_classes(name, TESTS[name], VOCABULARY) is None


def test_values_that_no_test_tells_apart_are_of_one_class() -> None:
    table = equivalence_classes("overgreb", TESTS["overgreb"], VOCABULARY)
    assert table is not None
    for row, type_ in enumerate(TYPES):
        tested = [passing_codes(test, VOCABULARY) for test in TESTS["overgreb"].get(type_, ())]
        for one in range(table.shape[1]):
            for other in range(table.shape[1]):
                alike = all(some is not None and some[row, one] == some[row, other] for some in tested)
                assert (table[row, one] == table[row, other]) == alike


def test_all_values_of_an_untested_type_are_of_one_class() -> None:
    table = equivalence_classes("overgreb", {}, VOCABULARY)
    assert table is not None
    assert not table.any()
