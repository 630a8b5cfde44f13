"""The agenda: what asks for something now, over many cases, the most urgent first."""

from __future__ import annotations

import io
import itertools
import json
from collections import Counter
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from overgreb_rules import Case, CaseError, Evaluation, Policy, Rulebook, agenda, evaluate
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules._evaluate.work_list import Agenda, AgendaLimit, build_agenda
from overgreb_rules._evaluate.work_list_filter import AgendaFilter
from overgreb_rules.arrow import tables_of
from overgreb_rules.cli import main
from overgreb_rules.ical import Profile, lint
from overgreb_rules.render.agenda import render_agenda_table
from tests.fixtures.nested_tables import nest_events

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
BOOK = Rulebook.load(matcher="reference")
RULES = BOOK.rules
RULE = "bl-136-2-vurdering-24-timer"


def _evaluations() -> list[Evaluation]:
    return [evaluate(Case.model_validate(data), at=AT) for data in CASES]


def _agenda(evaluations: list[Evaluation], limit: AgendaLimit = AgendaLimit(), **words: object) -> Agenda:  # noqa: B008  # frozen
    wanted = AgendaFilter(**words)  # type: ignore[arg-type]  # each test gives words of the right type
    return build_agenda(evaluations, instant_of(AT), wanted, RULES, limit)


def test_what_is_overdue_comes_first_then_what_is_due_today() -> None:
    found = _agenda(_evaluations(), rule=RULE)
    assert [(item.group, item.case_id) for item in found.items] == [("overdue", "sent"), ("due_today", "i-dag")]
    assert found.counts["overdue"] == 1
    assert found.cases == 3


def test_a_duty_that_runs_and_is_not_due_soon_asks_for_nothing_yet() -> None:
    assert not [
        item
        for item in _agenda(_evaluations()).items
        if item.status in {"pending", "met", "available"} and item.group != "due_today"
    ]


def test_the_groups_stand_in_the_order_of_their_urgency_and_all_of_them_are_counted() -> None:
    found = _agenda(_evaluations())
    groups = [item.group for item in found.items]
    order = ["overdue", "past_due", "contested", "due_today", "due_soon", "open", "undetermined"]
    assert groups == sorted(groups, key=order.index)
    assert {"open", "undetermined"} <= set(groups)
    assert list(found.counts) == order
    assert found.counts == {group: groups.count(group) for group in order}


def test_duties_that_one_event_opened_stand_together() -> None:
    open_items = [item.case_id for item in _agenda(_evaluations(), statuses=frozenset({"open"})).items]
    assert [case for case, _ in itertools.groupby(open_items)] == list(dict.fromkeys(open_items))


def test_the_agenda_can_be_of_one_law_or_one_bearer_or_some_statuses() -> None:
    assert _agenda(_evaluations(), law="serviceloven").items == ()
    for words, name in (
        ({"bearer": "kommunalbestyrelsen"}, "bearer"),
        ({"statuses": frozenset({"pending"})}, "status"),
    ):
        found = {getattr(item, name) for item in _agenda(_evaluations(), **words).items}
        assert found == {next(iter(words.values()))} or found == {"pending"}


@pytest.mark.parametrize("total", [1, 2, 3, 100])
def test_a_limit_lists_the_most_urgent_and_counts_all(total: int) -> None:
    whole = _agenda(_evaluations())
    found = _agenda(_evaluations(), AgendaLimit(total=total))
    assert found.items == whole.items[:total]
    assert found.counts == whole.counts


def test_a_limit_of_each_group_leaves_no_group_out() -> None:
    whole = _agenda(_evaluations() * 40)
    found = _agenda(_evaluations() * 40, AgendaLimit(of_group=2))
    assert found.counts == whole.counts
    assert Counter(item.group for item in found.items) == {group: 2 for group, count in whole.counts.items() if count}


def test_the_agenda_says_how_far_the_laws_were_read() -> None:
    (warned,) = _agenda(_evaluations(), rule=RULE).warnings
    assert (warned.code, "17. marts 2025" in warned.da) == ("law_not_read_so_far", True)


