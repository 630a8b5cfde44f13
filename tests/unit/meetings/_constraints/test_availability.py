"""Who is taken at which slot."""

from __future__ import annotations

import pytest

from meetings._constraints.availability import Availability
from meetings._constraints.slot import Slot
from meetings._domain.parties import BusyCalendar, Party
from tests.fixtures.planning_requests import UNREADABLE_CALENDAR

WHO, OTHER = Party("kommune", "0860"), Party("kommune", "0851")
SLOTS = tuple(Slot.of(index, start, start + 10) for index, start in enumerate((0, 10, 20, 30)))


def lay(calendar: BusyCalendar, *, absences: tuple[tuple[int, int], ...] = (), strict: bool = False) -> Availability:
    return Availability.of({WHO: calendar}, SLOTS, {WHO: absences} if absences else {}, needs_coverage=strict)


def states(availability: Availability, who: Party = WHO) -> list[str]:
    return [availability.state(who, slot) for slot in SLOTS]


@pytest.mark.parametrize(
    ("span", "taken"),
    [
        ((0, 10), [0]),
        ((9, 11), [0, 1]),
        ((10, 20), [1]),
        ((15, 16), [1]),
        ((5, 35), [0, 1, 2, 3]),
        ((40, 50), []),
    ],
)
def test_a_slot_is_busy_that_an_appointment_overlaps_and_no_slot_that_one_only_touches(
    span: tuple[int, int], taken: list[int]
):
    found = states(lay(BusyCalendar((span,))))
    assert [index for index, state in enumerate(found) if state == "busy"] == taken


def test_an_absence_is_busy_time_beside_that_of_the_calendar():
    assert states(lay(BusyCalendar(((0, 10),)), absences=((20, 30),))) == ["busy", "free", "busy", "free"]


def test_who_has_no_calendar_is_free():
    assert states(lay(BusyCalendar(((0, 40),))), OTHER) == ["free"] * 4


def test_busy_goes_before_tentative_and_tentative_before_not_known():
    availability = lay(BusyCalendar(((0, 10),), ((0, 20),), not_known=((0, 30),)))
    assert states(availability) == ["busy", "tentative", "not_known", "free"]


def test_a_calendar_that_cannot_be_read_is_unknown_at_every_slot():
    availability = lay(UNREADABLE_CALENDAR)
    assert states(availability) == ["unknown"] * 4
    assert not availability.can_come(WHO, SLOTS[0])


def test_who_is_tentative_or_not_covered_can_come_and_who_is_busy_cannot():
    availability = lay(BusyCalendar(((0, 10),), ((10, 20),), not_known=((20, 30),)))
    assert [availability.can_come(WHO, slot) for slot in SLOTS] == [False, True, True, True]


@pytest.mark.parametrize("strict", [True, False])
def test_a_slot_that_no_calendar_covers_is_forbidden_only_where_coverage_is_needed(*, strict: bool):
    availability = lay(BusyCalendar(not_known=((0, 10),)), strict=strict)
    assert [availability.lacks_coverage(WHO, slot) for slot in SLOTS] == [strict, False, False, False]


@pytest.mark.parametrize(
    ("calendar", "has"),
    [
        (BusyCalendar(), False),
        (BusyCalendar(((100, 200),)), False),
        (BusyCalendar(((0, 10),)), True),
        (BusyCalendar((), ((0, 10),)), True),
        (BusyCalendar(not_known=((0, 10),)), True),
        (UNREADABLE_CALENDAR, True),
    ],
)
def test_only_what_a_calendar_says_about_a_slot_is_an_entry(calendar: BusyCalendar, *, has: bool):
    assert lay(calendar).has_entries(WHO) is has


def test_the_availability_of_a_receipt_is_read_as_it_was_written():
    calendars = {WHO: BusyCalendar(((0, 10),), ((10, 20),), not_known=((20, 30),)), OTHER: UNREADABLE_CALENDAR}
    availability = Availability.of(calendars, SLOTS, {}, needs_coverage=True)
    again = Availability.from_data(availability.to_data())
    assert [states(again, who) for who in calendars] == [states(availability, who) for who in calendars]
    assert again.needs_coverage


def test_a_party_without_an_appointment_stands_in_no_table_of_the_receipt():
    assert lay(BusyCalendar()).to_data()["busy"] == {}


def test_a_receipt_from_before_coverage_was_known_needs_none():
    old = {"busy": {"kommune 0860": "1"}, "tentative": {}, "unknown": []}
    availability = Availability.from_data(old)
    assert states(availability) == ["busy", "free", "free", "free"]
    assert not availability.needs_coverage
