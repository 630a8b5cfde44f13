"""What a plan warns of: assumptions, calendars that were not understood, hosts that were passed over."""

from __future__ import annotations

import json

from meetings import PlanRequest, plan
from tests.fixtures.planning_requests import (
    AT,
    UNREADABLE_CALENDAR,
    build_busy_calendar,
    build_request,
)


def test_a_year_in_which_a_region_has_two_boernehuse_says_so():
    codes = [one.code for one in plan(build_request(districts=["1466"]), at=AT).warnings]
    assert "boernehuse_assumed" in codes
    assert "boernehuse_assumed" not in [one.code for one in plan(build_request(districts=["1460"]), at=AT).warnings]
    before = plan(build_request(year=2026, districts=["1466"]), at=AT)
    assert "boernehuse_assumed" not in [one.code for one in before.warnings]


def test_warnings_stand_in_the_plan_in_both_languages():
    data = json.loads(plan(build_request(districts=["1460"]), at=AT).to_json())
    assert list(data) == ["schema", "year", "meetings", "objective", "warnings", "receipt"]
    assert set(data["warnings"][0]) == {"code", "district", "da", "en"}


def test_kommuner_without_a_given_week_are_listed_in_the_plan():
    request = PlanRequest.model_validate(
        {"year": 2027, "districts": ["1471", "1460"], "school_holidays": {"kommuner": {"0400": 7}}}
    )
    schedule = plan(request, at=AT)
    assumed = schedule.receipt["assumed_school_weeks"]
    assert len(assumed) == 9
    assert "kommune 0400" not in assumed
    (warning,) = [one for one in schedule.warnings if one.code == "school_weeks_assumed"]
    assert "regnet som uge 7" in warning.da
    assert "and 4 others" in warning.en


def test_the_warnings_of_a_plan_do_not_depend_on_the_instant_of_the_run():
    of = build_request(districts=["1460"])
    assert plan(of, at=AT).warnings == plan(of, at="2030-01-01T00:00:00Z").warnings


def test_a_calendar_that_was_not_understood_is_one_warning():
    calendars = {"kommune 0860": UNREADABLE_CALENDAR, "kommune 0851": build_busy_calendar()}
    schedule = plan(build_request(calendars, districts=["1460"], quorum=0.8), at=AT)
    (warning,) = [one for one in schedule.warnings if one.code == "calendar_unknown"]
    assert "Hjørring (0860)" in warning.da


def test_of_several_rounds_the_warning_names_the_one_with_another_host():
    always = build_busy_calendar(("2027-01-01T00:00", "2028-01-01T00:00"))
    rounds = {"meetings_per_district": 2, "districts": ["1460"], "quorum": 0.5}
    schedule = plan(build_request({"kommune 0810": always}, **rounds), at=AT)
    warnings = [one.da for one in schedule.warnings if one.code == "host_passed_over"]
    assert ["møde 1" in warnings[0], "møde 2" in warnings[1]] == [True, True]


def test_whoever_has_a_calendar_that_does_not_cover_a_meeting_is_to_be_asked():
    short = build_busy_calendar(not_known=(("2027-02-01T00:00", "2028-01-01T00:00"),))
    of = build_request(
        {"kommune 0810": short, "politikreds 1460": short, "kommune 0813": build_busy_calendar()},
        districts=["1460"],
        window={"from": "2027-03-01", "to": "2027-04-30"},
    )
    schedule = plan(of, at=AT)
    (warning,) = [one for one in schedule.warnings if one.code == "not_known"]
    assert warning.district == "1460"
    assert warning.en.startswith(
        "Nordjyllands Politi (1460): the calendars of Nordjyllands Politi (1460) and Brønderslev (0810) do not"
    )
    assert "dækker ikke" in warning.da
