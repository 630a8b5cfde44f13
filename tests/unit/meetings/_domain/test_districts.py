"""The kredse as data: complete, dated, and found by the names that people write."""

from __future__ import annotations

import csv
import datetime as dt
from importlib import resources

import pytest

from meetings._domain.districts import (
    UnknownNameError,
    boernehus_by_name,
    boernehuse_on,
    kommune_by_name,
    kommuner_on,
    politikreds_by_name,
    politikredse_on,
)

DAY = dt.date(2027, 1, 1)
SIZES = {"1460": 9, "1461": 7, "1462": 11, "1463": 7, "1464": 8, "1465": 10} | {
    "1466": 7, "1467": 10, "1468": 13, "1469": 11, "1470": 4, "1471": 1,
}  # fmt: skip


def test_there_are_98_kommuner_in_12_kredse_with_5_boernehuse():
    assert len(kommuner_on(DAY)) == len({k.code for k in kommuner_on(DAY)}) == 98
    assert {kreds.code: len(kreds.kommuner) for kreds in politikredse_on(DAY)} == SIZES
    assert boernehuse_on(DAY) == ("Aalborg", "Aarhus", "København", "Næstved", "Odense")


def test_two_kredse_need_two_boernehuse():
    two = {kreds.code: kreds.boernehuse for kreds in politikredse_on(DAY) if len(kreds.boernehuse) == 2}
    assert two == {"1462": ("Aalborg", "Aarhus"), "1463": ("Aarhus", "Odense")}
    assert {k.name for k in kommuner_on(DAY) if k.politikreds == "1462" and k.boernehus == "Aalborg"} == {
        "Morsø",
        "Thisted",
    }


def test_region_oestdanmark_begins_with_2027():
    before = {k.region for k in kommuner_on(dt.date(2026, 12, 31))}
    after = {k.region for k in kommuner_on(DAY)}
    assert before - after == {"Region Hovedstaden", "Region Sjælland"}
    assert after - before == {"Region Østdanmark"}
    assert len(after) == 4


def test_each_kommune_is_in_one_state_on_every_day():
    for year in range(2007, 2035):
        for day in (dt.date(year, 1, 1), dt.date(year, 12, 31)):
            codes = [k.code for k in kommuner_on(day)]
            assert len(codes) == len(set(codes)) == 98


def test_before_the_reform_the_table_is_empty():
    assert kommuner_on(dt.date(2006, 12, 31)) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0751", "0751"), ("Aarhus", "0751"), ("Århus", "0751"), ("aarhus kommune", "0751"), ("Kbh", "0101"),
        ("Lyngby-Tårbæk", "0173"), ("koebenhavn", "0101"), ("Bornholms Regionskommune", "0400"), ("MORSØ", "0773"),
    ],
)  # fmt: skip
def test_a_kommune_is_found_as_people_write_it(text: str, code: str):
    assert kommune_by_name(text, on=DAY).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1469", "1469"), ("Kbh. Vestegn", "1469"), ("nordjyllands-politi", "1460"), ("Fyn", "1465"),
        ("Syd- og Sdr. Jylland", "1464"), ("Midt- & Vestjyllands Politi", "1462"),
        ("Western Copenhagen Police", "1469"),
    ],
)  # fmt: skip
def test_a_politikreds_is_found_as_people_write_it(text: str, code: str):
    assert politikreds_by_name(text, on=DAY).code == code


@pytest.mark.parametrize(
    ("text", "place"), [("Aarhus", "Aarhus"), ("Børnehus Midt", "Aarhus"), ("naestved", "Næstved")]
)
def test_a_boernehus_is_found_as_people_write_it(text: str, place: str):
    assert boernehus_by_name(text, on=DAY) == place


def test_an_unknown_name_is_refused_with_the_nearest_ones():
    with pytest.raises(UnknownNameError, match=r"no kommune is called “Aarhuus”.*Aarhus"):
        kommune_by_name("Aarhuus", on=DAY)
    with pytest.raises(UnknownNameError, match="no politikreds"):
        politikreds_by_name("Grønland", on=DAY)


def test_a_name_of_another_day_is_refused_with_the_days_in_words():
    with pytest.raises(UnknownNameError) as caught:
        politikreds_by_name("Fyn", on=dt.date(2006, 12, 31))
    said = caught.value.args[0]
    assert said.da == "»Fyn« er ikke en politikreds den 31. december 2006; tabellen begynder den 1. januar 2007"
    assert said.en == "“Fyn” is no politikreds on 31 December 2006; the table begins on 1 January 2007"


def test_no_alias_stands_for_two():
    for file, column in (("kommune_alias.csv", "kommune_kode"), ("politikreds_alias.csv", "politikreds_kode")):
        text = resources.files("meetings").joinpath("_domain", "data", file).read_text(encoding="utf-8")
        seen: dict[str, str] = {}
        for row in csv.DictReader(text.splitlines()):
            assert seen.setdefault(row["alias"].casefold(), row[column]) == row[column]
