"""The status of a duty as time goes on, on both readings of its deadline."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from overgreb_rules._deadlines.deadline import TimeSpanSeconds
from overgreb_rules._duties.clock import time_duty
from overgreb_rules._duties.status import (
    AssessedDuty,
    Status,
    assess,
    due_soon_from,
    effective_waiver,
    is_past_due,
    status_transition_times,
)
from overgreb_rules._duties.waivers import WaiverEffect
from tests.fixtures.event_logs import (
    LATER,
    RULES,
    build_event,
    build_log,
    build_summer_event,
    find_assessed,
    find_timed,
)

_RECEIPT = "bl-138-1-kvittering"
_U1 = build_event("u1", "underretning_modtaget", 3, anonym=False)


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2025-03-03T12:00:00+01:00", "pending"),
        ("2025-03-10T00:00:00+01:00", "due_soon"),
        ("2025-03-10T23:59:59+01:00", "due_soon"),
        ("2025-03-11T00:00:00+01:00", "contested"),
        ("2025-03-11T23:59:59+01:00", "contested"),
        ("2025-03-12T00:00:00+01:00", "overdue"),
    ],
)
def test_an_unmet_duty_runs_from_pending_to_overdue(at: str, status: str) -> None:
    (assessed,) = find_assessed(build_log(_U1, at=at), _RECEIPT)
    assert assessed.status == status


@pytest.mark.parametrize(("seconds", "status"), [(-1, "pending"), (0, "due_soon")])
def test_a_duty_is_due_soon_from_the_first_second_of_the_last_quarter_of_its_time(seconds: int, status: str) -> None:
    (timed,) = find_timed(build_log(_U1), _RECEIPT)
    assert timed.time_span is not None
    (assessed,) = assess(timed, due_soon_from(timed.time_span) + seconds)
    assert assessed.status == status


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
    found = status_transition_times(rule, "pending", span, in_years=False, asks_when_past=False)
    assert list(found) == [175, 200, 300]


@pytest.mark.parametrize(
    ("rule", "status", "in_years", "expected"),
    [
        (_RECEIPT, "met", False, []),
        (_RECEIPT, "undetermined", False, [200]),
        ("bl-137-2-samtale-kan", "available", False, [300]),
        ("bl-137-2-samtale-kan", "undetermined", False, [200]),
        ("bl-49-3-ufoedt-tidligst", "undetermined", False, []),
        ("bl-156-5-tilsyn-2-om-aaret", "met", True, [200]),
        ("bl-156-5-tilsyn-2-om-aaret", "waived", True, []),
        ("bl-156-5-tilsyn-2-om-aaret", "pending", True, [200, 175, 200, 300]),
    ],
)
def test_time_changes_what_is_not_settled_and_begins_the_next_year(
    rule: str, status: Status, in_years: bool, expected: list[int]
) -> None:
    span = TimeSpanSeconds(100, 199, 299, 200)
    found = status_transition_times(RULES.by_id[rule], status, span, in_years=in_years, asks_when_past=False)
    assert list(found) == expected


def test_the_lenient_date_of_an_undetermined_duty_changes_it_only_where_more_is_asked_then() -> None:
    span = TimeSpanSeconds(100, 199, 299, 200)
    rule = RULES.by_id[_RECEIPT]
    assert list(status_transition_times(rule, "undetermined", span, in_years=False, asks_when_past=True)) == [200, 300]


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
        ("2025-03-04T12:00:00+01:00", "2025-03-04T12:00:00+01:00", "breached", ()),
        ("2025-03-04T11:59:59+01:00", "2025-03-04T12:00:00+01:00", "waived", ()),
    ],
)
def test_of_a_waiver_and_a_named_event_on_one_day_the_time_is_asked(
    left_out: str, decided: str, status: str, needs: tuple[str, ...]
) -> None:
    log = build_log({**_LEFT_OUT, "at": left_out}, {**_DECIDED, "at": decided})
    (assessed,) = find_assessed(log, _TALK)
    assert (assessed.status, assessed.needs) == (status, needs)


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


_FOUR_MONTHS = "bl-20-3-undersoegelse-4-maaneder"


def _examination(*later: dict[str, object], at: str = "2025-08-01T12:00:00+02:00", **case: object) -> list[str]:
    """How the examination of four months (2025-06-28, at the latest 06-30) and the assessment in its place stand."""
    notified = {"id": "u1", "type": "underretning_modtaget", "at": "2025-02-28T10:00:00+01:00", "overgreb": True}
    decided = {"id": "b1", "type": "undersoegelse_besluttet", "at": "2025-03-03T10:00:00+01:00"}
    found = find_assessed(build_log(notified, decided, *later, at=at, **case), _FOUR_MONTHS)
    return [f"{one.status}, past" if one.past_when_waived else one.status for one in found]


@pytest.mark.parametrize(
    ("provisional", "finished", "expected"),
    [
        (None, None, ["overdue", "overdue"]),
        ("2025-06-28T23:59:59", None, ["replaced", "met"]),
        ("2025-06-28", None, ["replaced", "met"]),
        ("2025-06-29T00:00:00", None, ["replaced", "met_contested"]),
        ("2025-06-30T23:59:59", None, ["replaced", "met_contested"]),
        ("2025-07-01T00:00:00", None, ["overdue", "met_late"]),
        (None, "2025-06-28T23:59:59", ["met"]),
        (None, "2025-06-28", ["met"]),
        (None, "2025-06-29T00:00:00", ["met_contested", "waived"]),
        (None, "2025-06-30T23:59:59", ["met_contested", "waived"]),
        (None, "2025-07-01T00:00:00", ["met_late", "waived, past"]),
        ("2025-06-20T12:00:00", "2025-06-20T12:00:00", ["met"]),
        ("2025-06-20T12:00:00", "2025-06-20T12:00:01", ["met", "met"]),
        ("2025-06-28T23:59:59", "2025-06-28T23:59:59", ["met"]),
        ("2025-06-20T12:00:00", "2025-06-28T23:59:59", ["met", "met"]),
        ("2025-06-20T12:00:00", "2025-06-28", ["met", "met"]),
        ("2025-06-20T12:00:00", "2025-06-29", ["replaced", "met"]),
        ("2025-06-20T12:00:00", "2025-06-29T00:00:00", ["replaced", "met"]),
        ("2025-06-20T12:00:00", "2025-07-02T10:00:00", ["replaced", "met"]),
        ("2025-06-29T10:00:00", "2025-06-29T10:00:00", ["met_contested", "met_contested"]),
        ("2025-06-29T10:00:00", "2025-06-29T10:00:01", ["replaced", "met_contested"]),
        ("2025-06-29", "2025-06-29T12:00:00", ["replaced", "met_contested"]),
        ("2025-06-29", "2025-06-29", ["met_contested", "met_contested"]),
        ("2025-07-01T00:00:00", "2025-07-01T00:00:00", ["met_late", "met_late"]),
        ("2025-07-01T00:00:00", "2025-07-10T10:00:00", ["met_late", "met_late"]),
    ],
)
def test_an_examination_and_the_assessment_in_its_place_stand_as_the_order_of_both_says(
    provisional: str | None, finished: str | None, expected: list[str]
) -> None:
    acts = [("f1", "foreloebig_vurdering_foretaget", provisional), ("a1", "undersoegelse_afsluttet", finished)]
    assert _examination(*(build_summer_event(name, type_, when) for name, type_, when in acts if when)) == expected


@pytest.mark.parametrize(
    ("born", "provisional", "expected"),
    [
        ("2007-06-28", False, ["waived"]),
        ("2007-06-28", True, ["waived", "met"]),
        ("2007-06-29", False, ["waived", "waived"]),
        ("2007-06-29", True, ["replaced", "met"]),
        ("2007-06-30", False, ["waived", "waived"]),
        ("2007-07-01", False, ["waived, past", "waived, past"]),
        ("2007-07-01", True, ["replaced", "met"]),
    ],
)
def test_a_birthday_waives_what_is_not_done_and_tells_whether_the_lenient_day_was_over(
    born: str, provisional: bool, expected: list[str]
) -> None:
    acts = [build_summer_event("f1", "foreloebig_vurdering_foretaget", "2025-06-20T12:00:00")] if provisional else []
    assert _examination(*acts, barn={"foedselsdato": born}) == expected


@pytest.mark.parametrize(("at", "expected"), [("28T23:59:59", ["due_soon"]), ("29T00:00:00", ["contested"] * 2)])
def test_an_assessment_stands_in_from_the_end_of_the_strict_day(at: str, expected: list[str]) -> None:
    assert _examination(at=f"2025-06-{at}+02:00") == expected


@pytest.mark.parametrize(
    ("finished", "status"),
    [
        ("2025-05-31T23:59:59", "met"),
        ("2025-06-01T00:00:00", "met"),
        ("2025-06-01T00:00:01", "waived"),
        ("2025-06-01", "waived"),
    ],
)
def test_an_act_after_the_birthday_that_waived_the_duty_meets_nothing(finished: str, status: str) -> None:
    done = build_summer_event("a1", "undersoegelse_afsluttet", finished)
    assert _examination(done, barn={"foedselsdato": "2007-06-01"}) == [status]


@pytest.mark.parametrize(
    ("screened", "by"),
    [
        ("2025-06-01T00:00:00+02:00", "s1"),
        ("2025-06-01", "s1"),
        ("2025-06-01T00:00:01+02:00", None),
    ],
)
def test_of_a_waiver_and_a_birthday_the_first_counts_and_at_one_second_the_waiver(
    screened: str, by: str | None
) -> None:
    notified = build_event("u1", "underretning_modtaget", 3, overgreb=False)
    opened = build_event("s0", "screening_foretaget", 4, resultat="undersoegelse")
    waived = {"id": "s1", "type": "screening_foretaget", "at": screened, "resultat": "ingen"}
    born = {"foedselsdato": "2007-06-01"}
    log = build_log(notified, opened, waived, at="2025-07-01T12:00:00+02:00", barn=born)
    (timed,) = find_timed(log, _FOUR_MONTHS)
    effect = effective_waiver(timed, log.as_of)
    assert effect is not None
    assert (effect.by and effect.by.event.id) == by
    assert not effect.for_a_time


@pytest.mark.parametrize(("second_visit", "status"), [("2024-09-01", "met"), ("2024-10-01", "waived")])
def test_an_end_waives_a_year_unless_the_last_of_its_acts_came_first(second_visit: str, status: str) -> None:
    placed = {"id": "i1", "type": "indsats_ivaerksat", "at": "2024-03-10T10:00:00+01:00", "art": "anbringelse"}
    visits = [
        build_summer_event(name, "tilsynsbesoeg_afholdt", f"{day}T10:00:00", talt_med_barnet=True)
        for name, day in (("t1", "2024-06-01"), ("t2", second_visit))
    ]
    ended = build_summer_event("o1", "indsats_ophoert", "2024-09-15T10:00:00")
    (assessed,) = find_assessed(build_log(placed, *visits, ended), "bl-156-5-tilsyn-2-om-aaret")
    assert assessed.status == status


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        ("2025-03-10T23:59:59+01:00", "undetermined"),
        ("2025-03-11T00:00:00+01:00", "overdue"),
        ("2025-03-10", "undetermined"),
        ("2025-03-11", "overdue"),
    ],
)
def test_an_end_that_may_be_that_of_the_placement_takes_back_no_year_that_was_over(ended: str, status: str) -> None:
    placed = [
        {"id": name, "type": "indsats_ivaerksat", "at": at, "art": "anbringelse"}
        for name, at in (("i1", "2024-03-10T10:00:00+01:00"), ("i2", "2024-07-10T10:00:00+02:00"))
    ]
    log = build_log(*placed, {"id": "o1", "type": "indsats_ophoert", "at": ended})
    first = find_assessed(log, "bl-156-5-tilsyn-2-om-aaret")[0]
    assert (first.timed.year_number, first.status) == (1, status)


@pytest.mark.parametrize(
    ("left_out", "decided", "status", "needs"),
    [
        ("2025-03-04T11:59:59+01:00", "2025-03-04T12:00:00+01:00", "undetermined", ("holdning_indhentet",)),
        ("2025-03-04T12:00:00+01:00", "2025-03-04T12:00:00+01:00", "breached", ()),
        ("2025-03-04", "2025-03-04T12:00:00+01:00", "undetermined", ("holdning_indhentet",)),
        ("2025-03-05", "2025-03-04T12:00:00+01:00", "breached", ()),
        ("2025-03-04T12:00:00+01:00", "2025-03-04", "undetermined", ("holdning_indhentet",)),
        ("2025-03-05T00:00:00+01:00", "2025-03-04", "breached", ()),
    ],
)
def test_what_is_unknown_of_a_waiver_is_asked_only_where_it_may_have_come_before_the_named_event(
    left_out: str, decided: str, status: str, needs: tuple[str, ...]
) -> None:
    waiver = {"id": "x1", "type": "boernesamtale_undladt", "at": left_out}
    (assessed,) = find_assessed(build_log(waiver, {**_DECIDED, "at": decided}), _TALK)
    assert (assessed.status, assessed.needs) == (status, needs)


@pytest.mark.parametrize(
    ("case_began", "done", "status"),
    [
        ("2024-03-30T10:00:00", "2024-05-01T10:00:00", "met"),
        ("2024-04-03T10:00:00", None, "waived"),
        ("2024-04-03T10:00:00", "2024-04-03T09:59:59", "met"),
        ("2024-04-03T10:00:00", "2024-05-01T10:00:00", "met"),
        ("2024-04-08T23:59:59", "2024-04-09T00:00:00", "met"),
        ("2024-04-08", "2024-05-01T10:00:00", "met"),
        ("2024-04-09T00:00:00", None, "waived, past"),
        ("2024-04-09T00:00:00", "2024-04-08T23:59:59", "met"),
        ("2024-04-09T00:00:00", "2024-05-01T10:00:00", "met_late"),
        ("2024-04-09", None, "waived, past"),
        ("2024-04-09", "2024-05-01T10:00:00", "met_late"),
    ],
)
def test_what_is_done_while_a_case_is_pending_is_late_only_where_it_was_late_before(
    case_began: str, done: str | None, status: str
) -> None:
    events = [
        build_summer_event("a1", "anbringelse_besluttet", "2024-04-01T08:00:00", samtykke=True),
        build_summer_event("m1", "afgoerelse_meddelt", "2024-04-01T09:00:00", organ="kommune", of="a1"),
        build_summer_event("h1", "hjemgivelse_anmodet", "2024-04-01T10:00:00", anmoder="ung_fyldt_15"),
        build_summer_event("k1", "klage_modtaget_i_ankestyrelsen", case_began, of="m1"),
        *([build_summer_event("s1", "hjemgivelse_stillingtagen", done)] if done else []),
    ]
    (assessed,) = find_assessed(build_log(*events, at="2024-06-01T12:00:00+02:00"), "bl-102-1-hjemgivelse-7-dage")
    assert f"{assessed.status}{', past' * assessed.past_when_waived}" == status


@pytest.mark.parametrize(
    ("decided", "talked", "status"),
    [
        ("2025-04-04T12:00:00", "2025-04-04T11:59:59", "met"),
        ("2025-04-04T12:00:00", "2025-04-04T12:00:00", "breached"),
        ("2025-04-04T12:00:00", "2025-04-03", "met"),
        ("2025-04-04T12:00:00", "2025-04-04", "undetermined"),
        ("2025-04-04T12:00:00", "2025-04-05", "breached"),
        ("2025-04-04", "2025-04-03T23:59:59", "met"),
        ("2025-04-04", "2025-04-04T00:00:00", "undetermined"),
        ("2025-04-04", "2025-04-04T23:59:58", "undetermined"),
        ("2025-04-04", "2025-04-04T23:59:59", "breached"),
        ("2025-04-04", "2025-04-04", "undetermined"),
        ("2025-04-04", "2025-04-03", "met"),
        ("2025-04-04", "2025-04-05", "breached"),
    ],
)
def test_an_act_meets_the_duty_before_the_named_event_and_on_its_day_the_time_is_asked(
    decided: str, talked: str, status: str
) -> None:
    acts = (
        build_summer_event("d1", "indsats_besluttet", decided),
        build_summer_event("s1", "boernesamtale_afholdt", talked),
    )
    (assessed,) = find_assessed(build_log(*acts, at="2025-05-01T12:00:00+02:00"), _TALK)
    assert (assessed.status, assessed.needs) == (status, ("at",) if status == "undetermined" else ())


@pytest.mark.parametrize(
    ("returned", "decided", "status", "needs"),
    [
        ("2025-04-04T12:00:00", "2025-04-04T11:59:59", "undetermined", ("hjemgives",)),
        ("2025-04-04T12:00:00", "2025-04-04T12:00:00", "undetermined", ("hjemgivelse_besluttet",)),
        ("2025-04-04T12:00:00", "2025-04-04", "undetermined", ("hjemgives",)),
        ("2025-04-04T12:00:00", "2025-04-05", "undetermined", ("hjemgivelse_besluttet",)),
        ("2025-04-04", "2025-04-04T23:59:58", "undetermined", ("hjemgives",)),
        ("2025-04-04", "2025-04-04T23:59:59", "undetermined", ("hjemgivelse_besluttet",)),
    ],
)
def test_a_fact_of_an_act_is_asked_only_where_the_act_may_have_come_before_the_named_event(
    returned: str, decided: str, status: str, needs: tuple[str, ...]
) -> None:
    events = (
        build_summer_event("o1", "indsats_ophoert", returned, hjemgivet=True),
        build_summer_event("g1", "hjemgivelse_besluttet", decided, of="o1"),
    )
    log = build_log(*events, at="2025-05-01T12:00:00+02:00")
    (assessed,) = find_assessed(log, "bl-100-1-afgoerelse-foer-hjemgivelse")
    assert (assessed.status, assessed.needs) == (status, needs)


@pytest.mark.parametrize(
    ("complained", "at", "status"),
    [
        (None, "2025-06-02T23:59:59", "available"),
        (None, "2025-06-03T00:00:00", "expired"),
        ("2025-06-02T23:59:59", "2025-06-30T12:00:00", "used"),
        ("2025-06-03T00:00:00", "2025-06-30T12:00:00", "expired"),
        ("2025-06-02", "2025-06-30T12:00:00", "used"),
        ("2025-06-03", "2025-06-30T12:00:00", "expired"),
    ],
)
def test_a_permission_is_used_in_its_time_or_expires_with_it(complained: str | None, at: str, status: str) -> None:
    told = build_summer_event("a1", "afgoerelse_meddelt", "2025-05-05T10:00:00", organ="boerne_og_ungeudvalg")
    complaint = [build_summer_event("k1", "klage_indgivet", complained)] if complained else []
    (assessed,) = find_assessed(build_log(told, *complaint, at=f"{at}+02:00"), "bl-146-klage-4-uger")
    assert (assessed.status, assessed.met_by) == (status, ("k1",) if status == "used" else ())


@pytest.mark.parametrize(
    ("talked", "status"),
    [(None, "expired"), ("2025-04-05T10:00:00", "used"), ("2025-04-05T10:00:01", "expired"), ("2025-04-05", "used")],
)
def test_a_permission_that_an_event_ends_is_used_before_it_or_with_it(talked: str | None, status: str) -> None:
    events = [
        build_summer_event("u1", "underretning_modtaget", "2025-04-03T10:00:00"),
        build_summer_event("s1", "screening_foretaget", "2025-04-05T10:00:00"),
        *([build_summer_event("b1", "boernesamtale_afholdt", talked)] if talked else []),
    ]
    (assessed,) = find_assessed(build_log(*events, at="2025-05-01T12:00:00+02:00"), "bl-137-2-samtale-kan")
    assert assessed.status == status


def test_what_must_precede_an_event_is_open_while_that_has_not_happened() -> None:
    screened = build_event("s1", "screening_foretaget", 3, resultat="undersoegelse", aeresrelateret=True)
    (assessed,) = find_assessed(build_log(screened), "bl-18-3-risikovurdering-foerst")
    assert assessed.status == "open"


_TO_BE_TAKEN = {
    "id": "p1", "type": "foreloebig_afgoerelse_ivaerksat", "at": "2025-03-03", "art": "anbringelse",
    "truffet": "2025-03-03T19:00:00+01:00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("talked", "at", "status"),
    [
        (None, "12:00:00", "open"),
        (None, "18:59:59", "open"),
        (None, "19:00:00", "breached"),
        ("18:59:59", "18:59:59", "met"),
        ("18:59:59", "19:00:00", "met"),
        ("19:00:00", "19:00:00", "breached"),
    ],
)
def test_an_acute_decision_has_not_been_taken_before_the_hour_that_the_case_tells(
    talked: str | None, at: str, status: str
) -> None:
    """Its day alone was told, and from midnight on the conversation before it was said not to have been held."""
    talk = {"id": "t1", "type": "boernesamtale_afholdt", "at": f"2025-03-03T{talked}+01:00"}
    events = [_TO_BE_TAKEN, talk] if talked else [_TO_BE_TAKEN]
    (assessed,) = find_assessed(build_log(*events, at=f"2025-03-03T{at}+01:00"), "bl-5-samtale-foer-afgoerelse")
    assert assessed.status == status


@pytest.mark.parametrize(("at", "status"), [("18:59:59", "open"), ("19:00:00", "undetermined")])
def test_a_silent_case_is_asked_for_a_side_step_only_once_the_decision_has_been_taken(at: str, status: str) -> None:
    log = build_log(_TO_BE_TAKEN, at=f"2025-03-03T{at}+01:00")
    (timed,) = find_timed(log, "bl-5-samtale-foer-afgoerelse")
    silent = replace(timed.duty, rule=replace(timed.duty.rule, silence=True))
    assert [one.status for late in time_duty(silent, log) for one in assess(late, log.as_of)] == [status]


def _waived_for_a_time(rule: str, by: str, done: str | None, *, at: str = LATER) -> AssessedDuty:
    """A duty of a notification at noon of 3 March, waived by an event for a time, as no packaged rule says."""
    acts = {"bl-138-1-kvittering": "kvittering_sendt", "bl-136-2-vurdering-24-timer": "underretning_vurderet"}
    events = [_U1, {"id": "x1", "type": "boernesamtale_undladt", "at": by}]
    events += [{"id": "k1", "type": acts[rule], "at": done}] if done else []
    log = build_log(*events, at=at)
    (timed,) = find_timed(log, rule)
    waiver = WaiverEffect(next(event for event in log.events if event.event.id == "x1"), for_a_time=True)
    timed.duty = replace(timed.duty, fulfilment=replace(timed.duty.fulfilment, waiver=waiver))
    (assessed,) = assess(timed, log.as_of)
    return assessed


@pytest.mark.parametrize(
    ("rule", "by", "status"),
    [
        ("bl-138-1-kvittering", "2025-03-10T23:59:59+01:00", "met"),
        ("bl-138-1-kvittering", "2025-03-10", "met"),
        ("bl-138-1-kvittering", "2025-03-11T00:00:00+01:00", "met_late"),
        ("bl-138-1-kvittering", "2025-03-11", "met_late"),
        ("bl-136-2-vurdering-24-timer", "2025-03-04T12:00:00+01:00", "met"),
        ("bl-136-2-vurdering-24-timer", "2025-03-04T12:00:01+01:00", "met_late"),
        ("bl-136-2-vurdering-24-timer", "2025-03-04", "met_late"),
    ],
)
def test_an_act_is_no_longer_late_once_the_duty_was_waived_for_a_time_while_it_surely_ran(
    rule: str, by: str, status: str
) -> None:
    assert _waived_for_a_time(rule, by, "2025-03-20T12:00:00+01:00").status == status


@pytest.mark.parametrize(
    ("by", "past"),
    [
        ("2025-03-04T12:00:00+01:00", False),
        ("2025-03-04T12:00:01+01:00", True),
        ("2025-03-04", False),
        ("2025-03-05", True),
    ],
)
def test_a_duty_in_hours_was_late_when_waived_only_where_the_whole_waiver_came_later(by: str, past: bool) -> None:
    found = _waived_for_a_time("bl-136-2-vurdering-24-timer", by, None)
    assert (found.status, found.past_when_waived) == ("waived", past)


def test_an_act_does_not_show_a_duty_as_kept_whose_time_limit_nobody_knows() -> None:
    started = build_event("f1", "foreloebig_afgoerelse_ivaerksat", 3, art="undersoegelse_uden_samtykke")
    done = build_event("a1", "undersoegelse_uden_samtykke_afsluttet", 20)
    found = find_assessed(build_log(started, done), "bl-143-5-undersoegelse-2-maaneder")
    assert [(one.status, one.needs) for one in found] == [("undetermined", ("truffet",))]


def test_a_strict_date_passes_for_nobody_where_the_duty_is_determined_or_has_no_date() -> None:
    (without,) = find_assessed(build_log(build_event("u1", "underretning_modtaget", 3)), "bl-137-2-samtale-kan")
    (determined,) = find_assessed(build_log(_U1), _RECEIPT)
    assert determined.status == "overdue"
    assert [is_past_due(one, build_log(_U1).as_of) for one in (without, determined)] == [False, False]


@pytest.mark.parametrize(
    ("screened", "expected"),
    [
        ("2025-05-01T09:59:59", ["waived"]),
        ("2025-05-01T10:00:00", ["waived"]),
        ("2025-05-01T10:00:01", ["waived", "met"]),
    ],
)
def test_an_assessment_stands_in_for_no_duty_that_was_waived_by_then(screened: str, expected: list[str]) -> None:
    notified = build_summer_event("u1", "underretning_modtaget", "2025-04-01T10:00:00", overgreb=False)
    opened = build_summer_event("s0", "screening_foretaget", "2025-04-02T10:00:00", resultat="undersoegelse")
    waived = build_summer_event("s1", "screening_foretaget", screened, resultat="ingen")
    done = build_summer_event("f1", "foreloebig_vurdering_foretaget", "2025-05-01T10:00:00")
    log = build_log(notified, opened, waived, done, at="2025-12-01T12:00:00+01:00")
    assert [one.status for one in find_assessed(log, _FOUR_MONTHS)] == expected


@pytest.mark.parametrize(
    ("screened", "expected"),
    [
        ("2025-08-01T23:59:59", ["waived"]),
        ("2025-08-01", ["waived"]),
        ("2025-08-02T00:00:00", ["waived", "overdue"]),
        ("2025-08-02", ["waived", "overdue"]),
    ],
)
def test_a_waiver_after_the_strict_day_takes_no_assessment_back(screened: str, expected: list[str]) -> None:
    notified = build_summer_event("u1", "underretning_modtaget", "2025-04-01T10:00:00", overgreb=False)
    opened = build_summer_event("s0", "screening_foretaget", "2025-04-02T10:00:00", resultat="undersoegelse")
    waived = build_summer_event("s1", "screening_foretaget", screened, resultat="ingen")
    log = build_log(notified, opened, waived, at="2025-12-01T12:00:00+01:00")
    assert [one.status for one in find_assessed(log, _FOUR_MONTHS)] == expected


@pytest.mark.parametrize(("at", "status", "past"), [("30", "due_soon", False), ("31", "undetermined", True)])
def test_a_fact_that_only_the_end_of_the_time_limit_makes_matter_is_asked_for_then(
    at: str, status: str, past: bool
) -> None:
    offered = build_summer_event("f1", "foraeldreplan_revision_tilbudt", "2024-05-30T10:00:00")
    log = build_log(offered, at=f"2025-05-{at}T12:00:00+02:00")
    (assessed,) = find_assessed(log, "bl-79-3-foraeldreplan-12-maaneder")
    assert (assessed.status, assessed.past_while_unknown) == (status, past)


_PLAN = "bl-79-3-foraeldreplan-12-maaneder"


@pytest.mark.parametrize(
    ("at", "facts", "needs", "asks_when_past"),
    [
        ("30T23:59:59", {}, ("of",), True),
        ("30T23:59:59", {"revideret": True}, ("of",), False),
        ("31T00:00:00", {}, ("of", "revideret"), False),
        ("31T00:00:00", {"revideret": True}, ("of",), False),
    ],
)
def test_an_undetermined_duty_asks_for_more_once_its_time_limit_has_passed(
    at: str, facts: dict[str, object], needs: tuple[str, ...], asks_when_past: bool
) -> None:
    placed = [
        build_summer_event(name, "indsats_ivaerksat", f"2024-04-0{day}T10:00:00", art="anbringelse")
        for name, day in (("i1", 1), ("i2", 2))
    ]
    offered = build_summer_event("f1", "foraeldreplan_revision_tilbudt", "2024-05-30T10:00:00", of="i1", **facts)
    ended = build_summer_event("o1", "indsats_ophoert", "2024-09-01T10:00:00")
    (assessed,) = find_assessed(build_log(*placed, offered, ended, at=f"2025-05-{at}+02:00"), _PLAN)
    assert (assessed.status, assessed.needs, assessed.asks_when_past) == ("undetermined", needs, asks_when_past)


@pytest.mark.parametrize(("at", "asks_when_past"), [("30T23:59:59", True), ("31T00:00:00", False)])
def test_a_duty_that_asks_for_a_fact_since_its_time_limit_passed_asks_for_nothing_more(
    at: str, asks_when_past: bool
) -> None:
    offered = build_summer_event("f1", "foraeldreplan_revision_tilbudt", "2024-05-30T10:00:00")
    (assessed,) = find_assessed(build_log(offered, at=f"2025-05-{at}+02:00"), _PLAN)
    assert assessed.asks_when_past is asks_when_past


def test_an_act_whose_first_lawful_day_nobody_knows_is_undetermined_and_no_date_of_it_has_passed() -> None:
    act = build_summer_event("a1", "anbringelse_besluttet", "2025-08-01", ufoedt=True)
    log = build_log(act, at="2025-12-01T12:00:00+01:00")
    (assessed,) = find_assessed(log, "bl-49-3-ufoedt-tidligst")
    assert (assessed.status, assessed.needs) == ("undetermined", ("samtykke", "termin"))
    assert not is_past_due(assessed, log.as_of)


def test_a_second_assessment_moves_nothing_of_what_the_first_replaced() -> None:
    acts = [
        build_summer_event(name, "foreloebig_vurdering_foretaget", when)
        for name, when in (("f1", "2025-06-20"), ("f2", "2025-07-10"))
    ]
    assert _examination(*acts, build_summer_event("a1", "undersoegelse_afsluttet", "2025-07-02T10:00:00")) == [
        "replaced",
        "met",
    ]


@pytest.mark.parametrize(
    ("screened", "expected"),
    [
        ("2025-08-01T23:59:59", ["undetermined"]),
        ("2025-08-01", ["undetermined"]),
        ("2025-08-02T00:00:00", ["undetermined", "overdue"]),
        ("2025-08-02", ["undetermined", "overdue"]),
    ],
)
def test_a_doubt_that_arose_after_the_strict_day_takes_no_assessment_back(screened: str, expected: list[str]) -> None:
    notified = build_summer_event("u1", "underretning_modtaget", "2025-04-01T10:00:00", overgreb=False)
    opened = build_summer_event("s0", "screening_foretaget", "2025-04-02T10:00:00", resultat="undersoegelse")
    doubtful = build_summer_event("s1", "screening_foretaget", screened)
    log = build_log(notified, opened, doubtful, at="2025-12-01T12:00:00+01:00")
    assert [one.status for one in find_assessed(log, _FOUR_MONTHS)] == expected


@pytest.mark.parametrize(
    ("decided", "facts", "expected"),
    [
        ("2025-07-31T23:59:59", {"samtykke": False}, ("breached", (), ())),
        ("2025-08-01T00:00:00", {"samtykke": False}, ("met", ("a1",), ())),
        ("2025-07-31", {"samtykke": False}, ("breached", (), ())),
        ("2025-08-01", {"samtykke": False}, ("met", ("a1",), ())),
        ("2025-08-01", {}, ("undetermined", (), ("samtykke",))),
    ],
)
def test_an_act_is_lawful_from_its_first_day_and_undetermined_where_a_fact_is_untold(
    decided: str, facts: dict[str, object], expected: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> None:
    act = build_summer_event("a1", "anbringelse_besluttet", decided, ufoedt=True, **facts)
    log = build_log(act, at="2025-12-01T12:00:00+01:00", barn={"termin": "2025-11-01"})
    (assessed,) = find_assessed(log, "bl-49-3-ufoedt-tidligst")
    assert (assessed.status, assessed.met_by, assessed.needs) == expected


@pytest.mark.parametrize(
    ("screened", "expected"),
    [
        ("2025-08-01T23:59:59", ["undetermined", "met"]),
        ("2025-08-02T00:00:00", ["replaced", "met"]),
    ],
)
def test_a_doubt_after_the_end_of_the_strict_day_takes_no_place_back(screened: str, expected: list[str]) -> None:
    notified = build_summer_event("u1", "underretning_modtaget", "2025-04-01T10:00:00", overgreb=False)
    opened = build_summer_event("s0", "screening_foretaget", "2025-04-02T10:00:00", resultat="undersoegelse")
    done = build_summer_event("f1", "foreloebig_vurdering_foretaget", "2025-07-20")
    doubtful = build_summer_event("s1", "screening_foretaget", screened)
    log = build_log(notified, opened, done, doubtful, at="2025-12-01T12:00:00+01:00")
    assert [one.status for one in find_assessed(log, _FOUR_MONTHS)] == expected


def _assessed_between_the_days(*events: dict[str, object]) -> list[str]:
    """How an examination stands that had until Saturday 28 June or Monday 30 June: it was assessed at noon between."""
    notified = {"id": "u1", "type": "underretning_modtaget", "at": "2025-02-28T09:00:00+01:00", "overgreb": False}
    done = build_summer_event("f1", "foreloebig_vurdering_foretaget", "2025-06-29T12:00:00")
    log = build_log(notified, *events, done, at="2025-12-01T12:00:00+01:00")
    return [one.status for one in find_assessed(log, _FOUR_MONTHS)]


@pytest.mark.parametrize(
    ("screened", "expected"),
    [
        ("2025-06-29T00:00:00", ["undetermined", "met_contested"]),
        ("2025-06-29T12:00:00", ["undetermined", "met_contested"]),
        ("2025-06-29T12:00:01", ["replaced", "met_contested"]),
        ("2025-06-29", ["undetermined", "met_contested"]),
        ("2025-06-30", ["replaced", "met_contested"]),
    ],
)
def test_an_assessment_takes_no_place_where_a_doubt_arose_after_the_strict_day_and_not_after_the_assessment(
    screened: str, expected: list[str]
) -> None:
    opened = {"id": "s0", "type": "screening_foretaget", "at": "2025-02-28T10:00:00+01:00", "resultat": "undersoegelse"}
    assert _assessed_between_the_days(opened, build_summer_event("s1", "screening_foretaget", screened)) == expected


@pytest.mark.parametrize(
    ("opened", "expected"), [("02-28T10:00:00+01:00", "replaced"), ("07-05T10:00:00+02:00", "waived")]
)
def test_an_assessment_takes_no_place_of_a_duty_that_was_waived_before_it_was_owed(opened: str, expected: str) -> None:
    screened = {"id": "s0", "type": "screening_foretaget", "at": f"2025-{opened}", "resultat": "undersoegelse"}
    waived = build_summer_event("s1", "screening_foretaget", "2025-06-29T14:00:00", resultat="ingen")
    assert _assessed_between_the_days(screened, waived) == [expected, "met_contested"]


@pytest.mark.parametrize(
    ("at", "past"),
    [
        ("2025-03-10T23:59:59+01:00", False),
        ("2025-03-11T00:00:00+01:00", True),
        ("2025-03-12T00:00:00+01:00", True),
    ],
)
def test_the_date_of_a_duty_that_nobody_knows_is_passed_with_the_strict_one(at: str, past: bool) -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3), at=at)
    (assessed,) = find_assessed(log, _RECEIPT)
    assert (assessed.status, assessed.past_while_unknown, is_past_due(assessed, log.as_of)) == (
        "undetermined", past, past,
    )  # fmt: skip
