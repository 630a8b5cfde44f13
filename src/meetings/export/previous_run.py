"""The run before, as its output folder holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from meetings._domain.names import format_kreds
from meetings.export.atomic_folder import OutputFolder
from meetings.export.invitation_mail import read_draft
from meetings.export.layout import LEDGER, PLAN, feed_file, feeds_of, mail_file, meeting_file, profile_of
from meetings.export.ledger import CancelledCopy, Ledger, LedgerEntry, LedgerError
from meetings.schedule import Schedule, meeting_uid
from overgreb_rules.ical import Address, CalendarEvent, Profile, ProfileError, read_events, read_name
from overgreb_rules.shared.text import Text

__all__ = ["PreviousRun", "read_drafts", "read_facilitators", "read_plan_of", "read_previous_run"]

_MEND = Text(
    "hent en kopi, eller skriv i en tom mappe, og giv abonnenterne den nye adresse",
    "restore it from a copy, or write into an empty folder and tell the subscribers of the new one",
)


@dataclass(frozen=True, slots=True)
class PreviousRun:
    """The plan and the ledger of the run before; both empty for a new folder."""

    plan: Schedule | None = None
    entries: Mapping[str, LedgerEntry] = field(default_factory=dict)
    """What was sent out, by UID."""
    facilitators: Mapping[str, str] = field(default_factory=dict)
    """Names by id, of those who have a feed: they keep their name when the request no longer gives it."""
    rebuilt: bool = False
    """Whether the ledger was lost or damaged, and was read back from the calendar files."""
    events: Mapping[str, CalendarEvent] = field(default_factory=dict)
    """What the calendars show of each meeting, by UID, with the attendees of its draft invitation."""


def read_plan_of(folder: OutputFolder) -> Schedule | None:
    """Read the plan of a folder.

    Args:
        folder: the output folder.

    Returns:
        The plan, or None in a new folder.

    Raises:
        LedgerError: if the plan is lost or damaged.
    """
    data = folder.read(PLAN)
    if data is None:
        if folder.names():
            raise _build_error(
                f"{folder.path / PLAN} mangler, og dermed det, der var planlagt",
                f"{folder.path / PLAN} is lost, and with it what was planned",
            )
        return None
    try:
        plan = Schedule.model_validate_json(data)
    except ValidationError:
        raise _build_error(f"{folder.path / PLAN} er beskadiget", f"{folder.path / PLAN} is damaged") from None
    for meeting in plan.meetings:
        if meeting.uid != meeting_uid(plan.year, meeting.district, meeting.round):
            name = f"{meeting.district}-{meeting.round}"
            raise _build_error(
                f"{folder.path / PLAN} giver mødet {name} et UID, der ikke er dets eget",
                f"{folder.path / PLAN} gives the meeting {name} a UID that is not its own",
            )
    return plan


def read_previous_run(folder: OutputFolder) -> PreviousRun:
    """Read the run before.

    The ledger gives it, or the calendar files where the ledger is lost, damaged or out of date.

    Args:
        folder: the output folder.

    Returns:
        The run before; an empty one for a new folder.

    Raises:
        LedgerError: if neither tells what was sent out: a new file could then go out under an old revision; or if a
            meeting of the plan is another than what was sent out, since somebody changed the plan by hand.
    """
    plan = read_plan_of(folder)
    if plan is None:
        return PreviousRun()
    sent, drafts = _sent_out(folder, plan), read_drafts(folder, plan)
    events = {uid: replace(event, attendees=_list_attendees(drafts.get(uid))) for uid, event in sent.items()}
    ledger = _ledger(folder, plan)
    if ledger is not None and not ledger.is_behind(sent.values()):
        _refuse_changed_meetings(folder, plan, ledger.meetings)
        return PreviousRun(plan, ledger.meetings, read_facilitators(folder), events=events)
    missing = [meeting for meeting in plan.meetings if meeting.uid not in sent]
    if missing:
        names = ", ".join(meeting_file(meeting) for meeting in missing)
        raise _build_error(
            f"{folder.path / LEDGER} mangler eller er beskadiget, og {names} kan ikke læses",
            f"{folder.path / LEDGER} is lost or damaged, and {names} cannot be read",
        )
    entries = _rebuilt(folder, plan, sent, drafts)
    _refuse_changed_meetings(folder, plan, entries)
    return PreviousRun(plan, entries, read_facilitators(folder), rebuilt=True, events=events)


def _refuse_changed_meetings(folder: OutputFolder, plan: Schedule, entries: Mapping[str, LedgerEntry]) -> None:
    for meeting in plan.meetings:
        entry = entries[meeting.uid]
        if (meeting.start, meeting.end, meeting.status.upper()) != (entry.start, entry.end, entry.status):
            place, kreds = folder.path / PLAN, format_kreds(meeting.district, plan.year)
            raise LedgerError(
                Text(
                    f"{place}: planen er ændret i hånden: møde {meeting.round} i {kreds} svarer ikke til det, "
                    "der er sendt ud; ret det tilbage, og lås mødet i bestillingen (pinned), hvis det skal flyttes",
                    f"{place}: the plan was changed by hand: round {meeting.round} of {kreds} is not as it "
                    "was sent out; change it back, and pin the meeting in the request if it is to move",
                )
            )


def _ledger(folder: OutputFolder, plan: Schedule) -> Ledger | None:
    data = folder.read(LEDGER)
    if data is None:
        return None
    try:
        ledger = Ledger.read(data)
    except LedgerError:
        return None
    whole = ledger.year == plan.year and ledger.meetings.keys() == {meeting.uid for meeting in plan.meetings}
    return ledger if whole else None


def read_facilitators(folder: OutputFolder) -> dict[str, str]:
    """Read the names of the facilitators from their calendars.

    Args:
        folder: the output folder.

    Returns:
        The names by id, of those who have a feed.
    """
    found = {}
    for name in folder.names():
        feed = name.rpartition("/")[2].removesuffix(".ics")
        if profile_of(name) is Profile.FEED and feed.startswith("facilitator-"):
            title = read_name(folder.read(name) or b"")
            if " – " in title:
                found[feed.removeprefix("facilitator-")] = title.partition(" – ")[2]
    return found


def _sent_out(folder: OutputFolder, plan: Schedule) -> dict[str, CalendarEvent]:
    """Return by UID the latest revision of every meeting in the feed of all or in the file of the meeting."""
    found: dict[str, CalendarEvent] = {}
    for name in (feed_file("all"), *(meeting_file(meeting) for meeting in plan.meetings)):
        for event in _events(folder, name) or ():
            known = found.get(event.uid)
            if known is None or _revision(known) < _revision(event):
                found[event.uid] = event
    return found


def _revision(event: CalendarEvent) -> tuple[int, str]:
    return event.sequence, event.last_modified.isoformat()


def _events(folder: OutputFolder, name: str) -> list[CalendarEvent] | None:
    data = folder.read(name)
    if data is None:
        return None
    try:
        return read_events(data)
    except ProfileError:
        return None


def read_drafts(folder: OutputFolder, plan: Schedule) -> dict[str, CalendarEvent | None]:
    """Read the draft invitations of a folder.

    Args:
        folder: the output folder.
        plan: its plan.

    Returns:
        By UID the event of each draft that is there; None where the draft is damaged or cannot be read.
    """
    found: dict[str, CalendarEvent | None] = {}
    for meeting in plan.meetings:
        try:
            draft = folder.read(mail_file(meeting))
            if draft is not None:
                found[meeting.uid] = read_draft(draft)
        except (OSError, ProfileError):
            found[meeting.uid] = None
    return found


def _list_attendees(invitation: CalendarEvent | None) -> tuple[Address, ...]:
    return () if invitation is None else invitation.attendees


def _rebuilt(
    folder: OutputFolder,
    plan: Schedule,
    sent: Mapping[str, CalendarEvent],
    drafts: Mapping[str, CalendarEvent | None],
) -> dict[str, LedgerEntry]:
    copies = _read_cancelled_copies(folder, plan)
    entries = {}
    for meeting in plan.meetings:
        invitation = drafts.get(meeting.uid)
        if invitation is None and meeting.uid in drafts:
            raise _build_error(
                f"{LEDGER} og {mail_file(meeting)} er beskadiget", f"{LEDGER} and {mail_file(meeting)} are damaged"
            )
        entries[meeting.uid] = LedgerEntry.of(sent[meeting.uid], copies.get(meeting.uid, {}), invitation)
    return entries


def _read_cancelled_copies(folder: OutputFolder, plan: Schedule) -> dict[str, dict[str, CancelledCopy]]:
    """Return by UID and feed the copies in the feeds of those who no longer take part."""
    feeds = {meeting.uid: frozenset(feeds_of(meeting)) for meeting in plan.meetings}
    found: dict[str, dict[str, CancelledCopy]] = {}
    for name in folder.names():
        if profile_of(name) is not Profile.FEED:
            continue
        events = _events(folder, name)
        if events is None:
            raise _build_error(
                f"{LEDGER} mangler eller er beskadiget, og {name} kan ikke læses",
                f"{LEDGER} is lost or damaged, and {name} cannot be read",
            )
        feed = name.rpartition("/")[2].removesuffix(".ics")
        for event in events:
            if event.uid in feeds and feed not in feeds[event.uid]:
                found.setdefault(event.uid, {})[feed] = CancelledCopy.of(event)
    return found


def _build_error(danish: str, english: str) -> LedgerError:
    return LedgerError(Text(f"{danish}: {_MEND.da}", f"{english}: {_MEND.en}"))
