"""Every engine that is timed gives the verdicts of our own matchers; an engine that is not installed is skipped."""

from __future__ import annotations

import pytest

from bench.rules.engine_interface import Durable, EngineAdapter, Reference
from bench.rules.engines import OTHER_ENGINES
from bench.rules.match_questions import Question, record_questions
from tests.fixtures.notification_year.generator import generate_cases, year_end_instant


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    """The recorded questions of 120 cases."""
    return [question for case in record_questions(generate_cases(120, seed=7), year_end_instant()) for question in case]


def test_the_recorded_questions_contain_true_and_false_clauses(questions: list[Question]) -> None:
    assert len(questions) > 500
    assert len({question.program for question in questions}) > 30
    sizes = [len(question.true_clauses) for question in questions]
    assert 0 in sizes
    assert max(sizes) > 5
    assert any(clause.unwanted for question in questions for clause in question.program.clauses)


def test_a_question_cached_for_one_case_is_recorded_again_for_the_next() -> None:
    same = list(generate_cases(1, seed=7)) * 2
    first, second = record_questions(same, year_end_instant())
    assert [question.facts for question in first] == [question.facts for question in second]
    assert first


@pytest.mark.parametrize("engine", [Durable, Reference, *OTHER_ENGINES], ids=lambda engine: engine.__name__)
def test_every_engine_finds_the_clauses_of_the_reference_matcher(
    engine: type[EngineAdapter], questions: list[Question]
) -> None:
    if not engine.is_installed():
        pytest.skip(f"{engine.distribution} is not installed (extra «bench»)")
    peer = engine({question.program for question in questions})
    for question in questions:
        assert set(peer.prepare(question)()) == question.true_clauses, question.facts
