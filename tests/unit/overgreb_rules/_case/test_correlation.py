"""What an event is about: its ways, the things that both name, the types that it can be about, and what runs."""

from __future__ import annotations

import pytest

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.subject import Subject, Substitution
from tests.fixtures.event_logs import build_event, build_log

_AWARENESS = frozenset({"underretning_modtaget", "opmaerksom_paa_behov"})
_FOLLOW_UP = frozenset({"opfoelgning_foretaget"})
_U1, _U2 = build_event("u1", "underretning_modtaget", 3), build_event("u2", "underretning_modtaget", 4)
_I1 = build_event("i1", "indsats_ivaerksat", 3, art="anbringelse")
_I2 = build_event("i2", "indsats_ivaerksat", 4, art="stoettende")


def _event(log: EventLog, name: str) -> LoggedEvent:
    event = log.find(name)
    assert event is not None
    return event


def _subject(log: EventLog, name: str, types: frozenset[str] = _AWARENESS) -> Subject:
    trigger = _event(log, name)
    return log.correlation.subject(trigger, trigger.at.earliest, types)


def _touches(log: EventLog, event: str, trigger: str, types: frozenset[str] = _AWARENESS) -> bool:
    return log.correlation.touches(_event(log, event), _subject(log, trigger, types))


def _names(events: list[LoggedEvent] | list[LoggedEvent | None]) -> list[str | None]:
    return [event.event.id if event else None for event in events]


def test_what_lies_above_an_event_is_all_that_it_names_and_all_that_those_name() -> None:
    log = build_log(
        _U1,
        build_event("b1", "undersoegelse_besluttet", 5, of="u1"),
        build_event("a1", "undersoegelse_afsluttet", 6, of="b1"),
    )
    above = log.correlation.above(_event(log, "a1"))
    assert sorted(log.events[index].event.id for index in above) == ["b1", "u1"]


def test_an_event_that_names_one_of_the_future_names_nothing_yet() -> None:
    log = build_log(build_event("k1", "kvittering_sendt", 3, of="u2"), _U2, at="2025-03-03T23:00:00+01:00")
    assert _names(log.correlation.named_by(_event(log, "k1"))) == [None]


def test_the_ends_of_the_ways_are_the_events_that_name_nothing() -> None:
    both = {**build_event("b1", "undersoegelse_besluttet", 5), "of": ["u1", "u2"]}
    log = build_log(_U1, _U2, both)
    assert _names(log.correlation.roots(_event(log, "b1"))) == ["u1", "u2"]


def test_an_event_that_names_nothing_is_the_end_of_its_own_way() -> None:
    log = build_log(_U1)
    assert _names(log.correlation.roots(_event(log, "u1"))) == ["u1"]


def test_the_nearest_event_of_a_type_is_found_before_one_farther_up() -> None:
    log = build_log(_U1, {**_U2, "of": "u1"}, build_event("v1", "underretning_vurderet", 5, of="u2"))
    assert _names(log.correlation.nearest_on_each_way(_event(log, "v1"), _AWARENESS)) == ["u2"]


def test_a_type_that_stands_on_no_way_is_not_near() -> None:
    log = build_log(_U1, build_event("v1", "underretning_vurderet", 5, of="u1"))
    assert log.correlation.nearest_on_each_way(_event(log, "v1"), ("indsats_ivaerksat",)) == []


def test_a_type_can_be_about_what_the_types_of_its_list_can_be_about() -> None:
    log = build_log(_U1, build_event("a1", "undersoegelse_afsluttet", 5), build_event("k1", "kvittering_sendt", 6))
    finished, receipt, notified = (_event(log, name) for name in ("a1", "k1", "u1"))
    assert log.correlation.can_be_about(finished, notified)
    assert not log.correlation.can_be_about(finished, receipt)


@pytest.mark.parametrize(("facts", "can"), [({"art": "anbringelse"}, True), ({}, True), ({"art": "stoettende"}, False)])
def test_what_an_event_says_of_itself_takes_away_what_it_can_be_about(facts: dict[str, object], can: bool) -> None:
    placed = build_event("d1", "anbringelse_besluttet", 3, samtykke=True)
    log = build_log(placed, build_event("i1", "indsats_ivaerksat", 4, **facts))
    assert log.correlation.can_be_about(_event(log, "i1"), _event(log, "d1")) is can


@pytest.mark.parametrize(("art", "can"), [("anbringelse", True), (None, True), ("stoettende", False)])
def test_a_list_can_ask_for_a_fact_of_what_it_names(art: str | None, can: bool) -> None:
    measure = build_event("i1", "indsats_ivaerksat", 3, **({} if art is None else {"art": art}))
    log = build_log(measure, build_event("r1", "foraeldreplan_revision_tilbudt", 5))
    assert log.correlation.can_be_about(_event(log, "r1"), _event(log, "i1")) is can


