"""The table of absences: CSV and XLSX, with names and Danish dates."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest

from meetings import PlanRequest, plan
from meetings._domain.parties import Party
from meetings._request.absence import Absence
from meetings._request.absence_table import build_template, read_absences
from meetings._request.fields import Facilitator
from meetings.errors import RequestError
from tests.fixtures.planning_requests import AT, build_request

HEAD = "kind;who;from;to;weekdays;times\n"
PEOPLE = (Facilitator(id="f1", name="Facilitator 1"),)
PRIVATE_WORDS = "Mette Hansen er syg"


def read(text: str) -> dict[Party, tuple[Absence, ...]]:
    return read_absences(text.encode(), "a.csv", 2027, PEOPLE)


def test_each_kind_of_participant_stands_by_its_name():
    rows = "kommune;Århus;1.3.2027;2.3.2027;;\npolitikreds;Fyn;01-09-2027;2027-09-02;;\nbørnehus;Næstved;;;fredag;\n"
    found = read(HEAD + rows + "facilitator;Facilitator 1;;;mandag;\nfacilitator;f1;1/3/2027;1/3/2027;;\n")
    assert {str(party): len(absences) for party, absences in found.items()} == {
        "boernehus Næstved": 1, "facilitator f1": 2, "kommune 0751": 1, "politikreds 1465": 1,
    }  # fmt: skip
    assert found[Party("politikreds", "1465")][0].from_ == dt.date(2027, 9, 1)


def test_danish_columns_and_codes_as_a_spreadsheet_writes_them_are_read():
    found = read("Slags;Hvem;Fra;Til;Ugedage;Tidsrum\nkommune;851;1.3.2027;1.3.2027;;\npolitikreds;1460,0;;;tirsdag;\n")
    assert {str(party) for party in found} == {"kommune 0851", "politikreds 1460"}


def test_weekdays_and_times_are_lists_in_one_cell():
    (absence,) = read(HEAD + "kommune;0751;;;tirsdag og onsdag;08.00-10.00, 12:00-14:00\n")[Party("kommune", "0751")]
    assert absence.weekdays == (1, 2)
    assert absence.times == ((480, 600), (720, 840))


def test_a_row_without_any_time_says_nothing():
    assert read(HEAD + "kommune;0751;;;;\n") == {}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (f"kommune;{PRIVATE_WORDS};1.3.2027;;;", "a.csv, line 2: no kommune has this name or code"),
        (f"{PRIVATE_WORDS};0751;1.3.2027;;;", "a.csv, line 2: kind is no kind of participant"),
        (f"facilitator;{PRIVATE_WORDS};1.3.2027;;;", "a.csv, line 2: no facilitator has this name"),
        (f"kommune;0751;{PRIVATE_WORDS};;;", "a.csv, line 2, from: this is no day"),
        ("kommune;0751;31.2.2027;;;", "a.csv, line 2, from: this is no day"),
        ("kommune;0751;2027-W09-1;;;", "a.csv, line 2, from: this is no day"),
        (f"kommune;0751;;;{PRIVATE_WORDS};", "a.csv, line 2, weekdays: this is no weekday"),
        (f"kommune;0751;;;;{PRIVATE_WORDS}", "a.csv, line 2, times: this is no time span"),
        ("kommune;0751;2.3.2027;1.3.2027;;", "a.csv, line 2, to: the absence ends before it begins"),
        ("kommune;0751;2.3.2027;;;", "a.csv, line 2, to: the day is missing"),
        ("kommune;0751;2.3.2027;;tirsdag;", "a.csv, line 2, to: the day is missing"),
        ("kommune;0751;;2.3.2027;;", "a.csv, line 2, from: the day is missing"),
        ("kommune;0751;30.12.2026;31.12.2026;;", "a.csv, line 2: none of the absence lies in 2027"),
        ("kommune;0751;1.1.2028;2.1.2028;;08.00-09.00", "a.csv, line 2: none of the absence lies in 2027"),
        ("kommune;0751;;;,;", "a.csv, line 2: no absence stands here"),
    ],
)
def test_what_is_wrong_is_refused_with_its_row_and_without_its_words(row: str, says: str):
    with pytest.raises(RequestError) as caught:
        read(f"{HEAD}{row}\n")
    assert str(caught.value).startswith(says)
    assert "Mette" not in str(caught.value) + caught.value.message("da")


@pytest.mark.parametrize("row", ["20.12.2026;1.1.2027", "31.12.2027;5.1.2028"])
def test_an_absence_over_a_new_year_is_read(row: str):
    assert len(read(f"{HEAD}kommune;0751;{row};;\n")) == 1


COLUMNS = ("kind", "who", "from", "to", "weekdays", "times")
MARCH = ("kommune", 751, dt.date(2027, 3, 1), dt.datetime(2027, 3, 5), None, None)  # noqa: DTZ001


def build_workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """Build the bytes of a workbook with these sheets, each of rows."""
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl of the extra xlsx is not installed")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"{PRIVATE_WORDS} {number}")
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("others", [(), ([COLUMNS],), ([[None], [" "]],)])
def test_every_sheet_of_a_workbook_is_read(others: tuple[list[tuple[str, ...]], ...]):
    found = read_absences(build_workbook(*others, [COLUMNS, MARCH], *others), "a.xlsx", 2027, ())
    assert [str(party) for party in found] == ["kommune 0751"]


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        (([COLUMNS, MARCH], [[PRIVATE_WORDS]]), "a.xlsx, sheet 2, row 1: the first row must name the columns"),
        (([COLUMNS], [COLUMNS, MARCH, ("kommune", PRIVATE_WORDS)]), "a.xlsx, sheet 2, row 3: no kommune has this"),
        (([COLUMNS, ("kommune", PRIVATE_WORDS)],), "a.xlsx, row 2: no kommune has this"),
        (([COLUMNS, (*MARCH[:3],)],), "a.xlsx, row 2, to: the day is missing"),
        (([], []), "a.xlsx: the first row must name the columns"),
        (([COLUMNS, (*MARCH, *[None] * 9, PRIVATE_WORDS)],), "a.xlsx, row 2: the row has more cells than there are"),
        (([COLUMNS], [(*COLUMNS, None, "note")]), "a.xlsx, sheet 2, row 1: the first row must name the columns"),
    ],
)
def test_what_is_wrong_in_a_workbook_is_refused_with_its_sheet(sheets: tuple[list[list[object]], ...], says: str):
    with pytest.raises(RequestError) as caught:
        read_absences(build_workbook(*sheets), "a.xlsx", 2027, ())
    assert str(caught.value).startswith(says)
    assert "Mette" not in str(caught.value) + caught.value.message("da")


def test_a_workbook_is_read_like_a_table():
    data = build_workbook([COLUMNS, MARCH, ("kommune", 751.0, None, None, "tirsdag", None)])
    absence, other = read_absences(data, "a.XLSX", 2027, ())[Party("kommune", "0751")]
    assert other.weekdays == (1,)
    assert (absence.from_, absence.to) == (dt.date(2027, 3, 1), dt.date(2027, 3, 5))


def build_sparse_workbook(*rows: int) -> bytes:
    """Build the bytes of a workbook with the columns, and in each sheet a cell at the end of a row."""
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl of the extra xlsx is not installed")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for row in rows:
        sheet = book.create_sheet()
        sheet.append(COLUMNS)
        sheet.cell(row, 16_384, " ")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("rows", [(1_048_576,), (12_000, 12_000)])
def test_a_workbook_of_too_many_rows_is_refused_before_they_are_unrolled(rows: tuple[int, ...]):
    raw = build_sparse_workbook(*rows)
    tracemalloc.start()
    with pytest.raises(RequestError, match=r"a\.xlsx: it has more than 20000 rows"):
        read_absences(raw, "a.xlsx", 2027, ())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


def test_cells_far_to_the_right_that_are_empty_cost_nothing():
    raw = build_sparse_workbook(2_000)
    tracemalloc.start()
    assert read_absences(raw, "a.xlsx", 2027, ()) == {}
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


def test_bytes_that_are_no_workbook_are_refused():
    pytest.importorskip("openpyxl", reason="openpyxl of the extra xlsx is not installed")
    with pytest.raises(RequestError, match="no workbook that can be read"):
        read_absences(b"PK", "a.xlsx", 2027, ())


def test_without_the_library_a_workbook_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(RequestError, match=r"pip install 'overgreb-rules\[xlsx\]', or use CSV"):
        read_absences(b"", "a.xlsx", 2027, ())


def test_the_template_is_a_table_without_absences():
    assert read_absences(build_template(None), "a.csv", 2027, ()) == {}
    assert build_template(Path("a.csv")) == build_template(None)
    assert build_template(None).decode("utf-8-sig") == "slags;hvem;fra;til;ugedage;tidsrum\r\n"
    assert build_template(None, "en").decode("utf-8-sig") == "kind;who;from;to;weekdays;times\r\n"


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.xls"])
def test_a_template_of_another_ending_is_refused(name: str):
    with pytest.raises(RequestError, match=rf"^{name}: its name ends neither in \.csv nor in \.xlsx"):
        build_template(Path(name))


def test_the_template_of_a_workbook_is_one_too():
    pytest.importorskip("openpyxl", reason="openpyxl of the extra xlsx is not installed")
    assert read_absences(build_template(Path("a.xlsx")), "a.xlsx", 2027, ()) == {}


def test_absences_of_the_request_and_of_the_table_are_busy_times(tmp_path: Path):
    (tmp_path / "absences.csv").write_text(HEAD + "politikreds;Nordjylland;1.1.2027;30.6.2027;;\n", encoding="utf-8")
    path = tmp_path / "request.yaml"
    away = "away: {kommuner: {Aalborg: [{from: 2027-07-01, to: 2027-11-30}]}}"
    path.write_text(f'year: 2027\ndistricts: ["1460"]\nabsences: absences.csv\n{away}\n', encoding="utf-8")
    schedule = plan(PlanRequest.load(path), at=AT)
    assert schedule.meetings[0].start.month == 12
    assert not {"kommune 0851", "politikreds 1460"} & set(schedule.receipt["assumed_free"])
    assert "away" not in schedule.receipt["request"]


def test_a_table_that_was_not_read_is_never_taken_as_empty():
    with pytest.raises(RequestError, match=r"PlanRequest\.load"):
        plan(build_request(absences="a.csv"), at=AT)
