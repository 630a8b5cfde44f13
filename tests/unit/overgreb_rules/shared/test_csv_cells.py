"""Cells that a spreadsheet would run as a formula become text, and all others stay as they are."""

from __future__ import annotations

import unicodedata

import pytest

from overgreb_rules.shared.csv_cells import build_csv, neutralise_formula

BLANKS = ["", " ", "\u00a0", " \u00a0 ", "\u3000", "\u2003", "\u202f", "\u2028", "\x00", "\u2800", "\u3164", "\ufe0f"]
"""Spaces, controls, and letters and symbols that are drawn as nothing."""


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹣", "\t", "\r", "\n"])
@pytest.mark.parametrize("before", BLANKS)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(before: str, sign: str) -> None:
    assert neutralise_formula(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


def test_no_space_and_no_invisible_character_of_unicode_hides_a_formula() -> None:
    blanks = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) in {"Zs", "Zl", "Zp", "Cf"}]
    assert "\u200b" in blanks
    assert not [blank for blank in blanks if neutralise_formula(f"{blank}=1") != f"'{blank}=1"]


@pytest.mark.parametrize("cell", ["", " ", "Aarhus", "1=1", "a\n=1", "§ 136", "'=1", "\u3000a=1", "\u200b"])
def test_a_cell_that_begins_with_no_formula_stays_as_it_is(cell: str) -> None:
    assert neutralise_formula(cell) == cell


def test_the_text_has_the_mark_of_utf_8_semicolons_and_the_line_ends_of_excel() -> None:
    assert build_csv([["Sag", "Pligt"], ["A;1", "=2"]]) == '\ufeffSag;Pligt\r\n"A;1";\'=2\r\n'
