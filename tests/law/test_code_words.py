"""No sentence for people holds a code word: names of fields stand under »Felt:« alone, ids of rules under »Regel:«."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from overgreb_rules import Case, Evaluation, Rulebook
from overgreb_rules._conformance.warning_words import WARNING_WORDS
from overgreb_rules._evaluate.why_not import why_not
from overgreb_rules._rules.model import Rule
from overgreb_rules._text.detail import describe_duty
from overgreb_rules._text.need_words import format_needs
from overgreb_rules.cli._show_rule import format_rule, format_rule_as_law
from overgreb_rules.render.differences import format_changes
from overgreb_rules.render.table import render_table
from tests.fixtures.code_words import CODE_HEADINGS, build_code_word_pattern
from tests.fixtures.rendered_evaluations import EXAMPLE_INSTANTS, evaluate_example
from tools.write_text_page import answer_examples

BOOK = Rulebook.load(matcher="reference")
CODE_WORD = build_code_word_pattern(BOOK.rules)
LANGUAGES = ("da", "en")
Answered = list[tuple[Rule, Case, Evaluation]]


@pytest.fixture(scope="module")
def answers() -> Answered:
    """Of every rule some examples with their answers."""
    return list(answer_examples(BOOK))[::7]


def _find(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith(CODE_HEADINGS) and CODE_WORD.search(line)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Pligten er uafklaret, indtil »screening foretaget« (screening_foretaget) er oplyst.",
        "The duty is waived where the notifier is anonymous (anonym).",
        "Det er en foraelder, der mistænkes.",
        "Pligten føres videre som bl-130-2-vurdering-ved-gentagelse.",
    ],
)
def test_a_code_word_in_a_sentence_is_found(sentence: str) -> None:
    assert _find(sentence) == [sentence]
    assert _find(f"Felt: {sentence}") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_a_rule_that_is_shown_holds_a_code_word(language: str) -> None:
    for rule in BOOK.rules:
        heading, *lines = format_rule(rule, BOOK.rules, language).splitlines()
        assert _find("\n".join(lines)) == [], rule.id
        assert heading.endswith(f" ({rule.id})")
        cite, *sentences = format_rule_as_law(rule, BOOK.rules, language).splitlines()
        assert _find("\n".join(sentences)) == [], rule.id
        assert cite.endswith(f" ({rule.id})")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_an_answer_holds_a_code_word(language: str, answers: Answered) -> None:
    for _, _, answer in answers:
        for text in _texts(answer, language):
            assert _find(text) == []


def _texts(answer: Evaluation, language: str) -> Iterator[str]:
    for duty in answer.obligations:
        told = [duty.explanation, duty.consequence, duty.cause, *duty.open_questions]
        told += [*(day.why for day in duty.counting), *(step.action for step in duty.escalations)]
        yield from (getattr(text, language) for text in told if text is not None)
        if duty.needs:
            yield format_needs(duty, language)
    yield from (getattr(warned, language) for warned in answer.warnings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reason_why_a_rule_is_not_in_an_answer_holds_a_code_word(language: str, answers: Answered) -> None:
    for rule, case, answer in answers[::4]:
        for other in (rule.id, "bl-137-1-genvurdering", "bl-125-boernehus"):
            for reason in why_not(case, other, at=answer.at, rulebook=BOOK).reasons:
                assert _find(getattr(reason, language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLE_INSTANTS)
def test_no_duty_told_whole_table_or_comparison_holds_a_code_word(name: str, language: str) -> None:
    answer, events = evaluate_example(name)
    later, _ = evaluate_example(name, "2026-06-01T10:00:00+02:00")
    for duty in answer.obligations:
        lines = _find(describe_duty(duty, answer, BOOK.rules, language))
        assert lines == [duty.key], "the key of the duty stands on a line of its own"
    assert _find(render_table(answer, language, colour=False, events=events)) == []
    assert _find(format_changes(answer, later, language)) == []


@pytest.mark.parametrize("code", WARNING_WORDS)
def test_no_meaning_of_a_warning_holds_a_code_word(code: str) -> None:
    text = WARNING_WORDS[code]
    assert _find(f"{text.da}\n{text.en}") == []
