"""Events that end something and name nothing: which of several running states each of them ends."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from msgspec import field

from overgreb_rules._case.pairing import pair_in_order
from overgreb_rules.shared.value_object import Entity

if TYPE_CHECKING:
    from overgreb_rules._case.correlation import Correlation
    from overgreb_rules._case.event_log import LoggedEvent
    from overgreb_rules._case.subject import Subject
    from overgreb_rules._deadlines.quantities import EventIndex

NO_EVENTS = frozenset[int]()
"""The indices of no event."""
_MOST_ASSUMPTIONS = 64
"""Of how many ways to say what the events that wait are about each is tried; beyond them nobody knows."""


class _StateWalk(Entity):
    """The enders of one kind of state: those that wait, and those that are settled.

    Attributes:
        about: By index of a settled ender, what it counts as naming; None where nothing was left for it.
        settled_by: By index of a settled ender, the index of the event that settled it.
        waiting: The enders that are not settled, in order of time.
        things: What these may be about, by all that has come since, in order of time.
        gone: The indices of the things that settled enders are about.
    """

    about: dict[int, LoggedEvent | None] = field(default_factory=dict)
    settled_by: dict[int, int] = field(default_factory=dict)
    waiting: list[LoggedEvent] = field(default_factory=list)
    things: list[LoggedEvent] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)

    def left_of(
        self, things: Mapping[EventIndex, Mapping[EventIndex, LoggedEvent]], enders: Sequence[LoggedEvent]
    ) -> list[LoggedEvent]:
        """Return what some enders may be about and that is not gone.

        Args:
            things: By index of an ender, the things that it may be about, by their index.
            enders: The enders.

        Returns:
            The things, in order of time.
        """
        found = {index: one for ender in enders for index, one in things[ender.index].items()}
        return [found[index] for index in sorted(found) if index not in self.gone]


class FreeEnders:
    """Which state each event of a `single` type ends that names none, where it may be about more than one.

    Such an event waits. As soon as no fewer enders wait than things are there that they may be about, the earliest
    ender counts as naming the thing that began earliest, of those that its type can be about, and so on. The enders of
    a named state are settled together, those of one type alone where these suffice, and apart from those of another
    state. For what runs whatever it is called, each type is settled by itself. What an ender is about hangs on nothing
    that came after it was settled.

    What carries out what is kept for each number of events that run, the last answer: after each event the same is
    asked for each ender that waits. 80 placements, their measures and their ends that name nothing take a twelfth of
    the time.

    Args:
        correlation: The correlation of the case.
        absent: The indices of events that are taken as not come.
        base: The same where none is taken so; None for these themselves. The walk asks what other events are about,
            which hangs on them.

    Attributes:
        changes: How many events have begun to wait or were settled so far.
    """

    def __init__(self, correlation: Correlation, absent: Set[int], base: FreeEnders | None) -> None:
        self._correlation = correlation
        self._base = self if base is None else base
        self._absent = absent
        self._unplaced = {event.index for event in correlation.unplaced} - absent
        self._waiters: set[int] = set()
        self._walks: dict[frozenset[str], _StateWalk] = {}
        self._placed_ends: dict[int, tuple[int, int, int | None]] = {}
        self._touched_states: dict[tuple[int, int], tuple[int, bool]] = {}
        self._carried: dict[int, tuple[list[LoggedEvent], list[LoggedEvent]]] = {}
        self._gone_through = 0 if self._unplaced else len(correlation.events)
        self._is_going = False
        self.changes = 0

    def _go_through(self, before: int | None) -> None:
        """Settle which ender is about what, by the events with a smaller index; None for all.

        What an ender is about hangs on what others are about: asked in between, it has settled what came so far.
        """
        events = self._correlation.events
        last = len(events) if before is None else before
        if self._gone_through >= last or self._is_going:
            return
        self._is_going = True
        for event in events[self._gone_through : last]:
            self._gone_through = event.index + 1
            if event.index in self._unplaced and len(self.things_before(event)) > 1:
                self._waiters.add(event.index)
                self._walks.setdefault(frozenset({event.type}), _StateWalk())
                self.changes += 1
            for types, walk in self._walks.items():
                self._advance(walk, types, event)
        self._is_going = False

    def _single_types(self, types: Iterable[str]) -> frozenset[str]:
        return frozenset(type_ for type_ in types if self._correlation.words[type_].is_single)

    def _advance(self, walk: _StateWalk, types: Set[str], event: LoggedEvent) -> None:
        correlation = self._correlation
        if event.index in self._waiters and event.type in types:
            walk.waiting.append(event)
        if not walk.waiting:
            return
        things = self._things_of(walk.waiting, event.index + 1)
        for together in (*({type_} for type_ in sorted(types)), types):
            enders = [ender for ender in walk.waiting if ender.type in together]
            left = walk.left_of(things, enders)
            if not enders or len(enders) < len(left):
                continue
            walk.gone.update([one.index for one in left])
            self.changes += len(enders)
            walk.waiting = [ender for ender in walk.waiting if ender not in enders]
            nameable = {
                ender.index: {one.index for one in left if one.type in correlation.thing_types(ender)}
                for ender in enders
            }
            for ender, thing in pair_in_order(enders, left, things, nameable):
                walk.about[ender.index], walk.settled_by[ender.index] = thing, event.index
        walk.things = walk.left_of(things, walk.waiting)

    def _things_of(
        self, enders: Sequence[LoggedEvent], before: int
    ) -> Mapping[EventIndex, Mapping[EventIndex, LoggedEvent]]:
        """By index of each ender, what runs that it may be about, whatever the enders that wait are about."""
        running: dict[frozenset[str], list[LoggedEvent]] = {}
        found = {}
        for ender in enders:
            types = self._correlation.thing_types(ender)
            if types not in running:
                running[types] = self._not_ended(types, before, without_waiters=True)
            things = self._leave_out_carried(_begun_by(ender, running[types]))
            found[ender.index] = {one.index: one for one in things if self._may_touch(ender, one)}
        return found

    def _may_touch(self, ender: LoggedEvent, thing: LoggedEvent) -> bool:
        return not ender.event.of or self._correlation.touches(ender, self._correlation.state(thing))

    def things_before(self, ender: LoggedEvent) -> list[LoggedEvent]:
        """Return what an event of a `single` type that names none may be about, of what was running before it.

        Args:
            ender: The event.

        Returns:
            The events that began what runs, in order of time.
        """
        found = self.running_before(self._correlation.thing_types(ender), ender.index, ender)
        return [one for one in found if self._may_touch(ender, one)]

    def running_before(self, types: Set[str], before: int, ender: LoggedEvent | None = None) -> list[LoggedEvent]:
        """Return what runs, of some types, by the events before an index.

        What a later one of them is about (by its way, or, where its way names none of these, by its type) is no thing
        of its own: a decision and the measure that carries it out are one.

        Args:
            types: The event types; one without `ended_by` does not run.
            before: The index; only events with a smaller one end anything, and what an ender is about is known by them
                alone.
            ender: The event that may end it, at or before which it must have begun: one that is told by its day alone
                may end what began on that day, whichever comes first in the log. None for what began before the index.

        Returns:
            The events that began what runs, in order of time.
        """
        self._go_through(before)
        running = self._not_ended(types, before, without_waiters=False)
        begun = [one for one in running if one.index < before] if ender is None else _begun_by(ender, running)
        return self._leave_out_carried(begun)

    def _not_ended(self, types: Set[str], before: int, *, without_waiters: bool) -> list[LoggedEvent]:
        words = self._correlation.words
        return [
            one
            for one in self._correlation.events
            if one.type in types
            and words[one.type].ended_by
            and not self._has_placed_end(one, before)
            and (without_waiters or not self._has_settled_end(one, before))
        ]

    def _has_placed_end(self, begun_by: LoggedEvent, before: int) -> bool:
        """Whether an event with a smaller index, which does not wait, has surely ended what another began.

        Which of the enders wait is known up to the event that is gone through, and never changes after it: each is
        asked once, until more is settled.
        """
        correlation, version = self._correlation, self._base.changes
        known = self._placed_ends.get(begun_by.index)
        asked, first = known[1:] if known is not None and known[0] == version else (0, None)
        enders = correlation.enders(begun_by)
        while first is None and asked < len(enders) and enders[asked].index < before:
            end = enders[asked]
            is_placed = end.index not in self._waiters and end.index not in self._absent
            if is_placed and self._base.touches_state(end, begun_by):
                first = end.index
            asked += 1
        self._placed_ends[begun_by.index] = version, asked, first
        return first is not None and first < before

    def touches_state(self, event: LoggedEvent, begun_by: LoggedEvent) -> bool:
        """Return whether an event touches the state that another event began.

        The answers are kept until more is settled: of 40 measures and 39 ends that name nothing each pair is asked for
        some hundred times.

        Args:
            event: What may end it.
            begun_by: The event that began it.

        Returns:
            As `Correlation.touches` gives.
        """
        pair = (event.index, begun_by.index)
        known = self._touched_states.get(pair)
        if known is None or known[0] != self.changes:
            touches = self._correlation.touches(event, self._correlation.state(begun_by))
            known = self._touched_states[pair] = self.changes, touches
        return known[1]

    def _has_settled_end(self, begun_by: LoggedEvent, before: int) -> bool:
        """Whether an event that waited, and was settled by one with a smaller index, ended what another began."""
        correlation = self._correlation
        ended_by, state = correlation.words[begun_by.type].ended_by, correlation.state(begun_by)
        settled = [
            (correlation.events[index], walk)
            for types, walk in self._walks.items()
            if len(types) == 1 and not types.isdisjoint(ended_by)
            for index, settled_by in walk.settled_by.items()
            if settled_by < before
        ]
        return any(self._ends_by_settlement(ender, state, walk) for ender, walk in settled)

    def _leave_out_carried(self, running: list[LoggedEvent]) -> list[LoggedEvent]:
        """Leave out what a later one of these events is about: a decision and the measure that carries it out.

        Of two that may have begun at one moment each is the later one: what they can be about tells them apart. One
        that the other names is not about that other by its type.
        """
        known = self._carried.get(len(running))
        if known is not None and known[0] == running:
            return known[1]
        correlation, carried = self._correlation, set[int]()
        types = {one.type for one in running}
        linking = {type_ for type_ in types if not types.isdisjoint(correlation.words[type_].reaches)}
        for later in running:
            ways = correlation.above(later)
            meant = [one for one in running if one.index in ways] if ways else []
            if not meant and later.type in linking:
                meant = [
                    one
                    for one in running
                    if correlation.can_be_about(later, one) and later.index not in correlation.above(one)
                ]
            if meant:
                carried.update([one.index for one in _begun_by(later, meant)])
        left = [one for one in running if one.index not in carried] if carried else running
        self._carried[len(running)] = running, left
        return left

    def _walk_of(self, ender_type: str, ended_by: frozenset[str]) -> _StateWalk:
        """The walk of an ender of a state; of its type alone where it ends no such state, but moves its limit."""
        types = self._single_types(ended_by if ender_type in ended_by else {ender_type})
        if types not in self._walks:
            walk = self._walks[types] = _StateWalk()
            for event in self._correlation.events:
                self._advance(walk, types, event)
        return self._walks[types]

    def ends(
        self, ender: LoggedEvent, state: Subject, ended_by: frozenset[str], assumed: Mapping[int, LoggedEvent]
    ) -> bool:
        """Return whether an event surely ends a state.

        Args:
            ender: The event.
            state: The state.
            ended_by: The types of the events that end the state.
            assumed: By index, what an ender that waits is taken to be about.

        Returns:
            False where the event waits, or where nothing was left for it to end.
        """
        self._go_through(None)
        if ender.index in self._absent:
            return False
        if ender.index not in self._waiters:
            return self._correlation.touches(ender, state)
        walk = self._walk_of(ender.type, ended_by)
        if ender.index in walk.settled_by:
            return self._ends_by_settlement(ender, state, walk)
        return ender.index in assumed and self._correlation.touches(ender, state, about=assumed[ender.index])

    def _ends_by_settlement(self, ender: LoggedEvent, state: Subject, walk: _StateWalk) -> bool:
        thing = walk.about[ender.index]
        return thing is not None and self._correlation.touches(ender, state, about=thing)

    def assumptions(
        self, endings: Iterable[tuple[str, frozenset[str]]], second: float
    ) -> list[Mapping[int, LoggedEvent]]:
        """Return each way to say what the enders of some states are about that wait.

        Args:
            endings: Types of enders, each with the types that end the state.
            second: The instant up to which enders count, in seconds since 1970-01-01T00:00Z.

        Returns:
            By index of an ender, what it is taken to be about. One empty way where none waits, no way where there are
            more than are tried.
        """
        self._go_through(None)
        things: dict[int, list[LoggedEvent]] = {}
        for type_, ended_by in endings if self._waiters else ():
            walk = self._walk_of(type_, ended_by)
            for ender in walk.waiting:
                types, latest = self._correlation.thing_types(ender), ender.at.latest
                possible = [one for one in walk.things if one.type in types and one.at.earliest <= latest]
                if possible and ender.at.earliest <= second:
                    things[ender.index] = possible
        return list_assumptions(things)


def list_assumptions(things: Mapping[int, Sequence[LoggedEvent]]) -> list[Mapping[int, LoggedEvent]]:
    """Return each way to say what some events are about.

    Args:
        things: By index of an event, what it may be about.

    Returns:
        By index of an event, what it is taken to be about. One empty way where there is no event, no way where there
        are more than 64.
    """
    if math.prod(map(len, things.values())) > _MOST_ASSUMPTIONS:
        return []
    return [dict(zip(things, choice, strict=True)) for choice in itertools.product(*things.values())]


def _begun_by(event: LoggedEvent, running: Iterable[LoggedEvent]) -> list[LoggedEvent]:
    """The events that had begun when another event came, without that one."""
    latest = event.at.latest
    return [one for one in running if one is not event and one.at.earliest <= latest]
