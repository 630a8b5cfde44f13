"""The event log: the events of a case that have happened by an instant, in order of time. Knows no rules, no clocks."""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Hashable, Iterable, Mapping, Sequence

from msgspec import field

from overgreb_rules._case.case import Case, Event, build_sort_key
from overgreb_rules._case.correlation import Correlation
from overgreb_rules._case.subject import Subject
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.quantities import EpochSeconds, EventIndex
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.value_object import Entity, ValueObject

_NOTHING_ASSUMED: Mapping[int, LoggedEvent] = {}


class LoggedEvent(Entity):
    """An event that has happened.

    Attributes:
        index: The place of the event in its log.
        event: The event as the case states it.
        type: The type of the event.
        at: When the event happened.
    """

    index: EventIndex
    event: Event
    type: str
    at: Moment


class EventLog(ValueObject):
    """The events of a case as of an instant.

    Attributes:
        case: The whole case.
        vocabulary: The event types and their facts.
        as_of: The instant; nothing later is in `events`.
        events: The events, ordered by earliest second, latest second and id.
        ignored: The ids of the events that happen later, sorted.

    Invariants:
        `events[i].index == i`.
    """

    case: Case
    vocabulary: Vocabulary
    as_of: EpochSeconds
    events: tuple[LoggedEvent, ...]
    ignored: tuple[str, ...]
    _by_id: Mapping[str, LoggedEvent]
    correlation: Correlation
    shapes: dict[Hashable, bytes] = field(default_factory=dict)
    """By set of rules, the shape by which the duties of the case are remembered; no entry where they are not."""
    _of_types: dict[frozenset[str], Sequence[LoggedEvent]] = field(default_factory=dict)
    """The results of `of_types`: every rule asks for the same few sets of types. At most one entry a set; without them
    the evaluation of a case of the benchmark's workload takes 2.7 % longer (500 cases, median of 5 runs)."""

    @classmethod
    def of(cls, case: Case, vocabulary: Vocabulary, as_of: int) -> EventLog:
        """Build the log of a case.

        Args:
            case: The case.
            vocabulary: The event types and their facts.
            as_of: Epoch seconds. A date has happened from the first second of the day on.

        Returns:
            The log.
        """
        ordered = sorted(case.events, key=build_sort_key)
        known = [event for event in ordered if event.at.earliest <= as_of]
        events = tuple(LoggedEvent(EventIndex(index), event, event.type, event.at) for index, event in enumerate(known))
        ignored = tuple(sorted(event.id for event in ordered[len(known) :]))
        return cls._build(case, vocabulary, as_of, events, ignored)

    def rewind_to(self, as_of: int) -> EventLog:
        """Return the log as of an earlier instant.

        Args:
            as_of: Epoch seconds, not later than that of this log.

        Returns:
            A log of the same `LoggedEvent` objects without the later ones.
        """
        known = tuple(item for item in self.events if item.at.earliest <= as_of)
        ignored = (*self.ignored, *(item.event.id for item in self.events[len(known) :]))
        return EventLog._build(self.case, self.vocabulary, as_of, known, tuple(sorted(ignored)))

    def advance_to(self, as_of: int) -> EventLog:
        """Return the log as of a later instant by which nothing more has happened.

        Args:
            as_of: Epoch seconds, not earlier than that of this log.

        Returns:
            A log of the same `LoggedEvent` objects; the ignored events stay ignored.
        """
        return EventLog._build(self.case, self.vocabulary, as_of, self.events, self.ignored)

    @classmethod
    def _build(
        cls, case: Case, vocabulary: Vocabulary, as_of: int, events: tuple[LoggedEvent, ...], ignored: tuple[str, ...]
    ) -> EventLog:
        by_id = _by_id(events)
        correlation = Correlation(events, by_id, vocabulary.events)
        return cls(case, vocabulary, EpochSeconds(as_of), events, ignored, by_id, correlation)

    def find(self, event_id: str) -> LoggedEvent | None:
        """Find an event by its id.

        Args:
            event_id: The id of an event of the case.

        Returns:
            The event; None where it has not happened yet.
        """
        return self._by_id.get(event_id)

    def of_types(self, types: Iterable[str]) -> Sequence[LoggedEvent]:
        """Return the events of some types.

        Args:
            types: Names of event types.

        Returns:
            The events in order of time.
        """
        wanted = frozenset(types)
        found = self._of_types.get(wanted)
        if found is None:
            found = self._of_types[wanted] = [item for item in self.events if item.type in wanted]
        return found

    def find_end(
        self, state: Subject, ended_by: frozenset[str], assumed: Mapping[int, LoggedEvent] = _NOTHING_ASSUMED
    ) -> LoggedEvent | None:
        """Find the first event that surely ends a state.

        Args:
            state: The state.
            ended_by: The types of the events that end it.
            assumed: By index, what an event that waits is taken to be about.

        Returns:
            The event; None where no event ends it, or nobody knows whether one does.
        """
        ends = self.correlation.ends
        return next((one for one in self.of_types(ended_by) if ends(one, state, ended_by, assumed)), None)


def may_come_after(event: LoggedEvent, other: LoggedEvent) -> bool:
    """Return whether one event comes at or after another; told by its day alone, that day counts as after.

    Args:
        event: The event.
        other: The other event.

    Returns:
        False for the same event, and where the latest reading of the first lies before the earliest of the other.
    """
    return event is not other and event.at.latest >= other.at.earliest


def birthday(born: dt.date, years: int) -> dt.date:
    """Return the first day on which somebody is so many whole years old.

    Args:
        born: The day of birth.
        years: The age.

    Returns:
        The same day of the year; 1 March for somebody born on 29 February, where that year has no such day.

    Example:
        Somebody born on 29 February 2008 is 18 years old from 1 March 2026 on.
    """
    year = born.year + years
    is_leap_day = (born.month, born.day) == (2, 29) and not isleap(year)
    return dt.date(year, 3, 1) if is_leap_day else born.replace(year=year)


def age_on(born: dt.date, day: dt.date) -> int:
    """Return an age.

    Args:
        born: The day of birth.
        day: The day on which the age is asked for.

    Returns:
        Whole years.
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _by_id(events: Sequence[LoggedEvent]) -> Mapping[str, LoggedEvent]:
    return {item.event.id: item for item in events}
