"""An answer can be proved: made again with the same content, or the pin is named that has moved."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from overgreb_rules import Case, CaseError, Rulebook, evaluate
from overgreb_rules.evaluation import Detail
from overgreb_rules.receipt import replay
from tests.fixtures.matchers import MATCHERS

EVENTS = [{"id": "u1", "type": "underretning_modtaget", "at": "2026-03-02T10:00:00+01:00", "overgreb": True}]
CASE = Case.model_validate({"case_id": "A-1", "events": EVENTS})
QUIET = Case.model_validate({"case_id": "A-1", "events": []})
AT = "2026-03-03T12:00:00+01:00"


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("matcher", MATCHERS)
def test_an_answer_is_made_again_byte_for_byte(indent: int | None, matcher: str) -> None:
    book = Rulebook.load(matcher=matcher)  # type: ignore[arg-type]  # one of the two names
    saved = evaluate(CASE, at=AT, rulebook=book).model_dump_json(indent=indent)
    found = replay(saved, CASE)
    assert (found.moved, found.same_bytes) == ((), True)


@pytest.mark.parametrize("case", [CASE, QUIET], ids=["duties", "no duty"])
@pytest.mark.parametrize("detail", get_args(Detail))
def test_an_answer_of_less_detail_and_one_to_an_envelope_are_made_again_too(detail: Detail, case: Case) -> None:
    told = json.loads(evaluate(case, at=AT).to_json(detail=detail))
    for saved in (told, {"schema": 1, "id": "q1", **told}):
        found = replay(json.dumps(saved), case)
        assert (found.moved, found.same_bytes) == ((), True)
    assert not replay(json.dumps({**told, "case_id": "B"}), case).same_bytes


def _backwards(told: Any) -> Any:
    """Turn the order of the keys of every object around."""
    if isinstance(told, dict):
        return {key: _backwards(told[key]) for key in reversed(told)}
    return [_backwards(one) for one in told] if isinstance(told, list) else told


@pytest.mark.parametrize("escapes", [True, False])
@pytest.mark.parametrize("indent", [None, 1, "\t"])
@pytest.mark.parametrize("turned", [True, False])
def test_an_answer_that_another_writer_of_json_has_written_is_the_same(
    escapes: bool, indent: Any, turned: bool
) -> None:
    told = json.loads(evaluate(CASE, at=AT).model_dump_json())
    saved = json.dumps(_backwards(told) if turned else told, ensure_ascii=escapes, indent=indent)
    found = replay(f"\ufeff {saved}\n", CASE)
    assert (found.moved, found.same_bytes) == ((), True)


def _values(told: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from _values(value, (*path, key))


def test_every_changed_value_is_found() -> None:
    told = json.loads(evaluate(CASE, at=AT).model_dump_json())
    told["obligations"] = told["obligations"][:2]
    whole = replay(json.dumps(told), CASE)
    assert not whole.same_bytes
    told = json.loads(evaluate(QUIET, at=AT).model_dump_json())
    for path in _values(told):
        if path in {("schema",), ("at",), ("receipt", "engine")}:
            continue
        changed = copy.deepcopy(told)
        place = changed
        for step in path[:-1]:
            place = place[step]
        # True and 1 are equal in Python, and two values in JSON.
        place[path[-1]] = int(place[path[-1]]) if isinstance(place[path[-1]], bool) else "another"
        if path != ("receipt",):
            assert not replay(json.dumps(changed), QUIET).same_bytes, path


def test_a_key_that_stands_twice_is_no_saved_answer() -> None:
    saved = evaluate(CASE, at=AT).model_dump_json().replace('{"schema":1', '{"case_id":"B","schema":1', 1)
    with pytest.raises(CaseError):
        replay(saved, CASE)


@pytest.mark.parametrize("bad", ["\x1b[31mred", "Mette Hansen", "010190-1234", 17, ["x"], "a" * 64 + "\n"])
def test_what_no_receipt_can_hold_is_not_repeated(bad: object) -> None:
    told = json.loads(evaluate(CASE, at=AT).model_dump_json())
    told["receipt"]["tzdata"] = bad
    (moved,) = replay(json.dumps(told), CASE).moved
    assert moved.old == "«hidden»"


@pytest.mark.engine
def test_both_matchers_give_one_result_hash() -> None:
    books = [Rulebook.load(matcher=name) for name in ("durable", "reference")]
    durable, reference = (evaluate(CASE, at=AT, rulebook=book).receipt for book in books)
    assert durable.result_sha256 == reference.result_sha256
    assert durable.engine != reference.engine


@pytest.mark.parametrize(
    ("pin", "says"),
    [
        ("sha256", "the rulebook"),
        ("tzdata", "the time-zone data"),
        ("holidays", "the table of holidays"),
        ("policy_sha256", "the policy"),
        ("bundle_sha256", "the bundle of the rules"),
    ],
)
def test_the_pin_that_moved_is_named(pin: str, says: str) -> None:
    told = json.loads(evaluate(CASE, at=AT).model_dump_json())
    told["receipt"][pin] = "another"
    found = replay(json.dumps(told), CASE)
    assert [moved.name.en for moved in found.moved] == [says]
    assert not found.same_bytes


def test_another_case_is_named_as_the_pin_that_moved() -> None:
    other = Case.model_validate({"case_id": "A-1", "events": []})
    moved = replay(evaluate(CASE, at=AT).model_dump_json(), other).moved
    assert [pin.name.en for pin in moved] == ["the case", "the result"]


def test_an_edited_answer_is_not_the_one_that_was_given() -> None:
    saved = evaluate(CASE, at=AT).model_dump_json().replace('"overdue"', '"met"')
    found = replay(saved, CASE)
    assert (found.moved, found.same_bytes) == ((), False)


@pytest.mark.parametrize("text", ["", "{}", "[]", "nothing", '{"schema": 2, "at": "x", "receipt": {"sha256": "y"}}'])
def test_what_is_no_saved_answer_is_refused(text: str) -> None:
    with pytest.raises(CaseError) as refused:
        replay(text, CASE)
    assert refused.value.place == "RECEIPT"
