"""The guard against CPR numbers: whom it refuses without reason, and that the tables miss nothing that it finds."""

from __future__ import annotations

import datetime as dt
import os
import random
import uuid

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from overgreb_rules._columnar.columns.support import is_supported_key, is_supported_text
from overgreb_rules.shared.cpr_number import has_cpr_shape

_UUIDS = int(os.environ.get("OVERGREB_UUIDS", "20000"))
"""How many UUIDs are tried; a million before a release."""
_KEYS = st.from_regex(
    r"[a-z.:_-]{0,2}[0-9]{2}[-.:_]?[0-9]{2}[-.:_]?(19|20)?[0-9]{2}[-.:_]{0,2}[0-9A-Za-z]{4}[a-z0-9_.-]{0,2}",
    fullmatch=True,
)

_DIGIT = st.sampled_from("0123456789\u0660\u0661\uff10\uff11\u00b9\u2460\u3251")
_BETWEEN = st.sampled_from(["", "", "-", " ", ".", "/", "\u2212", "\u200b", "\x0b", "\x1f", "\n", " - ", "æ"])
_TEXTS = st.lists(st.tuples(_DIGIT, _BETWEEN), min_size=6, max_size=13).map(
    lambda parts: "".join(digit + between for digit, between in parts)
)


def test_no_uuid_is_refused() -> None:
    numbers = random.Random(20261)  # noqa: S311  # no secret is made of it
    for _ in range(_UUIDS):
        key = str(uuid.UUID(int=numbers.getrandbits(128), version=4))
        assert not has_cpr_shape(key)
        assert not has_cpr_shape(key.upper())
        assert not has_cpr_shape(f"{{{key}}}")
        assert not has_cpr_shape(f"sag-{key}")


@given(
    day=st.dates(dt.date(1858, 1, 1), dt.date(2057, 12, 31)),
    serial=st.integers(0, 9999),
    between=st.sampled_from(["", "-", " ", ".", "/", " - ", "\u2212"]),
)
def test_every_number_of_a_day_is_refused(day: dt.date, serial: int, between: str) -> None:
    assert has_cpr_shape(f"{day:%d%m%y}{between}{serial:04}")


@settings(deadline=None)
@given(keys=st.lists(_KEYS, min_size=1, max_size=20))
def test_a_table_sends_every_key_that_the_guard_finds_to_the_reader_of_single_cases(keys: list[str]) -> None:
    supported = is_supported_key(pa.array(keys))
    assert [key for key, plain in zip(keys, supported, strict=True) if plain and has_cpr_shape(key)] == []


@settings(deadline=None)
@given(texts=st.lists(_TEXTS, min_size=1, max_size=20))
def test_a_table_sends_every_text_that_the_guard_finds_to_the_reader_of_single_cases(texts: list[str]) -> None:
    supported = is_supported_text(pa.chunked_array([texts], pa.string()))
    assert [text for text, plain in zip(texts, supported, strict=True) if plain and has_cpr_shape(text)] == []


def test_a_uuid_is_a_plain_key_of_a_table() -> None:
    numbers = random.Random(17)  # noqa: S311  # no secret is made of it
    keys = [str(uuid.UUID(int=numbers.getrandbits(128), version=4)) for _ in range(2000)]
    assert is_supported_key(pa.array(keys)).all()
