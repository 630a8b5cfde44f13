"""What is not told, as a clause."""

from __future__ import annotations

import pytest

from overgreb_rules._rules.need_clauses import describe_need, find_carriers, join_clauses
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text

RULES = RuleSet.load()
VOCABULARY = RULES.vocabulary


@pytest.mark.parametrize(
    ("name", "carriers", "clause"),
    [
        ("anonym", (), Text("om underretteren er anonym", "whether the notifier is anonymous")),
        ("screening_foretaget", (), Text("om screeningen er foretaget", "whether the screening has been done")),
        ("foedselsdato", (), Text("hvornår barnet er født", "when the child was born")),
        ("kommune", (), Text("hvilken kommune sagen hører til", "to which municipality the case belongs")),
        ("art", ("indsats_ivaerksat",), Text("hvilken slags indsats det er", "what kind of measure it is")),
        (
            "art",
            ("indsats_ivaerksat", "foreloebig_afgoerelse_ivaerksat"),
            Text(
                "hvilken slags indsats det er, eller hvad den foreløbige afgørelse gælder",
                "what kind of measure it is, or what the provisional decision is about",
            ),
        ),
        (
            "art",
            ("underretning_modtaget",),
            Text(
                "hvilken slags indsats eller pålæg det er, eller hvad den foreløbige afgørelse gælder",
                "what kind of measure or which order it is, or what the provisional decision is about",
            ),
        ),
        (
            "of",
            (),
            Text(
                "hvilken underretning, afgørelse eller indsats hændelserne hører til",
                "which notification, decision or measure the events belong to",
            ),
        ),
        (
            "at",
            (),
            Text(
                "hvornår på dagen hændelserne skete",
                "at what time of day the events happened",
            ),
        ),
    ],
)
def test_each_kind_of_need_is_a_clause(name: str, carriers: tuple[str, ...], clause: Text) -> None:
    assert describe_need(name, VOCABULARY, carriers) == clause


@pytest.mark.parametrize(
    ("name", "rule", "carriers"),
    [
        ("art", "bl-95-2-foerste-opfoelgning", ("indsats_ivaerksat",)),
        ("art", "bl-137-1-genvurdering", ("indsats_ivaerksat",)),
        ("art", "bl-105-2-samvaer-ved-overgreb", ("foreloebig_afgoerelse_ivaerksat", "indsats_ivaerksat")),
        ("of", "bl-137-1-genvurdering", ()),
    ],
)
def test_a_fact_may_be_missing_of_the_trigger_or_of_what_the_rule_looks_for(
    name: str, rule: str, carriers: tuple[str, ...]
) -> None:
    assert find_carriers(name, RULES.by_id[rule], VOCABULARY) == carriers


def test_a_need_that_the_vocabulary_lacks_keeps_its_name() -> None:
    assert describe_need("ukendt_ord", VOCABULARY) == Text("ukendt_ord", "ukendt_ord")


def test_clauses_are_joined_with_a_comma_and_each_stands_once() -> None:
    one, other = Text("om a er sket", "whether a has happened"), Text("om b er sket", "whether b has happened")
    assert join_clauses([one, other, one]) == Text(
        "om a er sket, og om b er sket", "whether a has happened, and whether b has happened"
    )
