"""The groups of keys in a request: each a small model, of which no other key is allowed."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, model_validator

from meetings._domain.districts import BORNHOLM
from meetings._request.messages import refuse_unknown_keys
from meetings._request.values import (
    Code,
    Day,
    Id,
    Mail,
    MailName,
    Minutes,
    OneLineText,
    PathText,
    WinterWeek,
    Year,
    check_each_year_once,
)

WeeksByYear = Annotated[dict[Year, dict[Code, WinterWeek]], BeforeValidator(check_each_year_once)]


class StrictKeys(BaseModel):
    """A group of keys, of which no other is allowed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: object) -> object:
        allowed = tuple(field.alias or name for name, field in cls.model_fields.items())
        return refuse_unknown_keys(data, allowed)


class Facilitator(StrictKeys):
    """Somebody who leads meetings."""

    id: Id
    name: OneLineText
    busy: PathText | None = None


class CalendarFiles(StrictKeys):
    """Calendar files by kommune code, politikreds code and børnehus."""

    kommuner: dict[Code, PathText] = Field(default_factory=dict)
    politikredse: dict[Code, PathText] = Field(default_factory=dict)
    boernehuse: dict[OneLineText, PathText] = Field(default_factory=dict)


class BlockedDays(StrictKeys):
    """Days on which no meeting takes place, beside those on which nobody works."""

    dates: tuple[Day, ...] = ()
    weeks: tuple[Annotated[StrictInt, Field(ge=1, le=53)], ...] = ()


class SchoolHolidays(StrictKeys):
    """The ISO week of the winter holiday: for everybody, by kommune, and by year and kommune."""

    default_winter_week: WinterWeek = 7
    kommuner: dict[Code, WinterWeek] = Field(default_factory=dict)
    years: WeeksByYear = Field(default_factory=dict)
    file: PathText | None = None
    """A CSV file with the columns kommune, year, week and source; `years` decides where both say something."""

    def is_given(self, kommune: str, year: int) -> bool:
        """Decide whether the week of a kommune was given, and not taken from the default.

        Args:
            kommune: The code of a kommune.
            year: The year.

        Returns:
            Whether the request names the kommune.
        """
        return kommune in self.years.get(year, {}) or kommune in self.kommuner

    def winter_week(self, kommune: str, year: int) -> int:
        """Return the week of the winter holiday.

        Args:
            kommune: The code of a kommune.
            year: The year.

        Returns:
            The ISO week, 7 or 8.
        """
        own = self.years.get(year, {})
        return own.get(kommune, self.kommuner.get(kommune, self.default_winter_week))


class Window(StrictKeys):
    """The first and the last day on which a meeting may take place."""

    from_: Day = Field(alias="from")
    to: Day


class GapMonths(StrictKeys):
    """The allowed distance from last year's meeting, in whole months, both ends included."""

    min: StrictInt = Field(default=9, ge=0, le=24)
    max: StrictInt = Field(default=15, ge=0, le=24)


class SpacingDays(StrictKeys):
    """How many days from one round of a kreds to the next, both ends included."""

    min: StrictInt = Field(ge=1, le=366)
    max: StrictInt = Field(ge=1, le=366)


class Sender(StrictKeys):
    """Who sends the invitations: a functional mailbox."""

    name: MailName
    email: Mail


class Hosts(StrictKeys):
    """Where they meet: in turn, or always in the same kommune."""

    rotate: StrictBool = True
    fixed: dict[Code, Code] = Field(default_factory=dict)


class TravelPair(StrictKeys):
    """The minutes of travel between two kredse, where they differ from those between other kredse."""

    kredse: tuple[Code, ...]
    """Two codes of politikredse."""
    minutes: Minutes


class TravelMinutes(StrictKeys):
    """The minutes that a facilitator needs from one meeting to the next of the same day."""

    within: Minutes = 0
    between: Minutes = 180
    bornholm: Minutes = 360
    """To or from Bornholm."""
    pairs: tuple[TravelPair, ...] = ()

    def between_meetings(self, kreds: str, other: str) -> int:
        """Return how long the journey takes.

        Args:
            kreds: The code of a politikreds.
            other: The code of a politikreds, perhaps the same.

        Returns:
            Minutes.
        """
        if kreds == other:
            return self.within
        for pair in self.pairs:
            if {kreds, other} == set(pair.kredse):
                return pair.minutes
        return self.bornholm if BORNHOLM in {kreds, other} else self.between
