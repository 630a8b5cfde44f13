"""The table of the kommuner is one for both packages."""

from __future__ import annotations

import hashlib

from meetings._domain.districts import table_sha256
from overgreb_rules.shared.kommuner import kommune_codes, read_rows, read_table_bytes


def test_there_are_98_kommuner() -> None:
    assert len(kommune_codes()) == 98
    assert {751, 101, 860} <= kommune_codes()


def test_every_row_has_a_code_of_four_figures() -> None:
    assert {len(row["kommune_kode"]) for row in read_rows()} == {4}


def test_the_receipt_of_a_plan_names_the_same_table() -> None:
    assert table_sha256() == hashlib.sha256(read_table_bytes()).hexdigest()
