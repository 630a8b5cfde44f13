"""What a change of rules does to a portfolio."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from overgreb_rules import Case, Rulebook
from overgreb_rules._evaluate.work_list import RefusedCase
from overgreb_rules._rulecheck.impact import measure_impact
from tests.fixtures.paths import RULES

AT = "2026-03-03T12:00:00+01:00"
RULE = "bl-136-2-vurdering-24-timer"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The rules with 48 hours in the place of 24."""
    folder = shutil.copytree(RULES, tmp_path_factory.mktemp("changed") / "rules")
    path: Path = folder / "barnets_lov" / f"{RULE}.yaml"
    text = path.read_text(encoding="utf-8")
    assert "within: 24 hours" in text
    path.write_text(text.replace("within: 24 hours", "within: 48 hours"), encoding="utf-8")
    return Rulebook.load(folder, "reference")


def _case(number: int, day: int) -> Case:
    event = {"id": "u1", "type": "underretning_modtaget", "at": f"2026-03-{day:02}T10:00:00+01:00"}
    return Case.model_validate({"case_id": f"sag-{number}", "events": [event]})


@pytest.mark.slow
def test_the_duties_that_a_change_of_law_moves_are_counted_with_a_witness(changed: Rulebook) -> None:
    cases = [_case(1, 1), _case(2, 2), Case.model_validate({"case_id": "sag-3"}), RefusedCase(case=4, error={})]
    impact = measure_impact(iter(cases), Rulebook.load(matcher="reference"), changed, at=AT)
    assert (impact.cases, impact.cases_changed, len(impact.refused)) == (3, 2, 1)
    moved = next(one for one in impact.rules if one.rule == RULE)
    assert (moved.kind, moved.duties, moved.cases, moved.witness.case_id) == ("moves", 2, 2, "sag-1")
    assert impact.before != impact.after
    told = json.loads(impact.to_json())
    assert list(told) == ["schema", "at", "before", "after", "cases", "cases_changed", "refused", "rules"]
    assert told["rules"][0]["witness"]["change"]["before"]["status"]


def test_one_rulebook_has_no_impact_beside_itself(changed: Rulebook) -> None:
    impact = measure_impact([_case(1, 1)], changed, changed, at=AT)
    assert (impact.cases_changed, impact.rules) == (0, ())
