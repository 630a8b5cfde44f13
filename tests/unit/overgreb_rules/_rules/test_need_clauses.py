"""What is not told, as a clause."""

from __future__ import annotations

import pytest

from overgreb_rules._rules.need_clauses import describe_need, join_clauses
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text

VOCABULARY = RuleSet.load().vocabulary


@pytest.mark.parametrize(
    ("name", "event", "clause"),
    [
        ("anonym", None, Text("om underretteren er anonym", "whether the notifier is anonymous")),
        ("screening_foretaget", None, Text("om screeningen er foretaget", "whether the screening has been done")),
        ("foedselsdato", None, Text("hvornår barnet er født", "when the child was born")),
        ("kommune", None, Text("hvilken kommune sagen hører til", "to which municipality the case belongs")),
        ("art", "indsats_ivaerksat", Text("hvilken slags indsats det er", "what kind of measure it is")),
        (
            "art",
            "underretning_modtaget",
            Text(
                "hvilken slags indsats, pålæg eller foreløbig afgørelse det er",
                "what kind of measure, order or provisional decision it is",
            ),
        ),
        (
            "at",
            None,
            Text(
                "på hvilket klokkeslæt de hændelser, pligten afhænger af, skete",
                "at what time of day the events happened on which the duty depends",
            ),
        ),
    ],
)
def test_each_kind_of_need_is_a_clause(name: str, event: str | None, clause: Text) -> None:
    assert describe_need(name, VOCABULARY, event) == clause


def test_a_need_that_the_vocabulary_lacks_keeps_its_name() -> None:
    assert describe_need("ukendt_ord", VOCABULARY) == Text("ukendt_ord", "ukendt_ord")


def test_clauses_are_joined_with_a_comma_and_each_stands_once() -> None:
    one, other = Text("om a er sket", "whether a has happened"), Text("om b er sket", "whether b has happened")
    assert join_clauses([one, other, one]) == Text(
        "om a er sket, og om b er sket", "whether a has happened, and whether b has happened"
    )
