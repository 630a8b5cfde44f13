"""The duties of a case under the rule that governs each."""

from __future__ import annotations

from tests.fixtures.event_logs import build_event, build_log, find_duties

_RECEIPT = "bl-138-1-kvittering"


def test_each_notification_opens_a_duty_of_its_own() -> None:
    events = [build_event(f"u{day}", "underretning_modtaget", day) for day in (3, 4)]
    assert [duty.key for duty in find_duties(build_log(*events), _RECEIPT)] == [(_RECEIPT, "u3"), (_RECEIPT, "u4")]


def test_a_notification_that_a_running_clock_took_in_stands_for_the_one_that_started_the_clock() -> None:
    events = [build_event(f"u{day}", "underretning_modtaget", day, overgreb=True) for day in (3, 4)]
    (duty,) = find_duties(build_log(*events), "bl-20-3-undersoegelse-4-maaneder")
    assert {index: event.event.id for index, event in duty.activation.subject.stands_for.items()} == {1: "u3"}


def test_a_second_notification_starts_no_second_clock_of_four_months_while_one_runs() -> None:
    events = [build_event(f"u{day}", "underretning_modtaget", day, overgreb=True) for day in (3, 4)]
    rule = "bl-20-3-undersoegelse-4-maaneder"
    assert [duty.trigger.event.id for duty in find_duties(build_log(*events), rule)] == ["u3"]


def test_a_duty_of_the_newer_act_from_its_own_time_has_not_moved() -> None:
    (duty,) = find_duties(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert not duty.moved
    assert duty.certainty == 2
