"""After each step of a year the difference of every file is what the step caused, to the byte."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import icalendar
import pytest
import vobject

from meetings.export import lint_file, read_plan
from overgreb_rules.ical import Profile, lint, read_events
from tests.fixtures.planning_year import TEXT, Step, run_year
from tests.fixtures.schedules import calendar_files_of, read_folder

pytestmark = pytest.mark.slow

ALWAYS = {"plan.json", "plan.csv", "ledger.json", "year.html", "year.svg"}


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    return run_year(tmp_path_factory.mktemp("year"))


def files_about(step: Step) -> set[str]:
    """Every calendar file in which the meetings of the step stand."""
    schedule = read_plan(step.published.folder)
    assert schedule is not None
    return {
        name
        for district in step.about
        if any(meeting.district == district for meeting in schedule.meetings)
        for name in calendar_files_of(
            schedule, district, mails=(step.published.folder / f"invitations/{district}-1.eml").exists()
        )
    }


def vevents(data: bytes) -> dict[str, bytes]:
    """The bytes of each event by UID."""
    parts = [part.split(b"END:VEVENT")[0] for part in data.split(b"BEGIN:VEVENT")[1:]]
    return {part.split(b"\r\nUID:")[1].split(b"\r\n")[0].decode(): part for part in parts}


def test_a_run_changes_the_files_of_the_meetings_concerned_and_no_other_byte(steps: list[Step]) -> None:
    for before, step in pairwise(steps):
        old, new = read_folder(before.published.folder), read_folder(step.published.folder)
        changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        # The plan holds no name of a person, and the picture days and places alone.
        also = ALWAYS if step.raised else ALWAYS - {"plan.json", "year.svg"}
        assert changed == (files_about(step) | also if step.about else set()), step.name
        about = {step.published.meetings[kreds].uid for kreds in step.about}
        for name in changed:
            if name.endswith(".ics"):
                was, now = vevents(old[name]), vevents(new[name])
                assert {uid for uid in now if now[uid] != was.get(uid)} == about & now.keys(), (step.name, name)
                assert was.keys() == now.keys()


def test_uids_never_change_and_sequences_grow_with_time_place_or_status(steps: list[Step]) -> None:
    for before, step in pairwise(steps):
        for kreds, told in step.published.meetings.items():
            was = before.published.meetings[kreds]
            assert told.uid == was.uid
            assert told.sequence == was.sequence + (kreds in step.raised), (step.name, kreds)
    assert {told.sequence for told in steps[0].published.meetings.values()} == {0}
    assert steps[-1].published.meetings["1461"].sequence == 2


def test_the_linter_accepts_every_file_of_every_run_as_a_successor_of_the_earlier_one(steps: list[Step]) -> None:
    before: dict[str, bytes] = {}
    for step in steps:
        now = read_folder(step.published.folder)
        for name, data in now.items():
            if name.endswith((".ics", ".eml")):
                assert lint_file(step.published.folder / name) == []
            if name.startswith("calendars/") and name in before:
                assert lint(data, profile=Profile.FEED, earlier=before[name]) == []
        before = now


def test_only_a_lost_ledger_is_rebuilt_with_the_same_bytes(steps: list[Step]) -> None:
    assert [step.name for step in steps if step.rebuilt] == ["the ledger lost"]
    assert read_folder(steps[-1].published.folder) == read_folder(steps[-2].published.folder)


def test_the_calendar_readers_agree_with_the_plan_after_every_run(steps: list[Step]) -> None:
    for step in steps:
        data = step.published.feed.read_bytes()
        (by_vobject,) = vobject.readComponents(data.decode())
        readings = [
            {
                str(event["UID"]): (str(event["SUMMARY"]), event.start, str(event["STATUS"]) == "CANCELLED")
                for event in icalendar.Calendar.from_ical(data).walk("VEVENT")
            },
            {
                event.uid.value: (event.summary.value, event.dtstart.value, event.status.value == "CANCELLED")
                for event in by_vobject.vevent_list
            },
        ]
        planned = {told.uid: (told.title, told.start, told.cancelled) for told in step.published.meetings.values()}
        assert readings == [planned, planned]
        assert len(planned) == 12


def test_a_changed_text_is_in_every_calendar_and_in_the_name_of_the_feed(steps: list[Step]) -> None:
    folder: Path = steps[-1].published.folder
    for event in read_events((folder / "calendars" / "all.ics").read_bytes()):
        assert TEXT in event.description
    assert f"– {TEXT}" in (folder / "calendars" / "facilitator-f1.ics").read_text(encoding="utf-8")
