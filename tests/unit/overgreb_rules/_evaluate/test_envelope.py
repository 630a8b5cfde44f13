"""One line of a stream: a case or an envelope in, an answer or an error out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._evaluate.envelope import StreamDefaults, answer_line

AT = "2026-03-03T12:00:00+01:00"
LATER = "2026-03-05T12:00:00+01:00"
BOOK = Rulebook.load(matcher="reference")
CASE = {
    "case_id": "A-1",
    "events": [{"id": "u1", "type": "underretning_modtaget", "at": "2026-03-03T10:00:00+01:00"}],
}
DEFAULTS = StreamDefaults(at=AT, rulebook=BOOK)


def _answer(line: object, defaults: StreamDefaults = DEFAULTS, number: int = 1) -> dict[str, Any]:
    text = line if isinstance(line, str | bytes) else json.dumps(line)
    found: dict[str, Any] = json.loads(answer_line(text, number, defaults).text)
    return found


def test_a_bare_case_is_answered_as_the_case_alone() -> None:
    text = evaluate(Case.model_validate(CASE), at=AT, rulebook=BOOK).to_json()
    assert answer_line(json.dumps(CASE), 1, DEFAULTS).text == text


def test_an_envelope_is_answered_as_its_case_with_its_id_behind_the_schema() -> None:
    answer = _answer({"id": "æ-17", "case": CASE})
    assert list(answer)[:3] == ["schema", "id", "case_id"]
    assert answer.pop("id") == "æ-17"
    assert answer == _answer(CASE)


def test_each_envelope_has_its_own_instant_before_that_of_the_stream() -> None:
    assert _answer({"at": LATER, "case": CASE})["at"] == LATER
    assert _answer({"case": CASE})["at"] == AT
    assert _answer({"at": None, "case": CASE})["at"] == AT


def test_without_an_instant_a_line_is_answered_at_the_instant_of_its_reading() -> None:
    instants = iter([AT, LATER])
    defaults = StreamDefaults(clock=lambda: next(instants), rulebook=BOOK)
    assert [_answer(CASE, defaults)["at"], _answer({"case": CASE}, defaults)["at"]] == [AT, LATER]


def test_without_an_instant_and_without_a_clock_a_line_is_refused() -> None:
    answer = _answer({"id": "x", "case": CASE}, StreamDefaults(rulebook=BOOK))
    assert (answer["id"], answer["error"]["place"]) == ("x", "/at")


def test_an_envelope_can_suppose_events() -> None:
    texts = ["underretning_vurderet@2026-03-03T12:00;of=u1", {"type": "kvittering_sendt", "at": "2026-03-03"}]
    answer = _answer({"id": "x", "case": CASE, "suppose": texts, "detail": "dates"})
    assert list(answer)[:3] == ["schema", "id", "case_id"]
    assert {change["after"]["status"] for change in answer["changes"]} == {"met"}
    assert "counting" not in answer["after"]["obligations"][0]


def test_an_envelope_can_ask_for_less_than_the_stream() -> None:
    assert "explanation" in _answer({"case": CASE})["obligations"][0]
    assert "explanation" not in _answer({"case": CASE, "detail": "counted"})["obligations"][0]
    assert "counting" not in _answer(CASE, StreamDefaults(at=AT, detail="dates", rulebook=BOOK))["obligations"][0]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("", "line 7"),
        (" \r\n", "line 7"),
        ("{", "line 7, column 2"),
        ("17", "/"),
        ({"id": "x", "case": CASE, "zone": "Europe/Copenhagen"}, "/zone"),
        ({"id": "x", "case": CASE, "case_id": "A"}, "/case_id"),
        ({"id": "x"}, "/case"),
        ({"id": "x", "case": 17}, "/case"),
        ({"id": "x", "case": {"case_id": "A", "navn": "B"}}, "/case/«hidden»"),
        ({"id": "x", "case": {"case_id": "A", "events": [{"type": "underretning_modtaget", "at": "now"}]}}, "/case/events/0/at"),  # noqa: E501
        ({"id": "x", "at": "now", "case": CASE}, "/at"),
        ({"id": "x", "at": 17, "case": CASE}, "/at"),
        ({"id": "x", "case": CASE, "detail": "all"}, "/detail"),
        ({"id": "x", "case": CASE, "detail": ["full"]}, "/detail"),
        ({"id": "x", "case": CASE, "suppose": "underretning_vurderet@2026-03-03T12:00"}, "/suppose"),
        ({"id": "x", "case": CASE, "suppose": ["underretning_vurderet"]}, "/suppose/0"),
        ({"id": "x", "case": CASE, "suppose": [17]}, "/suppose/0"),
        ({"id": "x", "case": CASE, "suppose": [{"type": "kvittering_sendt", "at": "now"}]}, "/suppose/0/at"),
    ],
)  # fmt: skip
def test_what_is_refused_names_its_line_its_id_and_its_place(line: object, place: str) -> None:
    answer = _answer(line, number=7)
    has_id = isinstance(line, dict)
    assert list(answer) == ["schema", "line", *(["id"] if has_id else []), "error"]
    assert (answer["line"], answer.get("id")) == (7, "x" if has_id else None)
    assert answer["error"]["place"] == place


def test_a_key_that_is_hidden_is_named_by_its_number_in_an_envelope_too() -> None:
    error = _answer({"id": "q", "case": CASE, "foo": 1})["error"]
    assert (error["place"], error["what"]) == ("/«hidden»", "nøglen er ukendt her (nr. 3)")


def test_a_key_that_stands_twice_is_named_in_the_case_of_an_envelope() -> None:
    answer = _answer('{"id": "q", "case": {"case_id": "A", "events": [{"id": "a", "id": "b"}]}}')
    assert answer["error"]["place"] == "/case/events/0/id"


@pytest.mark.parametrize("bad", ["010101-1234", 17, "", " ", "a\nb", ["x"], None])
def test_an_id_that_cannot_be_used_is_refused_and_not_repeated(bad: object) -> None:
    answer = _answer({"id": bad, "case": CASE})
    assert (answer["error"]["place"], "id" in answer) == ("/id", False)
    assert "010101" not in json.dumps(answer)


def test_the_answer_says_whether_it_is_late_or_refused() -> None:
    late = answer_line(json.dumps({"at": LATER, "case": CASE}), 1, DEFAULTS)
    refused = answer_line("", 1, DEFAULTS)
    assert (late.is_late, late.is_refused, refused.is_late, refused.is_refused) == (True, False, False, True)
