"""The receipt of a calendar file: what was understood of it, to mail back to its sender."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meetings._domain.names import count_noun
from meetings.errors import RequestError, unreadable_file
from overgreb_rules.calendar import local
from overgreb_rules.ical import (
    MAX_CALENDAR_BYTES,
    BusyTime,
    ReadingNote,
    build_too_large_note,
    read_busy_time,
    year_bounds,
)
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.existing_path import is_existing_file, is_existing_folder
from overgreb_rules.shared.redaction import hide_cpr_numbers
from overgreb_rules.shared.text import Text

_SUFFIXES = {".ics", ".ical", ".ifb"}


@dataclass(frozen=True, slots=True)
class CalendarReceipt:
    """What was understood of a calendar file. It holds nothing of its text but names of time zones."""

    file: str
    """The path as the caller gave it; whoever shows it hides in it what looks like a CPR number."""
    year: int
    busy_time: BusyTime

    @property
    def is_unknown(self) -> bool:
        """Whether nothing certain can be said."""
        return self.busy_time.unknown is not None

    def to_data(self) -> dict[str, Any]:
        """Return the receipt as data for JSON.

        Returns:
            The keys file, status, busy, covers, zones and warnings; instants are local times with their offset.
            `covers` is sure where the file states it and leaves no time out between its two ends.
        """
        busy_time = self.busy_time
        spans = [("busy", span) for span in busy_time.busy] + [("tentative", span) for span in busy_time.tentative]
        first, last = busy_time.coverage.hull(year_bounds(self.year))
        is_sure = busy_time.coverage.is_sure and len(busy_time.coverage.spans) < 2
        return {
            "file": hide_cpr_numbers(self.file),
            "status": "unknown" if self.is_unknown else "read",
            "busy": [
                {"start": _instant(start), "end": _instant(end), "kind": kind}
                for kind, (start, end) in sorted(spans, key=lambda entry: entry[1])
            ],
            "covers": {"from": _instant(first), "to": _instant(last), "sure": is_sure},
            "zones": list(busy_time.zones),
            "warnings": [{"code": note.code, "line": note.line, **note.text.as_json()} for note in self._notes],
        }

    def describe(self) -> Iterator[Text]:
        """Describe the receipt for a person.

        Yields:
            One line each: appointments, zones, coverage, and what was not understood.
        """
        busy_time = self.busy_time
        if busy_time.unknown is None:
            yield self._describe_appointments()
            if busy_time.zones:
                zones = ", ".join(busy_time.zones)
                yield Text(f"tidszoner: {zones}", f"time zones: {zones}")
            yield self._describe_coverage()
        for note in self._notes:
            yield note.text

    @property
    def _notes(self) -> tuple[ReadingNote, ...]:
        return (*(() if self.busy_time.unknown is None else (self.busy_time.unknown,)), *self.busy_time.warnings)

    def _describe_appointments(self) -> Text:
        busy_time, spans = self.busy_time, sorted((*self.busy_time.busy, *self.busy_time.tentative))
        if not spans:
            return Text(f"ingen aftaler i {self.year}", f"no appointments in {self.year}")
        count, perhaps = busy_time.appointments, busy_time.tentative_appointments
        tentative = Text(f", heraf {perhaps} måske" if perhaps else "", f", {perhaps} tentative" if perhaps else "")
        when = _describe_days(spans[0][0], max(end for _, end in spans))
        return Text(
            f"{count_noun(count, 'aftale', 'aftaler')} i {self.year}{tentative.da}: {when.da}",
            f"{count_noun(count, 'appointment')} in {self.year}{tentative.en}: {when.en}",
        )

    def _describe_coverage(self) -> Text:
        bounds, coverage = year_bounds(self.year), self.busy_time.coverage
        sure = Text("", "") if coverage.is_sure else Text(" (et gæt)", " (a guess)")
        if coverage.spans == (bounds,):
            return Text(f"dækker hele {self.year}{sure.da}", f"covers all of {self.year}{sure.en}")
        if not (coverage.spans or coverage.is_sure) and (self.busy_time.busy or self.busy_time.tentative):
            return Text(f"hvad den dækker af {self.year}, er ukendt", f"what it covers of {self.year} is not known")
        if not coverage.spans:
            return Text(f"dækker intet af {self.year}{sure.da}", f"covers nothing of {self.year}{sure.en}")
        when = coverage.describe()
        return Text(f"dækker {when.da}{sure.da}", f"covers {when.en}{sure.en}")


def _describe_days(first: int, end: int) -> Text:
    """Name the days from an instant to an end."""
    begin, last = format_date(local(first).date()), format_date(local(end - 1).date())
    if begin == last:
        return Text(f"den {begin.da}", begin.en)
    return Text(f"fra den {begin.da} til den {last.da}", f"{begin.en} to {last.en}")


def _instant(seconds: int) -> str:
    return local(seconds).isoformat(timespec="seconds")


def list_calendar_files(path: Path) -> list[Path]:
    """List the calendar files that a path means.

    Args:
        path: A file, or a folder with calendar files.

    Returns:
        The file itself; for a folder its calendar files and those of its folders, in order of path.

    Raises:
        RequestError: There is no such file or folder, or the folder holds no calendar file.
    """
    if is_existing_file(path):
        return [path]
    if not is_existing_folder(path):
        raise RequestError(
            str(path),
            Text("filen eller mappen findes ikke", "there is no such file or folder"),
            Text("ret stien", "correct the path"),
        )
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in _SUFFIXES and file.is_file())
    if not found:
        raise RequestError(
            str(path),
            Text("mappen har ingen kalenderfiler", "the folder holds no calendar files"),
            Text("læg .ics-filer i den, eller ret stien", "put .ics files into it, or correct the path"),
        )
    return found


def read_receipt(path: Path, year: int) -> CalendarReceipt:
    """Read a calendar file.

    Args:
        path: The file.
        year: The year of which appointments are kept.

    Returns:
        The receipt.

    Raises:
        RequestError: The file cannot be opened.
    """
    name = path.as_posix()
    try:
        if path.stat().st_size > MAX_CALENDAR_BYTES:
            # Answered by its size, without reading it.
            return CalendarReceipt(name, year, BusyTime(unknown=build_too_large_note()))
        return CalendarReceipt(name, year, read_busy_time(path.read_bytes(), year))
    except OSError as error:
        raise unreadable_file(str(path), error) from None
