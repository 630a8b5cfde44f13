"""The examination of the baseline script: four months, one clock at a time, and what stands in for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bench.rules.baseline_deadlines import BaselineDuty, BothReadings, in_months, running
from bench.rules.baseline_events import Event, History, known_day, known_from, timing

EXAMINATION = "bl-20-3-undersoegelse-4-maaneder"
PROVISIONAL = "bl-20-3-foreloebig-vurdering"


class Examination(NamedTuple):
    """What bears on the examination that a notification may ask for."""

    trigger: Event
    finished: list[Event]
    waived: Event | None
    doubt: Event | None
    unsettled: bool
    excluded: bool
    provisional: list[Event]


def examinations(notified: Sequence[Event], history: History, at: int) -> list[BaselineDuty]:
    """4 months from a notification, one clock at a time, and the provisional assessment where it is not kept."""
    kept: list[Event] = []
    taken_in: list[Event] = []
    for trigger in sorted(notified, key=lambda e: (known_from(e)[0], e.place)):
        since = known_from(trigger)[0]
        if trigger.data.get("ufoedt"):
            continue
        earlier = (examination(other, kept, taken_in, history, since) for other in kept)
        (kept if all(one.finished or one.waived for one in earlier) else taken_in).append(trigger)
    return [
        clock
        for trigger in kept
        for clock in examined(examination(trigger, kept, taken_in, history, at), in_months(known_day(trigger), 4), at)
    ]


def examination(
    trigger: Event, kept: Sequence[Event], taken_in: Sequence[Event], history: History, until: int
) -> Examination:
    """Whether the examination is owed, finished or waived, by what had happened at an instant."""
    since = known_from(trigger)[0]

    def answers(type_: str) -> list[Event]:
        return [event for event in history.answers(type_, trigger, since, kept) if event.first <= until]

    abuse = trigger.data.get("overgreb")
    screened = answers("screening_foretaget")
    decided = answers("undersoegelse_besluttet")

    def is_left(screening: Event, later: Sequence[Event]) -> bool:
        return not any(takes_back(event, screening, trigger, later) for event in decided)

    waivers = [one for one in screened if one.data.get("resultat") != "undersoegelse" and abuse is not True]
    is_certain = {one.place: abuse is False and "resultat" in one.data for one in waivers}
    certain = [one for one in waivers if is_certain[one.place] and is_left(one, kept)]
    # Where the screening waived the duty, a later notification that was taken in had a clock of its own.
    doubtful = [one for one in waivers if not is_certain[one.place] and is_left(one, [*kept, *taken_in])]
    settled = bool(decided) or abuse is True or any(one.data.get("resultat") == "undersoegelse" for one in screened)
    perhaps = abuse is None or not screened or any("resultat" not in one.data for one in screened)
    return Examination(
        trigger,
        answers("undersoegelse_afsluttet"),
        certain[0] if certain else None,
        doubtful[0] if doubtful else None,
        not settled and perhaps,
        not settled and not perhaps,
        answers("foreloebig_vurdering_foretaget"),
    )


def takes_back(decision: Event, screening: Event, trigger: Event, later: Sequence[Event]) -> bool:
    """Whether a decision to examine undoes what a screening waived, unless a later notification took over."""
    if decision.place < screening.place:
        return True
    return not any(other is not trigger and screening.last < known_from(other)[0] <= decision.last for other in later)


def examined(one: Examination, due: BothReadings, at: int) -> list[BaselineDuty]:
    """How the examination and the provisional assessment stand."""
    status = examination_status(one, due, at)
    if status is None:
        return []
    instead = provisional_status(one, due, status, at)
    found = []
    if instead is not None:
        found.append(BaselineDuty(PROVISIONAL, one.trigger.id, due.strict, due.lenient, instead))
        if instead in {"met", "met_contested"} and at > due.strict_last and is_replaced(one, due, status):
            status = "replaced"
    return [BaselineDuty(EXAMINATION, one.trigger.id, due.strict, due.lenient, status), *found]


def examination_status(one: Examination, due: BothReadings, at: int) -> str | None:
    """How the examination stands by itself; None where it is not owed."""
    waived = one.waived
    if one.excluded and waived is None:
        return None
    if one.finished and not (waived and waived.moment() < one.finished[0].moment()):
        return timing(one.finished[0], due)
    if waived is not None:
        return "waived"
    if one.unsettled or one.doubt is not None:
        return "undetermined"
    return running(known_from(one.trigger)[0], due, at)


def provisional_status(one: Examination, due: BothReadings, main: str, at: int) -> str | None:
    """How the provisional assessment stands; None while nothing asks for it."""
    over = [event for event in one.finished[:1] if event.last <= due.strict_last]
    if one.waived is not None:
        over.append(one.waived)
    done = one.provisional[:1]
    still_ran = done and not any(event.moment() <= done[0].moment() for event in over)
    if not still_ran and not (at > due.strict_last and was_owed(one, due)):
        return None
    if done and not (one.finished and one.finished[0].moment() < done[0].moment()):
        return timing(done[0], due)
    if one.finished:
        return "waived"
    return "contested" if main == "met_contested" else running(known_from(one.trigger)[0], due, at)


def was_owed(one: Examination, due: BothReadings) -> bool:
    """Whether the examination was surely owed and not finished when its strict day ended."""
    if one.unsettled or one.excluded or any(event.last <= due.strict_last for event in one.finished[:1]):
        return False
    if one.waived is not None:
        return one.waived.first > due.strict_last
    return one.doubt is None or one.doubt.first > due.strict_last


def is_replaced(one: Examination, due: BothReadings, status: str) -> bool:
    """Whether the provisional assessment took the place of the examination before anything else ended it."""
    if status in {"undetermined", "waived"} and not was_owed(one, due):
        return False
    since = max(one.provisional[0].first, due.strict_last + 1)
    over = [*one.finished[:1], one.waived, one.doubt if status == "undetermined" else None]
    return not any(event is not None and event.first <= since for event in over)
