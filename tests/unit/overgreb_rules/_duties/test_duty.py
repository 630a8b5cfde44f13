"""What a duty says of itself before it is dated."""

from __future__ import annotations

from tests.fixtures.event_logs import build_event, build_log, find_duties

_RECEIPT = "bl-138-1-kvittering"


def test_a_duty_of_the_newer_act_from_its_own_time_has_not_moved() -> None:
    (duty,) = find_duties(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert not duty.moved
    assert duty.lack == 3


def test_a_duty_that_is_met_lacks_less_than_one_that_is_not() -> None:
    events = [build_event(f"u{day}", "underretning_modtaget", day) for day in (3, 4)]
    log = build_log(*events, build_event("k1", "kvittering_sendt", 5, of="u4"))
    assert [duty.lack for duty in find_duties(log, _RECEIPT)] == [3, 1]
