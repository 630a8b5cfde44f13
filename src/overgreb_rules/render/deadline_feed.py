"""The deadlines of one case or of many as a calendar feed to subscribe to.

Calendars are copied and shared: of a case its key stands in one, which event opened a deadline and when, and how the
deadline stands; never a fact, nor a reason that rests on one, a name, a CPR number, an id of an event or free text.
What is undetermined has no place in a calendar.

The summary of an entry begins with the status where nothing is left to do by the date. What was done stands in the
calendar («Opfyldt: …», STATUS:CONFIRMED); what is no longer owed is STATUS:CANCELLED («Bortfaldet: …»), which most
programs strike through and Google lets disappear.

A feed is a function of the evaluations, and no clock and no ledger is asked. Two things follow.

Without an earlier feed, SEQUENCE and DTSTAMP say how far a deadline has come in its ordinary life: 0 and the clock
start while it is open, 1 and a second later once it is settled. So two exports of the same case differ only where
something has happened, whenever they were made. Who subscribes sees the whole new feed; who imports files keeps what is
no longer in them.

With the `earlier` feed, which then is the ledger, every other change is told too: what says the same stays byte for
byte; a new date or status raises SEQUENCE, new words do not; the stamp of a change is the instant of the evaluation
that shows it; what is gone (because a fact was corrected, or the duty is undetermined now) is cancelled and kept.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from overgreb_rules._evaluate.work_list import RefusedCase
from overgreb_rules._text.due_words import describe_dates
from overgreb_rules._text.formatting import format_acts, format_bearer, format_when, get_shown_dates, to_moment
from overgreb_rules._text.status_words import STATUS_WORDS, choose_contested, format_status
from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.errors import HIDDEN, has_cpr_shape
from overgreb_rules.evaluation import DueDates, Evaluation, Obligation, StatusWord, When
from overgreb_rules.ical import (
    CalendarEvent,
    EventStatus,
    Profile,
    ProfileError,
    build_calendar,
    detect_profile,
    read_events,
)
from overgreb_rules.render._agenda_words import format_refused
from overgreb_rules.render._duty_notes import list_notes
from overgreb_rules.render._event_names import name_opening_event
from overgreb_rules.shared.text import Text, begin_sentence, end_sentence, join_items, translate

DONE: frozenset[StatusWord] = frozenset({"met_late", "met_contested", "met", "used"})
"""The statuses of what was done: the entry stands, and its summary begins with the status."""
NOT_OWED: frozenset[StatusWord] = frozenset({"waived", "replaced", "expired"})
"""The statuses in which the date means nothing any more: the entry is cancelled."""
_NAMESPACE = uuid.UUID("81c2ebef-c061-5620-b8c9-6be931f805d7")
_FRESHNESS = "law_not_read_so_far"
_A_SECOND, _A_DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)
_NAME = Text("Frister", "Deadlines")
_ABOUT = Text("Frister efter {acts}. Datoen er den sikre frist.", "Deadlines of {acts}. The date is the safe deadline.")
_SUMMARY = Text("{title} · sag {case}", "{title} · case {case}")
_OTHER_CASE = Text("kalenderen har frister fra en anden sag", "the feed holds deadlines of another case")
_SAFE = Text("{title} (sikker frist)", "{title} (safe deadline)")
_OPENS = Text("{title} (tidligst)", "{title} (no earlier)")
_GONE = Text("Udgået: ", "No longer there: ")
_UNDETERMINED = Text("Uafklaret: ", "Undetermined: ")
_CLOSED = Text("Sag lukket: ", "Case closed: ")
_CATEGORY = Text("Frist", "Deadline")
_WORDS = {
    "basis": Text("Hjemmel: {cite}", "Legal basis: {cite}"),
    "must": Text("Hvem skal gøre det: {who}.", "Who must do it: {who}."),
    "may": Text("Hvem kan gøre det: {who}.", "Who may do it: {who}."),
    "done": Text("Status: {status}.", "Status: {status}."),
    "breach": Text("Hvis fristen overskrides: {what}", "If it is not kept: {what}"),
}


def build_deadline_feed(
    results: Iterable[Evaluation | RefusedCase], language: str, *, earlier: bytes | None = None
) -> bytes:
    """Return the deadlines of the evaluations as a calendar file.

    Args:
        results: the evaluations; of a case that occurs twice the last one counts. How many cases were refused stands in
            the description of the calendar.
        language: da or en.
        earlier: the bytes of the feed that this one replaces; None for a first feed.

    Returns:
        The bytes of the calendar file.

    Raises:
        ProfileError: `earlier` is no feed of this program, or it holds deadlines of a case that is not evaluated:
            whoever imports the new feed would lose them.
    """
    before = {} if earlier is None else _read_earlier(earlier)
    by_case: dict[str, list[CalendarEvent]] = {}
    freshness: dict[str, list[str]] = {}
    latest: dt.datetime | None = None
    refused = 0
    for result in results:
        if isinstance(result, RefusedCase):
            refused += 1
            continue
        at = _instant(result.at)
        latest = at if latest is None else max(latest, at)
        freshness[result.case_id] = list(_freshness(result, language))
        by_case[result.case_id] = list(_list_events(result, before, language))
    if by_case:
        _refuse_other_cases(before.values(), by_case)
    events = {event.uid: event for event in itertools.chain.from_iterable(by_case.values())}
    for uid, old in before.items():
        if uid not in events:
            if latest is None or old.status is EventStatus.CANCELLED:
                events[uid] = old
            else:
                events[uid] = _call_off(old, _GONE, language, latest)
    about = [translate(_ABOUT, language).format(acts=format_acts(language)), *format_refused(refused, language)]
    return build_calendar(
        events.values(),
        profile=Profile.DEADLINES,
        name=translate(_NAME, language),
        description=" ".join([*about, *dict.fromkeys(itertools.chain.from_iterable(freshness.values()))]),
    )


def _read_earlier(data: bytes) -> dict[str, CalendarEvent]:
    """Return the entries of an earlier feed by UID; a feed of meetings would be taken over as lost deadlines."""
    if detect_profile(data) is not Profile.DEADLINES:
        raise ProfileError(
            Text("dette er ikke en fristkalender fra overgreb-rules", "this is no feed of deadlines of overgreb-rules")
        )
    return {event.uid: event for event in read_events(data)}


def _refuse_other_cases(before: Iterable[CalendarEvent], case_ids: Iterable[str]) -> None:
    cases = [_name_case(case_id) for case_id in case_ids]
    ends = tuple(words.format(title="", case=case) for words in (_SUMMARY.da, _SUMMARY.en) for case in cases)
    if not all(event.summary.endswith(ends) for event in before):
        raise ProfileError(_OTHER_CASE)


def _list_events(result: Evaluation, before: Mapping[str, CalendarEvent], language: str) -> Iterator[CalendarEvent]:
    """Yield the entries of a case, which follow the entries of the earlier feed, by UID, where those are there."""
    at = _instant(result.at)
    for duty in result.obligations:
        old = before.get(deadline_uid(result.case_id, duty.key))
        if duty.status == "undetermined":
            if old is not None:
                yield _call_off(old, _UNDETERMINED, language, at)
        elif duty.due is not None:
            event = _event(result, duty, duty.due, language)
            yield event if old is None else _revise(old, event, at)


def _freshness(result: Evaluation, language: str) -> Iterator[str]:
    """Yield to which day each law of the deadlines was read, where something happened after that day."""
    for warned in result.warnings:
        if warned.code == _FRESHNESS:
            yield translate(Text(warned.da, warned.en), language)


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
    mark = _mark(duty)
    created = _instant(duty.clock_start)
    strict, _ = get_shown_dates(due)
    return CalendarEvent(
        uid=deadline_uid(result.case_id, duty.key),
        created=created,
        last_modified=created if mark is None else created + _A_SECOND,
        sequence=int(mark is not None),
        start=strict,
        end=None if isinstance(strict, dt.datetime) else strict + _A_DAY,
        summary=_summary(result, duty, due, language),
        description=_description(duty, due, language),
        categories=(translate(_CATEGORY, language),),
        status=EventStatus.CANCELLED if _is_off(duty) else EventStatus.CONFIRMED,
        busy=False,
    )


def _summary(result: Evaluation, duty: Obligation, due: DueDates, language: str) -> str:
    title, mark = translate(duty.title, language), _mark(duty)
    if mark is not None:
        title = translate(mark, language) + title
    elif duty.modality == "window":
        title = translate(_OPENS, language).format(title=title)
    elif due.strict != due.lenient:
        title = translate(_SAFE, language).format(title=title)
    return translate(_SUMMARY, language).format(title=title, case=_name_case(result.case_id))


def _name_case(case_id: str) -> str:
    return HIDDEN if has_cpr_shape(case_id) else case_id


def _is_off(duty: Obligation) -> bool:
    """Return whether the date means nothing any more."""
    return duty.status in NOT_OWED or duty.closed is not None


def _mark(duty: Obligation) -> Text | None:
    """Return what the summary of a settled entry begins with; None where the date still counts."""
    return _CLOSED if duty.closed is not None else _MARK_OF_STATUS.get(duty.status)


def _mark_of_status(status: StatusWord) -> Text:
    """Return «Opfyldt for sent: »."""
    label = STATUS_WORDS[status].label
    return Text(f"{begin_sentence(label.da)}: ", f"{begin_sentence(label.en)}: ")


_MARK_OF_STATUS = {status: _mark_of_status(status) for status in STATUS_WORDS if status in DONE | NOT_OWED}
_MARKS = [_GONE, _UNDETERMINED, _CLOSED, *_MARK_OF_STATUS.values()]


def _find_mark(summary: str) -> tuple[Text | None, str]:
    """Return the mark with which the summary of an entry begins, and its words; None and «» where there is none."""
    found = ((mark, words) for mark in _MARKS for words in (mark.da, mark.en) if summary.startswith(words))
    return next(found, (None, ""))


def _description(duty: Obligation, due: DueDates, language: str) -> str:
    strict, lenient = (format_when(when, language) for when in get_shown_dates(due))
    who = "must" if duty.modality == "must" else "may"
    lines = [
        end_sentence(translate(_WORDS["basis"], language).format(cite=duty.cite)),
        describe_dates(due, duty.modality, language),
        end_sentence(begin_sentence(name_opening_event(duty, language))),
        translate(_WORDS[who], language).format(who=format_bearer(duty.bearer, language)),
    ]
    lines += list_notes(duty, language, with_reasons=False)
    if duty.status in DONE | NOT_OWED:
        lines.append(_describe_outcome(duty, strict, lenient, language))
    elif duty.consequence is not None and duty.closed is None:
        lines.append(translate(_WORDS["breach"], language).format(what=translate(duty.consequence, language)))
    return "\n".join(lines)


def _describe_outcome(duty: Obligation, strict: str, lenient: str, language: str) -> str:
    """Return when what is settled was done, or that it is not owed; why is a fact of the case."""
    if duty.status in DONE and duty.met_at:
        when = join_items([format_when(one, language) for one in duty.met_at], "and" if language == "en" else "og")
        sentence = STATUS_WORDS[duty.status].sentences[_choose_variant(duty)]
        return translate(sentence, language).format(when=when, strict=strict, lenient=lenient)
    return translate(_WORDS["done"], language).format(status=format_status(duty.status, language))


def _choose_variant(duty: Obligation) -> str:
    if duty.status != "met_contested" or duty.due is None:
        return "met"
    ends, act = duty.due.ends, to_moment(duty.met_at[-1])
    return choose_contested(act, int(ends.strict.timestamp()), int(ends.lenient.timestamp()))


def _call_off(old: CalendarEvent, mark: Text, language: str, at: dt.datetime) -> CalendarEvent:
    """Return the earlier entry as cancelled, with why in front of its summary."""
    summary = translate(mark, language) + old.summary.removeprefix(_find_mark(old.summary)[1])
    return _revise(old, replace(old, status=EventStatus.CANCELLED, summary=summary), at)


def _revise(old: CalendarEvent, new: CalendarEvent, at: dt.datetime) -> CalendarEvent:
    """Return the new entry with the stamps and the SEQUENCE that follow from the entry of the earlier feed."""
    kept = replace(new, created=old.created, last_modified=old.last_modified, sequence=old.sequence, busy=old.busy)
    is_moved = _standing(old) != _standing(new)
    if kept == old and not is_moved:
        return old
    return replace(
        kept, busy=False, sequence=old.sequence + is_moved, last_modified=max(at, old.last_modified + _A_SECOND)
    )


def _standing(event: CalendarEvent) -> tuple[object, ...]:
    """Return what raises SEQUENCE: the times in one zone, STATUS, and the status that the summary names."""
    # Local times of one zone are compared by their clock: the two passes of the repeated hour would be equal.
    times = (when.astimezone(dt.UTC) if isinstance(when, dt.datetime) else when for when in (event.start, event.end))
    return (*times, event.status, _find_mark(event.summary)[0])


def _instant(when: When) -> dt.datetime:
    if isinstance(when, dt.datetime):
        return when
    return dt.datetime.combine(when, dt.time(), tzinfo=COPENHAGEN)
