"""The lines of duties: which rules belong together, and what of a case can matter to them.

A line is a duty under each law that knows it, with what stands in for it where it is not kept. Whether and how such
duties arise, and what answers them, is decided by a few types of events, a few facts, and the order of those events
alone. Two cases that are alike in that are alike in the duties of the line, whatever else they hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from overgreb_rules._clocks import TAKEN
from overgreb_rules._program import AGE, CASE, RUNNING, TRIGGER, Clause, Program
from overgreb_rules._programs import Programs
from overgreb_rules._rulebook import Rules
from overgreb_rules._rules import Rule

__all__ = ["Line", "lines_of"]


@dataclass(frozen=True, slots=True)
class Line:
    """What can matter to one line of duties.

    `rules` is the rulebook with its rules alone. `opening` are the types of the events that can open a duty of it,
    `answering` those that can bear on one that is open, `beside` those that must have happened for any to be opened.
    `facts` are the facts that are tested, by the type of the event, `times` those that are moments and `days` those
    that set a day. `ages` are the years of age that are asked for, `child` the facts of the child. A wording changes
    on each of `changes`.

    `alone`: whether an event opens a duty is told by the event itself. `apart`: and what becomes of the duty, by the
    event and those that answer it, whatever other duties of the line there are.
    """

    rules: Rules
    opening: frozenset[str]
    answering: frozenset[str]
    beside: tuple[frozenset[str], ...]
    facts: Mapping[str, tuple[str, ...]]
    times: tuple[str, ...]
    days: tuple[str, ...]
    ages: tuple[int, ...]
    child: tuple[str, ...]
    changes: tuple[dt.date, ...]
    alone: bool
    apart: bool


def lines_of(rules: Rules, programs: Programs) -> list[Line]:
    """Every line of the rulebook, but for what a breach opens."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.follows is None and not rule.on_breach:
            found.setdefault(rules.line(rule), []).append(rule)
    return [_line([*own, *_standing_in(own, rules)], rules, programs) for own in found.values()]


def _standing_in(own: Iterable[Rule], rules: Rules) -> list[Rule]:
    return [rules.follow_ups[rule.id] for rule in own if rule.id in rules.follow_ups]


def _line(own: list[Rule], rules: Rules, programs: Programs) -> Line:
    asked = _Asked({type_ for rule in own for type_ in _openers(rule)})
    beside: set[frozenset[str]] = set()
    alone = True
    for rule in own:
        for version in rule.versions if rule.follows is None else ():
            program = programs.opening([(rule, version)])
            asked.by(program)
            beside |= {_wanted(clause) for clause in program.clauses}
            alone = alone and not program.types_of("earlier") and not program.types_of("ever")
        asked.by(programs.answering(rule))
        asked.by_the_clock(rule)
        alone = alone and rule.clock.strict_from.kind != "earlier_event"
    bounds = {bound for rule in own for version in rule.versions for bound in _bounds(version.first, version.last)}
    return Line(
        rules.only(own),
        frozenset(asked.opening),
        frozenset(asked.answering),
        tuple(beside),
        {type_: tuple(sorted(names)) for type_, names in asked.facts.items()},
        tuple(sorted(asked.times)),
        tuple(sorted(asked.days)),
        tuple(sorted(asked.ages)),
        tuple(sorted(asked.child)),
        tuple(sorted(bounds)),
        alone=alone,
        apart=alone
        and asked.opening.isdisjoint(asked.answering)
        and not any(_looks_around(rule, programs) for rule in own),
    )


def _wanted(clause: Clause) -> frozenset[str]:
    """The types of the events that must have happened for the clause to hold."""
    return frozenset(kind for pattern in clause.wanted if (kind := pattern.kind.partition(">")[2]))


def _looks_around(rule: Rule, programs: Programs) -> bool:
    """Whether a duty of the rule depends on other duties of its line, or on events that do not answer it."""
    undone = any(waiver.undone_by for waiver in rule.waivers)
    ever = programs.answering(rule).types_of("ever")
    return bool(rule.one_at_a_time or rule.later_of or rule.clock.earliest_of or rule.clock.before or undone or ever)


def _openers(rule: Rule) -> tuple[str, ...]:
    if rule.later_of is None:
        return rule.triggers
    return (*rule.triggers, rule.later_of.each.type, *(pattern.type for pattern in rule.later_of.first_of))


def _bounds(first: dt.date, last: dt.date | None) -> list[dt.date]:
    return [first] if last is None else [first, last + dt.timedelta(days=1)]


class _Asked:
    """Collects what programs and clocks ask for."""

    def __init__(self, opening: set[str]) -> None:
        self.opening = opening
        self.answering: set[str] = set()
        self.facts: dict[str, set[str]] = {}
        self.times: set[str] = set()
        self.days: set[str] = set()
        self.ages: set[int] = set()
        self.child: set[str] = set()

    def by(self, program: Program) -> None:
        """What a program asks for."""
        for kind, names in program.properties.items():
            if kind == CASE:
                self.ages.update(int(name.removeprefix(AGE)) for name in names if name.startswith(AGE))
                self.child.update(name for name in names if not name.startswith(AGE))
                continue
            if kind != TRIGGER:
                self.answering.add(kind.partition(">")[2])
                self.answering.update(
                    t for n in names if n.startswith(RUNNING) for t in n.removeprefix(RUNNING).split("|")
                )
            for owner in self.opening if kind == TRIGGER else [kind.partition(">")[2]]:
                self.facts.setdefault(owner, set()).update(names)

    def by_the_clock(self, rule: Rule) -> None:
        """What a clock asks for: the events from which it counts, and the facts that say a time."""
        clock = rule.clock
        for origin in (clock.strict_from, clock.lenient_from):
            if origin.kind in {"event", "earlier_event"}:
                self.answering.add(origin.name)
            elif origin.kind in {"fact", "earlier"}:
                self.times.add(origin.name)
        if clock.before == "trigger":
            self.times.add(TAKEN)
        elif clock.before is not None:
            self.answering.add(clock.before)
        if clock.given is not None:
            self.days.add(clock.given.fact)
            self.answering.update(clock.given.events)
        self.answering.update(clock.earliest_of, clock.restarts_after)
        self.answering.update(rule.once.unknown_without if rule.once else ())
