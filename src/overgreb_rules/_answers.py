"""What the events of a case say of one duty that is open: whether it is owed, met, waived, ended.

The matcher says which events bear on the duty; what their order decides is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from overgreb_rules._openings import Opening
from overgreb_rules._program import Program, Role, needed
from overgreb_rules._programs import Finding, Programs
from overgreb_rules._rules import EventPattern, FactTest, Rule
from overgreb_rules._shape import Happening, History, Line

__all__ = ["NO_ANSWERS", "Answers", "Waived", "answers"]

Findings = Mapping[Role, Sequence[Finding]]


@dataclass(slots=True)
class Waived:
    """What waives a duty: an event, or (None) a fact of the trigger; `for_a_time`: until another event lifts it."""

    by: Happening | None
    for_a_time: bool


@dataclass(slots=True)
class Answers:
    """What is known of one duty.

    `excluded`: the law does not ask for it after all. `unsettled`: the unknown facts that decide whether it is owed.
    `perhaps_waived`: those that decide whether it is waived, and `doubtful_since` when that doubt arose. `met_by`: the
    events that fulfil it, in order of time; those of `perhaps_met_by` lack a fact that they must carry. `lifted_by`:
    the event that ended a waiver for a time. `precluded`: it never came to be; `perhaps_precluded`: the facts that
    decide.
    """

    excluded: bool = False
    unsettled: frozenset[str] = frozenset()
    perhaps_waived: frozenset[str] = frozenset()
    doubtful_since: Happening | None = None
    met_by: tuple[Happening, ...] = ()
    perhaps_met_by: tuple[tuple[Happening, frozenset[str]], ...] = ()
    waived: Waived | None = None
    ended_by: Happening | None = None
    lifted_by: Happening | None = None
    precluded: bool = False
    perhaps_precluded: frozenset[str] = frozenset()

    def on(self, events: Sequence[Happening]) -> Answers:
        """The same in another case of the same shape."""
        waived = self.waived
        if not (self.met_by or self.perhaps_met_by or waived or self.doubtful_since or self.ended_by or self.lifted_by):
            return self

        def there(event: Happening | None) -> Happening | None:
            return event and events[event.position]

        return Answers(
            self.excluded,
            self.unsettled,
            self.perhaps_waived,
            there(self.doubtful_since),
            tuple([events[event.position] for event in self.met_by]),
            tuple([(events[event.position], needs) for event, needs in self.perhaps_met_by]),
            waived and Waived(there(waived.by), waived.for_a_time),
            there(self.ended_by),
            there(self.lifted_by),
            self.precluded,
            self.perhaps_precluded,
        )


NO_ANSWERS = Answers()
"""Nothing has answered the duty, and nothing is unknown about it."""


def answers(
    rule: Rule,
    opening: Opening,
    line: Line,
    history: History,
    programs: Programs,
    before: int | None = None,
) -> Answers:
    """What the events of `history` (up to `before`) say of the duty under `rule`.

    `line` holds every opening of the same duty in the case: it tells which of them an event answers.
    """
    program = programs.answering(rule)
    events = _touching(rule, opening, line, history, program, before)
    told = history.tell_answers(opening.trigger, opening.facts_of, events, program)
    findings: dict[Role, list[Finding]] = {}
    for finding in programs.run(program, told):
        findings.setdefault(finding.clause.role, []).append(finding)
    settled, settling_needs = _settled(rule, findings, {event.type for event in events})
    waivers = _waivers(rule, opening, line, findings)
    certain, perhaps = _fulfilments(findings.get("meets", ()))
    precludes = [finding.clause.needs for finding in findings.get("precludes", ())]
    return Answers(
        excluded=not settled and not settling_needs,
        unsettled=opening.needs | settling_needs,
        perhaps_waived=frozenset() if waivers.waived else needed(waivers.perhaps),
        doubtful_since=waivers.doubtful_since,
        met_by=certain,
        perhaps_met_by=perhaps,
        waived=waivers.waived,
        ended_by=_first(findings.get("ends", ())),
        lifted_by=waivers.lifted_by,
        precluded=frozenset() in precludes,
        perhaps_precluded=needed(precludes),
    )


def _touching(
    rule: Rule, opening: Opening, line: Line, history: History, program: Program, before: int | None
) -> list[Happening]:
    asked = program.types_of("answer") | set(rule.once.unknown_without if rule.once else ())
    return [
        event
        for event in history.of_types(asked)
        if event is not opening.trigger
        and (before is None or event.at.earliest <= before)
        and _answers(rule, opening, line, history, event)
    ]


def _answers(rule: Rule, opening: Opening, line: Line, history: History, event: Happening) -> bool:
    if rule.clock.before is not None:
        # What must come before an event may have come before the trigger too: only the way of `of` counts.
        return history.answers_freely(event, opening.opened, line)
    return history.answers(event, opening.opened, line)


def _settled(rule: Rule, findings: Findings, types: set[str]) -> tuple[bool, frozenset[str]]:
    if rule.once is None:
        return True, frozenset()
    ways = [finding.clause.needs for finding in findings.get("settles", ())]
    if frozenset() in ways:
        return True, frozenset()
    needs = needed(ways)
    if types.isdisjoint(rule.once.unknown_without):
        needs |= frozenset(rule.once.unknown_without)
    return False, needs


def _fulfilments(
    meets: Sequence[Finding],
) -> tuple[tuple[Happening, ...], tuple[tuple[Happening, frozenset[str]], ...]]:
    by_event: dict[Happening, list[frozenset[FactTest]]] = {}
    for finding in meets:
        if finding.event is not None:
            by_event.setdefault(finding.event, []).append(finding.clause.needs)
    ordered = sorted(by_event, key=lambda event: event.position)
    certain = tuple(event for event in ordered if frozenset() in by_event[event])
    perhaps = tuple((event, needed(by_event[event])) for event in ordered if frozenset() not in by_event[event])
    return certain, perhaps


@dataclass(frozen=True, slots=True)
class _Waivers:
    waived: Waived | None
    perhaps: list[frozenset[FactTest]]
    doubtful_since: Happening | None
    lifted_by: Happening | None


def _waivers(rule: Rule, opening: Opening, line: Line, findings: Findings) -> _Waivers:
    certain: list[Waived] = []
    perhaps: list[frozenset[FactTest]] = []
    doubtful: list[Happening] = []
    lifted: list[Happening] = []
    for finding in findings.get("waives", ()):
        number = finding.clause.detail
        waiver = rule.waivers[number]
        by = finding.event if isinstance(waiver.by, EventPattern) else None
        lifting = _lifted_by(number, by, opening, line, findings)
        if lifting is not None:
            lifted += [lifting] if waiver.until else []
        elif finding.clause.needs:
            perhaps.append(finding.clause.needs)
            doubtful += [by] if by else []
        else:
            certain.append(Waived(by, bool(waiver.until)))
    return _Waivers(
        min(certain, key=lambda one: one.by.position if one.by else -1, default=None),
        perhaps,
        min(doubtful, key=lambda event: event.position, default=None),
        max(lifted, key=lambda event: event.position, default=None),
    )


def _lifted_by(
    number: int,
    by: Happening | None,
    opening: Opening,
    line: Line,
    findings: Findings,
) -> Happening | None:
    """The event that takes a waiver back, or that came first and kept it from waiving anything."""
    if by is None:
        return None
    for event in _of(findings.get("resumes", ()), number):
        if event.position > by.position:
            return event
    for event in _of(findings.get("undoes", ()), number):
        taken_over = any(
            one.trigger is not opening.trigger and by.at.latest < one.since <= event.at.latest for one in line.opened
        )
        if event.position < by.position or not taken_over:
            return event
    return None


def _of(findings: Sequence[Finding], number: int) -> list[Happening]:
    events = [finding.event for finding in findings if finding.clause.detail == number and finding.event]
    return sorted(events, key=lambda event: event.position)


def _first(findings: Sequence[Finding]) -> Happening | None:
    events = [finding.event for finding in findings if finding.event]
    return min(events, key=lambda event: event.position, default=None)
