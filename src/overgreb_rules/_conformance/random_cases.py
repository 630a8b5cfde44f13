"""Random cases for a program that answers every vector: vectors in which something was changed, and new histories."""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from overgreb_rules.calendar import local, midnight

_OWN_KEYS = frozenset({"id", "type", "at", "of"})
_MOST_CHANGES, _MOST_EVENTS = 4, 8
_HOUR, _DAY = 3600, 86400
_GAPS = (0, _HOUR, 20 * _HOUR, _DAY, 3 * _DAY, 8 * _DAY, 29 * _DAY, 65 * _DAY, 200 * _DAY)
_AGES = (12 * 365, 19 * 365)


class RandomCases:
    """A seeded generator of cases; the same bundle, vectors and seed give the same cases."""

    def __init__(self, bundle: Mapping[str, Any], vectors: Sequence[tuple[Any, str]], seed: int) -> None:
        """Keep what the cases are made of.

        Args:
            bundle: The bundle as JSON data.
            vectors: Cases with the instants at which they are asked, at least one.
            seed: The seed.
        """
        self._events, self._rules = bundle["vocabulary"]["events"], [*bundle["rules"].values()]
        self._vectors = vectors
        self._chance = random.Random(seed)  # noqa: S311  # cases, no secrets

    def build_case(self) -> tuple[dict[str, Any], str]:
        """Build the next case.

        Returns:
            The case as JSON data, and the instant at which it is asked. It may be one that must be refused.
        """
        if self._chance.random() < 0.5:
            return change_case(*self._chance.choice(self._vectors), self._vectors, self._chance)
        return self._build_history()

    def _build_history(self) -> tuple[dict[str, Any], str]:
        chance = self._chance
        rules = chance.sample(self._rules, chance.choice([1, 1, 2]))
        types = [type_ for rule in rules for type_ in _types_of(rule, self._events)]
        now = self._first_second(rules[0])
        events: list[dict[str, Any]] = []
        for number in range(1, chance.randint(2, _MOST_EVENTS) + 1):
            now += chance.randint(0, 2 * chance.choice(_GAPS))
            type_ = chance.choice(types)
            at = local(now).date().isoformat() if chance.random() < 0.2 else local(now).isoformat()
            events.append({"id": f"x{number}", "type": type_, "at": at, **self._facts_of(type_, now)})
        self._link(events)
        chance.shuffle(events)
        child = {
            "foedselsdato": local(now - chance.randint(*_AGES) * _DAY).date().isoformat(),
            "termin": local(now + chance.randint(30, 120) * _DAY).date().isoformat(),
            "soeskende_under_15": chance.random() < 0.5,
        }
        told = {name: value for name, value in child.items() if chance.random() < 0.6}
        at = local(now + chance.randint(0, 2 * chance.choice(_GAPS))).isoformat()
        return {"case_id": "random", "barn": told, "events": events}, at

    def _first_second(self, rule: Mapping[str, Any]) -> int:
        """A second about the day on which a version of a rule begins, or some time within it."""
        day = self._chance.choice([dt.date.fromisoformat(version["from"]) for version in rule["versions"]])
        days_on = self._chance.choice([-40, -2, -1, 0, 0, 1, self._chance.randint(0, 1500)])
        return midnight(day + dt.timedelta(days=days_on)) + self._chance.randint(0, _DAY)

    def _facts_of(self, type_: str, now: int) -> dict[str, Any]:
        chance, found = self._chance, dict[str, Any]()
        for name, fact in self._events[type_].get("facts", {}).items():
            if chance.random() < 0.35:
                continue
            match fact["kind"]:
                case "word":
                    found[name] = chance.choice(fact["words"])
                case "bool":
                    found[name] = chance.random() < 0.5
                case "int":
                    found[name] = chance.choice([0, 14, 15, 20])
                case "date":
                    found[name] = local(now + chance.randint(20, 500) * _DAY).date().isoformat()
                case "datetime":
                    found[name] = local(now - chance.randint(0, 90) * _HOUR).isoformat()
                case _:
                    found[name] = "-"
        return found

    def _link(self, events: Sequence[dict[str, Any]]) -> None:
        """Let half of the events name one or two earlier ones, mostly of types that theirs can be about."""
        for place, event in enumerate(events):
            earlier = [one["id"] for one in events[:place]]
            about = {one["type"] for one in self._events[event["type"]].get("about", ())}
            natural = [one["id"] for one in events[:place] if one["type"] in about]
            if earlier and self._chance.random() < 0.55:
                names = natural if natural and self._chance.random() < 0.7 else earlier
                event["of"] = sorted({self._chance.choice(names) for _ in range(self._chance.choice([1, 1, 1, 2]))})


def _types_of(rule: Mapping[str, Any], events: Mapping[str, Any]) -> Iterator[str]:
    """Yield the event types that a rule names; its triggers twice more, so that a history often has one."""
    text = json.dumps([rule.get(key) for key in ("triggers", "versions", "answers", "clock", "once", "later_of")])
    yield from (type_ for type_ in events if f'"{type_}"' in text or f'>{type_}"' in text)
    yield from rule.get("triggers", ())
    yield from rule.get("triggers", ()) or events


def change_case(
    case: Any, at: str, others: Sequence[tuple[Any, str]], chance: random.Random
) -> tuple[dict[str, Any], str]:
    """Return a case in which one to four things are changed at random.

    Events and facts are left out, truths are turned, `of` is left out or names another event, times become days or
    those of another event, and an event of another case is added.

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
    for _ in range(chance.randint(1, _MOST_CHANGES)):
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
        named = event.pop("of", [])
        left = [name for name in ([named] if isinstance(named, str) else named) if name in ids]
        if left:
            event["of"] = left
    return {**changed, "events": events}, at


def _change_once(events: list[dict[str, Any]], chance: random.Random) -> None:
    event, other = chance.choice(events), chance.choice(events)
    facts = [name for name in event if name not in _OWN_KEYS]
    truths = [name for name in facts if isinstance(event[name], bool)]
    match chance.randrange(7):
        case 0 if len(events) > 2:
            events.remove(event)
        case 1:
            event.pop("of", None)
        case 2 if facts:
            event.pop(chance.choice(facts))
        case 3:
            event["at"] = event["at"][:10]
        case 4:
            event["at"] = other["at"]
        case 5 if event is not other:
            event["of"] = [other["id"]]
        case 6 if truths:
            name = chance.choice(truths)
            event[name] = not event[name]
