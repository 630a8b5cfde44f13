"""The status of a duty at an instant: a pure function of its clock, its answers and the instant. No words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from overgreb_rules._case.event_log import Happening
from overgreb_rules._deadlines.counting import Due, Run, Seconds, part_gone
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.clock import Clocked
from overgreb_rules._duties.fulfilment import Waived
from overgreb_rules._rules.model import Rule
from overgreb_rules.evaluation import StatusWord

__all__ = ["BREACHES", "ORDER", "UNMET", "Standing", "Status", "soon_from", "standing", "turns"]

Status = StatusWord
ORDER: tuple[Status, ...] = get_args(StatusWord)
"""The most urgent first: the order of an answer."""
BREACHES: frozenset[Status] = frozenset({"overdue", "met_late", "breached"})
UNMET: frozenset[Status] = frozenset(
    {"breached", "overdue", "contested", "due_soon", "pending", "undetermined", "open", "available"}
)


@dataclass(slots=True, eq=False)
class Standing:
    """A duty as it stands at an instant.

    `past_when_waived`: it was overdue before it was waived. `past_while_unknown`: nobody knows whether it was owed,
    and its date has passed.
    """

    clocked: Clocked
    status: Status
    met_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    past_when_waived: bool = False
    past_while_unknown: bool = False


def standing(clocked: Clocked, at: int) -> list[Standing]:
    """How the duty stands at `at`, and its follow-up where there is one; nothing where it is not owed after all."""
    main = _weigh(clocked, at)
    if main is None:
        return []
    follow_up = _follow_up(clocked, main, at)
    if follow_up is None:
        return [main]
    return [_replaced(main, follow_up, at), follow_up]


def _weigh(clocked: Clocked, at: int) -> Standing | None:
    answers = clocked.duty.answers
    modality = clocked.duty.rule.modality
    if modality == "window":
        return _window(clocked)
    if clocked.order is not None:
        fulfilled, timing, needs = _before(clocked)
    elif clocked.year is not None:
        fulfilled, timing, needs = _in_the_year(clocked, *clocked.year)
    else:
        fulfilled, timing, needs = _answered(clocked)
    unknown = answers.unsettled | answers.perhaps_waived | clocked.needs | needs
    waived = _waived(clocked)
    if answers.excluded and waived is None:
        return None
    if fulfilled and not (waived and not waived.for_a_time and _came_first(waived.by, fulfilled[-1])):
        if waived is not None and _was_suspended(clocked, waived, fulfilled[0]):
            timing = "met"
        done = _done(clocked, fulfilled, timing, unknown)
        if done is not None:
            return done
    if waived is not None:
        return Standing(clocked, "waived", past_when_waived=_was_broken(clocked, waived))
    if unknown:
        past = clocked.due is not None and at > clocked.due.lenient.last
        return Standing(clocked, "undetermined", needs=tuple(sorted(unknown)), past_while_unknown=past)
    if modality == "may":
        return Standing(clocked, "expired" if _expired(clocked, at) else "available")
    if clocked.order is not None:
        return Standing(clocked, "open" if clocked.order.named is None else "breached")
    return Standing(clocked, _running(clocked.run, at))


def _done(
    clocked: Clocked, fulfilled: tuple[Happening, ...], timing: Status, unknown: frozenset[str]
) -> Standing | None:
    """How a duty stands that was done, or a permission that was used; None where too late a use says nothing."""
    met_by = tuple(event.event.id for event in fulfilled)
    if clocked.duty.rule.modality == "may":
        if _in_time(clocked, fulfilled[0]):
            return Standing(clocked, "used", met_by)
        return None if unknown else Standing(clocked, "expired")
    if clocked.needs:
        # Nobody knows when the time limit ends: what was done is never shown as kept.
        return Standing(clocked, "undetermined", needs=tuple(sorted(clocked.needs)))
    return Standing(clocked, timing, met_by)


def _waived(clocked: Clocked) -> Waived | None:
    """What waives the duty. A year that was broken before stays broken, whatever ends the duty afterwards."""
    waived = clocked.duty.answers.waived
    return None if waived and clocked.year is not None and _was_broken(clocked, waived) else waived


def _was_suspended(clocked: Clocked, waived: Waived, done: Happening) -> bool:
    """Whether nothing was owed for the time being when it was done, and nothing was late when that began."""
    if waived.by is None or not waived.for_a_time or clocked.due is None:
        return False
    return waived.by.at <= done.at and waived.by.at.latest <= clocked.due.strict.last


def _was_broken(clocked: Clocked, waived: Waived) -> bool:
    """Whether the time limit had passed, or the event that it had to come before had happened, when it was waived."""
    when = waived.by.at.earliest if waived.by else clocked.start.earliest
    if clocked.order is not None:
        return waived.by is not None and clocked.order.named is not None and clocked.order.named.latest <= when
    return clocked.due is not None and when > clocked.due.lenient.last


def _answered(clocked: Clocked) -> tuple[tuple[Happening, ...], Status, frozenset[str]]:
    """The first event in time that fulfils the duty, and whether it came in time."""
    answers = clocked.duty.answers
    if answers.met_by:
        first = answers.met_by[0]
        return (first,), _timing(first.at, clocked.due), frozenset()
    return (), "met", frozenset().union(*(needs for _, needs in answers.perhaps_met_by))


def _timing(moment: Moment, due: Due | None) -> Status:
    if due is None or moment.latest <= due.strict.last:
        return "met"
    return "met_late" if moment.earliest > due.lenient.last else "met_contested"


def _before(clocked: Clocked) -> tuple[tuple[Happening, ...], Status, frozenset[str]]:
    """An event that fulfils the duty before the one named; where only the day is known, nobody knows the order."""
    answers = clocked.duty.answers
    named = clocked.order.named if clocked.order else None
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
    return (), "met", needs


def _in_the_year(clocked: Clocked, first: Moment, last: Moment) -> tuple[tuple[Happening, ...], Status, frozenset[str]]:
    """The acts that fall inside the year, when there are as many as it asks for."""
    answers = clocked.duty.answers

    def inside(event: Happening) -> bool:
        return first.earliest <= event.at.latest and event.at.earliest <= last.latest

    certain = [event for event in answers.met_by if inside(event)]
    if len(certain) >= clocked.acts:
        return tuple(certain[: clocked.acts]), "met", frozenset()
    perhaps = [(event, needs) for event, needs in answers.perhaps_met_by if inside(event)]
    if len(certain) + len(perhaps) >= clocked.acts:
        return (), "met", frozenset().union(*(needs for _, needs in perhaps))
    return (), "met", frozenset()


def _came_first(waived_by: Happening | None, fulfilled_by: Happening) -> bool:
    """Of waiver and fulfilment the earlier one decides; at the same moment the fulfilment does."""
    return waived_by is None or waived_by.at < fulfilled_by.at


def _in_time(clocked: Clocked, used_by: Happening) -> bool:
    ended = clocked.duty.answers.ended_by
    before_due = clocked.due is None or used_by.at.earliest <= clocked.due.lenient.last
    return before_due and (ended is None or used_by.at <= ended.at)


def _expired(clocked: Clocked, at: int) -> bool:
    past = clocked.due is not None and at > clocked.due.lenient.last
    return past or clocked.duty.answers.ended_by is not None


def _running(run: Run[int] | None, at: int) -> Status:
    """The status of an unmet duty; without an end of its time it is open."""
    if run is None:
        return "open"
    if at > run.lenient:
        return "overdue"
    if at > run.strict:
        return "contested"
    return "due_soon" if at >= soon_from(run) else "pending"


def soon_from(run: Run[Seconds]) -> Seconds:
    """The first second of the last quarter of the time from the clock start to the end of the strict deadline."""
    return part_gone(run.begins, run.over, Fraction(3, 4))


def turns(rule: Rule, status: Status, run: Run[Seconds], *, in_years: bool) -> Iterator[Seconds]:
    """The instants at which time alone changes the status of a duty; `in_years`: of one of each year."""
    if in_years and status != "waived":
        yield run.strict + 1
    if status not in UNMET or rule.modality == "window":
        return
    if rule.modality == "must" and status != "undetermined":
        yield soon_from(run)
        yield run.strict + 1
    yield run.lenient + 1


def _window(clocked: Clocked) -> Standing:
    if clocked.due is None or clocked.due.strict.day is None:
        return Standing(clocked, "undetermined", needs=tuple(sorted(clocked.needs | clocked.duty.answers.unsettled)))
    if clocked.duty.answers.unsettled:
        return Standing(clocked, "undetermined", needs=tuple(sorted(clocked.duty.answers.unsettled)))
    act = clocked.duty.trigger
    lawful = act.at.day >= clocked.due.strict.day
    return Standing(clocked, "met" if lawful else "breached", (act.event.id,) if lawful else ())


def _follow_up(clocked: Clocked, main: Standing, at: int) -> Standing | None:
    """The duty that stands in for one that is not kept: listed once it is done, or once the strict day is over."""
    follow_up = clocked.follow_up
    if follow_up is None or clocked.due is None:
        return None
    last = clocked.due.strict.last
    done = follow_up.duty.answers.met_by[:1]
    owed = at > last and _was_owed_when_the_strict_day_ended(clocked)
    if not owed and not (done and _still_ran(clocked, done[0])):
        return None
    if done:
        return Standing(follow_up, _timing(done[0].at, clocked.due), (done[0].event.id,))
    # Finished between the two readings: on the lenient one nothing stood in for it, so it is no breach either.
    contested = main.status == "met_contested"
    return Standing(follow_up, "contested" if contested else _running(clocked.run, at))


def _still_ran(clocked: Clocked, done: Happening) -> bool:
    """Whether the duty was neither kept nor waived when its follow-up was done."""
    answers = clocked.duty.answers
    over = [event for event in answers.met_by[:1] if clocked.due and event.at.latest <= clocked.due.strict.last]
    if answers.waived is not None and answers.waived.by is not None:
        over.append(answers.waived.by)
    return not any(event.at <= done.at for event in over)


def _was_owed_when_the_strict_day_ended(clocked: Clocked) -> bool:
    """Whether the duty was surely owed and unmet then. What happens later takes nothing of that back."""
    answers = clocked.duty.answers
    last = clocked.due.strict.last if clocked.due else 0
    if answers.unsettled or answers.excluded or any(event.at.latest <= last for event in answers.met_by[:1]):
        return False
    waived, doubt = answers.waived, answers.doubtful_since
    if waived is not None and (waived.by is None or waived.by.at.earliest <= last):
        return False
    return not answers.perhaps_waived or (doubt is not None and doubt.at.earliest > last)


def _replaced(main: Standing, follow_up: Standing, at: int) -> Standing:
    """A duty whose place another one took in time, from the end of its strict day: for good, whatever comes later."""
    clocked, due = main.clocked, main.clocked.due
    in_time = follow_up.status in {"met", "met_contested"}
    if due is None or not in_time or at <= due.strict.last:
        return main
    if main.status in {"undetermined", "waived"} and not _was_owed_when_the_strict_day_ended(clocked):
        return main
    answers = clocked.duty.answers
    since = max(follow_up.clocked.duty.answers.met_by[0].at.earliest, due.strict.last + 1)
    doubt = answers.doubtful_since if main.status == "undetermined" else None
    over = [*answers.met_by[:1], answers.waived.by if answers.waived else None, doubt]
    return main if any(event and event.at.earliest <= since for event in over) else Standing(clocked, "replaced")
