"""The distance between rounds as constraints, held against every pair of days."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import pytest

from meetings._constraints.problem import Problem
from meetings._constraints.spacing import Spacing
from meetings._constraints.variables import PlanVariables, SlotVariable
from meetings._solver.lexicographic import minimise
from meetings._solver.model import IntegerModel
from tests.fixtures.planning_requests import build_problem, find_slot, find_task

DAYS = ("2027-04-01", "2027-04-05", "2027-04-06", "2027-04-08", "2027-04-12")


def problem(least: int, most: int, rounds: int = 2) -> Problem:
    keys = {"districts": ["1460"], "meetings_per_district": rounds, "spacing_days": {"min": least, "max": most}}
    return build_problem(further=tuple(f"{day}T09:00" for day in DAYS), **keys)


def build_model(of: Problem) -> tuple[IntegerModel, dict[tuple[int, str], int]]:
    """Two rounds that can take place on each of the days; the variables by round and day."""
    model, by_start, variables = IntegerModel(), {}, []
    for round_ in (1, 2):
        starts = []
        for day in DAYS:
            by_start[round_, day] = variable = model.add_variable()
            starts.append(SlotVariable(variable, find_slot(of, f"{day}T09:00"), (find_task(of, f"1460-{round_}"),)))
        model.add_constraint({start.variable: 1 for start in starts}, 1, 1)
        variables += starts
    Spacing().add_rows(of, model, PlanVariables(variables, {}))
    return model, by_start


@pytest.mark.parametrize(("least", "most"), [(1, 3), (4, 7), (2, 365)])
def test_the_constraints_allow_the_pairs_of_days_with_the_right_distance_and_no_other(least: int, most: int):
    of = problem(least, most)
    model, by_start = build_model(of)
    for first, second in product(DAYS, DAYS):
        model.upper_bounds[:10] = [0] * 10
        model.upper_bounds[by_start[1, first]] = model.upper_bounds[by_start[2, second]] = 1
        distance = (find_slot(of, f"{second}T09:00").day - find_slot(of, f"{first}T09:00").day).days
        assert (minimise(model, model.constraints, {}) is not None) == (least <= distance <= most)


@pytest.mark.parametrize("rounds", [2, 3, 4])
@pytest.mark.parametrize(("least", "most"), [(1, 3), (1, 4), (2, 4), (3, 7), (2, 365)])
def test_days_of_alike_rounds_are_allowed_exactly_where_all_their_distances_are_right(
    rounds: int, least: int, most: int
):
    of = problem(least, most, rounds)
    alike = of.tasks[:rounds]
    model = IntegerModel([1] * len(DAYS), [True] * len(DAYS))
    starts = [SlotVariable(number, find_slot(of, f"{day}T09:00"), alike) for number, day in enumerate(DAYS)]
    model.add_constraint({start.variable: 1 for start in starts}, rounds, rounds)
    Spacing().add_rows(of, model, PlanVariables(starts, {}))
    for chosen in combinations(range(len(DAYS)), rounds):
        model.upper_bounds[: len(DAYS)] = [int(number in chosen) for number in range(len(DAYS))]
        days = [starts[number].slot.day for number in chosen]
        fits = all(least <= (later - earlier).days <= most for earlier, later in pairwise(days))
        assert (minimise(model, model.constraints, {}) is not None) == fits


def test_each_constraint_names_the_rule_and_the_kreds():
    model, _ = build_model(problem(1, 3))
    named = [(constraint.name, constraint.subject) for constraint in model.constraints if constraint.name]
    assert set(named) == {("spacing", "1460")}


def test_the_cumulative_variables_need_not_be_integer():
    model, by_start = build_model(problem(1, 3))
    assert not any(model.is_integer[len(by_start) :])


def test_a_single_round_has_no_constraint():
    of = build_problem(districts=["1460"], further=("2027-04-01T09:00",))
    model = IntegerModel([1], [True])
    only = SlotVariable(0, find_slot(of, "2027-04-01T09:00"), (find_task(of, "1460-1"),))
    Spacing().add_rows(of, model, PlanVariables([only], {}))
    assert model.constraints == []
