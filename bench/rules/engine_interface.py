"""The interface of a rule engine in the benchmark: programs and facts in, the indices of the true clauses out.

Every engine compiles a program once and takes facts in its own form; only the matching is timed. An engine returns
which clauses are true; our own matchers also return the facts that make them true.
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

__all__ = [
    "SINGLETON_KINDS",
    "Durable",
    "EngineAdapter",
    "MatcherAdapter",
    "Query",
    "Reference",
    "facts_as_object",
    "name_of",
]

Query = Callable[[], Collection[int]]
"""A prepared query: returns the indices of the true clauses."""

SINGLETON_KINDS = frozenset({"trigger", "case", "duty"})
"""Kinds with at most one fact in a question: their properties are top-level keys of the object for an engine."""


class EngineAdapter(ABC):
    """One engine with compiled programs; `distribution` is the PyPI distribution that has its version."""

    distribution: ClassVar[str]
    form: ClassVar[str]

    def __init__(self, programs: Collection[Program]) -> None:
        self._compiled = {program: self.compile(program) for program in programs}

    @classmethod
    def title(cls) -> str:
        """Return the name, the version and the form of use of the engine."""
        return f"{cls.distribution} {metadata.version(cls.distribution)}, {cls.form}"

    @classmethod
    def is_installed(cls) -> bool:
        """Whether the engine is installed."""
        try:
            metadata.version(cls.distribution)
        except metadata.PackageNotFoundError:
            return False
        return True

    def prepare(self, question: Question) -> Query:
        """Prepare the query with the facts in the form of the engine."""
        return self.prepare_query(self._compiled[question.program], question.program, question.facts)

    @abstractmethod
    def compile(self, program: Program) -> Any:
        """Compile the conditions of a program."""

    @abstractmethod
    def prepare_query(self, compiled: Any, program: Program, facts: Sequence[Fact]) -> Query:
        """Prepare a query that can run any number of times."""


def name_of(text: str) -> str:
    """Return the name of a kind or property as an identifier."""
    return re.sub(r"\W", "_", text)


def facts_as_object(program: Program, facts: Sequence[Fact]) -> dict[str, Any]:
    """Return the facts as one object: singletons by property, other kinds as lists."""
    data: dict[str, Any] = {name_of(kind): kind not in SINGLETON_KINDS and [] for kind in program.properties}
    for fact in facts:
        kind = str(fact["t"])
        properties = {name_of(name): value for name, value in fact.items() if name != "t"}
        if kind in SINGLETON_KINDS:
            data[kind] = True
            data |= {f"{kind}_{name}": value for name, value in properties.items()}
        elif kind in program.properties:
            data[name_of(kind)].append(properties)
    return data


class MatcherAdapter(EngineAdapter):
    """One of our own matchers, without the cache that stands before it in use."""

    form = "nothing remembered"
    matcher: ClassVar[Callable[[], Matcher]]

    @classmethod
    def title(cls) -> str:
        """Return the name of the matcher and the form of use."""
        return f"ours, {cls.__name__.lower()} matcher, {cls.form}"

    def __init__(self, programs: Collection[Program]) -> None:
        self._matcher = type(self).matcher()
        super().__init__(programs)

    def compile(self, program: Program) -> Any:
        """Return the program: the matcher compiles it at its first query, before the timing."""
        return program

    def prepare_query(self, compiled: Any, program: Program, facts: Sequence[Fact]) -> Query:  # noqa: ARG002  # has it compiled
        """Prepare a query that returns the clause of every match."""
        return lambda: [match.clause for match in self._matcher.match(compiled, facts)]


class Durable(MatcherAdapter):
    """Ours, with durable_rules."""

    distribution, matcher = "durable-rules", DurableMatcher


class Reference(MatcherAdapter):
    """Ours, in plain Python."""

    distribution, matcher = "overgreb-rules", ReferenceMatcher
