"""Text for a terminal: lines end where they may, and words are never markup."""

from __future__ import annotations

from rich.table import Table

from overgreb_rules.render._terminal import TerminalText, build_cell


def test_a_line_never_ends_inside_a_citation() -> None:
    out = TerminalText(colour=False, width=24)
    grid = Table.grid()
    grid.add_row(build_cell("efter barnets lov § 138, stk. 1, 1. pkt. og § 155 a"))
    out.add(grid)
    lines = out.text().splitlines()
    assert len(lines) > 1
    for part in ("§\u00a0138", "stk.\u00a01", "1.\u00a0pkt."):
        assert any(part in line for line in lines)


def test_brackets_are_text() -> None:
    out = TerminalText(colour=False)
    out.add(build_cell("e[1] [bold]x[/bold]", "bold"))
    assert out.text() == "e[1] [bold]x[/bold]\n"


def test_the_width_is_one_hundred_columns_unless_it_is_asked_for() -> None:
    assert [TerminalText(colour=False, width=width).width for width in (None, 60)] == [100, 60]
