"""The page as a document: its outline, its tables, its folds, and that it is whole by itself."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from overgreb_rules.evaluation import Evaluation
from overgreb_rules.render._html import PAGE_STYLE
from overgreb_rules.render.link_template import LinkTemplate
from overgreb_rules.render.page import render_fragment, render_page
from overgreb_rules.render.timeline import render_timeline
from overgreb_rules.shared.no_break_spaces import NO_BREAK_SPACE, add_no_break_spaces
from tests.fixtures.rendered_evaluations import (
    EXAMPLE_INSTANTS,
    build_evaluation,
    build_full_evaluation,
    build_obligation,
    evaluate_example,
)

_VOID = {"meta", "br", "img", "link", "input", "hr"}
_HOSTILE = "\"'></title></style></svg><script>alert(1)</script><img src=x onerror=alert(2)>\u0000"


class _Outline(HTMLParser):
    """The tags of a page in order, each with its attributes, its path and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.path: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, list[str]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.path.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.path.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.path:
            self.words.setdefault(tag, []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def _words(page: str, tag: str) -> str:
    return "".join(_Outline(page).words[tag]).replace(NO_BREAK_SPACE, " ")


_ANSWERS: dict[str, Evaluation] = {
    **{name: evaluate_example(name)[0] for name in EXAMPLE_INSTANTS},
    "none": build_evaluation(),
    "hostile": build_full_evaluation(hostile=_HOSTILE),
}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", _ANSWERS)
def test_the_page_has_its_language_its_landmarks_and_headings_that_skip_no_level(name: str, language: str) -> None:
    text = render_page(_ANSWERS[name], language)
    outline = _Outline(text)
    assert text.startswith("<!DOCTYPE html>\n<html lang=")
    assert outline.path == []
    assert outline.all("html") == [{"lang": language, "class": "overgreb-rules"}]
    assert [len(outline.all(tag)) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", _ANSWERS)
def test_every_table_has_a_caption_and_every_heading_cell_a_scope(name: str) -> None:
    outline = _Outline(render_page(_ANSWERS[name], "da"))
    assert len(outline.all("table")) == len(outline.all("caption"))
    assert {attrs.get("scope") for attrs in outline.all("th")} <= {"row", "col"}


@pytest.mark.parametrize("name", _ANSWERS)
def test_no_id_stands_twice_and_every_link_and_label_leads_to_one(name: str) -> None:
    outline = _Outline(render_page(_ANSWERS[name], "da"))
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [(attrs["href"] or "").removeprefix("#") for attrs in outline.all("a")]
    for _, attrs in outline.tags:
        targets += (attrs.get("aria-labelledby") or "").split()
    assert set(targets) <= set(ids)


@pytest.mark.parametrize("name", _ANSWERS)
def test_the_page_is_whole_by_itself_and_runs_nothing(name: str) -> None:
    outline = _Outline(render_page(_ANSWERS[name], "da"))
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & {tag for tag, _ in outline.tags}
    for _, attrs in outline.tags:
        assert not [key for key in attrs if key.startswith("on") or key in ("src", "style")]
        assert (attrs.get("href") or "#").startswith("#")
    assert "url(" not in PAGE_STYLE
    assert "@import" not in PAGE_STYLE


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_a_case_says_is_shown_as_it_stands_and_is_never_markup(language: str) -> None:
    outline = _Outline(render_page(_ANSWERS["hostile"], language))
    said = "".join(outline.words["body"])
    assert "<script>alert(1)</script>" in said
    assert "\x00" not in said


def test_each_duty_has_its_counting_and_its_explanation_folded() -> None:
    result = evaluate_example("christmas-notification")[0]
    text = render_page(result, "da")
    outline = _Outline(text)
    summaries = "".join(outline.words["summary"])
    assert summaries.count("Forklaring") == len(result.obligations) == len(outline.all("article"))
    assert summaries.count("Sådan er fristen beregnet") == sum(bool(one.counting) for one in result.obligations)
    assert not [attrs for attrs in outline.all("details") if "open" in attrs]
    folded = "".join(outline.words["details"])
    for one in result.obligations:
        assert add_no_break_spaces(one.explanation.da) in folded
        for day in one.counting:
            assert add_no_break_spaces(day.why.da) in folded


def test_both_dates_are_said_where_there_are_two_and_what_they_mean() -> None:
    said = _words(render_page(evaluate_example("christmas-notification")[0], "da"), "main")
    assert "lørdag den 31. december 2016 (sikker frist)" in said
    assert "tirsdag den 3. januar 2017 (yderste frist)" in said
    assert "Fristen er først overskredet efter den yderste." in said
    assert "Hvor der står to datoer" not in _words(render_page(build_evaluation(build_obligation()), "da"), "main")


def test_what_is_not_told_and_warnings_are_said_in_words() -> None:
    said = _words(render_page(evaluate_example("unknown-abuse")[0], "da"), "dl")
    assert "om der er viden eller mistanke om overgreb" in said
    assert "(overgreb)" not in said
    assert "Bemærk" in render_page(build_full_evaluation(), "da")
    assert "Note" in render_page(build_full_evaluation(), "en")


@pytest.mark.parametrize("name", _ANSWERS)
def test_a_fragment_has_no_landmark_begins_at_the_second_level_and_names_nothing_that_can_collide(name: str) -> None:
    outline = _Outline(render_fragment(_ANSWERS[name], "da"))
    assert not {"html", "head", "body", "header", "main", "footer", "h1"} & {tag for tag, _ in outline.tags}
    assert outline.all("h2")
    for _, attrs in outline.tags:
        assert (attrs.get("id") or "og-").startswith("og-")
        assert (attrs.get("href") or "#og-").startswith("#og-")
        assert all(one.startswith(("og-", "overgreb-rules")) for one in (attrs.get("class") or "og-").split())


def test_two_fragments_can_stand_in_one_page() -> None:
    pair = [render_fragment(build_evaluation(build_obligation(), case_id=case), "da") for case in ("A", "B")]
    ids = [attrs["id"] for text in pair for _, attrs in _Outline(text).tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for text in pair:
        own = {attrs["id"] for _, attrs in _Outline(text).tags if "id" in attrs}
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= own


def test_every_rule_of_the_style_stands_under_the_class_of_the_page() -> None:
    plain = re.sub(r"@(?:page|supports|container|media)[^{]*\{", "", PAGE_STYLE)
    selectors = [one.strip() for rule in re.findall(r"([^{}]+)\{", plain) for one in rule.split(",")]
    inside = re.sub(r":is\([^)]*\)", "", ",".join(selectors)).split(",")
    assert inside
    assert all("overgreb-rules" in one for one in inside)


def test_a_link_leads_to_the_duty_in_the_system_of_the_caller() -> None:
    link = LinkTemplate.parse("https://sager.example.org/{case_id}?a=1#{key}")
    result = build_evaluation(build_obligation(key='r@e 1"><b>'), case_id="A/17 &")
    for text in (render_page(result, "da", link=link), render_fragment(result, "da", link=link)):
        hrefs = [attrs["href"] for attrs in _Outline(text).all("a")]
        assert "https://sager.example.org/A%2F17%20%26?a=1#r%40e%201%22%3E%3Cb%3E" in hrefs


def test_the_timeline_of_the_page_is_the_one_of_the_file() -> None:
    result, events = evaluate_example("christmas-notification")
    on_page = render_page(result, "da", events)
    for shape in re.findall(r' d="([^"]+)"', render_timeline(result, "da", events)):
        assert shape in on_page


def test_the_legal_basis_is_marked_as_danish_on_an_english_page() -> None:
    text = render_page(build_evaluation(build_obligation()), "en")
    cite = add_no_break_spaces("barnets lov § 136, stk. 2")
    assert f'<span lang="da">{cite}</span>' in text
    assert '<span lang="da">' not in render_page(build_evaluation(build_obligation()), "da")


def test_no_duties_give_a_page_that_says_so() -> None:
    assert "Ingen pligter på dette tidspunkt." in render_page(build_evaluation(), "da")
    assert "No duties at this instant." in render_page(build_evaluation(), "en")


def test_the_same_answer_gives_the_same_page() -> None:
    assert render_page(build_full_evaluation(), "da") == render_page(build_full_evaluation(), "da")


@pytest.mark.parametrize("words", ["light-dark(", "@media print", "details::details-content"])
def test_the_page_is_made_for_dark_screens_and_for_paper(words: str) -> None:
    assert words in PAGE_STYLE
