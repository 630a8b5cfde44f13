"""The files in the readers that are Python packages: the number, the local times, the Danish letters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import icalendar
import pytest
import vobject

from tests.fixtures import calendar_files
from tests.fixtures.khal_calendar import import_into_khal, list_year_of_khal

MARCH, JULY = dt.datetime(2027, 3, 9, 8, 30, tzinfo=dt.UTC), dt.datetime(2027, 7, 9, 7, 30, tzinfo=dt.UTC)
FILES = {
    "feed": calendar_files.build_feed(),
    "feed with one cancelled": calendar_files.build_feed(
        [
            calendar_files.cancel_event(event) if event.uid == calendar_files.build_uid(3) else event
            for event in calendar_files.build_events()
        ]
    ),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_icalendar_reads_twelve_meetings_at_their_local_times(data: bytes) -> None:
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert len(events) == 12
    assert [event.errors for event in events] == [[]] * 12
    by_uid = {str(event["UID"]): event for event in events}
    for month, instant in ((3, MARCH), (7, JULY)):
        start = by_uid[calendar_files.build_uid(month)].start
        assert (start.hour, start.minute) == (9, 30)
        assert start == instant
        assert str(by_uid[calendar_files.build_uid(month)]["SUMMARY"]).endswith(calendar_files.LETTERS)


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_vobject_reads_twelve_meetings_at_their_local_times(data: bytes) -> None:
    (calendar,) = vobject.readComponents(data.decode())
    calendar.validate(raiseException=True)
    assert len(calendar.vevent_list) == 12
    by_uid = {event.uid.value: event for event in calendar.vevent_list}
    for month, instant in ((3, MARCH), (7, JULY)):
        start = by_uid[calendar_files.build_uid(month)].dtstart.value
        assert (start.hour, start.minute) == (9, 30)
        assert start == instant
        assert by_uid[calendar_files.build_uid(month)].summary.value.endswith(calendar_files.LETTERS)


@pytest.mark.slow
def test_khal_imports_twelve_meetings_and_takes_over_the_changed_ones(tmp_path: Path) -> None:
    file = tmp_path / "all.ics"
    moved = calendar_files.build_event(
        7, sequence=1, last_modified=calendar_files.LATER, start=JULY + dt.timedelta(hours=1)
    )
    for events in (
        calendar_files.build_events(),
        [moved if event.uid == moved.uid else event for event in calendar_files.build_events()],
    ):
        file.write_bytes(calendar_files.build_feed(events))
        import_into_khal(tmp_path, file)
        listed = list_year_of_khal(tmp_path, "{start-long} {title}")
        hour = "10:30" if events[6] is moved else "09:30"
        assert f"2027-03-09 09:30 Koordinationsmøde 3: {calendar_files.LETTERS}" in listed
        assert f"2027-07-09 {hour} Koordinationsmøde 7: {calendar_files.LETTERS}" in listed
        assert sum(line.endswith(calendar_files.LETTERS) for line in listed) == 12
