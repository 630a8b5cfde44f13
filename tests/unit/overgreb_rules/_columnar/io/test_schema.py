"""The schemas of the tables: a column for each fact of the vocabulary, and a field for each of an answer."""

from __future__ import annotations

import pyarrow as pa
import pytest

from overgreb_rules._columnar.io.schema import ANSWERS, AT, CASES, DAY, EVENTS, INSTANT, OBLIGATION
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.evaluation import Obligation

TYPES = {
    "bool": pa.bool_(), "int": pa.int32(), "date": pa.date32(), "datetime": INSTANT, "text": pa.string(),
    "word": pa.string(),
}  # fmt: skip
FACTS = {
    name: fact.kind for event in packaged_vocabulary().events.values() for name, fact in sorted(event.facts.items())
}
TEXTS_OF_ANSWERS = {"title", "explanation", "counting", "consequence", "escalations", "open_questions"}


def test_every_fact_of_the_vocabulary_has_a_column_of_its_kind() -> None:
    columns = {name: EVENTS.field(name).type for name in FACTS}
    assert columns == {name: TYPES[kind] for name, kind in FACTS.items()}


def test_an_event_has_no_column_beside_its_facts_and_its_own_parts() -> None:
    assert {*EVENTS.names} - {*FACTS} == {"case_id", "id", "type", AT, DAY, "of"}


@pytest.mark.parametrize(("schema", "required"), [(CASES, {"case_id"}), (EVENTS, {"case_id", "type"})])
def test_only_what_identifies_a_row_must_be_told(schema: pa.Schema, required: set[str]) -> None:
    assert {field.name for field in schema if not field.nullable} == required


def test_a_duty_of_the_table_has_what_evaluate_says_of_it_but_for_its_texts() -> None:
    columns = {OBLIGATION.field(number).name for number in range(OBLIGATION.num_fields)}
    split = {"opened_by", "wording", "due", "cause", "closed"}
    assert {*Obligation.model_fields} - TEXTS_OF_ANSWERS - split <= columns


def test_an_instant_has_whole_seconds_and_the_zone_of_denmark() -> None:
    assert (INSTANT.unit, INSTANT.tz) == ("s", "Europe/Copenhagen")


def test_every_part_of_an_error_may_be_null_with_it() -> None:
    error = ANSWERS.field("error").type
    assert all(error.field(number).nullable for number in range(error.num_fields))
