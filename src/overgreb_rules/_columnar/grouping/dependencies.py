"""The lines of duties: which rules belong together, and what of a case can matter to them.

A line is a duty under each law that knows it, with what stands in for it where it is not kept. Whether and how such
duties arise, and what answers them, is decided by a few types of events, a few facts, and the order of those events
alone. Two cases that are alike in that are alike in the duties of the line, whatever else they hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from overgreb_rules._duties.clock import TAKEN
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.facts import AGE, CASE, LATEST, ONGOING, TRIGGER
from overgreb_rules._matching.program import Clause, Comparison, Pattern, Program
from overgreb_rules._rules.model import Rule, Version
from overgreb_rules._rules.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class EventSelector:
    """Events that are asked for: of one of some types, with facts that pass every test."""

    types: frozenset[str]
    tests: tuple[Comparison, ...] = ()


@dataclass(frozen=True, slots=True)
class LineageDependencies:
    """What can matter to one line of duties.

    `rules` is the rulebook with the rules of the line alone. `opening` are the types of the events that can open a
    duty of it. Each of `ways` names events that must all have happened for a duty to be opened in that way, the
    trigger first.
    `earlier` are the events that can bear on whether one is opened, `answers` those that can bear on one that is open,
    `comes_first` the types of those whose day may end its time. `tests` are those of each fact, by the type of the
    event; `times` the facts that are moments and `days` those that set a day. `ages` are the years of age that are
    asked for, `child` the facts of the child. A wording changes on each of `changes`. `before`: what answers a duty may
    come before its trigger. `undoing` are the types of the events that can undo a waiver, unless a later duty has
    taken over.

    `apart`: a duty depends on its trigger, on what came before it and on what answers it, on no other of the line.
    `one_at_a_time`: but none is opened while the clock of an earlier one runs.
    """

    rules: RuleSet
    trigger_types: frozenset[str]
    activation_paths: tuple[tuple[EventSelector, ...], ...]
    earlier_events: tuple[EventSelector, ...]
    answering_events: tuple[EventSelector, ...]
    limiting_types: frozenset[str]
    tests: Mapping[str, Mapping[str, frozenset[Comparison]]]
    moment_facts: tuple[str, ...]
    day_facts: tuple[str, ...]
    ages: tuple[int, ...]
    child_facts: tuple[str, ...]
    version_changes: tuple[dt.date, ...]
    must_precede: bool
    undoing_types: frozenset[str]
    is_independent: bool
    one_at_a_time: bool

    def facts_of(self, type_: str) -> set[str]:
        """The facts that matter of an event of the type."""
        return {
            *self.moment_facts,
            *self.day_facts,
            *(name for name, by_type in self.tests.items() if type_ in by_type),
        }


def collect_dependencies(
    rules: RuleSet, programs: CompiledRules, first: dt.date, last: dt.date
) -> list[LineageDependencies]:
    """Every line of the rulebook that something of those days can open, but for what a breach opens."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.follows is None and not rule.on_breach:
            found.setdefault(rules.lineage_of(rule), []).append(rule)
    lines = []
    for every in found.values():
        own = [rule for rule in every if any(_overlaps(version, first, last) for version in rule.versions)]
        if own:
            named = rules.only([*every, *_standing_in(every, rules)])
            lines.append(_line([*own, *_standing_in(own, rules)], named, programs))
    return lines


def _without_turns(rules: RuleSet) -> RuleSet:
    """The rules of a line whose parts hold those triggers alone that start a clock: it is not to be decided again."""
    return rules.only([replace(rule, one_at_a_time=False) for rule in rules])


def _overlaps(version: Version, first: dt.date, last: dt.date) -> bool:
    return version.first <= last and (version.last is None or first <= version.last)


def _standing_in(own: Iterable[Rule], rules: RuleSet) -> list[Rule]:
    return [rules.follow_ups[rule.id] for rule in own if rule.id in rules.follow_ups]


def _line(own: list[Rule], named: RuleSet, programs: CompiledRules) -> LineageDependencies:
    sought = _DependencyCollector(frozenset(type_ for rule in own for type_ in _openers(rule)))
    for rule in own:
        for version in rule.versions if rule.follows is None else ():
            sought.to_open(rule, programs.activation_program([(rule, version)]))
        sought.to_answer(programs.fulfilment_program(rule))
        sought.by_the_clock(rule)
    earlier, answers = (
        {type_ for asked in found for type_ in asked.types} for found in (sought.earlier, sought.answers)
    )
    apart = sought.opening.isdisjoint(earlier) and sought.comes_first.isdisjoint(answers)
    apart = apart and not any(_looks_around(rule, programs) for rule in own)
    bounds = {bound for rule in own for version in rule.versions for bound in _bounds(version.first, version.last)}
    return LineageDependencies(
        _without_turns(named) if apart else named,
        sought.opening,
        tuple(dict.fromkeys(sought.ways)),
        tuple(dict.fromkeys(sought.earlier)),
        tuple(dict.fromkeys(sought.answers)),
        frozenset(sought.comes_first),
        {name: {type_: frozenset(tests) for type_, tests in found.items()} for name, found in sought.tests.items()},
        tuple(sorted(sought.times)),
        tuple(sorted(sought.days)),
        tuple(sorted(sought.ages)),
        tuple(sorted(sought.child)),
        tuple(sorted(bounds)),
        must_precede=any(rule.clock.before is not None for rule in own),
        undoing_types=frozenset(type_ for rule in own for waiver in rule.waivers for type_ in waiver.undone_by),
        is_independent=apart,
        one_at_a_time=any(rule.one_at_a_time for rule in own),
    )


