"""A calendar file parsed for the checks: every line with its number, however malformed the file is."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal

from overgreb_rules.calendar import time_zone
from overgreb_rules.ical._model import Profile
from overgreb_rules.shared.cached_attribute import cached_attribute

_NAME = r"[A-Za-z0-9-]+"
_VALUE = r'(?:"[^"]*"|[^";:,]*)'
CONTENT_LINE = re.compile(
    rf"(?P<name>{_NAME})(?P<params>(?:;{_NAME}={_VALUE}(?:,{_VALUE})*)*):(?P<value>.*)", re.DOTALL
)
"""An unfolded content line. Source: RFC 5545 § 3.1."""
_YEARS = range(3, 9998)
"""Of these years and of the two years around each of them every local time is an instant that Python can hold."""
_PARAM = re.compile(rf";(?P<name>{_NAME})=(?P<values>{_VALUE}(?:,{_VALUE})*)")


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One unfolded content line; `number` counts physical lines from 1, `raw` holds the unfolded bytes.

    Source:
        RFC 5545 § 3.1.
    """

    number: int
    name: str
    params: dict[str, str]
    value: str
    raw: bytes


@dataclass(slots=True)
class Component:
    """A component, from BEGIN to END; `number` is the physical line of BEGIN."""

    name: str
    number: int
    lines: list[ContentLine] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)
    unfolded: list[bytes] = field(default_factory=list)
    """Every unfolded line of the file."""
    first: int = 0
    """The index of BEGIN among these lines."""
    last: int = 0
    """The index after END, or after the last line of what is never ended."""

    @property
    def raw(self) -> list[bytes]:
        """The unfolded lines from BEGIN to END, those of the inner components too."""
        return self.unfolded[self.first : self.last]

    def all(self, *names: str) -> list[ContentLine]:
        """Return the lines of some names.

        Args:
            *names: names of properties, in capitals.

        Returns:
            The lines in the order of the file.
        """
        return [line for line in self.lines if line.name in names]

    def value(self, name: str) -> str | None:
        """Return the value of the first line of a name.

        Args:
            name: the name of a property, in capitals.

        Returns:
            The value as it is written, with its escapes; None where there is no such line.
        """
        return next((line.value for line in self.lines if line.name == name), None)

    def number_of(self, name: str) -> int:
        """Return where the first line of a name begins.

        Args:
            name: the name of a property, in capitals.

        Returns:
            The number of the physical line; that of BEGIN where there is no such line.
        """
        return next((line.number for line in self.lines if line.name == name), self.number)


@dataclass(frozen=True, slots=True)
class MalformedLine:
    """A physical line that is no content line, or a BEGIN or END without the other."""

    line: int
    kind: Literal["no_content_line", "outside", "never_ended", "ends_nothing"]
    component: str = ""
    """What BEGIN or END names, as it stands in the file, in capitals."""


@dataclass(frozen=True, slots=True)
class CalendarTime:
    """The value of a DTSTART or DTEND."""

    kind: str
    """`day`, `utc`, `zoned` or `floating`."""
    clock: dt.datetime
    tzid: str | None

    @property
    def instant(self) -> float | None:
        """Return the instant of the time.

        Returns:
            Epoch seconds; None for a floating time and for a zone that is not known.
        """
        if self.kind in ("utc", "day"):
            return self.clock.replace(tzinfo=dt.UTC).timestamp()
        if self.tzid is None:
            return None
        try:
            return self.clock.replace(tzinfo=time_zone(self.tzid)).timestamp()
        except KeyError:
            return None


