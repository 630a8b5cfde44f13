"""Every soft cost has a sentence, a weight and one rank."""

from __future__ import annotations

from meetings._domain.cost_catalog import DEFAULT_WEIGHTS, LEVELS, OF_THE_CHANGE, UNITS


def test_every_cost_has_a_unit_in_words_and_a_weight():
    assert set(UNITS) == set(DEFAULT_WEIGHTS)
    assert all(unit.da and unit.en for unit in UNITS.values())
    assert all(weight > 0 for weight in DEFAULT_WEIGHTS.values())


def test_every_cost_stands_on_one_level():
    assert sorted(name for level in LEVELS for name in level) == sorted(DEFAULT_WEIGHTS)


def test_what_a_coordinator_has_sent_out_outranks_comfort():
    rank = {name: number for number, level in enumerate(LEVELS) for name in level}
    assert rank["moved_soon"] < rank["moved"] < rank["facilitator_changed"] < rank["host_passed_over"]
    assert rank["host_passed_over"] < rank["absent"] < rank["school_holiday"]


def test_the_costs_of_a_change_are_costs():
    assert set(DEFAULT_WEIGHTS) > OF_THE_CHANGE
