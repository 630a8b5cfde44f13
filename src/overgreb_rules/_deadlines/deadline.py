"""A deadline in both readings, the days that were counted on the way to it, and the time of a duty in seconds."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Generic, TypeVar

from overgreb_rules._deadlines.moment import day_text, instant_text
from overgreb_rules.calendar import end_of_day
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SecondsT = TypeVar("SecondsT", int, "NDArray[np.int64]")
"""Epoch seconds (since 1970-01-01T00:00Z): those of one case, or a column of them, one for each case."""


class Deadline(ValueObject):
    """The last moment of a time limit: an instant, or a day of which every instant is in time.

    Attributes:
        last: The last epoch second that is in time.
        day: The last day where the law counts days; None where it counts hours.
    """

    last: int
    day: dt.date | None = None

    @classmethod
    def on(cls, day: dt.date) -> Deadline:
        """Build the deadline that is kept until a local day ends.

        Args:
            day: The last day.

        Returns:
            The deadline.
        """
        return cls(end_of_day(day) - 1, day)

    @property
    def end(self) -> int:
        """The epoch second with which the time is over: for a day the first one after the day."""
        return self.last if self.day is None else self.last + 1

    def __str__(self) -> str:
        return day_text(self.day) if self.day else instant_text(self.last)


class DeadlineReadings(ValueObject):
    """Both readings of a deadline, the earlier and the later; equal where the law is settled."""

    strict: Deadline
    lenient: Deadline

    @classmethod
    def on(cls, strict: dt.date, lenient: dt.date) -> DeadlineReadings:
        """Build the readings that are kept until local days end.

        Args:
            strict: The last day of the earlier reading.
            lenient: The last day of the later one.

        Returns:
            The readings; one object for both where they agree, so that they are told to be equal at a glance.
        """
        one = Deadline.on(strict)
        return cls(one, one if strict == lenient else Deadline.on(lenient))


class TimeSpanSeconds(ValueObject, Generic[SecondsT]):
    """The time of a duty in epoch seconds, of one case or of a column of cases.

    Attributes:
        start: The clock start.
        strict_last: The last second in time on the strict reading.
        lenient_last: The last second in time on the lenient reading.
        strict_end: The second with which the strict time is over: `strict_last`, or one more where a day is counted.
    """

    start: SecondsT
    strict_last: SecondsT
    lenient_last: SecondsT
    strict_end: SecondsT


class CountedDay(ValueObject):
    """A day of the count: whether each reading counts the day, and why."""

    day: dt.date
    strict: bool
    lenient: bool
    why: Text


CountTrace = tuple[DeadlineReadings, tuple[CountedDay, ...]]
"""A deadline with the days that were counted on the way to it, in order."""


def elapsed_fraction_at(start: SecondsT, end: SecondsT, fraction: Fraction) -> SecondsT:
    """Return the first second at which a fraction of a time has elapsed.

    Args:
        start: Where the time starts, epoch seconds.
        end: Where the time ends, epoch seconds.
        fraction: The part of the time, between 0 and 1.

    Returns:
        Epoch seconds, rounded up; a column of the same shape where columns were passed.
    """
    return start - (-fraction.numerator * (end - start) // fraction.denominator)
