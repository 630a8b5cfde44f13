"""`overgreb-rules changes`: what stands otherwise in the later of two saved answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overgreb_rules import Case, changes, evaluate
from overgreb_rules.cli import main

_CASE = Case.model_validate(
    {"case_id": "A", "events": [{"id": "u1", "type": "underretning_modtaget", "at": "2026-11-21T09:30:00+01:00"}]}
)
_EARLIER = evaluate(_CASE, at="2026-11-21T10:00:00+01:00")
_LATER = evaluate(_CASE, at="2026-11-23T10:00:00+01:00")


@pytest.fixture
def saved(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "earlier.json", tmp_path / "later.json"]
    for path, answer in zip(paths, (_EARLIER, _LATER), strict=True):
        path.write_text(answer.to_json(), encoding="utf-8")
    return [str(path) for path in paths]


def test_the_json_is_what_the_library_gives(saved: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", *saved, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == [change.model_dump(mode="json") for change in changes(_EARLIER, _LATER)]
    assert (told[0]["rule"], told[0]["after"]["status"]) == ("bl-136-2-vurdering-24-timer", "overdue")


def test_the_text_names_each_duty_with_both_statuses(saved: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", *saved]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Det har ændret sig:"
    assert lines[1].startswith("  Vurdering af fare inden 24 timer (underretning modtaget lør. 21.11.2026 kl. 09.30)")
    assert lines[1].endswith(": frist løber → overskredet")


def test_an_answer_that_left_something_out_is_refused_and_not_repeated(
    saved: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(saved[1]).write_text(_LATER.to_json(detail="dates"), encoding="utf-8")
    assert main(["--lang", "en", "changes", *saved]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("overgreb-rules: LATER: this is not a whole answer in JSON.")
    assert "u1" not in err


def test_answers_to_two_cases_are_refused(saved: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.json"
    other.write_text(evaluate(Case(case_id="B"), at="2026-11-23T10:00:00+01:00").to_json(), encoding="utf-8")
    assert main(["changes", saved[0], str(other)]) == 2
    assert "svarene gælder to forskellige sager" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("version", "says"),
    [
        ("2026.1", "the answer was given by rulebook 2026.1, in a form that this version does not read."),
        ("of Emma", "this is not a whole answer in JSON."),
        (_EARLIER.receipt.rulebook, "this is not a whole answer in JSON."),
    ],
)
def test_an_answer_of_another_release_is_refused_as_such(
    version: str, says: str, saved: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(_EARLIER.to_json())
    del told["warnings"]
    told["receipt"]["rulebook"] = version
    Path(saved[0]).write_text(json.dumps(told), encoding="utf-8")
    assert main(["--lang", "en", "changes", *saved]) == 2
    assert capsys.readouterr().err.startswith(f"overgreb-rules: EARLIER: {says}")
