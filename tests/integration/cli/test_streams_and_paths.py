"""Closed streams, empty paths and missing files: each ends with its own exit code and says what to mend."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from meetings import cli as meetings_cli
from overgreb_rules.cli import main
from tests.fixtures.child_process import child_environment
from tests.fixtures.paths import RULES
from tests.fixtures.shell_streams import run_in_shell

AT = "2026-11-21T12:00:00+01:00"
CASE = {"case_id": "A", "events": [{"id": "u1", "type": "underretning_modtaget", "at": "2026-11-21T09:30:00+01:00"}]}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="streams are closed in the words of a POSIX shell")


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    return str(path)


in_shell = partial(run_in_shell, "overgreb_rules")
meetings_in_shell = partial(run_in_shell, "meetings")


@pytest.mark.parametrize("command", [("evaluate",), ("agenda",)])
def test_a_closed_output_is_told_and_is_no_overdue_duty(command: tuple[str, ...], file: str) -> None:
    done = in_shell(">&-", *command, file, "--at", AT)
    assert (done.returncode, done.stdout) == (74, b"")
    assert done.stderr == b"overgreb-rules: svaret kunne ikke skrives (standardoutput er lukket)\n"


def test_a_closed_output_of_the_help_is_told() -> None:
    assert in_shell(">&-", "evaluate", "--help").returncode == 74


@pytest.mark.parametrize("words", ["<&-", "0>/dev/null"])
@pytest.mark.parametrize("command", ["evaluate", "agenda", "explain"])
def test_an_input_that_cannot_be_read_is_bad_input(command: str, words: str) -> None:
    done = in_shell(words, command, "-", *(["KEY"] if command == "explain" else []), "--at", AT)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1


def test_a_closed_error_stream_sends_no_refusal_to_the_output() -> None:
    done = in_shell("2>&-", "evaluate", "no-such-file.json", "--at", AT)
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


def test_a_closed_error_stream_loses_no_answer(file: str) -> None:
    plain, closed = (in_shell(words, "evaluate", file, "--at", AT) for words in ("", "2>&-"))
    assert (closed.returncode, closed.stdout) == (plain.returncode, plain.stdout)


def test_a_closed_output_writes_no_plan(tmp_path: Path) -> None:
    request = tmp_path / "request.yaml"
    request.write_text('year: 2027\ndistricts: ["1471"]\n', encoding="utf-8")
    done = meetings_in_shell(">&-", "plan", str(request), "--out", str(tmp_path / "plan"), "--at", AT)
    assert (done.returncode, done.stdout) == (74, b"")
    assert done.stderr == b"overgreb-meetings: svaret kunne ikke skrives (standardoutput er lukket)\n"
    assert not (tmp_path / "plan").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("command", [("districts",), ("template",)])
def test_a_full_disk_is_no_year_without_a_plan(command: tuple[str, ...]) -> None:
    done = meetings_in_shell(">/dev/full", *command)
    assert (done.returncode, done.stderr.count(b"\n")) == (74, 1)
    assert "svaret kunne ikke skrives (der er ikke mere plads)" in done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [("--help",), ("--version",), ("agenda", "--help")])
def test_a_help_that_cannot_be_written_is_told(
    command: tuple[str, ...], unbuffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    done = in_shell(">/dev/full", *command)
    assert (done.returncode, done.stderr.count(b"\n")) == (74, 1)


def test_a_closed_error_stream_keeps_the_exit_code_of_a_request_that_is_refused() -> None:
    done = meetings_in_shell("2>&-", "plan", "no-such-file.yaml", "--out", "no-such-folder")
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["read", "", "--year", "2027"], "read"),
        (["plan", "", "--out", "plan"], "plan"),
        (["plan", "request.yaml", "--out", ""], "--out"),
        (["plan", "request.yaml", "--out="], "--out"),
        (["lint", ""], "lint"),
        (["check", "plan.json", ""], "check"),
        ([""], "overgreb-meetings"),
    ],
)
def test_an_empty_argument_of_a_planning_command_is_refused(
    arguments: list[str], place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert meetings_cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"overgreb-meetings: {place}: et argument er tomt; skriv en værdi, eller udelad det\n")


def test_an_error_of_the_planning_program_is_no_year_without_a_plan(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise KeyError("Mette Hansen")

    monkeypatch.setattr("meetings.cli._districts._run", fail)
    assert meetings_cli.main(["districts"]) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("overgreb-meetings: der er intet svar, for der er en fejl i programmet (KeyError, ")
    assert "Mette" not in err


def test_help_that_nobody_reads_to_the_end_ends_in_silence() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    line = [sys.executable, "-m", "overgreb_rules", "--help"]
    done = subprocess.run(
        line, stdout=writing, stderr=subprocess.PIPE, env=child_environment(), check=False, timeout=300
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["evaluate", ""], "CASE"),
        (["evaluate", "nofile.json"], "CASE"),
        (["evaluate", "nofile.jsonl"], "CASE"),
        (["explain", "", "KEY"], "CASE"),
        (["agenda", ""], "SOURCE"),
        (["agenda", "nofile"], "SOURCE"),
        (["evaluate", "{file}", "--policy", ""], "--policy"),
        (["evaluate", "{file}", "--rules", ""], "--rules"),
        (["evaluate", "{file}", "--rules", "no-such-folder"], "--rules"),
        (["rules", "test", "no-such-folder"], "DIR"),
        (["rules", "diff", "rules", "no-such-folder"], "B"),
        (["evaluate", "{file}", "--format", "ics", "--earlier", "nofile.ics"], "--earlier"),
        (["evaluate", "{file}", "--format", "ics", "--earlier", ""], "--earlier"),
        (["evaluate", "{file}", "--earlier", "{file}"], "--earlier"),
        (["evaluate", "{file}", "--suppose", "underretning_vurderet@zzz"], "--suppose 1: at"),
        (["evaluate", "{file}", "--suppose", "underretning_vurderet"], "--suppose 1"),
        (
            ["evaluate", "{file}", "--suppose", "underretning_vurderet@2026-11-22;akut_behov=x"],
            "--suppose 1: akut_behov",
        ),
        (["evaluate", "{file}", *["--suppose", "familie_flyttet@2026-11-22"] * 1_001], "--suppose"),
        (["explain", "{file}", "x@y"], "KEY"),
        (["why-not", "{file}", "bl-999"], "RULE"),
        (["rules", "show", "bl-999"], "ID"),
        *(
            ([*line, "--at", "now"], "--at")
            for line in (
                ["evaluate", "{file}"],
                ["explain", "{file}", "x@y"],
                ["why-not", "{file}", "bl-136-2-vurdering-24-timer"],
                ["agenda", "{file}"],
                ["rules", "impact", str(RULES), str(RULES), "{file}"],
                ["rules", "check"],
            )
        ),
        (["rules", "watch", "nofile.xml"], "nofile.xml"),
        (["changes", "nofile.json", "{file}"], "EARLIER"),
        (["changes", "{file}", "{file}"], "EARLIER"),
        (["replay", "nofile.json", "{file}"], "RECEIPT"),
        (["replay", "{file}", "nofile.json"], "CASE"),
        (["replay", "{file}", "{file}"], "RECEIPT"),
    ],
)
def test_what_is_refused_names_its_argument(
    arguments: list[str], place: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--at", AT] if arguments[0] not in {"rules", "replay", "changes"} and "--at" not in arguments else []
    assert main([one.replace("{file}", file) for one in arguments] + at) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"overgreb-rules: {place}: "), err
    assert file not in err


@pytest.mark.parametrize("case", ["[]", "no JSON", '{"case_id": 1}'])
def test_a_refused_case_of_two_files_is_told_from_the_receipt(
    case: str, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["evaluate", file, "--at", AT, "--format", "json"])
    saved, refused = tmp_path / "saved.json", tmp_path / "refused.json"
    saved.write_text(capsys.readouterr().out, encoding="utf-8")
    refused.write_text(case, encoding="utf-8")
    for line in ([str(saved), str(refused)], [file, str(saved)]):
        assert main(["replay", *line, "--verify"]) == 2
        assert capsys.readouterr().err.startswith("overgreb-rules: CASE ")


_PERIOD = ("--from", "2024-01-01", "--to", "2024-12-31")


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["evaluate", "{path}", "--at", AT], "CASE"),
        (["evaluate", "{file}", "--at", AT, "--rules", "{path}"], "--rules"),
        (["agenda", "{path}", "--at", AT], "SOURCE"),
        (["figures", "{path}", *_PERIOD], "SOURCE"),
        (["rules", "test", "{path}"], "DIR"),
        (["rules", "diff", "{path}", str(RULES)], "A"),
        (["rules", "impact", str(RULES), str(RULES), "{path}", "--at", AT], "CASES"),
        (["serve", "--calendars", "{path}"], "--calendars"),
    ],
)
def test_a_path_that_the_system_cannot_follow_is_bad_input(
    arguments: list[str], place: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([one.replace("{file}", file).replace("{path}", "x" * 300) for one in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"overgreb-rules: {place}: filen kan ikke læses (navnet er for langt). "), err


def test_a_folder_that_may_not_be_listed_is_bad_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert main(["agenda", str(tmp_path), "--at", AT]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("overgreb-rules: SOURCE: filen kan ikke læses (der er ikke adgang til den). "), err


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["agenda", "{folder}", "--at", AT], "SOURCE"),
        (["agenda", "{folder}", "--at", AT, "--format", "ics"], "SOURCE"),
        (["figures", "{folder}", *_PERIOD], "SOURCE"),
        (["rules", "impact", str(RULES), str(RULES), "{folder}", "--at", AT], "CASES"),
    ],
)
def test_a_folder_without_a_case_is_no_folder_in_which_nothing_is_due(
    arguments: list[str], place: str, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "cases"
    below = folder / "below"
    below.mkdir(parents=True)
    line = [one.replace("{folder}", str(folder)) for one in arguments]
    for name in (below / "case.json", folder / "cases.jsonl"):
        shutil.copy(file, name)
        assert main(line) == 2
        out, err = capsys.readouterr()
        assert (out, err.startswith(f"overgreb-rules: {place}: mappen har ingen JSON-filer. ")) == ("", True)


def test_the_files_of_a_folder_may_end_in_capital_letters(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    shutil.copy(file, folder / "CASE.JSON")
    main(["agenda", str(folder), "--at", AT, "--format", "json"])
    assert json.loads(capsys.readouterr().out)["cases"] == 1


def test_an_error_of_the_program_is_no_overdue_duty_and_repeats_nothing_of_the_case(
    file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("Mette Hansen")

    monkeypatch.setattr("overgreb_rules.cli._evaluate.evaluate", fail)
    assert main(["evaluate", file, "--at", AT]) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert "KeyError" in err
    assert "Mette" not in err
