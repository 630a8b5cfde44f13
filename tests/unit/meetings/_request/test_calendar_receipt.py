"""The receipt of a calendar file: as data, in words, and the files that a path means."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings._request.calendar_receipt import list_calendar_files, read_receipt
from meetings.errors import RequestError
from tests.fixtures.foreign_calendars import NINE, YEAR, build_calendar, build_event

GUESS = "it is a guess that the calendar does not cover the rest of 2027"


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
        (build_event("SUMMARY:Emma"), ["an appointment has no start (line 4)"]),
    ],
)
def test_a_receipt_is_described_in_lines(tmp_path: Path, lines: tuple[str, ...], says: list[str]):
    path = tmp_path / "a.ics"
    path.write_bytes(build_calendar(*lines))
    receipt = read_receipt(path, YEAR)
    assert [line.en for line in receipt.describe()] == says
    assert receipt.is_unknown is (len(says) == 1)