def test_an_event_without_a_way_touches_what_opened_before_it() -> None:
    log = build_log(_U1, build_event("v1", "underretning_vurderet", 5), build_event("u3", "underretning_modtaget", 6))
    assert [_touches(log, "v1", name) for name in ("u1", "u3")] == [True, False]


def test_an_event_never_touches_the_duty_that_it_opened() -> None:
    log = build_log(_U1)
    assert not _touches(log, "u1", "u1")


def test_the_nearest_trigger_on_the_way_decides_and_no_other_is_touched() -> None:
    log = build_log(_U1, _U2, build_event("v1", "underretning_vurderet", 5, of="u2"))
    assert [_touches(log, "v1", name) for name in ("u1", "u2")] == [False, True]


def test_what_the_trigger_names_itself_decides_too() -> None:
    screened = build_event("s1", "screening_foretaget", 5, of="u1", resultat="undersoegelse")
    log = build_log(_U1, screened, build_event("b1", "undersoegelse_besluttet", 6, of="u1"))
    assert _touches(log, "b1", "s1", frozenset({"screening_foretaget"}))


def test_one_way_of_several_suffices() -> None:
    log = build_log(_U1, _U2, {**build_event("v1", "underretning_vurderet", 5), "of": ["u1", "u2"]})
    assert [_touches(log, "v1", name) for name in ("u1", "u2")] == [True, True]


def test_a_way_that_stops_at_an_event_of_the_future_touches_nothing() -> None:
    log = build_log(
        _U1,
        build_event("v1", "underretning_vurderet", 5, of="b1"),
        build_event("b1", "undersoegelse_besluttet", 9),
        at="2025-03-06T12:00:00+01:00",
    )
    assert not _touches(log, "v1", "u1")


def test_an_examination_that_names_nothing_is_about_the_notifications_before_it() -> None:
    examined = build_event("b1", "undersoegelse_besluttet", 5)
    log = build_log(
        _U1,
        examined,
        build_event("u3", "underretning_modtaget", 6),
        build_event("a1", "undersoegelse_afsluttet", 7, of="b1"),
    )
    assert [_touches(log, "a1", name) for name in ("u1", "u3")] == [True, False]


def test_a_renewed_decision_that_names_nothing_is_about_the_placement_whose_end_is_told() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 3, samtykke=False)
    renewed, ended = build_event("g1", "genbehandling_besluttet", 5), build_event("o1", "indsats_ophoert", 6, of="d1")
    types = frozenset({"anbringelse_besluttet", "genbehandling_besluttet"})
    assert _touches(build_log(placed, renewed, ended), "o1", "g1", types)


def test_an_event_about_one_measure_answers_a_free_follow_up_once_the_other_has_been_named() -> None:
    free = build_event("f1", "opfoelgning_foretaget", 5)
    first, second = (
        build_event("f2", "opfoelgning_foretaget", 6, of="i1"),
        build_event("f3", "opfoelgning_foretaget", 7, of="i2"),
    )
    log = build_log(_I1, _I2, free, first, second)
    assert [_touches(log, name, "f1", _FOLLOW_UP) for name in ("f2", "f3")] == [False, True]


def test_an_event_about_one_measure_answers_a_free_follow_up_once_the_other_has_ended() -> None:
    free, ended = build_event("f1", "opfoelgning_foretaget", 5), build_event("o1", "indsats_ophoert", 6, of="i2")
    log = build_log(_I1, _I2, free, ended, build_event("f2", "opfoelgning_foretaget", 7, of="i1"))
    assert _touches(log, "f2", "f1", _FOLLOW_UP)


def test_a_measure_that_began_later_is_none_that_the_free_follow_up_was_about() -> None:
    free, later = (
        build_event("f1", "opfoelgning_foretaget", 5),
        build_event("i3", "indsats_ivaerksat", 6, art="stoettende"),
    )
    log = build_log(_I1, free, later, build_event("f2", "opfoelgning_foretaget", 7, of="i3"))
    assert not _touches(log, "f2", "f1", _FOLLOW_UP)


def test_what_answers_only_a_part_is_told_with_what_is_missing() -> None:
    free, first = build_event("f1", "opfoelgning_foretaget", 5), build_event("f2", "opfoelgning_foretaget", 6, of="i1")
    log = build_log(_I1, _I2, free, first)
    part = log.correlation.answers_part(_event(log, "f2"), _subject(log, "f1", _FOLLOW_UP))
    assert part is not None
    assert (part[0].event.id, _names(part[1])) == ("i1", ["i2"])


def test_an_event_about_a_notification_that_was_taken_in_is_about_the_one_that_started_the_clock() -> None:
    log = build_log(_U1, _U2, build_event("v1", "underretning_vurderet", 5, of="u2"))
    first, second = _event(log, "u1"), _event(log, "u2")
    subject = log.correlation.subject(
        first, first.at.earliest, _AWARENESS, stands_for={second.index: Substitution(first)}
    )
    assert log.correlation.touches(_event(log, "v1"), subject)


