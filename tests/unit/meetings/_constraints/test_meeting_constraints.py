"""Each hard rule about one meeting: once broken, once kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from meetings import plan
from meetings._constraints.registry import START_CONSTRAINTS
from meetings._domain.meeting_history import MeetingHistory
from tests.fixtures.planning_requests import (
    AT,
    UNREADABLE_CALENDAR,
    build_busy_calendar,
    build_problem,
    build_request,
    describe_broken_rules,
    find_broken_rules,
    find_slot,
    find_task,
    local_seconds,
)

NINE = "T09:00"


def test_a_working_day_is_refused_by_nothing():
    assert find_broken_rules(build_problem(), "2027-03-09T09:00") == []


def test_politikreds_free_refuses_when_the_police_are_busy():
    of = build_problem({"politikreds 1460": build_busy_calendar(("2027-03-09T11:00", "2027-03-09T11:30"))})
    assert find_broken_rules(of, "2027-03-09T09:00") == ["politikreds_free"]
    assert find_broken_rules(of, "2027-03-09T12:30") == []
    assert find_broken_rules(of, "2027-03-09T09:00", "1461-1") == []


def test_what_only_touches_a_meeting_does_not_make_it_busy():
    of = build_problem(
        {
            "politikreds 1460": build_busy_calendar(
                ("2027-03-09T08:00", "2027-03-09T09:00"), ("2027-03-09T12:00", "2027-03-09T12:30")
            )
        }
    )
    assert find_broken_rules(of, "2027-03-09T09:00") == []
    assert find_broken_rules(of, "2027-03-09T12:30") == []


def test_boernehuse_free_refuses_for_every_boernehus_of_the_kreds():
    of = build_problem({"boernehus Aarhus": build_busy_calendar(("2027-03-09T08:00", "2027-03-09T16:00"))})
    assert find_broken_rules(of, "2027-03-09T09:00", "1462-1") == ["boernehuse_free"]
    assert find_broken_rules(of, "2027-03-09T09:00", "1463-1") == ["boernehuse_free"]
    assert find_broken_rules(of, "2027-03-09T09:00", "1460-1") == []


def test_quorum_counts_the_kommuner_that_are_free():
    away = build_busy_calendar(("2027-03-09T08:00", "2027-03-09T16:00"))
    one, two = {"kommune 0860": away}, {"kommune 0860": away, "kommune 0851": away}
    assert find_broken_rules(build_problem(one), "2027-03-09T09:00") == ["quorum"]
    assert find_broken_rules(build_problem(one, quorum=0.88), "2027-03-09T09:00") == []
    assert find_broken_rules(build_problem(two, quorum=0.88), "2027-03-09T09:00") == ["quorum"]
    assert "8 of 9 kommuner must be free" in describe_broken_rules(build_problem(two, quorum=0.88), "2027-03-09T09:00")
    assert "Aalborg (0851), Hjørring (0860)" in describe_broken_rules(
        build_problem(two, quorum=0.88), "2027-03-09T09:00"
    )


def test_the_danish_of_a_quorum_agrees_with_its_number():
    away = build_busy_calendar(("2027-03-09T08:00", "2027-03-09T16:00"))
    of = build_problem({"kommune 0400": away}, districts=["1471"])
    (violation,) = START_CONSTRAINTS["quorum"].violations(
        of, find_task(of, "1471-1"), find_slot(of, "2027-03-09T09:00")
    )
    assert violation.text.da == (
        "mindst 1 af 1 kommune skal være ledig tirsdag den 9. marts 2027 kl. 09.00; ikke ledig: Bornholm (0400)"
    )


def test_quorum_is_counted_exactly():
    # 0.7 of 10 is 7: with floats it would be a little more, and 8 would be asked for.
    away = build_busy_calendar(("2027-03-09T08:00", "2027-03-09T16:00"))
    of = build_problem({f"kommune {code}": away for code in ("0430", "0440", "0450")}, quorum=0.7)
    assert find_broken_rules(of, "2027-03-09T09:00", "1465-1") == []


def test_a_calendar_that_cannot_be_read_never_counts_as_free():
    of = build_problem({"kommune 0860": UNREADABLE_CALENDAR})
    assert find_broken_rules(of, "2027-03-09T09:00") == ["quorum"]
    assert of.absent(find_task(of, "1460-1").kreds, find_slot(of, "2027-03-09T09:00")) == ("0860",)


def test_host_present_refuses_when_the_fixed_host_is_away():
    of = build_problem({"kommune 0810": build_busy_calendar(("2027-03-09T08:00", "2027-03-09T16:00"))}, quorum=0.5)
    fixed = build_problem(
        {"kommune 0810": build_busy_calendar(("2027-03-09T08:00", "2027-03-09T16:00"))},
        quorum=0.5,
        hosts={"fixed": {"1460": "0810"}},
    )
    assert find_broken_rules(fixed, "2027-03-09T09:00") == ["host_present"]
    assert find_broken_rules(fixed, "2027-03-10T09:00") == []
    assert find_broken_rules(of, "2027-03-09T09:00") == []


TWO = [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]


def test_facilitators_free_asks_for_as_many_as_a_meeting_needs():
    calendars = {"facilitator f1": build_busy_calendar(("2027-03-09T08:00", "2027-03-09T16:00"))}
    assert find_broken_rules(build_problem(calendars, facilitators=TWO[:1]), "2027-03-09T09:00") == [
        "facilitators_free"
    ]
    assert find_broken_rules(build_problem(calendars, facilitators=TWO), "2027-03-09T09:00") == []
    both = build_problem(calendars, facilitators=TWO, facilitators_per_meeting=2)
    assert find_broken_rules(both, "2027-03-09T09:00") == ["facilitators_free"]


def test_start_times_refuses_every_other_time_but_a_pinned_one():
    of = build_problem(pinned={"1460": "2027-03-09T10:15"})
    assert find_broken_rules(of, "2027-03-09T10:15") == []
    assert find_broken_rules(of, "2027-03-09T10:15", "1461-1") == ["start_times"]


def test_pinned_refuses_every_other_start():
    of = build_problem(pinned={"1460": "2027-03-09T09:00"})
    assert find_broken_rules(of, "2027-03-09T09:00") == []
    assert find_broken_rules(of, "2027-03-09T12:30") == ["pinned"]
    assert find_broken_rules(of, "2027-03-10T09:00", "1461-1") == []


def last_year(day: str) -> dict[str, Any]:
    return {
        "history": MeetingHistory(2026, {("1460", 1): dt.date.fromisoformat(day)}, {}),
        "gap_months": {"min": 9, "max": 15},
    }


def test_gap_to_last_year_includes_both_its_ends():
    of = build_problem(**last_year("2026-05-20"))
    assert find_broken_rules(of, "2027-02-19T09:00") == ["gap_to_last_year"]
    assert find_broken_rules(of, "2027-02-22T09:00") == []
    of = build_problem(**last_year("2026-05-19"))
    assert find_broken_rules(of, "2027-02-19T09:00") == []
    assert find_broken_rules(of, "2027-08-19T09:00") == []
    assert find_broken_rules(of, "2027-08-20T09:00") == ["gap_to_last_year"]


def test_gap_of_months_ends_on_the_last_day_of_a_shorter_month():
    of = build_problem(
        gap_months={"min": 9, "max": 15}, history=MeetingHistory(2026, {("1460", 1): dt.date(2026, 5, 31)}, {})
    )
    assert find_broken_rules(of, "2027-02-26T09:00") == ["gap_to_last_year"]
    assert find_broken_rules(of, "2027-03-01T09:00") == []


NOVEMBER = local_seconds("2027-11-01T12:00")


def test_notice_days_refuses_what_begins_too_soon():
    of = build_problem(at=NOVEMBER)
    assert find_broken_rules(of, "2027-11-01T09:00") == []
    assert find_broken_rules(of, "2027-11-01T12:30") == ["notice_days"]
    assert find_broken_rules(of, "2027-11-15T09:00") == ["notice_days"]
    assert find_broken_rules(of, "2027-11-15T12:30") == []
    assert "less than 14 days after Monday 1 November 2027 at 12:00" in describe_broken_rules(of, "2027-11-02T09:00")
    assert find_broken_rules(build_problem(at=NOVEMBER, notice_days=0), "2027-11-02T09:00") == []
    assert find_broken_rules(build_problem(at=NOVEMBER, notice_days=1), "2027-11-02T12:30") == []


def test_notice_days_counts_by_the_clock_on_the_wall():
    of = build_problem(at=local_seconds("2027-10-25T09:00"), notice_days=7)
    assert find_broken_rules(of, "2027-11-01T09:00") == []
    for at, start in (("2027-10-29T09:00", "2027-11-01T09:00"), ("2027-03-19T09:00", "2027-03-30T09:00")):
        days = (dt.date.fromisoformat(start[:10]) - dt.date.fromisoformat(at[:10])).days
        assert find_broken_rules(build_problem(at=local_seconds(at), notice_days=days), start) == []
        assert find_broken_rules(build_problem(at=local_seconds(at) + 1, notice_days=days), start) == ["notice_days"]


def test_a_published_start_needs_no_notice():
    earlier = plan(build_request(pinned={"1460": "2027-11-03T09:00"}, districts=["1460"]), at=AT)
    of = build_problem(at=NOVEMBER, earlier=earlier, districts=["1460"])
    assert find_broken_rules(of, "2027-11-03T09:00") == []
    assert find_broken_rules(of, "2027-11-03T12:30") == ["notice_days"]
    assert find_broken_rules(of, "2027-10-29T09:00") == ["not_in_the_past"]
