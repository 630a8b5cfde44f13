"""The contenders on the same cases: the package in all its ways, the baseline script, and the matching of engines.

The answers of each way are checked before it is timed. Each way is warmed on other cases and timed on several sets of
new cases, so that its caches hold what they would hold in use. Known shapes are those of histories that the same
rulebook has evaluated just before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pyarrow as pa

from bench.rules.baseline_script import RULES, compute_five_deadlines
from bench.rules.engine_interface import Durable, EngineAdapter, MatcherAdapter, Reference
from bench.rules.engines import OTHER_ENGINES
from bench.rules.known_shape import build_known_shape
from bench.rules.match_questions import Question, record_questions
from bench.rules.measure import ElapsedTime, count_cores, measure_time, median
from overgreb_rules import Case, CaseError, Evaluation, Rulebook, evaluate, evaluate_many
from overgreb_rules._deadlines.moment import parse_instant
from overgreb_rules.arrow import evaluate_arrow, tables_of
from overgreb_rules.calendar import end_of_day
from overgreb_rules.evaluation import Detail
from overgreb_rules.rulebook import MatcherName
from tests.fixtures.notification_year.generator import generate_cases, year_end_instant

__all__ = [
    "AT",
    "INSTANT",
    "Preparation",
    "Row",
    "Sample",
    "evaluate_sample",
    "find_disagreement",
    "measure_all_ways",
    "ways_of_the_package",
]

AT = year_end_instant()
INSTANT = parse_instant(AT)
_MATCHERS: tuple[MatcherName, ...] = ("durable", "reference")
_CHECKED = 300
_WARM_SEED, _SEEDS = 100, (1, 2, 3)

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One way, with the time per case in each run, in seconds."""

    name: str
    title: str
    runs: tuple[ElapsedTime, ...]

    def as_json(self) -> dict[str, object]:
        """Return the row as JSON: wall and processor microseconds per case of each run, and their medians."""
        wall, processor = ([getattr(run, of) * 1e6 for run in self.runs] for of in ("wall", "processor"))
        return {
            "name": self.name,
            "title": self.title,
            "us_per_case": median(wall),
            "processor_us_per_case": median(processor),
            "runs": wall,
            "processor_runs": processor,
        }


@dataclass(slots=True)
class Sample:
    """Cases as data, as JSON texts and as tables."""

    data: list[dict[str, object]]
    texts: list[str] = field(init=False)
    known_texts: list[str] = field(init=False)
    tables: tuple[pa.Table, pa.Table] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = [json.dumps(case, ensure_ascii=False) for case in self.data]
        self.known_texts = [json.dumps(build_known_shape(case), ensure_ascii=False) for case in self.data]
        self.tables = tables_of(self.data)

    def __len__(self) -> int:
        return len(self.data)


Preparation = Callable[[Sample], Callable[[], object]]
"""Prepares a way for a sample, which is not timed, and returns the work that is."""


def _samples(notifications: int) -> tuple[Sample, list[Sample]]:
    """Build the cases for warming, and several sets of cases for timing."""
    warm, *timed = (Sample(list(generate_cases(notifications, seed))) for seed in (_WARM_SEED, *_SEEDS))
    return warm, timed


def measure_all_ways(notifications: int, progress: Callable[[str], None], *, is_short: bool) -> list[Row]:
    """Measure every way on the same cases; the short form leaves out the reference matcher and the other engines.

    Raises:
        ValueError: A way gives another answer than `evaluate`.
    """
    progress("making cases")
    warm, timed = _samples(notifications)
    progress("checking that every way gives the same answers")
    checked = Sample(timed[0].data[:_CHECKED])
    if (found := find_disagreement(evaluate_sample(checked), checked)) is not None:
        raise ValueError(found)
    rows = []
    pa.set_cpu_count(1)  # each way on one core, but for the workers
    for name, title, prepare in _ways(warm, _MATCHERS[:1] if is_short else _MATCHERS):
        progress(title)
        rows.append(Row(name, title, tuple(_per_case(prepare(sample), len(sample)) for sample in timed)))
    pa.set_cpu_count(count_cores())
    if is_short:
        return rows
    progress("recording what is asked of the matcher")
    recorded = [[one for asked in record_questions(sample.data, AT) for one in asked] for sample in timed]
    engines: tuple[type[EngineAdapter], ...] = (Durable, Reference, *OTHER_ENGINES)
    for engine in engines:
        if engine.is_installed():
            progress(f"{engine.title()}: checking every verdict, then timing")
            rows.append(_time_matching(engine, recorded, timed))
        else:
            progress(f"{engine.distribution} is not installed: left out")
    return rows


