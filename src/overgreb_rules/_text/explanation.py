"""Why a duty stands as it does, in Danish (the normative text) and English.

Every date said here was computed by the clock: this module adds words and no arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence

from overgreb_rules._deadlines.counting import CountedDay, DeadlineReadings
from overgreb_rules._duties.clock import TimedDuty
from overgreb_rules._duties.consequences import breach_text, citation
from overgreb_rules._duties.status import AssessedDuty, Status
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.formatting import format_deadline, format_moment, join_items
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text

__all__ = ["explain_duty"]


def explain_duty(standing: AssessedDuty, rules: RuleSet) -> Text:
    """What happened, what the law demands of whom, how it was counted, how it stands, and what is unsettled."""
    duty = standing.timed.duty
    parts = [
        _trigger(standing.timed, rules),
        duty.rule.summary,
        _who(standing, rules),
        _time_limit(standing.timed),
        _days_left_out(standing.timed.counted_days),
        _counted_on_one_reading(standing.timed.counted_days),
        _unsettled(standing.timed),
        _stands(standing, rules),
        _unknown(standing, rules),
        _breach(standing, rules),
        _transition(standing.timed),
        _certainty(standing.timed),
    ]
    said = [part for part in parts if part is not None]
    return Text(" ".join(part.da for part in said), " ".join(part.en for part in said))


def _who(standing: AssessedDuty, rules: RuleSet) -> Text:
    rule = standing.timed.duty.rule
    who, cite = rules.vocabulary.bearers[rule.bearer].says, citation(rule.id, rules)
    if rule.modality == "must":
        return Text(f"Det påhviler {who.da} efter {cite.da}.", f"It falls to {who.en} under {cite.en}.")
    return Text(f"Hvem: {who.da} efter {cite.da}.", f"Who: {who.en} under {cite.en}.")


def _unsettled(clocked: TimedDuty) -> Text | None:
    """Why there are two dates."""
    if clocked.due is None or clocked.due.strict == clocked.due.lenient:
        return None
    why = _why_two_dates(clocked)
    return Text(f"To datoer, fordi {why.da}.", f"Two dates, because {why.en}.")


def _why_two_dates(clocked: TimedDuty) -> Text:
    clock = clocked.duty.activation.rule.clock
    if clock.count == "working_days":
        return Text("det ikke er afgjort, om lørdag er en hverdag", "it is unsettled whether Saturday is a hverdag")
    if clock.count == "elapsed":
        return Text("klokkeslættet ikke er oplyst", "the time of day is not told")
    if clocked.duty.fulfilment.lifted_by is not None and clock.restarts_after:
        return Text(
            "det ikke er afgjort, om fristen løber forfra, når sagen ikke længere verserer",
            "it is unsettled whether the time runs anew once the case is no longer pending",
        )
    if clock.strict_from != clock.lenient_from:
        return Text("det ikke er afgjort, hvor uret starter", "it is unsettled where the clock starts")
    if clocked.duty.trigger.type in clock.spans_for:
        return Text("det ikke er afgjort, hvor lang fristen er", "it is unsettled how long the time is")
    return Text(
        "det ikke er afgjort, hvordan en frist ender, der starter sidst i en måned",
        "it is unsettled how a time limit ends that starts at the end of a month",
    )


def _breach(standing: AssessedDuty, rules: RuleSet) -> Text | None:
    follows = breach_text(standing, rules)
    if follows is None:
        return None
    return Text(f"Bliver det ikke holdt: {follows.da}", f"If it is not kept: {follows.en}")


def _certainty(clocked: TimedDuty) -> Text | None:
    if clocked.duty.rule.certainty == "text":
        return None
    return Text(
        "Kilden er en myndigheds udsagn, ikke lovens ord.", "The source is what an authority says, not the act."
    )


def _trigger(clocked: TimedDuty, rules: RuleSet) -> Text:
    event = clocked.duty.trigger
    says, when = rules.vocabulary.events[event.type].says, format_moment(event.at)
    return Text(
        f"{_capital(says.da)} {when.da} ({event.event.id}).", f"{_capital(says.en)} {when.en} ({event.event.id})."
    )


def _time_limit(clocked: TimedDuty) -> Text | None:
    if clocked.due is None:
        return None
    if clocked.duty.rule.modality == "window":
        first = format_deadline(clocked.due.strict)
        return Text(f"Tidligst {first.da}.", f"No earlier than {first.en}.")
    last = _last_moment(clocked.due)
    if clocked.start == clocked.duty.trigger.at:
        return last
    start = format_moment(clocked.start)
    return Text(f"Uret starter {start.da}. {last.da}", f"The clock starts {start.en}. {last.en}")


def _last_moment(due: DeadlineReadings) -> Text:
    strict, lenient = format_deadline(due.strict), format_deadline(due.lenient)
    if due.strict == due.lenient:
        return Text(f"Senest {strict.da}.", f"No later than {strict.en}.")
    return Text(
        f"Senest {strict.da} efter den strenge læsning, {lenient.da} efter den lempelige.",
        f"No later than {strict.en} on the strict reading, {lenient.en} on the lenient one.",
    )


def _days_left_out(counted: Sequence[CountedDay]) -> Text | None:
    left_out = [day for day in counted[1:] if not (day.strict or day.lenient)]
    if not left_out:
        return None
    da = join_items([f"{format_day(day.day).da} ({_reason(day.why.da)})" for day in left_out], "og")
    en = join_items([f"{format_day(day.day).en} ({_reason(day.why.en)})" for day in left_out], "and")
    return Text(f"Ikke talt med: {da}.", f"Not counted: {en}.")


def _counted_on_one_reading(counted: Sequence[CountedDay]) -> Text | None:
    """The Saturdays: days that only one of the two readings counts, before both have come to an end."""
    saturdays = [day.day for day in counted[1:] if day.strict and not day.lenient]
    if not saturdays:
        return None
    da, en = ([getattr(format_day(day), language) for day in saturdays] for language in ("da", "en"))
    return Text(
        f"Talt med efter den strenge læsning alene: {join_items(da, 'og')}.",
        f"Counted on the strict reading alone: {join_items(en, 'and')}.",
    )


def _reason(why: str) -> str:
    return why.partition(":")[0]


_STANDS: dict[Status, Text] = {
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


def _stands(standing: AssessedDuty, rules: RuleSet) -> Text:
    words = _STANDS[standing.status]
    if standing.status == "open" and standing.timed.must_precede is not None:
        event = rules.vocabulary.events.get(standing.timed.must_precede.event)
        if event is not None:
            return Text(f"Det skal ske før: {event.says.da}.", f"It must happen before: {event.says.en}.")
    if not standing.met_by:
        return words
    events = {item.event.id: item for item in standing.timed.duty.fulfilment.met_by}
    events[standing.timed.duty.trigger.event.id] = standing.timed.duty.trigger
    when = [(format_moment(events[name].at), name) for name in standing.met_by]
    da = join_items([f"{text.da} ({name})" for text, name in when], "og")
    en = join_items([f"{text.en} ({name})" for text, name in when], "and")
    return Text(f"{words.da}: {da}.", f"{words.en}: {en}.")


def _unknown(standing: AssessedDuty, rules: RuleSet) -> Text | None:
    if not standing.needs:
        return None
    words = rules.vocabulary
    found = [words.facts.get(name) or _of_event_or_case(name, rules) for name in standing.needs]
    names = [f"{text.da} ({name})" for text, name in zip(found, standing.needs, strict=True)]
    english = [f"{text.en} ({name})" for text, name in zip(found, standing.needs, strict=True)]
    return Text(f"Det er ikke oplyst: {join_items(names, 'og')}.", f"Not told: {join_items(english, 'and')}.")


def _of_event_or_case(name: str, rules: RuleSet) -> Text:
    words = rules.vocabulary
    if name == "at":
        return Text("klokkeslættet", "the time of day")
    if name in words.events:
        return words.events[name].says
    return words.case[f"barn.{name}"].says


def _transition(clocked: TimedDuty) -> Text | None:
    duty = clocked.duty
    if duty.moved:
        return Text(
            "Uopfyldt, da 2023 sluttede: pligten føres videre efter barnets lov med samme ur (§ 213, stk. 1).",
            "Unmet when 2023 ended: the duty goes on under barnets lov with the same clock (§ 213, stk. 1).",
        )
    if duty.activation.by_commencement:
        return Text(
            "Underretningen var ikke færdig, da 2023 sluttede: pligten åbnede med barnets lov (§ 213, stk. 1).",
            "The notification was not finished when 2023 ended: the duty opened with barnets lov (§ 213, stk. 1).",
        )
    return None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
