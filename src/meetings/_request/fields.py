"""The types of the values in a request: days, times, codes, and small groups of keys."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, model_validator

from meetings._domain.districts import BORNHOLM
from meetings._request.messages import refuse_unknown_keys
from overgreb_rules.calendar import COPENHAGEN

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])\Z")
_PINNED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}\Z")
_CODE = re.compile(r"[0-9]{4}\Z")
_MAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\.]+\Z")
_MOST = 1000
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str):
        raise ValueError(f"{value!r} is no text; put it in quotes")
    return value


def _day(value: object) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.date(value.year, value.month, value.day)
    try:
        if isinstance(value, str) and len(value) == 10:
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError(f'{value!r} is no day; write it as "2027-05-07"')


def _clock(value: object) -> dt.time:
    if isinstance(value, dt.time):
        return value
    found = _CLOCK.match(value) if isinstance(value, str) else None
    if not found:
        raise ValueError(f'{value!r} is no time of day; write it as "09:00", in quotes')
    return dt.time(int(found[1]), int(found[2]))


def _moment(value: object) -> dt.datetime:
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(COPENHAGEN)
    if isinstance(value, str) and _PINNED.match(value):
        try:
            return dt.datetime.fromisoformat(value).replace(tzinfo=COPENHAGEN)
        except ValueError:
            pass
    raise ValueError(f'{value!r} is no local time; write it as "2027-03-09T09:00", without an offset')


def _code(value: object) -> str:
    text = _text(value)
    if not _CODE.match(text):
        raise ValueError(f"«{text}» is no code; a code has four figures, in quotes")
    return text


def _mail(value: object) -> str:
    text = _text(value)
    if not _MAIL.match(text):
        raise ValueError(f'«{text}» is no mail address; write it as "name@example.org"')
    return text


def _one_line(value: object) -> str:
    text = _text(value)
    if not text.strip() or any(ord(letter) < 32 for letter in text):
        raise ValueError("a name is one line of text and not empty")
    return text


def _id(value: object) -> str:
    text = _text(value)
    if not _ID.match(text) or len(text) > 40:
        raise ValueError(f"«{text}» is no id; an id has small letters a-z, figures and single hyphens")
    return text


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{value!r} is no number")
    if not 0 <= value <= _MOST or Fraction(str(value)) * 1000 % 1:
        raise ValueError(f"{value!r} is not from 0 to {_MOST} with at most three decimals")
    return value


def _year(value: object) -> int:
    if isinstance(value, str) and _CODE.match(value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{value!r} is no year; write it as 2027")
    return value


def _each_year_once(value: object) -> object:
    # JSON has no numbers as keys, so that "2027" is a year too: both beside each other would be one.
    if isinstance(value, dict):
        for year in value:
            if isinstance(year, int) and str(year) in value:
                raise ValueError(f"the year {year} stands twice; keep one of them")
    return value


def _districts(value: object) -> object:
    if value == "all":
        return value
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"{value!r} is no list of kredse; write all, or a list of codes in quotes")
    return tuple(_code(one) for one in value)


Day = Annotated[dt.date, BeforeValidator(_day)]
TimeOfDay = Annotated[dt.time, BeforeValidator(_clock)]
PinnedStart = Annotated[dt.datetime, BeforeValidator(_moment)]
Code = Annotated[str, BeforeValidator(_code)]
Mail = Annotated[str, BeforeValidator(_mail)]
OneLineText = Annotated[str, BeforeValidator(_one_line)]
Id = Annotated[str, BeforeValidator(_id)]
Year = Annotated[int, BeforeValidator(_year)]
Districts = Annotated[Literal["all"] | tuple[str, ...], BeforeValidator(_districts)]
Number = Annotated[float, BeforeValidator(_number)]
PathText = Annotated[str, BeforeValidator(_one_line)]
WinterWeek = Annotated[StrictInt, Field(ge=7, le=8)]
Minutes = Annotated[StrictInt, Field(ge=0, le=1440)]
Days = Annotated[StrictInt, Field(ge=0, le=366)]


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
    years: Annotated[dict[Year, dict[Code, WinterWeek]], BeforeValidator(_each_year_once)] = Field(default_factory=dict)
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
    """How far from last year's meeting: whole months, both ends included."""

    min: StrictInt = Field(default=9, ge=0, le=24)
    max: StrictInt = Field(default=15, ge=0, le=24)


class SpacingDays(StrictKeys):
    """How many days from one round of a kreds to the next, both ends included."""

    min: StrictInt = Field(ge=1, le=366)
    max: StrictInt = Field(ge=1, le=366)


class Sender(StrictKeys):
    """Who sends the invitations: a functional mailbox."""

    name: OneLineText
    email: Mail


class Hosts(StrictKeys):
    """Where they meet: in turn, or always in the same kommune."""

    rotate: StrictBool = True
    fixed: dict[Code, Code] = Field(default_factory=dict)


class TravelPair(StrictKeys):
    """The journey between two kredse, where it is another than between any two."""

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
