"""The counted days of a time limit with their reasons: how they are noted, and how they follow an end that moves."""

from __future__ import annotations

import datetime as dt

from overgreb_rules._deadlines.deadline import CountedDay, DeadlineReadings
from overgreb_rules.shared.text import Text

EVENT_DAY_LEFT_OUT = Text("dagen for hændelsen tæller ikke med", "the day of the event is not counted")
EVENT_DAY_IS_FIRST = Text("dagen for hændelsen er dag 1", "the day of the event is day 1")
_START_DAY_LEFT_OUT = Text(
    "den dag, fristen regnes fra, tæller ikke med", "the day from which the time limit is counted does not count itself"
)
_START_DAY_IS_FIRST = Text(
    "den dag, fristen regnes fra, er dag 1", "the day from which the time limit is counted is day 1"
)
STARTS_HERE = Text("fristen regnes fra denne dag", "the time limit is counted from this day")
LATEST_STARTS_HERE = Text("den yderste frist regnes fra denne dag", "the latest deadline is counted from this day")
LAST_DAY = Text("fristens sidste dag", "the last day of the time limit")
_NOT_OF_THE_EVENT = {EVENT_DAY_LEFT_OUT: _START_DAY_LEFT_OUT, EVENT_DAY_IS_FIRST: _START_DAY_IS_FIRST}
"""What is said of a day from which time is counted and on which the event of the duty did not happen."""
_SAFE, _LATEST = Text("sikker frist", "safe deadline"), Text("yderste frist", "latest deadline")


def name_start_days(days: tuple[CountedDay, ...], event_day: dt.date) -> tuple[CountedDay, ...]:
    """Return the counted days of a duty in which no other day than that of its event is called the day of the event.

    Args:
        days: The counted days, as the conventions note them, with the reasons of this module: there the clock starts
            with the event.
        event_day: The local day of the event that opened the duty.

    Returns:
        The same days; one from which the time is counted, and on which the event did not happen, has another reason.
    """
    # The reasons are told apart by identity: comparing texts takes longer than everything else here, for every duty.
    for day in days:
        if (day.why is EVENT_DAY_LEFT_OUT or day.why is EVENT_DAY_IS_FIRST) and day.day != event_day:
            return tuple([_name_start_day(one, event_day) for one in days])
    return days


def _name_start_day(day: CountedDay, event_day: dt.date) -> CountedDay:
    why = day.why if day.day == event_day else _NOT_OF_THE_EVENT.get(day.why, day.why)
    return CountedDay(day.day, day.strict, day.lenient, why)


def move_ends(
    days: tuple[CountedDay, ...],
    before: DeadlineReadings,
    after: DeadlineReadings,
    strict_says: Text | None,
    lenient_says: Text,
) -> tuple[CountedDay, ...]:
    """Return the counted days of a time limit after its ends have moved.

    Args:
        days: The counted days, with the ends before.
        before: Both readings before; they end on days.
        after: Both readings after; they end on days.
        strict_says: Why the strict reading ends where it does; None where it has not moved.
        lenient_says: Why the lenient reading does.

    Returns:
        The days in order of time, without the ends before, and with those after: one day that both readings count where
        they agree, else one that both count and one that lenient counts alone.
    """
    old = [day for day in days if (day.strict or day.lenient) and day.day in {before.strict.day, before.lenient.day}]
    kept = [day for day in days if day not in old]
    if strict_says is None:
        strict_says = next((day.why for day in old if day.day == before.strict.day), LAST_DAY)
    strict, lenient = after.strict.day, after.lenient.day
    if strict is None or lenient is None:
        return days
    if strict == lenient:
        return order_days((*kept, note_day(strict, strict_says, is_counted=True)))
    on_strict = _SAFE if strict_says == LAST_DAY else strict_says
    on_lenient = _LATEST if lenient_says == LAST_DAY else lenient_says
    return order_days((*kept, CountedDay(strict, True, True, on_strict), CountedDay(lenient, False, True, on_lenient)))


def join_later_count(
    days: tuple[CountedDay, ...], before: DeadlineReadings, after: DeadlineReadings, later: tuple[CountedDay, ...]
) -> tuple[CountedDay, ...]:
    """Return the counted days of a time limit of which a second count gives the lenient reading.

    Args:
        days: The counted days of the first count.
        before: Both readings of the first count.
        after: The strict reading of the first count, and the lenient one of the second.
        later: The counted days of the second count: its start, and its ends.

    Returns:
        The days in order of time: those of the first count, with the start and the end of the second, which count for
        lenient alone if at all.
    """
    start = CountedDay(later[0].day, False, later[0].lenient, LATEST_STARTS_HERE)
    return move_ends((*days, start), before, after, None, later[-1].why)


def order_days(days: tuple[CountedDay, ...]) -> tuple[CountedDay, ...]:
    """Return counted days in order of time.

    Args:
        days: The days in any order.

    Returns:
        The days; one that is told twice stands once and has both reasons.
    """
    ordered: dict[dt.date, CountedDay] = {}
    for day in sorted(days, key=lambda one: one.day):
        same = ordered.get(day.day)
        ordered[day.day] = day if same is None else _join_day(same, day)
    return tuple(ordered.values())


def _join_day(one: CountedDay, other: CountedDay) -> CountedDay:
    why = Text(f"{one.why.da}, og {other.why.da}", f"{one.why.en}, and {other.why.en}")
    return CountedDay(one.day, one.strict or other.strict, one.lenient or other.lenient, why)


def note_ends(
    strict: dt.date, lenient: dt.date, strict_says: Text, lenient_says: Text | None = None
) -> tuple[CountedDay, ...]:
    """Note the day on which each reading ends; once where they agree, with the reason of the strict one.

    Args:
        strict: The end of the strict reading.
        lenient: The end of the lenient reading, not before the strict one.
        strict_says: Why the strict reading ends there.
        lenient_says: Why the lenient reading ends there; None for the same reason.

    Returns:
        One day or two, in order of time.
    """
    if strict == lenient:
        return (note_day(strict, strict_says, is_counted=True),)
    on_strict = _name_end(strict_says, _SAFE)
    on_lenient = _name_end(strict_says if lenient_says is None else lenient_says, _LATEST)
    return CountedDay(strict, True, True, on_strict), CountedDay(lenient, False, True, on_lenient)


def _name_end(says: Text, name: Text) -> Text:
    return name if says is LAST_DAY else Text(f"{says.da} ({name.da})", f"{says.en} ({name.en})")


def note_day(day: dt.date, says: Text, *, is_counted: bool) -> CountedDay:
    """Note a day on which the readings agree.

    Args:
        day: The day.
        says: Why it is counted, or is not.
        is_counted: Whether both readings count it.

    Returns:
        The counted day.
    """
    return CountedDay(day, is_counted, is_counted, says)
