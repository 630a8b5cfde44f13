"""A linter of calendar files: its checks find what makes some program show something else than was meant.

That a file opens proves little: each of the known faults passes in some program, and several in all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.free_busy.busy_time import MAX_CALENDAR_BYTES
from overgreb_rules.ical.linter import (
    _byte_checks,
    _calendar_checks,
    _event_checks,
    _revision_checks,
    _status_checks,
    _text_checks,
    _time_checks,
)
from overgreb_rules.ical.linter._file import CalendarFile
from overgreb_rules.ical.linter._foreign_checks import find_complaints, is_foreign
from overgreb_rules.ical.linter._mail_checks import MAIL_CHECKS, calendar_in_mail, calendar_part
from overgreb_rules.shared.text import Text

__all__ = ["Finding", "calendar_in_mail", "detect_profile", "is_foreign", "lint", "lint_mail", "list_checks"]

CHECKS = (
    *_byte_checks.CHECKS,
    *_calendar_checks.CHECKS,
    *_event_checks.CHECKS,
    *_status_checks.CHECKS,
    *_text_checks.CHECKS,
    *_time_checks.CHECKS,
    *_revision_checks.CHECKS,
)
"""Every check of a calendar file, in the order in which they are run."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One departure from the profile: line from 1, name of the check, problem, and hint that mends it.

    It holds no text of the file but names of time zones: also a file of the profile may be a copy in other hands.
    """

    line: int
    check: str
    message: str
    mend: str
    danish: str
    """Problem and hint in Danish."""
    is_harmless: bool = False
    """Whether nothing need be done: damage of a file of another program on which no time depends."""

    def __str__(self) -> str:
        return f"line {self.line}: {self.check}: {self.message}; {self.mend}"

    @property
    def text(self) -> Text:
        """The finding in both languages."""
        return Text(f"linje {self.line}: {self.check}: {self.danish}", str(self))


def list_checks() -> list[str]:
    """Return the names of all checks.

    Returns:
        The checks of calendar files, then those of mails, in the order in which they are run.
    """
    return [*(check.name for check in CHECKS), *MAIL_CHECKS]


def detect_profile(data: bytes) -> Profile:
    """Guess the profile of a file by its METHOD, its attendees, its PRODID and its name.

    Args:
        data: any bytes.

    Returns:
        The profile; for bytes that are no calendar any profile.
    """
    file = CalendarFile(data, Profile.FEED)
    if file.method == "REQUEST" or (file.method == "CANCEL" and any(event.all("ATTENDEE") for event in file.events)):
        return Profile.INVITATION
    if "//deadlines" in (file.calendar.value("PRODID") or ""):
        return Profile.DEADLINES
    named = file.calendar.all("NAME", "X-WR-CALNAME")
    return Profile.FEED if named or len(file.events) != 1 else Profile.MEETING


def lint(
    data: bytes,
    *,
    profile: Profile | None = None,
    earlier: bytes | None = None,
    uids: Collection[str] | None = None,
) -> list[Finding]:
    """Return what in a calendar file departs from its profile.

    Args:
        data: any bytes; the linter never raises for what is in them. More than `MAX_CALENDAR_BYTES` are not looked at,
            and that is the finding.
        profile: the profile; None to guess it. A file that another program wrote has none: then only what makes its
            times be read wrong is found.
        earlier: the bytes of the file that this one replaces, for the checks of revisions (SEQUENCE, DTSTAMP,
            nothing dropped); None for a first file.
        uids: the UIDs that the events must have, all and no others; None for any.

    Returns:
        The findings in the order of lines; empty for a good file.
    """
    if len(data) > MAX_CALENDAR_BYTES or (profile is None and is_foreign(data)):
        return sorted(_finding(*complaint) for complaint in find_complaints(data))
    chosen = detect_profile(data) if profile is None else profile
    before = None if earlier is None else CalendarFile(earlier, chosen)
    file = CalendarFile(data, chosen, earlier=before, uids=uids)
    return sorted(_findings(file))


def lint_mail(data: bytes, *, earlier: bytes | None = None, uids: Collection[str] | None = None) -> list[Finding]:
    """Return what in a draft mail departs from its profile.

    Args:
        data: the bytes of the mail.
        earlier: the bytes of the mail that this one replaces; None for a first mail.
        uids: the UIDs that the events must have, all and no others; None for any.

    Returns:
        The findings; the lines are those of the calendar in the mail, and line 1 for the mail itself.
    """
    mail, part = calendar_part(data)
    findings = [_finding(name, *complaint) for name, check in MAIL_CHECKS.items() for complaint in check(mail, part)]
    inside = calendar_in_mail(data)
    if inside is not None:
        before = None if earlier is None else calendar_in_mail(earlier)
        findings.extend(lint(inside, profile=Profile.INVITATION, earlier=before, uids=uids))
    return sorted(findings)


def _findings(file: CalendarFile) -> Iterator[Finding]:
    for check in CHECKS:
        if file.profile in check.profiles:
            yield from (_finding(check.name, *complaint) for complaint in check.find_complaints(file))


def _finding(name: str, line: int, problem: Text, hint: Text, is_harmless: bool = False) -> Finding:
    return Finding(line, name, problem.en, hint.en, f"{problem.da}; {hint.da}", is_harmless)
