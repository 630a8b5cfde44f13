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
from meetings._constraints.problem import Placed, Problem
from meetings._leading import leading_rows, pairs
from meetings._solver.columns import Use, by_day, grouped, overlapping, terms_of
from meetings._solver.facilitators import Staff, Start, choices, kreds_matters, staff_of, tie_of
from meetings._solver.model import Model, Row
from meetings._solver.rounds import spacing_rows

__all__ = ["Plan", "build"]


@dataclass(slots=True)
class Plan:
    """A model with what its columns mean."""

    problem: Problem
    model: Model = field(default_factory=Model)
    starts: list[Start] = field(default_factory=list)
    """In order of the meetings, then of time."""
    meetings: dict[int, Row] = field(default_factory=dict)
    """By meeting the row that says that it takes place once."""
    staff: Staff = field(default_factory=Staff)

    def placed(self, values: Sequence[float]) -> tuple[Placed, ...]:
        """What the values of the columns say."""
        return self.staff.placed(self.problem, self.starts, values)


def build(problem: Problem, candidates: Sequence[Sequence[Candidate]], *, apart: bool = False) -> Plan:
    """The model of placing each meeting at one of its candidates.

    `apart`: facilitators who are alike are told apart all the same, so that each has rows that name only them.
    """
    plan = Plan(problem)
    model, by_name = plan.model, kreds_matters(problem)
    changed = scaled(problem, "facilitator_changed", Fraction(1))
    for task, options in zip(problem.tasks, candidates, strict=True):
        own = []
        for candidate in options:
            for named, others in choices(problem, candidate, by_name=by_name):
                start = Start(model.column(), candidate, named, others)
                own.append(start)
                name = f"{problem.request.year}/{task.key}/{candidate.slot.start}/{' '.join(named)}"
                model.ties[start.column] = tie_of(name)
                for cost_name, cost in candidate.cost.items():
                    model.cost(cost_name, start.column, cost)
                if task.published:
                    new = len(set(named) - set(task.published.facilitators or ("",))) + others
                    model.cost("facilitator_changed", start.column, new * changed)
        plan.starts += own
        plan.meetings[task.index] = model.row({start.column: 1 for start in own}, 1, 1)
    plan.staff = staff_of(problem, model, plan.starts, apart=apart)
    leading_rows(problem, model, plan.staff, plan.starts)
    uses = [Use(start.column, start.candidate.slot, start.candidate.task) for start in plan.starts]
    _boernehuse(model, plan.starts)
    spacing_rows(problem, model, uses)
    for in_month in grouped(uses, lambda use: use.slot.day.month).values():
        pairs(problem, model, "spread_year", in_month)
    return plan


def _boernehuse(model: Model, starts: Sequence[Start]) -> None:
    places: dict[str, list[Use]] = {}
    for column, candidate, *_ in starts:
        for place in candidate.task.kreds.boernehuse:
            places.setdefault(place, []).append(Use(column, candidate.slot, candidate.task))
    for place, theirs in sorted(places.items()):
        for here in by_day(theirs).values():
            for at_once in overlapping(here):
                model.row(terms_of(at_once), -inf, 1, "shared_boernehus", place)
