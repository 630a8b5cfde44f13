"""The figures of a generated year are what SQL counts, written from the documented definitions alone.

Source: docs/how-to/figures.md, “What is counted”. FIGURES_NOTIFICATIONS=152700 takes the whole year.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules.cli import main
from tests.fixtures.notification_year.generator import generate_cases
from tests.fixtures.paths import RULES

pytestmark = pytest.mark.slow

NOTIFICATIONS = int(os.environ.get("FIGURES_NOTIFICATIONS", "600"))
FIRST, LAST, LAST_SECOND = "2025-01-01", "2025-12-31", "2025-12-31T23:59:59+01:00"
TABLES = """
create table duty (rule text, kommune text, status text, due text, day text, started text, met text, needs text);
create table measure (measure text, rule text, unit text);
create view counted as
  select measure, unit, duty.rule, kommune, status, needs, substr(day, 1, 7) as month,
         status in ('met', 'met_contested', 'met_late', 'contested', 'overdue', 'breached') as decided,
         status = 'met' as safe,
         status in ('met', 'met_contested', 'contested') as outer_,
         case when status in ('met', 'met_contested', 'met_late') and met is not null then
           case unit
             when 'days' then cast(julianday(substr(met, 1, 10)) - julianday(substr(started, 1, 10)) as integer)
             when 'hours' then case when length(met) > 10 and length(started) > 10
               then (cast(strftime('%s', met) as integer) - cast(strftime('%s', started) as integer) + 3599) / 3600 end
           end
         end as took
  from duty join measure on duty.rule = measure.rule
  where day between '{first}' and '{last}';
"""
COUNTS = """
select {by}, measure, sum(decided), sum(safe), sum(outer_), sum(status = 'undetermined'), count(took)
from counted group by {by}, measure
"""
PERCENTILE = """
select {by}, measure, took from (
  select {by}, measure, took, row_number() over (partition by {by}, measure order by took) as place,
         count(*) over (partition by {by}, measure) as number
  from counted where took is not null
) where place = ({percent} * number + 99) / 100
"""
STATUSES = "select {by}, measure, status, count(*) from counted group by {by}, measure, status"
MISSING = """
select {by}, measure, fact, number from (
  select {by}, measure, fact.value as fact, count(*) as number,
         rank() over (partition by {by}, measure order by count(*) desc) as place
  from counted, json_each(needs) as fact where status = 'undetermined' group by {by}, measure, fact.value
) where place = 1
"""
COMING = """
select date(due, 'weekday 0', '-6 days') as monday, measure, count(*)
from duty join measure on duty.rule = measure.rule
where status in ('pending', 'due_soon') and substr(due, 1, 10) > '{last}'
  and substr(due, 1, 10) <= date('{last}', '+56 days')
group by monday, measure
"""


@pytest.fixture(scope="module")
def cases() -> list[dict[str, Any]]:
    """The cases of the year; a tenth of them does not say of which municipality they are."""
    found: list[dict[str, Any]] = list(generate_cases(NOTIFICATIONS, seed=2022))
    for case in found[::10]:
        case.pop("kommune")
    return found


@pytest.fixture(scope="module")
def base(cases: list[dict[str, Any]], matcher: Any) -> Iterator[sqlite3.Connection]:
    """The answers to the cases as tables."""
    definition = yaml.safe_load((RULES / "figures.yaml").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(":memory:")) as found:
        found.executescript(TABLES.format(first=FIRST, last=LAST))
        found.executemany(
            "insert into measure values (?, ?, ?)",
            [(name, rule, told["unit"]) for name, told in definition["measures"].items() for rule in told["rules"]],
        )
        found.executemany("insert into duty values (?, ?, ?, ?, ?, ?, ?, ?)", _duties(cases, matcher))
        yield found


def _duties(cases: list[dict[str, Any]], matcher: Any) -> Iterator[tuple[str | None, ...]]:
    rulebook = Rulebook.load(matcher=matcher)
    for case in cases:
        answer = evaluate(Case.model_validate(case), at=LAST_SECOND, rulebook=rulebook).to_json(detail="dates")
        kommune = f"{case['kommune']:04}" if "kommune" in case else None
        for duty in json.loads(answer)["obligations"]:
            due = duty["due"] and duty["due"]["strict"]
            day = (due or duty["opened_by"]["at"])[:10]
            met = max(duty["met_at"], default=None)
            needs = json.dumps(duty["needs"])
            yield duty["rule"], kommune, duty["status"], due, day, duty["clock_start"], met, needs


@pytest.fixture(scope="module")
def source(cases: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cases as a file."""
    path = tmp_path_factory.mktemp("year") / "cases.jsonl"
    path.write_text("".join(f"{json.dumps(case)}\n" for case in cases), encoding="utf-8")
    return path


def _figures(source: Path, capsys: pytest.CaptureFixture[str], matcher: Any, *more: str) -> Any:
    arguments = ["figures", str(source), "--from", FIRST, "--to", LAST, "--format", "json", "--matcher", matcher]
    assert main([*arguments, *more]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("words", [(), ("month",), ("kommune",), ("rule",), ("month", "kommune", "rule")])
def test_every_figure_is_that_of_sql(
    words: tuple[str, ...],
    base: sqlite3.Connection,
    source: Path,
    capsys: pytest.CaptureFixture[str],
    matcher: Any,
) -> None:
    told = _figures(source, capsys, matcher, *(["--by", ",".join(words)] if words else []))
    by = ", ".join(words or ("1",))

    def ask(query: str, **values: object) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        for row in base.execute(query.format(by=by, **values)):
            split = len(words or ("1",)) + 1
            yield row[:split], row[split:]

    statuses: dict[tuple[Any, ...], dict[str, int]] = {}
    for place, (status, number) in ask(STATUSES):
        statuses.setdefault(place, {})[status] = number
    missing: dict[tuple[Any, ...], set[tuple[str, int]]] = {}
    for place, best in ask(MISSING):
        missing.setdefault(place, set()).add(best)
    median, nine_tenths = dict(ask(PERCENTILE, percent=50)), dict(ask(PERCENTILE, percent=90))
    expected = {}
    for place, (decided, safe, outer, undetermined, taken) in ask(COUNTS):
        duration = (taken, *median[place], *nine_tenths[place]) if taken else None
        share = (pytest.approx(safe / decided), pytest.approx(outer / decided)) if decided else None
        expected[place] = (decided, safe, outer, share, undetermined, statuses[place], duration)
    seen = {}
    for group in told["groups"]:
        for one in group["measures"]:
            if one["statuses"]:
                place = (*(tuple(group["by"][word] for word in words) or (1,)), one["measure"])
                duration, share = one["duration"], one["share"]
                seen[place] = (
                    one["decided"],
                    one["kept"]["strict"],
                    one["kept"]["lenient"],
                    share and (share["strict"], share["lenient"]),
                    one["undetermined"],
                    one["statuses"],
                    duration and (duration["count"], duration["median"], duration["p90"]),
                )
                best = one["missing"]
                assert (best and (best["name"], best["count"])) in missing.get(place, {None})
    assert seen == expected
    assert len({place[-1] for place in seen}) == 6


def test_what_falls_due_in_the_next_eight_weeks_is_that_of_sql(
    base: sqlite3.Connection, source: Path, capsys: pytest.CaptureFixture[str], matcher: Any
) -> None:
    told = _figures(source, capsys, matcher)
    seen = {(one["week_from"], one["measure"]): one["count"] for one in told["coming"]}
    assert seen == {(week, name): number for week, name, number in base.execute(COMING.format(last=LAST))}
