"""The clock of a rule in sentences, made from its data alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from overgreb_rules._rules.clock_model import (
    Clock,
    CountingConvention,
    DateFact,
    LowerEnd,
    Origin,
    ParallelCase,
    Span,
)
from overgreb_rules._rules.conditions import FactTest
from overgreb_rules._text.rule_names import RuleNames, fill_in
from overgreb_rules.shared.text import Text, fill_slots, join_texts

_COUNTS: dict[CountingConvention, Text] = {
    "elapsed": Text("Timerne regnes fra klokkeslættet, og alle dage tæller med.", "The hours run on every day."),
    "working_days": Text(
        "Den dag, fristen regnes fra, tæller ikke med. Det gør søndage og helligdage heller ikke. Lørdage tæller med i "
        "den sikre frist, men ikke i den yderste.",
        "The day itself does not count. Sundays and public holidays do not count; Saturdays count to the safe "
        "deadline and not to the latest one.",
    ),
    "weekdays": Text(
        "Den dag, fristen regnes fra, tæller ikke med. Det gør lørdage, søndage og helligdage heller ikke. Den 5. "
        "juni, den 24. december og den 31. december tæller med i den sikre frist, men ikke i den yderste.",
        "The day itself does not count. Saturdays, Sundays and public holidays do not count; 5 June, 24 December and "
        "31 December count to the safe deadline and not to the latest one.",
    ),
    "inclusive": Text("Den dag, fristen regnes fra, er dag 1.", "The day itself is the first day."),
    "exclusive": Text("Den dag, fristen regnes fra, tæller ikke med.", "The day itself does not count."),
    "weeks": Text(
        "Fristen udløber på samme ugedag, også når den dag er en lørdag, en søndag eller en helligdag.",
        "The time ends on the same weekday, also where that is at a weekend or a public holiday.",
    ),
    "weeks_roll": Text(
        "Fristen udløber på samme ugedag. Er det en lørdag, en søndag, en helligdag, den 5. juni, den 24. december "
        "eller den 31. december, udløber den først den næste dag, der ikke er en af disse.",
        "The time ends on the same weekday; where that is a Saturday, a Sunday, a public holiday, 5 June, 24 December "
        "or 31 December, it ends on the next day that is none of these.",
    ),
    "calendar": Text(
        "Fristen udløber på samme dato eller, hvis datoen ikke findes, på månedens sidste dag. Regnes fristen fra en "
        "måneds sidste dag, er den yderste frist også en måneds sidste dag.",
        "The time ends on the same day of the month; where there is no such day, on the last day of the month. Where "
        "it begins on the last day of a month, the latest deadline is the last day of a month too.",
    ),
    "rolling": Text(
        "Hvert påbegyndt år har sin egen pligt, og fristen udløber på årsdagen.",
        "Each year that has begun has a duty of its own and ends on the anniversary.",
    ),
}
_EFFECTS = {
    "surely": Text("fremrykker fristen", "brings the deadline forward"),
    "strict": Text("fremrykker kun den sikre frist", "brings the safe deadline alone forward"),
    "never": Text("ændrer ikke fristen", "does not change the deadline"),
}
_OPENING = Text("den udløsende hændelse", "the opening event")
_ROLLING = Text("{span}, regnet fra {start}.", "{span}, counted from {start}.")


class _ReadingForms(NamedTuple):
    """The two forms of the sentence on the deadline of a reading."""

    form: Text
    """With the slots {span} and {start}."""
    where_no_day_is_told: Text
    """The same, of a deadline that counts only where the case tells no day."""


_BOTH_READINGS = _ReadingForms(
    Text("Senest {span} efter {start}.", "No later than {span} after {start}."),
    Text(
        "Er dagen ikke oplyst, er fristen {span} efter {start}.",
        "Where that day is not told: no later than {span} after {start}.",
    ),
)
_STRICT_READING = _ReadingForms(
    Text("Den sikre frist er {span} efter {start}.", "The safe deadline is {span} after {start}."),
    Text(
        "Er dagen ikke oplyst, er den sikre frist {span} efter {start}.",
        "Where that day is not told: the safe deadline is {span} after {start}.",
    ),
)
_LENIENT_READING = _ReadingForms(
    Text("Den yderste frist er {span} efter {start}.", "The latest deadline is {span} after {start}."),
    Text(
        "Er dagen ikke oplyst, er den yderste frist {span} efter {start}.",
        "Where that day is not told: the latest deadline is {span} after {start}.",
    ),
)
_UNLINKED = Text(
    "En hændelse, der kan opfylde pligten, gør det også, når det ikke er oplyst, hvilken sag den hører til, medmindre "
    "den ligger før {}. Ligger den før, er pligten uafklaret.",
    "An event that can meet the duty, and does not say to which matter it belongs, meets it if it does not lie before "
    "{}. If it does, the duty is undetermined.",
)
_NO_NUMBER = Text("Loven sætter ingen fast frist.", "The act sets no fixed time limit.")


def describe_clock(clock: Clock, names: RuleNames) -> list[Text]:
    """Return how the time of a rule is counted.

    Args:
        clock: the clock.
        names: the names of events, facts and rules.

    Returns:
        Sentences, in the order in which they bear on each other; at least one.
    """
    sentences = [*_order(clock, names), *_dates(clock, names), *_span(clock, names), *_changes(clock, names)]
    return sentences or [_NO_NUMBER]


def _span(clock: Clock, names: RuleNames) -> Iterator[Text]:
    if clock.strict is None or clock.lenient is None or clock.count is None:
        return
    for reading, span, origin in _readings(clock):
        form = reading.where_no_day_is_told if clock.date_fact else reading.form
        if clock.count == "rolling":
            form = _ROLLING
        yield fill_slots(form, span=span.text, start=_origin(origin, names))
    for type_, (strict, lenient) in clock.spans_for.items():
        form = Text(
            "Er pligten udløst af {event}, er den sikre frist {strict} og den yderste {lenient}.",
            "Where the duty was opened by {event}: safe deadline {strict}, latest deadline {lenient}.",
        )
        yield fill_slots(form, event=names.event(type_), strict=strict.text, lenient=lenient.text)
    yield _COUNTS[clock.count]


def _readings(clock: Clock) -> Iterator[tuple[_ReadingForms, Span, Origin]]:
    strict, lenient = clock.strict, clock.lenient
    if strict is None or lenient is None:
        return
    if (strict, clock.strict_from) == (lenient, clock.lenient_from):
        yield _BOTH_READINGS, strict, clock.strict_from
        return
    yield _STRICT_READING, strict, clock.strict_from
    yield _LENIENT_READING, lenient, clock.lenient_from


def _origin(origin: Origin, names: RuleNames) -> Text:
    match origin.kind:
        case "at":
            return _OPENING
        case "earlier":
            form = Text(
                "den udløsende hændelse, eller efter det tidspunkt, der er oplyst under {}, hvis det er tidligere",
                "the opening event, or after the time told as {} if that is earlier",
            )
            return fill_in(form, names.fact(origin.name))
        case "fact":
            form = Text("{} (er det ikke oplyst, kendes fristen ikke)", "{} (unless told, the time is not known)")
            return fill_in(form, names.fact(origin.name))
        case "event":
            form = Text(
                "den seneste hændelse {}, der angår pligten, eller, hvis der ingen er, efter den udløsende hændelse",
                "the latest {} that is about the duty; without one, after the opening event",
            )
            return fill_in(form, names.event(origin.name))
        case _:
            form = Text(
                "hændelsen {}, som den udløsende hændelse handler om, eller, hvis der ingen er, efter den seneste før "
                "den udløsende hændelse",
                "{} that the opening event is about, else after the latest before the opening event",
            )
            return fill_in(form, names.event(origin.name))


def _order(clock: Clock, names: RuleNames) -> Iterator[Text]:
    if clock.before is None:
        return
    named = _OPENING if clock.before == "trigger" else fill_in(Text("hændelsen {}", "{}"), names.event(clock.before))
    if clock.before_fact is not None:
        form = Text("{}, og før {}, når det er oplyst", "{}, and before {} where that is told")
        named = Text(
            form.da.format(named.da, names.fact(clock.before_fact).da),
            form.en.format(named.en, names.fact(clock.before_fact).en),
        )
    yield fill_in(Text("Før {}.", "Before {}."), named)
    if clock.lower_end is not None:
        yield _lower_end(clock.lower_end, names)
    elif clock.own_triggers:
        yield fill_in(
            _UNLINKED,
            Text(
                "den seneste hændelse, der kan udløse netop denne pligt, og som ligger på en tidligere dag end den "
                "udløsende hændelse",
                "the latest event of an earlier day that can open this very duty",
            ),
        )
    else:
        yield fill_in(
            _UNLINKED,
            Text(
                "den seneste hændelse, der kan udløse pligten efter den tidligere eller den nye lov, og som ligger på "
                "en tidligere dag end den udløsende hændelse",
                "the latest event of an earlier day that can open the duty under either act",
            ),
        )


def _lower_end(end: LowerEnd, names: RuleNames) -> Text:
    types = names.one_of_types(end.types)
    match end.kind:
        case "latest":
            limit = fill_in(
                Text("den seneste hændelse {} før den udløsende hændelse", "the latest {} before the opening event"),
                types,
            )
        case "earliest":
            limit = fill_in(
                Text("den første hændelse {} før den udløsende hændelse", "the first {} before the opening event"),
                types,
            )
        case _:
            limit = fill_in(
                Text(
                    "den første hændelse {}, som den udløsende hændelse handler om, eller, hvis der ingen er, den "
                    "første efter den forrige udløsende hændelse",
                    "the first {} that the opening event is about, else the first after the previous opening event",
                ),
                types,
            )
    if end.since:
        since = names.one_of_types(end.since)
        limit = Text(
            f"{limit.da} (blandt dem, der ligger efter den seneste hændelse {since.da})",
            f"{limit.en} (of those after the latest {since.en})",
        )
    sentences = [fill_in(_UNLINKED, limit)]
    if end.closed_by is not None:
        closed = names.pattern(end.closed_by)
        sentences.append(
            Text(
                f"Er behandlingen af hændelsen {types.da} afsluttet med {closed.da}, tæller hændelsen ikke med her.",
                f"Where the event {types.en} is closed by {closed.en}, the event does not count here.",
            )
        )
    if end.fact is not None:
        form = Text(
            "Er det tidspunkt, der er oplyst under {}, tidligere, gælder det i stedet.",
            "Where the time told as {} is earlier, it counts instead.",
        )
        sentences.append(fill_in(form, names.fact(end.fact)))
    return join_texts(sentences, " ")


def _dates(clock: Clock, names: RuleNames) -> Iterator[Text]:
    if clock.not_before is not None:
        span, fact = clock.not_before.span.text, names.fact(clock.not_before.fact)
        yield Text(f"Tidligst {span.da} før {fact.da}.", f"No earlier than {span.en} before {fact.en}.")
    if clock.not_after is not None:
        span, age = Span(clock.not_after.months_before, "months").text, clock.not_after.birthday
        yield Text(
            f"Senest {span.da} før det fyldte {age}. år; udløses pligten senere, er der ingen fast frist.",
            f"No later than {span.en} before the {age}th birthday; a duty opened after that day has no time limit.",
        )
    if clock.as_rule is not None:
        form = Text(
            "Fristen regnes og udløber som for pligten {}.",
            "The time limit is counted and ends as that of the duty {}.",
        )
        yield fill_in(form, names.duty(clock.as_rule))
    if clock.date_fact is not None:
        yield from _given(clock.date_fact, names, clock.strict is None)


def _given(date_fact: DateFact, names: RuleNames, is_all: bool) -> Iterator[Text]:
    fact = names.fact(date_fact.fact)
    if date_fact.events:
        holder = fill_in(
            Text("den udløsende hændelse eller {}", "the opening event or {}"), names.one_of_types(date_fact.events)
        )
    else:
        holder = _OPENING
    yield Text(
        f"Senest den dag, der er oplyst under {fact.da} i {holder.da}.",
        f"No later than the day that {holder.en} tells as {fact.en}.",
    )
    if date_fact.latest is not None:
        longest = date_fact.latest.text
        yield Text(
            f"Ligger dagen mere end {longest.da} efter den udløsende hændelse, er den sikre frist {longest.da} efter "
            "den hændelse, og dagen er kun den yderste frist.",
            f"Where that day is more than {longest.en} after the opening event, the safe deadline is {longest.en} "
            "after that event, and the day is the latest deadline alone.",
        )
    if date_fact.without_term_two_readings:
        yield Text(
            "Er der ikke oplyst en dag ved den senere hændelse, er der to frister: den dag, der er oplyst ved den "
            "udløsende hændelse, og fristen regnet fra den senere hændelse. Den tidligste er den sikre frist.",
            "Where no day is told with the later event there are two deadlines: the day told with the opening event, "
            "and the time counted from the later event. The earlier one is the safe deadline.",
        )
    if is_all:
        yield Text("Er der ingen dag oplyst, er der ingen fast frist.", "Where no day is told there is no time limit.")


def _changes(clock: Clock, names: RuleNames) -> Iterator[Text]:
    if clock.earliest_of:
        form = Text(
            "Sker hændelsen {}, før fristen ellers ville udløbe, udløber fristen samme dag.",
            "Where {} happens before the time would otherwise end, its day is the last one.",
        )
        yield fill_in(form, names.one_of_types(clock.earliest_of))
    for step in clock.parallel_steps:
        ends, began = names.event(step.ends), names.pattern(step.began)
        yield Text(
            f"Slutter et sideløbende forløb fra {began.da} til {ends.da}, før fristen ellers ville udløbe, kan den "
            "udløbe samme dag.",
            f"Where something beside it (from {began.en} to {ends.en}) ends before the time would otherwise end, the "
            "time may end on that day.",
        )
    yield from (_parallel_case(case, names) for case in clock.parallel_cases)
    if clock.parallel_cases:
        yield Text("I andre tilfælde ændrer forløbet ikke fristen.", "In other cases it does not change the deadline.")
    for one in clock.interruptions:
        asked, answered = names.event(one.asked), names.event(one.answered)
        clause = names.test(FactTest(one.fact, "is", (True,)), one.asked)
        yield Text(
            f"Fristen er afbrudt fra {asked.da} til {answered.da}, når det er oplyst, at {clause.da}. Er det ikke "
            "oplyst, er kun den yderste frist afbrudt.",
            f"The time stands still from {asked.en} to {answered.en} where it is told that {clause.en}; where it is "
            "not told, for the latest deadline alone.",
        )
    if clock.least_after is not None:
        least = clock.least_after.text
        yield Text(f"Derefter er der mindst {least.da} tilbage.", f"After that at least {least.en} are left.")
    for case in clock.suspensions:
        start, end = names.event(case.from_), names.event(case.to)
        yield Text(
            f"Så længe en sag om afgørelsen verserer, fra {start.da} til {end.da}, er fristen uafklaret. Bagefter "
            "lægges dagene til den yderste frist.",
            f"As long as a case on the decision is pending, from {start.en} to {end.en}, it is undetermined; after "
            "that its days are added to the latest deadline.",
        )
    if clock.rests_while is not None:
        state = names.state(clock.rests_while)
        yield Text(
            f"Fristen løber ikke, så længe {state.da}. Bagefter regnes den yderste frist forfra. Gjaldt det allerede "
            "ved den udløsende hændelse, regnes begge frister forfra.",
            f"The time does not run as long as {state.en}; after that the latest deadline is counted anew, and both "
            "deadlines where it was so at the opening event already.",
        )
    if clock.renewed_after:
        form = Text(
            "Kommer der senere en hændelse {} om den afgørelse, som pligten gælder, regnes den yderste frist derfra.",
            "Where {} comes later about the decision of the duty, the latest deadline is counted from there.",
        )
        yield fill_in(form, names.one_of_types(clock.renewed_after))
    if clock.asks_after_due:
        form = Text("Når fristen er udløbet, skal det være oplyst, {}.", "Once the day has passed it must be told {}.")
        yield fill_in(form, names.needs(clock.asks_after_due))


def _parallel_case(case: ParallelCase, names: RuleNames) -> Text:
    asked = [names.test(test) for test in case.tests]
    if case.about is not None:
        form = Text("hændelsen handler om {}", "the event is about {}")
        if case.fails_without:
            form = Text(
                "hændelsen handler om {}, og en sådan hændelse står i sagen",
                "the event is about {}, and such an event has happened",
            )
        asked.append(fill_in(form, names.pattern(case.about)))
    which = join_texts(asked, ", og ", ", and ")
    before, after = _EFFECTS[case.begun_before], _EFFECTS[case.begun_after]
    if case.begun_before == case.begun_after:
        return Text(
            f"Når {which.da}: Et forløb, der var i gang ved den udløsende hændelse eller begyndte senere, {before.da}.",
            f"Where {which.en}: What ran at the opening event or began later {before.en}.",
        )
    return Text(
        f"Når {which.da}: Et forløb, der var i gang ved den udløsende hændelse, {before.da}. "
        f"Et forløb, der begyndte senere, {after.da}.",
        f"Where {which.en}: What ran at the opening event {before.en}. What began later {after.en}.",
    )
