"""Input and output of the commands: arguments, files, standard input for `-`, and standard output."""

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
from overgreb_rules.policy import Policy

_LARGEST_CASE = 16 * 2**20
"""Bytes; a case of a thousand events has less than one million."""


def add_case_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of every command on a case: the case, the instant, the language, and a policy.

    Args:
        parser: the parser of the command.
    """
    parser.add_argument("case", metavar="CASE", help="a JSON file, or - for standard input")
    add_instant_and_language(parser)
    parser.add_argument("--policy", metavar="FILE", help="a ladder of escalation in the place of the standard one")


def add_instant_and_language(parser: argparse.ArgumentParser) -> None:
    """Add the options of the instant (default: now) and of the language (default: Danish).

    Args:
        parser: the parser of the command.
    """
    parser.add_argument("--at", metavar="INSTANT", help="an instant with offset (default: now)")
    parser.add_argument("--lang", choices=("da", "en"), default="da", help="the language (default: da)")


def load_policy(options: argparse.Namespace) -> Policy | None:
    """Load the policy of the option `--policy`.

    Args:
        options: the parsed arguments.

    Returns:
        The policy; None for the one that comes with the rules.
    """
    return Policy.load(options.policy) if options.policy else None


@contextmanager
def open_input(source: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input, for reading.

    Args:
        source: the path; - for standard input.

    Yields:
        The stream.

    Raises:
        CaseError: the file cannot be opened.
    """
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
    """Read a file, or standard input.

    Args:
        source: the path; - for standard input.

    Returns:
        The bytes.
    """
    with open_input(source) as stream:
        return stream.read()


def read_case_or_lines(stream: BinaryIO) -> bytes | Iterator[bytes]:
    """Read one case spread over several lines whole, and all else line by line, as the lines come.

    Args:
        stream: the input.

    Returns:
        The bytes of one case; or the lines of JSON Lines, which a single line is too.
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


def write_output(output: str | bytes) -> None:
    """Write an answer to standard output.

    Args:
        output: text; or bytes, which are written as they are, whatever the system ends its lines with.
    """
    if isinstance(output, str):
        sys.stdout.write(output)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(output)


def instant_asked(options: argparse.Namespace) -> str:
    """Return the instant of the option `--at`.

    Args:
        options: the parsed arguments.

    Returns:
        The text of the option; without it the instant of the call.
    """
    return read_clock() if options.at is None else options.at


def read_clock() -> str:
    """Return the instant of the call as text.

    Returns:
        The instant with offset, in whole seconds.
    """
    return current_time().isoformat(timespec="seconds")


def current_time() -> dt.datetime:
    """Return the time of the clock. No other line of the program reads a clock.

    Returns:
        The time in UTC.
    """
    return dt.datetime.now(dt.UTC)
