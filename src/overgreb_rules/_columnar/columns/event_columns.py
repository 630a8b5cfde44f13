"""What has happened in the cases of a batch, as columns: the events of each case in the order of time.

Only plain cases are here. Whatever is doubtful (a word that is unknown, an odd key, a circle of `of`, the change of
law in the middle of the case) is left to the way that takes each case by itself, and refuses what must be refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.columns.day_numbers import local_days, midnights
from overgreb_rules._columnar.io.input_tables import CaseBatch, Ints
from overgreb_rules._columnar.io.schema import AT, DAY, EVENTS
from overgreb_rules._duties.duty import CHANGE_OF_LAW
from overgreb_rules._evaluate.assembly import FIRST_DAY
from overgreb_rules._rules.vocabulary import FactDefinition, Vocabulary
from overgreb_rules.calendar import midnight

BoolArray = npt.NDArray[np.bool_]

ABSENT = int(np.iinfo(np.int64).min)
"""What stands in a column of numbers where there is none."""

_MOST_EVENTS = 100
_PLAIN_KEY = r"^[A-Za-z0-9_.:\-]{1,100}$"
_PERHAPS_CPR = r"[0-9]{6}-?[0-9]{4}"
_FIRST_SECOND, _LAST_SECOND = -2_177_452_800, 7_226_582_400  # within 1901 and 2198: a year off what is refused
_SECOND_BITS = 34
"""Seconds of three centuries need no more."""
_TOO_LARGE = 10**6
_OWN = frozenset({"case_id", "id", "type", AT, DAY, "of"})
_DAY_SECONDS = 86400


@dataclass(frozen=True, slots=True)
class EventColumns:
    """The events of the plain cases that have happened by an instant: case after case, each in the order of time.

    `plain` says of each case of the batch whether it is here. `case` is the row of the case, `row` that of the event
    in the table. `type` is its number in the vocabulary. `day` is its local day, counted from 1970. `of` is the place
    here of the event that it answers. `facts` are told as numbers, each name that some event tells: a truth as 0 or
    1, a word by its place among `words_of`, a moment in seconds, a day counted from 1970. `by_type` are the places of
    the events of each type. `ids` are the ids of all events of the table. `ignored` are the rows of the events of
    plain cases that come later.
    """

    supported: BoolArray
    case: Ints
    row: Ints
    type: Ints
    earliest: Ints
    latest: Ints
    day: Ints
    of: Ints
    facts: Mapping[str, Ints]
    by_type: Sequence[Ints]
    ids: pa.Array
    ignored: Ints

    def fact_values(self, name: str, places: Ints) -> Ints:
        """What the events in these places tell of a fact."""
        column = self.facts.get(name)
        return np.full(len(places), ABSENT) if column is None else column[places]

    def ids_of(self, places: Ints) -> pa.Array:
        """The ids of the events in these places."""
        return self.ids.take(pa.array(self.row[places]))


def build_event_columns(batch: CaseBatch, vocabulary: Vocabulary, until: int) -> EventColumns:
    """The plain cases of the batch, as they stand at `until`."""
    events, case = batch.events, batch.case_of
    type_ = to_int64(pc.index_in(events["type"], value_set=pa.array(list(vocabulary.events))))
    odd = type_ == ABSENT
    earliest, latest, no_time = _times(events)
    odd |= no_time
    facts = {}
    for name, told, wrong in _facts(events, np.where(odd, 0, type_), vocabulary):
        facts[name] = told
        odd |= wrong
    ids, of, no_key = _keys(batch)
    odd |= no_key
    plain = _plain_cases(batch)
    plain[case[odd]] = False
    plain &= np.diff(batch.starts) <= _MOST_EVENTS
    plain[case[earliest < (CHANGE_OF_LAW if until >= CHANGE_OF_LAW else midnight(FIRST_DAY))]] = False
    plain[case[_answers_out_of_reach(of, earliest <= until)]] = False
    order = _in_time(case, earliest, latest, ids)
    order = order[plain[case[order]]]
    known = earliest[order] <= until
    ignored, order = order[~known], order[known]
    place = np.full(len(case), ABSENT)
    place[order] = np.arange(len(order))
    of_here = of[order]
    of_here[of_here != ABSENT] = place[of_here[of_here != ABSENT]]
    return EventColumns(
        plain,
        case[order],
        order,
        type_[order],
        earliest[order],
        latest[order],
        local_days(earliest[order]),
        of_here,
        {name: told[order] for name, told in facts.items()},
        _by_type(type_[order], len(vocabulary.events)),
        ids,
        ignored,
    )


def _by_type(type_: Ints, types: int) -> Sequence[Ints]:
    # Small numbers are sorted by counting.
    order = np.argsort(type_.astype(np.int16), kind="stable")
    return np.split(order, np.cumsum(np.bincount(type_, minlength=types))[:-1])


def to_int64(column: Any) -> Ints:
    """A column of Arrow as whole numbers, ABSENT where it has none."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    filled = pc.fill_null(column.cast(pa.int64()), ABSENT)
    return np.array(filled, dtype=np.int64)


def _times(events: pa.Table) -> tuple[Ints, Ints, BoolArray]:
    """The earliest and the latest second of each event, and whether it has no time, two, or one out of range."""
    instant, day = to_int64(events[AT]), to_int64(events[DAY])
    is_day, is_instant = day != ABSENT, instant != ABSENT
    midday = np.where(is_day, day, 0) * _DAY_SECONDS
    wrong = (is_day == is_instant) | _out_of_range(np.where(is_day, midday, instant))
    days = np.where(is_day & ~wrong, day, 0)
    first, last = (midnights(days + after) for after in (0, 1)) if is_day.any() else (days, days)
    instant = np.where(wrong, 0, instant)
    return np.where(is_day, first, instant), np.where(is_day, last - 1, instant), wrong


