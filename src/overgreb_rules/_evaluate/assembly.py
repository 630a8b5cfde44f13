"""The assembly of the answer: each assessed duty as an obligation, in order, with the receipt and the warnings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.counting import DeadlineReadings
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.causes import FactRecord, find_cause
from overgreb_rules._duties.closings import find_closing, without_closed
from overgreb_rules._duties.consequences import breach_text, build_escalations, citation, wording_days
from overgreb_rules._duties.event_use import find_unused_events
from overgreb_rules._duties.outlook import find_next_change, find_warnings
from overgreb_rules._duties.status import STATUS_ORDER, AssessedDuty, is_past_due
from overgreb_rules._duties.transitions import find_next_commencement, stays_after_its_law
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._text.cause_words import describe_cause
from overgreb_rules._text.explanation import explain_duty
from overgreb_rules.calendar import holidays_sha256, local, tzdata_version
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
    Evaluation,
    LawRead,
    Obligation,
    OpenedBy,
    Receipt,
    When,
    Wording,
)
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook

_END_OF_TIME = 2**62
_RULE_SETS_KEPT, _WORDINGS_KEPT = 8, 16384
_RANK = {status: rank for rank, status in enumerate(STATUS_ORDER)}


def assemble(
    log: EventLog, assessed_duties: Sequence[AssessedDuty], book: Rulebook, policy: Policy | None
) -> Evaluation:
    """Assemble the evaluation of a case.

    Args:
        log: The events of the case as of the instant of the evaluation.
        assessed_duties: The duties of the case, in any order.
        book: The rules and the matcher that gave the duties.
        policy: The municipality's ladder of escalation, None where there is none.

    Returns:
        The evaluation, the most urgent duty first; its lazy fields are computed from the arguments.
    """
    context = _Context(log, sorted(assessed_duties, key=_urgency), book, policy)
    values: dict[str, object] = {
        "schema_version": 1,
        "case_id": log.case.case_id,
        "at": local(log.as_of),
        "receipt": None,
    }
    compute = partial(_compute_once, context)
    receipt = Receipt.unchecked(
        {
            "rulebook": book.rules.version,
            "sha256": book.rules.sha256,
            "engine": book.matcher,
            "tzdata": tzdata_version(),
            "holidays": holidays_sha256(),
            "law": {**_laws_read(book.rules)},
        },
        partial(_compute, _RECEIPT_FIELDS, _ReceiptContext(values, context)),
    )
    return Evaluation.unchecked({**values, "receipt": receipt}, compute)


@lru_cache(maxsize=_RULE_SETS_KEPT)
def _laws_read(rules: RuleSet) -> Mapping[str, LawRead]:
    """Return how far the text of each law was read.

    Cached, at most 8 sets of rules: it is the same for every case, and building it takes 6 µs of the 340 µs of an
    evaluation (400 generated cases).
    """
    return {
        law: LawRead.unchecked({"version": source.current, "read_to": Day.of(source.read_to)})
        for law, source in rules.sources.items()
        if law in rules.laws
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Context:
    """What an evaluation is computed from.

    Attributes:
        opened_by: By index, each event that opened a duty as it stands in the answer.
        fields: The lazy fields that were computed: the hash of the answer and the answer itself both read them.
    """

    log: EventLog
    assessed_duties: Sequence[AssessedDuty]
    book: Rulebook
    policy: Policy | None
    opened_by: dict[int, OpenedBy] = field(default_factory=dict)
    fields: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _ReceiptContext:
    """What a receipt is computed from: `values` are the fields of the evaluation without its receipt."""

    values: dict[str, object]
    evaluation: _Context


@dataclass(slots=True, eq=False)
class _DutyContext:
    """What an obligation is computed from."""

    assessed: AssessedDuty
    evaluation: _Context


def _compute(fields: Mapping[str, Callable[..., object]], context: object, name: str) -> object:
    return fields[name](context)


def _compute_once(context: _Context, name: str) -> object:
    if name not in context.fields:
        context.fields.setdefault(name, _EVALUATION_FIELDS[name](context))
    return context.fields[name]


def _next_change(context: _Context) -> dt.datetime | None:
    book, at = context.book, context.log.as_of
    running = without_closed(context.assessed_duties, context.log)
    second = find_next_change(running, book.rules, context.policy, book.programs, at)
    commencement = find_next_commencement(context.log, book.rules, book.programs, before=second)
    first = second if commencement is None else commencement
    return None if first is None else local(first)


def _obligations(context: _Context) -> tuple[Obligation, ...]:
    return tuple([_build_obligation(one, context) for one in context.assessed_duties])


_EVALUATION_FIELDS: Mapping[str, Callable[[_Context], object]] = {
    "obligations": _obligations,
    "next_change": _next_change,
    "ignored_events": lambda context: context.log.ignored,
    "unused_events": lambda context: find_unused_events(context.assessed_duties, context.log, context.book.rules),
    "warnings": lambda context: tuple(find_warnings(context.assessed_duties, context.log, context.book.rules)),
}


def _result_sha256(context: _ReceiptContext) -> str:
    # The evaluation is built anew without its receipt: with this receipt in it, the two would keep each other alive.
    compute = partial(_compute_once, context.evaluation)
    return Evaluation.unchecked({**context.values}, compute).content_sha256()


def _bundle_sha256(context: _ReceiptContext) -> str:
    from overgreb_rules._conformance.bundle import bundle_sha256  # noqa: PLC0415  # a table of one case shows no receipt

    return bundle_sha256(context.evaluation.book.rules)


_RECEIPT_FIELDS: Mapping[str, Callable[[_ReceiptContext], object]] = {
    "case_sha256": lambda context: context.evaluation.log.case.sha256(),
    "policy_sha256": lambda context: context.evaluation.policy.sha256 if context.evaluation.policy else None,
    "result_sha256": _result_sha256,
    "bundle_sha256": _bundle_sha256,
}


def _counting(context: _DutyContext) -> tuple[Counting, ...]:
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


def _escalations(context: _DutyContext) -> object:
    one = context.evaluation
    is_closed = find_closing(context.assessed, one.log) is not None
    return build_escalations(
        context.assessed, one.book.rules, one.policy, one.book.programs, one.log.as_of, is_closed=is_closed
    )


def _cause(context: _DutyContext) -> Cause | None:
    log = context.evaluation.log
    found = find_cause(context.assessed, log)
    if found is None:
        return None
    says = describe_cause(found, context.assessed, context.evaluation.book.rules)
    return Cause.unchecked(
        {
            "events": tuple([event.event.id for event in found.events]),
            "facts": {fact.name: _told_value(fact, log.vocabulary) for fact in found.facts},
            "rule": None if found.rule is None else found.rule.id,
            "da": says.da,
            "en": says.en,
        }
    )


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


_OBLIGATION_FIELDS: Mapping[str, Callable[[_DutyContext], object]] = {
    "cause": _cause,
    "consequence": lambda context: breach_text(context.assessed, context.evaluation.book.rules),
    "escalations": _escalations,
    "counting": _counting,
    "explanation": lambda context: explain_duty(
        context.assessed, context.evaluation.book.rules, context.evaluation.log
    ),
}


def _urgency(one: AssessedDuty) -> tuple[int, int, str]:
    due = one.timed.due
    return _RANK[one.status], due.strict.last if due else _END_OF_TIME, one.timed.key


def _build_obligation(one: AssessedDuty, context: _Context) -> Obligation:
    timed, duty, rules, log, policy = one.timed, one.timed.duty, context.book.rules, context.log, context.policy
    rule, due, trigger = duty.rule, timed.due, duty.trigger
    cite, wording = _cite_on(rules, rule.id, trigger.at.day)
    stays = stays_after_its_law(rule, one.status, rules, log.as_of)
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
            "closed": _closed(one, log),
            "not_recorded": policy is not None and rule.id in policy.not_recorded,
            "past_due": is_past_due(one, log.as_of),
            "certainty": duty.certainty_of_text,
            "open_questions": tuple([doubt.says for doubt in duty.doubts]),
            "transition": stays or duty.moved or duty.activation.by_commencement,
            "successor": rules.successor.get(rule.id) if stays else None,
        },
        partial(_compute, _OBLIGATION_FIELDS, _DutyContext(one, context)),
    )


def _opened_by(trigger: LoggedEvent, context: _Context) -> OpenedBy:
    found = context.opened_by[trigger.index] = OpenedBy.unchecked({"type": trigger.type, "at": _when(trigger.at)})
    return found


def _met_at(met_by: Iterable[str], log: EventLog) -> tuple[When, ...]:
    events = map(log.find, met_by)
    return tuple([_when(event.at) for event in events if event is not None])


@lru_cache(maxsize=_WORDINGS_KEPT)
def _cite_on(rules: RuleSet, rule_id: str, day: dt.date) -> tuple[str, Wording]:
    """Return the provision as it is cited on a day, and the days in force of that version.

    Cached, at most 16,384 pairs of rule and day: every duty asks for both, and without it the evaluation of a case of
    the benchmark's workload takes 4 % longer (500 cases, 17 duties each).
    """
    first, last = wording_days(rules.by_id[rule_id], day)
    wording = Wording.unchecked({"from_": Day.of(first), "to": None if last is None else Day.of(last)})
    return citation(rule_id, rules, day).da, wording


def _dates(due: DeadlineReadings) -> DueDates:
    strict, lenient = due.strict, due.lenient
    compute = partial(_compute, _DUE_FIELDS, due)
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
