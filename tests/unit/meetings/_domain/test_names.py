"""Days, starts and parties as text."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings._domain.names import format_day, format_party, format_time
from meetings._domain.parties import Party


def test_a_day_and_a_start_are_written_in_full():
    assert format_day(dt.date(2027, 3, 9)) == "Tuesday 9 March 2027"
    assert format_time(dt.datetime(2027, 3, 9, 9, 0, tzinfo=dt.UTC)) == "Tuesday 9 March 2027 at 09:00"


@pytest.mark.parametrize(
    ("party", "text"),
    [
        ("kommune 0751", "Aarhus (0751)"),
        ("politikreds 1460", "Nordjyllands Politi (1460)"),
        ("boernehus Aarhus", "the børnehus in Aarhus"),
        ("facilitator f1", "facilitator f1"),
        ("facilitator ", "the facilitator"),
        ("kommune 9999", "9999"),
    ],
)
def test_each_kind_of_party_has_its_text(party: str, text: str):
    assert format_party(Party.parse(party), 2027) == text
