"""The duties of an answer as JSON, written straight from the assessed duties.

It is the text that the models give, byte for byte, without the models: those are made for a reader of the answer, and
making and writing them takes three times as long.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from msgspec import field

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.deadline import CountedDay, Deadline, DeadlineReadings
from overgreb_rules._deadlines.moment import instant_text
from overgreb_rules._duties.causes import CAUSED_STATUSES
from overgreb_rules._duties.closings import find_closing
from overgreb_rules._duties.consequences import EscalationStep, breach_text, find_escalations
from overgreb_rules._duties.status import AssessedDuty, is_past_due
from overgreb_rules._duties.transitions import is_in_transition, successors_of_what_stays
from overgreb_rules._rules.citation import citation, wording_days
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.evaluation import Detail
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.json_writer import to_json_text
from overgreb_rules.shared.value_object import Entity

_WORDINGS_KEPT, _STEPS_KEPT, _DAYS_KEPT = 1024, 4096, 2048
_TRUTHS: Mapping[object, str] = {True: "true", False: "false"}

ComputeField = Callable[[str], object]
"""Computes a lazy field of one obligation by its name, as the model does; `cause_without_texts` as a mapping."""


class _Constants(NamedTuple):
    """What is the same for every duty of a rule in one wording: the text up to each value between, and texts."""

    before_key: str
    before_trigger: str
    wording: str
    consequence: str
    open_questions: str


class ObligationWriter(Entity):
    """What writes the duties of one answer as JSON, in one detail.

    Attributes:
        log: The events of the case as of the instant of the evaluation.
        book: The rules and the matcher that gave the duties.
        policy: The municipality's ladder of escalation; None where there is none.
        detail: How much is written.
    """

    log: EventLog
    book: Rulebook
    policy: Policy | None
    detail: Detail
    _openings: dict[int, str] = field(default_factory=dict)
    """What is written of each event that opened a duty, by its index."""
    _times: dict[int, str] = field(default_factory=dict)
    """What is written of the time of each event, by its index."""

    def write(self, duties: Iterable[tuple[AssessedDuty, ComputeField]]) -> str:
        """Write the duties of the answer.

        Args:
            duties: The duties in the order of the answer, each with what computes its lazy fields.

        Returns:
            The items of a list, on one line and without blanks: what the models give.
        """
        return ",".join([self._write(one, compute) for one, compute in duties])

    def _write(self, one: AssessedDuty, compute: ComputeField) -> str:
        log, rules, detail, policy = self.log, self.book.rules, self.detail, self.policy
        timed, duty = one.timed, one.timed.duty
        rule, trigger, key = duty.rule, duty.trigger, timed.key
        first_day, is_second = rule.first_day_of_wording(trigger.at.day), duty.activation.for_second_examination
        constants = _write_constants(rules, rule.id, first_day, is_second, detail == "full")
        opened = self._openings.get(trigger.index) or self._open(trigger)
        start = self._times[trigger.index] if timed.start is trigger.at else f'"{timed.start}"'
        is_closed = find_closing(one, log) is not None
        closed = to_json_text(compute("closed")) if is_closed else "null"
        cause = _cause(compute, detail == "full") if one.status in CAUSED_STATUSES else "null"
        in_transition = is_in_transition(one, rules, log.as_of)
        successor = successors_of_what_stays(one, rules, log.as_of) if in_transition else None
        return (
            f"{constants.before_key}{encode_basestring(key)}{constants.before_trigger}"
            f'{encode_basestring(trigger.event.id)},"clock_start":{start},"opened_by":{opened}'
            f'{constants.wording},"due":{_due(timed.due)},"status":"{one.status}",'
            f'"met_by":{_texts(one.met_by)},"met_at":[{",".join(self._write_times(one.met_by))}],"needs":{_texts(one.needs)},'
            f'"cause":{cause},"closed":{closed},'
            f'"not_recorded":{_TRUTHS[policy is not None and rule.id in policy.not_recorded]},'
            f'"past_due":{_TRUTHS[is_past_due(one, log.as_of)]}'
            f'{self._write_out(one, compute, constants, is_closed)},"certainty":"{duty.certainty_of_text}"'
            f'{constants.open_questions},"transition":{_TRUTHS[in_transition]},'
            f'"successor":{"null" if successor is None else _texts(successor)}}}'
        )

    def _write_out(self, one: AssessedDuty, compute: ComputeField, constants: _Constants, is_closed: bool) -> str:
        """Write what takes long to read or to compute: consequence, steps, counted days and explanation."""
        if self.detail == "dates":
            return ""
        has_texts = self.detail == "full"
        days = _write_days(one.timed.counted_days, has_texts)
        steps = ",".join(self._write_steps(one, has_texts, is_closed))
        written = f',"escalations":[{steps}],"counting":[{days}]'
        if not has_texts:
            return written
        return f',"consequence":{constants.consequence}{written},"explanation":{to_json_text(compute("explanation"))}'

    def _write_steps(self, one: AssessedDuty, has_texts: bool, is_closed: bool) -> Iterator[str]:
        book, at, key = self.book, self.log.as_of, encode_basestring(one.timed.key)[1:-1]
        for second, step, is_active in find_escalations(
            one, book.rules, self.policy, book.programs, at, is_closed=is_closed
        ):
            name, to, action = _write_step(step, has_texts)
            yield f'{{"id":"{key}{name}{instant_text(second)}{to}{_TRUTHS[is_active]}{action}'

    def _open(self, trigger: LoggedEvent) -> str:
        type_, at = encode_basestring(trigger.type), self._times.get(trigger.index) or self._write_time(trigger)
        opened = self._openings[trigger.index] = f'{{"type":{type_},"at":{at}}}'
        return opened

    def _write_times(self, met_by: Iterable[str]) -> list[str]:
        times, find = self._times, self.log.find
        events = [find(event_id) for event_id in met_by]
        return [times.get(event.index) or self._write_time(event) for event in events if event is not None]

    def _write_time(self, event: LoggedEvent) -> str:
        written = self._times[event.index] = f'"{event.at}"'
        return written


@lru_cache(maxsize=_WORDINGS_KEPT)
def _write_constants(
    rules: RuleSet, rule_id: str, first_day: dt.date | None, is_second: bool, has_texts: bool
) -> _Constants:
    """Write what every duty of a rule has in common that was opened under one wording; None is no wording in force.

    Cached, at most 1,024 wordings, which are all of a rulebook: writing it takes a sixth of the time of a duty.
    """
    rule = rules.by_id[rule_id]
    first, last = wording_days(rule, first_day or rule.versions[0].first)
    title = f',"title":{to_json_text(rule.title)}' if has_texts else ""
    questions = to_json_text([doubt.says for doubt in rule.list_doubts(is_second=is_second)])
    ended, cite = "null" if last is None else f'"{last}"', citation(rule_id, rules, first_day).da
    return _Constants(
        f'{{"rule":{encode_basestring(rule.id)},"key":',
        f',"law":{encode_basestring(rule.law)},"cite":{encode_basestring(cite)}{title},'
        f'"modality":"{rule.modality}","bearer":{encode_basestring(rule.bearer)},"trigger":',
        f',"wording":{{"from":"{first}","to":{ended}}}',
        to_json_text(breach_text(rule, rules)) if has_texts else "",
        f',"open_questions":{questions}' if has_texts else "",
    )


@lru_cache(maxsize=_STEPS_KEPT)
def _write_step(step: EscalationStep, has_texts: bool) -> tuple[str, str, str]:
    """Write a step: what follows the key of the duty, what follows the instant, and what follows its activity.

    Cached, at most 4,096 steps, more than a rulebook has for one policy: written anew each time, the
    steps of an answer take a third longer (400 notifications).
    """
    action = f',"action":{to_json_text(step.action)}' if has_texts else ""
    name = encode_basestring(f":{step.name}")[1:]
    return f'{name},"kind":"{step.kind}","from":"', f'","to":{encode_basestring(step.to)},"active":', f"{action}}}"


def _due(due: DeadlineReadings | None) -> str:
    if due is None:
        return "null"
    strict, lenient = due.strict, due.lenient
    is_day = strict.day is not None and lenient.day is not None
    first, end = _last_and_end(strict, is_day)
    second, later_end = (first, end) if lenient is strict else _last_and_end(lenient, is_day)
    return (
        f'{{"strict":"{first}","lenient":"{second}","is_day":{_TRUTHS[is_day]},"ends":'
        f'{{"strict":"{end}","lenient":"{later_end}"}}}}'
    )


def _last_and_end(deadline: Deadline, is_day: bool) -> tuple[str, str]:
    return str(deadline.day) if is_day else instant_text(deadline.last), instant_text(deadline.last + 1)


def _texts(values: Sequence[str]) -> str:
    return f"[{','.join([encode_basestring(value) for value in values])}]" if values else "[]"


def _cause(compute: ComputeField, has_texts: bool) -> str:
    cause: Any = compute("cause_without_texts")
    if cause is None:
        return "null"
    says: Any = compute("cause_sentence") if has_texts else None
    texts = f",{to_json_text(says)[1:-1]}" if has_texts else ""
    rule = "null" if cause["rule"] is None else encode_basestring(cause["rule"])
    return f'{{"events":{_texts(cause["events"])},"facts":{to_json_text(cause["facts"])},"rule":{rule}{texts}}}'


@lru_cache(maxsize=_DAYS_KEPT)
def _write_days(days: tuple[CountedDay, ...], has_texts: bool) -> str:
    """Write the days that were counted on the way to a deadline.

    Cached, at most 2,048 lists of some 5 days: those of an answer take 9 µs instead of 23, where 19 of 20 come from the
    cache (163 histories).
    """
    return ",".join([_write_day(day, has_texts) for day in days])


def _write_day(day: CountedDay, has_texts: bool) -> str:
    why = f',"why":{to_json_text(day.why)}' if has_texts else ""
    return f'{{"day":"{day.day}","counted":{{"strict":{_TRUTHS[day.strict]},"lenient":{_TRUTHS[day.lenient]}}}{why}}}'
