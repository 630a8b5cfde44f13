"""How far the text of each law was read, as `sources.yaml` says."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.law_source import LawSource, parse_authority_names, parse_law_sources
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text
from tests.fixtures.rule_texts import build_node

_TEXT = """
    loven:
      versions:
        - {version: LBK 1/2024, eli: https://example.org/1, kind: LBK, day: 2024-01-02, covers: whole}
        - {version: LBK 2/2025, eli: https://example.org/2, kind: LBK, covers: §§ 1-3}
      read_to: 2025-03-17
      current: LBK 2/2025
      reviewed: []
"""


def test_a_source_has_its_versions_the_one_read_last_and_the_day_up_to_which_it_is_known() -> None:
    (source,) = parse_law_sources(build_node(_TEXT)).values()
    assert source == LawSource(
        versions=("LBK 1/2024", "LBK 2/2025"),
        current="LBK 2/2025",
        read_to=dt.date(2025, 3, 17),
        addresses={"LBK 1/2024": "https://example.org/1", "LBK 2/2025": "https://example.org/2"},
    )


def test_reviewed_acts_and_paragraphs_that_are_not_listed_are_read_where_they_stand() -> None:
    text = _TEXT.replace("reviewed: []", "reviewed: [{act: lov 7/2026, touches: none}]")
    text += "      not_listed: {da: § 4, en: § 4 too}\n"
    (source,) = parse_law_sources(build_node(text)).values()
    assert source.reviewed == ("lov 7/2026",)
    assert source.not_listed == Text("§ 4", "§ 4 too")


def test_the_names_of_authorities_are_no_law() -> None:
    top = build_node(f"    authority_names: [Socialstyrelsen]\n{_TEXT}")
    assert parse_authority_names(top) == ("Socialstyrelsen",)
    assert [*parse_law_sources(top)] == ["loven"]
    assert parse_authority_names(build_node(_TEXT)) == ()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("kind: LBK, day", "slags: LBK, day", "is unknown"),
        ("      read_to: 2025-03-17\n", "", "read_to"),
        ("read_to: 2025-03-17", "read_to: soon", "a day is expected"),
        ("reviewed: []", "seen: []", "is unknown"),
    ],
)
def test_a_source_that_is_not_in_the_form_is_refused(old: str, new: str, what: str) -> None:
    assert old in _TEXT
    with pytest.raises(RuleError) as refused:
        parse_law_sources(build_node(_TEXT.replace(old, new)))
    assert what in str(refused.value)


def test_every_law_of_the_rulebook_has_a_source() -> None:
    rules = RuleSet.load()
    assert set(rules.laws) <= set(rules.sources)


def test_every_current_version_but_a_practice_is_one_of_those_read() -> None:
    sources = RuleSet.load().sources
    assert [name for name, one in sources.items() if one.current not in one.versions] == ["praksis"]
