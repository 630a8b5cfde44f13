"""The start and the length of an event, as programs write them."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import read_busy_time
from tests.fixtures.foreign_calendars import (
    DANISH,
    NINE,
    NINE_TO_ELEVEN,
    YEAR,
    build_calendar,
    build_event,
    format_spans,
    list_codes,
    read_busy,
)

OUTLOOK_DAY = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"


def test_an_event_is_busy_from_its_start_to_its_end():
    assert read_busy(*build_event(*NINE)) == NINE_TO_ELEVEN


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("DTSTART;VALUE=DATE:20270309", "DTEND;VALUE=DATE:20270311"), "03-09 00:00 - 03-11 00:00"),
        (("DTSTART;VALUE=DATE:20270328",), "03-28 00:00 - 03-29 00:00"),
        (("DTSTART;VALUE=DATE:20270406", "DTEND;VALUE=DATE:20270406"), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART;VALUE=DATE:20270406", "DURATION:P0D"), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART:20270406", "DURATION:P2D"), "04-06 00:00 - 04-08 00:00"),
        (("DTSTART;VALUE=DATE:20270406T000000", "DTEND;VALUE=DATE:20270407T000000"), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART:20270406T000000Z", "DTEND:20270407T000000Z", OUTLOOK_DAY), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART:20270405T220000Z", "DTEND:20270406T220000Z", OUTLOOK_DAY), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART:20270406T000000", "DTEND:20270407T000000", OUTLOOK_DAY), "04-06 00:00 - 04-07 00:00"),
        (("DTSTART:20270406T070000Z", "DTEND:20270406T080000Z", OUTLOOK_DAY), "04-06 09:00 - 04-06 10:00"),
        ((f"DTSTART;{DANISH}:20270327T120000", "DURATION:P1D"), "03-27 12:00 - 03-28 12:00"),
        ((f"DTSTART;{DANISH}:20270327T120000", "DURATION:PT24H"), "03-27 12:00 - 03-28 13:00"),
        ((f"DTSTART;{DANISH}:20270327T120000", "DURATION:P1W"), "03-27 12:00 - 04-03 12:00"),
        (("DTSTART:20261230T090000Z", "DTEND:20270102T080000Z"), "01-01 00:00 - 01-02 09:00"),
        ((f"DTSTART;{DANISH}:20270309T090000", "DTEND;VALUE=DATE:20270310"), "03-09 09:00 - 03-10 00:00"),
    ],
)
def test_the_length_of_an_event_is_read_as_it_is_written(lines: tuple[str, ...], says: str):
    assert read_busy(*build_event(*lines)) == [says]


def test_an_event_without_length_takes_no_time():
    assert read_busy(*build_event(NINE[0])) == []
    assert read_busy(*build_event(NINE[0], f"DTEND;{DANISH}:20270309T090000")) == []


@pytest.mark.parametrize("name", ["DTSTART", "DTEND", "DURATION", "RDATE", "EXDATE", "RECURRENCE-ID", "EXRULE"])
@pytest.mark.parametrize("value", ["2027x", "20270230", "20270309T250000", "soon", "20270309T090000+0100"])
def test_a_time_that_cannot_be_read_makes_the_file_unknown(name: str, value: str):
    lines = [line for line in NINE if not line.startswith((name, "DTEND" if name == "DURATION" else name))]
    lines += ["RRULE:FREQ=DAILY;COUNT=2"] if name in {"EXDATE", "EXRULE"} else []
    found = read_busy_time(build_calendar(*build_event(*lines, f"{name}:{value}")), YEAR)
    assert found.unknown is not None
    assert name in found.unknown.text.da
    assert list_codes(found) == []
    assert format_spans(found.busy) == []
