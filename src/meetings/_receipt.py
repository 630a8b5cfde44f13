"""What decided a plan, by value where it explains the plan and by hash where it is long.

No clock and no path stands in it: the same request gives the same receipt on every machine and on every day.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

from meetings._tasks import parties_of
from meetings.costs_soft import SCALE
from meetings.districts import table_sha256
from meetings.problem import Problem
from meetings.request import PlanRequest
from meetings.solver import Solution, solver_name
from meetings.weights import DEFAULT_WEIGHTS
from overgreb_rules.calendar import holidays_sha256, tzdata_version

__all__ = ["receipt_of"]

_NOT_IN_IT = {"busy", "previous", "organizer", "attendees"}


def receipt_of(problem: Problem, solution: Solution) -> dict[str, Any]:
    """The receipt of a plan."""
    request = problem.request
    return {
        "program": metadata.version("overgreb-rules"),
        "solver": solver_name(),
        "tzdata": tzdata_version(),
        "holidays": holidays_sha256(),
        "districts": table_sha256(),
        "request": request_data(request),
        "weights": {name: request.weight(name) for name in sorted(DEFAULT_WEIGHTS)},
        "previous": request.previous_sha256,
        "history": request.history.to_data() if request.history else None,
        "calendars": {str(party): calendar.sha256 for party, calendar in sorted(request.calendars.items())},
        "assumed_free": [str(party) for party in parties_of(request) if party not in request.calendars],
        "unknown": {
            str(party): calendar.unknown
            for party, calendar in sorted(request.calendars.items())
            if calendar.unknown is not None
        },
        "further_starts": _further_starts(problem),
        "availability": problem.availability.to_data(),
        "levels": [{"value": level.value / SCALE, "bound": level.bound / SCALE} for level in solution.levels],
    }


def request_data(request: PlanRequest) -> dict[str, Any]:
    """The request as data, without addresses and paths."""
    data = request.model_dump(mode="json", by_alias=True, exclude=_NOT_IN_IT)
    for person in data["facilitators"]:
        del person["busy"]
    data["start_times"] = [f"{time:%H:%M}" for time in request.start_times]
    data["pinned"] = {key: f"{start:%Y-%m-%dT%H:%M}" for key, start in request.pinned.items()}
    return data


def _further_starts(problem: Problem) -> list[str]:
    times = problem.request.start_times
    return [slot.starts.isoformat() for slot in problem.slots if slot.starts.time().replace(tzinfo=None) not in times]
