"""Reads from a calendar file when somebody is busy: bounded in time and size, never guessing free.

Busy is every event and every VFREEBUSY period, apart from what is transparent, cancelled, or marked as free
or as working elsewhere. Tentative ones are kept apart. Whole days are days of Europe/Copenhagen. A time
without a zone is read in the zone of the file, or else in Europe/Copenhagen, with a warning. A file in which
something that decides the time cannot be understood is unknown as a whole: half of a calendar would pass for
free time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from math import inf
from typing import Any

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]  # it ships no types

from meetings._domain.parties import BusyCalendar
from overgreb_rules.calendar import COPENHAGEN, midnight, time_zone

MAX_BYTES = 20_000_000
"""A larger file is not read: a calendar of one year has at most a few megabytes."""

_MAX_REPEATS, _MAX_REPEATS_IN_ALL = 100_000, 1_000_000
_MAX_SELDOM = 5
_MAX_PERIODS = 50_000
_SECONDS = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": 86_400, "WEEKLY": 604_800}
_DECIDES_THE_TIME = {
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "EXRULE",
    "RECURRENCE-ID",
    "FREEBUSY",
}
_SELDOM = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
_NOT_BUSY = {"FREE", "WORKINGELSEWHERE"}

Interval = tuple[int, int]


class _NotUnderstoodError(Exception):
    """Why this calendar says nothing certain, in words."""


def build_unknown_calendar(why: str, data: bytes = b"") -> BusyCalendar:
    """Build the calendar of a party of which nothing is known.

    Args:
        why: Why nothing is known, in words.
        data: The bytes of the calendar file, for the receipt.

    Returns:
        A calendar that never counts as free.
    """
    return BusyCalendar(unknown=why, sha256=hashlib.sha256(data).hexdigest())


def read_calendar(data: bytes, year: int) -> BusyCalendar:
    """Read what a calendar file says about a year.

    Args:
        data: The bytes of the file.
        year: The year of which appointments are kept.

    Returns:
        The calendar. It is of unknown availability, and nothing is raised, where the file cannot be understood.
    """
    if len(data) > MAX_BYTES:
        return build_unknown_calendar(
            f"it has more than {MAX_BYTES // 1_000_000} MB; export the year {year} alone", data
        )
    try:
        return _CalendarReader(year).read(data)
    except _NotUnderstoodError as error:
        return build_unknown_calendar(str(error), data)
    except Exception as error:  # whatever a parser stumbles over, the answer is: unknown
        return build_unknown_calendar(f"it is damaged ({type(error).__name__}: {str(error)[:120]})", data)


class _CalendarReader:
    def __init__(self, year: int) -> None:
        self.year = year
        self.first = midnight(dt.date(year, 1, 1))
        self.last = midnight(dt.date(year + 1, 1, 1))
        self.busy: list[Interval] = []
        self.tentative: list[Interval] = []
        self.floating_zone = COPENHAGEN
        self.floating = 0
        self.repeats = 0.0
        self.seldom = 0

    def read(self, data: bytes) -> BusyCalendar:
        for calendar in _calendars(data):
            self.floating_zone = _zone_of(calendar)
            self._events(calendar)
            for component in calendar.walk("VFREEBUSY"):
                self._free_busy(component)
        warnings = []
        if self.floating:
            zone = self.floating_zone.key
            warnings.append(f"{self.floating} times have no time zone that is known; they are read as {zone}")
        busy, tentative = _merged(self.busy), _merged(self.tentative)
        return BusyCalendar(busy, tentative, None, tuple(warnings), hashlib.sha256(data).hexdigest())

    def _events(self, calendar: icalendar.Calendar) -> None:
        series: dict[str, list[Any]] = {}
        for number, event in enumerate(calendar.walk("VEVENT")):
            _refuse_broken(event)
            if "DTSTART" not in event:
                raise _NotUnderstoodError(f"an event has no start ({_label(event)})")
            series.setdefault(str(event.get("UID", f"\0{number}")), []).append(event)
        repeating = icalendar.Calendar()
        for events in series.values():
            if any(name in event for event in events for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
                for event in events:
                    self._refuse_endless(event)
                    repeating.add_component(event)
            else:
                for event in events:
                    self._take(event)
        self._expand(repeating)

    def _expand(self, repeating: icalendar.Calendar) -> None:
        if not repeating.subcomponents:
            return
        # A day more on both sides: the library compares in the zone of each event.
        first, last = dt.date(self.year - 1, 12, 31), dt.date(self.year + 1, 1, 2)
        for count, event in enumerate(recurring_ical_events.of(repeating).between(first, last)):
            if count >= _MAX_PERIODS:
                raise _NotUnderstoodError(f"it has more than {_MAX_PERIODS} appointments in {self.year}")
            self._take(event)

    def _refuse_endless(self, event: Any) -> None:
        start = self._instant(event["DTSTART"].dt)
        for name in ("RRULE", "EXRULE"):
            rules = event.get(name, [])
            for rule in rules if isinstance(rules, list) else [rules]:
                freq = str(rule.get("FREQ", ["?"])[0]).upper()
                step = _SECONDS.get(freq, 2_419_200) * int(rule.get("INTERVAL", [1])[0])
                each = 1
                for part in ("BYSECOND", "BYMINUTE", "BYHOUR"):
                    each *= max(1, len(rule.get(part, [])))
                repeats = (self.last - start) / step * each if step > 0 else inf
                self.repeats += max(0, repeats)
                # A day that never comes is looked for until the year 9999.
                self.seldom += freq in {"DAILY", "WEEKLY"} and any(part in rule for part in _SELDOM)
                if repeats > _MAX_REPEATS:
                    raise _NotUnderstoodError(
                        f"an appointment repeats more than {_MAX_REPEATS} times ({_label(event)})"
                    )
                if self.repeats > _MAX_REPEATS_IN_ALL or self.seldom > _MAX_SELDOM:
                    raise _NotUnderstoodError("its appointments repeat too often; export the year alone")

    def _take(self, event: Any) -> None:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            return
        shown = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
        if str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or shown in _NOT_BUSY:
            return
        start = event["DTSTART"].dt
        begins = self._instant(start)
        if "DTEND" in event:
            ends = self._instant(event["DTEND"].dt)
        elif "DURATION" in event:
            ends = self._after(start, event["DURATION"].dt)
        elif isinstance(start, dt.datetime):
            ends = begins
        else:
            ends = midnight(start + dt.timedelta(days=1))
        perhaps = str(event.get("STATUS", "")).upper() == "TENTATIVE" or shown == "TENTATIVE"
        self._add(begins, ends, perhaps=perhaps)

    def _after(self, start: dt.date, duration: dt.timedelta) -> int:
        # RFC 5545, 3.3.6: days of a duration are days of the calendar, hours are elapsed time.
        days = dt.timedelta(days=duration.days)
        if isinstance(start, dt.datetime):
            return self._instant(start + days) + duration.seconds
        return midnight(start + days) + duration.seconds

    def _free_busy(self, component: Any) -> None:
        _refuse_broken(component)
        found = component.get("FREEBUSY", [])
        for period in found if isinstance(found, list) else [found]:
            kind = str(period.params.get("FBTYPE", "BUSY")).upper()
            if kind != "FREE":
                begins, ends = self._instant(period.start), self._instant(period.end)
                self._add(begins, ends, perhaps=kind == "BUSY-TENTATIVE")

    def _add(self, begins: int, ends: int, *, perhaps: bool) -> None:
        if begins < self.last and ends > self.first and begins < ends:
            kept = self.tentative if perhaps else self.busy
            kept.append((max(begins, self.first), min(ends, self.last)))

    def _instant(self, value: object) -> int:
        if isinstance(value, dt.datetime):
            if value.tzinfo is None:
                self.floating += 1
                return int(value.replace(tzinfo=self.floating_zone).timestamp())
            key = getattr(value.tzinfo, "key", None)
            if key is not None:
                # The machine's own zone data may be older than ours: only the wall clock is taken from it.
                value = value.replace(tzinfo=time_zone(key))
            return int(value.timestamp())
        if isinstance(value, dt.date):
            return midnight(value)
        raise _NotUnderstoodError(f"{value!r} is neither a day nor a time")


def _calendars(data: bytes) -> Iterator[icalendar.Calendar]:
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        page = b"<html" in text[:2000].lower() or b"<!doctype" in text[:2000].lower()
        seems = "; it is a web page, perhaps of a login" if page else ""
        raise _NotUnderstoodError(f"it is no calendar file{seems}")
    if not text.rstrip().upper().endswith(b"END:VCALENDAR"):
        raise _NotUnderstoodError("it is cut off: the last line is not END:VCALENDAR")
    _refuse_unbalanced(text)
    found = icalendar.Calendar.from_ical(text, multiple=True)
    for calendar in found:
        if not isinstance(calendar, icalendar.Calendar):
            raise _NotUnderstoodError(f"it is no calendar but a {calendar.name}")
        yield calendar


def _refuse_unbalanced(text: bytes) -> None:
    # The parser drops what is not closed, and with it busy time.
    open_parts: list[bytes] = []
    for line in text.splitlines():
        head, _, name = line.strip().upper().partition(b":")
        if line[:1] in (b" ", b"\t") or head not in (b"BEGIN", b"END"):
            continue
        if head == b"BEGIN":
            open_parts.append(name)
        elif not open_parts or open_parts.pop() != name:
            raise _NotUnderstoodError(f"it is damaged: END:{name.decode(errors='replace')[:30]} closes nothing")
    if open_parts:
        raise _NotUnderstoodError(f"it is damaged: {open_parts[-1].decode(errors='replace')[:30]} is not closed")


def _zone_of(calendar: icalendar.Calendar) -> Any:
    try:
        return time_zone(str(calendar.get("X-WR-TIMEZONE", "Europe/Copenhagen")))
    except KeyError:
        return COPENHAGEN


def _refuse_broken(component: Any) -> None:
    for name, what in component.errors:
        if name is None or name.upper() in _DECIDES_THE_TIME:
            raise _NotUnderstoodError(f"{name} cannot be read ({str(what)[:80]})")


def _label(event: Any) -> str:
    # Never the title: a calendar that is sent for its times may hold names in its texts.
    return f"UID {str(event.get('UID', 'missing'))[:60]}"


def _merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for begins, ends in sorted(intervals):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        else:
            merged.append((begins, ends))
    return tuple(merged)
