"""The words of the rules become records and come back."""

from __future__ import annotations

from overgreb_rules._conformance.vocabulary_record import LadderRecord, LawRecord, StateRecord, VocabularyRecord
from overgreb_rules._rules.derived_conditions import StateCondition
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.policy import Policy
from overgreb_rules.shared.text import Text

RULES = RuleSet.load()


def test_the_facts_and_lists_of_each_event_type_come_back() -> None:
    again = VocabularyRecord.of(RULES.vocabulary).to_vocabulary()
    for name, event in RULES.vocabulary.events.items():
        other = again.events[name]
        assert other.facts == event.facts
        for field in ("about", "not_about", "ended_by", "single", "single_of_running", "names_also", "closes"):
            assert getattr(other, field) == getattr(event, field)
    assert again.case == RULES.vocabulary.case
    assert again.closing_types == RULES.vocabulary.closing_types


def test_each_thing_that_a_duty_can_need_has_the_clause_that_says_it_is_not_told() -> None:
    vocabulary = RULES.vocabulary
    not_told = VocabularyRecord.of(vocabulary).not_told
    of_child = {name.removeprefix("barn.") for name in vocabulary.case if name.startswith("barn.")}
    assert {*not_told} >= {"at", "of", *vocabulary.events, *vocabulary.facts, *of_child}
    assert not_told["anonym"] == Text("om underretteren er anonym", "whether the notifier is anonymous")
    assert not_told["screening_foretaget"].da == "om screeningen er foretaget"
    assert not_told["foedselsdato"].da == "hvornår barnet er født"
    assert [name for name, text in not_told.items() if name in {text.da, text.en}] == []


def test_a_law_comes_back_with_the_day_to_which_it_was_read() -> None:
    law, source = RULES.laws["serviceloven"], RULES.sources["serviceloven"]
    record = LawRecord.of(law, source)
    again, read = record.to_law(), record.to_source()
    assert (again.first, again.last, again.cited_as) == (law.first, law.last, law.cited_as)
    assert read is not None
    assert (read.current, read.read_to) == (source.current, source.read_to)


def test_a_law_of_which_nobody_says_how_far_it_was_read_comes_back_so() -> None:
    assert LawRecord.of(RULES.laws["serviceloven"], None).to_source() is None


def test_a_state_comes_back_with_its_spells() -> None:
    state = next(
        condition.state
        for rule in RULES
        for version in rule.versions
        for condition in version.conditions
        if isinstance(condition, StateCondition)
    )
    again = StateRecord.of(state).to_state(state.name)
    assert (again.name, again.spells, again.says) == (state.name, state.spells, state.says)


def test_a_ladder_comes_back_with_its_steps() -> None:
    assert RULES.ladders is not None
    for ladder in Policy.parse(RULES.ladders).ladders:
        again = LadderRecord.of(ladder).to_ladder()
        assert (again.id, again.fits, again.steps) == (ladder.id, ladder.fits, ladder.steps)
