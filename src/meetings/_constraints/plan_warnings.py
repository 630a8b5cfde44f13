"""The warnings of a plan: what was assumed, whose calendar could not be read, and who was passed over as host."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from meetings._constraints.problem import MeetingAssignment, Problem
from meetings._constraints.problem_builder import list_parties
from meetings._domain.districts import kommuner_on
from meetings._domain.names import count_noun, format_kommune, format_kreds, format_party, format_time
from meetings._domain.parties import Party
from meetings.request import PlanRequest
from meetings.schedule import PlanWarning
from overgreb_rules.shared.text import Text, list_texts

_FEW = 5


def build_warnings(problem: Problem, assignments: Sequence[MeetingAssignment]) -> tuple[PlanWarning, ...]:
    """Build the warnings of a plan.

    Args:
        problem: The problem.
        assignments: The meetings with their starts.

    Returns:
        The warnings: first what was assumed, then what was not understood, then what concerns one kreds. They do not
        depend on the instant of the run.
    """
    request = problem.request
    return (
        *_warn_of_assumptions(request),
        *_warn_of_calendars(request, sorted(request.calendars)),
        *_warn_of_hosts(problem, assignments),
        *_warn_of_coverage(problem, assignments),
    )


def build_calendar_warnings(request: PlanRequest, district: str) -> tuple[PlanWarning, ...]:
    """Build the warnings of the calendars on which the possible starts of a kreds rest.

    Args:
        request: The request.
        district: The code of the politikreds.

    Returns:
        The warning of those without a calendar, then those of calendars that are not understood or cover a part.
    """
    free = list_assumed_free(request, district)
    no_calendar = []
    if free:
        who = list_texts([format_party(party, request.year) for party in free])
        text = Text(
            f"Der er ingen kalender for {who.da}. Al tid er regnet som ledig.",
            f"No calendar was given for {who.en}: taken as free.",
        )
        no_calendar.append(PlanWarning.of("assumed_free", text))
    return (*no_calendar, *_warn_of_calendars(request, list_parties(request, district)))


def list_assumed_free(request: PlanRequest, district: str | None = None) -> tuple[Party, ...]:
    """List those for whom neither a calendar nor an absence was given.

    Args:
        request: The request.
        district: The code of the politikreds whose meetings are meant; None for all.

    Returns:
        The parties, in order; they are taken as free.
    """
    told = request.calendars.keys() | request.list_absence_rows().keys()
    return tuple(party for party in list_parties(request, district) if party not in told)


def list_assumed_school_weeks(request: PlanRequest) -> tuple[Party, ...]:
    """List the kommuner whose winter holiday was not given.

    Args:
        request: The request.

    Returns:
        The kommuner, in order; their winter holiday is taken to be in the default week.
    """
    kommuner = (kommune.code for kreds in request.kredse() for kommune in kreds.kommuner)
    return tuple(
        Party("kommune", code) for code in sorted(kommuner) if not request.school_holidays.is_given(code, request.year)
    )


def _warn_of_assumptions(request: PlanRequest) -> Iterator[PlanWarning]:
    free = list_assumed_free(request)
    if free:
        who = _name_few(free, request.year)
        taken = "De er regnet som ledige" if len(free) > 1 else "Al tid er regnet som ledig"
        text = Text(
            f"Der er ingen kalender for {who.da}. {taken}. Felt: assumed_free i plan.json.",
            f"No calendar was given for {who.en}: taken as free. Field: assumed_free of plan.json.",
        )
        yield PlanWarning.of("assumed_free", text)
    weeks = list_assumed_school_weeks(request)
    if weeks:
        who, week = _name_few(weeks, request.year), request.school_holidays.default_winter_week
        text = Text(
            f"Vinterferien er ikke oplyst for {who.da}. Den er regnet som uge {week}. Felt: assumed_school_weeks i "
            "plan.json.",
            f"The winter holiday was not given for {who.en}: taken as week {week}. Field: assumed_school_weeks of "
            "plan.json.",
        )
        yield PlanWarning.of("school_weeks_assumed", text)
    for region, places in _list_doubled_regions(request).items():
        both = ", ".join(places)
        text = Text(
            f"Det er ikke sikkert, hvilke børnehuse der er i {request.year}: bekendtgørelsen nævner ét børnehus i hver "
            f"region, og {region} har flere ({both}). Planen regner med, at de alle fortsætter.",
            f"The børnehuse of {request.year} rest on an assumption: the order speaks of one house in each region, "
            f"and {region} has several ({both}). The plan assumes that all of them stay.",
        )
        yield PlanWarning.of("boernehuse_assumed", text)


def _list_doubled_regions(request: PlanRequest) -> dict[str, list[str]]:
    """The regions of the request with more than one børnehus, and the places of these."""
    regions = {kommune.region for kreds in request.kredse() for kommune in kreds.kommuner}
    houses: dict[str, set[str]] = {}
    for kommune in kommuner_on(dt.date(request.year, 1, 1)):
        if kommune.region in regions:
            houses.setdefault(kommune.region, set()).add(kommune.boernehus)
    return {region: sorted(places) for region, places in sorted(houses.items()) if len(places) > 1}


def _warn_of_calendars(request: PlanRequest, parties: Sequence[Party]) -> Iterator[PlanWarning]:
    for party in parties:
        calendar = request.calendars.get(party)
        if calendar is None:
            continue
        who = format_party(party, request.year)
        if calendar.unknown is not None:
            text = Text(
                f"Kalenderen for {who.da} kan ikke læses, så {who.da} regnes som fraværende: {calendar.unknown.da}.",
                f"The calendar of {who.en} cannot be read, so it counts as absent: {calendar.unknown.en}.",
            )
            yield PlanWarning.of("calendar_unknown", text)
        for warning in calendar.warnings:
            text = Text(f"Kalenderen for {who.da}: {warning.da}.", f"The calendar of {who.en}: {warning.en}.")
            yield PlanWarning.of("calendar_warning", text)


def _warn_of_hosts(problem: Problem, assignments: Sequence[MeetingAssignment]) -> Iterator[PlanWarning]:
    year, rounds = problem.request.year, Counter(one.task.kreds.code for one in assignments)
    for one in assignments:
        host = problem.find_host(one.task, one.slot)
        if one.task.held or host is None or host == one.task.hosts[0]:
            continue
        before = [format_kommune(code, year) for code in one.task.hosts[: one.task.hosts.index(host)]]
        passed = list_texts([Text(name, name) for name in before])
        kreds, number = format_kreds(one.task.kreds.code, year), one.task.round
        several = rounds[one.task.kreds.code] > 1
        where = Text(f"{kreds}, møde {number}", f"{kreds}, round {number}") if several else Text(kreds, kreds)
        name = format_kommune(host, year)
        text = Text(
            f"{where.da}: {passed.da} kan ikke komme og er sprunget over som vært. Værten er {name}. Næste gang "
            f"står {passed.da} igen først for tur.",
            f"{where.en}: {passed.en} cannot come and is passed over as host, but keeps the turn. The host is {name}.",
        )
        yield PlanWarning.of("host_passed_over", text, district=one.task.kreds.code)


def _warn_of_coverage(problem: Problem, assignments: Sequence[MeetingAssignment]) -> Iterator[PlanWarning]:
    year = problem.request.year
    for one in assignments:
        kreds = one.task.kreds
        parties = [Party("politikreds", kreds.code)]
        parties += [Party("boernehus", place) for place in kreds.boernehuse]
        parties += [Party("facilitator", name) for name in one.facilitators if name]
        parties += [Party("kommune", kommune.code) for kommune in kreds.kommuner]
        found = [party for party in parties if problem.availability.state(party, one.slot) == "not_known"]
        if one.task.held or not found:
            continue
        who, start, where = _name_few(found, year), format_time(one.slot.starts), format_kreds(kreds.code, year)
        many = len(found) > 1
        text = Text(
            f"{where}: {'kalenderne' if many else 'kalenderen'} for {who.da} dækker ikke {start.da}. "
            "Spørg, før mødet sendes ud.",
            f"{where}: the {'calendars' if many else 'calendar'} of {who.en} {'do' if many else 'does'} not cover "
            f"{start.en}. Ask before the meeting is sent out.",
        )
        yield PlanWarning.of("not_known", text, district=kreds.code)


def _name_few(parties: Sequence[Party], year: int) -> Text:
    named, more = [format_party(party, year) for party in parties[:_FEW]], len(parties) - _FEW
    if more > 0:
        named.append(Text(f"{more} {'anden' if more == 1 else 'andre'}", count_noun(more, "other")))
    return list_texts(named)
