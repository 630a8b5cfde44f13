"""The clock of each duty: where it starts and when it ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._deadlines.moment import parse_instant
from overgreb_rules._duties.clock import find_first_since, time_duty
from overgreb_rules._duties.timed_duty import TimedDuty
from overgreb_rules._rules.clock_model import Origin, Span
from tests.fixtures.event_logs import RULES, build_event, build_log, find_duties, find_timed

_RECEIPT = "bl-138-1-kvittering"
_ASSESSMENT = "bl-136-2-vurdering-24-timer"


def test_hverdage_give_two_readings() -> None:
    (timed,) = find_timed(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == ("2025-03-10", "2025-03-11")
    assert timed.key == f"{_RECEIPT}@u1"


def test_the_first_event_since_the_trigger_is_found_whatever_it_is_about() -> None:
    log = build_log(
        build_event("k0", "kvittering_sendt", 2),
        build_event("u1", "underretning_modtaget", 3),
        build_event("k1", "kvittering_sendt", 4),
    )
    (duty,) = find_duties(log, _RECEIPT)
    found = find_first_since(duty, log, ("kvittering_sendt",))
    assert found is not None
    assert found.event.id == "k1"


_FOLLOW_UP = "bl-95-2-foerste-opfoelgning"


@pytest.mark.parametrize(
    ("until", "flags"),
    [
        ("2025-09-02", {"2025-09-02": (True, True)}),
        ("2025-09-03", {"2025-09-03": (True, True)}),
        ("2025-09-04", {"2025-09-03": (True, True), "2025-09-04": (False, True)}),
    ],
)
def test_a_day_that_was_set_later_than_the_law_allows_is_the_lenient_one(
    until: str, flags: dict[str, tuple[bool, bool]]
) -> None:
    returned = build_event("g1", "hjemgivelse_besluttet", 3, hjemgives=True, periode_til=until)
    (timed,) = find_timed(build_log(returned), "bl-100-3-hjemgivelsesperiode-6-maaneder")
    assert {str(day.day): (day.strict, day.lenient) for day in timed.counted_days} == flags
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == (min(flags), max(flags))
    assert timed.has_set_day


@pytest.mark.parametrize(
    ("finished", "ends"),
    [
        (None, True),
        ("2023-12-31T23:59:59+01:00", False),
        ("2023-12-31", False),
        ("2024-01-01T00:00:00+01:00", True),
        ("2024-01-01", True),
    ],
)
def test_a_duty_that_the_newer_act_lacks_ends_with_its_act_unless_the_named_event_came_before(
    finished: str | None, ends: bool
) -> None:
    decided = {"id": "b1", "type": "undersoegelse_besluttet", "at": "2023-12-01T10:00:00+01:00"}
    later = [{"id": "e1", "type": "undersoegelse_afsluttet", "at": finished}] if finished else []
    (timed,) = find_timed(build_log(decided, *later, at="2024-02-01T10:00:00+01:00"), "sel-50-3-samtale")
    assert timed.waived_from == (parse_instant("2024-01-01T00:00:00+01:00") if ends else None)


def _with_clock(log: EventLog, rule: str, **changes: Any) -> TimedDuty:
    """The first duty of a rule whose clock is another than that of the packaged rule."""
    duty = find_duties(log, rule)[0]
    one = duty.activation.rule
    activation = replace(duty.activation, rule=replace(one, clock=replace(one.clock, **changes)))
    return time_duty(replace(duty, activation=activation), log)[0]


def test_each_reading_has_the_span_that_the_rule_gives_it() -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3))
    timed = _with_clock(log, _ASSESSMENT, strict=Span(24, "hours"), lenient=Span(48, "hours"))
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == ("2025-03-04T12:00:00+01:00", "2025-03-05T12:00:00+01:00")


@pytest.mark.parametrize(
    ("day", "due", "pulled"),
    [
        (5, ("2025-03-05", "2025-03-05"), True),
        (9, ("2025-03-09", "2025-03-09"), True),
        (11, ("2025-03-10", "2025-03-11"), False),
    ],
)
def test_an_event_ends_the_time_of_a_duty_on_its_day_where_that_comes_first(
    day: int, due: tuple[str, str], pulled: bool
) -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3), build_event("r1", "underretning_registreret", day))
    timed = _with_clock(log, _RECEIPT, earliest_of=("underretning_registreret",))
    assert timed.due is not None
    assert ((str(timed.due.strict), str(timed.due.lenient)), timed.is_pulled_forward) == (due, pulled)
    if pulled:
        last = timed.counted_days[-1]
        assert (len(timed.counted_days), str(last.day), last.strict, last.lenient) == (2, due[0], True, True)


def test_an_event_ends_no_time_of_hours() -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3), build_event("r1", "underretning_registreret", 3))
    timed = _with_clock(log, _ASSESSMENT, earliest_of=("underretning_registreret",))
    assert timed.due is not None
    assert str(timed.due.lenient) == "2025-03-04T12:00:00+01:00"


def _counted_beside(*events: dict[str, Any]) -> list[tuple[str, bool, bool]]:
    log = build_log(*events, at="2025-12-31T12:00:00+01:00")
    (timed,) = find_timed(log, _FOLLOW_UP)
    return [(str(day.day), day.strict, day.lenient) for day in timed.counted_days]


def test_the_days_of_an_end_that_may_count_and_of_one_that_surely_does() -> None:
    """Nobody told whether the screening asked for the mapping; the examination ran beside the measure for sure."""
    begun = (
        build_event("r", "screening_foretaget", 1),
        build_event("b", "undersoegelse_besluttet", 2),
        build_event("i", "indsats_ivaerksat", 3, art="stoettende"),
    )
    start = ("2025-03-03", False, False)
    mapped, examined = (
        build_event("k", "afdaekning_foretaget", 5),
        build_event("s", "undersoegelse_afsluttet", 7),
    )
    assert _counted_beside(*begun, mapped) == [start, ("2025-03-05", True, False), ("2025-06-03", True, True)]
    assert _counted_beside(*begun, examined) == [start, ("2025-03-07", True, True)]
    assert _counted_beside(*begun, mapped, examined) == [
        start,
        ("2025-03-05", True, False),
        ("2025-03-07", False, True),
    ]
    on_one_day = {**mapped, "at": "2025-03-07T08:00:00+01:00"}
    assert _counted_beside(*begun, on_one_day, examined) == [start, ("2025-03-07", True, True)]


def test_the_days_of_an_end_between_the_two_readings_of_a_month_end() -> None:
    begun = build_event("b", "undersoegelse_besluttet", 1) | {"at": "2025-02-03T12:00:00+01:00"}
    measure = build_event("i", "indsats_ivaerksat", 1, art="stoettende") | {"at": "2025-02-28T12:00:00+01:00"}
    ended = build_event("s", "undersoegelse_afsluttet", 1) | {"at": "2025-05-30T12:00:00+02:00"}
    assert _counted_beside(begun, measure, ended) == [
        ("2025-02-28", False, False),
        ("2025-05-28", True, True),
        ("2025-05-30", False, True),
    ]


def test_an_event_on_the_strict_day_ends_the_lenient_reading_alone() -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3), build_event("r1", "underretning_registreret", 10))
    timed = _with_clock(log, _RECEIPT, earliest_of=("underretning_registreret",))
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == ("2025-03-10", "2025-03-10")
    assert [(day.strict, day.lenient) for day in timed.counted_days[-2:]] == [(True, True), (False, True)]


def test_the_first_lawful_day_counts_in_both_readings_and_nobody_knows_it_without_the_fact() -> None:
    decided = build_event("a1", "anbringelse_besluttet", 3, ufoedt=True, samtykke=False)
    (timed,) = find_timed(build_log(decided, barn={"termin": "2025-06-30"}), "bl-49-3-ufoedt-tidligst")
    assert [(str(day.day), day.strict, day.lenient) for day in timed.counted_days] == [("2025-03-30", True, True)]
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == ("2025-03-30", "2025-03-30")
    (unknown,) = find_timed(build_log(decided), "bl-49-3-ufoedt-tidligst")
    assert (unknown.due, unknown.needs) == (None, {"termin"})


@pytest.mark.parametrize(("born", "last"), [("2007-09-03", "2025-03-03"), ("2007-09-02", None), ("2007-08-31", None)])
def test_an_act_before_a_birthday_has_a_day_unless_the_trigger_came_later(born: str, last: str | None) -> None:
    placed = build_event("i1", "indsats_ivaerksat", 3, art="anbringelse")
    (timed,) = find_timed(build_log(placed, barn={"foedselsdato": born}), "bl-111-1-ungestoette-6-maaneder")
    assert (str(timed.due.strict) if timed.due else None) == last
    assert [(str(day.day), day.strict, day.lenient) for day in timed.counted_days] == (
        [(last, True, True)] if last else []
    )
    (unknown,) = find_timed(build_log(placed), "bl-111-1-ungestoette-6-maaneder")
    assert (unknown.due, unknown.needs) == (None, {"foedselsdato"})


_RENEWAL = "bl-50-genbehandling-1-aar"


def _decision(at: str = "2025-03-03T12:00:00+01:00", **facts: object) -> dict[str, object]:
    """The decision to place a child, which is to be decided anew within a year."""
    return {"id": "a1", "type": "anbringelse_besluttet", "at": at, "samtykke": False, **facts}


def _renewal(*events: dict[str, object], at: str = "2025-03-31T12:00:00+02:00", **changes: object) -> tuple[str, ...]:
    """The clock start and both readings of the renewal."""
    timed = _with_clock(build_log(*events, at=at), _RENEWAL, **changes)
    assert timed.due is not None
    return str(timed.start), str(timed.due.strict), str(timed.due.lenient)


def _final(day: int, **facts: object) -> dict[str, object]:
    return build_event(f"e{day}", "endelig_proevelse", day, **facts)


def test_a_set_day_stands_alone_without_a_later_decision_or_beside_one_that_a_final_decision_followed() -> None:
    assert _renewal(_decision(frist_fastsat="2025-12-24"))[1:] == ("2025-12-24", "2025-12-24")
    decided = build_event("x1", "ankestyrelsen_afgjort", 20)
    assert _renewal(_decision(), _final(10, frist_fastsat="2025-12-24"), decided)[1:] == ("2025-12-24", "2025-12-24")


def test_of_two_final_decisions_the_last_starts_the_clock() -> None:
    found = _renewal(_decision(), _final(10), _final(20))
    assert found == ("2025-03-20T12:00:00+01:00", "2026-03-20", "2026-03-20")


def test_a_decision_after_the_final_one_gives_no_second_reading() -> None:
    found = _renewal(_decision(), _final(10), build_event("x1", "ankestyrelsen_afgjort", 20))
    assert found == ("2025-03-10T12:00:00+01:00", "2026-03-10", "2026-03-10")


@pytest.mark.parametrize(
    ("finals", "due"),
    [
        ([_final(10, frist_fastsat="2025-12-24"), _final(20)], ("2026-03-20", "2026-06-01")),
        ([_final(10), _final(20, frist_fastsat="2025-12-24")], ("2025-12-24", "2025-12-24")),
        ([_final(10), _final(20)], ("2026-03-20", "2026-06-01")),
    ],
)
def test_beside_the_day_of_the_first_decision_the_last_final_decision_alone_counts(
    finals: list[dict[str, object]], due: tuple[str, str]
) -> None:
    assert _renewal(_decision(frist_fastsat="2026-06-01"), *finals)[1:] == due


def test_where_a_later_decision_without_a_day_leaves_the_day_the_latest_day_counts() -> None:
    given = RULES.by_id[_RENEWAL].clock.date_fact
    assert given is not None
    events = [_decision(), _final(10, frist_fastsat="2025-11-01"), _final(20, frist_fastsat="2025-12-24"), _final(25)]
    found = _renewal(*events, date_fact=replace(given, without_term_two_readings=False))
    assert found[1:] == ("2025-12-24", "2025-12-24")


_ONE_AND_TWO_YEARS = {"strict": Span(1, "years"), "lenient": Span(2, "years")}


def test_a_set_day_and_a_final_decision_give_both_readings_of_the_term() -> None:
    found = {
        day: _renewal(_decision(frist_fastsat=day), _final(10), **_ONE_AND_TWO_YEARS)[1:]
        for day in ("2025-12-24", "2026-06-01", "2027-06-01")
    }
    assert found == {
        "2025-12-24": ("2025-12-24", "2027-03-10"),
        "2026-06-01": ("2026-03-10", "2027-03-10"),
        "2027-06-01": ("2026-03-10", "2027-06-01"),
    }


def test_a_later_decision_moves_the_lenient_reading_by_its_own_lenient_term() -> None:
    decided = build_event("x1", "ankestyrelsen_afgjort", 20)
    assert _renewal(_decision(), decided, **_ONE_AND_TWO_YEARS)[1:] == ("2026-03-03", "2027-03-20")


def test_beside_a_set_day_a_decision_on_the_last_of_february_counts_to_the_last_of_february() -> None:
    decided = {"id": "x1", "type": "ankestyrelsen_afgjort", "at": "2027-02-28T10:00:00+01:00"}
    for day, due in (("2027-12-24", ("2027-12-24", "2028-02-29")), ("2028-02-28", ("2028-02-28", "2028-02-29"))):
        events = _decision("2027-02-01T10:00:00+01:00", frist_fastsat=day), decided
        assert _renewal(*events, at="2027-06-01T12:00:00+02:00")[1:] == due


def test_a_later_decision_that_moves_no_reading_notes_no_day() -> None:
    decided = {"id": "x1", "type": "ankestyrelsen_afgjort", "at": "2027-02-28T10:00:00+01:00"}
    log = build_log(_decision("2027-02-28T08:00:00+01:00"), decided, at="2027-06-01T12:00:00+02:00")
    (timed,) = find_timed(log, _RENEWAL)
    assert [str(day.day) for day in timed.counted_days] == ["2027-02-28", "2028-02-28", "2028-02-29"]


@pytest.mark.parametrize(
    ("until", "due"),
    [("2025-08-28", ("2025-08-28", "2025-08-28")), ("2025-08-30", ("2025-08-28", "2025-08-30"))],
)
def test_the_longest_return_period_ends_on_the_same_day_of_the_month(until: str, due: tuple[str, str]) -> None:
    returned = {"id": "g1", "type": "hjemgivelse_besluttet", "at": "2025-02-28T12:00:00+01:00", "hjemgives": True}
    (timed,) = find_timed(build_log({**returned, "periode_til": until}), "bl-100-3-hjemgivelsesperiode-6-maaneder")
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == due


def test_an_event_of_another_matter_is_not_the_one_that_the_act_must_precede() -> None:
    rule = "sel-50-3-samtale"
    decided, finished = "undersoegelse_besluttet", "undersoegelse_afsluttet"
    events = [
        {"id": "b1", "type": decided, "at": "2017-02-01T10:00:00+01:00"},
        {"id": "e1", "type": finished, "at": "2017-03-01T10:00:00+01:00", "of": "b1"},
        {"id": "b2", "type": decided, "at": "2017-06-01T10:00:00+02:00"},
    ]
    for log, named in (
        (build_log(*events, at="2017-07-01T10:00:00+02:00"), {"b1": "e1", "b2": None}),
        (
            build_log(
                *events,
                {"id": "e2", "type": finished, "at": "2017-07-01T10:00:00+02:00", "of": "b2"},
                at="2017-08-01T10:00:00+02:00",
            ),
            {"b1": "e1", "b2": "e2"},
        ),
    ):
        found = {one.duty.trigger.event.id: one.must_precede for one in find_timed(log, rule)}
        assert {name: order.by.event.id if order and order.by else None for name, order in found.items()} == named


@pytest.mark.parametrize(
    ("home", "plan", "told"),
    [
        ("2025-03-20", "2025-03-20T12:00:00+01:00", False),
        ("2025-03-20", "2025-03-19T23:59:59+01:00", True),
        ("2025-03-20", "2025-03-19", True),
        ("2025-03-20T12:00:00+01:00", "2025-03-20T12:00:00+01:00", False),
        ("2025-03-20T12:00:00+01:00", "2025-03-20", False),
        ("2025-03-20T12:00:00+01:00", "2025-03-20T11:59:59+01:00", True),
    ],
)
def test_an_act_before_the_first_second_of_the_named_event_is_told(home: str, plan: str, told: bool) -> None:
    log = build_log(
        build_event("g1", "hjemgivelse_besluttet", 3, hjemgives=True),
        {"id": "p1", "type": "plan_revideret", "at": plan},
        {"id": "o1", "type": "indsats_ophoert", "at": home, "hjemgivet": True},
    )
    (timed,) = find_timed(log, "bl-100-5-plan-foer-hjemgivelse")
    assert timed.must_precede is not None
    assert timed.must_precede.untold == (() if told else ("plan_revideret", "plan_udarbejdet"))


def test_of_two_acts_one_before_the_named_event_is_enough() -> None:
    log = build_log(
        build_event("g1", "hjemgivelse_besluttet", 3, hjemgives=True),
        build_event("p1", "plan_revideret", 10),
        build_event("o1", "indsats_ophoert", 20, hjemgivet=True),
        build_event("p2", "plan_revideret", 25),
    )
    (timed,) = find_timed(log, "bl-100-5-plan-foer-hjemgivelse")
    assert timed.must_precede is not None
    assert timed.must_precede.untold == ()


def test_the_first_lawful_day_says_before_which_day_it_is_counted() -> None:
    decided = build_event("a1", "anbringelse_besluttet", 3, ufoedt=True, samtykke=False)
    (timed,) = find_timed(build_log(decided, barn={"termin": "2025-06-30"}), "bl-49-3-ufoedt-tidligst")
    assert timed.counted_days[0].why.da.endswith("før termin")
    assert timed.counted_days[0].why.en.endswith("before the due date")


def test_months_before_a_birthday_end_on_the_same_day_of_the_month() -> None:
    placed = build_event("i1", "indsats_ivaerksat", 3, art="anbringelse")
    log = build_log(placed, barn={"foedselsdato": "2007-09-30"})
    (timed,) = find_timed(log, "bl-111-1-ungestoette-6-maaneder")
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == ("2025-03-30", "2025-03-30")


def _follow_up(decided: str, began: str, ended: str) -> tuple[tuple[str, str], list[tuple[str, bool, bool]]]:
    """Both readings of the first follow-up beside an examination, and the days counted, with their flags."""
    log = build_log(
        {"id": "d1", "type": "anbringelse_besluttet", "at": "2025-02-20T12:00:00+01:00", "samtykke": True},
        {"id": "b1", "type": "undersoegelse_besluttet", "at": decided},
        {"id": "i1", "type": "indsats_ivaerksat", "at": began, "of": "d1", "art": "anbringelse"},
        {"id": "e1", "type": "undersoegelse_afsluttet", "at": ended},
        at="2025-07-01T12:00:00+02:00",
    )
    (timed,) = find_timed(log, _FOLLOW_UP)
    assert timed.due is not None
    return (
        (str(timed.due.strict), str(timed.due.lenient)),
        [(str(day.day), day.strict, day.lenient) for day in timed.counted_days],
    )


_BEGAN, _EARLIER, _AFTERWARDS = "2025-02-28T12:00:00+01:00", "2025-02-25T12:00:00+01:00", "2025-03-08T12:00:00+01:00"


def test_a_step_that_surely_counts_gives_one_day_in_the_place_of_all_that_were_counted() -> None:
    due, days = _follow_up(_EARLIER, _BEGAN, "2025-03-20T12:00:00+01:00")
    assert due == ("2025-03-20", "2025-03-20")
    assert days == [("2025-02-28", False, False), ("2025-03-20", True, True)]


def test_a_step_that_may_count_leaves_the_lenient_reading_and_the_days_counted_to_it() -> None:
    due, days = _follow_up(_AFTERWARDS, _BEGAN, "2025-03-20T12:00:00+01:00")
    assert due == ("2025-03-20", "2025-05-31")
    assert days == [
        ("2025-02-28", False, False),
        ("2025-03-20", True, False),
        ("2025-05-28", True, True),
        ("2025-05-31", False, True),
    ]


@pytest.mark.parametrize(("ended", "strict"), [("2025-05-27", "2025-05-27"), ("2025-05-29", "2025-05-28")])
def test_a_step_counts_where_it_ends_before_the_strict_day(ended: str, strict: str) -> None:
    due, _ = _follow_up(_AFTERWARDS, _BEGAN, f"{ended}T12:00:00+02:00")
    assert due == (strict, "2025-05-31")


@pytest.mark.parametrize(
    ("notified", "registered", "finds"),
    [
        ("2025-03-03", "2025-03-03T12:00:00+01:00", True),
        ("2025-03-03", "2025-03-02T23:59:59+01:00", False),
        ("2025-03-03T12:00:00+01:00", "2025-03-03T12:00:00+01:00", True),
        ("2025-03-03T12:00:00+01:00", "2025-03-03T11:59:59+01:00", False),
        ("2025-03-03T12:00:00+01:00", "2025-03-03", True),
        ("2025-03-03T12:00:00+01:00", "2025-03-02", False),
    ],
)
def test_an_event_may_come_since_the_trigger_where_its_last_second_is_not_before_the_first_of_that(
    notified: str, registered: str, finds: bool
) -> None:
    log = build_log(
        {"id": "u1", "type": "underretning_modtaget", "at": notified},
        {"id": "r1", "type": "underretning_registreret", "at": registered},
    )
    (duty,) = find_duties(log, _RECEIPT)
    assert (find_first_since(duty, log, ("underretning_registreret",)) is not None) == finds


def test_a_year_from_the_last_of_february_ends_on_its_number_and_asks_for_the_strict_number_of_acts() -> None:
    placed = {"id": "i1", "type": "indsats_ivaerksat", "at": "2023-02-28T10:00:00+01:00", "art": "anbringelse"}
    log = build_log(placed, at="2024-03-31T12:00:00+02:00")
    years = find_timed(log, "sel-148-tilsyn-2-om-aaret")
    assert [str(one.year[1]) for one in years if one.year is not None] == ["2024-02-28", "2025-02-28"]
    assert [str(one.due.lenient) for one in years if one.due is not None] == ["2024-02-28", "2025-02-28"]
    assert _with_clock(log, "sel-148-tilsyn-2-om-aaret", lenient=Span(3, "per_year")).required_acts == 2


_VALIDITY, _APPROVED = "bl-143-5-gyldighed-1-maaned", "foreloebig_afgoerelse_godkendt"


def _provisional(*approvals: dict[str, object], **changes: object) -> dict[str, tuple[str, str]]:
    """Both readings of the month for which each of two provisional decisions is valid."""
    begun = [build_event(f"i{day}", "foreloebig_afgoerelse_ivaerksat", day, art="anbringelse") for day in (3, 5)]
    log = build_log(*begun, *approvals)
    found = {}
    for duty in find_duties(log, _VALIDITY):
        rule = duty.activation.rule
        activation = replace(duty.activation, rule=replace(rule, clock=replace(rule.clock, **changes)))
        (timed,) = time_duty(replace(duty, activation=activation), log)
        assert timed.due is not None
        found[duty.trigger.event.id] = str(timed.due.strict), str(timed.due.lenient)
    return found


def test_an_event_that_may_move_the_clock_moves_the_lenient_reading_alone() -> None:
    approved = build_event("g8", _APPROVED, 8)
    both = {"i3": ("2025-04-03", "2025-04-08"), "i5": ("2025-04-05", "2025-04-08")}
    assert _provisional() == {"i3": ("2025-04-03", "2025-04-03"), "i5": ("2025-04-05", "2025-04-05")}
    assert _provisional(approved) == both
    assert _provisional(approved, strict_from=Origin("event", _APPROVED)) == both
    assert _provisional({**approved, "of": "i3"}) == {**both, "i5": ("2025-04-05", "2025-04-05")}
    assert _provisional(approved, build_event("g10", _APPROVED, 10)) == {**both, "i5": ("2025-04-05", "2025-04-10")}


def test_one_act_is_asked_for_where_the_rule_names_no_number() -> None:
    (timed,) = find_timed(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert timed.required_acts == 1


def test_a_request_that_may_rest_is_perhaps_waived_and_one_that_rests_is_waived() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 1, samtykke=True)
    told = build_event("m1", "afgoerelse_meddelt", 2, "d1", organ="kommune")
    asked = build_event("h1", "hjemgivelse_anmodet", 10, anmoder="ung_fyldt_15")
    found = {}
    for of in ("m1", None):
        pending = build_event("k1", "klage_modtaget_i_ankestyrelsen", 8, of)
        (timed,) = find_timed(build_log(placed, told, pending, asked), "bl-102-1-hjemgivelse-7-dage")
        answers = timed.duty.fulfilment
        found[of] = answers.waiver is not None, answers.perhaps_waived
    assert found == {"m1": (True, frozenset()), None: (False, {"of"})}


def test_a_clock_without_a_convention_gives_no_date_and_leaves_a_set_day_alone() -> None:
    notified = build_log(build_event("u1", "underretning_modtaget", 3))
    assert _with_clock(notified, _RECEIPT, count=None).due is None
    assert _renewal(_decision(frist_fastsat="2025-12-24"), _final(10), count=None)[1:] == ("2025-12-24", "2025-12-24")


def test_a_time_limit_that_rests_is_counted_by_the_strict_span() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 1, samtykke=True)
    log = build_log(placed, build_event("h1", "hjemgivelse_anmodet", 10, "d1", anmoder="ung_fyldt_15"))
    timed = _with_clock(log, "bl-102-1-hjemgivelse-7-dage", lenient=Span(9, "days"))
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == ("2025-03-17", "2025-03-17")


@pytest.mark.parametrize(("ends", "waived"), [(True, "2025-03-10"), (False, None)])
def test_an_order_duty_ends_with_the_last_wording_of_its_rule_where_the_rule_says_so(
    ends: bool, waived: str | None
) -> None:
    log = build_log(build_event("s1", "screening_foretaget", 3, aeresrelateret=True))
    (duty,) = find_duties(log, "bl-18-3-risikovurdering-foerst")
    (version,) = duty.rule.versions
    first, last = (replace(version, last=dt.date(2025, 3, day)) for day in (5, 9))
    rule = replace(duty.rule, versions=(first, last), ends_with_its_law=ends)
    (timed,) = time_duty(replace(duty, rule=rule), log)
    assert timed.waived_from == (None if waived is None else parse_instant(f"{waived}T00:00:00+01:00"))


@pytest.mark.parametrize(("facts", "asked"), [({}, {"revideret"}), ({"revideret": True}, set())])
def test_a_fact_is_asked_for_after_the_date_where_it_is_not_told(facts: dict[str, object], asked: set[str]) -> None:
    offered = build_event("f1", "foraeldreplan_revision_tilbudt", 3, **facts)
    (timed,) = find_timed(build_log(offered), "bl-79-3-foraeldreplan-12-maaneder")
    assert timed.needs_after_due == asked


def test_a_fact_that_the_trigger_cannot_tell_is_not_asked_for() -> None:
    notified = build_log(build_event("u1", "underretning_modtaget", 3))
    assert _with_clock(notified, _RECEIPT, asks_after_due=("revideret",)).needs_after_due == set()
