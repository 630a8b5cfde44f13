"""Correlation of events within their cases: which event answers which, for all cases of a batch at once.

The columnar counterpart of the correlation chains of `_case.event_log`: an event that names another in its `of`
answers that one, and what that one answers in turn, step by step.
"""

from __future__ import annotations

import numpy as np

from overgreb_rules._columnar.columns.arrays import ABSENT, BoolArray, EventIndexArray
from overgreb_rules._columnar.columns.event_columns import EventColumns


def cases_with(columns: EventColumns, events: EventIndexArray) -> BoolArray:
    """Mark the cases that hold any of some events.

    Args:
        columns: The events of the batch.
        events: int64[k] event indices.

    Returns:
        bool[cases of the batch].
    """
    marked = np.zeros(len(columns.supported), np.bool_)
    marked[columns.case[events]] = True
    return marked


def follow_chains(
    columns: EventColumns, events: EventIndexArray, triggers: EventIndexArray
) -> tuple[EventIndexArray, EventIndexArray]:
    """Follow the correlation chain of each event until it reaches a trigger or ends.

    Args:
        columns: The events of the batch.
        events: int64[k] indices of the events whose chains are followed.
        triggers: int64[t] indices of the triggers.

    Returns:
        int64[k] the first trigger on the chain, not counting the event itself, or ABSENT; int64[k] the last event
        reached: that trigger, or the end of the chain.
    """
    is_trigger = np.zeros(len(columns.case), np.bool_)
    is_trigger[triggers] = True
    end, reached = events.copy(), np.full(len(events), ABSENT)
    open_chains = np.arange(len(events))
    while len(open_chains):
        step = columns.correlation[end[open_chains]]
        open_chains, step = open_chains[step != ABSENT], step[step != ABSENT]
        end[open_chains] = step
        reached[open_chains[is_trigger[step]]] = step[is_trigger[step]]
        open_chains = open_chains[~is_trigger[step]]
    return reached, end


def with_correlated(columns: EventColumns, events: EventIndexArray) -> EventIndexArray:
    """Add to some events everything that they answer, step by step.

    Args:
        columns: The events of the batch.
        events: int64[k] event indices, ascending and unique.

    Returns:
        int64[m] event indices, ascending and unique.
    """
    all_events = added = events
    while len(added):
        answered = columns.correlation[added]
        added = np.setdiff1d(answered[answered != ABSENT], all_events)
        all_events = np.union1d(all_events, added)
    return all_events


def pair_within_cases(
    columns: EventColumns, triggers: EventIndexArray, events: EventIndexArray
) -> tuple[EventIndexArray, EventIndexArray]:
    """Pair every trigger with every other one of some events of the same case.

    Args:
        columns: The events of the batch.
        triggers: int64[t] event indices.
        events: int64[k] event indices, ascending.

    Returns:
        int64[p] the trigger and int64[p] the event of each pair, in the order of the triggers, then of the events.
    """
    case = columns.case[events]
    low, high = (np.searchsorted(case, columns.case[triggers], side=side) for side in ("left", "right"))
    count = high - low
    owner = np.repeat(np.arange(len(triggers)), count)
    event = events[low[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)]
    trigger = triggers[owner]
    return trigger[trigger != event], event[trigger != event]
