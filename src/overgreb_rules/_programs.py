"""The programs that a rulebook needs, compiled when a case first asks for them, and the matcher that runs them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from overgreb_rules._matching import Matcher
from overgreb_rules._program import Clause, Fact, Match, Program, answers_program, opens_program
from overgreb_rules._rules import Rule, Version
from overgreb_rules._shape import Happening, Told

__all__ = ["Finding", "Programs"]

Shape = tuple[tuple[tuple[str, str | int], ...], ...]
_SHAPES_REMEMBERED = 16384


@dataclass(frozen=True, slots=True)
class Finding:
    """A clause that holds, and the event that it is about, if it is about one."""

    clause: Clause
    event: Happening | None


@dataclass(slots=True)
class Programs:
    """Small programs: one for each set of rules that a trigger can open, one for the answers to each rule."""

    matcher: Matcher
    remembered: dict[Hashable, Any] = field(default_factory=dict)
    """What was found with these programs for the shapes of whole cases. Kept and bounded by those who found it."""
    _compiled: dict[Hashable, Program] = field(default_factory=dict)
    _remembered: Callable[[Program, Shape], tuple[Match, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._remembered = lru_cache(maxsize=_SHAPES_REMEMBERED)(self._match)

    def _match(self, program: Program, shape: Shape) -> tuple[Match, ...]:
        return self.matcher.match(program, [dict(fact) for fact in shape])

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

    def matches(self, program: Program, facts: Iterable[Fact]) -> tuple[Match, ...]:
        """What the matcher finds. The facts hold no date, so that many cases tell the same: it is remembered."""
        return self._remembered(program, tuple(tuple(fact.items()) for fact in facts))

    def run(self, program: Program, told: Sequence[Told]) -> Iterable[Finding]:
        """What the matcher finds, with the events behind the facts."""
        for match in self.matches(program, (one.fact for one in told)):
            yield Finding(program.clauses[match.clause], told[match.facts[0]].about)
