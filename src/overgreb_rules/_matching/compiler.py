"""The compiler: the conditions of rules become programs, three-valued.

A condition becomes several clauses: one for each way in which it holds, and one for each way in which it may hold
because a fact is unknown; the latter name the unknown facts.

Knows no dates and no cases.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from overgreb_rules._matching.facts import (
    TRIGGER,
    UNKNOWN,
    UNKNOWN_NUMBER,
    encode_value,
)
from overgreb_rules._matching.program import Clause, Comparison, Pattern, Program, ProgramError, Role
from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    TriggerTypeCondition,
)
from overgreb_rules._rules.derived_conditions import DerivedCondition
from overgreb_rules._rules.model import Rule, Version
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject


def compile_activation(rules: Sequence[tuple[Rule, Version]]) -> Program:
    """Compile the conditions under which a trigger activates rules.

    Args:
        rules: The rules, each with the wording in force at the trigger.

    Returns:
        A program with the clauses of role `opens`. Where a duty waits for a second event as well, that event fills
        the first pattern.

    Raises:
        ProgramError: The conditions can hold in more ways than the matcher is trusted with.
    """
    derived = {one.key: one for _, version in rules for one in _derived(version.conditions)}
    return Program((clause for rule, version in rules for clause in _opens(rule, version)), derived)


def _derived(conditions: Iterable[Condition]) -> Iterator[DerivedCondition]:
    for condition in conditions:
        if isinstance(condition, AnyOf | AllOf):
            yield from _derived(condition.parts)
        elif isinstance(condition, DerivedCondition):
            yield condition


def _opens(rule: Rule, version: Version) -> Iterable[Clause]:
    seconds = rule.later_of.first_of if rule.later_of else ()
    waits_for = [way for p in seconds for way in _event_ways(f"ever>{p.type}", p.tests) if not way.needs]
    for second in waits_for or [_ALWAYS]:
        for way in _all(version.conditions):
            whole = second.joined(way)
            wanted = whole.patterns() or (Pattern(TRIGGER),)
            yield Clause(rule.id, "opens", 0, whole.needs, wanted, whole.absent)


def compile_fulfilment(rule: Rule) -> Program:
    """Compile what settles, meets, waives or ends a duty.

    Args:
        rule: The rule that governs the duty.

    Returns:
        A program with the clauses of all other roles than `opens` and `climbs`.

    Raises:
        ProgramError: The conditions can hold in more ways than the matcher is trusted with.
    """
    return Program(_answers(rule))


def _answers(rule: Rule) -> Iterable[Clause]:
    if rule.once is not None:
        for way in _ways(rule.once.condition):
            yield Clause(rule.id, "settles", 0, way.needs, way.patterns(), way.absent)
    for pattern in rule.met_by:
        yield from _about(rule, "meets", 0, pattern, pattern.provided)
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


class _Way(ValueObject):
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
_MOST_WAYS = 4096
"""Far more than a program may have clauses; without a bound a rule file of a few lines could fill the memory."""


def _all(conditions: Iterable[Condition]) -> list[_Way]:
    ways = [_ALWAYS]
    for condition in conditions:
        ways = _combine(ways, _ways(condition))
    return ways


def _combine(ways: Sequence[_Way], others: Sequence[_Way]) -> list[_Way]:
    """Join each way with each other one."""
    _check_number(len(ways) * len(others))
    return [way.joined(other) for way in ways for other in others]


def _either(alternatives: Iterable[list[_Way]]) -> list[_Way]:
    """Return the ways of all alternatives."""
    found: list[_Way] = []
    for ways in alternatives:
        _check_number(len(found) + len(ways))
        found += ways
    return found


def _check_number(ways: int) -> None:
    """Raise ProgramError before the number of ways grows beyond what can be compiled."""
    if ways > _MOST_WAYS:
        raise ProgramError(
            Text(
                f"betingelser, der kan være opfyldt på {ways} måder; højst {_MOST_WAYS} kan oversættes",
                f"conditions that hold in {ways} ways; {_MOST_WAYS} can be compiled",
            )
        )


def _ways(condition: Condition) -> list[_Way]:
    match condition:
        case FactCondition(holder, test):
            test = replace(test, name=test.name.rpartition(".")[2])
            return [_Way({holder: tests}, needs=needs) for tests, needs in _test_ways(test)]
        case TriggerTypeCondition(types):
            return [_Way({TRIGGER: (Comparison("type", "is", type_),)}) for type_ in types]
        case EventCondition(patterns, when, wanted):
            prefix = {"earlier": "earlier", "ever": "ever", "since": "answer"}[when]
            found = _either(_event_ways(f"{prefix}>{p.type}", p.tests) for p in patterns)
            return found if wanted else _none_of(found)
        case AnyOf(parts):
            return _either(_ways(part) for part in parts)
        case AllOf(parts):
            combined = [_ALWAYS]
            for part in parts:
                combined = _combine(combined, _ways(part))
            return combined
        case _:
            holds = FactTest(condition.key, "is", (True,), condition.is_never_unknown)
            return [_Way({TRIGGER: tests}, needs=needs) for tests, needs in _test_ways(holds)]


def _event_ways(kind: str, tests: Sequence[FactTest]) -> list[_Way]:
    ways, alternatives = [], [_test_ways(test) for test in tests]
    _check_number(math.prod(map(len, alternatives)))
    for combination in itertools.product(*alternatives):
        passed = tuple(test for part, _ in combination for test in part)
        needs = frozenset().union(*(names for _, names in combination))
        ways.append(_Way({}, (Pattern(kind, passed),), needs=needs))
    return ways


def _none_of(ways: Sequence[_Way]) -> list[_Way]:
    certain = tuple(way.events[0] for way in ways if not way.needs)
    perhaps = [way for way in ways if way.needs]
    without_any = _Way({}, absent=(*certain, *(way.events[0] for way in perhaps)))
    return [without_any, *(_Way({}, way.events, certain, way.needs) for way in perhaps)]


def _test_ways(test: FactTest) -> list[tuple[tuple[Comparison, ...], frozenset[FactTest]]]:
    nothing: frozenset[FactTest] = frozenset()
    certain: list[tuple[tuple[Comparison, ...], frozenset[FactTest]]]
    if test.operator == "not_known_to_be":
        others = tuple(Comparison(test.name, "is_not", encode_value(value)) for value in test.values)
        return [(others, nothing)]
    if test.operator == "known_to_be":
        return [((Comparison(test.name, "is", encode_value(value)),), nothing) for value in test.values]
    if test.operator == "at_least":
        (number,) = test.values
        certain = [((Comparison(test.name, "at_least", encode_value(number)),), nothing)]
        unknown = Comparison(test.name, "is", UNKNOWN_NUMBER)
    else:
        unknown = Comparison(test.name, "is", UNKNOWN)
        if test.operator == "is":
            certain = [((Comparison(test.name, "is", encode_value(value)),), nothing) for value in test.values]
        else:
            excluded = test.values if test.never_unknown else (*test.values, UNKNOWN)
            others = tuple(Comparison(test.name, "is_not", encode_value(value)) for value in excluded)
            certain = [(others, nothing)]
    # A clause that asks whether a fact with a default is unknown could never hold.
    return certain if test.never_unknown else [*certain, ((unknown,), frozenset({test}))]
