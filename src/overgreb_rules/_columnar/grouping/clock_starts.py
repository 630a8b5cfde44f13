"""Which triggers start a clock where one clock runs at a time, for all cases of a batch at once.

The columnar counterpart of `_duties.one_at_a_time`. A trigger that comes while a clock runs is taken in: it stands for
the trigger of that clock, and what names it counts as naming that one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from overgreb_rules._columnar.columns.arrays import (
    ABSENT,
    BoolArray,
    EpochSecondsArray,
    EventIndexArray,
    mark_members,
)
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules.shared.value_object import ValueObject

FindRunning = Callable[[EventIndexArray, EpochSecondsArray, EventIndexArray], EventIndexArray]
"""Finds the triggers whose clocks run: of some triggers, by the answers up to an instant of each case (int64[cases]),
where events stand for others."""


class ClockStarts(ValueObject):
    """The triggers that start a clock, and those that a running clock took in.

    Attributes:
        triggers: int64[k] event indices of the triggers that start a clock, ascending.
        stands_for: int64[events] the event for which each event stands: the trigger of the clock that took it in, or
            itself.
    """

    triggers: EventIndexArray
    stands_for: EventIndexArray

    def find_second_examinations(self, columns: EventColumns, decides: BoolArray) -> BoolArray:
        """Mark the cases in which an examination may have been decided for a trigger that a clock took in.

        Such a trigger has a clock of its own from then on, which only the whole case shows.

        Args:
            columns: The events of the batch.
            decides: bool[types], the types of the events that decide an examination.

        Returns:
            bool[cases]; a superset: a decision counts that has another one before it and whose ways lead to the trigger
            that was taken in, and not to that of the clock.
        """
        marked = np.zeros(len(columns.supported), np.bool_)
        decisions = np.flatnonzero(decides[columns.type])
        decisions = decisions[1:][columns.case[decisions[1:]] == columns.case[decisions[:-1]]]
        position, above = columns.ancestors.expand(decisions)
        number = max(len(columns.case), 1)
        is_taken_in = self.stands_for[above] != above
        taken_in, clock = position[is_taken_in], self.stands_for[above[is_taken_in]]
        is_beside = ~mark_members(taken_in * number + clock, position * number + above)
        marked[columns.case[decisions[taken_in[is_beside]]]] = True
        return marked


def find_clock_starts(
    columns: EventColumns, triggers: EventIndexArray, since: EpochSecondsArray, find_running: FindRunning
) -> ClockStarts:
    """Find the triggers that start a clock: the first of each case, and later ones that find none running.

    Args:
        columns: The events of the batch.
        triggers: int64[t] event indices, ascending.
        since: int64[events] since when the duty of each trigger can be answered.
        find_running: Decides which clocks run.

    Returns:
        The triggers, and for which of them the others stand.
    """
    case, stands_for = columns.case, np.arange(len(columns.case))
    ordered = triggers[np.lexsort((triggers, since[triggers], case[triggers]))]
    starts = np.ones(len(ordered), np.bool_)
    starts[1:] = case[ordered][1:] != case[ordered][:-1]
    position = np.arange(len(ordered)) - np.maximum.accumulate(np.where(starts, np.arange(len(ordered)), 0))
    for number in range(1, int(position.max(initial=0)) + 1):
        now = np.flatnonzero(position == number)
        up_to = np.full(len(columns.supported), ABSENT)
        up_to[case[ordered[now]]] = since[ordered[now]]
        earlier = ordered[starts & (up_to[case[ordered]] != ABSENT)]
        running = earlier[mark_members(earlier, find_running(np.sort(earlier), up_to, stands_for))]
        first = np.full(len(columns.supported), ABSENT)
        # They stand in the order in which their clocks started: the first of each case is written last.
        first[case[running[::-1]]] = running[::-1]
        clock = first[case[ordered[now]]]
        starts[now] = clock == ABSENT
        stands_for[ordered[now]] = np.where(clock == ABSENT, ordered[now], clock)
    return ClockStarts(np.sort(ordered[starts]), stands_for)
