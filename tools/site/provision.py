"""A rule with the answers to its examples, their pictures, and the sentences of law that it answers for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from overgreb_rules import Evaluation, Rulebook, evaluate
from overgreb_rules._rulecheck.coverage import Sentence
from overgreb_rules._rulecheck.rule_examples import build_example_case
from overgreb_rules._rulecheck.sentence_words import SentenceWords
from overgreb_rules._rules.example import Example
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.render.timeline import draw_timeline
from overgreb_rules.shared.text import Text


@dataclass(frozen=True, slots=True)
class AnsweredExample:
    """An example of a rule with its case and its answer.

    Attributes:
        example: The example.
        case: What the case tells.
        answer: The answer, of which only the duties of the rule are left.
        picture: The timeline of these duties by language; empty where there are none.
    """

    example: Example
    case: dict[str, Any]
    answer: Evaluation
    picture: Mapping[str, ET.Element]


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule with all that its pages show.

    Attributes:
        rule: The rule.
        rules: The rules to which it belongs.
        examples: Its examples with their answers.
        sentences: The listed sentences that name it.
        gists: What each of these says in a few words.
    """

    rule: Rule
    rules: RuleSet
    examples: tuple[AnsweredExample, ...]
    sentences: tuple[Sentence, ...]
    gists: tuple[Text, ...]


def build_provision(rule: Rule, book: Rulebook, sentences: Iterable[Sentence], words: SentenceWords) -> Provision:
    """Evaluate the examples of a rule.

    Args:
        rule: The rule.
        book: The rules with a matcher.
        sentences: All listed sentences.
        words: Their gists in both languages.

    Returns:
        The rule with its examples and sentences.
    """
    own = tuple(sentence for sentence in sentences if rule.id in sentence.rules)
    gists = tuple(words.gist(sentence, book.rules.laws[sentence.law]) for sentence in own)
    answers = tuple(_answer(rule, example, book) for example in rule.examples)
    return Provision(rule, book.rules, answers, own, gists)


def _answer(rule: Rule, example: Example, book: Rulebook) -> AnsweredExample:
    case = build_example_case(rule, example)
    whole = evaluate(case, at=example.at, rulebook=book)
    answer = whole.model_copy(update={"obligations": tuple(o for o in whole.obligations if o.rule == rule.id)})
    languages = ("da", "en") if answer.obligations else ()
    pictures = {language: draw_timeline(answer, language, case.events) for language in languages}
    return AnsweredExample(example, json.loads(json.dumps(case.told(), default=str)), answer, pictures)
