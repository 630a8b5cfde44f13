"""One rule in words, as a jurist reads it: everything that its file says, and at the end the names of its fields."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from overgreb_rules._rules.citation import citation
from overgreb_rules._rules.example import Example
from overgreb_rules._rules.model import Rule, Version
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.clock_words import describe_clock
from overgreb_rules._text.rule_as_law import write_as_law
from overgreb_rules._text.rule_ending_words import (
    describe_breach,
    describe_change_of_law,
    describe_endings,
    describe_expiry,
    describe_rest,
    describe_settling,
    describe_silence,
)
from overgreb_rules._text.rule_names import RuleNames, fill_in
from overgreb_rules._text.rule_words import (
    describe_conditions,
    describe_one_at_a_time,
    describe_other_openings,
    describe_period,
    describe_trigger,
)
from overgreb_rules.cli._rule_fields import list_fields, list_rules
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text, translate

_HEADINGS = {
    "basis": Text("Hjemmel", "Legal basis"),
    "force": Text("Gælder", "In force"),
    "must": Text("Hvem skal gøre det", "Who must act"),
    "may": Text("Hvem kan gøre det", "Who may act"),
    "window": Text("Hvem kan gøre det", "Who may act"),
    "version": Text("Lovens tekst", "Text of the act"),
    "opens": Text("Udløses af", "Opened by"),
    "arises": Text("Opstår", "Arises"),
    "if": Text("Betingelse", "Condition"),
    "once": Text("Afgøres senere", "Settled later"),
    "clock": Text("Frist", "Time"),
    "acts": Text("Opfyldes af", "Met by"),
    "ends": Text("Bortfalder", "Ends"),
    "rests": Text("Hviler", "Rests"),
    "expires": Text("Udløber", "Expires"),
    "silence": Text("Ikke oplyst", "Silence"),
    "breach": Text("Følge", "Then"),
    "change": Text("Lovskifte", "Change of law"),
    "succeeds": Text("Afløser", "Succeeds"),
    "now": Text("Afløst af", "Now"),
    "doubts": Text("Tvivl om reglen", "Doubts"),
    "second": Text("Tvivl om reglen ved en ny undersøgelse", "Doubt with a second examination"),
    "from_age": Text("Fra {age} år", "From {age} years"),
    "certainty": Text("Kilde til fristen", "Certainty"),
    "note": Text("Bemærk", "Note"),
    "covers": Text("Dækker", "Covers"),
    "left_out": Text("Ikke med", "Not modelled"),
    "sources": Text("Kilder", "Sources"),
    "kle": Text("KLE-nummer", "Subject number (KLE)"),
    "fields": Text("Felt", "Field"),
    "rules": Text("Regel", "Rule"),
    "examples": Text("Eksempel", "Example"),
}
_MODALITIES = {
    "must": Text("Pligt", "Duty"),
    "may": Text("Mulighed", "Permission"),
    "window": Text("Må tidligst ske", "Lawful window"),
}
_CERTAINTIES = {
    "text": Text("lovens ordlyd", "the words of the act were read"),
    "secondary": Text("en myndigheds praksis", "an authority says so"),
}
_ONLY_IF = Text("Reglen gælder kun, hvis {}.", "The rule applies only if {}.")
_OUTSIDE = Text(
    "paragraffens sætninger er ikke på listen (rules coverage)",
    "the sentences of the paragraph are not listed (rules coverage)",
)
_Told = tuple[str, Text | str]


class RuleLine(NamedTuple):
    """A line of a rule in words.

    Attributes:
        name: What the line is about: basis, force, must, clock, doubts …; the same in both languages.
        heading: The heading of the line.
        text: What it says.
    """

    name: str
    heading: str
    text: str


def format_rule(rule: Rule, rules: RuleSet, language: str, *, examples: bool = False) -> str:
    """Return one rule in words: everything that its file says, without the examples unless they are asked for.

    Args:
        rule: the rule.
        rules: the rules to which it belongs.
        language: da or en.
        examples: whether the examples stand at the end.

    Returns:
        Lines with a line end each.
    """
    lines = [f"{translate(rule.title, language)} ({rule.id})", translate(rule.summary, language)]
    lines += [f"{line.heading}: {line.text}" for line in list_rule_lines(rule, rules, language)]
    if examples:
        for example in rule.examples:
            lines += _example(example, translate(_HEADINGS["examples"], language), language)
    return "\n".join(lines) + "\n"


def list_rule_lines(rule: Rule, rules: RuleSet, language: str) -> list[RuleLine]:
    """Return everything that a rule file says below the title and the summary, but the examples.

    Args:
        rule: the rule.
        rules: the rules to which it belongs.
        language: da or en.

    Returns:
        The lines: what is owed, what is known of the rule, and last the only ones with names of fields and ids of rules
        (`fields`, `rules`).
    """
    lines = []
    for name, text in (*_what_is_owed(rule, rules, language), *_what_is_known(rule, rules)):
        heading = translate(_HEADINGS[name], language)
        if name == "from_age" and rule.from_age is not None:
            heading = heading.format(age=rule.from_age.age)
        lines.append(RuleLine(name, heading, text if isinstance(text, str) else translate(text, language)))
    return lines


def format_rule_as_law(rule: Rule, rules: RuleSet, language: str) -> str:
    """Return one rule as a provision: its paragraph, and the sentences made from its data alone.

    Args:
        rule: the rule.
        rules: the rules to which it belongs.
        language: da or en.

    Returns:
        Lines with a line end each.
    """
    sentences = [translate(sentence, language) for sentence in write_as_law(rule, rules)]
    return "\n".join([f"{citation(rule.id, rules).da} ({rule.id})", *sentences]) + "\n"


def _what_is_owed(rule: Rule, rules: RuleSet, language: str) -> Iterator[_Told]:
    names = RuleNames.of_rule(rule, rules)
    law = rules.laws[rule.law]
    yield "basis", citation(rule.id, rules).da + (f" ({law.eli})" if law.eli else "")
    if (source := rules.sources.get(rule.law)) is not None:
        day = format_date(source.read_to)
        yield (
            "version",
            Text(f"{source.current}, kontrolleret til og med {day.da}", f"{source.current}, known to {day.en}"),
        )
    yield from _versions(rule, names)
    bearer, modality = rules.vocabulary.bearers[rule.bearer].says, _MODALITIES[rule.modality]
    yield rule.modality, f"{translate(bearer, language)} · {translate(modality, language)}"
    if rule.later_of is None:
        yield from _each("opens", [names.event(type_) for type_ in rule.triggers])
    else:
        yield from _each("arises", describe_trigger(rule, names))
    yield from _each("arises", describe_other_openings(rule, names))
    if rule.once is not None:
        yield from _each("once", describe_settling(rule.once, names))
    yield from _each("clock", [*describe_clock(rule.clock, names), *describe_one_at_a_time(rule)])
    yield from _each("acts", [names.pattern(pattern) for pattern in rule.met_by])
    yield from _each("ends", describe_endings(rule, names))
    yield from _each("rests", describe_rest(rule, names))
    yield from _each("expires", describe_expiry(rule, names))
    yield from _each("silence", describe_silence(rule, names))
    yield from _each("breach", describe_breach(rule, names))
    yield from _each("change", describe_change_of_law(rule, names))


def _versions(rule: Rule, names: RuleNames) -> Iterator[_Told]:
    """The wordings in time, each with its own conditions where they are not the same for all."""
    same = len({version.conditions for version in rule.versions}) == 1
    for version in rule.versions:
        yield "force", describe_period(version)
        if not same:
            yield from _conditions(version, names)
    if same:
        yield from _conditions(rule.versions[0], names)


def _conditions(version: Version, names: RuleNames) -> Iterator[_Told]:
    return _each("if", [fill_in(_ONLY_IF, clause) for clause in describe_conditions(version, names)])


def _what_is_known(rule: Rule, rules: RuleSet) -> Iterator[_Told]:
    names = RuleNames.of_rule(rule, rules)
    if rule.succeeds:
        yield "succeeds", names.duty(rule.succeeds)
    yield from _each("now", [names.duty(name) for name in rules.successor.get(rule.id, ())])
    yield from _each("doubts", [doubt.says for doubt in rule.doubts])
    if rule.doubt_of_second:
        yield "second", rule.doubt_of_second.says
    if rule.from_age:
        yield "from_age", rule.from_age.says
    yield "certainty", _CERTAINTIES[rule.certainty]
    for type_, certainty in rule.certainty_for.items():
        event, says = names.event(type_), _CERTAINTIES[certainty]
        yield "certainty", Text(f"{event.da}: {says.da}", f"{event.en}: {says.en}")
    if rule.note:
        yield "note", rule.note
    yield from _each("covers", rule.covers)
    if rule.outside_the_list:
        yield "covers", _OUTSIDE
    yield from _each("left_out", rule.not_modelled)
    addresses = rules.addresses_of(rule)
    yield "sources", ", ".join(f"{name} ({addresses[name]})" if name in addresses else name for name in rule.sources)
    if rule.kle:
        yield "kle", rule.kle
    yield from _each("fields", list_fields(rule, names))
    yield from _each("rules", list_rules(rule, names))


def _each(name: str, texts: Iterable[Text | str]) -> Iterator[_Told]:
    return ((name, text) for text in texts)


def _example(example: Example, heading: str, language: str) -> Iterator[str]:
    yield f"{heading}: {translate(example.says, language)}"
    told = [("barn", example.case["barn"])] if "barn" in example.case else []
    for name, value in (*told, *(("event", event) for event in example.events), ("at", example.at)):
        yield f"  {name}: {_json(value)}"
    yield f"  gives: {_json(example.gives)}"


def _json(value: object) -> str:
    return json.dumps(
        value, ensure_ascii=False, default=lambda day: day.isoformat() if isinstance(day, dt.date) else ""
    )
