"""The reason that the system gives for a refused file."""

from __future__ import annotations

from pathlib import Path

import pytest

from overgreb_rules.shared.system_error import describe_system_error, describe_unreadable, describe_unwritable


def test_a_reason_is_told_in_both_languages_without_the_path(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as refused:
        (tmp_path / "mette.json").read_bytes()
    why = describe_system_error(refused.value)
    assert (why.da, why.en) == ("den findes ikke", "No such file or directory")


@pytest.mark.parametrize(
    ("error", "danish", "english"),
    [
        (OSError(5, "Input/output error"), "systemets fejl 5", "Input/output error"),
        (TimeoutError(), "en ukendt fejl i systemet", "an unknown error of the system"),
        (UnicodeDecodeError("utf-8", b"mette", 0, 1, "x"), "den er ikke UTF-8", "it is not UTF-8"),
        (ValueError("mette"), "den er beskadiget", "it is damaged"),
    ],
)
def test_any_other_reason_is_told_in_both_languages_too(error: Exception, danish: str, english: str) -> None:
    why = describe_system_error(error)
    assert (why.da, why.en) == (danish, english)


def test_a_file_of_which_a_library_says_no_number_of_an_error_is_damaged() -> None:
    assert describe_unreadable(OSError("Couldn't deserialize thrift")).en == "the file cannot be read (it is damaged)"
    assert "unknown error" in describe_unreadable(TimeoutError()).en


def test_a_file_that_cannot_be_read_says_why() -> None:
    why = describe_unreadable(UnicodeDecodeError("utf-8", b"mette", 0, 1, "x"))
    assert (why.da, why.en) == ("filen kan ikke læses (den er ikke UTF-8)", "the file cannot be read (it is not UTF-8)")

    why = describe_unreadable(IsADirectoryError(21, "Is a directory"), "plan.csv")
    assert (why.da, why.en) == (
        "filen plan.csv kan ikke læses (det er en mappe)",
        "the file plan.csv cannot be read (Is a directory)",
    )


def test_of_a_path_that_cannot_be_written_the_folder_is_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as refused:
        (tmp_path / "mette" / "fravaer.csv").write_text("")
    why = describe_unwritable(refused.value)
    assert (why.da, why.en) == (
        "der kan ikke skrives (mappen findes ikke)",
        "it cannot be written (No such file or directory)",
    )
    assert (
        describe_unwritable(OSError(28, "No space left on device")).da
        == "der kan ikke skrives (der er ikke mere plads)"
    )
