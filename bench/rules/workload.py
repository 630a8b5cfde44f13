"""A Danish year of notifications in small: seeded cases, told as the record system of a municipality would tell them.

One case is one child with its notifications of the year, and what the municipality did about them until the year
ended; later events are not known yet. The shares that are published are kept
(tests/integration/bench/test_workload.py measures them); what is not published is a guess, and stands here or in
`course.py` as a plain number.

Populations: Danmarks Statistik, FOLK1A, 1 January 2019. Notifications, children and senders: Danmarks Statistik, 2022.
Children with several notifications: Danmarks Statistik, 2018. The 24 hours: the ministry, 2020-22. The four months:
Ankestyrelsen, 2024. Children's houses: Social- og Boligstyrelsen, 2022.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.rules.course import Course, Sender

__all__ = [
    "CHILDREN_A_YEAR",
    "CHILDREN_WITH_SEVERAL",
    "NOTIFICATIONS_A_YEAR",
    "SENDERS",
    "cases",
    "children",
    "kommuner",
    "sender_of",
    "year_end",
]

NOTIFICATIONS_A_YEAR = 152_700
CHILDREN_A_YEAR = 85_300
CHILDREN_WITH_SEVERAL = 0.34

SENDERS = (
    Sender("schools", 0.210, "fagperson"),
    Sender("health", 0.196, "fagperson"),
    Sender("police and courts", 0.125, "fagperson", round_the_clock=True),
    # The rest is published as others; how it divides is a guess.
    Sender("other professionals", 0.190, "fagperson"),
    Sender("municipalities", 0.100, "kommune"),
    Sender("citizens", 0.179, "borger", round_the_clock=True),
)

_COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_SENDER_WEIGHTS = tuple(itertools.accumulate(sender.share for sender in SENDERS))
_ALL_SENDERS = _SENDER_WEIGHTS[-1]
_MEAN_OF_SEVERAL = (NOTIFICATIONS_A_YEAR / CHILDREN_A_YEAR - (1 - CHILDREN_WITH_SEVERAL)) / CHILDREN_WITH_SEVERAL
_ONE_MORE = (_MEAN_OF_SEVERAL - 2) / (_MEAN_OF_SEVERAL - 1)
"""The chance of each further notification after the second: a geometric tail with the published mean."""
_MOST = 20


@dataclass(frozen=True, slots=True)
class Kommune:
    """A kommune and how many live in it."""

    code: int
    name: str
    inhabitants: int


@cache
def kommuner() -> tuple[Kommune, ...]:
    """The 98 kommuner with their populations."""
    with Path(__file__).with_name("kommuner.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Kommune(int(row["kommune_kode"]), row["kommune"], int(row["indbyggere"])) for row in csv.DictReader(file)
        )


def year_end(year: int = 2025) -> str:
    """The instant at which the cases of `year` are evaluated: its very end."""
    return dt.datetime(year + 1, 1, 1, tzinfo=_COPENHAGEN).isoformat()


def cases(notifications: int, seed: int, year: int = 2025) -> Iterator[dict[str, object]]:
    """Children with so many notifications in all, in the JSON form of a case. The same seed gives the same cases."""
    told = 0
    for number, rng in _numbered(seed):
        wanted = min(_how_many(rng), notifications - told)
        if wanted <= 0:
            return
        told += wanted
        yield _child(rng, number, wanted, year)


def children(seed: int, year: int = 2025) -> Iterator[dict[str, object]]:
    """The same cases without end."""
    for number, rng in _numbered(seed):
        yield _child(rng, number, _how_many(rng), year)


def sender_of(rng: random.Random) -> Sender:
    """Who notifies, by the shares of 2022."""
    point = rng.random() * _ALL_SENDERS
    return next(sender for sender, upto in zip(SENDERS, _SENDER_WEIGHTS, strict=True) if point <= upto)


def _numbered(seed: int) -> Iterator[tuple[int, random.Random]]:
    rng = random.Random(seed)  # noqa: S311  # no secret is made of it
    return ((number, rng) for number in itertools.count(1))


def _how_many(rng: random.Random) -> int:
    if rng.random() >= CHILDREN_WITH_SEVERAL:
        return 1
    number = 2
    while number < _MOST and rng.random() < _ONE_MORE:
        number += 1
    return number


@cache
def _kommune_weights() -> tuple[tuple[int, ...], tuple[int, ...]]:
    found = kommuner()
    return tuple(one.code for one in found), tuple(itertools.accumulate(one.inhabitants for one in found))


@cache
def _bounds(year: int) -> tuple[int, int]:
    first, last = (int(dt.datetime(y, 1, 1, tzinfo=_COPENHAGEN).timestamp()) for y in (year, year + 1))
    return first, last


def _child(rng: random.Random, number: int, notifications: int, year: int) -> dict[str, object]:
    codes, weights = _kommune_weights()
    begins, ends = _bounds(year)
    unborn = rng.random() < 0.015
    course = Course(rng, number, ends, unborn=unborn)
    if not unborn and rng.random() < 0.12:
        # Under the law of the year: what was begun before 2024 is another question than that of a year's notifications.
        course.earlier_measure(begins - int(rng.uniform(10, 340) * _DAY))
    senders = [sender_of(rng) for _ in range(notifications)]
    for sender, at in zip(senders, _arrivals(rng, senders, begins, ends), strict=True):
        course.notification(at, sender)
    (kommune,) = rng.choices(codes, cum_weights=weights)
    case: dict[str, object] = {"case_id": f"sag-{year}-{number}", "kommune": kommune}
    if barn := _barn(rng, begins, unborn=unborn):
        case["barn"] = barn
    case["events"] = course.told()
    return case


def _barn(rng: random.Random, begins: int, *, unborn: bool) -> dict[str, object]:
    today = dt.datetime.fromtimestamp(begins, _COPENHAGEN).date()
    barn: dict[str, object] = {}
    if unborn:
        barn["termin"] = (today + dt.timedelta(days=rng.randrange(30, 550))).isoformat()
    elif rng.random() < 0.95:
        barn["foedselsdato"] = (today - dt.timedelta(days=rng.randrange(17 * 365))).isoformat()
    if rng.random() < 0.6:
        barn["soeskende_under_15"] = rng.random() < 0.55
    return barn


def _arrivals(rng: random.Random, senders: list[Sender], begins: int, ends: int) -> list[int]:
    """When the notifications of one child come in: the one after the other, some of them close together."""
    found: list[int] = []
    for sender in senders:
        if found and rng.random() < 0.25:
            at = found[-1] + int(rng.uniform(0.1, 4) * _DAY)
        else:
            at = _in_office_hours(rng, begins, ends) if not sender.round_the_clock else rng.randrange(begins, ends)
        found.append(min(at, ends - _MINUTE) // _MINUTE * _MINUTE)
    return sorted(found)


def _in_office_hours(rng: random.Random, begins: int, ends: int) -> int:
    while True:
        midnight = begins + rng.randrange((ends - begins) // _DAY) * _DAY
        # 1970-01-01 was a Thursday; at noon no change of clocks can move the day.
        if (midnight + 12 * _HOUR) // _DAY % 7 not in {2, 3}:
            return midnight + int(rng.triangular(7.5, 17, 11) * _HOUR)
