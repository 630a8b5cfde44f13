"""Which cases the columnar evaluation supports; all others go through the row fallback.

The checks here are no validation: a case that fails one may be valid. They let a case through only where the scalar
reader `_case.case` accepts it too, so they may be stricter (shorter keys, fewer events) and are never laxer. The row
fallback then evaluates the case, or reports what is wrong with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._case.reader import INTEGER_FACT_LIMIT
from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    BoolArray,
    CaseIndexArray,
    CodeArray,
    DayNumberArray,
    EpochSecondsArray,
    to_int64,
)
from overgreb_rules._columnar.columns.day_numbers import day_number_of
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules.calendar import FIRST_YEAR, LAST_YEAR
from overgreb_rules.shared.cpr_number import CANONICAL_UUID, POSSIBLE_CPR

MAX_EVENTS = 100
"""A signature packs the rank of every moment of a slice into nine bits: two moments for each of 100 events fit."""
MAX_PARENTS = 4
"""A signature has a column for each event that another one names."""
DAY_SECONDS = 86400
FIRST_SECOND, LAST_SECOND = (
    day_number_of(dt.date(year, 1, 1)) * DAY_SECONDS for year in (FIRST_YEAR + 1, LAST_YEAR - 1)
)
"""The first and last supported instant: a year inside of what a case may name, whatever the time zone."""
_SECOND_BITS = 34
"""The supported instants span 298 years: their seconds need 34 bits."""
_SUPPORTED_KEY = r"^[A-Za-z0-9_.:\-]{1,100}$"
_PRINTABLE_ASCII = r"^[ -~\t\r\n]*$"
_THREE_NUMERALS = r"(?s)[\p{N}\p{So}](?:.*[\p{N}\p{So}]){2}"
"""Of text in any script: a CPR number has six figures at least, and a sign stands for two at most («㉑»)."""


def is_supported_case(batch: CaseBatch) -> BoolArray:
    """Test the cases of a batch by their own columns and the number of their events.

    Args:
        batch: The cases and their events.

    Returns:
        bool[cases]: False where a case must be read by itself.
    """
    cases = batch.cases
    supported = is_supported_key(cases["case_id"].combine_chunks())
    supported[batch.duplicates] = False
    kommune = to_int64(cases["kommune"])
    supported &= (kommune == ABSENT) | is_supported_integer(kommune)
    for name in ("foedselsdato", "termin"):
        supported &= is_supported_day(to_int64(cases[name]))
    supported &= np.diff(batch.starts) <= MAX_EVENTS
    return supported


def is_supported_key(keys: pa.Array) -> BoolArray:
    """Test which keys are short plain ASCII and hold nothing like a CPR number.

    Args:
        keys: string[n] ids of cases or events, without nulls.

    Returns:
        bool[n].
    """
    fits = pc.match_substring_regex(keys, _SUPPORTED_KEY)
    suspect = pc.and_not(pc.match_substring_regex(keys, POSSIBLE_CPR), pc.match_substring_regex(keys, CANONICAL_UUID))
    return np.array(pc.and_not(fits, suspect))


def is_supported_text(texts: pa.ChunkedArray) -> BoolArray:
    """Test which texts hold nothing like a CPR number.

    Args:
        texts: string[n].

    Returns:
        bool[n]; true where there is no text.
    """
    is_plain = pc.match_substring_regex(texts, _PRINTABLE_ASCII)
    may_hold_one = (pc.match_substring_regex(texts, pattern) for pattern in (POSSIBLE_CPR, _THREE_NUMERALS))
    return np.asarray(pc.fill_null(pc.invert(pc.if_else(is_plain, *may_hold_one)), True))


def is_supported_integer(values: CodeArray) -> BoolArray:
    """Test which whole numbers a fact may have.

    Args:
        values: int64[n].

    Returns:
        bool[n].
    """
    return (values >= 0) & (values < INTEGER_FACT_LIMIT)


def is_supported_instant(seconds: EpochSecondsArray) -> BoolArray:
    """Test which instants lie within the supported years.

    Args:
        seconds: int64[n] epoch seconds.

    Returns:
        bool[n].
    """
    return (seconds >= FIRST_SECOND) & (seconds <= LAST_SECOND)


def is_supported_day(days: DayNumberArray) -> BoolArray:
    """Test which days lie within the supported years.

    Args:
        days: int64[n] day numbers, ABSENT where there is none.

    Returns:
        bool[n]; true where there is no day.
    """
    return is_supported_instant(np.where(days == ABSENT, 0, days) * DAY_SECONDS)


def is_supported_fact(
    values: CodeArray, words: Sequence[FactDefinition | None], all_words: Sequence[str], types: CodeArray
) -> BoolArray:
    """Test which values of a fact the event type of each event allows.

    Args:
        values: int64[n] fact values as in `EventColumns.facts`, ABSENT where a value is not known to the vocabulary.
        words: The definition of the fact by event type; None where the type has no such fact.
        all_words: Every word of the fact whatever the type: what a word value is an index of.
        types: int64[n] event type of each event.

    Returns:
        bool[n]; false where the value is ABSENT.
    """
    supported: BoolArray = np.array([word is not None for word in words])[types] & (values != ABSENT)
    kinds = {word.kind for word in words if word is not None}
    if "word" in kinds:
        none = [False] * len(all_words)
        table = np.array([none if word is None else [one in word.words for one in all_words] for word in words])
        supported &= table[types, np.where(supported, values, 0)]
    if "int" in kinds:
        supported &= is_supported_integer(values)
    if "date" in kinds:
        supported &= is_supported_day(np.where(supported, values, ABSENT))
    if "datetime" in kinds:
        supported &= is_supported_instant(np.where(supported, values, 0))
    return supported


def time_keys(case: CaseIndexArray, seconds: EpochSecondsArray) -> CodeArray:
    """Return numbers that are ordered by case and then by time.

    Args:
        case: int64[n] rows of cases.
        seconds: int64[n] supported instants in epoch seconds.

    Returns:
        int64[n].
    """
    return (case << _SECOND_BITS) + (seconds - FIRST_SECOND + DAY_SECONDS)
