"""Input and output of the commands: files, standard input for `-`, and standard output."""

from __future__ import annotations

import io
import itertools
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from overgreb_rules._case import json_text
from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.envelope import read_bare_case
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.file_suffixes import LINE_SUFFIXES
from overgreb_rules.shared.system_error import CHECK_PATH, describe_unreadable
from overgreb_rules.shared.text import Text

_LARGEST_CASE = 16 * 2**20
"""Bytes; a case of a thousand events has less than one million."""

_NO_STREAM = Text("standardinput er lukket", "standard input is closed")
_NO_PATH = Text("stien er tom", "the path is empty")
_A_FILE = Text("en fil, der kan læses, eller - for standardinput", "a readable file, or - for standard input")
INSTALL_ARROW = Text(
    "installer tilvalget: pip install 'overgreb-rules[arrow]'", "install the extra: pip install 'overgreb-rules[arrow]'"
)
_AS_LINES = Text(
    "brug `evaluate - --format jsonl`, eller giv én sag", "use `evaluate - --format jsonl`, or give one case"
)
_NO_FOLDER = Text("der er ingen mappe med det navn", "there is no folder of this name")
_OF_RULES = Text("en mappe med regler", "a folder of rules")
_GIVE_PATH = Text("skriv stien til en fil", "write the path of a file")


def path_of(text: str, place: str) -> Path:
    """Return a path of the command line.

    Args:
        text: the path.
        place: the name of the argument, for the error.

    Returns:
        The path.

    Raises:
        CaseError: the text is empty: it would name the current folder.
    """
    if not text:
        raise CaseError(place, _NO_PATH, allowed=_A_FILE, mend=_GIVE_PATH)
    return Path(text)


def folder_of(text: str, place: str, allowed: Text = _OF_RULES) -> Path:
    """Return a folder of the command line.

    Args:
        text: the path.
        place: the name of the argument, for the error.
        allowed: what the folder holds, for the error.

    Returns:
        The path of the folder.

    Raises:
        CaseError: the text is empty, or there is no such folder.
    """
    path = path_of(text, place)
    if not is_folder(path, place, allowed):
        raise CaseError(place, _NO_FOLDER, allowed=allowed, mend=CHECK_PATH)
    return path


def is_folder(path: Path, place: str, allowed: Text = _A_FILE) -> bool:
    """Decide whether a path of the command line is that of a folder.

    Args:
        path: the path.
        place: the name of the argument, for the error.
        allowed: what may be there, for the error.

    Returns:
        Whether there is a folder at the path; False where nothing is.

    Raises:
        CaseError: the system cannot tell, as of a name that is too long.
    """
    try:
        return path.is_dir()
    except OSError as error:
        raise CaseError(place, describe_unreadable(error), allowed=allowed, mend=CHECK_PATH) from None


@contextmanager
def open_input(source: str, place: str = "CASE") -> Iterator[BinaryIO]:
    """Open a file, or standard input, for reading.

    Args:
        source: the path; - for standard input.
        place: the name of the argument, for the error.

    Yields:
        The stream; an error of reading it is a CaseError too.

    Raises:
        CaseError: the file cannot be opened or read.
    """
    if source == "-" and sys.stdin is None:
        raise CaseError(place, _NO_STREAM, allowed=_A_FILE, mend=_GIVE_PATH)
    raw: BinaryIO
    try:
        raw = sys.stdin.buffer if source == "-" else path_of(source, place).open("rb")
    except OSError as error:
        raise _unreadable(error, place) from None
    try:
        yield cast("BinaryIO", _CheckedInput(raw, place))
    finally:
        if source != "-":
            raw.close()


class _CheckedInput:
    """A stream whose errors of reading name an argument: an OSError would say that the answer was not written."""

    def __init__(self, raw: BinaryIO, place: str) -> None:
        self._raw, self._place = raw, place

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._raw)
        except OSError as error:
            raise _unreadable(error, self._place) from None

    def readline(self) -> bytes:
        return next(self, b"")

    def read(self, size: int = -1) -> bytes:
        try:
            return self._raw.read(size)
        except OSError as error:
            raise _unreadable(error, self._place) from None


def _unreadable(error: OSError, place: str) -> CaseError:
    return CaseError(place, describe_unreadable(error), allowed=_A_FILE, mend=CHECK_PATH)


def read_bytes(source: str, place: str = "CASE") -> bytes:
    """Read a file, or standard input.

    Args:
        source: the path; - for standard input.
        place: the name of the argument, for the error.

    Returns:
        The bytes.

    Raises:
        CaseError: the file cannot be read.
    """
    with open_input(source, place) as stream:
        return stream.read()


def parse_case(data: bytes) -> Case:
    """Parse the one case of a command that answers one.

    Args:
        data: the bytes of a file or of standard input.

    Returns:
        The case.

    Raises:
        CaseError: the text is no case; it may be an envelope, or several lines of JSON.
    """
    try:
        read = json_text.parse(data)
    except CaseError as error:
        first, _, rest = data.lstrip().partition(b"\n")
        if rest.strip() and _is_json(first):
            raise CaseError(error.place, error.what, allowed=error.allowed, mend=_AS_LINES) from None
        raise
    return read_bare_case(read)


def read_case_or_lines(stream: BinaryIO, source: str) -> bytes | Iterator[bytes]:
    """Read one case spread over several lines whole, and all else line by line, as the lines come.

    Args:
        stream: the input.
        source: the path of the input; - for standard input.

    Returns:
        The bytes of one case; or the lines of JSON Lines, which a single line is too. Where there is nothing, a stream
        has no lines, and a file that may hold one case holds a case of no bytes.
    """
    read = []
    for line in stream:
        read.append(line)
        if line.strip():
            break
    if not read and source != "-" and not source.endswith(LINE_SUFFIXES):
        return b""
    if not read or _is_json(read[-1]):
        return itertools.chain(read, stream)
    # A first line that is no JSON can begin an indented case, or be a bad line of JSON Lines. At most the size of the
    # largest case is read ahead to find out which.
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
