"""A duty with its clock: its time in seconds, a day that was set, a time that ends early."""

from __future__ import annotations

import pytest

from overgreb_rules._deadlines.moment import instant_text, parse_instant
from tests.fixtures.event_logs import build_event, build_log, find_timed

_RECEIPT, _FOLLOW_UP = "bl-138-1-kvittering", "bl-95-2-foerste-opfoelgning"


def test_the_time_span_is_that_of_the_readings() -> None:
    (timed,) = find_timed(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert timed.due is not None
    assert timed.time_span is not None
    assert timed.time_span.start == timed.start.earliest
    assert timed.time_span.strict_end == timed.due.strict.last + 1


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


def test_a_decision_sets_the_day_of_its_own_duty_and_of_no_duty_that_is_counted() -> None:
    order = build_event("p1", "ankestyrelsen_paalaeg", 3, frist="2025-03-20")
    (given,) = find_timed(build_log(order), "bl-151-4-paalaeg")
    (counted,) = find_timed(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert (given.has_set_day, counted.has_set_day) == (True, False)
    assert [str(day.day) for day in given.counted_days] == ["2025-03-20"]
    assert not given.is_pulled_forward
    assert not counted.is_pulled_forward
