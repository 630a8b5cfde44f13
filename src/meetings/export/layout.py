"""The files of an output folder and their names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from meetings._domain.districts import ascii_name
from meetings._domain.parties import FACILITATOR_ID
from meetings.errors import MeetingsError
from meetings.schedule import Meeting
from overgreb_rules.ical import Profile
from overgreb_rules.shared.text import Text

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
    r"calendars/(all|politikreds-[0-9]{4}|kommune-[0-9]{4}|boernehus-[a-z0-9-]+|"
    rf"facilitator-{FACILITATOR_ID})\.ics"
)
_CODE = re.compile(r"[0-9]{4}")
_ID = re.compile(FACILITATOR_ID)


def meeting_file(meeting: Meeting) -> str:
    """Return the file of one meeting.

    Args:
        meeting: the meeting.

    Returns:
        The relative path.
    """
    return f"meetings/{meeting.district}-{meeting.round}.ics"


def mail_file(meeting: Meeting) -> str:
    """Return the file of the draft invitation of one meeting.

    Args:
        meeting: the meeting.

    Returns:
        The relative path.
    """
    return f"invitations/{meeting.district}-{meeting.round}.eml"


def feed_file(feed: str) -> str:
    """Return the file of a feed.

    Args:
        feed: the name of the feed.

    Returns:
        The relative path.
    """
    return f"{CALENDARS}/{feed}.ics"


def feeds_of(meeting: Meeting) -> list[str]:
    """List the feeds that show a meeting.

    Args:
        meeting: the meeting.

    Returns:
        The names of the feeds: of all, of its kreds, its kommuner, its børnehuse and its facilitators.
    """
    return [
        "all",
        f"politikreds-{meeting.district}",
        *(f"kommune-{code}" for code in meeting.kommuner),
        *(f"boernehus-{ascii_name(place)}" for place in meeting.boernehuse),
        *(f"facilitator-{id_}" for id_ in meeting.facilitators),
    ]


def is_ours(name: str) -> bool:
    """Decide whether a file of the folder is one that this package writes.

    Args:
        name: the relative path.

    Returns:
        Whether the name is one of ours.
    """
    return name in _ROOT or any(form.fullmatch(name) for form in (_MEETING, _MAIL, _FEED))


def profile_of(name: str) -> Profile | None:
    """Return the profile of a file by its place in an output folder.

    Args:
        name: the relative path.

    Returns:
        The profile, or None for files that are no calendars of ours.
    """
    if _MEETING.fullmatch(name):
        return Profile.MEETING
    if _MAIL.fullmatch(name):
        return Profile.INVITATION
    return Profile.FEED if _FEED.fullmatch(name) else None


def check_file_names(meetings: Iterable[Meeting]) -> None:
    """Check that every code and id can be part of a file name on every system.

    Args:
        meetings: the meetings.

    Raises:
        MeetingsError: if a code is not four figures, or an id has another form than one of a request.
    """
    for meeting in meetings:
        for code in (meeting.district, *meeting.kommuner):
            if not _CODE.fullmatch(code):
                raise MeetingsError(
                    Text(f"koden »{code}« er ikke fire cifre", f"the code “{code}” is not four figures")
                )
        for id_ in meeting.facilitators:
            if not _ID.fullmatch(id_):
                raise MeetingsError(
                    Text(
                        f"facilitatorens id »{id_}« kan ikke stå i et filnavn: brug små bogstaver a-z, cifre og "
                        "enkelte bindestreger, i alt højst 40 tegn",
                        f"the facilitator id “{id_}” cannot be part of a file name: use small letters a-z, figures "
                        "and single hyphens, at most 40 characters in all",
                    )
                )