def test_a_word_that_nothing_has_is_refused_with_the_nearest_one() -> None:
    for words, nearest in (
        ({"rule": "bl-136-2-vurdering"}, RULE),
        ({"law": "barnetslov"}, "barnets_lov"),
        ({"bearer": "kommunen"}, "kommunalbestyrelsen"),
        ({"statuses": frozenset({"overdu"})}, "overdue"),
        ({"rule": "x"}, "the nearest one is"),
    ):
        with pytest.raises(CaseError) as refused:
            AgendaFilter(**words).check(RULES)  # type: ignore[arg-type]  # the words are of the right type
        assert nearest in refused.value.message("en")


def test_the_public_agenda_takes_cases_of_every_form_and_counts_those_that_are_refused() -> None:
    cases = [Case.model_validate(CASES[0]), json.dumps(CASES[1]), {"case_id": "0101701234"}, CASES[2]]
    found = agenda(iter(cases), at=AT, rulebook=BOOK, limit=2)
    assert (found.cases, found.items) == (3, _agenda(_evaluations()).items[:2])
    assert [(one.case, one.error["place"]) for one in found.refused] == [(3, "/case_id")]
    assert list(json.loads(found.to_json())) == [
        "schema", "at", "cases", "counts", "selected", "not_recorded", "closed", "refused", "warnings", "items",
    ]  # fmt: skip
    assert agenda(cases, at=AT, rulebook=BOOK, kommune=101).cases == 0


def test_the_public_agenda_takes_a_kommune_as_a_case_does() -> None:
    codes = (751, "0751", "751", 101, "0101", "101")
    found = [agenda(CASES, at=AT, rulebook=BOOK, kommune=code).cases for code in codes]
    assert found == [found[0]] * 3 + [0] * 3
    assert found[0] > 0
    for code, shown in (("0102", "«0102»"), ("Aarhus", None)):
        with pytest.raises(CaseError) as refused:
            agenda(CASES, at=AT, rulebook=BOOK, kommune=code)
        assert (refused.value.place, refused.value.value) == ("kommune", shown)


def test_a_status_chooses_what_is_listed_and_leaves_nothing_out_of_the_counts() -> None:
    whole, late = _agenda(_evaluations()), _agenda(_evaluations(), statuses=frozenset({"overdue"}))
    assert (late.counts, {item.group for item in late.items}) == (whole.counts, {"overdue"})
    assert late.selected == {"overdue": whole.counts["overdue"]}
    assert whole.selected == {group: count for group, count in whole.counts.items() if count}


def test_a_status_that_waits_is_counted_beside_what_asks_for_something_now() -> None:
    whole, waiting = _agenda(_evaluations()), _agenda(_evaluations(), statuses=frozenset({"pending"}))
    assert waiting.counts == {**whole.counts, **waiting.selected}
    assert {item.group for item in waiting.items} == {*waiting.selected} <= {"pending", "due_today"}


def test_the_table_names_both_dates_and_says_that_a_status_was_asked_for() -> None:
    day = evaluate(Case.model_validate(_data("dag", "2026-03-01")), at=AT, rulebook=BOOK)
    table = render_agenda_table(_agenda([day], statuses=frozenset({"overdue"})), "da", colour=False)
    table = table.replace("\xa0", " ")
    assert "sikker: søn. 1.3.2026" in table
    assert "yderste: man. 2.3.2026" in table
    assert "Kun pligter med den valgte status er vist: 1 af 10." in table


def test_duties_of_closed_cases_are_counted_and_listed_on_request() -> None:
    closing = {"id": "z1", "type": "sag_afsluttet", "at": "2026-03-03T11:30:00+01:00", "grund": "flyttet"}
    case = {**CASES[0], "events": [*CASES[0]["events"], closing]}
    found = agenda([case], at=AT, rulebook=BOOK)
    assert (found.items, found.closed > 0) == ((), True)
    shown = agenda([case], at=AT, rulebook=BOOK, closed=True)
    assert (shown.closed, len(shown.items)) == (0, found.closed)
    assert {item.closed.grund for item in shown.items if item.closed} == {"flyttet"}


