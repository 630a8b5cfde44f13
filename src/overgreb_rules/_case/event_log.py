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
from overgreb_rules._case.correlation import Correlation
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
    correlation: Correlation = field(repr=False)
    _of_types: dict[frozenset[str], Sequence[LoggedEvent]] = field(default_factory=dict, repr=False)
    """What was asked for by type: a case is asked for the same types again and again."""

    @classmethod
    def of(cls, case: Case, vocabulary: Vocabulary, until: int) -> EventLog:
        """What has happened by `until`; a date has happened from its first second on."""
        ordered = sorted(case.events, key=lambda event: (event.at.earliest, event.at.latest, event.id))
        known = [event for event in ordered if event.at.earliest <= until]
        happened = tuple(LoggedEvent(position, event) for position, event in enumerate(known))
        ignored = tuple(sorted(event.id for event in ordered[len(known) :]))
        return cls._of(case, vocabulary, until, happened, ignored)

    def rewind_to(self, until: int) -> EventLog:
        """The same history as it stood at an earlier instant."""
        known = tuple(item for item in self.events if item.at.earliest <= until)
        ignored = (*self.ignored, *(item.event.id for item in self.events[len(known) :]))
        return EventLog._of(self.case, self.vocabulary, until, known, tuple(sorted(ignored)))

    @classmethod
    def _of(
        cls, case: Case, vocabulary: Vocabulary, until: int, events: tuple[LoggedEvent, ...], ignored: tuple[str, ...]
    ) -> EventLog:
        by_id = _by_id(events)
        correlation = Correlation(events, by_id, vocabulary.events)
        return cls(case, vocabulary, until, events, ignored, by_id, _by_type(events), correlation)

    def of_types(self, types: Iterable[str]) -> Sequence[LoggedEvent]:
        """The events of some types, in order of time."""
        asked = frozenset(types)
        found = self._of_types.get(asked)
        if found is None:
            found = self._of_types[asked] = [item for item in self.events if item.type in asked]
        return found


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
