"""The programs that a rulebook needs, compiled when a case first asks for them, and the matcher that runs them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

from overgreb_rules._matching.compiler import compile_activation, compile_fulfilment
from overgreb_rules._matching.facts import EncodedFact
from overgreb_rules._matching.matcher import Matcher
from overgreb_rules._matching.program import Fact, Match, Program
from overgreb_rules._rules.model import Rule, Version

__all__ = ["CacheStats", "CompiledRules", "Matches", "identity"]

T = TypeVar("T")
Matches = tuple[Match, ...]
_SHAPES_REMEMBERED = 16384


@dataclass(frozen=True, slots=True)
class CacheStats:
    """How often a question to the matcher was `known` from before or had to be `asked`; how many are `kept`."""

    hits: int
    misses: int
    size: int

    @property
    def hit_rate(self) -> float:
        """The share of the questions that were known."""
        return self.hits / (self.hits + self.misses) if self.hits else 0.0


@dataclass(slots=True)
class CompiledRules:
    """Small programs: one for each set of rules that a trigger can open, one for the answers to each rule."""

    matcher: Matcher
    _compiled: dict[Hashable, Program] = field(default_factory=dict)
    _read: _lru_cache_wrapper[Any] = field(init=False)
    _matched: _lru_cache_wrapper[Matches] = field(init=False)

    def __post_init__(self) -> None:
        self._read = lru_cache(maxsize=_SHAPES_REMEMBERED)(self._asked)
        self._matched = lru_cache(maxsize=_SHAPES_REMEMBERED)(self._match)

    def _match(self, program: Program, facts: tuple[EncodedFact, ...]) -> Matches:
        return self.matcher.match(program, [dict(fact) for fact in facts])

    def _asked(self, program: Program, facts: tuple[EncodedFact, ...], read: Callable[[Program, Matches], T]) -> T:
        return read(program, self._each_once(program, facts))

    def _each_once(self, program: Program, facts: tuple[EncodedFact, ...]) -> Matches:
        """The matches, of a question that says each fact once: what holds of a fact holds of all that are the same."""
        places: dict[EncodedFact, list[int]] = {}
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
    def memory(self) -> CacheStats:
        """What the memory of shapes has saved so far."""
        read, matched = self._read.cache_info(), self._matched.cache_info()
        return CacheStats(read.hits + matched.hits, matched.misses, matched.currsize)

    def activation_program(self, rules: Sequence[tuple[Rule, Version]]) -> Program:
        """The program that says which of the rules a trigger opens."""
        key = ("opens", tuple((rule.id, version.first) for rule, version in rules))
        return self._get(key, lambda: compile_activation(rules))

    def fulfilment_program(self, rule: Rule) -> Program:
        """The program that says what answers an open duty of the rule."""
        return self._get(("answers", rule.id), lambda: compile_fulfilment(rule))

    def _get(self, key: Hashable, compile_: Callable[[], Program]) -> Program:
        program = self._compiled.get(key)
        if program is None:
            # Two threads may both compile: the first one in is kept, and nothing is lost but a millisecond.
            program = self._compiled.setdefault(key, compile_())
        return program

    def matches(self, program: Program, facts: Iterable[Fact]) -> Matches:
        """What the matcher finds."""
        return self.query(program, tuple(tuple(fact.items()) for fact in facts), identity)

    def query(self, program: Program, facts: tuple[EncodedFact, ...], read: Callable[[Program, Matches], T]) -> T:
        """What `read` makes of what the matcher finds.

        The facts hold no date and name no event, so that many cases tell the same: it is remembered, and never changed.
        """
        found: T = self._read(program, facts, read)
        return found


def identity(_: Program, matches: Matches) -> Matches:
    """The matches themselves."""
    return matches
