"""The definition of a check of the linter, and the groups of profiles for which checks hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.linter._file import CalendarFile
from overgreb_rules.shared.text import Text

Complaint = tuple[int, Text, Text]
"""Line from 1, problem, and hint that mends it; neither holds text of the file."""
CheckFunction = Callable[[CalendarFile], Iterator[Complaint]]

ALL = frozenset(Profile)
SINGLE = frozenset({Profile.MEETING, Profile.INVITATION})
NAMED = frozenset({Profile.FEED, Profile.DEADLINES})
SCHEDULED = frozenset({Profile.MEETING, Profile.FEED, Profile.INVITATION})


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, the profiles for which it holds, and the function that finds the complaints."""

    name: str
    profiles: frozenset[Profile]
    find_complaints: CheckFunction


def check(name: str, profiles: frozenset[Profile] = ALL) -> Callable[[CheckFunction], Check]:
    """Make a check of the decorated function.

    Args:
        name: the name of the check, as findings show it.
        profiles: the profiles for which the check holds.

    Returns:
        The decorator.
    """
    return lambda function: Check(name, profiles, function)
