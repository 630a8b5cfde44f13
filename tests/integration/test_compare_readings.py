"""The comparison of the two readings of the law: what an earlier run found counts when a run is taken up again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import compare_readings
from tools.compare_readings import main


@pytest.mark.parametrize(
    ("prefix", "code", "line"),
    [
        ("a", 1, "1500 histories compared, 1000 of them in earlier runs; 2 evaluations differ"),
        ("b", 0, "1500 histories compared, 0 of them in earlier runs; 0 evaluations differ"),
    ],
)
def test_a_run_that_is_taken_up_again_fails_where_an_earlier_block_differed(
    prefix: str,
    code: int,
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    results = tmp_path / "readings.jsonl"
    lines = [
        {"prefix": "a", "block": 0, "histories": 500, "differing": 0},
        {"prefix": "a", "block": 1, "kind": "any", "number": 3},
        {"prefix": "a", "block": 1, "kind": "any", "number": 7},
        {"prefix": "a", "block": 1, "histories": 500, "differing": 2},
        {"prefix": "a", "block": 2, "kind": "any", "number": 1},
        {"prefix": "a", "block": 3, "histories": 500, "differing": 5},
    ]
    results.write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")
    monkeypatch.setattr(compare_readings, "compare_block", lambda *_: 0)
    assert main(["--prefix", prefix, "--blocks", "3", "--results", str(results)]) == code
    assert capsys.readouterr().out.strip() == line
