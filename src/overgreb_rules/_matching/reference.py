"""The reference matcher: every clause is tried against every fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from overgreb_rules._matching.program import Fact, Match, Pattern, Program


class ReferenceMatcher:
    """The oracle of the engine, and the matcher where the engine cannot be built."""

    name = "reference"

    def match(self, program: Program, facts: Sequence[Fact]) -> tuple[Match, ...]:
        """Find the clauses that hold over some facts.

        Args:
            program: The clauses.
            facts: The facts.

        Returns:
            The clauses that hold, each with the facts that fill its patterns; sorted.
        """
        return tuple(
            Match(index, filled)
            for index, clause in enumerate(program.clauses)
            if not any(pattern.matches(fact) for pattern in clause.unwanted for fact in facts)
            for filled in sorted(_fillings(clause.wanted, facts))
        )


def _fillings(
    patterns: tuple[Pattern, ...], facts: Sequence[Fact], chosen: tuple[int, ...] = ()
) -> Iterator[tuple[int, ...]]:
    if not patterns:
        yield chosen
        return
    for position, fact in enumerate(facts):
        if patterns[0].matches(fact):
            yield from _fillings(patterns[1:], facts, (*chosen, position))
