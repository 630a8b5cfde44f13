"""Evaluation of a batch: signature by signature for the supported cases, one by one for the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from overgreb_rules._columnar import row_fallback
from overgreb_rules._columnar.answer_table import build_answer_table, sort_duties
from overgreb_rules._columnar.columns.arrays import ABSENT, BoolArray, EpochSecondsArray
from overgreb_rules._columnar.columns.day_numbers import date_of
from overgreb_rules._columnar.columns.deadline_columns import DeadlineColumns
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.case_slices import Partition
from overgreb_rules._columnar.grouping.context import BatchContext
from overgreb_rules._columnar.grouping.dependencies import LineageDependencies, collect_dependencies
from overgreb_rules._columnar.grouping.group_evaluation import SignatureCache, evaluate_group
from overgreb_rules._columnar.grouping.partition import partition_cases
from overgreb_rules._columnar.grouping.representative import RepresentativeEvaluator
from overgreb_rules._columnar.grouping.results import OutcomeColumns, OutcomeKey, ResultCollector
from overgreb_rules._columnar.grouping.signature import SignatureGroup, group_by_signature
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules._duties.remedies import find_remedy_rules, is_breach
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.calendar import day_of
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook


class BatchEvaluator:
    """Evaluates batches at one instant, and keeps the evaluated signatures from batch to batch."""

    def __init__(self, as_of: int, book: Rulebook, policy: Policy | None) -> None:
        """Collect the dependencies of the rules that can matter at the instant.

        Args:
            as_of: The instant of the evaluation in epoch seconds.
            book: The rules.
            policy: The ladders of escalation of a municipality; None for the standard ones.
        """
        self.as_of, self.book, self.policy = as_of, book, policy
        # Once the law has changed, cases with events from before are not supported.
        first = book.rules.first_day_without_transition(as_of)
        self.dependencies: Sequence[LineageDependencies] = collect_dependencies(
            book.rules, book.programs, first, day_of(as_of)
        )
        self.cache = SignatureCache()

    def evaluate(self, batch: CaseBatch) -> pa.Table:
        """Evaluate every case of a batch.

        Args:
            batch: The cases and their events.

        Returns:
            A row of `ANSWERS` for each case, in their order.
        """
        context = BatchContext.of(batch, self.book, self.as_of)
        columns = context.columns
        outcomes = list(self._evaluate_lineages(context).collect())
        outcomes += _activate_remedies(outcomes, columns, self.book.rules, self.as_of)
        policy = self.policy or self.book.standard_policy
        answers = build_answer_table(batch, columns, outcomes, self.book, policy, self.as_of)
        unsupported = np.flatnonzero(~columns.supported)
        if not len(unsupported):
            return answers
        rest = row_fallback.evaluate_rows(batch, self.as_of, self.book, self.policy, unsupported)
        order = np.argsort(np.concatenate((np.flatnonzero(columns.supported), unsupported)), kind="stable")
        return pa.concat_tables([answers, rest]).take(pa.array(order))

    def _evaluate_lineages(self, context: BatchContext) -> ResultCollector:
        results = ResultCollector()
        for lineage, dependencies in enumerate(self.dependencies):
            evaluator = RepresentativeEvaluator(context, dependencies)
            for partition in partition_cases(dependencies, context, _SignatureOracle(evaluator)):
                for group in group_by_signature(dependencies, partition, context):
                    evaluate_group(evaluator, lineage, group, self.cache, results)
        return results


@dataclass(frozen=True, slots=True)
class _SignatureOracle:
    """Asks the scalar pipeline once for each signature: a `SliceOracle`."""

    evaluator: RepresentativeEvaluator

    def answerable_from(self, triggers: Partition) -> EpochSecondsArray:
        columns = self.evaluator.context.columns
        since = np.full(len(triggers.starts), ABSENT)
        for group in self._groups(triggers):
            fact = self.evaluator.find_activation_fact(group)
            if fact is not None and group.layout.subject is not None:
                events = group.events[:, group.layout.subject]
                earliest = columns.earliest[events]
                since[group.slices] = np.minimum(earliest, columns.facts[fact][events]) if fact else earliest
        return since

    def is_clock_running(self, slices: Partition) -> BoolArray:
        is_running = np.zeros(len(slices.starts), np.bool_)
        for group in self._groups(slices):
            is_running[group.slices] = self.evaluator.evaluate_representative(group).is_clock_running
        return is_running

    def _groups(self, partition: Partition) -> Iterator[SignatureGroup]:
        return group_by_signature(self.evaluator.dependencies, partition, self.evaluator.context)


def _activate_remedies(
    outcomes: Sequence[OutcomeColumns], columns: EventColumns, rules: RuleSet, as_of: int
) -> Iterator[OutcomeColumns]:
    """Yield the permissions that the first breach by the municipality activates in each case."""
    breaches = [one for one in outcomes if is_breach(one.key.rule, one.key.status, rules)]
    if not breaches:
        return
    key = np.arange(len(breaches)).repeat([len(one.triggers) for one in breaches])
    trigger = np.concatenate([one.triggers for one in breaches])
    broken = np.concatenate([one.deadlines.broken for one in breaches])
    case = columns.case[trigger]
    order = sort_duties([case, broken], [one.key for one in breaches], key, trigger, columns)
    first_of_case = order[np.unique(case[order], return_index=True)[1]]
    trigger = trigger[first_of_case]
    start, is_day = columns.earliest[trigger], columns.earliest[trigger] != columns.latest[trigger]
    kinds, which = np.unique(columns.day[trigger] * 2 + is_day, return_inverse=True)
    for number, kind in enumerate(kinds.tolist()):
        rows = np.flatnonzero(which == number)
        deadlines = DeadlineColumns(start[rows], start[rows])
        for _, rule in find_remedy_rules(rules, date_of(kind // 2), as_of):
            permission = OutcomeKey(rule.id, rule, "available", start_is_day=kind % 2 == 1)
            yield OutcomeColumns(permission, trigger[rows], np.zeros((len(rows), 0), np.int64), deadlines)
