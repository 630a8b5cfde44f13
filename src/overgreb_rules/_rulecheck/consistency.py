"""What can be proved about a rulebook without a case. Each proof is one function that yields findings."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from overgreb_rules._matching.matcher import Matcher
from overgreb_rules._matching.program import UNKNOWN, Fact, Program, answers_program, opens_program
from overgreb_rules._rulebook import Rules
from overgreb_rules._rulecheck.assignments import holds, worlds
from overgreb_rules._rules.model import (
    AllOf,
    AnyOf,
    Condition,
    EventPattern,
    FactTest,
    Happened,
    Latest,
    Rule,
    Running,
    TestedFact,
    Version,
)
from overgreb_rules.errors import OvergrebError

__all__ = ["Finding", "check"]

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the rulebook: the proof that failed, the rule or word, and what is wrong with it."""

    proof: str
    about: str
    says: str


def check(rules: Rules, matchers: Sequence[Matcher]) -> list[Finding]:
    """Every finding of every proof; none where the rulebook is sound."""
    proofs: list[Callable[[Rules], Iterator[Finding]]] = [
        _one_version_at_every_instant,
        _every_rule_lies_inside_its_law,
        _every_condition_can_hold_and_fail,
        _every_word_is_used,
        _no_two_duties_contradict,
        _every_rule_is_complete,
    ]
    found = [finding for proof in proofs for finding in proof(rules)]
    return [*found, *(finding for matcher in matchers for finding in _accepted_by(rules, matcher))]


def _one_version_at_every_instant(rules: Rules) -> Iterator[Finding]:
    """A duty that a newer rule continues has exactly one version in force on every day from its first."""
    proof = "one version at every instant"
    for rule in rules:
        for name in rules.successor.get(rule.id, ()):
            after = rules.by_id[name]
            last, first = rule.versions[-1].last, after.versions[0].first
            if last is None or last >= first:
                yield Finding(proof, rule.id, f"overlaps {name} on {first}")
            elif last + _ONE_DAY != first:
                yield Finding(proof, rule.id, f"gap before {name}: {last + _ONE_DAY} to {first - _ONE_DAY}")
        for one, other in itertools.pairwise(rule.versions):
            if one.last is None or one.last + _ONE_DAY != other.first:
                yield Finding(proof, rule.id, f"its versions leave a gap or overlap before {other.first}")


def _every_rule_lies_inside_its_law(rules: Rules) -> Iterator[Finding]:
    """No rule is in force on a day on which its law is not."""
    for rule in rules:
        law, last = rules.laws[rule.law], rule.versions[-1].last
        if rule.versions[0].first < law.first or (law.last is not None and (last is None or last > law.last)):
            yield Finding(
                "every rule lies inside its law", rule.id, f"in force outside {law.first} to {law.last or '…'}"
            )


def _every_condition_can_hold_and_fail(rules: Rules) -> Iterator[Finding]:
    """A condition that always holds says nothing; one that never does makes the rule dead."""
    proof = "every condition can hold and can fail"
    for rule in rules:
        for version in rule.versions:
            for condition in version.conditions:
                outcomes = {holds(condition, world) for world in worlds(rule, [condition], rules.vocabulary)}
                if outcomes != {True, False}:
                    always = "always holds" if outcomes == {True} else "never holds"
                    yield Finding(proof, rule.id, f"a condition of the version from {version.first} {always}")
            together = worlds(rule, version.conditions, rules.vocabulary)
            if not any(all(holds(c, world) for c in version.conditions) for world in together):
                yield Finding(proof, rule.id, f"the conditions of the version from {version.first} exclude each other")


def _every_word_is_used(rules: Rules) -> Iterator[Finding]:
    """Every event and fact of the vocabulary is used by a rule, or listed as context."""
    proof = "every word is used"
    events, facts = _used_words(rules)
    for name in rules.vocabulary.events:
        if (name in events) == (name in rules.vocabulary.context):
            yield Finding(proof, name, "used and listed as context" if name in events else "used by no rule")
    for name in rules.vocabulary.facts:
        if (name in facts) == (name in rules.vocabulary.context):
            yield Finding(proof, name, "used and listed as context" if name in facts else "used by no rule")


