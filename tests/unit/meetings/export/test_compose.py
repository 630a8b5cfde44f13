"""What a run writes, and that the next one changes what the change of the plan causes and nothing else."""

from __future__ import annotations

import csv
import email
import email.policy
import json
from pathlib import Path

import pytest

from meetings.errors import MeetingsError
from meetings.export import ExportError, FolderError, LedgerError, lint_file, read_plan, write_calendars
from meetings.schedule import MeetingChange, Organizer, Schedule
from overgreb_rules.ical import CalendarEvent, EventStatus, calendar_in_mail, read_events, read_name
from overgreb_rules.shared.text import Text
from tests.fixtures.schedules import (
    AT,
    LATER,
    LATEST,
    NO_ATTENDEES,
    WITH_ATTENDEES,
    build_schedule,
    calendar_files_of,
    change_meeting,
    drop_meeting,
    move_meeting,
    read_folder,
)

PAGES = {"year.html", "year.svg"}
TABLES = {"plan.json", "plan.csv", "ledger.json"}
KNOWN = Text("planens grund", "the reason of the plan")
PLACE = "the place is Sal 2 and not Brønderslev Kommune"
TEXT = "new text in the calendars: link, agenda, a name or the organizer"


def events(directory: Path, name: str = "calendars/all.ics") -> dict[str, CalendarEvent]:
    """By kreds, of the plan that stands there."""
    schedule = read_plan(directory)
    assert schedule is not None
    kreds = {meeting.uid: meeting.district for meeting in schedule.meetings}
    return {kreds[event.uid]: event for event in read_events((directory / name).read_bytes())}


def diff(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_a_first_run_writes_every_file_of_the_folder(tmp_path: Path) -> None:
    written = write_calendars(build_schedule(WITH_ATTENDEES), tmp_path / "ud", at=AT)
    found = read_folder(tmp_path / "ud")
    assert set(written.changed) == set(found)
    kommuner = {code for meeting in build_schedule().meetings for code in meeting.kommuner}
    assert len(kommuner) == 98
    assert found.keys() == {
        *TABLES,
        *PAGES,
        *(f"meetings/{meeting.district}-1.ics" for meeting in build_schedule().meetings),
        "invitations/1460-1.eml",
        "invitations/1461-1.eml",
        "calendars/all.ics",
        *(f"calendars/politikreds-{meeting.district}.ics" for meeting in build_schedule().meetings),
        *(f"calendars/kommune-{code}.ics" for code in kommuner),
        *(f"calendars/boernehus-{name}.ics" for name in ("koebenhavn", "naestved", "odense", "aarhus", "aalborg")),
        "calendars/facilitator-f1.ics",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["ud"]
    for name in found:
        if name.endswith((".ics", ".eml")):
            assert lint_file(tmp_path / "ud" / name) == []


def test_the_feeds_hold_the_meetings_of_their_people_under_their_name(tmp_path: Path) -> None:
    write_calendars(build_schedule(), tmp_path / "ud", at=AT)
    for feed, kredse, name in (
        ("all", 12, "Koordinationsmøder 2027"),
        ("politikreds-1460", 1, "Koordinationsmøder 2027 – Nordjyllands Politi"),
        ("kommune-0101", 1, "Koordinationsmøder 2027 – Københavns Kommune"),
        ("kommune-0751", 1, "Koordinationsmøder 2027 – Aarhus Kommune"),
        ("boernehus-koebenhavn", 4, "Koordinationsmøder 2027 – Børnehus Hovedstaden (København)"),
        ("boernehus-aarhus", 3, "Koordinationsmøder 2027 – Børnehus Midt (Aarhus)"),
        ("facilitator-f1", 12, "Koordinationsmøder 2027 – Åse Ærø"),
    ):
        file = tmp_path / "ud" / "calendars" / f"{feed}.ics"
        assert len(read_events(file.read_bytes())) == kredse
        assert read_name(file.read_bytes()) == name


def test_place_link_and_agenda_stand_in_the_entry_of_their_meeting(tmp_path: Path) -> None:
    schedule = build_schedule(WITH_ATTENDEES)
    texts = {"places": {"1460": "Rådhuset, lokale 3"}, "links": {"1460-1": "https://example.org/m"}, "agenda": "1. A"}
    people = schedule.people.model_copy(update=texts)
    write_calendars(schedule.model_copy(update={"people": people}), tmp_path / "ud", at=AT)
    found = events(tmp_path / "ud")
    here, other = found["1460"], found["1461"]
    assert (here.location, here.conference) == ("Rådhuset, lokale 3", "https://example.org/m")
    assert here.description.endswith("Sted: Rådhuset, lokale 3\nVideomøde: https://example.org/m\n\nDagsorden:\n1. A")
    assert (other.conference, "Dagsorden:\n1. A" in other.description, "Sted:" in other.description) == (
        None,
        True,
        False,
    )
    before = read_folder(tmp_path / "ud")
    (tmp_path / "ud" / "ledger.json").unlink()
    write_calendars(schedule.model_copy(update={"people": people}), tmp_path / "ud", at=LATER)
    assert read_folder(tmp_path / "ud") == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        {"agenda": "1. Nyt punkt"},
        {"places": {"1460": "Ny sal", "1465": "Ny sal"}},
        {"links": {"1460": "https://example.org/m", "1465": "https://example.org/m"}},
        {"attendees": {"0851": ("ny@example.org",), "0461": ("ny@example.org",)}},
        {"organizer": Organizer(name="Ny", email="ny@example.org")},
        {"facilitators": {"f1": "Ny"}},
    ],
)
def test_a_meeting_that_has_ended_keeps_what_is_in_the_calendars(tmp_path: Path, change: dict[str, object]) -> None:
    schedule, directory = build_schedule(WITH_ATTENDEES), tmp_path / "ud"
    write_calendars(schedule, directory, at=AT)
    before, held = read_folder(directory), events(directory)["1460"]
    people = schedule.people.model_copy(update=change)
    changed = write_calendars(schedule.model_copy(update={"people": people}), directory, at=LATEST).changed
    assert "meetings/1465-1.ics" in changed or "invitations/1465-1.eml" in changed
    after = read_folder(directory)
    for name in ("meetings/1460-1.ics", "invitations/1460-1.eml"):
        assert after[name] == before[name]
    assert events(directory)["1460"] == held
    (directory / "ledger.json").unlink()
    write_calendars(schedule.model_copy(update={"people": people}), directory, at=LATEST)
    assert read_folder(directory) == after


