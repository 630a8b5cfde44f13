"""How dates, statuses and facts are said in Danish and English: Danish first, the weekday with every date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pendulum

from overgreb_rules._counting import Limit
from overgreb_rules._status import Status
from overgreb_rules.calendar import local
from overgreb_rules.moments import Moment
from overgreb_rules.text import Text

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


def day_words(day: dt.date) -> Text:
    """The day with its weekday: «fredag den 3. maj 2024», «Friday 3 May 2024»."""
    date = pendulum.Date(day.year, day.month, day.day)
    da = date.format("dddd [den] D. MMMM YYYY", locale="da")
    return Text(da, date.format("dddd D MMMM YYYY", locale="en"))


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
    day = pendulum.Date(moment.day.year, moment.day.month, moment.day.day)
    da, en = day.format("ddd D.M.YYYY", locale="da"), day.format("ddd D MMM YYYY", locale="en")
    if moment.is_day:
        return Text(da, en)
    at = local(moment.earliest)
    return Text(f"{da} kl. {at:%H.%M}", f"{en} {at:%H:%M}")


def until_words(limit: Limit) -> Text:
    """The last moment of a time limit."""
    return day_words(limit.day) if limit.day else _with_time(day_words(local(limit.last).date()), limit.last)


def _with_time(day: Text, second: int) -> Text:
    at = local(second)
    return Text(f"{day.da} kl. {at:%H.%M}", f"{day.en} at {at:%H:%M}")


def listed(items: Iterable[str], last: str) -> str:
    """«a», «a og b», «a, b og c»."""
    *first, end = items
    return f"{', '.join(first)} {last} {end}" if first else end
