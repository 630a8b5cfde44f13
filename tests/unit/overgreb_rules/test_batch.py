"""Many cases: lazily, in order, one answer or one error each, with one worker or several."""

from __future__ import annotations

import copy
import itertools
import json
import multiprocessing
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from overgreb_rules import (
    Case,
    CaseError,
    Evaluation,
    InstantError,
    Policy,
    Rulebook,
    RuleError,
    WorkerFault,
    evaluate,
    evaluate_many,
)
from overgreb_rules.batch import AnyCase
from overgreb_rules.evaluation import Obligation, Receipt
from overgreb_rules.rulebook import DEFAULT_MATCHER
from tests.fixtures.child_process import child_environment, measure_memory
from tests.fixtures.paths import RULES
from tests.fixtures.random_cases import random_case, seeded_random

AT = "2026-11-21T12:00:00+01:00"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    """The packaged rules with the chosen matcher, which no worker would choose by itself."""
    return Rulebook.load()


def _case(number: int) -> dict[str, object]:
    event = {"id": "u1", "type": "underretning_modtaget", "at": f"2026-11-{1 + number % 20:02}T09:30:00+01:00"}
    return {"case_id": f"sag-{number}", "events": [event]}


def _told(answer: Evaluation | CaseError) -> str:
    return answer.model_dump_json() if isinstance(answer, Evaluation) else str(answer)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_each_answer_is_the_one_that_the_case_gets_alone_and_a_bad_case_stops_nothing(
    workers: int, book: Rulebook
) -> None:
    cases = [_case(number) for number in range(450)]
    cases[7] = {"case_id": "sag-7", "events": [{"type": "noget_andet", "at": "2026-11-01"}]}
    answers = list(evaluate_many(cases, at=AT, workers=workers, rulebook=book))
    assert len(answers) == len(cases)
    assert isinstance(answers[7], CaseError)
    assert (answers[7].place, answers[7].parts()["mend"]) == ("/events/0/type", "correct it")
    assert (answers[7].case_number, str(answers[7])[:25]) == (8, "case 8: /events/0/type: t")
    assert pickle.loads(pickle.dumps(answers[7])).message("da").startswith("sag 8: /events/0/type: ")  # noqa: S301
    for number in (0, 6, 8, 199, 200, 201, 449):
        assert _told(answers[number]) == evaluate(Case.model_validate(cases[number]), at=AT).model_dump_json()


@pytest.mark.engine
def test_without_a_rulebook_a_worker_has_the_default_matcher() -> None:
    (answer,) = evaluate_many([_case(1)], at=AT, workers=2)
    assert isinstance(answer, Evaluation)
    assert answer.receipt.engine == Rulebook.load(matcher=DEFAULT_MATCHER).matcher


KEYS = [*Evaluation.model_fields, *Evaluation.model_computed_fields]
KEYS_OF_A_DUTY = [*Obligation.model_fields, *Obligation.model_computed_fields]


def _asked_in_any_order(answer: Evaluation, rng: random.Random) -> dict[str, object]:
    """Every key of an answer, of its receipt and of its duties, each asked for by itself."""
    asked: list[tuple[str, object, str]] = [("", answer, key) for key in KEYS]
    asked += [("receipt", answer.receipt, key) for key in (*Receipt.model_fields, *Receipt.model_computed_fields)]
    asked += [(duty.key, duty, key) for duty in answer.obligations for key in KEYS_OF_A_DUTY]
    rng.shuffle(asked)
    told = {f"{place} {key}": getattr(one, key) for place, one, key in asked}
    return dict(sorted(told.items()))


@pytest.mark.slow
def test_what_comes_from_a_worker_is_in_every_byte_what_one_worker_gives(book: Rulebook) -> None:
    """In whatever order it is asked for, hashed, or sent on; with cases among them that are refused."""
    cases: list[AnyCase] = [random_case(number)[0] for number in range(80_000, 80_120)]
    cases[3:3] = [{"case_id": "sag-3", "events": [{"type": "noget_andet"}]}]
    cases[40:40] = ["{"]
    alone, spread, again = (list(evaluate_many(cases, at=AT, workers=workers, rulebook=book)) for workers in (1, 2, 2))
    assert len(alone) == len(spread) == len(cases)
    rng = seeded_random(5)
    for number, (one, other, third) in enumerate(zip(alone, spread, again, strict=True)):
        if isinstance(one, CaseError):
            assert str(one) == str(other) == str(third)
            continue
        assert isinstance(other, Evaluation)
        assert isinstance(third, Evaluation)
        assert hash(one) == hash(other)
        assert _asked_in_any_order(other, rng) == _asked_in_any_order(one, rng), number
        sent_on = pickle.loads(pickle.dumps(third))  # noqa: S301  # our own
        assert one == other == third == sent_on == copy.deepcopy(third)
        assert repr(one) == repr(other)
        assert one.model_dump_json() == other.model_dump_json() == third.model_dump_json() == sent_on.model_dump_json()


