"""A plan as files that people open, import and subscribe to, written whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from meetings.errors import MeetingsError
from meetings.export.atomic_folder import FolderError, OutputFolder, lock_folder
from meetings.export.compose import FolderContents, compose
from meetings.export.layout import is_ours, profile_of
from meetings.export.ledger import LedgerError
from meetings.export.previous_run import read_plan_of, read_previous_run
from meetings.schedule import Schedule
from overgreb_rules.ical import Finding, Profile, ProfileError, lint, lint_mail

__all__ = [
    "ExportError",
    "FolderError",
    "LedgerError",
    "WriteResult",
    "lint_file",
    "read_plan",
    "write_calendars",
]


class ExportError(MeetingsError):
    """Nothing was written, because what would have been is not right; the message says what."""


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What a run did to its folder."""

    schedule: Schedule
    """The plan as it stands in `plan.json`: with the revisions, and with the meetings that were dropped."""
    changed: tuple[str, ...]
    """The files that are new, other than before, or gone, in order. Nothing else was touched."""
    rebuilt: bool
    """Whether the ledger was lost or damaged and had to be read back from the calendar files."""


def write_calendars(schedule: Schedule, directory: str | os.PathLike[str], *, at: str | dt.datetime) -> WriteResult:
    """Write the plan into `directory`, or bring what is there up to date.

    A meeting keeps its UID for ever; its SEQUENCE grows where time, place or status changed; what is no
    longer planned is cancelled and stays to be seen; every other byte is as it was. `at` is the instant of
    the change. The folder is whole at any moment, the old one or the new one, and a second run waits.

    MeetingsError where nothing can be written: another year's folder (MeetingsError), a folder that cannot be
    had (FolderError), a past that cannot be known (LedgerError), or a file that would not be right
    (ExportError).
    """
    instant = _instant(at)
    with lock_folder(directory, is_own=is_ours) as folder:
        earlier = read_previous_run(folder)
        try:
            composed = compose(schedule, earlier, at=instant)
        except ProfileError as error:
            raise ExportError(f"a meeting cannot be written as a calendar: {error}") from error
        _refuse_findings(composed, folder)
        changed = folder.replace(composed.files)
    return WriteResult(composed.schedule, tuple(changed), earlier.rebuilt)


def read_plan(directory: str | os.PathLike[str]) -> Schedule | None:
    """The plan that stands in an output folder, or None where there is none yet.

    What a run that was ended in the middle has left is put right first.
    """
    if not Path(directory).resolve().parent.is_dir():
        return None
    with lock_folder(directory, is_own=is_ours) as folder:
        return read_plan_of(folder)


def lint_file(path: str | os.PathLike[str]) -> list[Finding]:
    """What is wrong in a calendar file or a draft mail. OSError where it cannot be read.

    The profile is that of its place, where it stands in an output folder; else it is guessed from what is in
    it.
    """
    file = Path(path)
    data = file.read_bytes()
    if file.suffix.lower() == ".eml":
        return lint_mail(data)
    return lint(data, profile=profile_of("/".join(file.resolve().parts[-2:])))


def _instant(at: str | dt.datetime) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
    except ValueError as error:
        raise MeetingsError(f"at is {at!r}: write an instant such as 2026-11-21T12:00:00+01:00") from error
    if instant.tzinfo is None:
        raise MeetingsError(f"at is {at!s}, on no clock: write an instant such as 2026-11-21T12:00:00+01:00")
    return instant.astimezone(dt.UTC).replace(microsecond=0)


def _refuse_findings(composed: FolderContents, folder: OutputFolder) -> None:
    found = {
        name: findings
        for name, uids in composed.uids.items()
        if (findings := _findings(name, composed.files, uids, folder.read(name)))
    }
    if found:
        lines = [f"{name}: {finding}" for name, findings in sorted(found.items()) for finding in findings]
        raise ExportError("nothing was written, since it would not be read right:\n" + "\n".join(lines))


def _findings(name: str, files: Mapping[str, bytes], uids: list[str], earlier: bytes | None) -> list[Finding]:
    profile = profile_of(name) or Profile.FEED
    mail = profile is Profile.INVITATION

    def look(data: bytes, earlier: bytes | None = None, uids: list[str] | None = None) -> list[Finding]:
        if mail:
            return lint_mail(data, earlier=earlier, uids=uids)
        return lint(data, profile=profile, earlier=earlier, uids=uids)

    # A damaged file is no measure for the one that mends it, and the same file need not be measured.
    if earlier is not None and (earlier == files[name] or look(earlier)):
        earlier = None
    return look(files[name], earlier, uids)
