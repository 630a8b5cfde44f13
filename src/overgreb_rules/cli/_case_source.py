"""The sources of many cases: a folder of JSON files, JSON Lines, one case, or a table, read case by case."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from overgreb_rules._case.case import Case
from overgreb_rules.cli._io import INSTALL_ARROW, is_folder, open_input, path_of, read_case_or_lines
from overgreb_rules.cli._json_lines import NumberedCase, read_json_lines
from overgreb_rules.cli._progress import show_progress
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.file_suffixes import TABLE_SUFFIXES
from overgreb_rules.shared.system_error import CHECK_PATH, describe_unreadable
from overgreb_rules.shared.text import Text, translate

ALLOWED_SOURCES = Text(
    "en mappe med JSON-filer, en .jsonl-fil, - for standardinput eller en tabel",
    "a folder of JSON files, a .jsonl file, - for standard input, or a table",
)
_FILE = Text("fil {number} i mappen", "file {number} of the folder")
_LINE = Text("linje {number}", "line {number}")
_ROW = Text("række {number}", "row {number}")


class CaseSource:
    """Many cases of the command line.

    Attributes:
        unit: The words for the place of a case, with {number}.
    """

    def __init__(self, source: str, language: str, place: str = "SOURCE") -> None:
        """Look at what the source is.

        Args:
            source: The argument; - for standard input.
            language: The language of the progress on a terminal.
            place: The name of the argument, for errors.

        Raises:
            CaseError: The source cannot be read.
        """
        self._source, self._language, self._place = source, language, place
        self._path = None if source == "-" else path_of(source, place)
        self._is_folder = self._path is not None and is_folder(self._path, place, ALLOWED_SOURCES)
        self._is_table = source.endswith(TABLE_SUFFIXES) or (self._is_folder and _holds_tables(Path(source), place))
        self.unit = _ROW if self._is_table else _FILE if self._is_folder else _LINE

    def cases(self) -> Iterator[NumberedCase]:
        """Read the cases.

        Returns:
            The number of each case in the source, from 1, and the case or its refusal.
        """
        return show_progress(self._read(), self._language)

    def _read(self) -> Iterator[NumberedCase]:
        if self._path is not None and self._is_table:
            tables = import_tables(self._place).read_text_or_table_cases(self._path, self._place)
            return _name_source(tables, self._place)
        if self._path is not None and self._is_folder:
            return enumerate(_read_folder(self._path, self._place), start=1)
        return _read_lines(self._source, self._place)


def import_tables(place: str) -> ModuleType:
    """Import the module that needs pyarrow.

    Args:
        place: The name of the argument, for the error.

    Returns:
        The module.

    Raises:
        CaseError: pyarrow is not installed.
    """
    try:
        return import_module("overgreb_rules.cli._tables")
    except ImportError as error:
        what = Text(f"tabeller kræver pyarrow ({error.name})", f"tables need pyarrow ({error.name})")
        allowed = Text("JSON eller JSON Lines, som kan læses uden pyarrow", "JSON or JSON Lines, read without pyarrow")
        raise CaseError(place, what, allowed=allowed, mend=INSTALL_ARROW) from None


def name_refusal(unit: Text, number: int, error: CaseError, language: str) -> None:
    """Name a refused case on standard error.

    Args:
        unit: The words for its place, with {number}.
        number: The number of the case.
        error: The reason.
        language: da or en.
    """
    place, message = translate(unit, language).format(number=number), error.message(language)
    named = message if message.startswith((f"{place}:", f"{place},")) else f"{place}: {message}"
    print(f"overgreb-rules: {named}", file=sys.stderr)


def _holds_tables(folder: Path, place: str) -> bool:
    files = _list_files(folder, place)
    return not any(map(_is_json_file, files)) and any(
        file.stem == "cases" and file.suffix in TABLE_SUFFIXES for file in files
    )


def _list_files(folder: Path, place: str) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise CaseError(place, describe_unreadable(error), allowed=ALLOWED_SOURCES, mend=CHECK_PATH) from None


def _is_json_file(path: Path) -> bool:
    return path.suffix.lower() == ".json"


def _name_source(cases: Iterable[NumberedCase], place: str) -> Iterator[NumberedCase]:
    """Read tables; where they cannot be read, the argument is named as the command names it."""
    try:
        yield from cases
    except CaseError as error:
        raise error.at_place(place if error.place in {"CASE", place} else f"{place} {error.place}") from None


def _read_folder(folder: Path, place: str) -> Iterator[Case | CaseError]:
    """Yield the case of each JSON file. A file name may hold what must not stand in a log: its number names it."""
    paths = [path for path in _list_files(folder, place) if _is_json_file(path)]
    if not paths:
        raise CaseError(place, _NO_CASES, allowed=ALLOWED_SOURCES, mend=_NAME_CASES)
    for path in paths:
        try:
            yield Case.model_validate_json(path.read_bytes())
        except CaseError as error:
            yield error
        except OSError as error:
            yield CaseError("/", describe_unreadable(error), mend=_MEND_FILE)


_NO_CASES = Text("mappen har ingen JSON-filer", "the folder has no JSON file")
_NAME_CASES = Text("nævn mappen med sagerne, eller filen selv", "name the folder of the cases, or the file itself")
_MEND_FILE = Text("ret filen, eller fjern den fra mappen", "mend the file, or take it out of the folder")


def _read_lines(source: str, place: str) -> Iterator[NumberedCase]:
    with open_input(source, place) as stream:
        case = read_case_or_lines(stream, source)
        yield from read_json_lines([case] if isinstance(case, bytes) else case)
