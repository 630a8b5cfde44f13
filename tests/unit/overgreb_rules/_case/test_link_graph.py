"""The ways from an event to what it names, directly or in turn."""

from __future__ import annotations

from tests.fixtures.event_logs import build_event, build_log, find_event, list_ids

_AWARENESS = frozenset({"underretning_modtaget", "opmaerksom_paa_behov"})
_U1, _U2 = build_event("u1", "underretning_modtaget", 3), build_event("u2", "underretning_modtaget", 4)


def test_what_lies_above_an_event_is_all_that_it_names_and_all_that_those_name() -> None:
    log = build_log(
        _U1,
        build_event("b1", "undersoegelse_besluttet", 5, of="u1"),
        build_event("a1", "undersoegelse_afsluttet", 6, of="b1"),
    )
    above = log.correlation.above(find_event(log, "a1"))
    assert sorted(log.events[index].event.id for index in above) == ["b1", "u1"]


def test_an_event_that_names_one_of_the_future_names_nothing_yet() -> None:
    log = build_log(build_event("k1", "kvittering_sendt", 3, of="u2"), _U2, at="2025-03-03T23:00:00+01:00")
    assert list_ids(log.correlation.named_by(find_event(log, "k1"))) == [None]


def test_the_ends_of_the_ways_are_the_events_that_name_nothing() -> None:
    both = {**build_event("b1", "undersoegelse_besluttet", 5), "of": ["u1", "u2"]}
    log = build_log(_U1, _U2, both)
    assert list_ids(log.correlation.roots(find_event(log, "b1"))) == ["u1", "u2"]


def test_an_event_that_names_nothing_is_the_end_of_its_own_way() -> None:
    log = build_log(_U1)
    assert list_ids(log.correlation.roots(find_event(log, "u1"))) == ["u1"]


def test_the_nearest_event_of_a_type_is_found_before_one_farther_up() -> None:
    log = build_log(_U1, {**_U2, "of": "u1"}, build_event("v1", "underretning_vurderet", 5, of="u2"))
    assert list_ids(log.correlation.nearest_on_each_way(find_event(log, "v1"), _AWARENESS)) == ["u2"]


def test_a_type_that_stands_on_no_way_is_not_near() -> None:
    log = build_log(_U1, build_event("v1", "underretning_vurderet", 5, of="u1"))
    assert log.correlation.nearest_on_each_way(find_event(log, "v1"), ("indsats_ivaerksat",)) == []


def test_the_nearest_event_is_looked_for_on_each_way() -> None:
    v1, k1 = build_event("v1", "underretning_vurderet", 5, of="u1"), build_event("k1", "kvittering_sendt", 6)
    log = build_log(_U1, _U2, v1, {**k1, "of": ["v1", "u2"]})
    nearest = log.correlation.nearest_on_each_way(find_event(log, "k1"), ["underretning_modtaget"])
    assert [one.event.id for one in nearest] == ["u1", "u2"]
    assert log.correlation.nearest_on_each_way(find_event(log, "k1"), ["screening_foretaget"]) == []
