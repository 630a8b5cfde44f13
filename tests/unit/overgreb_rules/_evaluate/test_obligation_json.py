"""The duties of an answer as JSON: written from the duties, they are the text that the models give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from overgreb_rules import Case, Evaluation, Policy, Rulebook, evaluate
from overgreb_rules.evaluation import Detail
from overgreb_rules.shared.json_writer import NOTHING, to_json_text
from tests.fixtures.notification_year.generator import generate_cases, year_end_instant
from tests.fixtures.paths import EXAMPLE_CASES

_BOOK = Rulebook.load(matcher="reference")
_NOTIFIED: dict[str, Any] = {
    "id": 'u"1\\',
    "type": "underretning_modtaget",
    "at": "2025-03-03",
    "anonym": False,
    "overgreb": True,
}
_CLOSED = [_NOTIFIED, {"id": "s1", "type": "sag_afsluttet", "at": "2025-10-01T10:00:00+02:00"}]
_STAYS = [{"type": "indsats_ivaerksat", "at": "2023-06-01T10:00+02:00", "art": "anbringelse"}]
_EXAMINED_TWICE = [
    {"id": "u1", "type": "underretning_modtaget", "at": "2024-05-01T10:00:00+02:00", "overgreb": False},
    {"id": "u2", "type": "underretning_modtaget", "at": "2024-05-10T10:00:00+02:00", "overgreb": False},
    {"id": "b1", "type": "undersoegelse_besluttet", "at": "2024-05-15T10:00:00+02:00", "of": "u2"},
    {"id": "b2", "type": "undersoegelse_besluttet", "at": "2024-06-15T10:00:00+02:00", "of": "u2"},
]
_INSTANTS = ("2017-01-01T12:00+01:00", "2026-02-01T12:00+01:00")
_DETAILS: tuple[Detail, ...] = ("full", "counted", "dates")


@pytest.fixture(scope="module", name="answers")
def _answers(tmp_path_factory: pytest.TempPathFactory) -> list[Evaluation]:
    policy = tmp_path_factory.mktemp("policy") / "ladder.yaml"
    policy.write_text("id: x\nnot_recorded: [bl-138-1-kvittering]\n", encoding="utf-8")
    return list(_evaluate_all(Policy.load(policy)))


def _evaluate_all(policy: Policy) -> Iterator[Evaluation]:
    for path in sorted(EXAMPLE_CASES.glob("*.json"))[:12]:
        case = Case.model_validate_json(path.read_text(encoding="utf-8"))
        yield from (
            evaluate(case, at=at, rulebook=_BOOK) for at in ("2017-01-01T12:00+01:00", "2026-02-01T12:00+01:00")
        )
    for data in generate_cases(8, seed=11):
        yield evaluate(Case.model_validate(data), at=year_end_instant(), rulebook=_BOOK)
    stays = Case.model_validate({"case_id": "stays", "events": _STAYS})
    yield evaluate(stays, at="2024-02-01T12:00+01:00", rulebook=_BOOK)
    closed = Case.model_validate({"case_id": "closed", "events": _CLOSED})
    yield evaluate(closed, at="2026-01-01T00:00+01:00", rulebook=_BOOK, policy=policy)


@pytest.mark.parametrize("detail", _DETAILS)
def test_the_duties_are_written_as_their_models_are(answers: list[Evaluation], detail: Detail) -> None:
    left_out = Evaluation.fields_left_out(detail).get("obligations", NOTHING)
    for answer in answers:
        assert f'"obligations":{to_json_text(answer.obligations, left_out)},"next' in answer.to_json(detail=detail)


def test_the_examples_hold_what_is_seldom(answers: list[Evaluation]) -> None:
    rows = [row for answer in answers for row in json.loads(answer.to_json())["obligations"]]
    for name in ("cause", "closed", "consequence", "successor", "due", "open_questions", "met_at", "needs"):
        assert any(row[name] for row in rows), name
        assert not all(row[name] for row in rows), name
    for name in ("not_recorded", "past_due", "transition"):
        assert {row[name] for row in rows} == {True, False}, name


def test_a_copy_with_other_duties_is_written_with_those(answers: list[Evaluation]) -> None:
    answer = answers[-1]
    copied = answer.model_copy(update={"obligations": answer.obligations[:1]})
    assert json.loads(copied.to_json())["obligations"] == json.loads(answer.to_json())["obligations"][:1]
    assert copied.to_json() == copied.model_dump_json()


def test_the_question_of_a_second_examination_is_asked_of_its_own_duty_alone() -> None:
    case = Case.model_validate({"case_id": "twice", "events": _EXAMINED_TWICE})
    answer = evaluate(case, at="2024-07-01T10:00:00+02:00", rulebook=_BOOK)
    asked = {
        row["trigger"]: len(row["open_questions"])
        for row in json.loads(answer.to_json())["obligations"]
        if row["rule"] == "bl-20-3-undersoegelse-4-maaneder"
    }
    assert asked["u2"] == asked["u1"] + 1
    assert answer.to_json() == answer.model_dump_json()
