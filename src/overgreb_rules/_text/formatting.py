"""How dates, statuses and facts are said in Danish and English: Danish first, the weekday with every date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from overgreb_rules._deadlines.counting import Limit
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.status import Status
from overgreb_rules.calendar import day_of, local
from overgreb_rules.shared.text import Text

__all__ = ["STATUS", "day_words", "listed", "moment_words", "short_words", "until_words", "when_words"]

STATUS: dict[Status, Text] = {
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


_WEEKDAYS = tuple(
    Text(da, en)
    for da, en in (
        ("mandag", "Monday"), ("tirsdag", "Tuesday"), ("onsdag", "Wednesday"), ("torsdag", "Thursday"),
        ("fredag", "Friday"), ("lørdag", "Saturday"), ("søndag", "Sunday"),
    )
)  # fmt: skip
_MONTHS = tuple(
    Text(da, en)
    for da, en in (
        ("januar", "January"), ("februar", "February"), ("marts", "March"), ("april", "April"), ("maj", "May"),
        ("juni", "June"), ("juli", "July"), ("august", "August"), ("september", "September"),
        ("oktober", "October"), ("november", "November"), ("december", "December"),
    )
)  # fmt: skip
_DAYS_KEPT = 4096


@lru_cache(maxsize=_DAYS_KEPT)
def day_words(day: dt.date) -> Text:
    """The day with its weekday: «fredag den 3. maj 2024», «Friday 3 May 2024»."""
    weekday, month = _WEEKDAYS[day.weekday()], _MONTHS[day.month - 1]
    return Text(f"{weekday.da} den {day.day}. {month.da} {day.year}", f"{weekday.en} {day.day} {month.en} {day.year}")


def moment_words(moment: Moment) -> Text:
    """The moment with weekday, and with the time of day where it is known: «fredag den 3. maj 2024 kl. 14.05»."""
    day = day_words(moment.day)
    if moment.is_day:
        return day
    return _with_time(day, moment.earliest)


def when_words(when: dt.datetime | dt.date) -> Text:
    """An instant or a day of an answer, in words."""
    return moment_words(Moment.instant(int(when.timestamp())) if isinstance(when, dt.datetime) else Moment.on(when))


def short_words(moment: Moment) -> Text:
    """The moment for a narrow column, still with its weekday: «fre. 3.5.2024 kl. 14.05», «Fri 3 May 2024 14:05»."""
    day = moment.day
    weekday, month = _WEEKDAYS[day.weekday()], _MONTHS[day.month - 1]
    da = f"{weekday.da[:3]}. {day.day}.{day.month}.{day.year}"
    en = f"{weekday.en[:3]} {day.day} {month.en[:3]} {day.year}"
    return Text(da, en) if moment.is_day else _with_time(Text(da, en), moment.earliest, "")


def until_words(limit: Limit) -> Text:
    """The last moment of a time limit."""
    return day_words(limit.day) if limit.day else _with_time(day_words(day_of(limit.last)), limit.last)


def _with_time(day: Text, second: int, at: str = " at") -> Text:
    clock = local(second)
    return Text(f"{day.da} kl. {clock.hour:02}.{clock.minute:02}", f"{day.en}{at} {clock.hour:02}:{clock.minute:02}")


def listed(items: Iterable[str], last: str) -> str:
    """«a», «a og b», «a, b og c»."""
    *first, end = items
    return f"{', '.join(first)} {last} {end}" if first else end
