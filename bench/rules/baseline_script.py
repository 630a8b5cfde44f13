"""What the programmer of a record system writes today: five clocks of barnets lov as plain code.

The 24 hours (§ 136, stk. 2), the receipt within 6 hverdage (§ 138, stk. 1), the examination within 4 months and the
provisional assessment that stands in for it (§ 20, stk. 3), and the first follow-up within 3 months (§ 95, stk. 2):
both readings of each last day, and the status. Nothing else of what `overgreb_rules` answers: no source, no reason,
no count of days, no escalation, no other rule, no check of what it reads, and nothing of serviceloven: notifications
and measures from before 2024 are passed over. Change one day of the law, and these are the files to change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.rules.baseline_deadlines import (
    HOUR,
    BaselineDuty,
    BothReadings,
    hverdage_after,
    in_days,
    in_months,
    local,
    local_day,
    running,
)
from bench.rules.baseline_events import Event, History, known_day, known_from, timing
from bench.rules.baseline_examination import EXAMINATION, PROVISIONAL, examinations

__all__ = ["RULES", "compute_five_deadlines"]

ASSESSMENT = "bl-136-2-vurdering-24-timer"
RECEIPT = "bl-138-1-kvittering"
FOLLOW_UP = "bl-95-2-foerste-opfoelgning"
RULES = frozenset({ASSESSMENT, RECEIPT, EXAMINATION, PROVISIONAL, FOLLOW_UP})

FIRST_DAY = dt.date(2024, 1, 1)
FOLLOWED_UP = ("stoettende", "anbringelse", "ungdomskriminalitet")


def compute_five_deadlines(case: Mapping[str, Any], at: int) -> list[BaselineDuty]:
    """The five clocks of a case at an instant, in seconds."""
    history = History(event for event in map(Event, case["events"]) if event.first <= at)
    notified = [event for event in history.of("underretning_modtaget") if local_day(event.first) >= FIRST_DAY]
    begun = [event for event in history.of("indsats_ivaerksat") if event.data.get("art", "anbringelse") in FOLLOWED_UP]
    found = []
    for event in notified:
        found.append(assessment(event, notified, history, at))
        found.append(receipt(event, notified, history, at))
    found += examinations(notified, history, at)
    found += [follow_up(event, begun, history, at) for event in begun if local_day(event.first) >= FIRST_DAY]
    return found


def assessment(trigger: Event, notified: Sequence[Event], history: History, at: int) -> BaselineDuty:
    """24 hours of real time from the moment when the content was known."""
    first, last = known_from(trigger)
    second = last + 1 if last > first else first
    strict, lenient = first + 24 * HOUR, second + 24 * HOUR
    due = BothReadings(local(strict), local(lenient), strict, lenient)
    done = history.answers("underretning_vurderet", trigger, first, notified)
    status = timing(done[0], due) if done else running(first, due, at, end=strict)
    return BaselineDuty(ASSESSMENT, trigger.id, due.strict, due.lenient, status)


def receipt(trigger: Event, notified: Sequence[Event], history: History, at: int) -> BaselineDuty:
    """6 hverdage: with Saturdays from the day it was known, and without from the day it came. Anonymous gets none."""
    due = in_days(hverdage_after(known_day(trigger), 6, 6), hverdage_after(local_day(trigger.first), 6, 5))
    anonymous = trigger.data.get("anonym")
    done = history.answers("kvittering_sendt", trigger, trigger.first, notified)
    if anonymous:
        status = "waived"
    elif done:
        status = timing(done[0], due)
    else:
        status = "undetermined" if anonymous is None else running(trigger.first, due, at)
    return BaselineDuty(RECEIPT, trigger.id, due.strict, due.lenient, status)


def follow_up(trigger: Event, begun: Sequence[Event], history: History, at: int) -> BaselineDuty:
    """3 months after a measure began, or the day on which an examination or mapping beside it ended before that."""
    due = in_months(local_day(trigger.first), 3)
    ends = min(
        ends_beside(trigger, history, due.strict), key=lambda found: (found[0].place, not found[1]), default=None
    )
    if ends is not None:
        day = local_day(ends[0].first)
        due = in_days(day, day if ends[1] else due.lenient)
    done = history.answers("opfoelgning_foretaget", trigger, trigger.first, begun)
    ended = history.answers("indsats_ophoert", trigger, trigger.first, begun)
    if done and not (ended and ended[0].moment() < done[0].moment()):
        status = timing(done[0], due)
    elif ended:
        status = "waived"
    elif "art" not in trigger.data:
        status = "undetermined"
    else:
        status = running(trigger.first, due, at)
    return BaselineDuty(FOLLOW_UP, trigger.id, due.strict, due.lenient, status)


def ends_beside(trigger: Event, history: History, last: dt.date) -> Iterator[tuple[Event, bool]]:
    """The ends of examinations and mappings beside a measure before a day, each with whether it counts for sure."""
    art = trigger.data.get("art")
    decision = history.by_id.get(trigger.of or "")
    consent = decision.data.get("samtykke") if decision and decision.type == "anbringelse_besluttet" else False
    if art not in {"stoettende", "anbringelse"} or (art == "anbringelse" and consent is False):
        return
    examined = history.of("undersoegelse_besluttet")
    mapped = [one for one in history.of("screening_foretaget") if one.data.get("resultat") in {None, "afdaekning"}]
    for steps, ended in ((examined, "undersoegelse_afsluttet"), (mapped, "afdaekning_foretaget")):
        for step in steps:
            is_earlier = step.first <= trigger.last
            if not is_earlier and art == "stoettende":
                continue
            told = step.type != "screening_foretaget" or "resultat" in step.data
            sure = is_earlier and told and (art == "stoettende" or consent is True)
            for end in history.answers(ended, step, step.first, steps)[:1]:
                if trigger.first <= end.last and local_day(end.first) < last:
                    yield end, sure
