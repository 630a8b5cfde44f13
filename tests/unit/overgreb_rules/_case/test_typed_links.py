"""What the events of a log can be about by their types."""

from __future__ import annotations

import pytest

from tests.fixtures.event_logs import build_event, build_log, find_event, list_ids

_U1 = build_event("u1", "underretning_modtaget", 3)
_TWO_MEASURES = (build_event("i1", "indsats_ivaerksat", 3), build_event("i2", "indsats_ivaerksat", 4))


def test_a_type_can_be_about_what_the_types_of_its_list_can_be_about() -> None:
    log = build_log(_U1, build_event("a1", "undersoegelse_afsluttet", 5), build_event("k1", "kvittering_sendt", 6))
    finished, receipt, notified = (find_event(log, name) for name in ("a1", "k1", "u1"))
    assert log.correlation.can_be_about(finished, notified)
    assert not log.correlation.can_be_about(finished, receipt)


@pytest.mark.parametrize(("facts", "can"), [({"art": "anbringelse"}, True), ({}, True), ({"art": "stoettende"}, False)])
def test_what_an_event_says_of_itself_takes_away_what_it_can_be_about(facts: dict[str, object], can: bool) -> None:
    placed = build_event("d1", "anbringelse_besluttet", 3, samtykke=True)
    log = build_log(placed, build_event("i1", "indsats_ivaerksat", 4, **facts))
    assert log.correlation.can_be_about(find_event(log, "i1"), find_event(log, "d1")) is can


@pytest.mark.parametrize(("art", "can"), [("anbringelse", True), (None, True), ("stoettende", False)])
def test_a_list_can_ask_for_a_fact_of_what_it_names(art: str | None, can: bool) -> None:
    measure = build_event("i1", "indsats_ivaerksat", 3, **({} if art is None else {"art": art}))
    log = build_log(measure, build_event("r1", "foraeldreplan_revision_tilbudt", 5))
    assert log.correlation.can_be_about(find_event(log, "r1"), find_event(log, "i1")) is can


def test_what_can_end_an_event_is_listed_in_order_of_time() -> None:
    log = build_log(*_TWO_MEASURES, build_event("e2", "indsats_ophoert", 6), build_event("e1", "indsats_ophoert", 5))
    assert list_ids(log.correlation.enders(find_event(log, "i1"))) == ["e1", "e2"]


def test_an_end_of_one_thing_is_unplaced_where_it_names_none_of_several() -> None:
    log = build_log(
        *_TWO_MEASURES, build_event("e1", "indsats_ophoert", 5), build_event("e2", "indsats_ophoert", 6, of="i2")
    )
    assert list_ids(log.correlation.unplaced) == ["e1"]
    assert log.correlation.names_a_thing(find_event(log, "e2"))


def test_an_end_of_the_one_thing_that_there_is_has_its_place() -> None:
    log = build_log(_TWO_MEASURES[0], build_event("e1", "indsats_ophoert", 5))
    assert not log.correlation.unplaced
