"""Proofs about a rulebook without a case. Each proof is one function that yields findings."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence

from overgreb_rules._matching.facts import UNKNOWN
from overgreb_rules._matching.matcher import Matcher
from overgreb_rules._matching.program import Fact
from overgreb_rules._matching.program_check import list_programs
from overgreb_rules._rulecheck.assignments import assignments, is_satisfied, trigger_of
from overgreb_rules._rules.dependency import EventDependency, FactDependency
from overgreb_rules._rules.model import Rule, Version
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.errors import OvergrebError
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_INSIDE_ITS_LAW = Text("hver regel gælder kun, mens dens lov gælder", "every rule lies inside its law")
_NO_CONTRADICTION = Text("ingen pligter modsiger hinanden", "no two duties contradict")
_SOURCE_READ = Text("hver kilde er læst", "every source was read")
_ALWAYS_HOLDS = Text("er altid opfyldt", "always holds")
_NEVER_HOLDS = Text("er aldrig opfyldt", "never holds")
_ALSO_CONTEXT = Text("bruges og står også som kontekst", "used and listed as context")
_UNUSED = Text("bruges ikke af nogen regel", "used by no rule")
_NO_EXAMPLE_INSIDE = Text("har intet eksempel, hvor reglen gælder", "has no example inside its scope")
_NO_EXAMPLE_OUTSIDE = Text("har intet eksempel, hvor reglen ikke gælder", "has no example outside its scope")
_ONE_DAY = dt.timedelta(days=1)


class RuleFinding(ValueObject):
    """A fault of the rulebook.

    Attributes:
        proof: The proof that failed: what should hold.
        about: The rule or the word.
        says: What is wrong.
    """

    proof: Text
    about: str
    says: Text


def check(rules: RuleSet, matchers: Sequence[Matcher]) -> list[RuleFinding]:
    """Run every proof.

    Args:
        rules: The rules.
        matchers: The matchers that must accept the programs of the rules.

    Returns:
        The findings in the order of the proofs; none where the rulebook is sound.
    """
    proofs: list[Callable[[RuleSet], Iterator[RuleFinding]]] = [
        _one_version_at_every_instant,
        _every_rule_lies_inside_its_law,
        _every_condition_can_hold_and_fail,
        _every_word_is_used,
        _no_two_duties_contradict,
        _every_rule_is_complete,
        _every_source_was_read,
    ]
    found = [finding for proof in proofs for finding in proof(rules)]
    return [*found, *(finding for matcher in matchers for finding in _accepted_by(rules, matcher))]


def _one_version_at_every_instant(rules: RuleSet) -> Iterator[RuleFinding]:
    """A duty that a newer rule continues has exactly one version in force on every day from its first."""
    proof = Text("én version på hvert tidspunkt", "one version at every instant")
    for rule in rules:
        for name in rules.successor.get(rule.id, ()):
            after = rules.by_id[name]
            last, first = rule.versions[-1].last, after.versions[0].first
            if last is None or last >= first:
                yield RuleFinding(
                    proof, rule.id, Text(f"gælder samtidig med {name} fra {first}", f"overlaps {name} on {first}")
                )
            elif last + _ONE_DAY != first:
                begins, ends = last + _ONE_DAY, first - _ONE_DAY
                says = Text(f"hul før {name}: {begins} til {ends}", f"gap before {name}: {begins} to {ends}")
                yield RuleFinding(proof, rule.id, says)
        for one, other in itertools.pairwise(rule.versions):
            if one.last is None or one.last + _ONE_DAY != other.first:
                says = Text(
                    f"versionerne har et hul eller et overlap før {other.first}",
                    f"its versions leave a gap or overlap before {other.first}",
                )
                yield RuleFinding(proof, rule.id, says)


def _every_rule_lies_inside_its_law(rules: RuleSet) -> Iterator[RuleFinding]:
    """No rule is in force on a day on which its law is not."""
    for rule in rules:
        law, last = rules.laws[rule.law], rule.versions[-1].last
        if rule.versions[0].first < law.first or (law.last is not None and (last is None or last > law.last)):
            span = (law.first, law.last or "…")
            says = Text("gælder uden for {} til {}".format(*span), "in force outside {} to {}".format(*span))
            yield RuleFinding(_INSIDE_ITS_LAW, rule.id, says)


def _every_condition_can_hold_and_fail(rules: RuleSet) -> Iterator[RuleFinding]:
    """A condition that always holds says nothing; one that never does makes the rule dead."""
    proof = Text("hver betingelse kan både være opfyldt og ikke være det", "every condition can hold and can fail")
    for rule in rules:
        for version in rule.versions:
            for condition in version.conditions:
                outcomes = {
                    is_satisfied(condition, assignment)
                    for assignment in assignments(rule, [condition], rules.vocabulary)
                }
                if outcomes != {True, False}:
                    always = _ALWAYS_HOLDS if outcomes == {True} else _NEVER_HOLDS
                    says = Text(
                        f"en betingelse i versionen fra {version.first} {always.da}",
                        f"a condition of the version from {version.first} {always.en}",
                    )
                    yield RuleFinding(proof, rule.id, says)
            together = assignments(rule, version.conditions, rules.vocabulary)
            if not any(all(is_satisfied(c, assignment) for c in version.conditions) for assignment in together):
                says = Text(
                    f"betingelserne i versionen fra {version.first} udelukker hinanden",
                    f"the conditions of the version from {version.first} exclude each other",
                )
                yield RuleFinding(proof, rule.id, says)


def _every_word_is_used(rules: RuleSet) -> Iterator[RuleFinding]:
    """Every event and fact of the vocabulary is used by a rule, or listed as context."""
    proof = Text("hvert ord bruges", "every word is used")
    events, facts = _used_words(rules)
    for name in rules.vocabulary.events:
        if (name in events) == (name in rules.vocabulary.context):
            yield RuleFinding(proof, name, _ALSO_CONTEXT if name in events else _UNUSED)
    for name in rules.vocabulary.facts:
        if (name in facts) == (name in rules.vocabulary.context):
            yield RuleFinding(proof, name, _ALSO_CONTEXT if name in facts else _UNUSED)


def _used_words(rules: RuleSet) -> tuple[set[str], set[str]]:
    """Return the event types and the facts that some rule reads."""
    read = {dependency for rule in rules for dependency in rule.dependencies}
    events = {one for one in read if isinstance(one, EventDependency)}
    facts = {one.name for one in read if isinstance(one, FactDependency)}
    return {one.type for one in events}, facts | {test.name for one in events for test in one.tests}


def _no_two_duties_contradict(rules: RuleSet) -> Iterator[RuleFinding]:
    """No two duties ask for the same act after the same event by different dates under one and the same assignment."""
    musts = [rule for rule in rules if rule.modality == "must" and rule.clock.strict is not None]
    for one, other in itertools.combinations(musts, 2):
        triggers = set(one.triggers) & set(other.triggers)
        acts = {pattern.type for pattern in one.met_by} & {pattern.type for pattern in other.met_by}
        if not triggers or not acts or (one.clock.strict, one.clock.count) == (other.clock.strict, other.clock.count):
            continue
        for first, second in itertools.product(one.versions, other.versions):
            if _in_force_together(first, second) and _can_hold_together(one, first, other, second, rules):
                says = Text(
                    f"kræver {min(acts)} med en anden frist end {other.id}",
                    f"asks for {min(acts)} by another date than {other.id}",
                )
                yield RuleFinding(_NO_CONTRADICTION, one.id, says)


def _in_force_together(one: Version, other: Version) -> bool:
    return (one.last is None or other.first <= one.last) and (other.last is None or one.first <= other.last)


def _can_hold_together(one: Rule, first: Version, other: Rule, second: Version, rules: RuleSet) -> bool:
    conditions = (*first.conditions, *second.conditions)
    together = assignments(one, conditions, rules.vocabulary)
    shared = set(one.triggers) & set(other.triggers)
    return any(
        all(is_satisfied(condition, assignment) for condition in conditions)
        for assignment in together
        if trigger_of(assignment) in shared
    )


def _every_rule_is_complete(rules: RuleSet) -> Iterator[RuleFinding]:
    """A rule has a source, and examples inside and outside its scope."""
    proof = Text("hver regel er fuldstændig", "every rule is complete")
    for rule in rules:
        inside = any(example.gives for example in rule.examples)
        outside = any(not example.gives for example in rule.examples)
        if not inside or not outside:
            yield RuleFinding(proof, rule.id, _NO_EXAMPLE_OUTSIDE if inside else _NO_EXAMPLE_INSIDE)
        if not rule.sources:
            yield RuleFinding(proof, rule.id, Text("nævner ingen kilde", "names no source"))


def _every_source_was_read(rules: RuleSet) -> Iterator[RuleFinding]:
    """Every source of a rule is a version that `sources.yaml` lists, where the rulebook has that file."""
    read = {version for source in rules.sources.values() for version in source.versions}
    for rule in rules if read else ():
        for version in rule.sources:
            if version not in read:
                says = Text(
                    f"nævner en version, der ikke står i sources.yaml: {version}",
                    f"names a version that sources.yaml lacks: {version}",
                )
                yield RuleFinding(_SOURCE_READ, rule.id, says)


def _accepted_by(rules: RuleSet, matcher: Matcher) -> Iterator[RuleFinding]:
    """The matcher accepts every program of the rulebook, and answers it over a fact that no pattern matches."""
    nothing: Sequence[Fact] = [{"t": "nothing", "type": UNKNOWN}]
    for program in list_programs(rules):
        try:
            matcher.match(program.compile(), nothing)
        except OvergrebError as error:
            proof = Text(f"godkendt af {matcher.name}", f"accepted by {matcher.name}")
            yield RuleFinding(proof, program.name, Text(error.message("da"), error.message("en")))
