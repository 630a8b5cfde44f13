"""Clocks of all slices of a signature, computed from the formula of one."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from overgreb_rules._columnar.columns.arrays import NEVER
from overgreb_rules._columnar.columns.deadline_columns import (
    DeadlineColumns,
    MomentReference,
    derive_deadline_formula,
    has_plain_clock,
)
from overgreb_rules._columnar.grouping.representative import RepresentativeEvaluator
from overgreb_rules._columnar.grouping.signature import SignatureGroup, SliceLayout
from overgreb_rules._deadlines.deadline import TimeSpanSeconds
from overgreb_rules.calendar import midnight
from tests.fixtures.event_columns import (
    BOOK,
    DEPENDENCIES,
    CaseData,
    build_case,
    build_event,
    columns_of,
    context_of,
    dependencies_of,
)


def test_a_moment_of_an_event_is_its_first_and_last_second() -> None:
    columns = columns_of(build_case({"id": "u", "type": "underretning_modtaget", "at": "2025-03-05"}))
    earliest, latest = MomentReference(0, None).seconds(np.array([[0]]), columns)
    assert (earliest[0], latest[0]) == (midnight(dt.date(2025, 3, 5)), midnight(dt.date(2025, 3, 6)) - 1)


def test_a_moment_of_a_fact_is_the_instant_that_it_holds() -> None:
    known = build_event("u", "underretning_modtaget", 5, kendt_fra="2025-03-04T08:00:00+01:00")
    columns = columns_of(build_case(known))
    earliest, latest = MomentReference(0, "kendt_fra").seconds(np.array([[0]]), columns)
    assert earliest[0] == latest[0] == midnight(dt.date(2025, 3, 4)) + 8 * 3600


def test_clocks_without_an_end_stay_without_one_when_they_are_concatenated() -> None:
    start = np.array([1])
    joined = DeadlineColumns.concatenate([DeadlineColumns(one, start, start) for one in (start, start + 1)])
    assert joined.start.tolist() == [1, 2]
    assert joined.run is None


def test_selected_clocks_keep_start_and_ends_together() -> None:
    start = np.array([1, 2, 3])
    span = TimeSpanSeconds(start, start + 10, start + 20, start + 11)
    clocks = DeadlineColumns(start, start + 30, start + 40, span)
    selected = clocks.select(np.array([2, 0]))
    assert selected.run is not None
    assert (selected.start.tolist(), selected.run.lenient_last.tolist()) == ([3, 1], [23, 21])
    assert selected.waived_from.tolist() == [43, 41]


@pytest.mark.parametrize(
    ("rule", "is_plain"),
    [
        ("bl-136-2-vurdering-24-timer", True),
        ("bl-5-samtale-foer-afgoerelse", True),
        ("bl-95-2-foerste-opfoelgning", False),
        ("bl-102-1-hjemgivelse-7-dage", False),
        ("bl-50-genbehandling-1-aar", False),
    ],
)
def test_a_clock_that_other_events_change_is_not_plain(rule: str, is_plain: bool) -> None:
    assert has_plain_clock(BOOK.rules.by_id[rule].clock) == is_plain


RULES_BY_COUNTING = {
    rule.clock.count: rule.id
    for dependencies in DEPENDENCIES.values()
    for rule in dependencies.rules
    if rule.clock.count not in {None, "rolling"} and rule.follows is None
    if not rule.versions[-1].conditions and rule.versions[-1].last is None
}


def spans_of(rule: str, cases: list[CaseData]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The ends of the time of a duty in cases of one signature: by the formula of the first, and case by case."""
    context = context_of(*cases)
    evaluator = RepresentativeEvaluator(context, dependencies_of(rule))
    events = np.arange(len(context.columns.case)).reshape(len(cases), -1)
    trigger = list(BOOK.rules.vocabulary.events).index(BOOK.rules.by_id[rule].triggers[0])
    subject = context.columns.type[events[0]].tolist().index(trigger)
    layout, slices = SliceLayout(subject, ((),) * events.shape[1]), np.zeros(1, np.int64)
    # Each slice under a signature of its own: none is given the duties of another one.
    groups = [SignatureGroup(row.tobytes(), layout, slices, row[None]) for row in events]
    results = [evaluator.evaluate_slice(group.events[0], group) for group in groups]
    number = [duty.rule.id for duty in results[0].duties].index(rule)
    formula = derive_deadline_formula(results[0].time_first(number), results[0].event_log)
    assert formula is not None
    run = formula.compute(events, context.columns, np.full(len(events), NEVER)).run
    assert run is not None
    spans = [result.assess_duty(number)[0].timed.time_span for result in results]
    single = [(span.strict_last, span.lenient_last) for span in spans if span is not None]
    return list(zip(run.strict_last.tolist(), run.lenient_last.tolist(), strict=True)), single


