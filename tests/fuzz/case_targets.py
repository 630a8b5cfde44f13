"""Targets that take cases: both matchers and the tables, cases with faults, saved answers, requests over HTTP."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from typing import Any

from overgreb_rules import Case, CaseError, Evaluation, OvergrebError, Rulebook, evaluate
from overgreb_rules.evaluation import Detail
from overgreb_rules.receipt import replay
from tests.fixtures.matchers import MATCHERS
from tests.fixtures.random_cases import random_case, seeded_random
from tests.fixtures.random_histories import HistoryGenerator
from tests.fuzz.target import FuzzTarget, require_plain_refusal
from tests.fuzz.text_changes import change_data, change_text

AT_A_TIME = 100
"""The cases of one input, which stand in one table: preparing a table takes as long as some 20 cases."""
WHOLE_TEXTS = 10
"""Of so many cases one is compared with all its texts, the others with their dates, statuses, warnings and links."""
_KINDS = ("rules_history", "theme_history", "examination_history", "mixed_history")


@cache
def _books() -> tuple[Rulebook, ...]:
    return tuple(Rulebook.load(matcher=name) for name in MATCHERS)  # type: ignore[arg-type]


def build_case(number: int) -> tuple[dict[str, Any], str]:
    """Build a valid case, and an instant to evaluate it at; of five numbers one is a case of chance events."""
    if number % 5 == 0:
        return random_case(number)
    teller = HistoryGenerator(f"fuzz {number}")
    case = getattr(teller, _KINDS[number % len(_KINDS)])()
    return case, teller.random_instants(case, 1)[0]


def _build_cases(number: int) -> bytes:
    rng = seeded_random(f"cases {number}")
    cases = [build_case(number * AT_A_TIME + place) for place in range(AT_A_TIME)]
    data = [{**case, "case_id": f"sag-{place}"} for place, (case, _) in enumerate(cases)]
    return json.dumps({"at": rng.choice(cases)[1], "cases": data}).encode()


def _check_cases(data: bytes) -> None:
    """Both matchers give every case the same answer, and the tables give the same rows."""
    asked = json.loads(data)
    at, cases = asked["at"], [Case.model_validate(one) for one in asked["cases"]]
    answers = [[_answer(case, at, book) for case in cases] for book in _books()]
    for place, (case, *of_each) in enumerate(zip(asked["cases"], *answers, strict=True)):
        detail: Detail = "full" if place % WHOLE_TEXTS == 0 else "dates"
        told = [one.parts() if isinstance(one, CaseError) else _without_receipt(one, detail) for one in of_each]
        assert all(one == told[0] for one in told), f"the matchers differ at {at}: {case}"
    if importlib.util.find_spec("pyarrow") is None:
        return
    from overgreb_rules._columnar.io.row_conversion import build_answer_row  # noqa: PLC0415  # needs the extra
    from overgreb_rules.arrow import ANSWERS, evaluate_arrow, tables_of  # noqa: PLC0415  # the same

    table = evaluate_arrow(*tables_of(cases), at=at, rulebook=_books()[0])
    rows = [build_answer_row(case.case_id, one, case.kommune) for case, one in zip(cases, answers[0], strict=True)]
    for case, expected, found in zip(
        asked["cases"], table.from_pylist(rows, ANSWERS).to_pylist(), table.to_pylist(), strict=True
    ):
        assert found == expected, f"the table differs at {at}: {case}"


def _answer(case: Case, at: str, book: Rulebook) -> Evaluation | CaseError:
    try:
        return evaluate(case, at=at, rulebook=book)
    except CaseError as error:
        return error


def _without_receipt(answer: Evaluation, detail: Detail = "full") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.to_json(detail=detail))
    del told["receipt"]
    return told


def _build_faulty_case(number: int) -> bytes:
    rng = seeded_random(f"faulty {number}")
    case, at = build_case(number)
    if rng.random() < 0.15:
        return change_text(json.dumps({"case": case, "at": at}, indent=1), rng)
    changed = {"case": change_data(case, rng), "at": change_data(at, rng) if rng.random() < 0.1 else at}
    return json.dumps(changed).encode()


def _check_faulty_case(data: bytes) -> None:
    """Whatever the text is: an answer, the same from both matchers, or a refusal of one line without personal data."""
    at: Any = "2026-01-01T12:00:00+01:00"
    try:
        asked = json.loads(data)
        data, at = json.dumps(asked["case"]).encode(), asked["at"]
    except (ValueError, TypeError, KeyError):
        pass
    try:
        case = Case.model_validate_json(data)
        answers = [evaluate(case, at=at, rulebook=book) for book in _books()]
    except OvergrebError as error:
        for language in ("da", "en"):
            require_plain_refusal(error.message(language), without="010190")
        return
    first, *others = map(_without_receipt, answers)
    assert all(other == first for other in others)
    assert Evaluation.model_validate_json(answers[0].to_json()) == answers[0]


def _build_receipt(number: int) -> bytes:
    rng = seeded_random(f"receipt {number}")
    case, at = build_case(number)
    answer = evaluate(Case.model_validate(case), at=at, rulebook=_receipt_book())
    saved = json.loads(answer.to_json(detail=rng.choice(("dates", "counted", "full"))))
    saved = saved if rng.random() < 0.1 else change_data(saved, rng)
    return json.dumps({"case": case, "saved": saved}).encode()


@cache
def _receipt_book() -> Rulebook:
    return Rulebook.load(matcher="reference")


def _check_receipt(data: bytes) -> None:
    """A saved answer is made again or refused, and what differs is told without control characters."""
    asked = json.loads(data)
    case = Case.model_validate(asked["case"])
    try:
        found = replay(json.dumps(asked["saved"]), case, rulebook=_receipt_book(), matcher="reference")
    except OvergrebError as error:
        require_plain_refusal(error.message("da"))
        return
    for moved in found.moved:
        require_plain_refusal(f"{moved.name.da} {moved.old} {moved.new}")


@cache
def _application() -> Any:
    from overgreb_rules.service import ServiceSettings, create_application  # noqa: PLC0415  # needs the extra

    return create_application(ServiceSettings(matcher="reference"))


def _build_body(number: int) -> bytes:
    rng = seeded_random(f"body {number}")
    case, at = build_case(number)
    path, query, kind, body = rng.choice(_questions(case, at))
    text = change_text(json.dumps(body), rng) if rng.random() < 0.3 else json.dumps(change_data(body, rng)).encode()
    return f"/v1/{path}?{query}\n{kind}\n".encode() + text


def _questions(case: dict[str, Any], at: str) -> list[tuple[str, str, str, Any]]:
    """Return path, query, media type and body of one question of each kind."""
    when = "at=" + at.replace("+", "%2B")
    return [
        ("evaluations", when, "json", case),
        ("evaluations", when, "jsonl", {"id": 1, "at": at, "case": case}),
        ("agenda", when, "jsonl", case),
        ("explanations", f"{when}&key=x", "json", case),
        ("why-not", f"{when}&rule=bl-136-2-vurdering-24-timer", "json", case),
        ("suppositions", when, "json", {"case": case, "suppose": [{"type": "indsats_besluttet", "at": at}]}),
        ("replays", "", "json", {"case": case, "saved": {"at": at, "receipt": {}, "obligations": []}}),
        ("calendars", when, "json", case),
    ]


def _check_body(data: bytes) -> None:
    """A body is answered or refused: no server error, and a refusal is JSON."""
    from tests.fixtures.asgi_client import ask  # noqa: PLC0415  # needs the extra

    target, kind, body = data.split(b"\n", 2)
    answer = ask(_application(), "POST", target.decode(), body, {"content-type": f"application/{kind.decode()}"})
    assert 200 <= answer.status < 500, answer.body[:300]
    if answer.status >= 400:
        assert answer.json is not None
        assert b"010190" not in answer.body


CASE_TARGETS = (
    FuzzTarget("cases", _build_cases, _check_cases, AT_A_TIME),
    FuzzTarget("faulty-cases", _build_faulty_case, _check_faulty_case),
    FuzzTarget("receipts", _build_receipt, _check_receipt),
    *([FuzzTarget("bodies", _build_body, _check_body)] if importlib.util.find_spec("fastapi") else []),
)
