"""What is said of duties: gathered duty by duty and group by group, kept together by what is the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from overgreb_rules._columnar.columns.deadline_columns import DeadlineColumns
from overgreb_rules._columnar.io.input_tables import Ints
from overgreb_rules._deadlines.counting import TimeSpanSeconds
from overgreb_rules._duties.remedies import broken_from
from overgreb_rules._duties.status import AssessedDuty, Status
from overgreb_rules._rules.model import Rule


@dataclass(frozen=True, slots=True)
class OutcomeKey:
    """What is said of a duty besides its dates and the events that it names.

    `met_by` is how many events met it, `count` how its time counts, `number` that of its year, `endless` whether its
    time has no end.
    """

    rule_id: str
    rule: Rule = field(compare=False, repr=False)
    status: Status
    met_by_count: int
    needs: tuple[str, ...]
    convention: str
    year_number: int | None
    has_no_deadline: bool
    start_is_day: bool
    due_is_day: bool
    past_when_waived: bool
    past_while_unknown: bool


@dataclass(frozen=True, slots=True)
class DutyOutcome:
    """What is said of a duty, with the places of its events in the part: its trigger, and those that met it."""

    key: OutcomeKey
    trigger: int
    met_by: tuple[int, ...]

    @classmethod
    def of(cls, one: AssessedDuty) -> DutyOutcome:
        """What a standing says."""
        clocked = one.timed
        rule, due = clocked.duty.rule, clocked.due
        said = OutcomeKey(
            rule.id,
            rule,
            one.status,
            len(one.met_by),
            one.needs,
            clocked.duty.activation.rule.clock.count or "",
            clocked.year_number,
            due is None,
            clocked.start.is_day,
            due is not None and due.strict.day is not None,
            one.past_when_waived,
            one.past_while_unknown,
        )
        return cls(said, clocked.duty.trigger.index, tuple(int(name) for name in one.met_by))


@dataclass(frozen=True, slots=True)
class OutcomeColumns:
    """Duties of which the same is said: the places of their triggers, of the events that met them, and the dates."""

    key: OutcomeKey
    triggers: Ints
    met_by: Ints
    deadlines: DeadlineColumns


OutcomeRow = tuple[int, ...]
"""A duty by itself: start, when it is broken, the ends of its run (nought if endless), trigger, and what met it."""
_MET = 6
"""Where in a row the events begin that met the duty."""


class ResultCollector:
    """Everything that is said of the duties of a batch."""

    def __init__(self) -> None:
        self._columns: dict[OutcomeKey, list[OutcomeColumns]] = {}
        self._rows: dict[OutcomeKey, list[OutcomeRow]] = {}

    def add(self, rows: OutcomeColumns) -> None:
        """Add duties of which the same is said."""
        self._columns.setdefault(rows.key, []).append(rows)

    def add_row(self, said: OutcomeKey, row: OutcomeRow) -> None:
        """Add one duty."""
        self._rows.setdefault(said, []).append(row)

    def collect(self) -> Iterator[OutcomeColumns]:
        """All of them, each kind once."""
        for said in dict.fromkeys([*self._columns, *self._rows]):
            single = [_columns_from_rows(said, self._rows[said])] if said in self._rows else []
            yield _concatenate(said, [*self._columns.get(said, ()), *single])


def build_row(one: AssessedDuty, verdict: DutyOutcome, places: Sequence[int]) -> OutcomeRow:
    """A standing as a row, its events by their places in the batch."""
    run, clocked = one.timed.time_span, one.timed
    ends = (0, 0, 0) if run is None else (run.strict_last, run.lenient_last, run.strict_end)
    met_by = (places[place] for place in verdict.met_by)
    return (clocked.start.earliest, broken_from(clocked), *ends, places[verdict.trigger], *met_by)


def _columns_from_rows(said: OutcomeKey, rows: Sequence[OutcomeRow]) -> OutcomeColumns:
    columns = np.array(rows, np.int64).T
    start, broken, strict, lenient, over, trigger = columns[:_MET]
    run = None if said.has_no_deadline else TimeSpanSeconds(start, strict, lenient, over)
    return OutcomeColumns(said, trigger, columns[_MET:].T, DeadlineColumns(start, broken, run))


def _concatenate(said: OutcomeKey, rows: Sequence[OutcomeColumns]) -> OutcomeColumns:
    if len(rows) == 1:
        return rows[0]
    dated = [one.deadlines for one in rows]
    start, broken = (np.concatenate([getattr(one, name) for one in dated]) for name in ("start", "broken"))
    runs = [one.run for one in dated if one.run is not None]
    names = ("strict_last", "lenient_last", "strict_end")
    run = (
        TimeSpanSeconds(start, *(np.concatenate([getattr(one, name) for one in runs]) for name in names))
        if runs
        else None
    )
    triggers, met_by = (np.concatenate([getattr(one, name) for one in rows]) for name in ("triggers", "met_by"))
    return OutcomeColumns(said, triggers, met_by, DeadlineColumns(start, broken, run))
