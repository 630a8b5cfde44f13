"""The words of the reports about rules."""

from __future__ import annotations

import pytest

from overgreb_rules.cli._rule_reports import count_words


@pytest.mark.parametrize(
    ("name", "number", "danish", "english"),
    [
        ("rule", 0, "ingen regler", "no rules"),
        ("rule", 1, "1 regel", "1 rule"),
        ("rule", 2, "2 regler", "2 rules"),
        ("sentence", 1, "1 sætning", "1 sentence"),
        ("finding", 1, "1 fejl", "1 finding"),
        ("example", 1, "1 eksempel", "1 example"),
        ("difference", 2, "2 forskelle", "2 differences"),
    ],
)
def test_a_number_has_its_noun_in_the_form_of_that_number(name: str, number: int, danish: str, english: str) -> None:
    assert count_words(name, number, "da") == danish
    assert count_words(name, number, "en") == english
