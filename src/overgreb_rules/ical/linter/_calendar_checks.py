"""The checks of the calendar around the events."""

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
    """Find files with more than one VCALENDAR, which Exchange and older Outlook do not read.

    Source:
        MS-OXCICAL.
    """
    found = [part for part in file.roots if part.name == "VCALENDAR"]
    if len(found) != 1 or len(file.roots) != 1:
        yield 1, f"the file has {len(found)} VCALENDARs", "put everything into one BEGIN:VCALENDAR"


@check("whole-file")
def _whole_file(file: CalendarFile) -> Iterator[Complaint]:
    """Find a file that was cut off: it can look like a smaller calendar, and a subscriber would lose the rest."""
    if file.physical[-1:] == [b""] and file.physical[-2:-1] != [b"END:VCALENDAR"]:
        yield len(file.physical), "the file does not end with END:VCALENDAR", "write it again, whole"
    for number, what in file.malformed:
        if "END:" in what or "never ended" in what:
            yield number, what, "write the file again, whole: every BEGIN has its END"


@check("version")
def _version(file: CalendarFile) -> Iterator[Complaint]:
    """Find a calendar without VERSION:2.0 as its first line; some readers choose their parser by that line.

    Source:
        RFC 5545 § 3.7.4.
    """
    lines = file.calendar.all("VERSION")
    if [line.value for line in lines] != ["2.0"] or file.calendar.lines[0].name != "VERSION":
        number = lines[0].number if lines else file.calendar.number
        yield number, "the calendar does not begin with VERSION:2.0, once", "write it after BEGIN:VCALENDAR"


@check("prodid")
def _prodid(file: CalendarFile) -> Iterator[Complaint]:
    """Find a calendar without PRODID as its second line.

    Source:
        RFC 5545 § 3.7.3.
    """
    lines = file.calendar.all("PRODID")
    if len(lines) != 1 or not lines[0].value.strip() or file.calendar.lines[1:2] != lines:
        yield file.calendar.number, "PRODID is not the second line, once", "write it after VERSION"


@check("method")
def _method(file: CalendarFile) -> Iterator[Complaint]:
    """Find a METHOD that does not fit the profile, or a second one.

    Source:
        RFC 5546 § 1.4.
    """
    lines = file.calendar.all("METHOD")
    allowed = _METHODS[file.profile]
    if len(lines) > 1 or file.method not in allowed:
        names = ", ".join(name or "no METHOD" for name in allowed)
        number = lines[-1].number if lines else file.calendar.number
        yield number, f"METHOD is {file.method or 'missing'}, {len(lines)} times", f"write one of: {names}"


@check("calendar-uid")
def _calendar_uid(file: CalendarFile) -> Iterator[Complaint]:
    """Find a UID of the calendar itself: vdirsyncer takes it for that of an event, and events become one.

    Source:
        pimutils/vdirsyncer#1222.
    """
    for line in file.calendar.all("UID"):
        yield line.number, "the calendar itself has a UID", "leave it out"


@check("calendar-name")
def _calendar_name(file: CalendarFile) -> Iterator[Complaint]:
    """Find a name in a file of one meeting, which Outlook opens as a new calendar, and a feed without a name."""
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
    """Find feeds without a period of refresh, for Outlook (X-PUBLISHED-TTL) and for all others.

    Source:
        RFC 7986 § 5.7.
    """
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
    """Find a feed whose LAST-MODIFIED is not that of its latest event.

    Source:
        RFC 7986 § 5.4.
    """
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
    """Find several events in a file of one meeting: Outlook takes the first alone; Thunderbird made 153 of 12."""
    if len(file.events) != 1:
        yield (
            file.calendar.number,
            f"the file has {len(file.events)} events",
            "write one file for each meeting",
        )


@check("known-parts")
def _known_parts(file: CalendarFile) -> Iterator[Complaint]:
    """Find tasks, journals and free-busy times, which some programs show and others lose."""
    for part in file.calendar.parts:
        if part.name not in ("VEVENT", "VTIMEZONE"):
            yield (
                part.number,
                f"the calendar holds a {part.name}",
                "leave it out: events and their zone alone",
            )


@check("order")
def _order(file: CalendarFile) -> Iterator[Complaint]:
    """Find events out of the order of start and UID; in that order files of the same meetings are the same bytes."""
    keys = [(event.value("DTSTART") or "", event.value("UID") or "") for event in file.events]
    for event, key, before in zip(file.events[1:], keys[1:], keys, strict=False):
        if key < before:
            yield event.number, "the events are not in order of DTSTART and UID", "sort them"
            return


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
