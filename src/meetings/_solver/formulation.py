"""The plan as columns and rows of whole numbers: which meeting starts when, led by whom.

A column is 1 where a meeting has a start. A row says how much the weighted sum of some columns may be. The rows say
what `rules_plan` says, the objectives what `costs_soft` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

from meetings._constraints.candidates import Candidate
from meetings._constraints.costs import scaled
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._leading import add_facilitator_constraints, add_pair_cost
from meetings._solver.columns import SlotVariable, find_overlaps, group_by, group_by_day, sum_of
from meetings._solver.facilitators import (
    FacilitatorModel,
    StartVariable,
    build_facilitator_model,
    list_teams,
    tie_break_weight,
    travel_depends_on_kreds,
)
from meetings._solver.model import IntegerModel, LinearConstraint
from meetings._solver.rounds import add_spacing_constraints

__all__ = ["PlanFormulation", "build_formulation"]


@dataclass(slots=True)
class PlanFormulation:
    """A model with what its columns mean."""

    problem: Problem
    model: IntegerModel = field(default_factory=IntegerModel)
    start_variables: list[StartVariable] = field(default_factory=list)
    """In order of the meetings, then of time."""
    take_place: dict[int, LinearConstraint] = field(default_factory=dict)
    """By meeting the row that says that it takes place once."""
    facilitators: FacilitatorModel = field(default_factory=FacilitatorModel)

    def assignments(self, values: Sequence[float]) -> tuple[MeetingAssignment, ...]:
        """What the values of the columns say."""
        return self.facilitators.assign(self.problem, self.start_variables, values)


def build_formulation(
    problem: Problem, candidates: Sequence[Sequence[Candidate]], *, separate_facilitators: bool = False
) -> PlanFormulation:
    """The model of placing each meeting at one of its candidates.

    `apart`: facilitators who are alike are told apart all the same, so that each has rows that name only them.
    """
    plan = PlanFormulation(problem)
    model, by_name = plan.model, travel_depends_on_kreds(problem)
    changed = scaled(problem, "facilitator_changed", Fraction(1))
    for task, options in zip(problem.tasks, candidates, strict=True):
        own = []
        for candidate in options:
            for named, others in list_teams(problem, candidate, by_name=by_name):
                start = StartVariable(model.add_variable(), candidate, named, others)
                own.append(start)
                name = f"{problem.request.year}/{task.key}/{candidate.slot.start}/{' '.join(named)}"
                model.tie_break[start.column] = tie_break_weight(name)
                for cost_name, cost in candidate.cost.items():
                    model.add_cost(cost_name, start.column, cost)
                if task.published:
                    new = len(set(named) - set(task.published.facilitators or ("",))) + others
                    model.add_cost("facilitator_changed", start.column, new * changed)
        plan.start_variables += own
        plan.take_place[task.index] = model.add_constraint({start.column: 1 for start in own}, 1, 1)
    plan.facilitators = build_facilitator_model(problem, model, plan.start_variables, separate=separate_facilitators)
    add_facilitator_constraints(problem, model, plan.facilitators, plan.start_variables)
    uses = [SlotVariable(start.column, start.candidate.slot, start.candidate.task) for start in plan.start_variables]
    _boernehuse(model, plan.start_variables)
    add_spacing_constraints(problem, model, uses)
    for in_month in group_by(uses, lambda use: use.slot.day.month).values():
        add_pair_cost(problem, model, "spread_year", in_month)
    return plan


def _boernehuse(model: IntegerModel, starts: Sequence[StartVariable]) -> None:
    places: dict[str, list[SlotVariable]] = {}
    for column, candidate, *_ in starts:
        for place in candidate.task.kreds.boernehuse:
            places.setdefault(place, []).append(SlotVariable(column, candidate.slot, candidate.task))
    for place, theirs in sorted(places.items()):
        for here in group_by_day(theirs).values():
            for at_once in find_overlaps(here):
                model.add_constraint(sum_of(at_once), -inf, 1, "shared_boernehus", place)
