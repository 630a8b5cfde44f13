"""Rule programs: patterns on flat facts in the closed subset of the engine.

A clause is a list of patterns that facts must match and a list that no fact may match. There is no disjunction, no
arithmetic, no ordering of anything but small whole numbers, and no comparison between facts: whatever the engine is
known to get wrong is not in here.

Knows no rules, no dates and no cases.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from overgreb_rules._rules.conditions import FactTest, Operator
from overgreb_rules._rules.derived_conditions import DerivedCondition
from overgreb_rules.errors import OvergrebError
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

Fact = Mapping[str, str | int]
"""A fact for a matcher: `t` is its kind, every other property is text or a small number."""

Role = Literal["opens", "settles", "meets", "waives", "undoes", "resumes", "ends", "precludes", "climbs"]

_MAX_CLAUSES, _MAX_PATTERNS, _MAX_TESTS_ON_ONE_KIND, _MAX_TEXT, _MAX_NUMBER = 200, 14, 60, 4096, 2**31 - 1
_MAX_KINDS, _MAX_USES_OF_ONE_PATTERN = 200, 200
_RESERVED = frozenset({"sid", "id", "$s"})
END = "end"
"""The kind of the fact that marks the end of a batch; no pattern may match it."""


class ProgramError(OvergrebError):
    """A program outside the closed subset: the engine would answer it wrongly, crash or hang."""


class Comparison(ValueObject, order=True):
    """One comparison of a property with a constant."""

    name: str
    operator: Operator
    value: str | int

    def matches(self, fact: Fact) -> bool:
        """Tell whether a fact passes the comparison.

        Args:
            fact: The fact; a property that it lacks passes no comparison.

        Returns:
            True where it passes.
        """
        if self.name not in fact:
            return False
        actual = fact[self.name]
        if self.operator == "is":
            return actual == self.value
        if self.operator == "is_not":
            return actual != self.value
        return isinstance(actual, int) and isinstance(self.value, int) and actual >= self.value


class Pattern(ValueObject, order=True):
    """Facts of one kind that pass every test."""

    kind: str
    tests: tuple[Comparison, ...] = ()

    def matches(self, fact: Fact) -> bool:
        """Tell whether a fact is of the kind and passes every test.

        Args:
            fact: The fact.

        Returns:
            True where the fact fills the pattern.
        """
        return fact["t"] == self.kind and all(test.matches(fact) for test in self.tests)


class Clause(ValueObject):
    """One way in which something about a rule holds, or may hold.

    Attributes:
        rule: The id of the rule, or of the ladder.
        role: What holds: a rule opens, a duty is settled, met, waived, …
        detail: The number of the waiver, or of the ladder.
        needs: Tests on unknown facts; the clause holds for certain where there is none.
        wanted: Patterns that facts must fill; the first is about the event where the role names one.
        unwanted: Patterns that no fact may fill.
    """

    rule: str
    role: Role
    detail: int
    needs: frozenset[FactTest]
    wanted: tuple[Pattern, ...]
    unwanted: tuple[Pattern, ...] = ()


class Match(ValueObject):
    """A clause that holds.

    Attributes:
        clause: The index of the clause in its program.
        facts: The indices of the facts that fill its patterns, in the order of `wanted`.
    """

    clause: int
    facts: tuple[int, ...]


class Program:
    """Clauses that a matcher answers together.

    Attributes:
        clauses: The clauses.
        types: Of each property that is tested: whether it is text or a number.
        names: The properties by the hash that is all the engine knows of a name.
        properties: Of each kind of fact that some pattern matches: the properties that are tested, sorted.
    """

    def __init__(self, clauses: Iterable[Clause], derived: Mapping[str, DerivedCondition] | None = None) -> None:
        """Check the clauses.

        Args:
            clauses: The clauses.
            derived: The conditions whose truth is a property of the trigger, by the name of that property.

        Raises:
            ProgramError: A clause is outside the closed subset.
        """
        # One clause too many is enough to refuse them: alternatives that multiply would fill the memory.
        self.clauses = tuple(itertools.islice(clauses, _MAX_CLAUSES + 1))
        self.derived: Mapping[str, DerivedCondition] = {} if derived is None else derived
        """The conditions whose truth is a property of the trigger, by the name of that property."""
        self.types = _check(self.clauses)
        self.names = {fnv32(name): name for name in (*_RESERVED, *self.types)}
        found: dict[str, set[str]] = {}
        for clause in self.clauses:
            for pattern in (*clause.wanted, *clause.unwanted):
                found.setdefault(pattern.kind, set()).update(test.name for test in pattern.tests)
        self.properties: Mapping[str, tuple[str, ...]] = {kind: tuple(sorted(found[kind])) for kind in found}
        self._types: dict[str, frozenset[str]] = {}
        for when in ("earlier", "answer", "ever"):
            prefix = f"{when}>"
            self._types[when] = frozenset(kind.removeprefix(prefix) for kind in found if kind.startswith(prefix))

    def types_of(self, when: Literal["earlier", "answer", "ever"]) -> frozenset[str]:
        """Return the event types that some pattern matches in one relation to the trigger.

        Args:
            when: The relation.

        Returns:
            The event types.
        """
        return self._types[when]


def missing_facts(ways: Iterable[frozenset[FactTest]]) -> frozenset[str]:
    """Name the facts that would settle something.

    Args:
        ways: Of each way in which it may hold: the tests on unknown facts. A way that needs all tests of another way,
            and more, can settle nothing that the other does not, and is left out.

    Returns:
        The names of the facts.
    """
    all_ways = set(ways)
    minimal = [way for way in all_ways if not any(other < way for other in all_ways)]
    return frozenset(test.name for way in minimal for test in way)


def _check(clauses: tuple[Clause, ...]) -> Mapping[str, type]:
    """Refuse what is outside the subset; return the type of each property that is tested."""
    if len(clauses) > _MAX_CLAUSES:
        raise ProgramError(
            Text(
                f"over {_MAX_CLAUSES} klausuler; regelmotoren kan ikke klare flere",
                f"over {_MAX_CLAUSES} clauses; the engine is safe with no more",
            )
        )
    names = {fnv32(name): name for name in _RESERVED}
    types: dict[str, type] = {}
    tests: dict[str, set[Comparison]] = {}
    uses: Counter[Pattern] = Counter()
    for clause in clauses:
        if not clause.wanted or len(clause.wanted) + len(clause.unwanted) > _MAX_PATTERNS:
            raise ProgramError(
                Text(
                    f"{clause.rule}: en klausul skal have 1 til {_MAX_PATTERNS} mønstre, hvoraf ét skal findes",
                    f"{clause.rule}: a clause has 1 to {_MAX_PATTERNS} patterns, one of them wanted",
                )
            )
        for pattern in (*clause.wanted, *clause.unwanted):
            uses[pattern] += 1
            tests.setdefault(pattern.kind, set()).update(pattern.tests)
            if pattern.kind == END:
                raise ProgramError(
                    Text(
                        f"{clause.rule}: »{END}« er forbeholdt regelmotorens slutmærke",
                        f"{clause.rule}: “{END}” is the kind of the end marker",
                    )
                )
            for test in (Comparison("t", "is", pattern.kind), *pattern.tests):
                _check_test(clause.rule, test)
                if names.setdefault(fnv32(test.name), test.name) != test.name:
                    raise ProgramError(
                        Text(
                            f"regelmotoren forveksler »{test.name}« med »{names[fnv32(test.name)]}«",
                            f"the engine takes “{test.name}” for “{names[fnv32(test.name)]}”",
                        )
                    )
                if types.setdefault(test.name, type(test.value)) is not type(test.value):
                    raise ProgramError(
                        Text(
                            f"»{test.name}« er en tekst ét sted og et tal et andet",
                            f"“{test.name}” is text in one place and a number in another",
                        )
                    )
    _check_counts(tests, uses)
    return types


def _check_counts(tests: Mapping[str, set[Comparison]], uses: Counter[Pattern]) -> None:
    if len(tests) > _MAX_KINDS:
        raise ProgramError(
            Text(
                f"{len(tests)} slags oplysninger; regelmotoren kan højst klare {_MAX_KINDS}",
                f"{len(tests)} kinds of facts; the engine is safe with {_MAX_KINDS}",
            )
        )
    if uses and max(uses.values()) > _MAX_USES_OF_ONE_PATTERN:
        raise ProgramError(
            Text(
                f"ét mønster bruges over {_MAX_USES_OF_ONE_PATTERN} gange",
                f"one pattern is used more than {_MAX_USES_OF_ONE_PATTERN} times",
            )
        )
    for kind, on_kind in tests.items():
        if len(on_kind) > _MAX_TESTS_ON_ONE_KIND:
            raise ProgramError(
                Text(
                    f"{len(on_kind)} prøver på »{kind}«; regelmotoren kan højst klare {_MAX_TESTS_ON_ONE_KIND}",
                    f"{len(on_kind)} tests on “{kind}”; the engine is safe with {_MAX_TESTS_ON_ONE_KIND}",
                )
            )


def _check_test(rule: str, test: Comparison) -> None:
    value = test.value
    if type(value) not in {str, int}:
        raise ProgramError(
            Text(
                f"{rule}: »{test.name}« sammenlignes med {type(value).__name__} og ikke med en tekst eller et tal",
                f"{rule}: “{test.name}” is compared with a {type(value).__name__}, not text or a number",
            )
        )
    if isinstance(value, str) and (len(value.encode()) > _MAX_TEXT or "\0" in value):
        raise ProgramError(
            Text(
                f"{rule}: »{test.name}« sammenlignes med en tekst, der er for lang",
                f"{rule}: “{test.name}” is compared with a text that is too long",
            )
        )
    if isinstance(value, int) and abs(value) > _MAX_NUMBER:
        raise ProgramError(
            Text(
                f"{rule}: »{test.name}« sammenlignes med et tal, der er for stort",
                f"{rule}: “{test.name}” is compared with a number that is too large",
            )
        )
    if test.operator == "at_least" and not isinstance(value, int):
        raise ProgramError(Text(f"{rule}: kun hele tal har en rækkefølge", f"{rule}: only whole numbers have an order"))
    if test.operator not in {"is", "is_not", "at_least"}:
        raise ProgramError(
            Text(
                f"{rule}: »{test.operator}« er ikke en af de mulige sammenligninger",
                f"{rule}: “{test.operator}” is no comparison of the closed subset",
            )
        )
    if test.name in _RESERVED or "." in test.name or not test.name.isprintable() or not test.name:
        raise ProgramError(
            Text(
                f"{rule}: en oplysning kan ikke hedde »{test.name}«",
                f"{rule}: “{test.name}” cannot be the name of a property",
            )
        )


def fnv32(text: str) -> int:
    """Compute the hash by which the engine knows the names of properties.

    Args:
        text: The name.

    Returns:
        The 32-bit FNV-1a hash of its UTF-8 bytes.
    """
    value = 2166136261
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value
