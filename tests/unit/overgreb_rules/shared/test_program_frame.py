"""The frame of a program: what ends a command is told in one line and has an exit code of its own."""

from __future__ import annotations

import pytest

from overgreb_rules.shared.program_frame import FAULT, NO_OUTPUT, STOPPED, run_program


def raising(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (OSError(28, "No space left on device"), NO_OUTPUT, "p: the answer could not be written (No space left on "),
        (ValueError("Mette Hansen"), FAULT, "p: no answer, because of an error in this program (ValueError, test_pro"),
        (KeyboardInterrupt(), STOPPED, ""),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_what_ends_a_command_has_an_exit_code_and_repeats_no_text_of_the_input(
    error: BaseException, code: int, told: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("overgreb_rules.shared.program_frame._forget_output", lambda: None)
    assert run_program("p", "en", lambda: raising(error)) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(told)
    assert err.count("\n") == bool(told)
    assert "Mette" not in err


def test_the_exit_code_of_a_command_is_that_of_the_program() -> None:
    assert run_program("p", "da", lambda: 1) == 1


def test_nothing_is_run_where_the_output_is_closed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run: list[int] = []
    monkeypatch.setattr("sys.stdout", None)
    assert run_program("p", "en", lambda: run.append(1) or 0) == NO_OUTPUT
    assert run == []
    assert capsys.readouterr().err == "p: the answer could not be written (standard output is closed)\n"
