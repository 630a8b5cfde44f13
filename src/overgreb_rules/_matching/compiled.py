"""The programs that a rulebook needs, compiled when a case first asks for them, and the matcher that runs them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

from overgreb_rules._case.event_log import FactTold
from overgreb_rules._matching.matcher import Matcher
from overgreb_rules._matching.program import Fact, Match, Program, answers_program, opens_program
from overgreb_rules._rules.model import Rule, Version

__all__ = ["Matches", "Programs", "Remembered", "as_found"]

T = TypeVar("T")
Matches = tuple[Match, ...]
_SHAPES_REMEMBERED = 16384


@dataclass(frozen=True, slots=True)
class Remembered:
    """How often a question to the matcher was `known` from before or had to be `asked`; how many are `kept`."""

    known: int
    asked: int
    kept: int

    @property
    def rate(self) -> float:
        """The share of the questions that were known."""
        return self.known / (self.known + self.asked) if self.known else 0.0


@dataclass(slots=True)
class Programs:
    """Small programs: one for each set of rules that a trigger can open, one for the answers to each rule."""

    matcher: Matcher
    remembered: dict[Hashable, Any] = field(default_factory=dict)
    """What was found with these programs for the shapes of whole cases. Kept and bounded by those who found it."""
    _compiled: dict[Hashable, Program] = field(default_factory=dict)
    _read: _lru_cache_wrapper[Any] = field(init=False)
    _matched: _lru_cache_wrapper[Matches] = field(init=False)

    def __post_init__(self) -> None:
        self._read = lru_cache(maxsize=_SHAPES_REMEMBERED)(self._asked)
        self._matched = lru_cache(maxsize=_SHAPES_REMEMBERED)(self._match)

    def _match(self, program: Program, facts: tuple[FactTold, ...]) -> Matches:
        return self.matcher.match(program, [dict(fact) for fact in facts])

    def _asked(self, program: Program, facts: tuple[FactTold, ...], read: Callable[[Program, Matches], T]) -> T:
        return read(program, self._each_once(program, facts))

    def _each_once(self, program: Program, facts: tuple[FactTold, ...]) -> Matches:
        """The matches, of a question that says each fact once: what holds of a fact holds of all that are the same."""
        places: dict[FactTold, list[int]] = {}
        for place, fact in enumerate(facts):
            places.setdefault(fact, []).append(place)
        told = tuple(sorted(places))
        found = [
            Match(match.clause, filled)
            for match in self._matched(program, told)
            for filled in itertools.product(*(places[told[number]] for number in match.facts))
        ]
        return tuple(sorted(found, key=lambda match: (match.clause, match.facts)))

    @property
    def memory(self) -> Remembered:
        """What the memory of shapes has saved so far."""
        read, matched = self._read.cache_info(), self._matched.cache_info()
        return Remembered(read.hits + matched.hits, matched.misses, matched.currsize)

    def opening(self, rules: Sequence[tuple[Rule, Version]]) -> Program:
        """The program that says which of the rules a trigger opens."""
        key = ("opens", tuple((rule.id, version.first) for rule, version in rules))
        return self._get(key, lambda: opens_program(rules))

    def answering(self, rule: Rule) -> Program:
        """The program that says what answers an open duty of the rule."""
        return self._get(("answers", rule.id), lambda: answers_program(rule))

    def _get(self, key: Hashable, compile_: Callable[[], Program]) -> Program:
        program = self._compiled.get(key)
        if program is None:
            # Two threads may both compile: the first one in is kept, and nothing is lost but a millisecond.
            program = self._compiled.setdefault(key, compile_())
        return program

    def matches(self, program: Program, facts: Iterable[Fact]) -> Matches:
        """What the matcher finds."""
        return self.asked(program, tuple(tuple(fact.items()) for fact in facts), as_found)

    def asked(self, program: Program, facts: tuple[FactTold, ...], read: Callable[[Program, Matches], T]) -> T:
        """What `read` makes of what the matcher finds.

        The facts hold no date and name no event, so that many cases tell the same: it is remembered, and never changed.
        """
        found: T = self._read(program, facts, read)
        return found


def as_found(_: Program, matches: Matches) -> Matches:
    """The matches themselves."""
    return matches