@pytest.mark.parametrize("data", [None, b"x"])
def test_a_lost_or_damaged_draft_of_a_meeting_that_has_ended_comes_back(tmp_path: Path, data: bytes | None) -> None:
    schedule, directory = build_schedule(WITH_ATTENDEES), tmp_path / "ud"
    write_calendars(schedule, directory, at=AT)
    before, draft = read_folder(directory), directory / "invitations" / "1460-1.eml"
    draft.unlink()
    if data is not None:
        draft.write_bytes(data)
    assert write_calendars(schedule, directory, at=LATEST).changed == ("invitations/1460-1.eml",)
    assert read_folder(directory) == before


def test_a_meeting_that_ended_without_an_invitation_gets_none(tmp_path: Path) -> None:
    people = WITH_ATTENDEES.model_copy(update={"attendees": {}})
    write_calendars(build_schedule(people), tmp_path / "ud", at=AT)
    write_calendars(build_schedule(WITH_ATTENDEES), tmp_path / "ud", at=LATEST)
    assert "invitations/1460-1.eml" not in read_folder(tmp_path / "ud")


@pytest.mark.slow
def test_a_meeting_that_has_ended_has_an_organizer_where_the_others_of_its_feeds_have_one(tmp_path: Path) -> None:
    schedule, directory = build_schedule(WITH_ATTENDEES), tmp_path / "ud"
    write_calendars(schedule, directory, at=AT)
    before = events(directory)["1460"]
    write_calendars(build_schedule(), directory, at=LATEST)
    assert events(directory)["1460"].organizer is None
    assert "invitations/1460-1.eml" not in read_folder(directory)
    agenda = schedule.people.model_copy(update={"agenda": "1. Nyt punkt"})
    write_calendars(schedule.model_copy(update={"people": agenda}), directory, at=LATEST)
    after = events(directory)["1460"]
    assert (after.organizer, after.description, after.sequence) == (before.organizer, before.description, 0)
    assert "invitations/1460-1.eml" not in read_folder(directory)


