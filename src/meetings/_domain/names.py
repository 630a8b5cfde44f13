"""Days, kredse and parties as people say them."""

from __future__ import annotations

import datetime as dt

from meetings._domain.districts import kommuner_on, politikredse_on
from meetings._domain.parties import Party
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text


def count_noun(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun.

    Args:
        number: The number.
        noun: The noun in the singular.
        plural: The noun in the plural; None for the singular with an s.

    Returns:
        Such as "1 meeting" and "2 meetings".
    """
    return f"{number} {noun}" if number == 1 else f"{number} {plural or f'{noun}s'}"


def format_cost(cost: float, *, signed: bool = False) -> Text:
    """Format a cost.

    Args:
        cost: The cost, weighted.
        signed: Whether a positive cost is written with its plus.

    Returns:
        Such as «8,5» and "8.5": to a thousandth, without zeros at the end.
    """
    # A negative zero is none.
    english = f"{round(cost, 3) + 0.0:{'+' if signed else ''}.3f}".rstrip("0").rstrip(".")
    return Text(english.replace(".", ","), english)


def format_time(start: dt.datetime) -> Text:
    """Format a start.

    Args:
        start: A local time.

    Returns:
        Such as «tirsdag den 9. marts 2027 kl. 09.00» and "Tuesday 9 March 2027 at 09:00".
    """
    day = format_day(start.date())
    return Text(f"{day.da} kl. {start:%H.%M}", f"{day.en} at {start:%H:%M}")


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


def format_party(party: Party, year: int) -> Text:
    """Format a party.

    Args:
        party: The party.
        year: The year whose names are used; it matters to kommuner and politikredse alone.

    Returns:
        Such as «Aarhus (0751)», «Nordjyllands Politi (1460)», «børnehuset i Aarhus» or «facilitator f1».
    """
    match party.kind:
        case "kommune":
            name = format_kommune(party.id, year)
        case "politikreds":
            name = format_kreds(party.id, year)
        case "boernehus":
            return Text(f"børnehuset i {party.id}", f"the børnehus in {party.id}")
        case _ if party.id:
            name = f"facilitator {party.id}"
        case _:
            return Text("facilitatoren", "the facilitator")
    return Text(name, name)
