"""Time, memory and dual bound of planning, beside a greedy heuristic and CP-SAT: a table in Markdown.

Times are processor times of one thread.

Run from the root of the repository: python -m bench.meetings
Each instance has a process of its own: python -m bench.meetings "12 meetings, no calendars"
"""

from __future__ import annotations

import datetime as dt
import resource
import subprocess  # our own script
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from meetings._constraints.candidates import CandidateTable
from meetings._constraints.costs import SCALE
from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._constraints.problem_builder import build_planning_problem
from meetings._constraints.registry import can_conflict, plan_violations
from meetings._domain.districts import politikredse_on
from meetings._domain.meeting_history import MeetingHistory
from meetings._solver.formulation import build_formulation
from meetings._solver.lexicographic import solve
from meetings._solver.model import IntegerModel
from meetings.demo import build_demo_files
from meetings.request import PlanRequest
from overgreb_rules.calendar import is_hverdag
from tests.differential.plan_oracle import minimum_by_cp_sat

_CP_SAT_SECONDS = 90
_GREEDY_SECONDS = 60
_INSTANCE_SECONDS = 400
_RUNS = 3
_Result = TypeVar("_Result")
_CALENDARS = "12 meetings, 116 calendars"
_ROUNDS = 42


def _build_people(number: int) -> list[dict[str, str]]:
    return [{"id": f"f{n}", "name": f"Facilitator {n}"} for n in range(1, number + 1)]


_MANY = {"meetings_per_district": _ROUNDS, "facilitators": _build_people(6)}
_WINDOWS = _MANY | {"gap_months": {"min": 11, "max": 13}}
INSTANCES: dict[str, dict[str, Any]] = {
    _CALENDARS: {},
    "12 meetings, no calendars": {},
    "12 meetings, 2 facilitators": {"facilitators": _build_people(2)},
    "24 meetings, 2 rounds": {"meetings_per_district": 2},
    "48 meetings, 4 rounds": {"meetings_per_district": 4, "spacing_days": {"min": 60, "max": 120}},
    "504 meetings, 6 facilitators, each with a window of two months": _WINDOWS
    | {"spacing_days": {"min": 2, "max": 365}},
    "504 meetings, 6 facilitators, the same windows, 3 to 14 days from round to round": _WINDOWS
    | {"spacing_days": {"min": 3, "max": 14}},
    "504 meetings, 6 facilitators, no windows, 6 to 11 days from round to round": _MANY
    | {"spacing_days": {"min": 6, "max": 11}},
}


def main() -> None:
    """Print the table, or the row of the instance that is named."""
    if len(sys.argv) > 1:
        _print_row(sys.argv[1])
        return
    print("| instance | reading | table | columns | solving | memory | value | bound | greedy | CP-SAT |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in INSTANCES:
        command = [sys.executable, "-m", "bench.meetings", name]
        try:
            subprocess.run(command, check=True, timeout=_INSTANCE_SECONDS)  # noqa: S603  # our own script
        except subprocess.TimeoutExpired:
            print(f"stopped after {_INSTANCE_SECONDS} s |", flush=True)
    print(f"\nPython {sys.version.split()[0]}, one thread. Times of the processor, the least of {_RUNS} runs.")


def _load_request(name: str) -> tuple[PlanRequest, str]:
    """Return the request of the instance, and the time that its calendars took to read."""
    if name == _CALENDARS:
        with tempfile.TemporaryDirectory() as folder:
            for relative, data in build_demo_files(2027).items():
                path = Path(folder) / relative
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            began = time.process_time()
            request = PlanRequest.load(Path(folder) / "request.yaml")
            return request, f"{time.process_time() - began:.2f} s"
    keys = INSTANCES[name]
    history = _build_history() if "gap_months" in keys else None
    return PlanRequest.model_validate({"year": 2027, **keys, "history": history}), ""


def _build_history() -> MeetingHistory:
    """Build a year in which every kreds met about every sixth working day, one kreds after the other."""
    every = (dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365))
    days = [day for day in every if is_hverdag(day, saturday=False)]
    kredse = politikredse_on(dt.date(2026, 1, 1))
    met = {
        (kreds.code, number + 1): days[len(days) * (number * len(kredse) + place) // (_ROUNDS * len(kredse))]
        for place, kreds in enumerate(kredse)
        for number in range(_ROUNDS)
    }
    return MeetingHistory(2026, met, {})


def _print_row(name: str) -> None:
    request, reading = _load_request(name)
    print(f"| {name} | {reading} | ", end="", flush=True)
    problem = build_planning_problem(request, at=0, earlier=None)
    candidates, judging = _measure(
        lambda: CandidateTable(build_planning_problem(request, at=0, earlier=None)).all_candidates()
    )
    plan, stating = _measure(lambda: build_formulation(problem, candidates))
    print(f"{judging + stating:.2f} s | {len(plan.model.upper_bounds)}", end=" | ", flush=True)
    solution, solving = _measure(lambda: solve(plan))
    if solution is None:
        raise SystemExit("no plan")
    value, bound = (sum(getattr(level, part) for level in solution.levels) / SCALE for part in ("value", "bound"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{solving:.2f} s | {peak:.0f} MB | {value:.10g} | {bound:.10g}", end=" | ", flush=True)
    print(
        _plan_greedily(problem, CandidateTable(problem)), _plan_by_cp_sat(plan.model), sep=" | ", end=" |\n", flush=True
    )


def _measure(work: Callable[[], _Result]) -> tuple[_Result, float]:
    times = []
    for _ in range(_RUNS):
        began = time.process_time()
        result = work()
        times.append(time.process_time() - began)
    return result, min(times)


def _plan_greedily(problem: Problem, table: CandidateTable) -> str:
    """Plan the meeting with the fewest starts first, each at its cheapest start that no earlier choice excludes."""
    began = time.process_time()
    assignments: list[MeetingAssignment] = []
    for task in sorted(problem.tasks, key=lambda task: len(table.open_slots(task))):
        if time.process_time() - began > _GREEDY_SECONDS:
            return f"none in {_GREEDY_SECONDS} s"
        options = sorted(table.candidates(task), key=lambda one: (sum(one.cost.values()), one.slot.start))
        for one in options:
            choices = (MeetingAssignment(task, one.slot, (name,)) for name in one.facilitators)
            near = [other for other in assignments if can_conflict(problem, other, task, one.slot)]
            fits = next((choice for choice in choices if not plan_violations(problem, [*near, choice])), None)
            if fits is not None:
                assignments.append(fits)
                break
        else:
            return "none found"
    value = sum(table.add_costs(assignments).values())
    return f"{value / SCALE:.10g} in {time.process_time() - began:.2f} s"


def _plan_by_cp_sat(model: IntegerModel) -> str:
    if find_spec("ortools") is None:
        return "not installed"
    began = _children_seconds()
    try:
        (minima,) = minimum_by_cp_sat([model], seconds=_CP_SAT_SECONDS)
    except subprocess.TimeoutExpired:
        return f"no proof in {_CP_SAT_SECONDS} s"
    return f"{sum(minima or ()) / SCALE:.10g} in {_children_seconds() - began:.1f} s"


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
