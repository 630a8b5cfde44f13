"""When the clocks of a whole group start and end, from what one part of it says of where they start and how they count.

A span of days is counted once for each day on which it starts in any of the cases, by the walk that every date comes
from; a span of hours is as long for all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._columnar.columns.day_numbers import date_of, local_days, midnights
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.io.input_tables import Ints
from overgreb_rules._deadlines.counting import TimeSpanSeconds, compute_deadline, compute_deadline_from_days
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.activation import ClockStart
from overgreb_rules._duties.clock import ClockBasis, FixedDate, clock_basis, find_first_since, find_named_event
from overgreb_rules._duties.duty import Duty
from overgreb_rules._rules.clock_model import Count, Span


@dataclass(frozen=True, slots=True)
class MomentReference:
    """A moment of a part: of the event in this place, or of a fact that it tells."""

    index: int
    fact: str | None

    def seconds(self, events: Ints, told: EventColumns) -> tuple[Ints, Ints]:
        """Its earliest and latest second, in each part of the group."""
        rows = events[:, self.index]
        if self.fact is None:
            return told.earliest[rows], told.latest[rows]
        return told.facts[self.fact][rows], told.facts[self.fact][rows]

    def days(self, events: Ints, told: EventColumns) -> Ints:
        """Its local day, in each part of the group."""
        if self.fact is None:
            return told.day[events[:, self.index]]
        return local_days(self.seconds(events, told)[0])


@dataclass(frozen=True, slots=True)
class DeadlineColumns:
    """The clock of one duty in each part of a group: its first second, and its run where its time has an end.

    `broken` is the second with which the duty is broken, where it is.
    """

    start: Ints
    broken: Ints
    run: TimeSpanSeconds[Ints] | None = None

    def select(self, parts: Ints | slice) -> DeadlineColumns:
        """The clocks of some of the parts."""
        run = self.run
        some = run and TimeSpanSeconds(
            run.start[parts], run.strict_last[parts], run.lenient_last[parts], run.strict_end[parts]
        )
        return DeadlineColumns(self.start[parts], self.broken[parts], some)


@dataclass(frozen=True, slots=True)
class DeadlineFormula:
    """How the clock of one duty runs in every part of a shape.

    `hours` are the distances in seconds from the starts to the ends of both readings, `set_by` the place of the event
    and the fact that set the day, `named` the moment before which the duty must be done,
    `comes_first` the event whose day ends the time, where it is earlier.
    """

    first: MomentReference
    second: MomentReference
    convention: Count | None = None
    strict: Span | None = None
    lenient: Span | None = None
    hours: tuple[int, int] | None = None
    set_by: tuple[int, str] | None = None
    named: MomentReference | None = None
    comes_first: MomentReference | None = None

    def compute(self, events: Ints, told: EventColumns) -> DeadlineColumns:
        """The clocks of a group."""
        start, _ = self.first.seconds(events, told)
        if self.set_by is not None:
            place, fact = self.set_by
            last = midnights(told.facts[fact][events[:, place]] + 1) - 1
            return DeadlineColumns(start, last + 1, TimeSpanSeconds(start, last, last, last + 1))
        if self.hours is not None:
            # Of a day alone the second reading counts from its end.
            _, end = self.second.seconds(events, told)
            strict, lenient = start + self.hours[0], end + self.hours[1]
            return DeadlineColumns(start, lenient + 1, TimeSpanSeconds(start, strict, lenient, strict))
        if self.convention is None or self.strict is None or self.lenient is None:
            return DeadlineColumns(start, start if self.named is None else self.named.seconds(events, told)[0])
        days = np.column_stack([point.days(events, told) for point in (self.first, self.second)])
        pairs, which = np.unique(days, axis=0, return_inverse=True)
        walks = (
            compute_deadline_from_days(self.convention, self.strict, self.lenient, date_of(one), date_of(other))
            for one, other in pairs.tolist()
        )
        ends = [(due.strict.last, due.lenient.last) for due, _ in walks]
        strict, lenient = np.array(ends, np.int64).reshape(-1, 2)[which.reshape(-1)].T
        if self.comes_first is not None:
            last = midnights(self.comes_first.days(events, told) + 1) - 1
            strict, lenient = np.minimum(strict, last), np.where(last < strict, last, lenient)
        return DeadlineColumns(start, lenient + 1, TimeSpanSeconds(start, strict, lenient, strict + 1))


def derive_deadline_formula(duty: Duty, history: EventLog) -> DeadlineFormula | None:
    """How the clock of the duty runs; None where that differs from case to case of one shape."""
    clock = duty.activation.rule.clock
    if clock.count == "rolling" or clock.not_before:
        return None
    if duty.fulfilment.lifted_by is not None and clock.restarts_after:
        return None
    trigger = _point(ClockStart(duty.trigger))
    if clock.before is not None:
        later = find_named_event(duty, history, clock.before)
        return DeadlineFormula(trigger, trigger, named=_point(later) if later else None)
    found = clock_basis(duty, history)
    if isinstance(found, FixedDate):
        first = _point(found.start)
        return DeadlineFormula(first, first, set_by=(found.event.index, found.fact))
    if not isinstance(found, ClockBasis):
        return DeadlineFormula(trigger, trigger)
    first, second = _point(found.strict_start), _point(found.lenient_start)
    if found.count != "elapsed":
        event = find_first_since(duty, history, clock.earliest_of)
        point = _point(ClockStart(event)) if event else None
        return DeadlineFormula(first, second, found.count, found.strict, found.lenient, comes_first=point)
    starts = found.strict_start.moment, found.lenient_start.moment
    due, _ = compute_deadline(found.count, found.strict, found.lenient, starts)
    return DeadlineFormula(
        first, second, hours=(due.strict.last - starts[0].earliest, due.lenient.last - starts[1].latest)
    )


def _point(start: ClockStart) -> MomentReference:
    return MomentReference(
        start.event.index, start.fact if isinstance(start.event.event.facts.get(start.fact or ""), Moment) else None
    )
