"""`rules watch` prints what there is to read, as a table, as JSON, or as rows for the list."""

import csv
import io
import json

import pytest

from overgreb_rules.cli import main
from tests.fixtures.paths import LAW_TEXTS

EXCERPT = LAW_TEXTS / "barnets-lov-excerpt.txt"
LIMITED = ["--paragraphs", "5,126,132-138,213"]


@pytest.fixture
def amended(tmp_path):
    file = tmp_path / "amended.txt"
    file.write_text(EXCERPT.read_text(encoding="utf-8").replace("24 timer", "48 timer"), encoding="utf-8")
    return str(file)


def test_an_unchanged_text_has_nothing_to_read(capsys):
    assert main(["rules", "watch", str(EXCERPT), *LIMITED]) == 0
    assert "Intet at læse: alt er uændret." in capsys.readouterr().out


@pytest.mark.parametrize(("language", "word"), [("da", "ændret: § 136, stk. 2"), ("en", "changed: § 136, stk. 2")])
def test_a_changed_sentence_stands_with_its_rule_and_examples(capsys, amended, language, word):
    assert main(["rules", "watch", amended, *LIMITED, "--lang", language]) == 1
    out = capsys.readouterr().out
    assert word in out
    assert "bl-136-2-vurdering-24-timer" in out


def test_json_holds_every_sentence_and_the_rules_on_it(capsys, amended):
    assert main(["rules", "watch", amended, *LIMITED, "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["law"], answer["against"], answer["counts"]["same"]) == ("barnets_lov", "LBK 282/2025", 43)
    changed = [one for one in answer["sentences"] if one["verdict"] == "changed"]
    assert [rule["rule"] for rule in changed[0]["rules"]] == ["bl-136-2-vurdering-24-timer"]


def test_proposed_rows_leave_open_what_a_person_must_answer(capsys, amended):
    main(["rules", "watch", amended, *LIMITED, "--propose"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 44
    assert [row["cite"] for row in rows if not row["rules"] and not row["why_not"]] == ["§ 136, stk. 2"]


def test_the_proposed_rows_of_several_files_stand_under_one_heading(capsys, amended):
    main(["rules", "watch", str(EXCERPT), amended, *LIMITED, "--propose"])
    first, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert rows.count(first) == 0
    assert len(rows) == 88


def test_the_worst_of_several_files_is_the_exit_code(amended):
    assert main(["rules", "watch", str(EXCERPT), amended, *LIMITED]) == 1


def test_a_file_name_that_looks_like_a_cpr_number_is_not_shown(capsys, tmp_path):
    file = tmp_path / "010190-1234.txt"
    assert main(["rules", "watch", str(file)]) == 2
    file.write_bytes(EXCERPT.read_bytes())
    assert main(["rules", "watch", str(file), *LIMITED]) == 0
    written = capsys.readouterr()
    assert f"{tmp_path}/»skjult«.txt: " in written.err
    assert written.out.startswith(f"{tmp_path}/»skjult«.txt: barnets_lov")


def test_a_text_is_read_from_standard_input(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(EXCERPT.read_bytes())))
    assert main(["rules", "watch", "-", *LIMITED]) == 0
    assert capsys.readouterr().out.startswith("-: barnets_lov")


@pytest.mark.parametrize("arguments", [["nofile.txt"], [str(EXCERPT), "--paragraphs", "x"]])
def test_what_cannot_be_compared_is_exit_code_2(capsys, arguments):
    assert main(["rules", "watch", *arguments]) == 2
    assert capsys.readouterr().out == ""
