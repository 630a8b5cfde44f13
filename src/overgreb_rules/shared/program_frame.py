"""The frame of a program: its streams, and the exit codes of what no command foresees.

Exit codes 1 and 2 belong to the commands: a traceback, with which Python ends with 1, would be read as an answer.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from overgreb_rules.shared.system_error import describe_system_error
from overgreb_rules.shared.text import Text, translate

__all__ = ["FAULT", "NO_OUTPUT", "STOPPED", "print_refusal", "run_program"]

FAULT, NO_OUTPUT, STOPPED = 70, 74, 130
"""The exit codes of an error of the program, of an answer that cannot be written, and of Ctrl-C."""
_NOT_WRITTEN = Text("svaret kunne ikke skrives ({error})", "the answer could not be written ({error})")
_CLOSED = Text("standardoutput er lukket", "standard output is closed")
_UNFORESEEN = Text(
    "der er intet svar, for der er en fejl i programmet ({error})",
    "no answer, because of an error in this program ({error})",
)


def run_program(name: str, language: str, command: Callable[[], int]) -> int:
    """Run a command with its streams in UTF-8, and tell in one line what ends it.

    Nothing is run where standard output is closed. Without a standard error what would be told there is lost.

    Args:
        name: the name of the program, for the messages.
        language: da or en.
        command: what is run; it tells its refusals itself and returns its exit code.

    Returns:
        The exit code of the command; 0 where the reader of the output has gone; `NO_OUTPUT`, `STOPPED` or `FAULT`.
    """
    if sys.stderr is None:
        # Python has no stderr where the caller closed it; the refusals below need one.
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # it lives as long as the process
    if sys.stdout is None:
        print_refusal(name, _fill(_NOT_WRITTEN, translate(_CLOSED, language), language))
        return NO_OUTPUT
    for stream in (sys.stdout, sys.stderr):
        # A terminal that claims ASCII would fail at the first Danish letter.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        try:
            return command()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the output has gone (`| head`), so that a message would reach nobody.
        _forget_output()
        return 0
    except OSError as error:
        _forget_output()
        print_refusal(name, _fill(_NOT_WRITTEN, translate(describe_system_error(error), language), language))
        return NO_OUTPUT
    except KeyboardInterrupt:
        return STOPPED
    except Exception as error:  # whatever it is: exit code 1 would be an answer
        print_refusal(name, _fill(_UNFORESEEN, _describe_fault(error), language))
        return FAULT


def print_refusal(name: str, message: str) -> None:
    """Print a message on standard error.

    Args:
        name: the name of the program.
        message: the message.
    """
    sys.stderr.write(f"{name}: {message}\n")


def _fill(says: Text, error: str, language: str) -> str:
    return translate(says, language).format(error=error)


def _forget_output() -> None:
    """Send what is left to nowhere: Python must not try to write it at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _describe_fault(error: Exception) -> str:
    """Return the kind and the place of an error in this program; its text may hold what the input says."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"
