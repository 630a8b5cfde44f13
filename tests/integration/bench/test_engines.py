"""Every engine that is timed gives the verdicts of our own matchers; an engine that is not installed is skipped."""

from __future__ import annotations

import pytest

from bench.rules.engine_interface import Durable, Peer, Reference
from bench.rules.engines import PEERS
from bench.rules.match_questions import Question, questions_of
from tests.fixtures.notification_year.generator import generate_cases, year_end_instant


@pytest.fixture(scope="module")
def asked() -> list[Question]:
    """What is asked for some dozen cases."""
    return [question for case in questions_of(generate_cases(120, seed=7), year_end_instant()) for question in case]


def test_what_is_asked_is_worth_asking(asked: list[Question]) -> None:
    assert len(asked) > 500
    assert len({question.program for question in asked}) > 30
    sizes = [len(question.holds) for question in asked]
    assert 0 in sizes
    assert max(sizes) > 5
    assert any(clause.unwanted for question in asked for clause in question.program.clauses)


def test_what_is_remembered_of_one_case_is_asked_again_for_the_next() -> None:
    same = list(generate_cases(1, seed=7)) * 2
    first, second = questions_of(same, year_end_instant())
    assert [question.facts for question in first] == [question.facts for question in second]
    assert first


@pytest.mark.parametrize("engine", [Durable, Reference, *PEERS], ids=lambda engine: engine.__name__)
def test_the_verdicts_are_ours(engine: type[Peer], asked: list[Question]) -> None:
    if not engine.is_installed():
        pytest.skip(f"{engine.distribution} is not installed (extra «bench»)")
    peer = engine({question.program for question in asked})
    for question in asked:
        assert set(peer.ready(question)()) == question.holds, question.facts
