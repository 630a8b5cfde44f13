"""A case of a known shape is answered from memory as it is answered without one, byte for byte.

Each history is asked many times with one memory: moved by days, weeks and years, with other ids, with one event moved,
with another child, at other instants. Seeded: a failure names the history.
"""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import os
import random
from collections.abc import Iterator
from typing import Any

import pytest

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules.rulebook import MatcherName
from tests.differential import plain_day_count as count
from tests.fixtures.dense_cases import DenseCaseGenerator
from tests.fixtures.random_cases import seeded_random
from tests.fixtures.random_histories import HistoryGenerator

GROUPS = range(int(os.environ.get("OVERGREB_KNOWN_SHAPES", "2")))
_DAY = 86_400
_GAPS = (1, 7, 28, 28, 28, 31, 182, 365, 366, 1461)

Told = dict[str, Any]


def _histories(number: int) -> Iterator[tuple[Told, str]]:
    teller = HistoryGenerator(f"known shapes {number}")
    for build in (teller.rules_history, teller.theme_history, teller.examination_history, teller.mixed_history) * 3:
        case = build()
        yield from ((case, at) for at in teller.random_instants(case, 1))
    dense = DenseCaseGenerator(number)
    cases = dense.build_cases(12)
    instants = dense.random_instants(cases, 3)
    yield from ((case, dense.random.choice(instants)) for case in cases)


def _move(at: str, seconds: int) -> str:
    """The moment so many days or seconds later; a whole day stays a whole day."""
    if "T" in at:
        return count.format_instant(count.parse_instant(at) + seconds)
    return (dt.date.fromisoformat(at) + dt.timedelta(days=seconds // _DAY)).isoformat()


def _variants(case: Told, at: str, chance: random.Random) -> Iterator[tuple[Told, str]]:
    yield case, at
    days = chance.choice(_GAPS) * chance.choice((-1, 1))
    moved = _rename({**case, "events": [_move_event(event, days * _DAY) for event in case["events"]]})
    yield moved, _move(at, days * _DAY)
    yield moved, at
    nudged = copy.deepcopy(case)
    event = chance.choice(nudged["events"])
    event["at"] = _move(event["at"], chance.choice((1, -1, 3600, -3600, _DAY, -_DAY, 40 * _DAY)))
    yield nudged, at
    yield case, _move(at, chance.choice((-1, 1, _DAY, -_DAY, 30 * _DAY, 400 * _DAY)))
    born = dt.date.fromisoformat(at[:10]).replace(day=1) - dt.timedelta(days=365 * chance.choice((9, 14, 15, 17, 22)))
    yield {**case, "barn": {**(case.get("barn") or {}), "foedselsdato": born.isoformat()}}, at


def _move_event(event: Told, seconds: int) -> Told:
    times = {name: _move(value, seconds) for name, value in event.items() if _is_moment(value)}
    return {**event, **times}


def _is_moment(value: object) -> bool:
    return isinstance(value, str) and len(value) >= len("2026-01-01") and value[:4].isdigit() and value[4] == "-"


def _rename(case: Told) -> Told:
    """The case with other ids, which sort as the old ones do."""
    events = [{**event, "id": f"{event['id']}y"} for event in case["events"]]
    for event in events:
        if "of" in event:
            of = event["of"]
            event["of"] = f"{of}y" if isinstance(of, str) else [f"{name}y" for name in of]
    return {**case, "events": events}


def _answer(book: Rulebook, case: Told, at: str) -> str:
    return evaluate(Case.model_validate(case), at=at, rulebook=book).to_json()


@pytest.mark.parametrize("number", GROUPS)
def test_a_known_shape_is_answered_as_a_new_one(number: int) -> None:
    with_memory, without = (Rulebook.load(matcher="reference") for _ in range(2))
    chance = seeded_random(f"variants {number}")
    asked = [variant for case, at in _histories(number) for variant in _variants(case, at, chance)]
    chance.shuffle(asked)
    for case, at in asked:
        without.programs.duties_by_shape.clear()
        without.programs.findings_by_situation.clear()
        assert _answer(with_memory, case, at) == _answer(without, case, at), (number, case, at)


def test_the_memory_answers_for_both_matchers(matcher: MatcherName) -> None:
    book = Rulebook.load(matcher=matcher)
    for case, at in itertools.islice(_histories(0), 12):
        assert _answer(book, case, at) == _answer(book, case, at)
    assert book.programs.duties_by_shape
