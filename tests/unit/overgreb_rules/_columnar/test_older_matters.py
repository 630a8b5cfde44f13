"""The columns word the warnings about acts that may belong to an older matter as single evaluation does."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules._columnar import evaluator
from overgreb_rules._columnar.evaluator import BatchEvaluator
from overgreb_rules._evaluate.pipeline import instant_of
from tests.fixtures.event_columns import AT, BOOK, CaseData, batch_of, build_case, build_event

CODE = "act_of_an_older_matter"
TALKS = [build_event(f"t{day}", "boernesamtale_afholdt", day) for day in (1, 2)]
DECISIONS = [build_event(f"d{day}", "indsats_besluttet", day) for day in (3, 6, 9)]


@pytest.fixture(autouse=True)
def _refuse_the_row_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no case of these tests be evaluated alone."""
    monkeypatch.delattr(evaluator.row_fallback, "evaluate_rows")


def warnings_of(cases: list[CaseData]) -> list[list[tuple[str, str, str]]]:
    """Return the code and the texts of every warning of each case, evaluated as a batch."""
    table = BatchEvaluator(instant_of(AT), BOOK, None).evaluate(batch_of(*cases))
    return [[(one["code"], one["da"], one["en"]) for one in row["warnings"]] for row in table.to_pylist()]


def warnings_one_by_one(cases: list[CaseData]) -> list[list[tuple[str, str, str]]]:
    answers = [evaluate(Case.model_validate(case), at=AT, rulebook=BOOK) for case in cases]
    return [[(one.code, one.da, one.en) for one in answer.warnings] for answer in answers]


@pytest.mark.parametrize("number", [1, 6], ids=["slice by slice", "as a group"])
def test_the_warnings_of_each_case_are_those_of_single_evaluation(number: int) -> None:
    cases = [build_case(*TALKS, *DECISIONS, case_id=f"sag-{one}") for one in range(number)]
    found = warnings_of(cases)
    assert found == warnings_one_by_one(cases)
    assert all(sum(code == CODE for code, _, _ in one) > 2 for one in found)


def test_an_act_since_the_older_decision_calls_for_no_warning() -> None:
    case = build_case(build_event("t4", "boernesamtale_afholdt", 4), *DECISIONS[:2])
    assert not [code for code, _, _ in warnings_of([case])[0] if code == CODE]
