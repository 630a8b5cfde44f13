"""Both matchers give the same answers: on random programs and facts, and on random cases under all rules.

The reference matcher tries every clause against every fact and is obviously right. Seeded: a failure names the
number of the case, and the same number gives the same case again.
"""

from __future__ import annotations

from collections import Counter

import pytest

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._duties.transitions import assess_case
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules._matching.durable import DurableMatcher
from overgreb_rules._matching.reference import ReferenceMatcher
from tests.fixtures.random_cases import random_case, random_facts, random_program, seeded_random

BOOKS = {name: Rulebook.load(matcher=name) for name in ("durable", "reference")}  # type: ignore[arg-type]
PARTS = range(4)


@pytest.mark.parametrize("part", PARTS)
def test_both_matchers_find_the_same_matches_for_random_programs_and_facts(part: int) -> None:
    """6,000 questions in each part, 24,000 in all."""
    rng = seeded_random(f"programs {part}")
    durable, reference = DurableMatcher(), ReferenceMatcher()
    sizes: Counter[int] = Counter()
    for number in range(400):
        asked = random_program(rng)
        for _ in range(15):
            facts = random_facts(rng)
            said = durable.match(asked, facts)
            assert said == reference.match(asked, facts), (number, asked.clauses, facts)
            sizes[min(len(said), 5)] += 1
    assert min(sizes[size] for size in range(6)) > 50, "questions with no answer, with one, and with many"


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_both_matchers_give_random_cases_the_same_duties(part: int) -> None:
    """5,500 cases in each part, 22,000 in all: the same duties, with status, due dates, acts and what is unknown."""
    statuses: Counter[str] = Counter()
    for number in range(part * 5500, (part + 1) * 5500):
        data, at = random_case(number)
        case = Case.model_validate(data)
        by_engine = _standing(case, at, BOOKS["durable"])
        assert by_engine == _standing(case, at, BOOKS["reference"]), f"random_case({number})"
        statuses.update(status for _, status, *_ in by_engine)
    assert len(statuses) >= 14, "duties in nearly every status there is"
    assert sum(statuses.values()) > 15_000


def _standing(case: Case, at: str, book: Rulebook) -> list[tuple[object, ...]]:
    history = EventLog.of(case, book.rules.vocabulary, instant_of(at))
    return [
        (one.timed.key, one.status, one.timed.due, one.timed.start, one.met_by, one.needs, one.timed.counted_days)
        for one in assess_case(history, book.rules, book.programs)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_both_matchers_give_random_cases_byte_equal_evaluations(part: int) -> None:
    """500 cases in each part, through the public function, with every word of the answer but the receipt's engine."""
    said = 0
    for number in range(100_000 + part * 500, 100_000 + (part + 1) * 500):
        data, at = random_case(number)
        case = Case.model_validate(data)
        by_engine, by_reference = (evaluate(case, at=at, rulebook=book) for book in BOOKS.values())
        assert by_engine.model_dump_json(exclude={"receipt"}) == by_reference.model_dump_json(exclude={"receipt"}), (
            f"random_case({number})"
        )
        reference = by_reference.receipt.model_dump()
        differing = {name for name, value in by_engine.receipt.model_dump().items() if value != reference[name]}
        assert differing == {"engine"}
        said += len(by_engine.obligations)
    assert said > 1000
