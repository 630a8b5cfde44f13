"""The evaluation of batches: every case is answered in its row, whichever way answered it."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules._columnar.evaluator import BatchEvaluator
from overgreb_rules._columnar.io.schema import ANSWERS
from overgreb_rules._evaluate.pipeline import instant_of
from tests.fixtures.event_columns import AT, BOOK, CaseData, batch_of, build_case, build_event, columns_of


def build_supported(case_id: str) -> CaseData:
    """Build a case that the columns answer."""
    return build_case(build_event("u1", "underretning_modtaget", 3), case_id=case_id)


def build_unsupported(case_id: str) -> CaseData:
    """Build a case with an event from before the act, which the row fallback answers."""
    before = build_event("u0", "underretning_modtaget", 3) | {"at": "2023-03-03T10:00:00+01:00"}
    return build_case(before, build_event("u1", "underretning_modtaget", 3), case_id=case_id)


def statuses_of(cases: list[CaseData]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Evaluate cases as a batch: the statuses of the duties of each."""
    table = BatchEvaluator(instant_of(AT), BOOK, None).evaluate(batch_of(*cases))
    assert table.schema == ANSWERS
    return [
        (row["case_id"], [(duty["key"], duty["status"]) for duty in row["obligations"]]) for row in table.to_pylist()
    ]


def statuses_one_by_one(cases: list[CaseData]) -> list[tuple[str, list[tuple[str, str]]]]:
    answers = [evaluate(Case.model_validate(case), at=AT, rulebook=BOOK) for case in cases]
    return [(answer.case_id, [(duty.key, duty.status) for duty in answer.obligations]) for answer in answers]


@pytest.mark.parametrize(
    "kinds",
    ["c", "r", "cr", "rc", "crcr", "c" * 20 + "r" + "c" * 20, "r" + "c" * 40, "c" * 40 + "r"],
)
def test_cases_of_both_ways_stand_in_their_own_order(kinds: str) -> None:
    build = {"c": build_supported, "r": build_unsupported}
    cases = [build[kind](f"sag-{number}") for number, kind in enumerate(kinds)]
    assert statuses_of(cases) == statuses_one_by_one(cases)


def test_no_case_gives_a_table_without_rows() -> None:
    assert statuses_of([]) == []


def test_a_breach_activates_its_permission_once_in_a_case() -> None:
    case = build_case(
        build_event("u1", "underretning_modtaget", 3), build_event("u2", "underretning_modtaget", 4), case_id="brud"
    )
    ((_, duties),) = statuses_of([case])
    assert [key for key, _ in duties if key.startswith("bl-152")] == ["bl-152-underret-ankestyrelsen@u1"]


def test_an_evaluator_answers_later_batches_as_the_first() -> None:
    evaluator = BatchEvaluator(instant_of(AT), BOOK, None)
    first, second = (evaluator.evaluate(batch_of(build_supported(name))) for name in ("a", "b"))
    assert first["obligations"].to_pylist() == second["obligations"].to_pylist()


def test_an_approval_counts_the_notice_of_its_own_decision_alone() -> None:
    """One slice holds the decision that an approval approves, with its notice: `_duties.companions` for columns."""
    decision, approval = build_event("f", "foreloebig_afgoerelse_ivaerksat", 3), "foreloebig_afgoerelse_godkendt"
    other = build_event("f2", "foreloebig_afgoerelse_ivaerksat", 2)
    notices = [build_event(f"m-{of}", "foreloebig_afgoerelse_meddelt", 4, of=of) for of in ("f", "f2")]
    approved = build_event("g", approval, 6, of="f")
    cases = [
        build_case(decision, other, *kept, approved, case_id=name)
        for name, kept in (("uden", []), ("egen", notices[:1]), ("anden", notices[1:]), ("begge", notices))
    ]
    assert columns_of(*cases).supported.all()
    statuses = statuses_of(cases)
    assert statuses == statuses_one_by_one(cases)
    of_offer = [dict(duties)["bl-140-1-advokat@g"] for _, duties in statuses]
    assert of_offer == ["undetermined", "met", "undetermined", "met"]
