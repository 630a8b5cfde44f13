"""The event logs of a batch as columns: the events of the supported cases that have happened, by case and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    BoolArray,
    CaseIndexArray,
    CodeArray,
    DayNumberArray,
    EpochSecondsArray,
    EventIndexArray,
    EventRowArray,
    to_int64,
)
from overgreb_rules._columnar.columns.day_numbers import birthday_seconds, local_days, midnights
from overgreb_rules._columnar.columns.link_support import KnownEvents, find_unsupported_links
from overgreb_rules._columnar.columns.links import EventLists, find_links_to_later_events, resolve_links
from overgreb_rules._columnar.columns.support import (
    DAY_SECONDS,
    FIRST_SECOND,
    MAX_PARENTS,
    is_supported_case,
    is_supported_day,
    is_supported_fact,
    is_supported_instant,
    is_supported_text,
    time_keys,
)
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules._columnar.io.schema import AT, DAY, EVENTS
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.calendar import midnight
from overgreb_rules.shared.value_object import ValueObject

_NO_FACTS = frozenset({"case_id", "id", "type", AT, DAY, "of"})


class EventColumns(ValueObject):
    """The events of the supported cases of a batch that have happened by an instant.

    The n events stand case after case, each case in order of time (earliest, latest, id). An event index is a
    position in these columns.

    Attributes:
        supported: bool[cases of the batch], whether the events of the case are here.
        case: int64[n] row of the case in the table of cases; ascending.
        row: int64[n] row of the event in the table of events.
        type: int64[n] number of the event type in the vocabulary.
        earliest: int64[n] first second at which the event may have happened.
        latest: int64[n] last second; the same as `earliest` unless only the day is known.
        day: int64[n] local day of `earliest`.
        parents: The events that each event names in its `of`.
        ancestors: The events on the ways of each event, without the event itself.
        facts: int64[n] for each fact that any event has: a truth value as 0 or 1, a word as its index in
            `all_words_of`, an instant in epoch seconds, a day as its number, a text as 1; ABSENT where unknown.
        by_type: For each event type of the vocabulary, int64[k] the indices of its events, ascending.
        ids: string[rows of the table of events], the id of every event of the batch.
        ignored: int64[m] rows of the events of supported cases that happen later than the instant.
    """

    supported: BoolArray
    case: CaseIndexArray
    row: EventRowArray
    type: CodeArray
    earliest: EpochSecondsArray
    latest: EpochSecondsArray
    day: DayNumberArray
    parents: EventLists
    ancestors: EventLists
    facts: Mapping[str, CodeArray]
    by_type: Sequence[EventIndexArray]
    ids: pa.Array
    ignored: EventRowArray

    def fact_values(self, name: str, events: EventIndexArray) -> CodeArray:
        """Return the values of a fact.

        Args:
            name: The fact.
            events: int64[k] event indices.

        Returns:
            int64[k] values as in `facts`, ABSENT where unknown.
        """
        column = self.facts.get(name)
        return np.full(len(events), ABSENT) if column is None else column[events]

    def ids_of(self, events: EventIndexArray) -> pa.Array:
        """Return the ids of events.

        Args:
            events: int64[k] event indices.

        Returns:
            string[k].
        """
        return self.ids.take(pa.array(self.row[events]))


def build_event_columns(batch: CaseBatch, rules: RuleSet, as_of: int) -> EventColumns:
    """Build the columns of the supported cases of a batch.

    Args:
        batch: The cases and their events.
        rules: The rules, for the event types with their facts, and the days on which an act takes over.
        as_of: The instant of the evaluation in epoch seconds; later events are only counted as ignored.

    Returns:
        The columns. A case is supported where nothing in it needs the scalar reader: see `support` and `link_support`;
        where no event lies before the law that the instant is under; and where no birthday has waived a duty.
    """
    events, case, vocabulary = batch.events, batch.case_of, rules.vocabulary
    type_ = to_int64(pc.index_in(events["type"], value_set=pa.array(list(vocabulary.events))))
    supported = type_ != ABSENT
    earliest, latest, has_time = _times(events)
    supported &= has_time
    facts = {}
    for name, values, allowed in _facts(events, np.where(supported, type_, 0), vocabulary):
        facts[name] = values
        supported &= allowed
    links = resolve_links(batch)
    known = earliest <= as_of
    supported &= links.supported & (links.parents.count(np.arange(len(case))) <= MAX_PARENTS)
    is_supported = is_supported_case(batch)
    is_supported[_find_grown_up(batch, rules, as_of)] = False
    is_supported[case[~supported]] = False
    is_supported[case[earliest < midnight(rules.first_day_without_transition(as_of))]] = False
    is_supported[case[find_links_to_later_events(links, known)]] = False
    rows, opens = np.flatnonzero(known & is_supported[case]), _find_openings(earliest, type_, facts, rules)
    happened = KnownEvents(rows, case, type_, earliest, latest, opens)
    is_supported[find_unsupported_links(links, happened, rules)] = False
    order = _sort_by_time(case, earliest, latest, links.ids)
    order = order[is_supported[case[order]]]
    ignored, order = order[~known[order]], order[known[order]]
    index_of_row = np.full(len(case), ABSENT)
    index_of_row[order] = np.arange(len(order))
    return EventColumns(
        is_supported,
        case[order],
        order,
        type_[order],
        earliest[order],
        latest[order],
        local_days(earliest[order]),
        links.parents.select(order, index_of_row),
        links.ancestors.select(order, index_of_row),
        {name: facts.pop(name)[order] for name in [*facts]},
        _split_by_type(type_[order], len(vocabulary.events)),
        links.ids,
        ignored,
    )


def all_words_of(name: str, vocabulary: Vocabulary) -> list[str]:
    """List every word that a fact may be, whatever the event type.

    Args:
        name: The fact.
        vocabulary: The event types and their facts.

    Returns:
        The words, each once, in the order of the vocabulary; none where the fact is no word.
    """
    by_type = [event.facts[name].words for event in vocabulary.events.values() if name in event.facts]
    return list(dict.fromkeys(word for words in by_type for word in words))


def _find_grown_up(batch: CaseBatch, rules: RuleSet, as_of: int) -> CaseIndexArray:
    """Return the cases of children who have come to an age from which some rule waives its duties."""
    ages = {rule.grows_up_at for rule in rules if rule.grows_up_at is not None}
    born = to_int64(batch.cases["foedselsdato"])
    known = np.flatnonzero(is_supported_day(born) & (born != ABSENT))
    is_grown_up = np.zeros(len(known), np.bool_)
    for age in ages:
        is_grown_up |= birthday_seconds(born[known], age) <= as_of
    return known[is_grown_up]


def _split_by_type(type_: CodeArray, types: int) -> Sequence[EventIndexArray]:
    # NumPy sorts 16-bit integers by radix.
    order = np.argsort(type_.astype(np.int16), kind="stable")
    return np.split(order, np.cumsum(np.bincount(type_, minlength=types))[:-1])


def _times(events: pa.Table) -> tuple[EpochSecondsArray, EpochSecondsArray, BoolArray]:
    """Return the earliest and latest second of each event, and whether it has exactly one time, and a supported one."""
    instant, day = to_int64(events[AT]), to_int64(events[DAY])
    is_day, is_instant = day != ABSENT, instant != ABSENT
    start = np.where(is_day, day, 0) * DAY_SECONDS
    supported = (is_day != is_instant) & is_supported_instant(np.where(is_day, start, instant))
    days = np.where(is_day & supported, day, 0)
    first, following = (midnights(days + after) for after in (0, 1)) if is_day.any() else (days, days)
    instant = np.where(supported, instant, 0)
    return np.where(is_day, first, instant), np.where(is_day, following - 1, instant), supported


def _facts(events: pa.Table, types: CodeArray, vocabulary: Vocabulary) -> Iterator[tuple[str, CodeArray, BoolArray]]:
    """Yield each fact that any event has: its name, its values, and whether each is absent or supported."""
    for name in EVENTS.names:
        column = events[name]
        if name in _NO_FACTS or column.null_count == len(column):
            continue
        words = [event.facts.get(name) for event in vocabulary.events.values()]
        all_words = all_words_of(name, vocabulary)
        word = next(word for word in words if word is not None)
        values = _fact_values(column, word, all_words)
        supported = np.asarray(pc.is_null(column)) | is_supported_fact(values, words, all_words, types)
        if word.kind == "text":
            supported &= is_supported_text(column)
        yield name, values, supported


def _find_openings(
    earliest: EpochSecondsArray, types: CodeArray, facts: Mapping[str, CodeArray], rules: RuleSet
) -> EpochSecondsArray:
    """Return int64[n]: the second at which each event can have opened a duty at the earliest.

    Its own first second, or that of a moment that it tells; before the first of all where a clock can start with
    another event.
    """
    words = rules.vocabulary.events.values()
    moments = {name for event in words for name, fact in event.facts.items() if fact.kind == "datetime"}
    with_earlier = (rule for rule in rules if rule.clock.strict_from.kind == "earlier_event")
    triggers = {type_ for rule in with_earlier for type_ in rules.trigger_types[rule.id]}
    starts_before = np.array([event.name in triggers for event in words])
    known = types != ABSENT
    opens = np.where(known & starts_before[np.where(known, types, 0)], FIRST_SECOND, earliest)
    for name in sorted(moments & facts.keys()):
        opens = np.where(facts[name] == ABSENT, opens, np.minimum(opens, facts[name]))
    return opens


def _fact_values(column: pa.ChunkedArray, word: FactDefinition, all_words: Sequence[str]) -> CodeArray:
    if word.kind == "word":
        return to_int64(pc.index_in(column, value_set=pa.array(all_words, pa.string()), skip_nulls=True))
    # Of a text no rule asks more than whether there is one.
    return to_int64(pc.if_else(pc.is_valid(column), 1, None)) if word.kind == "text" else to_int64(column)


def _sort_by_time(
    case: CaseIndexArray, earliest: EpochSecondsArray, latest: EpochSecondsArray, ids: pa.Array
) -> EventRowArray:
    """Return the sort permutation of the events: int64[n] rows, ordered by (case, earliest, latest, id); stable."""
    moment = time_keys(case, earliest)
    order = np.argsort(moment, kind="stable")
    ordered = moment[order]
    equal = ordered[1:] == ordered[:-1]
    tied = np.flatnonzero(np.append(False, equal) | np.append(equal, False))
    if len(tied):
        rows = order[tied]
        names = to_int64(pc.rank(ids.take(pa.array(rows)), tiebreaker="dense"))
        order[tied] = rows[np.lexsort((names, latest[rows], moment[rows]))]
    return order
