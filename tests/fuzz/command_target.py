"""The target that takes command lines of both programs."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from meetings import cli as meetings_cli
from overgreb_rules import cli as rules_cli
from overgreb_rules.shared.cpr_number import has_cpr_shape
from tests.fixtures.calendar_dialects import DialectWriter
from tests.fixtures.random_cases import seeded_random
from tests.fuzz.case_targets import build_case
from tests.fuzz.target import FuzzTarget
from tests.fuzz.text_changes import HOSTILE_WORDS

_COMMANDS = (
    "evaluate FILE", "evaluate FILE --format json", "evaluate FILE --format csv", "evaluate FILE --format ics",
    "evaluate FILE --format svg", "evaluate FILE --format jsonl --detail dates", "agenda FILE", "agenda .",
    "evaluate FILE --suppose SUPPOSE", "explain FILE KEY", "why-not FILE RULE", "replay FILE FILE --verify",
    "changes FILE FILE", "changes FILE FILE --format json",
    "figures FILE --from DAY --to DAY", "vocabulary WORD", "rules list", "rules show RULE", "rules show RULE --as-law",
    "rules needs RULE", "evaluate FILE --policy FILE", "evaluate FILE --format html --link WORD",
    "meetings read FILE --year YEAR", "meetings lint FILE", "meetings districts", "meetings check FILE FILE",
    "meetings explain . WORD", "meetings answers . FILE", "meetings dates FILE WORD",
)  # fmt: skip
"""Commands that write no file, start no process and wait for nobody."""
_OPTIONS = (
    "--at INSTANT",
    "--at WORD",
    "--lang en",
    "--lang WORD",
    "--matcher reference",
    "--WORD",
    "--format WORD",
    "--limit WORD",
)
_WORDS = {
    "FILE": ("case.json", "cases.jsonl", "calendar.ics", "answer.json", "no-file", "", "-", ".", "empty", "0", "-1"),
    "SUPPOSE": ("underretning_vurderet@2026-11-22T08:00", "x@y", "@", "underretning_vurderet@2026-11-22;of=zz", "a;b"),
    "INSTANT": ("2026-11-21T12:00:00+01:00", "2026-11-21", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
    "DAY": ("2026-01-01", "2026-02-30", "0001-01-01", "x"),
    "RULE": ("bl-136-2-vurdering-24-timer", "bl-999", "bl-136-2-vurdering-24-timer@k0"),
    "KEY": ("bl-136-2-vurdering-24-timer@k0", "x@y", "@"),
    "YEAR": ("2027", "0", "-1", "99999"),
    "WORD": ("underretning_modtaget", "1471", "overdue", *HOSTILE_WORDS),
}  # fmt: skip


def _build_command(number: int) -> bytes:
    rng = seeded_random(f"command {number}")
    line = rng.choice(_COMMANDS).split(" ")
    for _ in range(rng.choice((0, 1, 1, 2))):
        line += rng.choice(_OPTIONS).split(" ")
    filled = [rng.choice(_WORDS[word]) if word in _WORDS else word for word in line]
    if rng.random() < 0.1:
        filled.insert(rng.randrange(len(filled)), rng.choice(HOSTILE_WORDS))
    return json.dumps({"number": number, "line": [word.replace("\x00", "") for word in filled]}).encode()


def _check_command(data: bytes) -> None:
    """A command ends with a code of its own, without a traceback; what is refused says why, and repeats no number."""
    asked = json.loads(data)
    line = asked["line"]
    program, arguments = (meetings_cli.main, line[1:]) if line[:1] == ["meetings"] else (rules_cli.main, line)
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with (
        _folder_of_inputs(asked["number"]),
        _standard_input(),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = program(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
    out.flush()
    err.flush()
    told = err.buffer.getvalue().decode()
    assert code in {0, 1, 2}, told
    assert "Traceback" not in told
    assert not [letter for letter in told if ord(letter) < 32 and letter != "\n"], repr(told)
    assert not has_cpr_shape(told), told
    if code == 2:
        assert told or out.buffer.getvalue()


@contextlib.contextmanager
def _folder_of_inputs(number: int) -> Iterator[None]:
    case, at = build_case(number)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("case.json").write_text(json.dumps(case), encoding="utf-8")
        Path("cases.jsonl").write_text(json.dumps(case) + "\n\n{\n", encoding="utf-8")
        Path("answer.json").write_text(json.dumps({"at": at, "receipt": {}, "obligations": []}), encoding="utf-8")
        Path("calendar.ics").write_bytes(DialectWriter(number).write())
        Path("empty").touch()
        yield


@contextlib.contextmanager
def _standard_input() -> Iterator[None]:
    before = sys.stdin
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        sys.stdin = nothing
        try:
            yield
        finally:
            sys.stdin = before


COMMAND_TARGETS = (FuzzTarget("command-lines", _build_command, _check_command),)
