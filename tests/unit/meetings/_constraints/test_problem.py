"""A request made concrete: who can come when, who is host, and what the instant of planning decides."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from meetings import plan
from meetings._domain.parties import Party
from overgreb_rules.calendar import local
from tests.fixtures.planning_requests import (
    AT,
    UNREADABLE_CALENDAR,
    build_busy_calendar,
    build_problem,
    build_request,
    find_slot,
    find_task,
    local_seconds,
)

DAY = ("2027-03-09T08:00", "2027-03-09T16:00")
AWAY = build_busy_calendar(DAY)
NINE, NEXT = "2027-03-09T09:00", "2027-03-10T09:00"
TWO = [{"id": "f2", "name": "Two"}, {"id": "f1", "name": "One"}]


def test_a_meeting_has_a_key_of_kreds_and_round():
    of = build_problem(districts=["1460"], meetings_per_district=2)
    assert [task.key for task in of.tasks] == ["1460-1", "1460-2"]


def test_a_published_meeting_keeps_its_own_start_and_no_other():
    made = plan(build_request(districts=["1460"]), at=AT)
    of = build_problem(districts=["1460"], earlier=made)
    (task,), start = of.tasks, int(made.meetings[0].start.timestamp())
    assert [slot.start for slot in of.slots if task.keeps_start(slot)] == [start]
    assert not any(replace(task, published=None).keeps_start(slot) for slot in of.slots)


@pytest.mark.parametrize(("name", "keys"), [("notice_ends", {"notice_days": 3}), ("freeze_ends", {"freeze_days": 3})])
def test_days_from_now_are_counted_by_the_local_clock(name: str, keys: dict[str, int]):
    # On 28 March 2027 the clocks go forward, and on 31 October they go back.
    for first, ends in (
        ("2027-03-26T10:00", "2027-03-29T10:00:00+02:00"),
        ("2027-10-29T10:00", "2027-11-01T10:00:00+01:00"),
    ):
        of = build_problem(at=local_seconds(first), **keys)
        assert local(getattr(of, name)).isoformat() == ends


def test_facilitators_stand_in_the_order_of_the_request():
    assert build_problem(facilitators=TWO).facilitators == ("f2", "f1")


def test_a_request_without_facilitators_has_one_without_a_name():
    assert build_problem().facilitators == ("",)


@pytest.mark.parametrize(("each", "everybody"), [(1, False), (2, True)])
def test_there_is_no_choice_where_every_facilitator_is_needed(each: int, *, everybody: bool):
    of = build_problem(facilitators=TWO, facilitators_per_meeting=each)
    assert of.every_facilitator_comes is everybody


def test_a_slot_is_found_by_its_start_alone():
    of = build_problem()
    assert of.slot_at(local_seconds(NINE)).starts.isoformat() == "2027-03-09T09:00:00+01:00"
    with pytest.raises(KeyError):
        of.slot_at(local_seconds(NINE) + 1)


def test_a_kommune_that_is_busy_or_cannot_be_read_is_absent():
    of = build_problem({"kommune 0860": AWAY, "kommune 0851": UNREADABLE_CALENDAR})
    kreds = find_task(of, "1460-1").kreds
    assert of.absent(kreds, find_slot(of, NINE)) == ("0851", "0860")
    assert of.absent(kreds, find_slot(of, NEXT)) == ("0851",)
    assert of.absent(find_task(of, "1461-1").kreds, find_slot(of, NINE)) == ()


def test_a_share_counts_kommuner_politikreds_boernehuse_and_facilitators():
    maybe = build_busy_calendar(tentative=(DAY,))
    of = build_problem(
        {"kommune 0860": maybe, "politikreds 1460": maybe, "facilitator f1": maybe}, facilitators=TWO, quorum=0.5
    )
    kreds = find_task(of, "1460-1").kreds
    parties = len(kreds.kommuner) + len(kreds.boernehuse) + 1 + 2
    assert of.share_in_state(kreds, find_slot(of, NINE), "tentative") == Fraction(3, parties)
    assert of.share_in_state(kreds, find_slot(of, NEXT), "tentative") == 0


def test_the_host_is_the_first_in_turn_who_can_come():
    free, taken = build_problem(), build_problem({"kommune 0810": AWAY}, quorum=0.5)
    task = replace(free.tasks[0], hosts=("0810", "0860"))
    assert free.find_host(task, find_slot(free, NINE)) == "0810"
    assert taken.find_host(task, find_slot(taken, NINE)) == "0860"
    assert taken.find_host(task, find_slot(taken, NEXT)) == "0810"


def test_there_is_no_host_where_nobody_in_turn_can_come():
    of = build_problem({"kommune 0810": AWAY}, quorum=0.5)
    assert of.find_host(replace(of.tasks[0], hosts=("0810",)), find_slot(of, NINE)) is None


def test_a_facilitator_who_is_busy_cannot_come():
    of = build_problem({"facilitator f1": AWAY}, facilitators=TWO)
    assert of.free_facilitators(find_slot(of, NINE)) == ("f2",)
    assert of.free_facilitators(find_slot(of, NEXT)) == ("f2", "f1")


@pytest.mark.parametrize(("strict", "left"), [(True, ("f2",)), (False, ("f2", "f1"))])
def test_a_facilitator_whose_calendar_does_not_cover_the_slot_can_come_where_none_need_cover_it(
    strict: bool, left: tuple[str, ...]
):
    of = build_problem(
        {"facilitator f1": build_busy_calendar(not_known=(DAY,))}, facilitators=TWO, strict_coverage=strict
    )
    assert of.free_facilitators(find_slot(of, NINE)) == left


def test_those_who_leave_a_slot_uncovered_are_listed_without_facilitators():
    gap = build_busy_calendar(not_known=(DAY,))
    calendars = {"kommune 0860": gap, "politikreds 1460": gap, "facilitator f1": gap}
    of = build_problem(calendars, facilitators=TWO, strict_coverage=True)
    kreds = find_task(of, "1460-1").kreds
    assert of.list_uncovered(kreds, find_slot(of, NINE)) == (Party("kommune", "0860"), Party("politikreds", "1460"))
    assert of.list_uncovered(kreds, find_slot(of, NEXT)) == ()


def test_nobody_leaves_a_slot_uncovered_where_no_coverage_is_needed():
    of = build_problem({"kommune 0860": build_busy_calendar(not_known=(DAY,))})
    assert of.list_uncovered(find_task(of, "1460-1").kreds, find_slot(of, NINE)) == ()
