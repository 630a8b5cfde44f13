"""Facilitators who are alike are counted, and named in turn: the plan costs what the best of all plans costs."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from typing import Any

import pytest

from meetings import plan
from meetings._constraints.candidates import CandidateTable
from meetings._constraints.problem import Problem
from meetings._constraints.registry import plan_violations
from meetings._domain.parties import BusyCalendar
from meetings._solver.formulation import build_formulation
from meetings._solver.lexicographic import solve
from meetings.schedule import Schedule
from tests.differential.plan_oracle import cost_by_level, minimum_by_enumeration
from tests.fixtures.planning_requests import AT, build_busy_calendar, build_problem, build_request, local_seconds

DAYS = ("2027-04-05", "2027-04-06", "2027-04-07", "2027-04-08", "2027-04-09")
OTHERS = {"dates": [f"2027-04-{day:02}" for day in range(1, 31) if f"2027-04-{day:02}" not in DAYS]}
KEYS: dict[str, Any] = {"window": {"from": DAYS[0], "to": DAYS[-1]}, "blocked": OTHERS}


def people(*names: str) -> list[dict[str, str]]:
    return [{"id": name, "name": name.upper()} for name in names]


def alike(seed: int, earlier: Schedule | None = None, **more: Any) -> Problem:
    """A week with three facilitators, of whom sometimes one is away."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    away = build_busy_calendar((f"{dice.choice(DAYS)}T08:00", f"{DAYS[-1]}T18:00"))
    calendars: dict[str, BusyCalendar] = {"facilitator f1": away} if dice.random() < 0.4 else {}
    for code in ("1460", "1461", "1465"):
        taken = [(f"{day}T08:00", f"{day}T18:00") for day in DAYS if dice.random() < 0.5]
        calendars[f"politikreds {code}"] = build_busy_calendar(*taken)
    rounds = dice.choice([1, 1, 2])
    keys = {
        **KEYS,
        "districts": ["1460", "1465"] if rounds == 2 else ["1460", "1461", "1465"],
        "meetings_per_district": rounds,
        "spacing_days": {"min": dice.choice([1, 2]), "max": 4},
        "start_times": dice.choice([["09:00"], ["09:00", "12:30"]]),
        "facilitators": people("f1", "f2", "f3")[: dice.choice([2, 3])],
        "facilitators_per_meeting": dice.choice([1, 1, 2]),
        "facilitator_meetings_per_day": dice.choice([1, 1, 2]),
        "facilitator_rest_days": dice.choice([0, 0, 1, 2]),
        "weights": {"travel": dice.choice([2, 3.5]), "spread_facilitators": dice.choice([1, 0.5])},
    }
    return build_problem(calendars, earlier=earlier, **{**keys, **more})


def is_the_best(of: Problem) -> bool:
    """Whether a plan was found; it is held against all plans."""
    table = CandidateTable(of)
    solution, least = solve(build_formulation(of, table.all_candidates())), minimum_by_enumeration(of)
    assert (solution is None) == (least is None)
    if solution is None:
        return False
    assert plan_violations(of, solution.assignments) == ()
    assert tuple(level.value for level in solution.levels) == least == cost_by_level(table, solution.assignments)
    assert tuple(level.bound for level in solution.levels) == least
    return True


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_the_plan_costs_what_the_best_of_all_plans_costs(part: int):
    found = [is_the_best(alike(seed)) for seed in range(part * 10, part * 10 + 10)]
    assert any(found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_names_of_a_published_plan_are_kept_at_the_least_cost(seed: int):
    dice = random.Random(seed)  # noqa: S311  # no secret
    before = plan(build_request(**KEYS, districts=["1460", "1465"], facilitators=people("f1", "f2", "f3")), at=AT)
    taken = {"facilitator f2": build_busy_calendar((f"{dice.choice(DAYS)}T08:00", f"{dice.choice(DAYS)}T18:00"))}
    of = build_problem(taken, earlier=before, **KEYS, districts=["1460", "1465"], facilitators=people("f1", "f2", "f3"))
    assert is_the_best(of)
    is_the_best(alike(seed, before))


def held_close_together(seed: int) -> Problem:
    """A week of which a part is over, with meetings that the request would not allow so close together."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    codes = ["1460", "1461", "1462", "1465"]
    length = dt.timedelta(minutes=dice.choice([120, 180]))
    published = plan(build_request(districts=codes), at=AT)
    meetings = []
    for meeting in published.meetings:
        start = dt.datetime.fromisoformat(f"{dice.choice(DAYS[:3])}T{dice.choice(['09:00', '12:30'])}:00+02:00")
        led = (dice.choice(["f1", "f2", "f9"]),)
        meetings.append(meeting.model_copy(update={"start": start, "end": start + length, "facilitators": led}))
    more: dict[str, Any] = {
        "districts": codes,
        "meetings_per_district": 1,
        "window": {"from": DAYS[0], "to": "2027-04-13"},
        "blocked": {},
        "facilitators": people("f1", "f2"),
        "facilitators_per_meeting": 1,
        "start_times": ["09:00", "12:30"],
        "duration": dice.choice([180, 240]),
        "notice_days": 0,
    }
    at = local_seconds(f"{dice.choice(DAYS[1:3])}T{dice.choice([14, 16])}:00")
    return alike(seed, published.model_copy(update={"meetings": tuple(meetings)}), at=at, **more)


@pytest.mark.slow
def test_meetings_that_were_held_close_together_bind_those_to_come_and_not_each_other():
    problems = [held_close_together(seed) for seed in range(10)]
    assert all(any(task.held for task in of.tasks) for of in problems)
    assert all(is_the_best(of) for of in problems)


def test_a_facilitator_who_led_two_meetings_and_left_stands_in_the_way_of_no_plan():
    of: dict[str, Any] = {
        "districts": ["1460", "1471"],
        "pinned": {"1460": "2027-03-02T09:00", "1471": "2027-02-02T09:00"},
    }
    away = {"facilitators": {"f2": [{"from": "2027-01-01", "to": "2027-05-01"}]}}
    before = plan(build_request(**of, facilitators=people("f1", "f2"), away=away), at=AT)
    assert before.objective.terms["spread_facilitators"] == 1
    after = plan(
        build_request(districts=of["districts"], facilitators=people("f2", "f3")),
        at="2027-04-01T12:00:00+02:00",
        earlier=before,
    )
    assert [meeting.facilitators for meeting in after.meetings] == [("f1",), ("f1",)]
    assert after.objective.terms["spread_facilitators"] == 0


@pytest.mark.slow
def test_each_leads_about_as_many_and_nobody_travels_where_that_can_be():
    year = plan(build_request(meetings_per_district=4, facilitators=people("f1", "f2", "f3", "f4")), at=AT)
    led = Counter(name for meeting in year.meetings for name in meeting.facilitators)
    assert set(led.values()) == {12}
    assert year.objective.optimal
    assert year.objective.terms["travel"] == 0


def test_the_order_of_the_facilitators_changes_nothing():
    names = ["f1", "f2", "f3"]
    one = plan(build_request(districts=["1460", "1461", "1465"], facilitators=people(*names)), at=AT)
    other = plan(build_request(districts=["1465", "1461", "1460"], facilitators=people(*reversed(names))), at=AT)
    assert one.meetings == other.meetings
