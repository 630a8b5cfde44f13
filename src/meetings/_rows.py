"""The plan as columns and rows of whole numbers: which meeting starts when, led by whom.

A column is 1 where a meeting has a start and a team of facilitators. A row says how much the weighted sum of some
columns may be. The rows say what `rules_plan` says, the objectives what `costs_soft` says.
"""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import inf
from typing import Any

from meetings.candidates import Candidate
from meetings.costs_soft import scaled
from meetings.problem import Placed, Problem
from meetings.weights import LEVELS

__all__ = ["Model", "build"]

Terms = dict[int, int]


@dataclass(slots=True)
class Row:
    """At least `low` and at most `high`; `rule` and `subject` name the requirement it stands for."""

    terms: Terms
    low: float
    high: float
    rule: str = ""
    subject: str = ""


@dataclass(slots=True)
class Model:
    """Columns with their bounds, rows, and one objective for each level of costs."""

    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    levels: list[Terms] = field(default_factory=list)
    ties: Terms = field(default_factory=dict)
    starts: list[tuple[int, Candidate]] = field(default_factory=list)
    """The columns of each candidate, one for each team that can lead the meeting."""
    teams: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """The facilitators of a column."""
    meetings: dict[int, Row] = field(default_factory=dict)
    """By meeting the row that says that it takes place once."""

    def column(self, *, upper: float = 1, whole: bool = True) -> int:
        """A new column from 0 to `upper`."""
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.upper) - 1

    def row(self, terms: Terms, low: float, high: float, rule: str = "", subject: str = "") -> Row:
        """A new row."""
        row = Row(terms, low, high, rule, subject)
        self.rows.append(row)
        return row

    def placed(self, values: Sequence[float]) -> tuple[Placed, ...]:
        """What the values of the columns say."""
        return tuple(
            Placed(candidate.task, candidate.slot, self.teams[column])
            for column, candidate in self.starts
            if values[column] > 0.5
        )


def build(problem: Problem, candidates: Sequence[Sequence[Candidate]]) -> Model:
    """The model of placing each meeting at one of its candidates."""
    model = Model(levels=[{} for _ in LEVELS])
    for task, options in zip(problem.tasks, candidates, strict=True):
        columns = []
        for candidate in options:
            for team in _teams(problem, candidate):
                column = model.column()
                columns.append(column)
                model.starts.append((column, candidate))
                model.teams[column] = team
                name = f"{problem.request.year}/{task.key}/{candidate.slot.start}/{' '.join(team)}"
                model.ties[column] = _tie(name)
                for cost_name, cost in candidate.cost.items():
                    _add_cost(model, cost_name, column, cost)
        model.meetings[task.index] = model.row(dict.fromkeys(columns, 1), 1, 1)
    _facilitators(problem, model)
    _boernehuse(model)
    _spacing(problem, model)
    _spread(problem, model, "spread_year", _group(model.starts, lambda candidate: candidate.slot.day.month))
    return model


def _teams(problem: Problem, candidate: Candidate) -> Iterable[tuple[str, ...]]:
    if candidate.task.held:
        return (candidate.facilitators,)
    return combinations(candidate.facilitators, problem.request.facilitators_per_meeting)


def _tie(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:3], "big") + 1


def _add_cost(model: Model, name: str, column: int, cost: int) -> None:
    for level, names in zip(model.levels, LEVELS, strict=True):
        if name in names:
            level[column] = level.get(column, 0) + cost


Uses = list[tuple[int, Candidate]]


def _uses(problem: Problem, model: Model) -> dict[str, Uses]:
    """By facilitator the columns that need them."""
    uses: dict[str, Uses] = {name: [] for name in problem.facilitators}
    for column, candidate in model.starts:
        for name in model.teams[column]:
            uses.setdefault(name, []).append((column, candidate))
    return uses


def _facilitators(problem: Problem, model: Model) -> None:
    uses = _uses(problem, model)
    most, rest = problem.request.facilitator_meetings_per_day, problem.request.facilitator_rest_days
    for name, theirs in uses.items():
        days = _group(theirs, lambda candidate: candidate.slot.day.toordinal())
        for columns in days.values():
            if _meetings(columns) > most:
                terms = {column: 1 for column, _ in columns}
                model.row(terms, -inf, most, "facilitator_meetings_per_day", name)
            if most > 1:
                for terms in _overlapping(columns):
                    model.row(terms, -inf, 1, "facilitator_one_at_a_time", name)
        present = {day: _present(model, columns, most) for day, columns in days.items()}
        if rest:
            _rest(model, name, present, rest)
        if name in problem.facilitators:
            _travel(problem, model, days, present)
    _changes(problem, model)
    if not problem.every_facilitator_comes:
        _spread(problem, model, "spread_facilitators", {name: uses[name] for name in problem.facilitators})


def _present(model: Model, columns: Uses, most: int) -> Terms:
    """What sums up to 1 where the facilitator has a meeting that day, and to 0 where not."""
    if most == 1:
        return {column: 1 for column, _ in columns}
    here = model.column()
    for column, _ in columns:
        model.row({here: -1, column: 1}, -inf, 0)
    return {here: 1}


def _rest(model: Model, name: str, present: Mapping[int, Terms], rest: int) -> None:
    for first in sorted(present):
        near = [present[day] for day in range(first, first + rest + 1) if day in present]
        if len(near) > 1:
            terms = {column: 1 for columns in near for column in columns}
            model.row(terms, -inf, 1, "facilitator_rest_days", name)


