"""The closing of a case in the caller's system: a mark on the duties that are unmet, which changes no status."""

from __future__ import annotations

from collections.abc import Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._duties.status import UNMET_STATUSES, AssessedDuty
from overgreb_rules._duties.timed_duty import TimedDuty


def find_closing(assessed: AssessedDuty, log: EventLog) -> LoggedEvent | None:
    """Find the first closing of the case since an unmet duty was opened.

    Args:
        assessed: The duty as it stands at the instant of the evaluation.
        log: The events of the case as of that instant.

    Returns:
        The event; None where the case is not closed, or the duty is not unmet or was opened later. A closing of which
        only the day is known has come after what happened on that day.
    """
    if assessed.status not in UNMET_STATUSES:
        return None
    closings = log.of_types(log.vocabulary.closing_types)
    if not closings:
        return None
    opening = opening_second(assessed.timed)
    closings = [event for event in closings if event.at.latest >= opening]
    return min(closings, key=lambda event: (event.at.latest, event.index), default=None)


def without_closed(assessed_duties: Sequence[AssessedDuty], log: EventLog) -> Sequence[AssessedDuty]:
    """Return the duties on which somebody still works.

    Args:
        assessed_duties: The duties of the case.
        log: The events of the case as of the instant of the evaluation.

    Returns:
        The duties without those that the case was closed on, in the same order.
    """
    if not log.of_types(log.vocabulary.closing_types):
        return assessed_duties
    return [one for one in assessed_duties if find_closing(one, log) is None]


def opening_second(timed: TimedDuty) -> int:
    """Return since when a duty is open: its trigger, or its clock start where that is earlier.

    Args:
        timed: The duty with its clock.

    Returns:
        Epoch seconds.
    """
    return min(timed.start.earliest, timed.duty.trigger.at.earliest)
