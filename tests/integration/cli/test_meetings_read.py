"""`overgreb-meetings read`: the receipt of calendars, to mail back to their senders."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from meetings.cli import main
from tests.fixtures.foreign_calendars import NINE, OUTLOOK_ZONE, build_calendar, build_event, build_fixed_zone


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a calendar that is read and one that is not, from which the command runs."""
    monkeypatch.chdir(tmp_path)
    busy = tmp_path / "busy"
    busy.mkdir()
    tentative = build_event("DTSTART:20271201T080000Z", "DURATION:PT1H", "STATUS:TENTATIVE", uid="b")
    busy.joinpath("0751.ics").write_bytes(build_calendar(*OUTLOOK_ZONE, *build_event(*NINE), *tentative))
    busy.joinpath("0810.ics").write_bytes(b"<html>login</html>")
    return busy


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["read", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_json_has_one_line_a_file_with_the_keys_of_the_contract(folder: Path, capsys: pytest.CaptureFixture[str]):
    del folder
    code, out, err = run(capsys, "busy", "--year", "2027", "--format", "json")
    read, unknown = map(json.loads, out.splitlines())
    assert (code, err) == (1, "")
    assert read == {
        "file": "busy/0751.ics",
        "status": "read",
        "busy": [
            {"start": "2027-03-09T09:00:00+01:00", "end": "2027-03-09T11:00:00+01:00", "kind": "busy"},
            {"start": "2027-12-01T09:00:00+01:00", "end": "2027-12-01T10:00:00+01:00", "kind": "tentative"},
        ],
        "covers": {"from": "2027-01-01T00:00:00+01:00", "to": "2028-01-01T00:00:00+01:00", "sure": False},
        "zones": ["Europe/Copenhagen"],
        "warnings": [],
    }
    assert list(read) == ["file", "status", "busy", "covers", "zones", "warnings"]
    assert (unknown["file"], unknown["status"], unknown["busy"], unknown["zones"]) == (
        "busy/0810.ics",
        "unknown",
        [],
        [],
    )
    assert unknown["warnings"] == [
        {
            "code": "no_calendar", "line": None,
            "da": "det er ikke en kalenderfil; det er en webside, måske en login-side",
            "en": "it is no calendar file; it is a web page, perhaps of a login",
        }
    ]  # fmt: skip


def test_the_table_is_danish_first(folder: Path, capsys: pytest.CaptureFixture[str]):
    del folder
    code, out, _ = run(capsys, "busy/0751.ics", "--year", "2027")
    assert (code, out.splitlines()) == (
        0,
        [
            "busy/0751.ics: læst",
            "  2 aftaler i 2027, heraf 1 måske: fra den 9. marts 2027 til den 1. december 2027",
            "  tidszoner: Europe/Copenhagen",
            "  dækker hele 2027 (et gæt)",
            "Læst: 1 · Kan ikke læses: 0",
        ],
    )
    code, out, _ = run(capsys, "busy", "--year", "2027", "--lang", "en")
    assert (code, out.splitlines()[-3:]) == (
        1,
        [
            "busy/0810.ics: unknown",
            "  it is no calendar file; it is a web page, perhaps of a login",
            "Read: 1 · Unknown: 1",
        ],
    )


def test_a_line_and_a_property_are_named_where_something_was_not_understood(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    folder.joinpath("x.ics").write_bytes(build_calendar(*build_event("DTSTART:tomorrow", "SUMMARY:Emma")))
    code, out, _ = run(capsys, "busy/x.ics", "--year", "2027", "--format", "json")
    (warning,) = json.loads(out)["warnings"]
    assert (code, warning["code"], warning["line"]) == (1, "unreadable", 6)
    assert warning["da"] == "DTSTART kan ikke læses (linje 6)"
    assert "Emma" not in out


def test_what_a_file_covers_is_told_as_sure_or_as_a_guess(folder: Path, capsys: pytest.CaptureFixture[str]):
    folder.joinpath("y.ics").write_bytes(build_calendar(*build_event(*NINE), head=("X-CLIPEND:20270430T220000Z",)))
    _, out, _ = run(capsys, "busy/y.ics", "--year", "2027")
    assert "  dækker fra den 1. januar 2027 til den 30. april 2027" in out.splitlines()
    folder.joinpath("y.ics").write_bytes(build_calendar())
    _, out, _ = run(capsys, "busy/y.ics", "--year", "2027", "--format", "json")
    data = json.loads(out)
    assert data["covers"] == {"from": "2027-01-01T00:00:00+01:00", "to": "2027-01-01T00:00:00+01:00", "sure": False}
    assert [warning["code"] for warning in data["warnings"]] == ["covers_nothing"]


def test_many_warnings_of_one_kind_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]):
    zones = [line for n in range(30) for line in build_fixed_zone(f"Paris {n}", "-0500")]
    events = [
        line
        for n in range(30)
        for line in build_event(f"DTSTART;TZID=Paris {n}:20270309T090000", "DURATION:PT1H", uid=str(n))
    ]
    folder.joinpath("z.ics").write_bytes(build_calendar(*zones, *events))
    _, out, _ = run(capsys, "busy/z.ics", "--year", "2027", "--format", "json")
    own = [warning for warning in json.loads(out)["warnings"] if warning["code"] == "zone_of_file"]
    assert len(own) == 11
    assert own[-1]["da"] == "20 mere af samme slags"


