"""Plans of a year, made without the solver."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from meetings._domain.districts import politikredse_on
from meetings.schedule import Meeting, Objective, Organizer, People, Schedule, meeting_uid
from overgreb_rules.calendar import COPENHAGEN

AT = "2026-11-21T12:00:00+01:00"
LATER = "2027-01-04T09:15:00+01:00"
LATEST = "2027-02-01T09:15:00+01:00"

NOBODY = People(facilitators={"f1": "Åse Ærø", "f2": "Bo Østergård"})
INVITED = People(
    organizer=Organizer(name="Koordinator, børn", email="koordinator@example.org"),
    attendees={
        "0851": ("boern@example.org",),
        "0860": ("Hjoerring@example.org", "boern@example.org"),
        "0751": ("aarhus@example.org",),
    },
    facilitators=NOBODY.facilitators,
)


def plan(people: People = NOBODY, *, year: int = 2027, facilitator: str = "f1") -> Schedule:
    """One meeting in each politikreds, on the ninth of each month at 09:30."""
    meetings = []
    for month, kreds in enumerate(politikredse_on(dt.date(year, 6, 1)), 1):
        start = dt.datetime(year, month, 9, 9, 30, tzinfo=COPENHAGEN)
        meetings.append(
            Meeting(
                district=kreds.code,
                round=1,
                start=start,
                end=start + dt.timedelta(hours=3),
                host=kreds.kommuner[0].code,
                kommuner=tuple(kommune.code for kommune in kreds.kommuner),
                boernehuse=kreds.boernehuse,
                facilitators=(facilitator,),
                uid=meeting_uid(year, kreds.code, 1),
            )
        )
    objective = Objective(value=0, bound=0, optimal=True)
    return Schedule(year=year, meetings=tuple(meetings), objective=objective, people=people, receipt={"at": AT})


def change(schedule: Schedule, district: str, **changes: object) -> Schedule:
    """The plan with one meeting changed."""
    meetings = tuple(
        meeting.model_copy(update=changes) if meeting.district == district else meeting for meeting in schedule.meetings
    )
    return schedule.model_copy(update={"meetings": meetings})


def move(schedule: Schedule, district: str, *, days: int) -> Schedule:
    """The plan with one meeting on another day."""
    (meeting,) = (meeting for meeting in schedule.meetings if meeting.district == district)
    length = dt.timedelta(days=days)
    return change(schedule, district, start=meeting.start + length, end=meeting.end + length)


def without(schedule: Schedule, district: str) -> Schedule:
    """The plan with one meeting dropped."""
    kept = tuple(meeting for meeting in schedule.meetings if meeting.district != district)
    return schedule.model_copy(update={"meetings": kept})


def contents(directory: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def files_of(schedule: Schedule, district: str, *, mails: bool) -> set[str]:
    """The calendar files in which the meeting of a kreds stands."""
    (meeting,) = (meeting for meeting in schedule.meetings if meeting.district == district)
    ascii_names = {"København": "koebenhavn", "Næstved": "naestved"}
    names = {f"meetings/{district}-1.ics", "calendars/all.ics", f"calendars/politikreds-{district}.ics"}
    names |= {f"calendars/kommune-{code}.ics" for code in meeting.kommuner}
    names |= {f"calendars/boernehus-{ascii_names.get(name, name.lower())}.ics" for name in meeting.boernehuse}
    names |= {f"calendars/facilitator-{id_}.ics" for id_ in meeting.facilitators}
    return names | ({f"invitations/{district}-1.eml"} if mails else set())
