"""What several commands need."""

from __future__ import annotations

import pytest

from meetings.cli._io import print_table


@pytest.mark.parametrize("length", [40, 600, 5_000])
def test_a_table_in_a_pipe_has_a_line_for_each_row_whatever_its_width(capsys: pytest.CaptureFixture[str], length: int):
    print_table(["A", "B"], [["x " * length, "end"], ["y", "end"]])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[1].split() == [*["x"] * length, "end"]
