"""How a duty stands, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import format_moment, format_readings, format_seconds_before
from overgreb_rules._duties.status import AssessedDuty
from overgreb_rules._duties.timed_duty import TimedDuty
from overgreb_rules._duties.timeliness import judge_timeliness
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules._text.status_words import STATUS_WORDS, choose_contested
from overgreb_rules.shared.text import Text, begin_sentence, fill_slots, list_texts

_NO_TIME_LIMIT = Text("Loven sætter ingen fast frist.", "The law sets no fixed time limit.")


def describe_status(
    assessed: AssessedDuty, words: WordsOfLaw, log: EventLog, cause: Text | None, late_act: LoggedEvent | None
) -> list[Text]:
    """Return how a duty stands.

    Args:
        assessed: the duty with its status.
        words: the words of the act that governs the duty.
        log: the events of the case as of the instant of the evaluation.
        cause: the cause of the status as a sentence; None where the dates alone explain the status.
        late_act: what `find_late_act` finds.

    Returns:
        One or more sentences.
    """
    timed, due = assessed.timed, assessed.timed.due
    match assessed.status:
        case "breached":
            return [_describe_breached(timed, words, late_act)]
        case "overdue":
            variant = "one_date" if due is None or due.strict == due.lenient else "two_dates"
            return [_say(assessed, variant)]
        case "contested":
            return [_say(assessed, "two_dates")]
        case "due_soon" | "pending":
            return [_say(assessed, "running")]
        case "undetermined":
            sentences = [] if cause is None else [cause]
            return [*sentences, _say(assessed, "past_due")] if assessed.past_while_unknown else sentences
        case "open":
            return [_describe_open(assessed, words)]
        case "available":
            end = "until" if due is not None else "stands_still" if timed.stands_still_since is not None else None
            return [_say(assessed, variant) for variant in ("now", end) if variant is not None]
        case "met" | "used":
            form = STATUS_WORDS[assessed.status].sentences["met"]
            said = fill_slots(form, when=_describe_acts(assessed.met_by, words, log))
            return [said, _say(assessed, "at_rest")] if _was_met_at_rest(assessed, log) else [said]
        case "met_late" if before := _seconds_late(assessed, log):
            return [_say(assessed, "seconds_late", when=_describe_acts(assessed.met_by, words, log), before=before)]
        case "met_late" | "met_contested":
            return [_say(assessed, choose_variant(assessed, log), when=_describe_acts(assessed.met_by, words, log))]
        case "waived" | "expired" | "replaced":
            sentences = [] if cause is None else [cause]
            return [*sentences, *(_describe_what_is_late(timed, words) if assessed.status == "replaced" else ())]


def choose_variant(assessed: AssessedDuty, log: EventLog) -> str:
    """Choose the sentence on a duty that was met, perhaps too late.

    Args:
        assessed: the duty, which has a date.
        log: the events of the case as of the instant of the evaluation.

    Returns:
        The name of the sentence: that of `choose_contested` where it is unknown whether it was late, else `met`.
    """
    due, act = assessed.timed.due, log.find(assessed.met_by[-1])
    if assessed.status != "met_contested" or due is None or act is None:
        return "met"
    return choose_contested(act.at, due.strict.last + 1, due.lenient.last + 1)


def _seconds_late(assessed: AssessedDuty, log: EventLog) -> Text | None:
    """How long a time limit had passed when its duty was met; None where the words of both times differ."""
    due, act = assessed.timed.due, log.find(assessed.met_by[-1])
    if due is None or due.lenient.day is not None or act is None:
        return None
    return format_seconds_before(Moment.instant(due.lenient.last), act.at)


def _was_met_at_rest(assessed: AssessedDuty, log: EventLog) -> bool:
    """Whether a duty was met after its date and yet in time, because nothing was owed then."""
    timed = assessed.timed
    if assessed.status != "met" or timed.duty.rule.modality != "must" or timed.year is not None:
        return False
    act = log.find(assessed.met_by[-1])
    return act is not None and judge_timeliness(act.at, timed.due) != "met"


def _say(assessed: AssessedDuty, variant: str, **parts: Text) -> Text:
    """Fill a sentence of the status; the dates of the duty fill their own slots."""
    due = assessed.timed.due
    slots: dict[str, Text] = dict(parts)
    if due is not None:
        strict, lenient = format_readings(due)
        slots |= {"strict": strict, "lenient": lenient, "date": lenient}
    form = STATUS_WORDS[assessed.status].sentences[variant]
    return fill_slots(form, **slots) if slots else form


def _describe_breached(timed: TimedDuty, words: WordsOfLaw, late: LoggedEvent | None) -> Text:
    sentences, trigger, order = STATUS_WORDS["breached"].sentences, timed.duty.trigger, timed.must_precede
    if order is None or order.named is None:
        when = format_moment(trigger.at)
        return Text(f"Det skete for tidligt: {when.da}.", f"It happened too early: {when.en}.")
    when = format_moment(order.named)
    if late is None:
        return fill_slots(sentences["not_done"], when=when, act=_join_labels(timed, words))
    named = trigger.type if order.event == "trigger" else order.event
    act = words.happened_at(late.type, format_moment(late.at))
    opened = words.happened_at(named, when) if order.fact is None else words.told_at(order.fact, named, when)
    return fill_slots(sentences["came_with" if late.at == order.named else "came_late"], act=act, trigger=opened)


def find_late_act(assessed: AssessedDuty, assessed_duties: Sequence[AssessedDuty]) -> LoggedEvent | None:
    """Find the act that came with the event that it had to precede, or after it.

    Args:
        assessed: the duty.
        assessed_duties: every duty of the case: an act that names nothing of the matter and met one of the others is
            not late for this one.

    Returns:
        The first such act; None where none has come, the event has not, or the duty has none to precede.
    """
    order, fulfilment = assessed.timed.must_precede, assessed.timed.duty.fulfilment
    if order is None or order.named is None:
        return None
    late = [act for act in fulfilment.met_by if act.at.earliest >= order.named.latest]
    elsewhere = {name for other in assessed_duties if other is not assessed for name in other.met_by} if late else ()
    return next((act for act in late if act.index in fulfilment.linked or act.event.id not in elsewhere), None)


def _join_labels(timed: TimedDuty, words: WordsOfLaw) -> Text:
    trigger = timed.duty.trigger.type
    acts = (act for act in timed.duty.rule.met_by if not act.trigger_types or trigger in act.trigger_types)
    types = tuple(dict.fromkeys(act.type for act in acts))
    name = words.quote_event if len(types) > 1 else words.label
    return list_texts([name(type_) for type_ in types], "eller", "or")


def _describe_open(assessed: AssessedDuty, words: WordsOfLaw) -> Text:
    order = assessed.timed.must_precede
    if order is not None and order.named is not None:
        return _say(assessed, "before_moment", when=format_moment(order.named))
    if order is None or order.event not in words.vocabulary.events:
        is_said = _NO_TIME_LIMIT.da in assessed.timed.duty.rule.summary.da
        return _say(assessed, "unmet" if is_said else "no_date")
    return _say(assessed, "before", clause=words.happened(order.event).holds)


def _describe_acts(met_by: Sequence[str], words: WordsOfLaw, log: EventLog) -> Text:
    """When the duty was met, with what met it; several acts in order of time."""
    return list_texts([_name_act(act, words) for act in map(log.find, met_by) if act is not None])


def _name_act(act: LoggedEvent, words: WordsOfLaw) -> Text:
    when, says = format_moment(act.at), words.label(act.type)
    return Text(f"{when.da} ({says.da})", f"{when.en} ({says.en})")


def _describe_what_is_late(timed: TimedDuty, words: WordsOfLaw) -> list[Text]:
    """Return what a replaced duty still waits for, or when that came too late."""
    duty = timed.duty
    if duty.fulfilment.met_by:
        came = duty.fulfilment.met_by[0]
        says = words.happened_at(came.type, format_moment(came.at))
        return [
            Text(
                f"{begin_sentence(says.da)}, efter at fristen var udløbet.",
                f"{begin_sentence(says.en)}, after the time limit had passed.",
            )
        ]
    denials = [words.happened(pattern.type).fails for pattern in duty.rule.met_by]
    return [Text(f"{begin_sentence(says.da)} endnu.", f"{begin_sentence(says.en)} yet.") for says in denials if says]
