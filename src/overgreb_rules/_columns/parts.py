"""Which events of each case belong together for one line of duties.

The smaller the parts of the cases, the more of them are alike. Where a duty depends on its trigger and what answers it
alone, each trigger with its answers is a part of its own. Where one clock runs at a time, the case is cut where none
runs. Else all events of the case that matter to the line are one part. What answers what is decided as by `History`.
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

_SECOND_BITS = 34
"""Seconds of three centuries need no more."""


class Verdicts(Protocol):
    """What the pipeline says of parts, for each of them."""

    def opens(self, triggers: Parts) -> Ints:
        """Since when the duty that each trigger opens by itself can be answered; ABSENT where it opens none."""
        ...

    def ties(self, parts: Parts) -> tuple[Flags, Flags]:
        """Whether a clock of the part still runs after its last event; and whether the part reaches back before it."""
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
        if self.line.apart:
            yield from self.apart(triggers, since)
        else:
            rows = self.whole(triggers)
            in_turn = self.line.one_at_a_time and len(rows)
            yield self.in_turn(rows, triggers, since) if in_turn else Parts.of(rows, self.told.case[rows], ways=True)

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

    def whole(self, triggers: Ints) -> Ints:
        """All events that can matter in the cases of the triggers, and those that they answer step by step."""
        bearing = self.asked(self.line.bearing)
        rows = new = np.union1d(bearing[self.cases(triggers)[self.told.case[bearing]]], triggers)
        while len(new):
            answered = self.told.of[new]
            new = np.setdiff1d(answered[answered != ABSENT], rows)
            rows = np.union1d(rows, new)
        return rows

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

    def apart(self, triggers: Ints, since: Ints) -> Iterator[Parts]:
        """Each trigger with the events that answer it."""
        told = self.told
        answers = self.asked(self.line.bearing)
        hit, end = self.ways(answers, triggers)
        direct = hit != ABSENT
        if self.line.before:
            # An answer of any time, whose way ends before the trigger, answers it for one question and not for another.
            roundabout = self.cases(answers[~direct & (end != answers)])
            rows = self.whole(triggers[roundabout[told.case[triggers]]])
            yield Parts.of(rows, told.case[rows], ways=True)
            triggers = triggers[~roundabout[told.case[triggers]]]
            kept = ~roundabout[told.case[answers]]
            answers, hit, end, direct = answers[kept], hit[kept], end[kept], direct[kept]
        pairs = [(hit[direct], answers[direct]), self.free(triggers, answers[~direct], end[~direct], since)]
        trigger, answer = (np.concatenate(column) for column in zip(*pairs, strict=True))
        if not self.line.before:
            touches = told.latest[answer] >= since[trigger]
            trigger, answer = trigger[touches], answer[touches]
        owner, rows = np.concatenate((triggers, trigger)), np.concatenate((triggers, answer))
        order = np.lexsort((rows, owner))
        yield Parts.of(rows[order], owner[order], ways=False)

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

    def in_turn(self, rows: Ints, triggers: Ints, since: Ints) -> Parts:
        """The cases cut before each trigger that finds no clock running."""
        begins = self.cuts(rows, triggers, since)
        unknown = begins.copy()
        while True:
            parts = Parts.of(rows, np.cumsum(begins), ways=True)
            case = self.told.case[rows[parts.first]]
            followed = np.zeros(len(case), np.bool_)
            followed[:-1] = case[1:] == case[:-1]
            follows = np.append(False, followed[:-1])[: len(case)]
            asked = np.flatnonzero((followed | follows) & unknown[parts.first])
            if not len(asked):
                return parts
            runs, back = self.verdicts.ties(parts.some(asked))
            unknown[parts.first[asked]] = False
            # What follows a running clock belongs to it, and what reaches back to what was before: they are one part.
            reaching = asked[back & follows[asked]]
            after_running = _each_after(asked[runs & followed[asked]], reaching)
            joined = np.union1d(after_running, reaching)
            begins[parts.first[joined]] = False
            unknown[parts.first[joined - 1]] = True
            # A trigger that finds a clock running starts none. Without it, more parts are alike.
            opens = np.add.reduceat(np.isin(rows, triggers), parts.first)
            kept = np.ones(len(rows), np.bool_)
            kept[parts.first[after_running[opens[after_running] == 1]]] = False
            rows, begins, unknown = rows[kept], begins[kept], unknown[kept]

    def cuts(self, rows: Ints, triggers: Ints, since: Ints) -> Flags:
        """The rows with which a part can begin: nothing after them has to do with anything before them."""
        told, case = self.told, self.told.case[rows]
        begins = np.ones(len(rows), np.bool_)
        begins[1:] = case[1:] != case[:-1]
        opens = np.isin(rows, triggers)
        of = told.of[rows]
        back, ahead = np.where(of == ABSENT, rows, of), np.where(of == ABSENT, 0, of)
        links_stay = np.minimum.accumulate(back[::-1])[::-1] >= rows
        links_stay[1:] &= np.maximum.accumulate(ahead)[:-1] < rows[1:]
        others = rows[~opens]
        free = others[self.ways(others, triggers)[0] == ABSENT]
        later = np.searchsorted(free, rows)
        no_free = np.append(told.case[free], [-1])[later] != case
        least = int(told.earliest.min(initial=0))
        latest = (case << _SECOND_BITS) + told.latest[rows] - least
        in_order = np.ones(len(rows), np.bool_)
        at = (case << _SECOND_BITS) + np.where(opens, since[rows], least) - least
        in_order[1:] = np.maximum.accumulate(latest)[:-1] < at[1:]
        begins |= opens & links_stay & no_free & in_order
        return begins


def _each_after(running: Ints, joined: Ints) -> Ints:
    """The part after each of the running ones; a part that is joined to another has yet to be asked as a whole."""
    taken = set(joined.tolist())
    found = []
    for part in running.tolist():
        if part not in taken:
            taken.add(part + 1)
            found.append(part + 1)
    return np.array(found, np.int64)
