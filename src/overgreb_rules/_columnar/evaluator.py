"""All answers to a batch: line by line for the cases that are plain, one by one for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from overgreb_rules._columnar import row_fallback
from overgreb_rules._columnar.answer_table import build_answer_table
from overgreb_rules._columnar.columns.event_columns import (
    ABSENT,
    BoolArray,
    EventColumns,
    build_event_columns,
    to_int64,
)
from overgreb_rules._columnar.grouping.dependencies import LineageDependencies, collect_dependencies
from overgreb_rules._columnar.grouping.group_evaluation import SignatureCache, evaluate_group
from overgreb_rules._columnar.grouping.partition import partition_cases
from overgreb_rules._columnar.grouping.representative import BatchContext, RepresentativeEvaluator
from overgreb_rules._columnar.grouping.results import ResultCollector
from overgreb_rules._columnar.grouping.signature import ChildColumns, Partition, SignatureGroup, group_by_signature
from overgreb_rules._columnar.io.input_tables import CaseBatch, Ints
from overgreb_rules._columnar.remedies import remedies
from overgreb_rules._duties.duty import CHANGE_OF_LAW
from overgreb_rules._evaluate.assembly import FIRST_DAY
from overgreb_rules.calendar import day_of
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook


class BatchEvaluator:
    """Answers batches at one instant, and remembers the shapes that it has judged."""

    def __init__(self, until: int, book: Rulebook, policy: Policy | None) -> None:
        self.as_of, self.book, self.policy = until, book, policy
        # A plain case has nothing of before the change of law, where the instant is after it.
        first = day_of(CHANGE_OF_LAW) if until >= CHANGE_OF_LAW else FIRST_DAY
        self.dependencies: Sequence[LineageDependencies] = collect_dependencies(
            book.rules, book.programs, first, day_of(until)
        )
        self.cache = SignatureCache()

    def evaluate(self, batch: CaseBatch) -> pa.Table:
        """A row for each case of the batch, in their order."""
        told = build_event_columns(batch, self.book.rules.vocabulary, self.as_of)
        ladder = self.policy or self.book.standard_policy
        found = list(self._found(batch, told).collect())
        found += remedies(found, told, self.book.rules, self.as_of)
        plain = build_answer_table(batch, told, found, self.book, ladder, self.as_of)
        odd = np.flatnonzero(~told.supported)
        if not len(odd):
            return plain
        rest = row_fallback.evaluate_rows(batch, self.as_of, self.book, self.policy, odd)
        order = np.argsort(np.concatenate((np.flatnonzero(told.supported), odd)), kind="stable")
        return pa.concat_tables([plain, rest]).take(pa.array(order))

    def _found(self, batch: CaseBatch, told: EventColumns) -> ResultCollector:
        found = ResultCollector()
        vocabulary = self.book.rules.vocabulary
        child = ChildColumns(
            *(to_int64(batch.cases[name]) for name in ("foedselsdato", "termin", "soeskende_under_15"))
        )
        all_told = BatchContext(told, child, vocabulary, self.book.programs, self.as_of)
        for number, line in enumerate(self.dependencies):
            judge = RepresentativeEvaluator(all_told, line)
            for parts in partition_cases(line, told, vocabulary, _GroupedOracle(judge)):
                for group in group_by_signature(line, parts, told, child, vocabulary):
                    evaluate_group(judge, number, group, self.cache, found)
        return found


@dataclass(frozen=True, slots=True)
class _GroupedOracle:
    """What the pipeline says of parts: asked once for each shape."""

    evaluator: RepresentativeEvaluator

    def answerable_from(self, triggers: Partition) -> Ints:
        """Since when the duty that each trigger opens can be answered; ABSENT where it opens none."""
        told = self.evaluator.context.events
        since = np.full(len(triggers.starts), ABSENT)
        for group in self._groups(triggers):
            fact = self.evaluator.find_activation_fact(group)
            if fact is not None and group.layout.subject is not None:
                rows = group.events[:, group.layout.subject]
                earliest = told.earliest[rows]
                since[group.slices] = np.minimum(earliest, told.facts[fact][rows]) if fact else earliest
        return since

    def is_clock_running(self, parts: Partition) -> BoolArray:
        """Whether the clock that the trigger of each part starts still runs after the last event of the part."""
        runs = np.zeros(len(parts.starts), np.bool_)
        for group in self._groups(parts):
            runs[group.slices] = self.evaluator.evaluate_representative(group).is_clock_running
        return runs

    def _groups(self, parts: Partition) -> Iterator[SignatureGroup]:
        told = self.evaluator.context
        return group_by_signature(self.evaluator.dependencies, parts, told.events, told.child, told.vocabulary)
