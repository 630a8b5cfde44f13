"""The checks between a file and the file that it replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from overgreb_rules.ical.linter._checks import Complaint, check
from overgreb_rules.ical.linter._file import CalendarFile, Component
from overgreb_rules.shared.text import Text

_RAISING = ("DTSTART", "DTEND", "LOCATION", "STATUS")
_SEQUENCE = re.compile(r"[0-9]{1,9}")
_STAMPS = (b"DTSTAMP", b"LAST-MODIFIED", b"SEQUENCE", b"CREATED")


def _pairs(file: CalendarFile) -> Iterator[tuple[Component, Component]]:
    """Yield each event with the event of the same UID in the earlier file, the earlier one first."""
    if file.earlier is None:
        return
    before = {event.value("UID"): event for event in file.earlier.events}
    for event in file.events:
        old = before.get(event.value("UID"))
        if old is not None:
            yield old, event


def _sequence(event: Component) -> int | None:
    value = event.value("SEQUENCE") or ""
    return int(value) if _SEQUENCE.fullmatch(value) else None


@check("sequence-down")
def _sequence_down(file: CalendarFile) -> Iterator[Complaint]:
    """Find a SEQUENCE that falls: programs ignore what has a lower one than they know.

    Source:
        RFC 5546 § 2.1.5.
    """
    for old, new in _pairs(file):
        before, after = _sequence(old), _sequence(new)
        if before is not None and after is not None and after < before:
            problem = Text(f"SEQUENCE falder fra {before} til {after}", f"SEQUENCE falls from {before} to {after}")
            yield new.number_of("SEQUENCE"), problem, Text("sænk den aldrig", "never lower it")


@check("sequence-not-raised")
def _sequence_not_raised(file: CalendarFile) -> Iterator[Complaint]:
    """Find a new time, place or status without a raised SEQUENCE: programs do not take it over.

    Source:
        RFC 5546 § 2.1.4.
    """
    for old, new in _pairs(file):
        before, after = _sequence(old), _sequence(new)
        changed = [name for name in _RAISING if _raw(old, name) != _raw(new, name)]
        if changed and before is not None and after is not None and after <= before:
            yield (
                new.number_of("SEQUENCE"),
                Text(
                    f"{', '.join(changed)} er ændret, og SEQUENCE er stadig {after}",
                    f"{', '.join(changed)} changed, and SEQUENCE is still {after}",
                ),
                Text(f"skriv SEQUENCE:{before + 1}", f"write SEQUENCE:{before + 1}"),
            )


def _raw(event: Component, name: str) -> list[bytes]:
    return [line.raw for line in event.all(name)]


@check("stamp-back")
def _stamp_back(file: CalendarFile) -> Iterator[Complaint]:
    """Find a DTSTAMP that goes back: it orders what has the same SEQUENCE.

    Source:
        RFC 5546 § 2.1.5.
    """
    for old, new in _pairs(file):
        before, after = old.value("DTSTAMP") or "", new.value("DTSTAMP") or ""
        if after < before:
            problem = Text("DTSTAMP går tilbage", "DTSTAMP goes back")
            yield new.number_of("DTSTAMP"), problem, Text("stil det aldrig tilbage", "never set it back")


@check("unchanged-bytes")
def _unchanged_bytes(file: CalendarFile) -> Iterator[Complaint]:
    """Find events that changed under the same stamp, and events that are the same under a new one."""
    for old, new in _pairs(file):
        if old.raw == new.raw:
            continue
        same_stamp = old.value("DTSTAMP") == new.value("DTSTAMP")
        if same_stamp or _content(old) == _content(new):
            problem = Text("aftalen er ændret, men har samme DTSTAMP", "the event changed under the same DTSTAMP")
            if not same_stamp:
                problem = Text(
                    "aftalen har et nyt DTSTAMP, men siger det samme", "the event has a new stamp and says the same"
                )
            hint = Text(
                "giv kun en ændret aftale et senere DTSTAMP",
                "give a changed event a later DTSTAMP, and no other",
            )
            yield new.number, problem, hint


def _content(event: Component) -> list[bytes]:
    return [line for line in event.raw if not line.startswith(_STAMPS)]


@check("dropped-event")
def _dropped_event(file: CalendarFile) -> Iterator[Complaint]:
    """Find events that are gone: a meeting that is not shown as cancelled stays in every copy for ever."""
    if file.earlier is None:
        return
    kept = {event.value("UID") for event in file.events}
    for old in file.earlier.events:
        uid = old.value("UID")
        if uid not in kept:
            problem = Text(
                f"mødet i linje {old.number} i den tidligere fil er væk",
                f"the meeting in line {old.number} of the earlier file is gone",
            )
            hint = Text("behold det med STATUS:CANCELLED", "keep it, with STATUS:CANCELLED")
            yield file.calendar.number, problem, hint


CHECKS = (
    _sequence_down,
    _sequence_not_raised,
    _stamp_back,
    _unchanged_bytes,
    _dropped_event,
)
"""The checks of this module, in the order in which they are run."""
