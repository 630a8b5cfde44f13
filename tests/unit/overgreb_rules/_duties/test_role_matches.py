"""What the matcher finds of one duty, by the roles of the events."""

from __future__ import annotations

from overgreb_rules._duties.role_matches import events_at, read_role_matches
from overgreb_rules._matching.program import Clause, Match, Pattern, Program, Role
from overgreb_rules._rules.conditions import FactTest
from tests.fixtures.event_logs import build_event, build_log

_UNKNOWN = FactTest("anonym", "is", (True,))


def _program(*clauses: tuple[Role, int, frozenset[FactTest]]) -> Program:
    return Program(tuple(Clause("r", role, detail, needs, (Pattern("act"),)) for role, detail, needs in clauses))


def test_an_act_that_one_way_counts_for_sure_meets_the_duty_whatever_another_way_needs() -> None:
    program = _program(("meets", 0, frozenset({_UNKNOWN})), ("meets", 0, frozenset()))
    found = read_role_matches(program, (Match(0, (4,)), Match(1, (4,)), Match(0, (2,))))
    assert found.met_by == (4,)
    assert found.perhaps_met_by == ((2, frozenset({"anonym"})),)


def test_the_events_that_end_the_duty_stand_in_order_of_time() -> None:
    found = read_role_matches(_program(("ends", 0, frozenset())), (Match(0, (7,)), Match(0, (3,))))
    assert found.ended_by == (3, 7)


def test_a_waiver_keeps_its_number_and_what_lifts_it_stands_in_order_of_time() -> None:
    program = _program(("waives", 1, frozenset()), ("resumes", 1, frozenset()))
    found = read_role_matches(program, (Match(0, (2,)), Match(1, (9,)), Match(1, (5,))))
    assert found.waives == ((1, 2, frozenset()),)
    assert found.lifts == {("resumes", 1): (5, 9)}


def test_without_a_match_nothing_is_settled_met_or_ended() -> None:
    found = read_role_matches(_program(("settles", 0, frozenset())), ())
    assert (found.settled, found.met_by, found.ended_by, found.precluded) == (False, (), (), False)


def test_a_place_without_an_event_is_left_out() -> None:
    (event,) = build_log(build_event("u1", "underretning_modtaget", 3)).events
    assert events_at((0, 1), (None, event)) == (event,)
