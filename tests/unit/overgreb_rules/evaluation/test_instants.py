"""The days and instants of an answer."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from pydantic import TypeAdapter, ValidationError

from overgreb_rules.evaluation import Day, When

DAYS: TypeAdapter[Day] = TypeAdapter(Day)
NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
WHENS: TypeAdapter[Day | dt.datetime] = TypeAdapter(When)


@pytest.mark.parametrize("value", ["2026-11-21", dt.date(2026, 11, 21), Day(2026, 11, 21)])
def test_a_day_is_read_from_its_text_or_a_date(value: object) -> None:
    day = DAYS.validate_python(value)
    assert (type(day), day) == (Day, Day(2026, 11, 21))


@pytest.mark.parametrize("value", ["20261121", "2026-W47-6", "2026-02-30", "2026-11-21T12:00:00+01:00", NOON, 1, None])
def test_what_is_no_day_alone_is_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="a day such as 2026-11-21"):
        DAYS.validate_python(value)


def test_the_day_of_a_date_is_ordered_among_days() -> None:
    assert Day.of(dt.date(2026, 11, 21)) < Day(2026, 11, 22)


def test_a_day_is_written_as_it_is_read_and_described_so() -> None:
    assert json.loads(DAYS.dump_json(Day(2026, 11, 21))) == "2026-11-21"
    assert DAYS.json_schema() == {"type": "string", "format": "date"}


@pytest.mark.parametrize("text", ["2026-11-21", "2026-11-21T12:00:00+01:00"])
def test_a_day_or_an_instant_is_written_as_it_is_read(text: str) -> None:
    assert json.loads(WHENS.dump_json(WHENS.validate_json(json.dumps(text)))) == text
