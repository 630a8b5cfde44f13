"""docs/how-to/arrow.md: its columns are those of the schemas, and its recipes are run as they stand there."""

from __future__ import annotations

import itertools
import json
import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules.arrow import evaluate_arrow, tables_of, unnested
from overgreb_rules.cli import main
from tests.fixtures.nested_tables import nest_events
from tests.fixtures.notification_year.generator import generate_endless_cases
from tests.integration.docs.arrow_columns import DOCUMENT, document
from tests.integration.docs.arrow_recipes import AT, COMMANDS, recipe

DATA = list(itertools.islice(generate_endless_cases(seed=12), 40))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the recipes name, and the working directory."""
    monkeypatch.chdir(tmp_path)
    models = [Case.model_validate(case) for case in DATA]
    cases, events = tables_of(models)
    (tmp_path / "cases.jsonl").write_text("".join(_line(model) for model in models), encoding="utf-8")
    (tmp_path / "tables").mkdir()
    for place in (tmp_path, tmp_path / "tables"):
        pq.write_table(cases, place / "cases.parquet")
        pq.write_table(events, place / "events.parquet")
    pq.write_table(nest_events(cases, events), tmp_path / "nested.parquet")
    return tmp_path


def _line(model: Case) -> str:
    return json.dumps(model.told()) + "\n"


def run(heading: str) -> dict[str, Any]:
    """What the recipe has made."""
    made: dict[str, Any] = {}
    exec(compile(recipe(heading), DOCUMENT.name, "exec"), made)  # noqa: S102  # the recipe of our own document
    return made


def late_by_evaluate() -> dict[str, int]:
    """How many duties of each paragraph are overdue or breached, one case after the other."""
    duties = (duty for case in DATA for duty in evaluate(Case.model_validate(case), at=AT).obligations)
    return Counter(duty.cite for duty in duties if duty.status in {"overdue", "breached"})


def test_the_documented_columns_are_those_of_the_schemas() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "python -m tests.integration.docs.arrow_columns"


def test_the_recipe_from_json_to_parquet_gives_the_documented_answers(folder: Path) -> None:
    run("Many cases as tables")
    answers = pq.read_table(folder / "answers.parquet")
    assert answers.to_pylist() == evaluate_arrow(*tables_of(DATA), at=AT).to_pylist()


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_the_recipe_for_polars_gives_the_documented_answers() -> None:
    made = run("Polars")
    assert dict(made["late"].iter_rows()) == late_by_evaluate()
    assert made["answers"].height == len(DATA)


@pytest.mark.usefixtures("folder")
def test_the_recipe_for_duckdb_gives_the_documented_answers() -> None:
    made = run("DuckDB")
    assert dict(made["late"].fetchall()) == late_by_evaluate()


def test_the_recipe_for_one_nested_table_gives_the_documented_answers(folder: Path) -> None:
    given = evaluate_arrow(*tables_of(DATA), at=AT)
    (folder / "nested.parquet").unlink()
    run("One table out of two")
    cases, events = unnested(pq.read_table(folder / "nested.parquet"))
    found = evaluate_arrow(cases, events, at=AT)
    assert found.sort_by("case_id").equals(given.sort_by("case_id"))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("folder")
def test_the_documented_commands_give_the_documented_answers(
    command: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    _, *arguments = shlex.split(command.partition(" > ")[0])
    if "--since" in arguments:
        earlier = next(one for one in COMMANDS if one.endswith(f" > {arguments[-1]}"))
        assert main(shlex.split(earlier.partition(" > ")[0])[1:]) == 1
        Path(arguments[-1]).write_bytes(capsysbinary.readouterr().out)
    assert main(arguments) == 1
    out = capsysbinary.readouterr().out
    if command.endswith(".jsonl"):
        assert out.count(b"\n") == len(DATA)
    else:
        assert pq.read_table(pa.BufferReader(out)).num_rows == len(DATA)
