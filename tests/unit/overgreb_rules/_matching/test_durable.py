"""What the durable_rules engine gets wrong, and the guard against each of it.

Every test names its hazard: a crash of the process, a wrong answer in silence, an endless loop, or an error. The
numbers in brackets are those of the upstream issues and of the limits in its C source.
"""

from __future__ import annotations

import ast
import datetime as dt
import gc
import itertools
import json
import locale
import math
import multiprocessing
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterable
from pathlib import Path

import pytest

import overgreb_rules
from overgreb_rules import Rulebook, evaluate
from overgreb_rules._matching.compiler import compile_fulfilment
from overgreb_rules._matching.durable import DurableMatcher
from overgreb_rules._matching.program import Clause, Fact, Match, Pattern, Program, ProgramError
from overgreb_rules._matching.program import Comparison as Compared
from overgreb_rules._matching.reference import ReferenceMatcher
from overgreb_rules.errors import MatcherFault
from tests.fixtures.child_process import child_environment
from tests.fixtures.engine_doubles import (
    IS_X,
    build_clause,
    build_faulty_matcher,
    build_program,
    build_recording_matcher,
)
from tests.fixtures.matcher_in_child_process import match_random_questions
from tests.fixtures.random_cases import random_case, random_facts, random_program, seeded_random

PACKAGE = Path(overgreb_rules.__file__).parent
DURABLE, REFERENCE = DurableMatcher(), ReferenceMatcher()
K = Pattern("k")


def answer(asked: Program, facts: list[Fact]) -> tuple[Match, ...]:
    """What both matchers say; they must not differ."""
    said = DURABLE.match(asked, facts)
    assert said == REFERENCE.match(asked, facts), "the engine and the reference matcher differ"
    return said


