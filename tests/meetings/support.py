"""Small requests and problems for the tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from meetings._constraints.problem import Placed, Problem, Slot, Task
from meetings._constraints.problem_builder import problem_of
from meetings._domain.parties import BusyCalendar, Party
from meetings.request import PlanRequest
from meetings.schedule import Schedule
from overgreb_rules.calendar import COPENHAGEN

AT = "2026-11-01T12:00:00+01:00"


def moment(text: str) -> int:
    """The instant of a local time."""
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN).timestamp())


def busy(*spans: tuple[str, str], tentative: tuple[tuple[str, str], ...] = ()) -> BusyCalendar:
    """A calendar that is taken from the first to the second local time of each span."""
    return BusyCalendar(
        tuple((moment(start), moment(end)) for start, end in sorted(spans)),
        tuple((moment(start), moment(end)) for start, end in sorted(tentative)),
    )


UNREADABLE = BusyCalendar(unknown="it is cut off")


def request(calendars: dict[str, BusyCalendar] | None = None, **keys: Any) -> PlanRequest:
    """A request for 2027, with calendars by the text of the party."""
    parsed = {Party.parse(name): calendar for name, calendar in (calendars or {}).items()}
    return PlanRequest.model_validate({"year": 2027, **keys, "calendars": parsed})


def problem(
    calendars: dict[str, BusyCalendar] | None = None,
    *,
    further: tuple[str, ...] = (),
    earlier: Schedule | None = None,
    at: int = 0,
    **keys: Any,
) -> Problem:
    """The problem of a request for 2027; `further` are starts beside those of the request."""
    return problem_of(request(calendars, **keys), at=at, earlier=earlier, further=[moment(text) for text in further])


def slot(of: Problem, text: str) -> Slot:
    """The slot that starts at a local time."""
    return of.slot_at(moment(text))


def task(of: Problem, key: str) -> Task:
    """The meeting of a kreds and round."""
    return next(one for one in of.tasks if one.key == key)


def placed(of: Problem, *meetings: tuple[str, str] | tuple[str, str, str]) -> list[Placed]:
    """Meetings by kreds and round, start, and facilitators with a space between."""
    found = []
    for key, text, *names in meetings:
        leads = tuple(names[0].split()) if names else ("",)
        found.append(Placed(task(of, key), slot(of, text), leads))
    return found
