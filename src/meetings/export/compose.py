"""The bytes of every file of an output folder, from the plan and what was sent out before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from meetings.errors import MeetingsError
from meetings.export.closed_days import find_closed_days
from meetings.export.event_text import DisplayNames, build_event, format_feed_title, list_attendees
from meetings.export.invitation_mail import build_draft_mail
from meetings.export.layout import (
    LEDGER,
    PLAN,
    TABLE,
    YEAR_PAGE,
    YEAR_PICTURE,
    check_file_names,
    feed_file,
    feeds_of,
    mail_file,
    meeting_file,
    profile_of,
)
from meetings.export.ledger import Ledger, LedgerEntry, attendees_sha256, content_sha256
from meetings.export.plan_csv import build_plan_csv
from meetings.export.previous_run import PreviousRun
from meetings.export.revision import Revision, revise
from meetings.export.year_html import SiblingFiles, render_year_page
from meetings.export.year_svg import draw_year, render_year_svg
from meetings.schedule import Meeting, Schedule, meeting_uid
from overgreb_rules.ical import Address, CalendarEvent, Profile, build_calendar
from overgreb_rules.shared.text import Text

__all__ = ["FolderContents", "compose"]


@dataclass(frozen=True, slots=True)
class FolderContents:
    """The files of a folder: the plan with its revisions, the bytes by file, the UIDs by calendar file, the ledger."""

    schedule: Schedule
    files: dict[str, bytes]
    uids: dict[str, list[str]]
    ledger: Ledger
    restated: dict[str, CalendarEvent]
    """By UID, each meeting of the earlier plan as the names, places, links and agenda of this run would show it."""


def compose(schedule: Schedule, earlier: PreviousRun, *, at: dt.datetime) -> FolderContents:
    """Build every file of the plan as the successor of the run before. Reads no file and no clock.

    Args:
        schedule: the plan.
        earlier: the run before.
        at: the instant of this run.

    Returns:
        The contents of the folder.

    Raises:
        MeetingsError: if the plan is of another year, holds a meeting twice or under a foreign UID, or names somebody
            who cannot be part of a file name.
        ProfileError: if a name or an address cannot stand in a calendar.
    """
    _check_plan(schedule, earlier)
    before = {} if earlier.plan is None else {meeting.uid: meeting for meeting in earlier.plan.meetings}
    meetings = _with_dropped(schedule, before)
    names = DisplayNames(dt.date(schedule.year, 12, 31), dict(earlier.facilitators) | schedule.people.facilitators)
    rounds = {meeting.district: 1 for meeting in meetings}
    for meeting in (*meetings, *before.values()):
        rounds[meeting.district] = max(rounds[meeting.district], meeting.round)

    def event(meeting: Meeting) -> CalendarEvent:
        return build_event(meeting, schedule, names, rounds=rounds[meeting.district], at=at)

    restated = {uid: event(meeting) for uid, meeting in before.items()}
    revisions: dict[str, Revision] = {}
    for meeting in meetings:
        was, feeds = before.get(meeting.uid), feeds_of(meeting)
        former_feeds = {} if was is None else {feed: restated[was.uid] for feed in feeds_of(was) if feed not in feeds}
        now = _find_ended(meeting, earlier, at=at) if was == meeting else None
        if now is None:
            now = event(meeting)
            attendees = list_attendees(meeting, schedule, names)
        else:
            attendees = _keep_attendees(now, earlier.entries[meeting.uid], list_attendees(meeting, schedule, names))
            now = replace(now, attendees=())
            if now.organizer is None or schedule.people.organizer is None:
                # All meetings of a file have an organizer, or none has (RFC 5546 § 3.2.1).
                now = replace(now, organizer=event(meeting).organizer)
        invitation = replace(now, attendees=attendees) if now.organizer is not None and attendees else None
        revisions[meeting.uid] = revise(
            earlier.entries.get(meeting.uid), now, invitation, at=at, former_feeds=former_feeds, feeds=feeds
        )
    final = schedule.model_copy(update={"meetings": _sort_meetings(meetings, revisions)})
    return _build_files(final, revisions, names, restated)


def _check_plan(schedule: Schedule, earlier: PreviousRun) -> None:
    if earlier.plan is not None and earlier.plan.year != schedule.year:
        held, own = earlier.plan.year, schedule.year
        raise MeetingsError(
            Text(
                f"mappen indeholder planen for {held}, og denne er for {own}: giv hvert år sin egen mappe",
                f"the folder holds the plan of {held}, and this one is of {own}: give each year a folder of its own",
            )
        )
    check_file_names(schedule.meetings)
    seen: set[str] = set()
    for meeting in schedule.meetings:
        name = f"{meeting.district}-{meeting.round}"
        if meeting.uid != meeting_uid(schedule.year, meeting.district, meeting.round):
            raise MeetingsError(
                Text(
                    f"mødet {name} har et UID, der ikke er dets eget: et UID bruges aldrig igen",
                    f"the meeting {name} has a UID that is not its own: a UID is never reused",
                )
            )
        if meeting.uid in seen:
            raise MeetingsError(Text(f"planen har mødet {name} to gange", f"the plan has the meeting {name} twice"))
        seen.add(meeting.uid)


def _with_dropped(schedule: Schedule, before: Mapping[str, Meeting]) -> list[Meeting]:
    kept = {meeting.uid for meeting in schedule.meetings}
    dropped = [
        meeting.model_copy(update={"status": "cancelled"}) for meeting in before.values() if meeting.uid not in kept
    ]
    return [*schedule.meetings, *dropped]


def _find_ended(meeting: Meeting, earlier: PreviousRun, *, at: dt.datetime) -> CalendarEvent | None:
    """Return what was sent out of a meeting that has ended; None before its end, or where its files were changed."""
    sent = earlier.events.get(meeting.uid)
    if sent is None or meeting.end > at or content_sha256(sent) != earlier.entries[meeting.uid].sha256:
        return None
    return sent


def _keep_attendees(sent: CalendarEvent, entry: LedgerEntry, listed: tuple[Address, ...]) -> tuple[Address, ...]:
    """Return whom a meeting that has ended invited: those of its draft, or where that is lost those of the request."""
    if entry.invited_sha256 is None:
        return ()
    return sent.attendees if attendees_sha256(sent) == entry.invited_sha256 else listed


def _sort_meetings(meetings: list[Meeting], revisions: Mapping[str, Revision]) -> tuple[Meeting, ...]:
    with_revision = [
        meeting.model_copy(update={"sequence": revisions[meeting.uid].event.sequence}) for meeting in meetings
    ]
    return tuple(sorted(with_revision, key=lambda meeting: (meeting.start, meeting.district, meeting.round)))


def _build_files(
    schedule: Schedule,
    revisions: Mapping[str, Revision],
    names: DisplayNames,
    restated: dict[str, CalendarEvent],
) -> FolderContents:
    feeds: dict[str, list[CalendarEvent]] = {"all": []}
    files: dict[str, bytes] = {}
    uids: dict[str, list[str]] = {}
    for meeting in schedule.meetings:
        one = revisions[meeting.uid]
        files[meeting_file(meeting)] = build_calendar([one.event], profile=Profile.MEETING)
        uids[meeting_file(meeting)] = [meeting.uid]
        if one.invitation is not None:
            files[mail_file(meeting)] = build_draft_mail(one.invitation)
            uids[mail_file(meeting)] = [meeting.uid]
        for feed in feeds_of(meeting):
            feeds.setdefault(feed, []).append(one.event)
        for feed, copy in one.entry.cancelled_copies.items():
            feeds.setdefault(feed, []).append(copy.event(one.event))
    for feed, events in feeds.items():
        title = format_feed_title(feed, schedule.year, names)
        files[feed_file(feed)] = build_calendar(
            events, profile=Profile.FEED, name=title, description=_about(schedule.year)
        )
        uids[feed_file(feed)] = [event.uid for event in events]
    ledger = Ledger(year=schedule.year, meetings={uid: one.entry for uid, one in revisions.items()})
    files[LEDGER] = ledger.to_bytes()
    files[TABLE] = build_plan_csv(schedule, names)
    closed = find_closed_days(schedule)
    pictures = {language: draw_year(schedule, names, closed, language) for language in ("da", "en")}
    files[YEAR_PICTURE] = render_year_svg(pictures["da"])
    mails = [name for name in files if profile_of(name) is Profile.INVITATION]
    files[YEAR_PAGE] = render_year_page(schedule, names, closed, pictures, SiblingFiles(feeds, mails))
    files[PLAN] = schedule.to_json().encode()
    return FolderContents(schedule, files, uids, ledger, restated)


def _about(year: int) -> str:
    return (
        f"Koordinationsmøder mellem politikredse og kommuner i {year}. "
        "Et aflyst møde bliver stående som aflyst i de fleste kalenderprogrammer."
    )