def test_a_notification_stands_for_another_up_to_the_examination_of_its_own() -> None:
    v1, v2 = (build_event(f"v{day}", "underretning_vurderet", day, of="u2") for day in (5, 6))
    log = build_log(_U1, _U2, v1, v2)
    first, second = _event(log, "u1"), _event(log, "u2")
    until = Substitution(first, until=_event(log, "v6").index)
    subject = log.correlation.subject(first, first.at.earliest, _AWARENESS, stands_for={second.index: until})
    assert [log.correlation.touches(_event(log, name), subject) for name in ("v5", "v6")] == [True, False]


def test_the_nearest_event_is_looked_for_on_each_way() -> None:
    v1, k1 = build_event("v1", "underretning_vurderet", 5, of="u1"), build_event("k1", "kvittering_sendt", 6)
    log = build_log(_U1, _U2, v1, {**k1, "of": ["v1", "u2"]})
    nearest = log.correlation.nearest_on_each_way(_event(log, "k1"), ["underretning_modtaget"])
    assert [one.event.id for one in nearest] == ["u1", "u2"]
    assert log.correlation.nearest_on_each_way(_event(log, "k1"), ["screening_foretaget"]) == []


def test_an_event_from_before_the_opening_touches_only_where_the_order_does_not_matter() -> None:
    talk = build_event("t1", "boernesamtale_afholdt", 2, of="u1")
    log = build_log(talk, _U1)
    subject = _subject(log, "u1")
    assert not log.correlation.touches(_event(log, "t1"), subject)
    assert log.correlation.touches_whenever(_event(log, "t1"), subject)


def test_a_decision_and_the_measure_that_carries_it_out_are_one_running_thing() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 3, samtykke=True)
    measure = build_event("i1", "indsats_ivaerksat", 4, of="d1", art="anbringelse")
    log = build_log(placed, measure)
    types = frozenset({"anbringelse_besluttet", "indsats_ivaerksat"})
    assert _names(log.correlation.running_before(types, len(log.events))) == ["i1"]


def test_what_has_ended_runs_no_more() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5, of="i1"))
    assert _names(log.correlation.running_before(frozenset({"indsats_ivaerksat"}), len(log.events))) == ["i2"]


def test_an_end_that_may_be_of_one_of_two_measures_waits() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5))
    ended = _event(log, "o1")
    assert log.correlation.waits(ended)
    assert _names(log.correlation.things_before(ended)) == ["i1", "i2"]
    assert not log.correlation.ends_state(ended, _event(log, "i1"))


def test_a_second_end_settles_the_first_as_that_of_the_earlier_measure() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5), build_event("o2", "indsats_ophoert", 6))
    first, second = _event(log, "o1"), _event(log, "o2")
    assert not log.correlation.waits(first)
    assert log.correlation.ends_state(first, _event(log, "i1"))
    assert not log.correlation.ends_state(first, _event(log, "i2"))
    assert log.correlation.ends_state(second, _event(log, "i2"))


def test_an_end_that_waits_ends_nothing_for_who_asks_while_it_waits() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5), build_event("o2", "indsats_ophoert", 6))
    first = _event(log, "o1")
    running = log.correlation.running_before(
        frozenset({"indsats_ivaerksat"}), first.index + 1, frozenset({first.index})
    )
    assert _names(running) == ["i1", "i2"]


def test_an_earlier_decision_that_names_a_later_measure_is_a_thing_of_its_own() -> None:
    decided = build_event("d1", "anbringelse_besluttet", 3, of="i1", samtykke=True)
    log = build_log(decided, build_event("i1", "indsats_ivaerksat", 4, art="stoettende"))
    types = frozenset({"anbringelse_besluttet", "indsats_ivaerksat"})
    assert _names(log.correlation.running_before(types, len(log.events))) == ["d1", "i1"]


def test_an_end_whose_way_touches_none_of_the_things_settles_no_end_that_waits() -> None:
    complaint = build_event("k1", "klage_modtaget_i_ankestyrelsen", 3)
    request, talk = (
        build_event("v1", "ankestyrelsen_vurdering_anmodet", 4),
        build_event("t1", "boernesamtale_afholdt", 2),
    )
    free, other = build_event("a1", "ankestyrelsen_afgjort", 5), build_event("a2", "ankestyrelsen_afgjort", 6, of="t1")
    log = build_log(complaint, request, talk, free, other)
    assert log.correlation.waits(_event(log, "a1"))


@pytest.mark.parametrize("first", ["e1", "o1"])
def test_what_ends_a_state_hangs_on_no_later_event_whichever_is_asked_first(first: str) -> None:
    log = build_log(
        build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3),
        build_event("p2", "foreloebig_afgoerelse_ivaerksat", 4),
        build_event("e1", "endelig_afgoerelse_truffet", 5),
        build_event("o1", "indsats_ophoert", 6),
    )
    log.correlation.waits(_event(log, first))
    assert [log.correlation.waits(_event(log, name)) for name in ("e1", "o1")] == [True, True]
