"""The table for a Danish Excel."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.render.csv_table import format_excel_date, format_weekday, render_csv
from overgreb_rules.shared.csv_cells import build_csv
from overgreb_rules.shared.text import Text
from tests.fixtures.rendered_evaluations import (
    build_evaluation,
    build_full_evaluation,
    build_obligation,
    copenhagen_time,
    evaluate_example,
)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_file_begins_with_the_mark_and_ends_every_line_as_excel_does(language: str) -> None:
    text = render_csv([evaluate_example("christmas-notification")[0]], language)
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == 10


def test_each_duty_is_a_row_with_its_days_as_denmark_writes_them_and_their_weekdays() -> None:
    rows = _rows(render_csv([evaluate_example("christmas-notification")[0]], "da"))
    heading, receipt = rows[0], rows[1]
    assert heading[3:7] == ["Sikker frist", "Ugedag", "Yderste frist", "Ugedag"]
    assert receipt[2:7] == ["måske overskredet", "31-12-2016", "lørdag", "03-01-2017", "tirsdag"]
    assert rows[-1][3:5] == ["24-12-2016 16:30", "lørdag"]
    assert {len(row) for row in rows} == {len(heading)}


def test_the_headings_and_words_follow_the_language() -> None:
    rows = _rows(render_csv([evaluate_example("christmas-notification")[0]], "en"))
    assert rows[0][:4] == ["Case", "As of", "Status", "Safe deadline"]
    assert rows[1][2:5] == ["contested", "31-12-2016", "Saturday"]
    assert rows[1][11] == "the municipal council"


def test_a_duty_without_a_date_has_empty_dates_and_names_what_is_missing() -> None:
    row = _rows(
        render_csv([build_evaluation(build_obligation(due=None, status="undetermined", needs=("overgreb",)))], "da")
    )[1]
    assert row[3:9] == [""] * 6
    assert row[15] == "om der er viden eller mistanke om overgreb"


def test_the_first_lawful_day_of_an_act_stands_under_no_deadline() -> None:
    window = build_obligation(modality="window", due=dt.date(2025, 3, 11), status="breached")
    heading, row = _rows(render_csv([build_evaluation(window)], "da"))
    assert heading[3:9] == ["Sikker frist", "Ugedag", "Yderste frist", "Ugedag", "Må tidligst ske", "Ugedag"]
    assert row[3:9] == ["", "", "", "", "11-03-2025", "tirsdag"]


def test_no_duties_give_the_headings_alone_and_several_cases_one_table() -> None:
    assert len(_rows(render_csv([build_evaluation()], "da"))) == 1
    both = _rows(
        render_csv(
            [build_evaluation(build_obligation(), case_id="A"), build_evaluation(build_obligation(), case_id="B")], "da"
        )
    )
    assert [row[0] for row in both] == ["Sag", "A", "B"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\u00a0=", "＝", "＠"])
def test_a_cell_that_begins_like_a_formula_is_made_a_text(start: str) -> None:
    hostile = f"{start}HYPERLINK(1)"
    assert _rows(build_csv([[hostile]])) == [["'" + hostile]]
    case = build_evaluation(
        build_obligation(trigger=hostile, key=f"{hostile}@1", title=Text(hostile, hostile)), case_id=hostile
    )
    cells = [cell for row in _rows(render_csv([case], "da")) for cell in row]
    assert not [
        cell for cell in cells if cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＠"))
    ]


def test_a_separator_or_a_line_break_in_a_cell_stays_in_its_cell() -> None:
    assert _rows(build_csv([['a;b"c\r\nd', "e"]])) == [['a;b"c\r\nd', "e"]]


def test_the_same_answer_gives_the_same_file() -> None:
    assert render_csv([build_full_evaluation()], "da") == render_csv([build_full_evaluation()], "da")


def test_days_and_instants_are_written_as_denmark_does() -> None:
    assert format_excel_date(dt.date(2024, 5, 3), "da") == "03-05-2024"
    assert format_excel_date(copenhagen_time("2024-05-03T14:05"), "da") == "03-05-2024 14:05"
    passes = [dt.datetime.fromisoformat(f"2026-10-25T{clock}Z").astimezone(COPENHAGEN) for clock in ("00:30", "01:30")]
    assert [format_excel_date(instant, "da") for instant in passes] == [
        "25-10-2026 02:30 (sommertid)", "25-10-2026 02:30 (vintertid)",
    ]  # fmt: skip
    assert [format_weekday(dt.date(2024, 5, 3), language) for language in ("da", "en")] == ["fredag", "Friday"]