def test_duties_that_the_system_keeps_no_record_of_are_counted_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(f"id: k\nladders: []\nnot_recorded: [{RULE}]\n", encoding="utf-8")
    found = agenda(CASES, at=AT, rulebook=BOOK, policy=Policy.load(path))
    assert found.not_recorded == 2
    assert RULE not in {item.rule for item in found.items}
    assert "Registreres ikke i jeres system: 2." in render_agenda_table(found, "da", colour=False)


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
    refused = "Cases that are refused and left out: 1."
    assert [row.partition(";")[0] for row in rows] == ["Group", "Overdue", "Due today", refused]


def test_a_limit_of_0_lists_all_in_python_and_on_the_command_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = _agenda(_evaluations()).items
    assert agenda(CASES, at=AT, rulebook=BOOK, limit=0).items == whole
    main(["agenda", str(folder), "--at", AT, "--limit", "0", "--format", "json"])
    assert len(json.loads(capsys.readouterr().out)["items"]) == len(whole)


@pytest.mark.parametrize("name", ["case.json", "-", "cases.jsonl", "cases.ndjson"])
def test_a_file_of_a_case_in_which_nothing_stands_is_refused_and_a_stream_of_no_lines_is_not(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    path = tmp_path / name
    path.touch()
    source = "-" if name == "-" else str(path)
    code = 2 if name == "case.json" else 0
    for command in (["agenda"], ["evaluate", "--format", "jsonl"]):
        assert main([*command, source, "--at", AT]) == code
        assert ("linje 1: der er intet at læse" in capsys.readouterr().err) == bool(code)


def test_a_file_that_cannot_be_read_does_not_lose_the_rest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "0-dangling.json").symlink_to("nowhere")
    (folder / "1-folder.json").mkdir()
    assert main(["agenda", str(folder), "--at", AT, "--format", "json", "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["cases"] == 3
    assert [one["case"] for one in told["refused"]] == [1, 3]
    assert err.startswith(
        "overgreb-rules: file 1 of the folder: /: the file cannot be read (No such file or directory)"
    )


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("--rule", "bl-999"), "--rule"),
        (("--law", "lov"), "--law"),
        (("--bearer", "mor"), "--bearer"),
        (("--status", "late"), "--status"),
        (("--kommune", "Aarhus"), "--kommune"),
        (("--kommune", "0999"), "--kommune"),
        (("--limit", "-1"), "--limit"),
        (("--limit", "mange"), "--limit"),
        (("--limit", "٧" * 3), "--limit"),
        (("--limit", "9" * 5_000), "--limit"),
    ],
)
def test_a_filter_that_nothing_has_is_refused(
    words: tuple[str, str], place: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agenda", str(folder), "--at", AT, *words]) == 2
    out, err = capsys.readouterr()
    assert (out, err.partition(": ")[2].partition(":")[0]) == ("", place)


@pytest.mark.parametrize("source", ["-", "cases.json", "tables.parquet"])
def test_the_same_agenda_comes_from_every_kind_of_source(
    source: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["agenda", str(folder), "--at", AT, "--format", "json"])
    expected = capsys.readouterr().out
    lines = "".join(json.dumps(data) + "\n" for data in CASES).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines), encoding="ascii"))
    path = folder.parent / source
    if source == "cases.json":
        path.write_bytes(lines)
    elif source != "-":
        parquet.write_table(nest_events(*tables_of(CASES)), path)
    main(["agenda", "-" if source == "-" else str(path), "--at", AT, "--format", "json"])
    assert capsys.readouterr().out == expected


def test_another_municipality_has_nothing_here(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agenda", str(folder), "--at", AT, "--kommune", "0101"]) == 0
    assert "0 pligter i 0 sager" in capsys.readouterr().out


def test_the_table_says_each_group_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agenda", str(folder), "--at", AT]) == 1
    out = capsys.readouterr().out
    for words in ("Overskredet (", "Frist i dag (", "Åben uden fast frist (", "Uafklaret ("):
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
