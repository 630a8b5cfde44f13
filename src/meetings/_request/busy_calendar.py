"""The calendar of a party: busy time as `overgreb_rules.ical` reads it, or unknown; never guessed free."""

from __future__ import annotations

from collections.abc import Collection

from meetings._domain.parties import BusyCalendar
from overgreb_rules.ical import BusyTime, build_too_large_note, read_busy_time


def read_calendar(
    data: bytes, year: int, owners: Collection[str] = (), *, free_uids: Collection[str] = ()
) -> BusyCalendar:
    """Read what a calendar file says about a year.

    Args:
        data: The bytes of the file.
        year: The year of which appointments are kept.
        owners: Mail addresses of the party: what it has declined is not busy.
        free_uids: The UIDs of the meetings to be planned: where one stands in the calendar, it takes no time.

    Returns:
        The calendar. It is of unknown availability, and nothing is raised, where the file cannot be understood.
    """
    return _build_calendar(read_busy_time(data, year, owners, free_uids=free_uids))


def build_too_large_calendar() -> BusyCalendar:
    """Build the calendar of a party whose file is too large to be read.

    Returns:
        A calendar of unknown availability.
    """
    return _build_calendar(BusyTime(unknown=build_too_large_note()))


def _build_calendar(busy_time: BusyTime) -> BusyCalendar:
    return BusyCalendar(
        busy=busy_time.busy,
        tentative=busy_time.tentative,
        unknown=None if busy_time.unknown is None else busy_time.unknown.text,
        warnings=tuple(note.text for note in busy_time.warnings),
        not_known=busy_time.not_known,
        sha256=busy_time.sha256,
    )
