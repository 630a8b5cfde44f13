"""The duties of a case under the rule that governs each."""

from __future__ import annotations

from tests.fixtures.event_logs import build_event, build_log, find_duties

_RECEIPT = "bl-138-1-kvittering"


def test_each_notification_opens_a_duty_of_its_own() -> None:
    events = [build_event(f"u{day}", "underretning_modtaget", day) for day in (3, 4)]
    assert [duty.key for duty in find_duties(build_log(*events), _RECEIPT)] == [(_RECEIPT, "u3"), (_RECEIPT, "u4")]


def test_a_duty_of_the_newer_act_from_its_own_time_has_not_moved() -> None:
    (duty,) = find_duties(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert not duty.moved
    assert duty.certainty == 2
