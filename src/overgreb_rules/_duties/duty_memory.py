"""The memory of duties by the shape of cases: a case of a known shape is given the duties of the case before it.

What is remembered names no event and holds no date: of an event it has the place in the log. Dates, statuses and texts
are computed anew for every case. Shapes and duties are kept as bytes, which the garbage collector does not look at:
kept as objects they cost new shapes more than they saved known ones.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeAlias

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.subject import Subject, Substitution
from overgreb_rules._duties.activation import Activation, find_opening
from overgreb_rules._duties.case_shape import MARSHAL_FORM, encode_shape
from overgreb_rules._duties.duty import NO_CHANGE_OF_LAW, ChangeOfLaw, Duty
from overgreb_rules._duties.duty_resolver import compute_own_time, resolve_duties
from overgreb_rules._duties.fulfilment import NO_FULFILMENT, Fulfilment
from overgreb_rules._duties.interruption import ComplaintLimit
from overgreb_rules._duties.single_events import NO_SINGLE_EVENTS
from overgreb_rules._duties.waivers import WaiverEffect
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.conditions import FactTest
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet

_SHAPES_KEPT = 4096
_NO_NAMES = frozenset[str]()

_Record: TypeAlias = tuple[Any, ...]
"""Places of events, ids of rules, names of facts and truths, nested."""
_TRIGGER = 4
"""Where the record of a duty has the place of its trigger."""
_FILLED_LATER = frozenset([one.name for one in fields(Subject)]) - {"trigger"}


def recall_duties(log: EventLog, rules: RuleSet, programs: CompiledRules, change: ChangeOfLaw) -> list[Duty]:
    """Return the duties of a case, as `resolve_duties` does, from memory where its shape has been seen before.

    At most 4,096 shapes are remembered with the programs, where those are compiled from the rules: a shape is read from
    the conditions of the rules, and a rulebook from a bundle has none. A case that goes through a change of law, or of
    which some event may be about several things, is not remembered. Measured on cases of the benchmark's workload:
    those of a known shape take 0.6 of the time, those of a new one 1.03 to 1.13.

    Args:
        log: The events of the case as of an instant.
        rules: The rules of all acts.
        programs: The compiled conditions of the rules; the memory is theirs.
        change: How the duties stood when each older act ended.

    Returns:
        The duties, lineage by lineage, in the order of their activations.
    """
    is_told_by_rules = programs.compiles_rules and change is NO_CHANGE_OF_LAW
    shape = encode_shape(log, rules) if is_told_by_rules else None
    if shape is None:
        return resolve_duties(log, rules, programs, change)
    memory = programs.duties_by_shape.setdefault(rules, {})
    key = marshal.dumps(shape, MARSHAL_FORM)
    known = memory.get(key)
    if known is not None:
        log.shapes[rules] = key
        return read_duties(known, log, rules)
    duties = resolve_duties(log, rules, programs, change)
    record = write_duties(duties)
    if record is not None:
        if len(memory) >= _SHAPES_KEPT:
            memory.clear()
        memory[key] = record
        log.shapes[rules] = key
    return duties


def write_duties(duties: Sequence[Duty]) -> bytes | None:
    """Write what holds of the duties of every case that differs from theirs in dates and names alone.

    Args:
        duties: The duties of a case.

    Returns:
        Bytes for `read_duties` of this process; None where more than the order of moments decided.
    """
    record = _encode_duties(duties)
    return None if record is None else marshal.dumps(record, MARSHAL_FORM)


def read_duties(record: bytes, log: EventLog, rules: RuleSet) -> list[Duty]:
    """Read the duties of a case from those of another one that differs from it in dates and names alone.

    Args:
        record: What `write_duties` gave for the other case.
        log: The events of the case as of an instant.
        rules: The rules that the duties were resolved with.

    Returns:
        The duties in the same order.
    """
    return _decode_duties(marshal.loads(record), log, rules)  # noqa: S302  # written above, in this process


def _encode_duties(duties: Sequence[Duty]) -> _Record | None:
    """Return what is remembered of the duties of a case; None where more than the order of moments decided.

    The dates of permissions bear on what an event is about that may be about several things.
    """
    if any(duty.single_events is not NO_SINGLE_EVENTS for duty in duties):
        return None
    number = {id(duty.activation.subject): place for place, duty in enumerate(duties)}
    limits = [number.get(id(limit.subject)) for limit in duties[0].interruptible] if duties else []
    return None if None in limits else (tuple([_encode_duty(duty) for duty in duties]), tuple(limits))


def _decode_duties(record: _Record, log: EventLog, rules: RuleSet) -> list[Duty]:
    encoded, limits = record
    activations = [_decode_activation(one, log, rules) for one in encoded]
    interruptible = tuple([_build_limit(activations[number]) for number in limits])
    return [
        _decode_duty(one, activation, interruptible, log, rules)
        for one, activation in zip(encoded, activations, strict=True)
    ]


def _build_limit(activation: Activation) -> ComplaintLimit:
    clock, trigger = activation.rule.clock, activation.trigger
    own = compute_own_time(clock, trigger.at)
    if own is None or own.strict.day is None:
        raise ValueError(f"{activation.rule.id}: a complaint time limit ends on a day")
    return ComplaintLimit(trigger, activation.subject, activation.walk, clock, own.strict.day)


def _encode_duty(duty: Duty) -> _Record:
    one, subject, follow_up = duty.activation, duty.activation.subject, duty.follow_up
    return (
        duty.rule.id,
        one.rule.id,
        one.lineage,
        one.walk,
        subject.trigger.index,
        tuple(subject.own),
        tuple([(index, by.trigger.index, by.until) for index, by in subject.stands_for.items()]),
        _places(one.facts_of),
        tuple(one.needs),
        one.for_second_examination,
        _encode_fulfilment(duty.fulfilment, duty.rule),
        None if follow_up is None else _encode_duty(follow_up),
    )


class RecalledSubject(Subject):
    """The subject of a remembered duty, of which only the trigger is filled before something else of it is read.

    Most duties of a known shape are dated by their trigger alone, and nobody asks what touches them: filling all their
    subjects takes a third of the time of giving duties back.
    """

    __slots__ = ("_log", "_record", "_rules")

    def __init__(self, record: _Record, log: EventLog, rules: RuleSet) -> None:
        """Keep what the subject is filled from.

        Args:
            record: What is remembered of the duty.
            log: The events of the case as of an instant.
            rules: The rules that the duty was resolved with.
        """
        self._record, self._log, self._rules = record, log, rules
        self.trigger = log.events[record[_TRIGGER]]

    def __getattr__(self, name: str) -> Any:
        # Python asks here for a field whose slot is empty.
        if name not in _FILLED_LATER:
            raise AttributeError(name, name=name, obj=self)
        rules, events = self._rules, self._log.events
        _, rule_id, _, _, _, own_places, stand_ins, *_ = self._record
        self.opening = find_opening(rules.by_id[rule_id], self.trigger, self._log)
        self.own = frozenset(own_places)
        self.own_types = frozenset([events[place].type for place in own_places])
        self.trigger_types = rules.trigger_types[rule_id]
        self.stands_for = {index: Substitution(events[place], until) for index, place, until in stand_ins}
        return getattr(self, name)


def _decode_activation(record: _Record, log: EventLog, rules: RuleSet) -> Activation:
    _, rule_id, lineage, walk, _, _, _, facts_of, needs, is_second, _, _ = record
    subject, facts = RecalledSubject(record, log, rules), _events_at(facts_of, log)
    return Activation(rules.by_id[rule_id], lineage, walk, subject, facts, _names(needs), False, is_second)


def _decode_duty(
    record: _Record, activation: Activation, interruptible: tuple[ComplaintLimit, ...], log: EventLog, rules: RuleSet
) -> Duty:
    rule, fulfilment, follow_up = rules.by_id[record[0]], record[-2], record[-1]
    return Duty(
        rule,
        activation,
        activation.trigger,
        _decode_fulfilment(fulfilment, log, rule),
        NO_SINGLE_EVENTS,
        interruptible,
        None if follow_up is None else _decode_duty(follow_up, activation, interruptible, log, rules),
    )


def _encode_fulfilment(one: Fulfilment, rule: Rule) -> _Record:
    """Return what is remembered of a fulfilment: the fields that say something, each with its number."""
    told = [(number, value) for number, value in enumerate(_read_fields(one)) if value]
    return tuple([(number, _CODECS[number][1](value, rule)) for number, value in told])


def _decode_fulfilment(record: _Record, log: EventLog, rule: Rule) -> Fulfilment:
    if not record:
        return NO_FULFILMENT
    fields = {}
    for number, value in record:
        name, _, decode = _CODECS[number]
        fields[name] = decode(value, log, rule)
    return Fulfilment(**fields)


def _encode_waiver(effect: WaiverEffect, rule: Rule) -> _Record:
    return _place(effect.by), effect.for_a_time, _number(effect, rule)


def _decode_waiver(record: _Record, log: EventLog, rule: Rule) -> WaiverEffect:
    place, for_a_time, number = record
    return WaiverEffect(_event_at(place, log), for_a_time, waiver=rule.waivers[number])


def _number(effect: WaiverEffect, rule: Rule) -> int:
    return next(number for number, waiver in enumerate(rule.waivers) if waiver is effect.waiver)


def _place(event: LoggedEvent | None) -> int | None:
    return None if event is None else event.index


def _places(events: Iterable[LoggedEvent]) -> tuple[int, ...]:
    return tuple([event.index for event in events])


def _event_at(place: int | None, log: EventLog) -> LoggedEvent | None:
    return None if place is None else log.events[place]


def _events_at(places: tuple[int, ...], log: EventLog) -> tuple[LoggedEvent, ...]:
    events = log.events
    return tuple([events[place] for place in places]) if places else ()


def _names(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(names) if names else _NO_NAMES


_Encode: TypeAlias = Callable[[Any, Rule], Any]
_Decode: TypeAlias = Callable[[Any, EventLog, Rule], Any]
_VALUE: tuple[_Encode, _Decode] = (lambda value, _: value, lambda value, _log, _rule: value)
_NAMES: tuple[_Encode, _Decode] = (lambda names, _: tuple(names), lambda names, _log, _rule: frozenset(names))
_EVENT: tuple[_Encode, _Decode] = (lambda event, _: event.index, lambda place, log, _rule: log.events[place])
_EVENTS: tuple[_Encode, _Decode] = (
    lambda events, _: _places(events),
    lambda places, log, _rule: _events_at(places, log),
)
_CODECS: Sequence[tuple[str, _Encode, _Decode]] = (
    ("excluded", *_VALUE),
    ("unsettled", *_NAMES),
    ("unsettled_apart", *_NAMES),
    ("perhaps_waived", *_NAMES),
    ("doubtful_since", *_EVENT),
    ("met_by", *_EVENTS),
    (
        "perhaps_met_by",
        lambda found, _: tuple([(event.index, tuple(needs)) for event, needs in found]),
        lambda found, log, _rule: tuple([(log.events[place], frozenset(needs)) for place, needs in found]),
    ),
    ("waiver", _encode_waiver, _decode_waiver),
    ("ended_by", *_EVENT),
    ("perhaps_ended", *_VALUE),
    ("lifted_by", *_EVENT),
    ("owed_when_waived", *_VALUE),
    ("precluded", *_VALUE),
    ("perhaps_precluded", *_NAMES),
    ("linked", *_NAMES),
    ("acts", *_EVENTS),
    (
        "doubts",
        lambda found, _: tuple(
            [(_place(event), [(test.name, test.operator, test.values) for test in tests]) for event, tests in found]
        ),
        lambda found, log, _rule: tuple(
            [(_event_at(place, log), frozenset([FactTest(*test) for test in tests])) for place, tests in found]
        ),
    ),
)
"""Of each field of a fulfilment how it is remembered and given back; what is empty or false is not remembered."""
_read_fields = attrgetter(*[name for name, _, _ in _CODECS])
