"""The nearest known word to a misspelt one."""

from __future__ import annotations

import pytest

from overgreb_rules import Rulebook, RuleError
from overgreb_rules._evaluate.unknown_word import find_rule, suggest_word

RULES = Rulebook.load(matcher="reference").rules


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("overdu", "overdue"), ("due", "due_soon"), ("opne", "open"), ("xyz", "overdue"), ("", "overdue")],
)
def test_there_is_always_a_nearest_word(word: str, nearest: str) -> None:
    hint = suggest_word(word, ["overdue", "open", "due_soon"])
    assert (hint.da, hint.en) == (f"ret ordet, måske til »{nearest}«", f"the nearest one is “{nearest}”")


def test_a_rule_is_found_by_its_id_and_another_word_is_refused_with_its_argument() -> None:
    assert find_rule("bl-138-1-kvittering", RULES, "RULE").id == "bl-138-1-kvittering"
    with pytest.raises(RuleError) as refused:
        find_rule("bl-138-1-kviterring", RULES, "RULE")
    assert refused.value.place == "RULE"
    assert "»bl-138-1-kvittering«" in refused.value.message("da")