def _per_case(work: Callable[[], object], cases: int) -> ElapsedTime:
    whole = measure_time(work)
    return ElapsedTime(whole.wall / cases, whole.processor / cases)


def _ways(warm: Sample, matchers: Sequence[MatcherName]) -> Iterator[tuple[str, str, Preparation]]:
    yield "by_hand", "five clocks by hand, from the data", _directly(_by_hand)
    for matcher in matchers:
        prefix = f"ours, {matcher} matcher"
        for name, title, prepare in ways_of_the_package(matcher):
            prepare(warm)()
            yield f"{name}_{matcher}", f"{prefix}: {title}", prepare


def ways_of_the_package(matcher: MatcherName) -> Iterator[tuple[str, str, Preparation]]:
    """Yield each way of the package with a rulebook of its own, so that no way uses the caches of another.

    Args:
        matcher: The matcher of the rulebooks.

    Yields:
        The name, the title, and what prepares the way for a sample.
    """

    def book() -> Rulebook:
        return Rulebook.load(matcher=matcher)

    known = partial(_after_same_shapes, matcher)
    yield "single", "evaluate, from JSON text, new shapes", _directly(_singly, book())
    yield "single_known", "evaluate, from JSON text, known shapes", known(_known_singly)
    yield "single_read", "evaluate, from JSON text, known shapes, every duty read", known(_known_and_read)
    yield "single_json", "evaluate, from JSON text to JSON text, full", _directly(_to_json, book(), "full")
    yield "single_dates", "evaluate, from JSON text to JSON text, dates", _directly(_to_json, book(), "dates")
    yield "many_1", "evaluate_many, 1 worker", _directly(_many, book(), 1)
    yield "many_2", "evaluate_many, 2 workers, with their start", _directly(_many, book(), 2)
    yield "arrow", "evaluate_arrow, tables to table", _directly(_as_tables, book())


def _directly(work: Callable[..., object], *arguments: object) -> Preparation:
    """Return the preparation of a way that needs none: the work takes the arguments and the sample."""
    return lambda sample: partial(work, *arguments, sample)


def _after_same_shapes(matcher: MatcherName, work: Callable[[Rulebook, Sample], object]) -> Preparation:
    """Return the preparation of a way of known shapes: a new rulebook evaluates the same histories.

    The known cases have other ids and other dates in the same order. The rulebook is new because its memory of shapes
    is emptied when it is full: after several samples the shapes of the last one would be gone in part.
    """

    def prepare(sample: Sample) -> Callable[[], object]:
        book = Rulebook.load(matcher=matcher)
        _singly(book, sample)
        return partial(work, book, sample)

    return prepare


def _single(text: str, book: Rulebook) -> Evaluation:
    return evaluate(Case.model_validate_json(text), at=AT, rulebook=book)


def _singly(book: Rulebook, sample: Sample) -> None:
    for text in sample.texts:
        _single(text, book)


def _known_singly(book: Rulebook, sample: Sample) -> None:
    for text in sample.known_texts:
        _single(text, book)


def _known_and_read(book: Rulebook, sample: Sample) -> None:
    """Evaluate, and read the status and the dates of every duty: their models are made when they are read."""
    for text in sample.known_texts:
        for duty in _single(text, book).obligations:
            _ = duty.status, duty.due


def _to_json(book: Rulebook, detail: Detail, sample: Sample) -> None:
    for text in sample.texts:
        _single(text, book).to_json(detail=detail)


