"""The docs name every key, rule and cost with its weight."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from meetings._constraints.registry import CONSTRAINTS
from meetings._domain.cost_catalog import DEFAULT_WEIGHTS, UNITS
from meetings.cli import main
from meetings.request import FILE_KEYS, PlanRequest
from tests.fixtures.paths import DOCS, EXAMPLES

DANISH = (DOCS / "reference" / "meetings-request.da.md").read_text(encoding="utf-8")
TEXT = (DOCS / "reference" / "meetings-request.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [TEXT, DANISH], ids=["en", "da"])
def test_every_key_is_explained(text: str):
    assert [key for key in FILE_KEYS if f"`{key}`" not in text] == []


@pytest.mark.parametrize("text", [TEXT, DANISH], ids=["en", "da"])
def test_every_rule_is_explained(text: str):
    assert [rule for rule in CONSTRAINTS if f"`{rule}`" not in text] == []


def test_every_cost_stands_with_its_weight_and_unit():
    for name, weight in DEFAULT_WEIGHTS.items():
        assert f"| `{name}` | {weight} | {UNITS[name].en} |" in TEXT
        assert f"| `{name}` | {weight} | {UNITS[name].da} |" in DANISH


@pytest.mark.slow
def test_the_commands_for_one_year_after_another_plan_both_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    section = TEXT.split("## One year after another")[1].split("\n## ")[0]
    commands = re.findall(r"^overgreb-meetings (.+)$", section, re.MULTILINE)
    shutil.copytree(EXAMPLES / "meetings", tmp_path / "examples" / "meetings")
    monkeypatch.chdir(tmp_path)
    assert [main(command.split()) for command in commands] == [0, 0]
    plan = json.loads((tmp_path / "examples/meetings/plans/2027/plan.json").read_text(encoding="utf-8"))
    assert plan["receipt"]["history"]["year"] == 2026


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.name for path in (EXAMPLES / "meetings").glob("*.yaml")))
def test_every_example_runs_as_it_stands(name: str, tmp_path: Path):
    year = int(
        re.findall(r"^year: ([0-9]+)", (EXAMPLES / "meetings" / name).read_text(encoding="utf-8"), re.MULTILINE)[0]
    )
    at = f"{year - 1}-11-21T12:00:00+01:00"
    assert main(["plan", str(EXAMPLES / "meetings" / name), "--out", str(tmp_path / "out"), "--at", at]) == 0


def test_the_request_of_the_readme_is_the_whole_example_and_needs_no_file_beside_it(tmp_path: Path):
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    text = (EXAMPLES / "meetings" / "whole.yaml").read_text(encoding="utf-8")
    assert f"```yaml\n{text}```" in readme
    (tmp_path / "request.yaml").write_text(text, encoding="utf-8")
    assert PlanRequest.load(tmp_path / "request.yaml").districts == ("1460", "1461", "1465", "1471")
