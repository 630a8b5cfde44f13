"""Whether a named legal state lasts at an instant: its spells, what limits them, and what nobody knows."""

from __future__ import annotations

import pytest

from overgreb_rules._case.legal_states import StateReader, StateReading, passes
from overgreb_rules._deadlines.moment import parse_moment
from overgreb_rules._rules.conditions import FactTest, Operator
from overgreb_rules._rules.derived_conditions import StateCondition
from overgreb_rules._rules.legal_state import LegalState
from tests.fixtures.event_logs import RULES, build_event, build_log

_HOLDS, _FAILS = StateReading(True), StateReading(False)
_ON_20_MARCH = "2025-03-20T12:00:00+01:00"
_PROVISIONAL = build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3, art="anbringelse")
_EXAMINED = build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3, art="undersoegelse_uden_samtykke")
_PLACED = build_event("d1", "anbringelse_besluttet", 3, samtykke=True)
_TOLD = build_event("m1", "afgoerelse_meddelt", 4, of="d1", organ="kommune")


def _states() -> dict[str, LegalState]:
    found = {}
    for rule in RULES:
        conditions = [condition for version in rule.versions for condition in version.conditions]
        for condition in conditions:
            for part in getattr(condition, "parts", (condition,)):
                if isinstance(part, StateCondition):
                    found[part.state.name] = part.state
        if rule.rests_while:
            found[rule.rests_while.name] = rule.rests_while
    return found


_STATES = _states()


def _test(test: FactTest, type_: str = "underretning_modtaget", **facts: object) -> StateReading:
    log = build_log(build_event("u1", type_, 3, **facts))
    return passes([test], log.vocabulary, log.events[0])


def _read(
    state: str, *events: dict[str, object], at: str = _ON_20_MARCH, tests: tuple[FactTest, ...] = ()
) -> StateReading:
    log = build_log(*events, at="2025-12-31T12:00:00+01:00")
    return StateReader(log, _STATES[state], tests).at(parse_moment(at))


@pytest.mark.parametrize(
    ("operator", "fits", "differs", "unknown"),
    [
        ("is", _HOLDS, _FAILS, None),
        ("is_not", _FAILS, _HOLDS, None),
        ("known_to_be", _HOLDS, _FAILS, _FAILS),
        ("not_known_to_be", _FAILS, _HOLDS, _HOLDS),
    ],
)
def test_a_test_of_a_word_by_its_operator(
    operator: Operator, fits: StateReading, differs: StateReading, unknown: StateReading | None
) -> None:
    test = FactTest("formodet_kraenker", operator, ("foraelder",))
    nobody_knows = unknown or StateReading(None, frozenset({"formodet_kraenker"}))
    assert _test(test, formodet_kraenker="foraelder") == fits
    assert _test(test, formodet_kraenker="anden") == differs
    assert _test(test, formodet_kraenker="ukendt") == nobody_knows
    assert _test(test) == nobody_knows


@pytest.mark.parametrize(("procent", "holds"), [(14, False), (15, True), (16, True), (None, None)])
def test_a_test_of_a_number_holds_from_that_number_on(procent: int | None, holds: bool | None) -> None:
    test = FactTest("procent", "at_least", (15,))
    facts = {} if procent is None else {"procent": procent}
    assert _test(test, "ulovligt_skolefravaer", **facts).holds is holds


def test_a_fact_with_a_default_is_never_unknown() -> None:
    assert _test(FactTest("ufoedt", "known_to_be", (False,))) == _HOLDS


def test_one_test_that_fails_decides_beside_one_that_is_unknown() -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3, anonym=True))
    tests = [FactTest("overgreb", "is", (True,)), FactTest("anonym", "is", (False,))]
    assert passes(tests, log.vocabulary, log.events[0]) == _FAILS


@pytest.mark.parametrize(
    ("operator", "told", "holds"),
    [("known_to_be", True, True), ("known_to_be", False, False), ("not_known_to_be", True, False)],
)
def test_a_state_is_asked_of_what_began_it_with_every_operator(operator: Operator, told: bool, holds: bool) -> None:
    begun = build_event("b1", "undersoegelse_besluttet", 3, ufoedt=told)
    tests = (FactTest("ufoedt", operator, (True,)),)
    assert _read("undersoegelse_i_gang", begun, tests=tests).holds is holds


def test_a_state_lasts_from_what_begins_it() -> None:
    assert _read("anbragt", _PLACED) == _HOLDS


