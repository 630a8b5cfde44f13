"""The words of the vocabulary as an act has them."""

from __future__ import annotations

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.words_of_law import WordsOfLaw, list_needs
from overgreb_rules.shared.text import Text

RULES = RuleSet.load()
NEWER, OLDER = (WordsOfLaw(RULES.vocabulary, RULES.laws[law]) for law in ("barnets_lov", "serviceloven"))


def test_a_label_is_that_of_the_act() -> None:
    assert [words.label("indsats_ivaerksat").da for words in (NEWER, OLDER)] == [
        "indsats iværksat",
        "foranstaltning iværksat",
    ]


def test_a_clause_and_its_denials_are_those_of_the_act() -> None:
    clause = OLDER.happened("plan_udarbejdet")
    assert clause.holds.da == "handleplanen er udarbejdet"
    assert clause.fails is not None
    assert clause.fails_subordinate is not None
    assert (clause.fails.da, clause.fails_subordinate.da) == (
        "handleplanen er ikke udarbejdet",
        "handleplanen ikke er udarbejdet",
    )
    assert NEWER.happened("plan_udarbejdet") is RULES.vocabulary.events["plan_udarbejdet"].happened


def test_a_fact_and_what_is_not_told_are_those_of_the_act() -> None:
    clauses = OLDER.fact_clauses("art", "indsats_ivaerksat")
    assert clauses.by_value["stoettende"].holds.da == "foranstaltningen er støttende"
    assert clauses.not_told.da == "hvilken slags foranstaltning det er"
    assert OLDER.needs([("plan_udarbejdet", ()), ("anonym", ())]).da == (
        "om handleplanen er udarbejdet, og om underretteren er anonym"
    )


def test_a_fact_that_only_other_events_carry_has_no_clause_here() -> None:
    assert NEWER.fact_clauses("art", "underretning_modtaget").by_value == {}


def test_an_event_is_quoted_as_each_language_quotes() -> None:
    quoted = NEWER.quote_event("underretning_modtaget")
    assert (quoted.da, quoted.en) == ("»underretning modtaget«", "“notification received”")


def test_what_a_bearer_does_is_an_infinitive() -> None:
    done = OLDER.infinitive("opfoelgning_foretaget")
    assert done is not None
    assert done.da == "følge op på foranstaltningen"
    assert NEWER.infinitive("underretning_modtaget") is None


def test_a_day_of_the_case_has_its_name_inside_a_sentence() -> None:
    assert NEWER.name_case_day("barn.termin").en == "the due date"


def test_the_list_of_what_is_not_told_is_in_the_words_of_each_rule() -> None:
    needs = (("plan_udarbejdet", ()), ("undersoegelse_besluttet", ()))
    rules = (
        "bl-20-3-undersoegelse-4-maaneder",
        "bl-26-3-kommende-foraeldre-4-maaneder",
        "sel-50-undersoegelse-4-maaneder",
    )
    listed = [list_needs(RULES, rule, needs) for rule in rules]
    assert listed == [WordsOfLaw.of_rule(rule, RULES).needs(needs) for rule in rules]
    assert len(set(listed)) == len(rules)


def test_of_an_unborn_child_the_examination_is_that_of_the_parents_in_the_words_of_each_act() -> None:
    newer, older = (
        WordsOfLaw.of_rule(f"{rule}-kommende-foraeldre-4-maaneder", RULES) for rule in ("bl-26-3", "sel-50-9")
    )
    fails = [words.happened("undersoegelse_afsluttet").fails for words in (newer, older)]
    assert [one.da for one in fails if one] == [
        "undersøgelsen af de kommende forældre er ikke afsluttet",
        "undersøgelsen af de vordende forældre er ikke afsluttet",
    ]
    assert newer.label("undersoegelse_besluttet") == Text(
        "undersøgelse af kommende forældre besluttet", "examination of the expecting parents decided"
    )
    infinitive = newer.infinitive("undersoegelse_besluttet")
    assert infinitive is not None
    assert infinitive.en == "decide on an examination of the expecting parents"
