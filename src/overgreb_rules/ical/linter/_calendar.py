"""The rules of the calendar around the events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.linter._checks import NAMED, SINGLE, Complaint, check
from overgreb_rules.ical.linter._file import CalendarFile

_METHODS: dict[Profile, tuple[str | None, ...]] = {
    Profile.MEETING: ("PUBLISH", "CANCEL", None),
    Profile.FEED: ("PUBLISH", None),
    Profile.INVITATION: ("REQUEST", "CANCEL"),
    Profile.DEADLINES: (None,),
}
_DURATION = re.compile(r"P(\d+W|\d+D(T\d+H)?|T\d+H)")


@check("one-calendar")
def _one_calendar(file: CalendarFile) -> Iterator[Complaint]:
    """Exchange and older Outlook read no file with several VCALENDARs (MS-OXCICAL)."""
    found = [part for part in file.roots if part.name == "VCALENDAR"]
    if len(found) != 1 or len(file.roots) != 1:
        yield 1, f"the file has {len(found)} VCALENDARs", "put everything into one BEGIN:VCALENDAR"


@check("whole-file")
def _whole_file(file: CalendarFile) -> Iterator[Complaint]:
    """A file that was cut off can look like a smaller calendar, and a subscriber would lose the rest."""
    if file.physical[-1:] == [b""] and file.physical[-2:-1] != [b"END:VCALENDAR"]:
        yield len(file.physical), "the file does not end with END:VCALENDAR", "write it again, whole"
    for number, what in file.odd:
        if "END:" in what or "never ended" in what:
            yield number, what, "write the file again, whole: every BEGIN has its END"


@check("version")
def _version(file: CalendarFile) -> Iterator[Complaint]:
    """RFC 5545 §3.7.4; first, since some readers choose their parser by it."""
    lines = file.calendar.all("VERSION")
    if [line.value for line in lines] != ["2.0"] or file.calendar.lines[0].name != "VERSION":
        number = lines[0].number if lines else file.calendar.number
        yield number, "the calendar does not begin with VERSION:2.0, once", "write it after BEGIN:VCALENDAR"


@check("prodid")
def _prodid(file: CalendarFile) -> Iterator[Complaint]:
    """RFC 5545 §3.7.3."""
    lines = file.calendar.all("PRODID")
    if len(lines) != 1 or not lines[0].value.strip() or file.calendar.lines[1:2] != lines:
        yield file.calendar.number, "PRODID is not the second line, once", "write it after VERSION"


@check("method")
def _method(file: CalendarFile) -> Iterator[Complaint]:
    """RFC 5546 §1.4: one METHOD a file, and the one that fits its use."""
    lines = file.calendar.all("METHOD")
    allowed = _METHODS[file.profile]
    if len(lines) > 1 or file.method not in allowed:
        names = ", ".join(name or "no METHOD" for name in allowed)
        number = lines[-1].number if lines else file.calendar.number
        yield number, f"METHOD is {file.method or 'missing'}, {len(lines)} times", f"write one of: {names}"


@check("calendar-uid")
def _calendar_uid(file: CalendarFile) -> Iterator[Complaint]:
    """Vdirsyncer takes the UID of a calendar for that of an event, and twelve events become one (#1222)."""
    for line in file.calendar.all("UID"):
        yield line.number, "the calendar itself has a UID", "leave it out"


@check("calendar-name")
def _calendar_name(file: CalendarFile) -> Iterator[Complaint]:
    """Outlook opens a file with a name as a new calendar; a feed without one is nameless to subscribers."""
    lines = file.calendar.all("NAME", "X-WR-CALNAME")
    if file.profile in SINGLE:
        for line in lines:
            yield line.number, f"a file of one meeting has {line.name}", "leave the name out"
    elif sorted(line.name for line in lines) != ["NAME", "X-WR-CALNAME"]:
        yield file.calendar.number, "a feed has no name, or several", "write NAME and X-WR-CALNAME, once each"
    elif lines[0].value != lines[1].value or not lines[0].value.strip():
        yield lines[1].number, "NAME and X-WR-CALNAME are not the same name", "write the same in both"


@check("refresh", NAMED)
def _refresh(file: CalendarFile) -> Iterator[Complaint]:
    """RFC 7986 §5.7 for most, X-PUBLISHED-TTL for Outlook: without them a feed is looked at when it suits."""
    refresh = file.calendar.all("REFRESH-INTERVAL")
    if len(refresh) != 1 or refresh[0].params.get("VALUE") != "DURATION":
        yield (
            file.calendar.number_of("REFRESH-INTERVAL"),
            "REFRESH-INTERVAL is missing, double, or does not say VALUE=DURATION",
            "write REFRESH-INTERVAL;VALUE=DURATION:P1D",
        )
    for line in (*refresh, *file.calendar.all("X-PUBLISHED-TTL")):
        if not _DURATION.fullmatch(line.value):
            yield line.number, f"{line.value!r} is no duration", "write P1D"
    if len(file.calendar.all("X-PUBLISHED-TTL")) != 1:
        yield file.calendar.number, "X-PUBLISHED-TTL is missing or double", "write X-PUBLISHED-TTL:P1D"


@check("latest-change", NAMED)
def _latest_change(file: CalendarFile) -> Iterator[Complaint]:
    """The LAST-MODIFIED of a feed is that of its latest event (RFC 7986 §5.4)."""
    stamps = [line.value for event in file.events for line in event.all("LAST-MODIFIED")]
    found = [line.value for line in file.calendar.all("LAST-MODIFIED")]
    if stamps and found != [max(stamps)]:
        yield (
            file.calendar.number_of("LAST-MODIFIED"),
            f"LAST-MODIFIED of the feed is {', '.join(found) or 'missing'}",
            f"write that of its latest event: {max(stamps)}",
        )


@check("one-event", SINGLE)
def _one_event(file: CalendarFile) -> Iterator[Complaint]:
    """Outlook takes only the first event of a mail; Thunderbird made 153 of 12."""
    if len(file.events) != 1:
        yield (
            file.calendar.number,
            f"the file has {len(file.events)} events",
            "write one file for each meeting",
        )


@check("known-parts")
def _known_parts(file: CalendarFile) -> Iterator[Complaint]:
    """Tasks, journals and free-busy times among the events are shown by some programs and lost by others."""
    for part in file.calendar.parts:
        if part.name not in ("VEVENT", "VTIMEZONE"):
            yield (
                part.number,
                f"the calendar holds a {part.name}",
                "leave it out: events and their zone alone",
            )


@check("order")
def _order(file: CalendarFile) -> Iterator[Complaint]:
    """Sorted by start and UID, so that two files of the same meetings are the same bytes."""
    keys = [(event.value("DTSTART") or "", event.value("UID") or "") for event in file.events]
    for event, key, before in zip(file.events[1:], keys[1:], keys, strict=False):
        if key < before:
            yield event.number, "the events are not in order of DTSTART and UID", "sort them"
            return
