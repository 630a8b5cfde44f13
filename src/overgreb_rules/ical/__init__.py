"""Calendar files that other programs read right: how they are built, and a linter of the bytes.

The files follow RFC 5545, RFC 5546 and RFC 7986 in the narrow form that Outlook, Google, Apple, Thunderbird,
Evolution, Nextcloud and the command-line programs agree about. `build_calendar` writes it, `read_events`
reads it back, and `lint` says what in a file departs from it, and why that matters.
"""

from __future__ import annotations

from overgreb_rules.ical._build import CANCELLED_MARK, build_calendar
from overgreb_rules.ical._model import Address, CalendarEvent, EventStatus, Profile, ProfileError
from overgreb_rules.ical._read import read_events, read_name
from overgreb_rules.ical.linter import Finding, calendar_in_mail, check_names, detect_profile, lint, lint_mail

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
    "check_names",
    "detect_profile",
    "lint",
    "lint_mail",
    "read_events",
    "read_name",
]
