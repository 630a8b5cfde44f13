"""Which acts fulfil a duty, and whether they came in time: by its deadline, before an event, or inside a year."""

from __future__ import annotations

from overgreb_rules._case.event_log import LoggedEvent
from overgreb_rules._deadlines.deadline import DeadlineReadings
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.timed_duty import TimedDuty
from overgreb_rules.evaluation import StatusWord

TimelyActs = tuple[tuple[LoggedEvent, ...], StatusWord, frozenset[str]]
"""The acts that fulfil a duty, empty where none does; whether they came in time; the unknown facts that decide."""


def find_timely_acts(timed: TimedDuty) -> TimelyActs:
    """Find the acts that fulfil a duty, or use a permission.

    Args:
        timed: The duty with its clock.

    Returns:
        The acts, `met`, `met_late` or `met_contested`, and the names of the facts that would settle it.
    """
    if timed.must_precede is not None:
        return _before(timed)
    if timed.year is not None:
        return _in_the_year(timed)
    return _answered(timed)


def _answered(timed: TimedDuty) -> TimelyActs:
    """The first event that fulfils the duty, and whether it came in time; too late a use of a permission is none."""
    answers = timed.duty.fulfilment
    first = next(iter(answers.met_by), None)
    if first is not None and (timed.duty.rule.modality == "must" or _in_time(timed, first)):
        return (first,), judge_timeliness(first.at, timed.due), frozenset()
    return (), "met", frozenset().union(*[needs for _, needs in answers.perhaps_met_by])


def judge_timeliness(moment: Moment, due: DeadlineReadings | None) -> StatusWord:
    """Judge whether an act came in time.

    Args:
        moment: When the act happened.
        due: Both readings of the deadline; None where there is none.

    Returns:
        `met`, `met_late` where the act came after the lenient deadline, else `met_contested`.
    """
    if due is None or moment.latest <= due.strict.last:
        return "met"
    return "met_late" if moment.earliest > due.lenient.last else "met_contested"


def _before(timed: TimedDuty) -> TimelyActs:
    """An event that fulfils the duty before the one named; where only the day is known, nobody knows the order."""
    answers = timed.duty.fulfilment
    named = timed.must_precede.named if timed.must_precede else None
    if named is None:
        certain = answers.met_by[:1]
    else:
        certain = tuple(event for event in answers.met_by if event.at.latest < named.earliest)[:1]
    if certain:
        return certain, "met", frozenset()
    needs: frozenset[str] = frozenset()
    for event, unknown in answers.perhaps_met_by:
        if named is None or event.at.earliest < named.latest:
            needs |= unknown
    if named is not None and any(
        event.at.earliest < named.latest and (event.at.is_day or named.is_day) for event in answers.met_by
    ):
        needs |= {"at"}
    # Only a case that tells no act at all is silent: of one that may count it is asked what would settle that.
    return (), "met", needs or frozenset(timed.must_precede.untold if timed.must_precede else ())


def find_acts_of_year(timed: TimedDuty) -> tuple[LoggedEvent, ...]:
    """Find the acts that surely count in the year of a yearly duty, be they enough or not.

    Args:
        timed: The duty with its clock.

    Returns:
        The acts in order of time; none of a duty that is not yearly.
    """
    return tuple([event for event in timed.duty.fulfilment.met_by if _is_in_the_year(timed, event)])


def _is_in_the_year(timed: TimedDuty, event: LoggedEvent) -> bool:
    if timed.year is None:
        return False
    first, last = timed.year
    return first.earliest <= event.at.latest and event.at.earliest <= last.latest


def _in_the_year(timed: TimedDuty) -> TimelyActs:
    """The acts that fall inside the year, when there are as many as it asks for."""
    certain = find_acts_of_year(timed)
    if len(certain) >= timed.required_acts:
        return certain[: timed.required_acts], "met", frozenset()
    perhaps = [one for one in timed.duty.fulfilment.perhaps_met_by if _is_in_the_year(timed, one[0])]
    if len(certain) + len(perhaps) >= timed.required_acts:
        return (), "met", frozenset().union(*(needs for _, needs in perhaps))
    return (), "met", frozenset()


def _in_time(timed: TimedDuty, used_by: LoggedEvent) -> bool:
    ended = timed.duty.fulfilment.ended_by
    before_due = timed.due is None or used_by.at.earliest <= timed.due.lenient.last
    return before_due and (ended is None or used_by.at <= ended.at)
