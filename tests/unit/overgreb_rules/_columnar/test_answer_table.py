"""What a table says of a case beside its duties."""

from __future__ import annotations

import datetime as dt
from typing import Any

from overgreb_rules import Case, evaluate, evaluate_arrow
from overgreb_rules.arrow import tables_of
from tests.fixtures.event_columns import AT, BOOK, CaseData, build_case, build_event


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
