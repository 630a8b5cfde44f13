"""The receipt of a calendar file: as data, in words, and the files that a path means."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings._request.calendar_receipt import list_calendar_files, read_receipt
from meetings.errors import RequestError
from tests.fixtures.foreign_calendars import NINE, YEAR, build_calendar, build_event

GUESS = "it is a guess that the calendar does not cover the rest of 2027"


def test_a_file_name_that_looks_like_a_cpr_number_is_hidden(tmp_path: Path):
    file = tmp_path / "010190-1234.ics"
    file.write_bytes(b"")
    assert read_receipt(file, 2027).to_data()["file"] == f"{tmp_path.as_posix()}/«hidden».ics"


def test_a_folder_means_its_calendar_files_and_those_of_its_folders_in_order(tmp_path: Path):
    for name in ("b.ics", "A.ICS", "note.txt", "c/d.ifb"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    found = [path.relative_to(tmp_path).as_posix() for path in list_calendar_files(tmp_path)]
    assert found == ["A.ICS", "b.ics", "c/d.ifb"]
    assert list_calendar_files(tmp_path / "note.txt") == [tmp_path / "note.txt"]


@pytest.mark.parametrize("name", ["missing.ics", "."])
def test_a_path_without_a_calendar_is_refused(tmp_path: Path, name: str):
    with pytest.raises(RequestError):
        list_calendar_files(tmp_path / name)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (
            build_event(*NINE),
            [
                "1 appointment in 2027: 9 March 2027",
                "time zones: Europe/Copenhagen",
                "covers 1 January 2027 to 9 March 2027 (a guess)",
                f"the last appointment is on 9 March 2027; {GUESS}",
            ],
        ),
        (
            ("BEGIN:VFREEBUSY", "DTSTART:20261231T230000Z", "DTEND:20271231T230000Z", "END:VFREEBUSY"),
            ["no appointments in 2027", "covers all of 2027"],
        ),
        (build_event("SUMMARY:Emma"), ["the VEVENT with BEGIN in line 4 has no start (DTSTART)"]),
    ],
)
def test_a_receipt_is_described_in_lines(tmp_path: Path, lines: tuple[str, ...], says: list[str]):
    path = tmp_path / "a.ics"
    path.write_bytes(build_calendar(*lines))
    receipt = read_receipt(path, YEAR)
    assert [line.en for line in receipt.describe()] == says
    assert receipt.is_unknown is (len(says) == 1)


def free_busy(start: str, end: str) -> tuple[str, ...]:
    return ("BEGIN:VFREEBUSY", f"DTSTART:{start}", f"DTEND:{end}", "END:VFREEBUSY")


def test_two_ranges_are_named_apart_and_are_not_sure_from_the_first_to_the_last(tmp_path: Path):
    path = tmp_path / "a.ifb"
    january = free_busy("20261231T230000Z", "20270131T230000Z")
    path.write_bytes(build_calendar(*january, *free_busy("20270228T230000Z", "20270331T220000Z")))
    receipt = read_receipt(path, YEAR)
    assert "covers 1 January 2027 to 31 January 2027, 1 March 2027 to 31 March 2027" in [
        line.en for line in receipt.describe()
    ]
    assert receipt.to_data()["covers"]["sure"] is False
    path.write_bytes(build_calendar(*january))
    assert read_receipt(path, YEAR).to_data()["covers"]["sure"] is True


def test_the_coverage_of_a_calendar_of_series_without_end_is_not_known(tmp_path: Path):
    path = tmp_path / "a.ics"
    path.write_bytes(build_calendar(*build_event(*NINE, "RRULE:FREQ=WEEKLY")))
    assert "what it covers of 2027 is not known" in [line.en for line in read_receipt(path, YEAR).describe()]
