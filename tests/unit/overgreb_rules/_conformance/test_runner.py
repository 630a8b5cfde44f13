"""The runner against real programs: one that is right, one that is wrong, and those that do something else."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from overgreb_rules._conformance.runner import LevelResult, run_cases, run_level
from overgreb_rules._conformance.vector import Vector

VECTORS = [
    Vector("L1", f"L1-000{number}", "lov § 1", {"case_id": "a"}, "2026-01-01T12:00:00Z", {"keys": ["r@e1"]})
    for number in (1, 2, 3)
]
HEAD = """
import json, os, signal, sys, time
def say(question, **more):
    print(json.dumps({"id": question["id"], "obligations": [{"key": "r@e1"}], **more}), flush=True)
questions = map(json.loads, sys.stdin)
"""
RIGHT = "for q in questions: say(q)"
FAULTS = {
    "it ends": ("say(next(questions)); sys.exit(3)", "L1-0002: the program ended with code 3."),
    "it is killed": (
        "say(next(questions)); os.kill(os.getpid(), signal.SIGKILL)",
        "L1-0002: the program was stopped by signal 9.",
    ),
    "it hangs": ("say(next(questions)); time.sleep(60)", "L1-0002: the program did not answer within 1 second."),
    "it never reads": ("time.sleep(60)", "L1-0001: the program did not answer within 1 second."),
    "it writes garbage": (
        "print('hello', flush=True); time.sleep(60)",
        "L1-0001: the program wrote something that is no line of JSON.",
    ),
    "it writes no text": (
        "sys.stdout.buffer.write(b'\\xff\\x00\\n'); sys.stdout.flush(); time.sleep(60)",
        "L1-0001: the program wrote something that is no line of JSON.",
    ),
    "it answers without an id": (
        "print('{}', flush=True); time.sleep(60)",
        "L1-0001: the program answered without an id.",
    ),
    "it answers in reverse": (
        "for q in reversed(list(questions)): say(q)",
        "L1-0001: the program answered L1-0003 first, and answers must come in order.",
    ),
    "it answers twice": ("for q in questions: say(q); say(q)", "L1-0002: the program answered L1-0001 again."),
    "it answers something else": (
        "say({'id': 'x'}); time.sleep(60)",
        "L1-0001: the program answered something that it was not asked.",
    ),
    "it answers once too often": (
        "for q in questions: say(q)\nsay(q)",
        "The program wrote a line too many: every question was answered.",
    ),
    "it does not end": (
        "for q in questions: say(q)\ntime.sleep(60)",
        "The program did not end when there were no more questions.",
    ),
    "it closes its output": (
        "say(next(questions)); os.close(1); time.sleep(60)",
        "L1-0002: the program closed its output.",
    ),
}


def _run(code: str, vectors: Sequence[Vector] = VECTORS, limit: float = 10) -> LevelResult:
    return run_level("L1", vectors, [sys.executable, "-S", "-c", HEAD + code], limit)


def test_a_program_that_answers_as_it_must_passes() -> None:
    result = _run(RIGHT)
    assert (result.asked, result.right, result.wrong, result.fault) == (3, 3, [], None)
    assert result.is_passed


def test_a_level_of_which_nothing_was_asked_is_not_passed() -> None:
    assert not _run(RIGHT, []).is_passed


def test_a_program_may_read_everything_before_it_answers() -> None:
    assert _run("for q in list(questions): say(q)").is_passed


def test_a_wrong_answer_does_not_end_the_level() -> None:
    result = _run("for q in questions: say(q, obligations=[]) if q['id'] == 'L1-0002' else say(q)")
    assert (result.right, result.fault, result.is_passed) == (2, None, False)
    (wrong,) = result.wrong
    assert (wrong.vector.id, wrong.found) == ("L1-0002", {"keys": []})


def test_an_answer_that_lacks_a_field_names_it() -> None:
    result = _run("for q in questions: print(json.dumps({'id': q['id']}), flush=True)")
    assert {wrong.missing for wrong in result.wrong} == {"obligations"}
    assert len(result.wrong) == 3


@pytest.mark.parametrize(("code", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_program_that_does_something_else_is_told_so(code: str, fault: str) -> None:
    result = _run(code, limit=1 if "within" in fault or "did not end" in fault or "closed" in fault else 10)
    assert result.fault is not None
    assert result.fault.en == fault
    assert result.fault.da != fault
    assert not result.is_passed


def test_a_program_that_reads_slowly_is_not_waited_for_with_the_questions() -> None:
    many = [
        Vector("L1", f"L1-{number:05}", "", {"case_id": "a" * 200}, "2026-01-01T12:00:00Z", {"keys": ["r@e1"]})
        for number in range(2000)
    ]
    assert _run(RIGHT, many).right == 2000


def test_a_program_that_does_not_exist_is_not_started() -> None:
    with pytest.raises(FileNotFoundError):
        run_level("L1", VECTORS, ["/nowhere/program"], 1)


def test_a_case_is_asked_once_and_weighed_at_each_of_its_levels() -> None:
    results = {level: LevelResult(level, 0) for level in ("L1", "L5")}
    cases = [[one, Vector("L5", one.id, "", one.case, one.at, {"place": None})] for one in VECTORS]
    assert run_cases(cases, results, [sys.executable, "-S", "-c", HEAD + RIGHT], 20) is None
    assert [(one.asked, one.right) for one in results.values()] == [(3, 3), (3, 3)]
