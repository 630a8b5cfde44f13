"""What an error shows of a value: what is near an allowed word, times and small numbers."""

from __future__ import annotations

import math

import pytest

from overgreb_rules._case.reader import vocabulary_words
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.shared.redaction import HIDDEN, name_file, redact_key, redact_value, show_value

WORDS = vocabulary_words(packaged_vocabulary())
NAMES = ["mette", "MetteHansen", "Mette Hansen", "Bo", "anna", "soeren", "hansen", "Nørrebrogade", "mette@example.org"]
NUMBERS = ["20304050", "+4520304050", "20 30 40 50", "0101901234", "010190-1234"]


@pytest.mark.parametrize("text", [*NAMES, *NUMBERS])
def test_names_and_numbers_of_persons_are_hidden(text: str) -> None:
    assert (redact_value(text, WORDS), redact_key(text, WORDS)) == (HIDDEN, HIDDEN)


@pytest.mark.parametrize("text", ["fagperson", "Fagperson", "fagpersn", "underretning_modtagt", "kvittering_sent"])
def test_what_is_near_a_word_of_the_vocabulary_is_shown(text: str) -> None:
    assert (redact_value(text, WORDS), redact_key(text, WORDS)) == (f"«{text}»", text)


@pytest.mark.parametrize("text", ["2026-13-01", "2026-11-01T10:00:00", "2026-11-01 10:00", "01-11-2026", "u9", "A-17"])
def test_times_and_plain_ids_are_shown_as_values_and_not_as_keys(text: str) -> None:
    assert (redact_value(text), redact_key(text)) == (f"«{text}»", HIDDEN)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"),
        (True, "true"),
        (-751, "-751"),
        (9999, "9999"),
        (15.5, "15.5"),
        (10_000, HIDDEN),
        (20304050, HIDDEN),
        (101901234, HIDDEN),
        (10**12, "a very large number"),
        (math.nan, "a very large number"),
        ({}, "an object"),
        ([], "a list"),
        (b"x", HIDDEN),
    ],
)
def test_other_values_are_shown_by_their_kind(value: object, shown: str) -> None:
    assert redact_value(value) == shown


@pytest.mark.parametrize(
    ("value", "danish", "english"),
    [
        (HIDDEN, "»skjult«", "«hidden»"),
        ("«u9»", "»u9«", "“u9”"),
        ("an object", "et objekt", "an object"),
        ("a list", "en liste", "a list"),
        ("a very large number", "et meget stort tal", "a very large number"),
        ("17", "17", "17"),
    ],
)
def test_a_message_shows_a_value_in_its_language(value: str, danish: str, english: str) -> None:
    assert (show_value(value, "da"), show_value(value, "en")) == (danish, english)


@pytest.mark.parametrize(
    "behind", ["T+4520304050", " 20304050", "T12:50:53+010190-12341:00", "T0101901234", "T12345678"]
)
def test_a_number_behind_a_day_is_no_time(behind: str) -> None:
    assert redact_value(f"2016-03-11{behind}") == HIDDEN


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("x/policy.yaml", "policy.yaml"),
        ("010190/1234", "«hidden»"),
        ("x/010190/1234.yaml", "«hidden».yaml"),
        ("010190/1234/policy.yaml", "policy.yaml"),
        ("2026/1234.yaml", "1234.yaml"),
    ],
)
def test_the_name_of_a_file_shows_no_figures_of_a_number_that_begins_in_the_folder(path: str, name: str) -> None:
    assert name_file(path) == name
