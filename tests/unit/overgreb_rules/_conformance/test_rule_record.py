"""A rule becomes a record with clauses in the place of its conditions, and comes back without them."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._conformance.bundle import build_bundle
from overgreb_rules._conformance.rule_record import ClauseRecord, RuleRecord
from overgreb_rules._deadlines.counting import compute_deadline
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._matching.compiler import compile_activation, compile_fulfilment
from overgreb_rules._matching.program import Comparison
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from tools.bundle_mutants import COUNTS_WITH_LENIENT_START

RULES = RuleSet.load()
BUNDLE = build_bundle(RULES)


def _again(rule: Rule) -> Rule:
    opens = [compile_activation([(rule, version)]).clauses for version in rule.versions]
    return RuleRecord.of(rule, opens, compile_fulfilment(rule).clauses).to_rule(rule.id)


def test_what_a_rule_is_asked_beside_its_clauses_comes_back() -> None:
    again = RULES.only(map(_again, RULES))
    assert again.answer_types == RULES.answer_types
    assert again.order_pairs == RULES.order_pairs
    assert again.moving_events == RULES.moving_events
    assert again.successor == RULES.successor


def test_what_begins_an_examination_by_itself_comes_back() -> None:
    rule = RULES.by_id["bl-20-3-undersoegelse-4-maaneder"]
    assert rule.once is not None
    again = _again(rule).once
    assert again is not None
    assert again.begun_by == rule.once.begun_by == ("undersoegelse_besluttet",)
    assert again.unknown_without == rule.once.unknown_without


def test_a_waiver_keeps_what_takes_it_back() -> None:
    (waiver,) = _again(RULES.by_id["bl-20-3-undersoegelse-4-maaneder"]).waivers
    assert waiver.undone_by == ("undersoegelse_besluttet",)


def _types(record: RuleRecord, role: str, detail: int = 0) -> set[str]:
    """The types of the events that have a role in the clauses; `trigger` where a fact of the trigger has it."""
    clauses = (clause for clause in record.answers if (clause.role, clause.detail) == (role, detail))
    return {clause.wanted[0].kind.removeprefix("answer>") for clause in clauses}


@pytest.mark.parametrize("rule_id", RULES.by_id)
def test_what_a_record_says_beside_its_clauses_repeats_them(rule_id: str) -> None:
    """The mutation run over the bundle leaves these fields as they are, because they follow from the clauses."""
    record = BUNDLE.rules[rule_id]
    assert {act.type for act in record.met_by} == _types(record, "meets")
    for act in record.met_by:
        asked = {
            test.value
            for clause in record.answers
            if clause.role == "meets" and clause.wanted[0].kind == f"answer>{act.type}"
            for pattern in clause.wanted[1:]
            for test in pattern.tests
            if test.name == "type"
        }
        assert asked == {value for test in act.provided if test.name == "type" for value in test.values}
    for number, waiver in enumerate(record.waivers):
        assert {waiver.event or "trigger"} == _types(record, "waives", number)
        assert set(waiver.undone_by) == _types(record, "undoes", number)
        assert set(waiver.until) == _types(record, "resumes", number)
    assert set(record.ends_by) == _types(record, "ends")
    if record.later_of is not None:
        firsts = {clause.wanted[0].kind for version in record.versions for clause in version.opens}
        assert firsts == {f"ever>{type_}" for type_ in record.later_of.first_of}
    once = record.once
    if once is not None:
        settling = [clause for clause in record.answers if clause.role == "settles"]
        kinds = {pattern.kind for clause in settling for pattern in (*clause.wanted, *clause.unwanted)}
        looked_for = {kind.partition(">")[2] for kind in kinds if ">" in kind}
        assert once.looks_for == looked_for | set(once.unknown_without)
        alone = {clause.wanted[0] for clause in settling if len(clause.wanted) == 1 and not clause.unwanted}
        begun = {one.kind.removeprefix("answer>") for one in alone if one.kind.startswith("answer>") and not one.tests}
        assert set(once.begun_by) == begun


@pytest.mark.parametrize("rule_id", RULES.by_id)
def test_the_lenient_span_of_a_count_that_reads_one_span_repeats_the_strict_one(rule_id: str) -> None:
    clock = BUNDLE.rules[rule_id].clock
    if clock.count not in {"elapsed", "calendar"}:
        assert clock.lenient == clock.strict


def test_a_lenient_start_that_the_count_does_not_read_changes_no_day() -> None:
    start, later = Moment.on(dt.date(2026, 3, 27)), Moment.on(dt.date(2026, 4, 9))
    for clock in (record.clock for record in BUNDLE.rules.values()):
        if clock.count is None or clock.strict is None or clock.count in COUNTS_WITH_LENIENT_START | {"rolling"}:
            continue
        alone = compute_deadline(clock.count, clock.strict, clock.strict, (start, start))
        assert compute_deadline(clock.count, clock.strict, clock.strict, (start, later)) == alone


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.later_of is not None], ids=lambda rule: rule.id)
def test_the_triggers_of_a_rule_that_two_events_open_are_those_of_its_neighbour_in_the_line(rule: Rule) -> None:
    """They only tell which events are triggers of such a duty, and that is asked of the whole line."""
    neighbours = [other for other in RULES if rule.id in {other.succeeds, *RULES.successor.get(other.id, ())}]
    assert set(rule.triggers) == {type_ for other in neighbours for type_ in other.triggers}


def test_no_duty_is_opened_before_the_first_day_of_the_permission_that_a_breach_opens() -> None:
    first = min(version.first for rule in RULES for version in rule.versions)
    assert RULES.by_id["sel-65-5-underret-ankestyrelsen"].versions[0].first == first


@pytest.mark.parametrize(
    ("rule_id", "fact"),
    [
        ("sel-75-gyldighed-1-maaned", "art"),
        ("sel-75-5-direktoer-gyldighed-1-maaned", "art"),
        ("bl-143-5-gyldighed-1-maaned", "art"),
        ("bl-143-6-direktoer-gyldighed-1-maaned", "art"),
    ],
)
def test_a_duty_needs_the_fact_itself_without_which_an_act_only_may_meet_it(rule_id: str, fact: str) -> None:
    record = BUNDLE.rules[rule_id]
    assert any({test.name for test in clause.needs} == {fact} for clause in record.answers if clause.role == "meets")
    for clause in (clause for version in record.versions for clause in version.opens):
        tests = {(test.name, test.operator): test.value for pattern in clause.wanted for test in pattern.tests}
        if tests.get((fact, "is")) == "?":
            assert fact in {test.name for test in clause.needs}
        else:
            assert Comparison(fact, "is_not", "?") in clause.wanted[0].tests


@pytest.mark.parametrize(
    "rule_id",
    [
        "sel-50-undersoegelse-4-maaneder",
        "sel-50-9-kommende-foraeldre-4-maaneder",
        "bl-26-3-kommende-foraeldre-4-maaneder",
    ],
)
def test_every_result_of_a_screening_settles_the_duty_or_waives_it(rule_id: str) -> None:
    """So a need of the result decides nothing where the result is told; what takes the waiver back settles the duty."""
    record = BUNDLE.rules[rule_id]
    alone = [clause for clause in record.answers if not clause.needs and len(clause.wanted) == 1]
    told = {
        test.value
        for clause in alone
        if clause.role in {"settles", "waives"} and clause.wanted[0].kind == "answer>screening_foretaget"
        for test in clause.wanted[0].tests
    }
    assert told == set(RULES.vocabulary.events["screening_foretaget"].facts["resultat"].words)
    assert _types(record, "undoes") <= {one.wanted[0].kind.partition(">")[2] for one in alone if one.role == "settles"}


def test_only_one_trigger_of_the_rule_on_youth_plans_can_tell_whether_a_plan_is_needed() -> None:
    rule, events = RULES.by_id["bl-108-3-ungeplan-3-maaneder"], RULES.vocabulary.events
    assert [type_ for type_ in rule.triggers if "plan_noedvendig" in events[type_].facts] == ["indsats_besluttet"]


def test_a_request_to_reopen_opens_no_duty_and_does_not_run() -> None:
    """So the decision on it has no thing of which it could be about one only."""
    assert not any("genoptagelse_anmodet" in rule.triggers for rule in RULES)
    assert not RULES.vocabulary.events["genoptagelse_anmodet"].ended_by


def test_a_clause_comes_back_with_the_rule_in_whose_record_it_stood() -> None:
    for clause in compile_fulfilment(RULES.by_id["bl-20-3-undersoegelse-4-maaneder"]).clauses:
        assert ClauseRecord.of(clause).to_clause(clause.rule) == clause
