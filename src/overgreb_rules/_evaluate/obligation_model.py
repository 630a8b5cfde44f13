"""One duty as it stands in the answer: its model, and what computes those fields that are not always read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from msgspec import field

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.deadline import DeadlineReadings
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.causes import FactRecord, StatusCause, find_cause
from overgreb_rules._duties.closings import find_closing
from overgreb_rules._duties.consequences import breach_text, build_escalations, find_escalations
from overgreb_rules._duties.status import AssessedDuty, is_past_due
from overgreb_rules._duties.transitions import is_in_transition, successors_of_what_stays
from overgreb_rules._rules.citation import citation, wording_days
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._text.cause_words import describe_cause
from overgreb_rules._text.explanation import explain_duty
from overgreb_rules._text.status_sentence import find_late_act
from overgreb_rules.calendar import local
from overgreb_rules.errors import HIDDEN
from overgreb_rules.evaluation import (
    Cause,
    Closed,
    CountedBy,
    Counting,
    Day,
    DueDates,
    DueDay,
    DueEnds,
    DueInstant,
    Obligation,
    OpenedBy,
    UndatedReason,
    When,
    Wording,
)
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import Entity

_WORDINGS_KEPT = 1024


class AnswerContext(Entity):
    """What an evaluation is computed from.

    Attributes:
        opened_by: By index, each event that opened a duty as it stands in the answer.
    """

    log: EventLog
    assessed_duties: Sequence[AssessedDuty]
    book: Rulebook
    policy: Policy | None
    opened_by: dict[int, OpenedBy] = field(default_factory=dict)


class DutyContext(Entity):
    """What an obligation is computed from, and its lazy fields that were: the JSON and the model both read them."""

    assessed: AssessedDuty
    evaluation: AnswerContext
    fields: dict[str, object] = field(default_factory=dict)


def compute_of_duty(context: DutyContext, name: str) -> object:
    """Compute a lazy field of an obligation, and keep it.

    Args:
        context: What the obligation is computed from.
        name: The field; `cause_without_texts` gives the cause as a mapping without its two sentences, `has_lapse`
            whether something lapses by a breach, `has_mistimed_act` whether the act of a breached duty has been done,
            `undated_reason` why the duty has no date.

    Returns:
        The value.
    """
    if name not in context.fields:
        context.fields.setdefault(name, _OBLIGATION_FIELDS[name](context))
    return context.fields[name]


def _counting(context: DutyContext) -> tuple[Counting, ...]:
    return tuple(
        Counting.unchecked(
            {
                "day": Day.of(day.day),
                "counted": CountedBy.unchecked({"strict": day.strict, "lenient": day.lenient}),
                "why": day.why,
            }
        )
        for day in context.assessed.timed.counted_days
    )


def _escalations(context: DutyContext) -> object:
    one = context.evaluation
    is_closed = find_closing(context.assessed, one.log) is not None
    found = find_escalations(
        context.assessed, one.book.rules, one.policy, one.book.programs, one.log.as_of, is_closed=is_closed
    )
    return build_escalations(context.assessed, found)


def _cause(context: DutyContext) -> Cause | None:
    found, says = _status_cause(context), _cause_sentence(context)
    if found is None or says is None:
        return None
    return Cause.unchecked({**_without_texts(found, context.evaluation.log), "da": says.da, "en": says.en})


def _cause_without_texts(context: DutyContext) -> Mapping[str, object] | None:
    found = _status_cause(context)
    return None if found is None else _without_texts(found, context.evaluation.log)


def _status_cause(context: DutyContext) -> StatusCause | None:
    found: Any = compute_of_duty(context, "status_cause")
    cause: StatusCause | None = found
    return cause


def _cause_sentence(context: DutyContext) -> Text | None:
    found: Any = compute_of_duty(context, "cause_sentence")
    sentence: Text | None = found
    return sentence


def _describe_cause(context: DutyContext) -> Text | None:
    found, one = _status_cause(context), context.evaluation
    return (
        None if found is None else describe_cause(found, context.assessed, one.book.rules, one.log, _late_act(context))
    )


def _explain(context: DutyContext) -> Text:
    evaluation, cause = context.evaluation, _cause_sentence(context)
    return explain_duty(context.assessed, evaluation.book.rules, evaluation.log, cause, _late_act(context))


def _late_act(context: DutyContext) -> LoggedEvent | None:
    if context.assessed.status != "breached":
        return None
    return find_late_act(context.assessed, context.evaluation.assessed_duties)


def _without_texts(cause: StatusCause, log: EventLog) -> dict[str, object]:
    return {
        "events": tuple([event.event.id for event in cause.events]),
        "facts": {fact.name: _told_value(fact, log.vocabulary) for fact in cause.facts},
        "rule": None if cause.rule is None else cause.rule.id,
    }


def _told_value(fact: FactRecord, vocabulary: Vocabulary) -> bool | int | str | None:
    """The value as JSON holds it; free text of the caller is not repeated."""
    value = fact.value
    holder = vocabulary.events[fact.holder.type].facts.get(fact.name) if fact.holder is not None else None
    if value is not None and holder is not None and holder.kind == "text":
        return HIDDEN
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _closed(assessed: AssessedDuty, log: EventLog) -> Closed | None:
    closing = find_closing(assessed, log)
    if closing is None:
        return None
    reason = closing.event.facts.get(log.vocabulary.events[closing.type].closes or "")
    return Closed.unchecked({"by": closing.event.id, "at": _when(closing.at), "grund": reason})


def _has_lapse(context: DutyContext) -> bool:
    breach = context.assessed.timed.duty.rule.breach
    return breach is not None and breach.lapse is not None


def _has_mistimed_act(context: DutyContext) -> bool:
    timed = context.assessed.timed
    if timed.must_precede is None:
        return timed.duty.rule.modality == "window"
    return _late_act(context) is not None


def _find_undated_reason(context: DutyContext) -> UndatedReason:
    timed = context.assessed.timed
    if timed.stands_still_since is not None:
        return "stands_still"
    sets_number = timed.duty.activation.rule.clock.sets_number
    return "not_told" if sets_number and context.assessed.needs else "no_number"


_OBLIGATION_FIELDS: Mapping[str, Callable[[DutyContext], object]] = {
    "cause": _cause,
    "cause_without_texts": _cause_without_texts,
    "status_cause": lambda context: find_cause(context.assessed, context.evaluation.log),
    "cause_sentence": _describe_cause,
    "closed": lambda context: _closed(context.assessed, context.evaluation.log),
    "consequence": lambda context: breach_text(context.assessed.timed.duty.rule, context.evaluation.book.rules),
    "has_lapse": _has_lapse,
    "has_mistimed_act": _has_mistimed_act,
    "undated_reason": _find_undated_reason,
    "escalations": _escalations,
    "counting": _counting,
    "explanation": _explain,
}


def build_obligation(of_duty: DutyContext, context: AnswerContext) -> Obligation:
    """Build the model of one duty.

    Args:
        of_duty: What the obligation is computed from.
        context: What the evaluation is computed from.

    Returns:
        The obligation; its fields that take long are computed when they are read.
    """
    one = of_duty.assessed
    timed, duty, rules, log, policy = one.timed, one.timed.duty, context.book.rules, context.log, context.policy
    rule, due, trigger = duty.rule, timed.due, duty.trigger
    cite, wording = _cite_wording(rules, rule.id, rule.first_day_of_wording(trigger.at.day))
    return Obligation.unchecked(
        {
            "rule": rule.id,
            "key": timed.key,
            "law": rule.law,
            "cite": cite,
            "title": rule.title,
            "modality": rule.modality,
            "bearer": rule.bearer,
            "trigger": trigger.event.id,
            "clock_start": _when(timed.start),
            "opened_by": context.opened_by.get(trigger.index) or _opened_by(trigger, context),
            "wording": wording,
            "due": _dates(due) if due else None,
            "status": one.status,
            "met_by": one.met_by,
            "met_at": _met_at(one.met_by, log) if one.met_by else (),
            "needs": one.needs,
            # Of the lazy fields those that take less time than to be asked for one by one.
            "not_recorded": policy is not None and rule.id in policy.not_recorded,
            "past_due": is_past_due(one, log.as_of),
            "certainty": duty.certainty_of_text,
            "open_questions": tuple([doubt.says for doubt in duty.doubts]),
            "transition": is_in_transition(one, rules, log.as_of),
            "successor": successors_of_what_stays(one, rules, log.as_of),
        },
        partial(compute_of_duty, of_duty),
    )


def _opened_by(trigger: LoggedEvent, context: AnswerContext) -> OpenedBy:
    found = context.opened_by[trigger.index] = OpenedBy.unchecked({"type": trigger.type, "at": _when(trigger.at)})
    return found


def _met_at(met_by: Iterable[str], log: EventLog) -> tuple[When, ...]:
    events = map(log.find, met_by)
    return tuple([_when(event.at) for event in events if event is not None])


@lru_cache(maxsize=_WORDINGS_KEPT)
def _cite_wording(rules: RuleSet, rule_id: str, first_day: dt.date | None) -> tuple[str, Wording]:
    """Return the provision as it is cited under the wording in force since a day, and the days of that wording.

    Cached, at most 1,024 wordings, which are all of a rulebook: every duty asks for both, and without it the evaluation
    of a case of the benchmark's workload takes 4 % longer (500 cases, 17 duties each).

    Args:
        rules: The rules of all acts.
        rule_id: The id of the rule.
        first_day: The first day of the wording; None where no wording was in force: then it is the first one.

    Returns:
        The citation, and the first and the last day of the wording.
    """
    rule = rules.by_id[rule_id]
    first, last = wording_days(rule, first_day or rule.versions[0].first)
    wording = Wording.unchecked({"from_": Day.of(first), "to": None if last is None else Day.of(last)})
    return citation(rule_id, rules, first_day).da, wording


def _dates(due: DeadlineReadings) -> DueDates:
    strict, lenient = due.strict, due.lenient
    compute = partial(_compute_date, due)
    if strict.day is not None and lenient.day is not None:
        day = Day.of(strict.day)
        later = day if lenient.day == strict.day else Day.of(lenient.day)
        return DueDay.unchecked({"strict": day, "lenient": later, "is_day": True}, compute)
    instants = {"strict": local(strict.last), "lenient": local(lenient.last), "is_day": False}
    return DueInstant.unchecked(instants, compute)


_DUE_FIELDS: Mapping[str, Callable[[DeadlineReadings], object]] = {
    "ends": lambda due: DueEnds.unchecked(
        {"strict": local(due.strict.last + 1), "lenient": local(due.lenient.last + 1)}
    ),
}


def _when(moment: Moment) -> When:
    return Day.of(moment.day) if moment.is_day else local(moment.earliest)


def _compute_date(due: DeadlineReadings, name: str) -> object:
    return _DUE_FIELDS[name](due)
