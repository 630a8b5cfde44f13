"""A small plan of three kredse, and the plan that revises it."""

from __future__ import annotations

import pytest

from meetings import plan
from meetings.request import PlanRequest
from meetings.schedule import Schedule
from tests.fixtures.planning_requests import AT, THREE_DISTRICTS, build_busy_calendar, build_request

LATER = "2027-01-20T12:00:00+01:00"


@pytest.fixture(scope="session")
def request_of_three() -> PlanRequest:
    taken = build_busy_calendar(("2027-05-12T08:00", "2027-05-12T16:00"))
    school = {"years": {2027: {"0860": 8}}}
    pins = {"1465": "2027-05-11T09:00"}
    return build_request({"politikreds 1460": taken}, **THREE_DISTRICTS, school_holidays=school, pinned=pins)


@pytest.fixture(scope="session")
def plan_of_three(request_of_three: PlanRequest) -> Schedule:
    # Through its text: what explains a plan is in the file and nowhere else.
    return Schedule.model_validate_json(plan(request_of_three, at=AT).to_json())


@pytest.fixture(scope="session")
def revised_request(plan_of_three: Schedule) -> PlanRequest:
    day = next(m for m in plan_of_three.meetings if m.district == "1460").start.date()
    away = [f"2027-{month:02}-{n:02}" for month in (2, 3, 4) for n in range(1, 29)]
    return build_request(**THREE_DISTRICTS | {"blocked": {"dates": [*away, str(day)]}})


@pytest.fixture(scope="session")
def revised_plan(plan_of_three: Schedule, revised_request: PlanRequest) -> Schedule:
    return Schedule.model_validate_json(plan(revised_request, at=LATER, earlier=plan_of_three).to_json())
