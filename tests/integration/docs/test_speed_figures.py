"""The figures on speed in the README are those of the page on speed."""

from __future__ import annotations

import re

from tests.fixtures.paths import ROOT


def test_every_figure_on_speed_in_the_readme_stands_on_the_page_on_speed() -> None:
    readme, page = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/explanation/benchmark.md")
    )
    section = readme.partition("\n## How fast\n")[2].partition("\n## ")[0]
    figures = [row.split("|")[2].strip() for row in section.splitlines() if row.startswith("|")][2:]
    assert len(figures) > 8
    assert [one for one in figures if not re.search(rf"(?<![\d.,]){re.escape(one)}(?![\d.,]\d)", page)] == []