@pytest.mark.parametrize("rule", RULES_BY_COUNTING.values(), ids=RULES_BY_COUNTING)
def test_the_formula_of_one_slice_gives_the_deadlines_of_all(rule: str) -> None:
    """Whatever the day of the trigger: the deadlines are those of the scalar evaluation."""
    trigger = BOOK.rules.by_id[rule].triggers[0]
    cases = [build_case(build_event("u", trigger, day), case_id=f"sag-{day}") for day in range(1, 29)]
    by_formula, single = spans_of(rule, cases)
    assert by_formula == single
    assert len(single) == len(cases)


@pytest.mark.parametrize(("decided", "is_sure"), [("2025-02-01", True), ("2025-03-09", False)])
def test_the_end_of_a_parallel_step_ends_the_time_where_it_comes_before_the_counted_day(
    decided: str, is_sure: bool
) -> None:
    """A placement: an examination decided after it shortens the time by the strict reading alone."""
    cases = [
        build_case(
            build_event("a", "anbringelse_besluttet", 1, samtykke=True) | {"at": "2025-01-15T10:00:00+01:00"},
            build_event("b", "undersoegelse_besluttet", 1) | {"at": f"{decided}T10:00:00+01:00"},
            build_event("i", "indsats_ivaerksat", 2, art="anbringelse", of="a"),
            build_event("s", "undersoegelse_afsluttet", 1, of="b") | {"at": f"2025-{end}T10:00:00+02:00"},
            case_id=f"sag-{end}",
        )
        for end in ("04-10", "06-01", "06-02", "06-03", "07-01")
    ]
    by_formula, single = spans_of("bl-95-2-foerste-opfoelgning", cases)
    assert by_formula == single
    counted = single[-1]
    assert [strict < counted[0] for strict, _ in single] == [True, True, False, False, False]
    assert [lenient < counted[1] for _, lenient in single] == [is_sure, is_sure, False, False, False]


def test_an_end_that_may_count_ends_the_strict_reading_and_one_that_surely_counts_the_lenient_one() -> None:
    """Nobody told whether the screening asked for the mapping; the examination ran for sure."""
    cases = [
        build_case(
            build_event("r", "screening_foretaget", 1) | {"at": "2025-02-01T10:00:00+01:00"},
            build_event("b", "undersoegelse_besluttet", 1) | {"at": "2025-02-01T11:00:00+01:00"},
            build_event("i", "indsats_ivaerksat", 2, art="stoettende"),
            build_event("k", "afdaekning_foretaget", 4) | {"at": "2025-03-04T10:00:00+01:00"},
            build_event("s", "undersoegelse_afsluttet", 1) | {"at": f"2025-{end}T10:00:00+02:00"},
            case_id=f"sag-{end}",
        )
        for end in ("04-10", "06-01", "06-02", "06-03")
    ]
    by_formula, single = spans_of("bl-95-2-foerste-opfoelgning", cases)
    assert by_formula == single
    assert len({strict for strict, _ in single}) == 1
    assert len({lenient for _, lenient in single}) == 3