def test_what_a_caller_does_with_a_case_afterwards_changes_no_answer(book: Rulebook) -> None:
    cases = [_case(number) for number in range(3)]
    expected = [_told(answer) for answer in evaluate_many(cases, at=AT)]
    answers = evaluate_many(cases, at=AT, workers=2, rulebook=book)
    for case, answer, told in zip(cases, answers, expected, strict=True):
        case.clear()
        assert _told(answer) == told


def test_dates_and_statuses_of_a_worker_are_read_without_a_second_evaluation(
    monkeypatch: pytest.MonkeyPatch, book: Rulebook
) -> None:
    answers = evaluate_many([_case(number) for number in range(40)], at=AT, workers=2, rulebook=book)
    evaluated: list[object] = []
    monkeypatch.setattr(
        "overgreb_rules.batch.evaluate", lambda case, **how: evaluated.append(case) or evaluate(case, **how)
    )
    found = [answer for answer in answers if isinstance(answer, Evaluation)]
    assert {(duty.status, duty.due is None) for answer in found for duty in answer.obligations}
    assert evaluated == []
    for asked in (found[0].obligations[0].explanation, found[0].next_change, found[0].receipt.result_sha256):
        assert asked
    assert len(evaluated) == 1


def test_a_case_may_be_a_model_text_bytes_or_data() -> None:
    data = _case(1)
    case = Case.model_validate(data)
    text = json.dumps(data)
    assert len({_told(answer) for answer in evaluate_many([data, case, text, text.encode()], at=AT)}) == 1


def test_cases_are_read_as_answers_are_taken() -> None:
    read = []

    def cases() -> Iterator[dict[str, object]]:
        for number in range(10):
            read.append(number)
            yield _case(number)

    answers = evaluate_many(cases(), at=AT)
    next(answers)
    next(answers)
    assert read == [0, 1]


def test_an_instant_that_is_none_is_refused_before_any_case_is_read() -> None:
    with pytest.raises(InstantError):
        evaluate_many(iter([]), at="2026-11-21")


