"""`figures` reads any source of cases and refuses what it cannot count."""

from __future__ import annotations

import json

import pytest

from overgreb_rules.cli import main
from tests.fixtures.paths import EXAMPLE_CASES

PERIOD = ["--from", "2016-01-01", "--to", "2026-12-31"]


def test_the_figures_of_a_folder_are_printed_as_json(capsys):
    assert main(["figures", str(EXAMPLE_CASES), *PERIOD, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["cases"] == len(list(EXAMPLE_CASES.glob("*.json")))
    assert document["groups"][0]["measures"][0]["decided"] > 0


@pytest.mark.parametrize(("output", "start"), [("csv", "\ufeffGruppe"), ("svg", "<svg"), ("html", "<!DOCTYPE html>")])
def test_each_form_can_be_printed(capsysbinary, output, start):
    assert main(["figures", str(EXAMPLE_CASES), *PERIOD, "--format", output]) == 0
    assert capsysbinary.readouterr().out.decode().startswith(start)


def test_a_refused_case_is_named_and_makes_the_exit_code_2(capsys, tmp_path):
    lines = tmp_path / "cases.jsonl"
    lines.write_text('{"case_id": "a", "events": []}\n{"case_id": 1}\n')
    assert main(["figures", str(lines), *PERIOD, "--format", "json"]) == 2
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    assert document["cases"] == 1
    assert [(one["case"], one["error"]["place"]) for one in document["refused"]] == [(2, "/case_id")]
    assert "linje 2" in captured.err


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["--from", "2026-1-1", "--to", "2026-12-31"], "--from"),
        (["--from", "2026-W05-3", "--to", "2026-12-31"], "--from"),
        (["--from", "2026-01-01", "--to", "2025-12-31"], "--to"),
        ([*PERIOD, "--by", "year"], "--by"),
        ([*PERIOD, "--by", "month,month"], "--by"),
    ],
)
def test_a_period_or_breakdown_that_cannot_be_counted_is_refused_with_its_place(capsys, arguments, place):
    assert main(["figures", str(EXAMPLE_CASES), *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"overgreb-rules: {place}:" in captured.err
