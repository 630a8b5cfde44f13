"""A case as it stands at an instant, and as one trigger sees it: told to the matcher without dates.

What is told of an event is its kind relative to the trigger (earlier than it, answering it for one rule, at any
time) and its facts as words. The order of events and the ways of `of` are worked out here, so that the matcher
needs no comparison between facts.

Knows no rules and no clocks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from overgreb_rules._case.case import Case, Event
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.vocabulary import Vocabulary

# What is made here for every event and every duty is never changed. It is not frozen all the same: to set each field
# of what is frozen takes three times as long, and most of an evaluation is the making of these.


@dataclass(slots=True, eq=False)
class LoggedEvent:
    """An event of the case that has happened, with its place in the order of time."""

    index: int
    event: Event
    type: str = field(init=False)
    at: Moment = field(init=False)

    def __post_init__(self) -> None:
        self.type, self.at = self.event.type, self.event.at


@dataclass(slots=True)
class ActivationAnchor:
    """That an event opened a duty, and since when: the start of the clock where that is earlier."""

    trigger: LoggedEvent
    answerable_from: int


@dataclass(slots=True)
class Activations:
    """Every opening of one duty in a case, under whichever law: among them an answer finds its own."""

    anchors: tuple[ActivationAnchor, ...]
    trigger_indices: frozenset[int]

    @classmethod
    def of(cls, opened: Iterable[ActivationAnchor]) -> Activations:
        """The line of some openings."""
        found = tuple(opened)
        return cls(found, frozenset(one.trigger.index for one in found))


@dataclass(frozen=True, slots=True)
class EventLog:
    """The events of a case that have happened by an instant, in order of time."""

    case: Case
    vocabulary: Vocabulary
    as_of: int
    events: tuple[LoggedEvent, ...]
    ignored: tuple[str, ...]
    _by_id: Mapping[str, LoggedEvent] = field(repr=False)
    _by_type: Mapping[str, Sequence[LoggedEvent]] = field(repr=False)
    _of_types: dict[frozenset[str], Sequence[LoggedEvent]] = field(default_factory=dict, repr=False)
    """What was asked for by type: a case is asked for the same types again and again."""

    @classmethod
    def of(cls, case: Case, vocabulary: Vocabulary, until: int) -> EventLog:
        """What has happened by `until`; a date has happened from its first second on."""
        ordered = sorted(case.events, key=lambda event: (event.at.earliest, event.at.latest, event.id))
        known = [event for event in ordered if event.at.earliest <= until]
        happened = tuple(LoggedEvent(position, event) for position, event in enumerate(known))
        ignored = tuple(sorted(event.id for event in ordered[len(known) :]))
        return cls(case, vocabulary, until, happened, ignored, _by_id(happened), _by_type(happened))

    def rewind_to(self, until: int) -> EventLog:
        """The same history as it stood at an earlier instant."""
        known = tuple(item for item in self.events if item.at.earliest <= until)
        ignored = (*self.ignored, *(item.event.id for item in self.events[len(known) :]))
        return EventLog(
            self.case, self.vocabulary, until, known, tuple(sorted(ignored)), _by_id(known), _by_type(known)
        )

    def correlates_to(self, event: LoggedEvent, opened: ActivationAnchor, line: Activations) -> bool:
        """Whether `event`, at or after the opening, touches the duty `opened` of all those of its line.

        Its `of` is followed step by step. The first event on the way that opened a duty: that duty alone. None
        on the way: every duty opened at or before the end of the way. An answer to something that has not
        happened yet touches nothing.
        """
        if event.at.latest < opened.answerable_from:
            return False
        way, complete = self._correlation_chain(event)
        for step in way:
            if step.index in line.trigger_indices:
                return step is opened.trigger
        end = way[-1] if way else event
        return complete and opened.answerable_from <= end.at.latest

    def correlates_at_any_time(self, event: LoggedEvent, opened: ActivationAnchor, line: Activations) -> bool:
        """Whether `event` answers the duty `opened`, or no duty of its line: whenever it happened."""
        way, complete = self._correlation_chain(event)
        for step in way:
            if step.index in line.trigger_indices:
                return step is opened.trigger
        return complete

    def _correlation_chain(self, event: LoggedEvent) -> tuple[Sequence[LoggedEvent], bool]:
        """The events that `event` answers, step by step, and whether all of them have happened."""
        of = event.event.of
        if of is None:
            return (), True
        way: list[LoggedEvent] = []
        while of is not None:
            step = self._by_id.get(of)
            if step is None:
                return way, False
            way.append(step)
            of = step.event.of
        return way, True

    def of_types(self, types: Iterable[str]) -> Sequence[LoggedEvent]:
        """The events of some types, in order of time."""
        asked = frozenset(types)
        found = self._of_types.get(asked)
        if found is None:
            found = self._of_types[asked] = [item for item in self.events if item.type in asked]
        return found

    def correlation_chain(self, event: LoggedEvent) -> Sequence[LoggedEvent]:
        """The events that `event` answers, step by step."""
        return self._correlation_chain(event)[0]

    def is_still_running(self, start: LoggedEvent, ended_by: Sequence[str], by: LoggedEvent) -> bool:
        """Whether what `start` began has been ended by no event of those types at or before `by`."""
        begun = Activations.of(ActivationAnchor(item, item.at.earliest) for item in self._by_type[start.type])
        return not any(
            item.at.earliest <= by.at.earliest
            and self.correlates_to(item, ActivationAnchor(start, start.at.earliest), begun)
            for item in self.of_types(ended_by)
        )


def age_on(born: dt.date, day: dt.date) -> int:
    """Return the age in whole years on a day of one who was born on another."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _by_id(happened: Sequence[LoggedEvent]) -> Mapping[str, LoggedEvent]:
    return {item.event.id: item for item in happened}


def _by_type(happened: Sequence[LoggedEvent]) -> Mapping[str, Sequence[LoggedEvent]]:
    found: dict[str, list[LoggedEvent]] = {}
    for item in happened:
        found.setdefault(item.type, []).append(item)
    return found
