"""The reason that the system gives for a refused file."""

from __future__ import annotations

from pathlib import Path

import pytest

from overgreb_rules.shared.system_error import describe_system_error


def test_a_reason_is_told_in_both_languages_without_the_path(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as refused:
        (tmp_path / "mette.json").read_bytes()
    why = describe_system_error(refused.value)
    assert (why.da, why.en) == ("den findes ikke", "No such file or directory")


def test_a_reason_without_danish_words_is_told_in_those_of_the_system() -> None:
    why = describe_system_error(OSError(5, "Input/output error"))
    assert why.da == why.en == "Input/output error"


def test_an_error_without_a_reason_is_told_by_its_kind() -> None:
    assert describe_system_error(TimeoutError()).en == "TimeoutError"
