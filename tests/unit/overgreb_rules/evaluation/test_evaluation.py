"""What an answer makes only when it is asked for is the same whenever, wherever and in whatever order it is asked."""

from __future__ import annotations

import copy
import hashlib
import json
import pickle
import re
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import TypeAdapter, ValidationError

from overgreb_rules import Case, CaseError, Evaluation, Obligation, Rulebook, evaluate, what_if
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.evaluation import Receipt
from tests.fixtures.random_cases import random_case, seeded_random
from tests.fixtures.random_histories import HistoryGenerator

OF_A_DUTY = tuple(Obligation.model_computed_fields)
OF_A_RECEIPT = tuple(Receipt.model_computed_fields)
OF_AN_ANSWER = tuple(Evaluation.model_computed_fields)


def _answer() -> Evaluation:
    case, at = next(told(20_000, 1))
    return evaluate(case, at=at)


def told(first: int, count: int) -> Iterator[tuple[Case, str]]:
    for number in range(first, first + count):
        data, at = random_case(number)
        yield Case.model_validate(data), at
        teller = HistoryGenerator(number)
        data = teller.examination_history()
        yield Case.model_validate(data), teller.random_instants(data, 1)[0]


def asked_in_some_order(result: Evaluation, order: int) -> None:
    rng = seeded_random(order)
    asks = [(duty, name) for duty in result.obligations for name in OF_A_DUTY]
    asks += [(result.receipt, name) for name in OF_A_RECEIPT] + [(result, name) for name in OF_AN_ANSWER]
    rng.shuffle(asks)
    for one, name in asks[: rng.randint(0, len(asks))]:
        getattr(one, name)


@pytest.mark.parametrize("detail", ["x", "", None, ["full"]])
def test_a_detail_that_there_is_not_is_refused_with_those_that_there_are(detail: object) -> None:
    case = Case.model_validate({"case_id": "a", "events": []})
    for answer in (_answer(), what_if(case, "kvittering_sendt@2026-11-22", at="2026-11-21T12:00:00+01:00")):
        with pytest.raises(CaseError) as refused:
            answer.to_json(detail=detail)  # type: ignore[arg-type]  # no detail
        assert (refused.value.place, refused.value.parts()["allowed"]) == ("detail", "dates, counted, full")


@pytest.mark.slow
def test_it_is_the_same_in_any_order_of_asking() -> None:
    for number, (case, at) in enumerate(told(20_000, 200)):
        at_once = evaluate(case, at=at).model_dump_json()
        later = evaluate(case, at=at)
        asked_in_some_order(later, number)
        assert later.model_dump_json() == at_once
        assert later == evaluate(case, at=at)


def test_it_does_not_matter_what_else_is_evaluated_before_it_is_asked_for() -> None:
    expected = [evaluate(case, at=at).model_dump_json() for case, at in told(21_000, 60)]
    waiting = [evaluate(case, at=at) for case, at in told(21_000, 60)]
    assert [result.model_dump_json() for result in reversed(waiting)] == expected[::-1]


def test_nothing_is_said_or_hashed_while_only_dates_and_statuses_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [evaluate(case, at=at) for case, at in told(22_000, 60)]

    def never(*_: object, **__: object) -> None:
        raise AssertionError("made without being asked for")

    for name in (
        "assembly.find_next_change",
        "assembly.Situation",
        "obligation_model.CountedBy",
        "obligation_model.Counting",
        "obligation_model.DueEnds",
        "obligation_model.breach_text",
        "obligation_model.build_escalations",
        "obligation_model.explain_duty",
        "obligation_model.find_cause",
        "obligation_model.find_closing",
    ):
        monkeypatch.setattr(f"overgreb_rules._evaluate.{name}", never)
    monkeypatch.setattr(Case, "sha256", never)
    monkeypatch.setattr(Evaluation, "content_sha256", never)
    read = [
        [(duty.key, duty.due, duty.status, duty.met_by, duty.needs) for duty in evaluate(case, at=at).obligations]
        for case, at in told(22_000, 60)
    ]
    monkeypatch.undo()
    assert read == [
        [(duty.key, duty.due, duty.status, duty.met_by, duty.needs) for duty in result.obligations]
        for result in expected
    ]


def test_the_statuses_are_those_of_the_duties_also_in_a_changed_copy_and_in_a_saved_answer() -> None:
    for case, at in told(24_000, 20):
        result = evaluate(case, at=at)
        statuses = result.list_statuses()
        assert statuses == tuple(duty.status for duty in result.obligations)
        assert Evaluation.model_validate_json(result.model_dump_json()).list_statuses() == statuses
        assert result.model_copy(update={"obligations": ()}).list_statuses() == ()