def test_a_file_of_a_meeting_that_has_ended_is_refused_where_it_was_changed_by_hand(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=AT)
    before = read_folder(directory)
    for name in ("meetings/1460-1.ics", "calendars/all.ics"):
        (directory / name).write_bytes(before[name].replace(b"Nordjyllands", b"Nordjyske"))
    with pytest.raises(ExportError, match="unchanged-bytes"):
        write_calendars(build_schedule(WITH_ATTENDEES), directory, at=LATEST)


def test_without_an_organizer_there_is_neither_method_nor_organizer_nor_invitation(tmp_path: Path) -> None:
    write_calendars(build_schedule(), tmp_path / "ud", at=AT)
    for name, data in read_folder(tmp_path / "ud").items():
        assert not name.endswith(".eml")
        if name.endswith(".ics"):
            assert b"METHOD" not in data
            assert b"ORGANIZER" not in data


def test_an_unchanged_run_leaves_every_byte_and_every_file_as_it_was(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=AT)
    before, inodes = read_folder(directory), {path: path.stat().st_ino for path in directory.rglob("*")}
    assert write_calendars(build_schedule(WITH_ATTENDEES), directory, at=LATER).changed == ()
    assert read_folder(directory) == before
    assert {path: path.stat().st_ino for path in directory.rglob("*")} == inodes


def test_the_same_plan_in_another_folder_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("en", "to"):
        write_calendars(build_schedule(WITH_ATTENDEES), tmp_path / name, at=AT)
    assert read_folder(tmp_path / "en") == read_folder(tmp_path / "to")


def test_a_moved_meeting_gets_a_new_revision_and_no_other_meeting_does(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=AT)
    before, old = read_folder(directory), events(directory)
    write_calendars(move_meeting(build_schedule(WITH_ATTENDEES), "1462", days=1), directory, at=LATER)
    assert (
        diff(before, read_folder(directory))
        == calendar_files_of(build_schedule(), "1462", mails=False) | TABLES | PAGES
    )
    new = events(directory)
    assert {kreds: event for kreds, event in new.items() if kreds != "1462"} == {
        kreds: event for kreds, event in old.items() if kreds != "1462"
    }
    moved = new["1462"]
    assert (moved.uid, moved.sequence, moved.created) == (old["1462"].uid, 1, old["1462"].created)
    assert moved.last_modified.isoformat() == "2027-01-04T08:15:00+00:00"
    stands = read_plan(directory)
    assert stands is not None
    assert {meeting.district: meeting.sequence for meeting in stands.meetings}["1462"] == 1


@pytest.mark.parametrize("changes", [{"host": "0101"}, {"status": "tentative"}])
def test_another_place_or_status_is_a_new_revision(tmp_path: Path, changes: dict[str, object]) -> None:
    write_calendars(build_schedule(), tmp_path / "ud", at=AT)
    write_calendars(change_meeting(build_schedule(), "1460", **changes), tmp_path / "ud", at=LATER)
    assert events(tmp_path / "ud")["1460"].sequence == 1


def test_another_text_has_new_stamps_and_the_same_revision(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=AT)
    before = read_folder(directory)
    write_calendars(change_meeting(build_schedule(WITH_ATTENDEES), "1460", absent=("0860",)), directory, at=LATER)
    assert (
        diff(before, read_folder(directory)) - PAGES == calendar_files_of(build_schedule(), "1460", mails=True) | TABLES
    )
    event = events(directory)["1460"]
    assert event.sequence == 0
    assert event.last_modified > event.created
    assert "Kan ikke deltage: Hjørring" in event.description


