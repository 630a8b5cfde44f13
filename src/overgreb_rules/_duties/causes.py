"""What decided that a duty is waived, replaced, expired, undetermined or breached: events, facts, another rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.reader import FactValue
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.status import AssessedDuty, Status, effective_waiver
from overgreb_rules._duties.waivers import WaiverEffect
from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.model import Rule
from overgreb_rules.calendar import day_of
from overgreb_rules.shared.value_object import ValueObject

CauseKind = Literal[
    "event", "fact", "birthday", "end_of_law", "other_duty", "end_of_time", "not_told", "came_first", "too_early"
]
"""What it was: an event or a fact that waives; an age; the end of the act; a duty that took the place; an event or the
time limit that ends a permission; something that is not told; an event that an act should precede; an act too early."""


class FactRecord(ValueObject):
    """A fact that decided.

    Attributes:
        name: The fact.
        value: The value that the case tells, or the default of the vocabulary; None where it is unknown.
        holder: The event that carries it; None for a fact of the child.
    """

    name: str
    value: FactValue | None
    holder: LoggedEvent | None = None


class StatusCause(ValueObject):
    """What decided the status of a duty.

    Attributes:
        kind: What it was.
        events: The events that decided, in order of time.
        facts: The facts that decided.
        rule: The rule of the duty that took the place; None for every other kind.
        moment: The birthday, the last day of the act, the end of the time, or the first lawful day.
        needs: What is not told.
    """

    kind: CauseKind
    events: tuple[LoggedEvent, ...] = ()
    facts: tuple[FactRecord, ...] = ()
    rule: Rule | None = None
    moment: Moment | None = None
    needs: tuple[str, ...] = ()


def find_cause(assessed: AssessedDuty, log: EventLog) -> StatusCause | None:
    """Find what decided the status of a duty.

    Args:
        assessed: The duty as it stands at the instant of the evaluation.
        log: The events of the case as of that instant.

    Returns:
        The cause; None for a status that the dates alone explain.
    """
    find = _FINDERS.get(assessed.status)
    return None if find is None else find(assessed, log)


def _of_waived(assessed: AssessedDuty, log: EventLog) -> StatusCause | None:
    timed = assessed.timed
    effect = effective_waiver(timed, log.as_of)
    if effect is None:
        return None
    if effect.since is not None and timed.waived_from is not None:
        return _of_time(assessed, log, timed.waived_from)
    own, provided = _tests_of(effect)
    holders_of_own = _holders(assessed) if effect.by is None else (effect.by,)
    facts = [*_told(own, holders_of_own, log), *_told(provided, _holders(assessed), log)]
    if effect.by is not None:
        return StatusCause("event", (effect.by,), tuple(facts))
    holders = {fact.holder.index: fact.holder for fact in facts if fact.holder is not None}
    return StatusCause("fact", tuple(holders[index] for index in sorted(holders)), tuple(facts))


def _of_time(assessed: AssessedDuty, log: EventLog, since: int) -> StatusCause:
    born, rule = log.case.barn.foedselsdato, assessed.timed.duty.rule
    if rule.grows_up_at is not None and born is not None and not rule.ends_with_its_law:
        return StatusCause("birthday", facts=(FactRecord("foedselsdato", born),), moment=Moment.on(day_of(since)))
    return StatusCause("end_of_law", moment=Moment.on(day_of(since - 1)))


def _tests_of(effect: WaiverEffect) -> tuple[tuple[FactTest, ...], tuple[FactTest, ...]]:
    """The tests of the event or fact that waives, and those that the trigger had to pass beside."""
    waiver = effect.waiver
    if waiver is None:
        return (), ()
    own = waiver.by.tests if isinstance(waiver.by, EventPattern) else (waiver.by,)
    beside = waiver.by.provided if isinstance(waiver.by, EventPattern) else ()
    return own, (*waiver.provided, *(test for test in beside if test.name != "type"))


def _holders(assessed: AssessedDuty) -> Sequence[LoggedEvent]:
    return assessed.timed.duty.trigger, *assessed.timed.duty.activation.facts_of


def _told(tests: Iterable[FactTest], holders: Sequence[LoggedEvent], log: EventLog) -> list[FactRecord]:
    """The value of each tested fact, of the first event that can carry it, else of the child."""
    found: dict[str, FactRecord] = {}
    for test in tests:
        words = log.vocabulary.events
        holder = next((event for event in holders if test.name in words[event.type].facts), None)
        if holder is None:
            value = getattr(log.case.barn, test.name.removeprefix("barn."), None)
        else:
            value = holder.event.facts.get(test.name)
            value = words[holder.type].facts[test.name].default if value is None else value
        found[test.name] = FactRecord(test.name.removeprefix("barn."), value, holder)
    return list(found.values())


def _of_replaced(assessed: AssessedDuty, _: EventLog) -> StatusCause | None:
    other = assessed.timed.follow_up
    if other is None:
        return None
    return StatusCause("other_duty", other.duty.fulfilment.met_by[:1], rule=other.duty.rule)


def _of_expired(assessed: AssessedDuty, _: EventLog) -> StatusCause:
    due, ended = assessed.timed.due, assessed.timed.duty.fulfilment.ended_by
    if ended is not None and (due is None or ended.at.earliest <= due.lenient.last):
        return StatusCause("event", (ended,))
    last = due.lenient if due is not None else None
    moment = None if last is None else Moment.instant(last.last) if last.day is None else Moment.on(last.day)
    return StatusCause("end_of_time", moment=moment)


def _of_undetermined(assessed: AssessedDuty, log: EventLog) -> StatusCause:
    fulfilment = assessed.timed.duty.fulfilment
    events = {event.index: event for event, _ in fulfilment.perhaps_met_by}
    if fulfilment.doubtful_since is not None:
        events[fulfilment.doubtful_since.index] = fulfilment.doubtful_since
    facts = [_unknown(name, assessed, log) for name in assessed.needs if _is_fact(name, log)]
    ordered = tuple(events[index] for index in sorted(events))
    return StatusCause("not_told", ordered, tuple(facts), needs=assessed.needs)


def _is_fact(name: str, log: EventLog) -> bool:
    return name in log.vocabulary.facts or f"barn.{name}" in log.vocabulary.case


def _unknown(name: str, assessed: AssessedDuty, log: EventLog) -> FactRecord:
    """A fact that is not told, with the event that lacks it: one that opened the duty, else one that may meet it."""
    perhaps = [event for event, needs in assessed.timed.duty.fulfilment.perhaps_met_by if name in needs]
    carriers = [event for event in _holders(assessed) if name in log.vocabulary.events[event.type].facts]
    lacking = (event for event in carriers if _lacks(event, name, log))
    # What no event that opened the duty can tell is said of all types that can.
    return FactRecord(name, None, next(lacking, perhaps[0] if carriers and perhaps else None))


def _lacks(event: LoggedEvent, name: str, log: EventLog) -> bool:
    """Whether an event tells nothing of a fact, or the word that says that nobody knows."""
    definition = log.vocabulary.events[event.type].facts[name]
    value = event.event.facts.get(name)
    return definition.default is None if value is None else value == definition.means_unknown


def _of_breached(assessed: AssessedDuty, log: EventLog) -> StatusCause | None:
    timed = assessed.timed
    order = timed.must_precede
    if order is not None:
        told = () if order.fact is None else (FactRecord(order.fact, order.named, order.by),)
        return StatusCause("came_first", () if order.by is None else (order.by,), told)
    lead = timed.duty.activation.rule.clock.not_before
    if lead is None or timed.due is None or timed.due.strict.day is None:
        return None
    name = lead.fact.removeprefix("barn.")
    day: dt.date | None = getattr(log.case.barn, name)
    return StatusCause(
        "too_early", (timed.duty.trigger,), (FactRecord(name, day),), moment=Moment.on(timed.due.strict.day)
    )


_FINDERS: Mapping[Status, Callable[[AssessedDuty, EventLog], StatusCause | None]] = {
    "waived": _of_waived,
    "replaced": _of_replaced,
    "expired": _of_expired,
    "undetermined": _of_undetermined,
    "breached": _of_breached,
}
CAUSED_STATUSES: frozenset[Status] = frozenset(_FINDERS)
"""The statuses that the dates alone do not explain."""
