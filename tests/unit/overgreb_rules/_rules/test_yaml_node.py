"""A cursor over a YAML document: each value is read as what it is, or refused with its file and line."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules.errors import RuleError
from overgreb_rules.shared.text import Text
from tests.fixtures.rule_texts import build_node

NODE = build_node(
    """
    text: hej
    empty: ' '
    flag: true
    number: 3
    negative: -1
    day: 2024-01-01
    list: [a, b]
    words: {da: dansk, en: English}
    half: {da: dansk}
    """
)


def test_each_kind_of_value_is_read() -> None:
    assert NODE["text"].text() == "hej"
    assert NODE["flag"].flag() is True
    assert NODE["number"].number() == 3
    assert NODE["day"].day() == dt.date(2024, 1, 1)
    assert NODE["words"].words() == Text("dansk", "English")
    assert NODE["text"].one_of(("hej", "farvel")) == "hej"


def test_one_text_stands_for_a_list_of_one() -> None:
    assert (NODE["text"].texts(), NODE["list"].texts()) == (("hej",), ("a", "b"))


@pytest.mark.parametrize(
    ("read", "line"),
    [
        (NODE["empty"].text, 3),
        (NODE["number"].text, 5),
        (NODE["number"].flag, 5),
        (NODE["flag"].number, 4),
        (NODE["negative"].number, 6),
        (NODE["text"].day, 2),
        (lambda: NODE["text"].one_of(("farvel",)), 2),
        (NODE["text"].names, 2),
        (lambda: NODE["words"].names(("da",)), 9),
        (NODE["half"].words, 10),
    ],
)
def test_another_value_is_refused_with_its_line(read: object, line: int) -> None:
    with pytest.raises(RuleError) as refused:
        read()  # type: ignore[operator]
    assert refused.value.place == f"test.yaml, line {line}"


def test_a_key_that_is_missing_is_refused_or_none_as_it_is_asked() -> None:
    assert NODE.get("missing") is None
    with pytest.raises(RuleError, match="missing"):
        NODE["missing"]


def test_the_only_key_of_a_mapping_that_must_have_one() -> None:
    assert build_node("da: dansk").only_name(("da", "en")) == "da"
    with pytest.raises(RuleError, match="nothing is said here"):
        build_node("{}").only_name(("da",))
    with pytest.raises(RuleError, match="one key is expected"):
        NODE["words"].only_name(("da", "en"))


def test_the_only_value_of_a_list_that_must_have_one() -> None:
    assert (NODE["text"].only().value, build_node("[a]").only().value) == ("hej", "a")
    for text in ("[a, b]", "[]"):
        with pytest.raises(RuleError, match="one value is expected"):
            build_node(text).only()
