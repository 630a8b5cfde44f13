"""Calendar files that other programs read right: a writer, a reader, and a linter of the bytes.

The files follow RFC 5545, RFC 5546 and RFC 7986 in the narrow form that Outlook, Google, Apple, Thunderbird,
Evolution, Nextcloud and the command-line programs agree about. `build_calendar` writes it, `read_events`
reads it back, and `lint` finds what in a file departs from that form. `read_busy_time` reads the files of other
people and programs, and `read_replies` the answers to invitations.
"""

from __future__ import annotations

from overgreb_rules.ical._build import build_calendar
from overgreb_rules.ical._model import CANCELLED_MARK, Address, CalendarEvent, EventStatus, Profile, ProfileError
from overgreb_rules.ical._profile_reader import read_events, read_name
from overgreb_rules.ical._reply_reader import ReplyEvent, read_replies
from overgreb_rules.ical.free_busy.busy_time import MAX_CALENDAR_BYTES, BusyTime, build_too_large_note, read_busy_time
from overgreb_rules.ical.free_busy.coverage import Coverage, year_bounds
from overgreb_rules.ical.free_busy.notes import ReadingNote
from overgreb_rules.ical.linter import (
    Finding,
    calendar_in_mail,
    detect_profile,
    is_foreign,
    lint,
    lint_mail,
    list_checks,
)

__all__ = [
    "CANCELLED_MARK",
    "MAX_CALENDAR_BYTES",
    "Address",
    "BusyTime",
    "CalendarEvent",
    "Coverage",
    "EventStatus",
    "Finding",
    "Profile",
    "ProfileError",
    "ReadingNote",
    "ReplyEvent",
    "build_calendar",
    "build_too_large_note",
    "calendar_in_mail",
    "detect_profile",
    "is_foreign",
    "lint",
    "lint_mail",
    "list_checks",
    "read_busy_time",
    "read_events",
    "read_name",
    "read_replies",
    "year_bounds",
]
