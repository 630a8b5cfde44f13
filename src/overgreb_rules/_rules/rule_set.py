"""All rules of one folder, checked against each other, and found by day and trigger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_parser import parse_rule
from overgreb_rules._rules.source import packaged_rules, packaged_source, read_rules
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.errors import RuleError
from overgreb_rules.shared.cached_attribute import cached_attribute

__all__ = ["Law", "RuleSet"]

_LADDERS = "escalation/standard.yaml"
_LAW_KEYS = ("name", "cited_as", "in_force", "eli")


class Law:
    """An act or a practice: the name by which it is cited, where its text stands, and its days in force."""

    def __init__(self, node: Node) -> None:
        node.names(_LAW_KEYS)
        self.name = node["name"].words()
        self.cited_as = node["cited_as"].words()
        eli = node.get("eli")
        self.eli = eli.text() if eli else None
        in_force = node["in_force"]
        in_force.names(("from", "to"))
        last = in_force.get("to")
        self.first = in_force["from"].day()
        self.last = last.day() if last else None


class RuleSet:
    """The rules of one folder. Equal folders have equal `sha256`."""

    def __init__(
        self,
        version: str,
        sha256: str,
        vocabulary: Vocabulary,
        laws: Mapping[str, Law],
        rules: Mapping[str, Rule],
        ladders: Node | None,
    ) -> None:
        self.version, self.sha256 = version, sha256
        self.vocabulary, self.laws, self.by_id = vocabulary, laws, rules
        self.ladders = ladders

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.by_id.values())

    @cached_attribute
    def successor(self) -> Mapping[str, tuple[str, ...]]:
        """Of each rule that has some: the rules of the newer law that continue it."""
        found: dict[str, tuple[str, ...]] = {}
        for rule in self:
            if rule.succeeds is not None:
                found[rule.succeeds] = (*found.get(rule.succeeds, ()), rule.id)
        return found

    @cached_attribute
    def follow_ups(self) -> Mapping[str, Rule]:
        """Of each rule that has one: the rule of what stands in for its duty where that is not kept."""
        return {rule.follows: rule for rule in self if rule.follows is not None}

    @cached_attribute
    def waiting_for_two(self) -> tuple[Rule, ...]:
        """The rules whose duty arises once two events have happened."""
        return tuple(rule for rule in self if rule.later_of is not None)

    @cached_attribute
    def commencing(self) -> tuple[Rule, ...]:
        """The rules that open on the first day of their law for what came before it."""
        return tuple(rule for rule in self if rule.commencement is not None)

    @cached_attribute
    def remedies(self) -> tuple[Rule, ...]:
        """The rules that a breach opens."""
        return tuple(rule for rule in self if rule.on_breach)

    @property
    def names(self) -> Mapping[str, Mapping[str, object]]:
        """What a policy may name: rules, laws and bearers."""
        return {"rule": self.by_id, "law": self.laws, "bearer": self.vocabulary.bearers}

    @cached_attribute
    def _by_trigger(self) -> Mapping[str, tuple[Rule, ...]]:
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self:
            for type_ in dict.fromkeys(rule.triggers):
                found[type_] = (*found.get(type_, ()), rule)
        return found

    def opened_by(self, type_: str, day: dt.date) -> tuple[Rule, ...]:
        """The rules in force on `day` that an event of the type can open."""
        return tuple(rule for rule in self._by_trigger.get(type_, ()) if rule.version_on(day) is not None)

    def lineage_of(self, rule: Rule) -> str:
        """The duty that a rule and the rule it moves into are two wordings of."""
        return self.successor[rule.id][0] if rule.moves else rule.id

    @classmethod
    def load(cls, path: Path | None = None) -> RuleSet:
        """The packaged rules, or those of a folder; raises RuleError."""
        return _load((path or packaged_rules()).resolve())

    def with_rule(self, rule: Rule) -> RuleSet:
        """The same rulebook with one rule put in the place of the one with its id."""
        return self._of({**self.by_id, rule.id: rule})

    def only(self, rules: Iterable[Rule]) -> RuleSet:
        """The same rulebook with some of its rules alone."""
        return self._of({rule.id: rule for rule in rules})

    def _of(self, by_id: Mapping[str, Rule]) -> RuleSet:
        return RuleSet(self.version, self.sha256, self.vocabulary, self.laws, by_id, self.ladders)


@cache
def _load(root: Path) -> RuleSet:
    source = packaged_source() if root == packaged_rules() else read_rules(root)
    book = source.book
    book.names(("version", "laws"))
    laws = {name: Law(book["laws"][name]) for name in book["laws"].names()}
    vocabulary = Vocabulary.parse(source.vocabulary)
    rules: dict[str, Rule] = {}
    nodes: dict[str, Node] = {}
    for law in laws:
        for name, node in source.of_law(law):
            rule = parse_rule(node, vocabulary)
            if rule.id != name:
                raise node["id"].error(f"«{rule.id}» stands in a file of another name", name, "name file and id alike")
            if rule.law != law:
                raise node["law"].error("the law is not that of the folder", law, "move the file")
            rules[rule.id], nodes[rule.id] = rule, node
    _check_links(rules, nodes)
    ladders = source.node(_LADDERS) if _LADDERS in source.documents else None
    return RuleSet(book["version"].text(), source.sha256, vocabulary, laws, rules, ladders)


def _check_links(rules: Mapping[str, Rule], nodes: Mapping[str, Node]) -> None:
    for rule in rules.values():
        commencement = rule.commencement
        named = {
            "succeeds": rule.succeeds,
            "breach": rule.breach.rule if rule.breach else None,
            "clock": rule.clock.as_rule,
            "when": rule.follows,
            "commencement": commencement.unmet if commencement else None,
        }
        for key, other in named.items():
            if other is not None and other not in rules:
                raise _no_such_rule(nodes[rule.id][key], other)
    succeeded = {rule.succeeds for rule in rules.values()}
    for rule in rules.values():
        if rule.moves and rule.id not in succeeded:
            what = "a duty that moves needs a rule that succeeds it"
            raise nodes[rule.id]["transition"].error(what, "a rule with «succeeds: " + rule.id + "»", "add it")


def _no_such_rule(node: Node, name: str) -> RuleError:
    return node.error(f"there is no rule «{name}»", "the id of a rule file", "correct the id or add the file")
