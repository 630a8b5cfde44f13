"""What a command is given, a file or standard input for `-`, and what it gives."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import itertools
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.policy import Policy

__all__ = [
    "add_case_options",
    "add_instant_and_language",
    "case_or_lines",
    "is_late",
    "opened",
    "policy_of",
    "read_bytes",
    "write",
]

_LARGEST_CASE = 16 * 2**20
"""Bytes; a case of a thousand events has less than one million."""


def add_case_options(parser: argparse.ArgumentParser) -> None:
    """What every command on a case takes: the case, the instant, the language, and a policy."""
    parser.add_argument("case", metavar="CASE", help="a JSON file, or - for standard input")
    add_instant_and_language(parser)
    parser.add_argument("--policy", metavar="FILE", help="a ladder of escalation in the place of the standard one")


def add_instant_and_language(parser: argparse.ArgumentParser) -> None:
    """The instant of the evaluation, now by default, and the language of what is said, Danish by default."""
    parser.add_argument("--at", metavar="INSTANT", default=_now(), help="an instant with offset (default: now)")
    parser.add_argument("--lang", choices=("da", "en"), default="da", help="the language (default: da)")


def policy_of(options: argparse.Namespace) -> Policy | None:
    """The policy that was given; None for the one that comes with the rules."""
    return Policy.load(options.policy) if options.policy else None


@contextmanager
def opened(source: str) -> Iterator[BinaryIO]:
    """The file, or standard input, to read from; raises CaseError where there is no such file."""
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115  # closed below: an OSError of whoever reads it is not this one
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or type(error).__name__})"
        raise CaseError(
            "CASE", what, allowed="a readable file, or - for standard input", mend="check the path"
        ) from None
    with file:
        yield file


def read_bytes(source: str) -> bytes:
    """The bytes of the file, or of standard input; raises CaseError where there is no such file."""
    with opened(source) as stream:
        return stream.read()


def case_or_lines(stream: BinaryIO) -> bytes | Iterator[bytes]:
    """One case spread over several lines whole, and all else line by line, as the lines come.

    A single line is JSON Lines of one case.
    """
    read = []
    for line in stream:
        read.append(line)
        if line.strip():
            break
    if not read or _is_json(read[-1]):
        return itertools.chain(read, stream)
    # The first line says nothing by itself: it opens a case, or is a bad one among many. More than a case can have is
    # not read ahead.
    more = stream.read(_LARGEST_CASE)
    whole = b"".join([*read, more])
    if len(more) < _LARGEST_CASE:
        return whole if _is_json(whole) else io.BytesIO(whole)
    return itertools.chain(io.BytesIO(whole + stream.readline()), stream)


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def write(face: str | bytes) -> None:
    """What a face gives, to standard output; bytes as they are, whatever the system ends its lines with."""
    if isinstance(face, str):
        sys.stdout.write(face)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(face)


def is_late(result: Evaluation) -> bool:
    """Whether something is overdue or breached: exit code 1."""
    return any(duty.status in {"overdue", "breached"} for duty in result.obligations)


def _now() -> str:
    """The instant of the call: the one clock of the program."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
