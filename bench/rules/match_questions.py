"""What the pipeline asks its matcher for a case: recorded, so that every engine can be asked the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.program import Fact, Match, Program
from overgreb_rules._matching.reference import ReferenceMatcher

__all__ = ["Question", "questions_of"]


@dataclass(frozen=True, slots=True)
class Question:
    """A program, the facts that it is asked about, and the clauses that hold over them."""

    program: Program
    facts: Sequence[Fact]
    holds: frozenset[int]


class _Recorder:
    """The reference matcher, with every question noted."""

    name = "recorder"

    def __init__(self) -> None:
        self._matcher = ReferenceMatcher()
        self.asked: list[Question] = []

    def match(self, program: Program, facts: Sequence[Fact]) -> tuple[Match, ...]:
        found = self._matcher.match(program, facts)
        if program.clauses:
            self.asked.append(Question(program, tuple(facts), frozenset(match.clause for match in found)))
        return found


def questions_of(cases: Iterable[Mapping[str, object]], at: str) -> list[list[Question]]:
    """Of each case: every question that its evaluation asks, each once.

    What is compiled is shared by the cases; what is remembered is not.
    """
    rules = Rulebook.load(matcher="reference").rules
    compiled: dict[Hashable, Program] = {}
    found = []
    for case in cases:
        recorder = _Recorder()
        evaluate(
            Case.model_validate(case), at=at, rulebook=Rulebook(rules, CompiledRules(recorder, _compiled=compiled))
        )
        found.append(recorder.asked)
    return found