def _looks_around(rule: Rule, programs: CompiledRules) -> bool:
    """Whether a duty of the rule depends on events of any time, or on where others of its line begin."""
    openings = [programs.activation_program([(rule, version)]) for version in rule.versions if rule.follows is None]
    ever = any(program.types_of("ever") for program in (*openings, programs.fulfilment_program(rule)))
    return bool(rule.later_of or ever or rule.clock.strict_from.kind == "earlier_event")


def _openers(rule: Rule) -> tuple[str, ...]:
    if rule.later_of is None:
        return rule.triggers
    return (*rule.triggers, rule.later_of.each.type, *(pattern.type for pattern in rule.later_of.first_of))


def _bounds(first: dt.date, last: dt.date | None) -> list[dt.date]:
    return [first] if last is None else [first, last + dt.timedelta(days=1)]


class _DependencyCollector:
    """Collects what programs and clocks ask for."""

    def __init__(self, opening: frozenset[str]) -> None:
        self.opening = opening
        self.ways: list[tuple[EventSelector, ...]] = []
        self.earlier: list[EventSelector] = []
        self.answers: list[EventSelector] = []
        self.comes_first: set[str] = set()
        self.tests: dict[str, dict[str, set[Comparison]]] = {}
        self.times: set[str] = set()
        self.days: set[str] = set()
        self.ages: set[int] = set()
        self.child: set[str] = set()

    def to_open(self, rule: Rule, program: Program) -> None:
        """What the program that opens the rule asks for."""
        own = frozenset({rule.later_of.each.type} if rule.later_of else rule.triggers)
        self.ways += [self._way(clause, own) for clause in program.clauses]
        self.earlier += self._by(program)

    def to_answer(self, program: Program) -> None:
        """What the program that answers an open duty asks for."""
        self.answers += self._by(program)

    def _by(self, program: Program) -> list[EventSelector]:
        patterns = [pattern for clause in program.clauses for pattern in (*clause.wanted, *clause.unwanted)]
        return [asked for pattern in patterns for asked in self._pattern(pattern)]

    def _way(self, clause: Clause, own: frozenset[str]) -> tuple[EventSelector, ...]:
        tests = tuple(test for pattern in clause.wanted if pattern.kind == TRIGGER for test in pattern.tests)
        return (EventSelector(own, tests), *(_asked(p) for p in clause.wanted if p.kind not in {TRIGGER, CASE}))

    def _pattern(self, pattern: Pattern) -> Iterator[EventSelector]:
        if pattern.kind == CASE:
            names = {test.name for test in pattern.tests}
            self.ages.update(int(name.removeprefix(AGE)) for name in names if name.startswith(AGE))
            self.child.update(name for name in names if not name.startswith(AGE))
            return
        if pattern.kind != TRIGGER:
            yield _asked(pattern)
        for test in pattern.tests:
            if test.name.startswith(ONGOING):
                yield EventSelector(frozenset(test.name.removeprefix(ONGOING).split("|")))
            elif test.name not in {"type", LATEST}:
                self._test(test, self.opening if pattern.kind == TRIGGER else _asked(pattern).types)

    def _test(self, test: Comparison, types: frozenset[str]) -> None:
        for type_ in types:
            self.tests.setdefault(test.name, {}).setdefault(type_, set()).add(test)

    def by_the_clock(self, rule: Rule) -> None:
        """What a clock asks for: the events from which it counts, and the facts that say a time."""
        clock = rule.clock
        types = {*clock.restarts_after, *(rule.once.unknown_without if rule.once else ())}
        self.comes_first.update(clock.earliest_of)
        for origin in (clock.strict_from, clock.lenient_from):
            if origin.kind in {"event", "earlier_event"}:
                types.add(origin.name)
            elif origin.kind in {"fact", "earlier"}:
                self.times.add(origin.name)
        if clock.before == "trigger":
            self.times.add(TAKEN)
        elif clock.before is not None:
            types.add(clock.before)
        if clock.date_fact is not None:
            self.days.add(clock.date_fact.fact)
            types.update(clock.date_fact.events)
        self.answers += [EventSelector(frozenset(types))] if types else []


def _asked(pattern: Pattern) -> EventSelector:
    """The events that a pattern asks for, as far as their own facts tell. Whether one is the latest, others tell."""
    around = any(test.name == LATEST for test in pattern.tests)
    tests = tuple(test for test in pattern.tests if test.name != LATEST and not test.name.startswith(ONGOING))
    return EventSelector(frozenset({pattern.kind.partition(">")[2]}), () if around else tests)
