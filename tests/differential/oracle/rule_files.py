"""The rule files, the vocabulary and the legal states, read with PyYAML alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def split_pattern(value: Any) -> tuple[str, Mapping[str, Any]]:
    """Split an event pattern into the event type and the required facts."""
    if isinstance(value, str):
        return value, {}
    ((kind, tests),) = [(k, v) for k, v in value.items() if k not in BESIDE]
    return kind, tests


BESIDE = {"provided", "undone_by", "until", "before_birthday"}
"""The words that stand beside an event in a line of `must` or `unless`."""


def fact_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


class RuleFiles:
    """The rules of a folder by their id, the words of each event type, and the legal states."""

    def __init__(self, folder: Path) -> None:
        files = sorted(path for path in folder.glob("*/*.yaml") if path.parent.name != "escalation")
        self.rules: dict[str, dict[str, Any]] = {rule["id"]: rule for rule in map(read_yaml, files)}
        words = read_yaml(folder / "vocabulary.yaml")
        self.words: dict[str, dict[str, Any]] = words["events"]
        self.facts = {kind: event.get("facts", {}) for kind, event in self.words.items()}
        self.municipal = {name for name, bearer in words["bearers"].items() if "municipality" in bearer}
        terms = read_yaml(folder / "terms.yaml")
        self.states: dict[str, dict[str, Any]] = terms["states"]
        self.matter_stops_at: list[str] = terms["matter_stops_at"]
        self.reachable = {kind: self._reach(kind) for kind in self.words}
        self.single_types = {kind for kind in self.words if self.things(kind)}
        suspended = [rule["clock"]["suspended_by"] for rule in self.rules.values() if "suspended_by" in rule["clock"]]
        self._cases_of_periods = [{case["from"] for case in cases} for cases in suspended]
        self._linked = {rule_id: self._link(rule_id) for rule_id in self.rules}
        self._opening = {rule_id: self._types_that_open(rule_id) for rule_id in self.rules}
        self._opening_in_both = {
            rule_id: frozenset().union(*(self._opening[one] for one in linked))
            for rule_id, linked in self._linked.items()
        }
        self._answering = {rule_id: self._types_that_answer(rule_id) for rule_id in self.rules}

    def _reach(self, kind: str) -> dict[str, list[Mapping[str, Any]]]:
        """Return what an event of the type can be about, with the facts that each step asks of its end."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        left = [kind]
        while left:
            for one in self.words[left.pop()].get("about", []):
                target, tests = split_pattern(one)
                if target not in found:
                    left.append(target)
                found.setdefault(target, []).append(tests)
        return found

    def things(self, kind: str) -> set[str]:
        """Return the types of the one thing that an event of this type is about."""
        return {*self.words[kind].get("single", []), *self.words[kind].get("single_of_running", [])}

    def types_beside(self, kind: str) -> set[str]:
        """Return the types that begin the state that an event of this type begins: cases that hold up one period."""
        return {kind}.union(*(cases for cases in self._cases_of_periods if kind in cases))

    def linked_rules(self, rule_id: str) -> list[str]:
        """Return the rule, the rule that it succeeds, and those that succeed it."""
        return self._linked[rule_id]

    def _link(self, rule_id: str) -> list[str]:
        rule = self.rules[rule_id]
        after = [i for i, r in self.rules.items() if r.get("succeeds") == rule_id]
        before = [rule["succeeds"]] if rule.get("succeeds") in self.rules else []
        return [rule_id, *before, *after]

    def own_trigger_types(self, rule_id: str) -> set[str]:
        """Return the event types that may open a duty of the rule."""
        return self._opening[rule_id]

    def _types_that_open(self, rule_id: str) -> set[str]:
        found: set[str] = set()
        for one in as_list(self.rules[rule_id]["when"]):
            if isinstance(one, str):
                found.add(one)
            elif "later_of" in one:
                found |= {one["later_of"]["each"], *(split_pattern(p)[0] for p in one["later_of"]["first_of"])}
            elif "breach_by" not in one:
                found |= self._types_that_open(one.get("follows") or one["unmet"])
        return found

    def trigger_types(self, rule_id: str) -> frozenset[str]:
        """Return the trigger types of both laws together."""
        return self._opening_in_both[rule_id]

    def answering_types(self, rule_id: str) -> set[str]:
        """Return the event types that meet or waive the rule."""
        return self._answering[rule_id]

    def answering_patterns(self, rule_id: str) -> list[Any]:
        """Return the lines of what meets or waives the rule."""
        rule = self.rules[rule_id]
        wanted = rule.get("must", rule.get("may", []))
        wanted = [wanted] if isinstance(wanted, dict) else as_list(wanted)
        return [*wanted, *rule.get("unless", [])]

    def _types_that_answer(self, rule_id: str) -> set[str]:
        return {split_pattern(one)[0] for one in self.answering_patterns(rule_id)} & self.words.keys()
