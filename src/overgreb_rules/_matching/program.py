"""Conditions compiled into the closed subset of the engine: patterns on flat facts, three-valued.

A clause is a list of patterns that facts must match and a list that no fact may match. A condition becomes
several clauses: one for each way in which it holds, and one for each way in which it may hold because a fact is
unknown; the latter name the unknown facts. There is no disjunction, no arithmetic, no ordering of anything but
small whole numbers, and no comparison between facts: whatever the engine is known to get wrong is not in here.

Knows no dates and no cases.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from overgreb_rules._rules.model import (
    AllOf,
    AnyOf,
    ChildAgeCondition,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    LatestEventCondition,
    OngoingCondition,
    Rule,
    TriggerTypeCondition,
    Version,
)
from overgreb_rules.errors import OvergrebError

__all__ = [
    "AGE",
    "CASE",
    "END",
    "LATEST",
    "RUNNING",
    "TRIGGER",
    "UNKNOWN",
    "UNKNOWN_NUMBER",
    "Clause",
    "Comparison",
    "Fact",
    "Match",
    "Pattern",
    "Program",
    "ProgramError",
    "Role",
    "compile_activation",
    "compile_fulfilment",
    "encode_value",
    "fnv32",
    "missing_facts",
]

Fact = Mapping[str, str | int]
"""What the matcher is told: `t` says of what kind it is, every other property is text or a small number."""

Operator = Literal["is", "is_not", "at_least"]
Role = Literal["opens", "settles", "meets", "waives", "undoes", "resumes", "ends", "precludes", "climbs"]

TRIGGER, CASE = "trigger", "case"
RUNNING, LATEST, AGE = "running>", "latest", "age_"
UNKNOWN, UNKNOWN_NUMBER = "?", -1
_MAX_CLAUSES, _MAX_PATTERNS, _MAX_TESTS_ON_ONE_KIND, _MAX_TEXT, _MAX_NUMBER = 200, 14, 60, 4096, 2**31 - 1
_MAX_KINDS, _MAX_USES_OF_ONE_PATTERN = 200, 200
_RESERVED = frozenset({"sid", "id", "$s"})
END = "end"
"""The kind of the marker that the engine is told last; no pattern may ask for it."""


class ProgramError(OvergrebError):
    """A program outside the closed subset: the engine would answer it wrongly, crash or hang."""


@dataclass(frozen=True, slots=True, order=True)
class Comparison:
    """One comparison of a property with a constant."""

    name: str
    operator: Operator
    value: str | int

    def matches(self, fact: Fact) -> bool:
        """Whether `fact` passes; a property that it lacks passes no test."""
        if self.name not in fact:
            return False
        given = fact[self.name]
        if self.operator == "is":
            return given == self.value
        if self.operator == "is_not":
            return given != self.value
        return isinstance(given, int) and isinstance(self.value, int) and given >= self.value


@dataclass(frozen=True, slots=True, order=True)
class Pattern:
    """Facts of one kind that pass every test."""

    kind: str
    tests: tuple[Comparison, ...] = ()

    def matches(self, fact: Fact) -> bool:
        """Whether `fact` is of the kind and passes every test."""
        return fact["t"] == self.kind and all(test.matches(fact) for test in self.tests)


@dataclass(frozen=True, slots=True)
class Clause:
    """One way in which something about a rule holds, or may hold: if the unknown facts pass the tests of `needs`.

    The first pattern of `wanted` is what the clause is about where its role names an event.
    """

    rule: str
    role: Role
    detail: int
    needs: frozenset[FactTest]
    wanted: tuple[Pattern, ...]
    unwanted: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A clause that holds, and the positions of the facts that make it hold, in the order of its patterns."""

    clause: int
    facts: tuple[int, ...]


