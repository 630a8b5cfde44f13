"""The checks of times and zones."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from overgreb_rules.calendar import is_in_repeated_hour, time_zone
from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.free_busy.zone_names import find_shown_name
from overgreb_rules.ical.linter._checks import Complaint, check
from overgreb_rules.ical.linter._file import CalendarFile, CalendarTime, Component, ContentLine, parse_time
from overgreb_rules.shared.text import Text

_HALF_HOUR = 1800
_YEARLY = re.compile(r"FREQ=YEARLY;BYDAY=(-?[1-4])(MO|TU|WE|TH|FR|SA|SU);BYMONTH=(1[0-2]|[1-9])")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OFFSET = re.compile(r"([+-])(\d\d)([0-5]\d)", re.ASCII)


def _times(file: CalendarFile) -> Iterator[tuple[Component, ContentLine, CalendarTime | None]]:
    for event in file.events:
        for line in event.all("DTSTART", "DTEND"):
            yield event, line, parse_time(line)


@check("time-form")
def _time_form(file: CalendarFile) -> Iterator[Complaint]:
    """Find times that the calendar or the clock does not have: each program makes another one of them."""
    for _, line, found in _times(file):
        if found is None:
            problem = Text(f"{line.name} er ikke et tidspunkt", f"{line.name} is no time")
            yield line.number, problem, Text("skriv TZID=…:20270309T090000", "write TZID=…:20270309T090000")
        elif found.kind == "zoned" and found.instant is not None and found.tzid is not None:
            back = dt.datetime.fromtimestamp(found.instant, time_zone(found.tzid)).replace(tzinfo=None)
            if back != found.clock:
                problem = Text(
                    f"klokkeslættet i {line.name} findes ikke den dag i tidszonen",
                    f"the clock of the zone never shows {line.name}",
                )
                yield line.number, problem, Text("flyt mødet", "move the meeting")


@check("floating-time")
def _floating_time(file: CalendarFile) -> Iterator[Complaint]:
    """Find times in no zone, which are another hour for everyone who travels."""
    for _, line, found in _times(file):
        if found is not None and found.kind == "floating":
            problem = Text(f"{line.name} har ingen tidszone", f"{line.name} is in no time zone")
            yield line.number, problem, Text("skriv TZID=Europe/Copenhagen", "write TZID=Europe/Copenhagen")


@check("zone-and-utc")
def _zone_and_utc(file: CalendarFile) -> Iterator[Complaint]:
    """Find times with a TZID and a Z: programs follow the one or the other.

    Source:
        RFC 5545 § 3.2.19.
    """
    for _, line, found in _times(file):
        if found is not None and found.kind == "utc" and found.tzid is not None:
            problem = Text(f"{line.name} har både TZID og Z", f"{line.name} has a TZID and a Z")
            yield line.number, problem, Text("skriv den lokale tid uden Z", "write the local time without Z")


@check("local-time")
def _local_time(file: CalendarFile) -> Iterator[Complaint]:
    """Find meetings in UTC, which move when the law of summer time does, and meetings of a whole day.

    In the hour that the clock shows twice UTC is the only form that names one instant (RFC 5545 § 3.3.5).
    """
    for event, line, found in _times(file):
        if found is None:
            continue
        if found.kind == "utc" and found.tzid is None and not _touches_repeated_hour(event):
            hint = Text("skriv den lokale tid med TZID", "write the local time with its TZID")
            yield line.number, Text(f"{line.name} er i UTC", f"{line.name} is in UTC"), hint
        if found.kind == "day" and file.profile is not Profile.DEADLINES:
            problem = Text(f"mødets {line.name} er en hel dag", f"{line.name} of a meeting is a whole day")
            yield line.number, problem, Text("skriv klokkeslættet", "write its time")


def _touches_repeated_hour(event: Component) -> bool:
    found = [parse_time(line) for line in event.all("DTSTART", "DTEND")]
    instants = [one.instant for one in found if one is not None and one.instant is not None]
    return any(is_in_repeated_hour(dt.datetime.fromtimestamp(instant, dt.UTC)) for instant in instants)


@check("same-zone")
def _same_zone(file: CalendarFile) -> Iterator[Complaint]:
    """Find a DTSTART and a DTEND of different kinds or zones."""
    for event in file.events:
        found = [parse_time(line) for line in event.all("DTSTART", "DTEND")]
        forms = {(one.kind == "day", one.tzid) for one in found if one is not None}
        if len(forms) > 1:
            problem = Text(
                "DTSTART og DTEND har ikke samme form og tidszone",
                "DTSTART and DTEND are not in the same form and zone",
            )
            yield event.number_of("DTEND"), problem, Text("skriv begge på samme måde", "write one form for both")


@check("ends-after-start")
def _ends_after_start(file: CalendarFile) -> Iterator[Complaint]:
    """Find events that do not end after their start; of whole days DTEND is the day after the last.

    Source:
        RFC 5545 § 3.6.1.
    """
    for event in file.events:
        start = next((parse_time(line) for line in event.all("DTSTART")), None)
        end = next((parse_time(line) for line in event.all("DTEND")), None)
        if start is None or end is None:
            continue
        first, last = start.instant, end.instant
        # In a zone that is not known the clocks are compared: its own rule says that it is not known.
        over = end.clock <= start.clock if first is None or last is None else last <= first
        if over:
            yield (
                event.number_of("DTEND"),
                Text("aftalen slutter, før den er begyndt", "the event ends before it has begun"),
                Text("skriv det seneste tidspunkt i DTEND", "write the later time in DTEND"),
            )


@check("zone-defined")
def _zone_defined(file: CalendarFile) -> Iterator[Complaint]:
    """Find zones without a VTIMEZONE in the file, where the time is a guess, and zones with two.

    Source:
        RFC 5545 § 3.2.19.
    """
    names = Counter(zone.value("TZID") for zone in file.zones)
    for name in sorted(name for name, count in names.items() if name is not None and count > 1):
        problem = Text(f"{_name_zone(name).da} er defineret to gange", f"{_name_zone(name).en} is defined twice")
        yield file.zones[0].number, problem, Text("definér den én gang", "define it once")
    for event in file.events:
        for line in event.lines:
            tzid = line.params.get("TZID")
            if tzid is not None and tzid not in names:
                word = _name_zone(tzid)
                problem = Text(f"{word.da} har ingen VTIMEZONE", f"{word.en} has no VTIMEZONE")
                yield line.number, problem, Text("skriv zonens VTIMEZONE", "write the VTIMEZONE of the zone")


@check("zone-form")
def _zone_form(file: CalendarFile) -> Iterator[Complaint]:
    """Find zones not given by yearly rules with one weekday, as Outlook needs; dateutil refuses X- lines.

    Source:
        MS-OXCICAL.
    """
    for zone in file.zones:
        for part in (zone, *zone.parts):
            for line in part.lines:
                if line.name.startswith("X-") or line.name in ("COMMENT", "RDATE", "EXDATE"):
                    word = "X-" if line.name.startswith("X-") else line.name
                    hint = Text("beskriv den kun med årlige regler", "describe it by yearly rules alone")
                    yield line.number, Text(f"tidszonen indeholder {word}", f"the zone holds {word}"), hint
        if len(zone.all("TZID")) != 1 or _observances(zone) is None:
            yield (
                zone.number,
                Text(
                    "tidszonen er ikke angivet som TZID og årlige regler",
                    "the zone is not given as TZID and yearly rules",
                ),
                Text(
                    "skriv DTSTART, RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3, TZNAME, TZOFFSETFROM og TZOFFSETTO",
                    "write DTSTART, RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3, TZNAME, TZOFFSETFROM and TZOFFSETTO",
                ),
            )


@check("zone-truth")
def _zone_truth(file: CalendarFile) -> Iterator[Complaint]:
    """Find a VTIMEZONE with a wrong offset on any half hour of the years of the file."""
    years = {found.clock.year for _, _, found in _times(file) if found is not None}
    for zone in file.zones:
        name, rules = zone.value("TZID"), _observances(zone)
        if name is None or rules is None:
            continue
        for year in sorted(years):
            wrong = _mismatches(name, rules, year)
            if wrong is not None:
                yield (
                    zone.number,
                    Text(
                        f"{_name_zone(name).da} er forkert i {wrong.da} af {year}",
                        f"{_name_zone(name).en} is wrong in {wrong.en} of {year}",
                    ),
                    Text("skriv zonens regler", "write the rules of the zone"),
                )


def _name_zone(tzid: str) -> Text:
    shown = find_shown_name(tzid)
    return Text(f"tidszonen »{shown}«", f"the zone “{shown}”") if shown else Text("en tidszone", "a zone")


@dataclass(frozen=True, slots=True)
class _Observance:
    onset: dt.datetime
    nth: int
    weekday: int
    month: int
    before: int
    after: int

    def at(self, year: int) -> int | None:
        """Compute the instant at which this observance begins in a year.

        Args:
            year: the year.

        Returns:
            Epoch seconds; None before the first onset.

        Source:
            RFC 5545 § 3.6.5.
        """
        first = dt.date(year, self.month, 1)
        if self.nth > 0:
            day = first + dt.timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))
        else:
            after = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
            last = after - dt.timedelta(days=1)
            day = last - dt.timedelta(days=(last.weekday() - self.weekday) % 7 + 7 * (-self.nth - 1))
        local = dt.datetime.combine(day, self.onset.time(), tzinfo=dt.UTC)
        if local < self.onset:
            return None
        # RFC 5545 §3.6.5: the onset is local time by the offset before the change.
        return int(local.timestamp()) - self.before


def _observances(zone: Component) -> tuple[_Observance, ...] | None:
    """Return the yearly rules of the zone; None where the zone has another form."""
    found = []
    for part in zone.parts:
        start, yearly = part.value("DTSTART") or "", _YEARLY.fullmatch(part.value("RRULE") or "")
        offsets = [_OFFSET.fullmatch(part.value(name) or "") for name in ("TZOFFSETFROM", "TZOFFSETTO")]
        if part.name not in ("STANDARD", "DAYLIGHT") or yearly is None or len(part.all("RRULE")) != 1:
            return None
        try:
            onset = dt.datetime.strptime(start, "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC)
        except ValueError:
            return None
        seconds = [(1 if one[1] == "+" else -1) * (int(one[2]) * 3600 + int(one[3]) * 60) for one in offsets if one]
        if len(seconds) != 2:
            return None
        found.append(
            _Observance(onset, int(yearly[1]), _WEEKDAYS.index(yearly[2]), int(yearly[3]), seconds[0], seconds[1])
        )
    return tuple(found) or None


@lru_cache(maxsize=256)
def _mismatches(name: str, rules: tuple[_Observance, ...], year: int) -> Text | None:
    """Return how many half hours of `year` the rules get wrong, in words; None where none.

    Cached, at most 256 zones and years: linting the feed of twelve meetings takes 3 ms instead of 8 ms.
    """
    truth = _half_hours(name, year)
    if truth is None:
        return Text("tidszonedata har ingen zone med det navn", "the time-zone data has no zone of this name")
    first, offsets = truth
    onsets = sorted(
        (onset, rule.after)
        for rule in rules
        for one in range(year - 2, year + 2)
        if (onset := rule.at(one)) is not None
    )
    wrong = at = 0
    current = None
    for index, offset in enumerate(offsets):
        now = first + index * _HALF_HOUR
        while at < len(onsets) and onsets[at][0] <= now:
            current = onsets[at][1]
            at += 1
        wrong += current != offset
    if not wrong:
        return None
    return Text("1 halv time", "1 half hour") if wrong == 1 else Text(f"{wrong} halve timer", f"{wrong} half hours")


@lru_cache(maxsize=64)
def _half_hours(name: str, year: int) -> tuple[int, list[int]] | None:
    """Return the first instant of the year in UTC, and the offset in seconds on each of its half hours.

    Cached, at most 64 zones and years: linting the feed of twelve meetings takes 8 ms instead of 35 ms.
    """
    try:
        zone = time_zone(name)
    except KeyError:
        return None
    first = int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp())
    last = int(dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC).timestamp())
    offsets = []
    for instant in range(first, last, _HALF_HOUR):
        offset = dt.datetime.fromtimestamp(instant, zone).utcoffset()
        offsets.append(0 if offset is None else int(offset.total_seconds()))
    return first, offsets


CHECKS = (
    _time_form,
    _floating_time,
    _zone_and_utc,
    _local_time,
    _same_zone,
    _ends_after_start,
    _zone_defined,
    _zone_form,
    _zone_truth,
)
"""The checks of this module, in the order in which they are run."""
