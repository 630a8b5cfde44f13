"""A fingerprint is that of what a case says, and of nothing else."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from overgreb_rules._columnar.fingerprints import compute_fingerprints
from overgreb_rules._columnar.io.input_tables import build_batch
from overgreb_rules.arrow import tables_of
from tests.fixtures.notification_year.generator import generate_cases

CASES = list(itertools.islice(generate_cases(100, seed=12), 30))
EVENT = {"id": "a", "type": "underretning_modtaget", "at": "2026-01-05T10:00:00+01:00", "anonym": False}
OTHER = {"id": "b", "type": "underretning_vurderet", "at": "2026-01-05T11:00:00+01:00", "of": "a"}
CASE: dict[str, Any] = {"case_id": "x", "events": [EVENT, OTHER]}


def _of(*cases: dict[str, Any]) -> list[int]:
    found: list[int] = compute_fingerprints(build_batch(*tables_of(cases))).tolist()
    return found


def test_the_order_of_the_rows_changes_nothing() -> None:
    cases, events = tables_of(CASES)
    by_key = dict(zip(cases["case_id"].to_pylist(), _of(*CASES), strict=True))
    rng = np.random.default_rng(1)
    rows_of = [pa.array(rng.permutation(len(table))) for table in (cases, events)]
    batch = build_batch(cases.take(rows_of[0]), events.take(rows_of[1]))
    assert [by_key[key] for key in batch.cases["case_id"].to_pylist()] == compute_fingerprints(batch).tolist()
    assert len(set(by_key.values())) == len(CASES)


def test_other_cases_and_their_columns_change_nothing() -> None:
    assert _of(CASE, *CASES)[0] == _of(CASE)[0]


@pytest.mark.parametrize(
    "change",
    [
        {"kommune": 751},
        {"barn": {"foedselsdato": "2015-01-01"}},
        {"events": [EVENT]},
        {"events": [EVENT, EVENT | {"id": "b"}]},
        {"events": [EVENT | {"anonym": True}, OTHER]},
        {"events": [{name: value for name, value in EVENT.items() if name != "anonym"}, OTHER]},
        {"events": [EVENT | {"at": "2026-01-05T10:00:01+01:00"}, OTHER]},
        {"events": [EVENT | {"at": "2026-01-05"}, OTHER]},
        {"events": [EVENT, {name: value for name, value in OTHER.items() if name != "of"}]},
        {"events": [EVENT, OTHER, OTHER | {"id": "c"}]},
    ],
    ids=str,
)
def test_every_change_of_a_case_changes_its_fingerprint(change: dict[str, Any]) -> None:
    assert _of(CASE | change) != _of(CASE)


def test_the_place_of_an_event_without_an_id_is_part_of_what_the_case_says() -> None:
    first, second = ({name: value for name, value in one.items() if name not in {"id", "of"}} for one in (EVENT, OTHER))
    assert _of({"case_id": "x", "events": [first, second]}) != _of({"case_id": "x", "events": [second, first]})
    with_ids = {"case_id": "x", "events": [OTHER, EVENT]}
    assert _of(with_ids) == _of(CASE)


def test_no_cases_have_no_fingerprints() -> None:
    assert _of() == []