def python(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    """The outcome of `code` in a Python of its own."""
    command = [sys.executable, *options, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, env=child_environment(), timeout=60, check=False)


# --- the compiler refuses what is outside the closed subset


def _tests(*tests: Compared) -> list[Clause]:
    return [build_clause(Pattern("k", tests))]


OUTSIDE = {
    "more than 200 clauses (a ruleset of 513 never compiles, #377)": [build_clause(K)] * 201,
    "more than 14 patterns in a clause (the engine holds 16 antecedents)": [build_clause(*[K] * 15)],
    "more than 14 patterns, unwanted ones counted": [build_clause(K, unwanted=[K] * 14)],
    "no wanted pattern (a negation that stands first never fires)": [build_clause(unwanted=[K])],
    "more than 60 tests on facts of one kind (64 that hold are error 303, #312)": [
        build_clause(Pattern("k", (Compared("a", "is", f"v{number}"),))) for number in range(61)
    ],
    "a float (1e16 is an error, 1.9 > 1.2 depends on the locale)": _tests(Compared("a", "is", 1.5)),
    "not a number (it becomes null, and equals null)": _tests(Compared("a", "is", math.nan)),
    "null (it equals only null, and `not null` holds for nothing)": _tests(Compared("a", "is", None)),
    "a bool (true equals 1)": _tests(Compared("a", "is", True)),
    "bytes": _tests(Compared("a", "is", b"x")),
    "an order of texts (a prefix is taken for equal)": _tests(Compared("a", "at_least", "b")),
    "an unknown comparison (a typo is ignored in silence)": _tests(Compared("a", "atleast", 1)),
    "a disjunction as comparison": _tests(Compared("a", "$or", "x")),
    "two names with one 32-bit hash in one pattern": _tests(
        Compared("liquid", "is", "x"), Compared("costarring", "is", "x")
    ),
    "two names with one 32-bit hash in two clauses": [
        build_clause(Pattern("k", (Compared("liquid", "is", "x"),))),
        build_clause(Pattern("z", (Compared("costarring", "is", "x"),))),
    ],
    "a name with the hash of the kind of a fact": _tests(Compared("kjbpwgi", "is", "x")),
    "one property as text and as number (their comparison reads uninitialised memory)": [
        build_clause(Pattern("k", (Compared("a", "is", "1"),))),
        build_clause(Pattern("z", (Compared("a", "is", 1),))),
    ],
    "the property `id`": _tests(Compared("id", "is", "x")),
    "the property `sid`": _tests(Compared("sid", "is", "x")),
    "the property `$s` (a rule on the session fires for ever)": _tests(Compared("$s", "is", "x")),
    "a dotted property (the same as a nested one)": _tests(Compared("a.b", "is", "x")),
    "a property without a name": _tests(Compared("", "is", "x")),
    "a property with a control character": _tests(Compared("a\n", "is", "x")),
    "a text longer than 4096 bytes (lengths are kept modulo 65536)": _tests(Compared("a", "is", "æ" * 2049)),
    "a text with the character 0": _tests(Compared("a", "is", "a\0b")),
    "a number above 31 bits": _tests(Compared("a", "is", 2**31)),
    "a number below 31 bits": _tests(Compared("a", "at_least", -(2**31))),
}


@pytest.mark.parametrize("hazard", OUTSIDE)
def test_a_program_is_refused_for(hazard: str) -> None:
    with pytest.raises(ProgramError):
        Program(OUTSIDE[hazard])


@pytest.mark.parametrize("value", [["x"], {"$m": "b"}], ids=["a list", "a reference to another property"])
def test_a_program_is_refused_for_a_nested_value(value: object) -> None:
    """`$m` reads a result that was never set, and the rule fires."""
    with pytest.raises((ProgramError, TypeError)):
        Program(_tests(Compared("a", "is", value)))  # type: ignore[arg-type]


ALSO_REFUSED = {
    "more than 500 kinds of facts (with 511 the engine crashes, with 512 it compiles for ever)": [
        build_clause(*(Pattern(f"k{first + number}") for number in range(14))) for first in range(0, 518, 14)
    ],
    "more than 250 uses of one pattern (the 256th crashes the process, the 257th is error 108)": [
        build_clause(K, unwanted=[Pattern("z")] * 13) for _ in range(20)
    ],
    "the kind of the end marker (the marker would answer the question)": [build_clause(Pattern("end"))],
    "a name with the hash of `sid` (facts would fall into a session of their own)": _tests(
        Compared("phjrejs", "is", "x")
    ),
}


@pytest.mark.parametrize("hazard", ALSO_REFUSED)
def test_a_program_is_also_refused_for(hazard: str) -> None:
    with pytest.raises(ProgramError):
        Program(ALSO_REFUSED[hazard])


def test_at_the_very_limits_the_engine_answers_as_the_reference_does() -> None:
    most_clauses = [build_clause(Pattern("k", (Compared(f"p{n % 60}", "is", "x"),))) for n in range(200)]
    told = {"t": "k", **{f"p{n}": "x" for n in range(60)}}
    assert len(answer(Program(most_clauses), [told])) == 200
    assert len(answer(build_program(build_clause(*[K] * 14)), [{"t": "k"}])) == 1
    long = "æ" * 2048
    assert answer(build_program(build_clause(Pattern("k", (Compared("a", "is", long),)))), [{"t": "k", "a": long}])
    highest = Pattern("k", (Compared("n", "at_least", 2**31 - 1),))
    assert (
        len(answer(build_program(build_clause(highest)), [{"t": "k", "n": 2**31 - 1}, {"t": "k", "n": 2**31 - 2}])) == 1
    )


# --- every program of the packaged rules stays in the subset


def _all_programs() -> list[Program]:
    book = Rulebook.load(matcher="reference")
    for number in range(600):
        case, at = random_case(number)
        evaluate(overgreb_rules.Case.model_validate(case), at=at, rulebook=book)
    return [*book.programs._compiled.values(), *(compile_fulfilment(rule) for rule in book.rules)]


@pytest.fixture(scope="module")
def rulesets() -> list[dict[str, dict[str, object]]]:
    matcher, recording = build_recording_matcher()
    programs = _all_programs()
    assert len(programs) > 150
    for asked in programs:
        matcher.match(asked, [])
    return recording.rulesets()


def _expressions(ruleset: dict[str, dict[str, object]]) -> Iterable[tuple[int, str, dict[str, object]]]:
    for rule in ruleset.values():
        for place, antecedent in enumerate(rule["all"]):  # type: ignore[arg-type]
            ((alias, expression),) = antecedent.items()
            yield place, alias, expression


def test_every_rule_waits_for_the_end_marker_first_so_that_no_negation_is_late_or_stands_first(
    rulesets: list[dict[str, dict[str, object]]],
) -> None:
    for ruleset in rulesets:
        for place, alias, expression in _expressions(ruleset):
            assert (place == 0) == (alias == "m") == (expression == {"t": "end"})
        for rule in ruleset.values():
            negated = ["$not" in next(iter(antecedent)) for antecedent in rule["all"]]  # type: ignore[attr-defined]
            assert negated == sorted(negated), "what is unwanted comes after all that is wanted"


def test_every_antecedent_starts_with_the_kind_of_the_fact_so_that_none_matches_the_session_itself(
    rulesets: list[dict[str, dict[str, object]]],
) -> None:
    for ruleset in rulesets:
        for _, _, expression in _expressions(ruleset):
            first = expression["$and"][0] if "$and" in expression else expression  # type: ignore[index]
            assert list(first) == ["t"]


def test_no_rule_uses_arithmetic_joins_disjunction_patterns_existence_arrays_or_the_session(
    rulesets: list[dict[str, dict[str, object]]],
) -> None:
    """Division by zero kills the process; `$m`, false inequality joins and `$nex` read memory that is not theirs."""
    for ruleset in rulesets:
        for _, _, expression in _expressions(ruleset):
            for comparison in expression.get("$and", [expression]):  # type: ignore[attr-defined]
                ((name, value),) = comparison.items()
                if name.startswith("$"):
                    assert name in {"$neq", "$gte"}
                    ((name, value),) = value.items()
                assert not name.startswith("$")
                assert type(value) in {str, int}, "a reference to another fact is an object"


def test_no_rule_uses_priority_counting_capping_events_or_timers_and_distinct_is_off(
    rulesets: list[dict[str, dict[str, object]]],
) -> None:
    for ruleset in rulesets:
        assert ruleset.pop("end") == {"all": [{"m": {"t": "end"}}]}
        for name, rule in ruleset.items():
            assert not {"$state", "$flow"} & {name[-6:], name[-5:]}
            assert set(rule) == {"all", "dist"}
            assert rule["dist"] == 0


def test_only_the_six_safe_functions_of_the_engine_are_ever_called() -> None:
    """No events (the first rule eats them), no retraction, no timers, no queues, no stored state."""
    matcher, recording = build_recording_matcher()
    rng = seeded_random(1)
    for _ in range(20):
        asked = random_program(rng)
        for _ in range(3):
            matcher.match(asked, random_facts(rng))
    del asked
    gc.collect()
    assert {name for name, _ in recording.calls} == {
        "create_ruleset", "assert_facts", "start_action_for_state", "complete_and_start_action", "delete_state",
        "delete_ruleset",
    }  # fmt: skip


# --- what is told


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_a_batch_is_never_empty_and_its_last_fact_is_the_marker(count: int) -> None:
    """An empty batch leaves the session uninitialised; a fact after one that cannot be read is dropped in silence."""
    matcher, recording = build_recording_matcher()
    matcher.match(build_program(build_clause(K)), [{"t": "k"}] * count)
    for batch in recording.batches():
        assert batch[-1]["t"] == "end"
        assert [fact["t"] for fact in batch].count("end") == 1
    assert len(recording.batches()[-1]) == count + 1


def test_every_fact_has_an_id_of_its_own_and_all_stand_in_one_short_session() -> None:
    """Sessions and facts are told apart by a 32-bit hash alone; a long session name overflows the stack."""
    matcher, recording = build_recording_matcher()
    matcher.match(build_program(build_clause(K)), [{"t": "k"}] * 300)
    for batch in recording.batches():
        assert len({fact["id"] for fact in batch}) == len(batch)
        assert {fact["sid"] for fact in batch} == {"0"}


NOT_TOLD = {
    "a float": 1.0,
    "a float like 1e16": 1e16,
    "a float like 1e-5": 1e-5,
    "not a number": math.nan,
    "infinity": math.inf,
    "null": None,
    "true": True,
    "a list": ["x"],
    "a deeply nested list": [[[["x"]]]],
    "an object": {"b": "x"},
    "bytes": b"x",
    "a day": dt.date(2024, 1, 1),
    "a text of 4097 characters": "x" * 4097,
    "a text whose length is that of a short one modulo 65536": "abc" + "x" * 65536,
}


@pytest.mark.parametrize("hazard", NOT_TOLD)
def test_the_engine_is_never_told(hazard: str) -> None:
    matcher, recording = build_recording_matcher()
    with pytest.raises(MatcherFault):
        matcher.match(build_program(build_clause(Pattern("k", (IS_X,)))), [{"t": "k", "a": NOT_TOLD[hazard]}])  # type: ignore[dict-item]
    assert recording.batches() == [], "it was refused before the engine heard of it"


@pytest.mark.parametrize("name", ["id", "sid"])
def test_a_fact_cannot_take_the_names_by_which_the_engine_tells_facts_and_sessions_apart(name: str) -> None:
    with pytest.raises(MatcherFault):
        DURABLE.match(build_program(build_clause(K)), [{"t": "k", name: "x"}])


def test_more_than_2000_facts_are_no_question() -> None:
    asked = build_program(build_clause(K))
    assert len(answer(asked, [{"t": "k"}] * 2000)) == 2000
    with pytest.raises(MatcherFault, match="2001"):
        DURABLE.match(asked, [{"t": "k"}] * 2001)


NEVER_TOLD: dict[str, tuple[Program, Fact]] = {
    "more than 252 properties (the process dies of an uninitialised session)": (
        build_program(build_clause(K)),
        {"t": "k", **{f"p{number}": 1 for number in range(260)}},
    ),
    "a property with the hash of one that is tested": (
        build_program(build_clause(Pattern("k", (Compared("liquid", "is", "x"),)))),
        {"t": "k", "costarring": "x"},
    ),
    "a text where a number is tested": (
        build_program(build_clause(Pattern("k", (Compared("a", "is", 1),)))),
        {"t": "k", "a": "1"},
    ),
    "a number where a text is tested": (
        build_program(build_clause(Pattern("k", (Compared("a", "is", "1"),)))),
        {"t": "k", "a": 1},
    ),
    "the kind of the end marker": (build_program(build_clause(K)), {"t": "end"}),
    "a lone surrogate": (build_program(build_clause(Pattern("k", (IS_X,)))), {"t": "k", "a": "\ud800"}),
}


@pytest.mark.parametrize("hazard", NEVER_TOLD)
def test_the_engine_is_also_never_told(hazard: str) -> None:
    asked, fact = NEVER_TOLD[hazard]
    matcher, engine = build_faulty_matcher("tells nothing")
    with pytest.raises(MatcherFault):
        matcher.match(asked, [fact])
    assert engine.told == 0


def test_large_numbers_are_never_taken_for_each_other() -> None:
    """Beyond 64 bits the engine takes every number for the largest."""
    asked = build_program(
        build_clause(Pattern("k", (Compared("n", "at_least", 2**31 - 1),))),
        build_clause(Pattern("k", (Compared("n", "is", 2**31 - 1),))),
    )
    for number in (2**31 - 1, 2**31, 2**32 + 2**31 - 1, 2**63 - 1, 2**63, 2**64 + 5, -(2**63), -(2**64) - 5):
        answer(asked, [{"t": "k", "n": number}])


WORDS = (
    "a", "ab", "a b", "", "abc", "æ", "æø", 'a"b', "a\\", "\\", '"', "a\n", "\x01", "\u2028", "é", "e\u0301", "😀",
    "0", "1", "null", "true", "{}", "[1]", "a,b", "a}", "1.5", "2024-02-01", "2024-02-01 00:00", "liquid", "costarring",
    "§ 155, stk. 2", "x" * 4095, "x" * 4096,
)  # fmt: skip


@pytest.mark.parametrize("operator", ["is", "is_not"])
def test_texts_that_are_prefixes_or_have_one_hash_or_odd_characters_are_told_apart(operator: str) -> None:
    asked = Program(build_clause(Pattern("k", (Compared("a", operator, word),))) for word in WORDS)  # type: ignore[arg-type]
    for number, word in enumerate(WORDS):
        fitting = [match.clause for match in answer(asked, [{"t": "k", "a": word}])]
        assert fitting == ([number] if operator == "is" else [n for n in range(len(WORDS)) if n != number])


def test_kinds_of_facts_that_are_prefixes_or_have_one_hash_are_told_apart() -> None:
    kinds = ("liquid", "costarring", "answer>a", "answer>ab", "earlier>ab", "æ", "ae", "§ 155, stk. 2")
    asked = Program(build_clause(Pattern(kind)) for kind in kinds)
    for number, kind in enumerate(kinds):
        assert answer(asked, [{"t": kind}]) == (Match(number, (0,)),)


def test_names_in_danish_letters_work() -> None:
    asked = build_program(build_clause(Pattern("k", (Compared("forælder", "is", "ø"), Compared("å", "is_not", "æ")))))
    assert answer(asked, [{"t": "k", "forælder": "ø", "å": "é"}])
    assert not answer(asked, [{"t": "k", "forælder": "ø", "å": "æ"}])


def test_a_property_that_a_fact_lacks_passes_no_test_not_even_that_it_is_not_something() -> None:
    asked = build_program(
        *(build_clause(Pattern("k", (Compared("a", operator, "x"),))) for operator in ("is", "is_not"))
    )
    assert answer(asked, [{"t": "k"}]) == ()


def test_a_comma_as_decimal_sign_changes_no_answer() -> None:
    """Numbers are read with `atof`: after `setlocale(LC_ALL, "da_DK.UTF-8")` 1.9 > 1.2 is false."""
    before = locale.setlocale(locale.LC_ALL)
    comma = None
    for name in ("da_DK.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "nb_NO.UTF-8"):
        try:
            comma = locale.setlocale(locale.LC_ALL, name)
            break
        except locale.Error:
            continue
    if comma is None:
        pytest.skip("this machine has no locale with a decimal comma")
    try:
        rng = seeded_random(2)
        for _ in range(50):
            asked = random_program(rng)
            for _ in range(5):
                answer(asked, random_facts(rng))
    finally:
        locale.setlocale(locale.LC_ALL, before)


def test_no_decimal_number_ever_reaches_the_engine() -> None:
    """The guard against the decimal comma, on machines with any locale: the notes refuse every float."""
    book = Rulebook.load()
    matcher, recording = build_recording_matcher()
    book.programs.matcher = matcher
    for number in range(100):
        case, at = random_case(number)
        evaluate(overgreb_rules.Case.model_validate(case), at=at, rulebook=book)
    assert len(recording.batches()) > 100
    assert recording.rulesets()


# --- what is unwanted


def _fact_orders(facts: list[Fact]) -> Iterable[list[Fact]]:
    return (list(order) for order in itertools.permutations(facts))


def test_facts_in_any_order_give_the_same_answer_also_those_that_are_unwanted() -> None:
    """A fact that cancels a pending rule is seen too late, or cancels rules that it has nothing to do with."""
    b = Pattern("b", (Compared("x", "is", "1"),))
    asked = build_program(
        build_clause(Pattern("a"), Pattern("b")),
        build_clause(Pattern("a"), unwanted=[b]),
        build_clause(Pattern("a"), unwanted=[Pattern("b", (Compared("x", "is", "2"),))]),
        build_clause(Pattern("c"), Pattern("a"), unwanted=[Pattern("d"), b]),
        build_clause(Pattern("c"), Pattern("a"), unwanted=[Pattern("e")]),
        build_clause(Pattern("b"), Pattern("b"), unwanted=[Pattern("d")]),
    )
    facts: list[Fact] = [{"t": "a"}, {"t": "b", "x": "1"}, {"t": "b", "x": "3"}, {"t": "c"}, {"t": "d"}]
    seen = set()
    for size in range(len(facts) + 1):
        for some in itertools.combinations(facts, size):
            by_content = {
                frozenset((match.clause, tuple(str(order[place]) for place in match.facts)) for match in said)
                for order in _fact_orders(list(some))
                for said in [answer(asked, order)]
            }
            assert len(by_content) == 1, some
            seen |= by_content
    assert len(seen) > 10


@pytest.mark.parametrize("wanted", range(1, 7))
@pytest.mark.parametrize("unwanted", range(1, 9))
def test_one_unwanted_fact_stops_a_clause_whatever_the_alias_that_stands_for_it(wanted: int, unwanted: int) -> None:
    """Whether a negation cancels depends on the hash of its alias: `e` and `u` work, the other letters do not."""
    patterns = [Pattern(f"w{number}") for number in range(wanted)]
    against = [Pattern(f"u{number}") for number in range(unwanted)]
    asked = build_program(build_clause(*patterns, unwanted=against), build_clause(*patterns))
    there: list[Fact] = [{"t": pattern.kind} for pattern in patterns]
    assert [match.clause for match in answer(asked, there)] == [0, 1]
    for pattern in against:
        for place in (0, len(there)):
            facts = [*there[:place], {"t": pattern.kind}, *there[place:]]
            assert [match.clause for match in answer(asked, facts)] == [1]


def test_one_fact_fills_two_patterns_of_a_clause_and_is_seen_by_its_negations() -> None:
    """With the engine's own «distinct» a fact that fills one pattern fills no other and stops nothing."""
    some, other = Pattern("k", (IS_X,)), Pattern("k", (Compared("b", "is", "y"),))
    asked = build_program(build_clause(some, other), build_clause(some, unwanted=[other]), build_clause(K, K))
    assert answer(asked, [{"t": "k", "a": "x", "b": "y"}]) == (Match(0, (0, 0)), Match(2, (0, 0)))
    assert answer(asked, [{"t": "k", "a": "x", "b": "n"}]) == (Match(1, (0,)), Match(2, (0, 0)))


def test_the_same_fact_told_twice_counts_twice() -> None:
    """By content alone the second would be «already observed»."""
    facts: list[Fact] = [{"t": "k", "a": "x"}, {"t": "k", "a": "x"}]
    assert answer(build_program(build_clause(Pattern("k", (IS_X,)))), facts) == (Match(0, (0,)), Match(0, (1,)))
    assert len(answer(build_program(build_clause(K, K)), facts)) == 4


def test_a_clause_that_holds_in_two_ways_is_one_match_for_each_filling_in_order() -> None:
    asked = build_program(build_clause(Pattern("z")), build_clause(K))
    said = answer(asked, [{"t": "k"}, {"t": "z"}, {"t": "k"}])
    assert said == (Match(0, (1,)), Match(1, (0,)), Match(1, (2,)))


# --- faults


@pytest.mark.parametrize("fault", ["code 2", "tells nothing"])
def test_there_is_no_answer_when_the_engine_reports_an_error_or_drops_facts(fault: str) -> None:
    matcher, engine = build_faulty_matcher(fault)
    asked = build_program(build_clause(K))
    matcher.match(asked, [])
    deleted = engine.deleted
    with pytest.raises(MatcherFault):
        matcher.match(asked, [{"t": "k"}])
    assert engine.deleted == deleted + 1, "the session is deleted all the same"


@pytest.mark.parametrize("fault", ["refuses", "breaks off"])
def test_the_session_is_deleted_and_the_lock_free_when_the_engine_raises(fault: str) -> None:
    """1024 sessions that live are the end of the process's memory; the 1025th crashes it."""
    matcher, engine = build_faulty_matcher(fault)
    asked = build_program(build_clause(K))
    matcher.match(asked, [])
    for _ in range(3):
        deleted = engine.deleted
        with pytest.raises(MatcherFault, match="RuntimeError"):
            matcher.match(asked, [{"t": "k"}])
        assert engine.deleted == deleted + 1
        assert not matcher._lock.locked()


@pytest.mark.parametrize("fault", ["refuses", "breaks off"])
def test_an_error_that_the_engine_raises_is_a_matcher_fault_too(fault: str) -> None:
    matcher, _ = build_faulty_matcher(fault)
    with pytest.raises(MatcherFault):
        matcher.match(build_program(build_clause(K)), [{"t": "k"}])


def test_an_error_of_the_engine_is_told_by_its_kind_and_number_and_never_in_its_words() -> None:
    matcher, recording = build_recording_matcher()

    def refuse(name: str) -> None:
        if name == "create_ruleset":
            raise ValueError("Could not create 0101901234 of Rumle, error code: 302")

    recording.before = refuse
    with pytest.raises(MatcherFault) as caught:
        matcher.match(build_program(build_clause(K)), [{"t": "k"}])
    assert str(caught.value) == "the engine failed (ValueError 302)"


def test_an_error_of_the_own_class_of_the_engine_is_a_matcher_fault() -> None:
    matcher, recording = build_recording_matcher()
    asked = build_program(build_clause(K))
    matcher.match(asked, [])

    def refuse(name: str) -> None:
        if name == "assert_facts":
            # No session begins, so the engine itself refuses to delete one.
            raise ValueError("Could not assert facts")

    recording.before = refuse
    with pytest.raises(MatcherFault, match=r"the engine failed \(error 309\)"):
        matcher.match(asked, [{"t": "k"}])


def test_a_ruleset_that_the_engine_refuses_is_not_remembered_as_compiled() -> None:
    matcher, recording = build_recording_matcher()
    asked = build_program(build_clause(K))

    def refuse(name: str) -> None:
        if name == "create_ruleset":
            raise RuntimeError("Could not create ruleset, error code: 303")

    recording.before = refuse
    with pytest.raises(MatcherFault, match="303"):
        matcher.match(asked, [{"t": "k"}])
    recording.before = lambda _: None
    assert matcher.match(asked, [{"t": "k"}]) == (Match(0, (0,)),)


def test_each_ruleset_runs_an_action_before_its_first_question() -> None:
    """A session that is deleted before any action ran frees a pointer that was never set."""
    matcher, recording = build_recording_matcher()
    asked = build_program(build_clause(K))
    matcher.match(asked, [{"t": "z"}])
    assert [name for name, _ in recording.calls] == [
        "create_ruleset",
        *["assert_facts", "start_action_for_state", "complete_and_start_action", "delete_state"] * 2,
    ]
    assert recording.batches() == [
        [{"t": "end", "id": "end", "sid": "0"}],
        [{"t": "z", "id": "f0", "sid": "0"}, {"t": "end", "id": "end", "sid": "0"}],
    ]


def test_after_thousands_of_questions_no_session_is_left() -> None:
    """0.35 MB each, until the 1025th is refused and the next deletion crashes."""
    matcher, recording = build_recording_matcher()
    asked = build_program(build_clause(K, unwanted=[Pattern("z")]))
    for number in range(2500):
        assert len(matcher.match(asked, [{"t": "k"}, {"t": "yz"[number % 2]}])) == 1 - number % 2
    assert recording.count("delete_state") == recording.count("assert_facts") == 2501


# --- threads, processes, memory


@pytest.fixture
def _threads_switch_often() -> Iterable[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def _questions(seed: int, count: int) -> list[tuple[Program, list[Fact], tuple[Match, ...]]]:
    rng = seeded_random(seed)
    asked = [random_program(rng) for _ in range(25)]
    found = []
    for number in range(count):
        facts = random_facts(rng)
        found.append((asked[number % 25], facts, REFERENCE.match(asked[number % 25], facts)))
    return found


def _ask_in_threads(matcher: DurableMatcher, questions: list[tuple[Program, list[Fact], tuple[Match, ...]]]) -> None:
    wrong: list[object] = []
    together = threading.Barrier(4, timeout=60)

    def ask(first: int) -> None:
        together.wait()
        try:
            for asked, facts, expected in questions[first::4]:
                said = matcher.match(asked, facts)
                if said != expected:
                    wrong.append((facts, said, expected))
        except Exception as error:  # noqa: BLE001, RUF100  # an error in a thread is a failure of the test
            wrong.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.usefixtures("_threads_switch_often")
def test_four_threads_on_one_matcher_get_the_answers_of_the_reference() -> None:
    """Four threads on the engine's own host crash within seconds."""
    _ask_in_threads(DurableMatcher(), _questions(3, 4000))


@pytest.mark.usefixtures("_threads_switch_often")
def test_only_one_session_lives_at_a_time_however_many_threads_ask() -> None:
    living, most = 0, 0

    def watch(name: str) -> None:
        nonlocal living, most
        if name == "assert_facts":
            living += 1
            most = max(most, living)
        elif name == "delete_state":
            living -= 1

    matcher, _ = build_recording_matcher(watch)
    _ask_in_threads(matcher, _questions(4, 400))
    assert (living, most) == (0, 1)


def test_asking_starts_no_thread_and_reads_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's own host keeps two timer threads for ever, and stops firing when the clock jumps."""

    def no_clock() -> float:
        raise AssertionError("the clock was read")

    before = threading.active_count()
    for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter"):
        monkeypatch.setattr(time, name, no_clock)
    matcher = DurableMatcher()
    for asked, facts, expected in _questions(5, 200):
        assert matcher.match(asked, facts) == expected
    assert threading.active_count() == before


def _in_a_fork(check: object) -> int:
    """The exit status of a forked child: 0 where `check` is true in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        signal.alarm(30)  # a child that waits for a lock of its parent would wait for ever
        try:
            status = 0 if check() else 1  # type: ignore[operator]
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_forked_child_answers_right_also_with_programs_of_its_parent() -> None:
    questions = _questions(6, 100)
    for asked, facts, expected in questions:
        assert DURABLE.match(asked, facts) == expected
    assert _in_a_fork(lambda: all(DURABLE.match(asked, facts) == expected for asked, facts, expected in questions)) == 0


@pytest.mark.parametrize("moment", ["start_action_for_state", "complete_and_start_action", "delete_state"])
def test_a_child_forked_in_the_middle_of_a_session_answers_right(moment: str) -> None:
    """A child that goes on with the half-built session of its parent gives wrong answers; the lock is taken, too."""
    asked, facts = build_program(build_clause(K, unwanted=[Pattern("z")])), [{"t": "k"}, {"t": "k"}]
    statuses: list[int] = []
    armed = False

    def fork_here(name: str) -> None:
        nonlocal armed
        if armed and name == moment:
            armed = False
            statuses.append(_in_a_fork(lambda: matcher.match(asked, facts) == (Match(0, (0,)), Match(0, (1,)))))

    matcher, _ = build_recording_matcher(fork_here)
    matcher.match(asked, facts)
    armed = True
    assert matcher.match(asked, facts) == (Match(0, (0,)), Match(0, (1,)))
    assert statuses == [0]


@pytest.mark.slow
def test_a_child_never_deletes_the_rulesets_of_its_parent() -> None:
    matcher, recording = build_recording_matcher()
    asked = [build_program(build_clause(K))]
    matcher.match(asked[0], [])

    def forget() -> bool:
        asked.clear()
        gc.collect()
        return recording.count("delete_ruleset") == 0

    assert _in_a_fork(forget) == 0
    asked.clear()
    gc.collect()
    assert recording.count("delete_ruleset") == 1


def test_spawned_processes_give_the_same_answers() -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        said = pool.map(match_random_questions, range(4))
    assert said == [match_random_questions(number) for number in range(4)]


@pytest.mark.slow
def test_programs_that_come_and_go_leave_no_ruleset_and_no_memory_behind() -> None:
    matcher, recording = build_recording_matcher()

    def come_and_go(count: int) -> None:
        for number in range(count):
            asked = build_program(
                build_clause(Pattern("k", (Compared("a", "is", f"v{number}"),)), unwanted=[Pattern("z")])
            )
            assert len(matcher.match(asked, [{"t": "k", "a": f"v{number}"}])) == 1
        recording.calls = [call for call in recording.calls if "ruleset" in call[0]]

    come_and_go(500)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    come_and_go(3000)
    gc.collect()
    assert recording.count("delete_ruleset") == recording.count("create_ruleset") == 3500
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 30_000 * (1024 if sys.platform == "darwin" else 1), "kept, the rulesets would be 100 MB and more"


# --- the module itself


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_only_one_module_imports_the_extension_and_none_the_python_package_around_it() -> None:
    by_module = {path.name: _imports(path) for path in PACKAGE.rglob("*.py")}
    assert [name for name, found in by_module.items() if "durable_rules_engine" in found] == ["durable.py"]
    assert not [name for name, found in by_module.items() if {n for n in found if n.split(".")[0] == "durable"}]


def test_an_evaluation_loads_the_extension_and_never_the_python_package_around_it() -> None:
    done = python(
        "import sys; from overgreb_rules import Case, evaluate\n"
        "evaluate(Case.model_validate_json('{\"case_id\": \"a\"}'), at='2026-01-01T00:00:00Z')\n"
        "print('durable_rules_engine' in sys.modules, [n for n in sys.modules if n.split('.')[0] == 'durable'])"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "True []\n", "")


@pytest.mark.parametrize(
    "statement", ["import overgreb_rules._matching.durable as e; e.DurableMatcher()", "import overgreb_rules"]
)
def test_nothing_warns_where_every_warning_is_an_error(statement: str) -> None:
    """The engine's own host calls what Python 3.12 has deprecated."""
    done = python(statement, "-W", "error")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("blocked", ["", "sys.modules['durable_rules_engine'] = None"])
def test_the_flags_of_the_loader_are_restored_whether_the_extension_loads_or_not(blocked: str) -> None:
    """Python 3.13 lacks a function that the extension names and never calls: it is bound lazily, and only it."""
    done = python(
        f"import os, sys; {blocked}\nsys.setdlopenflags(os.RTLD_NOW | os.RTLD_LOCAL); before = sys.getdlopenflags()\n"
        "from overgreb_rules._matching.durable import DurableMatcher\n"
        "try: DurableMatcher()\nexcept Exception as error: print(type(error).__name__)\n"
        "print(sys.getdlopenflags() == before)"
    )
    assert done.stderr == ""
    assert done.stdout == ("EngineMissing\n" if blocked else "") + "True\n"


WITHOUT_THE_ENGINE = "import sys; sys.modules['durable_rules_engine'] = None\n"


def test_without_the_engine_there_is_no_answer_and_the_error_says_how_to_mend_it() -> None:
    """Never in silence the answer of the reference matcher instead."""
    done = python(
        WITHOUT_THE_ENGINE + "from overgreb_rules import Case, EngineMissing, Rulebook, evaluate\n"
        'case = Case.model_validate_json(\'{"case_id": "a"}\')\n'
        "for ask in (Rulebook.load, lambda: Rulebook.load(matcher='durable'),\n"
        "            lambda: evaluate(case, at='2026-01-01T00:00:00Z')):\n"
        "    try: print('an answer:', ask())\n"
        "    except EngineMissing as error: print(error)\n"
        "print(Rulebook.load(matcher='reference').matcher)"
    )
    assert done.stderr == ""
    *messages, asked_for_by_name = done.stdout.splitlines()
    assert len(messages) == 3
    for message in messages:
        assert "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject pip install durable-rules==2.0.28" in message
        assert "(ModuleNotFoundError)" in message
    assert asked_for_by_name == "reference"


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_without_the_engine_the_command_line_gives_no_answer(form: str, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text('{"case_id": "a"}')
    done = python(
        WITHOUT_THE_ENGINE + "from overgreb_rules.cli import main\n"
        f"sys.exit(main(['evaluate', {str(case)!r}, '--at', '2026-01-01T00:00:00Z', '--format', '{form}']))"
    )
    assert (done.returncode, done.stdout) == (70, "")
    assert re.fullmatch(r"overgreb-rules: .*durable-rules.*pip install.*\n", done.stderr)


def test_the_receipt_names_the_matcher_that_answered() -> None:
    case = overgreb_rules.Case.model_validate({"case_id": "a"})
    for name, said in (("durable", "durable-rules 2.0.28"), ("reference", "reference")):
        book = Rulebook.load(matcher=name)  # type: ignore[arg-type]
        answered = json.loads(evaluate(case, at="2026-01-01T00:00:00Z", rulebook=book).model_dump_json())
        assert answered["receipt"]["engine"] == said


def test_a_matcher_of_another_name_is_refused() -> None:
    with pytest.raises(ValueError, match="«durable» or «reference»"):
        Rulebook.load(matcher="drools")  # type: ignore[arg-type]
