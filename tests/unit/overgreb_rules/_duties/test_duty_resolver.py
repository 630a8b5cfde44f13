"""The duties of a case under the rule that governs each."""

from __future__ import annotations

from overgreb_rules._duties.duty import NO_CHANGE_OF_LAW
from overgreb_rules._duties.duty_resolver import resolve_duties
from tests.fixtures.event_logs import PROGRAMS, RULES, build_event, build_log, find_duties

_RECEIPT = "bl-138-1-kvittering"


def test_each_notification_opens_a_duty_of_its_own() -> None:
    events = [build_event(f"u{day}", "underretning_modtaget", day) for day in (3, 4)]
    assert [duty.key for duty in find_duties(build_log(*events), _RECEIPT)] == [(_RECEIPT, "u3"), (_RECEIPT, "u4")]


def test_the_duties_of_one_event_alone_are_those_that_it_has_among_all() -> None:
    events = [build_event(f"u{day}", "underretning_modtaget", day) for day in (3, 4)]
    log = build_log(*events, build_event("k1", "kvittering_sendt", 5, of="u4"))
    all_rules = RULES.only([rule for rule in RULES if rule.id in {_RECEIPT, "sel-155b-1-kvittering"}])
    every = resolve_duties(log, all_rules, PROGRAMS, NO_CHANGE_OF_LAW)
    (one,) = resolve_duties(log, all_rules, PROGRAMS, NO_CHANGE_OF_LAW, 1)
    assert [duty.key for duty in every] == [(_RECEIPT, "u3"), (_RECEIPT, "u4")]
    assert (one.key, one.fulfilment) == (every[1].key, every[1].fulfilment)
