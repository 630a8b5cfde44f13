"""The reference matcher tries every clause against every fact, and says which facts filled which pattern."""

from __future__ import annotations

from overgreb_rules._matching.program import Clause, Comparison, Match, Pattern, Program
from overgreb_rules._matching.reference import ReferenceMatcher

ABUSE = Pattern("trigger", (Comparison("overgreb", "is", "true"),))
RECEIPT = Pattern("answer>kvittering_sendt")
FACTS = (
    {"t": "trigger", "overgreb": "true"},
    {"t": "answer>kvittering_sendt"},
    {"t": "answer>kvittering_sendt"},
)


def match(*clauses: Clause) -> tuple[Match, ...]:
    return ReferenceMatcher().match(Program(clauses), FACTS)


def clause(*wanted: Pattern, unwanted: tuple[Pattern, ...] = ()) -> Clause:
    return Clause("r", "meets", 0, frozenset(), wanted, unwanted)


def test_each_way_to_fill_the_patterns_is_one_match_in_order():
    assert match(clause(ABUSE, RECEIPT)) == (Match(0, (0, 1)), Match(0, (0, 2)))


def test_one_fact_may_fill_several_patterns():
    assert match(clause(ABUSE, ABUSE)) == (Match(0, (0, 0)),)


def test_a_clause_with_a_pattern_that_nothing_fills_does_not_hold():
    assert match(clause(ABUSE, Pattern("case"))) == ()


def test_one_unwanted_fact_keeps_a_clause_from_holding():
    assert match(clause(ABUSE, unwanted=(RECEIPT,)), clause(ABUSE, unwanted=(Pattern("case"),))) == (Match(1, (0,)),)


def test_clauses_come_in_the_order_of_the_program():
    assert [found.clause for found in match(clause(RECEIPT), clause(ABUSE))] == [0, 0, 1]
