"""What events are about that are about one thing and do not say which: a receipt, an approval, a measure that ended.

An event of a `single` type that names none of its things answers as an event about the whole case does, while at most
one thing is there that it may be about. Where there are more it waits. As soon as no fewer events wait than things are
there, the earliest event counts as naming the thing that opened earliest, and so on; until then the duties that it may
answer are undetermined. A duty that none of them answers so, though some of them may, is answered by the last of these.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import field

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.pairing import pair_in_order
from overgreb_rules._case.subject import Subject
from overgreb_rules._deadlines.quantities import EventIndex
from overgreb_rules.shared.value_object import Entity

IsAnswered = Callable[["OpenDuty", int, "SingleEvents"], bool | None]
"""Whether the events below an index answer a duty, as far as single events are settled; None where that may be late."""
HasExpired = Callable[["OpenDuty", int, "SingleEvents"], bool]
"""Whether the permission of a duty had expired when the event with an index came."""


class OpenDuty(Entity):
    """A duty as single events see it; never changed.

    Attributes:
        walk: The name of the walk of the events that answer it: the first rule of its line of succession.
        subject: How events find the duty.
        answered_by: The event types that meet or waive it.
        beside: The event types at which its clock starts or runs on, and those that end a permission.
        bearing: The types of all events that bear on whether it is answered; None where any may.
    """

    walk: str
    subject: Subject
    answered_by: frozenset[str]
    beside: frozenset[str] = frozenset()
    bearing: frozenset[str] | None = None

    def walks(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each walk that this duty takes part in, with an event type.

        Yields:
            The name of the walk, and a type of the events that walk there.
        """
        for type_ in self.answered_by:
            yield self.walk, type_
        for type_ in self.beside:
            yield walk_beside(self.walk, type_), type_


def walk_beside(walk: str, type_: str) -> str:
    """Return the name of the walk of events that move the clocks of some duties, or end their permissions.

    Events that meet or waive these duties walk apart from them, under the name of their own walk.

    Args:
        walk: The name of the walk of the events that meet or waive the duties.
        type_: The type of the events.

    Returns:
        The name.
    """
    return f"{walk}, beside: {type_}"


class SingleEvents(Entity):
    """What each single event that names no thing counts as naming, and which of them wait.

    Attributes:
        about: By walk and index of the event, the thing that it counts as naming; None where no thing was left when it
            was settled. A walk has the name of a line of succession, or the one that `walk_beside` gives.
        also_touches: By walk and index of the event, the indices of triggers that it touches beside.
        waiting: By walk, the events that nobody can place yet.
        things: By walk, what the waiting events may be about.
        muted: The indices of events that touch nothing, as if they had not come.
    """

    about: dict[tuple[str, int], LoggedEvent | None] = field(default_factory=dict)
    also_touches: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    waiting: dict[str, list[LoggedEvent]] = field(default_factory=dict)
    things: dict[str, list[LoggedEvent]] = field(default_factory=dict)
    muted: frozenset[int] = frozenset()

    def touches(self, log: EventLog, event: LoggedEvent, walk: str, subject: Subject) -> bool | None:
        """Return whether an event touches a duty.

        Args:
            log: The events known at the instant of the evaluation.
            event: The event.
            walk: The walk of the duty; what `walk_beside` gives, where the event moves its clock or ends it.
            subject: The subject of the duty.

        Returns:
            True or false; None where the event may touch it and nobody knows.
        """
        if self is NO_SINGLE_EVENTS:
            return log.correlation.touches(event, subject)
        if event.index in self.muted:
            return False
        waits = self.waiting.get(walk)
        if waits is not None and event in waits:
            return None if log.correlation.touches(event, subject) else False
        key = (walk, event.index)
        if subject.trigger.index in self.also_touches.get(key, ()):
            return True
        if key in self.about and self.about[key] is None:
            return False
        return log.correlation.touches(event, subject, about=self.about.get(key))


NO_SINGLE_EVENTS = SingleEvents()
"""No event of the case waits, and none counts as naming anything that it does not name."""


def place_single_events(
    log: EventLog, duties: Sequence[OpenDuty], is_answered: IsAnswered, has_expired: HasExpired
) -> SingleEvents:
    """Return what each single event of a log is about that names none of its things.

    Args:
        log: The events known at the instant of the evaluation; at least one is unplaced.
        duties: Every duty that the case has opened, under the rule that governs it.
        is_answered: Tells whether the events below an index answer a duty, as far as single events are settled.
        has_expired: Tells whether the permission of a duty had expired when the event with an index came.

    Returns:
        The events that count as naming a thing, and those that wait, for each walk.
    """
    found = _Walk(log, duties, is_answered, has_expired).run(log.correlation.unplaced)
    return found if found.about or found.waiting else NO_SINGLE_EVENTS


class _Options(Entity):
    """What the events that wait in a walk may be about, while the same duties are surely answered."""

    answered: frozenset[int]
    of: dict[EventIndex, set[EventIndex]] = field(default_factory=dict)


