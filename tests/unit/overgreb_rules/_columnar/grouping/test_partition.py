"""How many cases at once are taken apart: what belongs together, what is alike, and what is judged once for all."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from overgreb_rules import Rulebook
from overgreb_rules._columnar.columns.event_columns import EventColumns, build_event_columns
from overgreb_rules._columnar.evaluator import BatchEvaluator
from overgreb_rules._columnar.grouping import group_evaluation as verdicts
from overgreb_rules._columnar.grouping import representative as judge
from overgreb_rules._columnar.grouping.dependencies import LineageDependencies, collect_dependencies
from overgreb_rules._columnar.grouping.group_evaluation import SignatureCache
from overgreb_rules._columnar.io.input_tables import build_batch
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules.arrow import evaluate_arrow, tables_of
from tests.differential.test_tables_answer_as_single_cases import check
from tests.fixtures.mixed_cases import CaseData
from tests.fixtures.notification_year.generator import generate_cases, year_end_instant
from tests.fixtures.random_cases import VOCABULARY

BOOK = Rulebook.load(matcher="reference")
AT = "2026-01-01T00:00:00+01:00"
NEWER = (dt.date(2024, 1, 1), dt.date(2026, 1, 1))
LINES = {rule.id: line for line in collect_dependencies(BOOK.rules, BOOK.programs, *NEWER) for rule in line.rules}


def event(id_: str, type_: str, day: int, **more: Any) -> CaseData:
    return {"id": id_, "type": type_, "at": f"2025-03-{day:02}T10:00:00+01:00", **more}


def case(*events: CaseData) -> CaseData:
    return {"case_id": "sag", "events": list(events)}


def plain(cases: list[CaseData], at: str = AT) -> EventColumns:
    return build_event_columns(build_batch(*tables_of(cases)), BOOK.rules, instant_of(at))


def parts(line: LineageDependencies, data: CaseData, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the events of each part that is judged for the line."""
    found: list[str] = []

    def noted(
        of: judge.RepresentativeEvaluator, places: np.ndarray[Any, Any], *more: Any, **named: Any
    ) -> judge.RepresentativeResult:
        if line is LINES[next(iter(of.dependencies.rules)).id]:
            found.append(" ".join(of.context.events.ids_of(places).to_pylist()))
        return judged(of, places, *more, **named)

    judged = judge.RepresentativeEvaluator.evaluate_slice
    with monkeypatch.context() as patch:
        patch.setattr(judge.RepresentativeEvaluator, "evaluate_slice", noted)
        evaluate_arrow(*tables_of([data]), at=AT, rulebook=BOOK)
    return found


def test_the_24_hours_of_a_notification_depend_on_no_other_notification() -> None:
    line = LINES["bl-136-2-vurdering-24-timer"]
    assert line.is_independent
    assert not line.one_at_a_time
    assert line.trigger_types == {"underretning_modtaget"}


def test_of_the_four_months_one_clock_runs_at_a_time() -> None:
    line = LINES["bl-20-3-undersoegelse-4-maaneder"]
    assert line.is_independent
    assert line.one_at_a_time
    assert line is LINES["bl-20-3-foreloebig-vurdering"]


def test_the_children_s_house_waits_for_two_events_and_its_line_is_not_apart() -> None:
    assert not LINES["bl-125-boernehus"].is_independent


def test_each_notification_is_a_part_with_what_answers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = case(
        event("u1", "underretning_modtaget", 1),
        event("u2", "underretning_modtaget", 2),
        event("v1", "underretning_vurderet", 3, of="u1"),
        event("v2", "underretning_vurderet", 4),
        event("k1", "kvittering_sendt", 5),
        event("u3", "underretning_modtaget", 6),
    )
    line = LINES["bl-136-2-vurdering-24-timer"]
    assert sorted(parts(line, told, monkeypatch)) == ["u1 v1 v2", "u2 v2", "u3"]


def test_a_notification_that_finds_a_clock_running_is_in_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    told = case(
        event("u1", "underretning_modtaget", 1),
        event("u2", "underretning_modtaget", 2),
        event("s1", "undersoegelse_afsluttet", 3),
        event("u3", "underretning_modtaget", 4),
    )
    line = LINES["bl-20-3-undersoegelse-4-maaneder"]
    judged = set(parts(line, told, monkeypatch))
    assert {"u1 s1", "u3"} <= judged
    assert not any("u2" in part for part in judged)


