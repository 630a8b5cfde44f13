"""`overgreb-rules evaluate`: what comes out, in which bytes, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import pty
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules.cli import main
from overgreb_rules.render.table import render_table
from tests.fixtures.child_process import child_environment

AT = "2026-11-21T12:00:00+01:00"
CPR = "010101-1234"
ESCAPE = "\x1b"


def event(id_: str, at: str, type_: str = "underretning_modtaget", **more: Any) -> dict[str, Any]:
    return {"id": id_, "type": type_, "at": at, **more}


RECEIVED = {"afsender": "fagperson", "anonym": False, "overgreb": True, "formodet_kraenker": "foraelder"}
QUIET = {"case_id": "Sag Ærø", "events": [event("u1", "2026-11-21T09:30:00+01:00", **RECEIVED)]}
LATE = {
    "case_id": "Sag sen",
    "events": [
        event("u1", "2026-10-01T09:30:00+02:00", **RECEIVED),
        event("k1", "2026-10-05", "kvittering_sendt", of="u1"),
        event("s1", "2026-10-06T10:00:00Z", "screening_foretaget", resultat="undersoegelse"),
        event("b1", "2026-10-07", "undersoegelse_besluttet", of="s1", samarbejde_noedvendigt=True),
        event("z9", "2027-01-01", "undersoegelse_afsluttet", of="b1"),
    ],
}
NO_CASE = {"case_id": "A", "sagsbehandler": "x"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sag på ærø.json"
    path.write_text(json.dumps(LATE), encoding="utf-8")
    return path


def written(tmp_path: Path, case: object, name: str = "case.json") -> str:
    path = tmp_path / name
    text = case if isinstance(case, str) else json.dumps(case)
    path.write_bytes(text.encode())
    return str(path)


def lines(*cases: object) -> str:
    return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in cases)


def environment(**changed: str) -> dict[str, str]:
    unset = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "PYTHONHASHSEED", "PYTHONIOENCODING", "PYTHONUTF8"}
    return {key: value for key, value in child_environment().items() if key not in unset} | changed


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "overgreb_rules", "evaluate", *arguments]


def run(*arguments: str, told: bytes = b"", **changed: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        command(*arguments), input=told, capture_output=True, env=environment(**changed), timeout=60, check=False
    )


def on_a_terminal(*arguments: str, **changed: str) -> str:
    """What the command writes to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command(*arguments), stdout=theirs, env=environment(**changed))
    os.close(theirs)
    read = []
    try:
        while chunk := os.read(ours, 65536):
            read.append(chunk)
    except OSError:
        pass  # the terminal is gone when the command has ended
    process.wait(timeout=300)
    os.close(ours)
    return b"".join(read).decode().replace("\r\n", "\n")


Outcome = tuple[int, str, str]


def outcome(capsys: pytest.CaptureFixture[str], arguments: Sequence[str]) -> Outcome:
    """The command in this process: exit code, standard output, standard error."""
    code = main(["evaluate", *arguments])
    return code, *capsys.readouterr()


# --- what comes out


def test_the_table_is_in_danish_for_a_caseworker(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = outcome(capsys, [written(tmp_path, QUIET), "--at", AT])
    assert (code, err) == (0, "")
    assert out.startswith("Sag Sag Ærø, lørdag den 21.\u00a0november 2026 kl.\u00a012.00\n")
    for words in ("Status", "Senest", "Pligt", "Hjemmel", "søn. 22.11.2026", "barnets lov § 136, stk. 2"):
        assert words in out.replace("\u00a0", " ")


def test_the_table_is_in_english_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = outcome(capsys, [written(tmp_path, QUIET), "--at", AT, "--lang", "en"])
    assert out.startswith("Case Sag Ærø, Saturday 21\u00a0November 2026")
    assert "No later than" in out
    assert "Senest" not in out


def test_json_has_the_keys_of_the_contract_in_their_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = outcome(capsys, [written(tmp_path, LATE), "--at", AT, "--format", "json"])
    answer = json.loads(out)
    assert list(answer) == [
        "schema",
        "case_id",
        "at",
        "receipt",
        "obligations",
        "next_change",
        "ignored_events",
        "unused_events",
        "warnings",
    ]
    assert (answer["schema"], answer["case_id"], answer["at"]) == (1, "Sag sen", AT)
    assert answer["ignored_events"] == ["z9"]
    for duty in answer["obligations"]:
        assert list(duty) == [
            "rule",
            "key",
            "law",
            "cite",
            "title",
            "modality",
            "bearer",
            "trigger",
            "clock_start",
            "opened_by",
            "wording",
            "due",
            "status",
            "met_by",
            "met_at",
            "needs",
            "cause",
            "closed",
            "not_recorded",
            "past_due",
            "consequence",
            "escalations",
            "counting",
            "explanation",
            "certainty",
            "open_questions",
            "transition",
            "successor",
        ]
        assert duty["key"].startswith(f"{duty['rule']}@{duty['trigger']}")
        assert list(duty["opened_by"]) == ["type", "at"]
        assert list(duty["wording"]) == ["from", "to"]
        if duty["due"] is not None:
            assert list(duty["due"]) == ["strict", "lenient", "is_day", "ends"]
            assert list(duty["due"]["ends"]) == ["strict", "lenient"]
        for step in duty["escalations"]:
            assert list(step) == ["id", "kind", "from", "to", "active", "action"]


def test_jsonl_is_the_same_answer_on_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, json.dumps(LATE, indent=1))
    _, as_json, _ = outcome(capsys, [path, "--at", AT, "--format", "json"])
    code, as_line, _ = outcome(capsys, [path, "--at", AT, "--format", "jsonl"])
    assert code == 1
    assert as_line.count("\n") == 1
    assert json.loads(as_line) == json.loads(as_json)


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_standard_input_gives_the_same_bytes_as_a_file(
    form: str, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from_file = outcome(capsys, [str(file), "--at", AT, "--format", form])
    case = json.dumps(json.loads(file.read_bytes()), indent=1).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(case), encoding="ascii"))
    assert outcome(capsys, ["-", "--at", AT, "--format", form]) == from_file
    assert len(from_file[1]) > 500


