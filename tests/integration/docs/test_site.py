"""The sources of the site: a page for each provision in both languages, every word of an answer, and no dead link."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import meetings.cli
import overgreb_rules.cli
from overgreb_rules import Rulebook
from overgreb_rules._evaluate.json_schemas import SCHEMA_NAMES, build_json_schema
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import translate
from tests.fixtures.paths import DOCS
from tools.site import staging
from tools.site.command_page import list_commands
from tools.site.event_page import collect_event_uses
from tools.site.navigation import NAVIGATION
from tools.site.provision_words import SECTIONS
from tools.site.staging import build_pages, format_navigation, place_of, rewrite_links

RULES = RuleSet.load()
LINK = re.compile(r"\]\(([^)#:\s]+)(#[^)\s]+)?\)")
FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")


@pytest.fixture(scope="module")
def pages() -> Mapping[str, str]:
    """Every page of the site by its path."""
    return build_pages(Rulebook.load())


def test_the_sources_of_the_site_have_the_same_line_ends_on_every_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without a word on them a system writes its own line ends."""
    write, line_ends = Path.write_text, []

    def record(path: Path, text: str, encoding: str, newline: str | None = None) -> int:
        line_ends.append(newline)
        return write(path, text, encoding=encoding, newline=newline)

    monkeypatch.setattr(staging, "build_pages", lambda _: {"a/b.md": "text\n"})
    monkeypatch.setattr(Path, "write_text", record)
    staging.stage_site(tmp_path, Rulebook.load())
    assert line_ends == ["\n", "\n"]


def provision(pages: Mapping[str, str], rule: str, language: str) -> str:
    return pages[f"reference/provisions/{language}/{rule}.md"]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["da", "en"])
def test_each_rule_has_a_page_with_every_part_and_none_is_empty(pages: Mapping[str, str], language: str) -> None:
    headings = [f"## {translate(heading, language)}" for heading in SECTIONS.values()]
    for rule in RULES:
        page = provision(pages, rule.id, language)
        assert [line for line in page.splitlines() if line.startswith("## ")] == headings, rule.id
        for part in re.split(r"^## .*$", page, flags=re.MULTILINE)[1:]:
            assert part.removesuffix("</div>\n").strip(), f"{rule.id} ({language}) has an empty part"


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_page_shows_the_clock_as_a_picture_and_every_example_with_case_and_answer(
    pages: Mapping[str, str], language: str
) -> None:
    for rule in RULES:
        page = provision(pages, rule.id, language)
        assert page.count("<svg") == 1, rule.id
        assert page.count("\n### ") == len(rule.examples)
        assert page.count("```json") == 2 * len(rule.examples)


def test_a_page_names_the_act_with_its_address_the_subject_number_and_the_rules_before_and_after(
    pages: Mapping[str, str],
) -> None:
    for rule in RULES:
        page = provision(pages, rule.id, "da")
        assert all(f"]({address})" in page for address in RULES.addresses_of(rule).values())
        assert f"| {rule.kle or 'intet kendt'} |" in page
        for other in ([rule.succeeds] if rule.succeeds else []) + [*RULES.successor.get(rule.id, ())]:
            assert f"({other}.md)" in page


def test_the_status_and_the_date_of_an_example_stand_on_the_page(pages: Mapping[str, str]) -> None:
    page = provision(pages, "bl-138-1-kvittering", "da").replace("\u00a0", " ")
    assert "| `u1` | opfyldt (`met`) | mandag den 12. februar 2024 | tirsdag den 13. februar 2024 |" in page
    assert "| 10. februar 2024 | tælles med | tælles ikke med |" in page


def test_an_event_type_names_the_rules_that_it_opens_meets_waives_and_moves(pages: Mapping[str, str]) -> None:
    uses = collect_event_uses(RULES)
    assert "bl-138-1-kvittering" in uses["underretning_modtaget"]["opens"]
    assert "bl-138-1-kvittering" in uses["kvittering_sendt"]["meets"]
    assert "bl-137-3-samtale-overgreb" in uses["boernesamtale_undladt"]["ends"]
    assert "bl-50-genbehandling-1-aar" in uses["endelig_proevelse"]["moves"]
    part = (
        pages["reference/event-types.da.md"]
        .partition("{ #endelig_proevelse }")[2]
        .partition("\n## ")[0]
        .replace("\u00a0", " ")
    )
    assert "| Bestemmer eller flytter fristen | [Genbehandling af anbringelsen inden 1 år]" in part


def test_every_page_of_the_navigation_is_there(pages: Mapping[str, str]) -> None:
    assert [page for page in _pages_of(NAVIGATION) if page not in pages] == []


def test_every_document_but_a_decision_stands_in_the_navigation() -> None:
    documents = {place_of(f"docs/{path.relative_to(DOCS).as_posix()}") for path in DOCS.rglob("*.md")}
    missing = documents - {*_pages_of(NAVIGATION)}
    assert {page for page in missing if not page.startswith("explanation/decisions/")} == set()


