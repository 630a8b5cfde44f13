"""Both matchers give what the vectors say, and a level compares what it names and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from overgreb_rules import Rulebook
from overgreb_rules._conformance.packaged_files import packaged_file
from overgreb_rules._conformance.vector import (
    LEVELS,
    Level,
    UnreadableAnswerError,
    Vector,
    agrees,
    read_answer,
    read_vectors,
)
from overgreb_rules._evaluate.envelope import StreamDefaults, answer_line
from tests.fixtures.matchers import MATCHERS

FOLDER = packaged_file("vectors")
DUTY: dict[str, Any] = {
    "key": "a@e1",
    "clock_start": "2026-01-01",
    "due": {"strict": "2026-01-02", "lenient": "2026-01-03"},
    "status": "pending",
    "met_by": [],
    "needs": [],
    "counting": [{"day": "2026-01-01", "counted": {"strict": False, "lenient": True}}],
    "escalations": [],
    "transition": False,
    "successor": None,
}
ANSWER = {"obligations": [DUTY], "next_change": "2026-01-01T12:00:00+01:00"}
FIELDS = [
    ("L1", "obligations"), ("L2", "counting"), ("L3", "due"), ("L3", "clock_start"), ("L4", "status"), ("L4", "met_by"),
    ("L4", "needs"), ("L6", "escalations"), ("L6", "transition"), ("L6", "successor"), ("L6", "next_change"),
]  # fmt: skip


def _ask(vector: Vector, book: Rulebook) -> Any:
    return json.loads(answer_line(vector.to_question(), 1, StreamDefaults(rulebook=book)).text)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("matcher", MATCHERS)
def test_the_rules_give_what_the_vectors_say(matcher: str, level: Level) -> None:
    book = Rulebook.load(matcher=matcher)  # type: ignore[arg-type]  # one of the two
    # The matchers agree on far more cases elsewhere: of the second one a part is enough.
    vectors = [*read_vectors(FOLDER, level)][:: 1 if matcher == MATCHERS[-1] else 7]
    assert vectors
    wrong = [vector.id for vector in vectors if not agrees(vector.gives, read_answer(level, _ask(vector, book)))]
    assert wrong == [], "run: python tools/write_vectors.py, and read the difference"


@pytest.mark.parametrize("level", LEVELS)
def test_every_vector_has_an_id_of_its_own_and_a_reason(level: Level) -> None:
    vectors = [*read_vectors(FOLDER, level)]
    assert len({vector.id for vector in vectors}) == len(vectors)
    assert all(vector.because for vector in vectors)


def test_a_vector_is_read_as_it_was_written(tmp_path: Any) -> None:
    vector = Vector("L1", "L1-0001", "lov § 1", {"case_id": "æ"}, "2026-01-01T12:00:00+01:00", {"keys": []})
    (tmp_path / "L1.jsonl").write_text(vector.to_line() + "\n", encoding="utf-8")
    assert [*read_vectors(tmp_path, "L1")] == [vector]


def test_a_question_tells_no_answer() -> None:
    question = json.loads(Vector("L1", "L1-0001", "lov § 1", {}, "2026-01-01T12:00:00Z", {"keys": []}).to_question())
    assert question == {"id": "L1-0001", "at": "2026-01-01T12:00:00Z", "detail": "counted", "case": {}}


@pytest.mark.parametrize(("level", "name"), FIELDS)
def test_a_field_of_the_level_that_is_missing_is_named(level: Level, name: str) -> None:
    duty = {key: value for key, value in DUTY.items() if key != name}
    answer = {key: value for key, value in {**ANSWER, "obligations": [duty]}.items() if key != name}
    with pytest.raises(UnreadableAnswerError, match=name):
        read_answer(level, answer)


def test_a_field_of_another_level_is_not_looked_at() -> None:
    answer = {"obligations": [{"key": "a@e1"}]}
    assert read_answer("L1", answer) == {"keys": ["a@e1"]}


@pytest.mark.parametrize("answer", [None, [], "x", {"obligations": {}}, {"obligations": [{"key": 1}]}])
def test_an_answer_of_another_form_is_refused(answer: Any) -> None:
    with pytest.raises(UnreadableAnswerError):
        read_answer("L1", answer)


def test_instants_are_compared_as_instants_and_days_as_days() -> None:
    assert agrees({"a": ["2026-01-01T12:00:00+01:00"]}, {"a": ["2026-01-01T11:00:00Z"]})
    assert not agrees({"a": "2026-01-01T12:00:00+01:00"}, {"a": "2026-01-01T12:00:00Z"})
    assert not agrees({"a": "2026-01-01"}, {"a": "2026-01-02"})


def test_a_number_is_no_truth() -> None:
    assert not agrees({"a": True}, {"a": 1})


def test_a_place_with_a_star_allows_any_key_there() -> None:
    assert agrees({"place": "/events/0/*"}, {"place": "/events/0/«hidden»"})
    assert not agrees({"place": "/events/0/*"}, {"place": "/events/1/x"})
    assert not agrees({"place": "/events/0/type"}, {"place": "/events/0/at"})


def test_an_answer_where_a_refusal_is_expected_has_no_place() -> None:
    assert not agrees({"place": "/"}, read_answer("L5", ANSWER))


def test_a_refusal_is_no_answer_of_another_level() -> None:
    assert not agrees({"keys": []}, read_answer("L1", {"error": {"place": "/"}}))
