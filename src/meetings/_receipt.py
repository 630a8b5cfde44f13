"""What decided a plan, by value where it explains the plan and by hash where it is long.

No clock and no path stands in it: the same request gives the same receipt on every machine and on every day.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

from meetings._constraints.costs import SCALE
from meetings._constraints.problem import Availability, Problem, slots_of
from meetings._constraints.problem_builder import parties_of
from meetings._domain.cost_catalog import DEFAULT_WEIGHTS, LEVELS, OF_THE_CHANGE
from meetings._domain.districts import table_sha256
from meetings._solver.lexicographic import Solution, solver_name
from meetings.request import PlanRequest
from overgreb_rules.calendar import holidays_sha256, tzdata_version

__all__ = ["receipt_of"]

_NOT_IN_IT = {"busy", "previous", "organizer", "attendees"}


def receipt_of(problem: Problem, solution: Solution) -> dict[str, Any]:
    """The receipt of a plan."""
    request = problem.request
    # The starts of the plan as it is now, and not those it was made from: a second run finds nothing to change.
    used = [one.slot.start for one in solution.assignments] + [int(pin.timestamp()) for pin in request.pinned.values()]
    slots = slots_of(request, used)
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
        "further_starts": [slot.starts.isoformat() for slot in slots if slot.clock not in request.start_times],
        "availability": Availability.of(request.calendars, slots).to_data(),
        "levels": [
            {"costs": sorted(names), "value": level.value / SCALE, "bound": level.bound / SCALE}
            for names, level in zip(LEVELS, solution.levels, strict=True)
            if not names & OF_THE_CHANGE
        ],
    }


def request_data(request: PlanRequest) -> dict[str, Any]:
    """The request as data, without addresses and paths."""
    data = request.model_dump(mode="json", by_alias=True, exclude=_NOT_IN_IT)
    for person in data["facilitators"]:
        del person["busy"]
    data["start_times"] = [f"{time:%H:%M}" for time in request.start_times]
    data["pinned"] = {key: f"{start:%Y-%m-%dT%H:%M}" for key, start in request.pinned.items()}
    return data
