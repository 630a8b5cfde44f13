"""Random cases in all words of the vocabulary, and random programs and facts in the closed subset of the engine.

Seeded: the same number gives the same case on every machine.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

from overgreb_rules._matching.program import Clause, Fact, Pattern, Program, Test
from overgreb_rules._rulebook import Rules
from overgreb_rules._rules.vocabulary import FactWord

WORDS = Rules.load().vocabulary
_FROM_NOTIFICATION_TO_EXAMINATION = (
    "underretning_modtaget", "underretning_vurderet", "kvittering_sendt", "screening_foretaget",
    "undersoegelse_besluttet", "undersoegelse_afsluttet", "foreloebig_vurdering_foretaget",
    "boernesamtale_afholdt", "boernesamtale_undladt", "fagperson_orienteret", "opmaerksom_paa_behov",
    "anbringelse_besluttet", "afgoerelse_meddelt", "klage_indgivet",
)  # fmt: skip
_ALL_TYPES = tuple(WORDS.events)
_INTERESTING_DAYS = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "2013-09-30", "2013-10-01", "2014-12-31", "2015-04-05", "2016-02-29", "2016-12-23", "2017-03-25",
        "2017-10-29", "2018-05-25", "2019-06-30", "2019-10-31", "2020-02-29", "2020-04-08", "2022-12-31",
        "2023-02-28", "2023-05-05", "2023-08-31", "2023-10-01", "2023-12-29", "2023-12-31", "2024-01-01",
        "2024-01-02", "2024-03-31", "2024-05-08", "2024-10-27", "2025-04-17", "2025-06-05", "2026-01-31",
    )
)  # fmt: skip


def seeded(seed: int | str) -> random.Random:
    """Numbers that look random and are the same on every machine."""
    return random.Random(seed)  # noqa: S311  # no secret is made of them


def random_case(number: int) -> tuple[dict[str, object], str]:
    """The JSON data of a case of 1 to 8 events, and an instant to evaluate it at."""
    rng = seeded(number)
    first = rng.choice(_INTERESTING_DAYS) + dt.timedelta(days=rng.randint(-3, 3))
    types = _FROM_NOTIFICATION_TO_EXAMINATION if rng.random() < 0.6 else _ALL_TYPES
    day, events = first, []
    for index in range(rng.randint(1, 8)):
        type_ = rng.choice(types)
        event: dict[str, object] = {"id": f"k{index}", "type": type_, "at": _moment(rng, day)}
        if events and rng.random() < 0.4:
            event["of"] = rng.choice(events)["id"]
        for name, word in WORDS.events[type_].facts.items():
            if rng.random() < 0.6:
                event[name] = _value(rng, word, day)
        events.append(event)
        day += dt.timedelta(days=rng.choice((0, 0, 1, 1, 2, 7, 9, 30, 122, 365)))
    rng.shuffle(events)
    case: dict[str, object] = {"case_id": f"case-{number}", "events": events}
    barn = {
        "foedselsdato": (first - dt.timedelta(days=rng.choice((30, 2000, 5478, 5479, 6500)))).isoformat(),
        "termin": (first + dt.timedelta(days=rng.randint(1, 250))).isoformat(),
        "soeskende_under_15": rng.random() < 0.5,
    }
    known = {name: value for name, value in barn.items() if rng.random() < 0.5}
    if known:
        case["barn"] = known
    at = rng.choice((first, day, day)) + dt.timedelta(days=rng.choice((0, 1, 8, 40, 130, 400)))
    return case, f"{at.isoformat()}T{rng.randint(0, 23):02}:00:00Z"


def _moment(rng: random.Random, day: dt.date) -> str:
    if rng.random() < 0.25:
        return day.isoformat()
    return f"{day.isoformat()}T{rng.randint(0, 23):02}:{rng.choice((0, 30)):02}:00+0{rng.randint(0, 2)}:00"


def _value(rng: random.Random, word: FactWord, day: dt.date) -> object:
    if word.kind == "bool":
        return rng.random() < 0.5
    if word.kind == "int":
        return rng.choice((0, 9, 10, 14, 15, 16, 50, 100))
    if word.kind == "word":
        return rng.choice(word.words)
    if word.kind == "text":
        return rng.choice(("", "æøå", 'a "quote"', "§ 155, stk. 2"))
    near = day + dt.timedelta(days=rng.randint(-10, 200))
    return near.isoformat() if word.kind == "date" else _moment(rng, near)[:10] + "T10:00:00Z"


_KINDS = ("trigger", "case", "answer>ab", "answer>abc")
_TEXTS = ("a", "ab", "ab c", "true", "?", "-", "1")
_NUMBERS = (-1, 0, 1, 15, 2**31 - 1)
_PROPERTIES: Mapping[str, tuple[str | int, ...]] = {
    "art": _TEXTS, "artens": _TEXTS, "å": _TEXTS, "procent": _NUMBERS, "age": _NUMBERS,
}  # fmt: skip


def random_program(rng: random.Random) -> Program:
    """One to eight clauses of wanted and unwanted patterns."""
    return Program(
        Clause(
            "r",
            "opens",
            0,
            frozenset(),
            tuple(_pattern(rng) for _ in range(rng.choice((1, 1, 2, 3)))),
            tuple(_pattern(rng) for _ in range(rng.choice((0, 0, 1, 1, 2)))),
        )
        for _ in range(rng.randint(1, 8))
    )


def _pattern(rng: random.Random) -> Pattern:
    return Pattern(rng.choice(_KINDS), tuple(_test(rng) for _ in range(rng.choice((0, 1, 1, 2)))))


def _test(rng: random.Random) -> Test:
    name = rng.choice(tuple(_PROPERTIES))
    value = rng.choice(_PROPERTIES[name][:4])
    return Test(name, rng.choice(("is", "is_not", "at_least")) if isinstance(value, int) else _is_or_not(rng), value)


def _is_or_not(rng: random.Random) -> str:
    return rng.choice(("is", "is", "is_not"))


def random_facts(rng: random.Random) -> list[Fact]:
    """None to six facts; a property may be missing."""
    return [
        {
            "t": rng.choice(_KINDS),
            **{name: rng.choice(values) for name, values in _PROPERTIES.items() if rng.random() < 0.7},
        }
        for _ in range(rng.randint(0, 6))
    ]
