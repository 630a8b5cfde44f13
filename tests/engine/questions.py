"""A question that a process of its own can answer: importable, and the same for the same number."""

from __future__ import annotations

from overgreb_rules._matching.durable import DurableMatcher
from overgreb_rules._matching.program import Match
from tests.engine.random_cases import random_facts, random_program, seeded


def answer_in_a_child(number: int) -> list[tuple[Match, ...]]:
    """The answers of the engine to twenty questions."""
    rng = seeded(number)
    matcher = DurableMatcher()
    asked = random_program(rng)
    return [matcher.match(asked, random_facts(rng)) for _ in range(20)]