def _out_of_range(seconds: Ints) -> BoolArray:
    return (seconds < _FIRST_SECOND) | (seconds > _LAST_SECOND)


def _facts(events: pa.Table, type_: Ints, vocabulary: Vocabulary) -> Iterator[tuple[str, Ints, BoolArray]]:
    """Each fact that is told at all: its numbers, and where it is not of the type or not allowed."""
    for name in EVENTS.names:
        column = events[name]
        if name in _OWN or column.null_count == len(column):
            continue
        words = [event.facts.get(name) for event in vocabulary.events.values()]
        word = next(one for one in words if one is not None)
        told = _told(column, word, all_words_of(name, vocabulary))
        given = np.asarray(pc.is_valid(column))
        yield name, told, given & ~_allowed(told, words, type_, vocabulary)


def all_words_of(name: str, vocabulary: Vocabulary) -> list[str]:
    """Every word that a fact of this name may be, whatever the event."""
    found = [event.facts[name].words for event in vocabulary.events.values() if name in event.facts]
    return list(dict.fromkeys(word for words in found for word in words))


def _told(column: pa.ChunkedArray, word: FactDefinition, words: list[str]) -> Ints:
    if word.kind == "word":
        return to_int64(pc.index_in(column, value_set=pa.array(words, pa.string()), skip_nulls=True))
    # Of a text it matters only that there is one.
    return to_int64(pc.if_else(pc.is_valid(column), 1, None)) if word.kind == "text" else to_int64(column)


def _allowed(told: Ints, words: list[FactDefinition | None], type_: Ints, vocabulary: Vocabulary) -> BoolArray:
    known: BoolArray = np.array([word is not None for word in words])[type_] & (told != ABSENT)
    kinds = {word.kind for word in words if word is not None}
    if "word" in kinds:
        (name,) = {word.name for word in words if word is not None}
        every = all_words_of(name, vocabulary)
        table = np.array([[word is not None and one in word.words for one in every] for word in words])
        known &= table[type_, np.where(known, told, 0)]
    if "int" in kinds:
        known &= (told >= 0) & (told < _TOO_LARGE)
    if kinds & {"date", "datetime"}:
        seconds = np.where(known, told, 0) * (_DAY_SECONDS if "date" in kinds else 1)
        known &= ~_out_of_range(seconds)
    return known


def _keys(batch: CaseBatch) -> tuple[pa.Array, Ints, BoolArray]:
    """The id of each event, the row of the event that it answers, and where an id is odd, double or of nothing."""
    ids, of = (batch.events[name].combine_chunks() for name in ("id", "of"))
    if ids.null_count:
        place = np.empty(len(ids), np.int64)
        place[batch.rows] = np.arange(len(ids)) - batch.starts[:-1].repeat(np.diff(batch.starts)) + 1
        ids = pc.coalesce(ids, pc.binary_join_element_wise("e", pa.array(place).cast(pa.string()), ""))
    both = pa.concat_arrays([ids, of]).dictionary_encode()
    plain = np.asarray(_plain_keys(both.dictionary))
    codes = to_int64(both.indices)
    own, answered = codes[: len(ids)], codes[len(ids) :]
    key = batch.case_of * len(plain) + own
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    odd = ~plain[own]
    again = ordered[1:] == ordered[:-1]
    odd[order[1:][again]] = True
    row = np.full(len(ids), ABSENT)
    asks = np.flatnonzero(answered != ABSENT)
    if len(asks):
        wanted = batch.case_of[asks] * len(plain) + answered[asks]
        found = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
        odd[asks] |= ordered[found] != wanted
        row[asks] = order[found]
    return ids, row, odd


def _answers_out_of_reach(of: Ints, known: BoolArray) -> Ints:
    """The events that answer one that has not happened yet, or that answer each other in a circle."""
    asks = np.flatnonzero(of != ABSENT)
    early = asks[known[asks] & ~known[of[asks]]]
    step = asks
    for _ in range(_MOST_EVENTS):
        step = of[step]
        going = step != ABSENT
        asks, step = asks[going], step[going]
        if not len(asks):
            break
    return np.concatenate((early, asks))


def _plain_keys(keys: pa.Array) -> pa.Array:
    fits = pc.match_substring_regex(keys, _PLAIN_KEY)
    return pc.and_not(fits, pc.match_substring_regex(keys, _PERHAPS_CPR))


def _plain_cases(batch: CaseBatch) -> BoolArray:
    cases = batch.cases
    plain = np.array(_plain_keys(cases["case_id"].combine_chunks()))
    plain[batch.duplicates] = False
    kommune = to_int64(cases["kommune"])
    plain &= (kommune == ABSENT) | ((kommune >= 0) & (kommune < _TOO_LARGE))
    for name in ("foedselsdato", "termin"):
        day = to_int64(cases[name])
        plain &= (day == ABSENT) | ~_out_of_range(np.where(day == ABSENT, 0, day) * _DAY_SECONDS)
    return plain


def _in_time(case: Ints, earliest: Ints, latest: Ints, ids: pa.Array) -> Ints:
    """The rows in the order of a history: by case, then by time, then by id."""
    moment = (case << _SECOND_BITS) + (earliest - _FIRST_SECOND + _DAY_SECONDS)
    order = np.argsort(moment, kind="stable")
    ordered = moment[order]
    same = ordered[1:] == ordered[:-1]
    tied = np.flatnonzero(np.append(False, same) | np.append(same, False))
    if len(tied):
        rows = order[tied]
        names = to_int64(pc.rank(ids.take(pa.array(rows)), tiebreaker="dense"))
        order[tied] = rows[np.lexsort((names, latest[rows], moment[rows]))]
    return order