def _used_words(rules: Rules) -> tuple[set[str], set[str]]:
    events: set[str] = set()
    facts: set[str] = set()

    def pattern(one: EventPattern) -> None:
        events.add(one.type)
        facts.update(test.name for test in one.tests)

    def condition(one: Condition) -> None:
        match one:
            case AnyOf(parts) | AllOf(parts):
                for part in parts:
                    condition(part)
            case TestedFact(_, test):
                facts.add(test.name)
            case Happened(patterns):
                for each in patterns:
                    pattern(each)
            case Running(started_by, ended_by):
                events.update(ended_by)
                for each in started_by:
                    pattern(each)
            case Latest(latest):
                pattern(latest)
            case _:
                pass

    for rule in rules:
        events.update(rule.triggers, rule.ends_by)
        for version in rule.versions:
            for one in version.conditions:
                condition(one)
        if rule.once is not None:
            condition(rule.once.condition)
            events.update(rule.once.unknown_without)
        for met in rule.met_by:
            pattern(met)
        for waiver in rule.waivers:
            if isinstance(waiver.by, FactTest):
                facts.add(waiver.by.name)
            else:
                pattern(waiver.by)
            facts.update(test.name for test in waiver.provided)
            events.update(waiver.undone_by, waiver.until)
        clock = rule.clock
        for origin in (clock.strict_from, clock.lenient_from):
            (events if origin.kind.endswith("event") else facts).add(origin.name)
        events.update(clock.earliest_of, clock.restarts_after, [clock.before] if clock.before else [])
        if clock.given is not None:
            facts.add(clock.given.fact)
            events.update(clock.given.events)
    return events, facts


def _no_two_duties_contradict(rules: Rules) -> Iterator[Finding]:
    """No two duties ask for the same act after the same event by different dates in one and the same world."""
    musts = [rule for rule in rules if rule.modality == "must" and rule.clock.strict is not None]
    for one, other in itertools.combinations(musts, 2):
        triggers = set(one.triggers) & set(other.triggers)
        acts = {pattern.type for pattern in one.met_by} & {pattern.type for pattern in other.met_by}
        if not triggers or not acts or (one.clock.strict, one.clock.count) == (other.clock.strict, other.clock.count):
            continue
        for first, second in itertools.product(one.versions, other.versions):
            if _in_force_together(first, second) and _can_hold_together(one, first, other, second, rules):
                yield Finding(
                    "no two duties contradict", one.id, f"asks for {min(acts)} by another date than {other.id}"
                )


def _in_force_together(one: Version, other: Version) -> bool:
    return (one.last is None or other.first <= one.last) and (other.last is None or one.first <= other.last)


def _can_hold_together(one: Rule, first: Version, other: Rule, second: Version, rules: Rules) -> bool:
    conditions = (*first.conditions, *second.conditions)
    together = worlds(one, conditions, rules.vocabulary)
    shared = set(one.triggers) & set(other.triggers)
    return any(
        all(holds(condition, world) for condition in conditions)
        for world in together
        if shared & {str(value) for value in world.values()}
    )


def _every_rule_is_complete(rules: Rules) -> Iterator[Finding]:
    """A rule has a source, and examples inside and outside its scope."""
    proof = "every rule is complete"
    for rule in rules:
        inside = any(example.gives for example in rule.examples)
        outside = any(not example.gives for example in rule.examples)
        if not inside or not outside:
            yield Finding(proof, rule.id, "has no example " + ("outside its scope" if inside else "inside its scope"))
        if not rule.sources:
            yield Finding(proof, rule.id, "names no source")


def _accepted_by(rules: Rules, matcher: Matcher) -> Iterator[Finding]:
    """The matcher takes every program of the rulebook, and answers it with nothing told."""
    programs: dict[str, Callable[[], Program]] = {}
    for rule in rules:
        programs[f"{rule.id}, answers"] = partial(answers_program, rule)
        for version in rule.versions:
            programs[f"{rule.id}, from {version.first}"] = partial(opens_program, [(rule, version)])
    for type_ in rules.vocabulary.events:
        for day in sorted({version.first for rule in rules for version in rule.versions}):
            wordings = [(r, v) for r in rules.opened_by(type_, day) if (v := r.version_on(day)) is not None]
            programs[f"{type_} on {day}"] = partial(opens_program, wordings)
    nothing: Sequence[Fact] = [{"t": "nothing", "type": UNKNOWN}]
    for name, build in programs.items():
        try:
            matcher.match(build(), nothing)
        except OvergrebError as error:
            yield Finding(f"accepted by {matcher.name}", name, str(error))
