"""The night after, only what has changed is evaluated again, and the answers are those of evaluating everything."""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter
from typing import Any

import pyarrow as pa
import pytest

from overgreb_rules import Case, CaseError, Rulebook
from overgreb_rules._columnar.fingerprints import compute_fingerprints
from overgreb_rules._columnar.increment import EarlierAnswers
from overgreb_rules._columnar.io.input_tables import CaseBatch, build_batch
from overgreb_rules._deadlines.moment import parse_instant
from overgreb_rules.arrow import evaluate_arrow, tables_of
from overgreb_rules.rulebook import MatcherName
from tests.fixtures.mixed_cases import CaseAtInstant, build_mixed_cases, group_by_instant
from tests.fixtures.random_cases import seeded_random

NIGHTS = (0, 1, 1, 3, 30, 200)
"""Days between the two evaluations."""
AFTER = (0, 700, 700)
"""Days between the events and the first evaluation."""


def _readable(mix: list[CaseAtInstant]) -> list[dict[str, Any]]:
    found = []
    for one in mix:
        try:
            Case.model_validate(one.data)
        except CaseError:
            continue
        found.append(one.data)
    return found


def _change(data: dict[str, Any], number: int) -> dict[str, Any]:
    """Another fact, one event less, one event later, another birth, or nothing."""
    changed, rng = copy.deepcopy(data), seeded_random(number)
    events = changed["events"]
    kind = rng.randrange(16)
    if kind == 0:
        changed["barn"] = {**(changed.get("barn") or {}), "foedselsdato": "2011-05-01"}
    elif kind == 1 and events and not any("of" in event for event in events):
        events.pop(rng.randrange(len(events)))
    elif kind == 2 and events:
        event = rng.choice(events)
        event["at"] = (dt.date.fromisoformat(event["at"][:10]) + dt.timedelta(days=1)).isoformat()
    elif kind == 3:
        rng.shuffle(events)
    return changed


@pytest.mark.slow
def test_the_answers_are_those_of_evaluating_everything(matcher: MatcherName) -> None:
    book, seen = Rulebook.load(matcher=matcher), Counter[str]()
    for number, (near, mix) in enumerate(group_by_instant(build_mixed_cases(40), size=60)):
        at = dt.datetime.fromisoformat(near) + dt.timedelta(days=AFTER[number % len(AFTER)])
        before = _readable(mix)
        now = [_change(data, index) for index, data in enumerate(before)][len(before) // 10 :]
        later = at + dt.timedelta(days=NIGHTS[number % len(NIGHTS)])
        earlier_tables, tables = tables_of(before), tables_of(_readable([CaseAtInstant(one, near) for one in now]))
        earlier = EarlierAnswers(
            evaluate_arrow(*earlier_tables, at=at, rulebook=book), compute_fingerprints(build_batch(*earlier_tables))
        )
        batch = build_batch(*tables)

        def evaluate(some: CaseBatch) -> pa.Table:
            seen["evaluated"] += some.cases.num_rows
            return evaluate_arrow(some.cases, some.events, at=later, rulebook=book)  # noqa: B023  # called at once

        found = earlier.update(batch, compute_fingerprints(batch), parse_instant(later), evaluate)
        expected = evaluate_arrow(*tables, at=later, rulebook=book)
        for row, other in zip(found.to_pylist(), expected.to_pylist(), strict=True):
            assert row == other, f"{at} → {later}: {row['case_id']}"
        seen["all"] += len(expected)
    assert 0 < seen["evaluated"] < seen["all"] * 0.8
