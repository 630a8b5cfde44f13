"""What the figures measure is read from `figures.yaml`, and refused with file and line."""

from __future__ import annotations

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.measures import Measure, PublishedFigure, parse_figures_definition
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_source
from overgreb_rules.shared.text import Text
from tests.fixtures.rule_texts import build_node

_TEXT = """
    measures:
      quick: {title: {da: hurtigt, en: quick}, rules: [r-1, r-2], unit: hours}
    published:
      - {measure: quick, share: 92, year: "2022", source: {da: Styrelsen, en: The agency}, sample: true}
"""


def test_measures_and_published_figures_are_read() -> None:
    definition = parse_figures_definition(build_node(_TEXT), {"r-1", "r-2"})
    assert definition.measures == (Measure("quick", Text("hurtigt", "quick"), ("r-1", "r-2"), "hours"),)
    assert definition.published == (PublishedFigure("quick", 92, "2022", Text("Styrelsen", "The agency"), True),)
    assert definition.rules == {"r-1", "r-2"}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("r-2", "r-9", "there is no rule “r-9”"),
        ("unit: hours", "unit: weeks", "is unknown"),
        ("measure: quick", "measure: slow", "is unknown"),
        ("share: 92", "share: many", "number"),
        ("sample: true", "random: true", "is unknown"),
    ],
)
def test_what_is_not_in_the_form_is_refused(old: str, new: str, what: str) -> None:
    assert old in _TEXT
    with pytest.raises(RuleError, match=what):
        parse_figures_definition(build_node(_TEXT.replace(old, new)), {"r-1", "r-2"})


def test_no_rule_of_the_packaged_measures_is_counted_twice() -> None:
    definition = parse_figures_definition(packaged_source().node("figures.yaml"), RuleSet.load().by_id)
    rules = [rule for measure in definition.measures for rule in measure.rules]
    assert len(rules) == len(set(rules))
