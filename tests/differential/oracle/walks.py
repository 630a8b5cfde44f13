"""The walk on in time with the events that wait, and with the things that they may be about."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.differential.oracle.values import Event, Moment, is_at_or_after

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant

WalkKey = tuple[str, ...]
"""`rule` and a rule, `clock` and a rule and an event type, `run` and the types of events that end the same state."""
Things = Mapping[str, tuple[Moment, Event]]
"""Things by their id, each with its opening."""
STATES = {"run"}
"""The walks of events that end what runs."""


@dataclass(frozen=True)
class Group:
    """Events that were settled together, each with its thing, and the case as it was then, without them."""

    pairs: tuple[tuple[Event, Event | None], ...]
    then: CaseAtInstant


@dataclass
class Walk:
    """What has been settled, and what waits still."""

    groups: list[Group] = field(default_factory=list)
    waiting: list[Event] = field(default_factory=list)
    things: list[Event] = field(default_factory=list)


class Walks:
    """Which waiting events are settled together, each as naming one thing."""

    def walk(self: CaseAtInstant, key: WalkKey) -> Walk:
        """Walk on in time with the events that wait and the things that they may be about."""
        if key not in self.walks:
            self.walks[key] = self._walk(key)
        return self.walks[key]

    def types_of_walk(self: CaseAtInstant, key: WalkKey) -> set[str]:
        """Return the single types that meet or waive a rule, move a clock, or end a thing or a state."""
        match key[0]:
            case "rule":
                rules = self.rule_files.linked_rules(key[1])
                kinds = set().union(*(self.rule_files.answering_types(r) for r in rules))
            case "clock":
                kinds = {key[2]}
            case "ask":
                kinds = {key[2]}
            case "par" | "closed":
                kinds = set()
            case "run":
                kinds = set(key[1:])
        return kinds & self.rule_files.single_types

    def _walk(self: CaseAtInstant, key: WalkKey) -> Walk:
        kinds = self.types_of_walk(key)
        result = Walk()
        waiters = {
            e.id
            for e in self.events
            if e.type in self.rule_files.single_types
            and e.id not in self.muted
            and self.names_no_thing(e)
            and self.waits(e, key)
        }
        # The ends of a state are settled together, and those of one type where these alone suffice.
        together = [*([{kind} for kind in sorted(kinds)] if key[0] in STATES else []), kinds]
        gone: set[str] = set()
        for number, event in enumerate(self.events, start=1):
            if event.id in waiters and event.type in kinds:
                result.waiting.append(event)
            if not result.waiting:
                continue
            coming = self.coming_for(result.waiting, number)
            then = self.world(number, event.at.first, self.muted | waiters, coming=coming)
            known = self.world(number, event.at.first, self.muted)
            options = {
                waiting.id: {
                    i: (opened, t)
                    for i, (opened, t) in then.things_of(waiting, key, walking=True, knowing=known).items()
                    if is_at_or_after(waiting.at, opened) and not then.is_answered_in_walk(waiting, t, key)
                }
                for waiting in result.waiting
            }
            for types in together:
                waiting = [e for e in result.waiting if e.type in types]
                things = self.things_in_order(options, waiting, gone)
                if waiting and len(waiting) >= len(things):
                    result.groups.append(Group(tuple(self.pair(waiting, things, key, options)), then))
                    gone |= {t.id for t in things}
                    result.waiting = [e for e in result.waiting if e not in waiting]
            result.things = self.things_in_order(options, result.waiting, gone)
        return result

    @staticmethod
    def things_in_order(options: Mapping[str, Things], events: list[Event], gone: set[str]) -> list[Event]:
        """Return the things that some of these events may be about and that are not settled yet, earliest first."""
        things = {i: one for event in events for i, one in options[event.id].items() if i not in gone}
        return [t for _, t in sorted(things.values(), key=lambda p: (p[0].order, p[1].at.order, p[1].id))]

    def pair(
        self: CaseAtInstant, waiting: list[Event], things: list[Event], key: WalkKey, options: Mapping[str, Things]
    ) -> Iterator[tuple[Event, Event | None]]:
        """Yield each event with the thing that it counts as naming: the earliest one left, or the last one.

        For a state only things of the types that an event of this type may be about. A thing that began after an event
        of its day is left to one told by that day alone.
        """
        left = list(things)
        for number, event in enumerate(waiting):
            kinds = self.rule_files.things(event.type)
            able = [t for t in left if key[0] not in STATES or t.type in kinds]
            rooms = [
                (self.most_pairs(waiting[number + 1 :], [x for x in left if x is not t], options), t)
                for t in able
                if t.id in options[event.id]
            ]
            most = max((room for room, _ in rooms), default=0)
            chosen = next((t for room, t in rooms if room == most), able[0] if able else None)
            left = [t for t in left if t is not chosen] if len(left) > 1 else left
            yield event, chosen

    @staticmethod
    def most_pairs(waiting: list[Event], things: list[Event], options: Mapping[str, Things]) -> int:
        """Return how many of the events can each have a thing of its own that it may be about."""
        taken: dict[str, Event] = {}

        def has_room(event: Event, asked: set[str]) -> bool:
            for t in things:
                if t.id in options[event.id] and t.id not in asked:
                    asked.add(t.id)
                    if t.id not in taken or has_room(taken[t.id], asked):
                        taken[t.id] = event
                        return True
            return False

        return sum(has_room(event, set()) for event in waiting)

    def worlds_of(self: CaseAtInstant, keys: Iterable[WalkKey], until: Moment | None = None) -> list[CaseAtInstant]:
        """Return the case whichever of its things each event is about that waits in these walks by a moment."""
        options: dict[str, list[str]] = {}
        for walk in map(self.walk, keys):
            for event in walk.waiting:
                kinds = self.rule_files.things(event.type)
                things = [t.id for t in walk.things if t.type in kinds and is_at_or_after(event.at, t.at)]
                if things and (until is None or event.at.first <= until.first):
                    options[event.id] = things
        if not options:
            return [self]
        chosen = itertools.product(*options.values())
        return [self.under_assumption(dict(zip(options, one, strict=True))) for one in chosen]
