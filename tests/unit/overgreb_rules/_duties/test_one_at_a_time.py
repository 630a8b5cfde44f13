"""Which notifications start a clock of their own where one clock runs at a time."""

from __future__ import annotations

from tests.fixtures.event_logs import build_event, build_log, find_duties

_FOUR_MONTHS = "bl-20-3-undersoegelse-4-maaneder"


def _clocks(*events: dict[str, object], **case: object) -> list[str]:
    return [duty.trigger.event.id for duty in find_duties(build_log(*events, **case), _FOUR_MONTHS)]


def test_a_notification_that_a_running_clock_took_in_stands_for_the_one_that_started_the_clock() -> None:
    events = [build_event(f"u{day}", "underretning_modtaget", day, overgreb=True) for day in (3, 4)]
    (duty,) = find_duties(build_log(*events), "bl-20-3-undersoegelse-4-maaneder")
    assert {index: one.trigger.event.id for index, one in duty.activation.subject.stands_for.items()} == {1: "u3"}


def test_a_second_notification_starts_no_second_clock_of_four_months_while_one_runs() -> None:
    events = [build_event(f"u{day}", "underretning_modtaget", day, overgreb=True) for day in (3, 4)]
    rule = "bl-20-3-undersoegelse-4-maaneder"
    assert [duty.trigger.event.id for duty in find_duties(build_log(*events), rule)] == ["u3"]


def test_an_examination_finished_of_a_notification_that_was_taken_in_frees_the_clock_for_the_next_one() -> None:
    u1, u2 = (build_event(f"u{day}", "underretning_modtaget", day, overgreb=True) for day in (3, 4))
    finished = build_event("a1", "undersoegelse_afsluttet", 10, of="u4")
    u3 = build_event("u12", "underretning_modtaget", 12, overgreb=True)
    assert _clocks(u1, u2, finished, u3) == ["u3", "u12"]


def test_a_notification_after_the_18th_birthday_is_taken_in_by_no_clock() -> None:
    events = [build_event(f"u{day}", "underretning_modtaget", day, overgreb=True) for day in (3, 20)]
    assert _clocks(*events, barn={"foedselsdato": "2007-03-20"}) == ["u3", "u20"]
    assert _clocks(*events, barn={"foedselsdato": "2007-03-21"}) == ["u3"]


def test_an_examination_decided_for_a_notification_alone_gives_it_a_duty_with_a_doubt_of_its_own() -> None:
    u1, u2 = (build_event(f"u{day}", "underretning_modtaget", day, overgreb=False) for day in (3, 4))
    b1, b2 = (
        build_event("b1", "undersoegelse_besluttet", 5, of="u3"),
        build_event("b2", "undersoegelse_besluttet", 6, of="u4"),
    )
    first, second = find_duties(build_log(u1, u2, b1, b2), _FOUR_MONTHS)
    assert (first.trigger.event.id, second.trigger.event.id) == ("u3", "u4")
    assert len(second.doubts) == len(first.doubts) + 1


def test_an_examination_of_both_notifications_gives_no_second_duty() -> None:
    u1, u2 = (build_event(f"u{day}", "underretning_modtaget", day, overgreb=False) for day in (3, 4))
    b1, b2 = build_event("b1", "undersoegelse_besluttet", 5, of="u3"), build_event("b2", "undersoegelse_besluttet", 6)
    assert _clocks(u1, u2, b1, {**b2, "of": ["u3", "u4"]}) == ["u3"]


def test_an_examination_decided_before_any_other_that_answers_the_clock_gives_no_second_duty() -> None:
    u1, u2 = (build_event(f"u{day}", "underretning_modtaget", day, overgreb=False) for day in (3, 4))
    assert _clocks(u1, u2, build_event("b2", "undersoegelse_besluttet", 6, of="u4")) == ["u3"]


def test_the_clock_of_a_second_examination_takes_nothing_in_before_that_was_decided() -> None:
    u1, u2, u3 = (build_event(f"u{day}", "underretning_modtaget", day, overgreb=False) for day in (3, 6, 10))
    first, finished = (
        build_event("b1", "undersoegelse_besluttet", 4, of="u3"),
        build_event("a1", "undersoegelse_afsluttet", 8, of="b1"),
    )
    second = build_event("b2", "undersoegelse_besluttet", 12, of="u6")
    assert _clocks(u1, first, u2, finished, u3, second) == ["u3", "u6", "u10"]
    earlier = {**second, "at": "2025-03-09T12:00:00+01:00"}
    assert _clocks(u1, first, u2, finished, u3, earlier) == ["u3", "u6"]


def test_an_examination_of_a_notification_taken_in_later_counts_as_decided_on_its_own_day() -> None:
    u1, u2, u3 = (build_event(f"u{day}", "underretning_modtaget", day, overgreb=False) for day in (3, 4, 10))
    b1, b2 = (build_event(f"b{n}", "undersoegelse_besluttet", n + 4, of=of) for n, of in ((1, "u10"), (2, "u4")))
    assert _clocks(u1, u2, u3, b2) == ["u3"]
    assert _clocks(u1, u2, u3, b1, b2) == ["u3", "u4"]
