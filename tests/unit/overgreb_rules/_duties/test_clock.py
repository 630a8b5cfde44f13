"""The clock of each duty: where it starts and when it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._deadlines.moment import instant_text, parse_instant
from overgreb_rules._duties.clock import ClockBasis, TimedDuty, clock_basis, find_first_since, time_duty
from overgreb_rules._rules.clock_model import Span
from tests.fixtures.event_logs import build_event, build_log, find_duties, find_timed

_RECEIPT = "bl-138-1-kvittering"
_ASSESSMENT = "bl-136-2-vurdering-24-timer"


def test_hverdage_give_two_readings() -> None:
    (timed,) = find_timed(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == ("2025-03-10", "2025-03-11")
    assert timed.key == f"{_RECEIPT}@u1"


def test_the_time_span_is_that_of_the_readings() -> None:
    (timed,) = find_timed(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert timed.due is not None
    assert timed.time_span is not None
    assert timed.time_span.start == timed.start.earliest
    assert timed.time_span.strict_end == timed.due.strict.last + 1


def test_the_basis_names_convention_spans_and_starts_without_dates() -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3))
    (duty,) = find_duties(log, _ASSESSMENT)
    basis = clock_basis(duty, log)
    assert isinstance(basis, ClockBasis)
    assert (basis.count, basis.strict.value, basis.strict_start.event.event.id) == ("elapsed", 24, "u1")


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


def test_a_decision_sets_the_day_of_its_own_duty_and_of_no_duty_that_is_counted() -> None:
    order = build_event("p1", "ankestyrelsen_paalaeg", 3, frist="2025-03-20")
    (given,) = find_timed(build_log(order), "bl-151-4-paalaeg")
    (counted,) = find_timed(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert (given.has_set_day, counted.has_set_day) == (True, False)
    assert [str(day.day) for day in given.counted_days] == ["2025-03-20"]
    assert not given.is_pulled_forward
    assert not counted.is_pulled_forward


def test_the_time_of_a_duty_whose_trigger_tells_its_day_alone_begins_with_the_day() -> None:
    log = build_log({**build_event("u1", "underretning_modtaget", 3), "at": "2025-03-03"})
    (timed,) = find_timed(log, _RECEIPT)
    assert timed.time_span is not None
    assert timed.time_span.start == parse_instant("2025-03-03T00:00:00+01:00")


def test_a_year_after_the_first_begins_with_its_anniversary() -> None:
    placed = {"id": "i1", "type": "indsats_ivaerksat", "at": "2024-01-10T10:00:00+01:00", "art": "anbringelse"}
    found = find_timed(build_log(placed), "bl-156-5-tilsyn-2-om-aaret")
    starts = [instant_text(one.time_span.start) for one in found if one.time_span is not None]
    assert starts == ["2024-01-10T10:00:00+01:00", "2025-01-10T00:00:00+01:00"]


def test_a_duty_without_counted_days_has_no_set_day_and_is_not_pulled_forward() -> None:
    (timed,) = find_timed(build_log(build_event("u1", "underretning_modtaget", 3)), "bl-137-2-samtale-kan")
    assert timed.counted_days == ()
    assert (timed.has_set_day, timed.is_pulled_forward) == (False, False)


_FOLLOW_UP = "bl-95-2-foerste-opfoelgning"


@pytest.mark.parametrize(("decided", "pulled"), [(2, True), (8, False)])
def test_a_duty_is_pulled_forward_where_an_event_ends_its_time_in_both_readings(decided: int, pulled: bool) -> None:
    log = build_log(
        build_event("d1", "anbringelse_besluttet", 1, samtykke=True),
        build_event("b1", "undersoegelse_besluttet", decided),
        build_event("i1", "indsats_ivaerksat", 5, "d1", art="anbringelse"),
        build_event("e1", "undersoegelse_afsluttet", 20),
    )
    (timed,) = find_timed(log, _FOLLOW_UP)
    assert timed.due is not None
    assert (str(timed.due.strict), timed.is_pulled_forward) == ("2025-03-20", pulled)


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
    ("final", "start", "due"),
    [
        ({"frist_fastsat": "2025-12-24"}, "2025-03-20T12:00:00+01:00", "2025-12-24"),
        ({}, "2025-03-20T12:00:00+01:00", "2026-03-20"),
        (None, "2025-03-03T12:00:00+01:00", "2026-03-03"),
    ],
)
def test_a_final_decision_moves_the_clock_and_may_set_the_day(
    final: dict[str, object] | None, start: str, due: str
) -> None:
    placed = build_event("a1", "anbringelse_besluttet", 3, samtykke=False)
    later = [] if final is None else [build_event("e1", "endelig_proevelse", 20, **final)]
    (timed,) = find_timed(build_log(placed, *later), "bl-50-genbehandling-1-aar")
    assert timed.due is not None
    assert (str(timed.start), str(timed.due.strict), str(timed.due.lenient)) == (start, due, due)


def test_a_final_decision_that_came_after_the_act_moves_nothing() -> None:
    placed = build_event("a1", "anbringelse_besluttet", 3, samtykke=False)
    again, final = (
        build_event("g1", "genbehandling_besluttet", 10, "a1"),
        build_event("e1", "endelig_proevelse", 20, "a1"),
    )
    (timed,) = find_timed(build_log(placed, again, final), "bl-50-genbehandling-1-aar")
    assert str(timed.start) == "2025-03-03T12:00:00+01:00"


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
        (10, ("2025-03-10", "2025-03-11"), False),
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
