"""`overgreb-rules evaluate` over many cases: lines and tables in, lines and Parquet out, memory and progress."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pyarrow import feather

from overgreb_rules.arrow import evaluate_arrow, tables_of
from overgreb_rules.cli import _tables, main
from tests.fixtures.child_process import child_environment
from tests.fixtures.nested_tables import nest_events
from tests.fixtures.notification_year.generator import generate_endless_cases, year_end_instant

AT = year_end_instant()
CASES: list[dict[str, Any]] = list(itertools.islice(generate_endless_cases(seed=8), 40))
BAD = {"case_id": "A-1", "events": [{"type": "noget_andet", "at": "2025-11-01"}]}

Outcome = tuple[int, bytes, str]


def told(*cases: object) -> bytes:
    return b"".join(json.dumps(case).encode() + b"\n" for case in cases)


@pytest.fixture
def in_lines(tmp_path: Path) -> str:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(told(*CASES))
    return str(path)


def outcome(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str, at: str = AT) -> Outcome:
    """The command in this process: exit code, standard output, standard error."""
    code = main(["evaluate", *arguments, "--at", at])
    out, err = capsysbinary.readouterr()
    return code, out, err.decode()


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "overgreb_rules", "evaluate", *arguments, "--at", AT]


def read(parquet: bytes) -> pa.Table:
    return pq.read_table(pa.BufferReader(parquet))


# --- line by line


def test_an_answer_is_there_before_the_next_line_comes() -> None:
    process = subprocess.Popen(
        command("-", "--format", "jsonl"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=child_environment()
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for case in CASES[:3]:
        process.stdin.write(told(case))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["case_id"] == case["case_id"]
    process.stdin.close()
    assert process.wait(timeout=300) in {0, 1}
    process.stdout.close()


def test_one_process_tells_each_line_of_a_day_its_own_instant(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    notified = {"type": "underretning_modtaget", "at": "2025-11-20T10:00:00+01:00"}
    line = json.dumps({"case_id": "A", "events": [notified]}).encode() + b"\n"
    midnight = dt.datetime(2025, 11, 20, 23, tzinfo=dt.UTC)
    now = [midnight]

    class LineEachQuarter(io.BytesIO):
        """Standard input to which a line comes every quarter of an hour for a day."""

        def __next__(self) -> bytes:
            now[0] += dt.timedelta(minutes=15)
            return super().__next__()

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(LineEachQuarter(line * 96), encoding="ascii"))
    monkeypatch.setattr("overgreb_rules.cli._options.current_time", lambda: now[0])
    assert main(["evaluate", "-", "--format", "jsonl"]) == 1
    answers = [json.loads(text) for text in capsysbinary.readouterr().out.splitlines()]
    expected = [midnight + dt.timedelta(minutes=15 * number) for number in range(1, 97)]
    assert [dt.datetime.fromisoformat(answer["at"]) for answer in answers] == expected
    late = [any(duty["status"] == "overdue" for duty in answer["obligations"]) for answer in answers]
    assert late == [one > dt.datetime(2025, 11, 21, 9, tzinfo=dt.UTC) for one in expected], "24 hours have passed"


def test_envelopes_carry_their_ids_and_instants(in_lines: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    envelopes = [
        {"id": f"q{number}", "at": f"2025-12-{number + 1:02}T12:00:00+01:00", "case": case}
        for number, case in enumerate(CASES[:5])
    ]
    Path(in_lines).write_bytes(told(*envelopes, {"id": "q5", "case": BAD}))
    code, out, _ = outcome(capsysbinary, in_lines)
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [answer["id"] for answer in answers] == ["q0", "q1", "q2", "q3", "q4", "q5"]
    assert [answer["at"] for answer in answers[:5]] == [envelope["at"] for envelope in envelopes]
    assert answers[5]["error"]["place"] == "/case/events/0/type"


def test_an_envelope_is_no_row_of_a_table(in_lines: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    Path(in_lines).write_bytes(told({"case": CASES[0]}, CASES[0]))
    code, out, _ = outcome(capsysbinary, in_lines, "--format", "parquet")
    assert code == 2
    refused, answered = read(out)["error"].to_pylist()
    assert "--format jsonl" in refused["mend"]
    assert answered is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (b"\n \n" + told(CASES[0], CASES[1]), [1, 2]),
        (b"{\n" + told(CASES[0]), [1]),
        (told(CASES[0]) + b"{\n", [2]),
        (b"no JSON\n\n" + told(CASES[0], BAD), [1, 2, 4]),
        (b"17\n" + told(CASES[0]), [1]),
        (b"", []),
    ],
    ids=["empty lines", "a brace first", "a brace last", "bad lines", "a number", "nothing"],
)
@pytest.mark.parametrize("largest", [16 * 2**20, 8])
def test_json_lines_are_recognised_by_their_content(
    text: bytes,
    numbers: list[int],
    largest: int,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("overgreb_rules.cli._io._LARGEST_CASE", largest)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text), encoding="ascii"))
    _, out, _ = outcome(capsysbinary, "-", "--format", "jsonl")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["line"] for answer in answers if "line" in answer] == numbers
    assert len(answers) == len(text.splitlines())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is asked in the words of POSIX")
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_many_lines_need_no_more_memory_than_some(form: str, tmp_path: Path) -> None:
    needed = []
    for number in (4_500, 9_000):
        path = tmp_path / f"{number}.jsonl"
        path.write_bytes(told(*({"case_id": f"sag-{n}", "kommune": 101 + n} for n in range(number))))
        with Path(os.devnull).open("wb") as nowhere:
            process = subprocess.Popen(command(str(path), "--format", form), stdout=nowhere, env=child_environment())
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        needed.append(used.ru_maxrss)
    assert needed[1] < needed[0] * 1.05 + 4096, "kilobytes"


# --- progress


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answers_to", "is_shown"), [("a pipe", True), ("the terminal", False)], ids=["answers elsewhere", "answers there"]
)
def test_a_terminal_shows_how_many_cases_and_how_many_a_second(answers_to: str, is_shown: bool, in_lines: str) -> None:
    Path(in_lines).write_bytes(told(*itertools.islice(itertools.cycle(CASES), 400)))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(in_lines),
        stdout=theirs if answers_to == "the terminal" else subprocess.PIPE,
        stderr=theirs,
        env=child_environment(),
    )
    os.close(theirs)
    seen: list[bytes] = []
    watching = threading.Thread(target=lambda: seen.extend(_until_it_is_gone(ours)))
    watching.start()
    out, _ = process.communicate(timeout=300)
    watching.join(timeout=300)
    os.close(ours)
    shown = b"".join(seen).decode()
    assert (" i sekundet …" in shown) is is_shown
    if is_shown:
        assert out.count(b"\n") == 400
        assert shown.endswith("\r\x1b[K"), "the line is gone at the end"


def _until_it_is_gone(terminal: int) -> Iterator[bytes]:
    try:
        while chunk := os.read(terminal, 65536):
            yield chunk
    except OSError:
        return  # the terminal is gone when the command has ended


def test_a_pipe_sees_no_progress(in_lines: str) -> None:
    done = subprocess.run(command(in_lines), capture_output=True, env=child_environment(), check=False, timeout=300)
    assert done.stderr == b""


# --- Parquet out


def test_lines_give_a_row_each_and_a_bad_one_its_error_in_its_place(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(told(CASES[0], BAD) + b"\nno JSON\n" + told(CASES[1], CASES[1]))
    code, out, err = outcome(capsysbinary, str(path), "--format", "parquet")
    assert (code, err) == (2, "")
    answers = read(out)
    own = [CASES[1]["case_id"]] * 2
    assert answers["case_id"].to_pylist() == [CASES[0]["case_id"], "line 2", "line 3", "line 4", *own]
    places = [error and error["place"] for error in answers["error"].to_pylist()]
    assert places == [None, "/events/0/type", "line 3", "line 4, column 1", None, None]
    assert answers.slice(5).to_pylist() == answers.slice(4, 1).to_pylist(), "two lines with one key are two cases"
    alone = evaluate_arrow(*tables_of([CASES[0], CASES[1]]), at=AT)
    assert answers.take([0, 4]).to_pylist() == alone.to_pylist()
    assert answers.schema.metadata == alone.schema.metadata


def test_a_single_case_gives_one_row_or_a_message(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASES[0], indent=1), encoding="utf-8")
    _, out, _ = outcome(capsysbinary, str(path), "--format", "parquet")
    assert read(out).to_pylist() == evaluate_arrow(*tables_of([CASES[0]]), at=AT).to_pylist()
    path.write_text(json.dumps(BAD, indent=1), encoding="utf-8")
    code, out, err = outcome(capsysbinary, str(path), "--format", "parquet")
    assert (code, out) == (2, b"")
    assert err.startswith("overgreb-rules: /events/0/type: ")


@pytest.mark.parametrize(("cases", "code"), [(CASES[:0], 0), (CASES[:1], 0), (CASES, 1), ([*CASES, BAD], 2)])
def test_the_exit_code_is_that_of_the_lines(
    cases: list[object], code: int, in_lines: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path(in_lines).write_bytes(told(*cases))
    in_words = outcome(capsysbinary, in_lines)
    in_columns = outcome(capsysbinary, in_lines, "--format", "parquet")
    assert in_words[0] == in_columns[0] == code
    assert read(in_columns[1]).num_rows == len(cases)


def test_a_terminal_is_given_no_parquet(in_lines: str) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        command(in_lines, "--format", "parquet"),
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=child_environment(),
        check=False,
        timeout=300,
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert "parquet kan ikke vises i en terminal" in done.stderr.decode()
    assert "tilføj »> answers.parquet«" in done.stderr.decode()


# --- tables in


def _write(table: pa.Table, path: Path) -> None:
    match path.suffix:
        case ".parquet":
            pq.write_table(table, path, row_group_size=7)
        case ".feather":
            feather.write_feather(table, path)
        case _:
            opened = pa.ipc.new_file if path.stem != "stream" else pa.ipc.new_stream
            with opened(path, table.schema) as file:
                file.write_table(table, max_chunksize=7)


def _file(folder: Path, name: str) -> Path:
    _write(nest_events(*tables_of(CASES)), folder / name)
    return folder / name


def _folder(folder: Path, suffix: str) -> Path:
    for name, table in zip(("cases", "events"), tables_of(CASES), strict=True):
        _write(table, folder / f"{name}{suffix}")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    "given", ["cases.parquet", "cases.arrow", "stream.arrow", "cases.feather", ".parquet", ".arrow", ".feather"]
)
def test_tables_are_answered_as_the_lines_of_the_same_cases(
    given: str, tmp_path: Path, in_lines: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    source = str((_folder if given.startswith(".") else _file)(folder, given))
    assert outcome(capsysbinary, source) == outcome(capsysbinary, in_lines)
    from_tables, from_lines = (outcome(capsysbinary, one, "--format", "parquet") for one in (source, in_lines))
    assert read(from_tables[1]).equals(read(from_lines[1]))
    assert from_tables[0] == from_lines[0] == 1


def test_answers_are_written_in_groups_of_few_rows(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("overgreb_rules.cli._tables._ROWS_OF_A_GROUP", 16)
    _, written, _ = outcome(capsysbinary, str(_file(tmp_path, "cases.parquet")), "--format", "parquet")
    groups = pq.ParquetFile(io.BytesIO(written)).metadata
    assert [groups.row_group(number).num_rows for number in range(groups.num_row_groups)] == [0, 16, 16, 8]


def test_a_bad_row_gives_an_error_in_its_place(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    cases, events = tables_of(CASES[:6])
    types = pc.if_else(pc.equal(events["case_id"], CASES[2]["case_id"]), "noget_andet", events["type"])
    twice = pa.concat_tables([cases, cases.slice(4, 1)])
    _write(nest_events(twice, events.set_column(2, "type", types)), tmp_path / "cases.parquet")
    code, out, _ = outcome(capsysbinary, str(tmp_path / "cases.parquet"), "--format", "jsonl")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [answer.get("line") for answer in answers] == [None, None, 3, None, 5, None, 7]
    assert answers[2]["error"]["place"] == "/events/0/type"
    assert answers[4]["error"]["place"] == answers[6]["error"]["place"] == "/case_id"
    code, out, _ = outcome(capsysbinary, str(tmp_path / "cases.parquet"), "--format", "parquet")
    assert code == 2
    errors = read(out)["error"].to_pylist()
    assert [bool(error) for error in errors] == ["line" in answer for answer in answers]
    assert [error for error in errors if error] == [answer["error"] for answer in answers if "error" in answer]


def test_a_table_without_cases_is_refused_with_a_reason(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "torn.parquet").write_bytes(b"PAR1 and then nothing")
    (tmp_path / "torn.arrow").write_bytes(b"no Arrow")
    (tmp_path / "empty").mkdir()
    pq.write_table(tables_of(CASES)[0], tmp_path / "alone.parquet")
    pq.write_table(
        nest_events(*tables_of(CASES)).append_column("navn", pa.nulls(40, pa.string())), tmp_path / "more.parquet"
    )
    for name, says in {
        "none.parquet": "CASE: filen kan ikke læses",
        "torn.parquet": "CASE: filen kan ikke læses",
        "torn.arrow": "CASE: filen kan ikke læses",
        "empty": "CASE: mappen har ingen fil »cases«",
        "alone.parquet": "cases/events: kolonnen mangler",
        "more.parquet": "cases/»skjult«: kolonnen er ukendt",
    }.items():
        for form in ("jsonl", "parquet"):
            code, out, err = outcome(capsysbinary, str(tmp_path / name), "--format", form)
            assert code == 2
            assert err.startswith(f"overgreb-rules: {says}"), err
            assert err.count("\n") == 1
            assert out == {"jsonl": b"", "parquet": b"PAR1"}[form], "a file without its end, which nobody can read"


# --- what is refused


def _damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(400)
    path.write_bytes(data)


def test_texts_of_cases_that_cannot_be_read_to_the_end_are_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pq.write_table(pa.table({"case": list(map(json.dumps, CASES))}), tmp_path / "damaged.parquet")
    _damage(tmp_path / "damaged.parquet")
    latin = pa.Array.from_buffers(pa.string(), 1, pa.array(["{}å".encode("latin-1")], pa.binary()).buffers())
    pq.write_table(pa.table({"case": latin}), tmp_path / "latin.parquet")
    for name in ("damaged.parquet", "latin.parquet"):
        for arguments in (
            ["agenda", "{path}", "--at", AT],
            ["agenda", "{path}", "--at", AT, "--format", "ics"],
            ["figures", "{path}", "--from", "2025-01-01", "--to", "2025-12-31"],
        ):
            assert main([one.replace("{path}", str(tmp_path / name)) for one in arguments]) == 2
            out, err = capsys.readouterr()
            assert out == ""
            assert err.startswith("overgreb-rules: SOURCE: filen kan ikke læses"), err


@pytest.mark.parametrize("option", [("--suppose", "underretning_vurderet@2025-11-20T18:00"), ("--format", "svg")])
def test_an_option_for_one_case_is_refused_for_many(
    option: tuple[str, str], in_lines: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, out, err = outcome(capsysbinary, in_lines, *option)
    assert (code, out) == (2, b"")
    assert err.startswith(f"overgreb-rules: {option[0]}: det gælder kun for én sag, og her er flere")


@pytest.mark.parametrize("arguments", [("cases.jsonl", "--format", "parquet"), ("cases.parquet",)])
def test_without_the_extra_the_message_names_it(arguments: tuple[str, ...], in_lines: str) -> None:
    code = (
        "import sys\nsys.modules['pyarrow'] = None\nfrom overgreb_rules.cli import main\n"
        "sys.exit(main(['evaluate', *sys.argv[1:]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=Path(in_lines).parent,
        capture_output=True,
        env=child_environment(),
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"pip install 'overgreb-rules[arrow]'" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_json_needs_no_extra(in_lines: str) -> None:
    code = "import sys\nsys.modules['pyarrow'] = sys.modules['numpy'] = None\nfrom overgreb_rules.cli import main\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}sys.exit(main(['evaluate', *sys.argv[1:]]))", in_lines, "--at", AT],
        capture_output=True,
        env=child_environment(),
        check=False,
        timeout=300,
    )
    assert done.returncode == 1
    assert done.stdout.count(b"\n") == len(CASES)


def test_several_processes_write_the_same_file(
    tmp_path: Path, in_lines: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "cases.parquet"
    pq.write_table(nest_events(*tables_of(CASES)), path)
    alone, together = (
        outcome(capsysbinary, str(path), "--format", "parquet", *more) for more in ((), ("--workers", "2"))
    )
    assert (together[0], read(together[1]), together[2]) == (alone[0], read(alone[1]), alone[2])
    for arguments in ((in_lines, "--format", "parquet"), (str(path), "--format", "jsonl")):
        assert outcome(capsysbinary, *arguments, "--workers", "2")[0] == 2
    code, out, err = outcome(capsysbinary, str(path), "--format", "parquet", "--workers", "0")
    assert (code, out) == (2, b"")
    assert err.startswith("overgreb-rules: --workers: ")


@pytest.mark.parametrize("rows_of_a_group", [_tables._ROWS_OF_A_GROUP, 7])
def test_the_night_after_rests_on_the_answers_of_the_night_before(
    rows_of_a_group: int,
    tmp_path: Path,
    in_lines: str,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_tables, "_ROWS_OF_A_GROUP", rows_of_a_group)
    path, answers = tmp_path / "cases.parquet", tmp_path / "answers.parquet"
    pq.write_table(nest_events(*tables_of(CASES[:30])), path)
    answers.write_bytes(outcome(capsysbinary, str(path), "--format", "parquet")[1])
    grown = [*CASES[5:], CASES[0] | {"events": CASES[0]["events"][:-1]}]
    pq.write_table(nest_events(*tables_of(grown)), path)
    later, since = "2026-02-01T00:00:00+01:00", ("--format", "parquet", "--since", str(answers))
    code, out, err = outcome(capsysbinary, str(path), *since, at=later)
    whole = outcome(capsysbinary, str(path), "--format", "parquet", at=later)
    assert (code, read(out), err) == (whole[0], read(whole[1]), whole[2])
    answers.write_bytes(out)
    assert read(outcome(capsysbinary, str(path), *since, at=later)[1]) == read(out)
    for given, at in ((str(path), AT), (in_lines, later)):
        code, out, err = outcome(capsysbinary, given, *since, "--lang", "en", at=at)
        assert (code, out) == (2, b"")
        assert err.startswith("overgreb-rules: --since: ")
    for wrong in (path, tmp_path / "none.parquet", tmp_path):
        code, out, err = outcome(capsysbinary, str(path), "--format", "parquet", "--since", str(wrong), at=later)
        assert (code, out) == (2, b"")
        assert err.startswith("overgreb-rules: --since: ")


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("sha256", "other rules"),
        ("engine", "another matcher"),
        ("policy", "another ladder of escalation"),
        ("package", "another version of overgreb-rules"),
        ("tzdata", "other time-zone data"),
        ("holidays", "another table of holidays"),
    ],
)
@pytest.mark.parametrize("value", [b"another", None])
def test_answers_that_depend_on_something_else_are_not_built_upon(
    key: str, says: str, value: bytes | None, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path, answers = tmp_path / "cases.parquet", tmp_path / "answers.parquet"
    pq.write_table(nest_events(*tables_of(CASES[:2])), path)
    answers.write_bytes(outcome(capsysbinary, str(path), "--format", "parquet")[1])
    table, metadata = read(answers.read_bytes()).drop_columns("kommune"), pq.read_metadata(answers).metadata
    assert metadata[key.encode()] != value
    changed = {
        name: value if name == key.encode() else old for name, old in metadata.items() if name != b"ARROW:schema"
    }
    with pq.ParquetWriter(answers, table.schema.with_metadata(None)) as writer:
        writer.write_table(table.replace_schema_metadata(None))
        writer.add_key_value_metadata({name: one for name, one in changed.items() if one is not None})
    code, out, err = outcome(capsysbinary, str(path), "--format", "parquet", "--since", str(answers), "--lang", "en")
    assert (code, out) == (2, b"")
    assert f"the answers were given by {says}" in err
