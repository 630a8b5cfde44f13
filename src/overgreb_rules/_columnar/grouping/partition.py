"""Partition of the cases of a batch into case slices: the events that belong together for one lineage of duties.

The smaller the slices, the more of them have the same signature. Where a duty depends on nothing but its trigger,
what came before, and what answers it, each trigger with those events is a slice; where one clock runs at a time, each
trigger that finds none running. Otherwise all events of the case that matter to the lineage are one slice. Which
event may answer which duty is found in `correlation`; whether it does is decided by the scalar pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    NEVER,
    BoolArray,
    EpochSecondsArray,
    EventIndexArray,
    mark_members,
    sort_distinct,
)
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.case_slices import Partition
from overgreb_rules._columnar.grouping.clock_starts import ClockStarts, find_clock_starts
from overgreb_rules._columnar.grouping.context import BatchContext
from overgreb_rules._columnar.grouping.correlation import (
    cases_with,
    complete_slices,
    follow_ways,
    mark_types,
    pair_within_cases,
)
from overgreb_rules._columnar.grouping.dependencies import LineageDependencies
from overgreb_rules._columnar.grouping.dependency_collector import EventSelector, select_possible
from overgreb_rules._columnar.grouping.event_selection import select_events
from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.value_object import ValueObject


class SliceOracle(Protocol):
    """Answers of the scalar pipeline that the partition depends on."""

    def answerable_from(self, triggers: Partition) -> EpochSecondsArray:
        """Return since when the duty that each subject activates can be answered.

        Args:
            triggers: Slices of a trigger with what came before it.

        Returns:
            int64[slices] epoch seconds, ABSENT where the subject activates no duty.
        """
        ...

    def is_clock_running(self, slices: Partition) -> BoolArray:
        """Return whether the clock that the subject starts still runs after the last event of the slice.

        Args:
            slices: Slices of a trigger with what answers it.

        Returns:
            bool[slices].
        """
        ...


def partition_cases(
    dependencies: LineageDependencies, context: BatchContext, oracle: SliceOracle
) -> Iterator[Partition]:
    """Partition all cases in which a lineage may have a duty.

    Args:
        dependencies: What the lineage depends on.
        context: The batch.
        oracle: The scalar pipeline.

    Yields:
        Partitions of different cases or triggers.
    """
    yield from _Partitioner(dependencies, context.columns, context.vocabulary, oracle).partition()


class _Members(ValueObject):
    """Events, each with the trigger to whose slice it belongs; an event may belong to several."""

    trigger: EventIndexArray
    event: EventIndexArray


class _Partitioner(ValueObject):
    dependencies: LineageDependencies
    columns: EventColumns
    vocabulary: Vocabulary
    oracle: SliceOracle

    def partition(self) -> Iterator[Partition]:
        triggers = self._possible_triggers()
        if not len(triggers):
            return
        if not self.dependencies.is_independent:
            yield from self._orders(triggers)
            return
        is_whole = self._cases_in_which_triggers_meet()[self.columns.case[triggers]]
        if is_whole.any():
            yield self._whole_cases(triggers[is_whole])
            triggers = triggers[~is_whole]
        since = np.full(len(self.columns.case), ABSENT)
        since[triggers] = self.oracle.answerable_from(self._join(triggers, list(self._subjects(triggers))))
        triggers = triggers[since[triggers] != ABSENT]
        if not self.dependencies.one_at_a_time:
            yield self._with_answers(triggers, since)
            return

        def find_running(
            earlier: EventIndexArray, up_to: EpochSecondsArray, stands_for: EventIndexArray
        ) -> EventIndexArray:
            slices = self._with_answers(earlier, since, stands_for, up_to)
            return slices.events[slices.is_subject][self.oracle.is_clock_running(slices)]

        clocks = find_clock_starts(self.columns, triggers, since, find_running)
        decides = mark_types(self.dependencies.examination_types, self.vocabulary)
        is_whole = clocks.find_second_examinations(self.columns, decides)
        is_whole = (is_whole | self._cases_with_doubtful_waivers(clocks, since))[self.columns.case]
        if is_whole[triggers].any():
            yield self._whole_cases(triggers[is_whole[triggers]])
        yield self._with_answers(clocks.triggers[~is_whole[clocks.triggers]], since, clocks.stands_for)

    def _cases_with_doubtful_waivers(self, clocks: ClockStarts, since: EpochSecondsArray) -> BoolArray:
        """Mark the cases in which a clock took something in after what may have waived it, and before something undoes.

        Where the waiver held, what was taken in had a clock of its own, and only the whole case shows both.

        Args:
            clocks: The triggers that start a clock, and those that a clock took in.
            since: int64[events] since when the duty of each trigger can be answered.
        """
        columns = self.columns
        marked = np.zeros(len(columns.supported), np.bool_)
        taken_in = np.flatnonzero(clocks.stands_for != np.arange(len(columns.case)))
        for waiver in self.dependencies.undoable_waivers if len(taken_in) else ():
            if not isinstance(waiver.by, EventPattern):
                continue
            waiving = self._select(select_possible(waiver.by.type, waiver.by.tests))
            lacks = cases_with(columns, clocks.triggers[self._lacks_facts(clocks.triggers, waiver.provided)])
            waiving = waiving[self._lacks_facts(waiving, waiver.by.tests) | lacks[columns.case[waiving]]]
            undoing = np.flatnonzero(mark_types(frozenset(waiver.undone_by), self.vocabulary)[columns.type])
            first, last = np.full(len(marked), NEVER), np.full(len(marked), ABSENT)
            np.minimum.at(first, columns.case[waiving], columns.earliest[waiving])
            np.maximum.at(last, columns.case[undoing], columns.latest[undoing])
            case = columns.case[taken_in]
            marked[case[(first[case] <= since[taken_in]) & (since[taken_in] <= last[case])]] = True
        return marked

    def _lacks_facts(self, events: EventIndexArray, tests: Sequence[FactTest]) -> BoolArray:
        """Mark the events that do not tell every fact that is tested: bool[events]."""
        lacks = np.zeros(len(events), np.bool_)
        for test in tests:
            lacks |= self.columns.fact_values(test.name, events) == ABSENT
        return lacks

    def _select(self, selectors: Sequence[EventSelector]) -> EventIndexArray:
        return select_events(selectors, self.columns, self.vocabulary)

    def _select_answers(self) -> EventIndexArray:
        """Select the events that may answer a duty, those that name others whatever their facts."""
        columns = self.columns
        linked = np.flatnonzero(mark_types(self.dependencies.linked_types, self.vocabulary)[columns.type])
        linked = linked[columns.parents.count(linked) > 0]
        return sort_distinct(self._select(self.dependencies.answering_events), linked)

    def _possible_triggers(self) -> EventIndexArray:
        """Select the events that may activate a duty, by their own facts and by what else is in the case."""
        triggers = [np.zeros(0, np.int64)]
        for trigger, *others in self.dependencies.activation_paths:
            events = self._select([trigger])
            for other in others if len(events) else ():
                events = events[cases_with(self.columns, self._select([other]))[self.columns.case[events]]]
            triggers.append(events)
        possible = sort_distinct(*triggers)
        if not self.dependencies.approving_types:
            return possible
        columns = self.columns
        approving = np.flatnonzero(mark_types(self.dependencies.approving_types, self.vocabulary)[columns.type])
        is_approved = cases_with(columns, approving)[columns.case[possible]]
        return possible[is_approved if self.dependencies.companions else ~is_approved]

    def _cases_in_which_triggers_meet(self) -> BoolArray:
        """Mark the cases with several triggers whose links only the whole case shows."""
        columns, dependencies = self.columns, self.dependencies
        types = dependencies.trigger_types | dependencies.deciding_types
        if not dependencies.one_at_a_time and not dependencies.undoing_types:
            return np.zeros(len(columns.supported), np.bool_)
        of_types = np.flatnonzero(mark_types(types, self.vocabulary)[columns.type])
        several = np.bincount(columns.case[of_types], minlength=len(columns.supported)) > 1
        is_plain = dependencies.one_at_a_time and types == dependencies.deciding_types
        every = np.arange(len(columns.case))
        count = columns.parents.count(every)
        naming = of_types if is_plain else every
        naming = np.append(naming[count[naming] > 0], self._naming_what_comes_later(np.flatnonzero(count > 1)))
        return several & cases_with(columns, naming)

    def _naming_what_comes_later(self, naming_several: EventIndexArray) -> EventIndexArray:
        """Select the events with an event on their ways that a running clock may not know yet, and that bears on it.

        Args:
            naming_several: int64[k] the events that name more than one.
        """
        columns, dependencies = self.columns, self.dependencies
        child, named = columns.parents.expand(np.arange(len(columns.case)))
        is_early = columns.earliest[child] < columns.earliest[named]
        child, named = child[is_early], named[is_early]
        bears = mark_types(dependencies.types - dependencies.deciding_types, self.vocabulary)[columns.type[named]]
        # A trigger is known by where the way ends, unless another way leads elsewhere.
        bears |= cases_with(columns, naming_several)[columns.case[child]]
        return child[bears]

    def _orders(self, triggers: EventIndexArray) -> Iterator[Partition]:
        """Make one slice of each case; where it has no act of an order duty, no matter has to be known."""
        acts = np.flatnonzero(mark_types(self.dependencies.act_types, self.vocabulary)[self.columns.type])
        has_acts = cases_with(self.columns, acts)[self.columns.case[triggers]]
        if not self.dependencies.act_types:
            has_acts = np.ones(len(triggers), np.bool_)
        if has_acts.any():
            yield self._whole_cases(triggers[has_acts])
        if not has_acts.all():
            yield self._whole_cases(triggers[~has_acts], has_acts=False)

    def _whole_cases(self, triggers: EventIndexArray, *, has_acts: bool = True) -> Partition:
        """Make one slice of all events that can matter in each case of the triggers, and those on their ways."""
        dependencies, case = self.dependencies, self.columns.case
        limiting = [EventSelector(dependencies.limiting_types)] if dependencies.limiting_types else []
        earlier = [*dependencies.earlier_events, *(dependencies.matter_events if has_acts else ())]
        relevant = sort_distinct(self._select([*earlier, *limiting]), self._select_answers())
        relevant = relevant[cases_with(self.columns, triggers)[case[relevant]]]
        events = sort_distinct(relevant, triggers)
        types = dependencies.types
        owner, events = complete_slices(self.columns, case[events], events, self.vocabulary, types)
        return Partition.by_owner(events, owner, np.zeros(len(events), np.bool_))

    def _join(
        self,
        triggers: EventIndexArray,
        members: Sequence[_Members],
        stands_for: EventIndexArray | None = None,
        up_to: EpochSecondsArray | None = None,
    ) -> Partition:
        """Make a slice of each trigger, with the events that belong to it and those on their ways."""
        owner = np.concatenate([triggers, *(some.trigger for some in members)])
        event = np.concatenate([triggers, *(some.event for some in members)])
        types = self.dependencies.types
        owner, event = complete_slices(self.columns, owner, event, self.vocabulary, types, up_to)
        if stands_for is not None:
            number = max(len(self.columns.case), 1)
            owner, event = np.divmod(sort_distinct(owner * number + stands_for[event]), number)
        return Partition.by_owner(event, owner, owner == event, stands_for)

    def _with_answers(
        self,
        triggers: EventIndexArray,
        since: EpochSecondsArray,
        stands_for: EventIndexArray | None = None,
        up_to: EpochSecondsArray | None = None,
    ) -> Partition:
        """Make a slice of each trigger with what came before it and the events that may answer it.

        Args:
            triggers: int64[t] event indices.
            since: int64[events] since when the duty of each trigger can be answered.
            stands_for: int64[events] the event for which each event stands; None where each stands for itself.
            up_to: int64[cases] the instant after which answers do not count; None where all count.
        """
        columns = self.columns
        answers = self._select_answers()
        answers = answers[cases_with(columns, triggers)[columns.case[answers]]]
        if up_to is not None:
            answers = answers[columns.earliest[answers] <= up_to[columns.case[answers]]]
        trigger, answer = pair_within_cases(columns, triggers, answers)
        in_time = columns.latest[answer] >= since[trigger]
        trigger, answer = self._without_answers_to_others(trigger[in_time], answer[in_time], answers, stands_for)
        members = [*self._subjects(triggers), _Members(trigger, answer)]
        if self.dependencies.limiting_types:
            members.append(self._limiting_events(triggers))
        if self.dependencies.undoing_types:
            members.append(self._superseding_triggers(triggers, since, trigger, answer))
        return self._join(triggers, members, stands_for, up_to)

    def _without_answers_to_others(
        self,
        trigger: EventIndexArray,
        answer: EventIndexArray,
        answers: EventIndexArray,
        stands_for: EventIndexArray | None,
    ) -> tuple[EventIndexArray, EventIndexArray]:
        """Leave out the pairs in which every way of the answer is decided, and none by what the trigger is about.

        Args:
            trigger: int64[p] the trigger of each pair.
            answer: int64[p] the answer of each pair.
            answers: int64[k] all answers, ascending.
            stands_for: int64[events] the event for which each event stands; None where each stands for itself.
        """
        columns = self.columns
        decides = mark_types(self.dependencies.deciding_types, self.vocabulary)
        ways = follow_ways(columns, answers, decides)
        place = np.searchsorted(answers, answer)
        is_kept = (columns.parents.count(answer) == 0) | ways.is_open[place]
        pair, decider = ways.deciders.expand(place)
        decider = decider if stands_for is None else stands_for[decider]
        number = max(len(columns.case), 1)
        distinct = sort_distinct(trigger)
        owner, above = columns.ancestors.expand(distinct)
        own = distinct[owner] * number + above
        is_own = (decider == trigger[pair]) | mark_members(trigger[pair] * number + decider, own)
        is_kept[pair[is_own]] = True
        return trigger[is_kept], answer[is_kept]

    def _subjects(self, triggers: EventIndexArray) -> Iterator[_Members]:
        """Yield for each trigger what came before it, or before the end of its ways, and bears on its activation."""
        if not self.dependencies.earlier_events:
            return
        columns = self.columns
        trigger, event = pair_within_cases(columns, triggers, self._select(self.dependencies.earlier_events))
        until = columns.latest[triggers].copy()
        position, above = columns.ancestors.expand(triggers)
        np.maximum.at(until, position, columns.latest[above])
        is_earlier = columns.earliest[event] <= until[np.searchsorted(triggers, trigger)]
        yield _Members(trigger[is_earlier], event[is_earlier])

    def _limiting_events(self, triggers: EventIndexArray) -> _Members:
        """Pair each trigger with the first event since then whose day may end its time."""
        columns = self.columns
        limiting = self._select([EventSelector(self.dependencies.limiting_types)])
        trigger, event = pair_within_cases(columns, triggers, limiting)
        is_since = columns.latest[event] >= columns.earliest[trigger]
        trigger, event = trigger[is_since], event[is_since]
        trigger, first = np.unique(trigger, return_index=True)
        return _Members(trigger, event[first])

    def _superseding_triggers(
        self, triggers: EventIndexArray, since: EpochSecondsArray, trigger: EventIndexArray, answer: EventIndexArray
    ) -> _Members:
        """Pair each trigger with the later ones that come before the last event that could undo a waiver.

        Args:
            triggers: int64[t] event indices.
            since: int64[events] since when the duty of each trigger can be answered.
            trigger: int64[p] the trigger of each pair of a trigger and its answer.
            answer: int64[p] the answer of each pair.
        """
        columns = self.columns
        undoes = mark_types(self.dependencies.undoing_types, self.vocabulary)
        is_undoing = undoes[columns.type[answer]]
        last = np.full(len(columns.case), ABSENT)
        np.maximum.at(last, trigger[is_undoing], columns.latest[answer[is_undoing]])
        ordered = triggers[np.lexsort((triggers, since[triggers], columns.case[triggers]))]
        case = columns.case[ordered]
        pairs = [(triggers[:0], triggers[:0])]
        for distance in range(1, len(ordered)):
            one, other = ordered[:-distance], ordered[distance:]
            supersedes = (case[:-distance] == case[distance:]) & (since[other] <= last[one])
            if not supersedes.any():
                break
            pairs.append((one[supersedes], other[supersedes]))
        superseded, superseding = (np.concatenate(column) for column in zip(*pairs, strict=True))
        return _Members(superseded, superseding)