@pytest.mark.slow
@pytest.mark.parametrize(
    ("people", "meeting", "why"),
    [
        ({"places": {"1460": "Sal 2"}, "links": {"1460": "https://example.org/m"}}, {}, [PLACE, TEXT]),
        ({"places": {"1460": "Sal 2"}}, {}, [PLACE]),
        ({"places": {"1460": "Sal 2"}}, {"absent": ("0860",)}, [PLACE]),
        ({"places": {"1460": "Sal 2"}}, {"host": "0860"}, [PLACE]),
        ({"places": {"1460": "Sal 2"}}, {"facilitators": ("f2",)}, [PLACE]),
        ({"agenda": "1. Nyt punkt"}, {"host": "0860"}, [TEXT]),
        ({}, {"host": "0860"}, []),
    ],
)
def test_a_new_place_and_a_new_text_are_named_whatever_else_is_new(
    tmp_path: Path, people: dict[str, object], meeting: dict[str, object], why: list[str]
) -> None:
    before = build_schedule(WITH_ATTENDEES)
    write_calendars(before, tmp_path / "ud", at=AT)
    after = change_meeting(before, "1460", **meeting)
    known = MeetingChange(
        district="1460", round=1, kind="changed", before=before.meetings[0], after=after.meetings[0], why=(KNOWN,)
    )
    texts = before.people.model_copy(update=people)
    after = after.model_copy(update={"people": texts, "changes": (known,) if meeting else ()})
    changes = {one.district: one.why for one in write_calendars(after, tmp_path / "ud", at=AT).schedule.changes}
    assert [text.en for text in changes["1460"] if text != KNOWN] == why
    assert (KNOWN in changes["1460"]) == bool(meeting)


def test_a_meeting_that_is_moved_is_named_with_its_new_place(tmp_path: Path) -> None:
    before = build_schedule()
    write_calendars(before, tmp_path / "ud", at=AT)
    after = move_meeting(before, "1460", days=1)
    old, new = before.meetings[0], after.meetings[0]
    move = MeetingChange(district="1460", round=1, kind="moved", before=old, after=new, why=(KNOWN,))
    people = before.people.model_copy(update={"places": {"1460": "Sal 2"}})
    after = after.model_copy(update={"people": people, "changes": (move,)})
    (change,) = write_calendars(after, tmp_path / "ud", at=AT).schedule.changes
    assert (change.kind, [text.en for text in change.why]) == ("moved", [KNOWN.en, PLACE])


@pytest.mark.slow
def test_a_dropped_meeting_stays_as_cancelled_and_a_revived_one_keeps_its_uid(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=AT)
    before = read_folder(directory)
    uid = events(directory)["1460"].uid
    write_calendars(drop_meeting(build_schedule(WITH_ATTENDEES), "1460"), directory, at=LATER)
    after = read_folder(directory)
    assert diff(before, after) == calendar_files_of(build_schedule(), "1460", mails=True) | TABLES | PAGES
    event = events(directory)["1460"]
    assert (event.status, event.sequence, event.uid) == (EventStatus.CANCELLED, 1, uid)
    assert b"\r\nMETHOD:CANCEL\r\n" in after["meetings/1460-1.ics"]
    assert b"\r\nSUMMARY:AFLYST: " in after["calendars/kommune-0851.ics"]
    mail = calendar_in_mail(after["invitations/1460-1.eml"])
    assert mail is not None
    assert b"\r\nMETHOD:CANCEL\r\n" in mail
    stands = json.loads(after["plan.json"])
    assert [meeting["status"] for meeting in stands["meetings"] if meeting["district"] == "1460"] == ["cancelled"]

    write_calendars(drop_meeting(build_schedule(WITH_ATTENDEES), "1460"), directory, at=LATEST)
    assert read_folder(directory) == after

    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=LATEST)
    event = events(directory)["1460"]
    assert (event.status, event.sequence, event.uid) == (EventStatus.CONFIRMED, 2, uid)


@pytest.mark.slow
def test_a_cancelled_meeting_that_the_plan_still_names_is_as_one_that_it_drops(tmp_path: Path) -> None:
    for name in ("named", "dropped"):
        write_calendars(build_schedule(), tmp_path / name, at=AT)
    write_calendars(change_meeting(build_schedule(), "1460", status="cancelled"), tmp_path / "named", at=LATER)
    write_calendars(drop_meeting(build_schedule(), "1460"), tmp_path / "dropped", at=LATER)
    assert read_folder(tmp_path / "named") == read_folder(tmp_path / "dropped")


