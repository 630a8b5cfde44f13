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


def test_a_series_without_end_reaches_over_the_year_and_one_with_an_end_to_its_last_instance():
    assert covers(*build_event(*NINE, "RRULE:FREQ=WEEKLY")) == (WHOLE_YEAR, False, [])
    assert covers(*build_event(*NINE, "RRULE:FREQ=WEEKLY;COUNT=2"))[0] == ["01-01 00:00 - 03-16 11:00"]


@pytest.mark.parametrize("lines", [(), build_event("DTSTART:20261109T080000Z", "DURATION:PT1H")])
def test_an_empty_calendar_and_an_export_of_last_year_say_nothing_of_the_year(lines: tuple[str, ...]):
    assert covers(*lines) == ([], False, ["covers_nothing"])


def test_a_calendar_of_another_year_says_nothing_of_this_one():
    later = build_event("DTSTART:20280309T080000Z", "DURATION:PT1H")
    assert covers(*later) == ([], False, ["covers_nothing"])
    before = build_event("DTSTART:20261109T080000Z", "DURATION:PT1H")
    assert covers(*before, *later) == (WHOLE_YEAR, False, [])


def test_a_birthday_does_not_make_an_export_of_last_year_one_of_this_year():
    before = build_event("DTSTART:20261109T080000Z", "DURATION:PT1H")
    birthday = build_event("DTSTART;VALUE=DATE:20200510", "RRULE:FREQ=YEARLY")
    assert covers(*before, *birthday) == ([], False, ["covers_nothing"])
    assert covers(*birthday) == (WHOLE_YEAR, False, [])


def test_what_is_not_known_is_the_rest_of_the_year():
    found = read_busy_time(build_calendar(*build_event(*NINE), head=("X-CLIPEND:20270101T230000Z",)), YEAR)
    assert format_spans(found.not_known) == ["01-02 00:00 - 03-09 09:00", "03-09 11:00 - 01-01 00:00"]
