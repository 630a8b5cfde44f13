"""Quick reading of the ordinary case: every key, type and value as a case system writes them.

Whatever is not plainly allowed is left to `reader`, which alone refuses a case and words the refusal.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeAlias

from overgreb_rules._case.link_check import check_links
from overgreb_rules._case.reader import INTEGER_FACT_LIMIT, MAX_EVENTS, MAX_KEY_LENGTH, OWN_KEYS, FactValue, Fields
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.cpr_number import has_cpr_shape
from overgreb_rules.shared.value_object import ValueObject

_ReadFact: TypeAlias = Callable[[object], FactValue]

_SHORTER_THAN_A_CPR_NUMBER = 10
_LENGTH_OF_DAY = len("2026-11-21")
_YEAR = "(?:19[5-9]|20[0-9]|21[0-8])[0-9]"
_IS_DAY = re.compile(f"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}").fullmatch
_IS_INSTANT = re.compile(
    f"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
    "(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"
).fullmatch
"""Years, hours and offsets of which no clock change and no bound of the calendar asks for a second look."""
_parse_instant, _parse_day = dt.datetime.fromisoformat, dt.date.fromisoformat


class _NotPlain(Exception):  # no error: the case is read again by the strict reader
    """A value that is not plainly allowed."""


class _EventWords(ValueObject):
    """What is asked of every event of a type: its facts in the order of the vocabulary, and all its keys."""

    readers: Mapping[str, _ReadFact]
    rank: Mapping[str, int]
    keys: frozenset[str]


class _Words(ValueObject):
    """What is asked of every case.

    Attributes:
        events: By type, what is asked of an event.
        child: By name, how a fact of the child is read.
        keys: The keys of a case.
    """

    events: Mapping[str, _EventWords]
    child: Mapping[str, _ReadFact]
    keys: frozenset[str]


@cache
def _packaged_words() -> _Words:
    """Collect what the packaged vocabulary asks of a case.

    Cached, one value: every case asks for it, and collecting it takes as long as reading ten cases.
    """
    vocabulary = packaged_vocabulary()
    events = {
        word.name: _EventWords(
            {name: _fact_reader(fact) for name, fact in word.facts.items()},
            {name: number for number, name in enumerate(word.facts)},
            frozenset((*OWN_KEYS, *word.facts)),
        )
        for word in vocabulary.events.values()
    }
    child = {name.partition(".")[2]: _fact_reader(fact) for name, fact in vocabulary.case.items() if "." in name}
    # A zone changes how every local time is read: it is no plain case.
    keys = {name for name in vocabulary.case if "." not in name and name != "zone"}
    return _Words(events, child, frozenset({*keys, "barn", "events"}))


def read_plain_case(data: object) -> Fields | None:
    """Read the data of a case whose every value is plainly allowed.

    Args:
        data: The JSON form of a case, as Python objects.

    Returns:
        The fields that `read_case` returns; None where only that reader can say whether the case is allowed.
    """
    try:
        return _read_case(data, _packaged_words())
    except (_NotPlain, CaseError, ValueError, KeyError):
        return None


def _read_case(data: object, words: _Words) -> Fields:
    if type(data) is not dict or not data.keys() <= words.keys:
        raise _NotPlain
    kommune, child, listed = data.get("kommune"), data.get("barn"), data.get("events", [])
    if type(listed) is not list or len(listed) > MAX_EVENTS:
        raise _NotPlain
    events, seen, names_told_ones = [], set[str](), True
    for number, one in enumerate(listed, start=1):
        event = _read_event(one, number, words.events)
        names_told_ones = names_told_ones and seen.issuperset(event["of"])
        if event["id"] in seen:
            raise _NotPlain
        seen.add(event["id"])
        events.append(event)
    if not names_told_ones:
        # An event that names only events told before it is in no circle; one that names another may be.
        check_links([(event["id"], event["of"]) for event in events])
    return {
        "case_id": _read_key(data["case_id"]),
        "kommune": None if kommune is None else _read_int(kommune),
        "zone": None,
        "barn": {} if child is None else _read_child(child, words.child),
        "events": tuple(events),
    }


def _read_child(data: object, readers: Mapping[str, _ReadFact]) -> Fields:
    if type(data) is not dict or not data.keys() <= readers.keys():
        raise _NotPlain
    return {name: readers[name](value) for name, value in data.items() if value is not None}


def _read_event(entry: object, number: int, events: Mapping[str, _EventWords]) -> Fields:
    if type(entry) is not dict:
        raise _NotPlain
    type_ = entry["type"]
    word = events.get(type_) if type(type_) is str else None
    if word is None or not entry.keys() <= word.keys:
        raise _NotPlain
    event_id = _read_key(entry["id"]) if "id" in entry else f"e{number}"
    of = _read_links(entry["of"]) if "of" in entry else ()
    readers = word.readers
    names = [name for name, value in entry.items() if name in readers and value is not None]
    if len(names) > 1:
        names.sort(key=word.rank.__getitem__)
    facts = {name: readers[name](entry[name]) for name in names}
    return {"id": event_id, "type": type_, "at": _read_moment(entry["at"]), "of": of, "facts": facts}


def _read_links(value: object) -> tuple[str, ...]:
    if type(value) is str:
        return (_read_key(value),)
    if type(value) is not list or not value:
        raise _NotPlain
    names = sorted([_read_key(name) for name in value])
    if len(set(names)) != len(names):
        raise _NotPlain
    return tuple(names)


def _read_key(value: object) -> str:
    if type(value) is not str or not value.strip() or len(value) > MAX_KEY_LENGTH or not value.isprintable():
        raise _NotPlain
    if (len(value) >= _SHORTER_THAN_A_CPR_NUMBER or not value.isascii()) and has_cpr_shape(value):
        raise _NotPlain
    return value


def _read_moment(value: object) -> Moment:
    if type(value) is not str:
        raise _NotPlain
    is_day = len(value) == _LENGTH_OF_DAY and _IS_DAY(value)
    return Moment.on(_parse_day(value)) if is_day else _read_instant(value)


def _read_instant(value: object) -> Moment:
    if type(value) is not str or not _IS_INSTANT(value):
        raise _NotPlain
    second = int(_parse_instant(value).timestamp())
    return Moment(second, second)


def _read_day(value: object) -> dt.date:
    if type(value) is not str or not _IS_DAY(value):
        raise _NotPlain
    return _parse_day(value)


def _read_bool(value: object) -> bool:
    if type(value) is not bool:
        raise _NotPlain
    return value


def _read_int(value: object) -> int:
    if type(value) is not int or not 0 <= value < INTEGER_FACT_LIMIT:
        raise _NotPlain
    return value


def _read_text(value: object) -> str:
    if type(value) is not str or has_cpr_shape(value):
        raise _NotPlain
    if not value.isascii():
        value.encode()  # half a character of two is a ValueError
    return value


def _word_reader(fact: FactDefinition) -> _ReadFact:
    words = frozenset(fact.words)

    def read(value: object) -> str:
        if type(value) is not str or value not in words:
            raise _NotPlain
        return value

    return read


def _fact_reader(fact: FactDefinition) -> _ReadFact:
    return _word_reader(fact) if fact.kind == "word" else _READERS[fact.kind]


_READERS: Mapping[str, _ReadFact] = {
    "bool": _read_bool,
    "int": _read_int,
    "text": _read_text,
    "date": _read_day,
    "datetime": _read_instant,
}
