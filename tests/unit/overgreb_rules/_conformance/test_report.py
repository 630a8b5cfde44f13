"""The report says how many answers were right, what was wrong first, and whether the whole was passed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from overgreb_rules._conformance.difference_words import DifferenceWriter
from overgreb_rules._conformance.report import ConformanceReport, describe_level, hash_vectors
from overgreb_rules._conformance.runner import LevelResult, WrongAnswer
from overgreb_rules._conformance.vector import Vector
from overgreb_rules.shared.text import Text

WRITER = DifferenceWriter({"laws": {}, "rules": {}, "texts": {"statuses": {}}})
WRONG = WrongAnswer(Vector("L1", "L1-0007", "lov § 1", {}, "", {"keys": ["r@e1"]}), {"keys": []})


def _report(*results: LevelResult, is_whole: bool = True) -> ConformanceReport:
    return ConformanceReport(results, "2026.2", "b" * 64, "c" * 64, is_whole)


def test_a_level_that_is_passed_is_one_line() -> None:
    (line,) = describe_level(LevelResult("L1", 3, 3), WRITER, "da")
    assert line == "L1 Hvilke pligter der opstår: 3 af 3 rigtige"


def test_the_first_wrong_answer_is_told_with_its_provision_and_the_others_are_counted() -> None:
    lines = [*describe_level(LevelResult("L1", 3, 1, [WRONG, WRONG]), WRITER, "en")]
    assert lines == [
        "L1 Which duties arise: 1 of 3 right",
        "  L1-0007 (lov § 1): r@e1 must arise, and does not.",
        "  More wrong answers: 1",
    ]


def test_a_fault_tells_how_many_were_not_answered() -> None:
    result = LevelResult("L1", 3, 1, fault=Text("Programmet faldt.", "The program fell."))
    assert [*describe_level(result, WRITER, "en")] == [
        "L1 Which duties arise: 1 of 3 right; 2 not answered",
        "  The program fell.",
    ]


@pytest.mark.parametrize(
    ("report", "verdict"),
    [
        (_report(LevelResult("L1", 3, 3)), "The program answers as the rules say."),
        (
            _report(LevelResult("L1", 3, 3), is_whole=False),
            "The program answers as the rules say, at the levels that were tried.",
        ),
        (_report(LevelResult("L1", 3, 2, [WRONG])), "The program does not answer as the rules say."),
    ],
)
def test_the_verdict_is_a_sentence(report: ConformanceReport, verdict: str) -> None:
    assert report.verdict("en") == verdict
    assert report.is_passed == ("not" not in verdict)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_holds_program_day_hashes_counts_and_a_line_to_sign(language: str) -> None:
    page = _report(LevelResult("L1", 3, 2, [WRONG])).to_page("node a.js | `x`", dt.date(2026, 11, 28), language)
    assert "`node a.js  x`" in page
    assert "28" in page
    assert "b" * 64 in page
    assert "c" * 64 in page
    assert "| 2 | 3 |" in page
    assert "____" in page


def test_the_hash_of_the_vectors_is_that_of_the_files_in_order(tmp_path: Path) -> None:
    for level in ("L1", "L2"):
        (tmp_path / f"{level}.jsonl").write_text(level, encoding="utf-8")
    assert hash_vectors(tmp_path, ["L1", "L2"]) != hash_vectors(tmp_path, ["L2", "L1"])
    assert hash_vectors(tmp_path, ["L1"]) != hash_vectors(tmp_path, ["L1", "L2"])
