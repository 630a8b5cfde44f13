"""What the programmer of a record system writes today: five clocks of barnets lov as one plain script.

The 24 hours (§ 136, stk. 2), the receipt within 6 hverdage (§ 138, stk. 1), the examination within 4 months and the
provisional assessment that stands in for it (§ 20, stk. 3), and the first follow-up within 3 months (§ 95, stk. 2):
both readings of each last day, and the status. Nothing else of what `overgreb_rules` answers: no source, no reason,
no count of days, no escalation, no other rule, no check of what it reads, and nothing of serviceloven: notifications
and measures from before 2024 are passed over. Change one day of the law, and this is the file to change.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

__all__ = ["RULES", "BaselineDuty", "compute_five_deadlines"]

ASSESSMENT = "bl-136-2-vurdering-24-timer"
RECEIPT = "bl-138-1-kvittering"
EXAMINATION = "bl-20-3-undersoegelse-4-maaneder"
PROVISIONAL = "bl-20-3-foreloebig-vurdering"
FOLLOW_UP = "bl-95-2-foerste-opfoelgning"
RULES = frozenset({ASSESSMENT, RECEIPT, EXAMINATION, PROVISIONAL, FOLLOW_UP})

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DAY, HOUR = dt.timedelta(days=1), 3600
FIRST_DAY = dt.date(2024, 1, 1)
FOLLOWED_UP = ("stoettende", "anbringelse", "ungdomskriminalitet")


class BaselineDuty(NamedTuple):
    """One duty: the last moment on both readings, and how it stands."""

    rule: str
    trigger: str
    strict: dt.date
    lenient: dt.date
    status: str


class Event:
    """An event of the case, with the first and the last second at which it may have happened."""

    __slots__ = ("data", "first", "id", "last", "of", "place", "type")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data, self.id, self.type, self.of, self.place = data, data["id"], data["type"], data.get("of"), 0
        at = data["at"]
        if len(at) == 10:
            day = dt.date.fromisoformat(at)
            self.first, self.last = midnight(day), midnight(day + DAY) - 1
        else:
            self.first = self.last = seconds(at)

    def moment(self) -> tuple[int, int]:
        """What events are ordered by."""
        return self.first, self.last


class BothReadings(NamedTuple):
    """Both readings of a last moment, as they are shown and as the second that they end with."""

    strict: dt.date
    lenient: dt.date
    strict_last: int
    lenient_last: int


class History:
    """The events of a case that have happened, in order of time, by id and by type."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.by_id: dict[str, Event] = {}
        self.by_type: dict[str, list[Event]] = {}
        for place, event in enumerate(sorted(events, key=lambda e: (e.first, e.last, e.id))):
            event.place = place
            self.by_id[event.id] = event
            self.by_type.setdefault(event.type, []).append(event)

    def of(self, type_: str) -> list[Event]:
        """The events of a type."""
        return self.by_type.get(type_, [])

    def answers(self, type_: str, trigger: Event, since: int, triggers: Sequence[Event]) -> list[Event]:
        """The events of a type that answer what `trigger` opened, one of all the `triggers` of such a duty."""
        return [event for event in self.of(type_) if self.touches(event, trigger, since, triggers)]

    def touches(self, event: Event, trigger: Event, since: int, triggers: Sequence[Event]) -> bool:
        """By «of», step by step: the first trigger on the way; without one, all that was open when the way began."""
        if event.last < since:
            return False
        while event.of is not None:
            step = self.by_id.get(event.of)
            if step is None:
                return False
            if step in triggers:
                return step is trigger
            event = step
        return since <= event.last


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
    for trigger in sorted(notified, key=lambda e: (known_from(e)[0], e.place)):
        since = known_from(trigger)[0]
        if trigger.data.get("ufoedt"):
            continue
        earlier = (examination(other, kept, history, since) for other in kept)
        if all(one.finished or one.waived for one in earlier):
            kept.append(trigger)
    return [
        clock
        for trigger in kept
        for clock in examined(examination(trigger, kept, history, at), in_months(known_day(trigger), 4), at)
    ]


