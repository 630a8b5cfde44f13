"""The Danish of the law: whole clauses, one comma, one kind of quotation marks, one full stop, no word of the machine.

The clauses of the vocabulary are read one by one, the titles and summaries of the rules too; the sentences of answers
are those of every example of every rule, later on as well, and of random cases.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from overgreb_rules import Case, Evaluation, Rulebook, evaluate
from overgreb_rules._evaluate.why_not import why_not
from overgreb_rules._rulecheck.coverage import read_sentences
from overgreb_rules._rules.clauses import FactClauses, Statement
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.source import packaged_rules, sentences_text
from overgreb_rules._text.detail import describe_duty
from overgreb_rules._text.need_words import format_needs
from overgreb_rules.cli._show_rule import format_rule, format_rule_as_law
from overgreb_rules.shared.text import Text, translate
from tests.fixtures.code_words import CODE_HEADINGS
from tests.fixtures.danish_language import FAULTS_OF_LANGUAGE, OWN_WORDS_OF_THE_ACT, WORDS_OF_THE_OTHER_ACT
from tests.fixtures.random_cases import random_case
from tools.write_text_page import PAGE, answer_examples, build_page

BOOK = Rulebook.load(matcher="reference")
VOCABULARY = BOOK.rules.vocabulary
NAMES = ("Ankestyrelsen", "Ungdomskriminalitetsnævnet")
"""The names with which a clause may begin; every other clause begins with a small letter."""
WRONG = {
    **FAULTS_OF_LANGUAGE,
    "a word of the machine": re.compile(
        r"\b(?:uret starter|nål|skyldes stadig|strengt læst|lempeligt læst|intet tal|brudt|anledningen|overtrådt)\b"
    ),
    "a gap that was not filled": re.compile(r"[{}]"),
    "two blanks": re.compile(r"  "),
    "a full stop in a clause": re.compile(r"\w\., og |\w\., eller "),
}
SENTENCES = read_sentences(sentences_text(packaged_rules()))
_DUTY_OF_ANOTHER_ACT = re.compile(r"»[^»«]*« \((?:barnets lov|serviceloven) §[^()]*\)")
"""A duty named by its title, which is in the words of its own act."""
_LACKED_BY_ONE_OF_SEVERAL_EVENTS = {
    "bl-105-2-samvaer-ved-overgreb",
    "bl-137-1-genvurdering",
    "sel-71-4-samvaer-ved-overgreb",
}
"""Rules that read a fact of several event types: the explanation knows which event of the case does not tell it."""
Answered = list[tuple[Rule, Case, Evaluation]]


@pytest.fixture(scope="module")
def answers() -> Answered:
    """Every example of every rule with its answer, at its instant and later."""
    return list(answer_examples(BOOK))


def _statements() -> Iterator[tuple[str, Statement]]:
    for name, fact in VOCABULARY.clauses.items():
        for one in (fact.for_all, *fact.of_event.values()):
            for value, statement in one.by_value.items() if one is not None else ():
                yield f"{name} {value}", statement
    for event in VOCABULARY.events.values():
        yield event.name, event.happened


def _not_told() -> Iterator[tuple[str, Text]]:
    for name, fact in VOCABULARY.clauses.items():
        sets: list[FactClauses] = [one for one in (fact.for_all, *fact.of_event.values()) if one is not None]
        yield from ((name, one.not_told) for one in sets)


def _clauses() -> Iterator[tuple[str, str]]:
    for law in BOOK.rules.laws.values():
        for name, statement in _statements():
            for text in (statement.holds, statement.fails, statement.fails_subordinate):
                if text is not None:
                    yield name, law.use_own_words(text).da
        for name, text in _not_told():
            yield name, law.use_own_words(text).da
        for event in VOCABULARY.events.values():
            for text in (event.says, event.infinitive):
                if text is not None:
                    yield event.name, law.use_own_words(text).da


def test_every_clause_of_every_fact_and_event_is_a_clause() -> None:
    for name, clause in _clauses():
        assert not re.search(r": (?:ja|nej)\b|\w_\w|\.\.|[«»“”\"]|(?<!m\.fl)\.$|▸", clause), (name, clause)
        assert clause[0].islower() or clause.startswith(NAMES), (name, clause)
        assert [what for what, fault in FAULTS_OF_LANGUAGE.items() if fault.search(clause)] == [], (name, clause)


def test_what_happened_on_a_day_is_told_in_the_past_tense() -> None:
    for event in VOCABULARY.events.values():
        says = event.describe_at(Text("fredag den 3. maj 2024", "on Friday 3 May 2024")).da
        assert not re.match(r"(?:\w+ ){1,5}(?:er|har) \w+ ", says), says


def test_an_act_that_can_come_too_late_is_told_in_an_order_that_a_main_clause_has_too() -> None:
    late = [rule for rule in BOOK.rules if rule.clock.before is not None]
    acts = {pattern.type for rule in late for pattern in rule.met_by}
    assert len(acts) > 5
    for type_ in acts:
        says = VOCABULARY.events[type_].describe_at(Text("fredag", "on Friday")).da
        assert says.endswith(" fredag"), says


def test_a_clause_that_can_fail_has_its_denial_before_the_verb_in_a_subordinate_clause() -> None:
    for name, statement in _statements():
        if statement.fails is None or statement.fails_subordinate is None or " ikke " not in f"{statement.fails.da} ":
            continue
        main, subordinate = statement.fails.da.split(), statement.fails_subordinate.da.split()
        assert sorted(main) == sorted(subordinate), name
        assert main == subordinate or main.index("ikke") == subordinate.index("ikke") + 1, name


def test_what_is_not_told_begins_with_an_interrogative_word() -> None:
    for name, text in _not_told():
        assert text.da.split()[0] in {"om", "hvem", "hvad", "hvor", "hvornår", "hvilken", "hvilket", "hvorfor"}, name


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_two_fields_of_events_have_one_label(language: str) -> None:
    labels = Counter(translate(text, language) for text in VOCABULARY.facts.values())
    assert [label for label, count in labels.items() if count > 1] == []


def _texts(answer: Evaluation) -> Iterator[str]:
    for duty in answer.obligations:
        yield duty.explanation.da
        yield from (day.why.da for day in duty.counting)
        yield from (question.da for question in duty.open_questions)
        yield from (step.action.da for step in duty.escalations)
        yield from (text.da for text in (duty.consequence, duty.cause) if text is not None)
    yield from (warned.da for warned in answer.warnings)


def _check(text: str) -> None:
    for what, pattern in WRONG.items():
        assert not pattern.search(text), f"{what}: {text}"


@pytest.mark.slow
def test_no_answer_to_an_example_has_a_fault_of_language(answers: Answered) -> None:
    for _, _, answer in answers:
        for text in _texts(answer):
            _check(text)


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_not_told_is_said_in_the_words_of_the_explanation(language: str, answers: Answered) -> None:
    for _, _, answer in answers:
        for duty in answer.obligations:
            if duty.needs and duty.rule not in _LACKED_BY_ONE_OF_SEVERAL_EVENTS:
                assert format_needs(duty, language) in translate(duty.explanation, language), duty.key


def test_no_reason_why_a_rule_is_not_in_an_answer_has_a_fault_of_language(answers: Answered) -> None:
    for rule, case, answer in answers[::6]:
        for other in (rule, *(BOOK.rules.by_id[name] for name in ("bl-137-1-genvurdering", "bl-125-boernehus"))):
            for reason in why_not(case, other.id, at=answer.at, rulebook=BOOK).reasons:
                _check(reason.da)


@pytest.mark.slow
def test_no_duty_that_is_told_whole_has_a_fault_of_language(answers: Answered) -> None:
    for _, _, answer in answers[::12]:
        for duty in answer.obligations:
            lines = describe_duty(duty, answer, BOOK.rules, "da").splitlines()
            for line in lines:
                if line != duty.key:
                    _check(line.strip())


def test_no_rule_is_shown_with_a_fault_of_language() -> None:
    for rule in BOOK.rules:
        for line in _lines_shown(rule):
            _check(line)


def _lines_shown(rule: Rule) -> Iterator[str]:
    """What people read of a rule: without the id in the heading, names of fields and ids of other rules."""
    shown = f"{format_rule(rule, BOOK.rules, 'da')}\n{format_rule_as_law(rule, BOOK.rules, 'da')}"
    yield from (line.removesuffix(f" ({rule.id})") for line in shown.splitlines() if not line.startswith(CODE_HEADINGS))


def test_no_answer_to_a_random_case_has_a_fault_of_language() -> None:
    for number in range(60):
        case, at = random_case(number)
        for text in _texts(evaluate(Case.model_validate(case), at=at, rulebook=BOOK)):
            _check(text)


_IMPERATIVE = re.compile(r"^(?:Underret|Orienter|Indkald|Vurder|Send|Tilbyd|Anmod|Afgør|Hold|Følg|Revider) ")


def test_a_title_is_a_noun_phrase_without_a_full_stop_and_a_summary_ends_in_one() -> None:
    for rule in BOOK.rules:
        assert not _IMPERATIVE.search(rule.title.da), rule.id
        assert not rule.title.da.endswith("."), rule.id
        assert rule.summary.da.endswith("."), rule.id
        assert not rule.summary.da.endswith(".."), rule.id


def test_no_text_of_a_rule_has_a_fault_of_language() -> None:
    for rule in BOOK.rules:
        for text in _texts_of_rule(rule):
            _check(text.da)


def _texts_of_rule(rule: Rule) -> Iterator[Text]:
    breach = (rule.breach.remedy, rule.breach.lapse) if rule.breach else ()
    doubts = [doubt.says for doubt in (*rule.doubts, rule.doubt_of_second) if doubt is not None]
    examples = [example.says for example in rule.examples]
    texts = (rule.title, rule.summary, rule.note, *breach, *doubts, *rule.not_modelled, *examples)
    yield from (text for text in texts if text is not None)


def test_no_rule_speaks_in_the_words_of_the_other_act(answers: Answered) -> None:
    for rule in BOOK.rules:
        for text in (*(text.da for text in _texts_of_rule(rule)), *_lines_shown(rule)):
            _check_words_of_act(rule, text)
    for _, _, answer in answers:
        for duty in answer.obligations:
            rule = BOOK.rules.by_id[duty.rule]
            for told in (duty.explanation, duty.consequence, duty.cause, *duty.open_questions):
                if told is not None:
                    _check_words_of_act(rule, told.da)


def _check_words_of_act(rule: Rule, text: str) -> None:
    other = WORDS_OF_THE_OTHER_ACT.get(rule.law)
    own = OWN_WORDS_OF_THE_ACT.get(rule.id)
    said = _DUTY_OF_ANOTHER_ACT.sub("", text)
    said = said.replace(own.word, "") if own is not None else said
    assert other is None or not other.search(said), (rule.id, text)


@pytest.mark.parametrize("rule_id", OWN_WORDS_OF_THE_ACT)
def test_a_word_of_the_other_act_is_kept_where_the_act_itself_has_it(rule_id: str) -> None:
    own, rule = OWN_WORDS_OF_THE_ACT[rule_id], BOOK.rules.by_id[rule_id]
    (listed,) = [one for one in SENTENCES if (one.law, one.cite) == (rule.law, own.cite) and rule_id in one.rules]
    assert listed.sha256 == hashlib.sha256(own.sentence.encode()).hexdigest()
    assert own.word in own.sentence
    assert own.word in rule.summary.da


def test_an_example_is_a_clause_without_a_full_stop_in_each_language() -> None:
    for rule in BOOK.rules:
        for example in rule.examples:
            assert not example.says.da.endswith("."), rule.id
            assert example.says.da != example.says.en, rule.id


@pytest.mark.slow
def test_the_page_of_all_texts_is_current(answers: Answered) -> None:
    assert PAGE.read_text(encoding="utf-8") == build_page(BOOK, answers), "python tools/write_text_page.py"
