"""What of a case the compiled programs of a lineage compare, and what its clocks read, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import field

from overgreb_rules._matching.facts import CASE, TRIGGER, encode_value
from overgreb_rules._matching.program import Clause, Comparison, Pattern, Program
from overgreb_rules._rules.conditions import FactTest
from overgreb_rules._rules.dependency import Dependency, EventDependency, FactDependency
from overgreb_rules._rules.derived_conditions import AgeCondition, DerivedCondition, RecentCondition, StateCondition
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.model import Rule
from overgreb_rules.shared.value_object import Entity, ValueObject


class EventSelector(ValueObject):
    """Events of one of some types, with facts that pass every test.

    Attributes:
        types: The event types.
        tests: Comparisons of single facts.
    """

    types: frozenset[str]
    tests: tuple[Comparison, ...] = ()


def select_possible(type_: str, tests: Sequence[FactTest]) -> list[EventSelector]:
    """Return selectors of the events of a type that do not surely fail some tests, of which one at most is applied.

    Args:
        type_: The event type.
        tests: Tests of the facts of the event.

    Returns:
        The selectors; an event fits where it fits one of them.
    """
    for test in tests:
        if test.operator == "is":
            return [EventSelector(frozenset({type_}), (one,)) for one in _comparisons(test)]
    return [EventSelector(frozenset({type_}))]


class DependencyCollector(Entity):
    """Collects what compiled programs compare and what the clocks of rules declare; a field holds what was added."""

    trigger_types: frozenset[str]
    activation_paths: list[tuple[EventSelector, ...]] = field(default_factory=list)
    earlier_events: list[EventSelector] = field(default_factory=list)
    matter_events: list[EventSelector] = field(default_factory=list)
    answering_events: list[EventSelector] = field(default_factory=list)
    limiting_types: set[str] = field(default_factory=set)
    tests: dict[str, dict[str, set[Comparison]]] = field(default_factory=dict)
    trigger_tests: dict[str, dict[str, set[Comparison]]] = field(default_factory=dict)
    moment_facts: set[str] = field(default_factory=set)
    day_facts: set[str] = field(default_factory=set)
    ages: set[int] = field(default_factory=set)
    child_facts: set[str] = field(default_factory=set)
    raw_facts: dict[str, set[str]] = field(default_factory=dict)
    is_date_sensitive: bool = False

    def _add_raw(self, name: str, *types: str) -> None:
        self.raw_facts.setdefault(name, set()).update(types)

    def add_activation(self, rule: Rule, program: Program) -> None:
        """Add the dependencies of the activation of a rule.

        Args:
            rule: The rule.
            program: The program that decides whether an event activates a wording of the rule.
        """
        triggers = frozenset({rule.later_of.each.type} if rule.later_of else rule.triggers)
        self.activation_paths += [_path(clause, triggers, program) for clause in program.clauses]
        self.earlier_events += self._add_patterns(program)
        for condition in program.derived.values():
            self._add_derived(condition)

    def _add_derived(self, condition: DerivedCondition) -> None:
        """Add what a condition reads that is told to the matcher as a property of the trigger."""
        match condition:
            case AgeCondition():
                self.ages.update(condition.boundaries)
            case RecentCondition():
                self.is_date_sensitive = True
            case StateCondition(state, tests):
                self._add_state(state, tests)
        for dependency in condition.dependencies:
            self._add_dependency(dependency)

    def _add_state(self, state: LegalState, tests: Sequence[FactTest] = ()) -> None:
        """Add the facts that a state asks of the events that begin it, and whether it ends by time alone."""
        for pattern in (*state.about_one_of, *(one for spell in state.spells for one in spell.started_by)):
            for name in (*(name for name, _ in pattern.facts), *(test.name for test in tests)):
                self._add_raw(name, pattern.type)
        limits = [limit for spell in state.spells for limit in spell.unknown_after]
        self.is_date_sensitive |= any(limit.months is not None for limit in limits)

    def _add_dependency(self, dependency: Dependency, *, is_of_matter: bool = False, is_step: bool = False) -> None:
        """Add an event, with the tests of its facts, or a fact that a condition or a clock reads.

        What begins a parallel step bears on nothing where it fails its tests.
        """
        match dependency:
            case EventDependency("earlier", type_, tests):
                earlier = self.matter_events if is_of_matter else self.earlier_events
                earlier.append(EventSelector(frozenset({type_})))
            case EventDependency("answer" | "ever", type_, tests):
                self.answering_events += select_possible(type_, tests if is_step else ())
            case EventDependency("first", type_, tests):
                self.limiting_types.add(type_)
            case FactDependency("trigger", name, "moment"):
                self.moment_facts.add(name)
                return
            case FactDependency("trigger", name, "day"):
                self.day_facts.add(name)
                return
            case FactDependency("trigger", name, "value"):
                self._add_raw(name, *self.trigger_types)
                return
            case _:
                return
        for test in tests:
            self.tests.setdefault(test.name, {}).setdefault(type_, set()).update(_comparisons(test))

    def add_fulfilment(self, rule: Rule, program: Program) -> None:
        """Add the dependencies of an activated duty, and those of its clock.

        Args:
            rule: The rule.
            program: The program that resolves the fulfilment of a duty of the rule.
        """
        self.answering_events += self._add_patterns(program)
        types = set(rule.once.unknown_without if rule.once else ())
        if rule.silence:
            types.update(pattern.type for pattern in rule.met_by)
        is_order = rule.clock.before is not None
        lower_end = rule.clock.lower_end.dependencies if is_order and rule.clock.lower_end else frozenset()
        steps = frozenset().union(*(step.dependencies for step in rule.clock.parallel_steps))
        for dependency in rule.clock.dependencies:
            self._add_dependency(dependency, is_of_matter=dependency in lower_end, is_step=dependency in steps)
        if rule.clock.rests_while is not None:
            self._add_state(rule.clock.rests_while)
        if types:
            self.answering_events.append(EventSelector(frozenset(types)))

    def _add_patterns(self, program: Program) -> list[EventSelector]:
        patterns = [pattern for clause in program.clauses for pattern in (*clause.wanted, *clause.unwanted)]
        return [selector for pattern in patterns for selector in self._add_pattern(pattern, program)]

    def _add_pattern(self, pattern: Pattern, program: Program) -> Iterator[EventSelector]:
        """Add the tests of a pattern, and yield the events that it depends on beside the trigger."""
        if pattern.kind == CASE:
            self.child_facts.update(test.name for test in pattern.tests)
            return
        types, tests = self.trigger_types, self.trigger_tests
        if pattern.kind != TRIGGER:
            selector = _selector(pattern)
            types, tests = selector.types, self.tests
            yield selector
        for test in pattern.tests:
            if test.name != "type" and test.name not in program.derived:
                for type_ in types:
                    tests.setdefault(test.name, {}).setdefault(type_, set()).add(test)


def _comparisons(test: FactTest) -> list[Comparison]:
    """Return comparisons that tell apart whatever a test tells apart, an unknown value among them."""
    return [Comparison(test.name, "is", encode_value(value)) for value in (None, *test.values)]


def _path(clause: Clause, triggers: frozenset[str], program: Program) -> tuple[EventSelector, ...]:
    patterns = (pattern for pattern in clause.wanted if pattern.kind == TRIGGER)
    tests = tuple(test for pattern in patterns for test in pattern.tests if test.name not in program.derived)
    others = (_selector(pattern) for pattern in clause.wanted if pattern.kind not in {TRIGGER, CASE})
    return EventSelector(triggers, tests), *others


def _selector(pattern: Pattern) -> EventSelector:
    """Return the events that a pattern depends on, selected by their own facts."""
    return EventSelector(frozenset({pattern.kind.partition(">")[2]}), pattern.tests)
