"""The constraints on a start for a politikreds or for one of its meetings: who is free, and what is fixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from meetings._constraints.conflict import Conflict
from meetings._constraints.constraint import DistrictConstraint, DroppableConstraint, MeetingConstraint, SubjectText
from meetings._constraints.problem import Problem, Task
from meetings._constraints.slot import Slot
from meetings._domain.districts import Politikreds
from meetings._domain.names import count_noun, format_kommune, format_kreds, format_party, format_time
from meetings._domain.parties import Party
from overgreb_rules.calendar import local, months_after
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text, join_texts


def _describe_busy(problem: Problem, party: Party, slot: Slot) -> Text:
    who, start = format_party(party, problem.request.year), format_time(slot.starts)
    return Text(f"{who.da} er optaget {start.da}", f"{who.en} is busy on {start.en}")


class PolitikredsFree(DistrictConstraint, DroppableConstraint):
    """The police of the kreds must be there: their calendar must be free."""

    name = "politikreds_free"

    def _check(self, problem: Problem, kreds: Politikreds, slot: Slot) -> Iterator[SubjectText]:
        if not problem.availability.can_come(Party("politikreds", kreds.code), slot):
            yield kreds.code, _describe_busy(problem, Party("politikreds", kreds.code), slot)

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        party = Party("politikreds", subject)
        return conflict.describe_busy((self.name, subject), format_party(party, conflict.problem.request.year))


class BoernehuseFree(DistrictConstraint, DroppableConstraint):
    """Every børnehus that serves a kommune of the kreds must be there: its calendar must be free."""

    name = "boernehuse_free"

    def _check(self, problem: Problem, kreds: Politikreds, slot: Slot) -> Iterator[SubjectText]:
        for place in kreds.boernehuse:
            party = Party("boernehus", place)
            if not problem.availability.can_come(party, slot):
                yield place, _describe_busy(problem, party, slot)

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        return conflict.describe_busy((self.name, subject), format_party(Party("boernehus", subject), 0))


def _free(number: int) -> str:
    """The adjective that agrees with the number of those who are free."""
    return "ledig" if number == 1 else "ledige"


class Quorum(DistrictConstraint, DroppableConstraint):
    """At least the share `quorum` of the kommuner of the kreds must be free; unreadable counts as absent."""

    name = "quorum"

    def _check(self, problem: Problem, kreds: Politikreds, slot: Slot) -> Iterator[SubjectText]:
        absent = problem.absent(kreds, slot)
        if not absent:
            return
        every, needed = len(kreds.kommuner), _needed(problem, kreds)
        if every - len(absent) < needed:
            names = ", ".join(format_kommune(code, problem.request.year) for code in absent)
            start = format_time(slot.starts)
            yield (
                kreds.code,
                Text(
                    f"mindst {needed} af {count_noun(every, 'kommune', 'kommuner')} skal være {_free(needed)} "
                    f"{start.da}; ikke {_free(len(absent))}: {names}",
                    f"{needed} of {every} kommuner must be free on {start.en}; not free: {names}",
                ),
            )

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        problem, year = conflict.problem, conflict.problem.request.year
        kreds = next(task.kreds for task in conflict.tasks if task.kreds.code == subject)
        requirement = (self.name, subject)
        absent = {code for slot in conflict.slots(requirement) for code in problem.absent(kreds, slot)}
        names, one = ", ".join(format_kommune(code, year) for code in sorted(absent)), len(absent) == 1
        needed, every, who = _needed(problem, kreds), len(kreds.kommuner), format_kreds(subject, year)
        english = f"{needed} of the {every} kommuner of {who} must be free; {names} {'is' if one else 'are'} not always"
        if every == 1:
            danish = f"{names}, den eneste kommune i {who}, skal være ledig"
            taken, free = f"{danish}, men er optaget", f"{danish}, men er kun ledig på disse tidspunkter"
            never = f"{taken} på alle"
        else:
            some, not_always = f"mindst {needed} af de {every} kommuner i {who}", f"ikke altid {_free(len(absent))}"
            danish = f"{some} skal være {_free(needed)}; {not_always}: {names}"
            taken, free = f"{danish}; for få er ledige", f"{danish}; der er kun nok ledige på disse tidspunkter"
            never = f"{danish}; der er ikke nok ledige på noget af de"
        return conflict.describe_starts(
            requirement,
            taken=Text(taken, f"{english}; too few are free"),
            free=Text(free, f"{english}; enough are only free"),
            never=lambda number: Text(
                f"{never} {count_noun(number, 'tidspunkt', 'tidspunkter')}",
                f"{english}; too few are free at all of {count_noun(number, 'start')}",
            ),
        )


def _needed(problem: Problem, kreds: Politikreds) -> int:
    return count_needed(problem.request.quorum, len(kreds.kommuner))


def count_needed(quorum: float, kommuner: int) -> int:
    """Count the kommuner that a quorum asks for.

    Args:
        quorum: The share of the kommuner, above 0 and up to 1.
        kommuner: The number of all kommuner of the kreds.

    Returns:
        The least number that is no smaller share.
    """
    # The share is a decimal number: a binary fraction could ask for one kommune too many.
    return ceil(Fraction(str(quorum)) * kommuner)


class StartTimes(MeetingConstraint):
    """A meeting begins at one of the `start_times`, unless the request pins it to another time."""

    name = "start_times"

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        if slot.clock not in problem.request.start_times and slot.start != task.pinned:
            times = [(f"{time:%H.%M}", f"{time:%H:%M}") for time in problem.request.start_times]
            danish, english = (", ".join(words) for words in zip(*times, strict=True))
            yield (
                "",
                Text(
                    f"kl. {slot.starts:%H.%M} er ikke en af mødetiderne {danish}",
                    f"{slot.starts:%H:%M} is none of the start times {english}",
                ),
            )


class Pinned(MeetingConstraint, DroppableConstraint):
    """A meeting that the request pins takes place then and at no other time."""

    name = "pinned"

    def concerns(self, problem: Problem, task: Task) -> bool:
        """Decide whether the request pins the meeting.

        Args:
            problem: The problem.
            task: The meeting.

        Returns:
            Whether it does.
        """
        del problem
        return task.pinned is not None

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        del problem
        if task.pinned is not None and slot.start != task.pinned:
            pin = format_time(local(task.pinned))
            yield task.key, Text(f"mødet er fastlåst til {pin.da}", f"the meeting is pinned to {pin.en}")

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        task = conflict.task(subject)
        who, pin = conflict.name_meeting(task), format_time(local(task.pinned or 0))
        return Text(f"{who.da} er fastlåst til {pin.da}", f"{who.en} is pinned to {pin.en}")


class GapToLastYear(MeetingConstraint, DroppableConstraint):
    """From last year's meeting of the same round: `gap_months`, 9 to 15 by default, ends included."""

    name = "gap_to_last_year"
    limits_days = True

    def concerns(self, problem: Problem, task: Task) -> bool:
        """Decide whether there was a meeting last year.

        Args:
            problem: The problem.
            task: The meeting.

        Returns:
            Whether there was.
        """
        del problem
        return task.last is not None

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        if task.last is None:
            return
        first, last = gap_days(problem, task)
        if not first <= slot.day <= last:
            gap, day, before = problem.request.gap_months, format_day(slot.day), format_day(task.last)
            yield (
                task.key,
                Text(
                    f"{day.da} ligger ikke {gap.min}-{gap.max} måneder efter sidste møde, {before.da}",
                    f"{day.en} is not {gap.min} to {gap.max} months after the last meeting, {before.en}",
                ),
            )

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        task, gap = conflict.task(subject), conflict.problem.request.gap_months
        first, last = (format_day(day) for day in gap_days(conflict.problem, task))
        before = format_day(task.last or dt.date.min)
        who, request = conflict.name_meeting(task), conflict.problem.request
        kreds = format_kreds(task.kreds.code, request.year)
        which = "mødet" if request.meetings_per_district == 1 else f"møde {task.round}"
        return Text(
            f"{which} i {kreds} skal ligge {gap.min}-{gap.max} måneder efter sidste møde, {before.da}: "
            f"fra {first.da} til {last.da}",
            f"{who.en} lies {gap.min} to {gap.max} months after the last meeting of {before.en}: "
            f"from {first.en} to {last.en}",
        )


