"""The parser behind `strict_yaml.read`: the data of a text, and where each value stands."""

from __future__ import annotations

import pytest

from overgreb_rules.shared.strict_yaml import Place, PlainYamlError
from overgreb_rules.shared.yaml_parser import parse_yaml


def test_every_value_has_the_line_on_which_it_stands() -> None:
    data, places = parse_yaml("a:\n  - 1\n  - {b: to}\n", "f.yaml", number_keys=False)
    assert data == {"a": [1, {"b": "to"}]}
    assert {path: place.line for path, place in places.items()} == {
        (): 1,
        ("a",): 1,
        ("a", 0): 2,
        ("a", 1): 3,
        ("a", 1, "b"): 3,
    }


@pytest.mark.parametrize("number_keys", [False, True])
def test_a_whole_number_is_a_key_only_where_years_are_keys(number_keys: bool) -> None:
    if number_keys:
        assert parse_yaml("2027: ja", "f.yaml", number_keys=True)[0] == {2027: "ja"}
        return
    with pytest.raises(PlainYamlError) as refused:
        parse_yaml("2027: ja", "f.yaml", number_keys=False)
    assert refused.value.place == Place("f.yaml", 1)


@pytest.mark.parametrize("word", ["1" * 100_000 + "x", "_" * 100_000, "1" + "_1" * 50_000 + "."])
def test_a_long_word_that_is_no_number_in_the_end_is_text(word: str) -> None:
    # A pattern that tries every length of a number again from each figure stands still for minutes here.
    assert parse_yaml(f"a: {word}", "f.yaml", number_keys=False)[0] == {"a": word}
