"""What an event is about: the ways of `of`, and which duties and states an event touches.

The rule, with its three sentences, stands in `docs/explanation/of.en.md`. An event names others by `of`; those name
others in turn: these are its **ways**. A duty, or a state that an event began, is a `Subject`. Which subjects an event
touches is decided by the events that both name, else by what the types of the vocabulary can be about, else (no way
at all) by time alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from overgreb_rules._case.free_enders import NO_EVENTS, FreeEnders
from overgreb_rules._case.subject import Subject, Substitution
from overgreb_rules._case.typed_links import TypedLinks

if TYPE_CHECKING:
    from overgreb_rules._case.event_log import LoggedEvent
    from overgreb_rules._rules.event_definition import EventDefinition

_NOTHING_STANDS_FOR_ANOTHER: Mapping[int, Substitution] = {}


class Correlation(TypedLinks):
    """The links of `of` among the events of a log, and what they mean by the words of a vocabulary.

    The answers of `free_enders` are kept: the walk over the events asks for its own answer so far.

    Args:
        events: The events in order of time.
        by_id: The same events by their ids; an id of a later event is not among them.
        words: The event types of the vocabulary.
    """

    def __init__(
        self, events: Sequence[LoggedEvent], by_id: Mapping[str, LoggedEvent], words: Mapping[str, EventDefinition]
    ) -> None:
        super().__init__(events, by_id, words)
        self._free_enders: dict[frozenset[int], FreeEnders] = {}
        self._states: dict[int, Subject] = {}

    def subject(
        self,
        trigger: LoggedEvent,
        opening: int,
        trigger_types: frozenset[str],
        beside: Iterable[LoggedEvent] = (),
        stands_for: Mapping[int, Substitution] = _NOTHING_STANDS_FOR_ANOTHER,
    ) -> Subject:
        """Return the subject of a trigger.

        Args:
            trigger: The event that opened a duty, or began a state.
            opening: The first second at which an answer counts.
            trigger_types: The types that open such a duty, or begin such a state.
            beside: The events whose facts stand beside those of the trigger.
            stands_for: By index, the trigger for which an event stands that a running clock took in.

        Returns:
            The subject.
        """
        own = {trigger.index, *self.above(trigger), *(event.index for event in beside)}
        types = frozenset(self.events[index].type for index in own)
        return Subject(trigger, opening, frozenset(own), types, trigger_types, stands_for)

    def state(self, begun_by: LoggedEvent) -> Subject:
        """Return the state that an event began, as a subject that events of its `ended_by` can end.

        Args:
            begun_by: The event.

        Returns:
            The subject; the same for the same event.
        """
        known = self._states.get(begun_by.index)
        if known is None:
            types = self.words[begun_by.type].state_types
            known = self._states[begun_by.index] = self.subject(begun_by, begun_by.at.earliest, types)
        return known

    def touches(self, event: LoggedEvent, subject: Subject, about: LoggedEvent | None = None) -> bool:
        """Return whether an event touches a subject.

        Args:
            event: What may answer, waive or end. One without a way is taken as about the child as a whole; what a
                `single` type without a way is about is decided by `SingleEvents`.
            subject: The duty or state.
            about: What the event is taken to name, in the place of its `of`.

        Returns:
            True where it does; False for the trigger itself, and for an event from before the opening.
        """
        if event.at.latest < subject.opening or event is subject.trigger:
            return False
        named: list[LoggedEvent | None] = [about] if about is not None else self.named_by(event)
        return self._touches_by_way(event, subject, named) if named else True

    def touches_whenever(self, event: LoggedEvent, subject: Subject) -> bool:
        """Return whether an event touches a subject, also where it comes from before the opening.

        Args:
            event: The event.
            subject: The duty or state.

        Returns:
            True where it does.
        """
        named = self.named_by(event)
        return self._touches_by_way(event, subject, named) if named else True

    def _touches_by_way(self, event: LoggedEvent, subject: Subject, named: Sequence[LoggedEvent | None]) -> bool:
        trigger = subject.trigger
        names_nothing = not trigger.event.of
        # Most ways are decided by their first step: the ends of the trigger's own ways are asked for after it.
        roots: list[LoggedEvent] = []
        start: tuple[LoggedEvent | None, ...] = ()
        waiting = [(one, start) for one in named if one is not None]
        seen: set[tuple[int, tuple[int, ...]]] = set()
        while waiting:
            step, firsts = waiting.pop()
            taken_as = subject.taken_as(step, event)
            if taken_as.index in subject.own:
                return True
            decides = taken_as.type in subject.trigger_types or taken_as.type in subject.own_types
            if decides and not (names_nothing and self.can_be_about(trigger, taken_as)):
                continue
            roots = roots or self.roots(trigger)
            firsts = tuple(
                first or (step if self.can_be_about(root, step) else None)
                for root, first in zip(roots, firsts or (None,) * len(roots), strict=True)
            )
            key = (step.index, tuple(-1 if first is None else first.index for first in firsts))
            if key in seen:
                continue
            seen.add(key)
            if step.event.of:
                waiting += [(upper, firsts) for upper in self.named_by(step) if upper is not None]
            elif self._touches_by_end(event, subject, step, zip(roots, firsts, strict=True)):
                return True
        return False

    def _touches_by_end(
        self,
        event: LoggedEvent,
        subject: Subject,
        end: LoggedEvent,
        firsts: Iterable[tuple[LoggedEvent, LoggedEvent | None]],
    ) -> bool:
        """Return whether a way on which nothing decided touches the subject, by its end `end`."""
        if self.can_be_about(end, subject.trigger):
            return subject.opening <= end.at.latest
        for root, thing in firsts:
            if thing is not None and thing.at.earliest <= root.at.latest:
                meant = self.running_things(root, thing)
                if thing in meant and not self.left_out(event, meant, thing):
                    return True
        return False

    def answers_part(self, event: LoggedEvent, subject: Subject) -> tuple[LoggedEvent, list[LoggedEvent]] | None:
        """Return the thing that an event is about, and the others for which a subject still waits.

        A subject that names nothing is about everything that was running; an event about one of these answers it only
        once each of the others has been named or has ended.

        Args:
            event: The event.
            subject: The duty.

        Returns:
            The thing and the others; None where the event touches the subject, or is about none of the things.
        """
        trigger = subject.trigger
        if trigger.event.of or event.at.latest < subject.opening:
            return None
        # Of a type that came once nothing is left out.
        things = [
            thing
            for index in sorted(self.above(event))
            if len(self.by_type[(thing := self.events[index]).type]) > 1 and self.can_be_about(trigger, thing)
        ]
        if not things or self.touches(event, subject):
            return None
        for thing in things:
            if thing.index in subject.own or thing.at.earliest > trigger.at.latest:
                continue
            meant = self.running_things(trigger, thing)
            missing = self.left_out(event, meant, thing) if thing in meant else []
            if missing:
                return thing, missing
        return None

    def running_things(self, root: LoggedEvent, thing: LoggedEvent) -> list[LoggedEvent]:
        """Return what an event that names nothing was about: of one type, those that were running then.

        Args:
            root: The event that names nothing.
            thing: One of the things.

        Returns:
            The events of the type of `thing`, in order of time; `thing` alone where its type does not run.
        """
        if not self.words[thing.type].ended_by:
            return [thing]
        return [
            one
            for one in self.by_type[thing.type]
            if one.at.earliest <= root.at.latest and self.can_be_about(root, one) and self.runs_at(one, root)
        ]

    def left_out(self, event: LoggedEvent, meant: Sequence[LoggedEvent], thing: LoggedEvent) -> list[LoggedEvent]:
        """Return those of some things that no event of a type has named and that have not ended.

        Args:
            event: The event up to which, and the type of which, is looked for.
            meant: The things.
            thing: The one that the event is about.

        Returns:
            The things, without `thing`.
        """
        named = {
            index for other in self.by_type[event.type] if other.index <= event.index for index in self.above(other)
        }
        return [
            one
            for one in meant
            if one is not thing and one.index not in named and not self.has_ended(one, event.index + 1)
        ]

    def runs_at(self, begun_by: LoggedEvent, event: LoggedEvent) -> bool:
        """Return whether what an event began has surely not been ended before another event.

        Args:
            begun_by: The event that began it.
            event: The other event.

        Returns:
            False where an ender that came before surely is about it.
        """
        return not any(
            self.ends_state(ender, begun_by) for ender in self.enders(begun_by) if ender.at.latest < event.at.earliest
        )

    def has_ended(self, begun_by: LoggedEvent, before: int) -> bool:
        """Return whether an event before an index has surely ended what another event began.

        Args:
            begun_by: The event that began it.
            before: The index; only events with a smaller one count.

        Returns:
            True where one has; False where none has, or where one only may have.
        """
        return any(self.ends_state(ender, begun_by) for ender in self.enders(begun_by) if ender.index < before)

    def ends_state(self, ender: LoggedEvent, begun_by: LoggedEvent) -> bool:
        """Return whether an event surely ends what another event began.

        Args:
            ender: The event that may end it.
            begun_by: The event that began it.

        Returns:
            False where nobody knows what the ender is about.
        """
        return self.ends(ender, self.state(begun_by), frozenset({ender.type}), {})

    def ends(
        self, ender: LoggedEvent, subject: Subject, ended_by: frozenset[str], assumed: Mapping[int, LoggedEvent]
    ) -> bool:
        """Return whether an event surely ends a state.

        Args:
            ender: The event that may end it.
            subject: The state.
            ended_by: The types of the events that end the state.
            assumed: By index, what an ender that waits is taken to be about.

        Returns:
            False where nobody knows what the ender is about.
        """
        if not self.words[ender.type].is_single:
            return self.touches(ender, subject)
        return self.free_enders().ends(ender, subject, ended_by, assumed)

    def assumptions(
        self, endings: Sequence[tuple[str, frozenset[str]]], second: float
    ) -> list[Mapping[int, LoggedEvent]]:
        """Return each way to say what the events are about of which nobody knows which state they end.

        Args:
            endings: Types of such events, each with the types that end the state.
            second: The instant up to which they count, in seconds since 1970-01-01T00:00Z.

        Returns:
            By index of an event that waits, what it is taken to be about: what ran before it and what began with it, as
            far as no other event has ended it. One empty way where none waits, no way where there are more than are
            tried.
        """
        if not any(type_ in self.by_type and self.words[type_].is_single for type_, _ in endings):
            return [{}]
        return self.free_enders().assumptions(endings, second)

    def free_enders(self, absent: frozenset[int] = NO_EVENTS) -> FreeEnders:
        """Return what the events of `single` types that name nothing end, of what was running.

        Args:
            absent: The indices of events that are taken as not come.

        Returns:
            The same object each time.
        """
        found = self._free_enders.get(absent)
        if found is None:
            base = self.free_enders() if absent else None
            found = self._free_enders[absent] = FreeEnders(self, absent, base)
        return found