class _Walk(Entity):
    """The walk over the events in order of time.

    What answers a duty while every event that waits is left out (`apart`) is kept by duty and index: whether an event
    below the index waits is settled by then. Without it a case of 40 notifications and 39 receipts takes ten times as
    long. The index is that after the last event that bears on the duty, and of a waiting event those duties are kept
    that it found open when it came: 125 notifications and then 125 registrations take a tenth of the time for it.
    """

    log: EventLog
    duties: Sequence[OpenDuty]
    is_answered: IsAnswered
    has_expired: HasExpired
    found: SingleEvents = field(default_factory=SingleEvents)
    openings: dict[int, int] = field(default_factory=dict)
    waiters: set[int] = field(default_factory=set)
    gone: dict[str, set[int]] = field(default_factory=dict)
    answered_apart: dict[tuple[int, int], bool | None] = field(default_factory=dict)
    expired_apart: dict[tuple[int, int], bool] = field(default_factory=dict)
    touched: dict[tuple[int, int], bool] = field(default_factory=dict)
    found_open: dict[int, list[OpenDuty]] = field(default_factory=dict)
    bearing: dict[frozenset[str], list[int]] = field(default_factory=dict)
    by_type: dict[str, list[OpenDuty]] = field(default_factory=dict)
    by_trigger: dict[tuple[str, int], list[OpenDuty]] = field(default_factory=dict)
    by_walk: dict[str, list[OpenDuty]] = field(default_factory=dict)
    options: dict[str, _Options] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the duties by what opened them."""
        for duty in self.duties:
            self.by_trigger.setdefault((duty.walk, duty.subject.trigger.index), []).append(duty)
            self.by_walk.setdefault(duty.walk, []).append(duty)

    def run(self, unplaced: Sequence[LoggedEvent]) -> SingleEvents:
        indices = {event.index for event in unplaced}
        for event in self.log.events[unplaced[0].index :]:
            if event.index in indices and self.is_about_one_of_several(event):
                self.add_waiter(event)
                for walk in self.walks_of(event.type):
                    self.found.waiting.setdefault(walk, []).append(event)
            # Each rule apart: what an event answers that was settled in another walk still waits in this one.
            things = {walk: self.things_of(walk, event.index + 1) for walk in sorted(self.found.waiting)}
            for walk, (options, ordered) in things.items():
                self.settle(walk, options, ordered, event.index + 1)
        return self.found

    def add_waiter(self, event: LoggedEvent) -> None:
        self.waiters.add(event.index)
        for types, indices in self.bearing.items():
            if event.type in types:
                indices.remove(event.index)

    def walks_of(self, type_: str) -> list[str]:
        return sorted({walk for duty in self.duties for walk, walking in duty.walks() if walking == type_})

    def duties_of(self, type_: str) -> list[OpenDuty]:
        """The duties that events of a `single` type answer, each opened by one of its things."""
        if type_ not in self.by_type:
            single = self.log.vocabulary.events[type_].single
            self.by_type[type_] = [
                duty for duty in self.duties if duty.subject.trigger.type in single and type_ in duty.answered_by
            ]
        return self.by_type[type_]

    def touches(self, single: LoggedEvent, duty: OpenDuty) -> bool:
        key = single.index, id(duty)
        if key not in self.touched:
            self.touched[key] = self.log.correlation.touches(single, duty.subject)
        return self.touched[key]

    def is_answered_before(self, duty: OpenDuty, before: int, known: SingleEvents) -> bool | None:
        if known is self.found:
            return self.is_answered(duty, before, known)
        key = id(duty), self.after_last_bearing(duty, before)
        if key not in self.answered_apart:
            self.answered_apart[key] = self.is_answered(duty, before, known)
        return self.answered_apart[key]

    def after_last_bearing(self, duty: OpenDuty, before: int) -> int:
        """The index after the last event below `before` that bears on a duty and does not wait."""
        if duty.bearing is None:
            return before
        indices = self.bearing.get(duty.bearing)
        if indices is None:
            events = self.log.of_types(duty.bearing)
            indices = [event.index for event in events if event.index not in self.waiters]
            self.bearing[duty.bearing] = indices
        place = bisect_left(indices, before)
        return indices[place - 1] + 1 if place else 0

    def has_expired_before(self, duty: OpenDuty, before: int, known: SingleEvents) -> bool:
        if known is self.found:
            return self.has_expired(duty, before, known)
        key = id(duty), before
        if key not in self.expired_apart:
            self.expired_apart[key] = self.has_expired(duty, before, known)
        return self.expired_apart[key]

    def is_about_one_of_several(self, single: LoggedEvent) -> bool:
        """Whether a single event may be about more than one thing, by what is known as it comes."""
        found = {one.index for one in self.running(single, single.index, self.found)}
        for duty in self.duties_of(single.type):
            if len(found) > 1:
                break
            if duty.subject.trigger.index not in found and self.finds_open(single, duty, self.found):
                found.add(duty.subject.trigger.index)
        return len(found) > 1

    def things(self, single: LoggedEvent, before: int, apart: SingleEvents) -> list[LoggedEvent]:
        """What an event that waits may be about, as the events with a smaller index than `before` left it.

        All that had opened when the event came: one that is told by its day alone comes after what opened on that day.
        In the order in which they opened: at their time, or at the clock start where that is earlier.
        """
        if single.index not in self.found_open:
            duties = self.duties_of(single.type)
            self.found_open[single.index] = [duty for duty in duties if self.finds_open(single, duty, apart)]
        found = {one.index: (one.at.earliest, one) for one in self.running(single, before, apart)}
        for duty in self.found_open[single.index]:
            if self.is_answered_before(duty, before, apart) is not True:
                trigger = duty.subject.trigger
                earlier = found.get(trigger.index, (duty.subject.opening, trigger))[0]
                found[trigger.index] = (min(earlier, duty.subject.opening), trigger)
        self.openings.update((index, opening) for index, (opening, _) in found.items())
        return self.in_order(one for _, one in found.values())

    def running(self, single: LoggedEvent, before: int, known: SingleEvents) -> list[LoggedEvent]:
        """What a single event may be about of what runs."""
        correlation, types = self.log.correlation, self.log.vocabulary.events[single.type].single_of_running
        if not types:
            return []
        now = (one.index for events in self.found.waiting.values() for one in events)
        waiting = known.muted.union({single.index}, now)
        running = correlation.free_enders(waiting).running_before(types, before, single)
        return [one for one in running if not single.event.of or correlation.touches(single, correlation.state(one))]

    def finds_open(self, single: LoggedEvent, duty: OpenDuty, known: SingleEvents) -> bool:
        """Whether a duty was open when a single event came, which may be about it."""
        return (
            duty.subject.trigger is not single
            and duty.subject.opening <= single.at.latest
            and (not single.event.of or self.touches(single, duty))
            and self.is_answered_before(duty, single.index, known) is False
            and not self.has_expired_before(duty, single.index, known)
        )

    def in_order(self, things: Iterable[LoggedEvent]) -> list[LoggedEvent]:
        return sorted(things, key=lambda one: (self.openings[one.index], one.index))

    def things_of(self, walk: str, before: int) -> tuple[dict[EventIndex, set[EventIndex]], list[LoggedEvent]]:
        """What the events that wait in a walk may be about and has not left: of each by index, and of all in order."""
        apart = SingleEvents(muted=frozenset(self.waiters))
        answered, kept = self.list_answered(walk, before, apart), self.options.get(walk)
        if kept is None or kept.answered != answered:
            kept = self.options[walk] = _Options(answered)
        gone = self.gone.get(walk, set())
        for single in self.found.waiting[walk]:
            runs = bool(self.log.vocabulary.events[single.type].single_of_running)
            if single.index in kept.of and not runs:
                continue
            things = [
                one
                for one in self.things(single, before, apart)
                if one.index not in gone and not self.has_left(walk, single, one, before, apart)
            ]
            kept.of[single.index] = {one.index for one in things}
        found = set[EventIndex]().union(*kept.of.values())
        return kept.of, self.in_order(self.log.events[index] for index in found)

    def list_answered(self, walk: str, before: int, known: SingleEvents) -> frozenset[int]:
        """The duties that are surely answered, by identity, of those that decide what waits in a walk."""
        types = {single.type for single in self.found.waiting[walk]}
        duties = [*(self.by_walk.get(walk, ())), *(duty for type_ in sorted(types) for duty in self.duties_of(type_))]
        return frozenset([id(duty) for duty in duties if self.is_answered_before(duty, before, known) is True])

    def has_left(self, walk: str, single: LoggedEvent, thing: LoggedEvent, before: int, known: SingleEvents) -> bool:
        """Whether the duties of the walk that a thing opened are surely answered; what runs leaves by its end alone.

        A date that has passed is no answer.
        """
        if thing.type in self.log.vocabulary.events[single.type].single_of_running:
            return False
        opened = self.by_trigger.get((walk, thing.index), ())
        return bool(opened) and all(self.is_answered_before(duty, before, known) is True for duty in opened)

    def settle(
        self, walk: str, options: dict[EventIndex, set[EventIndex]], ordered: list[LoggedEvent], before: int
    ) -> None:
        waiting = self.found.waiting[walk]
        self.found.things[walk] = ordered
        if len(waiting) < len(ordered):
            return
        del self.found.waiting[walk], self.options[walk]
        all_of_them = {one.index for one in ordered}
        pairs = pair_in_order(waiting, ordered, options, dict.fromkeys(options, all_of_them))
        self.found.about.update({(walk, single.index): thing for single, thing in pairs})
        self.gone.setdefault(walk, set()).update(thing.index for thing in ordered)
        apart, touches = SingleEvents(muted=frozenset(self.waiters)), self.log.correlation.touches
        for duty in self.duties:
            possible = [one for one in waiting if touches(one, duty.subject)]
            if (
                possible
                and any(name == walk for name, _ in duty.walks())
                and not any(thing and touches(one, duty.subject, about=thing) for one, thing in pairs)
                and self.is_answered_before(duty, before, apart) is False
                and not self.has_expired_before(duty, possible[-1].index, apart)
            ):
                self.found.also_touches.setdefault((walk, possible[-1].index), set()).add(duty.subject.trigger.index)