def test_the_duties_with_some_statuses_are_those_of_all_in_their_order_also_in_a_changed_copy() -> None:
    for case, at in told(24_000, 20):
        result = evaluate(case, at=at)
        for statuses in ({"overdue", "open"}, {"met"}, set()):
            expected = tuple(duty for duty in evaluate(case, at=at).obligations if duty.status in statuses)
            assert result.list_obligations(statuses) == expected
            assert Evaluation.model_validate_json(result.model_dump_json()).list_obligations(statuses) == expected
        assert result.model_copy(update={"obligations": ()}).list_obligations({"overdue", "open", "met"}) == ()


def test_each_thing_is_made_once() -> None:
    for case, at in told(23_000, 10):
        result = evaluate(case, at=at)
        for one, names in [(result.receipt, OF_A_RECEIPT), *((duty, OF_A_DUTY) for duty in result.obligations)]:
            assert all(getattr(one, name) is getattr(one, name) for name in names)


def test_eight_threads_that_ask_at_once_get_the_same() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for case, at in told(24_000, 10):
            result, together = evaluate(case, at=at), threading.Barrier(8, timeout=60)
            with ThreadPoolExecutor(8) as pool:
                seen = list(pool.map(_asked_together, [result] * 8, [together] * 8))
            assert seen == [evaluate(case, at=at).model_dump_json()] * 8
    finally:
        sys.setswitchinterval(before)


def _asked_together(result: Evaluation, together: threading.Barrier) -> str:
    together.wait()
    return result.model_dump_json()


@pytest.mark.slow
def test_a_saved_answer_is_read_back_whole() -> None:
    for case, at in told(25_000, 60):
        result = evaluate(case, at=at)
        saved = result.model_dump_json()
        for again in (Evaluation.model_validate_json(saved), Evaluation.model_validate(json.loads(saved))):
            assert again == result
            assert hash(again) == hash(result)
            assert again.model_dump_json() == saved
            assert again.model_dump() == result.model_dump()
        assert json.loads(saved) == result.model_dump(mode="json")
        assert TypeAdapter(list[Evaluation]).dump_json([result]).decode() == f"[{saved}]"


@pytest.mark.parametrize("key", [*OF_AN_ANSWER, "at", "receipt"])
def test_a_saved_answer_without_one_of_its_keys_is_refused(key: str) -> None:
    case, at = next(told(26_000, 1))
    saved = json.loads(evaluate(case, at=at).model_dump_json())
    del saved[key]
    with pytest.raises(ValidationError, match=key):
        Evaluation.model_validate(saved)


def test_a_pickle_or_a_deep_copy_is_whole_and_drags_no_rules_along(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the rules went along")

    for kind in (RuleSet, Rulebook, Case):
        monkeypatch.setattr(kind, "__reduce_ex__", never)
    for number, (case, at) in enumerate(told(30_000, 40)):
        result = evaluate(case, at=at)
        asked_in_some_order(result, number)
        for other in (pickle.loads(pickle.dumps(result)), copy.deepcopy(result), result.model_copy(deep=True)):  # noqa: S301
            assert other == result
            assert other.model_dump_json() == result.model_dump_json()
            assert repr(other) == repr(result)


def test_it_shows_every_key() -> None:
    case, at = next(told(31_000, 1))
    result = evaluate(case, at=at)
    shown = repr(result)
    assert list(dict(result)) == [*Evaluation.model_fields, *OF_AN_ANSWER]
    assert all(f"{name}=" in shown for name in (*Evaluation.model_fields, *OF_AN_ANSWER))


def test_its_keys_stand_in_json_in_the_order_in_which_they_are_published() -> None:
    notified = {"type": "underretning_modtaget", "at": "2025-03-03T12:00:00+01:00"}
    answer = evaluate(Case.model_validate({"case_id": "A", "events": [notified]}), at="2025-03-04T12:00:00+01:00")
    told_in_json = json.loads(answer.to_json())
    assert " ".join(told_in_json["receipt"]) == (
        "rulebook sha256 engine tzdata holidays case_sha256 policy_sha256 result_sha256 bundle_sha256 law"
    )
    assert " ".join(told_in_json["obligations"][0]) == (
        "rule key law cite title modality bearer trigger clock_start opened_by wording due status met_by met_at needs "
        "cause closed not_recorded past_due consequence escalations counting explanation certainty open_questions "
        "transition successor"
    )


def test_the_hash_of_the_receipt_is_that_of_the_bytes_without_it_in_whichever_order_they_are_asked_for() -> None:
    written, asked = _answer(), _answer()
    text = written.to_json()
    assert written.receipt.result_sha256 == asked.receipt.result_sha256
    assert text == asked.to_json() == asked.model_dump_json()
    without = re.sub(r'"receipt":\{.*?\},"obligations"', '"obligations"', text)
    assert hashlib.sha256(without.encode()).hexdigest() == written.receipt.result_sha256


def test_a_changed_copy_keeps_the_hash_of_its_receipt() -> None:
    answer = _answer()
    changed = answer.model_copy(update={"obligations": ()})
    changed.to_json()
    assert changed.receipt.result_sha256 == answer.receipt.result_sha256 == _answer().receipt.result_sha256
