"""The encoding of a case as flat facts for a matcher, as seen from one trigger: words and small numbers, no dates.

An event becomes one fact for each relation to the trigger that the program asks about: `earlier` than the trigger,
an `answer` to it, or `ever`. The order of events and the correlation by `of` are resolved here, so that a matcher
needs no comparison between facts.
"""

from __future__ import annotations

from collections.abc import Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.reader import FactValue
from overgreb_rules._matching.derived import read_condition
from overgreb_rules._matching.program import Program
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules.shared.value_object import Entity

TRIGGER, CASE = "trigger", "case"
"""The kinds of the two facts that are not about an event other than the trigger."""
UNKNOWN, UNKNOWN_NUMBER = "?", -1
NOT_APPLICABLE = "-"
"""The value of a fact that events of the type do not have."""

EncodedFact = tuple[tuple[str, str | int], ...]
"""The names and values of the properties of one fact; hashable, so that match results can be cached."""


class MatcherInput(Entity):
    """The facts of one query, and for each of them the event that the fact is about (None for the child)."""

    facts: tuple[EncodedFact, ...]
    about: Sequence[LoggedEvent | None]


def encode_activation(log: EventLog, trigger: LoggedEvent, program: Program) -> MatcherInput:
    """Encode what decides whether an event activates a duty: its facts, the child, and what happened earlier.

    Args:
        log: The events known at the instant of the evaluation.
        trigger: The event that may activate a duty.
        program: The compiled conditions; only the properties that it compares are encoded.

    Returns:
        The facts, with the trigger first, the child second, then the events in order of time.
    """
    until = trigger.at.earliest
    earlier = [
        item for item in log.of_types(program.types_of("earlier")) if item is not trigger and item.at.earliest <= until
    ]
    return _Encoder(log, trigger, program).encode((trigger,), "earlier", earlier)


def encode_fulfilment(
    log: EventLog,
    trigger: LoggedEvent,
    with_facts_of: Sequence[LoggedEvent],
    answers: Sequence[LoggedEvent],
    program: Program,
) -> MatcherInput:
    """Encode what settles, meets, waives or ends a duty that an event activated.

    Args:
        log: The events known at the instant of the evaluation.
        trigger: The event that activated the duty.
        with_facts_of: Further events whose facts stand in for those that the trigger lacks.
        answers: The events that correlate to the duty, in order of time.
        program: The compiled conditions; only the properties that it compares are encoded.

    Returns:
        The facts, with the trigger first, the child second, then the events in order of time.
    """
    types = program.types_of("answer")
    encoder = _Encoder(log, trigger, program)
    return encoder.encode((trigger, *with_facts_of), "answer", [item for item in answers if item.type in types])


def encode_fact(definition: FactDefinition | None, value: FactValue | None) -> str | int:
    """Encode one fact of an event.

    Args:
        definition: The fact in the vocabulary; None where events of the type have no such fact.
        value: The value in the case; None where the case has none, and the default of the vocabulary holds.

    Returns:
        A word or a number; `UNKNOWN`, or `UNKNOWN_NUMBER` for a number, where nobody knows the value;
        `NOT_APPLICABLE` where there is no such fact, or its value is a time.
    """
    if definition is None:
        return NOT_APPLICABLE
    known = definition.default if value is None else value
    if known is None or known == definition.means_unknown:
        return UNKNOWN_NUMBER if definition.kind == "int" else UNKNOWN
    return encode_value(known) if isinstance(known, bool | int | str) else NOT_APPLICABLE


def encode_value(value: bool | int | str | None) -> str | int:
    """Encode a value; truths become words, because the engine takes true for 1.

    Args:
        value: A truth, a number or a word; None where it is unknown.

    Returns:
        `true`, `false`, `UNKNOWN`, or the number or word itself.
    """
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


class _Encoder(Entity):
    """Encodes the events of a case as seen from one trigger, for one program."""

    log: EventLog
    trigger: LoggedEvent
    program: Program

    def encode(self, holders: Sequence[LoggedEvent], relation: str, events: Sequence[LoggedEvent]) -> MatcherInput:
        """Encode the trigger with the facts of all `holders`, the child, and `events` in their relation to it."""
        program = self.program
        facts: list[EncodedFact] = []
        about: list[LoggedEvent | None] = []
        names = program.properties.get(TRIGGER)
        if names is not None:
            values = [(name, self._trigger_value(holders, name)) for name in names if name != "type"]
            facts.append((("t", TRIGGER), ("type", self.trigger.type), *values))
            about.append(self.trigger)
        names = program.properties.get(CASE)
        if names is not None:
            facts.append((("t", CASE), *[(name, self._child_property(name)) for name in names]))
            about.append(None)
        ever = program.types_of("ever")
        for prefix, items in ((relation, events), ("ever", self.log.of_types(ever) if ever else ())):
            for item in items:
                kind = f"{prefix}>{item.type}"
                facts.append((("t", kind), *[(name, self._value(item, name)) for name in program.properties[kind]]))
                about.append(item)
        return MatcherInput(tuple(facts), about)

    def _trigger_value(self, holders: Sequence[LoggedEvent], name: str) -> str | int:
        condition = self.program.derived.get(name)
        if condition is not None:
            return encode_value(read_condition(condition, self.log, self.trigger).holds)
        return self._first_value(holders, name)

    def _first_value(self, holders: Sequence[LoggedEvent], name: str) -> str | int:
        for item in holders:
            value = self._value(item, name)
            if value != NOT_APPLICABLE:
                return value
        return NOT_APPLICABLE

    def _value(self, item: LoggedEvent, name: str) -> str | int:
        definition = self.log.vocabulary.events[item.type].facts.get(name)
        return encode_fact(definition, item.event.facts.get(name))

    def _child_property(self, name: str) -> str | int:
        value: bool | None = getattr(self.log.case.barn, name.removeprefix("barn."))
        return encode_value(value)
