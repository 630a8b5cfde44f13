"""The mixed-integer model before any solver sees it."""

from __future__ import annotations

from math import inf

from meetings._domain.cost_catalog import LEVELS
from meetings._solver.model import IntegerModel


def test_variables_are_numbered_in_order_with_their_bounds():
    model = IntegerModel()
    assert [model.add_variable(), model.add_variable(upper=3, is_integer=False)] == [0, 1]
    assert model.upper_bounds == [1, 3]
    assert model.is_integer == [True, False]


def test_a_constraint_keeps_the_rule_and_the_subject_that_it_states():
    model = IntegerModel()
    constraint = model.add_constraint({model.add_variable(): 1}, -inf, 0, "spacing", "1460")
    assert model.constraints == [constraint]
    assert (constraint.name, constraint.subject) == ("spacing", "1460")


def test_a_cost_stands_on_the_level_of_its_name():
    model = IntegerModel()
    variable = model.add_variable()
    model.add_cost("absent", variable, 1000)
    for level, names in zip(model.objective_levels, LEVELS, strict=True):
        assert level == ({variable: 1000} if "absent" in names else {})


def test_costs_of_one_variable_add_up():
    model = IntegerModel()
    variable = model.add_variable()
    model.add_cost("travel", variable, 2000)
    model.add_cost("half_day", variable, 4000)
    assert model.objective_levels[-1] == {variable: 6000}


def test_a_cost_of_nothing_adds_no_term():
    model = IntegerModel()
    model.add_cost("travel", model.add_variable(), 0)
    assert model.objective_levels[-1] == {}
