"""The fuzzer: what it keeps of an input that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.target import FuzzTarget
from tools import fuzz


@pytest.mark.parametrize(("seconds", "is_kept"), [(19.0, False), (21.0, True)])
def test_an_input_that_takes_too_long_fails_and_is_kept(
    seconds: float, is_kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    monkeypatch.setattr("tools.fuzz.time.process_time", lambda: now[0])
    monkeypatch.setattr(fuzz, "FAILED", tmp_path)
    slow = FuzzTarget("slow", lambda number: b"%d" % number, lambda _: now.append(now.pop() + seconds), longest=20.0)
    assert fuzz.try_input(slow, 7) is not is_kept
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("slow-7", b"7")] * is_kept
    assert ("21.0 s of processor time, at most 20" in capsys.readouterr().err) is is_kept
