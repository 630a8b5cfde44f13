"""Random cases that are aimed at one part of the bundle: a search for what no made case notices.

The event types are those that the part names, and those of the states and conditions that it asks. Facts often have the
values that its clauses ask, events often fall on the days on which a version begins or ends, and one case in two is a
vector in which something was changed. The same seed gives the same cases.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from overgreb_rules.calendar import midnight
from tests.fixtures.random_histories import HOUR, HistoryGenerator

_OWN_KEYS = frozenset({"id", "type", "at", "of"})


class AimedGenerator(HistoryGenerator):
    """A seeded generator of cases for one part of the bundle."""

    def __init__(self, part: str, data: Mapping[str, Any], near: Sequence[tuple[Any, str]], seed: int | str) -> None:
        super().__init__(f"{seed} {part}")
        self._near = near
        self.themes, self._days, self._values = _read_part(part, data)

    def build_case(self) -> tuple[dict[str, Any], str]:
        """Build a case.

        Returns:
            The case, and the instant at which it is asked.
        """
        if self._near and self.random.random() < 0.5:
            case, at = change_case(*self.random.choice(self._near), self._near, self.random)
            return case, at
        theme = self.random.choice(self.themes or [["underretning_modtaget"]])
        case = self.build_history(theme, self.random.randint(1, 7))
        return case, self.random_instants(case, 1)[0]

    def random_start(self) -> int:
        """Draw the first epoch second of a history: often about the day on which a version begins or ends."""
        if not self._days or self.random.random() < 0.4:
            return super().random_start()
        day = self.random.choice(self._days) - dt.timedelta(days=self.random.choice([0, 0, 1, 1, 3, 10, 30, 200]))
        return midnight(day) + self.random.randint(0, 23) * HOUR

    def random_gap(self) -> int:
        """Draw the seconds to the next event: often less than two days."""
        return self.random.randint(0, 40 * HOUR) if self.random.random() < 0.4 else super().random_gap()

    def random_facts(self, kind: str, now: int) -> dict[str, Any]:
        """Draw the facts of an event: often those that a clause asks."""
        facts = super().random_facts(kind, now)
        for name, values in self._values.get(kind, {}).items():
            if self.random.random() < 0.6:
                facts[name] = self.random.choice(values)
        return facts


def _read_part(
    part: str, data: Mapping[str, Any]
) -> tuple[list[list[str]], list[dt.date], dict[str, dict[str, list[Any]]]]:
    """Return the event types, by theme, the days and the values of facts that a part names."""
    events = data["vocabulary"]["events"]
    themes, days, values = [], set[dt.date](), dict[str, dict[str, list[Any]]]()
    for name in _rules_of(part, data):
        rule = data["rules"][name]
        text = _text_of(rule, data)
        types = [type_ for type_ in events if f'"{type_}"' in text or f'>{type_}"' in text]
        triggers = [*rule.get("triggers", ()), *rule.get("triggers", ())]
        first = [part] * 3 if part in events else []
        themes += [[*types, *triggers, *first]]
        themes += [[*first, *(one["type"] for one in events[part].get("about", ())), *triggers]] if first else []
        edges = (version.get(key) for version in rule.get("versions", ()) for key in ("from", "to"))
        days |= {dt.date.fromisoformat(day) for day in edges if day}
        for type_ in types:
            for fact, told in events[type_].get("facts", {}).items():
                for value in _asked_values(fact, told, text):
                    values.setdefault(type_, {}).setdefault(fact, []).append(value)
    return [theme for theme in themes if theme], sorted(days), values


def _rules_of(part: str, data: Mapping[str, Any]) -> list[str]:
    """Return the rules to which a part belongs: itself, those that name the event type, or those that ask the state."""
    rules = data["rules"]
    if part in rules:
        return [part]
    asking = [part, *(name for name, one in data["derived"].items() if one.get("state") == part)]
    named = {
        name: json.dumps([rule.get(key) for key in ("versions", "answers", "clock")]) for name, rule in rules.items()
    }
    return [name for name, text in named.items() if any(one in text for one in asking)]


def _text_of(rule: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """Return a rule as JSON text, with the conditions and states that it asks."""
    text = json.dumps({key: one for key, one in rule.items() if key not in {"title", "summary", "breach"}})
    text += json.dumps([one for key, one in data["derived"].items() if f'"{key}"' in text])
    return text + json.dumps([state["spells"] for key, state in data["states"].items() if f'"{key}"' in text])


def _asked_values(fact: str, told: Mapping[str, Any], text: str) -> Iterator[Any]:
    if f'"{fact}"' not in text:
        return
    if told["kind"] == "bool":
        yield from (True, False)
    for word in told.get("words", ()):
        if f'"{word}"' in text:
            yield word


def change_case(
    case: Any, at: str, others: Sequence[tuple[Any, str]], chance: random.Random
) -> tuple[dict[str, Any], str]:
    """Return a case in which one to four things are changed at random.

    Events and facts are left out, `of` is left out or names another event, times become days or those of another event,
    and an event of another case is added.

    Args:
        case: The case as JSON data.
        at: The instant at which it is asked.
        others: The cases from which events are taken.
        chance: The source of the choices.

    Returns:
        The changed case, and the instant.
    """
    changed = copy.deepcopy(case)
    events = [event for event in changed.get("events", ()) if isinstance(event, dict)]
    for number, event in enumerate(events, start=1):
        event.setdefault("id", f"e{number}")
    for _ in range(chance.randint(1, 4)):
        if events:
            _change_once(events, chance)
    if events and chance.random() < 0.6:
        added = copy.deepcopy(chance.choice(chance.choice(others)[0].get("events") or [events[0]]))
        added |= {"id": "added", "at": chance.choice(events)["at"]}
        added.pop("of", None)
        if chance.random() < 0.4:
            added["of"] = [chance.choice(events)["id"]]
        events.append(added)
    ids = {event["id"] for event in events}
    for event in events:
        named = event.get("of", [])
        left = [name for name in ([named] if isinstance(named, str) else named) if name in ids]
        event.pop("of", None)
        if left:
            event["of"] = left
    return {**changed, "events": events}, at


def _change_once(events: list[dict[str, Any]], chance: random.Random) -> None:
    event, other = chance.choice(events), chance.choice(events)
    match chance.randrange(7):
        case 0 if len(events) > 2:
            events.remove(event)
        case 1:
            event.pop("of", None)
        case 2:
            told = [name for name in event if name not in _OWN_KEYS]
            if told:
                event.pop(chance.choice(told))
        case 3:
            event["at"] = event["at"][:10]
        case 4:
            event["at"] = other["at"]
        case 5 if event is not other:
            event["of"] = [other["id"]]
        case 6:
            told = [name for name in event if isinstance(event[name], bool)]
            if told:
                name = chance.choice(told)
                event[name] = not event[name]
