"""All answers to a batch: line by line for the cases that are plain, one by one for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from overgreb_rules._columnar import row_fallback
from overgreb_rules._columnar.answer_table import table_of_answers
from overgreb_rules._columnar.columns.event_columns import ABSENT, Flags, Happened, happened, numbers
from overgreb_rules._columnar.grouping.dependencies import Line, lines_of
from overgreb_rules._columnar.grouping.group_evaluation import Memory, judge_group
from overgreb_rules._columnar.grouping.partition import parts_of
from overgreb_rules._columnar.grouping.representative import Judge, Told
from overgreb_rules._columnar.grouping.results import Found
from overgreb_rules._columnar.grouping.signature import Child, Group, Parts, alike
from overgreb_rules._columnar.io.input_tables import Batch, Ints
from overgreb_rules._columnar.remedies import remedies
from overgreb_rules._duties.duty import CHANGE_OF_LAW
from overgreb_rules._evaluate.assembly import FIRST_DAY
from overgreb_rules.calendar import day_of
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook

__all__ = ["Answering"]


class Answering:
    """Answers batches at one instant, and remembers the shapes that it has judged."""

    def __init__(self, until: int, book: Rulebook, policy: Policy | None) -> None:
        self.until, self.book, self.policy = until, book, policy
        # A plain case has nothing of before the change of law, where the instant is after it.
        first = day_of(CHANGE_OF_LAW) if until >= CHANGE_OF_LAW else FIRST_DAY
        self.lines: Sequence[Line] = lines_of(book.rules, book.programs, first, day_of(until))
        self.memory = Memory()

    def answers(self, batch: Batch) -> pa.Table:
        """A row for each case of the batch, in their order."""
        told = happened(batch, self.book.rules.vocabulary, self.until)
        ladder = self.policy or self.book.rules.policy
        found = list(self._found(batch, told).rows())
        found += remedies(found, told, self.book.rules, self.until)
        plain = table_of_answers(batch, told, found, self.book, ladder, self.until)
        odd = np.flatnonzero(~told.plain)
        if not len(odd):
            return plain
        rest = row_fallback.answers_of(batch, self.until, self.book, self.policy, odd)
        order = np.argsort(np.concatenate((np.flatnonzero(told.plain), odd)), kind="stable")
        return pa.concat_tables([plain, rest]).take(pa.array(order))

    def _found(self, batch: Batch, told: Happened) -> Found:
        found = Found()
        vocabulary = self.book.rules.vocabulary
        child = Child(*(numbers(batch.cases[name]) for name in ("foedselsdato", "termin", "soeskende_under_15")))
        all_told = Told(told, child, vocabulary, self.book.programs, self.until)
        for number, line in enumerate(self.lines):
            judge = Judge(all_told, line)
            for parts in parts_of(line, told, vocabulary, _ByShape(judge)):
                for group in alike(line, parts, told, child, vocabulary):
                    judge_group(judge, number, group, self.memory, found)
        return found


@dataclass(frozen=True, slots=True)
class _ByShape:
    """What the pipeline says of parts: asked once for each shape."""

    judge: Judge

    def opens(self, triggers: Parts) -> Ints:
        """Since when the duty that each trigger opens can be answered; ABSENT where it opens none."""
        told = self.judge.told.happened
        since = np.full(len(triggers.first), ABSENT)
        for group in self._groups(triggers):
            fact = self.judge.opens(group)
            if fact is not None and group.outline.about is not None:
                rows = group.events[:, group.outline.about]
                earliest = told.earliest[rows]
                since[group.members] = np.minimum(earliest, told.facts[fact][rows]) if fact else earliest
        return since

    def runs(self, parts: Parts) -> Flags:
        """Whether the clock that the trigger of each part starts still runs after the last event of the part."""
        runs = np.zeros(len(parts.first), np.bool_)
        for group in self._groups(parts):
            runs[group.members] = self.judge.example(group).runs
        return runs

    def _groups(self, parts: Parts) -> Iterator[Group]:
        told = self.judge.told
        return alike(self.judge.line, parts, told.happened, told.child, told.vocabulary)
