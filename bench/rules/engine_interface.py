"""What an engine is for the benchmark: something that is given programs, then facts, and says which clauses hold.

Every engine compiles once and takes its facts in the form in which it wants them; only the matching is timed. What
is asked of it is which clauses hold, not (as of our own matchers) which facts make them hold.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from importlib import metadata
from typing import Any, ClassVar

from bench.rules.match_questions import Question
from overgreb_rules._matching.durable import DurableMatcher
from overgreb_rules._matching.matcher import Matcher
from overgreb_rules._matching.program import Fact, Program
from overgreb_rules._matching.reference import ReferenceMatcher

__all__ = ["ONE_OF_A_KIND", "Ask", "Durable", "Ours", "Peer", "Reference", "name_of", "told_of"]

Ask = Callable[[], Collection[int]]
"""A question that is ready to be asked: gives the clauses that hold."""

ONE_OF_A_KIND = frozenset({"trigger", "case", "duty"})
"""Kinds of which a question has one fact at most: their properties stand at the top of what an engine is told."""


class Peer(ABC):
    """One engine with the conditions of some programs. `distribution` is where its version stands."""

    distribution: ClassVar[str]
    form: ClassVar[str]

    def __init__(self, programs: Collection[Program]) -> None:
        self._compiled = {program: self.compile(program) for program in programs}

    @classmethod
    def title(cls) -> str:
        """The name and version of the engine, and the form in which it is used."""
        return f"{cls.distribution} {metadata.version(cls.distribution)}, {cls.form}"

    @classmethod
    def is_installed(cls) -> bool:
        """Whether the engine can be asked here."""
        try:
            metadata.version(cls.distribution)
        except metadata.PackageNotFoundError:
            return False
        return True

    def ready(self, question: Question) -> Ask:
        """The question with its facts in the form that the engine wants."""
        return self.asking(self._compiled[question.program], question.program, question.facts)

    @abstractmethod
    def compile(self, program: Program) -> Any:
        """The conditions of a program."""

    @abstractmethod
    def asking(self, compiled: Any, program: Program, facts: Sequence[Fact]) -> Ask:
        """A question to be asked, as often as one likes."""


def name_of(text: str) -> str:
    """The name of a kind or property as every engine can write it."""
    return re.sub(r"\W", "_", text)


def told_of(program: Program, facts: Sequence[Fact]) -> dict[str, Any]:
    """The facts as one object: those of which there is one by property, the others as lists."""
    told: dict[str, Any] = {name_of(kind): kind not in ONE_OF_A_KIND and [] for kind in program.properties}
    for fact in facts:
        kind = str(fact["t"])
        properties = {name_of(name): value for name, value in fact.items() if name != "t"}
        if kind in ONE_OF_A_KIND:
            told[kind] = True
            told |= {f"{kind}_{name}": value for name, value in properties.items()}
        elif kind in program.properties:
            told[name_of(kind)].append(properties)
    return told


class Ours(Peer):
    """One of our own matchers, without the memory that stands before it in use."""

    form = "nothing remembered"
    matcher: ClassVar[Callable[[], Matcher]]

    @classmethod
    def title(cls) -> str:
        """Which of ours."""
        return f"ours, {cls.__name__.lower()} matcher, {cls.form}"

    def __init__(self, programs: Collection[Program]) -> None:
        self._matcher = type(self).matcher()
        super().__init__(programs)

    def compile(self, program: Program) -> Any:
        """Nothing: the matcher compiles a program when it first meets it, which is when its verdicts are checked."""
        return program

    def asking(self, compiled: Any, program: Program, facts: Sequence[Fact]) -> Ask:  # noqa: ARG002  # has it compiled
        """The whole question; our matchers also say which facts make a clause hold."""
        return lambda: [match.clause for match in self._matcher.match(compiled, facts)]


class Durable(Ours):
    """Ours, with durable_rules."""

    distribution, matcher = "durable-rules", DurableMatcher


class Reference(Ours):
    """Ours, in plain Python."""

    distribution, matcher = "overgreb-rules", ReferenceMatcher