def test_a_state_does_not_last_before_what_begins_it() -> None:
    assert _read("anbragt", _PLACED, at="2025-03-03T11:59:59+01:00") == _FAILS


def test_a_state_does_not_last_after_what_ends_it() -> None:
    assert _read("anbragt", _PLACED, build_event("o1", "indsats_ophoert", 10, of="d1")) == _FAILS


def test_a_state_lasts_where_one_of_its_spells_does() -> None:
    again = {**_PLACED, "id": "d2"}
    assert _read("anbragt", _PLACED, again, build_event("o1", "indsats_ophoert", 10, of="d1")) == _HOLDS


def test_a_fact_that_nobody_told_of_what_begins_a_state_is_needed() -> None:
    assert _read("anbragt", build_event("i1", "indsats_ivaerksat", 4)) == StateReading(None, frozenset({"art"}))


def test_a_fact_can_be_asked_of_what_begins_a_state() -> None:
    support = (FactTest("art", "is", ("stoettende",)),)
    assert _read("indsats_loeber", build_event("i1", "indsats_ivaerksat", 4, art="stoettende"), tests=support) == _HOLDS
    assert (
        _read("indsats_loeber", build_event("i1", "indsats_ivaerksat", 4, art="anbringelse"), tests=support) == _FAILS
    )


@pytest.mark.parametrize(
    ("at", "reading"),
    [
        ("2025-04-03T23:59:59+02:00", _HOLDS),
        ("2025-04-04T00:00:00+02:00", StateReading(None, frozenset({"endelig_afgoerelse_truffet"}))),
    ],
)
def test_nobody_knows_whether_a_provisional_placement_lasts_past_its_month(at: str, reading: StateReading) -> None:
    assert _read("anbragt", _PROVISIONAL, at=at) == reading


def test_the_month_of_a_provisional_placement_runs_from_its_approval() -> None:
    approved = build_event("g1", "foreloebig_afgoerelse_godkendt", 9, of="p1")
    assert _read("anbragt", _PROVISIONAL, approved, at="2025-04-09T23:59:59+02:00") == _HOLDS


def test_nobody_knows_whether_a_child_is_home_after_a_final_decision_that_places_nobody() -> None:
    final = build_event("e1", "endelig_afgoerelse_truffet", 10, of="p1")
    assert _read("anbragt", _PROVISIONAL, final) == StateReading(None, frozenset({"indsats_ophoert"}))


def test_a_final_decision_with_a_placement_leaves_the_child_placed() -> None:
    final, placed = build_event("e1", "endelig_afgoerelse_truffet", 10, of="p1"), {**_PLACED, "of": "p1"}
    assert _read("anbragt", _PROVISIONAL, final, placed) == _HOLDS


@pytest.mark.parametrize(("truffet", "last"), [(None, "2025-05-03"), ("2025-03-01T09:00:00+01:00", "2025-05-01")])
def test_a_provisional_examination_lasts_two_months_from_its_decision(truffet: str | None, last: str) -> None:
    event = _EXAMINED if truffet is None else {**_EXAMINED, "truffet": truffet}
    unknown = StateReading(None, frozenset({"undersoegelse_uden_samtykke_afsluttet"}))
    assert _read("under_undersoegelse_uden_samtykke", event, at=f"{last}T23:59:59+02:00") == _HOLDS
    after = f"{last[:-2]}{int(last[-2:]) + 1:02}T00:00:00+02:00"
    assert _read("under_undersoegelse_uden_samtykke", event, at=after) == unknown


def test_a_refused_provisional_examination_is_over() -> None:
    refused = build_event("n1", "foreloebig_afgoerelse_afvist", 5, of="p1")
    assert _read("under_undersoegelse_uden_samtykke", _EXAMINED, refused) == _FAILS


def test_a_complaint_over_a_placement_is_a_pending_case() -> None:
    complaint = build_event("k1", "klage_modtaget_i_ankestyrelsen", 6, of="m1")
    assert _read("sag_verserer", _PLACED, _TOLD, complaint) == _HOLDS


def test_a_complaint_over_another_decision_is_none() -> None:
    contact = build_event("c1", "samvaersafgoerelse_truffet", 3)
    told, complaint = {**_TOLD, "of": "c1"}, build_event("k1", "klage_modtaget_i_ankestyrelsen", 6, of="m1")
    assert _read("sag_verserer", contact, told, complaint) == _FAILS


