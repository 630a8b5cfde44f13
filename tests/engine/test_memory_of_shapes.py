"""What was found for a shape is remembered: a case without its dates is asked once."""

from __future__ import annotations

from collections.abc import Sequence

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._program import Fact, Match, Program
from overgreb_rules._programs import Programs
from overgreb_rules._reference import ReferenceMatcher
from overgreb_rules._rulebook import Rules
from tests.engine.random_cases import random_case, seeded


class _Counting(ReferenceMatcher):
    asked = 0

    def match(self, program: Program, facts: Sequence[Fact]) -> tuple[Match, ...]:
        self.asked += 1
        return super().match(program, facts)


def _case(day: int) -> Case:
    events = [{"id": "u1", "type": "underretning_modtaget", "at": f"2025-03-{day:02}T10:00:00+01:00", "anonym": False}]
    return Case.model_validate({"case_id": f"sag-{day}", "events": events})


def test_the_same_case_on_other_days_asks_the_matcher_nothing_new() -> None:
    matcher = _Counting()
    book = Rulebook(Rules.load(), Programs(matcher))
    evaluate(_case(1), at="2025-06-01T00:00:00+02:00", rulebook=book)
    once = matcher.asked
    for day in range(2, 28):
        evaluate(_case(day), at="2025-06-01T00:00:00+02:00", rulebook=book)
    assert matcher.asked == once


def test_remembered_and_unremembered_answers_are_the_same_bytes() -> None:
    warm = Rulebook.load(matcher="reference")
    numbers = list(range(150))
    for number in numbers:
        data, at = random_case(number)
        evaluate(Case.model_validate(data), at=at, rulebook=warm)
    seeded(7).shuffle(numbers)
    for number in numbers:
        data, at = random_case(number)
        case = Case.model_validate(data)
        cold = Rulebook(warm.rules, Programs(ReferenceMatcher()))
        expected = evaluate(case, at=at, rulebook=cold).model_dump_json()
        assert evaluate(case, at=at, rulebook=warm).model_dump_json() == expected
