"""The checks of one event: its names, its people, its form."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.linter._checks import Complaint, check
from overgreb_rules.ical.linter._file import CalendarFile
from overgreb_rules.shared.text import Text

UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ONCE = (
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "SUMMARY", "CLASS", "STATUS",
    "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS",
)  # fmt: skip
_AT_MOST_ONCE = ("DTEND", "DESCRIPTION", "LOCATION", "CONFERENCE", "ORGANIZER")
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)
_NO_ADDRESS = (
    Text("personen er ikke angivet med en mailadresse", "the person is not named by a mail address"),
    Text("skriv mailto: og adressen", "write mailto: and the address"),
)


@check("once")
def _once(file: CalendarFile) -> Iterator[Complaint]:
    """Find properties that are missing or double: each program chooses for itself which one holds."""
    ended = () if file.profile is Profile.DEADLINES else ("DTEND",)
    for event in file.events:
        count = Counter(line.name for line in event.lines)
        for name in (*_ONCE, *ended):
            if count[name] != 1:
                yield event.number_of(name), *_count_wrong(name, count[name])
        for name in _AT_MOST_ONCE:
            if count[name] > 1:
                yield event.number_of(name), *_count_wrong(name, count[name])


def _count_wrong(name: str, count: int) -> tuple[Text, Text]:
    return (
        Text(f"{name} står {count} gange i aftalen", f"the event has {name} {count} times"),
        Text(f"skriv {name} én gang", f"write {name} once"),
    )


@check("uid-form")
def _uid_form(file: CalendarFile) -> Iterator[Complaint]:
    """Find UIDs that are no UUID: short ones collide in Google, and a name in a UID is personal data.

    Source:
        RFC 7986 § 5.3.
    """
    for event in file.events:
        for line in event.all("UID"):
            if not UUID_FORM.fullmatch(line.value):
                problem = Text("aftalens UID er ikke et UUID", "the UID of the event is no UUID")
                hint = Text("skriv et UUID med små bogstaver", "write a UUID in small letters")
                yield line.number, problem, hint


@check("uid-twice")
def _uid_twice(file: CalendarFile) -> Iterator[Complaint]:
    """Find two events with the same UID, of which a program keeps one."""
    seen: set[str] = set()
    for event in file.events:
        for line in event.all("UID"):
            if line.value in seen:
                problem = Text("en anden aftale har samme UID", "another event has the same UID")
                yield line.number, problem, Text("giv hvert møde sit eget", "give each meeting its own")
            seen.add(line.value)


@check("uid-of-plan")
def _uid_of_plan(file: CalendarFile) -> Iterator[Complaint]:
    """Find events that the plan does not have for this file, and events of the plan that are missing."""
    if file.uids is None:
        return
    found = {line.value: line.number for event in file.events for line in event.all("UID")}
    for uid in sorted(found.keys() - file.uids):
        problem = Text("planen har ikke dette UID i denne fil", "the plan does not have this UID in this file")
        yield found[uid], problem, Text("skriv planens UID", "write the UID of the plan")
    for uid in sorted(file.uids - found.keys()):
        yield (
            file.calendar.number,
            Text(f"planens møde {uid} mangler", f"the meeting {uid} of the plan is missing"),
            Text("skriv det, også hvis det er aflyst", "write it, cancelled if it is off"),
        )


@check("sequence")
def _sequence(file: CalendarFile) -> Iterator[Complaint]:
    """Find a SEQUENCE that is no whole number from 0.

    Source:
        RFC 5545 § 3.8.7.4.
    """
    for event in file.events:
        for line in event.all("SEQUENCE"):
            if not re.fullmatch(r"0|[1-9][0-9]{0,8}", line.value):
                problem = Text("SEQUENCE er ikke et helt tal fra 0", "SEQUENCE is no whole number from 0")
                yield line.number, problem, Text("skriv et helt tal fra 0", "write a whole number from 0")


@check("stamps")
def _stamps(file: CalendarFile) -> Iterator[Complaint]:
    """Find stamps that are not UTC, and a DTSTAMP or LAST-MODIFIED that is not the time of the last change."""
    for event in file.events:
        lines = event.all("DTSTAMP", "CREATED", "LAST-MODIFIED")
        bad = [line for line in lines if not _is_utc(line.value)]
        for line in bad:
            yield (
                line.number,
                Text(f"{line.name} er ikke et tidspunkt i UTC", f"{line.name} is no time in UTC"),
                Text("skriv det som 20270309T080000Z", "write it as 20270309T080000Z"),
            )
        stamp, created, changed = (event.value(name) for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"))
        if not bad and stamp and changed and (stamp != changed or (created or "") > changed):
            yield (
                event.number_of("DTSTAMP"),
                Text(
                    "DTSTAMP er ikke tidspunktet for den sidste ændring, eller aftalen er ændret før oprettelsen",
                    "DTSTAMP is not the time of the last change, or the event was changed before it was created",
                ),
                Text(
                    "skriv tidspunktet for den sidste ændring i DTSTAMP og LAST-MODIFIED",
                    "write the time of the last change in DTSTAMP and LAST-MODIFIED",
                ),
            )


def _is_utc(value: str) -> bool:
    try:
        dt.datetime.strptime(value, "%Y%m%dT%H%M%SZ")  # noqa: DTZ007
    except ValueError:
        return False
    return len(value) == 16


@check("organizer")
def _organizer(file: CalendarFile) -> Iterator[Complaint]:
    """Find events without exactly one ORGANIZER (a mailto: address) where there is a METHOD, or with one else.

    Source:
        RFC 5546 § 3.2.1.
    """
    for event in file.events:
        lines = event.all("ORGANIZER")
        if len(lines) != (1 if file.method else 0):
            yield (
                event.number_of("ORGANIZER"),
                Text(
                    "filen har METHOD, men aftalen har ikke netop én ORGANIZER",
                    "the file has a METHOD, but the event has not exactly one ORGANIZER",
                )
                if file.method
                else Text(
                    "aftalen har ORGANIZER, men filen har ingen METHOD",
                    "the event has an ORGANIZER, but the file has no METHOD",
                ),
                Text(
                    "skriv både METHOD og én ORGANIZER eller ingen af dem", "write METHOD and one ORGANIZER, or neither"
                ),
            )
        for line in lines:
            if not _MAILTO.fullmatch(line.value):
                yield line.number, *_NO_ADDRESS


@check("attendee")
def _attendee(file: CalendarFile) -> Iterator[Complaint]:
    """Find attendees in a published event, and invitations without one.

    Source:
        RFC 5546 § 3.2.1–3.2.2.
    """
    for event in file.events:
        lines = event.all("ATTENDEE")
        if file.profile is not Profile.INVITATION:
            for line in lines:
                problem = Text("en offentliggjort aftale har en ATTENDEE", "a published event has an ATTENDEE")
                hint = Text("skriv i DESCRIPTION, hvem der kommer", "name who comes in DESCRIPTION")
                yield line.number, problem, hint
            continue
        if not lines:
            problem = Text("indkaldelsen indkalder ingen", "the invitation invites nobody")
            hint = Text("skriv én ATTENDEE for hver adresse", "write one ATTENDEE for each address")
            yield event.number, problem, hint
        for line in lines:
            if not _MAILTO.fullmatch(line.value):
                yield line.number, *_NO_ADDRESS


@check("no-recurrence")
def _no_recurrence(file: CalendarFile) -> Iterator[Complaint]:
    """Find recurring events: every meeting has a UID of its own; Radicale and SabreDAV keep one UID a resource."""
    for event in file.events:
        for line in event.all("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"):
            hint = Text("skriv hvert møde med sit eget UID", "write each meeting as an event with its own UID")
            yield line.number, Text(f"aftalen har {line.name}", f"the event has {line.name}"), hint


@check("one-alarm")
def _one_alarm(file: CalendarFile) -> Iterator[Complaint]:
    """Find events with several alarms, of which Outlook keeps one by chance.

    Source:
        MS-STANOICAL.
    """
    for event in file.events:
        alarms = [part for part in event.parts if part.name == "VALARM"]
        for part in alarms[1:]:
            problem = Text("aftalen har mere end én VALARM", "the event has more than one VALARM")
            yield part.number, problem, Text("behold højst én", "keep one at most")


CHECKS = (
    _once,
    _uid_form,
    _uid_twice,
    _uid_of_plan,
    _sequence,
    _stamps,
    _organizer,
    _attendee,
    _no_recurrence,
    _one_alarm,
)
"""The checks of this module, in the order in which they are run."""
