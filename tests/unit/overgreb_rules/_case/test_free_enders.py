"""An event that ends something and names nothing waits until it is known which of several things it ends."""

from __future__ import annotations

import pytest

from tests.fixtures.event_logs import build_event, build_log, find_event, list_ids

_I1 = build_event("i1", "indsats_ivaerksat", 3, art="anbringelse")
_I2 = build_event("i2", "indsats_ivaerksat", 4, art="stoettende")


def test_an_end_that_may_be_of_one_of_two_measures_waits() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5))
    ended = find_event(log, "o1")
    assert log.correlation.free_enders().waits(ended)
    assert list_ids(log.correlation.things_before(ended)) == ["i1", "i2"]
    assert not log.correlation.ends_state(ended, find_event(log, "i1"))


def test_a_second_end_settles_the_first_as_that_of_the_earlier_measure() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5), build_event("o2", "indsats_ophoert", 6))
    first, second = find_event(log, "o1"), find_event(log, "o2")
    assert not log.correlation.free_enders().waits(first)
    assert log.correlation.ends_state(first, find_event(log, "i1"))
    assert not log.correlation.ends_state(first, find_event(log, "i2"))
    assert log.correlation.ends_state(second, find_event(log, "i2"))


def test_an_end_that_waits_ends_nothing_for_who_asks_while_it_waits() -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5), build_event("o2", "indsats_ophoert", 6))
    first = find_event(log, "o1")
    running = log.correlation.running_before(
        frozenset({"indsats_ivaerksat"}), first.index + 1, frozenset({first.index})
    )
    assert list_ids(running) == ["i1", "i2"]


def test_an_end_whose_way_touches_none_of_the_things_settles_no_end_that_waits() -> None:
    complaint = build_event("k1", "klage_modtaget_i_ankestyrelsen", 3)
    request, talk = (
        build_event("v1", "ankestyrelsen_vurdering_anmodet", 4),
        build_event("t1", "boernesamtale_afholdt", 2),
    )
    free, other = build_event("a1", "ankestyrelsen_afgjort", 5), build_event("a2", "ankestyrelsen_afgjort", 6, of="t1")
    log = build_log(complaint, request, talk, free, other)
    assert log.correlation.free_enders().waits(find_event(log, "a1"))


@pytest.mark.parametrize("first", ["e1", "o1"])
def test_what_ends_a_state_hangs_on_no_later_event_whichever_is_asked_first(first: str) -> None:
    log = build_log(
        build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3),
        build_event("p2", "foreloebig_afgoerelse_ivaerksat", 4),
        build_event("e1", "endelig_afgoerelse_truffet", 5),
        build_event("o1", "indsats_ophoert", 6),
    )
    log.correlation.free_enders().waits(find_event(log, first))
    assert [log.correlation.free_enders().waits(find_event(log, name)) for name in ("e1", "o1")] == [True, True]
