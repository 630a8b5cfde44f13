"""Why a time limit has two dates: a safe one and a latest one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from overgreb_rules._deadlines.deadline import CountedDay, DeadlineReadings
from overgreb_rules._deadlines.moment_words import format_deadline, format_moment
from overgreb_rules._duties.date_doubts import DateDoubt, DateDoubtKind
from overgreb_rules._duties.timed_duty import TimedDuty
from overgreb_rules._rules.clock_model import Origin, Span
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.calendar import local
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text, join_texts

_SATURDAY = Text("Det er ikke afgjort, om lørdag er en hverdag.", "It is unsettled whether Saturday is a hverdag.")
_CLOSED_DAYS = Text(
    "Det er ikke afgjort, om den 5. juni, den 24. december og den 31. december tæller med.",
    "It is unsettled whether 5 June, 24 December and 31 December count.",
)
_WHICH_DECISION = Text(
    "Det er ikke oplyst, hvilken afgørelse fristen skal regnes fra.",
    "It is not told from which decision the time limit is to be counted.",
)
_MONTH_END = Text(
    "Det er ikke afgjort, hvornår en frist i måneder udløber, når den regnes fra en af de sidste dage i en måned.",
    "It is unsettled when a time limit in months ends that is counted from one of the last days of a month.",
)
_YEAR_END = Text(
    "Det er ikke afgjort, hvornår en frist på et eller flere år udløber, når den regnes fra den sidste dag i februar.",
    "It is unsettled when a time limit in years ends that is counted from the last day of February.",
)
_DOUBTS: Mapping[DateDoubtKind, Text] = {
    "later_than_allowed": Text(
        "Den dag, der er fastsat, ligger senere, end loven tillader.",
        "The day that was set is later than the act allows.",
    ),
    "term_of_final_decision": Text(
        "Det er ikke oplyst, om den endelige afgørelse har sat en anden frist for en ny afgørelse.",
        "It is not told whether the final decision has set another time limit for a new decision.",
    ),
    "final_decision": Text(
        "Det er ikke oplyst, hvilken afgørelse der er den endelige.", "It is not told which decision is the final one."
    ),
    "later_start": _WHICH_DECISION,
    "held_up": Text(
        "Loven siger ikke, hvordan de dage, sagen verserede, lægges til fristen.",
        "The act does not say how the days are added on which the case was pending.",
    ),
    "rest": Text(
        "Det er ikke afgjort, om fristen regnes forfra, når sagen er afgjort.",
        "It is unsettled whether the time limit is counted anew once the case is decided.",
    ),
    "parallel": Text(
        "Det er ikke afgjort, om undersøgelsen eller afdækningen er sideløbende med indsatsen.",
        "It is unsettled whether the examination or the mapping runs beside the measure.",
    ),
}
"""What is said of a doubt of law, and of what is not told where that is the same for every case."""
_BESIDE = Text(
    "så det er uvist, om undersøgelsen eller afdækningen er sideløbende med indsatsen",
    "so it is not known whether the examination or the mapping runs beside the measure",
)
"""What follows where something is not told without which nobody knows whether a step runs beside a measure."""


def explain_two_dates(timed: TimedDuty, words: WordsOfLaw) -> Text:
    """Return why a time limit has two dates.

    Args:
        timed: the duty with its clock; both of its dates differ.
        words: the words of the act that governs the duty.

    Returns:
        One sentence for each open question: what the law does not settle, or what the case does not tell.
    """
    return join_texts(list(dict.fromkeys(_reasons(timed, words))) or [_explain_end_of_month(timed)], " ")


def has_two_starts(timed: TimedDuty) -> bool:
    """Return whether the two readings of a time limit start apart, so that they may end apart.

    Args:
        timed: the duty with its clock.

    Returns:
        False also where both start on one day, and days, weeks or months are counted.
    """
    later = timed.lenient_start
    if later is None or timed.due is None or timed.due.strict == timed.due.lenient:
        return False
    return timed.duty.activation.rule.clock.count == "elapsed" or timed.start.day != later.day


def _reasons(timed: TimedDuty, words: WordsOfLaw) -> Iterator[Text]:
    clock, due = timed.duty.activation.rule.clock, timed.due
    strict, lenient = _spans(timed)
    if clock.count == "working_days" and any(_is_strict_saturday(day) for day in timed.counted_days):
        yield _SATURDAY
    if clock.count == "weekdays":
        yield _CLOSED_DAYS
    if has_two_starts(timed):
        yield _explain_start(timed, words) if clock.strict_from != clock.lenient_from else _WHICH_DECISION
    if clock.count == "elapsed" and due is not None and timed.start.is_day:
        yield _explain_hours_of_day(due)
    if strict is not None and lenient is not None and strict != lenient:
        yield _explain_length(strict, lenient)
    yield from (_explain_doubt(doubt, words) for doubt in timed.date_doubts)


def _spans(timed: TimedDuty) -> tuple[Span | None, Span | None]:
    clock = timed.duty.activation.rule.clock
    return clock.spans_for.get(timed.duty.trigger.type, (clock.strict, clock.lenient))


def _is_strict_saturday(day: CountedDay) -> bool:
    return day.strict and not day.lenient and day.day.weekday() == 5


def _explain_doubt(doubt: DateDoubt, words: WordsOfLaw) -> Text:
    if not doubt.needs:
        return _DOUBTS[doubt.kind]
    needs = words.needs(doubt.needs)
    if doubt.kind == "parallel":
        needs = join_texts([needs, _BESIDE])
    return Text(f"Det er ikke oplyst, {needs.da}.", f"It is not told {needs.en}.")


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


def _explain_length(strict: Span, lenient: Span) -> Text:
    short = str(strict.value) if strict.unit == lenient.unit else None
    one, other = Text(short, short) if short else strict.text, lenient.text
    return Text(
        f"Det er ikke afgjort, om fristen er {one.da} eller {other.da}.",
        f"It is unsettled whether the time limit is {one.en} or {other.en}.",
    )


def _explain_end_of_month(timed: TimedDuty) -> Text:
    """Say that the end of a month is open, which is left where no start, length, day or event is in doubt."""
    span, _ = _spans(timed)
    return _YEAR_END if timed.year is not None or (span is not None and span.unit == "years") else _MONTH_END
