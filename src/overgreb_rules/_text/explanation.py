"""The explanation of a duty in Danish (the normative text) and English.

Every date was computed by the clock: this module adds words and no arithmetic.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from overgreb_rules._case.event_log import EventLog, LoggedEvent, age_on
from overgreb_rules._case.event_names import has_twin
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import format_moment
from overgreb_rules._duties.closings import find_closing
from overgreb_rules._duties.remedies import is_kept_from_opening
from overgreb_rules._duties.status import (
    BREACH_STATUSES,
    UNMET_STATUSES,
    AssessedDuty,
    Status,
    was_owed_when_the_strict_day_ended,
)
from overgreb_rules._duties.timed_duty import TimedDuty
from overgreb_rules._duties.timeliness import find_acts_of_year
from overgreb_rules._rules.citation import citation
from overgreb_rules._rules.model import Breach
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules._text.status_sentence import choose_variant, describe_status
from overgreb_rules._text.status_words import describe_at_closing, describe_unmet
from overgreb_rules._text.time_limit_words import describe_time_limit
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text, begin_sentence, join_texts, list_texts

_SENTENCES_KEPT = 4096
_STATUS_NAMES_DATE: frozenset[Status] = frozenset({"pending", "due_soon", "overdue", "met_late", "available"})
"""The statuses whose sentence names the date where there is one."""
_OVER: frozenset[Status] = frozenset({"met", "met_contested", "used", "waived", "replaced", "expired"})
"""The statuses in which nothing can follow from a breach any more."""
_RUNNING: frozenset[Status] = UNMET_STATUSES - {"breached"}
"""The statuses in which a duty can still be met, or a possibility used."""
_IF_NOT_MET = Text("Hvis pligten ikke var opfyldt", "If the duty was not met")
_IF_NOT_USED = Text("Hvis muligheden ikke var brugt", "If the possibility was not used")


def explain_duty(
    assessed: AssessedDuty, rules: RuleSet, log: EventLog, cause: Text | None, late_act: LoggedEvent | None
) -> Text:
    """Return why a duty stands as it does.

    Args:
        assessed: the duty with its status at the instant of the evaluation.
        rules: the rules that name the duty, its bearer and its events.
        log: the events of the case as of that instant.
        cause: the cause of the status as a sentence; None where the dates alone explain the status.
        late_act: what `status_sentence.find_late_act` finds.

    Returns:
        Sentences: the event, what the law demands of whom, how the time limit was counted, the status, what follows,
        the change of law, and where the time limit comes from.
    """
    timed, duty, rule = assessed.timed, assessed.timed.duty, assessed.timed.duty.rule
    words, day = WordsOfLaw.of_rule(rule.id, rules), duty.trigger.at.day
    from_age, born = rule.from_age, log.case.barn.foedselsdato
    is_older = from_age is not None and born is not None and age_on(born, day) >= from_age.age
    sentences = [
        _describe_trigger(timed, rules, log),
        _describe_demand(rules, rule.id, rule.first_day_of_wording(day), is_older),
        *(
            ()
            if timed.due is None
            else describe_time_limit(timed, words, names_date=not _status_names_date(assessed, log))
        ),
        *_describe_acts_of_year(assessed, words),
        *describe_status(assessed, words, log, cause, late_act),
        *_describe_breach(assessed, rules, log),
        *_describe_closing(assessed, words, log),
        *_describe_transition(assessed, rules),
        *_describe_certainty(timed),
    ]
    return join_texts(sentences, " ")


def _status_names_date(assessed: AssessedDuty, log: EventLog) -> bool:
    due = assessed.timed.due
    if due is None:
        return False
    if due.strict != due.lenient:
        if assessed.status == "met_contested":
            return choose_variant(assessed, log) == "met"
        return assessed.status == "contested"
    if assessed.status == "expired":
        return assessed.timed.duty.fulfilment.ended_by is None
    return assessed.status in _STATUS_NAMES_DATE


def _describe_trigger(timed: TimedDuty, rules: RuleSet, log: EventLog) -> Text:
    duty = timed.duty
    event, needs_time = duty.trigger, duty.activation.rule.clock.count == "elapsed"
    begun = _begin_with_event(rules, duty.rule.law, event.type, event.at, needs_time)
    id_ = f" ({event.event.id})" if begun.da.endswith(")") or has_twin(event, log) else ""
    return Text(f"{begun.da}{id_}.", f"{begun.en}{id_}.")


def _describe_acts_of_year(assessed: AssessedDuty, words: WordsOfLaw) -> list[Text]:
    """Return which of the acts of a year have been done where they are too few; nothing where none has."""
    timed = assessed.timed
    acts = find_acts_of_year(timed) if assessed.status in UNMET_STATUSES else ()
    if not acts:
        return []
    label = words.label(acts[0].type)
    moments = list_texts([format_moment(act.at) for act in acts])
    done, all_ = len(acts), timed.required_acts
    return [
        Text(
            f"{begin_sentence(label.da)} {done} af {all_} gange i dette år: {moments.da}.",
            f"{begin_sentence(label.en)} {done} of {all_} times in this year: {moments.en}.",
        )
    ]


@lru_cache(maxsize=_SENTENCES_KEPT)
def _begin_with_event(rules: RuleSet, law: str, type_: str, at: Moment, needs_time: bool) -> Text:
    """Return what happened and when, in the words of an act; that the time of day is not told, where it is needed.

    Cached, at most 4,096 beginnings: the 20 duties of a case have 8 triggers, and the beginning takes a tenth of the
    time of an explanation.
    """
    says, when = WordsOfLaw(rules.vocabulary, rules.laws[law]).label(type_), format_moment(at)
    if at.is_day and needs_time:
        when = Text(f"{when.da}, klokkeslæt ikke oplyst", f"{when.en}, time of day not told")
    return Text(f"{begin_sentence(says.da)}: {when.da}", f"{begin_sentence(says.en)}: {when.en}")


@lru_cache(maxsize=_SENTENCES_KEPT)
def _describe_demand(rules: RuleSet, rule_id: str, first_day: dt.date | None, is_older: bool) -> Text:
    """Return what the law demands of whom under the wording that has been in force since a day.

    Cached, at most 4,096 wordings, more than a rulebook has: without it an explanation takes a fifth longer (2,000
    duties).

    Args:
        rules: The rules of all acts.
        rule_id: The id of the rule.
        first_day: The first day of the wording; None where no wording is in force.
        is_older: Whether the child has reached the age of which the rule says something.

    Returns:
        The summary of the rule, what holds from that age, and the bearer.
    """
    rule = rules.by_id[rule_id]
    who, cite = rules.vocabulary.bearers[rule.bearer].says, citation(rule_id, rules, first_day)
    if rule.modality == "must":
        bearer = Text(f"Hvem skal gøre det: {who.da} ({cite.da}).", f"Who must do it: {who.en} ({cite.en}).")
    else:
        bearer = Text(f"Hvem kan gøre det: {who.da} ({cite.da}).", f"Who may do it: {who.en} ({cite.en}).")
    of_age = [rule.from_age.says] if is_older and rule.from_age is not None else []
    return join_texts([rule.summary, *of_age, bearer], " ")


def _describe_breach(assessed: AssessedDuty, rules: RuleSet, log: EventLog) -> list[Text]:
    """What follows if the duty is not kept; once it is not, what has followed.

    Nothing after the case was closed, and no other duty that an event keeps from coming.
    """
    rule = assessed.timed.duty.rule
    if rule.breach is None or assessed.status in _OVER or find_closing(assessed, log) is not None:
        return []
    opened = rules.by_id.get(rule.breach.rule or "")
    if opened is not None and is_kept_from_opening(opened, assessed.timed.duty, log, rules):
        return []
    if assessed.status in BREACH_STATUSES:
        return _describe_consequence(assessed, rule.breach, rules)
    where = Text("Hvis fristen overskrides", "If the time limit is passed")
    if rule.clock.before is not None:
        where = Text("Hvis pligten ikke overholdes", "If the duty is not kept")
    if rule.breach.rule is not None:
        other = _quote_duty(rule.breach.rule, rules)
        return [
            Text(f"{where.da}, kommer denne pligt til: {other.da}.", f"{where.en}, this duty is added: {other.en}.")
        ]
    follows = rule.breach.remedy or rule.breach.lapse
    return [] if follows is None else [Text(f"{where.da}: {follows.da}", f"{where.en}: {follows.en}")]


def _describe_consequence(assessed: AssessedDuty, breach: Breach, rules: RuleSet) -> list[Text]:
    """What has followed from a breach, as a sentence that goes on after that on the status."""
    due = assessed.timed.due
    if breach.rule is not None:
        if due is not None and not was_owed_when_the_strict_day_ended(assessed.timed, due.strict.last):
            return []
        other = _quote_duty(breach.rule, rules)
        return [Text(f"Derfor er denne pligt kommet til: {other.da}.", f"So this duty was added: {other.en}.")]
    # A remedy says that the duty is still owed.
    follows = breach.lapse if assessed.status == "met_late" else breach.remedy or breach.lapse
    return [] if follows is None else [Text(f"Følgen er: {follows.da}", f"The consequence is: {follows.en}")]


def _quote_duty(rule_id: str, rules: RuleSet) -> Text:
    title, cite = rules.by_id[rule_id].title, citation(rule_id, rules)
    return Text(f"»{title.da}« ({cite.da})", f"“{title.en}” ({cite.en})")


def _describe_closing(assessed: AssessedDuty, words: WordsOfLaw, log: EventLog) -> list[Text]:
    closing = find_closing(assessed, log)
    if closing is None:
        return []
    says, when = words.happened(closing.type).holds, format_moment(closing.at)
    reason = closing.event.facts.get(log.vocabulary.events[closing.type].closes or "")
    why = log.vocabulary.values.get(str(reason))
    tail = Text(f": {why.da}", f": {why.en}") if why is not None else Text("", "")
    unmet = describe_at_closing(assessed.timed.duty.rule.modality, assessed.status)
    return [
        Text(
            f"{begin_sentence(says.da)} {when.da}{tail.da}. {unmet.da}.",
            f"{begin_sentence(says.en)} {when.en}{tail.en}. {unmet.en}.",
        )
    ]


def _describe_certainty(timed: TimedDuty) -> list[Text]:
    if timed.duty.certainty_of_text == "text" or timed.has_one_set_day:
        return []
    what = Text("Fristen", "The time limit") if timed.due is not None else Text("Pligten", "The duty")
    return [
        Text(
            f"{what.da} følger af en myndigheds praksis, ikke af lovens tekst.",
            f"{what.en} follows from the practice of an authority, not from the text of the act.",
        )
    ]


def _describe_transition(assessed: AssessedDuty, rules: RuleSet) -> list[Text]:
    timed, duty = assessed.timed, assessed.timed.duty
    if not (duty.moved or duty.activation.by_commencement):
        return []
    transition = next(one for one in rules.transitions if one.newer == duty.rule.law)
    ended, newer = _end_of_older_act(transition.on), rules.laws[transition.newer].cited_as.da
    cite = transition.cite_moves.removeprefix(newer).strip()
    is_running = assessed.status in _RUNNING
    if duty.activation.by_commencement:
        applies = Text("gælder", "applies") if is_running else Text("gjaldt", "applied")
        return [
            Text(
                f"Underretningen var ikke færdigbehandlet ved udgangen af {ended.da}. Pligten {applies.da} efter "
                f"{newer} ({cite}).",
                f"The notification was not finished at the end of {ended.en}. The duty {applies.en} under {newer} "
                f"({cite}).",
            )
        ]
    if duty.rule.on_breach:
        # The breach may be of the newer act's time: nobody can have left the possibility unused before it.
        return [
            Text(
                f"Hændelsen skete inden udgangen af {ended.da}. Muligheden følger nu af {newer}.",
                f"The event happened before the end of {ended.en}. The possibility now follows from {newer}.",
            )
        ]
    if duty.rule.follows is not None and timed.due is not None and timed.due.strict.last >= transition.instant:
        # It stands in for a duty that was unmet, or replaced, under the newer act only.
        return []
    same = Text(", og fristen er den samme", ", with the same time limit") if timed.due is not None else Text("", "")
    if assessed.status == "undetermined":
        unmet = _IF_NOT_MET if duty.rule.modality == "must" else _IF_NOT_USED
        return [
            Text(
                f"{unmet.da} ved udgangen af {ended.da}, føres den videre efter {newer}{same.da} ({cite}).",
                f"{unmet.en} at the end of {ended.en}, it goes on under {newer}{same.en} ({cite}).",
            )
        ]
    unmet = describe_unmet(duty.rule.modality)
    goes_on = Text("Den føres videre", "It goes on") if is_running else Text("Den blev ført videre", "It went on")
    return [
        Text(
            f"{unmet.da} ved udgangen af {ended.da}. {goes_on.da} efter {newer}{same.da} ({cite}).",
            f"{unmet.en} at the end of {ended.en}. {goes_on.en} under {newer}{same.en} ({cite}).",
        )
    ]


def _end_of_older_act(first_day: dt.date) -> Text:
    """Return the last day of the act that ends; the year alone where that is its last day."""
    last = first_day - dt.timedelta(days=1)
    return format_day(last) if last.year == first_day.year else Text(str(last.year), str(last.year))
