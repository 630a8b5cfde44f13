"""The run itself: every way agrees before it is timed, and what must be shown is read from the figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bench.rules.known_shape import build_known_shape
from bench.rules.measure import MeteredIterator, measure_time, peak_memory
from bench.rules.report import compute_targets, format_markdown
from overgreb_rules import Case, evaluate
from overgreb_rules._duties import duty_memory
from tests.fixtures.notification_year.generator import generate_cases, year_end_instant

pytest.importorskip("pyarrow", reason="the tables need the extra «arrow»")

from bench.rules.contenders import Sample, evaluate_sample, find_disagreement, ways_of_the_package
from bench.rules.to_arrow import build_tables
from bench.rules.whole_year import measure_whole_year
from overgreb_rules.arrow import tables_of


def test_all_contenders_give_the_same_answers_and_a_difference_is_detected() -> None:
    sample = Sample(list(generate_cases(60, seed=5)))
    answers = evaluate_sample(sample)
    assert find_disagreement(answers, sample) is None
    other = evaluate_sample(Sample(list(generate_cases(60, seed=6))))
    assert find_disagreement(other[: len(answers)], Sample(sample.data[: len(other)])) is not None


def test_the_fast_tables_equal_those_of_the_package() -> None:
    some = list(generate_cases(600, seed=3))
    ours = tables_of(some)
    assert all(fast.equals(table) for fast, table in zip(build_tables(some), ours, strict=True))
    told = {name for name in ours[1].column_names if ours[1][name].null_count < ours[1].num_rows}
    assert {"day", "kendt_fra", "truffet", "naeste_senest"} <= told


@pytest.mark.slow
def test_a_small_year_is_measured() -> None:
    told = measure_whole_year(20, 1, lambda _: None)
    assert told["notifications"] == 20
    assert 0 < told["cases"] <= 20 < told["events"]
    assert told["arrow_seconds"] > 0 < told["by_hand_seconds"]
    assert told["cores_seconds"] > 0 < told["cores"]


def test_a_known_shape_is_the_same_history_with_other_ids_and_dates() -> None:
    for case in generate_cases(40, seed=4):
        again = build_known_shape(case)
        told, moved = (evaluate(Case.model_validate(one), at=year_end_instant()) for one in (case, again))
        assert [event["type"] for event in again["events"]] == [event["type"] for event in case["events"]]
        assert {event["id"] for event in again["events"]}.isdisjoint(event["id"] for event in case["events"])
        assert {one.rule for one in told.obligations} == {one.rule for one in moved.obligations}


@pytest.mark.parametrize("way", ["single_known", "single_read"])
def test_a_way_of_known_shapes_meets_hardly_any_new_one_whatever_was_evaluated_before(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (Sample(list(generate_cases(100, seed=seed))) for seed in (1, 2))
    monkeypatch.setattr(duty_memory, "_SHAPES_KEPT", len(second) + len(first) // 2)
    (prepare,) = (prepare for name, _, prepare in ways_of_the_package("reference") if name == way)
    prepare(first)()
    work = prepare(second)
    resolve, new = duty_memory.resolve_duties, []
    monkeypatch.setattr(duty_memory, "resolve_duties", lambda *case: new.append(case) or resolve(*case))
    work()
    assert len(new) < len(second) / 10


@pytest.mark.parametrize(
    ("day", "moved"), [("2025-06-02", "2025-05-05"), ("2025-01-05", "2025-02-02"), ("2025-01-31", "2025-01-03")]
)
def test_a_history_is_moved_within_its_year(day: str, moved: str) -> None:
    case = {"case_id": "A", "events": [{"id": "u1", "type": "underretning_modtaget", "at": f"{day}T12:00:00+01:00"}]}
    assert build_known_shape(case)["events"][0]["at"] == f"{moved}T12:00:00+01:00"


def test_the_time_of_the_source_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0, 0.0]
    monkeypatch.setattr("bench.rules.measure.time.perf_counter", lambda: now[0])
    monkeypatch.setattr("bench.rules.measure.time.process_time", lambda: now[1])

    def pass_time(wall: float, processor: float) -> None:
        now[:] = now[0] + wall, now[1] + processor

    def produce() -> Iterator[int]:
        for number in range(3):
            pass_time(2.0, 1.0)
            yield number

    source = MeteredIterator(produce())
    spent = measure_time(lambda: [pass_time(8.0, 4.0) for _ in source])
    assert (source.seconds, source.processor) == (6.0, 3.0)
    assert (spent.wall, spent.processor) == (30.0, pytest.approx(15.0))


def test_the_peak_of_memory_is_in_megabytes() -> None:
    assert 10 < peak_memory() < 4000


def _result(**changed: float) -> dict[str, Any]:
    us = {"by_hand": 50.0, "single_durable": 100.0, "single_known_durable": 70.0, "single_json_durable": 700.0}
    us |= {"single_dates_durable": 190.0, "arrow_durable": 10.0, "peer_a": 150.0, "peer_b": 200.0, **changed}
    growth = [
        {"cases": number, "us_per_case": us_, "processor_us_per_case": us_, "peak_mb": peak}
        for number, us_, peak in ((10, 5.0, 90.0), (1000, 5.5, 99.0))
    ]
    return {
        "rows": [
            {"name": name, "title": name, "us_per_case": value, "processor_us_per_case": value}
            for name, value in us.items()
        ],
        "year": {
            "notifications": 200,
            "cases": 250_000,
            "events": 900,
            "arrow_seconds": 4.0,
            "arrow_processor_seconds": 5.0,
            "cores": 2,
            "cores_seconds": 3.0,
            "cores_processor_seconds": 6.0,
            "by_hand_seconds": 3.0,
            "by_hand_processor_seconds": 1.0,
        },
        "growth": {"arrow": growth, "many": growth},
        "start_up": {"import, in the process": [0.1, 0.3, 0.11], "cold command, one case, processor": [0.25]},
        "last_release": {"release": "0.0", "us_per_case": {"by_hand": 60}, "start_up": {}, "growth": {}, "year": {}},
        "machine": {
            "implementation": "CPython",
            "python": "3",
            "cores": 2,
            "system": "Linux",
            "architecture": "any",
            "rules": "of a wheel",
        },
        "quick": True,
    }


def test_the_targets_are_read_from_the_figures() -> None:
    assert all(target.is_kept for target in compute_targets(_result()))
    missed = [
        target.title
        for target in compute_targets(_result(single_durable=100.0, peer_a=80.0, arrow_durable=30.0))
        if not target.is_kept
    ]
    assert missed == [
        "evaluate, over the matching alone of the fastest other engine",
        "evaluate, a new shape, over evaluate_arrow, per case and core, in the sample, in which few cases are alike",
    ]
    result = _result()
    result["targets"] = [target.as_json() for target in compute_targets(result)]
    told = format_markdown(result)
    assert "| single_durable | 100 |  | 1 | 100 |" in told
    assert "| by_hand | 50 | 60 | 0.5 | 50 |" in told
    assert "over evaluate_arrow, per case and core, in the year | 5 × | at least 4 | kept |" in told
    assert "in the sample, in which few cases are alike | 10 × | at least 4 | kept |" in told
    assert "quick: no figures to quote" in told
