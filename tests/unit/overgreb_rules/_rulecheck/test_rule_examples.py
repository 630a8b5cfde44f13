"""The examples of rule files against their evaluation."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from overgreb_rules import Rulebook
from overgreb_rules._rulecheck.rule_examples import check_examples, differs, find_example_difference

BOOK = Rulebook.load(matcher="reference")
RULE = BOOK.rules.by_id["bl-138-1-kvittering"]
EXAMPLE = next(one for one in RULE.examples if one.gives)


def test_an_example_that_comes_out_as_it_says_differs_in_nothing() -> None:
    assert find_example_difference(RULE, EXAMPLE, BOOK) is None


@pytest.mark.parametrize(
    ("gives", "says"),
    [({}, "duties of"), ({next(iter(EXAMPLE.gives)): {"status": "waived_"}}, "status is")],
)
def test_an_example_that_expects_something_else_says_what_differs(
    gives: dict[str, dict[str, object]], says: str
) -> None:
    difference = find_example_difference(RULE, replace(EXAMPLE, gives=gives), BOOK)
    assert difference is not None
    assert says in difference.en


@pytest.mark.parametrize(
    ("expected", "found", "is_other"),
    [
        ("2024-05-15T10:00:00+02:00", "2024-05-15T08:00:00+00:00", False),
        ({"strict": "2024-05-15"}, {"strict": "2024-05-15", "lenient": "2024-05-16"}, False),
        ({"strict": "2024-05-15"}, None, True),
        ("met", "met_late", True),
        ("2024-13-15T10:00:00+02:00", "2024-05-15T08:00:00+00:00", True),
    ],
)
def test_one_moment_is_the_same_in_every_zone(expected: object, found: object, is_other: bool) -> None:
    assert differs(expected, found) is is_other


@pytest.mark.slow
def test_the_packaged_examples_have_no_findings() -> None:
    assert list(check_examples(BOOK)) == []
