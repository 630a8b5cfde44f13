"""A bundle read back answers as the rules do: it holds all that an evaluation reads."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from overgreb_rules import Case, Evaluation, Rulebook, evaluate
from overgreb_rules._conformance.bundle import build_bundle, write_bundle
from overgreb_rules._conformance.bundle_reader import read_bundle
from overgreb_rules._matching.reference import ReferenceMatcher
from overgreb_rules._rules.event_definition import UnreachableTypeError
from overgreb_rules._rules.rule_set import RuleSet
from tests.fixtures.random_histories import HistoryGenerator

RULES = RuleSet.load()


@cache
def _bundle() -> str:
    return write_bundle(build_bundle(RULES).to_data())


@cache
def _from_bundle() -> Rulebook:
    return read_bundle(json.loads(_bundle()), ReferenceMatcher())


def _without_words(answer: Evaluation) -> tuple[Any, ...]:
    duties = [duty.model_dump(exclude={"explanation", "cause"}) for duty in answer.obligations]
    codes = [warning.code for warning in answer.warnings]
    return duties, answer.next_change, answer.ignored_events, answer.unused_events, codes


def _check(case: Case, at: str) -> None:
    expected = evaluate(case, at=at, rulebook=Rulebook.load(matcher="reference"))
    assert _without_words(evaluate(case, at=at, rulebook=_from_bundle())) == _without_words(expected)


@pytest.mark.parametrize("rule", [*RULES], ids=lambda rule: rule.id)
def test_the_first_example_of_a_rule_comes_out_alike(rule: Any) -> None:
    example = rule.examples[0]
    _check(Case.model_validate({"case_id": "a", "events": list(example.events), **example.case}), example.at)


def test_random_histories_come_out_alike() -> None:
    generator = HistoryGenerator("bundle")
    for _ in range(40):
        case = generator.rules_history()
        for at in generator.random_instants(case, 2):
            _check(Case.model_validate(case), at)


def test_what_an_event_can_be_about_is_read_from_the_lists_of_the_bundle() -> None:
    events = _from_bundle().rules.vocabulary.events
    assert {name: event.reaches for name, event in events.items()} == {
        name: event.reaches for name, event in RULES.vocabulary.events.items()
    }


def test_a_list_that_leads_back_to_where_it_began_is_refused() -> None:
    data = json.loads(_bundle())
    data["vocabulary"]["events"]["underretning_modtaget"]["about"] = [{"type": "screening_foretaget"}]
    with pytest.raises(UnreachableTypeError, match="can be about itself"):
        read_bundle(data, ReferenceMatcher())


@pytest.mark.parametrize("day", ["2014-12-31", "2015-01-01"])
def test_the_day_on_which_a_wording_begins_is_told_apart_from_the_day_before(day: str) -> None:
    # § 155 b was widened on 1 January 2015: a notification of a municipality is confirmed from then on.
    told = {"type": "underretning_modtaget", "at": f"{day}T10:00:00+01:00", "afsender": "kommune", "anonym": False}
    _check(Case.model_validate({"case_id": "a", "events": [told]}), "2015-02-01T12:00:00+01:00")
