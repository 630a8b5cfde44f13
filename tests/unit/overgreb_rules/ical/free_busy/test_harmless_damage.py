"""Damage that decides no time is said with its line, and the rest is read."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import read_busy_time
from overgreb_rules.ical.free_busy.harmless_damage import HARMLESS_CODES
from tests.fixtures.foreign_calendars import (
    NINE,
    NINE_TO_ELEVEN,
    YEAR,
    build_calendar,
    build_event,
    format_spans,
    list_codes,
)


def alarm(trigger: str) -> tuple[str, ...]:
    return ("BEGIN:VALARM", f"TRIGGER{trigger}", "END:VALARM")


BROKEN_ZONE = ("BEGIN:VTIMEZONE", "TZID:Emma", "BEGIN:STANDARD", "DTSTART:x", "END:STANDARD", "END:VTIMEZONE")


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        (build_event(*NINE, "DESCRIPTION:a", "Emma ringer"), "stray_text", 9),
        (build_event(*NINE, 'ATTENDEE;CN="Emma "E" Ek":mailto:e@example.org'), "misquoted", 8),
        (build_event(*NINE, 'CONTACT;ALTREP="cid:Emma:Ek'), "misquoted", 8),
        (build_event(*NINE, *alarm(":Emma")), "unreadable_alarm", 9),
        (build_event(*NINE, *alarm(";VALUE=DATE-TIME:-PT")), "unreadable_alarm", 9),
        ((*BROKEN_ZONE, *build_event(*NINE)), "broken_zone", 4),
        (("BEGIN:VTIMEZONE", "TZID:Emma", "END:VTIMEZONE", *build_event(*NINE)), "broken_zone", 4),
        (("BEGIN:VTIMEZONE", "END:VTIMEZONE", *build_event(*NINE)), "broken_zone", 4),
    ],
)
def test_it_is_a_warning_with_its_line_and_without_its_text(lines: tuple[str, ...], code: str, line: int):
    found = read_busy_time(build_calendar(*lines), YEAR)
    assert (found.unknown, format_spans(found.busy)) == (None, NINE_TO_ELEVEN)
    assert list_codes(found) == [code]
    assert code in HARMLESS_CODES
    assert found.warnings[0].line == line
    assert "Emma" not in str(found)


@pytest.mark.parametrize(
    "line",
    [
        'ATTENDEE;CN="Ek, Emma; Bo";ROLE=CHAIR:mailto:e@example.org',
        'ATTENDEE;MEMBER="mailto:a@example.org","mailto:b@example.org";CN=x:mailto:e@example.org',
        'LOCATION;ALTREP="https://example.org/?a=":Rådhuset',
    ],
)
def test_quotation_marks_around_whole_values_are_no_damage(line: str):
    assert list_codes(read_busy_time(build_calendar(*build_event(*NINE, line)), YEAR)) == []


@pytest.mark.parametrize("trigger", [":-PT15M", ";RELATED=END:PT0S", ";VALUE=DATE-TIME:19760401T005545Z", ":-P1W"])
def test_an_alarm_that_can_be_read_is_no_damage(trigger: str):
    assert list_codes(read_busy_time(build_calendar(*build_event(*NINE, *alarm(trigger))), YEAR)) == []


def test_several_alarms_are_one_warning():
    found = read_busy_time(build_calendar(*build_event(*NINE, *alarm(":a"), *alarm(":b"), *alarm(":c"))), YEAR)
    assert list_codes(found) == ["unreadable_alarm"]
    assert found.warnings[0].text.en.endswith("; the same holds 2 more times (line 9)")
