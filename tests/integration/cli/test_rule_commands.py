"""`rules needs`, `map`, `test`, `impact` and `vocabulary` from the command line."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import textwrap
from pathlib import Path

import pytest

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules.cli import main
from overgreb_rules.rulebook import default_rulebook
from tests.fixtures.paths import EXAMPLE_CASES, RULES

RULE = "bl-136-2-vurdering-24-timer"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    return code, *capsys.readouterr()


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The rules with 25 hours in the place of 24, and their examples as they were."""
    folder = shutil.copytree(RULES, tmp_path / "rules")
    path = folder / "barnets_lov" / f"{RULE}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("within: 24 hours", "within: 25 hours"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", ["da", "en"])
def test_vocabulary_lists_the_types_and_tells_one_of_them_whole(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "vocabulary", "--lang", language)
    assert (code, err) == (0, "")
    assert any(line.startswith("underretning_modtaget  ") for line in out.splitlines())
    code, out, _ = run(capsys, "vocabulary", "underretning_modtaget", "--lang", language)
    assert "  afsender: " in out
    assert f"  {RULE}: " in out


def test_vocabulary_tells_the_values_of_a_fact_in_the_words_of_its_refusal(capsys: pytest.CaptureFixture[str]) -> None:
    rules, texts = default_rulebook().rules, {}
    for event in rules.vocabulary.events.values():
        for fact in event.facts.values():
            texts.setdefault(fact.kind, (event.name, fact.name, fact.allowed.da))
    assert len(texts) > 3
    for event_type, fact_name, allowed in texts.values():
        lines = run(capsys, "vocabulary", event_type)[1].splitlines()
        line = next(line for line in lines if line.startswith(f"  {fact_name}: "))
        assert f" ({allowed}" in line


def test_vocabulary_is_json_with_every_value_of_every_fact(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(run(capsys, "vocabulary", "underretning_modtaget", "--format", "json")[1])
    assert list(told) == ["schema", "type", "says", "facts", "opens", "meets", "ends", "bears_on"]
    sender = next(fact for fact in told["facts"] if fact["name"] == "afsender")
    assert [value["value"] for value in sender["values"]] == ["fagperson", "borger", "kommune"]
    assert len(json.loads(run(capsys, "vocabulary", "--format", "json")[1])["events"]) > 50


def test_needs_tells_events_and_facts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "rules", "needs", "bl-138-2-orientering")
    assert code == 0
    assert "Opfyldes af:\n  fagperson_orienteret: " in out
    told = json.loads(run(capsys, "rules", "needs", "bl-138-2-orientering", "--format", "json")[1])
    assert told["meets"] == ["fagperson_orienteret"]


@pytest.mark.parametrize(
    "text",
    [
        "underretning_modtaget\n# a comment\n\nunderretning_vurderet  # ours: R12\n",
        '["underretning_modtaget", "underretning_vurderet"]',
    ],
)
def test_map_says_what_a_system_can_never_tell(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "types.txt"
    path.write_text(text, encoding="utf-8")
    told = json.loads(run(capsys, "rules", "map", str(path), "--format", "json")[1])
    assert list(told) == ["schema", "met", "unmeetable", "nothing_meets", "never"]
    assert RULE in {one["rule"] for one in told["met"]}
    assert {"rule": "bl-138-1-kvittering", "lacks": ["kvittering_sendt"]} in told["unmeetable"]
    code, out, _ = run(capsys, "rules", "map", str(path))
    assert code == 0
    assert "; mangler »modtagelsen bekræftet over for underretteren«\n    Felt: kvittering_sendt\n" in out


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("underretning_modtaget\nunderretning_vurdret\n", "FILE, linje 2"),
        ('["underretning_vurdret"]', "FILE, punkt 1"),
        ("[1]", "FILE"),
        ("[", "FILE"),
        ("[" * 100_000, "FILE"),
    ],
)
def test_map_refuses_a_type_that_there_is_not(
    text: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "types.txt"
    path.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "rules", "map", str(path))
    assert (code, out) == (2, "")
    assert err.startswith(f"overgreb-rules: {place}: ")


@pytest.mark.slow
def test_the_examples_of_a_changed_rulebook_are_wrong_although_its_proofs_hold(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "rules", "test", str(changed))
    assert code == 1
    assert any(line.startswith(f"{RULE}: ") for line in out.splitlines())
    assert run(capsys, "rules", "test")[0] == 0


