"""What the pipeline asks its matcher for a case: recorded, so that every engine can be asked the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._program import Clause, Fact, Match, Program
from overgreb_rules._programs import Programs
from overgreb_rules._reference import ReferenceMatcher

__all__ = ["Question", "questions_of"]


@dataclass(frozen=True, slots=True)
class Question:
    """A program, the facts that it is asked about, and the clauses that hold over them."""

    program: Program
    facts: Sequence[Fact]
    holds: frozenset[int]


class _Recorder:
    """The reference matcher, with every question noted. Equal programs are noted as one."""

    name = "recorder"

    def __init__(self, known: dict[tuple[Clause, ...], Program]) -> None:
        self._matcher, self._known = ReferenceMatcher(), known
        self.asked: list[Question] = []

    def match(self, program: Program, facts: Sequence[Fact]) -> tuple[Match, ...]:
        found = self._matcher.match(program, facts)
        if program.clauses:
            program = self._known.setdefault(program.clauses, program)
            self.asked.append(Question(program, tuple(facts), frozenset(match.clause for match in found)))
        return found


def questions_of(cases: Iterable[Mapping[str, object]], at: str) -> list[list[Question]]:
    """Of each case: every question that its evaluation asks, each once.

    Each case has programs of its own, so that nothing is remembered from the case before.
    """
    rules = Rulebook.load(matcher="reference").rules
    known: dict[tuple[Clause, ...], Program] = {}
    found = []
    for case in cases:
        recorder = _Recorder(known)
        evaluate(Case.model_validate(case), at=at, rulebook=Rulebook(rules, Programs(recorder)))
        found.append(recorder.asked)
    return found
