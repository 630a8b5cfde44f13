"""The command line: what a coordinator types, and what comes back."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
import json
import os
import shutil
from pathlib import Path

import pytest

from meetings import cli
from meetings.cli import _districts
from meetings.schedule import meeting_uid
from tests.fixtures.calendar_files import build_meeting_file
from tests.fixtures.foreign_calendars import NINE, build_calendar, build_event


def main(arguments: list[str]) -> int:
    """Run a command in English, whose words the tests look for."""
    return cli.main([*arguments, "--lang", "en"])


AT = ("--at", "2026-11-01T12:00:00+01:00")
SMALL = 'year: 2027\ndistricts: ["1460", "1471"]\n'


def write(folder: Path, text: str = SMALL) -> str:
    path = folder / "request.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_plan_writes_the_folder_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "møder 2027"
    assert main(["plan", write(tmp_path), "--out", str(out), *AT]) == 0
    said = capsys.readouterr()
    assert "Nordjyllands Politi (1460)" in said.out
    assert "proven least" in said.out
    assert str(out) in said.out
    assert "taken as free" in said.err
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    assert {meeting["district"] for meeting in plan["meetings"]} == {"1460", "1471"}
    assert (out / "calendars" / "all.ics").is_file()


def test_no_command_shows_a_name_of_a_file_or_folder_that_looks_like_a_cpr_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    request, out, replies = write(tmp_path), str(tmp_path / "010190-1234"), tmp_path / "replies"
    replies.mkdir()
    (replies / "010190-1234.ics").write_text("x", encoding="utf-8")
    assert main(["plan", request, "--out", out, *AT]) == 0
    assert main(["answers", out, str(replies)]) == 0
    assert main(["answers", out, str(replies), "--format", "json"]) == 0
    assert main(["lint", str(replies / "010190-1234.ics")]) == 1
    assert main(["read", str(replies), "--year", "2027", "--format", "json"]) == 1
    assert main(["check", str(replies / "010190-4321.json"), request]) == 2
    said = capsys.readouterr()
    assert "«hidden»" in said.out
    assert "«hidden»" in said.err
    assert "010190" not in said.out + said.err


def test_fresh_calendars_that_hold_the_published_meetings_move_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    led = "facilitators: [{id: f1, name: F, busy: kalendere/facilitator-f1.ics}]\n"
    without = "facilitators: [{id: f1, name: F}]\n"
    busy = """busy:
  kommuner: {"0851": kalendere/kommune-0851.ics}
  politikredse: {"1460": kalendere/politikreds-1460.ics}
  boernehuse: {Aalborg: kalendere/boernehus-aalborg.ics}