def test_every_link_of_every_page_leads_to_a_page_or_a_file_of_the_site(pages: Mapping[str, str]) -> None:
    dead = set()
    for name, text in pages.items():
        for match in LINK.finditer(FENCE.sub("", text)):
            target = os.path.normpath(f"{name.rpartition('/')[0]}/{match[1]}".lstrip("/"))
            if target not in pages:
                dead.add((name, match[1]))
    assert dead == set()


def test_every_column_of_every_table_has_a_heading(pages: Mapping[str, str]) -> None:
    heads = re.compile(r"^\|(.*)\|\n\|(?:[ :-]+\|)+$", re.MULTILINE)
    bare = [(name, head[0]) for name, text in pages.items() for head in heads.finditer(text) if _is_bare(head[1])]
    assert bare == []


def _is_bare(head: str) -> bool:
    return any(not cell.strip() for cell in head.split("|"))


def test_the_page_on_python_lists_every_public_name(pages: Mapping[str, str]) -> None:
    (members,) = re.findall(r"members: \[(.*)\]", pages["reference/python.md"])
    assert {*members.split(", ")} == {*overgreb_rules.__all__} - {"__version__"}


def test_the_page_of_commands_has_every_command_of_both_programs(pages: Mapping[str, str]) -> None:
    parsers = [overgreb_rules.cli.build_parser("da"), meetings.cli.build_parser("da")]
    commands = [command.prog for parser in parsers for command in list_commands(parser)]
    assert len(commands) > 30
    for language in ("da", "en"):
        page = pages[f"reference/command-line.{language}.md"]
        assert re.findall(r"^## (.*)$", page, re.MULTILINE) == commands


def test_each_page_in_danish_says_so(pages: Mapping[str, str]) -> None:
    danish = [name for name, text in pages.items() if name.endswith(".md") and _is_danish(text)]
    assert {"dansk.md", "how-to/install.da.md", "reference/law/barnets_lov.md"} < {*danish}
    assert [name for name in danish if not pages[name].startswith('<div lang="da" markdown>\n')] == []


def _is_danish(text: str) -> bool:
    """Whether a page is in Danish; one that shows texts in both languages is not."""
    words = re.findall(r"[a-zæøå]+", CODE.sub("", FENCE.sub("", text)).lower())
    danish = sum(word in {"og", "ikke", "som", "med", "er"} for word in words)
    return danish > 3 * sum(word in {"and", "not", "which", "with", "is"} for word in words)


def test_a_link_to_a_document_of_the_project_leads_into_the_site() -> None:
    text, linked = rewrite_links(
        "[a](../README.md#x) [b](how-to/arrow.md) [c](../rules) [d](https://e.org)", "docs/a.md"
    )
    assert text == "[a](project/index.md#x) [b](how-to/arrow.md) c [d](https://e.org)"
    assert linked == ["README.md", "docs/how-to/arrow.md"]


def test_the_navigation_is_written_as_the_settings_take_it() -> None:
    assert (
        format_navigation({"A": "a.md", "B": {"»C«": "c.md"}}) == '[{ "A" = "a.md" }, { "B" = [{ "»C«" = "c.md" }] }]'
    )


def test_every_word_that_can_stand_in_an_answer_has_its_place_in_the_reference(pages: Mapping[str, str]) -> None:
    reference = [text for name, text in pages.items() if name.startswith("reference/") and "/provisions/" not in name]
    shown = {word for text in reference for word in CODE.findall(text)}
    shown |= {part for word in shown for part in word.split(".")}
    words = {*_words_of_answers(), *_words_of_cases(), *_words_of_ladders()}
    assert len(words) > 350
    assert sorted(words - shown) == []


def _words_of_answers() -> Iterator[str]:
    """Every field and every word of an enumeration in the schemas of what comes back."""
    for name in SCHEMA_NAMES:
        yield from _words_of(build_json_schema(name, RULES))


def _words_of(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        values = schema.get("enum", ())
        yield from (word for word in values if isinstance(word, str) and not word.startswith("stays_under_"))
        for inner in schema.values():
            yield from _words_of(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _words_of(inner)


def _words_of_cases() -> Iterator[str]:
    vocabulary = RULES.vocabulary
    yield from (*vocabulary.events, *vocabulary.facts, *vocabulary.values, *vocabulary.bearers, "of", "at")
    yield from (part for name in vocabulary.case for part in name.split("."))


def _words_of_ladders() -> Iterator[str]:
    """Who is told by the ladders that come with the rules, and the words of a policy file."""
    assert RULES.ladders is not None
    yield from (step["to"].text() for ladder in RULES.ladders["ladders"] for step in ladder["steps"])
    yield from ("id", "says", "for", "steps", "when", "to", "action", "ladders", "not_recorded")
    yield from ("count", "rule", "law", "bearer", "part", "after_start", "after_breach", "breach")


def _pages_of(navigation: Mapping[str, object]) -> Iterator[str]:
    for inner in navigation.values():
        if isinstance(inner, Mapping):
            yield from _pages_of(inner)
        else:
            yield str(inner)
