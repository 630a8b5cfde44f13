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


def test_a_duty_of_a_closed_case_is_overdue_to_evaluate_and_left_out_of_the_agenda(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "closed.json"
    closing = {"id": "c1", "type": "sag_afsluttet", "at": "2026-03-08T10:00:00+01:00", "grund": "flyttet"}
    path.write_text(json.dumps({**CASE, "events": [*CASE["events"], closing]}), encoding="utf-8")
    late = ("--at", "2026-03-09T12:00:00+01:00")
    codes = [main([*words, *late]) for words in (
        ["evaluate", str(path)], ["agenda", str(path)], ["agenda", str(path), "--closed"],
        ["agenda", str(path), "--closed", "--status", "open"], ["agenda", str(path), "--closed", "--limit", "1"],
    )]  # fmt: skip
    assert codes == [1, 0, 1, 0, 1]
    assert capsys.readouterr().err == ""


def test_a_feed_of_an_agenda_leaves_no_deadline_out(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    feed = ["agenda", case, "--at", AT, "--status", "pending", "--format", "ics"]
    assert main([*feed, "--limit", "1"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("overgreb-rules: --limit: ")
    assert main([*feed, "--limit", "0"]) == main(feed) == 0


@pytest.mark.parametrize("command", [["evaluate"], ["explain", RULE], ["why-not", RULE]])
@pytest.mark.parametrize(
    ("text", "says"),
    [
        (json.dumps({"id": "q", "case": CASE}), "dette er ikke selve sagen, men en linje med en sag under »case«"),
        (f"{json.dumps(CASE)}\n{json.dumps(CASE)}\n", "brug `evaluate - --format jsonl`, eller giv én sag"),
    ],
)
def test_a_stream_where_one_case_is_asked_for_names_the_way_of_streams(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], text: str, says: str
) -> None:
    path = tmp_path / "stream.json"
    path.write_text(text, encoding="utf-8")
    assert main([command[0], str(path), *command[1:], "--at", AT]) == 2
    message = capsys.readouterr().err
    assert says in message
    assert "`evaluate - --format jsonl`" in message


def test_a_refused_line_of_an_agenda_is_named_once_by_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f'{json.dumps(CASE)}\n{{"case_id"\n\n', encoding="utf-8")
    assert main(["agenda", str(path), "--at", AT, "--format", "json"]) == 2
    out, err = capsys.readouterr()
    assert [one["error"]["place"] for one in json.loads(out)["refused"]] == ["line 2, column 11", "line 3"]
    assert [line.partition(": dette")[0].partition(": der")[0] for line in err.splitlines()] == [
        "overgreb-rules: linje 2, tegn 11", "overgreb-rules: linje 3",
    ]  # fmt: skip


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


def test_a_replay_shows_the_saved_answer_or_what_has_changed_and_never_another_answer(
    case: str, changed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved, edited, other = (tmp_path / name for name in ("saved.json", "edited.json", "other.json"))
    answer = run(capsys, COMMANDS["evaluate"], case)
    saved.write_text(answer, encoding="utf-8")
    edited.write_text(answer.replace('"pending"', '"met"'), encoding="utf-8")
    other.write_text(json.dumps({**CASE, "case_id": "B"}), encoding="utf-8")
    assert main(["replay", str(saved), case]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(answer)
    for arguments, says in (
        ([str(saved), str(other)], "gemt: sagen: "),
        ([str(saved), case, "--rules", changed], "gemt: reglerne: "),
        ([str(edited), case], "den gemte fil er rettet bagefter"),
    ):
        assert main(["replay", *arguments]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert says in err


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
