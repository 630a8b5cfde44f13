"""The cache of match results: equal questions to the matcher are asked once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.program import Fact, Match, Program
from overgreb_rules._matching.reference import ReferenceMatcher
from overgreb_rules._rules.rule_set import RuleSet
from tests.fixtures.random_cases import random_case, random_facts, random_program, seeded_random


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
    book = Rulebook(RuleSet.load(), CompiledRules(matcher))
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
    seeded_random(7).shuffle(numbers)
    for number in numbers:
        data, at = random_case(number)
        case = Case.model_validate(data)
        cold = Rulebook(warm.rules, CompiledRules(ReferenceMatcher()), warm.standard_policy)
        expected = evaluate(case, at=at, rulebook=cold).model_dump_json()
        assert evaluate(case, at=at, rulebook=warm).model_dump_json() == expected


def test_how_often_a_question_was_known_can_be_seen() -> None:
    book = Rulebook.load(matcher="reference")
    event = {"type": "underretning_modtaget", "at": "2026-11-20"}
    case, longer = (
        Case.model_validate({"case_id": "A", "events": [{"id": f"u{number}", **event} for number in range(count)]})
        for count in (1, 2)
    )
    evaluate(case, at="2026-11-21T12:00:00+01:00", rulebook=book)
    first = book.memory
    assert first.misses > 0
    assert first.size <= first.misses
    evaluate(case, at="2026-11-22T12:00:00+01:00", rulebook=book)
    assert book.memory == first, "a case of a known shape asks nothing"
    evaluate(longer, at="2026-11-22T12:00:00+01:00", rulebook=book)
    assert book.memory.hits > first.hits
    assert 0 < book.memory.hit_rate < 1


@pytest.mark.parametrize("part", range(4))
def test_a_question_that_says_each_fact_once_is_answered_as_the_whole_one(part: int) -> None:
    rng = seeded_random(7000 + part)
    matcher = ReferenceMatcher()
    repeated = 0
    for _ in range(60):
        program, facts = random_program(rng), random_facts(rng)
        told = [rng.choice(facts) for _ in range(rng.randint(1, 8))] if facts else []
        repeated += len(told) - len({tuple(fact.items()) for fact in told})
        assert CompiledRules(matcher).matches(program, told) == matcher.match(program, told)
    assert repeated > 60
