"""All answers to a batch: line by line for the cases that are plain, one by one for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from overgreb_rules._columns import one_by_one
from overgreb_rules._columns.happened import ABSENT, Happened, happened, numbers
from overgreb_rules._columns.judge import Judge
from overgreb_rules._columns.lines import Line, lines_of
from overgreb_rules._columns.parts import parts_of
from overgreb_rules._columns.remedies import remedies
from overgreb_rules._columns.shapes import Child, Parts, alike
from overgreb_rules._columns.table import table_of_answers
from overgreb_rules._columns.tables import Batch, Ints
from overgreb_rules._columns.verdicts import Memory, Rows, rows_of
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook

__all__ = ["Answering"]


class Answering:
    """Answers batches at one instant, and remembers the shapes that it has judged."""

    def __init__(self, until: int, book: Rulebook, policy: Policy | None) -> None:
        self.until, self.book, self.policy = until, book, policy
        self.lines: Sequence[Line] = lines_of(book.rules, book.programs)
        self.memory = Memory()

    def answers(self, batch: Batch) -> pa.Table:
        """A row for each case of the batch, in their order."""
        told = happened(batch, self.book.rules.vocabulary, self.until)
        ladder = self.policy or self.book.rules.policy
        found = list(self._rows(batch, told))
        found += remedies(found, told, self.book.rules, self.until)
        plain = table_of_answers(batch, told, found, self.book, ladder, self.until)
        odd = np.flatnonzero(~told.plain)
        if not len(odd):
            return plain
        rest = one_by_one.answers_of(batch, self.until, self.book, self.policy, odd)
        order = np.argsort(np.concatenate((np.flatnonzero(told.plain), odd)), kind="stable")
        return pa.concat_tables([plain, rest]).take(pa.array(order))

    def _rows(self, batch: Batch, told: Happened) -> Iterator[Rows]:
        rules = self.book.rules
        child = Child(*(numbers(batch.cases[name]) for name in ("foedselsdato", "termin", "soeskende_under_15")))
        judge = Judge(told, child, rules.vocabulary, self.book.programs, self.until)
        for number, line in enumerate(self.lines):
            parts = parts_of(line, told, rules.vocabulary, partial(_opens, judge, line))
            for group in alike(line, parts, told, child, rules.vocabulary):
                yield from rows_of(judge, number, line, group, self.memory, ways=parts.ways)


def _opens(judge: Judge, line: Line, triggers: Parts) -> Ints:
    """Since when a duty that each of the triggers opens by itself can be answered; ABSENT where it opens none."""
    told = judge.told
    since = np.full(len(told.case), ABSENT)
    for group in alike(line, triggers, told, judge.child, judge.vocabulary):
        places = group.events[:, 0]
        fact = judge.opens(line, int(places[0]))
        if fact is not None:
            earliest = told.earliest[places]
            since[places] = np.minimum(earliest, told.facts[fact][places]) if fact else earliest
    return since[triggers.rows]
