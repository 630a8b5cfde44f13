"""The three lines for a caseworker are what the CSV says of a duty of the first case."""

from __future__ import annotations

import csv
import io
import re

import pytest

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules.render.csv_table import render_csv
from tests.fixtures.paths import DOCS

TUTORIAL = (DOCS / "tutorial" / "first-case.md").read_text(encoding="utf-8")
CASE = re.findall(r"```json title=.*?\n(.*?)```", TUTORIAL, re.DOTALL)[0]
SHORT_DAYS = {"fredag": "fre.", "mandag": "man."}


@pytest.mark.parametrize("name", ["what-people-see.md", "what-people-see.da.md"])
def test_the_three_lines_hold_the_cells_that_the_page_names(name: str) -> None:
    page = (DOCS / "how-to" / name).read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    result = evaluate(
        Case.model_validate_json(CASE), at="2026-11-21T12:00:00+01:00", rulebook=Rulebook.load(matcher="reference")
    )
    heads, *rows = csv.reader(io.StringIO(render_csv([result], "da").removeprefix("\ufeff")), delimiter=";")
    (row,) = (row for row in rows if row[heads.index("Pligt")] == "Bekræftelse af modtagelsen")
    cells = dict(zip(heads, row, strict=True))
    days = [
        f"{SHORT_DAYS[row[place + 1]]} {row[place].replace('-', '.')}"
        for place in (heads.index("Sikker frist"), heads.index("Yderste frist"))
    ]
    assert shown.splitlines() == [
        f"{cells['Status'].capitalize()}: {cells['Pligt']}",
        f"Senest {days[0]} (sikker frist); yderste frist {days[1]}",
        f"{cells['Udløst af'].capitalize()} · {cells['Hjemmel']}",
    ]
