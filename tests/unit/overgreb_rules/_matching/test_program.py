"""A program holds nothing that the engine answers wrongly: what is outside the closed subset is refused."""

from __future__ import annotations

import pytest

from overgreb_rules._matching.program import Clause, Comparison, Pattern, Program, ProgramError, fnv32, missing_facts
from overgreb_rules._rules.conditions import FactTest


def clause(*wanted: Pattern, unwanted: tuple[Pattern, ...] = ()) -> Clause:
    return Clause("r", "opens", 0, frozenset(), wanted, unwanted)


def pattern(*tests: Comparison, kind: str = "trigger") -> Pattern:
    return Pattern(kind, tests)


@pytest.mark.parametrize(
    ("operator", "value", "fact", "passes"),
    [
        ("is", "a", {"x": "a"}, True),
        ("is", "a", {"x": "b"}, False),
        ("is_not", "a", {"x": "b"}, True),
        ("is_not", "a", {"x": "a"}, False),
        ("at_least", 15, {"x": 15}, True),
        ("at_least", 15, {"x": 14}, False),
        ("at_least", 15, {"x": "15"}, False),
        ("is_not", "a", {}, False),
    ],
)
def test_a_comparison_passes_by_its_operator_and_never_on_a_property_that_is_missing(operator, value, fact, passes):
    assert Comparison("x", operator, value).matches({"t": "trigger", **fact}) is passes


def test_a_pattern_matches_facts_of_its_kind_that_pass_every_test():
    both = pattern(Comparison("x", "is", "a"), Comparison("n", "at_least", 2))
    assert both.matches({"t": "trigger", "x": "a", "n": 2})
    assert not both.matches({"t": "trigger", "x": "a", "n": 1})
    assert not both.matches({"t": "case", "x": "a", "n": 2})


def test_a_program_names_of_each_kind_the_properties_that_some_pattern_tests():
    program = Program(
        [
            clause(pattern(Comparison("b", "is", "x"), Comparison("a", "is", "x"))),
            clause(pattern(), unwanted=(Pattern("answer>kvittering_sendt", (Comparison("c", "at_least", 1),)),)),
        ]
    )
    assert program.properties == {"trigger": ("a", "b"), "answer>kvittering_sendt": ("c",)}
    assert program.types == {"t": str, "a": str, "b": str, "c": int}
    assert program.types_of("answer") == {"kvittering_sendt"}
    assert program.types_of("earlier") == program.types_of("ever") == frozenset()


@pytest.mark.parametrize(
    ("clauses", "says"),
    [
        ([clause()], "1 to 14 patterns"),
        ([clause(*[pattern()] * 15)], "1 to 14 patterns"),
        ([clause(pattern())] * 201, "over 200 clauses"),
        ([clause(pattern(kind="end"))], "end marker"),
        ([clause(pattern(Comparison("x", "is", "a"), Comparison("x", "is", 1)))], "text in one place"),
        ([clause(pattern(Comparison("x", "is", True)))], "bool"),
        ([clause(pattern(Comparison("x", "is", "a" * 4097)))], "too long"),
        ([clause(pattern(Comparison("x", "is", "a\0")))], "too long"),
        ([clause(pattern(Comparison("x", "is", 2**31)))], "too large"),
        ([clause(pattern(Comparison("x", "at_least", "a")))], "order"),
        ([clause(pattern(Comparison("x", "known_to_be", "a")))], "closed subset"),
        ([clause(pattern(Comparison("sid", "is", "a")))], "name of a property"),
        ([clause(pattern(Comparison("a.b", "is", "a")))], "name of a property"),
        ([clause(*[pattern()] * 14)] * 15, "more than 200 times"),
        ([clause(pattern(*[Comparison("x", "is_not", number) for number in range(61)]))], "61 tests"),
        ([clause(pattern(kind=f"{n}>a"), pattern(kind=f"{n}>b")) for n in range(101)], "202 kinds of facts"),
    ],
)
def test_a_program_outside_the_closed_subset_is_refused(clauses, says):
    with pytest.raises(ProgramError, match=says):
        Program(clauses)


@pytest.mark.parametrize(
    "clauses",
    [
        [clause(*[pattern()] * 14)],
        [clause(pattern(Comparison("x", "is", 2**31 - 1)))],
        [clause(pattern(Comparison("x", "is", "a" * 4096)))],
        [clause(pattern(*[Comparison("x", "is_not", number) for number in range(59)]))],
        [clause(pattern(kind=f"{number}>k")) for number in range(200)],
    ],
)
def test_a_program_at_the_edge_of_the_closed_subset_is_taken(clauses):
    assert Program(clauses).clauses == tuple(clauses)


def test_two_names_that_the_engine_takes_for_one_are_refused():
    assert fnv32("costarring") == fnv32("liquid"), "a known collision of the 32-bit FNV-1a hash"
    tests = (Comparison("costarring", "is", "a"), Comparison("liquid", "is", "a"))
    with pytest.raises(ProgramError, match=r"takes “liquid” for “costarring”"):
        Program([clause(pattern(*tests))])


def test_the_hash_of_a_name_is_fnv_1a_as_published():
    assert [fnv32(text) for text in ("", "a", "foobar")] == [0x811C9DC5, 0xE40C292C, 0xBF9CF968]


def test_a_way_that_needs_more_than_another_settles_nothing_more():
    known, by, other = (FactTest(name, "is", ("a",)) for name in ("known", "by", "other"))
    assert missing_facts([frozenset({known}), frozenset({known, by}), frozenset({other})]) == {"known", "other"}
    assert missing_facts([]) == frozenset()


def test_no_more_clauses_are_taken_than_show_that_there_are_too_many():
    clauses = iter([clause(pattern())] * 300)
    with pytest.raises(ProgramError, match="over 200 clauses"):
        Program(clauses)
    assert len(list(clauses)) == 99
