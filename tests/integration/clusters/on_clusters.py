"""The recipes of docs/how-to/arrow.md for those who outgrow one machine: the same answers as from one process.

Run by `make test-scale`; the name keeps it out of the ordinary run, which needs neither Spark nor Ray. Each recipe runs
as it stands in the document, in a process of its own.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules._columnar.io.row_conversion import build_answer_row
from overgreb_rules.arrow import ANSWERS, tables_of
from tests.fixtures.child_process import child_environment
from tests.fixtures.nested_tables import nest_events
from tests.fixtures.notification_year.generator import generate_cases
from tests.integration.docs.arrow_recipes import AT, recipe

DATA: list[dict[str, Any]] = list(generate_cases(1900, seed=31))
"""More than a thousand cases."""
REFUSED: dict[str, Any] = {"case_id": "sag-refused", "events": [{"type": "underretning_modtaget", "at": "2025-11-01"}]}


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, Any]]:
    """What `evaluate` says of each case, one after the other in this process."""
    assert len(DATA) > 1000
    rows = [
        build_answer_row(data["case_id"], evaluate(Case.model_validate(data), at=AT), data.get("kommune"))
        for data in DATA
    ]
    return {row["case_id"]: _in_seconds(row) for row in pa.Table.from_pylist(rows, ANSWERS).to_pylist()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the cases in several files, as a cluster reads them, and one case that is refused."""
    together = nest_events(*tables_of([*DATA, REFUSED]))
    refused = together.slice(len(DATA)).to_pylist()
    refused[0]["events"][0]["type"] = "noget_andet"
    together = pa.concat_tables([together.slice(0, len(DATA)), pa.Table.from_pylist(refused, together.schema)])
    (tmp_path / "nested.parquet").mkdir()
    for number, start in enumerate(range(0, together.num_rows, 300)):
        pq.write_table(together.slice(start, 300), tmp_path / "nested.parquet" / f"part-{number}.parquet")
    return tmp_path


def _java() -> int | None:
    """The version of Java, if there is one."""
    home = os.environ.get("JAVA_HOME")
    try:
        said = subprocess.run(
            [str(Path(home) / "bin" / "java") if home else "java", "-version"],  # the one that Spark takes
            capture_output=True,
            text=True,
            check=True,
            timeout=800,
        ).stderr
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else None


def _check(name: str, module: str, folder: Path, expected: dict[str, dict[str, Any]], **environment: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed: make test-scale")
    (folder / "recipe.py").write_text(recipe(name), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "recipe.py"],
        cwd=folder,
        env=child_environment() | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=800,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    answered = pq.read_table(folder / "answers").to_pylist()
    found = {row["case_id"]: _in_seconds(row) for row in answered}
    assert len(found) == len(answered) == len(DATA) + 1
    assert found.pop(REFUSED["case_id"])["error"]["place"] == "/events/0/type"
    for case_id, row in expected.items():
        assert found[case_id] == row


def _in_seconds(value: Any) -> Any:
    """The row with its instants as seconds since 1970; one that was written without a zone is of UTC.

    Of two zones Python calls no time equal that comes twice when the clocks go back.
    """
    if isinstance(value, dict):
        return {name: _in_seconds(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_in_seconds(one) for one in value]
    if isinstance(value, dt.datetime):
        return int((value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value).timestamp())
    return value


def test_spark_gives_the_same_answers(folder: Path, expected: dict[str, dict[str, Any]]) -> None:
    if (_java() or 0) < 17:
        pytest.skip("Spark needs Java 17 or newer on the path, or in JAVA_HOME (Debian: openjdk-17-jre-headless)")
    arguments = "--master local[2] --conf spark.ui.enabled=false --conf spark.sql.session.timeZone=UTC pyspark-shell"
    python = dict.fromkeys(("PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON"), sys.executable)
    _check("Spark", "pyspark", folder, expected, PYSPARK_SUBMIT_ARGS=arguments, SPARK_LOCAL_IP="127.0.0.1", **python)


def test_ray_data_gives_the_same_answers(folder: Path, expected: dict[str, dict[str, Any]]) -> None:
    _check("Ray Data", "ray", folder, expected, RAY_USAGE_STATS_ENABLED="0")
