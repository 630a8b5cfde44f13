"""The search for a question that notices a changed bundle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from overgreb_rules import Rulebook
from overgreb_rules._conformance.vector import Level, read_answer
from overgreb_rules._rules.rule_set import RuleSet
from tools.bundle_mutants import BundleMutant
from tools.bundle_question import Question, Quick, answer, assess, summarize
from tools.changed_bundle import MutantReader

_MOST_FOR_OWN_LEVEL = 25
"""How many more questions are asked for one that notices a mutant at its own level."""


def restrict(book: Rulebook, rules: Iterable[str]) -> Rulebook:
    """Return a rulebook with some of its rules alone.

    Args:
        book: The rulebook.
        rules: The ids of the rules.

    Returns:
        A rulebook with the programs of the first one.
    """
    wanted = {*rules}
    some = book.rules.only(rule for rule in book.rules if rule.id in wanted)
    return Rulebook(some, book.programs, book.standard_policy)


def find_neighbours(rules: RuleSet, rule_id: str) -> set[str]:
    """Find the rules that a change of one rule can bear on first.

    Args:
        rules: All rules.
        rule_id: The changed rule.

    Returns:
        The ids: the rule, those before and after it, those that stand in for it, and those that a breach opens; all
        where the first breach of any rule opens it, or where an act counts because of the duty that its trigger meets.
    """
    changed = rules.by_id[rule_id]
    if changed.on_breach or any(pattern.trigger_types for pattern in changed.met_by):
        return {*rules.by_id}
    found = {rule_id}
    for _ in range(3):
        for rule in rules:
            links = {rule.succeeds, rule.follows, rule.opened_by_unmet.rule if rule.opened_by_unmet else None}
            links |= {rule.commencement.unmet} if rule.commencement else set()
            if rule.id in found or links & found:
                found |= {rule.id, *(link for link in links if link)}
    return found | {rule.id for rule in rules.remedies}


@dataclass
class KillerSearch:
    """Looks for what notices the mutants of one rule, or of another part of the bundle.

    Attributes:
        reader: Reads the changed bundles.
        rule: The id of the rule; None for another part, where the whole rulebook is asked.
    """

    reader: MutantReader
    rule: str | None
    _near: frozenset[str] = field(init=False)
    _base: Rulebook = field(init=False)
    _summaries: WeakKeyDictionary[Question, Quick] = field(default_factory=WeakKeyDictionary)

    def __post_init__(self) -> None:
        rules = self.reader.base.rules
        self._near = frozenset(find_neighbours(rules, self.rule) if self.rule is not None else rules.by_id)
        self._base = restrict(self.reader.base, self._near)

    def find(self, mutant: BundleMutant, questions: Iterable[Question]) -> tuple[Question | None, Level] | None:
        """Find the question that notices a mutant, at its own level where one does.

        Args:
            mutant: The change.
            questions: The questions in the order in which they are asked.

        Returns:
            The question and the level; no question where the bundle cannot be read; None where nothing notices.
        """
        try:
            book, near = self.read(mutant)
        except Exception:  # whatever a reader raises, it has noticed
            return None, mutant.level
        other: tuple[Question, Level] | None = None
        asked = 0
        for question in questions:
            try:
                levels = self._levels(mutant, question, book, near)
            except Exception:  # an evaluation that breaks gives no answer
                return question, mutant.level
            if mutant.level in levels:
                return question, mutant.level
            if other is None and levels:
                other = question, levels[0]
            asked += other is not None
            if asked > _MOST_FOR_OWN_LEVEL:
                break
        return other

    def read(self, mutant: BundleMutant) -> tuple[Rulebook, Rulebook]:
        """Read a changed bundle.

        Args:
            mutant: The change.

        Returns:
            The changed rulebook, and the same with the rules alone that the change can bear on first.
        """
        book = self.reader.read(mutant)
        return book, restrict(book, self._near)

    def level_of(self, mutant: BundleMutant, question: Question, books: tuple[Rulebook, Rulebook]) -> Level | None:
        """Return the level at which a question notices a mutant: its own where it is among them.

        Args:
            mutant: The change.
            question: The question.
            books: What `read` gave of it.

        Returns:
            The level; None where the question notices nothing.
        """
        try:
            levels = self._levels(mutant, question, *books)
        except Exception:  # an evaluation that breaks gives no answer
            return mutant.level
        return mutant.level if mutant.level in levels else next(iter(levels), None)

    def _levels(self, mutant: BundleMutant, question: Question, book: Rulebook, near: Rulebook) -> list[Level]:
        if mutant.level == "L5":
            return ["L5"] if tells_word(question.data, mutant) else []
        if not mutant.shows_in_consequences:
            known = self._summaries.get(question)
            if known is None:
                known = self._summaries[question] = summarize(assess(question.case, question.at, self._base)[1])
            if summarize(assess(question.case, question.at, near)[1]) == known:
                return []
        says = answer(question.case, question.at, book)
        if says == question.says:
            return []
        told = json.loads(says)
        return [level for level, gives in question.by_level.items() if read_answer(level, told) != gives]


def tells_word(case: Any, mutant: BundleMutant) -> bool:
    """Return whether a case tells a word that a changed bundle does not know any more.

    Args:
        case: The case as JSON data.
        mutant: The word that was dropped, or all words of a fact.

    Returns:
        True where the case would be refused.
    """
    type_ = mutant.path[2]
    if mutant.path[-1] == "facts":
        return any(event["type"] == type_ and {*event} & {*mutant.was} for event in case["events"])
    fact = str(mutant.path[4])
    words = mutant.was if isinstance(mutant.was, list) else [mutant.was]
    return any(event["type"] == type_ and event.get(fact) in words for event in case["events"])


def relevant(reader: MutantReader, part: str, questions: Sequence[Question], most: int) -> list[Question]:
    """Return the questions that can notice a mutant of a part of the bundle, the likeliest first.

    Args:
        reader: Knows the rules.
        part: The id of a rule, an event type, or the key of another part.
        questions: All questions, those that are preferred first.
        most: How many are returned of each kind.

    Returns:
        Of a rule the questions with the rule in their answer, then those with an event of one of its types; of an event
        type those with such an event.
    """
    rules = reader.base.rules
    rule = rules.by_id.get(part)
    if rule is None:
        types = _types_of(part, reader)
        fitting = [one for one in questions if one.types & types] if types else [*questions]
        # Many small cases before a few large ones: every tenth, then the ones between.
        return [one for start in range(10) for one in fitting[start::10]][: 6 * most]
    near = find_neighbours(rules, rule.id) - {one.id for one in rules.remedies if one.id != part}
    first = [one for one in questions if part in one.rules]
    beside = [one for one in questions if part not in one.rules and one.rules & near]
    types = frozenset({*rule.triggers, *rules.trigger_types[rule.id]})
    rest = [one for one in questions if not one.rules & near and one.types & types]
    return [*first[: 2 * most], *beside[:most], *rest[:most]]


def _types_of(part: str, reader: MutantReader) -> frozenset[str]:
    """The event types that a part of the bundle that is no rule concerns; none where it concerns all."""
    rules = reader.base.rules
    if part in rules.vocabulary.events:
        return frozenset({part})
    if part in reader.data["states"]:
        text = json.dumps(reader.data["states"][part])
        return frozenset(type_ for type_ in rules.vocabulary.events if f'"{type_}"' in text)
    asking = [name for name, rule in reader.data["rules"].items() if f'"{part}"' in json.dumps(rule["versions"])]
    return frozenset(type_ for name in asking for type_ in rules.by_id[name].triggers)
