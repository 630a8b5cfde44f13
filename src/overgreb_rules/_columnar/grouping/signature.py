"""Signatures of case slices: which events, with which facts, in which order.

Slices of one signature come out alike in every comparison that the pipeline makes between their events; only the
dates differ. A signature is compared whole, never by a hash alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    BoolArray,
    CodeArray,
    DayNumberArray,
    EpochSecondsArray,
    EventIndexArray,
    sort_distinct,
)
from overgreb_rules._columnar.columns.day_numbers import (
    birthday_seconds,
    calendar_numbers,
    day_number_of,
    local_days,
)
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.columns.fact_codes import equivalence_classes, to_fact_codes
from overgreb_rules._columnar.columns.support import MAX_PARENTS
from overgreb_rules._columnar.grouping.case_slices import Partition
from overgreb_rules._columnar.grouping.context import BatchContext
from overgreb_rules._columnar.grouping.dependencies import LineageDependencies
from overgreb_rules._columnar.grouping.link_facts import CLASS_BITS, classify_link_facts
from overgreb_rules.shared.value_object import ValueObject

_RANK_BITS = 9
"""A slice has two moments for each event and a few more; a supported case has at most 100 events."""
_INTEGER_BITS = 21
_DAY_OFFSET = 200_000
"""Makes the numbers of all supported days positive."""
_WORD_BITS = 63

_PackedColumn = tuple[CodeArray, int]
"""int64[n] numbers that are ABSENT or not negative, and how many bits they need."""


class SliceLayout(ValueObject):
    """What holds of the rows of every slice of a signature.

    Attributes:
        subject: Position of the trigger that the slice is about; None where the slice is about all of its triggers.
        parents: For each event the positions of the events that it names.
    """

    subject: int | None
    parents: tuple[tuple[int, ...], ...]


class SignatureGroup(ValueObject):
    """The k slices of one signature.

    Attributes:
        signature: The packed words of all rows of a slice.
        layout: What holds of the rows of every slice.
        slices: int64[k] numbers of the slices in the partition.
        events: int64[k, m] event indices: a row for each slice, its m events in order of time.
    """

    signature: bytes
    layout: SliceLayout
    slices: CodeArray
    events: EventIndexArray


def group_by_signature(
    dependencies: LineageDependencies, partition: Partition, context: BatchContext
) -> Iterator[SignatureGroup]:
    """Group the slices of a partition by their signature.

    Args:
        dependencies: What the lineage depends on: nothing else stands in a signature.
        partition: The slices.
        context: The batch.

    Yields:
        The groups; each slice is in exactly one.
    """
    events, columns, vocabulary = partition.events, context.columns, context.vocabulary
    if not len(events):
        return
    parents = _locate_parents(columns, partition)
    words = _pack(
        [
            *_rank_moments(dependencies, columns, partition),
            (columns.type[events], len(vocabulary.events).bit_length()),
            (partition.is_subject.astype(np.int64), 2),
            *((positions, _RANK_BITS) for positions in parents.T),
            *_describe_days(dependencies, context, partition),
            *_classify_facts(dependencies, context, partition),
            *_read_raw_facts(dependencies, context, events),
            *(
                (codes, CLASS_BITS)
                for codes in classify_link_facts(dependencies.link_facts, columns, partition, vocabulary)
            ),
            _number_versions(dependencies, columns.day[events]),
            *_classify_child(dependencies, context, events),
        ]
    )
    for size in sort_distinct(partition.sizes).tolist():
        of_size = np.flatnonzero(partition.sizes == size)
        rows = partition.starts[of_size][:, None] + np.arange(size)
        signatures, order, bounds = _group_equal(words[rows].reshape(len(rows), -1))
        rows, slices = rows[order], of_size[order]
        examples, members = rows[bounds[:-1]], events[rows]
        layouts = _build_layouts(partition.is_subject[examples], parents[examples])
        for signature, layout, (start, end) in zip(signatures, layouts, itertools.pairwise(bounds), strict=True):
            yield SignatureGroup(signature, layout, slices[start:end], members[start:end])


def _group_equal(words: CodeArray) -> tuple[list[bytes], CodeArray, list[int]]:
    """Group equal rows: a dictionary of their bytes takes a third of the time of codes for each word in small batches.

    Args:
        words: int64[k, w].

    Returns:
        The different rows as bytes, in the order in which each comes first; int64[k] the rows in the order of these,
        then ascending; and the bounds of each group in that order.
    """
    data, width = words.tobytes(), words.shape[1] * words.itemsize
    numbers: dict[bytes, int] = {}
    number = np.array(
        [numbers.setdefault(data[start : start + width], len(numbers)) for start in range(0, len(data), width)]
    )
    return list(numbers), np.argsort(number, kind="stable"), [0, *np.cumsum(np.bincount(number)).tolist()]


def _build_layouts(is_subject: BoolArray, parents: CodeArray) -> Iterator[SliceLayout]:
    """Yield the layout of each of some slices of m events: bool[k, m] and int64[k, m, MAX_PARENTS]."""
    subjects, has_subject = is_subject.argmax(axis=1).tolist(), np.logical_or.reduce(is_subject, axis=1).tolist()
    for subject, has_one, rows in zip(subjects, has_subject, parents.tolist(), strict=True):
        named = tuple([tuple([one for one in row if one != ABSENT]) for row in rows])
        yield SliceLayout(subject if has_one else None, named)


def _rank_moments(
    dependencies: LineageDependencies, columns: EventColumns, partition: Partition
) -> Iterator[_PackedColumn]:
    """Yield the rank of every moment among all moments of its slice: those of the events, and of moment facts."""
    slice_of, events = np.arange(len(partition.starts)).repeat(partition.sizes), partition.events
    earliest, latest = columns.earliest[events], columns.latest[events]
    facts = [columns.fact_values(name, events) for name in dependencies.moment_facts]
    has_more = earliest != latest
    for fact in facts:
        has_more |= fact != ABSENT
    rank = _rank_sorted(slice_of, earliest)
    ranks = [rank, rank.copy(), *(np.full(len(events), ABSENT) for _ in facts)]
    if has_more.any():
        # Only slices with an event of a whole day or a moment fact have moments other than the sorted instants.
        is_mixed = np.zeros(len(partition.starts), np.bool_)
        is_mixed[slice_of[has_more]] = True
        mixed = np.flatnonzero(is_mixed[slice_of])
        columns_of_mixed = _rank_together(slice_of[mixed], [values[mixed] for values in (earliest, latest, *facts)])
        for column, values in zip(ranks, columns_of_mixed, strict=True):
            column[mixed] = values
    yield from ((column, _RANK_BITS) for column in ranks)


def _rank_sorted(slice_of: CodeArray, seconds: EpochSecondsArray) -> CodeArray:
    """Return the dense rank of each value in its slice, where the values of each slice are ascending."""
    begins, step = np.ones(len(slice_of), np.bool_), np.zeros(len(slice_of), np.bool_)
    begins[1:] = slice_of[1:] != slice_of[:-1]
    step[1:] = seconds[1:] != seconds[:-1]
    total = np.cumsum(step & ~begins)
    return total - total[np.maximum.accumulate(np.where(begins, np.arange(len(slice_of)), 0))]


def _rank_together(slice_of: CodeArray, columns: Sequence[EpochSecondsArray]) -> list[CodeArray]:
    """Return the dense rank of each value in its slice among the values of all columns; ABSENT where there is none."""
    slices, seconds = np.tile(slice_of, len(columns)), np.concatenate(columns)
    order = np.lexsort((seconds, slices))
    order = order[seconds[order] != ABSENT]
    ranks = np.full(len(seconds), ABSENT)
    ranks[order] = _rank_sorted(slices[order], seconds[order])
    return np.split(ranks, len(columns))


def _locate_parents(columns: EventColumns, partition: Partition) -> CodeArray:
    """Return the positions in its slice of the events that each event names: int64[n, MAX_PARENTS], ABSENT for none."""
    events = partition.events
    row, named = columns.parents.expand(events)
    if partition.stands_for is not None:
        named = partition.stands_for[named]
    # An event may be in several slices: the event that it names is looked up in the same slice.
    slice_of = np.arange(len(partition.starts)).repeat(partition.sizes)
    key = slice_of * len(columns.case) + events
    positions = np.full((len(events), MAX_PARENTS), ABSENT)
    positions[row, np.arange(len(row)) - np.searchsorted(row, row)] = (
        np.searchsorted(key, slice_of[row] * len(columns.case) + named) - partition.starts[slice_of[row]]
    )
    return positions


def _describe_days(
    dependencies: LineageDependencies, context: BatchContext, partition: Partition
) -> Iterator[_PackedColumn]:
    """Yield which events of a slice lie on one day, or the days themselves, where the lineage depends on that."""
    columns, events = context.columns, partition.events
    if dependencies.compares_days:
        slice_of = np.arange(len(partition.starts)).repeat(partition.sizes)
        yield _rank_sorted(slice_of, columns.day[events]), _RANK_BITS
    if dependencies.is_date_sensitive:
        moments = [columns.fact_values(name, events) for name in dependencies.moment_facts]
        days = [columns.day[events]]
        for values in moments:
            is_known = values != ABSENT
            day = np.full(len(events), ABSENT)
            day[is_known] = local_days(values[is_known])
            days.append(day)
        yield from ((np.where(day == ABSENT, ABSENT, day + _DAY_OFFSET), _INTEGER_BITS) for day in days)


def _classify_facts(
    dependencies: LineageDependencies, context: BatchContext, partition: Partition
) -> Iterator[_PackedColumn]:
    """Yield the class of each fact that some rule tests, and whether an event sets a date that a clock may take.

    What a rule asks of a trigger is asked of the subject alone: the other triggers of its slice activate nothing there,
    unless one of them may take a waiver over.
    """
    columns, vocabulary, events = context.columns, context.vocabulary, partition.events
    types, is_asked = columns.type[events], partition.is_subject
    if dependencies.undoing_types or not is_asked.any():
        is_asked = np.ones(len(events), np.bool_)
    for tests, rows in ((dependencies.tests, np.ones(len(events), np.bool_)), (dependencies.trigger_tests, is_asked)):
        for name in sorted(tests):
            values = columns.fact_values(name, events)
            table = equivalence_classes(name, tests[name], vocabulary)
            if table is None:
                is_tested = np.array([type_ in tests[name] for type_ in vocabulary.events])
                yield np.where(is_tested[types] & rows, values, ABSENT), _INTEGER_BITS
            else:
                classes = np.where(rows, table[types, to_fact_codes(values)], 0)
                yield classes, int(table.max(initial=0) + 1).bit_length()
    for name in dependencies.day_facts:
        yield (is_asked & (columns.fact_values(name, events) != ABSENT)).astype(np.int64), 2


def _read_raw_facts(
    dependencies: LineageDependencies, context: BatchContext, events: EventIndexArray
) -> Iterator[_PackedColumn]:
    """Yield the values of the facts that are read by value; of a day or an instant whether there is one."""
    columns, vocabulary = context.columns, context.vocabulary
    for name, types in dependencies.raw_facts.items():
        kind = next(word.facts[name].kind for word in vocabulary.events.values() if name in word.facts)
        values = columns.fact_values(name, events)
        if kind in {"date", "datetime"}:
            values = np.where(values == ABSENT, ABSENT, 1)
        reads = np.array([type_ in types for type_ in vocabulary.events])
        yield np.where(reads[columns.type[events]], values, ABSENT), _INTEGER_BITS


def _number_versions(dependencies: LineageDependencies, days: DayNumberArray) -> _PackedColumn:
    """Return for each day how many of the changes of wording of the lineage lie before or on it."""
    changes = [day_number_of(day) for day in dependencies.version_changes]
    return np.searchsorted(changes, days, side="right"), (len(changes) + 1).bit_length()


def _classify_child(
    dependencies: LineageDependencies, context: BatchContext, events: EventIndexArray
) -> Iterator[_PackedColumn]:
    """Yield whether the child has reached each tested age or birthday, ABSENT where unknown, and its tested facts."""
    if not dependencies.ages and not dependencies.birthdays and not dependencies.child_facts:
        return
    columns = context.columns
    case = columns.case[events]
    born = context.child.foedselsdato[case]
    triggers = np.array([type_ in dependencies.trigger_types for type_ in context.vocabulary.events])
    is_trigger = triggers[columns.type[events]]
    known: BoolArray = is_trigger & (born != ABSENT)
    for years in dependencies.ages:
        reached = np.full(len(events), ABSENT)
        # The age goes up on the birthday; for a child born on 29 February on 1 March of other years.
        birthday = calendar_numbers(born[known]) + years * 10_000
        reached[known] = calendar_numbers(columns.day[events][known]) >= birthday
        yield reached, 2
    for years in dependencies.birthdays:
        yield np.where(born == ABSENT, ABSENT, columns.earliest[events] >= birthday_seconds(born, years)), 2
    for name in dependencies.child_facts:
        yield getattr(context.child, name)[case], 2


def _pack(columns: Sequence[_PackedColumn]) -> CodeArray:
    """Pack the columns into as few words of 63 bits as they need.

    Returns:
        int64[n, words].

    Raises:
        ValueError: A number needs more bits than its column has.
    """
    words, used = [np.zeros(len(columns[0][0]), np.int64)], 0
    for column, bits in columns:
        if int(column.max(initial=0)) + 1 >= 1 << bits:
            raise ValueError(f"a column of a signature needs more than its {bits} bits")
        if used + bits > _WORD_BITS:
            words.append(np.zeros(len(column), np.int64))
            used = 0
        words[-1] |= np.where(column == ABSENT, 0, column + 1) << used
        used += bits
    return np.column_stack(words)
