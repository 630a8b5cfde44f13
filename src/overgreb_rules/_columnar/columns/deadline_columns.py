"""Clocks of all slices of a signature as columns, computed from what one slice says of their origins and counting.

A span of days is counted once for each different start day, by the scalar walk that every date comes from; a span of
hours is the same number of seconds in every slice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from msgspec.structs import replace

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._columnar.columns.arrays import (
    NEVER,
    DayNumberArray,
    EpochSecondsArray,
    EventIndexArray,
)
from overgreb_rules._columnar.columns.day_numbers import birthday_seconds, date_of, local_days, midnights
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._deadlines.counting import compute_deadline, compute_deadline_from_days
from overgreb_rules._deadlines.deadline import TimeSpanSeconds
from overgreb_rules._duties.activation import ClockStart
from overgreb_rules._duties.clock import find_first_since, find_named_event
from overgreb_rules._duties.clock_basis import ClockBasis, FixedDate, find_clock_basis
from overgreb_rules._duties.duty import Duty
from overgreb_rules._duties.parallel_ends import ParallelEnds, find_parallel_ends
from overgreb_rules._duties.timed_duty import TimedDuty
from overgreb_rules._rules.clock_model import Clock, CountingConvention, Span
from overgreb_rules.shared.value_object import ValueObject

_DAYS = 2**22
"""More than there are days between the supported years: the base of a pair of days."""
_COUNTED = frozenset(
    {"strict", "lenient", "count", "spans_for", "strict_from", "lenient_from", "before", "before_fact", "date_fact"}
    | {"earliest_of", "as_rule", "asks_after_due", "decisions"}
)
"""The fields of a clock that a formula expresses, or that change no date."""
_ORDER = frozenset({"lower_end", "own_triggers", "matter_stops_at"})
"""The fields that say which events count, and not when."""
_REQUESTS = frozenset({"interruptions", "least_after"})
"""The fields that matter only in cases with a request: such a case is not supported."""
_FORMULA_FIELDS = _COUNTED | _ORDER | _REQUESTS
_OF_OTHER_EVENTS = frozenset({"parallel_steps", "parallel_cases"})
"""The fields that a formula expresses too, where the events that they name are in the slice."""


def has_plain_clock(clock: Clock) -> bool:
    """Tell whether a formula can express the clock, and no event but those that answer the duty bears on it.

    Args:
        clock: The clock of a rule.

    Returns:
        False where a field is set that only the scalar clock knows: then each slice is timed by itself.
    """
    return _sets_only(clock, _FORMULA_FIELDS)


def _sets_only(clock: Clock, allowed: frozenset[str]) -> bool:
    """Whether only some fields of the clock are set, and it is given one date at most."""
    plain, date = Clock(), clock.date_fact
    others = (name for name in Clock.__struct_fields__ if name not in allowed)
    has_two_dates = date is not None and (date.latest is not None or date.without_term_two_readings)
    return not has_two_dates and all(getattr(clock, name) == getattr(plain, name) for name in others)


class MomentReference(ValueObject):
    """A moment of a slice: that of an event, or of a fact of the event.

    Attributes:
        index: Position of the event in the slice.
        fact: The fact that holds the moment; None for the time of the event itself.
    """

    index: int
    fact: str | None

    def seconds(self, events: EventIndexArray, columns: EventColumns) -> tuple[EpochSecondsArray, EpochSecondsArray]:
        """Return the moment in each slice.

        Args:
            events: int64[k, m] event indices, a row for each slice.
            columns: The events of the batch.

        Returns:
            int64[k] earliest and int64[k] latest second.
        """
        indices = events[:, self.index]
        if self.fact is None:
            return columns.earliest[indices], columns.latest[indices]
        return columns.facts[self.fact][indices], columns.facts[self.fact][indices]

    def days(self, events: EventIndexArray, columns: EventColumns) -> DayNumberArray:
        """Return the local day of the moment in each slice.

        Args:
            events: int64[k, m] event indices, a row for each slice.
            columns: The events of the batch.

        Returns:
            int64[k] day numbers.
        """
        if self.fact is None:
            return columns.day[events[:, self.index]]
        return local_days(self.seconds(events, columns)[0])


class DeadlineColumns(ValueObject):
    """The clocks of k duties.

    Attributes:
        start: int64[k] first second of the time of each duty.
        broken: int64[k] the second from which each duty counts as broken, if it is broken.
        waived_from: int64[k] the second from which time alone waives each duty, NEVER where it does not.
        run: Begin and both readings of the end, int64[k] each; None where the time of the duties has no end. Of one
            year of a yearly duty the begin is that of the year.
    """

    start: EpochSecondsArray
    broken: EpochSecondsArray
    waived_from: EpochSecondsArray
    run: TimeSpanSeconds[EpochSecondsArray] | None = None

    def select(self, rows: EventIndexArray | slice) -> DeadlineColumns:
        """Select some of the clocks.

        Args:
            rows: Positions among the k duties.

        Returns:
            The selected clocks.
        """
        run = self.run
        selected = run and TimeSpanSeconds(
            run.start[rows], run.strict_last[rows], run.lenient_last[rows], run.strict_end[rows]
        )
        return DeadlineColumns(self.start[rows], self.broken[rows], self.waived_from[rows], selected)

    @classmethod
    def concatenate(cls, columns: Sequence[DeadlineColumns]) -> Self:
        """Concatenate clocks that all have an end, or all have none.

        Args:
            columns: At least one.

        Returns:
            The clocks in that order.
        """
        start, broken, waived_from = (
            np.concatenate([getattr(one, name) for one in columns]) for name in ("start", "broken", "waived_from")
        )
        runs = [one.run for one in columns if one.run is not None]
        names = ("start", "strict_last", "lenient_last", "strict_end")
        run = (
            TimeSpanSeconds(*(np.concatenate([getattr(one, name) for one in runs]) for name in names)) if runs else None
        )
        return cls(start, broken, waived_from, run)


class DeadlineFormula(ValueObject):
    """How the clock of one duty runs in every slice of a signature.

    Attributes:
        first: Where the strict reading starts.
        second: Where the lenient reading starts.
        convention: How days are counted; None where no span of days is.
        strict: The span of the strict reading.
        lenient: The span of the lenient reading.
        hours: Seconds from `first` to the strict end and from `second` to the lenient end, for spans of hours.
        set_by: Position of the event that sets the last day, and the fact that holds that day.
        named: The moment before which the duty must be done.
        ends_first: The event whose day ends the strict reading where it is earlier than the counted day.
        surely_ends: The event whose day ends the lenient reading where it is earlier than the counted day.
        birthday: The birthday that waives the duty; None where none does.
        law_ends: The first second after the law of the duty, which waives it; None where that waives nothing.
    """

    first: MomentReference
    second: MomentReference
    convention: CountingConvention | None = None
    strict: Span | None = None
    lenient: Span | None = None
    hours: tuple[int, int] | None = None
    set_by: tuple[int, str] | None = None
    named: MomentReference | None = None
    ends_first: MomentReference | None = None
    surely_ends: MomentReference | None = None
    birthday: int | None = None
    law_ends: int | None = None

    def waived_from(self, born: DayNumberArray) -> EpochSecondsArray:
        """Compute the second from which time alone waives the duty in each slice.

        Args:
            born: int64[k] day numbers of the births, ABSENT where unknown.

        Returns:
            int64[k] epoch seconds, NEVER where nothing does.
        """
        if self.law_ends is not None:
            return np.full(len(born), self.law_ends)
        return np.full(len(born), NEVER) if self.birthday is None else birthday_seconds(born, self.birthday)

    def compute(
        self, events: EventIndexArray, columns: EventColumns, waived_from: EpochSecondsArray
    ) -> DeadlineColumns:
        """Compute the clock of the duty in each slice.

        Args:
            events: int64[k, m] event indices, a row for each slice.
            columns: The events of the batch.
            waived_from: int64[k] what `waived_from` gives.

        Returns:
            The k clocks.
        """
        start, _ = self.first.seconds(events, columns)
        if self.set_by is not None:
            index, fact = self.set_by
            last = midnights(columns.facts[fact][events[:, index]] + 1) - 1
            return DeadlineColumns(start, last + 1, waived_from, TimeSpanSeconds(start, last, last, last + 1))
        if self.hours is not None:
            # Where only the day of the start is known, the lenient reading counts from the end of the day.
            _, end = self.second.seconds(events, columns)
            strict, lenient = start + self.hours[0], end + self.hours[1]
            return DeadlineColumns(start, lenient + 1, waived_from, TimeSpanSeconds(start, strict, lenient, strict))
        if self.convention is None or self.strict is None or self.lenient is None:
            broken = start if self.named is None else self.named.seconds(events, columns)[0]
            return DeadlineColumns(start, broken, waived_from)
        first, second = (origin.days(events, columns) for origin in (self.first, self.second))
        # Pairs of days as one number each: finding the different ones takes a tenth of what rows of two days take.
        least = second.min()
        pairs, which = np.unique(first * _DAYS + (second - least), return_inverse=True)
        walks = (
            compute_deadline_from_days(self.convention, self.strict, self.lenient, date_of(one), date_of(other))
            for one, other in zip((pairs // _DAYS).tolist(), (pairs % _DAYS + least).tolist(), strict=True)
        )
        ends = [(due.strict.last, due.lenient.last) for due, _ in walks]
        strict, lenient = np.array(ends, np.int64).reshape(-1, 2)[which.reshape(-1)].T
        if self.ends_first is not None:
            strict = np.minimum(strict, midnights(self.ends_first.days(events, columns) + 1) - 1)
        if self.surely_ends is not None:
            lenient = np.minimum(lenient, midnights(self.surely_ends.days(events, columns) + 1) - 1)
        return DeadlineColumns(start, lenient + 1, waived_from, TimeSpanSeconds(start, strict, lenient, strict + 1))


def derive_deadline_formula(timed: TimedDuty, event_log: EventLog) -> DeadlineFormula | None:
    """Derive the formula of a duty from one slice.

    Args:
        timed: The duty in that slice, with its clock.
        event_log: The events of the slice.

    Returns:
        The formula, which holds for every slice of the signature; None where the clock differs from slice to slice.
    """
    clock = timed.duty.activation.rule.clock
    has_formula = _sets_only(clock, _FORMULA_FIELDS | (frozenset() if clock.earliest_of else _OF_OTHER_EVENTS))
    if clock.count == "rolling" or not has_formula:
        return None
    formula = _time_formula(timed.duty, event_log, clock)
    if timed.duty.rule.ends_with_its_law and timed.must_precede is not None:
        return replace(formula, law_ends=timed.waived_from)
    return replace(formula, birthday=timed.duty.rule.grows_up_at)


def _time_formula(duty: Duty, event_log: EventLog, clock: Clock) -> DeadlineFormula:
    trigger = _reference(ClockStart(duty.trigger))
    if clock.before is not None:
        later = find_named_event(duty, event_log, clock)
        return DeadlineFormula(trigger, trigger, named=_reference(later) if later else None)
    found = find_clock_basis(duty, event_log)
    if isinstance(found, FixedDate):
        first = _reference(found.start)
        return DeadlineFormula(first, first, set_by=(found.event.index, found.fact))
    if not isinstance(found, ClockBasis):
        return DeadlineFormula(trigger, trigger)
    first, second = _reference(found.strict_start), _reference(found.lenient_start)
    if found.count != "elapsed":
        event = find_first_since(duty, event_log, clock.earliest_of)
        ends = find_parallel_ends(duty, event_log, clock) if clock.parallel_steps else ParallelEnds(event, event)
        ends_first, surely_ends = (
            _reference(ClockStart(end)) if end else None for end in (ends.first, ends.first_sure)
        )
        return DeadlineFormula(
            first,
            second,
            found.count,
            found.strict,
            found.lenient,
            ends_first=ends_first,
            surely_ends=surely_ends,
        )
    starts = found.strict_start.moment, found.lenient_start.moment
    due, _ = compute_deadline(found.count, found.strict, found.lenient, starts)
    return DeadlineFormula(
        first, second, hours=(due.strict.last - starts[0].earliest, due.lenient.last - starts[1].latest)
    )


def _reference(start: ClockStart) -> MomentReference:
    return MomentReference(start.event.index, start.told_by)