@pytest.mark.parametrize(("language", "hidden"), [("da", "»skjult«"), ("en", "«hidden»")])
def test_a_cpr_number_in_the_name_of_a_file_is_hidden_in_the_language_of_the_line(
    folder: Path, capsys: pytest.CaptureFixture[str], language: str, hidden: str
):
    (folder / "k 010190-1234.ics").write_bytes(build_calendar())
    _, out, _ = run(capsys, "busy/k 010190-1234.ics", "--year", "2027", "--lang", language)
    assert out.startswith(f"busy/k {hidden}.ics: ")


def test_a_file_that_is_too_large_is_not_read(folder: Path, capsys: pytest.CaptureFixture[str]):
    with (folder / "large.ics").open("wb") as file:
        file.truncate(100_000_000)
    code, out, _ = run(capsys, "busy/large.ics", "--year", "2027")
    assert (code, "over 20 MB" in out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere", "--year", "2027"), "nowhere: filen eller mappen findes ikke; ret stien"),
        (("busy/0751.ics", "nowhere", "--year", "2027"), "nowhere: filen eller mappen findes ikke; ret stien"),
        (("empty", "--year", "2027"), "empty: mappen har ingen kalenderfiler"),
        (("busy", "--year", "1999"), "--year: 1999 kan ikke planlægges"),
        (("busy", "--year", "0101901234"), "--year: »skjult« kan ikke planlægges"),
    ],
)
def test_bad_input_is_refused_with_nothing_on_stdout(
    folder: Path, arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
):
    (folder.parent / "empty").mkdir()
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert says in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_bad_input(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "0751.ics").chmod(0)
    assert run(capsys, "busy/0751.ics", "--year", "2027")[0] == 2


def test_the_year_is_needed(folder: Path):
    del folder
    with pytest.raises(SystemExit) as stop:
        main(["read", "busy"])
    assert stop.value.code == 2


def test_files_read_beside_others_in_any_order_say_what_they_say_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    name = "Romance Standard Time"
    event = build_event(f"DTSTART;TZID={name}:20270712T090000", "DURATION:PT1H")
    for number, zone in enumerate((OUTLOOK_ZONE, build_fixed_zone(name, "+0100"), build_fixed_zone(name, "+0300"))):
        folder.joinpath(f"zone-{number}.ics").write_bytes(build_calendar(*zone, *event))
    files = [f"busy/zone-{number}.ics" for number in range(3)]
    alone = [run(capsys, file, "--year", "2027", "--format", "json")[1] for file in files]
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
        _, out, _ = run(capsys, *(files[n] for n in order), "--year", "2027", "--format", "json")
        assert out == "".join(alone[n] for n in order)
    starts = [re.search(r"T(\d\d):00:00\+02:00", line) for line in alone]
    assert [found[1] for found in starts if found] == ["09", "10", "08"]
