"""What the reader says about a calendar file of somebody else, in words of its own.

Invariants:
    No note holds text of the file. It names the line, the property or component if RFC 5545 knows the name, and the
    time zone if its name consists of words of known zone names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from overgreb_rules.shared.text import Text

KNOWN_PROPERTIES = frozenset({
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "FREEBUSY", "TZID",
    "TZOFFSETFROM", "TZOFFSETTO", "X-CLIPSTART", "X-CLIPEND", "ATTENDEE", "CATEGORIES", "COMMENT", "CONTACT",
    "DESCRIPTION", "LOCATION", "NAME", "ORGANIZER", "SUMMARY", "X-WR-CALDESC", "X-WR-CALNAME",
})  # fmt: skip
"""The names of properties that a note may repeat."""
KNOWN_COMPONENTS = frozenset({
    "AVAILABLE", "DAYLIGHT", "STANDARD", "VALARM", "VAVAILABILITY", "VCALENDAR", "VCARD", "VEVENT", "VFREEBUSY",
    "VJOURNAL", "VTIMEZONE", "VTODO",
})  # fmt: skip
"""The names of components that a note may repeat."""

_WORD = re.compile(r"[A-Za-z]+")
_OTHER_WORDS = frozenset({
    "customized", "custom", "time", "zone", "timezone", "standard", "daylight", "summer", "winter", "gmt", "utc",
    "tzone", "cest", "romance", "romansk", "dansk", "danmark", "sommertid", "vintertid", "normaltid", "standardtid",
    "tid", "tidszone", "zeit", "zeitzone", "sommerzeit", "winterzeit", "normalzeit", "local", "lokal",
})  # fmt: skip
"""Words of zone names that programs make up, in English, Danish and German."""
_LONGEST_ZONE_NAME = 80


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """One thing that the reader could not take as it stands: code, physical line from 1 or None, and the sentence.

    The sentence has no full stop; it names the line itself.
    """

    code: str
    line: int | None
    text: Text


class NotUnderstoodError(Exception):
    """A file of which nothing certain can be said."""

    def __init__(self, note: ReadingNote) -> None:
        """Keep the reason."""
        super().__init__(note.text.en)
        self.note = note


def build_note(code: str, line: int | None, da: str, en: str) -> ReadingNote:
    """Build a note; the sentence ends with the line.

    Args:
        code: The code of the note.
        line: The physical line, counted from 1; None for the file as a whole.
        da: The Danish sentence without its line and full stop.
        en: The same in English.

    Returns:
        The note.
    """
    if line is None:
        return ReadingNote(code, None, Text(da, en))
    return ReadingNote(code, line, Text(f"{da} (linje {line})", f"{en} (line {line})"))


def name_property(name: str) -> Text:
    """Name a property without repeating text of the file.

    Args:
        name: The name as it stands in the file.

    Returns:
        The name where RFC 5545 or a large vendor defines it; else a general word.
    """
    upper = name.upper()
    return Text(upper, upper) if upper in KNOWN_PROPERTIES else Text("en egenskab", "a property")


def build_unreadable_note(name: str, line: int) -> ReadingNote:
    """Build the note for a value that cannot be read.

    Args:
        name: The name of the property as it stands in the file.
        line: The physical line, counted from 1.

    Returns:
        The note.
    """
    word = name_property(name)
    return build_note("unreadable", line, f"{word.da} kan ikke læses", f"{word.en} cannot be read")


def build_backward_note(line: int) -> ReadingNote:
    """Build the note for an appointment that ends before it starts.

    Args:
        line: The physical line, counted from 1.

    Returns:
        The note.
    """
    return build_note(
        "ends_before_start", line, "en aftale slutter, før den begynder", "an appointment ends before it starts"
    )


def build_missing_start_note(name: str, line: int) -> ReadingNote:
    """Build the note for a component without a start.

    Args:
        name: The name of the component.
        line: The physical line of its BEGIN, counted from 1.

    Returns:
        The note.
    """
    word = name_component(name)
    text = Text(
        f"{word.da} med BEGIN i linje {line} har ingen start (DTSTART)",
        f"the {word.en} with BEGIN in line {line} has no start (DTSTART)",
    )
    return ReadingNote("no_start", line, text)


def build_zone_note(line: int) -> ReadingNote:
    """Build the note for a VTIMEZONE that is used and cannot be read.

    Args:
        line: The physical line, counted from 1.

    Returns:
        The note.
    """
    return build_note(
        "unreadable_zone",
        line,
        "filens tidszone (VTIMEZONE) kan ikke læses",
        "the time zone of the file (VTIMEZONE) cannot be read",
    )


def name_component(name: str) -> Text:
    """Name a component without repeating text of the file.

    Args:
        name: The name as it stands in the file.

    Returns:
        The name where RFC 5545 or RFC 7953 defines it; else a general word.
    """
    upper = name.upper()
    return Text(upper, upper) if upper in KNOWN_COMPONENTS else Text("en komponent", "a component")


def name_zone(name: str) -> str | None:
    """Return the name of a time zone if it may be repeated.

    Args:
        name: The TZID as it stands in the file.

    Returns:
        The name where each of its words is a word of an IANA or Windows zone name; else None, because a TZID is text
        that anybody can write.
    """
    words = {word.lower() for word in _WORD.findall(name)}
    if not words or not words <= _zone_words() or len(name) > _LONGEST_ZONE_NAME or not name.isprintable():
        return None
    # Digits belong to offsets such as UTC+01:00: a run of more than four of them is something else.
    return None if re.search(r"\d{5}|@", name) else name


@cache
def _zone_words() -> frozenset[str]:
    """Return the words of all known zone names, in small letters.

    Cached, one set of some 700 words: building it takes 0.3 ms, and a calendar asks once for each of its zones, of
    which a hostile one has thousands.
    """
    names = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    names += WINDOWS_TO_OLSON
    return _OTHER_WORDS | {word.lower() for name in names for word in _WORD.findall(name)}
