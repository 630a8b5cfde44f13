"""The explanation of a duty in Danish (the normative text) and English.

Every date was computed by the clock: this module adds words and no arithmetic.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from overgreb_rules._case.event_log import age_on
from overgreb_rules._deadlines.counting import CountedDay, DeadlineReadings
from overgreb_rules._duties.clock import TimedDuty
from overgreb_rules._duties.consequences import breach_text, citation
from overgreb_rules._duties.status import AssessedDuty, Status
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.formatting import NOT_IN_VOCABULARY, format_deadline, format_moment
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text, begin_sentence, end_sentence, join_items


def explain_duty(assessed: AssessedDuty, rules: RuleSet, born: dt.date | None = None) -> Text:
    """Return why a duty stands as it does.

    Args:
        assessed: the duty with its status at the instant of the evaluation.
        rules: the rules that name the duty, its bearer and its events.
        born: the child's day of birth; None where it is not told.

    Returns:
        Sentences: the event, what the law demands of whom, how the time limit was counted, the status, and what is
        unsettled in the law.
    """
    duty = assessed.timed.duty
    parts = [
        _describe_trigger(assessed.timed, rules),
        duty.rule.summary,
        _describe_age(assessed.timed, born),
        _describe_bearer(assessed, rules),
        _describe_time_limit(assessed.timed),
        _describe_days_left_out(assessed.timed.counted_days),
        _describe_days_of_one_reading(assessed.timed.counted_days),
        _describe_two_dates(assessed.timed),
        _describe_status(assessed, rules),
        _describe_needs(assessed, rules),
        _describe_breach(assessed, rules),
        _describe_transition(assessed.timed, rules),
        _describe_certainty(assessed.timed),
    ]
    sentences = [part for part in parts if part is not None]
    return Text(" ".join(part.da for part in sentences), " ".join(part.en for part in sentences))


def _describe_age(timed: TimedDuty, born: dt.date | None) -> Text | None:
    """Return what holds from the age that the child had at the trigger; None where the rule says nothing of it."""
    from_age, on = timed.duty.rule.from_age, timed.duty.trigger.at.day
    if from_age is None or born is None or age_on(born, on) < from_age.age:
        return None
    return from_age.says


def _describe_bearer(assessed: AssessedDuty, rules: RuleSet) -> Text:
    rule = assessed.timed.duty.rule
    who, cite = rules.vocabulary.bearers[rule.bearer].says, citation(rule.id, rules, assessed.timed.duty.trigger.at.day)
    if rule.modality == "must":
        da, en = f"Det påhviler {who.da} efter {cite.da}", f"It falls to {who.en} under {cite.en}"
    else:
        da, en = f"Hvem: {who.da} efter {cite.da}", f"Who: {who.en} under {cite.en}"
    return Text(end_sentence(da), end_sentence(en))


def _describe_two_dates(timed: TimedDuty) -> Text | None:
    """Return why there are two dates; None where there is one."""
    if timed.due is None or timed.due.strict == timed.due.lenient:
        return None
    why = _why_two_dates(timed)
    return Text(f"To datoer, fordi {why.da}.", f"Two dates, because {why.en}.")


_SATURDAY = Text("det ikke er afgjort, om lørdag er en hverdag", "it is unsettled whether Saturday is a hverdag")
_START = Text("det ikke er afgjort, hvor uret starter", "it is unsettled where the clock starts")
_REST = Text(
    "det ikke er afgjort, om fristen løber forfra, når sagen ikke længere verserer",
    "it is unsettled whether the time runs anew once the case is no longer pending",
)
_INTERRUPTION = Text(
    "det ikke er oplyst, om klagefristen blev afbrudt", "it is not told whether the time limit was interrupted"
)
_LONGER_THAN_ALLOWED = Text(
    "den dag, der er fastsat, ligger senere, end loven tillader", "the day that was set is later than the act allows"
)
_HELD_UP = Text(
    "loven ikke siger, hvordan de dage lægges til, hvor sagen verserede",
    "the act does not say how the days are added on which the case was pending",
)
_WHICH_DECISION = Text(
    "det ikke er afgjort, hvilken afgørelse fristen regnes fra", "it is unsettled from which decision the time counts"
)
_PARALLEL = Text(
    "det ikke er afgjort, om undersøgelsen er sideløbende", "it is unsettled whether the examination runs beside it"
)
_LENGTH = Text("det ikke er afgjort, hvor lang fristen er", "it is unsettled how long the time is")
_MONTH_END = Text(
    "det ikke er afgjort, hvordan en frist ender, der starter sidst i en måned",
    "it is unsettled how a time limit ends that starts at the end of a month",
)
_BY_COUNT: Mapping[str | None, Text] = {
    "elapsed": Text("klokkeslættet ikke er oplyst", "the time of day is not told"),
    "weekdays": Text(
        "det ikke er afgjort, om 5. juni, 24. december og 31. december tæller med",
        "it is unsettled whether 5 June, 24 December and 31 December count",
    ),
}


def _why_two_dates(timed: TimedDuty) -> Text:
    clock, trigger = timed.duty.activation.rule.clock, timed.duty.trigger
    if clock.count == "working_days":
        apart = timed.start != trigger.at and clock.strict_from != clock.lenient_from
        return _join_reasons(_SATURDAY, _START) if apart else _SATURDAY
    if clock.count in _BY_COUNT:
        return _BY_COUNT[clock.count]
    given = clock.date_fact
    set_day = trigger.event.facts.get(given.fact) if given is not None and given.latest is not None else None
    reasons = (
        (clock.strict_from != clock.lenient_from, _START),
        (trigger.type in clock.spans_for, _LENGTH),
        (clock.rests_while is not None, _REST),
        (bool(clock.interruptions), _INTERRUPTION),
        (isinstance(set_day, dt.date), _LONGER_THAN_ALLOWED),
        (_ends_apart_by_the_month(timed), _MONTH_END),
        (bool(clock.suspensions), _HELD_UP),
        (bool(clock.renewed_after), _WHICH_DECISION),
        (bool(clock.parallel_steps), _PARALLEL),
    )
    return next((why for holds, why in reasons if holds), _MONTH_END)


def _ends_apart_by_the_month(timed: TimedDuty) -> bool:
    """Return whether both readings end in one month, and the clock started on the last day of a month."""
    if timed.due is None or timed.due.strict.day is None or timed.due.lenient.day is None:
        return False
    strict, lenient = timed.due.strict.day, timed.due.lenient.day
    starts_at_the_end = (timed.start.day + dt.timedelta(days=1)).day == 1
    return starts_at_the_end and (strict.year, strict.month) == (lenient.year, lenient.month)


def _join_reasons(one: Text, other: Text) -> Text:
    return Text(f"{one.da}, og {other.da}", f"{one.en}, and {other.en}")


def _describe_breach(assessed: AssessedDuty, rules: RuleSet) -> Text | None:
    follows = breach_text(assessed, rules)
    if follows is None:
        return None
    return Text(f"Bliver det ikke holdt: {follows.da}", f"If it is not kept: {follows.en}")


def _describe_certainty(timed: TimedDuty) -> Text | None:
    if timed.duty.certainty_of_text == "text":
        return None
    return Text(
        "Kilden er en myndigheds udsagn, ikke lovens ord.", "The source is what an authority says, not the act."
    )


def _describe_trigger(timed: TimedDuty, rules: RuleSet) -> Text:
    event = timed.duty.trigger
    says, when = rules.vocabulary.events[event.type].says, format_moment(event.at)
    return Text(
        f"{begin_sentence(says.da)} {when.da} ({event.event.id}).",
        f"{begin_sentence(says.en)} {when.en} ({event.event.id}).",
    )


def _describe_time_limit(timed: TimedDuty) -> Text | None:
    if timed.due is None:
        return None
    if timed.duty.rule.modality == "window":
        first = format_deadline(timed.due.strict)
        return Text(f"Tidligst {first.da}.", f"No earlier than {first.en}.")
    last = _describe_last_moment(timed.due)
    if timed.start == timed.duty.trigger.at:
        return last
    start = format_moment(timed.start)
    return Text(f"Uret starter {start.da}. {last.da}", f"The clock starts {start.en}. {last.en}")


def _describe_last_moment(due: DeadlineReadings) -> Text:
    strict, lenient = format_deadline(due.strict), format_deadline(due.lenient)
    if due.strict == due.lenient:
        return Text(f"Senest {strict.da}.", f"No later than {strict.en}.")
    return Text(
        f"Senest {strict.da} efter den strenge læsning, {lenient.da} efter den lempelige.",
        f"No later than {strict.en} on the strict reading, {lenient.en} on the lenient one.",
    )


def _describe_days_left_out(counted: Sequence[CountedDay]) -> Text | None:
    left_out = [day for day in counted[1:] if not (day.strict or day.lenient)]
    if not left_out:
        return None
    da = join_items([f"{format_day(day.day).da} ({_short_reason(day.why.da)})" for day in left_out], "og")
    en = join_items([f"{format_day(day.day).en} ({_short_reason(day.why.en)})" for day in left_out], "and")
    return Text(f"Ikke talt med: {da}.", f"Not counted: {en}.")


def _describe_days_of_one_reading(counted: Sequence[CountedDay]) -> Text | None:
    """Return the Saturdays, which the strict reading alone counts; None where there are none."""
    saturdays = [day.day for day in counted[1:] if day.strict and not day.lenient]
    if not saturdays:
        return None
    da, en = ([getattr(format_day(day), language) for day in saturdays] for language in ("da", "en"))
    return Text(
        f"Talt med efter den strenge læsning alene: {join_items(da, 'og')}.",
        f"Counted on the strict reading alone: {join_items(en, 'and')}.",
    )


def _short_reason(why: str) -> str:
    return why.partition(":")[0]


_STATUS_SENTENCES: dict[Status, Text] = {
    "breached": Text("Det skete ikke, før det skulle.", "It did not happen before it had to."),
    "overdue": Text("Fristen er overskredet.", "The time limit has passed."),
    "contested": Text(
        "Fristen er overskredet efter den strenge læsning, men ikke efter den lempelige.",
        "The time limit has passed on the strict reading, not on the lenient one.",
    ),
    "due_soon": Text("Der er mindre end en fjerdedel af tiden tilbage.", "Less than a quarter of the time is left."),
    "pending": Text("Fristen løber.", "The time limit is running."),
    "undetermined": Text("Det kan ikke afgøres endnu.", "It cannot be told yet."),
    "open": Text("Pligten er åben, til den er opfyldt.", "The duty is open until it is met."),
    "available": Text("Det kan ske nu.", "It may be done now."),
    "met_late": Text("Opfyldt, men for sent", "Met, but late"),
    "met_contested": Text("Opfyldt mellem de to læsninger", "Met between the two readings"),
    "met": Text("Opfyldt", "Met"),
    "used": Text("Brugt", "Used"),
    "waived": Text("Pligten er bortfaldet.", "The duty is waived."),
    "replaced": Text("En anden pligt er trådt i stedet.", "Another duty has taken its place."),
    "expired": Text("Muligheden er udløbet.", "The possibility has expired."),
}


def _describe_status(assessed: AssessedDuty, rules: RuleSet) -> Text:
    words = _STATUS_SENTENCES[assessed.status]
    if assessed.status == "replaced":
        late = _describe_what_is_late(assessed.timed, rules)
        return Text(f"{words.da} {late.da}", f"{words.en} {late.en}")
    if assessed.status == "open" and assessed.timed.must_precede is not None:
        event = rules.vocabulary.events.get(assessed.timed.must_precede.event)
        if event is not None:
            return Text(f"Det skal ske før: {event.says.da}.", f"It must happen before: {event.says.en}.")
    if not assessed.met_by:
        return words
    events = {item.event.id: item for item in assessed.timed.duty.fulfilment.met_by}
    events[assessed.timed.duty.trigger.event.id] = assessed.timed.duty.trigger
    when = [(format_moment(events[name].at), name) for name in assessed.met_by]
    da = join_items([f"{text.da} ({name})" for text, name in when], "og")
    en = join_items([f"{text.en} ({name})" for text, name in when], "and")
    return Text(f"{words.da}: {da}.", f"{words.en}: {en}.")


def _describe_what_is_late(timed: TimedDuty, rules: RuleSet) -> Text:
    """Return what a replaced duty still waits for, or when that came too late."""
    duty, says = timed.duty, rules.vocabulary.events
    if not duty.fulfilment.met_by:
        awaited = [says[pattern.type].says for pattern in duty.rule.met_by]
        da, en = join_items([text.da for text in awaited], "eller"), join_items([text.en for text in awaited], "or")
        return Text(f"Mangler stadig efter fristen: {da}.", f"Still missing after the time limit: {en}.")
    came = duty.fulfilment.met_by[0]
    what, when = says[came.type].says, format_moment(came.at)
    return Text(
        f"Det skete først for sent: {what.da} {when.da} ({came.event.id}).",
        f"It came too late: {what.en} {when.en} ({came.event.id}).",
    )


def _describe_needs(assessed: AssessedDuty, rules: RuleSet) -> Text | None:
    if not assessed.needs:
        return None
    words = rules.vocabulary
    needs = [words.facts.get(name) or _name_of_event_or_field(name, rules) for name in assessed.needs]
    names = [f"{text.da} ({name})" for text, name in zip(needs, assessed.needs, strict=True)]
    english = [f"{text.en} ({name})" for text, name in zip(needs, assessed.needs, strict=True)]
    return Text(f"Det er ikke oplyst: {join_items(names, 'og')}.", f"Not told: {join_items(english, 'and')}.")


def _name_of_event_or_field(name: str, rules: RuleSet) -> Text:
    words = rules.vocabulary
    if name in NOT_IN_VOCABULARY:
        return NOT_IN_VOCABULARY[name]
    if name in words.events:
        return words.events[name].says
    return words.case[f"barn.{name}"].says


def _describe_transition(timed: TimedDuty, rules: RuleSet) -> Text | None:
    duty = timed.duty
    if not (duty.moved or duty.activation.by_commencement):
        return None
    transition = next(one for one in rules.transitions if one.newer == duty.rule.law)
    ended, newer = _end_of_older_act(transition.on), rules.laws[transition.newer].cited_as.da
    cite = transition.cite_moves.removeprefix(newer).strip()
    if duty.moved:
        return Text(
            f"Uopfyldt, da {ended.da} sluttede: pligten føres videre efter {newer} med samme ur ({cite}).",
            f"Unmet when {ended.en} ended: the duty goes on under {newer} with the same clock ({cite}).",
        )
    return Text(
        f"Underretningen var ikke færdig, da {ended.da} sluttede: pligten åbnede med {newer} ({cite}).",
        f"The notification was not finished when {ended.en} ended: the duty opened with {newer} ({cite}).",
    )


def _end_of_older_act(first_day: dt.date) -> Text:
    """Return the last day of the act that ends; the year alone where that is its last day."""
    last = first_day - dt.timedelta(days=1)
    return format_day(last) if last.year == first_day.year else Text(str(last.year), str(last.year))
