"""Which duties an event activates, before anything answers them."""

from __future__ import annotations

import pytest

from overgreb_rules._deadlines.moment import parse_instant
from overgreb_rules._duties.activation import activate_under, find_activations, find_clock_start, find_opening
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


@pytest.mark.parametrize(
    ("known", "fact"),
    [
        ("2025-03-03T11:59:59+01:00", "kendt_fra"),
        ("2025-03-03T12:00:00+01:00", None),
        ("2025-03-03T12:00:01+01:00", None),
    ],
)
def test_a_fact_starts_the_clock_only_where_it_lies_before_the_trigger(known: str, fact: str | None) -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3, kendt_fra=known))
    assert find_clock_start(RULES.by_id[_ASSESSMENT].clock.strict_from, log.events[0], log).fact == fact


@pytest.mark.parametrize(
    ("known", "fact"), [("2025-03-02T23:59:59+01:00", "kendt_fra"), ("2025-03-03T00:00:00+01:00", None)]
)
def test_a_fact_lies_before_a_day_where_it_lies_before_its_first_second(known: str, fact: str | None) -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3, kendt_fra=known) | {"at": "2025-03-03"})
    assert find_clock_start(RULES.by_id[_ASSESSMENT].clock.strict_from, log.events[0], log).fact == fact


@pytest.mark.parametrize(
    ("departed", "start"),
    [
        (["2025-03-01T12:00:00+01:00", "2025-03-05T12:00:00+01:00", "2025-03-12T12:00:00+01:00"], "d2"),
        (["2025-03-10T12:00:00+01:00"], "d1"),
        (["2025-03-10"], "d1"),
        (["2025-03-10T12:00:01+01:00"], "t1"),
        ([], "t1"),
    ],
)
def test_of_earlier_events_the_last_by_the_first_second_of_the_trigger_starts_the_clock(
    departed: list[str], start: str
) -> None:
    earlier = [
        {"id": f"d{number}", "type": "direktoerafgoerelse_fraveget", "at": at}
        for number, at in enumerate(departed, start=1)
    ]
    log = build_log(*earlier, build_event("t1", "direktoer_stillingtagen", 10))
    trigger = next(event for event in log.events if event.event.id == "t1")
    assert (
        find_clock_start(RULES.by_id["bl-143-7-ankestyrelsen-8-uger"].clock.strict_from, trigger, log).event.event.id
        == start
    )


@pytest.mark.parametrize(("at_latest", "start"), [(False, "d1"), (True, "d2")])
def test_of_earlier_events_that_the_trigger_names_each_starts_the_clock(at_latest: bool, start: str) -> None:
    departed = [build_event(f"d{number}", "direktoerafgoerelse_fraveget", number) for number in (1, 2, 3)]
    log = build_log(*departed, {**build_event("t1", "direktoer_stillingtagen", 10), "of": ["d2", "d1"]})
    origin = RULES.by_id["bl-143-7-ankestyrelsen-8-uger"].clock.strict_from
    assert find_clock_start(origin, log.events[-1], log, at_latest=at_latest).event.event.id == start


def test_an_earlier_event_in_the_course_of_the_day_of_the_trigger_starts_no_clock() -> None:
    departed = build_event("d1", "direktoerafgoerelse_fraveget", 10)
    log = build_log(departed, {**build_event("t1", "direktoer_stillingtagen", 10), "at": "2025-03-10"})
    trigger = next(event for event in log.events if event.event.id == "t1")
    assert (
        find_clock_start(RULES.by_id["bl-143-7-ankestyrelsen-8-uger"].clock.strict_from, trigger, log).event is trigger
    )


@pytest.mark.parametrize(
    ("notified", "of", "trigger", "own"),
    [
        ([2], None, "b1", {"u2", "b1"}),
        ([2, 3], None, "b1", {"u2", "b1"}),
        ([2, 3], "u3", "b1", {"u3", "b1"}),
        ([7], None, "u7", {"u7", "b1"}),
        ([7, 8], None, "u7", {"u7", "b1"}),
    ],
)
def test_a_duty_that_waits_for_two_events_is_opened_by_the_later_and_about_the_first_or_the_one_that_is_named(
    notified: list[int], of: str | None, trigger: str, own: set[str]
) -> None:
    decided = build_event("b1", "undersoegelse_besluttet", 5, of)
    log = build_log(decided, *(build_event(f"u{day}", "underretning_modtaget", day, overgreb=True) for day in notified))
    (one,) = [found for found in find_activations(log, RULES, PROGRAMS) if found.rule.id == "bl-125-boernehus"]
    assert one.trigger.event.id == trigger
    assert {log.events[index].event.id for index in one.subject.own} == own


