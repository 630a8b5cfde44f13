"""Parts of cases that belong together, and their shape: which events, with which facts, in which order.

Parts of one shape are alike in every comparison that the pipeline makes between their events; only the dates differ.
Shapes are compared whole, never by a hash alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from overgreb_rules._columnar.columns.day_numbers import calendar_numbers, day_number_of
from overgreb_rules._columnar.columns.event_columns import ABSENT, BoolArray, EventColumns
from overgreb_rules._columnar.columns.fact_codes import equivalence_classes, fact_codes
from overgreb_rules._columnar.grouping.dependencies import LineageDependencies
from overgreb_rules._columnar.io.input_tables import Ints
from overgreb_rules._rules.vocabulary import Vocabulary

_RANK_BITS = 9
"""A part has two moments for each event and a few more; a plain case has a hundred events."""
_NUMBER_BITS = 21
_WORD_BITS = 63

Column = tuple[Ints, int]
"""Numbers from ABSENT up, and how many bits they need."""


@dataclass(frozen=True, slots=True)
class ChildColumns:
    """What is known of the child of each case, as numbers: ABSENT where it is unknown."""

    foedselsdato: Ints
    termin: Ints
    soeskende_under_15: Ints


@dataclass(frozen=True, slots=True)
class Partition:
    """Parts of cases: `rows` are the places of their events, part after part, each in the order of time.

    `first` is where each part begins and `sizes` how many events it has. Of each row: `linked`, whether it matters
    which of the others it answers; `about`, whether it is the trigger that the part is about. A part that is about
    none is about all of its triggers.
    """

    events: Ints
    starts: Ints
    sizes: Ints
    is_linked: BoolArray
    is_subject: BoolArray

    @classmethod
    def of(cls, rows: Ints, owner: Ints, linked: BoolArray, about: BoolArray) -> Partition:
        """The parts of some rows, each known by the number of its owner; those of one owner stand together."""
        begins = np.ones(len(rows), np.bool_)
        begins[1:] = owner[1:] != owner[:-1]
        first = np.flatnonzero(begins)
        return cls(rows, first, np.diff(np.append(first, len(rows))), linked, about)


@dataclass(frozen=True, slots=True)
class SliceLayout:
    """What holds of the rows of every part of a shape: which are linked, and which one it is about, if it is."""

    is_linked: tuple[bool, ...]
    subject: int | None


@dataclass(frozen=True, slots=True)
class SignatureGroup:
    """The parts of one shape: their numbers, and the places of their events, a row for each."""

    signature: bytes
    layout: SliceLayout
    slices: Ints
    events: Ints


def group_by_signature(
    line: LineageDependencies, parts: Partition, told: EventColumns, child: ChildColumns, vocabulary: Vocabulary
) -> Iterator[SignatureGroup]:
    """The parts, by their shape as the line sees it."""
    if not len(parts.events):
        return
    words = _packed(
        [
            *_moments(line, told, parts),
            *_ways(told, parts, len(vocabulary.events)),
            *_facts(line, told, parts.events, vocabulary),
            _periods(line, told.day[parts.events]),
            *_of_the_child(line, told, parts.events, child, vocabulary),
        ]
    )
    same, first = _numbered(words, parts)
    order = np.argsort(same, kind="stable")
    bounds = np.append(0, np.cumsum(np.bincount(same))).tolist()
    for number, one in enumerate(first.tolist()):
        members = order[bounds[number] : bounds[number + 1]]
        begin, size = parts.starts[one], parts.sizes[one]
        own = slice(begin, begin + size)
        about = np.flatnonzero(parts.is_subject[own]).tolist()
        outline = SliceLayout(tuple(parts.is_linked[own].tolist()), about[0] if about else None)
        events = parts.events[parts.starts[members][:, None] + np.arange(size)]
        yield SignatureGroup(words[own].tobytes(), outline, members, events)


def _numbered(words: Ints, parts: Partition) -> tuple[Ints, Ints]:
    """The number of the shape of each part, and of each number the first part that has it."""
    codes, number = _codes_of(words[:, 0])
    for word in words.T[1:]:
        more, others = _codes_of(word)
        codes, number = _codes_of(codes * others + more)
    same = np.zeros(len(parts.starts), np.int64)
    shapes = 0
    for size in np.unique(parts.sizes).tolist():
        which = np.flatnonzero(parts.sizes == size)
        so_far, kinds = _codes_of(codes[parts.starts[which]])
        for place in range(1, size):
            so_far, kinds = _codes_of(so_far * number + codes[parts.starts[which] + place])
        same[which] = so_far + shapes
        shapes += kinds
    first = np.full(shapes, len(same))
    first[same[::-1]] = np.arange(len(same))[::-1]
    return same, first


def _codes_of(values: Ints) -> tuple[Ints, int]:
    """The values as numbers from nought, and how many there are."""
    encoded = pa.array(values).dictionary_encode()
    return np.asarray(encoded.indices).astype(np.int64), len(encoded.dictionary)


def _moments(line: LineageDependencies, told: EventColumns, parts: Partition) -> Iterator[Column]:
    """The rank of every moment of the part among all of them: of each event, and of the facts that are moments."""
    part, rows = np.arange(len(parts.starts)).repeat(parts.sizes), parts.events
    earliest, latest = told.earliest[rows], told.latest[rows]
    facts = [told.fact_values(name, rows) for name in line.moment_facts]
    beside = earliest != latest
    for fact in facts:
        beside |= fact != ABSENT
    rank = _ranks_in_order(part, earliest)
    columns = [rank, rank.copy(), *(np.full(len(rows), ABSENT) for _ in facts)]
    if beside.any():
        odd = np.zeros(len(parts.starts), np.bool_)
        odd[part[beside]] = True
        mixed = np.flatnonzero(odd[part])
        ranks = _ranks(part[mixed], [values[mixed] for values in (earliest, latest, *facts)])
        for column, found in zip(columns, ranks, strict=True):
            column[mixed] = found
    yield from ((column, _RANK_BITS) for column in columns)


def _ranks_in_order(part: Ints, values: Ints) -> Ints:
    """The rank of each value in its part, where they stand in order already."""
    begins, step = np.ones(len(part), np.bool_), np.zeros(len(part), np.bool_)
    begins[1:] = part[1:] != part[:-1]
    step[1:] = values[1:] != values[:-1]
    total = np.cumsum(step & ~begins)
    return total - total[np.maximum.accumulate(np.where(begins, np.arange(len(part)), 0))]


def _ranks(part: Ints, columns: Sequence[Ints]) -> list[Ints]:
    """The rank of each value in its part among those of all columns; ABSENT where there is none."""
    parts, values = np.tile(part, len(columns)), np.concatenate(columns)
    order = np.lexsort((values, parts))
    order = order[values[order] != ABSENT]
    ranks = np.full(len(values), ABSENT)
    ranks[order] = _ranks_in_order(parts[order], values[order])
    return np.split(ranks, len(columns))


def _ways(told: EventColumns, parts: Partition, types: int) -> Iterator[Column]:
    """The type of each event, and which of the others it answers."""
    yield told.type[parts.events], types.bit_length()
    yield parts.is_subject.astype(np.int64), 2
    yield parts.is_linked.astype(np.int64), 2
    of = told.of[parts.events]
    way = np.full(len(of), ABSENT)
    asks = np.flatnonzero(parts.is_linked & (of != ABSENT))
    if len(asks):
        # An event may stand in several parts: what it answers is looked for in its own.
        part = np.arange(len(parts.starts)).repeat(parts.sizes)
        key, wanted = part * len(told.case) + parts.events, part[asks] * len(told.case) + of[asks]
        found = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
        here = key[found] == wanted
        way[asks[here]] = found[here] - parts.starts[part[asks[here]]]
    yield way, _RANK_BITS


def _facts(line: LineageDependencies, told: EventColumns, rows: Ints, vocabulary: Vocabulary) -> Iterator[Column]:
    """The facts that are tested, of the events that are asked for them; of a day that is set, whether it is."""
    type_ = told.type[rows]
    for name in sorted(line.tests):
        fact, table = told.fact_values(name, rows), equivalence_classes(name, line.tests[name], vocabulary)
        if table is None:
            asked = np.array([event in line.tests[name] for event in vocabulary.events])
            yield np.where(asked[type_], fact, ABSENT), _NUMBER_BITS
        else:
            yield table[type_, fact_codes(fact)], int(table.max(initial=0) + 1).bit_length()
    for name in line.day_facts:
        yield (told.fact_values(name, rows) != ABSENT).astype(np.int64), 2


def _periods(line: LineageDependencies, days: Ints) -> Column:
    """The number of the wording in force on each day."""
    changes = [day_number_of(day) for day in line.version_changes]
    return np.searchsorted(changes, days, side="right"), (len(changes) + 1).bit_length()


def _of_the_child(
    line: LineageDependencies, told: EventColumns, rows: Ints, child: ChildColumns, vocabulary: Vocabulary
) -> Iterator[Column]:
    """Whether the child has reached each age that is asked for on the day of a trigger, and the facts of the child."""
    if not line.ages and not line.child_facts:
        return
    case = told.case[rows]
    born = child.foedselsdato[case]
    opens = np.array([event in line.trigger_types for event in vocabulary.events])[told.type[rows]]
    known: BoolArray = opens & (born != ABSENT)
    for years in line.ages:
        reached = np.full(len(rows), ABSENT)
        # The age goes up on the birthday; of one born on 29 February on 1 March, where the year has no such day.
        reached[known] = calendar_numbers(told.day[rows][known]) >= calendar_numbers(born[known]) + years * 10_000
        yield reached, 2
    for name in line.child_facts:
        yield getattr(child, name)[case], 2


def _packed(columns: Sequence[Column]) -> Ints:
    """The columns in as few words of 63 bits as they need: a row of them for each event."""
    words, used = [np.zeros(len(columns[0][0]), np.int64)], 0
    for column, bits in columns:
        if int(column.max(initial=0)) + 1 >= 1 << bits:
            raise ValueError(f"a column of a shape needs more than its {bits} bits")
        if used + bits > _WORD_BITS:
            words.append(np.zeros(len(column), np.int64))
            used = 0
        words[-1] |= np.where(column == ABSENT, 0, column + 1) << used
        used += bits
    return np.column_stack(words)
