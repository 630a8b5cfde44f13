"""What waives a duty: an event or a fact of its trigger, for good or until another event lifts the waiver."""

from __future__ import annotations

from collections.abc import Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent, birthday, may_come_after
from overgreb_rules._case.subject import Subject
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.activation import Activation, find_opening
from overgreb_rules._duties.role_matches import LIFTING, RoleMatches, events_at
from overgreb_rules._matching.program import missing_facts
from overgreb_rules._rules.conditions import EventPattern, FactTest, Waiver
from overgreb_rules._rules.model import Rule
from overgreb_rules.calendar import midnight
from overgreb_rules.shared.value_object import ValueObject

Siblings = Sequence[Subject]
"""The subjects of all duties of the same lineage in the case."""
_OF = frozenset({FactTest("of", "is", ())})
"""What is missing where nobody knows what an event is about: its link."""
_BORN = frozenset({FactTest("foedselsdato", "is", ())})
"""What is missing where nobody knows whether an event came before a birthday: the day of birth."""


class WaiverEffect(ValueObject):
    """What waives a duty.

    Attributes:
        by: The event; None where a fact of the trigger waives the duty.
        for_a_time: Whether another event can lift the waiver.
        since: The first second of the waiver where time alone brings it: a birthday, the end of an act.
        waiver: The waiver of the rule; None where time alone, or a state, brings it.
    """

    by: LoggedEvent | None
    for_a_time: bool
    since: int | None = None
    waiver: Waiver | None = None

    @property
    def moment(self) -> Moment | None:
        """When the waiver began; None where it is as old as the duty."""
        if self.by is not None:
            return self.by.at
        return None if self.since is None else Moment.instant(self.since)


class Waivers(ValueObject):
    """What the waivers of a rule make of one duty.

    Attributes:
        waived: What surely waives the duty: the first waiver; None where none does.
        perhaps: The unknown facts that decide whether something else waives the duty too, or waived it before.
        doubtful_since: The event with which that doubt arose.
        lifted_by: The last event that ended a waiver for a time.
        doubts: The tests on unknown facts that decide, each with its event; None for a fact that is no event.
        perhaps_of_another: The indices of the events that are about the duty by what its clock took in alone, which had
            a clock of its own where a waiver held that may hold.
    """

    waived: WaiverEffect | None
    perhaps: frozenset[str]
    doubtful_since: LoggedEvent | None
    lifted_by: LoggedEvent | None
    doubts: tuple[tuple[LoggedEvent | None, frozenset[FactTest]], ...] = ()
    perhaps_of_another: frozenset[int] = frozenset()


NO_WAIVERS = Waivers(None, frozenset(), None, None)
"""Nothing waives the duty, and nothing is unknown about that."""


