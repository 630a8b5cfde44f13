"""Which files an output folder has, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable

from meetings._domain.districts import ascii_name
from meetings.errors import MeetingsError
from meetings.schedule import Meeting
from overgreb_rules.ical import Profile

__all__ = [
    "CALENDARS",
    "LEDGER",
    "PLAN",
    "TABLE",
    "YEAR_PAGE",
    "YEAR_PICTURE",
    "check_file_names",
    "feed_file",
    "feeds_of",
    "is_ours",
    "mail_file",
    "meeting_file",
    "profile_of",
]

PLAN, LEDGER, TABLE = "plan.json", "ledger.json", "plan.csv"
YEAR_PAGE, YEAR_PICTURE = "year.html", "year.svg"
CALENDARS = "calendars"

_ROOT = frozenset({PLAN, LEDGER, TABLE, YEAR_PAGE, YEAR_PICTURE})
_MEETING = re.compile(r"meetings/[0-9]{4}-[0-9]+\.ics")
_MAIL = re.compile(r"invitations/[0-9]{4}-[0-9]+\.eml")
_FEED = re.compile(
    r"calendars/(all|politikreds-[0-9]{4}|kommune-[0-9]{4}|boernehus-[a-z0-9-]+|facilitator-[\w-]+)\.ics"
)
_CODE = re.compile(r"[0-9]{4}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def meeting_file(meeting: Meeting) -> str:
    """Where the file of one meeting stands."""
    return f"meetings/{meeting.district}-{meeting.round}.ics"


def mail_file(meeting: Meeting) -> str:
    """Where the draft invitation of one meeting stands."""
    return f"invitations/{meeting.district}-{meeting.round}.eml"


def feed_file(feed: str) -> str:
    """Where a feed stands."""
    return f"{CALENDARS}/{feed}.ics"


def feeds_of(meeting: Meeting) -> list[str]:
    """The feeds that show the meeting: of all, its kreds, its kommuner, its børnehuse, its facilitators."""
    return [
        "all",
        f"politikreds-{meeting.district}",
        *(f"kommune-{code}" for code in meeting.kommuner),
        *(f"boernehus-{ascii_name(place)}" for place in meeting.boernehuse),
        *(f"facilitator-{id_}" for id_ in meeting.facilitators),
    ]


def is_ours(name: str) -> bool:
    """Whether a file of the folder is one that this package writes."""
    return name in _ROOT or any(form.fullmatch(name) for form in (_MEETING, _MAIL, _FEED))


def profile_of(name: str) -> Profile | None:
    """The profile of a file by its place in an output folder, or None for other files."""
    if _MEETING.fullmatch(name):
        return Profile.MEETING
    if _MAIL.fullmatch(name):
        return Profile.INVITATION
    return Profile.FEED if _FEED.fullmatch(name) else None


def check_file_names(meetings: Iterable[Meeting]) -> None:
    """MeetingsError where a code or an id cannot be part of a file name on every system."""
    ids: dict[str, str] = {}
    for meeting in meetings:
        for code in (meeting.district, *meeting.kommuner):
            if not _CODE.fullmatch(code):
                raise MeetingsError(f"the code {code!r} is not four figures")
        for id_ in meeting.facilitators:
            if not _ID.fullmatch(id_):
                raise MeetingsError(
                    f"the facilitator id {id_!r} cannot be part of a file name: use a-z, figures, - and _"
                )
            # macOS and Windows hold two names for one that differ in capitals alone.
            if ids.setdefault(id_.lower(), id_) != id_:
                raise MeetingsError(f"the facilitator ids {ids[id_.lower()]!r} and {id_!r} differ in capitals alone")
