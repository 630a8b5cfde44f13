"""The rules and costs of the facilitators, in rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import inf

from meetings._constraints.costs import scaled
from meetings._constraints.problem import Problem
from meetings._solver.columns import Use, by_day, grouped, overlapping, possible, terms_of
from meetings._solver.facilitators import Crew, Staff, Start, kreds_matters
from meetings._solver.model import Model, Terms

__all__ = ["leading_rows", "pairs"]


def leading_rows(problem: Problem, model: Model, staff: Staff, starts: Iterable[Start]) -> None:
    """Nobody leads too much on a day or without rest; journeys and uneven shares cost."""
    most, rest = problem.request.facilitator_meetings_per_day, problem.request.facilitator_rest_days
    journeys = 0 if rest else scaled(problem, "travel", Fraction(1))
    for crew, theirs in _uses(problem, staff, starts).items():
        days = by_day(theirs)
        for here in days.values():
            _one_day(model, crew, here, most)
        present = {day: _present(model, here, most) for day, here in days.items()}
        if rest:
            _rest(model, crew, present, rest)
        if crew[0] not in problem.facilitators:
            continue
        if journeys:
            _travel(problem, model, crew, days, present)
        if not problem.every_facilitator_comes:
            pairs(problem, model, "spread_facilitators", theirs, len(crew))


def _uses(problem: Problem, staff: Staff, starts: Iterable[Start]) -> dict[Crew, list[Use]]:
    """By crew the columns that need somebody of it; who is only named, as leader of old, is a crew too."""
    uses: dict[Crew, list[Use]] = {crew: [] for crew in staff.crews}
    if not uses:
        uses = {(name,): [] for name in problem.facilitators}
    for crew, use in staff.uses():
        uses[crew].append(use)
    for column, candidate, named, _ in starts:
        for name in named:
            uses.setdefault((name,), []).append(Use(column, candidate.slot, candidate.task))
    return uses


def _one_day(model: Model, crew: Crew, here: Sequence[Use], most: int) -> None:
    if possible(here) > most * len(crew):
        model.row(terms_of(here), -inf, most * len(crew), "facilitator_meetings_per_day", crew[0])
    if most > 1:
        for at_once in overlapping(here):
            model.row(terms_of(at_once), -inf, 1, "facilitator_one_at_a_time", crew[0])


def _present(model: Model, here: Sequence[Use], most: int) -> Terms:
    """What sums up to how many of the crew have a meeting that day."""
    if most == 1:
        return terms_of(here)
    present = model.column(whole=False)
    for use in here:
        model.row({present: -1, use.column: 1}, -inf, 0)
    return {present: 1}


def _rest(model: Model, crew: Crew, present: Mapping[int, Terms], rest: int) -> None:
    for first in present:
        near = [present[day] for day in range(first, first + rest + 1) if day in present]
        if len(near) > 1:
            terms = {column: 1 for columns in near for column in columns}
            model.row(terms, -inf, len(crew), "facilitator_rest_days", crew[0])


def _travel(
    problem: Problem, model: Model, crew: Crew, days: Mapping[int, list[Use]], present: Mapping[int, Terms]
) -> None:
    by_kreds = kreds_matters(problem)
    for day, today in days.items():
        if day + 1 not in days:
            continue
        journeys = model.column(upper=len(crew), whole=False)
        model.cost("travel", journeys, scaled(problem, "travel", Fraction(1)))
        if not by_kreds:
            model.row({journeys: -1, **present[day], **present[day + 1]}, -inf, len(crew))
            continue
        there = grouped(days[day + 1], _kreds)
        for code, here in grouped(today, _kreds).items():
            for other, theirs in there.items():
                if other != code:
                    model.row({journeys: -1, **terms_of(here), **terms_of(theirs)}, -inf, 1)


def _kreds(use: Use) -> str:
    return use.task.kreds.code if use.task else ""


def pairs(problem: Problem, model: Model, name: str, uses: Sequence[Use], shared_by: int = 1) -> None:
    """The pairs among the meetings where so many share them evenly: each meeting costs what one has before it."""
    cost = scaled(problem, name, Fraction(1))
    if not cost:
        return
    most = min(possible(uses), len(problem.tasks) * shared_by)
    steps = [model.column(upper=shared_by, whole=False) for _ in range(-(-most // shared_by))]
    for number, step in enumerate(steps):
        model.cost(name, step, number * cost)
    model.row({**terms_of(uses), **dict.fromkeys(steps, -1)}, -inf, 0)
