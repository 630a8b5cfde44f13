"""What the model of a problem says, before it is solved."""

from __future__ import annotations

from typing import Any

from meetings._constraints.candidates import CandidateTable
from meetings._solver.formulation import PlanFormulation, build_formulation
from tests.fixtures.planning_requests import build_busy_calendar, build_problem

WEEK = {"window": {"from": "2027-04-05", "to": "2027-04-09"}, "start_times": ["09:00"]}
THREE_PEOPLE = [{"id": f"f{number}", "name": f"F {number}"} for number in (1, 2, 3)]


def formulate(*, separate: bool = False, calendars: dict[str, Any] | None = None, **keys: Any):
    of = build_problem(calendars, **{**WEEK, "districts": ["1460", "1461"], **keys})
    candidates = CandidateTable(of).all_candidates()
    return build_formulation(of, candidates, separate=separate)


def rules_of(plan: PlanFormulation) -> set[str]:
    return {constraint.name for constraint in plan.model.constraints if constraint.name}


def test_each_start_of_each_meeting_is_a_variable():
    plan = formulate()
    starts = [(start.candidate.task.key, start.candidate.slot.day.day) for start in plan.start_variables]
    assert starts == [(key, day) for key in ("1460-1", "1461-1") for day in range(5, 10)]


def test_alike_rounds_share_the_variables_of_their_starts():
    keys: dict[str, Any] = {"districts": ["1460"], "meetings_per_district": 2, "spacing_days": {"min": 1, "max": 3}}
    plan = formulate(**keys)
    assert [start.candidate.slot.day.day for start in plan.start_variables] == [5, 6, 7, 8, 9]
    (constraint,) = plan.take_place.values()
    assert (constraint.low, constraint.high) == (2, 2)
    apart = formulate(separate=True, **keys)
    assert len(apart.start_variables) == 8
    assert len(apart.take_place) == 2


def test_alike_rounds_take_the_chosen_starts_in_order():
    plan = formulate(districts=["1460"], meetings_per_district=2, spacing_days={"min": 1, "max": 3})
    values = [0.0] * len(plan.model.upper_bounds)
    values[plan.start_variables[3].variable] = values[plan.start_variables[1].variable] = 1
    assignments = [(one.task.key, one.slot.day.day) for one in plan.assignments(values)]
    assert assignments == [("1460-1", 6), ("1460-2", 8)]


def test_each_meeting_takes_place_exactly_once():
    plan = formulate()
    for index, constraint in plan.take_place.items():
        own = [start.variable for start in plan.start_variables if start.candidate.task.index == index]
        assert constraint.terms == dict.fromkeys(own, 1)
        assert (constraint.low, constraint.high) == (1, 1)


def test_a_day_that_holds_too_many_meetings_of_the_facilitator_is_limited():
    plan = formulate()
    limits = [one for one in plan.model.constraints if one.name == "facilitator_meetings_per_day"]
    assert len(limits) == 5
    assert all(limit.high == 1 and len(limit.terms) == 2 for limit in limits)


def test_days_of_rest_are_constraints_only_where_the_request_wants_some():
    assert "facilitator_rest_days" not in rules_of(formulate())
    assert "facilitator_rest_days" in rules_of(formulate(facilitator_rest_days=1))


def test_kredse_that_share_a_boernehus_do_not_meet_at_one_time():
    plan = formulate(districts=["1461", "1462", "1463"], facilitators=THREE_PEOPLE)
    kredse = {start.candidate.task.kreds.code: start.candidate.task.kreds for start in plan.start_variables}
    sharing = {
        place
        for place in {place for kreds in kredse.values() for place in kreds.boernehuse}
        if sum(place in kreds.boernehuse for kreds in kredse.values()) > 1
    }
    assert sharing
    assert {one.subject for one in plan.model.constraints if one.name == "shared_boernehus"} == sharing


def test_one_facilitator_who_leads_one_meeting_a_day_leaves_no_boernehus_to_share():
    keys = {"districts": ["1461", "1462", "1463"]}
    assert "shared_boernehus" not in rules_of(formulate(facilitators=THREE_PEOPLE[:1], **keys))
    assert "shared_boernehus" in rules_of(formulate(facilitators=THREE_PEOPLE[:1], separate=True, **keys))
    assert "shared_boernehus" in rules_of(formulate(facilitators=THREE_PEOPLE[:2], **keys))
    several = {**keys, "facilitator_meetings_per_day": 2, "facilitators": THREE_PEOPLE[:1]}
    assert "shared_boernehus" in rules_of(formulate(**several))


def test_rounds_of_a_kreds_keep_their_distance():
    assert "spacing" not in rules_of(formulate())
    plan = formulate(districts=["1460"], meetings_per_district=2, spacing_days={"min": 1, "max": 3})
    assert "spacing" in rules_of(plan)


def test_a_single_facilitator_is_named_and_not_counted():
    plan = formulate(facilitators=THREE_PEOPLE[:1])
    assert plan.facilitators.groups == []
    assert {(start.named, start.others) for start in plan.start_variables} == {(("f1",), 0)}


def test_facilitators_who_are_free_at_the_same_starts_are_one_group():
    plan = formulate(facilitators=THREE_PEOPLE)
    assert plan.facilitators.groups == [("f1", "f2", "f3")]
    assert {plan.model.upper_bounds[variable] for _, _, variable in plan.facilitators.counts} == {3}


def test_a_facilitator_who_is_away_one_day_is_a_group_alone():
    away = {"facilitator f2": build_busy_calendar(("2027-04-06T00:00", "2027-04-07T00:00"))}
    plan = formulate(calendars=away, facilitators=THREE_PEOPLE)
    assert plan.facilitators.groups == [("f1", "f3"), ("f2",)]
    tuesday = [group for slot, group, _ in plan.facilitators.counts if slot.day.day == 6]
    assert tuesday == [("f1", "f3")]


def test_separate_facilitators_are_each_a_group():
    plan = formulate(facilitators=THREE_PEOPLE, separate=True)
    assert plan.facilitators.groups == [("f1",), ("f2",), ("f3",)]


def test_several_meetings_a_day_keep_the_facilitators_separate():
    plan = formulate(facilitators=THREE_PEOPLE, facilitator_meetings_per_day=2, start_times=["09:00", "10:00"])
    assert plan.facilitators.groups == [("f1",), ("f2",), ("f3",)]
    assert "facilitator_one_at_a_time" in rules_of(plan)


def test_counted_facilitators_get_names_in_rotation():
    plan = formulate(facilitators=THREE_PEOPLE)
    values = [0.0] * len(plan.model.upper_bounds)
    monday_of_the_first, friday_of_the_second = plan.start_variables[0], plan.start_variables[-1]
    for start in (monday_of_the_first, friday_of_the_second):
        values[start.variable] = 1
        (count,) = (
            variable for slot, _, variable in plan.facilitators.counts if slot.index == start.candidate.slot.index
        )
        values[count] = 1
    names = [assignment.facilitators for assignment in plan.assignments(values)]
    assert names == [("f1",), ("f2",)]


def test_every_start_has_a_weight_in_the_tie_break():
    plan = formulate()
    weights = [plan.model.tie_break[start.variable] for start in plan.start_variables]
    assert len(set(weights)) == len(weights)
    assert all(1 <= weight <= 1 << 24 for weight in weights)


def test_the_costs_of_a_start_stand_on_the_levels_of_its_variable():
    plan = formulate(window={"from": "2027-10-18", "to": "2027-10-22"})
    comfort = plan.model.objective_levels[-1]
    assert all(comfort[start.variable] >= 10_000 for start in plan.start_variables)