def gap_days(problem: Problem, task: Task) -> tuple[dt.date, dt.date]:
    """Return the days that are the right distance from last year's meeting.

    Args:
        problem: The problem, with the distance in months.
        task: The meeting.

    Returns:
        The first and the last such day; of the whole year where there was no meeting last year.
    """
    if task.last is None:
        return dt.date(problem.request.year, 1, 1), dt.date(problem.request.year, 12, 31)
    gap = problem.request.gap_months
    first = months_after(task.last, gap.min, keeps_month_end=False)
    return first, months_after(task.last, gap.max, keeps_month_end=False)


class NotInThePast(MeetingConstraint, DroppableConstraint):
    """Where a plan has been published, no meeting gets a new start that lies before now."""

    name = "not_in_the_past"
    limits_days = True

    def concerns(self, problem: Problem, task: Task) -> bool:
        """Decide whether a plan has been published.

        Args:
            problem: The problem.
            task: The meeting, which makes no difference.

        Returns:
            Whether it has.
        """
        del task
        return problem.is_revision

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        if problem.is_revision and slot.start < problem.at and not task.keeps_start(slot):
            start, now = format_time(slot.starts), format_time(local(problem.at))
            yield (
                "",
                Text(
                    f"{start.da} ligger før det tidspunkt, der planlægges fra, {now.da}",
                    f"{start.en} lies before {now.en}, when this is planned",
                ),
            )

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        del subject
        now = format_time(local(conflict.problem.at))
        return Text(f"intet nyt møde ligger før {now.da}", f"no new start lies before {now.en}")


