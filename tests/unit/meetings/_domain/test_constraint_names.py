"""Every requirement and every cost has words in both languages."""

from __future__ import annotations

from meetings._constraints.registry import CONSTRAINTS
from meetings._domain.constraint_names import CONSTRAINT_NAMES, COST_NAMES
from meetings._domain.cost_catalog import DEFAULT_WEIGHTS, LEVELS, UNITS


def test_every_constraint_has_a_name_in_words():
    assert CONSTRAINTS.keys() <= CONSTRAINT_NAMES.keys()


def test_every_cost_has_a_name_a_unit_and_one_rank():
    assert COST_NAMES.keys() == UNITS.keys() == DEFAULT_WEIGHTS.keys()
    assert sorted(name for level in LEVELS for name in level) == sorted(DEFAULT_WEIGHTS)


def test_no_name_in_words_is_one_of_the_program():
    for text in (*CONSTRAINT_NAMES.values(), *COST_NAMES.values()):
        assert "_" not in text.da + text.en
