"""A ledger that is lost or damaged is read back from the calendars, or the folder is refused: no news in silence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from meetings.export import LedgerError, write_calendars
from meetings.export.ledger import Ledger
from meetings.schedule import Schedule
from tests.fixtures.schedules import (
    AT,
    LATER,
    LATEST,
    WITH_ATTENDEES,
    build_schedule,
    change_meeting,
    drop_meeting,
    move_meeting,
    read_folder,
)


@pytest.fixture
def lived(tmp_path: Path) -> tuple[Path, Schedule]:
    """A folder with a moved, a cancelled and a handed-over meeting, and the plan that it is of."""
    directory = tmp_path / "ud"
    write_calendars(build_schedule(WITH_ATTENDEES), directory, at=AT)
    now = change_meeting(
        drop_meeting(move_meeting(build_schedule(WITH_ATTENDEES), "1461", days=1), "1460"), "1465", facilitators=("f2",)
    )
    write_calendars(now, directory, at=LATER)
    return directory, now


@pytest.mark.slow
def test_a_lost_ledger_is_rebuilt_to_the_byte(lived: tuple[Path, Schedule]) -> None:
    directory, now = lived
    before = read_folder(directory)
    (directory / "ledger.json").unlink()
    written = write_calendars(now, directory, at=LATEST)
    assert written.rebuilt
    assert read_folder(directory) == before


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["half", "nothing", "a number", "another year", "no meeting", "a list"])
def test_a_damaged_ledger_is_rebuilt_to_the_byte(lived: tuple[Path, Schedule], damage: str) -> None:
    directory, now = lived
    before = read_folder(directory)
    data = before["ledger.json"]
    if damage == "half":
        data = data[: len(data) // 2]
    elif damage == "nothing":
        data = b""
    elif damage == "a number":
        data = data.replace(b'"sequence": 1', b'"sequence": 0', 1)
    elif damage == "another year":
        data = Ledger(year=2026, meetings=Ledger.read(data).meetings).to_bytes()
    elif damage == "no meeting":
        data = Ledger(year=2027, meetings={}).to_bytes()
    else:
        data = b"[]"
    assert data != before["ledger.json"]
    (directory / "ledger.json").write_bytes(data)
    written = write_calendars(now, directory, at=LATEST)
    assert written.rebuilt
    assert read_folder(directory) == before


@pytest.mark.slow
def test_a_ledger_from_an_old_copy_never_takes_a_revision_back(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write_calendars(build_schedule(), directory, at=AT)
    old = (directory / "ledger.json").read_bytes()
    moved = move_meeting(build_schedule(), "1461", days=1)
    write_calendars(moved, directory, at=LATER)
    before = read_folder(directory)
    (directory / "ledger.json").write_bytes(old)
    assert write_calendars(moved, directory, at=LATEST).rebuilt
    assert read_folder(directory) == before


@pytest.mark.slow
def test_lost_calendars_are_written_again_from_the_ledger(lived: tuple[Path, Schedule]) -> None:
    directory, now = lived
    before = read_folder(directory)
    shutil.rmtree(directory / "calendars")
    shutil.rmtree(directory / "meetings")
    shutil.rmtree(directory / "invitations")
    (directory / "year.html").write_bytes(b"damaged")
    assert not write_calendars(now, directory, at=LATEST).rebuilt
    assert read_folder(directory) == before


@pytest.mark.slow
def test_a_damaged_calendar_is_no_measure_for_the_one_that_mends_it(lived: tuple[Path, Schedule]) -> None:
    directory, now = lived
    before = read_folder(directory)
    for name in ("calendars/all.ics", "calendars/facilitator-f1.ics"):
        (directory / name).write_bytes(before[name][:700])
    write_calendars(now, directory, at=LATEST)
    after = read_folder(directory)
    assert after["calendars/all.ics"] == before["calendars/all.ics"]
    assert after == before


@pytest.mark.slow
def test_with_the_feed_of_all_lost_too_the_ledger_is_rebuilt_from_the_single_files(
    lived: tuple[Path, Schedule],
) -> None:
    directory, now = lived
    before = read_folder(directory)
    (directory / "ledger.json").unlink()
    (directory / "calendars" / "all.ics").unlink()
    assert write_calendars(now, directory, at=LATEST).rebuilt
    assert read_folder(directory) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "lost",
    [
        ("ledger.json", "calendars/all.ics", "meetings/1462-1.ics"),
        ("ledger.json", "damaged calendars/facilitator-f1.ics"),
        ("ledger.json", "damaged invitations/1461-1.eml"),
        ("plan.json",),
        ("damaged plan.json",),
        ("plan.json", "ledger.json"),
    ],
)
def test_where_nothing_says_what_was_sent_out_nothing_is_written(
    lived: tuple[Path, Schedule], lost: tuple[str, ...]
) -> None:
    directory, now = lived
    for name in lost:
        if name.startswith("damaged "):
            (directory / name.removeprefix("damaged ")).write_bytes(b"\xff{")
        else:
            (directory / name).unlink()
    before = read_folder(directory)
    with pytest.raises(LedgerError, match="restore it from a copy"):
        write_calendars(now, directory, at=LATEST)
    assert read_folder(directory) == before


@pytest.mark.slow
@pytest.mark.parametrize("ledger", ["kept", "lost"])
@pytest.mark.parametrize("change", ["start", "end", "status"])
def test_a_meeting_that_was_changed_by_hand_in_the_plan_is_not_sent_out(
    lived: tuple[Path, Schedule], change: str, ledger: str
) -> None:
    directory, now = lived
    plan = json.loads((directory / "plan.json").read_text(encoding="utf-8"))
    meeting = next(one for one in plan["meetings"] if one["status"] == "confirmed")
    meeting[change] = {"start": "2027-12-01T08:00:00+01:00", "end": "2027-12-01T18:00:00+01:00", "status": "tentative"}[
        change
    ]
    (directory / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    if ledger == "lost":
        (directory / "ledger.json").unlink()
    before = read_folder(directory)
    with pytest.raises(LedgerError, match="the plan was changed by hand: round 1 of"):
        write_calendars(now, directory, at=LATEST)
    assert read_folder(directory) == before


def test_a_plan_with_a_foreign_uid_is_refused(lived: tuple[Path, Schedule]) -> None:
    directory, now = lived
    stands = json.loads((directory / "plan.json").read_bytes())
    stands["meetings"][0]["uid"], stands["meetings"][1]["uid"] = (
        stands["meetings"][1]["uid"],
        stands["meetings"][0]["uid"],
    )
    (directory / "plan.json").write_text(json.dumps(stands), encoding="utf-8")
    with pytest.raises(LedgerError, match="not its own"):
        write_calendars(now, directory, at=LATEST)
