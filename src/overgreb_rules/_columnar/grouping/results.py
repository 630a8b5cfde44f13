"""Collection of the evaluated duties: those with the same outcome stand together as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np

from overgreb_rules._columnar.columns.arrays import NEVER, EpochSecondsArray, EventIndexArray
from overgreb_rules._columnar.columns.deadline_columns import DeadlineColumns
from overgreb_rules._columnar.grouping.dependencies import LineageDependencies
from overgreb_rules._deadlines.deadline import TimeSpanSeconds
from overgreb_rules._duties.causes import StatusCause
from overgreb_rules._duties.remedies import broken_from
from overgreb_rules._duties.status import AssessedDuty, Status, may_have_been_owed_when_the_strict_day_ended
from overgreb_rules._rules.citation import citation, wording_days
from overgreb_rules._rules.model import Rule
from overgreb_rules.shared.value_object import ValueObject

OutcomeRow = tuple[int, ...]
"""One duty: start, seconds of breach and waiver, begin and ends of its time, trigger, events that met it, and those
that decided its status.

The times are epoch seconds (0 where there is no deadline), trigger and events are event indices.
"""
_FIRST_MET_BY = 8
"""Position in an `OutcomeRow` of the first event that met the duty."""


class OutcomeKey(ValueObject):
    """Everything that is the outcome of a duty but its dates and events; duties with equal keys share columns.

    Attributes:
        rule: The rule that governs the duty.
        status: The status of the duty.
        start_is_day: Whether only the day is known on which the clock starts.
        met_by_count: How many events met the duty.
        needs: The facts that are unknown and would decide.
        cause_event_count: How many events decided the status, where the dates alone do not explain it.
        cause_facts: The names of the facts that decided it; None where the dates alone explain it.
        cause_rule: The rule of the duty that took the place; None where there is none.
        convention: How its time is counted; empty where the rule does not count.
        year_number: Number of the year, from 1, of a duty of each year; otherwise None.
        has_deadline: Whether its time has an end.
        due_is_day: Whether that end is a day.
        certainty: How sure the wording of the rule is for this trigger.
        cite: The provision as it is cited on the day of the trigger.
        wording: The first and last day in force of the version that is applied; the last is None while it lasts.
        past_when_waived: Whether the duty was overdue before it was waived.
        past_while_unknown: Whether its strict date has passed while it is unknown whether the duty is owed.
        asks_when_past: Whether it needs more than now once its lenient date has passed.
    """

    rule: Rule
    status: Status
    start_is_day: bool
    certainty: str
    cite: str
    wording: tuple[dt.date, dt.date | None]
    met_by_count: int = 0
    needs: tuple[str, ...] = ()
    cause_event_count: int = 0
    cause_facts: tuple[str, ...] | None = None
    cause_rule: str | None = None
    convention: str = ""
    year_number: int | None = None
    has_deadline: bool = False
    due_is_day: bool = False
    past_when_waived: bool = False
    past_while_unknown: bool = False
    asks_when_past: bool = False


class DutyOutcome(ValueObject):
    """The outcome of a duty in a case slice.

    Attributes:
        key: Status and everything else but dates and events.
        trigger: Position of the trigger in the slice.
        met_by: Positions in the slice of the events that met the duty.
        cause_events: Positions in the slice of the events that decided the status.
        answering: Positions in the slice of the events that answer the duty, or touch it by what they name.
        used: Positions in the slice of the events that opened, met, waived, ended or moved the duty.
        older_acts: Positions in the slice of the acts that may belong to an older matter, each with that of the event
            before which it lies.
        is_beyond_columns: Whether the duty calls for something that only the row fallback gives: a warning about its
            clock, or another duty that it opens.
    """

    key: OutcomeKey
    trigger: int
    met_by: tuple[int, ...]
    cause_events: tuple[int, ...]
    answering: tuple[int, ...]
    used: tuple[int, ...]
    older_acts: tuple[tuple[int, int], ...]
    is_beyond_columns: bool

    @classmethod
    def from_assessed(
        cls,
        assessed: AssessedDuty,
        cause: StatusCause | None,
        answering: tuple[int, ...],
        used: tuple[int, ...],
        older_acts: tuple[tuple[int, int], ...],
        dependencies: LineageDependencies,
    ) -> Self:
        """Build the outcome of an assessed duty.

        Args:
            assessed: The duty; its events are named by their positions in the slice.
            cause: What decided its status; None where the dates alone explain it.
            answering: Positions of the events that answer the duty, or touch it by what they name.
            used: Positions of the events that opened, met, waived, ended or moved the duty.
            older_acts: Positions of the acts that may belong to an older matter, each with that of the event before
                which it lies.
            dependencies: The lineage.

        Returns:
            The outcome.
        """
        timed = assessed.timed
        rule, due, trigger = timed.duty.rule, timed.due, timed.duty.trigger
        key = OutcomeKey(
            rule,
            assessed.status,
            start_is_day=timed.start.is_day,
            certainty=timed.duty.certainty_of_text,
            cite=citation(rule.id, dependencies.rules, trigger.at.day).da,
            wording=wording_days(rule, trigger.at.day),
            met_by_count=len(assessed.met_by),
            needs=assessed.needs,
            cause_event_count=0 if cause is None else len(cause.events),
            cause_facts=None if cause is None else tuple(dict.fromkeys(fact.name for fact in cause.facts)),
            cause_rule=None if cause is None or cause.rule is None else cause.rule.id,
            convention=timed.duty.activation.rule.clock.count or "",
            year_number=timed.year_number,
            has_deadline=due is not None,
            due_is_day=due is not None and due.strict.day is not None,
            past_when_waived=assessed.past_when_waived,
            past_while_unknown=assessed.past_while_unknown,
            asks_when_past=assessed.asks_when_past,
        )
        met_by = tuple(int(name) for name in assessed.met_by)
        cause_events = () if cause is None else tuple(event.index for event in cause.events)
        is_beyond_columns = _is_beyond_columns(assessed, dependencies)
        return cls(key, trigger.index, met_by, cause_events, answering, used, older_acts, is_beyond_columns)


def _is_beyond_columns(assessed: AssessedDuty, dependencies: LineageDependencies) -> bool:
    timed = assessed.timed
    rule = timed.duty.rule
    if timed.stands_still_since is not None:
        return True
    if rule.id not in dependencies.opening_rules or timed.due is None:
        return False
    return may_have_been_owed_when_the_strict_day_ended(timed, timed.due.strict.last)


class OutcomeColumns(ValueObject):
    """The k duties of one outcome.

    Attributes:
        key: What they have in common.
        triggers: int64[k] event index of the trigger of each duty.
        met_by: int64[k, key.met_by_count] event indices of the events that met each duty.
        cause_events: int64[k, key.cause_event_count] event indices of the events that decided each status.
        deadlines: The clocks of the k duties.
    """

    key: OutcomeKey
    triggers: EventIndexArray
    met_by: EventIndexArray
    cause_events: EventIndexArray
    deadlines: DeadlineColumns

    def select(self, rows: EventIndexArray) -> OutcomeColumns:
        """Select some of the duties.

        Args:
            rows: Positions among the k duties.

        Returns:
            The selected duties.
        """
        triggers, met_by, cause_events = self.triggers[rows], self.met_by[rows], self.cause_events[rows]
        return OutcomeColumns(self.key, triggers, met_by, cause_events, self.deadlines.select(rows))


class OlderActs(ValueObject):
    """Acts that may belong to an older matter, one of each of k duties of one outcome.

    Attributes:
        key: What the duties have in common.
        triggers: int64[k] event index of the trigger of each duty.
        strict: int64[k] last second of the strict reading of each duty, NEVER where its time has no end.
        acts: int64[k] event index of the act.
        limits: int64[k] event index of the event before which it lies.
    """

    key: OutcomeKey
    triggers: EventIndexArray
    strict: EpochSecondsArray
    acts: EventIndexArray
    limits: EventIndexArray


class ResultCollector:
    """Collects the duties of a batch, group by group and one by one, and gives them by outcome."""

    def __init__(self) -> None:
        """Start without any duty."""
        self.older_acts: list[OlderActs] = []
        self._answering: list[EventIndexArray] = []
        self._used: list[EventIndexArray] = []
        self._beyond: list[EventIndexArray] = []
        self._columns: dict[OutcomeKey, list[OutcomeColumns]] = {}
        self._rows: dict[OutcomeKey, list[OutcomeRow]] = {}

    @property
    def answering(self) -> EventIndexArray:
        """int64[a] event indices of the events that answer a duty, or touch one, some more than once."""
        return np.concatenate([np.zeros(0, np.int64), *self._answering])

    @property
    def used(self) -> EventIndexArray:
        """int64[u] event indices of the events that did something to a duty, some more than once."""
        return np.concatenate([np.zeros(0, np.int64), *self._used])

    @property
    def beyond_columns(self) -> EventIndexArray:
        """int64[b] event indices of the triggers of duties that only the row fallback can answer."""
        return np.concatenate([np.zeros(0, np.int64), *self._beyond])

    def mark_answering(self, events: EventIndexArray) -> None:
        """Note that events answer a duty, or touch one by what they name.

        Args:
            events: int64[k] event indices.
        """
        self._answering.append(events)

    def mark_used(self, events: EventIndexArray) -> None:
        """Note that events opened, met, waived, ended or moved a duty.

        Args:
            events: int64[k] event indices.
        """
        self._used.append(events)

    def note_older_acts(
        self, columns: OutcomeColumns, events: EventIndexArray, older_acts: Sequence[tuple[int, int]]
    ) -> None:
        """Note the acts of some duties that may belong to an older matter.

        Args:
            columns: k duties of one outcome.
            events: int64[k, m] event indices: a row for the slice of each duty.
            older_acts: Positions in the slices of the acts, each with that of the event before which it lies.
        """
        run = columns.deadlines.run
        strict = np.full(len(events), NEVER) if run is None else run.strict_last
        self.older_acts += [
            OlderActs(columns.key, columns.triggers, strict, events[:, act], events[:, limit])
            for act, limit in older_acts
        ]

    def add(self, columns: OutcomeColumns, *, is_beyond_columns: bool = False) -> None:
        """Add duties of one outcome.

        Args:
            columns: The duties.
            is_beyond_columns: Whether only the row fallback can answer their cases.
        """
        if is_beyond_columns:
            self._beyond.append(columns.triggers)
        self._columns.setdefault(columns.key, []).append(columns)

    def add_assessed(self, outcome: DutyOutcome, assessed: AssessedDuty, events: Sequence[int]) -> None:
        """Add one assessed duty.

        Args:
            outcome: Its outcome.
            assessed: The duty; its events are named by their positions in the slice.
            events: Event index of each event of the slice.
        """
        timed, run = assessed.timed, assessed.timed.time_span
        if outcome.is_beyond_columns:
            self._beyond.append(np.array([events[outcome.trigger]]))
        ends = (0, 0, 0, 0) if run is None else (run.start, run.strict_last, run.lenient_last, run.strict_end)
        named = (events[position] for position in (*outcome.met_by, *outcome.cause_events))
        waived_from = NEVER if timed.waived_from is None else timed.waived_from
        row = (timed.start.earliest, broken_from(timed), waived_from, *ends, events[outcome.trigger], *named)
        self._rows.setdefault(outcome.key, []).append(row)
        if outcome.older_acts:
            self.note_older_acts(_columns_from_rows(outcome.key, [row]), np.array([events]), outcome.older_acts)

    def collect(self) -> Iterator[OutcomeColumns]:
        """Concatenate the duties of each outcome.

        Yields:
            The columns of each outcome, once.
        """
        for key in dict.fromkeys([*self._columns, *self._rows]):
            single = [_columns_from_rows(key, self._rows[key])] if key in self._rows else []
            yield _concatenate(key, [*self._columns.get(key, ()), *single])


def _columns_from_rows(key: OutcomeKey, rows: Sequence[OutcomeRow]) -> OutcomeColumns:
    columns = np.array(rows, np.int64).T
    start, broken, waived_from, begin, strict, lenient, over, trigger = columns[:_FIRST_MET_BY]
    run = TimeSpanSeconds(begin, strict, lenient, over) if key.has_deadline else None
    first_of_cause = _FIRST_MET_BY + key.met_by_count
    met_by, cause_events = columns[_FIRST_MET_BY:first_of_cause].T, columns[first_of_cause:].T
    return OutcomeColumns(key, trigger, met_by, cause_events, DeadlineColumns(start, broken, waived_from, run))


def _concatenate(key: OutcomeKey, columns: Sequence[OutcomeColumns]) -> OutcomeColumns:
    if len(columns) == 1:
        return columns[0]
    names = ("triggers", "met_by", "cause_events")
    triggers, met_by, cause_events = (np.concatenate([getattr(one, name) for one in columns]) for name in names)
    return OutcomeColumns(
        key, triggers, met_by, cause_events, DeadlineColumns.concatenate([one.deadlines for one in columns])
    )