def _many(book: Rulebook, workers: int, sample: Sample) -> None:
    for _ in evaluate_many(sample.texts, at=AT, workers=workers, rulebook=book):
        pass


def _as_tables(book: Rulebook, sample: Sample) -> None:
    evaluate_arrow(*sample.tables, at=AT, rulebook=book)


def _by_hand(sample: Sample) -> None:
    for case in sample.data:
        compute_five_deadlines(case, INSTANT)


def _time_matching(engine: type[EngineAdapter], recorded: Sequence[Sequence[Question]], timed: Sequence[Sample]) -> Row:
    """Measure the matching alone, without caches.

    Raises:
        ValueError: The engine finds other clauses than the reference matcher.
    """
    peer = engine({question.program for questions in recorded for question in questions})
    runs = []
    for questions, sample in zip(recorded, timed, strict=True):
        ready = [peer.prepare(question) for question in questions]
        for ask, question in zip(ready, questions, strict=True):
            if set(ask()) != question.true_clauses:
                raise ValueError(f"{peer.title()} gives another verdict on {question.facts}")
        runs.append(_per_case(partial(_run_queries, ready), len(sample)))
    prefix = "matching" if issubclass(engine, MatcherAdapter) else "peer"
    return Row(f"{prefix}_{engine.__name__.lower()}", f"matching alone: {engine.title()}", tuple(runs))


def _run_queries(ready: Sequence[Callable[[], object]]) -> None:
    for ask in ready:
        ask()


Verdict = set[tuple[object, ...]]


def _verdict_of(answer: Evaluation) -> Verdict:
    """Return of each duty its key, both deadlines in epoch seconds, and its status."""
    return {
        (
            one.key,
            *((None, None) if one.due is None else map(_last_second, (one.due.strict, one.due.lenient))),
            one.status,
        )
        for one in answer.obligations
    }


def _last_second(when: Any) -> int:
    return int(when.timestamp()) if hasattr(when, "timestamp") else end_of_day(when) - 1


def find_disagreement(answers: Sequence[Evaluation], sample: Sample) -> str | None:
    """Return the first case, and the way, that differs from `evaluate`; None where all agree."""
    ours = [_verdict_of(answer) for answer in answers]
    reference = Rulebook.load(matcher="reference")
    ways: dict[str, Iterable[Verdict]] = {
        "the reference matcher": (_verdict_of(_single(text, reference)) for text in sample.texts),
        "evaluate_many": map(_verdict_of_any, evaluate_many(sample.texts, at=AT)),
        "evaluate_arrow": _verdicts_of_table(evaluate_arrow(*sample.tables, at=AT)),
    }
    for way, verdicts in ways.items():
        for case, expected, found in zip(sample.data, ours, verdicts, strict=True):
            if found != expected:
                return f"{way} differs on {case['case_id']}: {sorted(found ^ expected, key=str)}"
    for case, answer in zip(sample.data, answers, strict=True):
        five = {
            (one.rule, one.trigger, one.due.strict.isoformat(), one.due.lenient.isoformat(), one.status)
            for one in answer.obligations
            if one.rule in RULES and one.due is not None
        }
        clocks = compute_five_deadlines(case, INSTANT)
        by_hand = {
            (one.rule, one.trigger, one.strict.isoformat(), one.lenient.isoformat(), one.status) for one in clocks
        }
        if by_hand != five:
            return f"the script by hand differs on {case['case_id']}: {sorted(five ^ by_hand)}"
    return None


def _verdict_of_any(answer: Evaluation | CaseError) -> Verdict:
    if isinstance(answer, CaseError):
        raise answer
    return _verdict_of(answer)


def _verdicts_of_table(table: pa.Table) -> Iterator[Verdict]:
    for obligations in table.column("obligations").to_pylist():
        yield {
            (
                one["key"],
                *(one[due] and int(one[due].timestamp()) for due in ("due_strict", "due_lenient")),
                one["status"],
            )
            for one in obligations
        }


def evaluate_sample(sample: Sample) -> list[Evaluation]:
    """Evaluate every case of the sample one by one."""
    book = Rulebook.load()
    return [_single(text, book) for text in sample.texts]
