"""The examples of a rule: those of a folder are parsed with it, those of a wheel when somebody asks for them."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from overgreb_rules._rules.example import UnparsedExamples, parse_examples
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.yaml_node import Node, PackedValue
from overgreb_rules.errors import RuleError
from overgreb_rules.shared.strict_yaml import Document, Place

TOLD = (
    '[{"says": {"da": "en sag", "en": "a case"}, "events": [{"type": "x", "at": "2024-05-01"}], '
    '"at": "2024-06-01T00:00:00+02:00", "gives": {"e1": {"due": {"$day": "2024-05-02"}}}}]'
)


def node(value: object) -> Node:
    return Node.top(Document("serviceloven/one.yaml", {"examples": value}, {(): Place("serviceloven/one.yaml", 1)}))[
        "examples"
    ]


def test_packed_examples_are_parsed_when_they_are_asked_for_and_hold_days_as_days() -> None:
    (example,) = parse_examples(node(PackedValue(TOLD)))
    assert example.says.en == "a case"
    assert example.gives == {"e1": {"due": dt.date(2024, 5, 2)}}


def test_packed_examples_are_not_parsed_before_they_are_asked_for() -> None:
    found = parse_examples(node(PackedValue("no JSON")))
    assert isinstance(found, UnparsedExamples)
    with pytest.raises(ValueError, match="Expecting value"):
        len(found)


def test_packed_examples_equal_those_of_the_file_they_were_packed_from() -> None:
    packed = parse_examples(node(PackedValue(TOLD)))
    unpacked = parse_examples(node(PackedValue(TOLD)).unpack())
    assert packed == unpacked == packed
    assert packed[:1] == unpacked
    assert packed != unpacked[:0]


def test_a_rule_with_unparsed_examples_equals_its_copy_without_parsing_them() -> None:
    rule = replace(next(iter(RuleSet.load())), examples=parse_examples(node(PackedValue("no JSON"))))
    assert replace(rule) == rule
    assert hash(replace(rule)) == hash(rule)


def test_a_wrong_example_of_a_wheel_is_refused_with_its_file_when_it_is_asked_for() -> None:
    with pytest.raises(RuleError, match=r"serviceloven/one\.yaml"):
        len(parse_examples(node(PackedValue('[{"says": "one language"}]'))))


@pytest.mark.parametrize("value", [[], "a text", None])
def test_a_rule_without_a_list_of_examples_is_refused_at_once(value: object) -> None:
    with pytest.raises(RuleError, match="a rule without examples"):
        parse_examples(node(value))
