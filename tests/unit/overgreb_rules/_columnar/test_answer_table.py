"""The order of the duties in a table, and what it says of a case beside them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np

from overgreb_rules import Case, evaluate, evaluate_arrow
from overgreb_rules._columnar.answer_table import sort_duties
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.results import OutcomeKey
from overgreb_rules.arrow import tables_of
from tests.fixtures.event_columns import AT, BOOK, CaseData, build_case, build_event, columns_of


def build_key(rule_id: str, year_number: int | None = None) -> OutcomeKey:
    """Build what the order of duties looks at."""
    key: Any = SimpleNamespace(rule_id=rule_id, year_number=year_number)
    return key


def order_of(columns: list[list[int]], keys: list[OutcomeKey], key: list[int], trigger: list[int]) -> list[int]:
    events: EventColumns = columns_of(
        build_case(*(build_event(id_, "underretning_modtaget", 3 + number) for number, id_ in enumerate(("u2", "u10"))))
    )
    arrays = [np.array(column, np.int64) for column in columns]
    return sort_duties(arrays, keys, np.array(key, np.int64), np.array(trigger, np.int64), events).tolist()


def test_duties_stand_by_the_first_column_and_then_by_the_second() -> None:
    assert order_of([[1, 0, 0], [5, 9, 3]], [build_key("bl-1")], [0, 0, 0], [0, 0, 0]) == [2, 1, 0]


def test_equal_duties_stand_by_the_name_of_the_rule() -> None:
    assert order_of([[0, 0]], [build_key("bl-2"), build_key("bl-1")], [0, 1], [0, 0]) == [1, 0]


def test_a_rule_whose_name_begins_another_stands_before_it() -> None:
    # In the key of a duty «@» follows the rule; it sorts behind «-».
    assert order_of([[0, 0]], [build_key("bl-1"), build_key("bl-1-a")], [0, 1], [0, 0]) == [1, 0]


def test_duties_of_one_rule_stand_by_the_text_of_their_trigger() -> None:
    assert order_of([[0, 0]], [build_key("bl-1")], [0, 0], [0, 1]) == [1, 0]


def test_years_of_one_duty_stand_by_their_number_as_text() -> None:
    keys = [build_key("bl-1", number) for number in (10, 2, 1)]
    assert order_of([[0, 0, 0]], keys, [0, 1, 2], [0, 0, 0]) == [2, 0, 1]


def test_no_duty_has_an_order() -> None:
    assert order_of([[]], [], [], []) == []


def evaluate_case(case: CaseData, at: str = AT) -> dict[str, Any]:
    """Evaluate a case as a table: its row."""
    (row,) = evaluate_arrow(*tables_of([case]), at=at, rulebook=BOOK).to_pylist()
    return row


CASE = build_case(
    build_event("u1", "underretning_modtaget", 3), build_event("u2", "underretning_modtaget", 28),
    build_event("v1", "underretning_vurderet", 4, of="u1"), kommune=101,
)  # fmt: skip
EARLY = "2025-03-04T12:00:00+01:00"


def test_an_event_that_has_not_happened_yet_is_ignored() -> None:
    assert evaluate_case(CASE, EARLY)["ignored_events"] == ["u2"]
    assert evaluate_case(CASE)["ignored_events"] == []


def test_the_next_change_of_a_case_is_the_soonest_of_its_duties() -> None:
    answer = evaluate(Case.model_validate(CASE), at=EARLY, rulebook=BOOK)
    assert answer.next_change is not None
    assert evaluate_case(CASE, EARLY)["next_change"] == dt.datetime.fromisoformat(answer.next_change.isoformat())


def test_an_event_that_did_nothing_is_unused() -> None:
    case = build_case(build_event("k1", "kvittering_sendt", 3))
    answer = evaluate(Case.model_validate(case), at=AT, rulebook=BOOK)
    assert evaluate_case(case)["unused_events"] == list(answer.unused_events) == ["k1"]


def test_the_warnings_of_a_case_are_those_of_evaluate() -> None:
    case = CASE | {"kommune": 102}
    answer = evaluate(Case.model_validate(case), at=AT, rulebook=BOOK)
    warned = [(one["code"], one["da"], one["en"]) for one in evaluate_case(case)["warnings"]]
    assert warned == [(one.code, one.da, one.en) for one in answer.warnings]
    assert "unknown_kommune" in {code for code, _, _ in warned}


def test_a_case_on_which_nobody_works_any_more_changes_by_time_no_more() -> None:
    closed = build_case(*CASE["events"][:1], build_event("l1", "sag_afsluttet", 5), case_id="lukket")
    row = evaluate_case(closed)
    assert row["next_change"] is None
    assert {duty["closed_by"] for duty in row["obligations"] if duty["status"] == "overdue"} == {"l1"}


def test_a_cause_has_its_events_the_names_of_its_facts_and_the_rule_that_took_the_place() -> None:
    case = build_case(
        build_event("u1", "underretning_modtaget", 3, anonym=True), build_event("u2", "underretning_modtaget", 4)
    )
    causes = {
        duty["key"]: tuple(duty[name] for name in ("status", "cause_events", "cause_facts", "cause_rule"))
        for duty in evaluate_case(case)["obligations"]
    }
    assert causes["bl-138-1-kvittering@u1"] == ("waived", ["u1"], ["anonym"], None)
    assert causes["bl-138-1-kvittering@u2"] == ("undetermined", [], ["anonym"], None)
    assert causes["bl-136-2-vurdering-24-timer@u2"] == ("overdue", None, None, None)
