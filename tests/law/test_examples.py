"""Every example of every rule file comes out as it says, in both matchers."""

from __future__ import annotations

import pytest

from overgreb_rules import Rulebook
from overgreb_rules._rulecheck.rule_examples import find_example_difference
from overgreb_rules._rules.example import Example
from overgreb_rules._rules.model import Rule
from tests.fixtures.matchers import MATCHERS

BOOKS = {name: Rulebook.load(matcher=name) for name in MATCHERS}
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}: {example.says.en}")
    for rule in BOOKS["reference"].rules
    for example in rule.examples
]


@pytest.mark.parametrize("matcher", BOOKS)
@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_evaluation_of_an_example_is_that_of_the_rule_file(rule: Rule, example: Example, matcher: str) -> None:
    assert find_example_difference(rule, example, BOOKS[matcher]) is None
