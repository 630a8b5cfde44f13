"""The options that commands share: `--rules`, `--matcher` and `--detail`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from overgreb_rules.cli import main
from tests.fixtures.paths import RULES

AT = "2026-03-03T12:00:00+01:00"
RULE = "bl-136-2-vurdering-24-timer"
CASE = {"case_id": "A", "events": [{"id": "u1", "type": "underretning_modtaget", "at": "2026-03-03T10:00:00+01:00"}]}
COMMANDS = {
    "evaluate": ["evaluate", "{case}", "--format", "jsonl"],
    "suppose": ["evaluate", "{case}", "--format", "json", "--suppose", "underretning_vurderet@2026-03-04T09:00;of=u1"],
    "table": ["evaluate", "{case}"],
    "explain": ["explain", "{case}", f"{RULE}@u1"],
    "why-not": ["why-not", "{case}", "bl-138-2-orientering", "--format", "json"],
    "agenda": ["agenda", "{case}", "--format", "json", "--status", "pending"],
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("case") / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The rules with 25 hours in the place of 24."""
    folder = shutil.copytree(RULES, tmp_path_factory.mktemp("changed") / "rules")
    path = folder / "barnets_lov" / f"{RULE}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("within: 24 hours", "within: 25 hours"), encoding="utf-8")
    return str(folder)


def run(capsys: pytest.CaptureFixture[str], arguments: list[str], case: str, *more: str) -> str:
    code = main([*(one.replace("{case}", case) for one in arguments), "--at", AT, *more])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    return out


def without_receipts(text: str) -> str:
    """The output without the receipt, in which the name of the matcher stands."""
    try:
        data = json.loads(text)
    except ValueError:
        return text
    for answer in (data, data.get("before", {}), data.get("after", {})):
        answer.pop("receipt", None)
    return json.dumps(data)


@pytest.mark.parametrize("name", COMMANDS)
def test_both_matchers_give_one_answer(name: str, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    default, reference = (
        without_receipts(run(capsys, COMMANDS[name], case, *more)) for more in ([], ["--matcher", "reference"])
    )
    assert default == reference
    assert len(default) > 50


@pytest.mark.parametrize("name", ["evaluate", "suppose", "table", "explain", "agenda"])
def test_the_rules_can_be_those_of_a_folder(
    name: str, case: str, changed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    packaged, own = (run(capsys, COMMANDS[name], case, *more) for more in ([], ["--rules", changed]))
    assert packaged != own
    assert "11:00:00" in own or "kl. 11.00" in own.replace("\u00a0", " ")


def test_an_answer_under_rules_of_a_folder_is_replayed_with_them(
    case: str, changed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "saved.json"
    saved.write_text(run(capsys, COMMANDS["evaluate"], case, "--rules", changed), encoding="utf-8")
    assert main(["replay", str(saved), case, "--verify", "--rules", changed]) == 0
    assert main(["replay", str(saved), case, "--verify"]) == 1
    assert "reglerne" in capsys.readouterr().out


def test_rules_and_matcher_hold_for_lines_too(
    case: str, changed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "cases.jsonl"
    lines.write_text(json.dumps({"id": "x", "case": CASE}) + "\n", encoding="utf-8")
    told = json.loads(run(capsys, ["evaluate", str(lines)], case, "--rules", changed, "--matcher", "reference"))
    assert told["receipt"]["engine"] == "reference"
    assert told["obligations"][0]["due"]["strict"] == "2026-03-04T11:00:00+01:00"


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_less_detail_leaves_texts_and_steps_out(form: str, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["evaluate", "{case}", "--format", form, "--detail"]
    full, counted, dates = (
        json.loads(run(capsys, [*command, detail], case))["obligations"][0] for detail in ("full", "counted", "dates")
    )
    assert {*full} - {*counted} == {"title", "consequence", "explanation", "open_questions"}
    assert {*counted} - {*dates} == {"counting", "escalations"}
    assert "why" not in counted["counting"][0]
    assert {key: full[key] for key in ("key", "status", "due", "met_by", "needs")} == {
        key: dates[key] for key in ("key", "status", "due", "met_by", "needs")
    }
