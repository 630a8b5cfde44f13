"""The events of a case in the baseline script: what has happened, in order, and which event answers which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.rules.baseline_deadlines import DAY, BothReadings, local_day, midnight, seconds


class Event:
    """An event of the case, with the first and the last second at which it may have happened."""

    __slots__ = ("data", "first", "id", "last", "of", "place", "type")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data, self.id, self.type, self.of, self.place = data, data["id"], data["type"], data.get("of"), 0
        at = data["at"]
        if len(at) == 10:
            day = dt.date.fromisoformat(at)
            self.first, self.last = midnight(day), midnight(day + DAY) - 1
        else:
            self.first = self.last = seconds(at)

    def moment(self) -> tuple[int, int]:
        """What events are ordered by."""
        return self.first, self.last


class History:
    """The events of a case that have happened, in order of time, by id and by type."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.by_id: dict[str, Event] = {}
        self.by_type: dict[str, list[Event]] = {}
        for place, event in enumerate(sorted(events, key=lambda e: (e.first, e.last, e.id))):
            event.place = place
            self.by_id[event.id] = event
            self.by_type.setdefault(event.type, []).append(event)

    def of(self, type_: str) -> list[Event]:
        """The events of a type."""
        return self.by_type.get(type_, [])

    def answers(self, type_: str, trigger: Event, since: int, triggers: Sequence[Event]) -> list[Event]:
        """The events of a type that answer what `trigger` opened, one of all the `triggers` of such a duty."""
        return [event for event in self.of(type_) if self.touches(event, trigger, since, triggers)]

    def touches(self, event: Event, trigger: Event, since: int, triggers: Sequence[Event]) -> bool:
        """By «of», step by step: the first trigger on the way; without one, all that was open when the way began."""
        if event.last < since:
            return False
        while event.of is not None:
            step = self.by_id.get(event.of)
            if step is None:
                return False
            if step in triggers:
                return step is trigger
            event = step
        return since <= event.last


def known_from(notification: Event) -> tuple[int, int]:
    """When the content was first known, by telephone perhaps."""
    known = notification.data.get("kendt_fra")
    if known is not None and (earlier := seconds(known)) < notification.first:
        return earlier, earlier
    return notification.first, notification.last


def known_day(notification: Event) -> dt.date:
    """The day on which the content was first known."""
    return local_day(known_from(notification)[0])


def timing(done: Event, due: BothReadings) -> str:
    """Whether it came in time."""
    if done.last <= due.strict_last:
        return "met"
    return "met_late" if done.first > due.lenient_last else "met_contested"