def examination(trigger: Event, kept: Sequence[Event], history: History, until: int) -> Examination:
    """Whether the examination is owed, finished or waived, by what had happened at an instant."""
    since = known_from(trigger)[0]

    def answers(type_: str) -> list[Event]:
        return [event for event in history.answers(type_, trigger, since, kept) if event.first <= until]

    abuse = trigger.data.get("overgreb")
    screened = answers("screening_foretaget")
    decided = answers("undersoegelse_besluttet")
    waivers = [
        screening
        for screening in screened
        if screening.data.get("resultat") != "undersoegelse"
        and abuse is not True
        and not any(takes_back(event, screening, trigger, kept) for event in decided)
    ]
    certain = [one for one in waivers if abuse is False and "resultat" in one.data]
    doubtful = [one for one in waivers if abuse is None or "resultat" not in one.data]
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


def takes_back(decision: Event, screening: Event, trigger: Event, kept: Sequence[Event]) -> bool:
    """Whether a decision to examine undoes what a screening waived, unless a later notification took over."""
    if decision.place < screening.place:
        return True
    return not any(other is not trigger and screening.last < known_from(other)[0] <= decision.last for other in kept)


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


def timing(done: Event, due: BothReadings) -> str:
    """Whether it came in time."""
    if done.last <= due.strict_last:
        return "met"
    return "met_late" if done.first > due.lenient_last else "met_contested"


def running(start: int, due: BothReadings, at: int, end: int | None = None) -> str:
    """How an unmet duty stands; the last quarter of its time is soon."""
    if at > due.lenient_last:
        return "overdue"
    if at > due.strict_last:
        return "contested"
    end = due.strict_last + 1 if end is None else end
    return "due_soon" if 4 * (at - start) >= 3 * (end - start) else "pending"


def known_from(notification: Event) -> tuple[int, int]:
    """When the content was first known, by telephone perhaps."""
    known = notification.data.get("kendt_fra")
    if known is not None and (earlier := seconds(known)) < notification.first:
        return earlier, earlier
    return notification.first, notification.last


def known_day(notification: Event) -> dt.date:
    """The day on which the content was first known."""
    return local_day(known_from(notification)[0])


def in_days(strict: dt.date, lenient: dt.date) -> BothReadings:
    """A time limit that ends with a day."""
    return BothReadings(strict, lenient, midnight(strict + DAY) - 1, midnight(lenient + DAY) - 1)


def in_months(start: dt.date, months: int) -> BothReadings:
    """The same day number some months later; from the last day of a month perhaps to the last day of a month."""
    years, month = divmod(start.month - 1 + months, 12)
    last = calendar.monthrange(start.year + years, month + 1)[1]
    strict = dt.date(start.year + years, month + 1, min(start.day, last))
    at_end = start.day == calendar.monthrange(start.year, start.month)[1]
    return in_days(strict, strict.replace(day=last) if at_end else strict)


@cache
def hverdage_after(start: dt.date, number: int, days_a_week: int) -> dt.date:
    """The day that ends with the n-th hverdag after `start`."""
    day = start
    while number:
        day += DAY
        number -= day.weekday() < days_a_week and day not in holidays(day.year)
    return day


@cache
def holidays(year: int) -> frozenset[dt.date]:
    """The public holidays from 2024 on, after store bededag."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    easter = dt.date(year, month, day + 1)
    fixed = {dt.date(year, 1, 1), dt.date(year, 12, 25), dt.date(year, 12, 26)}
    return frozenset(fixed | {easter + offset * DAY for offset in (-3, -2, 0, 1, 39, 49, 50)})


def seconds(text: str) -> int:
    """An instant in seconds."""
    return int(dt.datetime.fromisoformat(text).timestamp())


def local(second: int) -> dt.datetime:
    """The local time of an instant."""
    return dt.datetime.fromtimestamp(second, COPENHAGEN)


@cache
def midnight(day: dt.date) -> int:
    """The first second of a local day."""
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN).timestamp())


def local_day(second: int) -> dt.date:
    """The local day of an instant."""
    return local(second).date()
