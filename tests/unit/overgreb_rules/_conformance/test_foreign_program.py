"""A started program is stopped with all that it has started."""

from __future__ import annotations

import os
import sys
import time

import pytest

from overgreb_rules._conformance.foreign_program import ForeignProgram, ProgramFault

CHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def _is_alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:  # noqa: PTH123  # a file of the system
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="the system has no /proc")  # noqa: PTH112  # of the system
def test_what_the_program_has_started_is_stopped_with_it() -> None:
    with ForeignProgram([sys.executable, "-S", "-c", CHILD], 10) as program:
        child = int(program.read_line())
        assert _is_alive(child)
    deadline = time.monotonic() + 5
    while _is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _is_alive(child)


def test_the_end_of_a_program_is_told_each_time_it_is_asked() -> None:
    with ForeignProgram([sys.executable, "-S", "-c", ""], 10) as program:
        for _ in range(2):
            with pytest.raises(ProgramFault, match="ended with code 0"):
                program.read_line()


def test_the_rest_of_a_program_that_has_ended_is_nothing() -> None:
    with ForeignProgram([sys.executable, "-S", "-c", ""], 10) as program:
        assert program.read_rest() is None
