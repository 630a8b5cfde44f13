"""The queries of the pipeline to its matcher, recorded so that every engine can run the same ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.program import Fact, Match, Program
from overgreb_rules._matching.reference import ReferenceMatcher

__all__ = ["Question", "record_questions"]


@dataclass(frozen=True, slots=True)
class Question:
    """A program, facts, and the indices of the clauses that are true of them."""

    program: Program
    facts: Sequence[Fact]
    true_clauses: frozenset[int]


class _Recorder:
    """The reference matcher, with every query recorded."""

    name = "recorder"

    def __init__(self) -> None:
        self._matcher = ReferenceMatcher()
        self.questions: list[Question] = []

    def match(self, program: Program, facts: Sequence[Fact]) -> tuple[Match, ...]:
        found = self._matcher.match(program, facts)
        if program.clauses:
            self.questions.append(Question(program, tuple(facts), frozenset(match.clause for match in found)))
        return found


def record_questions(cases: Iterable[Mapping[str, object]], at: str) -> list[list[Question]]:
    """Record the queries of each case, each query once.

    The cases share compiled programs; they share no match results.
    """
    rules = Rulebook.load(matcher="reference").rules
    compiled: dict[Hashable, Program] = {}
    found = []
    for case in cases:
        recorder = _Recorder()
        evaluate(
            Case.model_validate(case), at=at, rulebook=Rulebook(rules, CompiledRules(recorder, _compiled=compiled))
        )
        found.append(recorder.questions)
    return found
