"""Which cases the columnar evaluation leaves to the row fallback."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from overgreb_rules._case.reader import INTEGER_FACT_LIMIT
from overgreb_rules._columnar.columns.arrays import ABSENT
from overgreb_rules._columnar.columns.day_numbers import day_number_of
from overgreb_rules._columnar.columns.support import (
    MAX_EVENTS,
    is_supported_case,
    is_supported_day,
    is_supported_integer,
    is_supported_key,
    is_supported_text,
    time_keys,
)
from tests.fixtures.event_columns import batch_of, build_case, build_event


@pytest.mark.parametrize(
    ("key", "supported"),
    [("sag-1", True), ("a" * 100, True), ("a" * 101, False), ("", False), ("sag æ", False), ("010203-1234", False)],
)
def test_a_supported_key_is_short_plain_and_no_cpr_number(key: str, supported: bool) -> None:
    assert is_supported_key(pa.array([key])).tolist() == [supported]


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        ("Særlige forhold taler imod.", True), ("It came on 3.5.2024.", True), (None, True), ("", True),
        ("mor 010190-1234", False), ("0101901234", False), ("010190 AA1B", False), ("0101\u200b901234", False),
        ("\uff10\uff11\uff10\uff11\uff19\uff10-1234", False), ("010190\x0b1234", False),
        ("010190\n1234", False), ("på dag ㉑㉑㉑", False), ("§ 20, nr. 2, på", False), ("på den 2. dag", True),
    ],
)  # fmt: skip
def test_a_supported_text_surely_holds_no_cpr_number(text: str | None, supported: bool) -> None:
    assert is_supported_text(pa.chunked_array([[text]], pa.string())).tolist() == [supported]


def test_whole_numbers_are_limited_as_in_the_reader_of_cases() -> None:
    values = np.array([-1, 0, INTEGER_FACT_LIMIT - 1, INTEGER_FACT_LIMIT])
    assert is_supported_integer(values).tolist() == [False, True, True, False]


def test_a_supported_day_lies_between_1901_and_2199() -> None:
    days = [dt.date(1900, 12, 31), dt.date(1901, 1, 1), dt.date(2199, 1, 1), dt.date(2199, 1, 2)]
    numbers = np.array([*map(day_number_of, days), ABSENT])
    assert is_supported_day(numbers).tolist() == [False, True, True, False, True]


def test_a_case_with_too_many_events_is_not_supported() -> None:
    many, few = ([build_event(f"e{n}", "kvittering_sendt", 1) for n in range(n)] for n in (MAX_EVENTS + 1, MAX_EVENTS))
    batch = batch_of(build_case(*many, case_id="many"), build_case(*few, case_id="few"))
    assert is_supported_case(batch).tolist() == [False, True]


def test_cases_with_one_key_are_not_supported() -> None:
    batch = batch_of(build_case(case_id="a"), build_case(case_id="b"), build_case(case_id="a"))
    assert is_supported_case(batch).tolist() == [False, True, False]


def test_time_keys_are_ordered_by_case_and_then_by_time() -> None:
    first, last = ((day_number_of(day) * 86400) for day in (dt.date(1901, 1, 1), dt.date(2199, 1, 1)))
    keys = time_keys(np.array([0, 0, 1, 1]), np.array([first - 3600, last, first - 3600, last]))
    assert (np.diff(keys) > 0).all()
