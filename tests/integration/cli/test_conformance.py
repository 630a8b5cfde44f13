"""The command `conformance`: this program itself, and programs that cannot be asked."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from overgreb_rules._conformance.random_cases import RandomCases
from overgreb_rules.cli import main
from overgreb_rules.rulebook import MatcherName


def _itself(matcher: MatcherName) -> list[str]:
    return [sys.executable, "-m", "overgreb_rules", "evaluate", "-", "--format", "jsonl", "--matcher", matcher]


@pytest.mark.slow
def test_this_program_passes_and_the_report_says_so(
    matcher: MatcherName, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.md"
    levels = ["--level", "L5", "--level", "L1"]
    assert main(["conformance", *levels, "--limit", "60", "--report", str(report), "--", *_itself(matcher)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [line[:2] for line in out[:2]] == ["L1", "L5"]
    assert out[2] == "Programmet svarer, som reglerne siger, på de niveauer, der er prøvet."
    page = report.read_text(encoding="utf-8")
    assert "| L1 |" in page
    assert "Underskrift: ___" in page


@pytest.mark.slow
def test_this_program_passes_every_level(matcher: MatcherName, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conformance", "--lang", "en", "--limit", "60", "--", *_itself(matcher)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "The program answers as the rules say."


def test_a_program_that_dies_fails_and_names_the_vector(capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-S", "-c", "raise SystemExit(3)"]
    assert main(["conformance", "--level", "L1", "--lang", "en", "--", *command]) == 1
    out = capsys.readouterr().out
    assert "L1-0001: the program ended with code 3." in out
    assert out.splitlines()[-1] == "The program does not answer as the rules say."


@pytest.mark.parametrize(
    ("arguments", "place"),
    [(["--", "/nowhere/program"], "COMMAND"), (["--limit", "0", "--", "true"], "--limit")],
)
def test_what_cannot_be_run_is_refused(arguments: list[str], place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conformance", "--lang", "en", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"overgreb-rules: {place}: ")
    assert "/nowhere" not in err


def test_a_report_that_cannot_be_written_is_said_before_the_run(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "asked"
    command = [sys.executable, "-S", "-c", f"open({str(asked)!r}, 'w')"]
    report = tmp_path / "no-such-folder" / "report.md"
    assert main(["conformance", "--level", "L1", "--report", str(report), "--", *command]) == 74
    assert (capfd.readouterr().out, asked.exists()) == ("", False)


def test_a_run_that_does_not_begin_leaves_the_report_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for report, before in ((tmp_path / "new.md", []), (tmp_path / "old.md", [tmp_path / "old.md"])):
        for path in before:
            path.write_text("kept", encoding="utf-8")
        assert main(["conformance", "--report", str(report), "--", "/nowhere/program"]) == 2
        assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["kept"] * len(before)
    assert capsys.readouterr().out == ""


def test_a_run_that_does_not_begin_keeps_a_link_to_a_report_that_is_not_there_yet(tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(tmp_path / "new.md")
    assert main(["conformance", "--report", str(link), "--", "/nowhere/program"]) == 2
    assert [*tmp_path.iterdir()] == [link]


def test_the_program_is_not_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["conformance"])
    assert stopped.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def test_this_program_answers_random_cases_as_it_does_itself(
    matcher: MatcherName, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.md"
    asked = ["--random", "12", "--seed", "7", "--limit", "60", "--report", str(report)]
    assert main(["conformance", "--lang", "en", *asked, "--", *_itself(matcher)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert "L5 Which cases are refused: 12 of 12 right" in out
    assert out[-1] == "The program answers as the rules say, in the cases that were tried."
    assert "`--random 12 --seed 7`" in report.read_text(encoding="utf-8")


def test_a_random_case_that_is_answered_otherwise_is_printed_as_it_was_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    program = (
        "import json, sys\nfor line in sys.stdin: print(json.dumps({'id': json.loads(line)['id'], 'obligations': []}))"
    )
    command = [sys.executable, "-S", "-c", program]
    assert main(["conformance", "--level", "L1", "--random", "5", "--lang", "en", "--", *command]) == 1
    lines = capsys.readouterr().out.splitlines()
    (asked,) = [json.loads(line) for line in lines if line.startswith("  {")]
    assert asked["id"].startswith("R-00000")
    assert asked["case"]["events"]


@pytest.mark.parametrize(("levels", "cases"), [(["L1"], 1), (["L5"], 1), (["L1", "L5"], 2)])
def test_random_cases_are_drawn_until_so_many_were_asked_and_no_level_was_asked_nothing(
    levels: list[str], cases: int, tmp_path: Path
) -> None:
    """The first case of this seed is refused, and says nothing at another level than L5."""
    asked = tmp_path / "asked"
    command = [sys.executable, "-S", "-c", f"import sys; open({str(asked)!r}, 'w').write(sys.stdin.read())"]
    options = [word for level in levels for word in ("--level", level)]
    assert main(["conformance", *options, "--random", "1", "--seed", "32", "--", *command]) == 1
    assert len(asked.read_text(encoding="utf-8").splitlines()) == cases


def test_random_cases_that_are_all_refused_do_not_pass_a_level(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(RandomCases, "build_case", lambda _: ({}, "2026-01-01T12:00:00+01:00"))
    assert main(["conformance", "--level", "L1", "--random", "1", "--lang", "en", "--", "true"]) == 2
    out, err = capsys.readouterr()
    refused = "overgreb-rules: --random: none of the random cases can be asked at one of these levels"
    assert (out, err.startswith(refused)) == ("", True)


def test_no_random_case_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conformance", "--lang", "en", "--random", "0", "--", "true"]) == 2
    assert capsys.readouterr().err.startswith("overgreb-rules: --random: ")
