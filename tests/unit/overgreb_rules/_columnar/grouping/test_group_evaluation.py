"""Signature groups are evaluated by representatives, which are kept from batch to batch."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from overgreb_rules import Rulebook
from overgreb_rules._columnar.evaluator import BatchEvaluator
from overgreb_rules._columnar.grouping import representative
from overgreb_rules._columnar.grouping.signature_memory import SignatureMemory
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules.arrow import evaluate_arrow, tables_of
from tests.differential.test_tables_answer_as_single_cases import check
from tests.fixtures.event_columns import AT, BOOK, VOCABULARY, CaseData, batch_of, build_case, build_event
from tests.fixtures.notification_year.generator import generate_cases, year_end_instant


def test_cases_alike_but_for_their_dates_are_evaluated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many they are; a few are evaluated each by itself."""
    calls = [0]

    def count_calls(*arguments: Any) -> Any:
        calls[0] += 1
        return resolve_duties(*arguments)

    def count_evaluations(number: int) -> int:
        calls[0] = 0
        days = itertools.islice(itertools.cycle(range(1, 20)), number)
        pairs = [
            (build_event("u", "underretning_modtaget", day), build_event("v", "underretning_vurderet", day + 1))
            for day in days
        ]
        cases = [build_case(*pair, case_id=f"sag-{index}") for index, pair in enumerate(pairs)]
        # A rulebook of its own: with a known one, the signatures would be known the second time.
        evaluate_arrow(*tables_of(cases), at=AT, rulebook=Rulebook.load(matcher="reference"))
        return calls[0]

    resolve_duties = representative.resolve_duties
    monkeypatch.setattr(representative, "resolve_duties", count_calls)
    assert count_evaluations(200) == count_evaluations(40) > 0


def test_the_signatures_of_a_batch_are_known_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = batch_of(*itertools.islice(generate_cases(10**6, seed=3, year=2025), 300))
    evaluator = BatchEvaluator(instant_of(year_end_instant()), BOOK, None)
    first = evaluator.evaluate(batch)
    added: list[object] = []
    monkeypatch.setattr(SignatureMemory, "put", lambda *arguments: added.append(arguments))
    assert evaluator.evaluate(batch) == first
    assert added == []


@pytest.mark.slow
def test_the_outcome_for_one_fact_is_not_that_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece of the table has a single fact, in five cases that are alike but for the day."""
    monkeypatch.setattr("overgreb_rules._columnar.parallel._CASES_OF_A_PIECE", 5)
    events = [build_event("u1", type_, day, **fact) for type_, fact in _single_facts() for day in range(1, 6)]
    cases = [build_case(one, case_id=f"sag-{number}") for number, one in enumerate(events)]
    check(cases, tables_of(cases), AT, BOOK)


def _single_facts() -> Iterator[tuple[str, CaseData]]:
    """Yield every fact in every word, of each event that can carry several."""
    values = {"bool": (False, True), "int": (14, 15), "text": ("grund",), "date": ("2025-04-01",)}
    for type_, event in VOCABULARY.events.items():
        for name, fact in event.facts.items() if len(event.facts) > 1 else ():
            allowed = values.get(fact.kind, fact.words or ("2025-02-28T10:00:00+01:00",))
            yield from ((type_, {name: value}) for value in allowed)
