"""A duty with its clock: where it starts, both readings of its end, and the days counted on the way."""

from __future__ import annotations

import datetime as dt

from overgreb_rules._case.event_log import LoggedEvent
from overgreb_rules._deadlines.deadline import CountedDay, DeadlineReadings, TimeSpanSeconds
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.date_doubts import DateDoubt
from overgreb_rules._duties.duty import Duty
from overgreb_rules.calendar import midnight
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import Entity, ValueObject

IS_SET = Text("fristen er fastsat til denne dag", "the time limit is set at this day")
"""Why a day is counted that a decision sets."""
ENDS_ALREADY = Text("fristen udløber allerede denne dag", "the time limit ends on this day already")
"""Why a day is counted, after the name of the event that ends the time on it."""
_NOTHING: frozenset[str] = frozenset()


class MustPrecede(ValueObject):
    """That an act must come before an event.

    Attributes:
        event: The type of the event, or `trigger`.
        named: When the event happened, or by its fact will; None while it has not come.
        untold: The types that would meet the duty, where the case tells none of them by then and that is no knowledge.
        by: The event that happened; None while it has not.
        fact: The fact of that event that tells `named`; None where its own time is meant.
        is_ahead: Whether `named` lies after the instant of the evaluation.
    """

    event: str
    named: Moment | None
    untold: tuple[str, ...] = ()
    by: LoggedEvent | None = None
    fact: str | None = None
    is_ahead: bool = False


class TimedDuty(Entity):
    """A duty with its clock. A yearly duty gives one for each year begun.

    Attributes:
        duty: The duty.
        start: The strict clock start.
        lenient_start: The lenient clock start; None where it is the strict one.
        due: Both readings of the deadline; None where the law gives no number, or while one of `needs` is unknown.
        counted_days: The days that were counted on the way to the deadline.
        needs: The unknown facts without which nobody knows the deadline.
        must_precede: The event that an act must come before; None for every other duty.
        year_number: The number of the year of a yearly duty, from 1.
        year: The first and the last moment of that year.
        required_acts: How many acts fulfil the duty, inside the `year` of a yearly one.
        follow_up: The duty that stands in for this one, with the same clock.
        needs_after_due: The unknown facts that the law asks for once the deadline has passed.
        stands_still_since: The event since which an interruption lets the time stand still; None where time runs.
        waived_from: The first epoch second at which time alone waives the duty; None where none does.
        met_at_rest: Whether the duty was met while nothing was owed: it is met in time, also once that has ended.
        date_doubts: Why both readings end apart, beside what their starts and their spans say.
        interrupted_by: Each request that surely interrupted the time, with what surely answered it.
    """

    duty: Duty
    start: Moment
    due: DeadlineReadings | None = None
    counted_days: tuple[CountedDay, ...] = ()
    needs: frozenset[str] = _NOTHING
    must_precede: MustPrecede | None = None
    year_number: int | None = None
    year: tuple[Moment, Moment] | None = None
    required_acts: int = 1
    follow_up: TimedDuty | None = None
    needs_after_due: frozenset[str] = _NOTHING
    stands_still_since: LoggedEvent | None = None
    waived_from: int | None = None
    met_at_rest: bool = False
    lenient_start: Moment | None = None
    date_doubts: tuple[DateDoubt, ...] = ()
    interrupted_by: tuple[tuple[LoggedEvent, LoggedEvent], ...] = ()

    @property
    def time_span(self) -> TimeSpanSeconds[int] | None:
        """The time of the duty in epoch seconds; None where it has no end."""
        due = self.due
        return None if due is None else TimeSpanSeconds(self._begins, due.strict.last, due.lenient.last, due.strict.end)

    @property
    def _begins(self) -> int:
        # A year of a rolling duty begins with its own anniversary, the first one with the clock.
        if self.year is None or self.year_number == 1:
            return self.start.earliest
        return midnight(self.year[0].day - dt.timedelta(days=1))

    @property
    def has_set_day(self) -> bool:
        """Whether a decision set the day of the deadline."""
        return any(day.why is IS_SET for day in self.counted_days)

    @property
    def has_one_set_day(self) -> bool:
        """Whether a decision set the day of the deadline, and no other day may hold."""
        return self.has_set_day and self.due is not None and self.due.strict == self.due.lenient

    @property
    def is_pulled_forward(self) -> bool:
        """Whether an event ends the time before its span is over."""
        return any(day.why.da.endswith(ENDS_ALREADY.da) for day in self.counted_days[-1:])

    @property
    def key(self) -> str:
        """The key of the duty in answers and calendars: rule, trigger and year."""
        key = f"{self.duty.rule.id}@{self.duty.trigger.event.id}"
        return key if self.year_number is None else f"{key}#{self.year_number}"
