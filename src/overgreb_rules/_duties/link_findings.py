"""What calls for a warning about what events say, or do not say, they are about: which events, and no words.

A finding holds places of events and of duties alone, so that it can be remembered for cases of the same situation.
None of them changes a status.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from overgreb_rules._case.correlation import Correlation
from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._duties.closings import opening_second
from overgreb_rules._duties.duty import Duty
from overgreb_rules._duties.event_use import find_answering_events
from overgreb_rules._duties.pending_cases import find_pausing_events
from overgreb_rules._duties.precedence import sort_acts
from overgreb_rules._duties.status import UNMET_STATUSES, AssessedDuty
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.value_object import ValueObject


class LinkFinding(ValueObject):
    """That a link, or what is told without one, calls for a warning.

    Attributes:
        code: The code of the warning.
        events: The indices of the events that the warning names, one tuple for each of its slots.
        duty: The place of the duty that it is about, in the order of the answer; None where it is about an event.
    """

    code: str
    events: tuple[tuple[int, ...], ...]
    duty: int | None = None


def find_link_findings(log: EventLog, assessed_duties: Sequence[AssessedDuty], rules: RuleSet) -> Iterator[LinkFinding]:
    """Yield what calls for a warning: answers from before their questions, then of duties, then of events.

    Args:
        log: The events known at the instant of the evaluation.
        assessed_duties: Every duty of the answer, in its order.
        rules: The rulebook.

    Yields:
        The findings; those of duties in the order given, those of events in order of time.
    """
    openings = _find_openings(assessed_duties)
    yield from _answers_before_trigger(log, assessed_duties, rules, openings)
    yield from _events_that_wait(assessed_duties)
    for place, one in enumerate(assessed_duties):
        if one.status in UNMET_STATUSES:
            yield from _only_part(log, place, one, rules)
            yield from _older_matter(log, place, one)
    naming = [event for event in log.events if event.event.of]
    if naming:
        duties = [one.timed.duty for one in assessed_duties]
        touching = _touching_events(log, duties)
        possible = [one for one in naming if one.index not in touching and one.type in rules.answering_types]
        answering_nothing = _find_answering_nothing(log, possible, assessed_duties, rules)
        for event in naming:
            if event.index in answering_nothing:
                others = [other for other in log.correlation.named_by(event) if other is not None]
                yield LinkFinding("of_answers_nothing", ((event.index,), _indices(others)))
            yield from _unusual(log, event, rules)
            if log.of_types((event.type,))[0] is not event:
                yield from _named_twice(log, event, assessed_duties, rules, openings)


def _answers_before_trigger(
    log: EventLog, assessed_duties: Sequence[AssessedDuty], rules: RuleSet, openings: Mapping[int, int]
) -> Iterator[LinkFinding]:
    found: set[tuple[int, int]] = set()
    for one in assessed_duties:
        rule, trigger = one.timed.duty.rule, one.timed.duty.trigger
        if rule.clock.before is not None:
            continue
        for event in log.of_types(rules.answer_types[rule.id]):
            if event.at.latest < openings[trigger.index] and _can_only_mean(event, trigger, log):
                found.add((event.index, trigger.index))
    for event_index, trigger_index in sorted(found):
        yield LinkFinding("answer_before_trigger", ((event_index,), (trigger_index,)))


def _find_openings(assessed_duties: Sequence[AssessedDuty]) -> dict[int, int]:
    """Return the first second of the earliest duty of each trigger, by the index of the trigger.

    Known by telephone, assessed, then the letter: the earliest clock of a trigger says since when it was known.
    """
    openings: dict[int, int] = {}
    for one in assessed_duties:
        index, opening = one.timed.duty.trigger.index, opening_second(one.timed)
        openings[index] = min(opening, openings.get(index, opening))
    return openings


def _can_only_mean(event: LoggedEvent, trigger: LoggedEvent, log: EventLog) -> bool:
    """Whether an event names a trigger, or names nothing and everything of the kind that it is about comes later."""
    if event.event.of:
        return trigger.event.id in event.event.of
    types = log.vocabulary.events[event.type].types_of_its_one_thing
    if trigger.type not in types:
        return False
    things = log.of_types(types)
    return bool(things) and things[0] is trigger and things[0].at.earliest > event.at.latest


def _touching_events(log: EventLog, duties: Sequence[Duty]) -> set[int]:
    """The indices of events of which it is known without their links that they touch a duty: met it, or held it up."""
    meeting = {
        event.index
        for duty in duties
        if duty.rule.clock.before is None
        for event in duty.fulfilment.met_by
        if event.type not in duty.rule.ends_by
    }
    return meeting.union(*(find_pausing_events(duty, log) for duty in duties))


def _events_that_wait(assessed_duties: Sequence[AssessedDuty]) -> Iterator[LinkFinding]:
    seen: set[str] = set()
    for place, one in enumerate(assessed_duties):
        duty = one.timed.duty
        walk = duty.activation.walk
        waiting = duty.single_events.waiting.get(walk)
        if not waiting or walk in seen or one.status != "undetermined" or "of" not in one.needs:
            continue
        seen.add(walk)
        things = duty.single_events.things.get(walk, ())
        yield LinkFinding("which_one", (_indices(waiting), _indices(things)), place)


def _only_part(log: EventLog, place: int, one: AssessedDuty, rules: RuleSet) -> Iterator[LinkFinding]:
    duty = one.timed.duty
    for event in log.of_types(rules.answer_types[duty.rule.id]):
        part = log.correlation.answers_part(event, duty.activation.subject) if event.event.of else None
        if part is not None:
            thing, missing = part
            yield LinkFinding("answers_only_part", ((event.index,), (thing.index,), _indices(missing)), place)


def _older_matter(log: EventLog, place: int, one: AssessedDuty) -> Iterator[LinkFinding]:
    for act, limit in find_older_acts(log, one):
        yield LinkFinding("act_of_an_older_matter", ((act,), (limit,)), place)


def find_older_acts(log: EventLog, one: AssessedDuty) -> list[tuple[int, int]]:
    """Find the acts of an order duty that may belong to an older matter.

    Args:
        log: The events known at the instant of the evaluation.
        one: A duty; only one that is undetermined because of what an act is about has such acts.

    Returns:
        The indices of the acts in order of time, each with that of the event before which it lies.
    """
    duty = one.timed.duty
    if duty.rule.clock.before is None or "of" not in one.needs:
        return []
    sorted_acts = sort_acts(duty.rule, duty.activation, log, duty.fulfilment.acts)
    limit = sorted_acts.lower_end or duty.trigger
    return [(act.index, limit.index) for act in sorted_acts.uncertain]


def _find_answering_nothing(
    log: EventLog, events: Sequence[LoggedEvent], assessed_duties: Sequence[AssessedDuty], rules: RuleSet
) -> set[int]:
    """The indices of those of some events that touch no duty that they could answer, and answer none."""
    duties = [one.timed.duty for one in assessed_duties]
    found: set[int] = {event.index for event in events if not _touches_any(log, event, duties, rules)}
    if found:
        # Some events answer a duty that is not on their ways: a talk of the examination, before the decision after it.
        found.difference_update(*(find_answering_events(one, log, rules) for one in assessed_duties))
    return found


def _touches_any(log: EventLog, event: LoggedEvent, duties: Sequence[Duty], rules: RuleSet) -> bool:
    answer_types = rules.answer_types
    for duty in duties:
        if event.type not in answer_types[duty.rule.id] and event.type not in answer_types[duty.activation.rule.id]:
            continue
        subject = duty.activation.subject
        before = duty.rule.clock.before is not None
        touches = log.correlation.touches_whenever if before else log.correlation.touches
        if touches(event, subject) or duty.single_events.touches(log, event, duty.activation.walk, subject):
            return True
    return False


def _unusual(log: EventLog, event: LoggedEvent, rules: RuleSet) -> Iterator[LinkFinding]:
    named = [other for other in log.correlation.named_by(event) if other is not None]
    unusual = {other.type: other for other in named if is_unusual(event, other, log.correlation, rules)}
    for other in unusual.values():
        yield LinkFinding("of_unusual", ((event.index,), (other.index,)))


def is_unusual(event: LoggedEvent, other: LoggedEvent, correlation: Correlation, rules: RuleSet) -> bool:
    """Return whether an event names another one that it is not normally about.

    Args:
        event: The event.
        other: The event that it names.
        correlation: The lists of the vocabulary.
        rules: The rules, which know the acts that must come before an event.

    Returns:
        True where the link calls for a warning.
    """
    word = rules.vocabulary.events[event.type]
    if other.type == event.type or other.type in word.names_also or (event.type, other.type) in rules.order_pairs:
        return False
    return not correlation.can_be_about(event, other)


def _named_twice(
    log: EventLog,
    event: LoggedEvent,
    assessed_duties: Sequence[AssessedDuty],
    rules: RuleSet,
    openings: Mapping[int, int],
) -> Iterator[LinkFinding]:
    """Two events of one type name the same thing, and another thing of its type is named by none and unanswered.

    What lies before the thing answers nothing of it: only later events are two.
    """
    types = log.vocabulary.events[event.type].types_of_its_one_thing
    named = [thing for thing in log.correlation.named_by(event) if thing is not None and thing.type in types]
    if not named:
        return
    earlier = [other for other in log.of_types((event.type,)) if other.index < event.index]
    for thing in named:
        opening = openings.get(thing.index, thing.at.earliest)
        if event.at.latest < opening:
            continue
        twins = [one for one in earlier if one.at.latest >= opening and thing.index in log.correlation.above(one)]
        if not twins:
            continue
        ever_named = {index for other in log.of_types((event.type,)) for index in log.correlation.above(other)}
        unanswered = [
            one.timed.duty.trigger
            for one in assessed_duties
            if one.status in UNMET_STATUSES
            and one.timed.duty.trigger.type == thing.type
            and event.type in rules.answer_types[one.timed.duty.rule.id]
            and one.timed.duty.trigger.index not in ever_named
            and one.timed.duty.activation.subject.opening <= event.at.latest
        ]
        if unanswered:
            slots = ((twins[-1].index, event.index), (thing.index,), (unanswered[0].index,))
            yield LinkFinding("same_thing_named_twice", slots)
            return


def _indices(events: Sequence[LoggedEvent]) -> tuple[int, ...]:
    return tuple([event.index for event in events])
