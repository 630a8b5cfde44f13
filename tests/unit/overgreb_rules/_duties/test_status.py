"""The status of a duty as time goes on, on both readings of its deadline."""

from __future__ import annotations

import pytest

from overgreb_rules._deadlines.counting import TimeSpanSeconds
from overgreb_rules._duties.status import due_soon_from, is_past_due, status_transition_times
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


_TALK = "bl-5-samtale-foer-afgoerelse"
_LEFT_OUT = build_event("x1", "boernesamtale_undladt", 2, holdning_indhentet=True)
_DECIDED = build_event("d1", "indsats_besluttet", 4)


def test_a_waiver_before_the_named_event_was_not_too_late() -> None:
    (assessed,) = find_assessed(build_log(_LEFT_OUT, _DECIDED), _TALK)
    assert (assessed.status, assessed.past_when_waived) == ("waived", False)


@pytest.mark.parametrize(
    ("left_out", "decided", "status", "needs"),
    [
        ("2025-03-04", "2025-03-04T12:00:00+01:00", "undetermined", ("at",)),
        ("2025-03-03T23:59:59+01:00", "2025-03-04", "waived", ()),
        ("2025-03-04T00:00:00+01:00", "2025-03-04", "undetermined", ("at",)),
        ("2025-03-05T00:00:00+01:00", "2025-03-04", "breached", ()),
    ],
)
def test_of_a_waiver_and_a_named_event_on_one_day_the_time_is_asked(
    left_out: str, decided: str, status: str, needs: tuple[str, ...]
) -> None:
    log = build_log({**_LEFT_OUT, "at": left_out}, {**_DECIDED, "at": decided})
    (assessed,) = find_assessed(log, _TALK)
    assert (assessed.status, assessed.needs) == (status, needs)


@pytest.mark.parametrize(
    ("day", "status"), [("2025-03-03", "met"), ("2025-03-04", "met_contested"), ("2025-03-05", "met_late")]
)
def test_an_act_of_a_day_is_late_by_the_hour_only_where_the_whole_day_is(day: str, status: str) -> None:
    notified = build_event("u1", "underretning_modtaget", 3)
    assessed_on = {**build_event("v1", "underretning_vurderet", 4, akut_behov=False), "at": day}
    (assessed,) = find_assessed(build_log(notified, assessed_on), "bl-136-2-vurdering-24-timer")
    assert assessed.status == status


@pytest.mark.parametrize(("seconds", "past"), [(0, False), (1, True)])
def test_the_strict_date_of_an_undetermined_duty_is_past_with_the_second_after_its_last(
    seconds: int, past: bool
) -> None:
    (assessed,) = find_assessed(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert assessed.timed.due is not None
    assert is_past_due(assessed, assessed.timed.due.strict.last + seconds) is past


def test_of_two_acts_before_the_named_event_the_first_meets_the_duty() -> None:
    talks = [build_event(f"s{day}", "boernesamtale_afholdt", day) for day in (2, 3)]
    (assessed,) = find_assessed(build_log(*talks, _DECIDED), _TALK)
    assert (assessed.status, assessed.met_by) == ("met", ("s2",))


@pytest.mark.parametrize(
    ("second_visit", "status"), [("2025-03-10T23:59:59+01:00", "met"), ("2025-03-11T00:00:00+01:00", "overdue")]
)
def test_the_last_second_of_a_year_belongs_to_the_year(second_visit: str, status: str) -> None:
    placed = {**build_event("i1", "indsats_ivaerksat", 10, art="anbringelse"), "at": "2024-03-10T10:00:00+01:00"}
    first, second = (
        {**build_event(f"t{number}", "tilsynsbesoeg_afholdt", 10, talt_med_barnet=True), "at": at}
        for number, at in enumerate(("2024-06-01T10:00:00+02:00", second_visit))
    )
    found = find_assessed(build_log(placed, first, second), "bl-156-5-tilsyn-2-om-aaret")
    assert [one.status for one in found if one.timed.year_number == 1] == [status]


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2025-06-28T23:59:59+02:00", "due_soon"),
        ("2025-06-29T00:00:00+02:00", "replaced"),
        ("2025-06-30T23:59:59+02:00", "replaced"),
        ("2025-07-01T00:00:00+02:00", "replaced"),
    ],
)
def test_a_duty_whose_place_was_taken_in_time_is_replaced_when_its_strict_day_is_over(at: str, status: str) -> None:
    notified, decided, provisional = (
        {"id": name, "type": type_, "at": when, **facts}
        for name, type_, when, facts in (
            ("u1", "underretning_modtaget", "2025-02-28T10:00:00+01:00", {"overgreb": True}),
            ("b1", "undersoegelse_besluttet", "2025-03-03T10:00:00+01:00", {}),
            ("f1", "foreloebig_vurdering_foretaget", "2025-06-20T10:00:00+02:00", {}),
        )
    )
    assessed, _ = find_assessed(build_log(notified, decided, provisional, at=at), "bl-20-3-undersoegelse-4-maaneder")
    assert assessed.status == status
