"""What a plan was made from."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings import plan
from meetings._domain.plan_origin import PlanOrigin
from meetings.errors import RequestError
from meetings.schedule import Objective, Schedule
from tests.fixtures.planning_requests import AT, build_request

BY_HAND = Schedule(year=2027, meetings=(), objective=Objective(value=0, bound=0, optimal=False))


def test_an_origin_comes_back_from_its_receipt():
    made = plan(build_request(districts=["1460"]), at=AT)
    meetings, origin = made.meetings, PlanOrigin(1_800_000_000, made.meetings)
    assert PlanOrigin.of_plan(made.model_copy(update={"receipt": {"origin": origin.to_data()}})) == origin
    earlier = origin.build_earlier(2027)
    assert earlier is not None
    assert earlier.meetings == meetings


def test_a_receipt_that_names_no_origin_is_that_of_a_first_plan():
    origin = PlanOrigin.of_plan(BY_HAND)
    assert origin == PlanOrigin()
    assert origin.build_earlier(2027) is None
    assert origin.instant < dt.datetime(2014, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("data", [{}, {"at": "soon", "published": None}, {"at": None, "published": [{}]}, 7])
def test_a_damaged_origin_is_an_error(data: object):
    with pytest.raises(RequestError, match="damaged under origin"):
        PlanOrigin.of_plan(BY_HAND.model_copy(update={"receipt": {"origin": data}}))
