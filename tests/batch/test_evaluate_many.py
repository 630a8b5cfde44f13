"""Many cases: lazily, in order, one answer or one error each, with one worker or several."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from overgreb_rules import Case, CaseError, Evaluation, InstantError, evaluate, evaluate_many

AT = "2026-11-21T12:00:00+01:00"


def _case(number: int) -> dict[str, object]:
    event = {"id": "u1", "type": "underretning_modtaget", "at": f"2026-11-{1 + number % 20:02}T09:30:00+01:00"}
    return {"case_id": f"sag-{number}", "events": [event]}


def _told(answer: Evaluation | CaseError) -> str:
    return answer.model_dump_json() if isinstance(answer, Evaluation) else str(answer)


@pytest.mark.parametrize("workers", [1, 2])
def test_each_answer_is_the_one_that_the_case_gets_alone_and_a_bad_case_stops_nothing(workers: int) -> None:
    cases = [_case(number) for number in range(450)]
    cases[7] = {"case_id": "sag-7", "events": [{"type": "noget_andet", "at": "2026-11-01"}]}
    answers = list(evaluate_many(cases, at=AT, workers=workers))
    assert len(answers) == len(cases)
    assert isinstance(answers[7], CaseError)
    assert (answers[7].place, answers[7].mend) == ("/events/0/type", "correct it")
    for number in (0, 6, 8, 199, 200, 201, 449):
        assert _told(answers[number]) == evaluate(Case.model_validate(cases[number]), at=AT).model_dump_json()


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
