"""The lock of an output folder: who waits, who is refused, and why."""

from __future__ import annotations

import errno
import os
import re
import sys
from pathlib import Path

import pytest

from meetings.export import FolderError, folder_lock
from meetings.export.atomic_folder import lock_folder
from meetings.export.folder_lock import hold_lock


def test_a_run_that_does_not_end_is_waited_for_and_then_named(tmp_path: Path) -> None:
    with (
        hold_lock(tmp_path / "ud", 60),
        pytest.raises(FolderError, match=re.escape(f"another run is writing in {tmp_path / 'ud'}:")),
        hold_lock(tmp_path / "ud", 0.05),
    ):
        pytest.fail("two runs at once")


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is another one")
def test_a_file_system_without_locks_is_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(folder_lock.fcntl, "flock", refuse)
    with pytest.raises(FolderError, match="No locks available") as refused, lock_folder(tmp_path / "ud", is_own=bool):
        pytest.fail("the folder is not locked")
    assert refused.value.text.da.endswith("ud kan ikke bruges (filer kan ikke låses dér)")


@pytest.mark.parametrize(("module", "name"), [(os, "open"), (Path, "mkdir")])
def test_who_may_not_write_is_told_that_it_is_the_right_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(module, name, refuse)
    with pytest.raises(FolderError) as refused, lock_folder(tmp_path / "ny" / "ud", is_own=bool):
        pytest.fail("the folder is not locked")
    why = "der kan ikke skrives (der er ikke adgang til at skrive dér)"
    assert refused.value.text.da == f"{tmp_path / 'ny'}: {why}; nævn en anden mappe"
