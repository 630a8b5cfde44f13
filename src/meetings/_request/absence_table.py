"""The table of absences: one row an absence, as most of the kommuner would answer."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from meetings._domain.districts import UnknownNameError, boernehus_by_name, kommune_by_name, politikreds_by_name
from meetings._domain.parties import Party
from meetings._request.absence import Absence
from meetings._request.csv_table import MOST_ROWS, TableRow, check_length, name_cells, read_csv_table, restore_code
from meetings._request.fields import Facilitator
from meetings._request.messages import describe_first_error, split_hint
from meetings.errors import RequestError
from overgreb_rules.shared.iso_time import parse_iso_day
from overgreb_rules.shared.text import Text, translate

COLUMNS = (Text("slags", "kind"), Text("hvem", "who"))
_DAYS = (Text("fra", "from"), Text("til", "to"))
_LISTS = (Text("ugedage", "weekdays"), Text("tidsrum", "times"))
OPTIONAL = (*_DAYS, *_LISTS)
_COLUMNS = (*COLUMNS, *OPTIONAL)
KINDS = ("kommune", "politikreds", "børnehus", "facilitator")
"""What may stand under kind; boernehus too."""
_NOBODY = {
    "kommune": Text("ingen kommune har det navn eller den kode", "no kommune has this name or code"),
    "politikreds": Text("ingen politikreds har det navn eller den kode", "no politikreds has this name or code"),
    "boernehus": Text("intet børnehus har det navn", "no børnehus has this name"),
    "facilitator": Text("ingen facilitator har det navn eller id", "no facilitator has this name or id"),
}
"""What is wrong where nobody of a kind is called so."""

_DANISH_DAY = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})\Z")
_MOST_BYTES_UNPACKED = 100_000_000


def read_absences(
    raw: bytes, file: str, year: int, facilitators: Sequence[Facilitator]
) -> dict[Party, tuple[Absence, ...]]:
    """Read a table of absences.

    Args:
        raw: The bytes of the file.
        file: The name of the file, whose ending says whether it is CSV or XLSX.
        year: The year whose names are used.
        facilitators: The facilitators of the request.

    Returns:
        The absences by party, in order of party. A row without any time says that nobody is away, and is left out.

    Raises:
        RequestError: The table has another form, somebody is unknown, a time cannot be understood, only one of the
            two days is given, or none of the absence lies in the year; the message names the row and repeats nothing
            of it.
    """
    is_workbook = file.lower().endswith(".xlsx")
    rows = _read_workbook(raw, file) if is_workbook else read_csv_table(raw, file, COLUMNS, OPTIONAL)
    found: dict[Party, list[Absence]] = {}
    for row in rows:
        party = _find_party(row, dt.date(year, 1, 1), facilitators)
        if any(row.cells.get(column.en) for column in OPTIONAL):
            found.setdefault(party, []).append(_read_absence(row, year))
    return {party: tuple(absences) for party, absences in sorted(found.items())}


def _find_party(row: TableRow, on: dt.date, facilitators: Sequence[Facilitator]) -> Party:
    kind, who = row.cells["kind"].casefold().replace("ø", "oe"), row.cells["who"]
    code = restore_code(who)
    try:
        match kind:
            case "kommune":
                return Party(kind, kommune_by_name(code, on=on).code)
            case "politikreds":
                return Party(kind, politikreds_by_name(code, on=on).code)
            case "boernehus":
                return Party(kind, boernehus_by_name(who, on=on))
            case "facilitator":
                return Party(kind, next(one.id for one in facilitators if who in {one.id, one.name}))
    except (UnknownNameError, StopIteration):
        mend = Text(
            "ret kolonnen »hvem«; overgreb-meetings districts viser navne og koder",
            "correct the column “who”; overgreb-meetings districts lists names and codes",
        )
        if kind == "facilitator":
            mend = Text(
                "ret kolonnen »hvem«; facilitatorerne står i bestillingen",
                "correct the column “who”; the request lists the facilitators",
            )
        raise RequestError(row.place, _NOBODY[kind], mend) from None
    kinds = ", ".join(KINDS)
    raise RequestError(
        row.place,
        Text("det er ikke en slags deltager", "kind is no kind of participant"),
        Text(f"skriv en af {kinds}", f"write one of {kinds}"),
    )


def _read_absence(row: TableRow, year: int) -> Absence:
    keys: dict[str, Any] = {}
    for column in _DAYS:
        if row.cells.get(column.en):
            keys[column.en] = _read_day(row, column)
    for column in _DAYS:
        if len(keys) == 1 and column.en not in keys:
            # One date alone can mean that day or all days from it on; only the sender knows which.
            raise RequestError(
                row.place_of(column),
                Text(
                    "dagen mangler; kun den ene af de to dage er nævnt",
                    "the day is missing; only one of the two is given",
                ),
                Text(
                    "udfyld både »fra« og »til«; for én dag skrives samme dag begge steder",
                    "write both from and to, the same day twice for one day",
                ),
            )
    for column in _LISTS:
        if cell := row.cells.get(column.en):
            keys[column.en] = [part for part in re.split(r"[,;/]|\bog\b|\band\b", cell) if part.strip()]
    try:
        absence = Absence.model_validate(keys)
    except ValidationError as error:
        path, sentence = describe_first_error(error)
        places = (row.place_of(column) for column in OPTIONAL if path and column.en == path[0])
        raise _build_refusal(next(places, row.place), sentence) from None
    if (problem := absence.find_problem(year)) is not None:
        raise _build_refusal(row.place, problem)
    return absence


def _build_refusal(place: Text, sentence: Text) -> RequestError:
    return RequestError(place, *split_hint(sentence))


def _read_day(row: TableRow, column: Text) -> dt.date:
    """The day in a cell: ISO 8601, or day, month and year as Denmark writes them."""
    text = row.cells[column.en]
    danish = _DANISH_DAY.match(text)
    day = parse_iso_day(f"{danish[3]}-{danish[2]:0>2}-{danish[1]:0>2}" if danish else text)
    if day is not None:
        return day
    raise RequestError(
        row.place_of(column),
        Text("det er ikke en dato", "this is no day"),
        Text("skriv den som 2027-03-01 eller 1.3.2027", "write it as 2027-03-01 or 1.3.2027"),
    )


def _read_workbook(raw: bytes, file: str) -> Iterator[TableRow]:
    """The rows of every sheet of an XLSX file that is not empty, as `read_csv_table` gives those of a CSV file."""
    openpyxl = import_openpyxl(file)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True) if _is_moderate(size) else None
        sheets = None if book is None else _list_rows(book)
    except Exception:  # a library has many ways to fail at a damaged workbook, and none of its texts is shown
        sheets = None
    if not sheets:
        raise RequestError(
            file,
            Text("det er ikke et regneark, der kan læses", "this is no workbook that can be read"),
            Text("gem det som .xlsx igen eller som CSV UTF-8", "save it as .xlsx again, or as CSV UTF-8"),
        )
    check_length(sum(map(len, sheets)), file)
    filled = {
        number: rows for number, rows in enumerate(sheets, start=1) if any(cell.strip() for row in rows for cell in row)
    }
    for number, rows in (filled or {1: []}).items():
        # The name of a sheet is text of its sender: sheets are numbered from the left.
        place = Text(f"{file}, ark {number}", f"{file}, sheet {number}") if len(sheets) > 1 else Text(file, file)
        placed = [(Text(f"{place.da}, række {n}", f"{place.en}, row {n}"), row) for n, row in enumerate(rows, start=1)]
        yield from name_cells(placed, file, COLUMNS, OPTIONAL)


def _list_rows(book: Any) -> list[list[list[str]]]:
    """The rows of each sheet, in all no more than one above the most that a table may have.

    A file of some kilobytes can hold a cell in the last of a million rows and 16,384 columns.
    """
    sheets: list[list[list[str]]] = []
    left = MOST_ROWS + 1
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size is not relied on
        sheets.append([_list_cells(row) for row in islice(sheet.iter_rows(values_only=True), left)])
        left -= len(sheets[-1])
    return sheets


def _list_cells(row: Sequence[object]) -> list[str]:
    """The cells that a table can have, and one of those after them that are not empty, for `name_cells` to refuse."""
    cells, further = row[: len(_COLUMNS)], row[len(_COLUMNS) :]
    rest = () if further.count(None) == len(further) else map(_to_text, further)
    return [*map(_to_text, cells), *islice(filter(str.strip, rest), 1)]


def _is_moderate(size: int) -> bool:
    return size <= _MOST_BYTES_UNPACKED


def _to_text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def import_openpyxl(file: str) -> Any:
    """Import the library that reads and writes XLSX files.

    Args:
        file: The file for which it is needed, for the message of an error.

    Returns:
        The module.

    Raises:
        RequestError: It is not installed.
    """
    try:
        return import_module("openpyxl")
    except ImportError:
        raise RequestError(
            file,
            Text("regneark kræver openpyxl", "workbooks need openpyxl"),
            Text(
                "installer tilvalget: pip install 'overgreb-rules[xlsx]', eller brug CSV",
                "install the extra: pip install 'overgreb-rules[xlsx]', or use CSV",
            ),
        ) from None


def build_template(path: Path | None, language: str = "da") -> bytes:
    """Build an empty table of absences.

    Args:
        path: The file that is to be written, whose ending says whether it is CSV or XLSX; None for CSV.
        language: `da` or `en`, in which the columns are named; both are read.

    Returns:
        The bytes of the file: the row that names the columns. As CSV with semicolons and a byte order mark, as a
        Danish Excel reads it.

    Raises:
        RequestError: The ending is neither .csv nor .xlsx, or it is to be a workbook, and openpyxl is not installed.
    """
    head = [translate(column, language) for column in _COLUMNS]
    ending = ".csv" if path is None else path.suffix.lower()
    if ending not in {".csv", ".xlsx"}:
        raise RequestError(
            str(path),
            Text("filens navn ender hverken på .csv eller .xlsx", "its name ends neither in .csv nor in .xlsx"),
            Text("ret endelsen", "correct the ending"),
        )
    if ending == ".csv":
        return ("\ufeff" + ";".join(head) + "\r\n").encode()
    openpyxl = import_openpyxl(str(path))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = translate(Text("fravær", "absences"), language)
    sheet.append(head)
    for letter, column in zip("ABCDEF", _COLUMNS, strict=True):
        sheet.column_dimensions[letter].width = 30 if column.en == "who" else 14
    choices = import_module("openpyxl.worksheet.datavalidation").DataValidation(
        type="list", formula1=f'"{",".join(KINDS)}"'
    )
    choices.add("A2:A2000")
    sheet.add_data_validation(choices)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
