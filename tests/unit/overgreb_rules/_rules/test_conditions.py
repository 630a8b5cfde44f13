"""Each part of a condition says what of a case it reads."""

from __future__ import annotations

from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    SettlingCondition,
    TriggerTypeCondition,
    Waiver,
)
from overgreb_rules._rules.dependency import EventDependency, FactDependency

ABUSE = FactTest("overgreb", "is", (True,))
NOTIFICATION = FactTest("type", "is", ("underretning_modtaget",))


def test_a_test_reads_its_fact_of_whoever_holds_it():
    assert ABUSE.depends_on("trigger") == {FactDependency("trigger", "overgreb")}
    assert ABUSE.depends_on("case") == {FactDependency("case", "overgreb")}


def test_a_pattern_reads_its_events_with_their_tests_and_the_facts_of_the_trigger_that_it_is_provided_with():
    pattern = EventPattern("kvittering_sendt", (ABUSE,), (FactTest("anonym", "is", (False,)),))
    assert pattern.depends_on("answer") == {
        EventDependency("answer", "kvittering_sendt", (ABUSE,)),
        FactDependency("trigger", "anonym"),
    }
    assert pattern.trigger_types == frozenset()


def test_a_pattern_for_some_triggers_alone_reads_their_type():
    pattern = EventPattern("kvittering_sendt", provided=(NOTIFICATION,))
    assert pattern.trigger_types == {"underretning_modtaget"}
    assert EventDependency("trigger", "underretning_modtaget") in pattern.depends_on("answer")


def test_since_looks_among_the_events_that_answer_the_trigger():
    patterns = (EventPattern("undersoegelse_besluttet"),)
    assert EventCondition(patterns, "since").dependencies == {EventDependency("answer", "undersoegelse_besluttet")}
    assert EventCondition(patterns, "earlier").dependencies == {EventDependency("earlier", "undersoegelse_besluttet")}
    assert EventCondition(patterns, "ever").dependencies == {EventDependency("ever", "undersoegelse_besluttet")}


def test_what_is_joined_reads_what_its_parts_read():
    parts = (FactCondition("trigger", ABUSE), TriggerTypeCondition(("underretning_modtaget",)))
    expected = {FactDependency("trigger", "overgreb"), EventDependency("trigger", "underretning_modtaget")}
    assert AnyOf(parts).dependencies == AllOf(parts).dependencies == expected


def test_a_duty_is_settled_by_the_events_that_need_no_test():
    since = EventCondition(
        (EventPattern("undersoegelse_besluttet"), EventPattern("screening_foretaget", (ABUSE,))), "since"
    )
    settles = SettlingCondition(AnyOf((since, FactCondition("trigger", ABUSE))), ("undersoegelse_afsluttet",))
    assert settles.begun_by == ("undersoegelse_besluttet",)
    assert settles.event_types == ("screening_foretaget", "undersoegelse_afsluttet", "undersoegelse_besluttet")


def test_a_condition_that_looks_back_settles_nothing_by_itself():
    assert SettlingCondition(EventCondition((EventPattern("undersoegelse_besluttet"),), "earlier")).begun_by == ()


def test_a_waiver_by_an_event_reads_what_brings_the_duty_back_and_what_ends_the_waiver():
    waiver = Waiver(EventPattern("a"), (ABUSE,), undone_by=("b",), until=("c",))
    assert waiver.dependencies == {
        EventDependency("answer", "a"),
        EventDependency("answer", "b"),
        EventDependency("answer", "c"),
        FactDependency("trigger", "overgreb"),
    }


def test_a_waiver_up_to_an_age_reads_the_day_of_birth():
    birthday = FactDependency("case", "barn.foedselsdato", "day")
    assert birthday in Waiver(ABUSE, before_birthday=18).dependencies
    assert Waiver(ABUSE).dependencies == {FactDependency("trigger", "overgreb")}
