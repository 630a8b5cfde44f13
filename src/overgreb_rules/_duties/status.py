"""The status of a duty at an instant: a pure function of its clock, its fulfilment and the instant. No texts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import get_args

from overgreb_rules._case.event_log import LoggedEvent
from overgreb_rules._case.subject import LINK_NEEDED
from overgreb_rules._deadlines.deadline import SecondsT, TimeSpanSeconds, elapsed_fraction_at
from overgreb_rules._duties.timed_duty import TimedDuty
from overgreb_rules._duties.timeliness import find_timely_acts, judge_timeliness
from overgreb_rules._duties.waivers import WaiverEffect
from overgreb_rules._rules.model import Rule
from overgreb_rules.evaluation import StatusWord
from overgreb_rules.shared.value_object import Entity

Status = StatusWord
STATUS_ORDER: tuple[Status, ...] = get_args(StatusWord)
"""The most urgent first: the order of an answer."""
BREACH_STATUSES: frozenset[Status] = frozenset({"overdue", "met_late", "breached"})
_TIME = frozenset({"at"})
_NONE = frozenset[str]()
UNMET_STATUSES: frozenset[Status] = frozenset(
    {"breached", "overdue", "contested", "due_soon", "pending", "undetermined", "open", "available"}
)


class AssessedDuty(Entity):
    """A duty as it stands at an instant.

    Attributes:
        timed: The duty with its clock.
        status: The status.
        met_by: The ids of the events that met or used it.
        needs: The names of the unknown facts that would settle an undetermined status, sorted.
        past_when_waived: Whether the duty was overdue before it was waived.
        past_while_unknown: Whether the strict date has passed while nobody knows whether the duty is owed.
    """

    timed: TimedDuty
    status: Status
    met_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    past_when_waived: bool = False
    past_while_unknown: bool = False

    @property
    def asks_when_past(self) -> bool:
        """Whether it needs more than now once its lenient date has passed."""
        return not self.timed.needs_after_due <= set(self.needs)


def assess(timed: TimedDuty, at: int) -> list[AssessedDuty]:
    """Assess a duty at an instant.

    Args:
        timed: The duty with its clock.
        at: Epoch seconds.

    Returns:
        The duty, and the one that stands in for it where that one is listed; empty where the duty is not owed.
    """
    main = _weigh(timed, at)
    if main is None:
        return []
    follow_up = _follow_up(timed, main, at)
    if follow_up is None:
        return [main]
    return [_replaced(main, follow_up, at), follow_up]


def _weigh(timed: TimedDuty, at: int) -> AssessedDuty | None:
    answers = timed.duty.fulfilment
    if timed.duty.rule.modality == "window":
        return _window(timed)
    fulfilled, timing, needs = find_timely_acts(timed)
    unknown = (
        answers.unsettled
        | _perhaps_waived(timed)
        | timed.needs
        | needs
        | (LINK_NEEDED if answers.perhaps_ended else _NONE)
    )
    waived = effective_waiver(timed, at)
    # Time alone waives nothing of a duty that is not owed: else it would come into the answer with a birthday.
    if answers.excluded and (waived is None or waived.since is not None):
        return None
    if fulfilled and not (waived and not waived.for_a_time and _came_first(waived, fulfilled[-1])):
        if timed.met_at_rest or (waived is not None and _was_suspended(timed, waived)):
            timing = "met"
        return _done(timed, fulfilled, timing)
    if waived is not None:
        return AssessedDuty(timed, "waived", past_when_waived=_was_broken(timed, waived))
    if unknown:
        needs = unknown | timed.needs_after_due if _is_past(timed, at) else unknown
        past = timed.due is not None and at > timed.due.strict.last
        return AssessedDuty(timed, "undetermined", needs=tuple(sorted(needs)), past_while_unknown=past)
    return _unmet(timed, at)


def _perhaps_waived(timed: TimedDuty) -> frozenset[str]:
    """What is unknown of a waiver.

    Nothing of one that came after a year was broken, or after the event that the duty must precede. Where only the day
    of one is told, the time.
    """
    answers = timed.duty.fulfilment
    named = timed.must_precede.named if timed.must_precede is not None else None
    if named is not None:
        by = answers.waiver.by if answers.waiver is not None else None
        same_day = by is not None and by.at.latest >= named.earliest and by.at.earliest < named.latest
        return answers.perhaps_waived_before(named.latest) | (_TIME if same_day else frozenset())
    if timed.year is not None and timed.due is not None:
        return answers.perhaps_waived_before(timed.due.lenient.last + 1)
    return answers.perhaps_waived


def _unmet(timed: TimedDuty, at: int) -> AssessedDuty:
    """How a duty stands that is surely owed and neither met nor waived, or a permission that is not used."""
    if timed.needs_after_due and _is_past(timed, at):
        after_due = tuple(sorted(timed.needs_after_due))
        return AssessedDuty(timed, "undetermined", needs=after_due, past_while_unknown=True)
    if timed.duty.rule.modality == "may":
        return AssessedDuty(timed, "expired" if _expired(timed, at) else "available")
    order = timed.must_precede
    if order is not None:
        return AssessedDuty(timed, "open" if order.named is None or order.is_ahead else "breached")
    return AssessedDuty(timed, _running(timed.time_span, at))


def _done(timed: TimedDuty, fulfilled: tuple[LoggedEvent, ...], timing: Status) -> AssessedDuty:
    """How a duty stands that was done, or a permission that was used in time."""
    met_by = tuple([event.event.id for event in fulfilled])
    if timed.duty.rule.modality == "may":
        return AssessedDuty(timed, "used", met_by)
    if timed.needs:
        # Nobody knows when the time limit ends: what was done is never shown as kept.
        return AssessedDuty(timed, "undetermined", needs=tuple(sorted(timed.needs)))
    return AssessedDuty(timed, timing, met_by)


def effective_waiver(timed: TimedDuty, at: int) -> WaiverEffect | None:
    """Return what waives a duty: an event, a birthday or the end of its law, whichever comes first.

    Args:
        timed: The duty with its clock.
        at: Epoch seconds.

    Returns:
        The waiver; None where nothing waives the duty by then. A year that was broken before stays broken, whatever
        ends the duty afterwards.
    """
    waived = timed.duty.fulfilment.waiver
    order = timed.must_precede
    if waived is not None and waived.by is not None and order is not None and order.named is not None:
        # The child's view must have been sought before the decision too: what comes later waives nothing.
        waived = waived if waived.by.at.latest < order.named.earliest else None
    by_time = timed.waived_from
    if by_time is not None and by_time <= at:
        begins = max(by_time, timed.duty.activation.subject.opening)
        if waived is None or ((moment := waived.moment) is not None and moment.earliest > begins):
            waived = WaiverEffect(None, for_a_time=False, since=begins)
    return None if waived and timed.year is not None and _was_broken(timed, waived) else waived


def _was_suspended(timed: TimedDuty, waived: WaiverEffect) -> bool:
    """Whether the duty is waived for a time, and nothing was late when that began: what is done late is done then."""
    by, due = waived.by, timed.due
    return waived.for_a_time and by is not None and due is not None and by.at.latest <= due.strict.last


def _was_broken(timed: TimedDuty, waived: WaiverEffect) -> bool:
    """Whether the time limit had passed when the duty was waived; a duty that must precede an event has none."""
    moment = waived.moment
    return _is_past(timed, moment.earliest if moment else timed.start.earliest)


def _came_first(waived: WaiverEffect, fulfilled_by: LoggedEvent) -> bool:
    """Of waiver and fulfilment the earlier one decides; at the same moment the fulfilment does."""
    moment = waived.moment
    return moment is None or moment < fulfilled_by.at


def _is_past(timed: TimedDuty, when: int) -> bool:
    """Whether the time limit had passed on both readings."""
    return timed.due is not None and when > timed.due.lenient.last


def is_past_due(assessed: AssessedDuty, at: int) -> bool:
    """Return whether the strict date of a duty has passed while nobody knows whether the duty is owed.

    Args:
        assessed: The duty as it stands at the instant.
        at: The instant of the evaluation, epoch seconds.

    Returns:
        True only for an undetermined duty: of every other the status says whether its time has passed.
    """
    if assessed.status != "undetermined":
        return False
    due, rule = assessed.timed.due, assessed.timed.duty.rule
    if due is None or rule.modality == "window":
        return False
    return at > due.strict.last


def _expired(timed: TimedDuty, at: int) -> bool:
    return _is_past(timed, at) or timed.duty.fulfilment.ended_by is not None


def _running(run: TimeSpanSeconds[int] | None, at: int) -> Status:
    """The status of an unmet duty; without an end of its time it is open."""
    if run is None:
        return "open"
    if at > run.lenient_last:
        return "overdue"
    if at > run.strict_last:
        return "contested"
    return "due_soon" if at >= due_soon_from(run) else "pending"


def due_soon_from(run: TimeSpanSeconds[SecondsT]) -> SecondsT:
    """Compute from when a duty is due soon: the last quarter of the time from clock start to strict end.

    Args:
        run: The time of the duty, or of a column of duties.

    Returns:
        Epoch seconds.
    """
    return elapsed_fraction_at(run.start, run.strict_end, Fraction(3, 4))


def status_transition_times(
    rule: Rule, status: Status, run: TimeSpanSeconds[SecondsT], *, in_years: bool, asks_when_past: bool
) -> Iterator[SecondsT]:
    """Compute the instants at which time alone changes the status of a duty, or that its date has passed.

    Args:
        rule: The rule that governs the duty.
        status: The status of the duty now.
        run: The time of the duty, or of a column of duties that share the rule and the status.
        in_years: Whether the duty is a yearly one.
        asks_when_past: Whether the duty needs more once its lenient date has passed.

    Yields:
        Epoch seconds, past and future, in no order.
    """
    if in_years and status != "waived":
        yield run.strict_last + 1
    if status not in UNMET_STATUSES or rule.modality == "window":
        return
    if rule.modality == "must" and status != "undetermined":
        yield due_soon_from(run)
    if rule.modality == "must" or status == "undetermined":
        yield run.strict_last + 1
    if status != "undetermined" or asks_when_past:
        yield run.lenient_last + 1


def _window(timed: TimedDuty) -> AssessedDuty:
    if timed.due is None or timed.due.strict.day is None:
        return AssessedDuty(timed, "undetermined", needs=tuple(sorted(timed.needs | timed.duty.fulfilment.unsettled)))
    if timed.duty.fulfilment.unsettled:
        return AssessedDuty(timed, "undetermined", needs=tuple(sorted(timed.duty.fulfilment.unsettled)))
    act = timed.duty.trigger
    lawful = act.at.day >= timed.due.strict.day
    return AssessedDuty(timed, "met" if lawful else "breached", (act.event.id,) if lawful else ())


def _follow_up(timed: TimedDuty, main: AssessedDuty, at: int) -> AssessedDuty | None:
    """The duty that stands in for one that is not kept: listed once it is done, or once the strict day is over."""
    follow_up = timed.follow_up
    if follow_up is None or timed.due is None:
        return None
    last = timed.due.strict.last
    done = next(iter(follow_up.duty.fulfilment.met_by), None)
    owed = at > last and was_owed_when_the_strict_day_ended(timed, last)
    if not owed and (done is None or not _still_ran(timed, last, done)):
        return None
    waived = effective_waiver(follow_up, at)
    if done is not None and not (waived is not None and _came_first(waived, done)):
        return AssessedDuty(follow_up, judge_timeliness(done.at, timed.due), (done.event.id,))
    if waived is not None:
        return AssessedDuty(follow_up, "waived", past_when_waived=_was_broken(timed, waived))
    # Finished between the two readings: on the lenient one nothing stood in for it, so it is no breach either.
    contested = main.status == "met_contested"
    return AssessedDuty(follow_up, "contested" if contested else _running(timed.time_span, at))


def _still_ran(timed: TimedDuty, last: int, done: LoggedEvent) -> bool:
    """Whether the duty was neither kept by the last second of its strict day nor waived when its follow-up was done."""
    answers = timed.duty.fulfilment
    kept, waived_by = next(iter(answers.met_by), None), answers.waiver.by if answers.waiver is not None else None
    if kept is not None and kept.at.latest <= last and kept.at <= done.at:
        return False
    return waived_by is None or waived_by.at > done.at


def was_owed_when_the_strict_day_ended(timed: TimedDuty, last: int) -> bool:
    """Return whether a duty was surely owed and unmet when its strict day ended.

    What happens later takes nothing of that back.

    Args:
        timed: The duty with its clock.
        last: The last second of its strict day.

    Returns:
        False where a fact that decides is unknown.
    """
    answers = timed.duty.fulfilment
    is_settled = not answers.unsettled and not answers.unsettled_apart
    return is_settled and may_have_been_owed_when_the_strict_day_ended(timed, last)


def may_have_been_owed_when_the_strict_day_ended(timed: TimedDuty, last: int) -> bool:
    """Return whether a duty was unmet when its strict day ended, and owed as far as its conditions are known.

    Args:
        timed: The duty with its clock.
        last: The last second of its strict day.

    Returns:
        True also where a fact is unknown that decides whether it is owed.
    """
    answers = timed.duty.fulfilment
    if answers.excluded or any(event.at.latest <= last for event in answers.met_by[:1]):
        return False
    waived, doubt = effective_waiver(timed, last), answers.doubtful_since
    if waived is not None and ((moment := waived.moment) is None or moment.earliest <= last):
        return False
    return not answers.perhaps_waived or (doubt is not None and doubt.at.earliest > last)


def _replaced(main: AssessedDuty, follow_up: AssessedDuty, at: int) -> AssessedDuty:
    """A duty whose place another one took in time, from the end of its strict day: for good, whatever comes later."""
    timed, due = main.timed, main.timed.due
    in_time = follow_up.status in {"met", "met_contested"}
    if due is None or not in_time or at <= due.strict.last:
        return main
    answers = timed.duty.fulfilment
    if main.status in {"undetermined", "waived"} and not was_owed_when_the_strict_day_ended(timed, due.strict.last):
        return main
    if main.status == "waived" and not answers.owed_when_waived:
        return main
    since = max(follow_up.timed.duty.fulfilment.met_by[0].at.earliest, due.strict.last)
    doubt = answers.doubtful_since if main.status == "undetermined" else None
    over = [*answers.met_by[:1], answers.waiver.by if answers.waiver else None, doubt]
    return main if any(event and event.at.earliest <= since for event in over) else AssessedDuty(timed, "replaced")
