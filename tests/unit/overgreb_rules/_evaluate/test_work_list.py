"""The agenda: what asks for something now, over many cases, the most urgent first."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from overgreb_rules import Case, Evaluation, evaluate
from overgreb_rules._evaluate.work_list import agenda, only
from overgreb_rules.cli import main
from overgreb_rules.ical import Profile, lint

AT = "2026-03-03T12:00:00+01:00"


def _data(case_id: str, at: str, **facts: object) -> dict[str, object]:
    return {
        "case_id": case_id,
        "kommune": 751,
        "events": [{"id": "u1", "type": "underretning_modtaget", "at": at, **facts}],
    }


CASES = [
    _data("sent", "2026-03-01T10:00:00+01:00"),
    _data("i-dag", "2026-03-02T15:00:00+01:00", anonym=False, overgreb=False),
    _data("ny", "2026-03-03T11:00:00+01:00", anonym=False, overgreb=True),
]
RULE = "bl-136-2-vurdering-24-timer"


def _evaluations() -> list[Evaluation]:
    return [evaluate(Case.model_validate(data), at=AT) for data in CASES]


def test_what_is_overdue_comes_first_then_what_is_due_today() -> None:
    found = agenda(only(one, rule=RULE) for one in _evaluations())
    assert [(item.group, item.case_id) for item in found.items] == [("overdue", "sent"), ("due_today", "i-dag")]
    assert found.counts["overdue"] == 1
    assert found.cases == 3


def test_a_duty_that_runs_and_is_not_due_soon_asks_for_nothing_yet() -> None:
    assert not [
        item
        for item in agenda(_evaluations()).items
        if item.duty.status in {"pending", "met", "available"} and item.group != "due_today"
    ]


def test_open_duties_and_undetermined_ones_stand_last_and_are_never_hidden() -> None:
    groups = [item.group for item in agenda(_evaluations()).items]
    assert groups == sorted(groups, key=["overdue", "contested", "due_today", "due_soon", "open", "undetermined"].index)
    assert {"open", "undetermined"} <= set(groups)


def test_the_agenda_can_be_of_one_law_or_one_bearer() -> None:
    assert agenda(only(one, law="serviceloven") for one in _evaluations()).items == ()
    assert {
        item.duty.bearer for item in agenda(only(one, bearer="kommunalbestyrelsen") for one in _evaluations()).items
    } == {"kommunalbestyrelsen"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one case a file."""
    for number, data in enumerate(CASES):
        (tmp_path / f"{number}.json").write_text(json.dumps(data), encoding="utf-8")
    return tmp_path


def test_a_folder_gives_the_agenda_as_json_with_its_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agenda", str(folder), "--at", AT, "--format", "json", "--rule", RULE]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["cases"], told["counts"]["overdue"]) == (1, 3, 1)
    assert [item["key"] for item in told["items"]] == [f"{RULE}@u1", f"{RULE}@u1"]


def test_a_bad_line_is_named_and_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cases.jsonl"
    lines = [json.dumps(CASES[0]), '{"case_id": "0101701234"}', json.dumps(CASES[1])]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["agenda", str(path), "--at", AT, "--format", "csv", "--lang", "en", "--rule", RULE]) == 2
    out, err = capsys.readouterr()
    assert err.startswith("overgreb-rules: line 2: /case_id: this looks like a CPR number")
    assert "0101701234" not in err
    rows = out.removeprefix("\ufeff").splitlines()
    assert [row.partition(";")[0] for row in rows] == ["Group", "Overdue", "Due today"]


def test_another_municipality_has_nothing_here(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agenda", str(folder), "--at", AT, "--kommune", "101"]) == 0
    assert "0 pligter i 0 sager" in capsys.readouterr().out


def test_the_table_says_each_group_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agenda", str(folder), "--at", AT]) == 1
    out = capsys.readouterr().out
    for words in ("Overskredet (", "Frist i dag (", "Åben, loven nævner intet tal (", "Uafklaret ("):
        assert words in out


def test_a_source_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agenda", str(tmp_path / "nothing.jsonl"), "--at", AT]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert "SOURCE" in err


def test_a_parquet_file_gives_the_same_agenda_as_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "cases.parquet"
    parquet.write_table(pyarrow.table({"case": [json.dumps(data) for data in CASES]}), path)
    told = []
    for source in (folder, path):
        assert main(["agenda", str(source), "--at", AT, "--format", "json"]) == 1
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]


@pytest.mark.parametrize("columns", [{"sag": ["{}"]}, None])
def test_a_parquet_file_of_another_kind_is_refused(
    tmp_path: Path, columns: dict[str, list[str]] | None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.parquet"
    if columns is None:
        path.write_bytes(b"no Parquet at all")
    else:
        parquet.write_table(pyarrow.table(columns), path)
    assert main(["agenda", str(path), "--at", AT]) == 2
    out, err = capsys.readouterr()
    assert (out, "SOURCE" in err) == ("", True)


def test_the_page_says_each_group_under_its_heading_and_takes_no_markup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "1.json").write_text(json.dumps(_data("<b>sag</b>", "2026-03-01T10:00:00+01:00")), encoding="utf-8")
    assert main(["agenda", str(tmp_path), "--at", AT, "--format", "html"]) == 1
    out = capsys.readouterr().out
    assert "<h2" in out
    assert "Overskredet (" in out
    assert "&lt;b&gt;sag&lt;/b&gt;" in out
    assert "<b>" not in out


def test_the_feed_holds_the_deadlines_of_all_cases(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["agenda", str(folder), "--at", AT, "--format", "ics", "--rule", RULE]) == 1
    out = capsysbinary.readouterr().out
    assert out.count(b"BEGIN:VEVENT") == 3
    assert lint(out, profile=Profile.DEADLINES) == []
