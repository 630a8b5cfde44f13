"""The reader of calendar files of other people: when somebody is busy in a year, or that it is not known.

Busy is every event and every VFREEBUSY period, apart from what is transparent, cancelled, declined by the owner, or
marked as free or as working elsewhere. Tentative ones are kept apart. Whole days are days of Europe/Copenhagen. A file
in which something that decides a time cannot be understood is unknown as a whole: half of a calendar would pass for
free time. Damage elsewhere is a warning.

Invariants:
    A file is read alone: nothing is kept from one file to the next. Nothing of its text leaves the reader but names of
    time zones. The work is counted, and bounded for every file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from overgreb_rules.ical.free_busy.appointments import (
    Appointment,
    Kind,
    collect_appointments,
    find_owners,
    select_valid,
)
from overgreb_rules.ical.free_busy.availability_components import (
    AvailabilityTime,
    overlay_availability,
    read_availability,
    read_free_busy,
    read_range,
)
from overgreb_rules.ical.free_busy.content_lines import ComponentBlock, parse_file
from overgreb_rules.ical.free_busy.coverage import (
    NO_COVERAGE,
    Coverage,
    describe_coverage,
    guess_coverage,
    join_coverages,
    year_bounds,
)
from overgreb_rules.ical.free_busy.harmless_damage import describe_harmless_damage
from overgreb_rules.ical.free_busy.intervals import Interval, clip_intervals, subtract_intervals
from overgreb_rules.ical.free_busy.notes import NotUnderstoodError, ReadingNote, build_note
from overgreb_rules.ical.free_busy.recurrence_set import WorkBudget
from overgreb_rules.ical.free_busy.series import SeriesReader
from overgreb_rules.ical.free_busy.time_values import parse_time
from overgreb_rules.ical.free_busy.timed_block import TimedBlock
from overgreb_rules.ical.free_busy.zone_table import ZoneTable

MAX_CALENDAR_BYTES = 20_000_000
"""A larger file is not read: a calendar of one year has at most a few megabytes."""
MOST_APPOINTMENTS = 50_000
"""A file with more appointments in the year is unknown."""
MOST_STEPS = 1_000_000
"""The steps that the recurrences of a file may take: 15,000 weekly series take as many, and about a second."""

_LONG_AFTER = 10 * 366 * 86_400
"""A series whose UNTIL lies so long after the year is one without an end: programs write 2099 or 9999."""
_MOST_NOTES = 10
"""Of each code so many warnings are shown one by one."""


@dataclass(frozen=True, slots=True)
class BusyTime:
    """What a calendar file says about a year. Intervals are epoch seconds, the end excluded, in order and apart."""

    busy: tuple[Interval, ...] = ()
    tentative: tuple[Interval, ...] = ()
    """Without what is busy."""
    unknown: ReadingNote | None = None
    """Why nothing certain can be said; then nothing else holds."""
    warnings: tuple[ReadingNote, ...] = ()
    coverage: Coverage = NO_COVERAGE
    zones: tuple[str, ...] = ()
    """Names of the time zones in use, in order."""
    appointments: int = 0
    """The number of busy and tentative times of the year before they are merged."""
    tentative_appointments: int = 0
    sha256: str = ""
    not_known: tuple[Interval, ...] = ()
    """The time of the year outside the coverage, without what is busy."""


def read_busy_time(
    data: bytes, year: int, owners: Collection[str] = (), *, free_uids: Collection[str] = ()
) -> BusyTime:
    """Read what a calendar file says about a year.

    Args:
        data: The bytes of the file.
        year: The year of which appointments are kept.
        owners: Mail addresses of the owner, beside what the file says of its owner: an event that the owner has
            declined is not busy.
        free_uids: The UIDs of events that take no time, such as a meeting whose start the busy time decides.

    Returns:
        The busy time. It is unknown, and nothing is raised, where the file cannot be understood.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_CALENDAR_BYTES:
        return BusyTime(unknown=build_too_large_note(), sha256=sha256)
    try:
        return _FileReader(year, owners, free_uids).read(data, sha256)
    except NotUnderstoodError as error:
        return BusyTime(unknown=error.note, sha256=sha256)
    except Exception:  # any fault of the reader makes the calendar unknown; its message may quote the file
        note = build_note("not_understood", None, "filen kan ikke forstås", "it cannot be understood")
        return BusyTime(unknown=note, sha256=sha256)


