"""Comparison of two rulebooks: which duties appear, disappear or move, each with a witness.

The witnesses are the examples of both rulebooks: small cases that were written to lie on the edges of each rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules._evaluate.what_if import Change, changes
from overgreb_rules._rulecheck.rule_examples import build_example_case
from overgreb_rules._rules.example import Example
from overgreb_rules._rules.model import Rule
from overgreb_rules.errors import CaseError
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.value_object import ValueObject

DifferenceKind = Literal["appears", "disappears", "moves", "stands otherwise"]
"""What changes of a duty: whether it is there, its dates, or how it stands."""


class Difference(ValueObject):
    """What the second rulebook does otherwise for one rule.

    Attributes:
        rule: The id of the rule.
        kind: What changes.
        change: The duty before and after.
        example: The first example that shows the change.
        witness: The example as a case.
    """

    rule: str
    kind: DifferenceKind
    change: Change
    example: Example
    witness: Case


def rules_diff(old: Rulebook, new: Rulebook) -> Iterator[Difference]:
    """Evaluate the examples of two rulebooks under both of them.

    Args:
        old: The first rulebook.
        new: The second rulebook.

    Yields:
        Every kind of difference once for each rule, in the order of the examples.
    """
    seen: set[tuple[str, str]] = set()
    for book in (old, new):
        for rule in book.rules:
            for example in rule.examples:
                for difference in _of_one(rule, example, old, new):
                    if (difference.rule, difference.kind) not in seen:
                        seen.add((difference.rule, difference.kind))
                        yield difference


def _of_one(rule: Rule, example: Example, old: Rulebook, new: Rulebook) -> Iterator[Difference]:
    try:
        case = build_example_case(rule, example)
    except CaseError:
        # The example uses words that only the other rulebook has, so that it cannot be evaluated under both.
        return
    before, after = (evaluate(case, at=example.at, rulebook=book) for book in (old, new))
    for change in changes(before, after):
        yield Difference(change.rule, kind_of_change(change), change, example, case)


def kind_of_change(change: Change) -> DifferenceKind:
    """Return what changes of a duty.

    Args:
        change: The duty before and after.

    Returns:
        The kind of the change.
    """
    if change.before is None:
        return "appears"
    if change.after is None:
        return "disappears"
    return "moves" if change.before.due != change.after.due else "stands otherwise"
