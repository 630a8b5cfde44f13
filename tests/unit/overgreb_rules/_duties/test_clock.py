"""The clock of each duty: where it starts and when it ends."""

from __future__ import annotations

from overgreb_rules._deadlines.moment import parse_instant
from overgreb_rules._duties.clock import ClockBasis, clock_basis, find_first_since
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
