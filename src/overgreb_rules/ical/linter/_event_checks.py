"""The checks of one event: its names, its state, its people, its words."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from overgreb_rules.errors import has_cpr_shape
from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.linter._checks import SCHEDULED, Complaint, check
from overgreb_rules.ical.linter._file import CalendarFile, Component

UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ONCE = (
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "SUMMARY", "CLASS", "STATUS",
    "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS",
)  # fmt: skip
_AT_MOST_ONCE = ("DTEND", "DESCRIPTION", "LOCATION", "CONFERENCE", "ORGANIZER")
_VALUES = {
    "STATUS": ("CONFIRMED", "TENTATIVE", "CANCELLED"),
    "TRANSP": ("OPAQUE", "TRANSPARENT"),
    "CLASS": ("PUBLIC", "PRIVATE", "CONFIDENTIAL"),
    "X-MICROSOFT-CDO-BUSYSTATUS": ("BUSY", "TENTATIVE", "FREE", "OOF"),
}
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "NAME", "X-WR-CALNAME", "X-WR-CALDESC")
_ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")


@check("once")
def _once(file: CalendarFile) -> Iterator[Complaint]:
    """Find properties that are missing or double: each program chooses for itself which one holds."""
    ended = () if file.profile is Profile.DEADLINES else ("DTEND",)
    for event in file.events:
        count = Counter(line.name for line in event.lines)
        for name in (*_ONCE, *ended):
            if count[name] != 1:
                yield event.number_of(name), f"the event has {count[name]} {name}", f"write {name} once"
        for name in _AT_MOST_ONCE:
            if count[name] > 1:
                yield event.number_of(name), f"the event has {count[name]} {name}", f"write {name} once"


@check("uid-form")
def _uid_form(file: CalendarFile) -> Iterator[Complaint]:
    """Find UIDs that are no UUID: short ones collide in Google, and a name in a UID is personal data.

    Source:
        RFC 7986 § 5.3.
    """
    for event in file.events:
        for line in event.all("UID"):
            if not UUID_FORM.fullmatch(line.value):
                yield line.number, f"the UID {line.value!r} is no UUID", "write a UUID in small letters"


@check("uid-twice")
def _uid_twice(file: CalendarFile) -> Iterator[Complaint]:
    """Find two events with the same UID, of which a program keeps one."""
    seen: set[str] = set()
    for event in file.events:
        for line in event.all("UID"):
            if line.value in seen:
                yield line.number, f"another event has the UID {line.value}", "give each meeting its own"
            seen.add(line.value)


@check("uid-of-plan")
def _uid_of_plan(file: CalendarFile) -> Iterator[Complaint]:
    """Find events that the plan does not have for this file, and events of the plan that are missing."""
    if file.uids is None:
        return
    found = {line.value: line.number for event in file.events for line in event.all("UID")}
    for uid in sorted(found.keys() - file.uids):
        yield found[uid], f"the plan has no meeting {uid} for this file", "write the UID of the plan"
    for uid in sorted(file.uids - found.keys()):
        yield (
            file.calendar.number,
            f"the meeting {uid} of the plan is missing",
            "write it, cancelled if it is off",
        )


@check("sequence")
def _sequence(file: CalendarFile) -> Iterator[Complaint]:
    """Find a SEQUENCE that is no whole number from 0.

    Source:
        RFC 5545 § 3.8.7.4.
    """
    for event in file.events:
        for line in event.all("SEQUENCE"):
            if not re.fullmatch(r"0|[1-9]\d{0,8}", line.value):
                yield line.number, f"SEQUENCE is {line.value!r}", "write a whole number from 0"


@check("stamps")
def _stamps(file: CalendarFile) -> Iterator[Complaint]:
    """Find stamps that are not UTC, and a DTSTAMP or LAST-MODIFIED that is not the time of the last change."""
    for event in file.events:
        lines = event.all("DTSTAMP", "CREATED", "LAST-MODIFIED")
        bad = [line for line in lines if not _is_utc(line.value)]
        for line in bad:
            yield (
                line.number,
                f"{line.name} is {line.value!r}, no time in UTC",
                "write it as 20270309T080000Z",
            )
        stamp, created, changed = (event.value(name) for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"))
        if not bad and stamp and changed and (stamp != changed or (created or "") > changed):
            yield (
                event.number_of("DTSTAMP"),
                "DTSTAMP is not the time of the last change, or the event was changed before it was created",
                "write the time of the last change in DTSTAMP and LAST-MODIFIED",
            )


def _is_utc(value: str) -> bool:
    try:
        dt.datetime.strptime(value, "%Y%m%dT%H%M%SZ")  # noqa: DTZ007
    except ValueError:
        return False
    return len(value) == 16


@check("known-values")
def _known_values(file: CalendarFile) -> Iterator[Complaint]:
    """Find words outside the lists of STATUS, TRANSP, CLASS and the status of Outlook."""
    for event in file.events:
        for name, allowed in _VALUES.items():
            for line in event.all(name):
                if line.value not in allowed:
                    yield line.number, f"{name} is {line.value!r}", f"write one of: {', '.join(allowed)}"


@check("cancelled-is-free")
def _cancelled_is_free(file: CalendarFile) -> Iterator[Complaint]:
    """Find cancelled meetings that are still shown as busy and keep the time from other meetings."""
    for event in file.events:
        if event.value("STATUS") == "CANCELLED" and not _is_free(event):
            yield (
                event.number_of("TRANSP"),
                "a cancelled meeting takes time",
                "write TRANSP:TRANSPARENT and X-MICROSOFT-CDO-BUSYSTATUS:FREE",
            )


def _is_free(event: Component) -> bool:
    return event.value("TRANSP") == "TRANSPARENT" and event.value("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"


@check("busy-both-ways")
def _busy_both_ways(file: CalendarFile) -> Iterator[Complaint]:
    """Find a TRANSP that contradicts X-MICROSOFT-CDO-BUSYSTATUS: Outlook and the others would disagree."""
    for event in file.events:
        free = event.value("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
        if (event.value("TRANSP") == "TRANSPARENT") != free:
            yield (
                event.number_of("X-MICROSOFT-CDO-BUSYSTATUS"),
                "TRANSP and X-MICROSOFT-CDO-BUSYSTATUS contradict each other",
                "TRANSPARENT goes with FREE, OPAQUE with the others",
            )


@check("cancelled-mark")
def _cancelled_mark(file: CalendarFile) -> Iterator[Complaint]:
    """Find cancelled meetings without a mark in the summary: subscriptions in Google and Outlook hide STATUS.

    A deadline is never marked as a meeting that was called off: its summary begins with its own status.
    """
    for event in file.events:
        cancelled = event.value("STATUS") == "CANCELLED" and file.profile is not Profile.DEADLINES
        marked = (event.value("SUMMARY") or "").startswith("AFLYST: ")
        if cancelled != marked:
            yield (
                event.number_of("SUMMARY"),
                "the summary does not say whether the meeting is cancelled as STATUS does",
                "begin it with «AFLYST: » where STATUS of a meeting is CANCELLED, and nowhere else",
            )


@check("method-status", SCHEDULED)
def _method_status(file: CalendarFile) -> Iterator[Complaint]:
    """Find a METHOD that contradicts STATUS: REQUEST never cancels, CANCEL always does.

    Source:
        RFC 5546 § 3.2.
    """
    for event in file.events:
        cancelled = event.value("STATUS") == "CANCELLED"
        single = file.profile is not Profile.FEED
        if (file.method == "CANCEL") != cancelled and file.method is not None and single:
            yield (
                event.number_of("STATUS"),
                f"METHOD:{file.method} and STATUS:{event.value('STATUS')} do not go together",
                "write METHOD:CANCEL and STATUS:CANCELLED, or neither",
            )


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
                f"the event has {len(lines)} ORGANIZER, and the file {'a' if file.method else 'no'} METHOD",
                "write METHOD and one ORGANIZER, or neither",
            )
        for line in lines:
            if not _MAILTO.fullmatch(line.value):
                yield line.number, f"ORGANIZER is {line.value!r}", "write mailto: and the address"


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
                yield line.number, "a published event has an ATTENDEE", "name who comes in DESCRIPTION"
            continue
        if not lines:
            yield event.number, "the invitation invites nobody", "write one ATTENDEE for each address"
        for line in lines:
            if not _MAILTO.fullmatch(line.value):
                yield line.number, f"ATTENDEE is {line.value!r}", "write mailto: and the address"


@check("no-recurrence")
def _no_recurrence(file: CalendarFile) -> Iterator[Complaint]:
    """Find recurring events: every meeting has a UID of its own; Radicale and SabreDAV keep one UID a resource."""
    for event in file.events:
        for line in event.all("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"):
            yield line.number, f"the event has {line.name}", "write each meeting as an event with its own UID"


@check("one-alarm")
def _one_alarm(file: CalendarFile) -> Iterator[Complaint]:
    """Find events with several alarms, of which Outlook keeps one by chance.

    Source:
        MS-STANOICAL.
    """
    for event in file.events:
        alarms = [part for part in event.parts if part.name == "VALARM"]
        for part in alarms[1:]:
            yield part.number, "the event has more than one VALARM", "keep one at most"


@check("plain-text")
def _plain_text(file: CalendarFile) -> Iterator[Complaint]:
    """Find descriptions in HTML, which some programs show as tags, and which hide the text."""
    for event in file.events:
        for line in event.lines:
            html = line.name == "DESCRIPTION" and re.search(
                r"</?(p|br|html|body|div|a)\b[^>]*>", line.value, re.IGNORECASE
            )
            if html or line.name == "X-ALT-DESC":
                yield line.number, "the event has a description in HTML", "write plain text in DESCRIPTION"


@check("escapes")
def _escapes(file: CalendarFile) -> Iterator[Complaint]:
    """Find unescaped commas, semicolons and backslashes, which end the text in some programs.

    Source:
        RFC 5545 § 3.3.11.
    """
    for part in (file.calendar, *file.events):
        for line in part.all(*_TEXTS):
            if not _ESCAPED.fullmatch(line.value):
                yield line.number, f"{line.name} holds an unescaped character", "write \\\\ \\; \\, and \\n"


@check("empty-summary")
def _empty_summary(file: CalendarFile) -> Iterator[Complaint]:
    """Find events without words, which are shown as «No title»."""
    for event in file.events:
        if not (event.value("SUMMARY") or "").removeprefix("AFLYST: ").strip():
            yield event.number_of("SUMMARY"), "the event has no summary", "write one"


@check("no-cpr-number")
def _no_cpr_number(file: CalendarFile) -> Iterator[Complaint]:
    """Find what looks like a CPR number: calendars are open inside an organisation, and subscriptions are copies."""
    for part in (file.calendar, *file.events):
        for line in part.lines:
            words = line.value if line.name in _TEXTS or line.name == "CATEGORIES" else ""
            if has_cpr_shape(words) or any(has_cpr_shape(value) for value in line.params.values()):
                yield line.number, f"{line.name} holds what looks like a CPR number", "take it out"


CHECKS = (
    _once,
    _uid_form,
    _uid_twice,
    _uid_of_plan,
    _sequence,
    _stamps,
    _known_values,
    _cancelled_is_free,
    _busy_both_ways,
    _cancelled_mark,
    _method_status,
    _organizer,
    _attendee,
    _no_recurrence,
    _one_alarm,
    _plain_text,
    _escapes,
    _empty_summary,
    _no_cpr_number,
)
"""The checks of this module, in the order in which they are run."""
