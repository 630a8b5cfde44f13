"""Which events of each case belong together for one line of duties.

The smaller the parts of the cases, the more of them are alike. Where a duty depends on its trigger and what answers it
alone, each trigger with its answers is a part of its own; where one clock runs at a time, each that finds none running.
Else all events of the case that matter to the line are one part. What answers what is decided as `History` decides it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from overgreb_rules._columnar.columns.event_columns import ABSENT, BoolArray, EventColumns
from overgreb_rules._columnar.columns.fact_codes import fact_codes, passing_codes
from overgreb_rules._columnar.grouping.dependencies import EventSelector, LineageDependencies
from overgreb_rules._columnar.grouping.signature import Partition
from overgreb_rules._columnar.io.input_tables import Ints
from overgreb_rules._matching.program import Comparison
from overgreb_rules._rules.vocabulary import Vocabulary


class SliceOracle(Protocol):
    """What the pipeline says of parts, for each of them."""

    def answerable_from(self, triggers: Partition) -> Ints:
        """Since when the duty that each trigger opens can be answered; ABSENT where it opens none."""
        ...

    def is_clock_running(self, parts: Partition) -> BoolArray:
        """Whether the clock that the trigger of each part starts still runs after the last event of the part."""
        ...


def partition_cases(
    line: LineageDependencies, told: EventColumns, vocabulary: Vocabulary, verdicts: SliceOracle
) -> Iterator[Partition]:
    """The parts of all cases in which the line may have a duty."""
    yield from _Partitioner(line, told, vocabulary, verdicts).parts()


@dataclass(frozen=True, slots=True)
class _Members:
    """Events with the trigger to whose part each belongs; one may belong to several."""

    owner: Ints
    row: Ints
    linked: bool = False
    about: bool = False


@dataclass(frozen=True, slots=True)
class _Partitioner:
    line: LineageDependencies
    told: EventColumns
    vocabulary: Vocabulary
    verdicts: SliceOracle

    def parts(self) -> Iterator[Partition]:
        triggers = self.may_open()
        if not len(triggers):
            return
        if not self.line.is_independent:
            yield self.whole(triggers)
            return
        since = np.full(len(self.told.case), ABSENT)
        since[triggers] = self.verdicts.answerable_from(self.joined([self.about(triggers), *self.before(triggers)]))
        triggers = triggers[since[triggers] != ABSENT]
        if self.line.must_precede:
            # An answer of any time, whose way ends before the trigger, answers it for one question and not for another.
            roundabout = self.roundabout(triggers)[self.told.case[triggers]]
            yield self.whole(triggers[roundabout])
            triggers = triggers[~roundabout]
        if self.line.one_at_a_time:
            triggers = self.in_turn(triggers, since)
        yield self.with_answers(triggers, since)

    def asked(self, wanted: Sequence[EventSelector]) -> Ints:
        """The events that are one of those asked for, in the order of their places."""
        found = []
        for number, type_ in enumerate(self.vocabulary.events):
            tests = [asked.tests for asked in wanted if type_ in asked.types]
            rows = self.told.by_type[number]
            if tests and len(rows):
                found.append(rows[np.logical_or.reduce([self.fits(number, type_, some, rows) for some in tests])])
        return np.sort(np.concatenate([np.zeros(0, np.int64), *found]))

    def fits(self, number: int, type_: str, tests: Sequence[Comparison], rows: Ints) -> BoolArray:
        """Which of some events of one type pass every test, as far as words and truths are tested."""
        fits = np.ones(len(rows), np.bool_)
        for test in tests:
            table = passing_codes(test, self.vocabulary)
            if test.name == "type":
                fits &= test.matches({"type": type_})
            elif table is not None and test.name in self.told.facts:
                fits &= table[number][fact_codes(self.told.facts[test.name][rows])]
            elif table is not None:
                fits &= table[number][0]
        return fits

    def cases(self, rows: Ints) -> BoolArray:
        """The cases of some events."""
        found = np.zeros(len(self.told.supported), np.bool_)
        found[self.told.case[rows]] = True
        return found

    def may_open(self) -> Ints:
        """The events that can open a duty, as far as their own facts and what else is in the case tell."""
        found = []
        for trigger, *others in self.line.activation_paths:
            rows = self.asked([trigger])
            for other in others if len(rows) else ():
                rows = rows[self.cases(self.asked([other]))[self.told.case[rows]]]
            found.append(rows)
        return found[0] if len(found) == 1 else np.unique(np.concatenate([np.zeros(0, np.int64), *found]))

    def whole(self, triggers: Ints) -> Partition:
        """All events that can matter in the cases of the triggers, and those that they answer step by step."""
        first = [EventSelector(self.line.limiting_types)] if self.line.limiting_types else []
        bearing = self.asked([*self.line.earlier_events, *self.line.answering_events, *first])
        rows = new = np.union1d(bearing[self.cases(triggers)[self.told.case[bearing]]], triggers)
        while len(new):
            answered = self.told.of[new]
            new = np.setdiff1d(answered[answered != ABSENT], rows)
            rows = np.union1d(rows, new)
        every = np.ones(len(rows), np.bool_)
        return Partition.of(rows, self.told.case[rows], linked=every, about=~every)

    def ways(self, answers: Ints, triggers: Ints) -> tuple[Ints, Ints]:
        """The first of the triggers that each event answers, step by step, or ABSENT; and where its way has led."""
        opened = np.zeros(len(self.told.case), np.bool_)
        opened[triggers] = True
        end, hit = answers.copy(), np.full(len(answers), ABSENT)
        going = np.arange(len(answers))
        while len(going):
            step = self.told.of[end[going]]
            going, step = going[step != ABSENT], step[step != ABSENT]
            end[going] = step
            hit[going[opened[step]]] = step[opened[step]]
            going = going[~opened[step]]
        return hit, end

    def roundabout(self, triggers: Ints) -> BoolArray:
        """The cases in which an event answers another one, and by no way a trigger."""
        answers = self.asked(self.line.answering_events)
        hit, end = self.ways(answers, triggers)
        return self.cases(answers[(hit == ABSENT) & (end != answers)])

    def with_answers(self, triggers: Ints, since: Ints, until: Ints | None = None) -> Partition:
        """Each trigger with the events that answer it: up to an instant of each case, where `until` gives one."""
        told = self.told
        answers = self.asked(self.line.answering_events)
        answers = answers[self.cases(triggers)[told.case[answers]]]
        if until is not None:
            answers = answers[told.earliest[answers] <= until[told.case[answers]]]
        hit, end = self.ways(answers, triggers)
        direct = hit != ABSENT
        pairs = [(hit[direct], answers[direct]), self.free(triggers, answers[~direct], end[~direct], since)]
        trigger, answer = (np.concatenate(column) for column in zip(*pairs, strict=True))
        if not self.line.must_precede:
            touches = told.latest[answer] >= since[trigger]
            trigger, answer = trigger[touches], answer[touches]
        rows = [self.about(triggers), *self.before(triggers), _Members(trigger, answer)]
        if self.line.limiting_types:
            rows.append(self.coming_first(triggers))
        if self.line.undoing_types:
            rows.append(self.taking_over(triggers, since, trigger, answer))
        return self.joined(rows)

    def joined(self, members: Sequence[_Members]) -> Partition:
        """The parts of all members, each event once: linked, if it is by any of them."""
        owner, row = (np.concatenate([getattr(some, name) for some in members]) for name in ("owner", "row"))
        linked, about = (
            np.concatenate([np.full(len(some.row), getattr(some, name)) for some in members])
            for name in ("linked", "about")
        )
        order = np.lexsort((row, owner))
        owner, row = owner[order], row[order]
        once = np.ones(len(row), np.bool_)
        once[1:] = (owner[1:] != owner[:-1]) | (row[1:] != row[:-1])
        first = np.flatnonzero(once)
        if not len(first):
            return Partition.of(row, owner, linked, about)
        linked, about = (np.logical_or.reduceat(some[order], first) for some in (linked, about))
        return Partition.of(row[first], owner[first], linked, about)

    def about(self, triggers: Ints) -> _Members:
        """Each trigger, as what its part is about."""
        return _Members(triggers, triggers, about=True)

    def before(self, triggers: Ints) -> Iterator[_Members]:
        """Each trigger with what came before it and can bear on whether it opens a duty, and what that answers."""
        if not self.line.earlier_events:
            return
        owner, row = self.together(triggers, self.asked(self.line.earlier_events))
        earlier = self.told.earliest[row] <= self.told.earliest[owner]
        owner, row = owner[earlier], row[earlier]
        while len(row):
            yield _Members(owner, row, linked=True)
            of = self.told.of[row]
            owner, row = owner[of != ABSENT], of[of != ABSENT]

    def together(self, triggers: Ints, rows: Ints) -> tuple[Ints, Ints]:
        """Every pair of a trigger and another event of its case."""
        case = self.told.case[rows]
        low, high = (np.searchsorted(case, self.told.case[triggers], side=side) for side in ("left", "right"))
        number = high - low
        owner = np.repeat(np.arange(len(triggers)), number)
        row = rows[low[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(number) - number, number)]
        owner = triggers[owner]
        return owner[owner != row], row[owner != row]

    def coming_first(self, triggers: Ints) -> _Members:
        """Each trigger with the first event since then whose day may end its time."""
        owner, row = self.together(triggers, self.asked([EventSelector(self.line.limiting_types)]))
        since = self.told.latest[row] >= self.told.earliest[owner]
        owner, row = owner[since], row[since]
        owner, first = np.unique(owner, return_index=True)
        return _Members(owner, row[first])

    def taking_over(self, triggers: Ints, since: Ints, trigger: Ints, answer: Ints) -> _Members:
        """Each trigger with the later ones that come before the last event that could undo a waiver."""
        types = np.array([event in self.line.undoing_types for event in self.vocabulary.events])
        undoing = types[self.told.type[answer]]
        last = np.full(len(self.told.case), ABSENT)
        np.maximum.at(last, trigger[undoing], self.told.latest[answer[undoing]])
        ordered = triggers[np.lexsort((triggers, since[triggers], self.told.case[triggers]))]
        case = self.told.case[ordered]
        found = [(triggers[:0], triggers[:0])]
        for distance in range(1, len(ordered)):
            one, other = ordered[:-distance], ordered[distance:]
            comes = (case[:-distance] == case[distance:]) & (since[other] <= last[one])
            if not comes.any():
                break
            found.append((one[comes], other[comes]))
        before, after = (np.concatenate(column) for column in zip(*found, strict=True))
        return _Members(before, after)

    def free(self, triggers: Ints, answers: Ints, end: Ints, since: Ints) -> tuple[Ints, Ints]:
        """Answers to no trigger in particular: each with every trigger of its case up to where its way ends."""
        trigger, answer = self.together(triggers, answers)
        ends = end[np.searchsorted(answers, answer)]
        reaches = self.line.must_precede | (since[trigger] <= self.told.latest[ends])
        return trigger[reaches], answer[reaches]

    def in_turn(self, triggers: Ints, since: Ints) -> Ints:
        """Of the triggers those that start a clock: the first of each case, and later ones that find none running."""
        case = self.told.case
        ordered = triggers[np.lexsort((triggers, since[triggers], case[triggers]))]
        first = np.ones(len(ordered), np.bool_)
        first[1:] = case[ordered][1:] != case[ordered][:-1]
        turn = np.arange(len(ordered)) - np.maximum.accumulate(np.where(first, np.arange(len(ordered)), 0))
        starts = first
        for number in range(1, int(turn.max(initial=0)) + 1):
            now = np.flatnonzero(turn == number)
            until = np.full(len(self.told.supported), ABSENT)
            until[case[ordered[now]]] = since[ordered[now]]
            earlier = np.sort(ordered[starts & (until[case[ordered]] != ABSENT)])
            parts = self.with_answers(earlier, since, until)
            running = self.cases(parts.events[parts.is_subject][self.verdicts.is_clock_running(parts)])
            starts[now] = ~running[case[ordered[now]]]
        return np.sort(ordered[starts])
