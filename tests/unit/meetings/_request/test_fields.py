"""The groups of keys in a request: no other key is allowed, and what a group answers."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from meetings._request.fields import (
    BlockedDays,
    CalendarFiles,
    Facilitator,
    GapMonths,
    Hosts,
    SchoolHolidays,
    SpacingDays,
    TravelMinutes,
    Window,
)


@pytest.mark.parametrize("group", [BlockedDays, CalendarFiles, GapMonths, Hosts, SchoolHolidays, TravelMinutes])
def test_an_unknown_key_is_refused_with_the_keys_that_are_allowed(group: type[BaseModel]) -> None:
    with pytest.raises(ValidationError, match="allowed here are"):
        group.model_validate({"noget": 1})


@pytest.mark.parametrize(
    ("group", "data"),
    [
        (BlockedDays, {"weeks": [0]}),
        (BlockedDays, {"weeks": [54]}),
        (BlockedDays, {"weeks": ["8"]}),
        (GapMonths, {"min": -1}),
        (GapMonths, {"max": 25}),
        (SpacingDays, {"min": 0, "max": 10}),
        (SpacingDays, {"min": 1, "max": 367}),
        (SchoolHolidays, {"default_winter_week": 9}),
        (Hosts, {"rotate": "yes"}),
        (Facilitator, {"id": "f1"}),
        (Window, {"from": "2027-01-01"}),
    ],
)
def test_a_value_just_outside_its_range_is_refused(group: type[BaseModel], data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        group.model_validate(data)


def test_a_value_just_inside_its_range_is_taken() -> None:
    assert BlockedDays.model_validate({"weeks": [1, 53]}).weeks == (1, 53)
    assert GapMonths.model_validate({"min": 0, "max": 24}).max == 24
    assert SpacingDays.model_validate({"min": 1, "max": 366}).min == 1


def test_the_winter_week_of_a_year_comes_before_that_of_the_kommune_and_that_before_the_default() -> None:
    holidays = SchoolHolidays.model_validate({"kommuner": {"0751": 8}, "years": {2027: {"0751": 7}}})
    assert [holidays.winter_week("0751", year) for year in (2027, 2028)] == [7, 8]
    assert holidays.winter_week("0860", 2027) == 7
    assert holidays.is_given("0751", 2028)
    assert not holidays.is_given("0860", 2027)


def test_a_journey_is_that_of_the_pair_else_of_bornholm_else_between_any_two() -> None:
    travel = TravelMinutes.model_validate({"within": 10, "pairs": [{"kredse": ["1460", "1461"], "minutes": 90}]})
    assert travel.between_meetings("1461", "1461") == 10
    assert travel.between_meetings("1461", "1460") == 90
    assert travel.between_meetings("1461", "1465") == 180
    assert travel.between_meetings("1471", "1461") == travel.between_meetings("1461", "1471") == 360
