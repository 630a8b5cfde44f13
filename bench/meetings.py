"""Time, memory and bound of planning, with the greedy way and CP-SAT on the same instances: a table in Markdown.

Run from the root of the repository: python -m bench.meetings
"""

from __future__ import annotations

import resource
import subprocess  # for the exception
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from meetings._model import Model
from meetings._rows import build
from meetings._tasks import problem_of
from meetings.candidates import Table
from meetings.costs_soft import SCALE, plan_terms
from meetings.demo import demo_files
from meetings.problem import Placed, Problem
from meetings.request import PlanRequest
from meetings.rules_plan import clashes
from meetings.solver import solve
from tests.meetings.oracle import least_by_cp_sat

_PATIENCE = 90
TWO = [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]
INSTANCES: dict[str, dict[str, Any]] = {
    "12 meetings, no calendars": {"year": 2027},
    "12 meetings, 2 facilitators": {"year": 2027, "facilitators": TWO},
    "24 meetings, 2 rounds": {"year": 2027, "meetings_per_district": 2},
    "48 meetings, 4 rounds": {"year": 2027, "meetings_per_district": 4, "spacing_days": {"min": 60, "max": 120}},
}


def main() -> None:
    """Print the table."""
    print("| instance | reading | table | columns | solving | value | bound | greedy | CP-SAT |")
    print("|---|---|---|---|---|---|---|---|---|")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for name, data in demo_files(2027).items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        begun = time.perf_counter()
        request = PlanRequest.load(Path(folder) / "request.yaml")
    _row(f"12 meetings, {len(request.calendars)} calendars", request, time.perf_counter() - begun)
    for name, keys in INSTANCES.items():
        _row(name, PlanRequest.model_validate(keys), 0.0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory {peak:.0f} MB, Python {sys.version.split()[0]}, one thread.")


def _row(name: str, request: PlanRequest, reading: float) -> None:
    began = time.perf_counter()
    problem = problem_of(request, at=0, earlier=None)
    table = Table(problem)
    plan = build(problem, table.all_candidates())
    built = time.perf_counter()
    solution = solve(plan)
    solved = time.perf_counter()
    if solution is None:
        raise SystemExit(f"{name}: no plan")
    value, bound = (sum(getattr(level, part) for level in solution.levels) / SCALE for part in ("value", "bound"))
    cells = [
        name,
        f"{reading:.2f} s" if reading else "",
        f"{built - began:.2f} s",
        str(len(plan.model.upper)),
        f"{solved - built:.2f} s",
        f"{value:g}",
        f"{bound:g}",
        _greedy(problem, table),
        _cp_sat(plan.model),
    ]
    print(f"| {' | '.join(cells)} |", flush=True)


def _greedy(problem: Problem, table: Table) -> str:
    """The meeting with the fewest starts first, each at its cheapest start that clashes with none before."""
    began = time.perf_counter()
    placed: list[Placed] = []
    for task in sorted(problem.tasks, key=lambda task: len(table.open_slots(task))):
        options = sorted(table.candidates(task), key=lambda one: (sum(one.cost.values()), one.slot.start))
        for one in options:
            choices = (Placed(task, one.slot, (name,)) for name in one.facilitators)
            fits = next((choice for choice in choices if not clashes(problem, [*placed, choice])), None)
            if fits is not None:
                placed.append(fits)
                break
        else:
            return "none found"
    value = sum(plan_terms(problem, placed).values())
    value += sum(sum(table.cost_of(one.task, one.slot).values()) for one in placed)
    return f"{value / SCALE:g} in {time.perf_counter() - began:.2f} s"


def _cp_sat(model: Model) -> str:
    if find_spec("ortools") is None:
        return "not installed"
    began = time.perf_counter()
    try:
        (found,) = least_by_cp_sat([model], seconds=_PATIENCE)
    except subprocess.TimeoutExpired:
        return f"no proof in {_PATIENCE} s"
    return f"{sum(found or ()) / SCALE:g} in {time.perf_counter() - began:.1f} s"


if __name__ == "__main__":
    main()
