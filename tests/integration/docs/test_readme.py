"""The README's examples are run: what it shows is what happens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.paths import ROOT
from tests.integration.docs.snippets import run_python_example

README = (ROOT / "README.md").read_text(encoding="utf-8")
FACES = (ROOT / "docs" / "how-to" / "what-people-see.md").read_text(encoding="utf-8")
COMMANDS = [
    line[2:]
    for document in (README, FACES)
    for block in re.findall(r"```console\n(.*?)```", document, re.DOTALL)
    for line in block.splitlines()
]
MODULES = {"overgreb-rules": "overgreb_rules", "overgreb-meetings": "meetings"}


def test_the_python_example_prints_what_the_readme_shows() -> None:
    shown, printed = run_python_example(README)
    assert printed == shown


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    program, *arguments = shlex.split(command)
    arguments = [part.replace("build/readme-demo", str(tmp_path / "demo")) for part in arguments]
    if program == "overgreb-meetings" and arguments[0] == "lint":
        subprocess.run(
            [sys.executable, "-m", "meetings", "demo", "2027", "--out", str(tmp_path / "demo")],
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=300,
        )
    done = subprocess.run(
        [sys.executable, "-m", MODULES[program], *arguments], cwd=ROOT, capture_output=True, check=False, timeout=300
    )
    assert done.returncode in {0, 1}, done.stderr.decode()
    assert done.stdout or arguments[0] == "lint"
    assert not done.stderr
