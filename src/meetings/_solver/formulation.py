"""The problem as a mixed-integer model: a binary variable for each start of each meeting, and the constraints as rows.

The rows state the constraints on several meetings and the objectives state the costs, which `_constraints` states
in Python a second time; the planner verifies each solution against those.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from meetings._constraints.candidates import Candidate, find_alike_rounds
from meetings._constraints.costs import scale_cost
from meetings._constraints.problem import MeetingAssignment, Problem, Task
from meetings._constraints.registry import PLAN_CONSTRAINTS
from meetings._constraints.travel_time import has_pause_for_some_journeys
from meetings._constraints.variables import PlanVariables
from meetings._solver.facilitators import (
    FacilitatorModel,
    StartVariable,
    build_facilitator_model,
    can_meet_two_days_in_a_row,
    list_teams,
    tie_break_weight,
    variables_by_group,
)
from meetings._solver.model import IntegerModel, LinearConstraint
from meetings._solver.plan_costs import add_plan_costs


@dataclass(slots=True)
class PlanFormulation:
    """A model with the meaning of its variables."""

    problem: Problem
    model: IntegerModel = field(default_factory=IntegerModel)
    start_variables: list[StartVariable] = field(default_factory=list)
    """In order of the meetings, then of time."""
    take_place: dict[int, LinearConstraint] = field(default_factory=dict)
    """By the index of the meeting the constraint that it takes place exactly once; by the index of the first of alike
    rounds the constraint that all of them take place."""
    facilitators: FacilitatorModel = field(default_factory=FacilitatorModel)

    def assignments(self, values: Sequence[float]) -> tuple[MeetingAssignment, ...]:
        """Read a solution of the model.

        Args:
            values: the value of each variable.

        Returns:
            The chosen start of each meeting with its facilitators, in order of the meetings.
        """
        return self.facilitators.assign(self.problem, self.start_variables, values)


def build_formulation(
    problem: Problem, candidates: Sequence[Sequence[Candidate]], *, separate: bool = False
) -> PlanFormulation:
    """Build the model that gives each meeting one of its candidates.

    Args:
        problem: the problem.
        candidates: for each meeting, in order, the starts to choose from.
        separate: whether alike rounds and interchangeable facilitators keep variables of their own, so that each
            constraint is about a single one of them, and whether constraints that others imply have rows too.

    Returns:
        The model with the meaning of its variables.
    """
    plan = PlanFormulation(problem)
    by_name = can_meet_two_days_in_a_row(problem) or has_pause_for_some_journeys(problem)
    changed = scale_cost(problem, "facilitator_changed", Fraction(1))
    for rounds, options in _list_each(problem, candidates) if separate else find_alike_rounds(problem, candidates):
        starts = list(_add_starts(plan, rounds, options, by_name=by_name, changed=changed))
        plan.start_variables += starts
        terms = {start.variable: 1 for start in starts}
        plan.take_place[rounds[0].index] = plan.model.add_constraint(terms, len(rounds), len(rounds))
    plan.facilitators = build_facilitator_model(problem, plan.model, plan.start_variables, separate=separate)
    variables = PlanVariables(
        [start.slot_variable for start in plan.start_variables],
        variables_by_group(problem, plan.facilitators, plan.start_variables),
    )
    for constraint in PLAN_CONSTRAINTS.values():
        if separate or not constraint.is_implied(problem):
            constraint.add_rows(problem, plan.model, variables)
    add_plan_costs(problem, plan.model, variables)
    return plan


def _list_each(
    problem: Problem, candidates: Sequence[Sequence[Candidate]]
) -> Iterator[tuple[tuple[Task, ...], Sequence[Candidate]]]:
    yield from (((task,), options) for task, options in zip(problem.tasks, candidates, strict=True))


def _add_starts(
    plan: PlanFormulation, rounds: tuple[Task, ...], options: Sequence[Candidate], *, by_name: bool, changed: int
) -> Iterator[StartVariable]:
    problem, model, task = plan.problem, plan.model, rounds[0]
    key = task.kreds.code if len(rounds) > 1 else task.key
    for candidate in options:
        for named, others in list_teams(problem, candidate, by_name=by_name):
            start = StartVariable(model.add_variable(), candidate, named, others, rounds)
            text = f"{problem.request.year}/{key}/{candidate.slot.start}/{' '.join(named)}"
            model.tie_break[start.variable] = tie_break_weight(text)
            for name, cost in candidate.cost.items():
                model.add_cost(name, start.variable, cost)
            if task.published:
                new = len(set(named) - set(task.published.facilitators or ("",))) + others
                model.add_cost("facilitator_changed", start.variable, new * changed)
            yield start
