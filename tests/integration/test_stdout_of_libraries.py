"""Nothing of a library reaches file descriptor 1: not for the commands, and not in programs that import `meetings`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

AT = "2026-11-01T12:00:00+01:00"
REQUEST = 'year: 2027\ndistricts: ["1460"]\nwindow: {from: "2027-03-01", to: "2027-03-31"}\n'
PROGRAM = f"""
import sys
from meetings import PlanRequest, plan, write_calendars
from meetings.check import check

schedule = plan(PlanRequest.load("request.yaml"), at="{AT}")
write_calendars(schedule, "out", at="{AT}")
check(schedule, PlanRequest.load("request.yaml"))
sys.stdout.write("only this\\n")
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python with arguments in a process whose file descriptor 1 is a pipe."""
    return subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, check=False, timeout=600)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a request."""
    (tmp_path / "request.yaml").write_text(REQUEST, encoding="utf-8")
    return tmp_path


def test_a_program_that_plans_writes_its_own_text_alone(folder: Path):
    done = run(folder, "-c", PROGRAM)
    assert (done.returncode, done.stdout) == (0, b"only this\n")


@pytest.mark.slow
def test_plan_check_and_demo_write_the_bytes_of_python_alone(folder: Path):
    for arguments in (
        ["plan", "request.yaml", "--out", "out", "--at", AT],
        ["check", "out/plan.json", "request.yaml", "--at", AT],
        ["demo", "2027", "--out", "demo"],
    ):
        # What a library prints goes to the file descriptor; what the command prints goes through sys.stdout.
        program = (
            "import io, sys; from meetings.cli import main; kept = sys.stdout = io.StringIO(); "
            f"code = main({arguments!r}); sys.stdout = sys.__stdout__; "
            "sys.stderr.write(kept.getvalue()); sys.exit(code)"
        )
        done = run(folder, "-c", program)
        assert (done.returncode, done.stdout) == (0, b""), arguments
        assert done.stderr