def test_where_the_line_is_not_apart_the_case_is_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    told = case(
        event("u1", "underretning_modtaget", 1, overgreb=True),
        event("b1", "undersoegelse_besluttet", 2, samarbejde_noedvendigt=True),
        event("k1", "kvittering_sendt", 3),
        event("u2", "underretning_modtaget", 4, overgreb=True),
    )
    assert parts(LINES["bl-125-boernehus"], told, monkeypatch) == ["u1 b1 u2"]


def test_cases_alike_but_for_their_dates_are_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many they are; of a few, each is sooner judged by itself."""
    calls = [0]

    def counted(*given: Any) -> Any:
        calls[0] += 1
        return weighed(*given)

    def judged(number: int) -> int:
        calls[0] = 0
        days = itertools.islice(itertools.cycle(range(1, 20)), number)
        pairs = [
            (event("u", "underretning_modtaget", day), event("v", "underretning_vurderet", day + 1)) for day in days
        ]
        told = [{**case(*pair), "case_id": f"sag-{place}"} for place, pair in enumerate(pairs)]
        # A rulebook of its own: with one and the same, nothing would be asked the second time.
        evaluate_arrow(*tables_of(told), at=AT, rulebook=Rulebook.load(matcher="reference"))
        return calls[0]

    weighed = judge.resolve_duties
    monkeypatch.setattr(judge, "resolve_duties", counted)
    assert judged(200) == judged(40) > 0


def test_a_batch_that_comes_after_another_asks_only_for_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = build_batch(*tables_of(itertools.islice(generate_cases(10**6, seed=3, year=2025), 300)))
    answering = BatchEvaluator(instant_of(year_end_instant()), BOOK, None)
    first = answering.evaluate(batch)
    known: list[object] = []
    put = SignatureCache.put
    monkeypatch.setattr(SignatureCache, "put", lambda *given: known.append(given) or put(*given))
    assert answering.evaluate(batch) == first
    assert known == []


def test_what_is_remembered_of_shapes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "_SIGNATURES_KEPT", 3)
    answering = BatchEvaluator(instant_of(year_end_instant()), BOOK, None)
    answering.evaluate(build_batch(*tables_of(itertools.islice(generate_cases(10**6, seed=4, year=2025), 200))))
    assert 0 < len(answering.cache._evaluations) <= 3


def test_nearly_every_case_of_a_realistic_year_is_plain() -> None:
    told = list(itertools.islice(generate_cases(10**6, seed=5, year=2025), 2_000))
    assert plain(told, year_end_instant()).supported.mean() > 0.99


def test_a_case_of_before_the_change_of_law_is_taken_by_itself_afterwards() -> None:
    older = {"case_id": "sag", "events": [{"type": "underretning_modtaget", "at": "2023-12-31T23:59:59+01:00"}]}
    assert plain([older], "2023-12-31T23:59:59+01:00").supported.all()
    assert not plain([older], "2024-01-01T00:00:00+01:00").supported.any()


def test_what_is_remembered_of_one_fact_is_not_said_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece of the table tells a single fact, of five cases that are alike but for the day."""
    monkeypatch.setattr("overgreb_rules.arrow._CASES_AT_A_TIME", 5)
    told = [event("u1", type_, day, **fact) for type_, fact in _single_facts() for day in range(1, 6)]
    cases = [{**case(one), "case_id": f"sag-{number}"} for number, one in enumerate(told)]
    check(cases, tables_of(cases), AT, BOOK)


def _single_facts() -> Iterator[tuple[str, CaseData]]:
    """Every fact in every word, of each event that can carry several."""
    values = {"bool": (False, True), "int": (14, 15), "text": ("grund",), "date": ("2025-04-01",)}
    for type_, words in VOCABULARY.events.items():
        for name, word in words.facts.items() if len(words.facts) > 1 else ():
            told = values.get(word.kind, word.words or ("2025-02-28T10:00:00+01:00",))
            yield from ((type_, {name: value}) for value in told)
