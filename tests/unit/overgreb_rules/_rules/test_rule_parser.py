"""A rule file becomes a rule of the model, or is refused with place and what is allowed."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.clock_model import Clock, Span
from overgreb_rules._rules.conditions import EventPattern
from overgreb_rules._rules.model import AgeNote, Doubt, LaterOf, Rule, UnmetRule
from overgreb_rules._rules.rule_parser import parse_rule
from tests.fixtures.rule_texts import build_node, build_rule_text, build_terms, build_vocabulary

VOCABULARY, TERMS = build_vocabulary(), build_terms()
HOURS, DAYS = Span(24, "hours"), Span(7, "days")
STATE = TERMS.states["i_gang"]


def _parse(**lines: str) -> Rule:
    return parse_rule(build_node(build_rule_text(**lines)), VOCABULARY, ("loven", "en_ny_lov"), TERMS)


def test_a_rule_says_who_must_do_what_and_when() -> None:
    rule = _parse()
    assert (rule.id, rule.law, rule.modality, rule.bearer) == ("r-1", "loven", "must", "kommunen")
    assert (rule.triggers, rule.met_by) == (("meldt",), (EventPattern("vurderet"),))
    assert rule.clock == Clock(HOURS, HOURS, "elapsed")


@pytest.mark.parametrize("number", ["27.24", "34.10.30"])
def test_a_rule_can_have_the_number_of_a_group_or_of_a_subject(number: str) -> None:
    assert _parse(kle=f'"{number}"').kle == number
    assert _parse().kle is None


@pytest.mark.parametrize("number", ["27", "27.24.", "34.10.3", "34.10.30.1", "børn"])
def test_what_is_no_subject_number_is_refused(number: str) -> None:
    with pytest.raises(RuleError, match="no number of the subject index"):
        _parse(kle=f'"{number}"')


def test_any_law_of_the_rulebook_can_have_rules() -> None:
    assert _parse(law="en_ny_lov").law == "en_ny_lov"


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ({"law": "ukendt"}, "is unknown"),
        ({"unless": "[{state: ukendt}]"}, "is unknown"),
        ({"unless": "[{state: i_gang}]"}, "“rests_while” and the state under “unless” are two"),
        ({"clock": "{within: 7 days, count: exclusive, rests_while: i_gang}"}, "are two"),
        ({"clock": "{as: r-0}"}, "“as” and “follows” name two rules"),
        ({"when": "{follows: r-0}"}, "“as” and “follows” name two rules"),
        ({"when": "{follows: r-0, breach_by: municipality}"}, "one key is expected"),
        ({"when": "[meldt, {unless_touched_by: lukket}]"}, "“unmet:” is missing"),
        ({"when": "[meldt, {unmet: r-0}, {unmet: r-2}]"}, "there is such a line above"),
        ({"unless": "[{child_turns: 18}, {child_turns: 15}]"}, "there is such a line above"),
        ({"unless": "[{child_turns: 18, provided: {overgreb: true}}]"}, "Allowed: child_turns"),
        ({"unless": "[{state: i_gang, until: lukket}]"}, "Allowed: state"),
        ({"silence": "breached"}, "is unknown"),
        ({"may": "vurderet"}, "a rule says one of these"),
        ({"examples": "[]"}, "a rule without examples"),
        ({"whom": "kommunen"}, "is unknown"),
    ],
)
def test_a_rule_that_is_not_in_the_language_is_refused(lines: dict[str, str], what: str) -> None:
    with pytest.raises(RuleError) as refused:
        _parse(**lines)
    assert what in str(refused.value)


def test_the_wordings_of_a_rule_follow_each_other_day_by_day() -> None:
    versions = "[{in_force: {from: 2024-01-01, to: 2024-12-31}}, {in_force: {from: 2025-01-01}, if: [overgreb: true]}]"
    rule = _parse(versions=versions)
    assert rule.version_on(dt.date(2024, 12, 31)) == rule.versions[0]
    assert rule.version_on(dt.date(2025, 1, 1)) == rule.versions[1]
    with pytest.raises(RuleError, match="day by day"):
        _parse(versions=versions.replace("2025-01-01", "2025-01-02"))


def test_a_rule_can_wait_for_the_later_of_two_events() -> None:
    rule = _parse(when="{later_of: {each: meldt, first_of: [besluttet]}}")
    assert rule.later_of == LaterOf(EventPattern("meldt"), (EventPattern("besluttet"),))
    assert rule.triggers == ("meldt", "besluttet")


def test_what_waives_a_duty_can_be_an_event_a_state_and_a_birthday() -> None:
    clock = "{within: 7 days, count: exclusive, rests_while: i_gang}"
    rule = _parse(unless="[lukket, {state: i_gang}, {child_turns: 18}]", clock=clock)
    assert rule.clock == Clock(DAYS, DAYS, "exclusive", rests_while=STATE)
    assert [waiver.by for waiver in rule.waivers] == [EventPattern("lukket")]
    assert (rule.rests_while, rule.grows_up_at) == (STATE, 18)


def test_a_rule_can_be_opened_by_an_event_and_by_another_rule_that_is_not_kept() -> None:
    rule = _parse(when="[meldt, {unmet: r-0, unless_touched_by: lukket}]")
    assert (rule.triggers, rule.opened_by_unmet) == (("meldt",), UnmetRule("r-0", "lukket"))


def test_each_wording_can_have_a_paragraph_of_its_own() -> None:
    first = "{in_force: {from: 2024-01-01, to: 2024-12-31}, cite: '§ 1, stk. 2'}"
    second = "{in_force: {from: 2025-01-01}, cite: '§ 1, stk. 3'}"
    assert [version.cite for version in _parse(versions=f"[{first}, {second}]").versions] == [
        "§ 1, stk. 2",
        "§ 1, stk. 3",
    ]
    with pytest.raises(RuleError, match="some versions have a cite"):
        _parse(versions=f"[{first}, {{in_force: {{from: 2025-01-01}}}}]")


def test_the_certainty_can_be_another_one_for_one_trigger() -> None:
    assert _parse(certainty_for="{meldt: secondary}").certainty_for == {"meldt": "secondary"}


def test_silence_and_the_end_of_a_law_are_flags_of_the_rule() -> None:
    assert _parse(silence="unknown").silence
    ends = _parse(transition="ends")
    assert (ends.ends_with_its_law, ends.moves) == (True, False)


def test_a_doubt_can_stand_with_a_second_examination_alone() -> None:
    doubt = _parse(doubt_of_second="{da: tvivl, en: doubt}").doubt_of_second
    assert isinstance(doubt, Doubt)
    assert doubt.says.en == "doubt"


def test_a_sentence_can_hold_from_an_age_on() -> None:
    note = _parse(from_age="{age: 16, says: {da: fra 16, en: from 16}}").from_age
    assert isinstance(note, AgeNote)
    assert (note.age, note.says.da) == (16, "fra 16")
