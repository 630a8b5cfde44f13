"""Recurrence rules, read whole or not at all."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import read_busy_time
from tests.fixtures.foreign_calendars import (
    NINE,
    YEAR,
    build_calendar,
    build_event,
)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=few",
        "COUNT=2",
        "FREQ=FORTNIGHTLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;UNTIL=soon",
        "FREQ=DAILY;BYEASTER=0",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=YEARLY;RSCALE=CHINESE",
        "FREQ=YEARLY;BYMONTHDAY=0",
        "FREQ=DAILY;BYHOUR=",
    ],
)
def test_a_rule_that_cannot_be_read_makes_the_file_unknown(rule: str):
    found = read_busy_time(build_calendar(*build_event(*NINE, f"RRULE:{rule}")), YEAR)
    assert found.unknown is not None
    assert (found.unknown.code, found.unknown.line, found.unknown.text.en) == (
        "unreadable",
        8,
        "RRULE cannot be read (line 8)",
    )
