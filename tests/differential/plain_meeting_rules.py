"""Notice, freeze, hosts in turn and time to travel, written a second time from the words of the request alone.

Nothing here imports the constraints, the costs or the solver: days are compared as dates, times as local times.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import ceil

DAYS = tuple(dt.date(2027, 4, day) for day in (5, 6, 7, 8, 9))
"""Five working days of one week."""
TIMES = (dt.time(8), dt.time(12), dt.time(15))
MINUTES = 120
KOMMUNER = {
    "1460": ("0810", "0813", "0820", "0825", "0840", "0846", "0849", "0851", "0860"),
    "1463": ("0530", "0607", "0615", "0621", "0630", "0746", "0766"),
    "1471": ("0400",),
}
BORNHOLM = "1471"


@dataclass(frozen=True)
class PlainRequest:
    """What a request says, and what was published before."""

    kredse: tuple[str, ...]
    quorum: float
    notice: int
    freeze: int
    travel: int
    travel_bornholm: int
    now: dt.datetime
    """A local time."""
    published: Mapping[str, dt.datetime] | None
    """By kreds; None where nothing has been published."""
    busy: Mapping[str, frozenset[dt.datetime]]
    """The starts at which somebody cannot come, by code of kommune or kreds."""


def draw_request(seed: int) -> PlainRequest:
    """Draw a request for two or three kredse in one week, all with one facilitator."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    kredse = tuple(sorted(dice.sample(sorted(KOMMUNER), dice.choice([2, 2, 3]))))
    starts = list(every_start())
    share = dice.choice([0.15, 0.3])
    people = [*kredse, *(code for kreds in kredse for code in KOMMUNER[kreds])]
    # The kommune whose turn it is can often come to little or nothing.
    first = {KOMMUNER[kreds][0] for kreds in kredse}
    busy = {}
    for code in people:
        often = dice.choice([0.5, 1]) if code in first else share
        busy[code] = frozenset(start for start in starts if dice.random() < often)
    now = dt.datetime(2027, 4, dice.choice([1, 4, 5, 6]), 10)  # noqa: DTZ001  # a local time
    left = [start for start in starts if start + dt.timedelta(minutes=MINUTES) > now]
    return PlainRequest(
        kredse=kredse,
        quorum=dice.choice([0.1, 0.5]),
        notice=dice.choice([0, 1, 2]),
        freeze=dice.choice([0, 2, 4]),
        travel=dice.choice([0, 60, 120, 121]),
        travel_bornholm=dice.choice([60, 200, 400]),
        now=now,
        published=dice.choice([None, {kreds: dice.choice(left) for kreds in kredse}]),
        busy=busy,
    )


def every_start() -> Iterator[dt.datetime]:
    """List the starts of the week, as local times."""
    for day, time in product(DAYS, TIMES):
        yield dt.datetime.combine(day, time)


def costs_of(request: PlainRequest, starts: Mapping[str, dt.datetime]) -> tuple[int, int, int, int] | None:
    """Return what a plan costs on the ranks before comfort; None where a rule is broken."""
    if not all(_is_allowed(request, kreds, start) for kreds, start in starts.items()):
        return None
    if any(_clash(request, one, other) for one, other in combinations(starts.items(), 2)):
        return None
    moved = {kreds for kreds, start in starts.items() if request.published and request.published[kreds] != start}
    soon = request.now + dt.timedelta(days=request.freeze)
    moved_soon = sum(request.published is not None and request.published[kreds] < soon for kreds in moved)
    passed = sum(len(_passed_over(request, kreds, start)) for kreds, start in starts.items())
    absent = sum(len(_absent(request, kreds, start)) for kreds, start in starts.items())
    return moved_soon, len(moved), passed, absent


def least_costs(request: PlainRequest) -> tuple[int, int, int, int] | None:
    """Return the least costs of all plans, each rank among the best of those before it; None where there is none."""
    options = [[start for start in every_start() if _is_allowed(request, kreds, start)] for kreds in request.kredse]
    plans = (dict(zip(request.kredse, starts, strict=True)) for starts in product(*options))
    return min((costs for plan in plans if (costs := costs_of(request, plan)) is not None), default=None)


def host_of(request: PlainRequest, kreds: str, start: dt.datetime) -> str:
    """Return the host: the first kommune in turn that can come; nobody has been host before."""
    return next(code for code in KOMMUNER[kreds] if start not in request.busy[code])


def _is_allowed(request: PlainRequest, kreds: str, start: dt.datetime) -> bool:
    if start in request.busy[kreds]:
        return False
    free = len(KOMMUNER[kreds]) - len(_absent(request, kreds, start))
    if free == 0 or free < ceil(round(request.quorum * len(KOMMUNER[kreds]), 9)):
        return False
    if request.published is not None and request.published[kreds] == start:
        return True
    if request.published is not None and start < request.now:
        return False
    return not request.now <= start < request.now + dt.timedelta(days=request.notice)


def _absent(request: PlainRequest, kreds: str, start: dt.datetime) -> list[str]:
    return [code for code in KOMMUNER[kreds] if start in request.busy[code]]


def _passed_over(request: PlainRequest, kreds: str, start: dt.datetime) -> Sequence[str]:
    return KOMMUNER[kreds][: KOMMUNER[kreds].index(host_of(request, kreds, start))]


def _clash(request: PlainRequest, one: tuple[str, dt.datetime], other: tuple[str, dt.datetime]) -> bool:
    """Whether one facilitator cannot lead both meetings."""
    (kreds, first), (another, second) = sorted((one, other), key=lambda pair: pair[1])
    if first.date() != second.date():
        return False
    journey = request.travel_bornholm if BORNHOLM in {kreds, another} else request.travel
    return second < first + dt.timedelta(minutes=MINUTES + journey)
