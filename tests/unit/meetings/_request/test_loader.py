"""The request file, step by step: keys, folders, the earlier plan and the calendars."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings._domain.parties import Party
from meetings._request.fields import CalendarFiles, Facilitator
from meetings._request.loader import RequestFile
from meetings.errors import RequestError

KEYS = ("year", "busy")
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//DA\r\nEND:VCALENDAR\r\n"


def open_file(folder: Path, text: str) -> RequestFile:
    path = folder / "request.yaml"
    path.write_text(text, encoding="utf-8")
    return RequestFile.open(path, KEYS)


def test_an_unknown_key_is_refused_with_its_line(tmp_path: Path):
    with pytest.raises(RequestError, match=r"request\.yaml.*2.*unknown key “yaer”"):
        open_file(tmp_path, "year: 2027\nyaer: 2027\n")


def test_a_folder_becomes_its_files_by_code(tmp_path: Path):
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "aarhus.ics").write_bytes(CALENDAR)
    file = open_file(tmp_path, "year: 2027\nbusy: {kommuner: calendars}\n")
    assert file.keys["busy"] == {"kommuner": {"0751": "calendars/aarhus.ics"}}


def test_a_request_without_an_earlier_plan_has_no_history(tmp_path: Path):
    assert open_file(tmp_path, "year: 2027\n").read_history(None, 2027) == (None, None)


def test_calendars_are_read_in_the_order_of_the_parties(tmp_path: Path):
    (tmp_path / "one.ics").write_bytes(CALENDAR)
    steps: list[tuple[str, int, int]] = []
    busy = CalendarFiles.model_validate({"kommuner": {"0751": "one.ics"}})
    people = [Facilitator.model_validate({"id": "f1", "name": "One", "busy": "one.ics"})]
    calendars = open_file(tmp_path, "year: 2027\n").read_calendars(
        busy, people, 2027, lambda *step: steps.append(step), {}
    )
    assert list(calendars) == [Party("facilitator", "f1"), Party("kommune", "0751")]
    assert steps == [("one.ics", 1, 2), ("one.ics", 2, 2)]


def test_a_calendar_that_cannot_be_understood_is_unknown_and_names_no_path(tmp_path: Path):
    (tmp_path / "one.ics").write_bytes(b"<html>")
    busy = CalendarFiles.model_validate({"kommuner": {"0751": "one.ics"}})
    (calendar,) = open_file(tmp_path, "year: 2027\n").read_calendars(busy, (), 2027, None, {}).values()
    assert calendar.unknown is not None
    assert calendar.unknown.en.startswith("it is no calendar file")
