"""The lines and components of a calendar file, however it was damaged, with physical line numbers.

A line that is no content line is kept as stray text: raw line breaks in a description decide no time. What could hide
a time is refused: a stray line that may be what is left of a property of time, or a component that is not closed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from overgreb_rules.ical.free_busy.notes import (
    KNOWN_COMPONENTS,
    NotUnderstoodError,
    ReadingNote,
    build_note,
    build_unreadable_note,
    name_component,
)
from overgreb_rules.ical.free_busy.property_line import PropertyLine, split_property

MOST_LINES = 1_500_000
"""A larger file is not parsed: a calendar of one year has at most some hundred thousand lines."""

TIME_PROPERTIES = frozenset({
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "FREEBUSY",
    "X-CLIPSTART", "X-CLIPEND",
})  # fmt: skip
"""The properties whose values are times; such a value holds no colon."""
_KEPT = TIME_PROPERTIES | {
    "UID", "DTSTAMP", "SEQUENCE", "STATUS", "TRANSP", "METHOD", "ATTENDEE", "ORGANIZER", "TZID", "TZOFFSETFROM",
    "TZOFFSETTO", "BUSYTYPE", "PRIORITY", "X-WR-CALNAME", "X-WR-TIMEZONE", "X-OWNER", "X-MICROSOFT-CDO-BUSYSTATUS",
    "X-MICROSOFT-CDO-ALLDAYEVENT", "TRIGGER",
}  # fmt: skip
_ZIP = b"PK\x03\x04"
_HEAD = re.compile(r"([A-Za-z0-9-]+)([;:])")
_TIME_NAME = r"(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|FREEBUSY)"
_LIKE_VALUE = r"\d{8}|FREQ\s*=|\w=\w|\bPT?\d"
_TORN_TIME = re.compile(
    rf"\s*{_TIME_NAME}(?:\s*(?:[=:]|\Z)|;(?:\S|\s*\Z)|(?:\b.*)?(?:{_LIKE_VALUE}))", re.IGNORECASE | re.ASCII
)
"""A line that is no content line and may be what is left of a property of time: nothing follows the name, or what
follows looks like a time or a rule. Free text that begins with the name is none: «RRULE er aftalt»."""
_TIME_VALUE = re.compile(_LIKE_VALUE, re.IGNORECASE | re.ASCII)
_SAME_ROLE = {"DTEND": ("DTEND", "DURATION"), "DURATION": ("DTEND", "DURATION")}
"""Of these properties a component needs the one or the other."""
_TOKEN = re.compile(r"[A-Za-z0-9-]+")


@dataclass(slots=True)
class ComponentBlock:
    """A component from BEGIN to END, with the properties that decide something, in the order of the file."""

    name: str
    number: int
    properties: dict[str, list[PropertyLine]] = field(default_factory=dict)
    blocks: list[ComponentBlock] = field(default_factory=list)
    damage: ReadingNote | None = None
    """A line in it that seems to be a property of time and cannot be read."""

    def all(self, name: str) -> list[PropertyLine]:
        """Return the properties of a name.

        Args:
            name: The name in capitals.

        Returns:
            The properties in the order of the file.
        """
        return self.properties.get(name, [])

    def word(self, name: str) -> str:
        """Return the value of a property as a word.

        Args:
            name: The name in capitals.

        Returns:
            The first value, in capitals and without blanks around it; empty where the property is missing.
        """
        found = self.properties.get(name)
        return found[0].value.strip().upper() if found else ""

    def parts(self, name: str) -> list[ComponentBlock]:
        """Return the inner components of a name.

        Args:
            name: The name in capitals.

        Returns:
            The components in the order of the file.
        """
        return [block for block in self.blocks if block.name == name]


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The calendars of a file, and its damage that decides no time."""

    calendars: tuple[ComponentBlock, ...]
    stray: tuple[int, ...]
    """The physical lines that are loose text, in order."""
    misquoted: tuple[int, ...]
    """The physical lines with a quotation mark in the wrong place of a parameter, in order."""


def parse_file(data: bytes) -> ParsedFile:
    """Parse the bytes of a calendar file.

    Args:
        data: The bytes.

    Returns:
        The VCALENDARs of the file, and the stray lines.

    Raises:
        NotUnderstoodError: The bytes are no calendar, are cut off, or are damaged where a time may be decided.
    """
    whole = _decode(data)
    text = whole.lstrip("\ufeff \t\r\n")
    skipped = len(_split_lines(whole[: len(whole) - len(text)])) - 1
    if not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        head = text[:2000].lower()
        if "<html" in head or "<!doctype" in head:
            raise NotUnderstoodError(
                build_note(
                    "no_calendar", None, "det er ikke en kalenderfil; det er en webside, måske en login-side",
                    "it is no calendar file; it is a web page, perhaps of a login",
                )
            )  # fmt: skip
        if data.startswith(_ZIP):
            raise NotUnderstoodError(
                build_note(
                    "packed", None, "det er ikke en kalenderfil, men en ZIP-fil; pak den ud",
                    "it is no calendar file but a ZIP file; unpack it",
                )
            )  # fmt: skip
        raise NotUnderstoodError(_build_no_calendar_note())
    return _Parser().parse(_unfold(text, skipped + 1))


def _build_no_calendar_note() -> ReadingNote:
    return build_note("no_calendar", None, "det er ikke en kalenderfil", "it is no calendar file")


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    # Names and times are ASCII: letters of another encoding can only be damaged in texts.
    return data.decode("utf-8", errors="replace")


