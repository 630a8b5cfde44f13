"""The table from the rules of an older act to those of the newer one."""

from __future__ import annotations

import pytest

from overgreb_rules._rulecheck.concordance import build_concordance
from overgreb_rules._rules.citation import citation
from overgreb_rules._rules.rule_set import RuleSet
from tests.fixtures.paths import DOCS

RULES = RuleSet.load()


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_concordance_page_is_the_one_that_the_rules_have(language: str) -> None:
    page = (DOCS / "reference" / f"concordance.{language}.md").read_text(encoding="utf-8")
    assert page.endswith(build_concordance(RULES, language)), "run: overgreb-rules rules concordance"


@pytest.mark.parametrize(
    ("language", "fate"),
    [
        ("da", "bortfalder, hvis den hændelse, de skal være opfyldt før, ikke er sket"),
        ("en", "is waived if what it must come before has not happened"),
    ],
)
def test_the_concordance_says_which_duty_ends_with_its_act(language: str, fate: str) -> None:
    rows = build_concordance(RULES, language).splitlines()
    (ending,) = [rule for rule in RULES if rule.ends_with_its_law]
    assert [row for row in rows if row.endswith(f"| {fate} |")] == [
        row for row in rows if row.startswith(f"| {citation(ending.id, RULES).da} | –")
    ]
