"""The weeks of the winter holiday from a table: one row for each kommune and year, with its source."""

from __future__ import annotations

import datetime as dt

from meetings._domain.districts import FIRST_DAY, UnknownNameError, kommune_by_name
from meetings._request.csv_table import TableRow, read_csv_table, restore_code
from meetings._request.request_keys import LAST_YEAR
from meetings.errors import RequestError
from overgreb_rules.shared.text import Text

_COLUMNS = (Text("kommune", "kommune"), Text("år", "year"), Text("uge", "week"))
_OPTIONAL = (Text("kilde", "source"),)
_WEEKS = ("7", "8")


def read_school_weeks(raw: bytes, file: str) -> dict[int, dict[str, int]]:
    """Read a table of winter holidays.

    Args:
        raw: The bytes of the CSV file.
        file: The name of the file, for the place of an error.

    Returns:
        The ISO week, 7 or 8, by year and kommune code.

    Raises:
        RequestError: The table has another form, an unknown kommune, or two weeks for one kommune and year.
    """
    weeks: dict[int, dict[str, int]] = {}
    for row in read_csv_table(raw, file, _COLUMNS, _OPTIONAL):
        year = _read_year(row)
        code = _read_kommune(row, year)
        if row.cells["week"] not in _WEEKS:
            raise RequestError(
                row.place,
                Text("vinterferien ligger i uge 7 eller 8", "the winter holiday is in week 7 or 8"),
                Text("skriv 7 eller 8 i kolonnen »uge«", "write 7 or 8 under week"),
            )
        if weeks.setdefault(year, {}).setdefault(code, int(row.cells["week"])) != int(row.cells["week"]):
            raise RequestError(
                row.place,
                Text("kommunen har to forskellige uger i det år", "the kommune has two different weeks in that year"),
                Text("behold den ene række", "keep one of the rows"),
            )
    return weeks


def _read_year(row: TableRow) -> int:
    text = row.cells["year"]
    if not (len(text) == 4 and text.isdecimal() and text.isascii() and FIRST_DAY.year <= int(text) <= LAST_YEAR):
        raise RequestError(
            row.place, Text("det er ikke et årstal", "this is no year"), Text("skriv det som 2027", "write it as 2027")
        )
    return int(text)


def _read_kommune(row: TableRow, year: int) -> str:
    try:
        return kommune_by_name(restore_code(row.cells["kommune"]), on=dt.date(year, 1, 1)).code
    except UnknownNameError:
        raise RequestError(
            row.place,
            Text("der er ingen kommune med det navn eller den kode", "no kommune has this name or code"),
            Text(
                "ret navnet, eller skriv koden; overgreb-meetings districts viser dem",
                "correct the name, or write the code; overgreb-meetings districts lists them",
            ),
        ) from None
