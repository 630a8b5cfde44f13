"""The duties of an answer as JSON, written straight from the assessed duties.

It is the text that the models give, byte for byte, without the models: those are made for a reader of the answer, and
making and writing them takes three times as long.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring
from typing import NamedTuple

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.counting import CountedDay, DeadlineReadings
from overgreb_rules._deadlines.moment import instant_text
from overgreb_rules._duties.consequences import citation, wording_days
from overgreb_rules._duties.status import AssessedDuty, is_past_due
from overgreb_rules._duties.transitions import is_in_transition, successors_of_what_stays
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.evaluation import Detail
from overgreb_rules.shared.json_writer import NOTHING, to_json_text

_HEADS_KEPT = 16384
_TRUTHS: Mapping[object, str] = {True: "true", False: "false"}

ComputeField = Callable[[str], object]
"""Computes a lazy field of one obligation by its name, as the model does; `cause_without_texts` as a mapping."""


class _Head(NamedTuple):
    """What is the same for every duty of a rule whose trigger lies on one day: the text up to each value between."""

    before_key: str
    before_trigger: str
    wording: str


@dataclass(slots=True, eq=False)
class ObligationWriter:
    """What writes the duties of one answer as JSON, in one detail.

    Attributes:
        log: The events of the case as of the instant of the evaluation.
        rules: The rules of all acts.
        not_recorded: The ids of the rules of whose duties the system of the municipality keeps no record.
        detail: How much is written.
    """

    log: EventLog
    rules: RuleSet
    not_recorded: Container[str]
    detail: Detail
    _openings: dict[int, str] = field(default_factory=dict)
    """What is written of each event that opened a duty, by its index."""

    def write(self, duties: Iterable[tuple[AssessedDuty, ComputeField]]) -> str:
        """Write the duties of the answer.

        Args:
            duties: The duties in the order of the answer, each with what computes its lazy fields.

        Returns:
            A list, on one line and without blanks: what the models give.
        """
        return f"[{','.join([self._write(one, compute) for one, compute in duties])}]"

    def _write(self, one: AssessedDuty, compute: ComputeField) -> str:
        log, rules, detail = self.log, self.rules, self.detail
        timed, duty = one.timed, one.timed.duty
        rule, trigger = duty.rule, duty.trigger
        before_key, before_trigger, wording = _head(rules, rule.id, trigger.at.day, detail == "full")
        opened = self._openings.get(trigger.index) or self._open(trigger)
        successor = successors_of_what_stays(one, rules, log.as_of)
        return (
            f"{before_key}{encode_basestring(timed.key)}{before_trigger}{encode_basestring(trigger.event.id)},"
            f'"clock_start":"{timed.start}","opened_by":{opened}{wording},"due":{_due(timed.due)},"status":"{one.status}",'
            f'"met_by":{_texts(one.met_by)},"met_at":{_met_at(one.met_by, log)},"needs":{_texts(one.needs)},'
            f'"cause":{_cause(compute, detail)},"closed":{to_json_text(compute("closed"))},'
            f'"not_recorded":{_TRUTHS[rule.id in self.not_recorded]},"past_due":{_TRUTHS[is_past_due(one, log.as_of)]}'
            f'{_written_out(one, compute, detail)},"certainty":"{duty.certainty_of_text}"'
            f"{_open_questions(one, detail)},"
            f'"transition":{_TRUTHS[is_in_transition(one, rules, log.as_of)]},'
            f'"successor":{"null" if successor is None else _texts(successor)}}}'
        )

    def _open(self, trigger: LoggedEvent) -> str:
        opened = self._openings[trigger.index] = f'{{"type":{encode_basestring(trigger.type)},"at":"{trigger.at}"}}'
        return opened


@lru_cache(maxsize=_HEADS_KEPT)
def _head(rules: RuleSet, rule_id: str, day: dt.date, with_title: bool) -> _Head:
    """Write what every duty of a rule has in common whose trigger lies on one day.

    Cached, at most 16,384 pairs of rule and day: writing it takes a third of the time of a duty.
    """
    rule, (first, last) = rules.by_id[rule_id], wording_days(rules.by_id[rule_id], day)
    title = f',"title":{to_json_text(rule.title)}' if with_title else ""
    ended = "null" if last is None else f'"{last}"'
    return _Head(
        f'{{"rule":{encode_basestring(rule.id)},"key":',
        f',"law":{encode_basestring(rule.law)},"cite":{encode_basestring(citation(rule_id, rules, day).da)}{title},'
        f'"modality":"{rule.modality}","bearer":{encode_basestring(rule.bearer)},"trigger":',
        f',"wording":{{"from":"{first}","to":{ended}}}',
    )


def _due(due: DeadlineReadings | None) -> str:
    if due is None:
        return "null"
    strict, lenient = due.strict, due.lenient
    is_day = strict.day is not None and lenient.day is not None
    last = (strict.day, lenient.day) if is_day else (instant_text(strict.last), instant_text(lenient.last))
    return (
        f'{{"strict":"{last[0]}","lenient":"{last[1]}","is_day":{_TRUTHS[is_day]},"ends":'
        f'{{"strict":"{instant_text(strict.last + 1)}","lenient":"{instant_text(lenient.last + 1)}"}}}}'
    )


def _texts(values: Sequence[str]) -> str:
    return f"[{','.join([encode_basestring(value) for value in values])}]" if values else "[]"


def _met_at(met_by: Sequence[str], log: EventLog) -> str:
    if not met_by:
        return "[]"
    events = [log.find(event_id) for event_id in met_by]
    times = ",".join([f'"{event.at}"' for event in events if event is not None])
    return f"[{times}]"


def _cause(compute: ComputeField, detail: Detail) -> str:
    return to_json_text(compute("cause" if detail == "full" else "cause_without_texts"))


def _written_out(one: AssessedDuty, compute: ComputeField, detail: Detail) -> str:
    """Write what takes long to read or to compute: consequence, steps, counted days and explanation."""
    if detail == "dates":
        return ""
    has_texts = detail == "full"
    steps = to_json_text(compute("escalations"), NOTHING if has_texts else {"__all__": {"action": True}})
    days = ",".join([_counted_day(day, has_texts) for day in one.timed.counted_days])
    written = f',"escalations":{steps},"counting":[{days}]'
    if not has_texts:
        return written
    consequence = to_json_text(compute("consequence"))
    return f',"consequence":{consequence}{written},"explanation":{to_json_text(compute("explanation"))}'


def _counted_day(day: CountedDay, has_texts: bool) -> str:
    why = f',"why":{to_json_text(day.why)}' if has_texts else ""
    counted = f'"counted":{{"strict":{_TRUTHS[day.strict]},"lenient":{_TRUTHS[day.lenient]}}}'
    return f'{{"day":"{day.day}",{counted}{why}}}'


def _open_questions(one: AssessedDuty, detail: Detail) -> str:
    if detail != "full":
        return ""
    return f',"open_questions":{to_json_text([doubt.says for doubt in one.timed.duty.doubts])}'
