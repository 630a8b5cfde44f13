"""How an answer is assembled: the most urgent duty first, each with its dates and what opened and met it."""

from __future__ import annotations

import gc
import json
import weakref
from typing import Any

from overgreb_rules import Case, Evaluation, Rulebook, evaluate
from overgreb_rules._duties.status import STATUS_ORDER

_BOOK = Rulebook.load(matcher="reference")
_EVENTS = [
    {"id": "u1", "type": "underretning_modtaget", "at": "2025-03-03T10:00:00+01:00", "anonym": False, "overgreb": True},
    {"id": "k1", "type": "kvittering_sendt", "at": "2025-03-05"},
]


def _evaluate(at: str = "2025-03-07T10:00:00+01:00") -> Evaluation:
    return evaluate(Case.model_validate({"case_id": "A-1", "events": _EVENTS}), at=at, rulebook=_BOOK)


def _row(rule: str) -> dict[str, Any]:
    rows = json.loads(_evaluate().to_json())["obligations"]
    (found,) = [row for row in rows if row["rule"] == rule]
    return dict(found)


def test_the_most_urgent_duty_comes_first() -> None:
    ranks = [STATUS_ORDER.index(one.status) for one in _evaluate().obligations]
    assert ranks == sorted(ranks)
    assert _evaluate().obligations[0].status == "overdue"


def test_a_day_ends_with_the_first_instant_that_is_too_late() -> None:
    due = _row("bl-138-1-kvittering")["due"]
    assert (due["strict"], due["is_day"]) == ("2025-03-10", True)
    assert due["ends"]["strict"] == "2025-03-11T00:00:00+01:00"


def test_an_hour_deadline_ends_with_the_second_after_it() -> None:
    due = _row("bl-136-2-vurdering-24-timer")["due"]
    assert (due["strict"], due["is_day"]) == ("2025-03-04T10:00:00+01:00", False)
    assert due["ends"]["strict"] == "2025-03-04T10:00:01+01:00"


def test_a_duty_names_what_opened_it_and_when_it_was_met() -> None:
    row = _row("bl-138-1-kvittering")
    assert row["opened_by"] == {"type": "underretning_modtaget", "at": "2025-03-03T10:00:00+01:00"}
    assert (row["met_by"], row["met_at"]) == (["k1"], ["2025-03-05"])


def test_the_wording_that_was_applied_is_that_of_the_day_of_the_trigger() -> None:
    assert _row("bl-137-3-samtale-overgreb")["wording"] == {"from": "2024-01-01", "to": None}


def test_the_receipt_pins_the_rules_the_matcher_and_how_far_each_law_was_read() -> None:
    receipt = _evaluate().receipt
    assert (receipt.sha256, receipt.engine) == (_BOOK.rules.sha256, "reference")
    assert set(receipt.law) == _BOOK.rules.sources.keys() & _BOOK.rules.laws.keys()


def test_an_answer_that_was_read_is_gone_with_its_last_name() -> None:
    gc.collect()
    gc.disable()
    try:
        answer = _evaluate()
        answer.to_json()
        assert [one.explanation for one in answer.obligations]
        assert answer.receipt.result_sha256
        held = [weakref.ref(one) for one in (answer, answer.receipt, *answer.obligations)]
        del answer
        assert [one() for one in held] == [None] * len(held)
    finally:
        gc.enable()
