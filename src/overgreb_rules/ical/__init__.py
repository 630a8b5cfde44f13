"""Calendar files that other programs read right: a writer, a reader, and a linter of the bytes.

The files follow RFC 5545, RFC 5546 and RFC 7986 in the narrow form that Outlook, Google, Apple, Thunderbird,
Evolution, Nextcloud and the command-line programs agree about. `build_calendar` writes it, `read_events`
reads it back, and `lint` finds what in a file departs from that form.
"""

from __future__ import annotations

from overgreb_rules.ical._build import CANCELLED_MARK, build_calendar
from overgreb_rules.ical._model import Address, CalendarEvent, EventStatus, Profile, ProfileError
from overgreb_rules.ical._read import read_events, read_name
from overgreb_rules.ical.linter import Finding, calendar_in_mail, detect_profile, lint, lint_mail, list_checks

__all__ = [
    "CANCELLED_MARK",
    "Address",
    "CalendarEvent",
    "EventStatus",
    "Finding",
    "Profile",
    "ProfileError",
    "build_calendar",
    "calendar_in_mail",
    "detect_profile",
    "lint",
    "lint_mail",
    "list_checks",
    "read_events",
    "read_name",
]
