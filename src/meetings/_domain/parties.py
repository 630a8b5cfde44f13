"""Those who must find the time: kommuner, politikredse, børnehuse and facilitators, with calendars."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from meetings._domain.districts import Politikreds
from overgreb_rules.shared.text import Text

KINDS = ("kommune", "politikreds", "boernehus", "facilitator")
"""The kinds of parties."""

FACILITATOR_ID = r"(?![a-z0-9-]{41})[a-z0-9]+(?:-[a-z0-9]+)*"
"""The pattern of the id of a facilitator, as a part of other patterns too: small letters, figures and single hyphens.

An id stands in the name of a file, which no system may hold for that of another one. It has at most 40 characters.
"""


class Party(NamedTuple):
    """A kommune or politikreds by code, a børnehus by place, a facilitator by id."""

    kind: str
    id: str

    def __str__(self) -> str:
        """Kind and id: kommune 0751."""
        return f"{self.kind} {self.id}"

    @classmethod
    def parse(cls, text: str) -> Party:
        """Read a party from its text.

        Args:
            text: Kind and id, such as "kommune 0751".

        Returns:
            The party.
        """
        kind, _, name = text.partition(" ")
        return cls(kind, name)


@dataclass(frozen=True, slots=True)
class BusyCalendar:
    """When a party is taken: intervals in seconds since 1970-01-01T00:00Z, end excluded, in order, apart.

    `unknown` says in words why the calendar could not be read; its owner is then never taken as free.
    """

    busy: tuple[tuple[int, int], ...] = ()
    tentative: tuple[tuple[int, int], ...] = ()
    unknown: Text | None = None
    warnings: tuple[Text, ...] = ()
    not_known: tuple[tuple[int, int], ...] = ()
    """The time of the year of which the file says nothing."""
    sha256: str = ""


class KredsParties(NamedTuple):
    """Those parties of a kreds whose calendars say anything, and the number of all its parties."""

    kommuner: tuple[Party, ...]
    others: tuple[Party, ...]
    """Politikreds, børnehuse and facilitators."""
    number: int

    @classmethod
    def of(cls, kreds: Politikreds, facilitators: Iterable[str], has_entries: Callable[[Party], bool]) -> KredsParties:
        """List the parties of a kreds.

        Args:
            kreds: The kreds.
            facilitators: The ids of all facilitators.
            has_entries: Decides whether the calendar of a party says anything.

        Returns:
            The parties, the kommuner in order of code.
        """
        kommuner = [Party("kommune", kommune.code) for kommune in kreds.kommuner]
        others = [Party("politikreds", kreds.code), *(Party("boernehus", place) for place in kreds.boernehuse)]
        others += [Party("facilitator", name) for name in facilitators]
        number = len(kommuner) + len(others)
        return cls(tuple(filter(has_entries, kommuner)), tuple(filter(has_entries, others)), number)
