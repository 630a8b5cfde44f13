"""The script written by hand gives the dates and statuses that the package gives, or it is no measure of anything."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.rules.baseline_script import RULES, compute_five_deadlines
from overgreb_rules import Case, evaluate
from overgreb_rules._deadlines.moment import parse_instant
from tests.fixtures.notification_year.generator import generate_cases, year_end_instant

AT = year_end_instant()


@pytest.mark.slow
def test_the_baseline_script_gives_the_five_deadlines_and_statuses_of_the_package() -> None:
    statuses: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    for case in generate_cases(700, seed=11):
        ours = {
            (duty.rule, duty.trigger, duty.due.strict.isoformat(), duty.due.lenient.isoformat(), duty.status)
            for duty in evaluate(Case.model_validate(case), at=AT).obligations
            if duty.rule in RULES and duty.due is not None
        }
        clocks = compute_five_deadlines(case, parse_instant(AT))
        by_hand = {
            (one.rule, one.trigger, one.strict.isoformat(), one.lenient.isoformat(), one.status) for one in clocks
        }
        assert by_hand == ours, case["case_id"]
        assert len(clocks) == len(by_hand)
        statuses.update(one.status for one in clocks)
        rules.update(one.rule for one in clocks)
    assert set(rules) == RULES
    assert {"pending", "overdue", "met", "met_late", "undetermined", "waived", "replaced"} <= set(statuses)


def test_the_baseline_script_gives_both_readings_of_whole_days() -> None:
    notified = {"id": "u1", "type": "underretning_modtaget", "at": "2025-04-14"}
    assessed = {"id": "v1", "type": "underretning_vurderet", "at": "2025-04-15"}
    told = {"case_id": "sag-1", "events": [notified, assessed]}
    found = {
        one.rule: (f"{one.strict:%m-%d}", f"{one.lenient:%m-%d}", one.status)
        for one in compute_five_deadlines(told, 1_745_000_000)
    }
    assert found == {
        "bl-136-2-vurdering-24-timer": ("04-15", "04-16", "met_contested"),
        "bl-138-1-kvittering": ("04-24", "04-25", "undetermined"),
        "bl-20-3-undersoegelse-4-maaneder": ("08-14", "08-14", "undetermined"),
    }
