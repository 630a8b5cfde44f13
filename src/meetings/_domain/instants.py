"""Instants: that of a run, as its caller gives it, and days later by the local clock."""

from __future__ import annotations

import datetime as dt

from meetings.errors import RequestError
from overgreb_rules.calendar import FIRST_YEAR, LAST_YEAR, local
from overgreb_rules.shared.iso_time import parse_iso_instant
from overgreb_rules.shared.redaction import name_value
from overgreb_rules.shared.text import Text


def parse_instant(at: str | dt.datetime, place: str) -> dt.datetime:
    """Parse the instant of a run.

    Args:
        at: An instant such as 2026-11-21T12:00:00+01:00, or a time with its zone.
        place: Where the instant was given, for the message of an error.

    Returns:
        The instant in UTC, in whole seconds.

    Raises:
        RequestError: It is no instant, has no offset, or lies outside the years for which dates are computed.
    """
    moment = parse_iso_instant(at) if isinstance(at, str) else at
    if moment is None or moment.tzinfo is None:
        named = name_value(str(at))
        raise RequestError(
            place,
            Text(f"{named.da} er ikke et tidspunkt med tidszone", f"{named.en} is no instant with an offset"),
            Text("skriv det som 2026-11-21T12:00:00+01:00", "write it as 2026-11-21T12:00:00+01:00"),
        )
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise RequestError(
            place,
            Text(f"året {moment.year} kan ikke bruges", f"the year {moment.year} cannot be used"),
            Text(
                f"skriv et tidspunkt mellem {FIRST_YEAR} og {LAST_YEAR}",
                f"write an instant between {FIRST_YEAR} and {LAST_YEAR}",
            ),
        )
    return moment.astimezone(dt.UTC).replace(microsecond=0)


def add_days(instant: int, days: int) -> int:
    """Add days by the local clock.

    Args:
        instant: Seconds since 1970-01-01T00:00Z.
        days: The number of days.

    Returns:
        The instant at the same local time so many days later, in the same unit.
    """
    # Adding a timedelta to a local time adds its seconds, and misses the hour of a change of clocks.
    return int(local(instant).add(days=days).timestamp())
