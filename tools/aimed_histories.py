"""Random cases that are aimed at one part of the bundle: a search for what no made case notices.

The event types are those that the part names, and those of the states and conditions that it asks. Facts often have the
values that its clauses ask, events often fall on the days on which a version begins or ends, and one case in two is a
vector in which something was changed. The same seed gives the same cases.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from overgreb_rules._conformance.random_cases import change_case
from overgreb_rules.calendar import midnight
from tests.fixtures.random_histories import HOUR, HistoryGenerator


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


def _asked_values(fact: str, definition: Mapping[str, Any], text: str) -> Iterator[Any]:
    if f'"{fact}"' not in text:
        return
    if definition["kind"] == "bool":
        yield from (True, False)
    for word in definition.get("words", ()):
        if f'"{word}"' in text:
            yield word
