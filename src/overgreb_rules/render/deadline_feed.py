"""The deadlines of one case or of many as a calendar feed to subscribe to.

Calendars are copied and shared: of a case only its key stands in one, in the summary; never an event, a name, a CPR
number or free text. What is undetermined has no place in a calendar.

A feed is a function of the evaluations, and no clock and no ledger is asked. Two things follow.

Without an earlier feed, SEQUENCE and DTSTAMP say how far a deadline has come in its ordinary life: 0 and the clock
start while it is open, 1 and a second later once it is met, used, waived or replaced (STATUS:CANCELLED). So two exports
of the same case differ only where something has happened, whenever they were made.

With the `earlier` feed, which then is the ledger, every other change is told too: what says the same stays byte for
byte; a new date or status raises SEQUENCE, new words do not; the stamp of a change is the instant of the evaluation
that shows it; what is gone (because a fact was corrected, or the duty is undetermined now) is cancelled and kept.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace

from overgreb_rules._text.formatting import end_sentence, format_acts, format_bearer, format_when
from overgreb_rules._text.status_words import format_status
from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.errors import HIDDEN, has_cpr_shape
from overgreb_rules.evaluation import DueDates, Evaluation, Obligation, StatusWord, When
from overgreb_rules.ical import CalendarEvent, EventStatus, Profile, build_calendar, read_events
from overgreb_rules.shared.text import Text, translate

SETTLED: frozenset[StatusWord] = frozenset({"met_late", "met_contested", "met", "used", "waived", "replaced"})
"""The statuses in which nothing is left to do by the date: the entry of the duty is cancelled."""
_NAMESPACE = uuid.UUID("81c2ebef-c061-5620-b8c9-6be931f805d7")
_A_SECOND, _A_DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)
_NAME = Text("Frister", "Deadlines")
_ABOUT = Text(
    "Frister efter {acts}. Datoen er den strenge læsning.", "Deadlines of {acts}. The date is the strict reading."
)
_SUMMARY = Text("{title} · sag {case}", "{title} · case {case}")
_CATEGORY = Text("Frist", "Deadline")
_WORDS = {
    "last": Text("Senest {strict}.", "No later than {strict}."),
    "first": Text("Tidligst {strict}.", "No earlier than {strict}."),
    "both": Text(
        "Senest {strict} efter den strenge læsning, {lenient} efter den lempelige: først derefter er fristen brudt.",
        "No later than {strict} on the strict reading, {lenient} on the lenient one: only after it is there a breach.",
    ),
    "who": Text("Hvem: {who}.", "Who: {who}."),
    "done": Text("Status: {status}.", "Status: {status}."),
    "breach": Text("Hvis fristen brydes: {what}", "If it is not kept: {what}"),
}


def build_deadline_feed(results: Iterable[Evaluation], language: str, *, earlier: bytes | None = None) -> bytes:
    """Return the deadlines of the evaluations as a calendar file.

    Args:
        results: the evaluations; of a case that occurs twice the last one counts.
        language: da or en.
        earlier: the bytes of the feed that this one replaces; None for a first feed. Other bytes than those of a feed
            of this program raise ProfileError.

    Returns:
        The bytes of the calendar file.
    """
    before = {event.uid: event for event in read_events(earlier)} if earlier is not None else {}
    events: dict[str, CalendarEvent] = {}
    latest: dt.datetime | None = None
    for result in results:
        at = _instant(result.at)
        latest = at if latest is None else max(latest, at)
        for duty in result.obligations:
            if duty.due is not None and duty.status != "undetermined":
                event = _event(result, duty, duty.due, language)
                old = before.get(event.uid)
                events[event.uid] = event if old is None else _revise(old, event, at)
    for uid, old in before.items():
        if uid not in events:
            off = replace(old, status=EventStatus.CANCELLED)
            events[uid] = old if latest is None else _revise(old, off, latest)
    return build_calendar(
        events.values(),
        profile=Profile.DEADLINES,
        name=translate(_NAME, language),
        description=translate(_ABOUT, language).format(acts=format_acts(language)),
    )


def deadline_uid(case_id: str, key: str) -> str:
    """Return the UID of the calendar entry of a duty.

    Args:
        case_id: the key of the case.
        key: the key of the duty.

    Returns:
        A UUID that is the same in every feed and tells its readers nothing of the case.
    """
    return str(uuid.uuid5(_NAMESPACE, f"{len(case_id)}:{case_id}{key}"))


def _event(result: Evaluation, duty: Obligation, due: DueDates, language: str) -> CalendarEvent:
    """Return the entry of a duty as a first feed has it, without an earlier feed."""
    off = duty.status in SETTLED
    created = _instant(duty.clock_start)
    strict = due.strict
    case = HIDDEN if has_cpr_shape(result.case_id) else result.case_id
    return CalendarEvent(
        uid=deadline_uid(result.case_id, duty.key),
        created=created,
        last_modified=created + _A_SECOND if off else created,
        sequence=int(off),
        start=strict,
        end=None if isinstance(strict, dt.datetime) else strict + _A_DAY,
        summary=translate(_SUMMARY, language).format(title=translate(duty.title, language), case=case),
        description=_description(duty, due, language),
        categories=(translate(_CATEGORY, language),),
        status=EventStatus.CANCELLED if off else EventStatus.CONFIRMED,
        busy=False,
    )


def _description(duty: Obligation, due: DueDates, language: str) -> str:
    strict, lenient = (format_when(when, language) for when in (due.strict, due.lenient))
    which = "first" if duty.modality == "window" else "last" if due.strict == due.lenient else "both"
    lines = [
        end_sentence(duty.cite),
        translate(_WORDS[which], language).format(strict=strict, lenient=lenient),
        translate(_WORDS["who"], language).format(who=format_bearer(duty.bearer, language)),
    ]
    if duty.status in SETTLED:
        lines.append(translate(_WORDS["done"], language).format(status=format_status(duty.status, language)))
    elif duty.consequence is not None:
        lines.append(translate(_WORDS["breach"], language).format(what=translate(duty.consequence, language)))
    return "\n".join(lines)


def _revise(old: CalendarEvent, new: CalendarEvent, at: dt.datetime) -> CalendarEvent:
    """Return the new entry with the stamps and the SEQUENCE that follow from the entry of the earlier feed."""
    kept = replace(new, created=old.created, last_modified=old.last_modified, sequence=old.sequence, busy=old.busy)
    if kept == old:
        return old
    moved = (old.start, old.end, old.status) != (new.start, new.end, new.status)
    return replace(
        kept, busy=False, sequence=old.sequence + moved, last_modified=max(at, old.last_modified + _A_SECOND)
    )


def _instant(when: When) -> dt.datetime:
    if isinstance(when, dt.datetime):
        return when
    return dt.datetime.combine(when, dt.time(), tzinfo=COPENHAGEN)
