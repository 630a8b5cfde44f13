"""Tables that people fill in: the first row names the columns, in any order."""

from __future__ import annotations

import pytest

from meetings._request.csv_table import read_csv_table, restore_code
from meetings.errors import RequestError
from overgreb_rules.shared.text import Text

COLUMNS = (Text("hvem", "who"), Text("fra", "from"))


def rows(text: str) -> list[dict[str, str]]:
    return [row.cells for row in read_csv_table(text.encode(), "table.csv", COLUMNS, (Text("til", "to"),))]


def test_cells_have_the_names_of_their_columns_and_no_spaces_around_them():
    assert rows("From;Who\n 1 ; a b \n;;\n2;\n") == [{"from": "1", "who": "a b"}, {"from": "2", "who": ""}]


def test_a_cell_in_quotes_may_hold_the_separator_and_a_new_line():
    text = 'who,from,to\n"a, b","1\n2",3\nc,4,5\n'
    assert rows(text) == [{"who": "a, b", "from": "1\n2", "to": "3"}, {"who": "c", "from": "4", "to": "5"}]


def test_columns_are_named_in_danish_or_english():
    assert rows("FRA;hvem;to\n1;a;2\n") == [{"from": "1", "who": "a", "to": "2"}]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("851", "0851"), ("851.0", "0851"), ("851,00", "0851"), ("1460", "1460"), ("0851", "0851"), ("51", "51"),
     ("851.5", "851.5"), ("Aalborg", "Aalborg"), ("85100", "85100"), ("", "")],
)  # fmt: skip
def test_a_code_gets_back_what_a_spreadsheet_took_from_it(cell: str, code: str):
    assert restore_code(cell) == code


def test_a_row_knows_its_line_in_both_languages():
    (row,) = read_csv_table(b"who,from\n\na,1\n", "table.csv", COLUMNS)
    assert (row.place.da, row.place.en) == ("table.csv, linje 3", "table.csv, line 3")


@pytest.mark.parametrize("text", ["", "who\n", "who,from,other\n", "who,from,from\n", "who,from,fra\n"])
def test_a_table_without_its_columns_is_refused(text: str):
    with pytest.raises(RequestError, match="name the columns; write who, from, to, each once"):
        rows(text)


def test_a_table_that_is_far_too_long_is_refused():
    with pytest.raises(RequestError, match="more than 20000 rows"):
        rows("who,from\n" + "a,1\n" * 20_001)
