"""The ledger as bytes, and what it knows of the events that were sent out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import traceback

import pytest

from meetings.export.ledger import CancelledCopy, Ledger, LedgerError, content_sha256
from overgreb_rules.ical import Address
from tests.fixtures.meeting_revisions import FIRST, START, build_event, build_first_revision


def test_the_hash_of_the_content_leaves_out_revision_stamps_and_attendees():
    address = Address("boern@example.org", "Aalborg Kommune")
    same = build_event(sequence=4, created=FIRST, last_modified=FIRST, attendees=(address,))
    assert content_sha256(same) == content_sha256(build_event())
    assert content_sha256(build_event(location="Hjørring Kommune")) != content_sha256(build_event())


def build_ledger() -> Ledger:
    entry = build_first_revision().entry
    return Ledger(year=2027, meetings={entry.uid: entry})


def test_a_ledger_is_read_as_it_was_written():
    assert Ledger.read(build_ledger().to_bytes()) == build_ledger()


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}", b'{"schema": 1, "year": 2027, "meetings": {}}'])
def test_a_ledger_that_is_no_ledger_is_refused(damage: bytes):
    with pytest.raises(LedgerError, match="damaged"):
        Ledger.read(damage)


def test_a_trace_of_a_damaged_ledger_repeats_no_word_of_it():
    damaged = b'{"sha256": "", "year": "Bodil Hansen"}'
    with pytest.raises(LedgerError) as caught:
        Ledger.read(damaged)
    assert "Bodil Hansen" not in "".join(traceback.format_exception(caught.value))


def test_a_ledger_with_a_changed_entry_is_refused():
    with pytest.raises(LedgerError, match="its hash is not that of its entries"):
        Ledger.read(build_ledger().to_bytes().replace(b"Aalborg", b"Esbjerg"))


def test_a_ledger_is_behind_events_of_a_later_revision():
    event = build_first_revision().event
    assert not build_ledger().is_behind([event])
    assert build_ledger().is_behind([dataclasses.replace(event, sequence=1)])
    assert build_ledger().is_behind([dataclasses.replace(event, uid="another")])


def test_an_event_without_a_time_of_day_has_no_cancelled_copy():
    whole_day = build_event(start=START.date(), end=START.date() + dt.timedelta(days=1))
    with pytest.raises(LedgerError, match="no time of day"):
        CancelledCopy.of(whole_day)
