"""Shares, times and what falls due are counted as docs/how-to/figures.md defines them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules._deadlines.quantities import EpochSeconds
from overgreb_rules._evaluate.figures import DutyRecord, MeasureFigures, count_figures, end_of_period, records_of
from overgreb_rules._rules.measures import FiguresDefinition, Measure
from overgreb_rules.calendar import end_of_day, local, midnight
from overgreb_rules.shared.text import Text
from tests.fixtures.random_cases import random_case

HOURS = Measure("quick", Text("hurtigt", "quick"), ("r-hours", "r-hours-old"), "hours")
DAYS = Measure("slow", Text("langsomt", "slow"), ("r-days",), "days")
BEFORE = Measure("first", Text("først", "first"), ("r-before",), "none")
DEFINITION = FiguresDefinition((HOURS, DAYS, BEFORE), ())
MARCH = dt.date(2026, 3, 1), dt.date(2026, 3, 31)


def record(
    status: str,
    *,
    rule: str = "r-days",
    started: dt.date = dt.date(2026, 3, 1),
    due: dt.date | None = dt.date(2026, 3, 10),
    met_after: int | None = None,
    kommune: int | None = 751,
    needs: tuple[str, ...] = (),
) -> DutyRecord:
    """A duty that started at midnight and was met so many seconds later."""
    start = midnight(started)
    met = None if met_after is None else EpochSeconds(start + met_after)
    last = None if due is None else EpochSeconds(end_of_day(due) - 1)
    return DutyRecord(rule, kommune, status, EpochSeconds(start), False, last, met, False, needs)


def figures_of(*records: DutyRecord, measure: int = 1) -> MeasureFigures:
    ((_, measures),) = count_figures(records, DEFINITION, *MARCH).groups.items()
    return measures[measure]


@pytest.mark.parametrize(
    ("status", "decided", "strict", "lenient"),
    [
        ("met", 1, 1, 1),
        ("met_contested", 1, 0, 1),
        ("contested", 1, 0, 1),
        ("met_late", 1, 0, 0),
        ("overdue", 1, 0, 0),
        ("breached", 1, 0, 0),
        ("undetermined", 0, 0, 0),
        ("waived", 0, 0, 0),
        ("replaced", 0, 0, 0),
        ("expired", 0, 0, 0),
        ("open", 0, 0, 0),
    ],
)
def test_each_status_counts_as_kept_by_both_readings_by_one_by_none_or_not_at_all(status, decided, strict, lenient):
    found = figures_of(record(status))
    assert (found.decided, found.kept_strict, found.kept_lenient) == (decided, strict, lenient)
    assert found.statuses == {status: 1}


@pytest.mark.parametrize(
    ("due", "is_in"),
    [
        (dt.date(2026, 2, 28), False),
        (dt.date(2026, 3, 1), True),
        (dt.date(2026, 3, 31), True),
        (dt.date(2026, 4, 1), False),
    ],
)
def test_a_duty_belongs_to_the_period_in_which_its_safe_time_limit_ends(due, is_in):
    assert figures_of(record("met", due=due)).decided == int(is_in)


@pytest.mark.parametrize(("started", "is_in"), [(dt.date(2026, 3, 31), True), (dt.date(2026, 4, 1), False)])
def test_a_duty_without_time_limit_belongs_to_the_period_of_its_act(started, is_in):
    found = figures_of(record("breached", rule="r-before", started=started, due=None), measure=2)
    assert found.decided == int(is_in)


def test_the_missing_fact_that_most_undetermined_duties_lack_stands_beside_them():
    found = figures_of(
        record("undetermined", needs=("overgreb",)),
        record("undetermined", needs=("anonym", "overgreb")),
        record("undetermined", needs=("anonym",)),
        record("undetermined", needs=("overgreb",)),
    )
    assert found.undetermined == 4
    assert found.missing_most == ("overgreb", 3)


def test_of_facts_that_equally_many_lack_the_first_by_name_stands_there():
    assert figures_of(record("undetermined", needs=("b", "a"))).missing_most == ("a", 1)


@pytest.mark.parametrize(
    ("hours", "median", "p90"),
    [([5], 5, 5), ([1, 2, 3, 4], 2, 4), (range(1, 11), 5, 9), (range(1, 12), 6, 10)],
)
def test_median_and_90_per_cent_are_nearest_rank_percentiles_of_begun_hours(hours, median, p90):
    records = [record("met", rule="r-hours", met_after=hour * 3600 - 1) for hour in hours]
    duration = figures_of(*records, measure=0).duration
    assert duration is not None
    assert (duration.unit, duration.median, duration.p90) == ("hours", median, p90)


def test_days_are_local_days_between_the_two_dates_over_a_change_of_clocks():
    # 29 March 2026 has 23 hours.
    found = figures_of(
        record("met", started=dt.date(2026, 3, 28), due=dt.date(2026, 3, 31), met_after=2 * 86_400 - 3600)
    )
    assert found.duration is not None
    assert found.duration.median == 2


def test_an_act_known_by_its_day_alone_has_no_time_in_hours():
    start = midnight(dt.date(2026, 3, 1))
    known_by_day = DutyRecord(
        "r-hours", 751, "met", EpochSeconds(start), False, EpochSeconds(start + 86_400), EpochSeconds(start), True, ()
    )
    assert figures_of(known_by_day, measure=0).duration is None
    assert figures_of(known_by_day, measure=0).kept_strict == 1


@pytest.mark.parametrize(
    ("due", "week"),
    [
        (dt.date(2026, 4, 1), dt.date(2026, 3, 30)),
        (dt.date(2026, 5, 26), dt.date(2026, 5, 25)),
        (dt.date(2026, 5, 27), None),
        (dt.date(2026, 3, 31), None),
    ],
)
def test_duties_that_run_are_counted_by_week_for_eight_weeks(due, week):
    coming = count_figures([record("pending", due=due)], DEFINITION, *MARCH).coming
    assert coming == ({} if week is None else {(week, "slow"): 1})


def test_a_duty_that_was_kept_ahead_is_not_coming():
    assert count_figures([record("met", due=dt.date(2026, 4, 1))], DEFINITION, *MARCH).coming == {}


def test_groups_follow_the_breakdown_in_its_order_and_are_sorted():
    records = [
        record("met", kommune=851),
        record("met", kommune=None),
        record("overdue", kommune=101, rule="r-hours"),
    ]
    groups = count_figures(records, DEFINITION, *MARCH, by=("kommune", "month")).groups
    assert list(groups) == [
        (("kommune", ""), ("month", "2026-03")),
        (("kommune", "0101"), ("month", "2026-03")),
        (("kommune", "0851"), ("month", "2026-03")),
    ]


def test_a_period_without_duties_has_one_group_of_empty_figures():
    found = count_figures([], DEFINITION, *MARCH)
    assert [one.decided for one in found.groups[()]] == [0, 0, 0]


def test_the_period_is_evaluated_at_its_last_second_in_local_time():
    assert local(end_of_period(dt.date(2026, 3, 31))).isoformat() == "2026-03-31T23:59:59+02:00"


def test_the_figures_agree_with_a_query_in_sql_over_the_same_duties():
    rules = {
        "bl-138-1-kvittering": "receipt",
        "bl-136-2-vurdering-24-timer": "assessed",
        "bl-20-3-foreloebig-vurdering": "x",
    }
    measures = tuple(Measure(name, Text(name, name), (rule,), "days") for rule, name in rules.items())
    first, last = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
    at = local(end_of_period(last))
    cases = [Case.model_validate(random_case(number)[0]) for number in range(400)]
    answers = [(case, evaluate(case, at=at)) for case in cases]
    records = [one for case, answer in answers for one in records_of(answer, case.kommune, frozenset(rules))]
    ((_, found),) = count_figures(records, FiguresDefinition(measures, ()), first, last).groups.items()

    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("create table duty (rule text, status text, due text)")
        duties = [duty for _, answer in answers for duty in answer.obligations]
        base.executemany(
            "insert into duty values (?, ?, ?)",
            [(d.rule, d.status, (d.due.strict if d.due else d.clock_start).isoformat()[:10]) for d in duties],
        )
        query = """
            select rule, sum(status in ('met','met_contested','met_late','contested','overdue','breached')),
                   sum(status = 'met'), sum(status in ('met','met_contested','contested')), sum(status = 'undetermined')
            from duty where due between ? and ? group by rule
        """
        counted = {rule: tuple(rest) for rule, *rest in base.execute(query, (first.isoformat(), last.isoformat()))}
    expected = {rules[rule]: numbers for rule, numbers in counted.items() if rule in rules}
    seen = {
        one.measure.name: (one.decided, one.kept_strict, one.kept_lenient, one.undetermined)
        for one in found
        if one.statuses
    }
    assert set(counted) >= set(rules)
    assert seen == expected
