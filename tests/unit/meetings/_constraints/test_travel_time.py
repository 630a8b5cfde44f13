"""The time to travel between two meetings of one day, held against every pair of starts."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from meetings._constraints.problem import Problem
from meetings._constraints.registry import plan_violations
from meetings._constraints.travel_time import FacilitatorTravelTime, has_pause_for_some_journeys, needs_travel_time
from meetings._constraints.variables import PlanVariables, SlotVariable
from meetings._solver.lexicographic import minimise
from meetings._solver.model import IntegerModel
from tests.fixtures.planning_requests import build_assignments, build_problem, find_slot, find_task

DAY, LATER = "2027-03-09T09:00", "2027-03-09T12:30"


def broken(of: Problem, *meetings: tuple[str, str]) -> list[str]:
    return [clash.constraint for clash in plan_violations(of, build_assignments(of, *meetings))]


PAIR = {"pairs": [{"kredse": ["1465", "1460"], "minutes": 30}]}


@pytest.mark.parametrize(
    ("travel", "kredse", "fits"),
    [
        ({}, ("1460", "1465"), False),
        ({"between": 30}, ("1460", "1465"), True),
        ({"between": 31}, ("1460", "1465"), False),
        ({"between": 30}, ("1460", "1471"), False),
        ({"between": 30, "bornholm": 30}, ("1460", "1471"), True),
        (PAIR, ("1460", "1465"), True),
        (PAIR, ("1460", "1461"), False),
    ],
)
def test_facilitator_travel_time(travel: dict[str, object], kredse: tuple[str, str], fits: bool):
    of = build_problem(facilitator_meetings_per_day=2, travel_minutes=travel)
    first, second = kredse
    rules = [] if fits else ["facilitator_travel_time"]
    assert broken(of, (f"{first}-1", DAY), (f"{second}-1", LATER)) == rules
    assert broken(of, (f"{second}-1", DAY), (f"{first}-1", LATER)) == rules


def test_a_journey_within_a_kreds_takes_the_time_of_within():
    keys = {"facilitator_meetings_per_day": 2, "meetings_per_district": 2, "spacing_days": {"min": 1, "max": 9}}
    rounds = [("1460-1", DAY), ("1460-2", LATER)]
    assert broken(build_problem(**keys), *rounds) == ["spacing"]
    assert broken(build_problem(**keys, travel_minutes={"within": 31}), *rounds) == [
        "facilitator_travel_time",
        "spacing",
    ]


TIMES = ("2027-03-09T08:00", "2027-03-09T12:00", "2027-03-09T14:00", "2027-03-10T08:00")


@pytest.mark.parametrize(
    "travel", [{"between": 0}, {"between": 60}, {"between": 61}, {"between": 180}, {"bornholm": 60}]
)
@pytest.mark.parametrize("is_counted", [False, True])
def test_the_rows_allow_the_pairs_of_starts_with_time_to_travel_and_no_other(travel: dict[str, int], is_counted: bool):
    keys: dict[str, Any] = {"start_times": ["08:00", "12:00", "14:00"], "facilitator_meetings_per_day": 3}
    of = build_problem(districts=["1460", "1471"], duration=120, travel_minutes=travel, **keys)
    first, second = (find_task(of, key) for key in ("1460-1", "1471-1"))
    for one, other in product(TIMES, TIMES):
        if one == other:
            continue  # that is another constraint
        model = IntegerModel([1, 1], [True, True])
        rounds_of = ((), ()) if is_counted else ((first,), (second,))
        theirs = [
            SlotVariable(n, find_slot(of, time), rounds)
            for n, (time, rounds) in enumerate(zip((one, other), rounds_of, strict=True))
        ]
        FacilitatorTravelTime().add_rows(of, model, PlanVariables((), {("f1",): theirs}))
        model.add_constraint({0: 1, 1: 1}, 2, 2)
        allowed = minimise(model, model.constraints, {}) is not None
        assert allowed == ("facilitator_travel_time" not in broken(of, ("1460-1", one), ("1471-1", other)))


def test_the_kreds_matters_only_where_a_pause_fits_one_journey_and_not_another():
    several: dict[str, Any] = {"facilitator_meetings_per_day": 2}
    assert not needs_travel_time(build_problem())
    assert not needs_travel_time(build_problem(**several, travel_minutes={"between": 0, "bornholm": 0}))
    assert not needs_travel_time(build_problem(**several, districts=["1460"]))
    assert needs_travel_time(build_problem(**several))
    assert not has_pause_for_some_journeys(build_problem(**several))
    assert has_pause_for_some_journeys(build_problem(**several, travel_minutes={"between": 30}))
    assert not has_pause_for_some_journeys(build_problem(**several, districts=["1460", "1461"]))


def test_nobody_is_told_of_journeys_who_leads_one_meeting_a_day():
    assert broken(build_problem(), ("1460-1", DAY), ("1465-1", LATER)) == ["facilitator_meetings_per_day"]
