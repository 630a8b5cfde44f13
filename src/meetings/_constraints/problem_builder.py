"""The problem of a request: which meetings, which starts, and what is already fixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from meetings._constraints.availability import Availability
from meetings._constraints.hosts import assign_hosts
from meetings._constraints.problem import Problem, Task
from meetings._constraints.slot import build_slots
from meetings._domain.districts import Politikreds, politikredse_on
from meetings._domain.names import format_kreds, format_party, format_time
from meetings._domain.parties import Party
from meetings.errors import RequestError
from meetings.request import PlanRequest
from meetings.schedule import Meeting, Schedule
from overgreb_rules.shared.text import Text


def is_held(meeting: Meeting, at: int) -> bool:
    """Decide whether a meeting has taken place.

    Args:
        meeting: A meeting of a plan.
        at: Seconds since 1970-01-01T00:00Z.

    Returns:
        Whether the meeting has ended by then and was not cancelled.
    """
    return meeting.status != "cancelled" and int(meeting.end.timestamp()) <= at


def list_parties(request: PlanRequest, district: str | None = None) -> tuple[Party, ...]:
    """List everybody who has a part in the meetings of a request.

    Args:
        request: The request.
        district: The code of the politikreds whose meetings are meant; None for all.

    Returns:
        Facilitators, politikredse, kommuner and børnehuse, in order of kind and id.
    """
    found = {Party("facilitator", person.id) for person in request.facilitators}
    for kreds in request.kredse():
        if district in {None, kreds.code}:
            found.add(Party("politikreds", kreds.code))
            found |= {Party("kommune", kommune.code) for kommune in kreds.kommuner}
            found |= {Party("boernehus", place) for place in kreds.boernehuse}
    return tuple(sorted(found))


def build_planning_problem(
    request: PlanRequest, *, at: int, earlier: Schedule | None, further: Sequence[int] = ()
) -> Problem:
    """Build the problem that a request states.

    Args:
        request: The request, with calendars and history.
        at: The instant of planning, in seconds since 1970-01-01T00:00Z: what has ended by then stays as it was.
        earlier: The published plan of the same year; None where nothing has been published.
        further: Starts to judge beside those that the request allows, in seconds since 1970-01-01T00:00Z.

    Returns:
        The problem; a meeting that was held is part of it where the request no longer asks for it too.

    Raises:
        RequestError: The earlier plan is of another year, a calendar was named and not loaded, the calendar of somebody
            who must be there cannot be read, or a meeting is pinned to another start than the one at which it was held.
    """
    if earlier is not None and earlier.year != request.year:
        what = Text(
            f"planen er for {earlier.year} og bestillingen for {request.year}",
            f"the earlier plan is of {earlier.year} and the request of {request.year}",
        )
        mend = Text("giv hvert år sin egen mappe", "give each year a folder of its own")
        raise RequestError(Text("den tidligere plan", "the earlier plan"), what, mend)
    _check_calendars(request)
    published = {
        (meeting.district, meeting.round): meeting
        for meeting in (earlier.meetings if earlier else ())
        if meeting.status != "cancelled"
    }
    further = [*further, *(int(meeting.start.timestamp()) for meeting in published.values())]
    further += [int(start.timestamp()) for start in request.pinned.values()]
    slots = build_slots(request, further)
    tasks: list[Task] = []
    for kreds, rounds in _list_rounds(request, [key for key, meeting in published.items() if is_held(meeting, at)]):
        for number in rounds:
            before = published.get((kreds.code, number))
            held = before if before is not None and is_held(before, at) else None
            pin = request.pinned_start(kreds.code, number)
            if held is not None and pin is not None and pin != held.start:
                raise _refuse_late_pin(held)
            tasks.append(
                Task(
                    index=len(tasks),
                    kreds=kreds,
                    round=number,
                    hosts=(),
                    last=request.history.meetings.get((kreds.code, number)) if request.history else None,
                    pinned=int(pin.timestamp()) if pin else None,
                    published=before,
                    held=held,
                )
            )
    problem = Problem(
        request=request,
        slots=slots,
        tasks=tuple(tasks),
        availability=Availability.of(
            request.calendars, slots, request.list_absences(), needs_coverage=request.strict_coverage
        ),
        at=at,
        is_revision=earlier is not None,
    )
    return replace(problem, tasks=tuple(assign_hosts(problem)))


def _list_rounds(
    request: PlanRequest, past_rounds: Sequence[tuple[str, int]]
) -> Iterator[tuple[Politikreds, Sequence[int]]]:
    """List by kreds the rounds that the request asks for, and those that were held whatever it asks for now."""
    requested = {kreds.code: range(1, request.meetings_per_district + 1) for kreds in request.kredse()}
    for kreds in politikredse_on(dt.date(request.year, 1, 1)):
        past = (number for code, number in past_rounds if code == kreds.code)
        yield kreds, sorted({*requested.get(kreds.code, ()), *past})


def _refuse_late_pin(held: Meeting) -> RequestError:
    who, start = format_kreds(held.district, held.start.year), format_time(held.start)
    what = Text(
        f"mødet blev ifølge planen holdt {start.da} og kan ikke flyttes",
        f"by the plan the meeting was held on {start.en}, and cannot be moved",
    )
    mend = Text(
        "fjern fastlåsningen; blev mødet ikke holdt, så planlæg med --at før dets sluttidspunkt",
        "drop the pin; where the meeting was not held, plan with --at before it ended",
    )
    return RequestError(Text(f"pinned, {who}, møde {held.round}", f"pinned, {who}, round {held.round}"), what, mend)


def _check_calendars(request: PlanRequest) -> None:
    named = len(request.busy.kommuner) + len(request.busy.politikredse) + len(request.busy.boernehuse)
    named += sum(person.busy is not None for person in request.facilitators)
    is_read = request.previous is None or request.history is not None
    is_read &= request.school_holidays.file is None and (request.absences is None or request.absence_rows is not None)
    if named > len(request.calendars) or not is_read:
        what = Text("den nævner filer, der ikke er læst", "it names files that were not read")
        mend = Text(
            "indlæs den med PlanRequest.load, eller giv kalendere og historik med",
            "make it with PlanRequest.load, or give calendars and history",
        )
        raise RequestError(Text("bestillingen", "the request"), what, mend)
    for party in list_parties(request):
        calendar = request.calendars.get(party)
        if party.kind != "kommune" and calendar is not None and calendar.unknown is not None:
            who, why = format_party(party, request.year), calendar.unknown
            raise RequestError(
                Text(f"kalenderen for {who.da}", f"the calendar of {party}"),
                Text(
                    f"{who.da} skal være der, men kalenderen kan ikke læses: {why.da}",
                    f"{who.en} must be there, and the calendar cannot be read: {why.en}",
                ),
                Text(
                    "bed om en ny kalender, og læg den ind i stedet for den gamle",
                    "ask for a new calendar, and put it there instead",
                ),
            )
