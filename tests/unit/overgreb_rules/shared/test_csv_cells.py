"""Cells that a spreadsheet would run as a formula become text, and all others stay as they are."""

from __future__ import annotations

import pytest

from overgreb_rules.shared.csv_cells import build_csv, neutralise_formula


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"])
@pytest.mark.parametrize("before", ["", " ", "\u00a0", " \u00a0 "])
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(before: str, sign: str) -> None:
    assert neutralise_formula(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("cell", ["", " ", "Aarhus", "1=1", "a\n=1", "§ 136", "'=1"])
def test_a_cell_that_begins_with_no_formula_stays_as_it_is(cell: str) -> None:
    assert neutralise_formula(cell) == cell


def test_the_text_has_the_mark_of_utf_8_semicolons_and_the_line_ends_of_excel() -> None:
    assert build_csv([["Sag", "Pligt"], ["A;1", "=2"]]) == '\ufeffSag;Pligt\r\n"A;1";\'=2\r\n'
