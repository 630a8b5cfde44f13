"""Days, kredse and parties as people say them."""

from __future__ import annotations

import datetime as dt

from meetings._domain.districts import kommuner_on, politikredse_on
from meetings._domain.parties import Party

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def format_day(day: dt.date) -> str:
    """Format a day.

    Args:
        day: The day.

    Returns:
        Such as "Tuesday 9 March 2027".
    """
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_time(start: dt.datetime) -> str:
    """Format a start.

    Args:
        start: A local time.

    Returns:
        Such as "Tuesday 9 March 2027 at 09:00".
    """
    return f"{format_day(start.date())} at {start:%H:%M}"


def format_kreds(code: str, year: int) -> str:
    """Format a politikreds.

    Args:
        code: The code of the politikreds.
        year: The year whose name is used.

    Returns:
        Such as "Nordjyllands Politi (1460)"; the code alone where the year has no such politikreds.
    """
    names = {kreds.code: kreds.name for kreds in politikredse_on(dt.date(year, 1, 1))}
    return f"{names[code]} ({code})" if code in names else code


def format_kommune(code: str, year: int) -> str:
    """Format a kommune.

    Args:
        code: The code of the kommune.
        year: The year whose name is used.

    Returns:
        Such as "Aarhus (0751)"; the code alone where the year has no such kommune.
    """
    names = _kommuner(year)
    return f"{names[code]} ({code})" if code in names else code


def _kommuner(year: int) -> dict[str, str]:
    return {kommune.code: kommune.name for kommune in kommuner_on(dt.date(year, 1, 1))}


def format_party(party: Party, year: int) -> str:
    """Format a party.

    Args:
        party: The party.
        year: The year whose names are used; it matters to kommuner and politikredse alone.

    Returns:
        Such as "Aarhus (0751)", "Nordjyllands Politi (1460)", "the børnehus in Aarhus" or "facilitator f1".
    """
    match party.kind:
        case "kommune":
            return format_kommune(party.id, year)
        case "politikreds":
            return format_kreds(party.id, year)
        case "boernehus":
            return f"the børnehus in {party.id}"
        case _:
            return f"facilitator {party.id}" if party.id else "the facilitator"
