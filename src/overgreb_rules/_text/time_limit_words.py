"""How the time limit of a duty was counted, in sentences. Every date was computed by the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import assert_never

from overgreb_rules._deadlines.counting_words import BETWEEN_READINGS
from overgreb_rules._deadlines.deadline import CountedDay, DeadlineReadings
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import format_deadline, format_moment, format_readings
from overgreb_rules._duties.interruption import WAS_INTERRUPTED
from overgreb_rules._duties.timed_duty import TimedDuty
from overgreb_rules._rules.clock_model import CountingConvention, Origin, Span
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules._text.due_words import DUE_SENTENCES
from overgreb_rules._text.two_dates import explain_two_dates, has_two_starts
from overgreb_rules.calendar import day_of, midnight
from overgreb_rules.shared.date_words import MONTHS, WEEKDAYS, format_date, format_day
from overgreb_rules.shared.text import Text, begin_sentence, fill_slots, list_texts

_DAY_SECONDS = 86400
_STRICT, _LENIENT = Text("Den sikre frist", "The safe deadline"), Text("Den yderste frist", "The latest deadline")
_ONE_DAY = dt.timedelta(days=1)
_CHANGE_OF_CLOCKS = dt.time(1, tzinfo=dt.UTC)
"""When the clocks of the Union change (directive 2000/84/EC)."""


def describe_time_limit(timed: TimedDuty, words: WordsOfLaw, *, names_date: bool) -> list[Text]:
    """Return how a time limit was counted.

    Args:
        timed: the duty with its clock.
        words: the words of the act that governs the duty.
        names_date: whether the sentences name the date; False where the sentence on the status does so.

    Returns:
        Sentences: the start, the length, the days left out, the date or both dates with the reason; none where the
        duty has no date.
    """
    due = timed.due
    if due is None:
        return []
    if timed.duty.rule.modality == "window":
        return [_describe_earliest_day(timed, words)]
    sentences = [*_describe_start(timed, words), *_describe_span(timed, names_date=names_date)]
    strict, lenient = format_readings(due)
    if due.strict == due.lenient:
        if names_date and not any(strict.da in sentence.da for sentence in sentences):
            sentences.append(fill_slots(DUE_SENTENCES["last"], when=strict))
        return sentences
    if names_date:
        sentences.append(fill_slots(DUE_SENTENCES["safe"], when=strict))
        sentences.append(fill_slots(DUE_SENTENCES["latest"], when=lenient))
    return [*sentences, explain_two_dates(timed, words)]


def _describe_earliest_day(timed: TimedDuty, words: WordsOfLaw) -> Text:
    lead, due = timed.duty.rule.clock.not_before, timed.due
    first = format_deadline(due.strict) if due is not None else Text("", "")
    if lead is None:
        return Text(f"Det må tidligst ske {first.da}.", f"It may be done no earlier than {first.en}.")
    span, named = lead.span.text, words.name_case_day(lead.fact)
    return Text(
        f"Det må tidligst ske {first.da}, {span.da} før {named.da}.",
        f"It may be done no earlier than {first.en}, {span.en} before {named.en}.",
    )


def _describe_start(timed: TimedDuty, words: WordsOfLaw) -> Iterator[Text]:
    """Where the time limit is counted from, where that is not the event that opened the duty."""
    trigger, origin = timed.duty.trigger, timed.duty.activation.rule.clock.strict_from
    if timed.start == trigger.at or timed.year is not None:
        return
    start, why = format_moment(timed.start), _reason_of_start(origin, words, trigger.type)
    what = Text("Fristen", "The time limit")
    if has_two_starts(timed) and timed.lenient_start is not None:
        what = _STRICT if timed.start < timed.lenient_start else _LENIENT
    yield Text(f"{what.da} regnes fra {start.da}{why.da}.", f"{what.en} is counted from {start.en}{why.en}.")


def _reason_of_start(origin: Origin, words: WordsOfLaw, trigger: str) -> Text:
    if origin.kind == "earlier":
        holds = words.fact_clauses(origin.name, trigger).clause.holds
        return Text(f", fordi {holds.da.format(when='da af')}", f", because {holds.en.format(when='then on')}")
    if origin.kind == "fact":
        holds = words.fact_clauses(origin.name, trigger).clause.holds
        return Text(f", hvor {holds.da.format(when='').rstrip()}", f", when {holds.en.format(when='').rstrip()}")
    if origin.kind in {"event", "earlier_event"}:
        says = words.label(origin.name)
        return Text(f" ({says.da})", f" ({says.en})")
    return Text("", "")


def _describe_span(timed: TimedDuty, *, names_date: bool) -> Iterator[Text]:
    """The length of the time limit and how its days count."""
    clock, due = timed.duty.activation.rule.clock, timed.due
    if due is None:
        return
    if timed.year is not None:
        first, last = format_date(timed.year[0].day), format_date(timed.year[1].day)
        start = format_day(timed.start.day)
        yield Text(
            f"Hvert år regnes fra {start.da}. Her gælder året fra {first.da} til og med {last.da}.",
            f"Each year is counted from {start.en}. Here it is the year {first.en} – {last.en}.",
        )
        return
    if timed.has_set_day:
        if timed.has_one_set_day:
            day = format_deadline(due.strict)
            yield Text(f"Fristen er fastsat til {day.da}.", f"The time limit is set at {day.en}.")
        return
    if clock.not_after is not None:
        span, age = Span(clock.not_after.months_before, "months").text, clock.not_after.birthday
        yield Text(
            f"Fristen udløber {span.da} før det fyldte {age}. år.",
            f"The time limit ends {span.en} before the {age}th birthday.",
        )
        return
    strict, lenient = clock.spans_for.get(timed.duty.trigger.type, (clock.strict, clock.lenient))
    if strict is None or strict != lenient or clock.count is None:
        return
    yield from _describe_counting(timed, clock.count, strict, names_date=names_date)


def _describe_counting(
    timed: TimedDuty, convention: CountingConvention, span: Span, *, names_date: bool
) -> Iterator[Text]:
    length, day = span.text, format_day(timed.start.day)
    first = begin_sentence(day.da)
    match convention:
        case "elapsed":
            yield from _describe_hours(timed, length)
        case "working_days" | "weekdays":
            yield Text(
                f"Fristen er {length.da}. {first} tæller ikke med.",
                f"The time limit is {length.en}. {day.en} does not count.",
            )
            yield from _describe_days_left_out(timed.counted_days)
            yield from _describe_uncertain_days(timed.counted_days)
        case "inclusive":
            yield Text(
                f"Fristen er {length.da}. {first} er dag 1, og weekender og helligdage tæller med.",
                f"The time limit is {length.en}. {day.en} is day 1; weekends and public holidays count.",
            )
        case "weeks" if has_two_starts(timed):
            yield Text(
                f"Fristen er {length.da}. Den dag, fristen regnes fra, tæller ikke med.",
                f"The time limit is {length.en}. The day from which it is counted does not count itself.",
            )
        case "exclusive" | "weeks" | "weeks_roll":
            yield Text(
                f"Fristen er {length.da} fra {day.da}, som ikke selv tæller med.",
                f"The time limit is {length.en} from {day.en}, which does not count itself.",
            )
            if convention == "weeks_roll":
                yield from _describe_roll(timed.counted_days, names_date=names_date)
            if any(day.strict and day.why == WAS_INTERRUPTED for day in timed.counted_days):
                yield _describe_interruptions(timed)
        case "calendar" | "rolling":
            yield from _describe_months(timed, length, names_date=names_date)
        case _:
            assert_never(convention)


def _describe_hours(timed: TimedDuty, length: Text) -> Iterator[Text]:
    start = format_moment(timed.start)
    yield Text(
        f"Fristen er {length.da} og regnes fra {start.da}. Også nætter, weekender og helligdage tæller med.",
        f"The time limit is {length.en}, counted from {start.en}. Nights, weekends and public holidays count too.",
    )
    due = timed.due
    if due is None or timed.start.is_day:
        return
    for day in _days_of_hours(timed.start, due):
        length_of_day = midnight(day + _ONE_DAY) - midnight(day)
        if length_of_day == _DAY_SECONDS:
            continue
        change = int(dt.datetime.combine(day, _CHANGE_OF_CLOCKS).timestamp())
        if timed.start.earliest < change <= due.lenient.last:
            way = Text("frem", "forward") if length_of_day < _DAY_SECONDS else Text("tilbage", "back")
            when = format_day(day)
            yield Text(
                f"Uret stilles {way.da} {when.da}, så klokkeslættet flytter sig en time.",
                f"The clocks go {way.en} on {when.en}, so the time of day moves by an hour.",
            )


def _days_of_hours(start: Moment, due: DeadlineReadings) -> list[dt.date]:
    """The days that the hours of either reading touch: not those between two readings that start apart."""
    hours, days = due.strict.last - start.earliest, set[dt.date]()
    for last in (due.strict.last, due.lenient.last):
        first = day_of(last - hours)
        days.update(first + number * _ONE_DAY for number in range((day_of(last) - first).days + 1))
    return sorted(days)


def _describe_months(timed: TimedDuty, length: Text, *, names_date: bool) -> Iterator[Text]:
    due, start = timed.due, timed.start.day
    if due is None or due.strict.day is None:
        return
    whole = Text(f"Fristen er {length.da}", f"The time limit is {length.en}")
    last = due.strict.day
    pulled = _short_reason(timed.counted_days[-1].why) if timed.is_pulled_forward else None
    date = format_day(last)
    if pulled is not None and due.strict == due.lenient:
        yield Text(
            f"{whole.da}, men den udløber allerede {date.da} ({pulled.da}).",
            f"{whole.en}, but it ends on {date.en} already ({pulled.en}).",
        )
    elif due.strict != due.lenient:
        yield Text(f"{whole.da}.", f"{whole.en}.")
    elif last.day == start.day:
        when = Text(f": {date.da}", f": {date.en}") if names_date else Text("", "")
        yield Text(
            f"{whole.da} og udløber på samme dato{when.da}.",
            f"{whole.en} and ends on the same day of the month{when.en}.",
        )
    elif (last + _ONE_DAY).day == 1:
        month, when = MONTHS[last.month - 1], Text(f": {date.da}", f": {date.en}") if names_date else Text("", "")
        yield Text(
            f"{whole.da}. {begin_sentence(month.da)} har ingen {start.day}. dag, så fristen udløber den sidste "
            f"dag{when.da}.",
            f"{whole.en}. {month.en} has no day {start.day}, so the time limit ends on the last day{when.en}.",
        )
    else:
        yield Text(f"{whole.da}.", f"{whole.en}.")


def _describe_interruptions(timed: TimedDuty) -> Text:
    """Return from which request to which answer the time limit was interrupted, as far as that is known."""
    if not timed.interrupted_by:
        return Text(f"{begin_sentence(WAS_INTERRUPTED.da)}.", f"{begin_sentence(WAS_INTERRUPTED.en)}.")
    spans = []
    for request, answer in timed.interrupted_by:
        asked, answered = format_moment(request.at), format_moment(answer.at)
        spans.append(Text(f"fra {asked.da} til {answered.da}", f"from {asked.en} to {answered.en}"))
    listed = list_texts(spans)
    return Text(f"Klagefristen var afbrudt {listed.da}.", f"The time limit was interrupted {listed.en}.")


def _describe_roll(days: Sequence[CountedDay], *, names_date: bool) -> Iterator[Text]:
    """Why the end moved to a later day; nothing where it did not."""
    rolled = [day for day in days[1:] if not (day.strict or day.lenient)]
    if not rolled:
        return
    rolled_to = rolled[-1].day + _ONE_DAY
    day, end = _name_day(rolled[0]), format_day(rolled_to)
    if any(later.strict and later.why == WAS_INTERRUPTED and later.day > rolled_to for later in days):
        yield Text(
            f"Fristens sidste dag falder på {day.da}. Uden afbrydelsen ville fristen derfor først udløbe {end.da}.",
            f"The last day of the time limit falls on {day.en}. Without the interruption it would therefore end on "
            f"{end.en} only.",
        )
        return
    until = Text(end.da, f"on {end.en}") if names_date else Text("den næste hverdag", "on the next working day")
    yield Text(
        f"Fristens sidste dag falder på {day.da}. Derfor udløber fristen først {until.da}.",
        f"The last day of the time limit falls on {day.en}. Therefore it ends {until.en} only.",
    )


def _describe_days_left_out(days: Sequence[CountedDay]) -> Iterator[Text]:
    between = [day.day for day in days if day.why is BETWEEN_READINGS] or [dt.date.max]
    names = [
        _name_day(day) for day in days[1:] if not (day.strict or day.lenient or between[0] <= day.day <= between[-1])
    ]
    if len(names) == 1:
        yield Text(f"Denne dag tæller ikke med: {names[0].da}.", f"This day does not count: {names[0].en}.")
    elif names:
        every = list_texts(names)
        yield Text(f"Disse dage tæller ikke med: {every.da}.", f"These days do not count: {every.en}.")


def _describe_uncertain_days(days: Sequence[CountedDay]) -> Iterator[Text]:
    """The days that count to the safe deadline alone: Saturdays, or days on which offices are closed."""
    uncertain = [day for day in days[1:] if day.strict and not day.lenient and ":" in day.why.da]
    saturdays = all(day.day.weekday() == 5 for day in uncertain)
    if len(uncertain) == 1:
        name = _name_day(uncertain[0])
        yield Text(f"{begin_sentence(name.da)} tæller måske med.", f"{name.en} perhaps counts.")
    elif uncertain and saturdays:
        dates = list_texts([format_date(day.day) for day in uncertain])
        yield Text(f"Disse lørdage tæller måske med: {dates.da}.", f"These Saturdays perhaps count: {dates.en}.")
    elif uncertain:
        names = list_texts([_name_day(day) for day in uncertain])
        yield Text(f"Disse dage tæller måske med: {names.da}.", f"These days perhaps count: {names.en}.")


def _name_day(counted_day: CountedDay) -> Text:
    """The day with its weekday, and with the holiday in brackets where the weekday alone does not say why."""
    day, why = format_day(counted_day.day), _short_reason(counted_day.why)
    if why.da == WEEKDAYS[counted_day.day.weekday()].da:
        return day
    return Text(f"{day.da} ({why.da})", f"{day.en} ({why.en})")


def _short_reason(why: Text) -> Text:
    return Text(why.da.partition(":")[0], why.en.partition(":")[0])
