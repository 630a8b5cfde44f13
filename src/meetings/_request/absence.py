"""Times at which somebody is away, as a person says them: days, weekdays, and times of day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from meetings._request.fields import StrictKeys
from meetings._request.messages import refuse
from meetings._request.values import Day
from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.shared.date_words import WEEKDAYS
from overgreb_rules.shared.text import Text

_TIMES = re.compile(r"([01]?[0-9]|2[0-4])[:.]([0-5][0-9])\s*[-–]\s*([01]?[0-9]|2[0-4])[:.]([0-5][0-9])\Z")
_DAY_NUMBERS = {name: number for number, day in enumerate(WEEKDAYS) for name in (day.da, day.en.lower())}
_SHORTEST = 3
"""Letters of the shortest abbreviation of a weekday."""

Span = tuple[int, int]
"""Two instants in seconds since 1970-01-01T00:00Z, the second excluded."""


def parse_weekday(value: object) -> int:
    """Parse a weekday.

    Args:
        value: Its Danish or English name, or its first three letters or more.

    Returns:
        0 for Monday.

    Raises:
        PydanticCustomError: It is no weekday.
    """
    word = value.strip().rstrip(".").casefold() if isinstance(value, str) else ""
    found = {number for name, number in _DAY_NUMBERS.items() if name == word}
    if len(word) >= _SHORTEST and not found:
        found = {number for name, number in _DAY_NUMBERS.items() if name.startswith(word)}
    if len(found) != 1:
        what = Text("det er ikke en ugedag; skriv fx tirsdag", "this is no weekday; write it as tuesday")
        raise refuse((), what)
    return found.pop()


def parse_times(value: object) -> tuple[int, int]:
    """Parse a time span of a day.

    Args:
        value: Such as "08:00-12:00".

    Returns:
        The minutes from midnight at which the span begins and ends.

    Raises:
        PydanticCustomError: It is no such span, or ends before it begins.
    """
    found = _TIMES.match(value.strip()) if isinstance(value, str) else None
    begin, end = (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
    if not begin < end <= 24 * 60:
        what = Text('det er ikke et tidsrum; skriv fx "08:00-12:00"', 'this is no time span; write it as "08:00-12:00"')
        raise refuse((), what)
    return begin, end


Weekday = Annotated[int, BeforeValidator(parse_weekday)]
TimesOfDay = Annotated[tuple[int, int], BeforeValidator(parse_times)]


_NO_SUCH_WEEKDAY = Text(
    "ingen af ugedagene falder på de dage, der er angivet; ret ugedagene eller dagene",
    "none of the weekdays falls on the days that are named; correct the weekdays or the days",
)


class Absence(StrictKeys):
    """Days, or times of days, at which somebody is away; a key that is missing restricts nothing."""

    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    """The last day, included."""
    weekdays: tuple[Weekday, ...] = ()
    """0 for Monday; none for every day."""
    times: tuple[TimesOfDay, ...] = ()
    """Minutes from midnight; none for the whole day."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.from_ is None and self.to is None and not self.weekdays and not self.times:
            what = Text(
                "der står intet fravær; skriv from, to, weekdays eller times",
                "no absence stands here; write from, to, weekdays or times",
            )
            raise refuse((), what)
        if self.from_ and self.to and self.to < self.from_:
            what = Text(
                "fraværet slutter, før det begynder; byt om på dagene",
                "the absence ends before it begins; put the days the other way round",
            )
            raise refuse(("to",), what)
        return self

    def list_spans(self, year: int) -> Iterator[Span]:
        """List the times of a year at which somebody is away.

        Args:
            year: The year.

        Yields:
            The spans in order of time; they do not overlap where `times` do not.
        """
        day, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        day, last = max(day, self.from_ or day), min(last, self.to or last)
        while day <= last:
            if not self.weekdays or day.weekday() in self.weekdays:
                for begin, end in sorted(self.times) or ((0, 24 * 60),):
                    yield _at(day, begin), _at(day, end)
            day += dt.timedelta(days=1)

    def find_problem(self, year: int) -> Text | None:
        """Find why nothing of the absence lies in a year.

        Args:
            year: The year.

        Returns:
            The problem and the hint, with a semicolon between; None where something of it lies in the year.
        """
        if next(self.list_spans(year), None) is not None:
            return None
        if next(self.model_copy(update={"weekdays": ()}).list_spans(year), None) is not None:
            return _NO_SUCH_WEEKDAY
        return _describe_other_year(year)


class Away(StrictKeys):
    """The absences of people and offices: by facilitator id, code, or place of the børnehus."""

    facilitators: dict[str, tuple[Absence, ...]] = Field(default_factory=dict)
    kommuner: dict[str, tuple[Absence, ...]] = Field(default_factory=dict)
    politikredse: dict[str, tuple[Absence, ...]] = Field(default_factory=dict)
    boernehuse: dict[str, tuple[Absence, ...]] = Field(default_factory=dict)

    def check_year(self, year: int) -> None:
        """Check that each absence lies in a year, at least in part.

        Args:
            year: The year.

        Raises:
            PydanticCustomError: An absence lies wholly outside the year, most likely because its year was mistyped.
        """
        for group in type(self).model_fields:
            for name, absences in getattr(self, group).items():
                for index, absence in enumerate(absences):
                    if (problem := absence.find_problem(year)) is not None:
                        raise refuse(("away", group, name, index), problem)


def _describe_other_year(year: int) -> Text:
    return Text(
        f"intet af fraværet ligger i {year}; ret dagene til {year}, eller slet det",
        f"none of the absence lies in {year}; correct the days to {year}, or delete it",
    )


def _at(day: dt.date, minutes: int) -> int:
    days, rest = divmod(minutes, 24 * 60)
    time = dt.time(*divmod(rest, 60))
    return int(dt.datetime.combine(day + dt.timedelta(days=days), time, tzinfo=COPENHAGEN).timestamp())
