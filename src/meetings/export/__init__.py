"""A plan as files that people open, import and subscribe to, written whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from meetings._domain.instants import parse_instant
from meetings.errors import MeetingsError
from meetings.export.atomic_folder import OutputFolder, lock_folder, open_folder
from meetings.export.compose import FolderContents, compose
from meetings.export.event_text import DisplayNames, find_kommuner, without_place
from meetings.export.folder_lock import FolderError
from meetings.export.layout import is_ours, profile_of
from meetings.export.ledger import LedgerError, content_sha256
from meetings.export.previous_run import PreviousRun, read_drafts, read_facilitators, read_plan_of, read_previous_run
from meetings.schedule import MeetingChange, People, Schedule
from overgreb_rules.ical import Finding, Profile, ProfileError, is_foreign, lint, lint_mail
from overgreb_rules.shared.text import Text

__all__ = [
    "ExportError",
    "FolderError",
    "LedgerError",
    "WriteResult",
    "lint_file",
    "read_plan",
    "read_plan_and_attendees",
    "write_calendars",
]


_NEW_TEXT = Text(
    "ny tekst i kalenderen: link, dagsorden, navn eller arrangør",
    "new text in the calendars: link, agenda, a name or the organizer",
)

R = TypeVar("R")


class ExportError(MeetingsError):
    """A file of the plan failed its check, so nothing was written; the message names the file and the finding."""


@dataclass(frozen=True, slots=True)
class WriteResult:
    """The changes of a run to its folder."""

    schedule: Schedule
    """The plan as it stands in `plan.json`: with the revisions, and with the meetings that were dropped.

    Its changes tell also of a new place, link or agenda, which the plan itself does not hold.
    """
    changed: tuple[str, ...]
    """The files that are new, other than before, or gone, in order. Nothing else was touched."""
    rebuilt: bool
    """Whether the ledger was lost or damaged and had to be read back from the calendar files."""


def write_calendars(schedule: Schedule, directory: str | os.PathLike[str], *, at: str | dt.datetime) -> WriteResult:
    """Write the plan into a folder, or bring the folder up to date.

    A meeting keeps its UID for ever; its SEQUENCE grows where time, place or status changed; a meeting that is no
    longer planned is cancelled and stays visible; every other byte stays. The folder is whole at any moment, the old
    one or the new one, and a second run waits until the first has ended.

    Args:
        schedule: the plan.
        directory: the output folder.
        at: the instant of the change, with an offset.

    Returns:
        The plan as written, and the files that changed.

    Raises:
        RequestError: if `at` is no instant.
        MeetingsError: if the folder holds the plan of another year.
        FolderError: if the folder cannot be written.
        LedgerError: if it is unknown what was sent out before.
        ExportError: if a file would fail its check.
    """
    instant = parse_instant(at, "at")
    with lock_folder(directory, is_own=is_ours) as folder:
        earlier = read_previous_run(folder)
        try:
            contents = compose(schedule, earlier, at=instant)
        except ProfileError as error:
            raise ExportError(
                Text(
                    f"et møde kan ikke skrives som kalender: {error.text.da}",
                    f"a meeting cannot be written as a calendar: {error.text.en}",
                )
            ) from None
        _refuse_findings(contents, folder)
        changed = folder.replace(contents.files)
    return WriteResult(_add_text_changes(contents, earlier), tuple(changed), earlier.rebuilt)


def _add_text_changes(contents: FolderContents, earlier: PreviousRun) -> Schedule:
    """Return the plan whose changes tell also of a new place or text of each published meeting."""
    schedule = contents.schedule
    changes = {(change.district, change.round): change for change in schedule.changes}
    before = {} if earlier.plan is None else {meeting.uid: meeting for meeting in earlier.plan.meetings}
    for meeting in schedule.meetings:
        was, key = before.get(meeting.uid), (meeting.district, meeting.round)
        change = changes.get(key)
        if was is None or (change is not None and change.kind not in ("moved", "changed")):
            continue
        why = _explain_text(meeting.uid, contents, earlier, () if change is None else change.why)
        if change is not None:
            changes[key] = change.model_copy(update={"why": why})
        elif why:
            changes[key] = MeetingChange(
                district=meeting.district, round=meeting.round, kind="changed", before=was, after=meeting, why=why
            )
    in_order = [changes[key] for m in schedule.meetings if (key := (m.district, m.round)) in changes]
    return schedule.model_copy(update={"changes": tuple(in_order)})


def _explain_text(uid: str, contents: FolderContents, earlier: PreviousRun, why: tuple[Text, ...]) -> tuple[Text, ...]:
    """Add to the reasons that the plan has for a change of a published meeting its new place and its new text."""
    old, new = earlier.entries[uid], contents.ledger.meetings[uid]
    if old.sha256 == new.sha256:
        return why
    restated, sent = contents.restated[uid], earlier.events.get(uid)
    # Where the host alone is another, the old host would still be the place.
    if old.place not in (new.place, restated.location):
        place = Text(
            f"mødestedet er {new.place} i stedet for {old.place}", f"the place is {new.place} and not {old.place}"
        )
        why = (*why, place)
    is_reworded = sent is not None and content_sha256(without_place(sent)) != content_sha256(without_place(restated))
    return (*why, _NEW_TEXT) if is_reworded or not why else why


def read_plan(directory: str | os.PathLike[str]) -> Schedule | None:
    """Read the plan of an output folder.

    A run that was interrupted there is finished or undone first; where nothing may be written beside the folder, it is
    read as it stands.

    Args:
        directory: the output folder.

    Returns:
        The plan, with the names of the facilitators that its calendars tell; None where there is none yet.

    Raises:
        FolderError: if the folder cannot be used.
        LedgerError: if the plan is lost or damaged.
    """
    return _read_folder(directory, _name_facilitators)


def read_plan_and_attendees(
    directory: str | os.PathLike[str],
) -> tuple[Schedule, dict[str, dict[str, tuple[str, ...]]]] | None:
    """Read the plan of an output folder, and whom its draft invitations invite, both as one run wrote them.

    Args:
        directory: the output folder.

    Returns:
        The plan, and by UID of the meeting the codes of the kommuner of each address, which is in small letters;
        a meeting without a readable invitation is left out. None where there is no plan yet.

    Raises:
        FolderError: if the folder cannot be used.
        LedgerError: if the plan is lost or damaged.
    """
    return _read_folder(directory, lambda folder, plan: (plan, _read_attendees(folder, plan)))


def _read_folder(directory: str | os.PathLike[str], read: Callable[[OutputFolder, Schedule], R]) -> R | None:
    """Read something beside the plan as one run wrote both; None where there is no plan yet."""
    if not Path(directory).resolve().parent.is_dir():
        return None
    with open_folder(directory, is_own=is_ours) as folder:
        plan = read_plan_of(folder)
        return None if plan is None else read(folder, plan)


def _name_facilitators(folder: OutputFolder, plan: Schedule) -> Schedule:
    return plan.model_copy(update={"people": People(facilitators=read_facilitators(folder))})


def _read_attendees(folder: OutputFolder, plan: Schedule) -> dict[str, dict[str, tuple[str, ...]]]:
    names = DisplayNames(dt.date(plan.year, 12, 31), {})
    found = {}
    drafts = read_drafts(folder, plan)
    for meeting in plan.meetings:
        draft = drafts.get(meeting.uid)
        if draft is not None:
            found[meeting.uid] = {
                attendee.email.lower(): kommuner
                for attendee in draft.attendees
                if (kommuner := find_kommuner(attendee, meeting, names))
            }
    return found


def lint_file(path: str | os.PathLike[str]) -> list[Finding]:
    """Check a calendar file or a draft mail.

    Args:
        path: the file; its place in an output folder gives the profile, elsewhere its content does. A calendar of
            another program has none, wherever it lies.

    Returns:
        The findings, in order of the file.

    Raises:
        OSError: if the file cannot be read.
    """
    file = Path(path)
    data = file.read_bytes()
    if file.suffix.lower() == ".eml":
        return lint_mail(data)
    return lint(data, profile=None if is_foreign(data) else profile_of("/".join(file.resolve().parts[-2:])))


def _refuse_findings(contents: FolderContents, folder: OutputFolder) -> None:
    found = {
        name: findings
        for name, uids in contents.uids.items()
        if (findings := _findings(name, contents.files, uids, folder.read(name)))
    }
    if found:
        every = [(name, finding.text) for name, findings in sorted(found.items()) for finding in findings]
        danish = "\n".join(f"{name}: {text.da}" for name, text in every)
        english = "\n".join(f"{name}: {text.en}" for name, text in every)
        raise ExportError(
            Text(
                f"intet er skrevet, for kalenderprogrammer ville ikke læse det rigtigt:\n{danish}",
                f"nothing was written, since it would not be read right:\n{english}",
            )
        )


def _findings(name: str, files: Mapping[str, bytes], uids: list[str], earlier: bytes | None) -> list[Finding]:
    profile = profile_of(name) or Profile.FEED
    mail = profile is Profile.INVITATION

    def look(data: bytes, earlier: bytes | None = None, uids: list[str] | None = None) -> list[Finding]:
        if mail:
            return lint_mail(data, earlier=earlier, uids=uids)
        return lint(data, profile=profile, earlier=earlier, uids=uids)

    # The revisions are compared only with an earlier file that is different and has no findings of its own.
    if earlier is not None and (earlier == files[name] or look(earlier)):
        earlier = None
    return look(files[name], earlier, uids)
