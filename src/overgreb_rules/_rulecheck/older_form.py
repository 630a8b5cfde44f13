"""Comparison of a rulebook in an older form, which is read as data alone, with a rulebook that answers.

The conditions of an older form mean what the release said that read them, so they are not evaluated here. Its examples
carry the answers that it gave: these are compared with the answers of today. What no example shows is told by the parts
of the rule file that read otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from overgreb_rules._rulecheck.rule_examples import build_example_case, find_example_difference
from overgreb_rules._rules.example import Example
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.source import RuleSource
from overgreb_rules.errors import CaseError
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

OlderDifferenceKind = Literal["appears", "disappears", "answers otherwise", "reads otherwise"]
"""What differs: whether the rule is there, what it answers to an older example, or what its file says."""

_OLDER_VERSIONS = frozenset({1})
"""The versions of the vocabulary of older forms."""
_DECIDING_PARTS = (
    "in_force", "versions", "when", "once", "if", "must", "may", "window", "unless", "ends_by", "clock", "breach",
    "commencement", "transition", "one_at_a_time",
)  # fmt: skip
"""The keys of a rule file that decide an answer; the others are its words and its examples."""


class OlderDifference(ValueObject):
    """What a rulebook does otherwise than one in an older form, for one rule.

    Attributes:
        rule: The id of the rule.
        kind: What differs.
        parts: The keys of the rule file that decide an answer and read otherwise.
        says: The first difference between an older example and its answer of today; None where there is none.
        witness: The older example with that difference, told as a case; None where there is none.
        at: The instant of that example.
    """

    rule: str
    kind: OlderDifferenceKind
    parts: tuple[str, ...] = ()
    says: Text | None = None
    witness: Mapping[str, object] | None = None
    at: str | None = None


def is_older_form(source: RuleSource) -> bool:
    """Return whether a rulebook is in an older form.

    Args:
        source: The files of the rulebook.

    Returns:
        True for a version of the vocabulary that only `rules diff` reads.
    """
    return source.vocabulary["version"].value in _OLDER_VERSIONS


def compare_older_form(older: RuleSource, newer: RuleSource, book: Rulebook) -> Iterator[OlderDifference]:
    """Compare a rulebook in an older form with one that answers.

    Args:
        older: The files of the older rulebook.
        newer: The files of the newer rulebook.
        book: The newer rulebook with a matcher.

    Yields:
        One difference for each rule that has one: those of the older rulebook in the order of their files, then the
        new ones.
    """
    before, after = _read_rules(older), _read_rules(newer)
    for name, data in before.items():
        if name not in after:
            yield OlderDifference(name, "disappears")
            continue
        parts = tuple(part for part in _DECIDING_PARTS if _told_of(part, data) != _told_of(part, after[name]))
        shown = _first_example_that_differs(book.rules.by_id[name], data, book)
        if shown is not None:
            says, example, witness = shown
            yield OlderDifference(name, "answers otherwise", parts, says, witness, example.at)
        elif parts:
            yield OlderDifference(name, "reads otherwise", parts)
    for name in after:
        if name not in before:
            yield OlderDifference(name, "appears")


def _read_rules(source: RuleSource) -> dict[str, dict[str, Any]]:
    laws = source.book["laws"].names()
    return {name: dict(node.value) for law in laws for name, node in source.of_law(law)}  # type: ignore[call-overload]  # a rule file is a mapping


def _told_of(part: str, rule: Mapping[str, Any]) -> object:
    """What a part says without its words; one thing alone is the same as a list of one."""
    value = rule.get(part)
    if part == "breach" and isinstance(value, dict):
        return value.get("then")
    return value if isinstance(value, list) or value is None else [value]


def _first_example_that_differs(
    rule: Rule, data: Mapping[str, Any], book: Rulebook
) -> tuple[Text, Example, Mapping[str, object]] | None:
    for told in data["examples"]:
        case = {"barn": told["barn"]} if "barn" in told else {}
        example = Example(Text(told["says"], told["says"]), tuple(told["events"]), told["at"], told["gives"], case)
        try:
            says = find_example_difference(rule, example, book)
            witness = build_example_case(rule, example).told()
        except CaseError as error:
            says, witness = Text(error.message("da"), error.message("en")), {"events": told["events"]}
        if says is not None:
            return says, example, witness
    return None
