"""Plans against notice, freeze, hosts in turn and time to travel as a second, plain program states them."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings import plan
from meetings.errors import NoPlanError
from meetings.schedule import Schedule
from overgreb_rules.calendar import COPENHAGEN
from tests.differential.plain_meeting_rules import (
    MINUTES,
    TIMES,
    PlainRequest,
    costs_of,
    draw_request,
    every_start,
    host_of,
    least_costs,
)
from tests.fixtures.planning_requests import AT, build_busy_calendar, build_request

SEEDS = range(30)


def solve_request(asked: PlainRequest) -> Schedule:
    """Plan what a plain request says."""
    calendars = {}
    for code, starts in asked.busy.items():
        spans = [(f"{start:%Y-%m-%dT%H:%M}", f"{start + dt.timedelta(minutes=30):%Y-%m-%dT%H:%M}") for start in starts]
        calendars[f"{'politikreds' if code in asked.kredse else 'kommune'} {code}"] = build_busy_calendar(*spans)
    shape = {
        "districts": list(asked.kredse),
        "window": {"from": "2027-04-05", "to": "2027-04-09"},
        "start_times": [f"{time:%H:%M}" for time in TIMES],
        "duration": MINUTES,
        "facilitator_meetings_per_day": 3,
        "travel_minutes": {"between": asked.travel, "bornholm": asked.travel_bornholm},
        "notice_days": asked.notice,
        "freeze_days": asked.freeze,
    }
    earlier = None
    if asked.published is not None:
        pinned = {kreds: f"{start:%Y-%m-%dT%H:%M}" for kreds, start in asked.published.items()}
        free = {
            "facilitators": [{"id": f"f{n}", "name": "F"} for n in range(3)],
            "travel_minutes": {"between": 0, "bornholm": 0},
        }
        published = plan(build_request(**{**shape, **free, "pinned": pinned}), at=AT)
        meetings = tuple(meeting.model_copy(update={"facilitators": ()}) for meeting in published.meetings)
        earlier = published.model_copy(update={"meetings": meetings})
    at = asked.now.replace(tzinfo=COPENHAGEN)
    return plan(build_request(calendars, quorum=asked.quorum, **shape), at=at, earlier=earlier)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_moves_fewer_passes_over_fewer_hosts_or_misses_fewer_kommuner(seed: int):
    asked = draw_request(seed)
    least = least_costs(asked)
    try:
        schedule = solve_request(asked)
    except NoPlanError:
        assert least is None
        return
    starts = {meeting.district: meeting.start.replace(tzinfo=None) for meeting in schedule.meetings}
    assert costs_of(asked, starts) == least
    for meeting in schedule.meetings:
        assert meeting.host == host_of(asked, meeting.district, starts[meeting.district])


def test_the_drawn_requests_try_every_rank():
    drawn = [least_costs(draw_request(seed)) for seed in SEEDS]
    found = [costs for costs in drawn if costs is not None]
    assert 15 <= len(found) < len(SEEDS)
    assert all(any(costs[rank] for costs in found) for rank in range(4))
    assert len(list(every_start())) == 15
