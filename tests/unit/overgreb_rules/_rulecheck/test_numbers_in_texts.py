"""Numbers with units in titles, summaries and examples that the clock of the rule does not have."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from overgreb_rules._rulecheck.numbers_in_texts import numbers_in_texts
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text

RULES = RuleSet.load()
ASSESSMENT = RULES.by_id["bl-136-2-vurdering-24-timer"]


def _findings(title: Text | None = None, example: Text | None = None) -> list[str]:
    rule = replace(ASSESSMENT, title=title or ASSESSMENT.title)
    if example is not None:
        rule = replace(rule, examples=(replace(rule.examples[0], says=example),))
    return [finding.says.da for finding in numbers_in_texts(RULES.with_rule(rule))]


def test_every_number_in_the_packaged_texts_is_one_of_its_rule() -> None:
    assert list(numbers_in_texts(RULES)) == []


@pytest.mark.parametrize(
    ("danish", "found"),
    [
        ("Inden 48 timer", "»48 timer«"),
        ("Inden to døgn eller 24 dage", "»24 dage«"),
        ("Hvert 4. år", "»4. år«"),
        ("Med højst 6 måneders mellemrum", "»6 måneders«"),
        ("Tre årlige besøg", "»Tre årlige«"),
    ],
)
def test_another_number_or_unit_in_a_title_is_found(danish: str, found: str) -> None:
    (says,) = _findings(title=Text(danish, "Assessment"))
    assert found in says


@pytest.mark.parametrize(
    "english",
    ["Assessed within thirty hours", "Assessed twenty-four days later", "Three supervisory visits a year"],
)
def test_another_number_or_unit_in_an_example_is_found(english: str) -> None:
    assert len(_findings(example=Text("vurderet", english))) == 1


def test_another_number_in_the_danish_of_an_example_is_found() -> None:
    assert _findings(example=Text("vurderet inden 48 timer", "assessed in time")) == [
        "»48 timer« i »vurderet inden 48 timer« er ikke et af fristens tal"
    ]


@pytest.mark.parametrize(
    "english",
    [
        "within twenty-four hours",
        "within 24 hours",
        "one day later",
        "the young person is 15 years old",
        "one time limit",
    ],
)
def test_the_number_of_the_clock_a_day_and_an_age_are_no_findings(english: str) -> None:
    assert _findings(example=Text("vurderet", english)) == []
