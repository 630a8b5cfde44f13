"""How dates, statuses and facts are said in Danish and English: Danish first, the weekday with every date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from overgreb_rules._deadlines.counting import Deadline
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.status import Status
from overgreb_rules.calendar import day_of, local
from overgreb_rules.shared.date_words import format_day, format_day_short
from overgreb_rules.shared.text import Text

__all__ = ["STATUS_WORDS", "format_deadline", "format_moment", "format_moment_short", "format_when", "join_items"]

STATUS_WORDS: dict[Status, Text] = {
    "breached": Text("overtrådt", "breached"),
    "overdue": Text("overskredet", "overdue"),
    "contested": Text("omstridt", "contested"),
    "due_soon": Text("snart frist", "due soon"),
    "pending": Text("løber", "running"),
    "undetermined": Text("uafklaret", "undetermined"),
    "open": Text("åben", "open"),
    "available": Text("mulig", "available"),
    "met_late": Text("opfyldt for sent", "met late"),
    "met_contested": Text("opfyldt, omstridt om i tide", "met, contested whether in time"),
    "met": Text("opfyldt", "met"),
    "used": Text("brugt", "used"),
    "waived": Text("bortfaldet", "waived"),
    "replaced": Text("afløst", "replaced"),
    "expired": Text("udløbet", "expired"),
}


def format_moment(moment: Moment) -> Text:
    """The moment with weekday, and with the time of day where it is known: «fredag den 3. maj 2024 kl. 14.05»."""
    day = format_day(moment.day)
    if moment.is_day:
        return day
    return _with_time(day, moment.earliest)


def format_when(when: dt.datetime | dt.date) -> Text:
    """An instant or a day of an answer, in words."""
    return format_moment(Moment.instant(int(when.timestamp())) if isinstance(when, dt.datetime) else Moment.on(when))


def format_moment_short(moment: Moment) -> Text:
    """The moment for a narrow column, still with its weekday: «fre. 3.5.2024 kl. 14.05», «Fri 3 May 2024 14:05»."""
    day = format_day_short(moment.day)
    return day if moment.is_day else _with_time(day, moment.earliest, "")


def format_deadline(limit: Deadline) -> Text:
    """The last moment of a time limit."""
    return format_day(limit.day) if limit.day else _with_time(format_day(day_of(limit.last)), limit.last)


def _with_time(day: Text, second: int, at: str = " at") -> Text:
    clock = local(second)
    return Text(f"{day.da} kl. {clock.hour:02}.{clock.minute:02}", f"{day.en}{at} {clock.hour:02}:{clock.minute:02}")


def join_items(items: Iterable[str], last: str) -> str:
    """«a», «a og b», «a, b og c»."""
    *first, end = items
    return f"{', '.join(first)} {last} {end}" if first else end
