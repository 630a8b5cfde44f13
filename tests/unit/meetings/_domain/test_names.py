"""Days, starts and parties as text."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings._domain.names import count_noun, format_cost, format_party, format_time
from meetings._domain.parties import Party
from overgreb_rules.shared.text import Text


def test_a_start_is_written_in_full():
    start = format_time(dt.datetime(2027, 3, 9, 9, 0, tzinfo=dt.UTC))
    assert start == Text("tirsdag den 9. marts 2027 kl. 09.00", "Tuesday 9 March 2027 at 09:00")


@pytest.mark.parametrize(
    ("cost", "signed", "text"),
    [
        (8.5, False, Text("8,5", "8.5")),
        (6, False, Text("6", "6")),
        (2.25, True, Text("+2,25", "+2.25")),
        (-1, True, Text("-1", "-1")),
        (0, False, Text("0", "0")),
        (-0.0001, True, Text("+0", "+0")),
        (42043.743, False, Text("42043,743", "42043.743")),
        (1_770_000, False, Text("1770000", "1770000")),
    ],
)
def test_a_cost_is_written_to_a_thousandth_whatever_its_size(cost: float, signed: bool, text: Text):
    assert format_cost(cost, signed=signed) == text


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
    assert format_party(Party.parse(party), 2027).en == text


def test_a_boernehus_and_a_nameless_facilitator_have_danish_words():
    assert format_party(Party("boernehus", "Aarhus"), 2027).da == "børnehuset i Aarhus"
    assert format_party(Party("facilitator", ""), 2027).da == "facilitatoren"


def test_a_noun_stands_in_the_number_of_its_count():
    assert [count_noun(n, "møde", "møder") for n in (1, 2)] == ["1 møde", "2 møder"]
    assert [count_noun(n, "day") for n in (0, 1)] == ["0 days", "1 day"]
