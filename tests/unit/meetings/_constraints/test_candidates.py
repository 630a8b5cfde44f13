"""Which rounds of a kreds are alike, so that the solver can count them instead of telling them apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from meetings import plan
from meetings._constraints.candidates import CandidateTable, find_alike_rounds
from meetings._constraints.constraint import MeetingConstraint
from meetings._constraints.costs import MEETING_COSTS, list_own_costs
from meetings._constraints.problem import Problem
from meetings._constraints.registry import START_CONSTRAINTS
from meetings._domain.meeting_history import MeetingHistory
from tests.fixtures.planning_requests import AT, build_assignments, build_busy_calendar, build_problem, build_request

KEYS: dict[str, Any] = {
    "districts": ["1460"],
    "meetings_per_district": 3,
    "window": {"from": "2027-04-05", "to": "2027-04-16"},
    "spacing_days": {"min": 2, "max": 5},
}


def group_rounds(of: Problem) -> list[tuple[int, ...]]:
    groups = find_alike_rounds(of, CandidateTable(of).all_candidates())
    return [tuple(task.round for task in rounds) for rounds, _ in groups]


def test_rounds_that_nothing_but_their_order_tells_apart_are_alike():
    assert group_rounds(build_problem(**KEYS)) == [(1, 2, 3)]


def test_a_busy_politikreds_and_a_busy_facilitator_leave_the_rounds_alike():
    busy = build_busy_calendar(("2027-04-07T08:00", "2027-04-07T11:00"))
    assert group_rounds(build_problem({"politikreds 1460": busy, "facilitator f1": busy}, **KEYS)) == [(1, 2, 3)]


def test_the_starts_of_alike_rounds_are_those_of_all_of_them_in_order_of_time():
    of = build_problem(**KEYS)
    candidates = CandidateTable(of).all_candidates()
    ((_, starts),) = find_alike_rounds(of, candidates)
    every = {one.slot.start for options in candidates for one in options}
    assert [one.slot.start for one in starts] == sorted(every)


@pytest.mark.parametrize(
    "more",
    [
        {"pinned": {"1460-2": "2027-04-08T09:00"}},
        {"history": MeetingHistory(2026, {("1460", n): dt.date(2026, 4, 4 + 3 * n) for n in (1, 2, 3)}, {})},
    ],
    ids=["pinned", "a year before"],
)
def test_what_is_said_of_single_rounds_tells_them_apart(more: dict[str, Any]):
    keys = KEYS | {"window": {"from": "2027-04-05", "to": "2027-05-31"}, "spacing_days": {"min": 2, "max": 30}}
    assert group_rounds(build_problem(**keys)) == [(1, 2, 3)]
    assert group_rounds(build_problem(**keys, **more)) == [(1,), (2,), (3,)]


def test_a_pinned_round_tells_nothing_apart_where_its_day_is_the_only_one_of_any_round():
    # The first round then lies on the 5th or 6th, the third on the 12th or 13th.
    assert group_rounds(build_problem(**KEYS, pinned={"1460-2": "2027-04-08T09:00"})) == [(1, 2, 3)]


def test_a_published_plan_tells_the_rounds_apart():
    before = plan(build_request(**KEYS), at=AT)
    assert group_rounds(build_problem(earlier=before, **KEYS)) == [(1,), (2,), (3,)]


def test_a_start_that_one_round_may_not_have_tells_them_apart():
    of = build_problem(**KEYS)
    first, *others = CandidateTable(of).all_candidates()
    groups = find_alike_rounds(of, [first[:-1], *others])
    assert [len(rounds) for rounds, _ in groups] == [1, 1, 1]


def test_each_kreds_is_judged_by_itself():
    history = MeetingHistory(2026, {("1460", n): dt.date(2026, 4, 4 + 3 * n) for n in (1, 2, 3)}, {})
    keys = KEYS | {"districts": ["1460", "1465"], "history": history}
    assert group_rounds(build_problem(**keys)) == [(1,), (2,), (3,), (1, 2, 3)]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"pinned": {"1460-2": "2027-04-07T09:00"}},
        {"history": MeetingHistory(2026, {("1460", 1): dt.date(2026, 4, 8)}, {}), "hosts": {"fixed": {"1460": "0851"}}},
    ],
)
def test_what_is_not_asked_of_a_meeting_forbids_and_costs_nothing(more: dict[str, Any]):
    of = build_problem(**KEYS | more)
    for task in of.tasks:
        for slot in of.slots:
            silent = [one for one in START_CONSTRAINTS.values() if isinstance(one, MeetingConstraint)]
            silent = [one for one in silent if not one.concerns(of, task)]
            assert all(one.allows(of, task, slot) for one in silent)
            others = MEETING_COSTS.keys() - set(list_own_costs(task))
            assert not any(MEETING_COSTS[name](of, task, slot) for name in others)


def test_the_costs_of_meetings_are_those_of_each_and_those_of_all():
    of = build_problem(districts=["1460", "1465"])
    placed = build_assignments(of, ("1460-1", "2027-07-13T09:00"), ("1465-1", "2027-07-14T09:00"))
    costs = CandidateTable(of).add_costs(placed)
    alone = [CandidateTable(of).cost_of(one.task, one.slot)["summer_holiday"] for one in placed]
    assert costs["summer_holiday"] == sum(alone) > 0
    assert (costs["travel"], costs["spread_year"]) == (2000, 2000)
    assert costs["school_holiday"] == 0
