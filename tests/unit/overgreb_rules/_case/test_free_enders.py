"""An event that ends something and names nothing waits until it is known which of several things it ends."""

from __future__ import annotations

import math
from collections.abc import Set

import pytest

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._case.free_enders import list_assumptions
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


@pytest.mark.parametrize(("names", "may_end"), [("m1", ["k1", "k2"]), ("m2", ["k3"]), (None, ["k1", "k2", "k3"])])
def test_an_end_about_a_decision_may_be_of_the_complaints_over_that_one_alone(
    names: str | None, may_end: list[str]
) -> None:
    told = [build_event(f"m{day}", "afgoerelse_meddelt", day) for day in (1, 2)]
    complaints = [
        build_event(f"k{number}", "klage_modtaget_i_ankestyrelsen", number + 2, of=over)
        for number, over in ((1, "m1"), (2, "m1"), (3, "m2"))
    ]
    log = build_log(*told, *complaints, build_event("a1", "ankestyrelsen_afgjort", 6, of=names))
    assert list_ids(log.correlation.free_enders().things_before(find_event(log, "a1"))) == may_end


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


_MEASURE = frozenset({"indsats_ivaerksat"})
_ENDS = [build_event("o1", "indsats_ophoert", 5), build_event("o2", "indsats_ophoert", 6)]


def _running(log: EventLog, before: int | None = None, types: frozenset[str] = _MEASURE) -> list[str | None]:
    """The ids of what runs, by the events with a smaller index; None: by all."""
    return list_ids(log.correlation.free_enders().running_before(types, len(log.events) if before is None else before))


@pytest.mark.parametrize("is_asked_first", [True, False])
def test_what_an_end_that_names_nothing_ended_runs_until_the_event_that_settles_it(is_asked_first: bool) -> None:
    log = build_log(_I1, _I2, *_ENDS, build_event("i3", "indsats_ivaerksat", 7, art="stoettende"))
    second = find_event(log, "o2").index
    if is_asked_first:
        assert _running(log) == ["i3"]
    assert _running(log, second) == ["i1", "i2"]
    assert _running(log, second + 1) == []
    assert _running(log) == ["i3"]


@pytest.mark.parametrize("is_asked_first", [True, False])
def test_an_end_that_names_its_measure_ends_nothing_before_it_came(is_asked_first: bool) -> None:
    log = build_log(_I1, _I2, build_event("o1", "indsats_ophoert", 5, of="i1"))
    end = find_event(log, "o1").index
    if is_asked_first:
        assert _running(log, end + 1) == ["i2"]
    assert _running(log, end) == ["i1", "i2"]


def test_a_measure_runs_from_the_event_after_its_own() -> None:
    log = build_log(_I1, _I2)
    assert _running(log, find_event(log, "i2").index) == ["i1"]


def test_ends_that_come_after_a_settlement_are_of_what_is_left() -> None:
    more = [build_event("i3", "indsats_ivaerksat", 7, art="stoettende"), build_event("i4", "indsats_ivaerksat", 8)]
    later = [build_event("o3", "indsats_ophoert", 9), build_event("o4", "indsats_ophoert", 10)]
    log = build_log(_I1, _I2, *_ENDS, *more, *later)
    assert [_ended_by(log, name, {"indsats_ophoert"}) for name in ("o3", "o4")] == [["i3"], ["i4"]]
    assert _running(log) == []


def test_an_end_while_one_thing_runs_ends_also_what_that_thing_goes_on_with() -> None:
    log = build_log(
        build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3),
        build_event("p2", "foreloebig_afgoerelse_ivaerksat", 4, of="p1"),
        build_event("o1", "indsats_ophoert", 5),
        build_event("p3", "foreloebig_afgoerelse_ivaerksat", 6),
    )
    assert _running(log, types=frozenset({"foreloebig_afgoerelse_ivaerksat"})) == ["p3"]
    assert _ended_by(log, "o1") == ["p1", "p2"]


def test_what_runs_is_the_same_whether_a_named_state_was_asked_for_before() -> None:
    log = build_log(
        build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3),
        build_event("p2", "foreloebig_afgoerelse_ivaerksat", 4),
        build_event("r1", "foreloebig_afgoerelse_afvist", 5),
        build_event("o1", "indsats_ophoert", 6),
    )
    assert _ended_by(log, "r1") == ["p1"]
    assert _running(log, types=frozenset({"foreloebig_afgoerelse_ivaerksat"})) == ["p1", "p2"]


def test_an_end_that_is_taken_as_not_come_ends_nothing() -> None:
    log = build_log(_I1, build_event("o1", "indsats_ophoert", 5))
    end, state = find_event(log, "o1"), log.correlation.state(find_event(log, "i1"))
    ended_by = frozenset({"indsats_ophoert"})
    assert log.correlation.free_enders().ends(end, state, ended_by, {})
    assert not log.correlation.free_enders(frozenset({end.index})).ends(end, state, ended_by, {})


