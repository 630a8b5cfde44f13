"""The instances of rules: as python-dateutil has them, and never beyond the bounds."""

from __future__ import annotations

import datetime as dt
import random
import warnings

import pytest

from overgreb_rules.ical.free_busy.notes import NotUnderstoodError
from overgreb_rules.ical.free_busy.property_line import PropertyLine
from overgreb_rules.ical.free_busy.recurrence_rule import WEEKDAYS, parse_rule
from overgreb_rules.ical.free_busy.recurrence_set import WorkBudget, expand_rule
from overgreb_rules.ical.free_busy.time_values import WallSeconds

rrule = pytest.importorskip("dateutil.rrule", reason="python-dateutil of the extra `test` is not installed")


def clock(year: int, month: int, day: int, hour: int = 0) -> dt.datetime:
    """Return what a clock shows, in no zone."""
    return dt.datetime(year, month, day, hour)  # noqa: DTZ001


EPOCH, FIRST, LAST = clock(1970, 1, 1), clock(2026, 12, 30), clock(2028, 1, 2)


def seconds(clock: dt.datetime) -> WallSeconds:
    return WallSeconds(int((clock - EPOCH).total_seconds()))


def expand(rule: str, start: dt.datetime, first: dt.datetime = FIRST, last: dt.datetime = LAST) -> list[dt.datetime]:
    parsed = parse_rule(PropertyLine("RRULE", "", rule, 1))
    bounds, budget = (seconds(first), seconds(last)), WorkBudget(10**7)
    return [EPOCH + dt.timedelta(seconds=wall) for wall in expand_rule(parsed, seconds(start), bounds, budget)]


def draw_rule(source: random.Random) -> str:
    """Draw a rule of the parts that RFC 5545 allows together."""
    frequency = source.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"])
    parts = [f"FREQ={frequency}", f"INTERVAL={source.randint(1, 5)}"]
    if frequency == "HOURLY":
        return ";".join([*parts, f"COUNT={source.randint(1, 60)};BYMINUTE=0,30;BYDAY=MO,WE"])
    if source.random() < 0.4:
        parts.append(f"COUNT={source.randint(1, 60)}")
    if source.random() < 0.3:
        parts.append("BYMONTH=" + ",".join(map(str, source.sample(range(1, 13), 4))))
    numbered = frequency in {"MONTHLY", "YEARLY"} and source.random() < 0.6
    if source.random() < 0.3 and frequency != "WEEKLY":
        parts.append(f"BYMONTHDAY={source.choice([-31, -2, 1, 5, 13])},{source.choice([-1, 20, 28])}")
        numbered = False
    if source.random() < 0.5:
        days = source.sample(WEEKDAYS, 2)
        parts.append("BYDAY=" + ",".join(f"{source.choice([1, 2, -1]) if numbered else ''}{day}" for day in days))
    if source.random() < 0.2:
        parts.append(f"BYHOUR={source.randint(0, 11)},{source.randint(12, 23)};BYMINUTE=0,30")
    if source.random() < 0.2 and len(parts) > 3:
        parts.append(f"BYSETPOS={source.choice([1, -1, 2])}")
    return ";".join([*parts, f"WKST={source.choice(['MO', 'SU'])}"])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_the_instances_are_those_of_dateutil(seed: int):
    source = random.Random(seed)  # noqa: S311
    for _ in range(12):
        rule = draw_rule(source)
        start = clock(*(source.randint(*ends) for ends in ((2025, 2027), (1, 12), (1, 28), (0, 23))))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            other = rrule.rrulestr(rule, dtstart=start).replace(until=LAST)
        assert expand(rule, start) == [one for one in other if one >= FIRST], (rule, start)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=YEARLY;BYWEEKNO=20", ["2027-05-18"]),
        ("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO,SU", ["2027-01-03", "2027-12-27", "2028-01-02"]),
        ("FREQ=YEARLY;BYYEARDAY=-1,1", ["2026-12-31", "2027-01-01", "2027-12-31", "2028-01-01"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", ["2027-08-13"]),
        ("FREQ=YEARLY;BYDAY=1MO,-1FR", ["2027-01-04", "2027-12-31"]),
        ("FREQ=WEEKLY;BYDAY=1MO;INTERVAL=26", ["2027-06-21", "2027-12-20"]),
        ("FREQ=YEARLY;BYMONTH=2", []),
    ],
)
def test_rules_that_count_days_or_weeks_of_the_year(rule: str, days: list[str]):
    start = clock(2024, 12, 31) if rule != "FREQ=WEEKLY;BYDAY=1MO;INTERVAL=26" else clock(2026, 12, 22)
    assert [one.date().isoformat() for one in expand(rule, start)] == days


def test_positions_are_those_of_a_period_of_an_hour_too():
    start = clock(2027, 1, 1, 9)
    found = expand("FREQ=HOURLY;INTERVAL=3;BYMINUTE=0,20,40;BYSETPOS=-1", start, last=clock(2027, 1, 1, 16))
    assert [one.strftime("%H:%M") for one in found] == ["09:40", "12:40", "15:40"]
    found = expand("FREQ=SECONDLY;BYHOUR=9;BYMINUTE=5;BYSECOND=7", start, last=clock(2027, 1, 1, 10))
    assert [one.strftime("%H:%M:%S") for one in found] == ["09:05:07"]


def test_an_instance_that_the_clock_skips_is_not_counted():
    rule = parse_rule(PropertyLine("RRULE", "", "FREQ=DAILY;COUNT=3", 1))
    found = list(expand_rule(rule, WallSeconds(0), (0, 10**6), WorkBudget(100), is_skipped=lambda wall: wall == 86_400))
    assert found == [0, 2 * 86_400, 3 * 86_400]


def test_a_budget_without_steps_refuses():
    budget = WorkBudget(2)
    budget.spend(2)
    with pytest.raises(NotUnderstoodError, match="repeat too often"):
        budget.spend(1)
