"""What a rule of the linter is, and the list of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.linter._file import File

__all__ = ["ALL", "NAMED", "RULES", "SCHEDULED", "SINGLE", "Complaint", "Rule", "rule"]

Complaint = tuple[int, str, str]
"""Line, what is wrong there, and how to mend it."""
Check = Callable[[File], Iterator[Complaint]]

ALL = frozenset(Profile)
SINGLE = frozenset({Profile.MEETING, Profile.INVITATION})
NAMED = frozenset({Profile.FEED, Profile.DEADLINES})
SCHEDULED = frozenset({Profile.MEETING, Profile.FEED, Profile.INVITATION})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, the profiles it holds for, and the function that looks."""

    name: str
    profiles: frozenset[Profile]
    check: Check


RULES: dict[str, Rule] = {}
"""Every rule by its name, in the order in which they are run."""


def rule(name: str, profiles: frozenset[Profile] = ALL) -> Callable[[Check], Check]:
    """Make the decorated function the rule `name`."""

    def enter(check: Check) -> Check:
        if name in RULES:
            raise ValueError(f"two rules are named {name}")
        RULES[name] = Rule(name, profiles, check)
        return check

    return enter
