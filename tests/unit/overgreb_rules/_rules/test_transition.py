"""The change from one act to the next is data: the days, the acts and the provisions stand in rulebook.yaml."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from overgreb_rules import Case, Rulebook, RuleError, evaluate
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_rules
from overgreb_rules._rules.transition import parse_transitions
from overgreb_rules.calendar import midnight
from tests.fixtures.rule_texts import build_node

ONE = '{from: a, to: b, "on": 2024-01-01, cite: {moves: b § 1, stays: b § 2}}'
TWO = ONE.replace("from: a, to: b", "from: b, to: c").replace("2024", "2020")


def test_a_transition_names_both_acts_its_day_and_its_provisions() -> None:
    (one,) = parse_transitions(build_node(ONE), ("a", "b"))
    assert (one.older, one.newer, one.on) == ("a", "b", dt.date(2024, 1, 1))
    assert one.instant == midnight(one.on)
    assert (one.cite_moves, one.cite_stays) == ("b § 1", "b § 2")


def test_several_transitions_stand_in_order_of_their_days() -> None:
    found = parse_transitions(build_node(f"[{ONE}, {TWO}]"), ("a", "b", "c"))
    assert [one.older for one in found] == ["b", "a"]


def test_a_rulebook_can_be_without_transition() -> None:
    assert parse_transitions(None, ("a",)) == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (ONE.replace("to: b", "to: x"), "is unknown"),
        (ONE.replace("to: b", "to: a"), "takes over from itself"),
        (f"[{ONE}, {ONE}]", "ends twice"),
        (ONE.replace("2024-01-01", "soon"), "a day is expected"),
    ],
)
def test_a_transition_that_cannot_be_is_refused(text: str, what: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_transitions(build_node(text), ("a", "b"))
    assert what in str(refused.value)


def test_the_packaged_rules_begin_with_their_first_act_and_change_once() -> None:
    rules = RuleSet.load()
    assert rules.first_day == dt.date(2013, 10, 1)
    (one,) = rules.transitions
    assert (one.older, one.newer, one.on) == ("serviceloven", "barnets_lov", dt.date(2024, 1, 1))
    assert not rules.has_ended("serviceloven", one.instant - 1)
    assert rules.has_ended("serviceloven", one.instant)
    assert not rules.has_ended("barnets_lov", one.instant)
    assert rules.first_day_without_transition(one.instant - 1) == rules.first_day
    assert rules.first_day_without_transition(one.instant) == one.on


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged rules."""
    return shutil.copytree(packaged_rules(), tmp_path / "rules")


@pytest.mark.slow
def test_a_duty_that_moves_needs_an_act_that_takes_over(folder: Path) -> None:
    book = folder / "rulebook.yaml"
    head, _, tail = book.read_text(encoding="utf-8").partition("transition:")
    book.write_text(head + "laws:" + tail.partition("\nlaws:")[2], encoding="utf-8")
    with pytest.raises(RuleError, match="no act takes over from serviceloven"):
        RuleSet.load(folder)


def test_a_third_act_is_data_alone(folder: Path) -> None:
    """What is unmet on the last day of 2029 goes on under an act that only the folder knows."""
    rule = folder / "barnets_lov" / "bl-136-2-vurdering-24-timer.yaml"
    text = rule.read_text(encoding="utf-8")
    new = folder / "ny_lov"
    new.mkdir()
    (new / "ny-1.yaml").write_text(
        text.replace("id: bl-136-2-vurdering-24-timer", "id: ny-1")
        .replace("law: barnets_lov", "law: ny_lov")
        .replace("from: 2024-01-01", "from: 2030-01-01")
        .replace("succeeds: sel-155-2-vurdering-24-timer", "succeeds: bl-136-2-vurdering-24-timer"),
        encoding="utf-8",
    )
    ending = text.replace("in_force: {from: 2024-01-01}", "in_force: {from: 2024-01-01, to: 2029-12-31}")
    rule.write_text(ending.replace("\ntitle:", "\ntransition: moves\ntitle:", 1), encoding="utf-8")
    book = folder / "rulebook.yaml"
    old = '"barnets lov § 213, stk. 2"}\n'
    told = book.read_text(encoding="utf-8").replace(
        "transition:\n  from: serviceloven", "transition:\n- from: serviceloven"
    )
    second = '- {from: barnets_lov, to: ny_lov, "on": 2030-01-01, cite: {moves: ny § 9, stays: ny § 10}}\n'
    law = "laws:\n  ny_lov: {name: {da: ny lov, en: new act}, cited_as: {da: ny lov, en: new act}, "
    told = told.replace(old, old + second).replace("laws:\n", law + "in_force: {from: 2030-01-01}}\n")
    book.write_text(told, encoding="utf-8")
    rules = Rulebook.load(folder, "reference")
    assert rules.rules.lineage_of(rules.rules.by_id["sel-155-2-vurdering-24-timer"]) == "ny-1"
    event = {"id": "u1", "type": "underretning_modtaget", "at": "2029-12-31T20:00:00+01:00"}
    case = Case.model_validate({"case_id": "A", "events": [event]})
    before, after = (
        evaluate(case, at=at, rulebook=rules) for at in ("2029-12-31T21:00:00+01:00", "2030-01-01T10:00:00+01:00")
    )
    assert "bl-136-2-vurdering-24-timer@u1" in {one.key for one in before.obligations}
    (moved,) = (one for one in after.obligations if one.key == "ny-1@u1")
    assert (moved.law, moved.transition) == ("ny_lov", True)
    assert "stays_under_barnets_lov" in {one.code for one in after.warnings}
