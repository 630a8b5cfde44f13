"""The rows of a CSV file beside the rules: each with its place, and a row that cannot be read is refused with it."""

from __future__ import annotations

import pytest

from overgreb_rules._rulecheck.csv_rows import read_csv_rows
from overgreb_rules.errors import RuleError


def test_a_row_has_the_line_in_which_it_ends() -> None:
    assert [*read_csv_rows('a,b\n"c\nd",e\n', "one.csv")] == [
        ("one.csv, line 1", ["a", "b"]),
        ("one.csv, line 3", ["c\nd", "e"]),
    ]


def test_a_field_without_end_is_refused_with_its_line() -> None:
    with pytest.raises(RuleError, match=r"one\.csv, line 2: the line cannot be read as CSV"):
        list(read_csv_rows("a,b\n" + "x" * 131_073, "one.csv"))


def test_a_quotation_mark_that_is_never_closed_is_refused() -> None:
    with pytest.raises(RuleError, match=r"one\.csv, line 2: the line cannot be read as CSV"):
        list(read_csv_rows('a,"b\nc,d\n', "one.csv"))