@pytest.mark.slow
def test_who_no_longer_takes_part_sees_the_meeting_cancelled_and_nobody_else_does(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=AT)
    write_calendars(change_meeting(build_schedule(WITH_ATTENDEES), "1460", facilitators=("f2",)), directory, at=LATER)
    gone = events(directory, "calendars/facilitator-f1.ics")
    assert (gone["1460"].status, gone["1460"].sequence) == (EventStatus.CANCELLED, 1)
    assert "Åse Ærø" in gone["1460"].description
    assert [event.status for event in gone.values()].count(EventStatus.CANCELLED) == 1
    assert events(directory)["1460"].sequence == 0
    assert events(directory, "calendars/facilitator-f2.ics")["1460"].status is EventStatus.CONFIRMED
    before = read_folder(directory)
    assert (
        write_calendars(
            change_meeting(build_schedule(WITH_ATTENDEES), "1460", facilitators=("f2",)), directory, at=LATEST
        ).changed
        == ()
    )

    (directory / "ledger.json").unlink()
    written = write_calendars(
        change_meeting(build_schedule(WITH_ATTENDEES), "1460", facilitators=("f2",)), directory, at=LATEST
    )
    assert (written.rebuilt, written.changed) == (True, ("ledger.json",))
    assert read_folder(directory) == before

    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=LATEST)
    back = events(directory, "calendars/facilitator-f1.ics")["1460"]
    assert (back.status, back.sequence) == (EventStatus.CONFIRMED, 2)


def test_another_organizer_changes_the_text_of_every_event_and_of_the_cancelled_copies(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=AT)
    changed = change_meeting(build_schedule(WITH_ATTENDEES), "1460", facilitators=("f2",))
    write_calendars(changed, directory, at=LATER)
    write_calendars(changed.model_copy(update={"people": NO_ATTENDEES}), directory, at=LATEST)
    assert not any(b"ORGANIZER" in data for data in read_folder(directory).values())
    assert not (directory / "invitations").exists()
    assert events(directory, "calendars/facilitator-f1.ics")["1460"].sequence == 1


def test_new_addresses_change_the_invitation_alone(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=AT)
    before = read_folder(directory)
    people = WITH_ATTENDEES.model_copy(update={"attendees": WITH_ATTENDEES.attendees | {"0751": ("ny@example.org",)}})
    write_calendars(build_schedule(people), directory, at=LATER)
    assert diff(before, read_folder(directory)) == {"invitations/1461-1.eml", "ledger.json"}
    assert lint_file(directory / "invitations/1461-1.eml") == []


def test_a_stamp_never_goes_back_even_where_the_instant_of_the_run_does(tmp_path: Path) -> None:
    write_calendars(build_schedule(), tmp_path / "ud", at=LATER)
    write_calendars(change_meeting(build_schedule(), "1460", absent=("0851",)), tmp_path / "ud", at=AT)
    event = events(tmp_path / "ud")["1460"]
    assert event.last_modified > event.created


def test_an_invitation_is_a_draft_to_every_address_once(tmp_path: Path) -> None:
    write_calendars(build_schedule(WITH_ATTENDEES), tmp_path / "ud", at=AT)
    data = (tmp_path / "ud" / "invitations" / "1460-1.eml").read_bytes()
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert mail["X-Unsent"] == "1"
    assert mail["From"].addresses[0].addr_spec == "koordinator@example.org"
    assert mail["From"].addresses[0].display_name == "Koordinator, børn"
    assert [address.addr_spec for address in mail["To"].addresses] == [
        "boern@example.org",
        "Hjoerring@example.org",
    ]
    assert str(mail["Date"]) == "Sat, 21 Nov 2026 12:00:00 +0100"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/calendar",
    ]
    calendar = calendar_in_mail(data)
    assert calendar is not None
    (event,) = read_events(calendar)
    assert [address.email for address in event.attendees] == ["boern@example.org", "Hjoerring@example.org"]
    assert b"METHOD:REQUEST\r\n" in calendar
    assert all(line.isascii() for line in data.splitlines())


