"""The numbers with units in titles, summaries and examples, held against those of the clock and of the conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from overgreb_rules._rulecheck.consistency import RuleFinding
from overgreb_rules._rulecheck.coverage import paragraph_of
from overgreb_rules._rules.clock_model import Span, Unit
from overgreb_rules._rules.conditions import AllOf, AnyOf, Condition
from overgreb_rules._rules.derived_conditions import RecentCondition, StateCondition
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text, translate
from overgreb_rules.shared.value_object import ValueObject

_PROOF = Text("hvert tal i en tekst findes i reglen", "every number in a text is one of the rule")
_NUMBERS = {
    "da": "en et én ét, to, tre, fire, fem, seks, syv, otte, ni, ti, elleve, tolv, tretten, fjorten",
    "en": "one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen",
}
_LARGER_NUMBERS: Mapping[str, Mapping[str, int]] = {"da": {}, "en": {"twenty-four": 24, "thirty": 30}}
_UNITS: dict[str, dict[str, Unit]] = {
    "da": {
        "time": "hours", "timer": "hours", "hverdag": "hverdage", "hverdage": "hverdage", "arbejdsdag": "arbejdsdage",
        "arbejdsdage": "arbejdsdage", "dag": "days", "dage": "days", "uge": "weeks", "uger": "weeks", "måned": "months",
        "måneder": "months", "år": "years", "årlige": "per_year", "gang om året": "per_year",
        "gange om året": "per_year",
    },
    "en": {
        "hour": "hours", "hours": "hours", "hverdag": "hverdage", "hverdage": "hverdage", "weekday": "arbejdsdage",
        "weekdays": "arbejdsdage", "day": "days", "days": "days", "week": "weeks", "weeks": "weeks", "month": "months",
        "months": "months", "year": "years", "years": "years", "supervisory visits a year": "per_year",
        "times a year": "per_year",
    },
}  # fmt: skip
_LEAST_AGE = 10
"""Years of this number and more are an age: no clock runs so long."""
_EVERYDAY = {(1, "days")}
"""One day before or after is said of every time limit."""


class _SpanFinder(ValueObject):
    """Finds numbers with units in the texts of one language."""

    numbers: Mapping[str, int]
    units: Mapping[str, Unit]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, language: str) -> _SpanFinder:
        groups = enumerate(_NUMBERS[language].split(", "), start=1)
        numbers = {word: number for number, words in groups for word in words.split()}
        numbers |= _LARGER_NUMBERS[language]
        units = _UNITS[language]
        longest_first = "|".join(sorted(units, key=len, reverse=True))
        # the «s» of the Danish genitive: »12 måneders mellemrum«
        pattern = rf"(?<![\w-])([0-9]+|{'|'.join(numbers)})\.?[ -]({longest_first})s?\b"
        return cls(numbers, units, re.compile(pattern, re.IGNORECASE))

    def find(self, text: str) -> Iterator[tuple[str, int, Unit]]:
        """Yield each span of the text: as it stands, its number, its unit."""
        for match in self.pattern.finditer(text):
            yield match[0], self.numbers.get(match[1].lower()) or int(match[1]), self.units[match[2].lower()]


_FINDERS = {language: _SpanFinder.of(language) for language in _UNITS}


def numbers_in_texts(rules: RuleSet) -> Iterator[RuleFinding]:
    """Yield the numbers in titles, summaries and examples that are no numbers of their rule.

    A number is one of the rule where its clock has it, or a condition or a state that the rule asks for, or another
    rule to which it leads: the one for which it stands in, whose dates it takes, whose breach opens it, or that follows
    it; a rule on the same paragraph with the same trigger; and, for a rule without a number, the one that it succeeds.

    Args:
        rules: The rules.

    Yields:
        A finding for each text and number.
    """
    for rule in rules:
        known = {(span.value, span.unit) for one in _related(rule, rules) for span in _own_spans(one)} | _EVERYDAY
        said = [rule.title, rule.summary, *(example.says for example in rule.examples)]
        for language in ("da", "en"):
            for text in (translate(words, language) for words in said):
                for words, number, unit in _FINDERS[language].find(text):
                    is_age = unit == "years" and number >= _LEAST_AGE
                    if not is_age and (number, unit) not in known:
                        says = Text(
                            f"»{words}« i »{text}« er ikke et af fristens tal",
                            f"“{words}” in “{text}” is no number of its clock",
                        )
                        yield RuleFinding(_PROOF, rule.id, says)


def _related(rule: Rule, rules: RuleSet) -> Iterator[Rule]:
    """The rule itself and the rules to which it leads."""
    yield rule
    if rule.on_breach:
        yield from rules
    leads = {"follows", "as", "unmet", "breach"} | (set() if rule.clock.strict else {"succeeds"})
    yield from (rules.by_id[name] for relation, name in rule.named_rules.items() if relation in leads)
    for other in rules:
        same = other.law == rule.law and paragraph_of(other.cite) == paragraph_of(rule.cite)
        if same and set(other.triggers) & set(rule.triggers):
            yield other


def _own_spans(rule: Rule) -> Iterator[Span]:
    clock = rule.clock
    pairs = (span for pair in clock.spans_for.values() for span in pair)
    latest = clock.date_fact.latest if clock.date_fact else None
    lead = clock.not_before.span if clock.not_before else None
    yield from (span for span in (clock.strict, clock.lenient, clock.least_after, latest, lead, *pairs) if span)
    if clock.not_after is not None:
        yield Span(clock.not_after.months_before, "months")
    yield from _spans_of(condition for version in rule.versions for condition in version.conditions)


def _spans_of(conditions: Iterable[Condition]) -> Iterator[Span]:
    for condition in conditions:
        match condition:
            case AnyOf(parts) | AllOf(parts):
                yield from _spans_of(parts)
            case RecentCondition():
                yield Span(1, "years")
            case StateCondition(state):
                limits = (limit for spell in state.spells for limit in spell.unknown_after)
                yield from (Span(limit.months, "months") for limit in limits if limit.months is not None)
            case _:
                pass
