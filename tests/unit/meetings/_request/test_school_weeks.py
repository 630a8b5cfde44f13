"""The table of winter holidays: what is read, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings import PlanRequest, plan
from meetings._request.school_weeks import read_school_weeks
from meetings.errors import RequestError
from tests.fixtures.planning_requests import AT

HEAD = "kommune,year,week,source\n"


def test_a_kommune_stands_by_code_or_name():
    text = HEAD + "0810,2027,8,https://example.org\nÅrhus,2027,7,\nHjørring Kommune,2028,8,brev\n"
    assert read_school_weeks(text.encode(), "weeks.csv") == {2027: {"0810": 8, "0751": 7}, 2028: {"0860": 8}}


def test_danish_columns_and_a_code_without_its_zero_are_read():
    text = "kommune;år;uge;kilde\n851;2027;8;brev\n"
    assert read_school_weeks(text.encode(), "weeks.csv") == {2027: {"0851": 8}}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_of_a_danish_excel_is_read(separator: str):
    text = "\ufeffWeek,Kommune,Year\r\n8,Aalborg,2027\r\n,,\r\n".replace(",", separator)
    assert read_school_weeks(text.encode(), "weeks.csv") == {2027: {"0851": 8}}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("kommune,week\n", 1, "name the columns"),
        ("kommune,year,week,colour\n", 1, "name the columns"),
        ("kommune,year,week,week\n", 1, "name the columns"),
        (HEAD + "0810,2027,9,\n", 2, "week 7 or 8"),
        (HEAD + "0810,20x7,8,\n", 2, "no year"),
        pytest.param(HEAD + f"0810,{'9' * 5_000},8,\n", 2, "no year", id="long"),
        (HEAD + "\nNowhere,2027,8,\n", 3, "no kommune has this name"),
        (HEAD + "0810,2027,8,\nBrønderslev,2027,7,\n", 3, "two different weeks"),
        (HEAD + "0810,2027,8,one,two\n", 2, "more cells than"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(text: str, line: int, says: str):
    with pytest.raises(RequestError, match=says) as caught:
        read_school_weeks(text.encode(), "weeks.csv")
    assert str(caught.value).startswith(f"weeks.csv, line {line}: ")


def test_a_file_of_another_encoding_is_refused():
    with pytest.raises(RequestError, match="CSV UTF-8"):
        read_school_weeks("kommune,year,week\nÅrhus,2027,7\n".encode("latin-1"), "weeks.csv")


def test_the_table_of_a_request_is_laid_under_its_own_years(tmp_path: Path):
    (tmp_path / "weeks.csv").write_text(HEAD + "0810,2027,8,\n0851,2027,8,\n", encoding="utf-8")
    path = tmp_path / "request.yaml"
    keys = 'years: {2027: {"0851": 7}}, kommuner: {"0860": 8}'
    path.write_text(f'year: 2027\ndistricts: ["1460"]\nschool_holidays: {{file: weeks.csv, {keys}}}\n', "utf-8")
    request = PlanRequest.load(path)
    assert [request.school_holidays.winter_week(code, 2027) for code in ("0810", "0851", "0860")] == [8, 7, 8]
    assert "weeks.csv" not in plan(request, at=AT).to_json()
