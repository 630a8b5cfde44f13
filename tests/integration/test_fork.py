"""A process that is forked while other threads evaluate can evaluate too, whatever they were doing at that moment."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.fixtures.matchers import MATCHERS
from tests.fixtures.paths import EXAMPLE_CASES

PROGRAM = """
import os, sys, threading
from overgreb_rules import Case, Rulebook, evaluate

case = Case.model_validate_json(sys.argv[1])
at = "2017-01-01T12:00:00+01:00"
book = Rulebook.load(matcher="reference")

def answer():
    return evaluate(case, at=at, rulebook=book).model_dump_json()

expected = answer()
stop = threading.Event()

def busy():
    while not stop.is_set():
        answer()

threads = [threading.Thread(target=busy) for _ in range(3)]
for thread in threads:
    thread.start()
try:
    for _ in range(40):
        child = os.fork()
        if child == 0:
            os._exit(0 if answer() == expected else 3)
        if os.waitpid(child, 0)[1] != 0:
            sys.exit("a child gave another answer")
finally:
    stop.set()
    for thread in threads:
        thread.join()
"""
CASE = EXAMPLE_CASES / "christmas-notification.json"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("matcher", MATCHERS)
def test_a_child_forked_beside_busy_threads_gives_the_same_answer(matcher: str) -> None:
    program = PROGRAM.replace('matcher="reference"', f'matcher="{matcher}"')
    arguments = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", program, CASE.read_text(encoding="utf-8")]
    done = subprocess.run(arguments, timeout=120, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
