"""A rule read back as a provision."""

from __future__ import annotations

from msgspec.structs import replace

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.rule_as_law import write_as_law

RULES = RuleSet.load()


def test_the_sentences_stand_in_the_order_who_when_by_when_unless() -> None:
    rule = RULES.by_id["sel-155b-1-kvittering"]
    danish = [sentence.da for sentence in write_as_law(rule, RULES)]
    starts = [
        "Kommunalbestyrelsen skal",
        "Udløses af",
        "1. oktober 2013",
        "1. januar 2015",
        "Den sikre frist er 6 hverdage",
    ]
    assert [text[: len(start)] for text, start in zip(danish, starts, strict=False)] == starts
    assert danish[-2].startswith("Pligten bortfalder, når underretteren er anonym")
    assert danish[-1].startswith("Er pligten ikke opfyldt før den 1. januar 2024")


def test_a_single_wording_without_a_condition_has_no_sentence_on_conditions() -> None:
    rule = RULES.by_id["bl-136-2-vurdering-24-timer"]
    assert not any("kun, hvis" in sentence.da for sentence in write_as_law(rule, RULES))


def test_words_that_somebody_wrote_change_nothing() -> None:
    rule = RULES.by_id["bl-138-1-kvittering"]
    other = replace(rule, title=rule.summary, summary=rule.title, doubts=(), note=None)
    assert write_as_law(other, RULES) == write_as_law(rule, RULES)


def test_every_rule_has_sentences_in_both_languages_that_end_as_sentences() -> None:
    for rule in RULES:
        for sentence in write_as_law(rule, RULES):
            assert sentence.da.endswith("."), rule.id
            assert sentence.en.endswith("."), rule.id
            assert "{" not in sentence.da + sentence.en, rule.id