def _travel(problem: Problem, model: Model, days: dict[int, Uses], present: Mapping[int, Terms]) -> None:
    cost = scaled(problem, "travel", Fraction(1))
    if not cost:
        return
    for day, today in sorted(days.items()):
        if day + 1 not in days:
            continue
        journey = model.column(whole=False)
        _add_cost(model, "travel", journey, cost)
        if problem.request.meetings_per_district == 1 or problem.request.spacing[0] > 1:
            # No kreds meets on both days, so that two days with meetings are always in two kredse.
            model.row({journey: -1, **present[day], **present[day + 1]}, -inf, 1)
            continue
        there = _group(days[day + 1], _kreds)
        for code, here in _group(today, _kreds).items():
            for other, theirs in there.items():
                if other != code:
                    model.row({journey: -1, **{column: 1 for column, _ in (*here, *theirs)}}, -inf, 1)


def _kreds(candidate: Candidate) -> str:
    return candidate.task.kreds.code


def _changes(problem: Problem, model: Model) -> None:
    cost = scaled(problem, "facilitator_changed", Fraction(1))
    for column, candidate in model.starts:
        published = candidate.task.published
        if published is not None:
            new = set(model.teams[column]) - set(published.facilitators or ("",))
            _add_cost(model, "facilitator_changed", column, len(new) * cost)


def _boernehuse(model: Model) -> None:
    places: dict[str, Uses] = {}
    for column, candidate in model.starts:
        for place in candidate.task.kreds.boernehuse:
            places.setdefault(place, []).append((column, candidate))
    for place, theirs in sorted(places.items()):
        for columns in _group(theirs, lambda candidate: candidate.slot.day.toordinal()).values():
            for terms in _overlapping(columns):
                model.row(terms, -inf, 1, "shared_boernehus", place)


def _overlapping(columns: Uses) -> list[Terms]:
    """The largest sets of columns whose meetings go on at one moment, where those are several."""
    found: list[Uses] = []
    for moment in sorted({candidate.slot.start for _, candidate in columns}):
        at_once = [one for one in columns if one[1].slot.start <= moment < one[1].slot.end]
        if found and {column for column, _ in found[-1]} <= {column for column, _ in at_once}:
            found.pop()
        found.append(at_once)
    return [{column: 1 for column, _ in at_once} for at_once in found if _meetings(at_once) > 1]


def _spacing(problem: Problem, model: Model) -> None:
    least, most = problem.request.spacing
    counts: dict[tuple[str, int], _Count] = {}
    for key, columns in _group(model.starts, lambda c: (c.task.kreds.code, c.task.round)).items():
        counts[key] = _Count(columns)
    for (code, number), first in sorted(counts.items()):
        second = counts.get((code, number + 1))
        if second is None or (first.held and second.held):
            continue
        first.count_in(model)
        second.count_in(model)
        for day in second.days:
            # Where the next round has begun by `day`, this one has by `day - least`.
            model.row(_difference(second.by(day), first.by(day - least)), -inf, 0, "spacing", code)
        for day in first.days:
            model.row(_difference(first.by(day), second.by(day + most)), -inf, 0, "spacing", code)


class _Count:
    """Whether a meeting has taken place by the end of a day, as a column for each day on which it can."""

    def __init__(self, columns: Uses) -> None:
        self.held = columns[0][1].task.held is not None
        self._by_day = _group(columns, lambda candidate: candidate.slot.day.toordinal())
        self.days = sorted(self._by_day)
        self._columns: list[int] = []

    def count_in(self, model: Model) -> None:
        if self._columns:
            return
        for index, day in enumerate(self.days):
            column = model.column(whole=False)
            before = {self._columns[index - 1]: -1} if index else {}
            model.row({column: 1, **before, **{here: -1 for here, _ in self._by_day[day]}}, 0, 0)
            self._columns.append(column)

    def by(self, day: int) -> int | None:
        """The column for the last day up to `day`; None where the meeting cannot have been yet."""
        at = bisect.bisect_right(self.days, day)
        return self._columns[at - 1] if at else None


def _difference(left: int | None, right: int | None) -> Terms:
    terms = {} if left is None else {left: 1}
    if right is not None:
        terms[right] = terms.get(right, 0) - 1
    return terms


def _spread(problem: Problem, model: Model, name: str, groups: Mapping[Any, Uses]) -> None:
    """The pairs within each group: the first meeting costs nothing, the second one unit, the third two."""
    cost = scaled(problem, name, Fraction(1))
    if not cost:
        return
    for columns in groups.values():
        steps = [model.column(whole=False) for _ in range(_meetings(columns))]
        for number, step in enumerate(steps):
            _add_cost(model, name, step, number * cost)
        model.row({**{column: 1 for column, _ in columns}, **dict.fromkeys(steps, -1)}, -inf, 0)


def _group(columns: Uses, key: Callable[[Candidate], Any]) -> dict[Any, Uses]:
    groups: dict[Any, Uses] = {}
    for column, candidate in columns:
        groups.setdefault(key(candidate), []).append((column, candidate))
    return groups


def _meetings(columns: Uses) -> int:
    return len({candidate.task.index for _, candidate in columns})
