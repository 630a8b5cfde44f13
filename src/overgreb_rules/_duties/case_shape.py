"""The shape of a case: everything of it that decides which duties it has and what answers them, but for its dates.

Which duties a case has (`resolve_duties`) hangs on the types and facts of its events, on what they name, and on the
order of moments: of the events, of the times that they tell, of the birthdays that some rule asks for, and of the
instant of the evaluation. Two cases of one shape are alike in all of these.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from overgreb_rules._case.event_log import EventLog, birthday
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.conditions import AllOf, AnyOf, Condition
from overgreb_rules._rules.derived_conditions import AgeCondition, RecentCondition, StateCondition
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.calendar import midnight
from overgreb_rules.shared.value_object import ValueObject

MAX_EVENTS = 64
"""A longer case is hardly ever met twice."""
MARSHAL_FORM = 2
"""The form of `marshal` in which equal shapes and records are equal bytes; the bytes never leave the process."""
_RULE_SETS_KEPT = 8


class ShapeBoundaries(ValueObject):
    """What the rules themselves lay between two moments.

    Attributes:
        changes: By event type, the first seconds of the days on which a wording that such an event can open comes into
            force or has ended; sorted.
        transitions: The instants at which one act takes over from another, sorted.
        birthdays: The years of age that some rule compares, sorted.
        dated_types: The types of triggers at which some rule measures the time since another event: a case with such
            an event has no shape.
        ordered_types: The types of triggers that some rule counts as one where they are of one day.
        texts: The facts that are free text: no rule compares them, and they are nothing to remember.
    """

    changes: Mapping[str, tuple[int, ...]]
    transitions: tuple[int, ...]
    birthdays: tuple[int, ...]
    dated_types: frozenset[str]
    ordered_types: frozenset[str]
    texts: frozenset[str]

    @classmethod
    @lru_cache(maxsize=_RULE_SETS_KEPT)
    def of(cls, rules: RuleSet) -> ShapeBoundaries:
        """Collect the boundaries of some rules.

        Cached, at most 8 sets of rules: it is the same for every case, and takes 2 ms, as long as evaluating two cases.

        Args:
            rules: The rules of all acts.

        Returns:
            The boundaries.
        """
        days: dict[str, set[dt.date]] = {}
        for rule in rules:
            for type_ in rule.triggers:
                days.setdefault(type_, set()).update(_days_of(rule))
        conditions = {rule.id: [*_conditions_of(rule)] for rule in rules}
        by_age = [one for found in conditions.values() for one in found if isinstance(one, AgeCondition)]
        ages = {age for condition in by_age for age in condition.boundaries}
        ages |= {age for rule in rules for age in _birthdays_of(rule)}
        dated = (rule for rule in rules if any(_measures_time(condition) for condition in conditions[rule.id]))
        words = rules.vocabulary.events.values()
        ordered = (rule for rule in rules if rule.clock.before is not None)
        return cls(
            {type_: tuple(sorted(map(midnight, found))) for type_, found in days.items()},
            tuple(sorted(transition.instant for transition in rules.transitions)),
            tuple(sorted(ages)),
            frozenset(type_ for rule in dated for type_ in rule.triggers),
            frozenset(type_ for rule in ordered for type_ in rules.trigger_types[rule.id]),
            frozenset(name for word in words for name, fact in word.facts.items() if fact.kind == "text"),
        )


def encode_shape(log: EventLog, rules: RuleSet) -> tuple[Any, ...] | None:
    """Encode the shape of a case.

    Args:
        log: The events of the case as of an instant.
        rules: The rules of all acts.

    Returns:
        Equal values for cases of one shape; None for a case that is not worth remembering.
    """
    if not 0 < len(log.events) <= MAX_EVENTS:
        return None
    boundaries, barn = ShapeBoundaries.of(rules), log.case.barn
    seconds: set[int] = {log.as_of}
    for event in log.events:
        if event.type in boundaries.dated_types:
            return None
        seconds.add(event.at.earliest)
        seconds.add(event.at.latest)
        seconds.update([value.earliest for value in event.event.facts.values() if isinstance(value, Moment)])
    ordered = sorted(seconds)
    rank = {second: number for number, second in enumerate(ordered)}
    index = {event.event.id: event.index for event in log.events}
    born = barn.foedselsdato
    parts: list[object] = [
        bisect_right(boundaries.transitions, log.as_of),
        rank[log.as_of],
        (born is not None, barn.termin is not None, barn.soeskende_under_15),
    ]
    if born is not None:
        # A birthday takes no rank of its own: one that lies before everything changes nothing.
        parts += [bisect_left(ordered, midnight(birthday(born, years))) for years in boundaries.birthdays]
    changes, texts, day = boundaries.changes, boundaries.texts, None
    for event in log.events:
        data, at, type_ = event.event, event.at, event.type
        parts += (type_, rank[at.earliest], rank[at.latest], bisect_right(changes.get(type_, ()), at.earliest))
        if data.of:
            parts.append(tuple([index.get(name, -1) for name in data.of]))
        if type_ in boundaries.ordered_types:
            # Whole days are compared only for being the same.
            parts.append(at.day == day)
            day = at.day
        for name, value in data.facts.items():
            if isinstance(value, Moment):
                parts += (name, rank[value.earliest])
            else:
                # Of a day and of a free text a rule can tell only that there is one.
                parts += (name, True if name in texts or isinstance(value, dt.date) else value)
    return tuple(parts)


def _days_of(rule: Rule) -> Iterator[dt.date]:
    """Yield the days on which other conditions begin to hold for the triggers of a rule."""
    before = None
    for version in rule.versions:
        if before is None or version.conditions != before:
            yield version.first
        before = version.conditions
    if rule.versions and (last := rule.versions[-1].last) is not None:
        yield last + dt.timedelta(days=1)


def _birthdays_of(rule: Rule) -> Iterator[int]:
    if rule.grows_up_at is not None:
        yield rule.grows_up_at
    for waiver in rule.waivers:
        if waiver.before_birthday is not None:
            yield waiver.before_birthday


def _conditions_of(rule: Rule) -> Iterator[Condition]:
    for version in rule.versions:
        yield from _flatten(version.conditions)
    if rule.once is not None:
        yield from _flatten((rule.once.condition,))


def _flatten(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for condition in conditions:
        if isinstance(condition, AnyOf | AllOf):
            yield from _flatten(condition.parts)
        else:
            yield condition


def _measures_time(condition: Condition) -> bool:
    """Whether the truth of a condition hangs on how long ago something was, not on the order of events alone."""
    if isinstance(condition, StateCondition):
        limits = [limit for spell in condition.state.spells for limit in spell.unknown_after]
        return any(limit.months is not None for limit in limits)
    return isinstance(condition, RecentCondition)
