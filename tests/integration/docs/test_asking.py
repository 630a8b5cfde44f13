"""The examples of `docs/how-to/asking.md` and `stream.md` are run: what it shows is what happens."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from overgreb_rules._evaluate.envelope import StreamDefaults, answer_line
from tests.fixtures.child_process import child_environment
from tests.fixtures.paths import ROOT
from tests.integration.docs.snippets import run_python_example

ASKING = (ROOT / "docs" / "how-to" / "asking.md").read_text(encoding="utf-8")
STREAM = (ROOT / "docs" / "how-to" / "stream.md").read_text(encoding="utf-8")
JAVA = shutil.which("java")
COMMANDS = [
    shlex.split(line.removeprefix("$ overgreb-rules "))
    for block in re.findall(r"```console\n(.*?)```", ASKING, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ overgreb-rules ") and " - " not in line
]


def test_the_python_example_prints_what_is_shown() -> None:
    shown, printed = run_python_example(ASKING)
    assert printed == shown


def test_the_envelope_is_answered_with_its_id() -> None:
    (line,) = re.findall(r"```json\n(.*?)```", STREAM, re.DOTALL)
    answer = json.loads(answer_line(line.replace("\n", ""), 1, StreamDefaults()).text)
    assert (answer["id"], answer["suppose"][0]["type"]) == ("q1", "kvittering_sendt")


@pytest.mark.slow
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_each_command_runs(arguments: list[str]) -> None:
    line = [sys.executable, "-m", "overgreb_rules", *arguments]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, check=False, timeout=300)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


@pytest.mark.slow
@pytest.mark.skipif(JAVA is None, reason="there is no Java here")
def test_the_program_in_java_gets_an_answer_a_line(tmp_path: Path) -> None:
    (code,) = re.findall(r"```java\n(.*?)```", STREAM, re.DOTALL)
    (tmp_path / "Ask.java").write_text(code, encoding="utf-8")
    program = [sys.executable, "-m", "overgreb_rules", "evaluate", "-", "--format", "jsonl"]
    done = subprocess.run(
        [str(JAVA), "Ask.java", *program],
        cwd=tmp_path,
        env=child_environment(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["q1", "q2", "q3"]
