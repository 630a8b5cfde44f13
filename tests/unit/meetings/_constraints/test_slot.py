"""The possible starts of a year."""

from __future__ import annotations

import datetime as dt

from meetings._constraints.slot import Slot, build_slots
from tests.fixtures.planning_requests import build_request, local_seconds

HOUR = 3600


def test_every_day_of_the_year_has_every_start_time():
    slots = build_slots(build_request(start_times=["09:00", "12:30"]))
    assert len(slots) == 2 * 365
    assert {slot.clock for slot in slots} == {dt.time(9), dt.time(12, 30)}
    assert (slots[0].day, slots[-1].day) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))


def test_slots_are_numbered_in_order_of_time():
    slots = build_slots(build_request(start_times=["12:30", "09:00"]))
    assert [slot.index for slot in slots] == list(range(len(slots)))
    assert [slot.start for slot in slots] == sorted(slot.start for slot in slots)


def test_a_further_start_is_a_slot_too_and_stands_once():
    request = build_request(start_times=["09:00"])
    known, other = local_seconds("2027-03-09T09:00"), local_seconds("2027-03-09T10:15")
    slots = build_slots(request, [known, other, other])
    assert len(slots) == 366
    assert other in {slot.start for slot in slots}


def test_a_slot_lasts_as_long_as_a_meeting():
    assert {slot.end - slot.start for slot in build_slots(build_request(duration=90))} == {90 * 60}


def test_the_local_times_of_a_slot_are_those_of_its_instants():
    slot = Slot.of(4, local_seconds("2027-07-01T09:00"), local_seconds("2027-07-01T12:00"))
    assert slot.starts.isoformat() == "2027-07-01T09:00:00+02:00"
    assert slot.ends.isoformat() == "2027-07-01T12:00:00+02:00"
    assert (slot.index, slot.day, slot.clock) == (4, dt.date(2027, 7, 1), dt.time(9))


def test_equal_slots_have_one_hash():
    assert hash(Slot.of(1, 0, HOUR)) == hash(Slot.of(1, 0, HOUR))
