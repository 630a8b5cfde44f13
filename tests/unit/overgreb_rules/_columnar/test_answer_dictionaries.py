"""Texts of the rules and the vocabulary stand in answers as places in dictionaries, the same in every piece."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from overgreb_rules._columnar.answer_dictionaries import AnswerDictionaries
from overgreb_rules._columnar.evaluator import BatchEvaluator
from overgreb_rules._columnar.io.schema import ANSWERS, OBLIGATION
from overgreb_rules._columnar.row_fallback import evaluate_rows
from overgreb_rules._evaluate.pipeline import instant_of
from tests.fixtures.event_columns import AT, BOOK, batch_of, build_case, build_event

DICTIONARIES = AnswerDictionaries.of(BOOK.rules)
CODED = [field.name for field in OBLIGATION if pa.types.is_dictionary(field.type)]
SUPPORTED = [build_case(build_event("u1", "underretning_modtaget", 3), case_id=f"sag-{number}") for number in range(40)]
# An event from before the act makes the row fallback answer.
BEFORE = build_event("u0", "underretning_modtaget", 3) | {"at": "2023-03-03T10:00:00+01:00"}
UNSUPPORTED = build_case(BEFORE, case_id="før loven")


def dictionary_of(table: pa.Table, column: str) -> pa.Array:
    """The dictionary of a column of the duties of a table of one piece."""
    (chunk,) = table["obligations"].chunks
    return pc.struct_field(pc.list_flatten(chunk), column).dictionary


def test_every_coded_column_has_a_dictionary_and_no_other_column_has_one() -> None:
    assert {*DICTIONARIES.texts} == {*CODED}


@pytest.mark.parametrize("column", CODED)
def test_a_dictionary_has_each_text_once_in_alphabetical_order(column: str) -> None:
    texts = DICTIONARIES.texts[column].to_pylist()
    assert texts == sorted({*texts})


def test_a_column_is_encoded_and_what_is_none_is_null() -> None:
    column = DICTIONARIES.encode("modality", ["must", None, "may"], np.array([2, 0, 1, 0]))
    assert column.to_pylist() == ["may", "must", None, "must"]
    assert column.dictionary.equals(DICTIONARIES.texts["modality"])


def test_a_text_that_the_rules_do_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        DICTIONARIES.encode("modality", ["shall"], np.array([0]))


@pytest.mark.parametrize("column", CODED)
def test_answers_of_the_row_fallback_get_the_dictionaries_and_keep_their_rows(column: str) -> None:
    alone = evaluate_rows(batch_of(UNSUPPORTED), instant_of(AT), BOOK, None, np.arange(1), "en")
    conformed = DICTIONARIES.conform(alone)
    assert conformed.to_pylist() == alone.to_pylist()
    assert dictionary_of(conformed, column).equals(DICTIONARIES.texts[column])


def test_a_refused_case_still_has_no_duties() -> None:
    refused = DICTIONARIES.conform(pa.Table.from_pylist([{"case_id": "afvist", "error": {}}], ANSWERS))
    assert refused["obligations"].to_pylist() == [None]


def test_answers_of_both_ways_can_be_written_to_one_file_of_arrow(tmp_path: Path) -> None:
    cases = [*SUPPORTED, UNSUPPORTED]
    answers = BatchEvaluator(instant_of(AT), BOOK, None).evaluate(batch_of(*cases))
    assert answers["obligations"].num_chunks > 1
    path = tmp_path / "answers.arrow"
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, answers.schema) as writer:
        writer.write_table(answers)
    assert pa.ipc.open_file(path).read_all().to_pylist() == answers.to_pylist()
