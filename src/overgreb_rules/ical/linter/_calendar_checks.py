"""The checks of the calendar around the events."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from overgreb_rules.ical._model import Profile, build_order_key
from overgreb_rules.ical.free_busy.notes import name_component
from overgreb_rules.ical.linter._checks import NAMED, SINGLE, Complaint, check
from overgreb_rules.ical.linter._file import CalendarFile, Component, parse_time
from overgreb_rules.shared.text import Text

_METHODS: dict[Profile, tuple[str | None, ...]] = {
    Profile.MEETING: ("PUBLISH", "CANCEL", None),
    Profile.FEED: ("PUBLISH", None),
    Profile.INVITATION: ("REQUEST", "CANCEL"),
    Profile.DEADLINES: (None,),
}
_LEAVE_OUT = Text("udelad det", "leave it out")
_DURATION = re.compile(r"P(\d+W|\d+D(T\d+H)?|T\d+H)", re.ASCII)


@check("one-calendar")
def _one_calendar(file: CalendarFile) -> Iterator[Complaint]:
    """Find files with more than one VCALENDAR, which Exchange and older Outlook do not read.

    Source:
        MS-OXCICAL.
    """
    found = [part for part in file.roots if part.name == "VCALENDAR"]
    if len(found) != 1 or len(file.roots) != 1:
        problem = Text(
            f"VCALENDAR står {len(found)} gange i filen i stedet for én", f"the file has VCALENDAR {len(found)} times"
        )
        yield 1, problem, Text("saml alt i én BEGIN:VCALENDAR", "put everything into one BEGIN:VCALENDAR")


@check("whole-file")
def _whole_file(file: CalendarFile) -> Iterator[Complaint]:
    """Find a file that was cut off: it can look like a smaller calendar, and a subscriber would lose the rest."""
    if file.physical[-1:] == [b""] and file.physical[-2:-1] != [b"END:VCALENDAR"]:
        problem = Text("filen slutter ikke med END:VCALENDAR", "the file does not end with END:VCALENDAR")
        yield len(file.physical), problem, Text("skriv hele filen igen", "write it again, whole")
    hint = Text("skriv hele filen igen: hver BEGIN har sin END", "write the file again, whole: every BEGIN has its END")
    for one in file.malformed:
        word = name_component(one.component)
        if one.kind == "never_ended":
            yield one.line, Text(f"BEGIN for {word.da} bliver ikke lukket", f"BEGIN of {word.en} is never ended"), hint
        elif one.kind == "ends_nothing":
            yield one.line, Text(f"END for {word.da} lukker intet", f"END of {word.en} ends nothing"), hint


@check("version")
def _version(file: CalendarFile) -> Iterator[Complaint]:
    """Find a calendar without VERSION:2.0 as its first line; some readers choose their parser by that line.

    Source:
        RFC 5545 § 3.7.4.
    """
    lines = file.calendar.all("VERSION")
    if [line.value for line in lines] != ["2.0"] or file.calendar.lines[0].name != "VERSION":
        number = lines[0].number if lines else file.calendar.number
        problem = Text(
            "kalenderen begynder ikke med netop én VERSION:2.0", "the calendar does not begin with VERSION:2.0, once"
        )
        yield number, problem, Text("skriv den efter BEGIN:VCALENDAR", "write it after BEGIN:VCALENDAR")


@check("prodid")
def _prodid(file: CalendarFile) -> Iterator[Complaint]:
    """Find a calendar without PRODID as its second line.

    Source:
        RFC 5545 § 3.7.3.
    """
    lines = file.calendar.all("PRODID")
    if len(lines) != 1 or not lines[0].value.strip() or file.calendar.lines[1:2] != lines:
        problem = Text(
            "PRODID står ikke i kalenderens anden linje eller står flere gange", "PRODID is not the second line, once"
        )
        yield file.calendar.number, problem, Text("skriv den efter VERSION", "write it after VERSION")


@check("method")
def _method(file: CalendarFile) -> Iterator[Complaint]:
    """Find a METHOD that does not fit the profile, or a second one.

    Source:
        RFC 5546 § 1.4.
    """
    lines = file.calendar.all("METHOD")
    allowed = _METHODS[file.profile]
    if len(lines) > 1 or file.method not in allowed:
        danish, english = (", ".join(name or none for name in allowed) for none in ("ingen METHOD", "no METHOD"))
        number = lines[-1].number if lines else file.calendar.number
        problem = Text(
            "METHOD mangler, står flere gange eller passer ikke til filen",
            "METHOD is missing, stands several times, or does not fit the file",
        )
        yield number, problem, Text(f"skriv en af: {danish}", f"write one of: {english}")


@check("calendar-uid")
def _calendar_uid(file: CalendarFile) -> Iterator[Complaint]:
    """Find a UID of the calendar itself: vdirsyncer takes it for that of an event, and events become one.

    Source:
        pimutils/vdirsyncer#1222.
    """
    for line in file.calendar.all("UID"):
        yield line.number, Text("selve kalenderen har et UID", "the calendar itself has a UID"), _LEAVE_OUT


@check("calendar-name")
def _calendar_name(file: CalendarFile) -> Iterator[Complaint]:
    """Find a name in a file of one meeting, which Outlook opens as a new calendar, and a feed without a name."""
    lines = file.calendar.all("NAME", "X-WR-CALNAME")
    if file.profile in SINGLE:
        for line in lines:
            problem = Text(f"en fil med ét møde har {line.name}", f"a file of one meeting has {line.name}")
            yield line.number, problem, Text("udelad navnet", "leave the name out")
    elif sorted(line.name for line in lines) != ["NAME", "X-WR-CALNAME"]:
        problem = Text("en kalender til abonnement har intet navn eller flere navne", "a feed has no name, or several")
        hint = Text("skriv NAME og X-WR-CALNAME, hver én gang", "write NAME and X-WR-CALNAME, once each")
        yield file.calendar.number, problem, hint
    elif lines[0].value != lines[1].value or not lines[0].value.strip():
        problem = Text("NAME og X-WR-CALNAME er ikke samme navn", "NAME and X-WR-CALNAME are not the same name")
        yield lines[1].number, problem, Text("skriv det samme i begge", "write the same in both")


@check("refresh", NAMED)
def _refresh(file: CalendarFile) -> Iterator[Complaint]:
    """Find feeds without a period of refresh, for Outlook (X-PUBLISHED-TTL) and for all others.

    Source:
        RFC 7986 § 5.7.
    """
    refresh = file.calendar.all("REFRESH-INTERVAL")
    if len(refresh) != 1 or refresh[0].params.get("VALUE") != "DURATION":
        yield (
            file.calendar.number_of("REFRESH-INTERVAL"),
            Text(
                "REFRESH-INTERVAL mangler, står flere gange eller siger ikke VALUE=DURATION",
                "REFRESH-INTERVAL is missing, double, or does not say VALUE=DURATION",
            ),
            Text("skriv REFRESH-INTERVAL;VALUE=DURATION:P1D", "write REFRESH-INTERVAL;VALUE=DURATION:P1D"),
        )
    for line in (*refresh, *file.calendar.all("X-PUBLISHED-TTL")):
        if not _DURATION.fullmatch(line.value):
            problem = Text(f"{line.name} er ikke en varighed", f"{line.name} is no duration")
            yield line.number, problem, Text("skriv P1D", "write P1D")
    if len(file.calendar.all("X-PUBLISHED-TTL")) != 1:
        problem = Text("X-PUBLISHED-TTL mangler eller står flere gange", "X-PUBLISHED-TTL is missing or double")
        yield file.calendar.number, problem, Text("skriv X-PUBLISHED-TTL:P1D", "write X-PUBLISHED-TTL:P1D")


@check("latest-change", NAMED)
def _latest_change(file: CalendarFile) -> Iterator[Complaint]:
    """Find a feed whose LAST-MODIFIED is not that of its latest event.

    Source:
        RFC 7986 § 5.4.
    """
    stamps = [line.value for event in file.events for line in event.all("LAST-MODIFIED")]
    found = [line.value for line in file.calendar.all("LAST-MODIFIED")]
    if stamps and found != [max(stamps)]:
        yield (
            file.calendar.number_of("LAST-MODIFIED"),
            Text(
                "kalenderens LAST-MODIFIED mangler eller er ikke den seneste blandt aftalernes",
                "LAST-MODIFIED of the feed is missing, or is not that of its latest event",
            ),
            Text("skriv den seneste blandt aftalernes", "write that of its latest event"),
        )


@check("one-event", SINGLE)
def _one_event(file: CalendarFile) -> Iterator[Complaint]:
    """Find several events in a file of one meeting: Outlook takes the first alone; Thunderbird made 153 of 12."""
    if len(file.events) != 1:
        yield (
            file.calendar.number,
            Text(
                f"VEVENT står {len(file.events)} gange i filen i stedet for én",
                f"the file has VEVENT {len(file.events)} times",
            ),
            Text("skriv én fil for hvert møde", "write one file for each meeting"),
        )


@check("known-parts")
def _known_parts(file: CalendarFile) -> Iterator[Complaint]:
    """Find tasks, journals and free-busy times, which some programs show and others lose."""
    for part in file.calendar.parts:
        if part.name not in ("VEVENT", "VTIMEZONE"):
            word = name_component(part.name)
            yield (
                part.number,
                Text(
                    f"kalenderen indeholder andet end aftaler: {word.da}",
                    f"the calendar holds something else than events: {word.en}",
                ),
                Text("udelad det: kun aftaler og deres tidszone", "leave it out: events and their zone alone"),
            )


@check("order")
def _order(file: CalendarFile) -> Iterator[Complaint]:
    """Find events out of the order of start and UID; in that order files of the same meetings are the same bytes."""
    keyed = [(event, key) for event in file.events if (key := _order_key(event)) is not None]
    for (_, before), (event, key) in pairwise(keyed):
        if key < before:
            problem = Text(
                "aftalerne står ikke i rækkefølge efter DTSTART og UID",
                "the events are not in order of DTSTART and UID",
            )
            yield event.number, problem, Text("sortér dem", "sort them")
            return


def _order_key(event: Component) -> tuple[dt.date, float, str] | None:
    """Return the sort key of an event; None where its start is no instant and no day."""
    start = next((parse_time(line) for line in event.all("DTSTART")), None)
    if start is None or start.instant is None:
        return None
    when = start.clock.date() if start.kind == "day" else dt.datetime.fromtimestamp(start.instant, dt.UTC)
    return build_order_key(when, event.value("UID") or "")


CHECKS = (
    _one_calendar,
    _whole_file,
    _version,
    _prodid,
    _method,
    _calendar_uid,
    _calendar_name,
    _refresh,
    _latest_change,
    _one_event,
    _known_parts,
    _order,
)
"""The checks of this module, in the order in which they are run."""
