"""Days and months as they are said in Danish and in English."""

from __future__ import annotations

import datetime as dt

from meetings._domain.names import day_words
from overgreb_rules.shared.text import Text

__all__ = ["MONTHS", "WEEKDAYS", "day_text", "short_day", "span_text"]

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
"""The Danish names, from Monday."""
MONTHS = (
    Text("januar", "January"),
    Text("februar", "February"),
    Text("marts", "March"),
    Text("april", "April"),
    Text("maj", "May"),
    Text("juni", "June"),
    Text("juli", "July"),
    Text("august", "August"),
    Text("september", "September"),
    Text("oktober", "October"),
    Text("november", "November"),
    Text("december", "December"),
)


def day_text(day: dt.date) -> Text:
    """Tirsdag den 9. marts 2027; Tuesday 9 March 2027."""
    weekday, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1].da
    return Text(f"{weekday} den {day.day}. {month} {day.year}", day_words(day))


def short_day(day: dt.date) -> str:
    """9. mar."""
    return f"{day.day}. {MONTHS[day.month - 1].da[:3]}"


def span_text(first: dt.date, last: dt.date) -> str:
    """9. mar, or 9. mar–12. mar."""
    return short_day(first) if first == last else f"{short_day(first)}–{short_day(last)}"
