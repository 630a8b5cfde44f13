"""Reads what a command is given: a file, or standard input for `-`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from overgreb_rules.errors import CaseError

__all__ = ["now", "read_bytes"]


def read_bytes(source: str) -> bytes:
    """The bytes of the file, or of standard input; raises CaseError where there is no such file."""
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or type(error).__name__})"
        raise CaseError(
            "CASE", what, allowed="a readable file, or - for standard input", mend="check the path"
        ) from None


def now() -> str:
    """The instant of the call: the one clock of the program."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
