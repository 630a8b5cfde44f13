"""A calendar file taken apart for the rules: every line with its number, whatever is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from overgreb_rules.calendar import time_zone
from overgreb_rules.ical._model import Profile
from overgreb_rules.shared.cached_attribute import cached_attribute

__all__ = ["CONTENT_LINE", "CalendarFile", "CalendarTime", "Component", "ContentLine", "parse_time"]

_NAME = r"[A-Za-z0-9-]+"
_VALUE = r'(?:"[^"]*"|[^";:,]*)'
CONTENT_LINE = re.compile(
    rf"(?P<name>{_NAME})(?P<params>(?:;{_NAME}={_VALUE}(?:,{_VALUE})*)*):(?P<value>.*)", re.DOTALL
)
"""A content line (RFC 5545 §3.1), unfolded."""
_PARAM = re.compile(rf";(?P<name>{_NAME})=(?P<values>{_VALUE}(?:,{_VALUE})*)")


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One unfolded content line and the number of the physical line where it begins."""

    number: int
    name: str
    params: dict[str, str]
    value: str
    raw: bytes


@dataclass(slots=True)
class Component:
    """A component, from BEGIN to END."""

    name: str
    number: int
    lines: list[ContentLine] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)
    closed: bool = False
    raw: list[bytes] = field(default_factory=list)
    """Every unfolded line from BEGIN to END, those of the inner parts too."""

    def all(self, *names: str) -> list[ContentLine]:
        """The lines of these names, in order."""
        return [line for line in self.lines if line.name in names]

    def value(self, name: str) -> str | None:
        """The value of the first line of this name."""
        return next((line.value for line in self.lines if line.name == name), None)

    def number_of(self, name: str) -> int:
        """Where the line of this name begins, or the part where there is none."""
        return next((line.number for line in self.lines if line.name == name), self.number)


@dataclass(frozen=True, slots=True)
class CalendarTime:
    """What a DTSTART or DTEND says."""

    kind: str
    """`day`, `utc`, `zoned` or `floating`."""
    clock: dt.datetime
    tzid: str | None

    @property
    def instant(self) -> float | None:
        """Seconds since 1970 where they can be known."""
        if self.kind in ("utc", "day"):
            return self.clock.replace(tzinfo=dt.UTC).timestamp()
        if self.tzid is None:
            return None
        try:
            return self.clock.replace(tzinfo=time_zone(self.tzid)).timestamp()
        except KeyError:
            return None


def parse_time(line: ContentLine) -> CalendarTime | None:
    """The time of a line, or None where it is none (no such day, no such form)."""
    tzid = line.params.get("TZID")
    day = line.params.get("VALUE", "").upper() == "DATE"
    pattern = r"\d{8}" if day else r"\d{8}T\d{6}Z?"
    if not re.fullmatch(pattern, line.value):
        return None
    try:
        clock = dt.datetime.strptime(line.value.removesuffix("Z"), "%Y%m%d" if day else "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError:
        return None
    if day:
        return CalendarTime("day", clock, None)
    if line.value.endswith("Z"):
        return CalendarTime("utc", clock, tzid)
    return CalendarTime("zoned" if tzid else "floating", clock, tzid)


class CalendarFile:
    """The bytes of a file, its lines and its components. Reading it never fails."""

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
        self.odd: list[tuple[int, str]] = []
        """Lines that are no content lines, and BEGIN and END that do not meet, by their number."""
        self.roots: list[Component] = []
        self._read()

    @cached_attribute
    def calendar(self) -> Component:
        """The first VCALENDAR, or an empty one."""
        return next((part for part in self.roots if part.name == "VCALENDAR"), Component("VCALENDAR", 1))

    @cached_attribute
    def events(self) -> list[Component]:
        """Every VEVENT, wherever it stands."""
        return [part for root in self.roots for part in self._walk(root) if part.name == "VEVENT"]

    @cached_attribute
    def zones(self) -> list[Component]:
        """Every VTIMEZONE, wherever it stands."""
        return [part for root in self.roots for part in self._walk(root) if part.name == "VTIMEZONE"]

    @cached_attribute
    def method(self) -> str | None:
        """The METHOD of the file, or None."""
        return self.calendar.value("METHOD")

    def _walk(self, part: Component) -> Iterator[Component]:
        yield part
        for inner in part.parts:
            yield from self._walk(inner)

    def _unfolded(self) -> Iterator[tuple[int, bytes]]:
        start, whole = 0, b""
        for number, text in enumerate(self.physical, 1):
            if number == 1:
                start, whole = 1, text.removeprefix(b"\xef\xbb\xbf")
            elif text[:1] in (b" ", b"\t"):
                whole += text[1:]
            else:
                yield start, whole
                start, whole = number, text
        if whole:
            yield start, whole

    def _read(self) -> None:
        stack: list[Component] = []
        for number, raw in self._unfolded():
            match = CONTENT_LINE.fullmatch(raw.decode("utf-8", errors="replace"))
            if match is None:
                self.odd.append((number, "is no content line (NAME;PARAM=…:value)"))
                continue
            name, value = match["name"].upper(), match["value"]
            for part in stack:
                part.raw.append(raw)
            if name == "BEGIN":
                part = Component(value.strip().upper(), number, raw=[raw])
                (stack[-1].parts if stack else self.roots).append(part)
                stack.append(part)
            elif name == "END":
                self._close(stack, number, value.strip().upper())
            elif stack:
                params = {
                    one["name"].upper(): one["values"].replace('"', "") for one in _PARAM.finditer(match["params"])
                }
                stack[-1].lines.append(ContentLine(number, name, params, value, raw))
            else:
                self.odd.append((number, "stands outside every component"))
        self.odd.extend((part.number, f"BEGIN:{part.name} is never ended") for part in stack)

    def _close(self, stack: list[Component], number: int, name: str) -> None:
        if not any(part.name == name for part in stack):
            self.odd.append((number, f"END:{name} ends nothing"))
            return
        while stack[-1].name != name:
            inner = stack.pop()
            self.odd.append((inner.number, f"BEGIN:{inner.name} is never ended"))
        stack.pop().closed = True
