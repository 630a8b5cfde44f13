"""Stand-ins for the C module of the engine: one that notes what it is asked, one that goes wrong on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from overgreb_rules._matching.durable import DurableMatcher
from overgreb_rules._matching.program import Clause, Pattern, Program, Test

X = Test("a", "is", "x")


def clause(*wanted: Pattern, unwanted: Iterable[Pattern] = ()) -> Clause:
    """A clause of patterns alone."""
    return Clause("r", "opens", 0, frozenset(), wanted, tuple(unwanted))


def program(*clauses: Clause) -> Program:
    """A program of some clauses."""
    return Program(clauses)


class Recording:
    """The real engine, with every call noted, and a step of the caller's own `before` a call of some name."""

    def __init__(self, engine: Any, before: Callable[[str], None] = lambda _: None) -> None:
        self.engine, self.before = engine, before
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        real = getattr(self.engine, name)

        def call(*arguments: Any) -> Any:
            self.calls.append((name, arguments))
            self.before(name)
            return real(*arguments)

        return call

    def batches(self) -> list[list[dict[str, object]]]:
        """Every batch of facts that was told."""
        return [json.loads(arguments[1], parse_float=_no_float) for arguments in self._of("assert_facts")]

    def rulesets(self) -> list[dict[str, Any]]:
        """Every ruleset that was compiled."""
        return [json.loads(arguments[1], parse_float=_no_float) for arguments in self._of("create_ruleset")]

    def count(self, name: str) -> int:
        """How often a function was called."""
        return len(self._of(name))

    def _of(self, name: str) -> list[tuple[Any, ...]]:
        return [arguments for called, arguments in self.calls if called == name]


def _no_float(text: str) -> float:
    raise AssertionError(f"the engine was told the float {text}")


def recorded(before: Callable[[str], None] = lambda _: None) -> tuple[DurableMatcher, Recording]:
    """A matcher on the real engine, and the notes of what it asks."""
    matcher = DurableMatcher()
    recording = Recording(matcher._engine, before)
    matcher._engine = recording  # type: ignore[assignment]
    return matcher, recording


class Broken:
    """An engine that goes wrong at one call, after the first ruleset was compiled and tried."""

    def __init__(self, fault: str) -> None:
        self.fault, self.warm, self.deleted, self.told = fault, False, 0, 0

    def create_ruleset(self, _name: str, _rules: str) -> int:
        """Compile anything."""
        return 1

    def assert_facts(self, _handle: int, batch: str) -> tuple[int, int]:
        """Take the facts, or go wrong."""
        self.warm = len(json.loads(batch)) == 1
        self.told += not self.warm
        if self.fault == "code 2" and not self.warm:
            return 2, 0
        if self.fault == "refuses" and not self.warm:
            raise RuntimeError("Could not assert facts, error code: 302")
        return 0, 0

    def start_action_for_state(self, _handle: int, _offset: int) -> tuple[str, str] | None:
        """Fire the end marker in the first session of a ruleset; in later ones only to break off."""
        return ("{}", '{"end": {"m": {"t": "end", "id": "end"}}}') if self.warm or self.fault == "breaks off" else None

    def complete_and_start_action(self, _handle: int, _offset: int) -> str | None:
        """Fire nothing more, or go wrong."""
        if self.fault == "breaks off" and not self.warm:
            raise RuntimeError("Could not complete action")
        return None

    def delete_state(self, _handle: int, _session: str) -> None:
        """Count the sessions that are deleted."""
        self.deleted += 1

    def delete_ruleset(self, _handle: int) -> None:
        """Do nothing."""


def broken(fault: str) -> tuple[DurableMatcher, Broken]:
    """A matcher on an engine that goes wrong."""
    matcher, engine = DurableMatcher(), Broken(fault)
    matcher._engine = engine  # type: ignore[assignment]
    return matcher, engine
