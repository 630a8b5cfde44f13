"""Which events of each case belong together for one line of duties.

Where a duty depends on its trigger and what answers it alone, each trigger with its answers is a part of its own, as
small as can be: the smaller the parts, the more of them are alike. Else all events of the case that matter to the line
are one part. What answers what is decided as `History.answers` decides it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from overgreb_rules._columns.happened import ABSENT, Flags, Happened
from overgreb_rules._columns.lines import Line
from overgreb_rules._columns.shapes import Parts
from overgreb_rules._columns.tables import Ints
from overgreb_rules._vocabulary import Vocabulary

__all__ = ["parts_of"]

Opens = Callable[[Parts], Ints]
"""Of triggers, each a part by itself: since when the duty that it opens can be answered, ABSENT where it opens none."""


def parts_of(line: Line, told: Happened, vocabulary: Vocabulary, opens: Opens) -> Parts:
    """The parts of all cases in which the line may have a duty."""
    triggers = np.flatnonzero(_of_types(line.opening, told, vocabulary))
    triggers = triggers[_others_have_happened(line, told, vocabulary)[told.case[triggers]]]
    since = np.full(len(told.case), ABSENT)
    if line.alone:
        since[triggers] = opens(Parts.of(triggers, triggers, ways=False))
        triggers = triggers[since[triggers] != ABSENT]
    if line.apart:
        return _each_with_its_answers(line, told, vocabulary, triggers, since)
    return _whole(line, told, vocabulary, triggers)


def _of_types(types: frozenset[str], told: Happened, vocabulary: Vocabulary) -> Flags:
    wanted = np.array([event in types for event in vocabulary.events])
    return wanted[told.type]


def _others_have_happened(line: Line, told: Happened, vocabulary: Vocabulary) -> Flags:
    """The cases in which, of the events that a duty needs beside its trigger, there is one of each type."""
    possible = np.zeros(len(told.plain), np.bool_)
    for types in line.beside:
        fits = np.ones(len(told.plain), np.bool_)
        for type_ in types:
            has = np.zeros(len(told.plain), np.bool_)
            has[told.case[_of_types(frozenset({type_}), told, vocabulary)]] = True
            fits &= has
        possible |= fits
    return possible


def _whole(line: Line, told: Happened, vocabulary: Vocabulary, triggers: Ints) -> Parts:
    """All that can matter, with what it answers step by step."""
    wanted = np.zeros(len(told.plain), np.bool_)
    wanted[told.case[triggers]] = True
    matters = _of_types(line.answering, told, vocabulary) & wanted[told.case]
    matters[triggers] = True
    while True:
        answered = told.of[matters]
        answered = answered[answered != ABSENT]
        new = answered[~matters[answered]]
        if not len(new):
            rows = np.flatnonzero(matters)
            return Parts.of(rows, told.case[rows], ways=True)
        matters[new] = True


def _each_with_its_answers(line: Line, told: Happened, vocabulary: Vocabulary, triggers: Ints, since: Ints) -> Parts:
    answers = np.flatnonzero(_of_types(line.answering, told, vocabulary))
    opened = np.zeros(len(told.case), np.bool_)
    opened[triggers] = True
    step = answers
    end = answers.copy()
    hit = np.full(len(answers), ABSENT)
    going = np.arange(len(answers))
    while len(going):
        step = told.of[end[going]]
        going, step = going[step != ABSENT], step[step != ABSENT]
        end[going] = step
        hit[going[opened[step]]] = step[opened[step]]
        going = going[~opened[step]]
    direct = hit != ABSENT
    pairs = [(hit[direct], answers[direct]), _free(told, triggers, answers[~direct], end[~direct], since)]
    trigger, answer = (np.concatenate(column) for column in zip(*pairs, strict=True))
    touches = told.latest[answer] >= since[trigger]
    trigger, answer = trigger[touches], answer[touches]
    owner, rows = np.concatenate((triggers, trigger)), np.concatenate((triggers, answer))
    order = np.lexsort((rows, owner))
    return Parts.of(rows[order], owner[order], ways=False)


def _free(told: Happened, triggers: Ints, answers: Ints, end: Ints, since: Ints) -> tuple[Ints, Ints]:
    """Answers to no trigger in particular: each with every trigger of its case up to where its way ends."""
    case = told.case[triggers]
    low, high = (np.searchsorted(case, told.case[answers], side=side) for side in ("left", "right"))
    number = high - low
    pairs = np.repeat(np.arange(len(answers)), number)
    within = np.arange(len(pairs)) - np.repeat(np.cumsum(number) - number, number)
    trigger = triggers[low[pairs] + within]
    reaches = since[trigger] <= told.latest[end[pairs]]
    return trigger[reaches], answers[pairs][reaches]
