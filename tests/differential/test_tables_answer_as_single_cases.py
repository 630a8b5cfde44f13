"""Tables are answered as their cases are one by one: every row is what `evaluate` says of that case.

Seeded: a failure names the case, the instant and the matcher. OVERGREB_ARROW_CASES is the number of cases of a kind.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from overgreb_rules import Case, CaseError, Evaluation, Policy, Rulebook, evaluate
from overgreb_rules._columnar.io.row_conversion import build_answer_row
from overgreb_rules.arrow import ANSWERS, evaluate_arrow, tables_of
from tests.fixtures.dense_cases import DenseCaseGenerator
from tests.fixtures.matchers import MATCHERS
from tests.fixtures.mixed_cases import (
    CaseAtInstant,
    CaseData,
    build_invalid_cases,
    build_mixed_cases,
    build_tables,
    group_by_instant,
    name_several,
)
from tests.fixtures.notification_year.generator import generate_cases
from tests.fixtures.random_cases import seeded_random

NUMBER = int(os.environ.get("OVERGREB_ARROW_CASES", "60"))
BOOKS = {name: Rulebook.load(matcher=name) for name in MATCHERS}  # type: ignore[arg-type]
INSTANTS = ("2013-09-30T12:00:00+02:00", "2023-12-31T23:59:59+01:00", "2026-01-01T00:00:00+01:00")


@pytest.fixture(scope="module")
def cases() -> list[CaseAtInstant]:
    return build_mixed_cases(NUMBER)


def one_by_one(cases: list[CaseData], at: str, book: Rulebook) -> list[dict[str, Any]]:
    """What `evaluate` says of each case, as rows of the answer."""
    rows = [build_answer_row(data["case_id"], _answer(data, at, book), data.get("kommune")) for data in cases]
    found: list[dict[str, Any]] = pa.Table.from_pylist(rows, ANSWERS).to_pylist()
    return found


def _answer(data: CaseData, at: str, book: Rulebook) -> Evaluation | CaseError:
    try:
        return evaluate(Case.model_validate(data), at=at, rulebook=book)
    except CaseError as error:
        return error


def check(cases: list[CaseData], given: Any, at: str, book: Rulebook) -> Counter[str]:
    """The statuses of all duties; fails where a row is not what `evaluate` says of tables or streams `given`."""
    answered = evaluate_arrow(*given, at=at, rulebook=book)
    answered = answered.read_all() if isinstance(answered, pa.RecordBatchReader) else answered
    assert answered.schema.equals(ANSWERS)
    answered.validate(full=True)
    statuses: Counter[str] = Counter()
    rows = answered.to_pylist()
    assert len(rows) == len(cases)
    for data, expected, found in zip(cases, one_by_one(cases, at, book), rows, strict=True):
        assert found == expected, f"at {at}, {book.matcher}: {data}"
        statuses.update(duty["status"] for duty in found["obligations"] or ())
        statuses["refused"] += found["error"] is not None
    return statuses


@pytest.mark.slow
@pytest.mark.parametrize("matcher", BOOKS)
def test_a_table_of_mixed_cases_is_answered_as_the_single_cases(matcher: str, cases: list[CaseAtInstant]) -> None:
    statuses: Counter[str] = Counter()
    for at, mix in group_by_instant(cases, size=80):
        data = [one.data for one in mix]
        statuses += check(data, tables_of(data), at, BOOKS[matcher])
    assert len(statuses) == 15, "duties in every status there is, and no case refused"
    assert statuses.total() > 3 * len(cases)


@pytest.mark.slow
def test_a_table_of_cases_with_many_coincidences_is_answered_as_the_single_cases() -> None:
    statuses: Counter[str] = Counter()
    for number in range(max(NUMBER // 3, 2)):
        mix = DenseCaseGenerator(number)
        data = mix.build_cases(60)
        given = tables_of(data)
        for at in mix.random_instants(data, 2):
            statuses += check(data, given, at, BOOKS["reference"])
    assert not statuses["refused"]
    assert len(+statuses) > 10


@pytest.mark.slow
def test_cases_that_are_alike_are_answered_by_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every signature is evaluated by a representative, however few cases have it."""
    monkeypatch.setattr("overgreb_rules._columnar.grouping.group_evaluation._FEWEST_GROUPED", 1)
    for number in range(2_000, 2_000 + max(NUMBER // 6, 2)):
        mix = DenseCaseGenerator(number)
        data = [name_several(one, mix.random) if number % 2 else one for one in mix.build_cases(60)]
        for at in mix.random_instants(data, 1):
            check(data, tables_of(data), at, BOOKS["reference"])


@pytest.mark.slow
@pytest.mark.parametrize("in_streams", [False, True])
def test_the_caches_of_one_batch_do_not_change_the_answers_of_the_next(
    in_streams: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In pieces of ten the same shapes come again and again, and facts are told in one piece and not in another."""
    for constant in ("_columnar.parallel._CASES_OF_A_PIECE", "_columnar.io.stream_join.CASES_OF_A_STREAM_BATCH"):
        monkeypatch.setattr(f"overgreb_rules.{constant}", 10)
    for number in range(1_000, 1_000 + max(NUMBER // 20, 2)):
        mix = DenseCaseGenerator(number)
        data = mix.build_cases(60)
        cases, events = tables_of(data)
        for at in mix.random_instants(data, 2):
            given = tuple(
                pa.RecordBatchReader.from_batches(one.schema, one.to_batches()) if in_streams else one
                for one in (cases, events)
            )
            check(data, given, at, BOOKS["reference"])


@pytest.mark.slow
@pytest.mark.parametrize("at", INSTANTS)
def test_one_table_of_all_cases_is_answered_as_the_single_cases(at: str, cases: list[CaseAtInstant]) -> None:
    data = [one.data for one in cases]
    check(data, tables_of(data), at, BOOKS["reference"])


@pytest.mark.slow
def test_invalid_cases_in_a_table_are_refused_and_change_no_other_answer(cases: list[CaseAtInstant]) -> None:
    rng = seeded_random("refused")
    good = rng.sample(cases, len(cases) // 3)
    data = [one.data for one in good]
    data += [
        {**one.data, "case_id": f"refused-{n}"}
        for n, one in enumerate(build_invalid_cases(rng.sample(cases, NUMBER), rng))
    ]
    rng.shuffle(data)
    statuses = check(data, build_tables(data), "2025-06-01T12:00:00+02:00", BOOKS["reference"])
    assert statuses["refused"] > NUMBER * 0.9


@pytest.mark.slow
def test_the_order_of_rows_and_the_size_of_batches_change_no_answer(cases: list[CaseAtInstant]) -> None:
    rng = seeded_random("pieces")
    data = [one.data for one in rng.sample(cases, len(cases) // 3)]
    case_table, event_table = tables_of(data)
    # Which row comes from which case is shuffled; the order within a case stays, because events without ids are
    # called by it.
    owners = event_table["case_id"].to_pylist()
    turns = list(owners)
    rng.shuffle(turns)
    rows = {owner: iter(range(owners.index(owner), len(owners))) for owner in set(owners)}
    shuffled = event_table.take(pa.array([next(rows[owner]) for owner in turns], pa.int64()))
    pieces = pa.concat_tables([shuffled.slice(start, 37) for start in range(0, shuffled.num_rows, 37)])
    check(
        data,
        (pa.concat_tables([case_table.slice(0, 50), case_table.slice(50)]), pieces),
        INSTANTS[-1],
        BOOKS[MATCHERS[0]],
    )


def test_the_tables_of_case_models_equal_the_tables_of_their_json(cases: list[CaseAtInstant]) -> None:
    data = [one.data for one in cases]
    by_models, by_json = tables_of(Case.model_validate(one) for one in data), build_tables(data)
    assert by_models[0].equals(by_json[0])
    named = pc.is_valid(by_json[1]["id"])
    assert by_models[1].drop_columns("id").equals(by_json[1].drop_columns("id"))
    assert by_models[1].filter(named).equals(by_json[1].filter(named))


LADDERS = """\
id: proeve
ladders:
  - id: timer
    says: {da: "frister i timer", en: "time limits in hours"}
    for: {count: elapsed}
    steps:
      - {id: halvt, when: {part: 1/2}, to: lederen, action: {da: "gør det", en: "do it"}}
      - {id: efter, when: {after_breach: 3 hours}, to: lederen, action: {da: "gør det nu", en: "do it now"}}
  - id: resten
    says: {da: "resten", en: "the rest"}
    for: {law: barnets_lov}
    steps:
      - {id: timer, when: {after_start: 5 hours}, to: lederen, action: {da: "se på det", en: "look at it"}}
      - {id: uger, when: {after_start: 2 weeks}, to: lederen, action: {da: "gør det", en: "do it"}}
not_recorded: [bl-18-screening, bl-138-1-kvittering]
"""


def test_a_policy_moves_the_next_change_in_a_table_as_for_a_single_case(tmp_path: Path) -> None:
    (tmp_path / "stige.yaml").write_text(LADDERS, encoding="utf-8")
    policy = Policy.load(tmp_path / "stige.yaml")
    data = list(generate_cases(120, seed=77))
    at = "2025-05-02T10:00:00+02:00"
    cases = [Case.model_validate(one) for one in data]
    rows = [build_answer_row(case.case_id, evaluate(case, at=at, policy=policy), case.kommune) for case in cases]
    found = evaluate_arrow(*tables_of(cases), at=at, policy=policy).to_pylist()
    assert found == pa.Table.from_pylist(rows, ANSWERS).to_pylist()
    assert found != evaluate_arrow(*tables_of(cases), at=at).to_pylist()


@pytest.mark.slow
def test_cases_that_were_closed_are_answered_as_the_single_cases() -> None:
    closed = 0
    for number in range(3_000, 3_000 + max(NUMBER // 6, 3)):
        mix = DenseCaseGenerator(number)
        data = [
            {**one, "kommune": 751, "events": [*one["events"], *_closings(one["events"], mix)]}
            for one in mix.build_cases(60)
        ]
        given = tables_of(data)
        for at in mix.random_instants(data, 2):
            check(data, given, at, BOOKS["reference"])
            answers = evaluate_arrow(*given, at=at, rulebook=BOOKS["reference"])["obligations"].to_pylist()
            closed += sum(duty["closed_by"] is not None for duties in answers for duty in duties)
    assert closed > 100


def _closings(events: list[CaseData], mix: DenseCaseGenerator) -> list[CaseData]:
    """Up to two closings at the time of another event of the case, some by the day alone, some with a reason."""
    found: list[CaseData] = []
    for number in range(mix.random.randint(0, 2)):
        at = mix.random.choice(events)["at"]
        reason = mix.random.choice(({}, {"grund": "flyttet"}, {"grund": "doed"}))
        time = at[:10] if mix.random.random() < 0.3 else at
        found.append({"id": f"luk-{number}", "type": "sag_afsluttet", "at": time, **reason})
    return found