def test_the_module_and_the_script_are_one_command(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = outcome(capsys, [str(file), "--at", AT])
    as_module = run(str(file), "--at", AT)
    assert (as_module.returncode, as_module.stdout.decode(), as_module.stderr.decode()) == (code, out, err)


@pytest.mark.parametrize(("case", "code"), [(QUIET, 0), (LATE, 1), (NO_CASE, 2), ({"case_id": "A"}, 0)])
@pytest.mark.parametrize("form", ["table", "json"])
def test_the_exit_code_says_whether_something_is_overdue(
    case: object, code: int, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, out, err = outcome(capsys, [written(tmp_path, case), "--at", AT, "--format", form])
    assert given == code
    assert (out == "") == (code == 2)
    assert (err == "") == (code != 2)


def test_without_an_instant_it_is_now(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long_ago = {"case_id": "A", "events": [event("u1", "2024-02-01T10:00:00+01:00", **RECEIVED)]}
    code, out, _ = outcome(capsys, [written(tmp_path, long_ago), "--format", "json"])
    assert code == 1
    assert json.loads(out)["at"] > "2026-01-01"


# --- many cases, one a line


@pytest.mark.parametrize("name", ["cases.jsonl", "cases.ndjson", "-"])
def test_a_bad_line_gives_an_error_in_its_place_and_stops_nothing(name: str, tmp_path: Path) -> None:
    text = lines(QUIET, "", NO_CASE, "no JSON", LATE, {"case_id": CPR})
    if name == "-":
        done = run("-", "--at", AT, "--format", "jsonl", told=text.encode())
    else:
        done = run(written(tmp_path, text, name), "--at", AT)
    assert (done.returncode, done.stderr) == (2, b"")
    first, blank, unknown, no_json, second, cpr = (json.loads(line) for line in done.stdout.splitlines())
    assert [first["case_id"], second["case_id"]] == ["Sag Ærø", "Sag sen"]
    assert [blank["line"], unknown["line"], no_json["line"], cpr["line"]] == [2, 3, 4, 6]
    for refused in (blank, unknown, no_json, cpr):
        assert list(refused) == ["schema", "line", "error"]
        assert refused["schema"] == 1
        assert list(refused["error"]) == ["place", "what", "value", "allowed", "mend"]
    assert unknown["error"]["place"] == "/«hidden»", "a key may be a name"
    assert no_json["error"]["place"] == "line 4, column 1"
    assert CPR not in done.stdout.decode()


@pytest.mark.parametrize(
    ("cases", "code"), [((QUIET, QUIET), 0), ((QUIET, LATE, QUIET), 1), ((LATE, NO_CASE), 2), ((), 0)]
)
def test_the_exit_code_of_many_cases_is_that_of_the_worst(
    cases: tuple[object, ...], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, out, err = outcome(capsys, [written(tmp_path, lines(*cases), "cases.jsonl"), "--at", AT])
    assert (given, err) == (code, "")
    assert out.count("\n") == len(cases)


def test_a_line_is_answered_as_the_case_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, together, _ = outcome(capsys, [written(tmp_path, lines(QUIET, LATE), "cases.jsonl"), "--at", AT])
    alone = [outcome(capsys, [written(tmp_path, case), "--at", AT, "--format", "jsonl"])[1] for case in (QUIET, LATE)]
    assert together == "".join(alone)


def test_lines_may_end_as_on_windows_and_the_last_one_may_not_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "\ufeff" + lines(QUIET, LATE).replace("\n", "\r\n").rstrip()
    code, out, _ = outcome(capsys, [written(tmp_path, text, "cases.jsonl"), "--at", AT])
    assert code == 1
    assert [json.loads(line)["case_id"] for line in out.splitlines()] == ["Sag Ærø", "Sag sen"]


# --- what is refused


NO_INSTANT = {
    "a day": "2026-11-21",
    "a time without offset": "2026-11-21T12:00:00",
    "nothing": "",
    "a word": "now",
    "a CPR number": CPR,
    "a day that does not exist": "2026-02-30T12:00:00Z",
    "an hour that does not exist": "2026-11-21T24:00:00Z",
    "an offset that does not exist": "2026-11-21T12:00:00+25:00",
    "a year out of range": "1899-12-31T12:00:00Z",
    "a number": "1793530800",
    "a blank before it": f" {AT}",
    "a line break after it": f"{AT}\n",
}


@pytest.mark.parametrize("says", NO_INSTANT)
@pytest.mark.parametrize("name", ["case.json", "cases.jsonl"])
def test_an_instant_that_is_none_is_refused(
    says: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = outcome(capsys, [written(tmp_path, lines(QUIET), name), "--at", NO_INSTANT[says]])
    assert (code, out) == (2, "")
    assert err.startswith("overgreb-rules: --at: ")
    assert "Tilladt: " in err
    assert "Gør sådan: " in err
    assert err.count("\n") == 1
    assert CPR not in err


def test_an_instant_that_is_none_is_refused_before_any_line_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = outcome(capsys, [written(tmp_path, lines("no JSON", QUIET), "cases.jsonl"), "--at", "now"])
    assert (code, out) == (2, "")


def test_the_mend_of_a_naive_instant_is_the_offset_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = outcome(capsys, [written(tmp_path, QUIET), "--at", "2026-11-21T12:00:00"])
    assert "»zone«" not in err


@pytest.mark.parametrize(
    "arguments",
    [["--format", "xml"], ["--lang", "no"], ["--unknown"], ["--form", "json"], ["--at"], ["more.json"]],
    ids=" ".join,
)
def test_an_option_that_is_none_is_refused(
    arguments: list[str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(file), *arguments])
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "overgreb-rules" in err


def test_no_command_and_no_case_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["evaluate"], ["no-such-command"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        assert capsys.readouterr().out == ""


NEVER_MISTAKEN = "the exit code 1 of a Python that stopped at an error means «something is overdue» to a caller"


def test_a_fault_of_the_engine_is_never_mistaken_for_an_answer(file: Path) -> None:
    code = (
        "import sys\nfrom overgreb_rules._matching.durable import DurableMatcher\n"
        "from overgreb_rules.errors import MatcherFault\nfrom overgreb_rules.cli import main\n"
        "from overgreb_rules.shared.text import Text\n"
        "def fault(*_): raise MatcherFault(Text('tabte oplysninger', 'dropped facts'))\nDurableMatcher.match = fault\n"
        "sys.exit(main(['evaluate', *sys.argv[1:]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file), "--at", AT],
        capture_output=True,
        env=environment(),
        check=False,
        timeout=300,
    )
    assert done.stdout == b""
    assert done.returncode not in {0, 1}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_never_mistaken_for_an_answer(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(written(tmp_path, QUIET), "--at", AT),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
            timeout=300,
        )
    assert done.returncode not in {0, 1}
    assert b"Traceback" not in done.stderr


def test_a_policy_with_more_rules_than_the_engine_can_tell_apart_is_refused_as_bad_input(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = ", ".join(f"rule-{number}" for number in range(61))
    words = "{da: x, en: x}"
    step = f"{{id: s, when: breach, to: leder, action: {words}}}"
    policy = f"id: k\nladders:\n  - {{id: a, says: {words}, for: {{rule: [{rules}]}}, steps: [{step}]}}\n"
    code, out, err = outcome(capsys, [str(file), "--at", AT, "--policy", written(tmp_path, policy, "policy.yaml")])
    assert (code, out) == (2, "")
    assert err.startswith("overgreb-rules: policy.yaml, linje ")


# --- bytes


@pytest.mark.parametrize(
    "changed",
    [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "latin-1"}],
    ids=str,
)
def test_the_output_is_utf_8_in_every_locale(
    changed: dict[str, str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, plain, _ = outcome(capsys, [str(file), "--at", AT])
    done = run(str(file), "--at", AT, **changed)
    assert (done.returncode, done.stdout.decode("utf-8"), done.stderr) == (1, plain, b"")
    assert "§\u00a0136, stk.\u00a02" in done.stdout.decode("utf-8")


def test_messages_are_utf_8_in_every_locale(tmp_path: Path) -> None:
    path = written(tmp_path, {"case_id": "A", "zone": "sønderjylland"})
    done = run(path, "--at", AT, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert "Gør sådan" in done.stderr.decode("utf-8")


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_the_bytes_are_the_same_in_any_order_of_the_events(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = list(LATE["events"])
    seen = set()
    for seed in range(8):
        random.Random(seed).shuffle(events)  # noqa: S311  # no secret is made of it
        path = written(tmp_path, {"events": events, "case_id": LATE["case_id"]})
        seen.add(outcome(capsys, [path, "--at", AT, "--format", form]))
    assert len(seen) == 1


@pytest.mark.slow
def test_the_bytes_are_the_same_on_every_run_with_any_hash_seed_and_local_zone(file: Path) -> None:
    asked = (str(file), "--at", AT, "--format", "json")
    seen = {run(*asked, PYTHONHASHSEED=seed, TZ=zone).stdout for seed, zone in (("0", "UTC"), ("4711", "Asia/Tokyo"))}
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("form", "name"),
    [
        *(("json", name) for name in ("e[1]", "[bold]", "[/b]", ":smile:", "a\\[b", "{at}", "%s", "<b>")),
        *(("table", name) for name in ("e[1]", "{at}", "%s", "<b>")),
        *(("table", name) for name in ("[bold]", "[/b]", ":smile:", "a\\[b")),
    ],
)
def test_ids_stand_in_the_answer_as_they_were_given(
    name: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Two of one name: a table then tells them apart by their ids.
    events = [event(one, "2026-11-21T09:30:00+01:00", **RECEIVED) for one in (name, "other")]
    case = {"case_id": name, "events": events}
    code, out, _ = outcome(capsys, [written(tmp_path, case), "--at", AT, "--format", form])
    assert code == 0
    assert out.count(json.dumps(name)[1:-1] if form == "json" else name) > 3


# --- terminals and pipes


def test_a_pipe_that_closes_early_ends_the_command_in_silence(tmp_path: Path) -> None:
    path = written(tmp_path, lines(*[LATE] * 60), "cases.jsonl")
    process = subprocess.Popen(
        command(path, "--at", AT), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())["case_id"] == "Sag sen"
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=300), said) == (0, b"")


def test_a_pipe_that_nobody_reads_ends_the_command_in_silence(file: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command(str(file), "--at", AT),
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(),
        check=False,
        timeout=300,
    )
    os.close(writing)
    assert done.stderr == b""


@pytest.mark.parametrize(
    "changed", [{}, {"FORCE_COLOR": "1", "TERM": "xterm-256color", "CLICOLOR_FORCE": "1"}], ids=["plain", "forced"]
)
def test_a_pipe_gets_no_colours(changed: dict[str, str], file: Path) -> None:
    done = run(str(file), "--at", AT, **changed)
    assert ESCAPE.encode() not in done.stdout
    assert b"Overskredet" in done.stdout or b"overskredet" in done.stdout


@pytest.mark.slow
def test_a_terminal_gets_colours_unless_no_color_is_set(file: Path) -> None:
    asked = (str(file), "--at", AT)
    coloured = on_a_terminal(*asked, TERM="xterm-256color", COLUMNS="120")
    plain = on_a_terminal(*asked, TERM="xterm-256color", COLUMNS="120", NO_COLOR="1")
    colours = ("\x1b[31m", "\x1b[1;31m", "\x1b[32m", "\x1b[34m", "\x1b[36m")
    assert any(colour in coloured for colour in colours)
    assert not any(colour in plain for colour in colours)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_narrow_table_loses_no_letter(width: int, language: str) -> None:
    result = evaluate(Case.model_validate(LATE), at=AT)
    wide, narrow = (render_table(result, language, colour=False, width=columns) for columns in (250, width))
    assert max(len(line) for line in narrow.splitlines()) <= width
    assert sorted("".join(narrow.split()).replace("─", "")) == sorted("".join(wide.split()).replace("─", ""))


@pytest.mark.slow
def test_the_table_is_as_wide_as_the_terminal(file: Path) -> None:
    for width in (70, 160):
        said = on_a_terminal(str(file), "--at", AT, TERM="xterm", COLUMNS=str(width))
        longest = max(len(line) for line in re.sub(r"\x1b\[[0-9;]*m", "", said).splitlines())
        assert 100 < longest <= width if width > 100 else longest <= width
