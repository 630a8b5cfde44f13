"""Cases of every kind for tables: random ones, the examples of the rules, a generated year, and refused ones.

Seeded: the same number gives the same cases on every machine.
"""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa

from bench.rules.workload import cases as workload
from bench.rules.workload import year_end
from overgreb_rules import Rulebook
from overgreb_rules.arrow import CASES, EVENTS
from tests.engine.random_cases import random_case, seeded
from tests.oracle.histories import Teller

EXAMPLE_CASES = sorted((Path(__file__).parents[2] / "examples" / "cases").glob("*.json"))

Data = dict[str, Any]
"""A case in the form of its JSON."""


@dataclass(frozen=True, slots=True)
class Told:
    """A case, and an instant at which it is worth asking."""

    data: Data
    at: str


def told(number: int) -> list[Told]:
    """All examples, so many cases of each random kind, and of a year's, which have more events, three times as many.

    Their keys stand once; events have ids and have none.
    """
    found = [*_examples(), *_whole_examples()]
    kinds = ((_random(), number), (_histories(), number), (_year(), 3 * number))
    found += [one for kind, wanted in kinds for one in itertools.islice(kind, wanted)]
    rng = seeded("mixed")
    return [Told(_renamed(one.data, index, rng), one.at) for index, one in enumerate(found)]


def refused(cases: list[Told], rng: Random) -> list[Told]:
    """Of each of these cases one with a single fault that a table can hold."""
    return [Told(_with_a_fault(copy.deepcopy(one.data), rng), one.at) for one in cases if one.data["events"]]


def at_instants_of_their_own(cases: list[Told], size: int) -> Iterator[tuple[str, list[Told]]]:
    """The cases in mixes of so many that are worth asking at about the same time, each with such an instant."""
    rng = seeded("instants")
    ordered = sorted(cases, key=lambda one: dt.datetime.fromisoformat(one.at))
    for start in range(0, len(ordered), size):
        mix = ordered[start : start + size]
        rng.shuffle(mix)
        yield rng.choice(mix).at, mix


def tables(cases: list[Data]) -> tuple[pa.Table, pa.Table]:
    """The tables of such cases, read from the JSON alone: what is wrong in a case stands in its table too."""
    case_rows = [
        {"case_id": case["case_id"], "kommune": case.get("kommune"), **_days(case.get("barn", {}), CASES)}
        for case in cases
    ]
    event_rows = [_event_row(case["case_id"], event) for case in cases for event in case.get("events", [])]
    return pa.Table.from_pylist(case_rows, CASES), pa.Table.from_pylist(event_rows, EVENTS)


def _event_row(case_id: str, event: Data) -> Data:
    row = {"case_id": case_id, **_days({name: value for name, value in event.items() if name != "at"}, EVENTS)}
    if "at" in event:
        is_instant = "T" in event["at"]
        row["at" if is_instant else "day"] = (_instant if is_instant else dt.date.fromisoformat)(event["at"])
    return row


def _days(told: Data, schema: pa.Schema) -> Data:
    """Days and instants as the columns hold them."""
    return {name: _value(value, schema.field(name).type) for name, value in told.items()}


def _value(value: object, type_: pa.DataType) -> object:
    if not isinstance(value, str) or pa.types.is_string(type_):
        return value
    return dt.date.fromisoformat(value) if pa.types.is_date(type_) else _instant(value)


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


def _random() -> Iterator[Told]:
    return (Told(*random_case(number)) for number in itertools.count(300_000))


def _histories() -> Iterator[Told]:
    teller = Teller("tables")
    for kind in itertools.cycle((Teller.of_some_rules, Teller.of_the_chain, Teller.of_any_type)):
        case = kind(teller)
        yield from (Told(case, at) for at in teller.instants(case, 1))


def _examples() -> Iterator[Told]:
    for rule in Rulebook.load(matcher="reference").rules:
        for example in rule.examples:
            events = [{name: _text(value) for name, value in event.items()} for event in example.events]
            yield Told({"case_id": rule.id, **_plain(example.case), "events": events}, _text(example.at))


def _plain(value: Any) -> Any:
    return {name: _plain(one) for name, one in value.items()} if hasattr(value, "items") else _text(value)


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _whole_examples() -> Iterator[Told]:
    for path in EXAMPLE_CASES:
        data = json.loads(path.read_text(encoding="utf-8"))
        yield from (Told(data, at) for at in ("2017-01-01T12:00:00+01:00", "2024-09-16T00:00:00+02:00"))


def _year() -> Iterator[Told]:
    return (Told(case, year_end()) for case in workload(10**6, seed=31, year=2025))


def _renamed(data: Data, index: int, rng: Random) -> Data:
    """The case under a key of its own; one in four without the ids of its events, where nothing refers to them."""
    data = {**data, "case_id": f"sag-{index}"}
    events = data.get("events", [])
    if rng.random() < 0.25 and not any("of" in event for event in events):
        data["events"] = [{name: value for name, value in event.items() if name != "id"} for event in events]
    return data


def _with_a_fault(data: Data, rng: Random) -> Data:
    event = rng.choice(data["events"])
    match rng.randrange(9):
        case 0:
            event["type"] = "noget_andet"
        case 1:
            event["afsender" if event["type"] != "underretning_modtaget" else "resultat"] = "ukendt"
        case 2:
            del event["at"]
        case 3:
            event["of"] = "no such event"
        case 4:
            event["at"] = "2201-01-01"
        case 5:
            event["id"] = "010101-1234"
        case 6:
            data["kommune"] = -1
        case 7:
            data["events"].append(dict(event, id=data["events"][0].get("id", "e1")))
        case _:
            data["barn"] = {"foedselsdato": "1750-01-01"}
    return data
