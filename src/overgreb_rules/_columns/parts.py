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

from overgreb_rules._columns.facts import passes, places
from overgreb_rules._columns.happened import ABSENT, Flags, Happened
from overgreb_rules._columns.lines import Asked, Line
from overgreb_rules._columns.shapes import Parts
from overgreb_rules._columns.tables import Ints
from overgreb_rules._program import Test
from overgreb_rules._vocabulary import Vocabulary

__all__ = ["Verdicts", "parts_of"]


class Verdicts(Protocol):
    """What the pipeline says of parts, for each of them."""

    def opens(self, triggers: Parts) -> Ints:
        """Since when the duty that each trigger opens by itself can be answered; ABSENT where it opens none."""
        ...

    def runs(self, parts: Parts) -> Flags:
        """Whether the clock that the trigger of each part starts still runs after the last event of the part."""
        ...


def parts_of(line: Line, told: Happened, vocabulary: Vocabulary, verdicts: Verdicts) -> Iterator[Parts]:
    """The parts of all cases in which the line may have a duty."""
    yield from _Cutter(line, told, vocabulary, verdicts).parts()


@dataclass(frozen=True, slots=True)
class _Cutter:
    line: Line
    told: Happened
    vocabulary: Vocabulary
    verdicts: Verdicts

    def parts(self) -> Iterator[Parts]:
        triggers = self.may_open()
        if not len(triggers):
            return
        since = np.full(len(self.told.case), ABSENT)
        if self.line.alone:
            since[triggers] = self.verdicts.opens(Parts.of(triggers, triggers, ways=False))
            triggers = triggers[since[triggers] != ABSENT]
        if not self.line.apart:
            yield self.whole(triggers)
            return
        if self.line.before:
            # An answer of any time, whose way ends before the trigger, answers it for one question and not for another.
            roundabout = self.roundabout(triggers)[self.told.case[triggers]]
            yield self.whole(triggers[roundabout])
            triggers = triggers[~roundabout]
        if self.line.one_at_a_time:
            triggers = self.in_turn(triggers, since)
        yield self.with_answers(triggers, since)

    def asked(self, wanted: Sequence[Asked]) -> Ints:
        """The events that are one of those asked for, in the order of their places."""
        found = []
        for number, type_ in enumerate(self.vocabulary.events):
            tests = [asked.tests for asked in wanted if type_ in asked.types]
            rows = self.told.of_type(number)
            if tests and len(rows):
                found.append(rows[np.logical_or.reduce([self.fits(number, type_, some, rows) for some in tests])])
        return np.sort(np.concatenate([np.zeros(0, np.int64), *found]))

    def fits(self, number: int, type_: str, tests: Sequence[Test], rows: Ints) -> Flags:
        """Which of some events of one type pass every test, as far as words and truths are tested."""
        fits = np.ones(len(rows), np.bool_)
        for test in tests:
            table = passes(test, self.vocabulary)
            if test.name == "type":
                fits &= test.matches({"type": type_})
            elif table is not None and test.name in self.told.facts:
                fits &= table[number][places(self.told.facts[test.name][rows])]
            elif table is not None:
                fits &= table[number][0]
        return fits

    def cases(self, rows: Ints) -> Flags:
        """The cases of some events."""
        found = np.zeros(len(self.told.plain), np.bool_)
        found[self.told.case[rows]] = True
        return found

    def may_open(self) -> Ints:
        """The events that can open a duty, as far as their own facts and what else is in the case tell."""
        found = []
        for trigger, *others in self.line.ways:
            rows = self.asked([trigger])
            for other in others if len(rows) else ():
                rows = rows[self.cases(self.asked([other]))[self.told.case[rows]]]
            found.append(rows)
        return found[0] if len(found) == 1 else np.unique(np.concatenate([np.zeros(0, np.int64), *found]))

    def whole(self, triggers: Ints) -> Parts:
        """All events that can matter in the cases of the triggers, and those that they answer step by step."""
        bearing = self.asked(self.line.bearing)
        rows = new = np.union1d(bearing[self.cases(triggers)[self.told.case[bearing]]], triggers)
        while len(new):
            answered = self.told.of[new]
            new = np.setdiff1d(answered[answered != ABSENT], rows)
            rows = np.union1d(rows, new)
        return Parts.of(rows, self.told.case[rows], ways=True)

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

    def roundabout(self, triggers: Ints) -> Flags:
        """The cases in which an event answers another one, and by no way a trigger."""
        answers = self.asked(self.line.bearing)
        hit, end = self.ways(answers, triggers)
        return self.cases(answers[(hit == ABSENT) & (end != answers)])

    def with_answers(self, triggers: Ints, since: Ints, until: Ints | None = None) -> Parts:
        """Each trigger with the events that answer it: up to an instant of each case, where `until` gives one."""
        told = self.told
        answers = self.asked(self.line.bearing)
        answers = answers[self.cases(triggers)[told.case[answers]]]
        if until is not None:
            answers = answers[told.earliest[answers] <= until[told.case[answers]]]
        hit, end = self.ways(answers, triggers)
        direct = hit != ABSENT
        pairs = [(hit[direct], answers[direct]), self.free(triggers, answers[~direct], end[~direct], since)]
        trigger, answer = (np.concatenate(column) for column in zip(*pairs, strict=True))
        if not self.line.before:
            touches = told.latest[answer] >= since[trigger]
            trigger, answer = trigger[touches], answer[touches]
        owners, rows = [triggers, trigger], [triggers, answer]
        if self.line.one_at_a_time:
            before, after = self.taking_over(triggers, since, trigger, answer)
            owners, rows = [*owners, before], [*rows, after]
        owner, row = np.concatenate(owners), np.concatenate(rows)
        order = np.lexsort((row, owner))
        return Parts.of(row[order], owner[order], ways=False)

    def taking_over(self, triggers: Ints, since: Ints, trigger: Ints, answer: Ints) -> tuple[Ints, Ints]:
        """Each trigger with the later ones that came before the last event that answers it: they may take over."""
        last = np.full(len(self.told.case), ABSENT)
        np.maximum.at(last, trigger, self.told.latest[answer])
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
        return before, after

    def free(self, triggers: Ints, answers: Ints, end: Ints, since: Ints) -> tuple[Ints, Ints]:
        """Answers to no trigger in particular: each with every trigger of its case up to where its way ends."""
        case = self.told.case[triggers]
        low, high = (np.searchsorted(case, self.told.case[answers], side=side) for side in ("left", "right"))
        number = high - low
        pairs = np.repeat(np.arange(len(answers)), number)
        within = np.arange(len(pairs)) - np.repeat(np.cumsum(number) - number, number)
        trigger = triggers[low[pairs] + within]
        reaches = self.line.before | (since[trigger] <= self.told.latest[end[pairs]])
        return trigger[reaches], answers[pairs][reaches]

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
            until = np.full(len(self.told.plain), ABSENT)
            until[case[ordered[now]]] = since[ordered[now]]
            earlier = np.sort(ordered[starts & (until[case[ordered]] != ABSENT)])
            parts = self.with_answers(earlier, since, until)
            running = self.cases(parts.rows[parts.first][self.verdicts.runs(parts)])
            starts[now] = ~running[case[ordered[now]]]
        return np.sort(ordered[starts])
