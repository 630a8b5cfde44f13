"""Exhaustive assignments to the variables of a rule's conditions: proofs about rules without a case (model checking).

An assignment gives each fact a value, and says of each condition on events whether it holds. The conditions of the
rulebook read few variables at a time, so that all assignments can be tried.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from overgreb_rules._matching.facts import NOT_APPLICABLE
from overgreb_rules._rules.conditions import AllOf, AnyOf, Condition, FactCondition, FactTest, TriggerTypeCondition
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.vocabulary import Vocabulary

FactAssignment = Mapping[object, object]
_TRIGGER_TYPE = "the type of the trigger"


def assignments(rule: Rule, conditions: Sequence[Condition], vocabulary: Vocabulary) -> Iterator[FactAssignment]:
    """Yield every assignment that some conditions can tell apart.

    Args:
        rule: The rule of the conditions, for the types of its triggers.
        conditions: The conditions.
        vocabulary: The values of the facts.

    Yields:
        The assignments, one trigger type after the other.
    """
    variables = list(dict.fromkeys(name for condition in conditions for name in _variables(condition)))
    for trigger in rule.triggers or ("",):
        domains = [_domain(name, trigger, conditions, vocabulary) for name in variables]
        for values in itertools.product(*domains):
            yield {_TRIGGER_TYPE: trigger, **dict(zip(variables, values, strict=True))}


def trigger_of(assignment: FactAssignment) -> str:
    """Return the type of the trigger under an assignment.

    Args:
        assignment: An assignment that `assignments` made.

    Returns:
        The event type; empty where the rule has no trigger.
    """
    return str(assignment[_TRIGGER_TYPE])


def is_satisfied(condition: Condition, assignment: FactAssignment) -> bool:
    """Tell whether a condition holds under an assignment.

    Args:
        condition: The condition.
        assignment: Values of all variables of the condition.

    Returns:
        True where the condition holds.
    """
    match condition:
        case AnyOf(parts):
            return any(is_satisfied(part, assignment) for part in parts)
        case AllOf(parts):
            return all(is_satisfied(part, assignment) for part in parts)
        case TriggerTypeCondition(types):
            return assignment[_TRIGGER_TYPE] in types
        case FactCondition(holder, test):
            return _passes(test, assignment[holder, test.name])
        case _:
            return assignment[condition] is True


def _variables(condition: Condition) -> Iterator[object]:
    match condition:
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from _variables(part)
        case FactCondition(holder, test):
            yield holder, test.name
        case TriggerTypeCondition():
            return
        case _:
            yield condition


def _domain(name: object, trigger: str, conditions: Sequence[Condition], vocabulary: Vocabulary) -> Sequence[object]:
    if not isinstance(name, tuple):
        return (True, False)
    holder, fact = name
    if holder == "case":
        return (True, False)
    word = vocabulary.events[trigger].facts.get(fact) if trigger else None
    if word is None:
        return (NOT_APPLICABLE,)
    if word.kind == "word":
        return [value for value in word.words if value != word.means_unknown]
    if word.kind == "int":
        bounds = {value for test in _tests(conditions, fact) for value in test.values if isinstance(value, int)}
        return sorted({bound - step for bound in bounds for step in (0, 1)})
    return (True, False)


def _tests(conditions: Sequence[Condition], fact: str) -> Iterator[FactTest]:
    for condition in conditions:
        match condition:
            case AnyOf(parts) | AllOf(parts):
                yield from _tests(parts, fact)
            case FactCondition(_, test) if test.name == fact:
                yield test
            case _:
                pass


def _passes(test: FactTest, value: object) -> bool:
    match test.operator:
        case "is" | "known_to_be":  # an assignment leaves no fact unknown
            return value in test.values
        case "is_not" | "not_known_to_be":
            return value not in test.values
        case "at_least":
            (least,) = test.values
            return isinstance(value, int) and isinstance(least, int) and value >= least
        case _:
            assert_never(test.operator)
