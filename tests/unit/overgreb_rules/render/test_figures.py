"""The figures in words: as a table, CSV, JSON, picture and page."""

from __future__ import annotations

import csv
import io
import json

import pytest

from overgreb_rules.render.figures import render_figures_csv, render_figures_json, render_figures_table
from overgreb_rules.render.figures_page import render_figures_page, render_figures_svg
from tests.fixtures.department_figures import build_figures


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ("Frister overholdt 1. marts 2026 – 31. marts 2026", "33,3–66,7 %", "1 dag", "stikprøve")),
        ("en", ("Time limits kept 1 March 2026 – 31 March 2026", "33.3–66.7 %", "1 day", "sample")),
    ],
)
def test_the_table_says_the_interval_the_time_and_that_a_sample_is_a_sample(language, words):
    table = render_figures_table(build_figures("met", "contested", "overdue", "undetermined"), language)
    assert [word for word in words if word not in table] == []


def test_one_number_stands_where_both_readings_agree():
    assert "100,0 %" in render_figures_table(build_figures("met"), "da")


def test_csv_has_a_row_for_each_measure_of_each_group():
    text = render_figures_csv(build_figures("met", "overdue", by=("kommune",)), "da")
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert [row[:4] for row in rows] == [
        ["Gruppe", "Frist", "Opgjorte pligter", "Overholdt"],
        ["0751", "vurderet i tide", "2", "50,0 %"],
    ]


def test_json_holds_counts_shares_and_published_figures():
    document = json.loads(render_figures_json(build_figures("met", "undetermined", by=("kommune",), kommune=None)))
    (group,) = document["groups"]
    assert group["by"] == {"kommune": None}
    (measure,) = group["measures"]
    assert measure["share"] == {"strict": 1.0, "lenient": 1.0}
    assert measure["missing"] == {"name": "overgreb", "count": 1}
    assert document["published"][0]["share"] == 0.92


def test_the_picture_has_a_lane_for_each_measure_with_something_decided():
    assert "50,0 %" in render_figures_svg(build_figures("met", "overdue"), "da")
    assert ">vurderet i tide<" in render_figures_svg(build_figures("met"), "da")
    assert ">vurderet i tide<" not in render_figures_svg(build_figures(), "da")


def test_the_page_has_one_heading_and_tables_with_headings():
    page = render_figures_page(build_figures("met"), "da")
    assert page.count("<h1>") == 1
    assert page.count('scope="col"') >= 7
    assert 'lang="da"' in page
