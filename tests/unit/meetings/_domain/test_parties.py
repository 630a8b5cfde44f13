"""A party is known by its kind and its id, and a calendar that says nothing is no free time."""

from __future__ import annotations

import pytest

from meetings._domain.parties import KINDS, BusyCalendar, Party


@pytest.mark.parametrize("party", [Party("kommune", "0751"), Party("boernehus", "Aarhus"), Party("facilitator", "f 1")])
def test_a_party_reads_back_from_its_text(party):
    assert Party.parse(str(party)) == party


def test_the_kinds_are_those_that_a_request_can_give_calendars_for():
    assert KINDS == ("kommune", "politikreds", "boernehus", "facilitator")


def test_a_calendar_without_appointments_was_read():
    assert BusyCalendar().unknown is None
    assert BusyCalendar().busy == ()