def test_nobody_knows_whether_a_complaint_that_names_no_decision_is_one() -> None:
    complaint = build_event("k1", "klage_modtaget_i_ankestyrelsen", 6)
    assert _read("sag_verserer", _PLACED, complaint) == StateReading(None, frozenset({"of"}))


def test_a_case_before_a_court_lasts_until_its_judgment() -> None:
    court = build_event("r1", "indbragt_for_retten", 6, of="m1")
    assert _read("sag_verserer", _PLACED, _TOLD, court) == _HOLDS
    assert _read("sag_verserer", _PLACED, _TOLD, court, build_event("j1", "dom_afsagt", 9, of="r1")) == _FAILS


def test_a_state_is_unknown_where_it_hangs_on_which_measure_an_end_is_of() -> None:
    placement = build_event("i1", "indsats_ivaerksat", 4, art="anbringelse")
    support = build_event("i2", "indsats_ivaerksat", 5, art="stoettende")
    ended = build_event("o1", "indsats_ophoert", 10)
    assert _read("anbragt", placement, support, ended) == StateReading(None, frozenset({"of"}))
    assert _read("indsats_loeber", placement, support, ended) == _HOLDS


def test_what_else_is_unknown_is_needed_beside_which_measure_an_end_is_of() -> None:
    untold = build_event("i1", "indsats_ivaerksat", 4)
    support = build_event("i2", "indsats_ivaerksat", 5, art="stoettende")
    ended = build_event("o1", "indsats_ophoert", 10)
    assert _read("anbragt", untold, support, ended) == StateReading(None, frozenset({"art", "of"}))


def test_the_stretches_of_a_state_name_what_began_and_what_ended_each() -> None:
    second = build_event("k2", "klage_modtaget_i_ankestyrelsen", 12, of="m1")
    events = [
        build_event("k1", "klage_modtaget_i_ankestyrelsen", 6, of="m1"),
        build_event("a1", "ankestyrelsen_afgjort", 9, of="k1"),
    ]
    log = build_log(_PLACED, _TOLD, *events, second)
    stretches = StateReader(log, _STATES["sag_verserer"]).stretches()
    ends = [stretch.ended_by.event.id if stretch.ended_by else None for stretch in stretches]
    assert [(stretch.begun_by.event.id, stretch.counts) for stretch in stretches] == [("k1", True), ("k2", True)]
    assert ends == ["a1", None]


def test_a_refusal_that_waits_until_nothing_runs_any_more_has_ended_nothing() -> None:
    other = build_event("p2", "foreloebig_afgoerelse_ivaerksat", 4, art="andet")
    refused = build_event("r1", "foreloebig_afgoerelse_afvist", 10)
    placed = build_event("d1", "anbringelse_besluttet", 25)
    assert _read("anbragt", _PROVISIONAL, other, refused) == StateReading(None, frozenset({"of"}))
    assert _read("anbragt", _PROVISIONAL, other, refused, placed) == _HOLDS


def test_a_late_decision_to_place_is_the_final_decision_of_each_provisional_placement_that_it_is_about() -> None:
    """The end of one of them ends the placement that names both, and not the other provisional one."""
    other = build_event("p2", "foreloebig_afgoerelse_ivaerksat", 2, art="anbringelse")
    placed = {**_PLACED, "at": "2025-04-20T10:00:00+02:00", "of": ["p1", "p2"]}
    end = {**build_event("o1", "indsats_ophoert", 1, of="p2"), "at": "2025-04-24T10:00:00+02:00"}
    later = "2025-04-28T10:00:00+02:00"
    assert _read("anbragt", _PROVISIONAL, other, placed, end, at=later) == _HOLDS
    unknown = StateReading(None, frozenset({"endelig_afgoerelse_truffet"}))
    assert _read("anbragt", _PROVISIONAL, other, {**placed, "of": "p2"}, end, at=later) == unknown


def test_whichever_of_two_placements_a_final_decision_is_of_the_child_is_placed_by_the_other() -> None:
    other = build_event("p2", "foreloebig_afgoerelse_ivaerksat", 4, art="anbringelse")
    final = build_event("e1", "endelig_afgoerelse_truffet", 6)
    assert _read("anbragt", _PROVISIONAL, other, final) == _HOLDS
    elsewhere = {**other, "art": "andet"}
    assert _read("anbragt", _PROVISIONAL, elsewhere, final) == StateReading(None, frozenset({"indsats_ophoert", "of"}))
