"""The figures of a department: shares kept, times taken, and what falls due, over the duties of many cases.

Every share is an interval: by the safe time limit and by the outer one. `docs/how-to/figures.md` defines the shares.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import field

from overgreb_rules._deadlines.quantities import EpochSeconds
from overgreb_rules._evaluate.work_list import RefusedCase
from overgreb_rules._rules.measures import DurationUnit, FiguresDefinition, Measure
from overgreb_rules.calendar import day_of, end_of_day, midnight
from overgreb_rules.evaluation import Day, Evaluation, Obligation
from overgreb_rules.shared.value_object import Entity, ValueObject

Breakdown = Literal["month", "kommune", "rule"]
BREAKDOWNS: tuple[Breakdown, ...] = ("month", "kommune", "rule")
"""By what the figures can be broken down."""
WEEKS_AHEAD = 8
"""How many weeks after the period the duties that fall due are counted."""

_KEPT_BY_BOTH = "met"
_KEPT_BY_OUTER = frozenset({"met", "met_contested", "contested"})
_DECIDED = _KEPT_BY_OUTER | {"met_late", "overdue", "breached"}
_COMING = frozenset({"pending", "due_soon"})
_AN_HOUR = 3600


class DutyRecord(ValueObject):
    """What the figures need of one duty.

    Attributes:
        rule: The rule.
        kommune: The code of the municipality; None where the case does not tell it.
        status: The status at the end of the period.
        started: When the clock started.
        is_start_a_day: Whether only the day of the start is known.
        due: The last second of the safe time limit; None where the rule has none.
        met: When the duty was met: the last of the acts; None where it is not.
        is_met_a_day: Whether only the day of that act is known.
        needs: The facts that are missing.
    """

    rule: str
    kommune: int | None
    status: str
    started: EpochSeconds
    is_start_a_day: bool
    due: EpochSeconds | None
    met: EpochSeconds | None
    is_met_a_day: bool
    needs: tuple[str, ...]

    @property
    def day(self) -> dt.date:
        """The local day that places the duty in a period: of the safe time limit, else of the start."""
        return day_of(self.started if self.due is None else self.due)


class TimeTaken(ValueObject):
    """How long the acts took that met duties: nearest-rank percentiles, and how many acts they are.

    Hours are hours begun, days those between the two dates.
    """

    unit: DurationUnit
    count: int
    median: int
    p90: int


class MeasureFigures(Entity):
    """The figures of one measure in one group.

    Attributes:
        measure: The measure.
        statuses: How many duties have each status.
        needs: How many undetermined duties lack each fact.
        durations: The times of the duties that were met: hours begun, or days between the two dates, by the unit of
            the measure.
    """

    measure: Measure
    statuses: Counter[str] = field(default_factory=Counter)
    needs: Counter[str] = field(default_factory=Counter)
    durations: list[int] = field(default_factory=list)

    @property
    def decided(self) -> int:
        """The denominator: the duties of which it is settled whether they were kept, by one reading at least."""
        return sum(self.statuses[status] for status in _DECIDED)

    @property
    def kept_strict(self) -> int:
        """How many were kept within the safe time limit."""
        return self.statuses[_KEPT_BY_BOTH]

    @property
    def kept_lenient(self) -> int:
        """How many were kept within the outer time limit, or can still be."""
        return sum(self.statuses[status] for status in _KEPT_BY_OUTER)

    @property
    def undetermined(self) -> int:
        """How many cannot be settled, because a fact is missing."""
        return self.statuses["undetermined"]

    @property
    def missing_most(self) -> tuple[str, int] | None:
        """The fact whose telling would settle most of the undetermined, and how many lack it; None where none does."""
        return min(self.needs.items(), key=lambda item: (-item[1], item[0]), default=None)

    @property
    def duration(self) -> TimeTaken | None:
        """How long the acts took; None where no time is measured or none is known."""
        if not self.durations:
            return None
        times = sorted(self.durations)
        return TimeTaken(self.measure.unit, len(times), _percentile(times, 50), _percentile(times, 90))


GroupKey = tuple[tuple[Breakdown, str], ...]


class DepartmentFigures(ValueObject):
    """The figures of a period.

    Attributes:
        first: The first day of the period.
        last: The last day of the period; the cases are evaluated as it ends.
        groups: For each group of the breakdown the figures of each measure, sorted; one group without a key where
            nothing is broken down.
        coming: How many duties fall due in each week after the period, by the Monday of the week and the measure.
        definition: The measures and the published figures.
        cases: How many cases were counted.
        refused: The cases that were refused, and so are not counted.
    """

    first: dt.date
    last: dt.date
    groups: Mapping[GroupKey, Sequence[MeasureFigures]]
    coming: Mapping[tuple[dt.date, str], int]
    definition: FiguresDefinition
    cases: int
    refused: Sequence[RefusedCase]


def end_of_period(last: dt.date) -> EpochSeconds:
    """Return the instant at which a period is evaluated.

    Args:
        last: The last day of the period.

    Returns:
        The last second of that day, in local time.
    """
    return EpochSeconds(end_of_day(last) - 1)


def records_of(evaluation: Evaluation, kommune: int | None, rules: frozenset[str]) -> Iterator[DutyRecord]:
    """Yield what the figures need of the duties of an evaluation.

    Args:
        evaluation: The answer to a case at the end of the period.
        kommune: The code of the municipality of the case.
        rules: The rules that are measured; duties of others are left out.

    Yields:
        The records.
    """
    for duty in evaluation.obligations:
        if duty.rule in rules:
            started, is_start_a_day = _seconds(duty.clock_start)
            met, is_met_a_day = _met(duty)
            due = duty.due.ends.strict if duty.due else None
            yield DutyRecord(
                duty.rule,
                kommune,
                duty.status,
                started,
                is_start_a_day,
                EpochSeconds(int(due.timestamp()) - 1) if due else None,
                met,
                is_met_a_day,
                duty.needs,
            )


def count_figures(
    records: Iterable[DutyRecord],
    definition: FiguresDefinition,
    first: dt.date,
    last: dt.date,
    by: Sequence[Breakdown] = (),
    cases: int = 0,
    refused: Sequence[RefusedCase] = (),
) -> DepartmentFigures:
    """Count the figures of a period.

    Args:
        records: The duties as the period ends, in any order.
        definition: The measures and the published figures.
        first: The first day of the period.
        last: The last day of the period.
        by: By what the figures are broken down, in this order; empty for one group.
        cases: How many cases were evaluated.
        refused: The cases that were refused.

    Returns:
        The figures.
    """
    measure_of = {rule: measure for measure in definition.measures for rule in measure.rules}
    groups: defaultdict[GroupKey, dict[str, MeasureFigures]] = defaultdict(
        lambda: {measure.name: MeasureFigures(measure) for measure in definition.measures}
    )
    coming: Counter[tuple[dt.date, str]] = Counter()
    horizon = last + dt.timedelta(weeks=WEEKS_AHEAD)
    if not by:
        groups[()]  # A period without duties has its group too.
    for record in records:
        measure, day = measure_of[record.rule], record.day
        if first <= day <= last:
            _count(groups[_group_of(record, day, by)][measure.name], record)
        elif last < day <= horizon and record.status in _COMING:
            coming[day - dt.timedelta(days=day.weekday()), measure.name] += 1
    sorted_groups = {key: tuple(groups[key].values()) for key in sorted(groups)}
    return DepartmentFigures(first, last, sorted_groups, dict(sorted(coming.items())), definition, cases, refused)


def _group_of(record: DutyRecord, day: dt.date, by: Sequence[Breakdown]) -> GroupKey:
    kommune = "" if record.kommune is None else f"{record.kommune:04}"
    values = {"month": f"{day:%Y-%m}", "kommune": kommune, "rule": record.rule}
    return tuple((name, values[name]) for name in by)


def _count(figures: MeasureFigures, record: DutyRecord) -> None:
    figures.statuses[record.status] += 1
    if record.status == "undetermined":
        figures.needs.update(record.needs)
    unit = figures.measure.unit
    if record.met is None or unit == "none" or record.status not in _DECIDED:
        return
    if unit == "days":
        figures.durations.append((day_of(record.met) - day_of(record.started)).days)
    elif not (record.is_start_a_day or record.is_met_a_day):
        # Hours are measured only where both times of day are known; a begun hour counts as one.
        figures.durations.append(-((record.started - record.met) // _AN_HOUR))


def _percentile(times: Sequence[int], percent: int) -> int:
    """Return the nearest-rank percentile of sorted times: the least that so many per cent do not exceed."""
    return times[max(0, -(-len(times) * percent // 100) - 1)]


def _met(duty: Obligation) -> tuple[EpochSeconds | None, bool]:
    times = [_seconds(at) for at in duty.met_at]
    return max(times) if times else (None, False)


def _seconds(when: Day | dt.datetime) -> tuple[EpochSeconds, bool]:
    if isinstance(when, dt.datetime):
        return EpochSeconds(int(when.timestamp())), False
    return EpochSeconds(midnight(when)), True
