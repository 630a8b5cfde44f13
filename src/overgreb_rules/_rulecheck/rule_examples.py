"""The examples of rule files, each compared with its evaluation."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules._rulecheck.consistency import RuleFinding
from overgreb_rules._rules.example import Example
from overgreb_rules._rules.model import Rule
from overgreb_rules.errors import CaseError
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.iso_time import parse_iso_instant
from overgreb_rules.shared.text import Text

_PROOF = Text("hvert eksempel giver det, det siger", "every example comes out as it says")


def check_examples(book: Rulebook) -> Iterator[RuleFinding]:
    """Run every example of every rule file.

    Args:
        book: The rules with a matcher.

    Yields:
        A finding for each example whose evaluation differs, and for each that is no valid case.
    """
    for rule in book.rules:
        for example in rule.examples:
            try:
                difference = find_example_difference(rule, example, book)
            except CaseError as error:
                difference = Text(error.message("da"), error.message("en"))
            if difference is not None:
                says = Text(f"»{example.says.da}«: {difference.da}", f"“{example.says.en}”: {difference.en}")
                yield RuleFinding(_PROOF, rule.id, says)


def find_example_difference(rule: Rule, example: Example, book: Rulebook) -> Text | None:
    """Return the first difference between an example and its evaluation.

    Args:
        rule: The rule of the example.
        example: The example.
        book: The rules with a matcher.

    Returns:
        What differs, in words; None where the example comes out as it says.

    Raises:
        CaseError: The example is no valid case.
    """
    case = build_example_case(rule, example)
    answer = json.loads(evaluate(case, at=example.at, rulebook=book).to_json(detail="dates"))
    prefix = f"{rule.id}@"
    found = {o["key"].removeprefix(prefix): o for o in answer["obligations"] if o["key"].startswith(prefix)}
    if sorted(found) != sorted(example.gives):
        came, wanted = sorted(found), sorted(example.gives)
        return Text(f"pligter udløst af {came} i stedet for {wanted}", f"duties of {came}, not of {wanted}")
    for trigger, expected in example.gives.items():
        for key, value in expected.items():
            if differs(_write(key, value), found[trigger].get(key)):
                is_now, should_be = found[trigger].get(key), _write(key, value)
                return Text(
                    f"{trigger}: {key} er {is_now} i stedet for {should_be}",
                    f"{trigger}: {key} is {is_now}, not {should_be}",
                )
    return None


def build_example_case(rule: Rule, example: Example) -> Case:
    """Build the case that an example tells.

    Args:
        rule: The rule of the example.
        example: The example.

    Returns:
        The case, with the id of the rule as its key.

    Raises:
        CaseError: The example is no valid case.
    """
    return Case.model_validate({"case_id": rule.id, **example.case, "events": list(example.events)})


def differs(expected: object, value: object) -> bool:
    """Return whether a value of an answer is not as expected.

    Args:
        expected: The value; of a mapping only the keys count that it has.
        value: The value of the answer.

    Returns:
        True where they differ; one moment written in two zones does not.
    """
    if isinstance(expected, Mapping):
        return not isinstance(value, Mapping) or any(differs(expected[key], value.get(key)) for key in expected)
    return _comparable(expected) != _comparable(value)


def _comparable(value: object) -> object:
    instant = parse_iso_instant(value) if isinstance(value, str) else None
    # A time without an offset is no instant: it is compared as it stands, whatever the zone of the machine.
    return value if instant is None or instant.tzinfo is None else instant.timestamp()


def _write(key: str, value: object) -> object:
    """Return what a rule file expects as an answer has it: one date stands for both readings."""
    if key != "due" or value is None:
        return value.isoformat() if isinstance(value, dt.date) else value
    both = value if isinstance(value, dict) else {"strict": value, "lenient": value}
    return {name: day.isoformat() if isinstance(day, dt.date) else day for name, day in both.items()}
