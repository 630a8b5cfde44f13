"""A fact of the vocabulary tells a person which values it can take."""

from __future__ import annotations

import pytest

from overgreb_rules._rules.fact_definition import KINDS, FactDefinition
from overgreb_rules.shared.text import Text

SAYS = Text("oplysningen", "the fact")


def test_a_word_names_its_values():
    allowed = FactDefinition("grund", "word", SAYS, words=("flyttet", "doed")).allowed
    assert allowed == Text("flyttet, doed", "flyttet, doed")


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_other_kind_has_a_sentence_in_both_languages(kind):
    allowed = FactDefinition("x", kind, SAYS).allowed
    assert allowed.da
    assert allowed.en
    assert allowed.da != allowed.en


def test_a_fact_without_a_default_is_unknown_where_it_is_not_told():
    assert FactDefinition("x", "bool", SAYS).default is None
