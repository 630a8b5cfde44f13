"""Evaluation of a batch: signature by signature for the supported cases, one by one for the others."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from overgreb_rules._columnar import row_fallback
from overgreb_rules._columnar.answer_dictionaries import AnswerDictionaries
from overgreb_rules._columnar.answer_table import build_answer_table
from overgreb_rules._columnar.columns.arrays import ABSENT, NEVER, BoolArray, EpochSecondsArray, to_int64
from overgreb_rules._columnar.columns.day_numbers import date_of
from overgreb_rules._columnar.columns.deadline_columns import DeadlineColumns
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.contradictions import find_contradictory, find_late_births, find_unknown_kommuner
from overgreb_rules._columnar.duty_columns import sort_duties
from overgreb_rules._columnar.grouping.case_slices import Partition
from overgreb_rules._columnar.grouping.context import BatchContext
from overgreb_rules._columnar.grouping.correlation import mark_types
from overgreb_rules._columnar.grouping.dependencies import LineageDependencies, collect_dependencies
from overgreb_rules._columnar.grouping.group_evaluation import SignatureEvaluation, evaluate_group
from overgreb_rules._columnar.grouping.partition import partition_cases
from overgreb_rules._columnar.grouping.representative import RepresentativeEvaluator, SliceMemory
from overgreb_rules._columnar.grouping.results import OutcomeColumns, OutcomeKey, ResultCollector
from overgreb_rules._columnar.grouping.signature import SignatureGroup, group_by_signature
from overgreb_rules._columnar.grouping.signature_memory import SignatureMemory
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules._columnar.link_warnings import find_event_warnings, find_unanswering
from overgreb_rules._columnar.older_matters import find_older_matters
from overgreb_rules._columnar.unmet_links import find_unmet_links
from overgreb_rules._duties.remedies import find_remedy_rules, is_breach
from overgreb_rules._duties.status import UNMET_STATUSES
from overgreb_rules._rules.citation import citation, wording_days
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.calendar import day_of
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.value_object import ValueObject

_ROWS_A_SLICE = 16
"""Slices of fewer rows on average cost the reader of a table more than copying it once."""


class BatchEvaluator:
    """Evaluates batches at one instant, and keeps the evaluated signatures from batch to batch."""

    def __init__(self, as_of: int, book: Rulebook, policy: Policy | None, language: str = "en") -> None:
        """Collect the dependencies of the rules that can matter at the instant.

        Args:
            as_of: The instant of the evaluation in epoch seconds.
            book: The rules.
            policy: The ladders of escalation of a municipality; None for the standard ones.
            language: The language of errors, `da` or `en`.
        """
        self.as_of, self.book, self.policy, self.language = as_of, book, policy, language
        # Once the law has changed, cases with events from before are not supported.
        first = book.rules.first_day_without_transition(as_of)
        self.dependencies: Sequence[LineageDependencies] = collect_dependencies(
            book.rules, book.programs, first, day_of(as_of)
        )
        self.cache: SignatureMemory[SignatureEvaluation] = SignatureMemory()
        self.memory = SliceMemory()
        self.dictionaries = AnswerDictionaries.of(book.rules)

    def evaluate(self, batch: CaseBatch) -> pa.Table:
        """Evaluate every case of a batch.

        Args:
            batch: The cases and their events.

        Returns:
            A row of `ANSWERS` for each case, in their order.
        """
        context = BatchContext.of(batch, self.book, self.as_of)
        results = self._evaluate_lineages(context)
        duties = list(results.collect())
        unanswering = find_unanswering(context.columns, results.answering, self.book.rules)
        cases = _find_unanswerable(results, unanswering, context.columns, self.book.rules)
        cases |= _find_commencing(duties, context.columns, self.book.rules, self.as_of)
        cases |= find_contradictory(context.columns, self.book.rules)
        cases |= find_unmet_links(context.columns, duties, self.book.rules)
        columns = _leave_out(cases, context.columns, batch)
        outcomes = list(_select_supported(duties, columns))
        outcomes += _activate_remedies(outcomes, columns, self.book.rules, self.as_of)
        policy = self.book.complete_policy(self.policy)
        kommuner = find_unknown_kommuner(to_int64(batch.cases["kommune"]), np.flatnonzero(columns.supported))
        births = find_late_births(columns, context.child.foedselsdato, self.book.rules)
        older_matters = find_older_matters(results.older_acts, columns, self.book.rules)
        of_events = find_event_warnings(columns, unanswering, self.book.rules)
        case_warnings = itertools.chain(kommuner, births, older_matters, of_events)
        answers = build_answer_table(
            batch, columns, outcomes, results.used, case_warnings, self.dictionaries, self.book, policy, self.as_of
        )
        unsupported = np.flatnonzero(~columns.supported)
        if not len(unsupported):
            return answers
        rest = row_fallback.evaluate_rows(batch, self.as_of, self.book, self.policy, unsupported, self.language)
        return _merge(answers, self.dictionaries.conform(rest), columns.supported)

    def _evaluate_lineages(self, context: BatchContext) -> ResultCollector:
        results = ResultCollector()
        for lineage, dependencies in enumerate(self.dependencies):
            evaluator = RepresentativeEvaluator(context, dependencies, lineage, self.memory)
            for partition in partition_cases(dependencies, context, _SignatureOracle(evaluator)):
                for group in group_by_signature(dependencies, partition, context):
                    evaluate_group(evaluator, lineage, group, self.cache, results)
        return results


class _SignatureOracle(ValueObject):
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
            is_running[group.slices] = self.evaluator.is_clock_running(group)
        return is_running

    def _groups(self, partition: Partition) -> Iterator[SignatureGroup]:
        return group_by_signature(self.evaluator.dependencies, partition, self.evaluator.context)


def _merge(answers: pa.Table, rest: pa.Table, is_supported: BoolArray) -> pa.Table:
    """Return the rows of both tables in the order of the cases.

    A few cases evaluated alone must not make all duties of the others be copied: 7 of 65,536 took a sixth of the time
    and a third of the memory. So both tables are sliced, unless that makes slices of a few rows only.
    """
    starts = np.flatnonzero(np.diff(is_supported, prepend=~is_supported[0]))
    if len(starts) * _ROWS_A_SLICE > len(is_supported):
        order = np.argsort(np.concatenate((np.flatnonzero(is_supported), np.flatnonzero(~is_supported))), kind="stable")
        return pa.concat_tables([answers, rest]).take(pa.array(order))
    slices, of_answers, of_rest = [], 0, 0
    for start, end in itertools.pairwise([*starts.tolist(), len(is_supported)]):
        if is_supported[start]:
            slices.append(answers.slice(of_answers, end - start))
            of_answers += end - start
        else:
            slices.append(rest.slice(of_rest, end - start))
            of_rest += end - start
    return pa.concat_tables(slices)


def _find_unanswerable(
    results: ResultCollector, unanswering: BoolArray, columns: EventColumns, rules: RuleSet
) -> BoolArray:
    """Mark the cases that only the row fallback can answer, as their duties show: bool[cases]."""
    marked = np.zeros(len(columns.supported), np.bool_)
    marked[columns.case[results.beyond_columns]] = True
    # What answers a permission that a breach activates is not looked for in the columns.
    types = frozenset().union(*(rule.answer_types for rule in rules.remedies))
    marked[columns.case[unanswering & mark_types(types, rules.vocabulary)[columns.type]]] = True
    return marked


def _find_commencing(duties: Sequence[OutcomeColumns], columns: EventColumns, rules: RuleSet, as_of: int) -> BoolArray:
    """Mark the cases for which only a coming act may change something: bool[cases]. Only the row fallback knows."""
    found = np.zeros(len(columns.supported), np.bool_)
    closings = mark_types({name for name, event in rules.vocabulary.events.items() if event.closes}, rules.vocabulary)
    has_closing = np.zeros_like(found)
    has_closing[columns.case[closings[columns.type]]] = True
    for transition in rules.transitions:
        if transition.instant > as_of:
            types = mark_types(rules.commencing_types(transition.newer), rules.vocabulary)
            marked = np.zeros_like(found)
            marked[columns.case[types[columns.type]]] = True
            for one in duties if marked.any() else ():
                if one.key.status in UNMET_STATUSES and one.key.rule.law == transition.older:
                    # The transition is a next change of this duty already, unless the case was closed on it.
                    cases = columns.case[one.triggers]
                    marked[cases[~has_closing[cases]]] = False
            found |= marked
    return found


def _leave_out(cases: BoolArray, columns: EventColumns, batch: CaseBatch) -> EventColumns:
    """Return the columns with some more cases unsupported, whose events stay where they are."""
    ignored = columns.ignored[~cases[batch.case_of[columns.ignored]]]
    return replace(columns, supported=columns.supported & ~cases, ignored=ignored)


def _select_supported(outcomes: Iterable[OutcomeColumns], columns: EventColumns) -> Iterator[OutcomeColumns]:
    for one in outcomes:
        is_supported = columns.supported[columns.case[one.triggers]]
        if is_supported.all():
            yield one
        elif is_supported.any():
            yield one.select(np.flatnonzero(is_supported))


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
    # The events of a case stand in order of time: of breaches with one date the earlier trigger decides.
    order = sort_duties([case, broken, trigger], [one.key for one in breaches], key, trigger, columns)
    first_of_case = order[np.unique(case[order], return_index=True)[1]]
    trigger = trigger[first_of_case]
    start, is_day = columns.earliest[trigger], columns.earliest[trigger] != columns.latest[trigger]
    types = list(rules.vocabulary.events)
    kind_columns = np.column_stack([columns.day[trigger], columns.type[trigger], is_day])
    kinds, which = np.unique(kind_columns, axis=0, return_inverse=True)
    for number, (day, type_, start_is_day) in enumerate(kinds.tolist()):
        rows = np.flatnonzero(which.reshape(-1) == number)
        deadlines = DeadlineColumns(start[rows], start[rows], np.full(len(rows), NEVER))
        for _, rule in find_remedy_rules(rules, date_of(day), as_of):
            certainty = rule.certainty_for.get(types[type_], rule.certainty)
            cite = citation(rule.id, rules, date_of(day)).da
            wording = wording_days(rule, date_of(day))
            permission = OutcomeKey(rule, "available", bool(start_is_day), certainty, cite, wording)
            no_events = np.zeros((len(rows), 0), np.int64)
            yield OutcomeColumns(permission, trigger[rows], no_events, no_events, deadlines)
