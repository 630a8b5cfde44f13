"""The descriptions of fields."""

from __future__ import annotations

from overgreb_rules._evaluate.field_descriptions import FIELD_DESCRIPTIONS, SCHEMA_DESCRIPTIONS


def test_a_description_is_a_clause_in_both_languages() -> None:
    for words in (*FIELD_DESCRIPTIONS.values(), *SCHEMA_DESCRIPTIONS.values()):
        for text in (words.da, words.en):
            assert text == text.strip()
            assert not text.endswith(".")