def resolve_waivers(
    rule: Rule,
    activation: Activation,
    siblings: Siblings,
    log: EventLog,
    matches: RoleMatches,
    about: Sequence[LoggedEvent | None],
    uncertain: frozenset[int],
) -> Waivers:
    """Resolve what waives one duty, of the waivers that the matcher found.

    Args:
        rule: The rule that governs the duty now.
        activation: The activation of the duty.
        siblings: The subjects of all duties of the same lineage in the case.
        log: The events of the case as of an instant.
        matches: What the matcher found of the duty.
        about: The event at each place of `matches`; None for a fact that is no event.
        uncertain: The indices of the events of which nobody knows whether they are about the duty.

    Returns:
        The waiver that counts, and what is unknown.
    """
    certain: list[WaiverEffect] = []
    doubts: list[tuple[LoggedEvent | None, frozenset[FactTest]]] = []
    lifted: list[LoggedEvent] = []
    perhaps_of_another: set[int] = set()
    for number, place, needs in matches.waives:
        waiver = rule.waivers[number]
        by = about[place] if isinstance(waiver.by, EventPattern) else None
        missing = needs | _OF if by is not None and by.index in uncertain else needs
        if by is not None and waiver.before_birthday is not None:
            born = log.case.barn.foedselsdato
            if born is None:
                missing |= _BORN
            elif by.at.day >= birthday(born, waiver.before_birthday):
                continue
        resumes, undoes = (events_at(matches.lifts.get((role, number), ()), about) for role in LIFTING)
        passed_over: list[LoggedEvent] = []
        if missing and by is not None and undoes:
            taken_in = _list_taken_in_while_waived(by, undoes, rule, activation, log)
            passed_over = [one for one in undoes if _has_clock_of_its_own(taken_in, one, by, activation)]
            undoes = tuple([one for one in undoes if one not in passed_over])
        lifting = _lifted_by(by, activation, siblings, resumes, undoes)
        if lifting is not None:
            lifted += [lifting] if waiver.until else []
        elif missing:
            doubts.append((by, missing))
            perhaps_of_another.update(one.index for one in passed_over if not _is_own(one, activation, log))
        else:
            certain.append(WaiverEffect(by, bool(waiver.until), waiver=waiver))
    return Waivers(
        min(certain, key=lambda one: one.by.index if one.by else -1, default=None),
        missing_facts(missing for _, missing in doubts),
        min((by for by, _ in doubts if by is not None), key=lambda event: event.index, default=None),
        max(lifted, key=lambda event: event.index, default=None),
        tuple(doubts),
        frozenset(perhaps_of_another),
    )


def _lifted_by(
    by: LoggedEvent | None,
    activation: Activation,
    siblings: Siblings,
    resumes: Sequence[LoggedEvent],
    undoes: Sequence[LoggedEvent],
) -> LoggedEvent | None:
    """The event that takes a waiver back, or that came first and kept it from waiving anything."""
    if by is None:
        return None
    for event in resumes:
        if event.index > by.index:
            return event
    own = activation.subject
    for event in undoes:
        taken_over = any(
            (own.opening, own.trigger.index) < (one.opening, one.trigger.index)
            and by.at.earliest <= one.opening <= event.at.latest
            # A notification that was taken in has a clock of its own from the decision on its own examination.
            and one.taken_as(one.trigger, event) is one.trigger
            for one in siblings
        )
        if may_come_after(by, event) or not taken_over:
            return event
    return None


def _list_taken_in_while_waived(
    by: LoggedEvent, undoes: Sequence[LoggedEvent], rule: Rule, activation: Activation, log: EventLog
) -> list[LoggedEvent]:
    """What a clock took in after what may waive its duty, and before anything undid that.

    Where the waiver held, each of these had a clock of its own, and took the waiver over.
    """
    first = min(event.at.earliest for event in undoes)
    # The trigger of a second examination was itself taken in before.
    others = [log.events[index] for index in activation.subject.stands_for if index != activation.trigger.index]
    return [one for one in others if by.at.earliest <= find_opening(rule, one, log) < first]


def _has_clock_of_its_own(
    taken_in: Sequence[LoggedEvent], event: LoggedEvent, by: LoggedEvent, activation: Activation
) -> bool:
    """Whether what a clock took in would keep an event from undoing a waiver that may hold."""
    own = activation.subject
    return not may_come_after(by, event) and any(own.taken_as(one, event) is own.trigger for one in taken_in)


def _is_own(event: LoggedEvent, activation: Activation, log: EventLog) -> bool:
    """Whether an event is about a duty whatever its clock took in."""
    return log.correlation.touches(event, activation.subject.with_stand_ins({}))


def birthday_of_waiver(rule: Rule, log: EventLog) -> int | None:
    """Return the first second of the birthday from which a duty of the rule is waived.

    Args:
        rule: The rule that governs the duty.
        log: The events of the case; its child has the day of birth.

    Returns:
        The second; None where the rule names no birthday, or the birth is not told.
    """
    born = log.case.barn.foedselsdato
    if rule.grows_up_at is None or born is None:
        return None
    return midnight(birthday(born, rule.grows_up_at))