def build_too_large_note() -> ReadingNote:
    """Build the note for a file that is too large to be read.

    Returns:
        The note.
    """
    most = MAX_CALENDAR_BYTES // 1_000_000
    return build_note(
        "too_large", None, f"filen fylder over {most} MB; eksportér kun året",
        f"it has more than {most} MB; export the year alone",
    )  # fmt: skip


class _FileReader:
    def __init__(self, year: int, owners: Collection[str], free_uids: Collection[str]) -> None:
        self.year, self.bounds, self.free_uids = year, year_bounds(year), free_uids
        self.owners = frozenset(owner.lower() for owner in owners)
        self.budget = WorkBudget(MOST_STEPS)
        self.found: dict[Kind, list[Interval]] = {"busy": [], "tentative": []}
        self.count: dict[Kind, int] = {"busy": 0, "tentative": 0}
        self.reach: dict[int, Interval] = {}
        """The start of the first and the end of the last appointment by position of their VCALENDAR."""
        self.endless: set[int] = set()
        """The identities of the blocks of series without an end, which show no reach."""
        self.has_endless = False
        """Whether one of these takes time in the year."""
        self.notes: list[ReadingNote] = []
        """What could not be read of the time that the file covers."""

    def read(self, data: bytes, sha256: str) -> BusyTime:
        parsed = parse_file(data)
        tables = [ZoneTable(calendar, self.year, self.budget) for calendar in parsed.calendars]
        position = {id(table): number for number, table in enumerate(tables)}
        appointments: list[Appointment] = []
        for number, (calendar, zones) in enumerate(zip(parsed.calendars, tables, strict=True)):
            owners = self.owners | find_owners(calendar)
            appointments += collect_appointments(calendar, zones, owners, number, self.free_uids)
        self._read_appointments(select_valid(appointments), position)
        coverages = [
            self._read_other_parts(calendar, zones, number)
            for number, (calendar, zones) in enumerate(zip(parsed.calendars, tables, strict=True))
        ]
        coverage = join_coverages(coverages, self.bounds)
        warnings = [
            *describe_harmless_damage(parsed),
            *(note for zones in tables for note in zones.describe()),
            *self.notes,
            *describe_coverage(coverage, self.year, has_endless=self.has_endless),
        ]
        busy = clip_intervals(self.found["busy"], self.bounds)
        return BusyTime(
            busy=busy,
            tentative=subtract_intervals(clip_intervals(self.found["tentative"], self.bounds), busy),
            warnings=tuple(_limit_notes(warnings)),
            coverage=coverage,
            zones=tuple(sorted({name for zones in tables for name in zones.names})),
            appointments=self.count["busy"] + self.count["tentative"],
            tentative_appointments=self.count["tentative"],
            sha256=sha256,
            not_known=subtract_intervals([self.bounds], (*coverage.spans, *busy)),
        )

    def _read_appointments(self, appointments: list[Appointment], position: dict[int, int]) -> None:
        by_uid: dict[str, list[Appointment]] = {}
        for one in appointments:
            by_uid.setdefault(one.uid, []).append(one)
        reader = SeriesReader(self.bounds, self.budget)
        for same in by_uid.values():
            for one in same:
                if not one.is_cancelled:
                    self._note_reach(one, position[id(one.zones)])
            for kind, span, timed in reader.spans(same):
                self._add(kind, span)
                if id(timed.block) not in self.endless:
                    self._extend_reach(position[id(timed.zones)], span)
                elif span[0] < self.bounds[1] and span[1] > self.bounds[0]:
                    self.has_endless = True

    def _note_reach(self, one: Appointment, number: int) -> None:
        """Keep how far the appointments of a VCALENDAR reach, those that take no time among them."""
        try:
            start = one.block.all("DTSTART")
            if not start:
                return
            timed = TimedBlock.read(one.block, one.zones, start[0])
            if timed.repeats_beyond(self.bounds[1] + _LONG_AFTER):
                # A weekly meeting of an export of last year, or a birthday: it comes back in every year for ever.
                self.endless.add(id(one.block))
                return
            first = timed.first_span
        except NotUnderstoodError:
            # A time that cannot be understood is refused later, where the event counts as busy time.
            return
        self._extend_reach(number, (min(first), max(first)))

    def _extend_reach(self, number: int, span: Interval) -> None:
        first, last = self.reach.get(number, span)
        self.reach[number] = min(first, span[0]), max(last, span[1])

    def _read_other_parts(self, calendar: ComponentBlock, zones: ZoneTable, number: int) -> Coverage:
        parts: list[Coverage] = []
        for block in calendar.parts("VFREEBUSY"):
            spans = read_free_busy(block, zones, self.budget)
            for kind, span in spans:
                self._add(kind, span)
                self._extend_reach(number, span)
            parts += self._stated(*read_range(block, zones, self.bounds))
        times: list[AvailabilityTime] = []
        for block in calendar.parts("VAVAILABILITY"):
            one = read_availability(block, zones, self.bounds, self.budget)
            times.append(one)
            self.has_endless = self.has_endless or (bool(one.taken) and not one.has_bounds)
            parts += self._stated(one.range, one.has_bounds)
        for kind, span in overlay_availability(times, self.bounds):
            self._add(kind, span)
        clip = self._read_clip(calendar, zones)
        if clip is not None:
            return Coverage(clip_intervals([clip], self.bounds), is_sure=True)
        return join_coverages(parts, self.bounds) if parts else guess_coverage(self.reach.get(number), self.bounds)

    @staticmethod
    def _stated(span: Interval, is_stated: bool) -> list[Coverage]:
        return [Coverage((span,), is_sure=True)] if is_stated else []

    def _read_clip(self, calendar: ComponentBlock, zones: ZoneTable) -> Interval | None:
        """Return the range that was chosen when Outlook wrote the file (MS-OXCICAL, X-CLIPSTART and X-CLIPEND)."""
        lines = [line for name in ("X-CLIPSTART", "X-CLIPEND") for line in calendar.all(name)[:1]]
        ends = {"X-CLIPSTART": self.bounds[0], "X-CLIPEND": self.bounds[1]}
        try:
            for line in lines:
                value = parse_time(line)
                ends[line.name] = zones.zone_of(value, line.number).instant(value.wall)
        except NotUnderstoodError as error:
            self.notes.append(ReadingNote("covers_unreadable", error.note.line, error.note.text))
            return None
        span = ends["X-CLIPSTART"], ends["X-CLIPEND"]
        if len(lines) > 1 and span[1] < span[0]:
            self.notes.append(
                build_note(
                    "covers_unreadable", lines[1].number, "X-CLIPEND ligger før X-CLIPSTART; begge er sprunget over",
                    "X-CLIPEND lies before X-CLIPSTART; both were skipped",
                )
            )  # fmt: skip
            return None
        return span if lines else None

    def _add(self, kind: Kind, span: Interval) -> None:
        if span[0] >= self.bounds[1] or span[1] <= self.bounds[0] or span[0] >= span[1]:
            return
        self.count[kind] += 1
        if sum(self.count.values()) > MOST_APPOINTMENTS:
            raise NotUnderstoodError(
                build_note(
                    "too_many", None, f"der er over {MOST_APPOINTMENTS} aftaler i {self.year}",
                    f"it has more than {MOST_APPOINTMENTS} appointments in {self.year}",
                )
            )  # fmt: skip
        self.found[kind].append(span)


def _limit_notes(notes: Iterable[ReadingNote]) -> Iterator[ReadingNote]:
    """Yield each note once, and of each code the first few with the number of the others."""
    seen: dict[str, list[ReadingNote]] = {}
    for note in dict.fromkeys(notes):
        seen.setdefault(note.code, []).append(note)
    for code, same in seen.items():
        yield from same[:_MOST_NOTES]
        more = len(same) - _MOST_NOTES
        if more > 0:
            yield build_note(code, None, f"{more} mere af samme slags", f"{more} more of the same kind")