def test_the_table_opens_in_a_danish_excel(tmp_path: Path) -> None:
    people = NO_ATTENDEES.model_copy(update={"facilitators": {"f1": "=HYPERLINK(1;2)"}})
    write_calendars(move_meeting(build_schedule(people), "1460", days=3), tmp_path / "ud", at=AT)
    data = (tmp_path / "ud" / "plan.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 13
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == 12
    assert (rows[0]["Politikreds"], rows[0]["Dato"], rows[0]["Ugedag"]) == ("1460", "12-01-2027", "tirsdag")
    assert rows[0]["Facilitator"] == "'=HYPERLINK(1;2)"
    assert rows[1]["Børnehus"] == "Børnehus Midt (Aarhus)"


def test_the_plan_of_another_year_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    write_calendars(build_schedule(), tmp_path / "ud", at=AT)
    before = read_folder(tmp_path / "ud")
    with pytest.raises(MeetingsError, match="of 2027, and this one is of 2028"):
        write_calendars(build_schedule(year=2028), tmp_path / "ud", at=AT)
    assert read_folder(tmp_path / "ud") == before


@pytest.mark.parametrize("id_", ["../f1", "f/1", "", "-f", "f 1", "f.1", "æ", "x" * 41, "F1", "f_1", "f1\n"])
def test_an_id_that_is_no_safe_file_name_is_refused(tmp_path: Path, id_: str) -> None:
    with pytest.raises(MeetingsError, match="cannot be part of a file name"):
        write_calendars(build_schedule(facilitator=id_), tmp_path / "ud", at=AT)
    assert not (tmp_path / "ud").exists()


def test_a_uid_that_is_not_that_of_the_meeting_is_refused(tmp_path: Path) -> None:
    foreign = build_schedule().meetings[1].uid
    with pytest.raises(MeetingsError, match="never reused"):
        write_calendars(change_meeting(build_schedule(), "1460", uid=foreign), tmp_path / "ud", at=AT)
    twice = build_schedule().model_copy(update={"meetings": (build_schedule().meetings[0], *build_schedule().meetings)})
    with pytest.raises(MeetingsError, match="twice"):
        write_calendars(twice, tmp_path / "ud", at=AT)


@pytest.mark.parametrize("name", ["Åse 010203-1234", "Åse\x07"])
def test_what_cannot_stand_in_a_calendar_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    people = NO_ATTENDEES.model_copy(update={"facilitators": {"f1": name}})
    with pytest.raises(ExportError):
        write_calendars(build_schedule(people), tmp_path / "ud", at=AT)
    assert not (tmp_path / "ud").exists()


@pytest.mark.parametrize("at", ["2026-11-21T12:00:00", "i dag", ""])
def test_an_instant_that_is_none_is_refused(tmp_path: Path, at: str) -> None:
    with pytest.raises(MeetingsError, match="no instant with an offset; write it as"):
        write_calendars(build_schedule(), tmp_path / "ud", at=at)


def test_the_plan_that_stands_can_be_read(tmp_path: Path) -> None:
    assert read_plan(tmp_path / "ud") is None
    assert read_plan(tmp_path / "nowhere" / "ud") is None
    assert not (tmp_path / "nowhere").exists()
    write_calendars(build_schedule(), tmp_path / "ud", at=AT)
    stands = read_plan(tmp_path / "ud")
    assert isinstance(stands, Schedule)
    assert stands.meetings == build_schedule().meetings


def test_errors_are_of_the_package() -> None:
    for kind in (ExportError, FolderError, LedgerError):
        assert issubclass(kind, MeetingsError)


def test_a_mail_to_all_kommuner_of_every_kreds_has_their_addresses(tmp_path: Path) -> None:
    schedule = build_schedule(WITH_ATTENDEES)
    codes = {code for meeting in schedule.meetings for code in meeting.kommuner}
    mails = {code: (f"boern-og-unge@kommune-{code}.example.org", f"x{code}@example.org") for code in codes}
    people = schedule.people.model_copy(update={"attendees": mails})
    write_calendars(schedule.model_copy(update={"people": people}), tmp_path / "ud", at=AT)
    for meeting in schedule.meetings:
        data = (tmp_path / "ud" / f"invitations/{meeting.district}-1.eml").read_bytes()
        mail = email.message_from_bytes(data, policy=email.policy.default)
        found = sorted(address.addr_spec for address in mail["To"].addresses)
        assert found == sorted(address for code in meeting.kommuner for address in mails[code])
        assert max(len(line) for line in data.splitlines()) < 200
