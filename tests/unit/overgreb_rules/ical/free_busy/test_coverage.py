"""The time of which a file says anything: as it states it, or as a guess."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import read_busy_time
from tests.fixtures.foreign_calendars import (
    NINE,
    YEAR,
    build_calendar,
    build_event,
    format_spans,
)


def free_busy(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VFREEBUSY", "UID:f", *lines, "END:VFREEBUSY")


def covers(*lines: str, head: tuple[str, ...] = ()) -> tuple[list[str], bool, list[str]]:
    found = read_busy_time(build_calendar(*lines, head=head), YEAR)
    codes = [note.code for note in found.warnings if note.code.startswith("covers_")]
    return format_spans(found.coverage.spans), found.coverage.is_sure, codes


WHOLE_YEAR = ["01-01 00:00 - 01-01 00:00"]


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (("X-CLIPSTART:20270107T230000Z", "X-CLIPEND:20270430T220000Z"), ["01-08 00:00 - 05-01 00:00"]),
        (("X-CLIPSTART;VALUE=DATE:20270108", "X-CLIPEND;VALUE=DATE:20270501"), ["01-08 00:00 - 05-01 00:00"]),
        (("X-CLIPEND:20270430T220000Z",), ["01-01 00:00 - 05-01 00:00"]),
        (("X-CLIPSTART:20250107T230000Z", "X-CLIPEND:20260107T230000Z"), []),
    ],
)
def test_the_range_that_was_chosen_in_outlook_is_what_the_file_covers(head: tuple[str, ...], says: list[str]):
    code = "covers_part" if says else "covers_nothing"
    assert covers(*build_event(*NINE), head=head) == (says, True, [code])


def test_a_range_around_the_year_covers_it_without_a_warning():
    head = ("X-CLIPSTART:20261201T000000Z", "X-CLIPEND:20280301T000000Z")
    assert covers(*build_event(*NINE), head=head) == (WHOLE_YEAR, True, [])


def test_a_freebusy_covers_its_own_range_and_two_cover_both():
    january = free_busy("DTSTART:20261231T230000Z", "DTEND:20270131T230000Z", "FREEBUSY:20270108T080000Z/PT2H")
    march = free_busy("DTSTART:20270228T230000Z", "DTEND:20270331T220000Z")
    assert covers(*january) == (["01-01 00:00 - 02-01 00:00"], True, ["covers_part"])
    assert covers(*january, *march)[0] == ["01-01 00:00 - 02-01 00:00", "03-01 00:00 - 04-01 00:00"]


def test_the_end_of_the_last_appointment_is_a_guess_where_it_lies_months_before_the_end_of_the_year():
    assert covers(*build_event(*NINE)) == (["01-01 00:00 - 03-09 11:00"], False, ["covers_guess"])
    late = build_event("DTSTART:20271115T080000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT")
    assert covers(*build_event(*NINE), *late) == (WHOLE_YEAR, False, [])


LAST_YEAR = build_event("DTSTART:20261109T080000Z", "DURATION:PT1H", uid="b")
"""A meeting of the year before."""


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY", "FREQ=YEARLY", "FREQ=WEEKLY;UNTIL=20991231T000000Z"])
@pytest.mark.parametrize("others", [(), LAST_YEAR])
def test_a_series_without_end_does_not_show_how_far_a_calendar_reaches(rule: str, others: tuple[str, ...]):
    series = build_event("DTSTART:20260107T080000Z", "DURATION:PT1H", f"RRULE:{rule}")
    assert covers(*series, *others) == ([], False, ["covers_nothing"])
    (note,) = read_busy_time(build_calendar(*series, *others), YEAR).warnings
    assert note.text.en.startswith("in 2027 the calendar has only times that repeat without an end")


def test_beside_a_series_without_end_the_last_other_appointment_is_the_guess():
    series = build_event("DTSTART:20260107T080000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    assert covers(*series, *build_event(*NINE, uid="b"))[0] == ["01-01 00:00 - 03-09 11:00"]
    (note,) = read_busy_time(build_calendar(*series, *build_event(*NINE, uid="b")), YEAR).warnings
    assert note.text.en.startswith("the last appointment, apart from series without an end, is on 9 March 2027")


def test_an_instance_that_was_moved_shows_how_far_a_calendar_reaches():
    series = build_event("DTSTART:20260107T080000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    moved = build_event("RECURRENCE-ID:20270428T080000Z", "DTSTART:20270430T080000Z", "DURATION:PT1H")
    assert covers(*series, *moved)[0] == ["01-01 00:00 - 04-30 11:00"]


def test_working_hours_without_end_do_not_show_how_far_a_calendar_reaches():
    hours = ("BEGIN:AVAILABLE", "DTSTART:20270104T080000Z", "DURATION:PT8H", "RRULE:FREQ=DAILY", "END:AVAILABLE")
    assert covers("BEGIN:VAVAILABILITY", *hours, "END:VAVAILABILITY") == ([], False, ["covers_nothing"])


def test_a_series_with_an_end_reaches_to_its_last_instance():
    assert covers(*build_event(*NINE, "RRULE:FREQ=WEEKLY;COUNT=2"))[0] == ["01-01 00:00 - 03-16 11:00"]


@pytest.mark.parametrize("lines", [(), build_event("DTSTART:20261109T080000Z", "DURATION:PT1H")])
def test_an_empty_calendar_and_an_export_of_last_year_say_nothing_of_the_year(lines: tuple[str, ...]):
    assert covers(*lines) == ([], False, ["covers_nothing"])


def test_a_calendar_of_another_year_says_nothing_of_this_one():
    later = build_event("DTSTART:20280309T080000Z", "DURATION:PT1H")
    assert covers(*later) == ([], False, ["covers_nothing"])
    before = build_event("DTSTART:20261109T080000Z", "DURATION:PT1H")
    assert covers(*before, *later) == (WHOLE_YEAR, False, [])


def test_what_is_not_known_is_the_rest_of_the_year():
    found = read_busy_time(build_calendar(*build_event(*NINE), head=("X-CLIPEND:20270101T230000Z",)), YEAR)
    assert format_spans(found.not_known) == ["01-02 00:00 - 03-09 09:00", "03-09 11:00 - 01-01 00:00"]


def describe(*lines: str, head: tuple[str, ...] = ()) -> str:
    return read_busy_time(build_calendar(*lines, head=head), YEAR).coverage.describe().en


def test_the_pieces_of_a_coverage_are_named_one_by_one_and_six_of_many():
    pieces = [free_busy(f"DTSTART:2027{m:02}01T120000Z", f"DTEND:2027{m:02}02T120000Z") for m in range(1, 10)]
    assert describe(*pieces[0], *pieces[2]) == (
        "1 January 2027 13:00 to 2 January 2027 13:00, 1 March 2027 13:00 to 2 March 2027 13:00"
    )
    many = describe(*(line for piece in pieces for line in piece))
    assert many.count(" to ") == 6
    assert many.endswith(" and 3 more")


def test_a_range_of_whole_days_is_named_by_its_days_and_another_by_its_times_too():
    assert describe(*free_busy("DTSTART:20270107T230000Z", "DTEND:20270108T230000Z")) == "8 January 2027"
    clip = ("X-CLIPSTART:20270107T230000Z", "X-CLIPEND:20270430T230000Z")
    assert describe(head=clip) == "8 January 2027 to 1 May 2027 01:00"
    assert describe(*build_event(*NINE)) == "1 January 2027 to 9 March 2027"


@pytest.mark.parametrize(
    "head",
    [
        ("X-CLIPSTART:Emma", "X-CLIPEND:20270601T000000Z"),
        ("X-CLIPSTART:20270601T000000Z", "X-CLIPEND:20270101T000000Z"),
    ],
)
def test_a_chosen_range_that_cannot_be_read_is_a_warning_and_the_coverage_a_guess(head: tuple[str, ...]):
    assert covers(*build_event(*NINE), head=head)[1:] == (False, ["covers_unreadable", "covers_guess"])
    note = read_busy_time(build_calendar(*build_event(*NINE), head=head), YEAR).warnings[0]
    assert note.line == (4 if "Emma" in head[0] else 5)
    assert "Emma" not in note.text.da


@pytest.mark.parametrize("name", ["VFREEBUSY", "VAVAILABILITY"])
@pytest.mark.parametrize("last", ["DTEND:20270101T000000Z", "DURATION:-P1D"])
def test_a_range_that_ends_before_it_starts_makes_the_file_unknown(name: str, last: str):
    lines = (f"BEGIN:{name}", "DTSTART:20270601T000000Z", last, f"END:{name}")
    found = read_busy_time(build_calendar(*lines), YEAR)
    assert found.unknown is not None
    assert (found.unknown.code, found.unknown.line) == ("ends_before_start", 6)


@pytest.mark.parametrize("line", ["DTSTART:20280601T000000Z", "DTEND:20260101T000000Z"])
def test_a_range_outside_the_year_with_one_end_alone_covers_nothing_of_it(line: str):
    assert covers("BEGIN:VFREEBUSY", line, "END:VFREEBUSY") == ([], True, ["covers_nothing"])
