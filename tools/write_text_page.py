"""Write `docs/reference/texts.da.md`: every Danish sentence that an answer can hold, by part.

The words of statuses, facts, events, states and rules stand as they are. Sentences that are put together stand as
patterns, gathered from the answers to the examples of all rules: days, names, provisions and clauses are slots. Run it
after a change of a text; a test says whether the page is current.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._evaluate.why_not import why_not
from overgreb_rules._rulecheck.rule_examples import build_example_case
from overgreb_rules._rules.citation import citation
from overgreb_rules._rules.clauses import FactClauses, Statement
from overgreb_rules._rules.legal_state import LegalState, Terms
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_source
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules._text.status_words import STATUS_WORDS
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.shared.date_words import MONTHS, WEEKDAYS
from overgreb_rules.shared.text import Text, begin_sentence

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "texts.da.md"
_HEAD = """# Teksterne i et svar

Lavet af `tools/write_text_page.py` ud fra ordlisten, reglerne og svarene på reglernes eksempler. Her kan en dansk læser
læse alt, hvad et svar kan sige. {dag} er en dag, {hændelse} en hændelse med sit tidspunkt, {hjemmel} en bestemmelse,
{oplysning} en sætning fra afsnittet om oplysninger og hændelser, {regel} en sætning fra afsnittet om reglerne. Hvad
programmerne selv siger, står i [messages.da.md](messages.da.md).
"""
_BEFORE_ALL = "1980-01-01T12:00:00+01:00"
"""An instant before the events of the examples."""
_LATER = (dt.timedelta(0), dt.timedelta(days=500))
_DAY = re.compile(
    rf"(?i:{'|'.join(day.da for day in WEEKDAYS)}) den \d+\. (?:{'|'.join(month.da for month in MONTHS)}) \d{{4}}"
    r"(?: kl\. \d\d\.\d\d(?: \((?:sommer|vinter)tid\))?)?|"
    rf"\d+\. (?:{'|'.join(month.da for month in MONTHS)}) \d{{4}}"
)
_AND = "(?:,? og|,? eller|,)(?: om| at| hvis| fordi| når| desuden)*"
_NUMBER = re.compile(r"\b\d+(?= (?:timer|dage|uger|måned|måneder|år|hverdage|arbejdsdage|procent)\b)|(?<=nr\. )\d+")
_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-ZÆØÅ{»])")
_ABBREVIATION = re.compile(r"\b(?:stk|nr|pkt|kap|jf|kl|m\.fl|m\.v)\.$")


def build_page(book: Rulebook, answers: Iterable[tuple[Rule, Case, Evaluation]]) -> str:
    """Build the page.

    Args:
        book: The rules whose texts are listed.
        answers: What `answer_examples` gives.

    Returns:
        The page as Markdown, with a line end.
    """
    rules = book.rules
    parts = [
        _HEAD.rstrip(),
        "## Statusser\n\n" + _table(("status", "ord", "sætninger", "hvad gør jeg nu?"), _statuses()),
        "## Oplysninger\n\n" + _table(("oplysning", "det gælder", "det gælder ikke", "ikke oplyst"), _facts(rules)),
        "## Hændelser\n\n"
        + _table(("hændelse", "er sket", "er ikke sket", "den dag, det skete", "at gøre det"), _events(rules)),
        "## Tilstande\n\n" + _table(("tilstand", "den gælder", "den gælder ikke"), _states(rules)),
        *(_list(title, lines) for title, lines in _gather(book, answers).items()),
        "## Reglerne\n\n" + "\n\n".join(_rule(rule, rules) for rule in rules),
    ]
    return "\n\n".join(parts) + "\n"


def _list(title: str, lines: Iterable[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {line}" for line in sorted(lines))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _statuses() -> Iterator[Sequence[str]]:
    for status, words in STATUS_WORDS.items():
        yield f"`{status}`", words.label.da, " / ".join(one.da for one in words.sentences.values()), words.advice.da


def _facts(rules: RuleSet) -> Iterator[Sequence[str]]:
    vocabulary = rules.vocabulary
    for name, clauses in vocabulary.clauses.items():
        sets = {"": clauses.for_all, **clauses.of_event}
        for event, one in sets.items():
            if one is not None:
                yield from _fact(f"`{name}`" + (f" ({vocabulary.events[event].says.da})" if event else ""), one)


def _fact(name: str, clauses: FactClauses) -> Iterator[Sequence[str]]:
    for value, statement in clauses.by_value.items():
        yield f"{name} {value}".rstrip(), statement.holds.da, _denials(statement), clauses.not_told.da


def _denials(statement: Statement) -> str:
    if statement.fails is None or statement.fails_subordinate is None:
        return "–"
    main, subordinate = statement.fails.da, statement.fails_subordinate.da
    return main if main == subordinate else f"{main} / {subordinate}"


def _events(rules: RuleSet) -> Iterator[Sequence[str]]:
    for event in rules.vocabulary.events.values():
        infinitive = event.infinitive.da if event.infinitive else "–"
        happened_on = event.describe_at(Text("{dag}", "")).da
        yield event.says.da, event.happened.holds.da, _denials(event.happened), happened_on, infinitive


def _states(rules: RuleSet) -> Iterator[Sequence[str]]:
    for state in _states_of(rules).values():
        yield f"`{state.name}`", state.clause.holds.da, _denials(state.clause)


def _states_of(rules: RuleSet) -> Mapping[str, LegalState]:
    return Terms.parse(packaged_source().node("terms.yaml"), rules.vocabulary.events).states


def _rule(rule: Rule, rules: RuleSet) -> str:
    breach = rule.breach
    texts = [
        ("Tvivl om reglen", [doubt.says for doubt in rule.doubts]),
        ("Tvivl om reglen ved en ny undersøgelse", [rule.doubt_of_second.says] if rule.doubt_of_second else []),
        ("Følge", [text for text in (breach.remedy, breach.lapse) if text] if breach else []),
        (f"Fra {rule.from_age.age} år", [rule.from_age.says]) if rule.from_age else ("", []),
        ("Bemærk", [rule.note] if rule.note else []),
        ("Ikke med", list(rule.not_modelled)),
    ]
    cited = f"{rules.laws[rule.law].cited_as.da} {rule.cite}".lstrip()
    lines = [f"### {rule.title.da}", f"`{rule.id}` · {cited}", rule.summary.da]
    lines += [f"{name}: {text.da}" for name, listed in texts for text in listed]
    examples = "\n".join(f"- {says}" for says in dict.fromkeys(example.says.da for example in rule.examples))
    return "\n\n".join([*lines, "Eksempler:", examples])


def answer_examples(book: Rulebook) -> Iterator[tuple[Rule, Case, Evaluation]]:
    """Answer every example of every rule, at its instant and later.

    Args:
        book: The rules.

    Yields:
        The rule, the case of its example, and the answer.
    """
    for rule in book.rules:
        for example in rule.examples:
            case = build_example_case(rule, example)
            for later in _LATER:
                at = (dt.datetime.fromisoformat(example.at) + later).isoformat(timespec="seconds")
                yield rule, case, evaluate(case, at=at, rulebook=book)


def _gather(book: Rulebook, answers: Iterable[tuple[Rule, Case, Evaluation]]) -> Mapping[str, set[str]]:
    slots = _Slots(book.rules)
    found: dict[str, set[str]] = {
        name: set() for name in ("Forklaringer", "Dag for dag", "Begrundelser", "Advarsler", "Hvorfor ikke")
    }
    asked: set[str] = set()
    for rule, case, answer in answers:
        if rule.id not in asked:
            asked.add(rule.id)
            found["Hvorfor ikke"].update(_reasons(case, rule, _BEFORE_ALL, book, slots))
        for duty in answer.obligations:
            found["Forklaringer"].update(slots.sentences(duty.explanation.da))
            found["Dag for dag"].update(slots.fill(day.why.da) for day in duty.counting)
            if duty.cause is not None:
                found["Begrundelser"].update(slots.sentences(duty.cause.da))
        for warned in answer.warnings:
            found["Advarsler"].add(f"`{warned.code}`: {slots.fill(warned.da)}")
        found["Hvorfor ikke"].update(_reasons(case, rule, answer.at, book, slots))
    return found


def _reasons(case: Case, rule: Rule, at: str | dt.datetime, book: Rulebook, slots: _Slots) -> Iterator[str]:
    for reason in why_not(case, rule.id, at=at, rulebook=book).reasons:
        yield from slots.sentences(reason.da)


class _Slots:
    """Puts slots in the place of what differs from case to case."""

    def __init__(self, rules: RuleSet) -> None:
        vocabulary = rules.vocabulary
        self._rule_texts = sorted({text for rule in rules for text in _texts_of(rule)}, key=len, reverse=True)
        events = vocabulary.events.values()
        self._labels = _any_of({words.use_own_words(event.says).da for words in _words_of(rules) for event in events})
        self._clauses = _any_of(_clauses_of(rules))
        self._cites = _any_of(_citations_of(rules))
        self._bearers = _any_of({bearer.says.da for bearer in vocabulary.bearers.values()})
        titles = _any_of({rule.title.da for rule in rules}).pattern
        self._titles = re.compile(rf"(?<=»)(?:{titles})(?=«)|^(?:{titles})(?=: )")

    def sentences(self, text: str) -> Iterator[str]:
        """Split a text into its sentences and fill each."""
        filled = self.fill(text)
        start = 0
        for end in _SENTENCE_END.finditer(filled):
            if not _ABBREVIATION.search(filled[start : end.start()]):
                yield filled[start : end.start()]
                start = end.end()
        yield filled[start:]

    def fill(self, text: str) -> str:
        """Put slots into a text."""
        for whole in self._rule_texts:
            text = text.replace(whole, "{regel}")
        text = self._titles.sub("{titel}", _DAY.sub("{dag}", text))
        text = self._clauses.sub("{oplysning}", text)
        text = self._labels.sub("{hændelse}", text)
        text = self._cites.sub("{hjemmel}", text)
        text = self._bearers.sub("{hvem}", text)
        text = re.sub(r"\{hændelse\} \{dag\}(?: \(\w+\))?", "{hændelse}", text)
        for name in ("hændelse", "oplysning", "dag"):
            text = re.sub(rf"\{{{name}\}}(?:{_AND} \{{{name}\}})+", f"{{{name}}}", text)
        return _NUMBER.sub("{n}", text)


def _citations_of(rules: RuleSet) -> set[str]:
    found = {citation(rule.id, rules, version.first).da for rule in rules for version in rule.versions}
    for transition in rules.transitions:
        found |= {transition.cite_moves, transition.cite_stays}
    return found


def _texts_of(rule: Rule) -> Iterator[str]:
    breach = (rule.breach.remedy, rule.breach.lapse) if rule.breach else ()
    age = rule.from_age.says if rule.from_age else None
    yield from (text.da for text in (rule.summary, age, *breach) if text is not None)


def _words_of(rules: RuleSet) -> Iterable[WordsOfLaw]:
    """The words of every act, and of the rules that have words before those."""
    return {(rule.law, id(rule.words)): WordsOfLaw.of_rule(rule.id, rules) for rule in rules}.values()


def _clauses_of(rules: RuleSet) -> set[str]:
    found: set[str] = set()
    happened_on = [event.describe_at(Text("{dag}", "")) for event in rules.vocabulary.events.values()]
    for words in _words_of(rules):
        statements = [event.happened for event in rules.vocabulary.events.values()]
        statements += [state.clause for state in _states_of(rules).values()]
        for fact in rules.vocabulary.clauses.values():
            for one in (fact.for_all, *fact.of_event.values()):
                if one is not None:
                    statements += one.by_value.values()
                    found.add(words.use_own_words(one.not_told).da)
            found.add(words.use_own_words(fact.not_told).da)
        for statement in statements:
            texts = (statement.holds, statement.fails, statement.fails_subordinate)
            found.update(words.use_own_words(text).da for text in texts if text is not None)
        found.update(words.use_own_words(clause).da for clause in happened_on)
    return {clause for clause in found if "{" not in clause.replace("{dag}", "")}


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    both = {form for word in words for form in (word, begin_sentence(word))}
    return re.compile("|".join(rf"\b{re.escape(word)}(?!\w)" for word in sorted(both, key=len, reverse=True)))


def main() -> int:
    """Write the page where it is not current.

    Returns:
        0.
    """
    book = Rulebook.load(matcher="reference")
    page = build_page(book, answer_examples(book))
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        PAGE.write_text(page, encoding="utf-8", newline="\n")
        print(f"written: docs/reference/{PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