@pytest.mark.parametrize("rule", ["bl-125-boernehus", _RECEIPT])
def test_a_duty_whose_trigger_tells_its_day_alone_can_be_answered_from_the_first_second_of_it(rule: str) -> None:
    decided = {**build_event("b1", "undersoegelse_besluttet", 5), "at": "2025-03-05"}
    notified = {**build_event("u1", "underretning_modtaget", 4, overgreb=True), "at": "2025-03-04"}
    log = build_log(notified, decided)
    one = next(found for found in find_activations(log, RULES, PROGRAMS) if found.rule.id == rule)
    assert one.subject.opening == one.trigger.at.earliest < one.trigger.at.latest


def test_a_clock_that_starts_on_a_day_before_the_trigger_makes_the_duty_answerable_from_its_first_second() -> None:
    departed = {**build_event("d1", "direktoerafgoerelse_fraveget", 5), "at": "2025-03-05"}
    log = build_log(departed, build_event("t1", "direktoer_stillingtagen", 10))
    trigger = next(event for event in log.events if event.event.id == "t1")
    opening = find_opening(RULES.by_id["bl-143-7-ankestyrelsen-8-uger"], trigger, log)
    assert opening == parse_instant("2025-03-05T00:00:00+01:00")


def test_a_duty_that_waits_for_two_events_can_be_answered_from_the_first_second_of_the_later_one() -> None:
    log = build_log({**build_event("b1", "undersoegelse_besluttet", 5), "at": "2025-03-05"})
    (trigger,) = log.events
    assert find_opening(RULES.by_id["bl-125-boernehus"], trigger, log) == trigger.at.earliest < trigger.at.latest


@pytest.mark.parametrize(
    ("asked", "placed", "needs"),
    [
        ({}, None, {"anmoder", "samtykke"}),
        ({"anmoder": "ung_fyldt_15"}, None, {"samtykke"}),
        ({"anmoder": "ung_fyldt_15"}, {}, {"samtykke"}),
        ({"anmoder": "ung_fyldt_15"}, {"samtykke": True}, set()),
        ({}, {"samtykke": True}, {"anmoder"}),
    ],
)
def test_a_condition_on_an_earlier_event_needs_the_fact_of_that_event(
    asked: dict[str, object], placed: dict[str, object] | None, needs: set[str]
) -> None:
    before = [] if placed is None else [build_event("d1", "anbringelse_besluttet", 1, **placed)]
    log = build_log(*before, build_event("h1", "hjemgivelse_anmodet", 10, **asked))
    (one,) = (one for one in find_activations(log, RULES, PROGRAMS) if one.rule.id == "bl-102-1-hjemgivelse-7-dage")
    assert one.needs == needs
    assert not one.by_commencement
    assert not one.for_second_examination


def test_a_duty_that_waits_for_two_events_is_not_opened_by_one() -> None:
    for event in (
        build_event("b1", "undersoegelse_besluttet", 5),
        build_event("u1", "underretning_modtaget", 5, overgreb=True),
    ):
        found = find_activations(build_log(event), RULES, PROGRAMS)
        assert "bl-125-boernehus" not in {one.rule.id for one in found}


def test_of_three_earlier_events_that_the_trigger_names_the_first_or_the_last_starts_a_reading() -> None:
    days = (3, 4, 5)
    departed = [build_event(f"d{day}", "direktoerafgoerelse_fraveget", day) for day in days]
    position = {**build_event("t1", "direktoer_stillingtagen", 10), "of": [f"d{day}" for day in days]}
    log = build_log(*departed, position)
    origin, trigger = RULES.by_id["bl-143-7-ankestyrelsen-8-uger"].clock.strict_from, log.events[-1]
    assert find_clock_start(origin, trigger, log).event.event.id == "d3"
    assert find_clock_start(origin, trigger, log, at_latest=True).event.event.id == "d5"