class Program:
    """Clauses that one matcher answers together. Raises ProgramError outside the closed subset."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self.clauses = tuple(clauses)
        self.types = _check(self.clauses)
        """Of each property that is tested: whether it is text or a number."""
        self.names = {fnv32(name): name for name in (*_RESERVED, *self.types)}
        """The properties by the hash that is all the engine knows of a name."""
        found: dict[str, set[str]] = {}
        for clause in self.clauses:
            for pattern in (*clause.wanted, *clause.unwanted):
                found.setdefault(pattern.kind, set()).update(test.name for test in pattern.tests)
        self.properties: Mapping[str, tuple[str, ...]] = {kind: tuple(sorted(found[kind])) for kind in found}
        """Of each kind of fact that some pattern asks for: the properties that it tests."""
        self._types: dict[str, frozenset[str]] = {}
        for when in ("earlier", "answer", "ever"):
            prefix = f"{when}>"
            self._types[when] = frozenset(kind.removeprefix(prefix) for kind in found if kind.startswith(prefix))

    def types_of(self, when: Literal["earlier", "answer", "ever"]) -> frozenset[str]:
        """The event types that some pattern asks for, told in that relation to the trigger."""
        return self._types[when]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in which a condition holds or may hold: tests on single holders, events, and absent events."""

    holders: Mapping[str, tuple[Comparison, ...]]
    events: tuple[Pattern, ...] = ()
    absent: tuple[Pattern, ...] = ()
    needs: frozenset[FactTest] = frozenset()

    def joined(self, other: _Way) -> _Way:
        holders = dict(self.holders)
        for holder, tests in other.holders.items():
            holders[holder] = tuple(dict.fromkeys((*holders.get(holder, ()), *tests)))
        return _Way(holders, (*self.events, *other.events), (*self.absent, *other.absent), self.needs | other.needs)

    def patterns(self) -> tuple[Pattern, ...]:
        return (*self.events, *(Pattern(holder, tests) for holder, tests in sorted(self.holders.items())))


_ALWAYS = _Way({})