@pytest.mark.slow
def test_a_rulebook_and_a_policy_of_the_callers_are_used_by_every_worker(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    book = folder / "rulebook.yaml"
    book.write_text(book.read_text(encoding="utf-8").replace('version: "', 'version: "kommune '), encoding="utf-8")
    ours = Rulebook.load(folder, matcher="reference")
    policy = Policy.load(RULES / "escalation" / "standard.yaml")
    cases = [_case(number) for number in range(40)]
    here, spread = (
        [_told(one) for one in evaluate_many(cases, at=AT, workers=workers, rulebook=ours, policy=policy)]
        for workers in (1, 2)
    )
    assert here == spread
    receipt = json.loads(spread[-1])["receipt"]
    assert receipt["rulebook"].startswith("kommune ")
    assert receipt["engine"].startswith("reference")
    assert receipt["policy_sha256"] == policy.sha256


@pytest.mark.slow
def test_a_rulebook_is_the_same_in_another_process_or_refused(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    ours = Rulebook.load(folder, matcher="reference")
    again = pickle.loads(pickle.dumps(ours))  # noqa: S301  # our own
    assert (again.sha256, again.matcher) == (ours.sha256, ours.matcher)
    assert again is pickle.loads(pickle.dumps(ours))  # noqa: S301  # read once
    with pytest.raises(TypeError, match="not loaded from files"):
        pickle.dumps(Rulebook(ours.rules, ours.programs))
    with (folder / "vocabulary.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    with pytest.raises(RuleError, match="the rules are not those"):
        next(evaluate_many([_case(1)], at=AT, workers=2, rulebook=ours))


@pytest.mark.slow
def test_workers_are_told_a_little_ahead_and_never_all(book: Rulebook) -> None:
    read = []

    def cases() -> Iterator[dict[str, object]]:
        for number in itertools.count():
            read.append(number)
            yield _case(number)

    answers = evaluate_many(cases(), at=AT, workers=2, rulebook=book)
    assert read == []
    for taken in range(1, 200):
        assert isinstance(next(answers), Evaluation)
        assert len(read) <= taken + 2 * 3 * 32
    answers.close()  # type: ignore[attr-defined]  # a generator


@pytest.mark.parametrize("ends", ["closed", "forgotten", "at its end"])
def test_no_worker_stays_when_the_answers_are(ends: str, book: Rulebook) -> None:
    answers = evaluate_many((_case(number) for number in range(300)), at=AT, workers=2, rulebook=book)
    next(answers)
    assert len(multiprocessing.active_children()) == 2
    if ends == "closed":
        answers.close()  # type: ignore[attr-defined]  # a generator
    elif ends == "forgotten":
        del answers
    else:
        assert len(list(answers)) == 299
    assert multiprocessing.active_children() == []


def test_what_reading_the_cases_raises_comes_after_the_answers_before_it(book: Rulebook) -> None:
    def cases() -> Iterator[dict[str, object]]:
        for number in range(50):
            yield _case(number)
        raise OSError("the disk is gone")

    for workers in (1, 2):
        answers = evaluate_many(cases(), at=AT, workers=workers, rulebook=book)
        assert all(isinstance(next(answers), Evaluation) for _ in range(50))
        with pytest.raises(OSError, match="the disk is gone"):
            next(answers)
        assert list(answers) == []
    assert multiprocessing.active_children() == []


def test_a_worker_that_dies_is_told(monkeypatch: pytest.MonkeyPatch, book: Rulebook) -> None:
    monkeypatch.setattr("overgreb_rules.batch._PIECE", 1)
    answers = evaluate_many((_case(number) for number in range(300)), at=AT, workers=2, rulebook=book)
    next(answers)
    for worker in multiprocessing.active_children():
        os.kill(worker.pid or 0, signal.SIGKILL)
    with pytest.raises(WorkerFault):
        list(answers)


ASKING = """
import itertools, multiprocessing, sys
from overgreb_rules import Rulebook, evaluate_many

def main():
    rulebook = Rulebook.load(matcher="reference")  # where no engine is installed too
    cases = ({"case_id": f"sag-{n}"} for n in itertools.count())
    for number, _ in enumerate(evaluate_many(cases, at="2026-11-21T12:00:00+01:00", workers=2, rulebook=rulebook)):
        if number == 20_000:  # both workers have begun
            print(*(worker.pid for worker in multiprocessing.active_children()), flush=True)

if __name__ == "__main__":
    main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("how", ["Ctrl-C", "terminated", "killed"])
def test_no_worker_outlives_the_process_that_asked(how: str, tmp_path: Path) -> None:
    program = tmp_path / "asking.py"
    program.write_text(ASKING, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=child_environment(),
        start_new_session=True,
    )
    assert process.stdout is not None
    workers = [int(pid) for pid in process.stdout.readline().split()]
    assert len(workers) == 2
    if how == "Ctrl-C":
        os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to every process of the group
    else:
        process.send_signal(signal.SIGTERM if how == "terminated" else signal.SIGKILL)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    if how == "Ctrl-C":
        assert errors.count(b"Traceback") == 1, "the workers say nothing of their own"
        assert b"KeyboardInterrupt" in errors
    deadline = time.monotonic() + 30
    while any(_runs(pid) for pid in workers):
        assert time.monotonic() < deadline, "a worker outlives its parent"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    if status.parents[1].exists():
        # One that has ended and has nobody left to be told is still listed where no init collects it.
        return status.exists() and status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is asked in the words of POSIX")
@pytest.mark.parametrize(("workers", "fewer", "more"), [(1, 1500, 6000), (2, 400, 1600)])
def test_four_times_as_many_cases_need_no_more_memory(workers: int, fewer: int, more: int) -> None:
    some, many = (measure_memory("tests.integration.memory_of_batches", number, workers) for number in (fewer, more))
    assert many < some * 1.05 + 4096, "kilobytes; a single answer with all its texts has about 100"
