"""What was found for a shape is remembered: a case without its dates is asked once."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

from overgreb_rules import Case, Evaluation, Rulebook, evaluate
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


def test_what_is_remembered_of_a_case_holds_for_one_of_its_shape_on_other_days() -> None:
    """The same case some weeks later, under other ids: what moves across a turn of the law has another shape."""
    book = Rulebook.load()
    remembered = 0
    for number in range(9000, 9600):
        data, at = random_case(number)
        _evaluate_twice(data, at, book)
        before = len(book.programs.remembered)
        data, at = _later(data, 7 * (number % 5 + 1)), _later(at, 7 * (number % 5 + 1))
        case = Case.model_validate(data)
        cold = Rulebook(book.rules, CompiledRules(ReferenceMatcher()), book.standard_policy)
        answer = evaluate(case, at=at, rulebook=book)
        assert _without_receipt(answer) == _without_receipt(evaluate(case, at=at, rulebook=cold)), number
        remembered += len(book.programs.remembered) == before
    assert remembered > 400


def test_the_memory_of_shapes_is_bounded_and_holds_nothing_that_names_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overgreb_rules._duties.duty._SHAPES_REMEMBERED", 20)
    book = Rulebook.load(matcher="reference")
    for number in range(60):
        data, at = random_case(number)
        _evaluate_twice(data, at, book)
        assert len(book.programs.remembered) <= 20
    event = {"id": "min-egen-1", "type": "underretning_modtaget", "at": "2025-03-01T10:00:07+01:00"}
    data = {"case_id": "sag-egen", "events": [event]}
    _evaluate_twice(data, "2025-06-01T00:00:00+02:00", book)
    told = repr(list(book.programs.remembered.items()))
    assert "underretning_modtaget" in told
    assert not {word for word in ("egen", str(Case.model_validate(data).events[0].at.earliest)) if word in told}


def test_a_shape_that_is_seen_once_is_noted_and_kept_when_it_is_seen_again() -> None:
    book = Rulebook.load(matcher="reference")
    book.programs.remembered.clear()
    kept = []
    for day in (1, 2, 3):
        evaluate(_case(day), at="2025-06-01T00:00:00+02:00", rulebook=book)
        kept += [bool(duties) for duties in book.programs.remembered.values()]
    assert kept == [False, True, True]


def _evaluate_twice(data: Any, at: str, book: Rulebook) -> None:
    """Once, and it is noted that there is such a shape; twice, and what was found is kept."""
    for _ in range(2):
        evaluate(Case.model_validate(data), at=at, rulebook=book)


def _later(value: Any, days: int) -> Any:
    """The data with every date so many days later, and every id another one that sorts alike."""
    moved = re.sub(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", lambda day: _moved(day[0], days), json.dumps(value))
    return json.loads(re.sub(r'"k([0-9])"', r'"m\1"', moved))


def _moved(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def _without_receipt(answer: Evaluation) -> str:
    return answer.model_dump_json(exclude={"receipt"})


def test_how_often_a_question_was_known_can_be_seen() -> None:
    book = Rulebook.load(matcher="reference")
    case = Case.model_validate({"case_id": "A", "events": [{"type": "underretning_modtaget", "at": "2026-11-20"}]})
    evaluate(case, at="2026-11-21T12:00:00+01:00", rulebook=book)
    first = book.memory
    assert first.misses > 0
    assert first.size <= first.misses
    evaluate(case, at="2026-11-22T12:00:00+01:00", rulebook=book)
    assert book.memory.misses == first.misses
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
