"""What stands at a path: a name that no system can hold names nothing."""

from __future__ import annotations

from pathlib import Path

from overgreb_rules.shared.existing_path import is_existing_file, is_existing_folder


def test_a_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "one"
    file.touch()
    assert (is_existing_file(file), is_existing_folder(file)) == (True, False)
    assert (is_existing_file(tmp_path), is_existing_folder(str(tmp_path))) == (False, True)


def test_a_name_that_is_too_long_names_nothing(tmp_path: Path) -> None:
    name = tmp_path / ("x" * 5000)
    assert (is_existing_file(name), is_existing_folder(name)) == (False, False)
