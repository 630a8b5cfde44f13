"""The plan as a table: no name of a facilitator is run as a formula when a coordinator opens it."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from meetings.export.event_text import DisplayNames
from meetings.export.plan_csv import build_plan_csv
from meetings.schedule import People
from tests.fixtures.schedules import build_schedule


@pytest.mark.parametrize("name", ["=1+1", " =1+1", "\u00a0=1+1", "\n=1+1", "＝1+1"])
def test_a_facilitator_named_like_a_formula_stands_in_the_table_as_text(name: str) -> None:
    schedule = build_schedule(People(facilitators={"f1": name}))
    data = build_plan_csv(schedule, DisplayNames(dt.date(2027, 6, 1), schedule.people.facilitators))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {row["Facilitator"] for row in rows} == {f"'{name}"}
