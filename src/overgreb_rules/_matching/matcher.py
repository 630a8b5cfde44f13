"""The interface of both matchers: a program and facts in, the clauses that hold out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from overgreb_rules._matching.program import Fact, Match, Program


class Matcher(Protocol):
    """A matcher of programs.

    Invariants: thread-safe; the same answer for the same input, in the same order.

    Attributes:
        name: Name and version, as they stand in receipts.
    """

    name: str

    def match(self, program: Program, facts: Sequence[Fact]) -> tuple[Match, ...]:
        """Find the clauses that hold over some facts.

        Args:
            program: The clauses.
            facts: The facts; their order does not matter but for the numbers in the result.

        Returns:
            The clauses that hold, each with the facts that fill its patterns; sorted.

        Raises:
            MatcherFault: The question is outside what the engine is trusted with, or the engine failed.
        """
        ...
