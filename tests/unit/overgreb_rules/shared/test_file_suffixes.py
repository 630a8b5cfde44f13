"""The ends of the names of files: each kind once."""

from __future__ import annotations

from pathlib import Path

import overgreb_rules
from overgreb_rules.shared.file_suffixes import LINE_SUFFIXES, TABLE_SUFFIXES


def test_a_name_ends_as_one_kind_of_file_does() -> None:
    assert not {*LINE_SUFFIXES} & {*TABLE_SUFFIXES}
    assert all(suffix.startswith(".") for suffix in (*LINE_SUFFIXES, *TABLE_SUFFIXES))


def test_no_other_module_lists_the_suffixes() -> None:
    folder = Path(str(overgreb_rules.__file__)).parent
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    assert {name for name, text in texts.items() if '".feather"' in text or '".ndjson"' in text} == {"file_suffixes.py"}
