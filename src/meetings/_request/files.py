"""Reading of files that a request names or is: bytes, YAML, and the plan of an earlier year."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

from pydantic import ValidationError

from meetings._request.messages import describe_first_error
from meetings._request.shown_keys import show_key
from meetings.errors import RequestError
from meetings.schedule import Schedule
from overgreb_rules.shared.strict_yaml import Document, Place, PlainYamlError, read
from overgreb_rules.shared.system_error import NOT_UTF_8, SAVE_AS_UTF_8, describe_unreadable
from overgreb_rules.shared.text import Text

_MAX_BYTES = 4_000_000


def format_place(place: Place) -> Text:
    """Format a place in a file.

    Args:
        place: The file and the line.

    Returns:
        Such as «request.yaml, linje 3» and "request.yaml, line 3".
    """
    return Text(f"{place.file}, linje {place.line}", f"{place.file}, line {place.line}")


def parse_plan(text: str | bytes, file: str) -> Schedule:
    """Parse the text of a `plan.json`.

    Args:
        text: The JSON text; as bytes, with or without a byte order mark.
        file: The name of the file, for the message of an error.

    Returns:
        The plan.

    Raises:
        RequestError: The text is no plan.
    """
    if isinstance(text, bytes):
        text = text.removeprefix(BOM_UTF8)
    try:
        return Schedule.model_validate_json(text)
    except ValidationError as error:
        where, problem = describe_first_error(error)
        pointer = "".join(f"/{show_key(part)}" for part in where)
        place = Text(f"{file}, {pointer or 'som helhed'}", f"{file}, {pointer or 'as a whole'}")
        mend = Text("ret den, eller planlæg året igen", "correct it, or plan the year again")
        raise RequestError(place, problem, mend) from None


def read_bytes(path: Path, place: Text | str, most: int = _MAX_BYTES) -> bytes:
    """Read a file whole.

    Args:
        path: The file.
        place: Where the file is named, for the message of an error.
        most: The most bytes that the file may have.

    Returns:
        The bytes of the file.

    Raises:
        RequestError: The file is missing, unreadable, or too large.
    """
    try:
        if path.is_file() and path.stat().st_size > most:
            size = most // 1_000_000
            raise RequestError(
                place,
                Text(f"{path} fylder over {size} MB", f"{path} has more than {size} MB"),
                Text("nævn den rigtige fil", "name the right file"),
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise RequestError(
            place,
            Text(f"filen {path} findes ikke", f"there is no file {path}"),
            Text("læg den der, eller ret stien", "put it there, or correct the path"),
        ) from None
    except OSError as error:
        what = describe_unreadable(error, str(path))
        raise RequestError(place, what, Text("ret stien", "correct the path")) from None


def read_document(path: Path) -> Document:
    """Read a YAML file.

    Args:
        path: The file.

    Returns:
        Its data, with the place of each value.

    Raises:
        RequestError: The file cannot be read, or is no such YAML.
    """
    raw = read_bytes(path, str(path))
    try:
        return read(raw.decode("utf-8-sig"), str(path), number_keys=True)
    except UnicodeDecodeError:
        raise RequestError(str(path), NOT_UTF_8, SAVE_AS_UTF_8) from None
    except PlainYamlError as error:
        raise RequestError(format_place(error.place), error.what, error.mend) from None
