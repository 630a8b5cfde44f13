"""A linter of calendar files: every rule that, broken, makes some program show something else than was meant.

That a file opens proves little: each of the known faults passes in some program, and several in all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from overgreb_rules.errors import has_cpr_shape
from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.linter import _bytes, _calendar, _event, _history, _time
from overgreb_rules.ical.linter._checks import CHECKS
from overgreb_rules.ical.linter._file import CalendarFile
from overgreb_rules.ical.linter._mail import MAIL_CHECKS, calendar_in_mail, calendar_part

__all__ = ["Finding", "calendar_in_mail", "check_names", "detect_profile", "lint", "lint_mail"]

# The modules of the rules enter their rules into RULES when they are read.
_MODULES = (_bytes, _calendar, _event, _time, _history)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One departure from the profile: where, by which rule, what, and how to mend it."""

    line: int
    rule: str
    message: str
    mend: str

    def __str__(self) -> str:
        """The finding on one line."""
        return f"line {self.line}: {self.rule}: {self.message}; {self.mend}"


def check_names() -> list[str]:
    """The names of all rules, in the order in which they are run."""
    return [*CHECKS, *MAIL_CHECKS]


def detect_profile(data: bytes) -> Profile:
    """The profile that a file seems to be written in: by its METHOD, its attendees, its PRODID, its name."""
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
    """What in the file departs from its profile, in order of line; nothing where it is good.

    `profile` is guessed where it is not given. With `earlier`, the file that this one replaces, the rules of
    change hold too (SEQUENCE, DTSTAMP, nothing dropped). With `uids`, the events are exactly those.
    Any bytes can be given: it never raises for what is in them.
    """
    chosen = detect_profile(data) if profile is None else profile
    before = None if earlier is None else CalendarFile(earlier, chosen)
    file = CalendarFile(data, chosen, earlier=before, uids=uids)
    return sorted(_findings(file))


def lint_mail(data: bytes, *, earlier: bytes | None = None, uids: Collection[str] | None = None) -> list[Finding]:
    """What in a draft mail departs from its profile; the lines are those of the calendar in it.

    `earlier` is the mail that this one replaces. A finding of the mail itself is of line 1.
    """
    mail, part = calendar_part(data)
    found = [_finding(name, *complaint) for name, check in MAIL_CHECKS.items() for complaint in check(mail, part)]
    inside = calendar_in_mail(data)
    if inside is not None:
        before = None if earlier is None else calendar_in_mail(earlier)
        found.extend(lint(inside, profile=Profile.INVITATION, earlier=before, uids=uids))
    return sorted(found)


def _findings(file: CalendarFile) -> Iterator[Finding]:
    for name, rule in CHECKS.items():
        if file.profile in rule.profiles:
            yield from (_finding(name, *complaint) for complaint in rule.check(file))


def _finding(name: str, line: int, message: str, mend: str) -> Finding:
    # A finding is printed and sent on: it must not carry the number that should not have been in the file.
    if has_cpr_shape(message):
        message = "what stands here is «hidden», since it looks like a CPR number; it breaks this rule too"
    return Finding(line, name, message, mend)
