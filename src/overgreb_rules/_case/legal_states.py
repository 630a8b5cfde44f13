"""Whether a named legal state lasts at an instant, as far as the events of a case tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import field

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.reader import FactValue
from overgreb_rules._case.subject import LINK_NEEDED, Subject
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.event_definition import TypeWithFacts
from overgreb_rules._rules.legal_state import LegalState, Spell, ValidityLimit
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.calendar import end_of_day, months_after
from overgreb_rules.shared.value_object import ValueObject


class StateReading(ValueObject):
    """Whether a state lasts, or a condition holds.

    Attributes:
        holds: True, false, or None where nobody knows.
        needs: What would tell: facts, event types, or `of`.
    """

    holds: bool | None
    needs: frozenset[str] = frozenset()


class Stretch(ValueObject):
    """One spell of a state in a case.

    Attributes:
        begun_by: The event that began it.
        ended_by: The event that surely ended it; None while there is none.
        counts: Whether the spell counts; None where nobody knows.
        needs: What would tell.
    """

    begun_by: LoggedEvent
    ended_by: LoggedEvent | None
    counts: bool | None
    needs: frozenset[str] = frozenset()


class StateReader(ValueObject):
    """Reads a state from a log.

    Attributes:
        log: The events known at the instant of the evaluation.
        state: The state.
        tests: Further tests of the facts of the event that began it.
    """

    log: EventLog
    state: LegalState
    tests: tuple[FactTest, ...] = ()
    _assumed: Mapping[int, LoggedEvent] = field(default_factory=dict)
    """What an ender that waits is taken to be about."""

    def at(self, moment: Moment) -> StateReading:
        """Return whether the state lasts at a moment.

        Args:
            moment: The moment; of a day its first second counts.

        Returns:
            The reading; unknown where it hangs on what an event is about that waits.
        """
        readings = {_joined(one._readings(moment)) for one in self.assumptions(moment.earliest)}
        if len(readings) == 1:
            return readings.pop()
        return StateReading(None, LINK_NEEDED.union(*(reading.needs for reading in readings)))

    def assumptions(self, second: int) -> list[StateReader]:
        """Return a reader for each way to say what the enders are about that wait.

        Args:
            second: The instant up to which enders count, in seconds since 1970-01-01T00:00Z.

        Returns:
            The readers; this one alone where none waits, none where there are too many ways to try each.
        """
        endings = [
            (type_, spell.ended_by)
            for spell in self.state.spells
            for type_ in (*spell.ended_by, *(limit.event for limit in spell.unknown_after if limit.event))
        ]
        ways = self.log.correlation.assumptions(endings, second)
        return [self] if ways == [{}] else [StateReader(self.log, self.state, self.tests, way) for way in ways]

    def stretches(self) -> list[Stretch]:
        """Return every spell that the events known so far began.

        Returns:
            The spells that count or may count, in order of time.
        """
        found = [
            Stretch(begun_by, self._end(begun_by, spell), reading.holds, reading.needs)
            for spell in self.state.spells
            for begun_by, reading in self._beginnings(spell)
            if reading.holds is not False
        ]
        return sorted(found, key=lambda stretch: stretch.begun_by.index)

    def _readings(self, moment: Moment) -> Iterator[StateReading]:
        second = moment.earliest
        for spell in self.state.spells:
            for begun_by, reading in self._beginnings(spell):
                if begun_by.at.earliest > second or reading.holds is False:
                    continue
                enders = self._events_until(moment.latest, spell.ended_by)
                ends = [end.at for end in self._about(begun_by, spell, enders)]
                if not ends:
                    yield self._limited(begun_by, spell, second, reading)
                elif all(end.latest >= second for end in ends):
                    # What ended at the moment, or may have ended later on its day, lasted until then.
                    yield reading

    def _beginnings(self, spell: Spell) -> Iterator[tuple[LoggedEvent, StateReading]]:
        for event in self.log.of_types(pattern.type for pattern in spell.started_by):
            parts = [passes(self.tests, self.log.vocabulary, event), self._is_about_one_of(event)]
            parts += [_matches(event, pattern) for pattern in spell.started_by if pattern.type == event.type]
            if any(part.holds is False for part in parts):
                continue
            needs = frozenset().union(*(part.needs for part in parts))
            yield event, StateReading(None if any(part.holds is None for part in parts) else True, needs)

    def _is_about_one_of(self, event: LoggedEvent) -> StateReading:
        if not self.state.about_one_of:
            return StateReading(True)
        decisions = self.log.correlation.nearest_on_each_way(event, self.state.decisions)
        if not decisions:
            return StateReading(None, LINK_NEEDED)
        found = [
            _matches(decision, pattern)
            for decision in decisions
            for pattern in self.state.about_one_of
            if pattern.type == decision.type
        ]
        if any(one.holds for one in found):
            return StateReading(True)
        needs = frozenset().union(*(one.needs for one in found))
        return StateReading(None if any(one.holds is None for one in found) else False, needs)

    def _end(self, begun_by: LoggedEvent, spell: Spell) -> LoggedEvent | None:
        return self.log.find_end(self._subject(begun_by, spell), spell.ended_by, self._assumed)

    def _events_until(self, second: int, types: Iterable[str]) -> Iterator[LoggedEvent]:
        return (event for event in self.log.of_types(types) if event.at.earliest <= second)

    def _about(self, begun_by: LoggedEvent, spell: Spell, events: Iterable[LoggedEvent]) -> Iterator[LoggedEvent]:
        """Yield those of some events that are surely about a spell."""
        subject = self._subject(begun_by, spell)
        for event in events:
            if self.log.correlation.ends(event, subject, spell.ended_by, self._assumed):
                yield event

    def _subject(self, begun_by: LoggedEvent, spell: Spell) -> Subject:
        types = frozenset(pattern.type for pattern in spell.started_by)
        return self.log.correlation.subject(begun_by, begun_by.at.earliest, types)

    def _limited(self, begun_by: LoggedEvent, spell: Spell, second: int, reading: StateReading) -> StateReading:
        past = {limit.needs for limit in spell.unknown_after if self._is_past(begun_by, spell, limit, second)}
        return StateReading(None, reading.needs | past) if past else reading

    def _is_past(self, begun_by: LoggedEvent, spell: Spell, limit: ValidityLimit, second: int) -> bool:
        # Where nobody knows which of two decisions an approval is of, it moves neither for sure.
        def about(type_: str) -> list[LoggedEvent]:
            return [*self._about(begun_by, spell, self._events_until(second, (type_,)))]

        if limit.unless and about(limit.unless):
            return False
        if limit.event is not None:
            return bool(about(limit.event))
        if about(limit.needs):
            return False
        start = begun_by.at
        told = begun_by.event.facts.get(limit.from_fact) if limit.from_fact else None
        if isinstance(told, Moment):
            start = told
        if moved := about(limit.from_event) if limit.from_event else []:
            start = moved[-1].at
        last = months_after(start.day, limit.months or 0, keeps_month_end=True)
        return second >= end_of_day(last)


def passes(tests: Iterable[FactTest], vocabulary: Vocabulary, event: LoggedEvent) -> StateReading:
    """Return whether the facts of an event pass some tests.

    Args:
        tests: The tests.
        vocabulary: The event types; a fact that the event does not tell has the default of its definition.
        event: The event.

    Returns:
        True, false, or None with the names of the facts that are unknown.
    """
    unknown: set[str] = set()
    for test in tests:
        definition = vocabulary.events[event.type].facts.get(test.name)
        value = event.event.facts.get(test.name)
        if value is None and definition is not None:
            value = definition.default
        if value is None or (definition is not None and value == definition.means_unknown):
            if test.operator == "known_to_be":
                return StateReading(False)
            if test.operator != "not_known_to_be":
                unknown.add(test.name)
        elif not _is_passed_by(test, value):
            return StateReading(False)
    return StateReading(None, frozenset(unknown)) if unknown else StateReading(True)


def may_be(pattern: EventPattern, vocabulary: Vocabulary, event: LoggedEvent) -> bool:
    """Return whether an event is of a type and does not surely fail the tests of its facts.

    Args:
        pattern: The type and the tests.
        vocabulary: The event types.
        event: The event.

    Returns:
        True also where a fact is unknown.
    """
    return event.type == pattern.type and passes(pattern.tests, vocabulary, event).holds is not False


def _is_passed_by(test: FactTest, value: FactValue) -> bool:
    if test.operator == "at_least":
        (least,) = test.values
        return isinstance(value, int) and isinstance(least, int) and value >= least
    return (value in test.values) == (test.operator in {"is", "known_to_be"})


def _matches(event: LoggedEvent, pattern: TypeWithFacts) -> StateReading:
    for name, wanted in pattern.facts:
        value = event.event.facts.get(name)
        if value is None:
            return StateReading(None, frozenset({name}))
        if value != wanted:
            return StateReading(False)
    return StateReading(True)


def _joined(readings: Iterator[StateReading]) -> StateReading:
    """A state lasts if one of its spells does; nobody knows if one of them may."""
    found = list(readings)
    if any(reading.holds for reading in found):
        return StateReading(True)
    if any(reading.holds is None for reading in found):
        return StateReading(None, frozenset().union(*(reading.needs for reading in found)))
    return StateReading(False)