def parse_time(line: ContentLine) -> CalendarTime | None:
    """Parse the value of a line as a time.

    Args:
        line: a DTSTART or DTEND.

    Returns:
        The time; None where the value is no time (no such day, no such form, a year at the ends of the calendar).
    """
    tzid = line.params.get("TZID")
    day = line.params.get("VALUE", "").upper() == "DATE"
    pattern = "[0-9]{8}" if day else "[0-9]{8}T[0-9]{6}Z?"
    if not re.fullmatch(pattern, line.value):
        return None
    try:
        clock = dt.datetime.strptime(line.value.removesuffix("Z"), "%Y%m%d" if day else "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError:
        return None
    if clock.year not in _YEARS:
        return None
    if day:
        return CalendarTime("day", clock, None)
    if line.value.endswith("Z"):
        return CalendarTime("utc", clock, tzid)
    return CalendarTime("zoned" if tzid else "floating", clock, tzid)


class CalendarFile:
    """The bytes of a file, its lines and its components. Parsing never fails.

    Args:
        data: any bytes.
        profile: the profile against which the file is checked.
        earlier: the file that this one replaces; None for a first file.
        uids: the UIDs that the events must have; None for any.
    """

    def __init__(
        self,
        data: bytes,
        profile: Profile,
        *,
        earlier: CalendarFile | None = None,
        uids: Collection[str] | None = None,
    ) -> None:
        self.data = data
        self.profile = profile
        self.earlier = earlier
        self.uids = None if uids is None else frozenset(uids)
        self.physical: list[bytes] = re.split(rb"\r\n|\n|\r", data)
        self.malformed: list[MalformedLine] = []
        """Lines that are no content lines, and BEGIN and END without the other."""
        self.roots: list[Component] = []
        self.events: list[Component] = []
        """Every VEVENT in the order of the file, wherever it stands."""
        self.zones: list[Component] = []
        """Every VTIMEZONE in the order of the file, wherever it stands."""
        self._read()

    @cached_attribute
    def calendar(self) -> Component:
        """Return the first VCALENDAR.

        Returns:
            The component; an empty one where the file has none.
        """
        return next((part for part in self.roots if part.name == "VCALENDAR"), Component("VCALENDAR", 1))

    @cached_attribute
    def method(self) -> str | None:
        """Return the METHOD of the calendar.

        Returns:
            The value; None where there is none.
        """
        return self.calendar.value("METHOD")

    def _unfold(self) -> Iterator[tuple[int, bytes]]:
        start, parts = 1, [self.physical[0].removeprefix(b"\xef\xbb\xbf")]
        for number, text in enumerate(self.physical[1:], 2):
            if text[:1] in (b" ", b"\t"):
                parts.append(text[1:])
            else:
                yield start, b"".join(parts)
                start, parts = number, [text]
        whole = b"".join(parts)
        if whole:
            yield start, whole

    def _read(self) -> None:
        stack: list[Component] = []
        names: Counter[str] = Counter()
        lines = list(self._unfold())
        unfolded = [raw for _, raw in lines]
        for index, (number, raw) in enumerate(lines):
            match = CONTENT_LINE.fullmatch(raw.decode("utf-8", errors="replace"))
            if match is None:
                self.malformed.append(MalformedLine(number, "no_content_line"))
                continue
            name, value = match["name"].upper(), match["value"]
            if name == "BEGIN":
                part = Component(value.strip().upper(), number, unfolded=unfolded, first=index)
                self._list_part(part, stack[-1] if stack else None)
                stack.append(part)
                names[part.name] += 1
            elif name == "END":
                self._close(stack, names, number, value.strip().upper(), index)
            elif stack:
                params = {
                    one["name"].upper(): one["values"].replace('"', "") for one in _PARAM.finditer(match["params"])
                }
                stack[-1].lines.append(ContentLine(number, name, params, value, raw))
            else:
                self.malformed.append(MalformedLine(number, "outside"))
        for part in stack:
            part.last = len(unfolded)
            self.malformed.append(MalformedLine(part.number, "never_ended", part.name))

    def _list_part(self, part: Component, outer: Component | None) -> None:
        (self.roots if outer is None else outer.parts).append(part)
        if part.name == "VEVENT":
            self.events.append(part)
        elif part.name == "VTIMEZONE":
            self.zones.append(part)

    def _close(self, stack: list[Component], names: Counter[str], number: int, name: str, index: int) -> None:
        """End a component, and those in it that are still open; `names` counts the names of the open ones."""
        if not names[name]:
            self.malformed.append(MalformedLine(number, "ends_nothing", name))
            return
        while True:
            part = stack.pop()
            names[part.name] -= 1
            part.last = index + 1
            if part.name == name:
                return
            self.malformed.append(MalformedLine(part.number, "never_ended", part.name))
