"""An event that ends something and names nothing waits until it is known which of several things it ends."""

from __future__ import annotations

import math
from collections.abc import Set

import pytest

from overgreb_rules._case.event_log import EventLog
from tests.fixtures.event_logs import build_event, build_log, find_event, list_ids

_I1 = build_event("i1", "indsats_ivaerksat", 3, art="anbringelse")
_I2 = build_event("i2", "indsats_ivaerksat", 4, art="stoettende")


def test_an_end_that_may_be_of_one_of_two_measures_waits() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5))
    ended = find_event(log, "o1")
    assert _waits(log, "o1")
    assert list_ids(log.correlation.free_enders().things_before(ended)) == ["i1", "i2"]
    assert not log.correlation.ends_state(ended, find_event(log, "i1"))


def test_a_second_end_settles_the_first_as_that_of_the_earlier_measure() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5), build_event("o2", "indsats_ophoert", 6))
    first, second = find_event(log, "o1"), find_event(log, "o2")
    assert not _waits(log, "o1")
    assert log.correlation.ends_state(first, find_event(log, "i1"))
    assert not log.correlation.ends_state(first, find_event(log, "i2"))
    assert log.correlation.ends_state(second, find_event(log, "i2"))


def test_an_end_that_waits_ends_nothing_for_who_asks_while_it_waits() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5), build_event("o2", "indsats_ophoert", 6))
    first = find_event(log, "o1")
    known = log.correlation.free_enders(frozenset({first.index}))
    running = known.running_before(frozenset({"indsats_ivaerksat"}), first.index + 1)
    assert list_ids(running) == ["i1", "i2"]


def test_an_end_whose_way_touches_none_of_the_things_settles_no_end_that_waits() -> None:
    complaint = build_event("k1", "klage_modtaget_i_ankestyrelsen", 3)
    request, talk = (
        build_event("v1", "ankestyrelsen_vurdering_anmodet", 4),
        build_event("t1", "boernesamtale_afholdt", 2),
    )
    free, other = build_event("a1", "ankestyrelsen_afgjort", 5), build_event("a2", "ankestyrelsen_afgjort", 6, of="t1")
    log = build_log(complaint, request, talk, free, other)
    assert _waits(log, "a1")


_PROVISIONAL = frozenset({"foreloebig_afgoerelse_afvist", "indsats_ophoert"})
"""The types that end a provisional decision, as a named state has them."""


@pytest.mark.parametrize("first", ["r1", "o1"])
def test_a_refusal_and_an_end_of_a_measure_end_one_provisional_decision_each(first: str) -> None:
    second = ({"r1", "o1"} - {first}).pop()
    types = {"r1": "foreloebig_afgoerelse_afvist", "o1": "indsats_ophoert"}
    log = build_log(
        build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3),
        build_event("p2", "foreloebig_afgoerelse_ivaerksat", 4),
        build_event(first, types[first], 5),
        build_event(second, types[second], 6),
    )
    assert _ended_by(log, first) == ["p1"]
    assert _ended_by(log, second) == ["p2"]
    assert _ended_by(log, first, {types[first]}) == []


_ONE_OF_EACH = (
    build_event("i1", "indsats_ivaerksat", 2, art="stoettende"),
    build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3),
    build_event("p2", "foreloebig_afgoerelse_ivaerksat", 4),
)


def test_ends_that_are_settled_together_count_for_what_their_types_can_be_about() -> None:
    ends = [build_event("r1", "foreloebig_afgoerelse_afvist", 5), build_event("o1", "indsats_ophoert", 6)]
    log = build_log(*_ONE_OF_EACH, *ends, build_event("o2", "indsats_ophoert", 7))
    assert [_ended_by(log, name) for name in ("r1", "o1", "o2")] == [["p1"], ["i1"], ["p2"]]
    assert _ended_by(log, "o1", {"indsats_ophoert"}) == []


def test_ends_of_one_type_are_settled_alone_where_they_suffice() -> None:
    more = build_event("i2", "indsats_ivaerksat", 2, art="stoettende")
    refusals = [build_event(f"r{number}", "foreloebig_afgoerelse_afvist", 5 + number) for number in (1, 2)]
    log = build_log(*_ONE_OF_EACH, more, build_event("o1", "indsats_ophoert", 5), *refusals)
    assert [_ended_by(log, name) for name in ("o1", "r1", "r2")] == [[], ["p1"], ["p2"]]


def test_a_decision_and_the_measure_that_carries_it_out_are_one_running_thing() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 3, samtykke=True)
    measure = build_event("i1", "indsats_ivaerksat", 4, of="d1", art="anbringelse")
    log = build_log(placed, measure)
    types = frozenset({"anbringelse_besluttet", "indsats_ivaerksat"})
    assert list_ids(log.correlation.free_enders().running_before(types, len(log.events))) == ["i1"]


def test_what_has_ended_runs_no_more() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5, of="i1"))
    assert list_ids(
        log.correlation.free_enders().running_before(frozenset({"indsats_ivaerksat"}), len(log.events))
    ) == ["i2"]


def test_an_earlier_decision_that_names_a_later_measure_is_a_thing_of_its_own() -> None:
    decided = build_event("d1", "anbringelse_besluttet", 3, of="i1", samtykke=True)
    log = build_log(decided, build_event("i1", "indsats_ivaerksat", 4, art="stoettende"))
    types = frozenset({"anbringelse_besluttet", "indsats_ivaerksat"})
    assert list_ids(log.correlation.free_enders().running_before(types, len(log.events))) == ["d1", "i1"]


def _ended_by(log: EventLog, ender: str, ended_by: Set[str] = _PROVISIONAL) -> list[str]:
    """The ids of the events that began what an ender surely ended, where some types end it."""
    event, correlation = find_event(log, ender), log.correlation
    begun = [one for one in log.events if log.vocabulary.events[one.type].ended_by]
    return list_ids([one for one in begun if correlation.ends(event, correlation.state(one), frozenset(ended_by), {})])


def _waits(log: EventLog, ender: str) -> bool:
    """Whether nobody knows which of several things of its kind an ender ended."""
    event = find_event(log, ender)
    ways = log.correlation.assumptions([(event.type, frozenset({event.type}))], math.inf)
    return any(event.index in way for way in ways)
