"""Which duties an event activates, before anything answers them."""

from __future__ import annotations

from overgreb_rules._duties.activation import activate_under, find_activations, find_clock_start
from overgreb_rules._rules.clock_model import Origin
from tests.fixtures.event_logs import PROGRAMS, RULES, build_event, build_log

_RECEIPT = "bl-138-1-kvittering"
_ASSESSMENT = "bl-136-2-vurdering-24-timer"


def test_a_notification_activates_the_rules_in_force_on_its_day() -> None:
    found = find_activations(build_log(build_event("u1", "underretning_modtaget", 3)), RULES, PROGRAMS)
    assert {_RECEIPT, _ASSESSMENT} <= {one.rule.id for one in found}
    assert {one.rule.law for one in found} <= {"barnets_lov", "retssikkerhedsloven"}


def test_an_unknown_fact_that_decides_is_named() -> None:
    found = find_activations(build_log(build_event("u1", "underretning_modtaget", 3)), RULES, PROGRAMS)
    assert any(one.needs for one in found)


def test_a_clock_that_starts_before_the_trigger_makes_the_duty_answerable_from_there() -> None:
    known = "2025-03-02T08:00:00+01:00"
    log = build_log(build_event("u1", "underretning_modtaget", 3, kendt_fra=known))
    one = next(one for one in find_activations(log, RULES, PROGRAMS) if one.rule.id == _ASSESSMENT)
    start = find_clock_start(one.rule.clock.strict_from, one.trigger, log)
    assert start.fact == "kendt_fra"
    assert one.subject.opening == start.moment.earliest < one.trigger.at.earliest


def test_each_reading_starts_where_its_own_origin_says() -> None:
    told = {"art": "undersoegelse_uden_samtykke", "truffet": "2025-03-01T08:00:00+01:00"}
    log = build_log(build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3, **told))
    (trigger,) = log.events
    assert find_clock_start(Origin("earlier", "truffet"), trigger, log).fact == "truffet"
    assert find_clock_start(Origin(), trigger, log).moment == trigger.at


def test_a_wording_can_be_applied_whatever_its_day() -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3))
    older = RULES.by_id["sel-155b-1-kvittering"]
    assert older.version_on(log.events[0].at.day) is None
    assert activate_under(log, RULES, PROGRAMS, log.events[0], older, older.versions[0]) is not None


def test_only_the_event_that_is_asked_for_is_looked_at() -> None:
    log = build_log(*(build_event(f"u{day}", "underretning_modtaget", day) for day in (3, 4)))
    assert {one.trigger.index for one in find_activations(log, RULES, PROGRAMS, 1)} == {1}
