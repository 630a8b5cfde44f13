"""Which events take time: how they are shown, whose answer counts, and what replaces what."""

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
    read_busy,
)

OTHER = (f"DTSTART;{DANISH}:20270310T090000", f"DTEND;{DANISH}:20270310T110000")
WEDNESDAY = ["03-10 09:00 - 03-10 11:00"]
OUTLOOK = "X-MICROSOFT-CDO-BUSYSTATUS"


@pytest.mark.parametrize(
    "line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", f"{OUTLOOK}:FREE", f"{OUTLOOK}:WORKINGELSEWHERE"]
)
def test_what_is_shown_as_free_or_cancelled_is_not_busy(line: str):
    found = read_busy_time(build_calendar(*build_event(*NINE, line)), YEAR)
    assert (found.busy, found.tentative, found.unknown) == ((), (), None)


@pytest.mark.parametrize("line", ["STATUS:TENTATIVE", f"{OUTLOOK}:TENTATIVE"])
def test_tentative_is_kept_apart(line: str):
    found = read_busy_time(build_calendar(*build_event(*NINE, line)), YEAR)
    assert (found.busy, format_spans(found.tentative)) == ((), NINE_TO_ELEVEN)


def test_out_of_office_is_away_even_where_the_event_is_transparent():
    assert read_busy(*build_event(*NINE, "TRANSP:TRANSPARENT", f"{OUTLOOK}:OOF")) == NINE_TO_ELEVEN


def test_a_status_that_stands_twice_frees_no_time_unless_both_do():
    assert read_busy(*build_event(*NINE, "STATUS:CANCELLED", "STATUS:CONFIRMED")) == NINE_TO_ELEVEN


def test_two_events_of_one_uid_and_sequence_are_both_busy():
    assert read_busy(*build_event(*NINE), *build_event(*OTHER)) == NINE_TO_ELEVEN + WEDNESDAY


def test_a_series_and_a_single_event_of_one_uid_are_both_busy():
    series = build_event(*NINE, "RRULE:FREQ=WEEKLY;COUNT=2")
    assert len(read_busy(*series, *build_event(*OTHER))) == 3


def test_a_series_that_was_cut_in_two_under_one_uid_is_busy_in_both_parts():
    first = build_event(*NINE, "RRULE:FREQ=DAILY;COUNT=2")
    second = build_event(f"DTSTART;{DANISH}:20270316T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2")
    assert len(read_busy(*first, *second)) == 4


@pytest.mark.parametrize("order", [1, -1])
def test_a_higher_sequence_replaces_a_lower_one(order: int):
    events = [build_event(*NINE, "SEQUENCE:0"), build_event(*OTHER, "SEQUENCE:2")][::order]
    assert read_busy(*events[0], *events[1]) == WEDNESDAY


def test_a_higher_sequence_replaces_across_the_calendars_of_a_file():
    data = build_calendar(*build_event(*NINE)) + build_calendar(*build_event(*OTHER, "SEQUENCE:1"))
    assert format_spans(read_busy_time(data, YEAR).busy) == WEDNESDAY


def test_an_addition_replaces_nothing():
    data = build_calendar(*build_event(*NINE)) + build_calendar(
        *build_event(*OTHER, "SEQUENCE:1"), head=("METHOD:ADD",)
    )
    assert format_spans(read_busy_time(data, YEAR).busy) == NINE_TO_ELEVEN + WEDNESDAY


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER", "CANCEL"])
def test_an_answer_or_a_cancellation_is_no_appointment(method: str):
    assert read_busy(*build_event(*NINE), head=(f"METHOD:{method}",)) == []


@pytest.mark.parametrize("method", ["PUBLISH", "REQUEST", "ADD"])
def test_an_invitation_or_a_published_event_is_busy(method: str):
    assert read_busy(*build_event(*NINE), head=(f"METHOD:{method}",)) == NINE_TO_ELEVEN


def test_a_cancellation_takes_the_event_of_its_uid_back():
    off = build_calendar("BEGIN:VEVENT", "UID:a", "SEQUENCE:1", "END:VEVENT", head=("METHOD:CANCEL",))
    found = read_busy_time(build_calendar(*build_event(*NINE), *build_event(*OTHER, uid="b")) + off, YEAR)
    assert format_spans(found.busy) == WEDNESDAY


def test_a_cancelled_event_of_the_same_sequence_takes_back_the_one_at_its_own_time_alone():
    events = (*build_event(*NINE), *build_event(*OTHER), *build_event(*NINE, "STATUS:CANCELLED"))
    assert read_busy(*events) == WEDNESDAY


def answered(*answers: tuple[str, str], head: tuple[str, ...] = (), owners: tuple[str, ...] = ()) -> list[str]:
    lines = [f"ATTENDEE;CN={who.title()};PARTSTAT={answer}:MAILTO:{who}@example.org" for who, answer in answers]
    return read_busy(*build_event(*NINE, *lines), head=head, owners=owners)


@pytest.mark.parametrize(
    "source",
    [
        {"owners": ("Bo@example.org",)},
        {"head": ("X-WR-CALNAME:bo@example.org",)},
        {"head": ("X-WR-CALNAME:Bo",)},
        {"head": ('X-OWNER;CN="x":mailto:bo@example.org',)},
    ],
)
def test_what_the_owner_declined_is_not_busy(source: dict[str, tuple[str, ...]]):
    assert answered(("bo", "DECLINED"), ("ib", "ACCEPTED"), **source) == []
    assert answered(("bo", "ACCEPTED"), ("ib", "DECLINED"), **source) == NINE_TO_ELEVEN


def test_nobody_elses_answer_counts_and_no_answer_where_the_owner_is_not_known():
    assert answered(("bo", "DECLINED")) == NINE_TO_ELEVEN
    assert answered(("bo", "DECLINED"), owners=("ib@example.org",)) == NINE_TO_ELEVEN
    assert answered(("bo", "DECLINED"), ("bo", "ACCEPTED"), owners=("bo@example.org",)) == NINE_TO_ELEVEN


def test_an_answer_behind_a_broken_quotation_mark_does_not_count():
    line = 'ATTENDEE;CN="Ib;PARTSTAT=DECLINED:mailto:bo@example.org'
    assert read_busy(*build_event(*NINE, line), owners=("bo@example.org",)) == NINE_TO_ELEVEN


@pytest.mark.parametrize("lines", [("SUMMARY:When?",), ("DTSTART:20270309T090000Z", "DTSTART:20270310T090000Z")])
def test_an_event_without_one_start_makes_the_file_unknown(lines: tuple[str, ...]):
    assert read_busy_time(build_calendar(*build_event(*lines)), YEAR).unknown is not None


def test_an_event_that_takes_no_time_may_be_broken():
    broken = build_event("DTSTART:2027x", "TRANSP:TRANSPARENT", uid="b")
    assert read_busy(*broken, *build_event(*NINE)) == NINE_TO_ELEVEN