class NoticeDays(MeetingConstraint, DroppableConstraint):
    """No new or moved start lies within `notice_days` days after the instant of planning.

    A start before that instant is no concern of this constraint: the first plan of a year that is past can be made.
    """

    name = "notice_days"
    limits_days = True

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        if problem.at <= slot.start < problem.notice_ends and not task.keeps_start(slot):
            start, now, days = format_time(slot.starts), format_time(local(problem.at)), problem.request.notice_days
            fewer = Text(f"mindre end {count_noun(days, 'dag', 'dage')}", f"less than {count_noun(days, 'day')}")
            yield (
                "",
                Text(
                    f"{start.da} ligger {fewer.da} efter det tidspunkt, der planlægges fra, {now.da}",
                    f"{start.en} lies {fewer.en} after {now.en}, when this is planned",
                ),
            )

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        del subject
        end, days = format_time(local(conflict.problem.notice_ends)), conflict.problem.request.notice_days
        return Text(
            f"intet nyt eller flyttet møde ligger før {end.da} (varsel på {count_noun(days, 'dag', 'dage')})",
            f"no new or moved start lies before {end.en} ({count_noun(days, 'day')} of notice)",
        )


class FacilitatorsFree(MeetingConstraint, DroppableConstraint):
    """As many facilitators as a meeting needs must be free.

    In a conflict each busy facilitator is a requirement of its own.
    """

    name = "facilitators_free"

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        del task
        needed, free = problem.request.facilitators_per_meeting, problem.free_facilitators(slot)
        if len(free) < needed:
            why = join_texts(_describe_missing(problem, slot), "; ")
            every, start = len(problem.facilitators), format_time(slot.starts)
            yield (
                "",
                Text(
                    f"mindst {needed} af {count_noun(every, 'facilitator', 'facilitatorer')} skal være {_free(needed)} "
                    f"{start.da}; {why.da}",
                    f"{needed} of {count_noun(every, 'facilitator')} must be free on {start.en}; {why.en}",
                ),
            )

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        return conflict.describe_busy((self.name, subject), format_party(Party("facilitator", subject), 0))


def _describe_missing(problem: Problem, slot: Slot) -> Iterator[Text]:
    parties, availability = [Party("facilitator", name) for name in problem.facilitators], problem.availability
    busy = [party for party in parties if not availability.can_come(party, slot)]
    if busy:
        who = join_texts(format_party(party, 0) for party in busy)
        yield Text(f"{'optaget' if len(busy) == 1 else 'optagede'}: {who.da}", f"busy: {who.en}")
    uncovered = [party for party in parties if party not in busy and availability.lacks_coverage(party, slot)]
    if uncovered:
        who = join_texts(format_party(party, 0) for party in uncovered)
        yield Text(f"ikke dækket af kalenderen: {who.da}", f"not covered by the calendar: {who.en}")


class HostPresent(MeetingConstraint, DroppableConstraint):
    """A host must be there: the kommune that was host longest ago and can come then, or the one that is fixed.

    Whoever is passed over is a cost (`host_passed_over`), which outweighs absent kommuner and all costs of comfort.
    """

    name = "host_present"

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        if problem.find_host(task, slot) is None:
            start = format_time(slot.starts)
            if len(task.hosts) > 1:
                yield task.key, Text(f"{_NO_HOST.da} {start.da}", f"{_NO_HOST.en} on {start.en}")
            else:
                who = _name_host(task, problem.request.year)
                yield task.key, Text(f"{who.da} er ikke ledig {start.da}", f"{who.en} is not free on {start.en}")

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        requirement, task = (self.name, subject), conflict.task(subject)
        if len(task.hosts) == 1:
            return conflict.describe_busy(requirement, _name_host(task, conflict.problem.request.year))
        return conflict.describe_starts(
            requirement,
            taken=_NO_HOST,
            free=Text(
                "kun på disse tidspunkter er en kommune, der kan være vært, ledig",
                "a kommune that could be host is free only here",
            ),
            never=lambda number: Text(
                f"{_NO_HOST.da} på noget af de {number} tidspunkter",
                f"{_NO_HOST.en} at any of {count_noun(number, 'start')}",
            ),
        )


_NO_HOST = Text("ingen kommune, der kan være vært, er ledig", "no kommune that could be host is free")


def _name_host(task: Task, year: int) -> Text:
    host = format_kommune(task.hosts[0], year)
    return Text(f"værten {host}", f"the host {host}")
