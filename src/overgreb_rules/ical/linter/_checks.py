"""What a rule of the linter is, and the list of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.linter._file import CalendarFile

__all__ = ["ALL", "CHECKS", "NAMED", "SCHEDULED", "SINGLE", "Check", "Complaint", "check"]

Complaint = tuple[int, str, str]
"""Line, what is wrong there, and how to mend it."""
CheckFunction = Callable[[CalendarFile], Iterator[Complaint]]

ALL = frozenset(Profile)
SINGLE = frozenset({Profile.MEETING, Profile.INVITATION})
NAMED = frozenset({Profile.FEED, Profile.DEADLINES})
SCHEDULED = frozenset({Profile.MEETING, Profile.FEED, Profile.INVITATION})


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its name, the profiles it holds for, and the function that looks."""

    name: str
    profiles: frozenset[Profile]
    check: CheckFunction


CHECKS: dict[str, Check] = {}
"""Every rule by its name, in the order in which they are run."""


def check(name: str, profiles: frozenset[Profile] = ALL) -> Callable[[CheckFunction], CheckFunction]:
    """Make the decorated function the rule `name`."""

    def enter(check: CheckFunction) -> CheckFunction:
        if name in CHECKS:
            raise ValueError(f"two rules are named {name}")
        CHECKS[name] = Check(name, profiles, check)
        return check

    return enter
