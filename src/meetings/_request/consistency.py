"""The check of the keys of a request together: codes that exist, days within the year, limits that fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from meetings._domain.closed_days import CLOSED_AFTERNOONS, CLOSED_DAYS, NOON
from meetings._domain.cost_catalog import DEFAULT_WEIGHTS
from meetings._domain.districts import (
    Kommune,
    UnknownNameError,
    boernehus_by_name,
    boernehuse_on,
    kommuner_on,
    politikredse_on,
)
from meetings._request.messages import refuse
from meetings._request.request_keys import RequestKeys
from overgreb_rules.calendar import why_not_hverdag
from overgreb_rules.shared.redaction import name_value
from overgreb_rules.shared.text import Text


def check_consistency(request: RequestKeys) -> None:
    """Check the keys of a request together.

    Args:
        request: The keys, each of which is valid by itself.

    Raises:
        PydanticCustomError: Two keys do not fit together, or a code, day or cost does not exist.
    """
    kredse = {kreds.code for kreds in politikredse_on(dt.date(request.year, 1, 1))}
    kommuner = {kommune.code: kommune for kommune in kommuner_on(dt.date(request.year, 1, 1))}
    _check_codes(request, kredse, set(kommuner))
    _check_facilitators(request)
    _check_days(request)
    _check_pinned(request, kredse)
    _check_hosts(request, kredse, kommuner)
    _check_meeting_texts(request, kredse)
    _check_away(request, kredse, set(kommuner))
    _check_travel(request, kredse)
    for name in request.weights:
        if name not in DEFAULT_WEIGHTS:
            costs, named = ", ".join(sorted(DEFAULT_WEIGHTS)), name_value(name, DEFAULT_WEIGHTS)
            what = Text(
                f"der er ingen ulempe {named.da}; ulemperne er {costs}",
                f"there is no cost {named.en}; the costs are {costs}",
            )
            raise refuse(("weights", name), what)


def _check_hosts(request: RequestKeys, kredse: set[str], kommuner: Mapping[str, Kommune]) -> None:
    for kreds, kommune in request.hosts.fixed.items():
        _known(kreds, kredse, ("hosts", "fixed", kreds), "politikreds")
        _known(kommune, set(kommuner), ("hosts", "fixed", kreds), "kommune")
        if kommuner[kommune].politikreds != kreds:
            who = f"{kommuner[kommune].name} ({kommune})"
            raise refuse(
                ("hosts", "fixed", kreds),
                Text(
                    f"{who} ligger ikke i politikreds {kreds}; nævn en kommune, der gør det",
                    f"{who} does not lie in {kreds}; name one that does",
                ),
            )


def _check_meeting_texts(request: RequestKeys, kredse: set[str]) -> None:
    tables: dict[str, Mapping[str, str]] = {"place": request.place, "link": request.link}
    for name, table in tables.items():
        for key in table:
            code, _, number = key.partition("-")
            _known(code, kredse, (name, key), "politikreds")
            _check_round(request, code, number, (name, key))


def _check_round(request: RequestKeys, code: str, number: str, path: tuple[str | int, ...]) -> None:
    rounds = [str(one) for one in range(1, request.meetings_per_district + 1)]
    if number and number not in rounds:
        raise refuse(path, _describe_missing_round(request, code, number))


def _check_away(request: RequestKeys, kredse: set[str], kommuner: set[str]) -> None:
    for code in request.away.politikredse:
        _known(code, kredse, ("away", "politikredse", code), "politikreds")
    for code in request.away.kommuner:
        _known(code, kommuner, ("away", "kommuner", code), "kommune")
    ids = [facilitator.id for facilitator in request.facilitators]
    for name in request.away.facilitators:
        if name not in ids:
            few, named = ", ".join(ids) or "–", name_value(name, ids)
            what = Text(
                f"der er ingen facilitator {named.da}; de hedder {few}",
                f"there is no facilitator {named.en}; they are {few}",
            )
            raise refuse(("away", "facilitators", name), what)
    request.away.check_year(request.year)


def _check_travel(request: RequestKeys, kredse: set[str]) -> None:
    seen: list[set[str]] = []
    for index, pair in enumerate(request.travel_minutes.pairs):
        path: tuple[str | int, ...] = ("travel_minutes", "pairs", index, "kredse")
        for code in pair.kredse:
            _known(code, kredse, path, "politikreds")
        if len(pair.kredse) != 2 or len(set(pair.kredse)) != 2:
            raise refuse(
                path,
                Text(
                    "en rejse skal være mellem to politikredse; nævn to forskellige",
                    "a journey is between two kredse; name two different ones",
                ),
            )
        if set(pair.kredse) in seen:
            raise refuse(path, _twice(" + ".join(pair.kredse)))
        seen.append(set(pair.kredse))


def _check_codes(request: RequestKeys, kredse: set[str], kommuner: set[str]) -> None:
    if request.districts != "all":
        if not request.districts:
            raise refuse(
                ("districts",),
                Text(
                    "ingen politikreds er nævnt; skriv all eller en liste af koder",
                    "no kreds is named; write all, or a list of codes",
                ),
            )
        for index, code in enumerate(request.districts):
            _known(code, kredse, ("districts", index), "politikreds")
            if code in request.districts[:index]:
                raise refuse(("districts", index), _twice(code))
    for code in request.busy.politikredse:
        _known(code, kredse, ("busy", "politikredse", code), "politikreds")
    by_kommune: dict[tuple[str | int, ...], Mapping[str, object]] = {
        ("busy", "kommuner"): request.busy.kommuner,
        ("attendees",): request.attendees,
        ("school_holidays", "kommuner"): request.school_holidays.kommuner,
        **{("school_holidays", "years", year): table for year, table in request.school_holidays.years.items()},
    }
    for path, table in by_kommune.items():
        for code in table:
            _known(code, kommuner, (*path, code), "kommune")
    _check_boernehuse(request)


def _check_boernehuse(request: RequestKeys) -> None:
    on, places = dt.date(request.year, 1, 1), set[str]()
    for name in request.busy.boernehuse:
        path = ("busy", "boernehuse", name)
        try:
            place = boernehus_by_name(name, on=on)
        except UnknownNameError as error:
            what, places_on = error.args[0], ", ".join(boernehuse_on(on))
            raise refuse(
                path, Text(f"{what.da}; stederne er {places_on}", f"{what.en}; the places are {places_on}")
            ) from None
        if place in places:
            raise refuse(path, _twice(place))
        places.add(place)


def _check_facilitators(request: RequestKeys) -> None:
    ids = [facilitator.id for facilitator in request.facilitators]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            raise refuse(("facilitators", index, "id"), _twice(name))
    if request.facilitators_per_meeting > max(1, len(ids)):
        needed = request.facilitators_per_meeting
        raise refuse(
            ("facilitators_per_meeting",),
            Text(
                f"{needed} til hvert møde, men der er kun {len(ids)}; nævn flere",
                f"{needed} for each meeting, but there are {len(ids)}; name more",
            ),
        )
    if not 0 < request.quorum <= 1:
        raise refuse(
            ("quorum",),
            Text(
                f"{request.quorum} er ikke en andel; skriv et tal over 0 og højst 1",
                f"{request.quorum} is no share; write a number above 0 and up to 1",
            ),
        )


def _check_days(request: RequestKeys) -> None:
    if not request.start_times:
        raise refuse(
            ("start_times",),
            Text(
                'der er ingen mødetider; skriv mindst én, fx "09:00"',
                'no time is given; write at least one, such as "09:00"',
            ),
        )
    for index, time in enumerate(request.start_times):
        if time in request.start_times[:index]:
            raise refuse(("start_times", index), _twice(f"{time:%H:%M}"))
        if time.hour * 60 + time.minute + request.duration >= 24 * 60:
            what = Text(
                f"{request.duration} minutter fra kl. {time:%H.%M} slutter først næste dag; begynd tidligere",
                f"{request.duration} minutes from {time:%H:%M} end on the next day; begin earlier",
            )
            raise refuse(("start_times", index), what)
    weeks = dt.date(request.year, 12, 28).isocalendar().week
    for index, week in enumerate(request.blocked.weeks):
        if week > weeks:
            what = Text(
                f"{request.year} har ingen uge {week}; den sidste er uge {weeks}",
                f"{request.year} has no week {week}; its last is {weeks}",
            )
            raise refuse(("blocked", "weeks", index), what)
    for index, day in enumerate(request.blocked.dates):
        _in_year(request, day, ("blocked", "dates", index))
    if request.window:
        _in_year(request, request.window.from_, ("window", "from"))
        _in_year(request, request.window.to, ("window", "to"))
        if request.window.to < request.window.from_:
            what = Text(
                "perioden slutter, før den begynder; byt om på dagene",
                "the window ends before it begins; put the days the other way round",
            )
            raise refuse(("window", "to"), what)
    if request.gap_months.max < request.gap_months.min:
        raise refuse(("gap_months", "max"), _SWAPPED)
    if request.spacing_days and request.spacing_days.max < request.spacing_days.min:
        raise refuse(("spacing_days", "max"), _SWAPPED)


def _in_year(request: RequestKeys, day: dt.date, path: tuple[str | int, ...]) -> None:
    if day.year != request.year:
        text = day.isoformat()
        what = Text(
            f"{text} ligger ikke i {request.year}; skriv en dag i det år",
            f"{text} does not lie in {request.year}; write a day of that year",
        )
        raise refuse(path, what)


def _check_pinned(request: RequestKeys, kredse: set[str]) -> None:
    for key, start in request.pinned.items():
        path = ("pinned", key)
        code, _, nr = key.partition("-")
        _known(code, kredse, path, "politikreds")
        if request.districts != "all" and code not in request.districts:
            raise refuse(
                path,
                Text(
                    f"{code} er ikke blandt bestillingens districts; tilføj den der",
                    f"{code} is not among the districts of this request; add it there",
                ),
            )
        _check_round(request, code, nr, path)
        if nr == "1" and code in request.pinned:
            raise refuse(path, _twice(f"{code}-1"))
        _in_year(request, start.date(), path)
        reason = why_not_hverdag(start.date(), saturday=False)
        if reason:
            what = Text(
                f"{start:%Y-%m-%d} er ikke en hverdag, men {reason.da}; lås mødet til en anden dag",
                f"{start:%Y-%m-%d} is no working day but {reason.da} ({reason.en}); pin it elsewhere",
            )
            raise refuse(path, what)
        if (start.month, start.day) in CLOSED_DAYS:
            what = Text(
                f"ingen holder møde {start:%Y-%m-%d}; lås mødet til en anden dag",
                f"nobody meets on {start:%Y-%m-%d}; pin the meeting elsewhere",
            )
            raise refuse(path, what)
        end = start.hour * 60 + start.minute + request.duration
        if (start.month, start.day) in CLOSED_AFTERNOONS and end > NOON.hour * 60:
            what = Text(
                f"kontorerne lukker kl. 12.00 den {start:%Y-%m-%d}; lås mødet til et tidligere tidspunkt",
                f"offices close at 12:00 on {start:%Y-%m-%d}; pin the meeting to an earlier time",
            )
            raise refuse(path, what)
        if end >= 24 * 60:
            what = Text(
                "mødet ville slutte næste dag; lås det til et tidligere tidspunkt",
                "the meeting would end on the next day; pin it earlier",
            )
            raise refuse(path, what)


def _describe_missing_round(request: RequestKeys, code: str, number: str) -> Text:
    last = request.meetings_per_district
    there_are = "der er kun møde 1" if last == 1 else f"møderne har numrene 1 til {last}"
    return Text(
        f"der er intet møde {number} i {code}; {there_are}",
        f"there is no round {number} of {code}; rounds go from 1 to {last}",
    )


def _known(code: str, known: set[str], path: tuple[Any, ...], kind: str) -> None:
    if code not in known:
        mend = Text("se overgreb-meetings districts", "overgreb-meetings districts lists the codes")
        if len(known) <= 12:
            few = ", ".join(sorted(known))
            mend = Text(f"koderne er {few}", f"the codes are {few}")
        raise refuse(path, Text(f"der er ingen {kind} {code}; {mend.da}", f"there is no {kind} {code}; {mend.en}"))


def _twice(what: str) -> Text:
    return Text(f"{what} står to gange; behold den ene", f"{what} stands twice; keep one of them")


_SWAPPED = Text("max er mindre end min; byt om på dem", "max is less than min; put them the other way round")
