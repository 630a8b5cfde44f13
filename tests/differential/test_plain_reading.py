"""The quick reader of cases and the strict one: the quick one gives the same fields, or leaves the case alone."""

from __future__ import annotations

import copy
import itertools
import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from overgreb_rules import Case, CaseError
from overgreb_rules._case import case
from overgreb_rules._case.plain_reader import read_plain_case
from overgreb_rules._case.reader import read_case
from tests.fixtures.notification_year.generator import generate_cases
from tests.fixtures.random_cases import random_case, seeded_random
from tests.fixtures.random_histories import HistoryGenerator

_CHANGED = 1500
_VALUES: tuple[object, ...] = (
    None, True, False, 0, 1, -1, 10**6, 10**30, 0.5, "", " ", "e1", "x" * 200, "x" * 201, "010190-1234", "0101901234",
    "2026-11-21", "2026-02-30", "1949-12-31", "2190-01-01", "2026-W47-5", "2026-11-21T12:00:00+01:00",
    "2026-11-21T12:00Z", "2026-11-21T12:00:00", "2026-11-21T12:00:00.5+01:00", "2026-11-21 12:00:00+01:00",
    "2026-11-21T24:00:00+01:00", "2026-11-21T12:60:00+01:00", "2026-11-21T12:00:00+14:30", "2026-11-21T12:00:00-00:00",
    "2026-10-25T02:30:00+02:00", "1900-01-01T00:00:00+01:00", "2026-11-21T12:00:00+01:00\n", "æ\u200bå", "\ud800",
    "Europe/Copenhagen", "751", "0751", [], ["e1"], ["e1", "e1"], {}, {"id": "e1"},
)  # fmt: skip


def _histories() -> Iterator[dict[str, Any]]:
    teller = HistoryGenerator("plain reading")
    yield from generate_cases(60, seed=5)
    yield from (random_case(number)[0] for number in range(400_000, 400_060))
    yield from (teller.mixed_history() for _ in range(60))


def _change(data: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Change one thing of a case: a value, a key, the place of an event, what an event names."""
    data = copy.deepcopy(data)
    events = data.get("events") or [{}]
    place = rng.choice((data, rng.choice(events), rng.choice(events), data.setdefault("barn", None) or data))
    match rng.randrange(6):
        case 0:
            rng.shuffle(events)
        case 1 if place:
            del place[rng.choice(list(place))]
        case 2:
            place[rng.choice(("zone", "kommune", "id", "of", "at", "termin", "grund", "ukendt"))] = rng.choice(_VALUES)
        case 3:
            events.append(rng.choice(events))
        case 4:
            place["of"] = [one["id"] for one in rng.sample(events, min(2, len(events))) if "id" in one]
        case _ if place:
            place[rng.choice(list(place))] = rng.choice(_VALUES)
    return data


def _read_strictly(data: object) -> object:
    try:
        return read_case(data)
    except CaseError as error:
        return error


def _in_order(fields: object) -> str:
    """The fields, with their types, and the facts in the order in which they stand."""
    if not isinstance(fields, dict):
        return repr(fields)
    return repr({**fields, "events": [sorted(event.items()) for event in fields["events"]]})


def test_the_quick_reader_reads_like_the_strict_one_or_not_at_all() -> None:
    rng = seeded_random("plain reading")
    plain = list(_histories())
    changed = (_change(data, rng) for data in itertools.islice(itertools.cycle(plain), _CHANGED))
    quick = refused = 0
    for data in itertools.chain(plain, changed):
        found, expected = read_plain_case(data), _read_strictly(data)
        assert found is None or _in_order(found) == _in_order(expected), data
        quick += found is not None
        refused += isinstance(expected, CaseError)
    assert quick > len(plain), "hardly any case is read quickly"
    assert refused > _CHANGED / 10
    assert all(read_plain_case(data) is not None for data in generate_cases(20, seed=6))


_MEMBER = re.compile(r'"[a-z_]+": ("[^"]*"|-?[0-9.]+|true|false|null)')
_TOKENS = (
    "NaN", "-Infinity", "-0", "1e400", "1" * 30, "1" * 5000, "0.0", '"\\ud800"', '"\\ud83d\\ude00"', '"a\\u0000b"',
    '"a\tb"', '"\\u00a0"', '"010190-1234"', '"2026-11-21T12:00Z"', '"2026-11-21\\n"', "[[]]",
    '["e1", "e1"]', "{}", "[1, 2,]",
)  # fmt: skip


def _change_text(text: str, rng: Random) -> str:
    """Change one thing of a text: a value, a key that stands twice, blanks, a mark of the order of bytes, the end."""
    found = rng.choice([*_MEMBER.finditer(text)])
    match rng.randrange(5):
        case 0:
            return f"{text[: found.end()]}, {found[0]}{text[found.end() :]}"
        case 1:
            return rng.choice(("\ufeff", " ", "\r\n")) + text.replace(": ", rng.choice((":", " : ", ":\n")))
        case 2:
            return text[: found.start()] if rng.random() < 0.5 else f"{text} {rng.choice(_TOKENS)}"
        case 3:
            return text.replace('"id": ', '"id": "e1", "id": ', 1)
        case _:
            return f"{text[: found.start(1)]}{rng.choice(_TOKENS)}{text[found.end() :]}"


def _read_text(text: str) -> tuple[str, ...]:
    try:
        read = Case.model_validate_json(text)
    except CaseError as error:
        return error.message("da"), error.message("en")
    return repr(read), read.sha256()


def test_a_text_is_read_or_refused_alike_with_the_quick_reader_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = seeded_random("plain texts")
    plain = [json.dumps(data) for data in _histories()]
    texts = [_change_text(text, rng) for text in itertools.islice(itertools.cycle(plain), _CHANGED)]
    found = [_read_text(text) for text in texts]
    monkeypatch.setattr(case, "read_plain_case", lambda _: None)
    assert [_read_text(text) for text in texts] == found
    assert sum(one[0].startswith("Case(") for one in found) > _CHANGED / 10
    assert len(set(found)) > _CHANGED / 10
