"""The one interface of both matchers: a program and facts in, the clauses that hold out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from overgreb_rules._matching.program import Fact, Match, Program
from overgreb_rules.errors import OvergrebError

__all__ = ["Matcher", "MatcherFault"]


class MatcherFault(OvergrebError):
    """The engine did not keep what it is relied on for; no answer is given rather than a wrong one."""


class Matcher(Protocol):
    """Answers programs. Thread-safe; the same answer for the same input, in the same order."""

    name: str

    def match(self, program: Program, facts: Sequence[Fact]) -> tuple[Match, ...]:
        """The clauses of `program` that hold over `facts`, sorted; each with the facts that fill it."""
        ...