"""
    out = str(tmp_path / "out")
    assert main(["plan", write(tmp_path, SMALL + without), "--out", out, *AT]) == 0
    shutil.copytree(tmp_path / "out" / "calendars", tmp_path / "kalendere")
    capsys.readouterr()
    assert main(["plan", write(tmp_path, SMALL + led + busy), "--out", out, *AT]) == 0
    assert "Against the earlier plan 0 of 2 meetings moved." in capsys.readouterr().out
    # Of a kreds that the request does not plan, the meeting is an appointment as any other.
    first = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))["meetings"][0]
    other = 'year: 2027\ndistricts: ["1461"]\n' + led + f'pinned: {{"1461": "{first["start"][:16]}"}}\n'
    assert main(["plan", write(tmp_path, other), "--out", str(tmp_path / "other"), *AT]) == 1
    assert "facilitators_free" in capsys.readouterr().err


def test_a_fresh_plan_tells_what_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out, pin = str(tmp_path / "out"), 'pinned: {"1460": "2027-07-20T12:30"}\n'
    assert main(["plan", write(tmp_path, SMALL + pin), "--out", out, *AT]) == 0
    assert main(["plan", write(tmp_path), "--out", out, *AT]) == 0
    assert "Against the earlier plan 0 of 2 meetings moved." in capsys.readouterr().out
    assert main(["plan", write(tmp_path), "--out", out, "--fresh", *AT]) == 0
    said = capsys.readouterr().out
    assert "Nordjyllands Politi (1460), round 1: moved from Tuesday 20 July 2027 at 12:30 to " in said
    assert "    planned anew (--fresh)\n" in said


def test_answers_names_who_asks_for_another_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text = SMALL + 'organizer: {name: K, email: k@example.org}\nattendees: {"0851": [a@example.org]}\n'
    out, replies = str(tmp_path / "out"), tmp_path / "replies"
    assert main(["plan", write(tmp_path, text), "--out", out, *AT]) == 0
    replies.mkdir()
    start, who = "DTSTART:20270309T090000Z", "ATTENDEE;PARTSTAT=TENTATIVE:mailto:a@example.org"
    event = build_event(start, who, uid=meeting_uid(2027, "1460", 1))
    (replies / "b.ics").write_bytes(build_calendar(*event, head=("METHOD:COUNTER",)))
    capsys.readouterr()
    assert main(["answers", out, str(replies)]) == 0
    assert capsys.readouterr().err == (
        "Nordjyllands Politi (1460), round 1: Aalborg (0851) asks for another time "
        "(Tuesday 9 March 2027 at 10:00), see b.ics.\n"
    )
    assert main(["answers", out, str(replies), "--format", "json"]) == 0
    proposals = json.loads(capsys.readouterr().out)["proposals"]
    asked = {"asks_for": "2027-03-09T10:00:00+01:00", "file": "b.ics"}
    assert proposals == [{"district": "1460", "round": 1, "kommune": "0851", **asked}]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_no_bad_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int):
    request = write(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    assert main(["plan", request, "--out", str(tmp_path / "out"), *AT]) == 74
    assert not (tmp_path / "out").exists()
    monkeypatch.setattr(Path, "open", fail)
    assert main(["template", "--out", str(tmp_path / "a.csv")]) == 74


def test_a_second_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    request, out = write(tmp_path), str(tmp_path / "out")
    main(["plan", request, "--out", out, *AT])
    before = {path: path.read_bytes() for path in Path(out).rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["plan", request, "--out", out, "--at", "2026-12-24T12:00:00+01:00"]) == 0
    assert "0 of 2 meetings moved" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in Path(out).rglob("*") if path.is_file()} == before


def test_a_new_place_or_text_is_printed_with_the_drafts_to_send(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text = SMALL + 'organizer: {name: K, email: k@example.org}\nattendees: {"0851": [a@example.org]}\n'
    out = str(tmp_path / "out")

    def run_with(more: str) -> str:
        assert main(["plan", write(tmp_path, text + more), "--out", out, *AT]) == 0
        return capsys.readouterr().out.partition("Against the earlier plan ")[2]

    assert run_with("") == ""
    place = 'place: {"1460": "Room 3", "1471": "Room 4"}\n'
    said = run_with(place)
    host = "Brønderslev Kommune"
    assert f"  Nordjyllands Politi (1460), round 1: changed\n    the place is Room 3 and not {host}\n" in said
    assert "Bornholms Politi (1471), round 1: changed" in said
    assert said.endswith("New drafts to be sent: invitations/1460-1.eml\n")
    said = run_with(place + "agenda: Nyt punkt\n")
    assert said.count("new text in the calendars: link, agenda, a name or the organizer") == 2
    assert said.endswith("New drafts to be sent: invitations/1460-1.eml\n")
    assert run_with(place + "agenda: Nyt punkt\n") == "0 of 2 meetings moved.\n"


def test_the_draft_of_a_meeting_that_has_ended_is_written_again_and_not_to_be_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    text = SMALL + 'organizer: {name: K, email: k@example.org}\nattendees: {"0851": [a@example.org]}\n'
    request, out = write(tmp_path, text), tmp_path / "out"
    draft = out / "invitations" / "1460-1.eml"
    for at in ("2026-11-21T12:00:00+01:00", "2027-12-31T12:00:00+01:00"):
        draft.unlink(missing_ok=True)
        assert main(["plan", request, "--out", str(out), "--at", at]) == 0
        assert draft.is_file()
    assert "drafts to be sent" not in capsys.readouterr().out


def test_a_moved_meeting_is_printed_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "out"
    main(["plan", write(tmp_path), "--out", str(out), *AT])
    day = json.loads((out / "plan.json").read_text(encoding="utf-8"))["meetings"][0]["start"][:10]
    capsys.readouterr()
    assert main(["plan", write(tmp_path, f"{SMALL}blocked: {{dates: [{day}]}}\n"), "--out", str(out), *AT]) == 0
    said = capsys.readouterr().out
    assert "1 of 2 meetings moved" in said
    assert "moved from" in said
    assert "blocked_dates" in said
    assert "proven least by rank" in said
    cost = said.partition("Cost ")[2].partition(" ")[0]
    assert main(["check", str(out / "plan.json"), str(tmp_path / "request.yaml")]) == 0
    checked = capsys.readouterr().out
    assert f"Cost {cost}: moved meeting 1" in checked
    assert f"; the best plan of the request costs {cost}\n" in checked


def test_bad_input_is_one_line_on_stderr_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "out"
    assert main(["plan", write(tmp_path, "year: 2027\nduration: -5\n"), "--out", str(out), *AT]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "line 2, duration" in said.err
    assert not out.exists()


def test_no_plan_is_exit_code_1_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "out"
    text = f'{SMALL}pinned: {{"1460": "2027-05-10T09:00"}}\nblocked: {{dates: [2027-05-10]}}\n'
    assert main(["plan", write(tmp_path, text), "--out", str(out), *AT]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "blocked_dates: blocked: Monday 10 May 2027" in said.err
    assert "pinned: Nordjyllands Politi (1460)" in said.err
    assert not out.exists()


def test_an_unreadable_calendar_is_named_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "login.ics").write_text("<html>Log in</html>", encoding="utf-8")
    text = f'{SMALL}quorum: 0.8\nbusy: {{kommuner: {{"0860": login.ics}}}}\n'
    assert main(["plan", write(tmp_path, text), "--out", str(tmp_path / "out"), *AT]) == 0
    said = capsys.readouterr()
    assert "The calendar of Hjørring (0860) cannot be read, so it counts as absent: it is no calendar" in said.err
    assert "without Hjørring (0860)" in said.out


def test_plan_json_holds_no_name_address_or_path_of_the_request_and_explain_has_the_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "Hanne").mkdir()
    for file in ("Mette Larsen.ics", "Ole Olsen.ics"):
        (tmp_path / "Hanne" / file).write_text("<html>Log in</html>", encoding="utf-8")
    (tmp_path / "Hanne" / "f1.ics").write_bytes(build_calendar(build_event("DTSTART;VALUE=DATE:20270308")))
    (tmp_path / "weeks af Ida.csv").write_text("kommune;år;uge;kilde\n0860;2027;8;Ida\n", encoding="utf-8")
    text = (
        f"{SMALL}quorum: 0.7\n"
        "facilitators: [{id: f1, name: Hanne Hansen, busy: Hanne/f1.ics}, {id: f2, name: Bo Birk}]\n"
        'busy: {kommuner: {"0860": Hanne/Mette Larsen.ics, "0851": Hanne/Ole Olsen.ics}}\n'
        "school_holidays: {file: weeks af Ida.csv}\n"
        "organizer: {name: Karen Kok, email: karen@example.org}\n"
        'attendees: {"0851": [lis@example.org]}\n'
        'place: {"1460": Hos Lis}\nlink: {"1460": "https://example.org/lis"}\nagenda: Spørg Lis\n'
    )
    out = tmp_path / "out"
    assert main(["plan", write(tmp_path, text), "--out", str(out), *AT]) == 0
    written = (out / "plan.json").read_text(encoding="utf-8")
    for word in ("Hanne", "Hansen", "Bo Birk", "Mette", "Ole", "Ida", "Karen", "karen", "Lis", "lis@", ".ics", ".csv"):
        assert word not in written, word
    capsys.readouterr()
    assert main(["explain", str(out), "1460", *AT]) == 0
    assert "led by Bo Birk" in capsys.readouterr().out
    assert main(["check", str(out / "plan.json"), write(tmp_path, text)]) == 0


def test_an_unreadable_calendar_of_the_police_stops_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "login.ics").write_text("<html>Log in</html>", encoding="utf-8")
    text = f'{SMALL}busy: {{politikredse: {{"1460": login.ics}}}}\n'
    assert main(["plan", write(tmp_path, text), "--out", str(tmp_path / "out"), *AT]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Nordjyllands Politi (1460) must be there" in said.err
    assert not (tmp_path / "out").exists()


def test_a_folder_of_another_year_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = str(tmp_path / "out")
    main(["plan", write(tmp_path), "--out", out, *AT])
    capsys.readouterr()
    assert main(["plan", write(tmp_path, "year: 2028\n"), "--out", out, *AT]) == 2
    assert "give each year a folder of its own" in capsys.readouterr().err


def test_the_plan_of_the_year_before_is_counted_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "plans").mkdir()
    assert main(["plan", write(tmp_path), "--out", str(tmp_path / "plans" / "2027"), *AT]) == 0
    text = 'year: 2028\ndistricts: ["1460"]\nprevious: plans/2027/plan.json\n'
    assert main(["plan", write(tmp_path, text), "--out", str(tmp_path / "plans" / "2028"), *AT]) == 0
    host = {}
    for year in ("2027", "2028"):
        plan = json.loads((tmp_path / "plans" / year / "plan.json").read_text(encoding="utf-8"))
        host[year] = next(m["host"] for m in plan["meetings"] if m["district"] == "1460")
    assert host == {"2027": "0810", "2028": "0813"}
    assert capsys.readouterr().err


def test_explain_says_why_and_what_another_day_would_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = str(tmp_path / "out")
    main(["plan", write(tmp_path), "--out", out, *AT])
    capsys.readouterr()
    assert main(["explain", out, "Nordjylland", "--date", "2027-05-06"]) == 0
    said = capsys.readouterr().out
    assert "Nordjyllands Politi (1460), round 1" in said
    assert "the next best" in said
    assert "(working_day): Thursday 6 May 2027 is Kristi himmelfartsdag" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["1472"], "no politikreds is called"), (["1465"], "no meeting of Fyns Politi (1465)"),
        (["Aalborg"], "Aalborg is a kommune of Nordjyllands Politi (1460); write 1460"),
        (["1460", "--date", "soon"], "is no day"), (["1460", "--date", "20270101"], "is no day"),
        (["1460", "--date", "2028-01-01"], "does not lie in 2027"),
    ],
)  # fmt: skip
def test_explain_refuses_arguments_that_it_cannot_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
):
    out = str(tmp_path / "out")
    main(["plan", write(tmp_path), "--out", out, *AT])
    capsys.readouterr()
    assert main(["explain", out, *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err


def test_explain_of_a_folder_without_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["explain", str(tmp_path / "nowhere"), "1460"]) == 2
    assert "there is no plan" in capsys.readouterr().err


def test_check_prints_every_violation_or_that_there_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    request, out = write(tmp_path), tmp_path / "out"
    main(["plan", request, "--out", str(out), *AT])
    capsys.readouterr()
    assert main(["check", str(out / "plan.json"), request, *AT]) == 0
    assert "Every requirement is met." in capsys.readouterr().out
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    plan["meetings"][0] |= {"start": "2027-03-07T09:00:00+01:00", "end": "2027-03-07T12:00:00+01:00"}
    path = tmp_path / "by-hand.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    assert main(["check", str(path), request, *AT]) == 1
    said = capsys.readouterr().out
    assert "working_day" in said
    assert "1 requirement is not met." in said


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"meetings": 3}', '{"year": 2027, "meetings": [{"district": "1460"}]}']
)
def test_check_refuses_a_file_that_is_no_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str):
    path = tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path), write(tmp_path), *AT]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("overgreb-meetings: ")
    assert said.err.count("\n") == 1


def test_the_districts_of_today_are_those_of_the_danish_day(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(_districts, "read_clock", lambda: dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC))
    assert main(["districts", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["on"] == "2027-01-01"


def test_districts_as_table_csv_and_json(capsys: pytest.CaptureFixture[str]):
    assert main(["districts", "--on", "2027-01-01"]) == 0
    assert "Københavns Vestegns Politi" in capsys.readouterr().out
    assert main(["districts", "--on", "2027-01-01", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 98
    assert {row["region"] for row in rows if row["boernehus"] == "Næstved"} == {"Region Østdanmark"}
    assert main(["districts", "--on", "2026-12-31", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert len(data["districts"]) == 12
    assert main(["districts", "--on", "1999-01-01"]) == 2


def test_lint_finds_what_is_wrong_in_a_calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "out"
    main(["plan", write(tmp_path), "--out", str(out), *AT])
    good = str(out / "calendars" / "all.ics")
    assert main(["lint", good]) == 0
    bad = tmp_path / "bad.ics"
    bad.write_bytes(Path(good).read_bytes().replace(b"\r\nDTSTAMP", b"\r\nX-STAMP", 1))
    capsys.readouterr()
    assert main(["lint", good, str(bad)]) == 1
    assert "bad.ics: " in capsys.readouterr().out
    assert main(["lint", str(tmp_path / "missing.ics")]) == 2


def test_lint_speaks_danish_of_files_of_the_profile_and_of_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    ours, other = tmp_path / "ours.ics", tmp_path / "other.ics"
    ours.write_bytes(build_meeting_file().replace(b"STATUS:CONFIRMED", b"STATUS:EMMA"))
    other.write_bytes(build_calendar(*build_event("DTSTART:Emma")))
    assert cli.main(["lint", str(ours), str(other)]) == 1
    first, second, tally = (line.split(".ics: ")[-1] for line in capsys.readouterr().out.splitlines())
    assert first == "linje 41: known-values: STATUS har en ukendt værdi; skriv en af: CONFIRMED, TENTATIVE, CANCELLED"
    assert second.startswith("linje 6: reads-unreadable: DTSTART kan ikke læses (linje 6); ret aftalen i")
    assert tally == "2 filer kontrolleret, 2 med fejl"


def test_damage_on_which_no_time_depends_is_shown_by_lint_and_is_no_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "calendars"
    folder.mkdir()
    other = folder / "kommune-0751.ics"
    other.write_bytes(build_calendar(*build_event(*NINE, "DESCRIPTION:a", "b c")))
    assert cli.main(["lint", str(other)]) == 0
    out = capsys.readouterr().out
    assert "linje 9: reads-stray-text: " in out
    assert "der skal intet gøres" in out
    assert out.endswith("1 fil kontrolleret, 0 med fejl\n")


@pytest.mark.parametrize("at", ["now", "2027-01-01", "2027-01-01T12:00"])
def test_an_instant_without_offset_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], at: str):
    assert main(["plan", write(tmp_path), "--out", str(tmp_path / "out"), "--at", at]) == 2
    assert "is no instant with an offset" in capsys.readouterr().err


@pytest.mark.slow
def test_the_demo_plans_a_year_for_everybody_twice_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = tmp_path / "demo"
    assert main(["demo", "2027", "--out", str(folder)]) == 0
    said = capsys.readouterr()
    assert "116 made-up calendars" in said.out
    assert said.err == ""
    assert "The børnehuse of 2027 rest on an assumption" in said.out
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert sum(path.suffix == ".ics" and "kommuner" in path.parts for path in first) == 98
    assert main(["demo", "2027", "--out", str(folder)]) == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first


@pytest.mark.slow
def test_the_demo_does_not_replace_a_request_that_somebody_has_edited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "demo"
    assert main(["demo", "2027", "--out", str(folder)]) == 0
    request = folder / "request.yaml"
    edited = request.read_text(encoding="utf-8") + "notice_days: 20\n"
    request.write_text(edited, encoding="utf-8")
    capsys.readouterr()
    assert main(["demo", "2027", "--out", str(folder)]) == 2
    assert "request.yaml" in capsys.readouterr().err
    assert request.read_text(encoding="utf-8") == edited


def test_the_demo_overwrites_only_its_own_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    assert main(["demo", "2027", "--out", str(tmp_path)]) == 2
    assert "name a new folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert main(["demo", "1999", "--out", str(tmp_path / "new")]) == 2


def test_the_demo_refuses_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["demo", "2027", "--out", str(tmp_path / ("x" * 300))]) == 2
    assert "it cannot be written (File name too long); name another folder" in capsys.readouterr().err


def test_a_message_says_that_a_lost_ledger_was_rebuilt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    request, out = write(tmp_path, "year: 2027\ndistricts: ['1471']\n"), tmp_path / "out"
    assert main(["plan", request, "--out", str(out), *AT]) == 0
    uids = sorted(line for line in (out / "calendars" / "all.ics").read_text("utf-8").splitlines() if "UID" in line)
    (out / "ledger.json").unlink()
    capsys.readouterr()
    assert main(["plan", request, "--out", str(out), *AT]) == 0
    assert "rebuilt from them, with the same UIDs" in capsys.readouterr().err
    assert (
        sorted(one for one in (out / "calendars" / "all.ics").read_text("utf-8").splitlines() if "UID" in one) == uids
    )
