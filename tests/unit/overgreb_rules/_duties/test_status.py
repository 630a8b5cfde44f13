"""The status of a duty as time goes on, on both readings of its deadline."""

from __future__ import annotations

import pytest

from overgreb_rules._deadlines.counting import TimeSpanSeconds
from overgreb_rules._duties.status import due_soon_from, status_transition_times
from tests.fixtures.event_logs import RULES, build_event, build_log, find_assessed

_RECEIPT = "bl-138-1-kvittering"
_U1 = build_event("u1", "underretning_modtaget", 3, anonym=False)


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2025-03-03T12:00:00+01:00", "pending"),
        ("2025-03-10T00:00:00+01:00", "due_soon"),
        ("2025-03-10T23:59:59+01:00", "due_soon"),
        ("2025-03-11T00:00:00+01:00", "contested"),
        ("2025-03-12T00:00:00+01:00", "overdue"),
    ],
)
def test_an_unmet_duty_runs_from_pending_to_overdue(at: str, status: str) -> None:
    (assessed,) = find_assessed(build_log(_U1, at=at), _RECEIPT)
    assert assessed.status == status


@pytest.mark.parametrize(("day", "status"), [(10, "met"), (11, "met_contested"), (12, "met_late")])
def test_an_act_is_in_time_on_both_readings_on_one_or_on_none(day: int, status: str) -> None:
    (assessed,) = find_assessed(build_log(_U1, build_event("k1", "kvittering_sendt", day)), _RECEIPT)
    assert (assessed.status, assessed.met_by) == (status, ("k1",))


def test_an_unknown_fact_makes_a_duty_undetermined_and_its_passed_date_is_noted() -> None:
    (assessed,) = find_assessed(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert (assessed.status, assessed.needs, assessed.past_while_unknown) == ("undetermined", ("anonym",), True)


def test_a_waived_duty_stays_in_the_answer() -> None:
    (assessed,) = find_assessed(build_log({**_U1, "anonym": True}), _RECEIPT)
    assert assessed.status == "waived"


def test_due_soon_is_the_last_quarter_of_the_strict_time() -> None:
    assert due_soon_from(TimeSpanSeconds(100, 199, 299, 200)) == 175


def test_time_changes_an_unmet_duty_three_times() -> None:
    rule, span = RULES.by_id[_RECEIPT], TimeSpanSeconds(100, 199, 299, 200)
    assert list(status_transition_times(rule, "pending", span, in_years=False)) == [175, 200, 300]


def test_time_changes_nothing_of_a_met_duty() -> None:
    rule, span = RULES.by_id[_RECEIPT], TimeSpanSeconds(100, 199, 299, 200)
    assert list(status_transition_times(rule, "met", span, in_years=False)) == []


def test_a_waiver_that_came_too_late_asks_for_none_of_its_facts() -> None:
    talk_left_out = build_event("x1", "boernesamtale_undladt", 2, holdning_indhentet=True)
    first, second = (build_event(f"d{day}", "indsats_besluttet", day) for day in (4, 10))
    late = build_event("x2", "boernesamtale_undladt", 12)
    found = find_assessed(build_log(talk_left_out, first, second, late), "bl-5-samtale-foer-afgoerelse")
    assert {one.timed.duty.trigger.event.id: one.needs for one in found} == {"d4": (), "d10": ("of",)}


def test_a_late_decision_that_tells_no_result_breaks_no_duty_of_a_side_step() -> None:
    home = build_event("o1", "indsats_ophoert", 10, hjemgivet=True)
    late = build_event("g1", "hjemgivelse_besluttet", 12, of="o1")
    rule = "bl-100-1-afgoerelse-foer-hjemgivelse"
    (untold,) = find_assessed(build_log(home, late), rule)
    (told,) = find_assessed(build_log(home, {**late, "hjemgives": True}), rule)
    assert (untold.status, untold.needs, told.status) == ("undetermined", ("hjemgivelse_besluttet",), "breached")
