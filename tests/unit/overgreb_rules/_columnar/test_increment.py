"""A case is evaluated again where it or time has changed something, and its answer is kept where not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from overgreb_rules import Rulebook
from overgreb_rules._columnar.fingerprints import compute_fingerprints
from overgreb_rules._columnar.increment import EarlierAnswers
from overgreb_rules._columnar.io.input_tables import CaseBatch, build_batch
from overgreb_rules._deadlines.moment import parse_instant
from overgreb_rules.arrow import evaluate_arrow, tables_of

BOOK = Rulebook.load(matcher="reference")
AT = "2026-03-02T12:00:00+01:00"
OLD = {"id": "a", "type": "underretning_modtaget", "at": "2024-01-08T10:00:00+01:00", "anonym": True}
SETTLED = {"case_id": "no events", "events": []}
RUNNING = {"case_id": "running", "events": [OLD | {"at": "2026-03-02T10:00:00+01:00"}]}
AHEAD = {"case_id": "ahead", "events": [OLD | {"at": "2026-03-02T12:00:01+01:00"}]}


def _evaluated(cases: list[dict[str, Any]], now: list[dict[str, Any]], at: str) -> list[str]:
    """The keys of the cases that were evaluated again; fails where the answers are not those of evaluating all."""
    tables = tables_of(cases)
    given = evaluate_arrow(*tables, at=AT, rulebook=BOOK)
    earlier, batch = EarlierAnswers(given, compute_fingerprints(build_batch(*tables))), build_batch(*tables_of(now))
    keys: list[str] = []

    def evaluate(some: CaseBatch) -> pa.Table:
        keys.extend(some.cases["case_id"].to_pylist())
        return evaluate_arrow(some.cases, some.events, at=at, rulebook=BOOK)

    found = earlier.update(batch, compute_fingerprints(batch), parse_instant(at), evaluate)
    assert found.to_pylist() == evaluate_arrow(batch.cases, batch.events, at=at, rulebook=BOOK).to_pylist()
    return keys


def test_what_has_not_changed_is_not_evaluated() -> None:
    assert _evaluated([SETTLED, RUNNING], [RUNNING, SETTLED], AT) == []


def test_a_case_is_evaluated_again_at_its_next_change_and_not_a_second_before() -> None:
    change = evaluate_arrow(*tables_of([RUNNING]), at=AT, rulebook=BOOK)["next_change"][0].as_py()
    assert _evaluated([SETTLED, RUNNING], [SETTLED, RUNNING], change.isoformat()) == ["running"]
    before = change.timestamp() - 1
    at = np.datetime64(int(before), "s").astype(str) + "+00:00"
    assert _evaluated([SETTLED, RUNNING], [SETTLED, RUNNING], at) == []


def test_a_case_that_was_closed_on_a_duty_is_evaluated_again_since_its_status_goes_on() -> None:
    closed = {"id": "c", "type": "sag_afsluttet", "at": "2026-03-02T11:00:00+01:00", "grund": "flyttet"}
    case = {"case_id": "closed", "events": [OLD | {"at": "2026-03-02T10:00:00+01:00", "anonym": False}, closed]}
    assert _evaluated([SETTLED, case], [SETTLED, case], "2026-03-20T12:00:00+01:00") == ["closed"]


def test_a_case_with_an_event_ahead_is_evaluated_again() -> None:
    assert _evaluated([AHEAD, SETTLED], [AHEAD, SETTLED], "2026-03-02T12:00:01+01:00") == ["ahead"]


def test_a_changed_case_and_a_new_one_are_evaluated_and_one_that_is_gone_is_left_out() -> None:
    changed = RUNNING | {"kommune": 751}
    assert _evaluated([RUNNING, SETTLED], [changed, SETTLED | {"case_id": "new"}], AT) == ["running", "new"]


def test_the_first_night_evaluates_everything() -> None:
    assert _evaluated([], [RUNNING, SETTLED], AT) == ["running", "no events"]
