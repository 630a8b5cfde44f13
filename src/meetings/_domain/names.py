"""Days, kredse and parties as people say them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from meetings._domain.districts import kommuner_on, politikredse_on
from meetings._domain.parties import Party

__all__ = ["format_day", "format_kommune", "format_kreds", "format_party", "format_time"]

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
    """Tuesday 9 March 2027."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_time(start: dt.datetime) -> str:
    """Tuesday 9 March 2027 at 09:00."""
    return f"{format_day(start.date())} at {start:%H:%M}"


def format_kreds(code: str, year: int) -> str:
    """Nordjyllands Politi (1460)."""
    names = {kreds.code: kreds.name for kreds in politikredse_on(dt.date(year, 1, 1))}
    return f"{names[code]} ({code})" if code in names else code


def format_kommune(code: str, year: int) -> str:
    """Aarhus (0751)."""
    names = _kommuner(year)
    return f"{names[code]} ({code})" if code in names else code


@lru_cache(maxsize=8)
def _kommuner(year: int) -> dict[str, str]:
    return {kommune.code: kommune.name for kommune in kommuner_on(dt.date(year, 1, 1))}


def format_party(party: Party, year: int) -> str:
    """Aarhus Kommune (0751); Nordjyllands Politi (1460); børnehuset i Aarhus; facilitator f1."""
    match party.kind:
        case "kommune":
            return format_kommune(party.id, year)
        case "politikreds":
            return format_kreds(party.id, year)
        case "boernehus":
            return f"the børnehus in {party.id}"
        case _:
            return f"facilitator {party.id}" if party.id else "the facilitator"
