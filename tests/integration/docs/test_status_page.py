"""The page of statuses and warnings is current, and every word of an answer has its place there."""

from __future__ import annotations

from typing import get_args

from overgreb_rules._conformance.warning_words import WARNING_WORDS
from overgreb_rules._evaluate.json_schemas import WARNING_CODES
from overgreb_rules.evaluation import StatusWord
from tools.write_status_page import PAGE, build_page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_page(), "python tools/write_status_page.py"


def test_every_status_stands_on_the_page_in_the_order_of_an_answer() -> None:
    page = build_page()
    places = [page.index(f"| `{status}` |") for status in get_args(StatusWord)]
    assert places == sorted(places)


def test_every_code_of_a_warning_has_its_meaning() -> None:
    assert {*WARNING_WORDS} == {*WARNING_CODES, "stays_under_LAW"}