def test_impact_counts_what_a_change_does_to_the_cases(
    changed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    event = {"id": "u1", "type": "underretning_modtaget", "at": "2026-03-02T10:00:00+01:00"}
    lines = [json.dumps({"case_id": f"sag-{number}", "events": [event]}) for number in range(2)]
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n".join(lines), encoding="utf-8")
    impact = ("rules", "impact", str(RULES), str(changed), str(cases), "--at", "2026-03-03T10:30:00+01:00")
    code, out, err = run(capsys, *impact)
    assert (code, err) == (1, "")
    assert out.startswith("Sager med et andet svar: 2 af 2\n")
    assert "ændrer frist: 2 (sager: 2, fx sag-0)" in out
    told = json.loads(run(capsys, *impact, "--format", "json")[1])
    assert (told["cases"], told["cases_changed"]) == (2, 2)
    cases.write_text(lines[0] + "\n{\n", encoding="utf-8")
    code, _, err = run(capsys, *impact)
    assert (code, err.startswith("overgreb-rules: linje 2, ")) == (2, True)


def test_bundle_writes_the_file_whose_hash_stands_in_receipts(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["bundle"]) == 0
    written = capfdbinary.readouterr().out
    answer = evaluate(Case.model_validate({"case_id": "a"}), at="2026-11-21T12:00:00+01:00")
    assert hashlib.sha256(written).hexdigest() == answer.receipt.bundle_sha256


def test_bundle_of_a_folder_holds_its_rules(changed: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["bundle", "--rules", str(changed)]) == 0
    written = capfdbinary.readouterr().out
    assert json.loads(written)["rules"][RULE]["clock"]["strict"]["value"] == 25
    answer = evaluate(
        Case.model_validate({"case_id": "a"}), at="2026-11-21T12:00:00+01:00", rulebook=Rulebook.load(changed)
    )
    assert hashlib.sha256(written).hexdigest() == answer.receipt.bundle_sha256


def test_check_refuses_what_is_no_day_before_it_proves_anything(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "rules", "check", "--at", "2031-13-01", "--lang", "en")
    assert (code, out) == (2, "")
    assert "--at" in err
    assert "this is no day" in err


@pytest.mark.slow
def test_check_names_the_laws_that_nobody_has_looked_at_for_half_a_year_on_a_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "rules", "check", "--at", "2031-01-01", "--lang", "en")
    assert code == 0
    assert "notice: the Child's Act was read as it stood on 17 March 2025; it is asked on 1 January 2031" in out


def test_a_rulebook_in_an_older_form_is_compared_as_data(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    older = tmp_path / "older"
    (older / "barnets_lov").mkdir(parents=True)
    (older / "vocabulary.yaml").write_text("version: 1\n", encoding="utf-8")
    (older / "rulebook.yaml").write_text('version: "2026.1"\nlaws: {barnets_lov: {}}\n', encoding="utf-8")
    rule = """
        when: ulovligt_skolefravaer
        must: underretning_sendt
        examples:
          - says: absent for 15 per cent
            events:
              - {id: f1, type: ulovligt_skolefravaer, at: 2025-03-03T10:00+01:00, procent: 15, folkeskole: true}
            at: 2025-03-10T10:00+01:00
            gives: {f1: {status: overdue}}
    """
    (older / "barnets_lov" / "bl-133-2-skolefravaer.yaml").write_text(textwrap.dedent(rule), encoding="utf-8")
    code, out, err = run(capsys, "rules", "diff", str(older), str(RULES), "--lang", "en")
    assert (code, err) == (1, "")
    assert out.startswith("A has an older form")
    assert "bl-133-2-skolefravaer answers otherwise (changed: in_force, if, clock)" in out
    assert "  witness: f1: status is open, not overdue (at 2025-03-10T10:00+01:00)" in out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "code"),
    [(("test",), 0), (("check", "--at", "2026-11-30"), 0), (("diff", "A", "B"), 1), (("impact", "A", "B", "CASES"), 1)],
)
def test_what_tries_rules_needs_no_engine_where_the_reference_matcher_is_asked(
    command: tuple[str, ...],
    code: int,
    changed: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "overgreb_rules._matching.durable", None)
    places = {"A": str(RULES), "B": str(changed), "CASES": str(EXAMPLE_CASES)}
    asked = [places.get(word, word) for word in command]
    found, _, err = run(capsys, "rules", *asked, "--matcher", "reference")
    assert (found, err) == (code, "")