_DECIDED_OR_RUNNING = frozenset({"anbringelse_besluttet", "indsats_ivaerksat"})


@pytest.mark.parametrize(("names", "running"), [("d2", ["d1", "i1"]), ("d1", ["d2", "i1"]), (None, ["i1"])])
def test_a_measure_carries_out_the_decision_that_it_names_and_without_a_name_each(
    names: str | None, running: list[str]
) -> None:
    decisions = [build_event(f"d{day}", "anbringelse_besluttet", day, samtykke=True) for day in (1, 2)]
    log = build_log(*decisions, build_event("i1", "indsats_ivaerksat", 4, of=names, art="anbringelse"))
    assert _running(log, types=_DECIDED_OR_RUNNING) == running


_NOON = "2025-03-05T12:00:00+01:00"


@pytest.mark.parametrize(
    ("began", "ended", "may_be_ended"),
    [
        ("2025-03-05T11:59:59+01:00", _NOON, True),
        (_NOON, _NOON, True),
        ("2025-03-05T12:00:01+01:00", _NOON, False),
        ("2025-03-05", _NOON, True),
        ("2025-03-06", _NOON, False),
        ("2025-03-05T23:59:59+01:00", "2025-03-05", True),
        ("2025-03-06T00:00:00+01:00", "2025-03-05", False),
    ],
)
def test_an_end_may_be_of_what_may_have_begun_by_then(began: str, ended: str, may_be_ended: bool) -> None:
    later = {"id": "i3", "type": "indsats_ivaerksat", "at": began, "art": "stoettende"}
    end = {"id": "o1", "type": "indsats_ophoert", "at": ended}
    log = build_log(_I1, _I2, later, end, build_event("o2", "indsats_ophoert", 8))
    measures = ["i1", "i2", "i3"] if may_be_ended else ["i1", "i2"]
    assert list_ids(log.correlation.free_enders().things_before(find_event(log, "o1"))) == measures
    assert _list_possible(log, "o1") == set(measures)
    assert _list_possible(log, "o2") == {"i1", "i2", "i3"}


def test_an_end_of_one_type_waits_for_things_of_that_type_alone() -> None:
    ends = [build_event("r1", "foreloebig_afgoerelse_afvist", 5), build_event("o1", "indsats_ophoert", 6)]
    log = build_log(*_ONE_OF_EACH, *ends)
    assert _list_possible(log, "r1", _PROVISIONAL) == {"p1", "p2"}
    assert _list_possible(log, "o1", _PROVISIONAL) == {"i1", "p1", "p2"}


def test_an_end_of_which_all_things_have_been_ended_by_name_leaves_the_ways_of_the_others() -> None:
    more = [build_event(f"i{day}", "indsats_ivaerksat", day, art="stoettende") for day in (6, 7, 8)]
    named = [build_event(f"n{day}", "indsats_ophoert", day, of=f"i{day - 9}") for day in (10, 11)]
    log = build_log(_I1, _I2, _ENDS[0], *more, build_event("o3", "indsats_ophoert", 9), *named)
    assert _list_possible(log, "o3") == {"i6", "i7", "i8"}
    assert _list_possible(log, "o1") == set()


@pytest.mark.parametrize(
    ("ended", "second", "counts"),
    [(_NOON, 0, True), (_NOON, -1, False), ("2025-03-05", 0, True), ("2025-03-05", -1, False)],
)
def test_an_end_counts_from_the_first_second_in_which_it_may_have_come(ended: str, second: int, counts: bool) -> None:
    log = build_log(_I1, _I2, {"id": "o1", "type": "indsats_ophoert", "at": ended})
    end = find_event(log, "o1")
    ways = log.correlation.assumptions([(end.type, frozenset({end.type}))], end.at.earliest + second)
    assert len(ways) == (2 if counts else 1)


@pytest.mark.parametrize(("things", "ways"), [(64, 64), (65, 0)])
def test_more_than_64_ways_are_not_tried(things: int, ways: int) -> None:
    event = find_event(build_log(_I1), "i1")
    assert len(list_assumptions({0: [event] * things})) == ways


def _list_possible(log: EventLog, ender: str, ended_by: Set[str] = frozenset({"indsats_ophoert"})) -> set[str | None]:
    """The ids of what an ender that waits may have ended, where some types end it."""
    endings = [(type_, frozenset(ended_by)) for type_ in sorted(ended_by)]
    index = find_event(log, ender).index
    return {way[index].event.id for way in log.correlation.assumptions(endings, math.inf) if index in way}


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
