"""Lines and components, as whole as they arrive: damage in a text is skipped, damage that may hide a time is not."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import read_busy_time
from tests.fixtures.foreign_calendars import (
    NINE,
    NINE_TO_ELEVEN,
    YEAR,
    build_calendar,
    build_event,
    format_spans,
    list_codes,
)

WEB_PAGE = "it is a web page, perhaps of a login"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_every_end_of_a_line_is_read(end: str):
    found = read_busy_time(build_calendar(*build_event(*NINE), end=end), YEAR)
    assert (format_spans(found.busy), list_codes(found)) == (NINE_TO_ELEVEN, [])


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\r\n\r\n", b"  \n"])
def test_a_mark_or_blank_lines_before_the_calendar_are_skipped(mark: bytes):
    assert format_spans(read_busy_time(mark + build_calendar(*build_event(*NINE)), YEAR).busy) == NINE_TO_ELEVEN


def test_utf_16_with_its_mark_is_read():
    data = build_calendar(*build_event(*NINE)).decode().encode("utf-16")
    assert format_spans(read_busy_time(data, YEAR).busy) == NINE_TO_ELEVEN


def test_letters_of_another_encoding_are_no_fault():
    data = build_calendar(*build_event(*NINE, "SUMMARY:M\xf8de")).decode().encode("latin-1")
    assert format_spans(read_busy_time(data, YEAR).busy) == NINE_TO_ELEVEN


@pytest.mark.parametrize(
    "lines",
    [
        ("DESCRIPTION:første linje", "anden linje uden mellemrum"),
        ("DESCRIPTION:Referat", "", '<p style="color:red">Kære alle; vi ses</p>', "<br>"),
        ("DESCRIPTION:Plan", "Status: cancelled"),
        ("DESCRIPTION:Plan", "End: kl. 11"),
        ("DESCRIPTION:Plan", "Begin: Mandag"),
        ("X-ALT-DESC;FMTTYPE=text/html:<html>", "<body>", "</body>", "</html>"),
        ("SUMMARY:Møde", "æøå: tekst", "- punkt 1", "1) punkt: et"),
        ("DESCRIPTION:Husk", "RRULE er aftalt"),
        ("DESCRIPTION:Husk", "DTSTART som sidst, kl. 9"),
        ("DESCRIPTION:Husk", "DTSTART; som aftalt"),
        ("DESCRIPTION:Husk", "DTENDELIG aftale"),
        ("DESCRIPTION:Husk", "Duration of the talk: 2 hours"),
        ("DESCRIPTION:Husk", "Duration: 2 timer"),
        ("DESCRIPTION:Husk", "DTEND: som sidst"),
    ],
)
def test_raw_line_breaks_in_a_text_are_a_warning(lines: tuple[str, ...]):
    found = read_busy_time(build_calendar(*build_event(*NINE, *lines)), YEAR)
    assert format_spans(found.busy) == NINE_TO_ELEVEN
    assert list_codes(found) == ["stray_text"]


def test_a_warning_names_the_first_loose_line_and_how_many_follow():
    found = read_busy_time(build_calendar(*build_event(*NINE, "DESCRIPTION:a", "b b", "c c")), YEAR)
    note = found.warnings[0]
    assert (note.line, note.text.en) == (9, "a line is loose text and was skipped; the same holds 1 more time (line 9)")


@pytest.mark.parametrize(
    "line",
    [
        'ORGANIZER;CN="O\'Neill, "Bo"":mailto:y@example.org',
        'ATTENDEE;CN=Skærm 24":mailto:x@example.org',
        'ATTENDEE;CN="Ab;c:d";X-RESPONSE-COMMENT="nej; kan ikke: ferie":mailto:x@example.org',
        'LOCATION;ALTREP="cid:1:Rådhuset',
        "X-UNKNOWN;=;:",
    ],
)
def test_a_quotation_mark_in_a_parameter_is_no_fault(line: str):
    found = read_busy_time(build_calendar(*build_event(*NINE, line)), YEAR)
    assert (found.unknown, format_spans(found.busy)) == (None, NINE_TO_ELEVEN)


def test_an_alarm_that_is_broken_is_no_fault():
    alarm = ("BEGIN:VALARM", "TRIGGER:whenever", "DURATION", "RRULE = x", "END:VALARM")
    found = read_busy_time(build_calendar(*build_event(*NINE, *alarm)), YEAR)
    assert (found.unknown, format_spans(found.busy)) == (None, NINE_TO_ELEVEN)


@pytest.mark.parametrize(
    "line",
    [
        "DTEND",
        "DTEND = 20270309T110000",
        "rrule FREQ=DAILY",
        "EXDATE",
        "  DTSTART",
        "DTEND 20270309T110000",
        "DTEND20270309T110000",
        "DTEND;TZID=Europe/Copenhagen",
        "DTEND;TZID",
        "DTEND;",
        "RRULE, INTERVAL=2",
        "DURATION PT2H",
        "EXDATE : ",
        "DTEND: kl. 11",
        "RRULE: hver uge",
    ],
)
def test_a_loose_line_that_begins_like_a_time_makes_the_file_unknown(line: str):
    found = read_busy_time(build_calendar(*build_event(NINE[0], "SUMMARY:a", line.lstrip())), YEAR)
    assert found.unknown is not None
    assert found.unknown.code == "unreadable"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("BEGIN:VEVENT", *NINE), "damaged"),
        ((*NINE, "END:VEVENT"), "damaged"),
        (("BEGIN:VEVENT", *NINE, "BEGIN:VEVENT", *NINE, "END:VEVENT", "END:VEVENT"), "damaged"),
        (("BEGIN:VCALENDAR", "END:VCALENDAR"), "damaged"),
    ],
)
def test_components_that_do_not_close_make_the_file_unknown(lines: tuple[str, ...], code: str):
    found = read_busy_time(build_calendar(*lines), YEAR)
    assert found.unknown is not None
    assert found.unknown.code == code


@pytest.mark.parametrize("cut", range(20, 200, 7))
def test_a_file_that_is_cut_off_is_unknown_wherever_it_is_cut(cut: int):
    data = build_calendar(*build_event(*NINE))
    found = read_busy_time(data[:cut], YEAR)
    assert found.unknown is not None
    assert found.unknown.code in {"cut_off", "damaged", "no_calendar"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "it is no calendar file"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "it is no calendar file; " + WEB_PAGE),
        (b"\xff\xfe\x00\x01" * 1000, "it is no calendar file"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "it is no calendar file"),
        (b"PK\x03\x04", "it is no calendar file but a ZIP file; unpack it"),
    ],
)
def test_what_is_no_calendar_is_unknown(data: bytes, says: str):
    found = read_busy_time(data, YEAR)
    assert found.unknown is not None
    assert found.unknown.text.en == says


def test_an_indented_file_is_no_calendar_and_not_an_empty_one():
    found = read_busy_time(b"  " + build_calendar(*build_event(*NINE)).replace(b"\r\n", b"\r\n  "), YEAR)
    assert found.unknown is not None


def test_a_parameter_inside_a_quoted_value_is_text():
    line = 'DTSTART;X-P=";TZID=Europe/London";TZID=Europe/Copenhagen:20270309T090000'
    found = read_busy_time(build_calendar(*build_event(line, NINE[1])), YEAR)
    assert format_spans(found.busy) == NINE_TO_ELEVEN