def _split_lines(text: str) -> list[str]:
    """Return the physical lines, each of which ends with CRs and an LF, or with a CR alone.

    CR CR LF is one end of a line: a program has written CR LF through a stream that turns LF into CR LF.
    """
    *ended, rest = text.split("\n")
    lines = [line for part in ended for line in part.rstrip("\r").split("\r")]
    return lines + rest.split("\r")


def _unfold(text: str, first: int) -> Iterator[tuple[int, str]]:
    """Yield each unfolded line that is not empty, with its first physical line."""
    lines = _split_lines(text)
    if len(lines) > MOST_LINES:
        raise NotUnderstoodError(
            build_note(
                "too_large",
                None,
                f"filen har over {MOST_LINES} linjer; eksportér kun året",
                f"it has more than {MOST_LINES} lines; export the year alone",
            )
        )
    start, parts = first, [""]
    for number, line in enumerate(lines, first):
        if line[:1] in {" ", "\t"}:
            parts.append(line[1:])
            continue
        if not line:
            continue
        whole = "".join(parts)
        if whole.strip():
            yield start, whole
        start, parts = number, [line]
    whole = "".join(parts)
    if whole.strip():
        yield start, whole


class _Parser:
    def __init__(self) -> None:
        self.calendars: list[ComponentBlock] = []
        self.open: list[ComponentBlock] = []
        self.stray: list[int] = []
        self.misquoted: list[int] = []
        self.doubtful: dict[int, list[PropertyLine]] = {}
        """Lines that are named like a property of time and read like free text, by the identity of their block."""

    def parse(self, lines: Iterator[tuple[int, str]]) -> ParsedFile:
        for number, line in lines:
            head = _HEAD.match(line)
            if head is None:
                self._take_stray(number, line)
                continue
            name = head[1].upper()
            if name in {"BEGIN", "END"} and head[2] == ":":
                self._take_bound(name, line[head.end() :], number)
            elif name in _KEPT:
                self._take_property(name, line, head, number)
            elif not self.open:
                self.stray.append(number)
            elif head[2] == ";" and '"' in line:
                self._note_quotes(PropertyLine(name, split_property(line[head.end() - 1 :])[0], "", number))
        if self.open:
            self._refuse_open()
        if not self.calendars:
            raise NotUnderstoodError(_build_no_calendar_note())
        return ParsedFile(tuple(self.calendars), tuple(sorted(self.stray)), tuple(self.misquoted))

    def _take_stray(self, number: int, line: str) -> None:
        hidden = _TORN_TIME.match(line)
        if hidden and self.open and self.open[-1].name != "VALARM":
            self.open[-1].damage = build_unreadable_note(hidden[1], number)
        else:
            self.stray.append(number)

    def _take_bound(self, bound: str, value: str, number: int) -> None:
        name = value.strip().upper()
        if not _TOKEN.fullmatch(name) or (value[:1].isspace() and name not in KNOWN_COMPONENTS):
            # A text that begins with the word: «End: 11 o'clock».
            self.stray.append(number)
        elif bound == "BEGIN":
            block = ComponentBlock(name, number)
            at_root, expected = not self.open, name == "VCALENDAR"
            in_calendar = len(self.open) == 1 or name not in {"VEVENT", "VFREEBUSY", "VAVAILABILITY"}
            if at_root != expected or not (at_root or in_calendar):
                word = name_component(name)
                raise NotUnderstoodError(
                    build_note(
                        "damaged", number, f"filen er beskadiget: {word.da} begynder på et forkert sted",
                        f"it is damaged: {word.en} begins in the wrong place",
                    )
                )  # fmt: skip
            (self.open[-1].blocks if self.open else self.calendars).append(block)
            self.open.append(block)
        elif not self.open or self.open[-1].name != name:
            word = name_component(name)
            raise NotUnderstoodError(
                build_note(
                    "damaged", number, f"filen er beskadiget: END for {word.da} lukker intet",
                    f"it is damaged: END of {word.en} closes nothing",
                )
            )  # fmt: skip
        else:
            self._close(self.open.pop())

    def _close(self, block: ComponentBlock) -> None:
        for line in self.doubtful.pop(id(block), ()):
            if any(block.all(name) for name in _SAME_ROLE.get(line.name, (line.name,))):
                self.stray.append(line.number)
            else:
                block.properties.setdefault(line.name, []).append(line)

    def _note_quotes(self, line: PropertyLine) -> None:
        if not line.has_sound_parameters:
            self.misquoted.append(line.number)

    def _take_property(self, name: str, line: str, head: re.Match[str], number: int) -> None:
        if not self.open:
            self.stray.append(number)
            return
        rest = line[head.end() - 1 :]
        if name in TIME_PROPERTIES:
            # No value of time holds a colon, and a name of a zone may.
            parameters, colon, value = rest.rpartition(":")
        else:
            parameters, colon, value = split_property(rest)
        if not colon:
            self._take_stray(number, line)
            return
        if value[:1].isspace() and name not in TIME_PROPERTIES:
            # A raw line of a text, such as «Status: cancelled»: no program writes a blank there.
            self.stray.append(number)
            return
        found = PropertyLine(name, parameters, value.strip(), number)
        self._note_quotes(found)
        if value[:1].isspace() and not _TIME_VALUE.search(value):
            # «Duration: 2 timer»: a raw line of a text, where the component says elsewhere how long it lasts.
            self.doubtful.setdefault(id(self.open[-1]), []).append(found)
            return
        self.open[-1].properties.setdefault(name, []).append(found)

    def _refuse_open(self) -> None:
        block = self.open[-1]
        word = name_component(block.name)
        raise NotUnderstoodError(
            build_note(
                "cut_off", block.number,
                f"filen er afkortet eller beskadiget: {word.da} er ikke lukket",
                f"it is cut off or damaged: {word.en} is not closed",
            )
        )  # fmt: skip
