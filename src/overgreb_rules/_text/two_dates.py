"""Why a time limit has two dates: a safe one and a latest one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from overgreb_rules._deadlines.deadline import DeadlineReadings
from overgreb_rules._deadlines.moment_words import format_deadline, format_moment
from overgreb_rules._duties.timed_duty import TimedDuty
from overgreb_rules._rules.clock_model import Clock, Origin
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.calendar import local
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text

_SATURDAY = Text("Det er ikke afgjort, om lørdag er en hverdag.", "It is unsettled whether Saturday is a hverdag.")
_REST = Text(
    "Det er ikke afgjort, om fristen regnes forfra, når sagen er afgjort.",
    "It is unsettled whether the time limit is counted anew once the case is decided.",
)
_LONGER_THAN_ALLOWED = Text(
    "Den dag, der er fastsat, ligger senere, end loven tillader.", "The day that was set is later than the act allows."
)
_HELD_UP = Text(
    "Loven siger ikke, hvordan de dage, sagen verserede, lægges til fristen.",
    "The act does not say how the days are added on which the case was pending.",
)
_WHICH_DECISION = Text(
    "Det er ikke oplyst, hvilken afgørelse fristen skal regnes fra.",
    "It is not told from which decision the time limit is to be counted.",
)
_PARALLEL = Text(
    "Det er ikke afgjort, om undersøgelsen eller afdækningen er sideløbende med indsatsen.",
    "It is unsettled whether the examination or the mapping runs beside the measure.",
)
_MONTH_END = Text(
    "Det er ikke afgjort, hvornår en frist i måneder udløber, når den regnes fra en af de sidste dage i en måned.",
    "It is unsettled when a time limit in months ends that is counted from one of the last days of a month.",
)
_BY_COUNT: Mapping[str | None, Text] = {
    "weekdays": Text(
        "Det er ikke afgjort, om den 5. juni, den 24. december og den 31. december tæller med.",
        "It is unsettled whether 5 June, 24 December and 31 December count.",
    ),
}


def explain_two_dates(timed: TimedDuty, words: WordsOfLaw) -> Text:
    """Return why a time limit has two dates.

    Args:
        timed: the duty with its clock; both of its dates differ.
        words: the words of the act that governs the duty.

    Returns:
        One sentence; two where two questions are open.
    """
    clock, trigger = timed.duty.activation.rule.clock, timed.duty.trigger
    if clock.count == "working_days":
        if timed.start == trigger.at or clock.strict_from == clock.lenient_from:
            return _SATURDAY
        start = _explain_start(timed, words)
        return Text(f"{_SATURDAY.da} {start.da}", f"{_SATURDAY.en} {start.en}")
    if clock.count == "elapsed" and timed.due is not None:
        return _explain_hours_of_day(timed.due)
    if clock.count in _BY_COUNT:
        return _BY_COUNT[clock.count]
    own = _explain_own_readings(timed, words)
    return own if own is not None else _explain_later_change(timed)


def _explain_own_readings(timed: TimedDuty, words: WordsOfLaw) -> Text | None:
    """Say which start, length or pause of the clock has two readings; None where it is none of them."""
    clock, trigger = timed.duty.activation.rule.clock, timed.duty.trigger
    if clock.strict_from != clock.lenient_from:
        return _explain_start(timed, words)
    if trigger.type in clock.spans_for:
        return _explain_length(clock, trigger.type)
    if clock.rests_while is not None:
        return _REST
    return _explain_interruption(clock, words) if clock.interruptions else None


def _explain_later_change(timed: TimedDuty) -> Text:
    clock, trigger = timed.duty.activation.rule.clock, timed.duty.trigger
    given = clock.date_fact
    set_day = trigger.event.facts.get(given.fact) if given is not None and given.latest is not None else None
    reasons = (
        (isinstance(set_day, dt.date), _LONGER_THAN_ALLOWED),
        (_ends_apart_by_the_month(timed), _MONTH_END),
        (bool(clock.suspensions), _HELD_UP),
        (bool(clock.renewed_after) or clock.strict_from.kind == "earlier_event", _WHICH_DECISION),
        (bool(clock.parallel_steps), _PARALLEL),
    )
    return next((why for holds, why in reasons if holds), _MONTH_END)


def _explain_hours_of_day(due: DeadlineReadings) -> Text:
    """Say on which day hours end that begin at a time of day which is not told."""
    first, last = (local(reading.last) for reading in (due.strict, due.lenient))
    if first.time() == last.time() == dt.time() and last.date() - first.date() == dt.timedelta(days=1):
        day = format_day(first.date())
        span = Text(f"i løbet af {day.da}", f"in the course of {day.en}")
    else:
        start, end = format_deadline(due.strict), format_deadline(due.lenient)
        span = Text(f"på et tidspunkt mellem {start.da} og {end.da}", f"at some time between {start.en} and {end.en}")
    return Text(
        f"Klokkeslættet er ikke oplyst. Fristen udløber derfor {span.da}.",
        f"The time of day is not told. The time limit therefore ends {span.en}.",
    )


def _explain_start(timed: TimedDuty, words: WordsOfLaw) -> Text:
    clock = timed.duty.activation.rule.clock
    origins = clock.strict_from, clock.lenient_from
    is_dated = any(origin.kind in {"earlier", "fact"} for origin in origins)
    strict, lenient = (_name_start(timed, origin, words, is_dated=is_dated) for origin in origins)
    return Text(
        f"Det er ikke afgjort, om fristen regnes fra {strict.da} eller {lenient.da}.",
        f"It is unsettled whether the time limit is counted from {strict.en} or {lenient.en}.",
    )


def _name_start(timed: TimedDuty, origin: Origin, words: WordsOfLaw, *, is_dated: bool) -> Text:
    """Name where a clock starts: by its moment where either start is named so, else by its event."""
    trigger = timed.duty.trigger
    if origin.kind in {"earlier", "fact"}:
        return format_moment(timed.start)
    if is_dated and origin.kind == "at":
        return format_moment(trigger.at)
    return words.quote_event(origin.name if origin.kind in {"event", "earlier_event"} else trigger.type)


def _explain_length(clock: Clock, trigger: str) -> Text:
    spans = clock.spans_for.get(trigger)
    strict, lenient = spans if spans is not None else (clock.strict, clock.lenient)
    if strict is None or lenient is None:
        return _MONTH_END
    short = str(strict.value) if strict.unit == lenient.unit else None
    one, other = Text(short, short) if short else strict.text, lenient.text
    return Text(
        f"Det er ikke afgjort, om fristen er {one.da} eller {other.da}.",
        f"It is unsettled whether the time limit is {one.en} or {other.en}.",
    )


def _explain_interruption(clock: Clock, words: WordsOfLaw) -> Text:
    need = words.need(clock.interruptions[0].fact, (clock.interruptions[0].asked,))
    return Text(f"Det er ikke oplyst, {need.da}.", f"It is not told {need.en}.")


def _ends_apart_by_the_month(timed: TimedDuty) -> bool:
    """Return whether both readings end in one month, and the clock started on the last day of a month."""
    if timed.due is None or timed.due.strict.day is None or timed.due.lenient.day is None:
        return False
    strict, lenient = timed.due.strict.day, timed.due.lenient.day
    starts_at_the_end = (timed.start.day + dt.timedelta(days=1)).day == 1
    return starts_at_the_end and (strict.year, strict.month) == (lenient.year, lenient.month)
