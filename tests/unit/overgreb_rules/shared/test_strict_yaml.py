"""The strict subset of YAML: one meaning for every bare word, and a line for every value."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules.shared.strict_yaml import PlainYamlError, read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7), ("-3", -3), ("0.5", 0.5), ("true", True), ("false", False), ("2027-03-09", dt.date(2027, 3, 9)),
        ("ord", "ord"), ('"0751"', "0751"), ("'no'", "no"), ("", None),
    ],
)  # fmt: skip
def test_a_value_has_one_type(text: str, value: object) -> None:
    data = read(f"a: {text}\n", "f.yaml").data
    assert data == {"a": value}


@pytest.mark.parametrize(
    "word",
    [
        "no", "Yes", "on", "~", "null", "08", "0751", "12:30", "1e3", "0x1f", ".inf", "True",
        "1_0", "_1", "+1", ".5", "1_0.5_0", "_.5e-3", "-1.5e+3",
    ],
)  # fmt: skip
def test_a_bare_word_with_two_meanings_must_be_put_in_quotes(word: str) -> None:
    with pytest.raises(PlainYamlError, match=r"f\.yaml, line 2: .*put it in quotes"):
        read(f"a: 1\nb: {word}\n", "f.yaml")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the file is empty"),
        ("a: [1", "this is no YAML"),
        ("a: 1\na: 2\n", "the key stands twice"),
        ("a: 1\nb: &x 1\nc: *x\n", r"f\.yaml, line 2: an anchor .* is used"),
        *((f"a: {value}\n", "an anchor .* is used") for value in ("&x 1", "&x {}", "&x [1]", "*x")),
        ("&x a: 1\n", "an anchor .* is used"),
        *((f"a: {value}\n", "a tag") for value in ("!!binary 1", "!!str 1", '!!int "1"', "! 1", "!!map {}", "!x [1]")),
        ("a: 2027-02-30\n", "2027-02-30 is no day"),
        ("0751: x\n", "a key that is no text|different things"),
        ("[" * 50 + "]" * 50, "nesting deeper than 40"),
        ("a: 1\n---\nb: 2\n", "this is no YAML"),
    ],
)
def test_a_document_outside_the_subset_is_refused(text: str, problem: str) -> None:
    with pytest.raises(PlainYamlError, match=problem):
        read(text, "f.yaml")


def test_a_year_may_be_a_key_where_the_caller_allows_numbers() -> None:
    assert read("2027: a\n", "f.yaml", number_keys=True).data == {2027: "a"}


def test_each_value_has_the_line_on_which_it_stands() -> None:
    document = read("a:\n  - en\n  - to\n", "f.yaml")
    assert str(document.place(("a", 1))) == "f.yaml, line 3"


def test_a_path_without_a_value_has_the_line_of_the_value_around_it() -> None:
    assert str(read("a:\n  b: 1\n", "f.yaml").place(("a", "c"))) == "f.yaml, line 1"


def test_a_control_character_is_refused_in_one_line_with_its_own() -> None:
    with pytest.raises(PlainYamlError) as refused:
        read("a: æ\nb: \x1b[31m\n", "f.yaml")
    assert str(refused.value).startswith("f.yaml, line 2: this character cannot stand in YAML")
    assert "\n" not in str(refused.value)
