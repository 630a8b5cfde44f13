"""The target that plans: small requests, whose plan, check, explanation, list of dates and second plan must agree."""

from __future__ import annotations

import datetime as dt
import json
import random
import tempfile
from pathlib import Path
from typing import Any

from meetings import PlanRequest, plan
from meetings.check import check
from meetings.dates import list_possible_starts
from meetings.errors import MeetingsError, NoPlanError
from meetings.explain import explain
from meetings.schedule import Schedule
from tests.fixtures.random_cases import seeded_random
from tests.fuzz.target import FuzzTarget, require_plain_refusal

_KREDSE = ("Nordjylland", "1461", "Fyn", "1471")
_KOMMUNER = ("Aalborg", "0813", "Odense", "0751", "0400")
_WEEKDAYS = ("mandag", "tuesday", "onsdag", "fredag")


def _build_plan(number: int) -> bytes:
    rng = seeded_random(f"plan {number}")
    first = dt.date(2027, 1, 1) + dt.timedelta(days=rng.randint(0, 340))
    days = [str(first + dt.timedelta(days=n)) for n in range(rng.choice((1, 5, 9, 16)))]

    def absence() -> list[dict[str, Any]]:
        start, end = sorted((rng.choice(days), rng.choice(days)))
        one: dict[str, Any] = {"from": start, "to": end}
        if rng.random() < 0.3:
            one |= {"weekdays": [rng.choice(_WEEKDAYS)], "times": [rng.choice(("08:00-12:00", "10:00-16:00"))]}
        return [one]

    districts = rng.sample(_KREDSE, rng.randint(1, 2))
    people = [{"id": f"f{n}", "name": f"Person {n}"} for n in range(rng.randint(1, 2))]
    request: dict[str, Any] = {
        "year": 2027,
        "districts": districts,
        "window": {"from": days[0], "to": days[-1]},
        "facilitators": people,
        "facilitator_meetings_per_day": rng.choice((1, 2)),
        "facilitator_rest_days": rng.choice((0, 0, 2)),
        "quorum": rng.choice((1.0, 0.8, 0.5)),
        "blocked": {"dates": [day for day in days if rng.random() < 0.1], "weeks": rng.choice(([], [42]))},
        "strict_coverage": rng.random() < 0.3,
        "notice_days": rng.choice((0, 14)),
        "away": {
            "facilitators": {rng.choice(people)["name"]: absence()} if rng.random() < 0.5 else {},
            "politikredse": {rng.choice(districts): absence()} if rng.random() < 0.5 else {},
            "kommuner": {code: absence() for code in _KOMMUNER if rng.random() < 0.2},
        },
    }
    if rng.random() < 0.3:
        request |= {"meetings_per_district": 2, "spacing_days": {"min": rng.choice((1, 3)), "max": 20}}
    if rng.random() < 0.3:
        request["pinned"] = {rng.choice(districts): f"{rng.choice(days)}T{rng.choice(('09:00', '10:15'))}"}
    if rng.random() < 0.2:
        request["hosts"] = {"rotate": rng.random() < 0.5}
    return json.dumps(request | {"instant": _draw_instant(rng, first)}).encode()


def _draw_instant(rng: random.Random, first: dt.date) -> str:
    day = first - dt.timedelta(days=rng.choice((200, 30, 3, -3)))
    return f"{day}T12:00:00+01:00"


def _check_plan(data: bytes) -> None:
    """A plan breaks no rule, says its own costs, is explained and possible by `dates`, and stays in a second run."""
    keys = json.loads(data)
    at = keys.pop("instant")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "request.yaml"
        path.write_text(json.dumps(keys), encoding="utf-8")
        try:
            request = PlanRequest.load(path)
        except MeetingsError as error:
            require_plain_refusal(error.message("da"))
            return
    codes = [kreds.code for kreds in request.kredse()]
    try:
        schedule = plan(request, at=at)
    except NoPlanError as error:
        require_plain_refusal(error.message("da").replace("\n", " "))
        require_plain_refusal(error.message("en").replace("\n", " "))
        return
    report = check(schedule, request)
    assert not report.violations, report.violations
    assert report.value == schedule.objective.value
    again = plan(request, at=at, earlier=schedule)
    assert again.meetings == schedule.meetings, "a second run moves nothing"
    for code in codes:
        _check_kreds(schedule, request, code, at)


def _check_kreds(schedule: Schedule, request: PlanRequest, code: str, at: str) -> None:
    own = [meeting for meeting in schedule.meetings if meeting.district == code]
    possible = {(one.round, one.start): one for one in list_possible_starts(request, code, at=at)}
    for meeting, explanation in zip(own, explain(schedule, code), strict=True):
        start = possible[meeting.round, meeting.start]
        assert (start.host, start.absent) == (meeting.host, meeting.absent)
        shown = {name: cost for name, cost in meeting.cost.items() if cost}
        assert {name: cost for name, cost in explanation.cost.items() if name in meeting.cost} == shown
        assert explanation.meeting == meeting


PLAN_TARGETS = (FuzzTarget("plans", _build_plan, _check_plan),)