def encode_value(value: bool | int | str | None) -> str | int:
    """How a value is told to the matcher: truths as words, so that true is never 1; None is unknown."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def running_name(ended_by: Iterable[str]) -> str:
    """The property that says whether what an event began is still running, ended by none of these types."""
    return RUNNING + "|".join(ended_by)


def missing_facts(ways: Iterable[frozenset[FactTest]]) -> frozenset[str]:
    """The names of the facts that would settle something, of all the ways in which it may hold.

    A way that asks for all that another one asks for, and for more, can settle nothing that the other does not.
    """
    all_ways = set(ways)
    least = [way for way in all_ways if not any(other < way for other in all_ways)]
    return frozenset(test.name for way in least for test in way)


def compile_activation(rules: Sequence[tuple[Rule, Version]]) -> Program:
    """Which of the rules a trigger opens, from its facts and from what happened earlier.

    Where a duty waits for a second event as well, that event fills the first pattern.
    """
    return Program(clause for rule, version in rules for clause in _opens(rule, version))


def _opens(rule: Rule, version: Version) -> Iterable[Clause]:
    seconds = rule.later_of.first_of if rule.later_of else ()
    waits_for = [way for p in seconds for way in _event_ways(f"ever>{p.type}", p.tests) if not way.needs]
    for second in waits_for or [_ALWAYS]:
        for way in _all(version.conditions):
            whole = second.joined(way)
            wanted = whole.patterns() or (Pattern(TRIGGER),)
            yield Clause(rule.id, "opens", 0, whole.needs, wanted, whole.absent)


def compile_fulfilment(rule: Rule) -> Program:
    """What settles, meets, waives or ends a duty that is open."""
    return Program(_answers(rule))


def _answers(rule: Rule) -> Iterable[Clause]:
    if rule.once is not None:
        for way in _ways(rule.once.condition):
            yield Clause(rule.id, "settles", 0, way.needs, way.patterns(), way.absent)
    for pattern in rule.met_by:
        yield from _about(rule, "meets", 0, pattern, ())
    for number, waiver in enumerate(rule.waivers):
        if isinstance(waiver.by, EventPattern):
            yield from _about(rule, "waives", number, waiver.by, waiver.provided)
        else:
            for way in _all(FactCondition("trigger", test) for test in (waiver.by, *waiver.provided)):
                yield Clause(rule.id, "waives", number, way.needs, way.patterns())
        for type_ in waiver.undone_by:
            yield from _about(rule, "undoes", number, EventPattern(type_), ())
        for type_ in waiver.until:
            yield from _about(rule, "resumes", number, EventPattern(type_), ())
    for type_ in rule.ends_by:
        yield from _about(rule, "ends", 0, EventPattern(type_), ())
    for pattern in rule.commencement.unless if rule.commencement else ():
        yield from _about(rule, "precludes", 0, pattern, ())


def _about(
    rule: Rule, role: Role, detail: int, pattern: EventPattern, provided: Sequence[FactTest]
) -> Iterable[Clause]:
    beside = _all(FactCondition("trigger", test) for test in provided)
    for event in _event_ways(f"answer>{pattern.type}", pattern.tests):
        for way in beside:
            whole = event.joined(way)
            yield Clause(rule.id, role, detail, whole.needs, whole.patterns(), whole.absent)


def _all(conditions: Iterable[Condition]) -> list[_Way]:
    ways = [_ALWAYS]
    for condition in conditions:
        ways = [way.joined(other) for way in ways for other in _ways(condition)]
    return ways


def _ways(condition: Condition) -> list[_Way]:
    match condition:
        case FactCondition(holder, test):
            test = replace(test, name=test.name.rpartition(".")[2])
            return [_Way({holder: tests}, needs=needs) for tests, needs in _test_ways(test)]
        case TriggerTypeCondition(types):
            return [_Way({TRIGGER: (Comparison("type", "is", type_),)}) for type_ in types]
        case ChildAgeCondition(years):
            grown = FactTest(f"{AGE}{years}", "is", (True,))
            unknown_birth = frozenset({FactTest("foedselsdato", "at_least", (years,))})
            ways = _test_ways(grown)
            return [_Way({CASE: tests}, needs=unknown_birth if needs else needs) for tests, needs in ways]
        case OngoingCondition(started_by, ended_by):
            still = (Comparison(running_name(ended_by), "is", "true"),)
            return [way for p in started_by for way in _event_ways(f"earlier>{p.type}", p.tests, still)]
        case LatestEventCondition(pattern):
            last = (Comparison(LATEST, "is", "true"),)
            return _event_ways(f"earlier>{pattern.type}", pattern.tests, last)
        case EventCondition(patterns, when, wanted):
            prefix = {"earlier": "earlier", "ever": "ever", "since": "answer"}[when]
            found = [way for p in patterns for way in _event_ways(f"{prefix}>{p.type}", p.tests)]
            return found if wanted else _none_of(found)
        case AnyOf(parts):
            return [way for part in parts for way in _ways(part)]
        case AllOf(parts):
            combined = [_ALWAYS]
            for part in parts:
                combined = [way.joined(other) for way in combined for other in _ways(part)]
            return combined


def _event_ways(kind: str, tests: Sequence[FactTest], fixed: tuple[Comparison, ...] = ()) -> list[_Way]:
    ways = []
    for combination in itertools.product(*(_test_ways(test) for test in tests)):
        passed = tuple(test for part, _ in combination for test in part)
        needs = frozenset().union(*(names for _, names in combination))
        ways.append(_Way({}, (Pattern(kind, (*fixed, *passed)),), needs=needs))
    return ways


def _none_of(found: Sequence[_Way]) -> list[_Way]:
    certain = tuple(way.events[0] for way in found if not way.needs)
    perhaps = [way for way in found if way.needs]
    without_any = _Way({}, absent=(*certain, *(way.events[0] for way in perhaps)))
    return [without_any, *(_Way({}, way.events, certain, way.needs) for way in perhaps)]


def _test_ways(test: FactTest) -> list[tuple[tuple[Comparison, ...], frozenset[FactTest]]]:
    nothing: frozenset[FactTest] = frozenset()
    certain: list[tuple[tuple[Comparison, ...], frozenset[FactTest]]]
    if test.operator == "at_least":
        (number,) = test.values
        certain = [((Comparison(test.name, "at_least", encode_value(number)),), nothing)]
        unknown = Comparison(test.name, "is", UNKNOWN_NUMBER)
    else:
        unknown = Comparison(test.name, "is", UNKNOWN)
        if test.operator == "is":
            certain = [((Comparison(test.name, "is", encode_value(value)),), nothing) for value in test.values]
        else:
            others = tuple(Comparison(test.name, "is_not", encode_value(value)) for value in (*test.values, UNKNOWN))
            certain = [(others, nothing)]
    return [*certain, ((unknown,), frozenset({test}))]


def _check(clauses: tuple[Clause, ...]) -> Mapping[str, type]:
    """Refuse what is outside the subset; gives the type of each property that is tested."""
    if len(clauses) > _MAX_CLAUSES:
        raise ProgramError(f"{len(clauses)} clauses; the engine is safe with {_MAX_CLAUSES}")
    names = {fnv32(name): name for name in _RESERVED}
    types: dict[str, type] = {}
    tests: dict[str, set[Comparison]] = {}
    uses: Counter[Pattern] = Counter()
    for clause in clauses:
        if not clause.wanted or len(clause.wanted) + len(clause.unwanted) > _MAX_PATTERNS:
            raise ProgramError(f"{clause.rule}: a clause has 1 to {_MAX_PATTERNS} patterns, one of them wanted")
        for pattern in (*clause.wanted, *clause.unwanted):
            uses[pattern] += 1
            tests.setdefault(pattern.kind, set()).update(pattern.tests)
            if pattern.kind == END:
                raise ProgramError(f"{clause.rule}: «{END}» is the kind of the end marker")
            for test in (Comparison("t", "is", pattern.kind), *pattern.tests):
                _check_test(clause.rule, test)
                if names.setdefault(fnv32(test.name), test.name) != test.name:
                    raise ProgramError(f"the engine takes «{test.name}» for «{names[fnv32(test.name)]}»")
                if types.setdefault(test.name, type(test.value)) is not type(test.value):
                    raise ProgramError(f"«{test.name}» is text in one place and a number in another")
    _check_counts(tests, uses)
    return types


def _check_counts(tests: Mapping[str, set[Comparison]], uses: Counter[Pattern]) -> None:
    if len(tests) > _MAX_KINDS:
        raise ProgramError(f"{len(tests)} kinds of facts; the engine is safe with {_MAX_KINDS}")
    if uses and max(uses.values()) > _MAX_USES_OF_ONE_PATTERN:
        raise ProgramError(f"one pattern is used more than {_MAX_USES_OF_ONE_PATTERN} times")
    for kind, on_kind in tests.items():
        if len(on_kind) > _MAX_TESTS_ON_ONE_KIND:
            raise ProgramError(f"{len(on_kind)} tests on «{kind}»; the engine is safe with {_MAX_TESTS_ON_ONE_KIND}")


def _check_test(rule: str, test: Comparison) -> None:
    value = test.value
    if type(value) not in {str, int}:
        raise ProgramError(f"{rule}: «{test.name}» is compared with a {type(value).__name__}, not text or a number")
    if isinstance(value, str) and (len(value.encode()) > _MAX_TEXT or "\0" in value):
        raise ProgramError(f"{rule}: «{test.name}» is compared with a text that is too long")
    if isinstance(value, int) and abs(value) > _MAX_NUMBER:
        raise ProgramError(f"{rule}: «{test.name}» is compared with a number that is too large")
    if test.operator == "at_least" and not isinstance(value, int):
        raise ProgramError(f"{rule}: only whole numbers have an order")
    if test.operator not in {"is", "is_not", "at_least"}:
        raise ProgramError(f"{rule}: «{test.operator}» is no comparison of the closed subset")
    if test.name in _RESERVED or "." in test.name or not test.name.isprintable() or not test.name:
        raise ProgramError(f"{rule}: «{test.name}» cannot be the name of a property")


def fnv32(text: str) -> int:
    """The hash by which the engine knows the names of properties."""
    value = 2166136261
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value
