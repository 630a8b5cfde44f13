"""Dependencies of each lineage of duties: which rules belong together, and what of a case can matter to them.

A lineage is a duty under each act that knows it, with the duty that takes its place where it is not kept. Whether and
how such duties arise, and what answers them, is decided by a few event types, a few facts, and the order of those
events alone. Two cases that are alike in these are alike in the duties of the lineage, whatever else they hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from overgreb_rules._columnar.columns.deadline_columns import has_plain_clock
from overgreb_rules._columnar.grouping.dependency_collector import DependencyCollector, EventSelector
from overgreb_rules._columnar.grouping.link_facts import LinkFact, collect_link_facts
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.program import Comparison
from overgreb_rules._rules.conditions import Waiver
from overgreb_rules._rules.dependency import EventDependency
from overgreb_rules._rules.model import Rule, Version
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.value_object import ValueObject


class LineageDependencies(ValueObject):
    """What can matter to the duties of one lineage.

    Attributes:
        rules: The rules of the lineage alone.
        subject_rules: The same rules for a slice about a single trigger, which is known to start a clock.
        trigger_types: Types of the events that can activate a duty.
        deciding_types: Types of the events at which a way ends that leads to another duty of the lineage.
        activation_paths: Each path names events that must all have happened for a duty to be activated in that way,
            the trigger first.
        earlier_events: Events that bear on whether a duty is activated.
        matter_events: Events that bear on which acts are of the matter of an order duty.
        act_types: Types of these acts; empty where not every rule of the lineage is that of an order duty.
        answering_events: Events that bear on an activated duty.
        linked_types: Types of the events that bear on an activated duty, or may, where they name others.
        limiting_types: Types of the events whose day may end the time of a duty.
        tests: The comparisons of each fact, by event type.
        trigger_tests: Those of the facts of a trigger by which it activates a duty.
        raw_facts: Facts of which the value itself matters, each with the event types.
        link_facts: Facts by which the vocabulary says what an event can be about.
        moment_facts: Facts from which a clock takes an instant.
        day_facts: Facts from which a clock takes a day.
        ages: Years of age that a rule compares at the trigger.
        birthdays: The birthdays from which an event waives no duty.
        child_facts: Facts of the child that a rule compares.
        version_changes: The days on which a wording comes into force or has ended.
        compares_days: Whether it matters which events lie on one day.
        is_date_sensitive: Whether the days of the events matter, not their order alone.
        undoing_types: Types of the events that can undo a waiver, unless a later duty has superseded the duty.
        opening_rules: The rules of the lineage whose duty opens another one where it is unmet when its strict day ends.
        is_independent: Whether a duty depends on its trigger, on what came before it and on what answers it, and on
            no other duty of the lineage.
        one_at_a_time: Whether no duty is activated while the clock of an earlier one runs.
        approving_types: Types of the triggers for which an act counts only because of what else is about the same
            thing. Cases with such an event are those of the dependencies with companions, all others those without.
        companions: The rules of other lineages by whose duties the acts are found that count for such a trigger.
    """

    rules: RuleSet
    subject_rules: RuleSet
    trigger_types: frozenset[str]
    deciding_types: frozenset[str]
    activation_paths: tuple[tuple[EventSelector, ...], ...]
    earlier_events: tuple[EventSelector, ...]
    matter_events: tuple[EventSelector, ...]
    act_types: frozenset[str]
    answering_events: tuple[EventSelector, ...]
    linked_types: frozenset[str]
    limiting_types: frozenset[str]
    tests: Mapping[str, Mapping[str, frozenset[Comparison]]]
    trigger_tests: Mapping[str, Mapping[str, frozenset[Comparison]]]
    raw_facts: Mapping[str, frozenset[str]]
    link_facts: tuple[LinkFact, ...]
    moment_facts: tuple[str, ...]
    day_facts: tuple[str, ...]
    ages: tuple[int, ...]
    birthdays: tuple[int, ...]
    child_facts: tuple[str, ...]
    version_changes: tuple[dt.date, ...]
    compares_days: bool
    is_date_sensitive: bool
    undoing_types: frozenset[str]
    opening_rules: frozenset[str]
    is_independent: bool
    one_at_a_time: bool
    approving_types: frozenset[str] = frozenset()
    companions: frozenset[str] = frozenset()

    @property
    def types(self) -> frozenset[str]:
        """The types of all events that can matter, but for those on the ways of others."""
        selected = (one.types for one in (*self.earlier_events, *self.matter_events, *self.answering_events))
        return self.trigger_types.union(self.linked_types, self.limiting_types, *selected)

    @property
    def examination_types(self) -> frozenset[str]:
        """The types of the events that settle a duty by themselves: an examination that was decided."""
        return frozenset(type_ for rule in self.rules if rule.once for type_ in rule.once.begun_by)

    @property
    def undoable_waivers(self) -> frozenset[Waiver]:
        """The waivers that an event undoes, unless a later duty has superseded the duty."""
        return frozenset(waiver for rule in self.rules for waiver in rule.waivers if waiver.undone_by)

    def facts_of(self, type_: str) -> set[str]:
        """Return the facts that matter of an event.

        Args:
            type_: The event type.

        Returns:
            Names of facts; an event of the type may lack some of them.
        """
        all_tests = (*self.tests.items(), *self.trigger_tests.items())
        tested = (name for name, by_type in all_tests if type_ in by_type)
        raw = (name for name, types in self.raw_facts.items() if type_ in types)
        of_links = (fact.name for fact in self.link_facts if fact.type == type_)
        return {*self.moment_facts, *self.day_facts, *tested, *raw, *of_links}


def collect_dependencies(
    rules: RuleSet, programs: CompiledRules, first: dt.date, last: dt.date
) -> list[LineageDependencies]:
    """Collect the dependencies of every lineage that an event of some days can activate.

    Args:
        rules: The rules.
        programs: The compiled rules.
        first: The first of the days.
        last: The last of the days.

    Returns:
        One for each lineage, but for the rules that a breach activates; then one more for each lineage in which an
        act counts for some triggers only because of what else is about the same thing.
    """
    lineages: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.follows is None and not rule.on_breach:
            lineages.setdefault(rules.lineage_of(rule), []).append(rule)
    found, approving = [], []
    for lineage in lineages.values():
        own = _collect_lineage(lineage, (), (first, last), programs, rules)
        types = frozenset().union(*(pattern.trigger_types for rule in lineage for pattern in rule.met_by))
        if own is not None and types:
            own = replace(own, approving_types=types)
            companions = _find_companions(lineage, types, lineages.values())
            beside = _collect_lineage(lineage, companions, (first, last), programs, rules)
            approving += [] if beside is None else [replace(beside, approving_types=types)]
        found += [] if own is None else [own]
    return [*found, *approving]


def _collect_lineage(
    lineage: Sequence[Rule],
    companions: Sequence[Rule],
    days: tuple[dt.date, dt.date],
    programs: CompiledRules,
    rules: RuleSet,
) -> LineageDependencies | None:
    """Collect what a lineage depends on, with the rules of others; None where no event of the days can activate it."""

    def is_active(rule: Rule) -> bool:
        return any(_overlaps(version, *days) for version in rule.versions)

    if not any(map(is_active, lineage)):
        return None
    every = [*lineage, *companions]
    active = [rule for rule in every if is_active(rule)]
    named = rules.only([*every, *_follow_ups(every, rules)])
    found = _collect([*active, *_follow_ups(active, rules)], named, programs, rules)
    return replace(found, companions=frozenset(rule.id for rule in (*companions, *_follow_ups(companions, rules))))


def _find_companions(
    lineage: Sequence[Rule], triggers: frozenset[str], lineages: Iterable[Sequence[Rule]]
) -> list[Rule]:
    """Find the rules that `_duties.companions` asks: those whose duties such a trigger or such an act meets."""
    acts = {pattern.type for rule in lineage for pattern in rule.met_by if pattern.trigger_types}

    def is_asked(rule: Rule) -> bool:
        return rule.clock.before is None and not {pattern.type for pattern in rule.met_by}.isdisjoint(triggers | acts)

    return [rule for other in lineages if other is not lineage and any(map(is_asked, other)) for rule in other]


def _overlaps(version: Version, first: dt.date, last: dt.date) -> bool:
    return version.first <= last and (version.last is None or first <= version.last)


def _follow_ups(rules: Iterable[Rule], all_rules: RuleSet) -> list[Rule]:
    return [all_rules.follow_ups[rule.id] for rule in rules if rule.id in all_rules.follow_ups]


def _collect(active: list[Rule], named: RuleSet, programs: CompiledRules, all_rules: RuleSet) -> LineageDependencies:
    """Collect what some rules depend on; `named` are those of all times."""
    triggers = frozenset(type_ for rule in active for type_ in _trigger_types(rule))
    subject_types = frozenset().union(*(all_rules.trigger_types[rule.id] for rule in named))
    collector = DependencyCollector(triggers)
    for rule in active:
        for version in rule.versions if rule.follows is None else ():
            collector.add_activation(rule, programs.activation_program([(rule, version)]))
        collector.add_fulfilment(rule, programs.fulfilment_program(rule))
        if rule.clock.before is not None:
            collector.matter_events.append(EventSelector(subject_types))
    is_independent = (
        triggers.isdisjoint(_types_of(collector.earlier_events))
        and collector.limiting_types.isdisjoint(_types_of(collector.answering_events))
        and not any(_depends_on_other_duties(rule) for rule in active)
    )
    changes = {day for rule in active for version in rule.versions for day in _version_changes(version)}
    return LineageDependencies(
        named,
        # The slices about one trigger hold only triggers that start a clock: the pipeline does not decide that again.
        named.only([replace(rule, one_at_a_time=False) for rule in named]),
        triggers,
        _deciding_types(subject_types, all_rules.vocabulary),
        tuple(dict.fromkeys(collector.activation_paths)),
        tuple(dict.fromkeys(collector.earlier_events)),
        tuple(dict.fromkeys(collector.matter_events)),
        _act_types(active, programs),
        tuple(dict.fromkeys(collector.answering_events)),
        frozenset(type_ for rule in named for type_ in rule.answer_types),
        frozenset(collector.limiting_types),
        _freeze(collector.tests),
        _freeze(collector.trigger_tests),
        {name: frozenset(types) for name, types in sorted(collector.raw_facts.items())},
        collect_link_facts(all_rules),
        tuple(sorted(collector.moment_facts)),
        tuple(sorted(collector.day_facts)),
        tuple(sorted(collector.ages)),
        tuple(sorted(_birthdays(active))),
        tuple(sorted(collector.child_facts)),
        tuple(sorted(changes)),
        compares_days=any(rule.clock.before is not None for rule in active),
        is_date_sensitive=collector.is_date_sensitive,
        undoing_types=frozenset(type_ for rule in active for waiver in rule.waivers for type_ in waiver.undone_by),
        opening_rules=frozenset(rule.id for rule in named if rule.id in all_rules.opened_by_unmet),
        is_independent=is_independent,
        one_at_a_time=any(rule.one_at_a_time for rule in active),
    )


def _act_types(rules: Iterable[Rule], programs: CompiledRules) -> frozenset[str]:
    """Return the types of the acts of order duties; empty where a rule is that of another duty."""
    types: set[str] = set()
    for rule in rules:
        if rule.clock.before is None:
            return frozenset()
        types |= (
            programs.fulfilment_program(rule).types_of("answer").union(rule.once.unknown_without if rule.once else ())
        )
    return frozenset(types)


def _freeze(tests: Mapping[str, Mapping[str, Iterable[Comparison]]]) -> dict[str, dict[str, frozenset[Comparison]]]:
    return {name: {type_: frozenset(some) for type_, some in by_type.items()} for name, by_type in tests.items()}


def _deciding_types(subject_types: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return the trigger types at which a way ends for certain: those that no trigger of the lineage can be about."""
    reached = {type_ for name in subject_types for type_ in vocabulary.events[name].reaches}
    return subject_types - reached


def _birthdays(rules: Iterable[Rule]) -> set[int]:
    return {waiver.before_birthday for rule in rules for waiver in rule.waivers if waiver.before_birthday is not None}


def _trigger_types(rule: Rule) -> frozenset[str]:
    """Return the types of the events of which any can be the trigger, both of them where a rule waits for two."""
    waits_for = rule.later_of.dependencies if rule.later_of is not None else ()
    return frozenset({*rule.triggers, *(one.type for one in waits_for if isinstance(one, EventDependency))})


def _depends_on_other_duties(rule: Rule) -> bool:
    """Whether a duty depends on events of any time, on other duties of its lineage, or by its clock on all of them."""
    ever = any(isinstance(one, EventDependency) and one.relation == "ever" for one in rule.dependencies)
    has_own_events = rule.clock.before is None and has_plain_clock(rule.clock)
    return ever or rule.later_of is not None or rule.clock.strict_from.kind == "earlier_event" or not has_own_events


def _version_changes(version: Version) -> Iterator[dt.date]:
    yield version.first
    if version.last is not None:
        yield version.last + dt.timedelta(days=1)


def _types_of(selectors: Iterable[EventSelector]) -> set[str]:
    return {type_ for selector in selectors for type_ in selector.types}
