"""Every last day, counted in the plainest way there is, against what `evaluate` answers.

Hverdage and a party's weeks for every start day of the law in scope; other days and weeks for every third; months and
years for every start near the end of a month and for a spread of the others; hours for the days around the Sundays on
which the clocks change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from tests.differential import plain_day_count as count
from tests.fixtures.single_trigger_cases import (
    build_event,
    date_pair,
    due_pair,
    evaluate_events,
    noon,
    same_pair,
)

FIRST, LAST = dt.date(2013, 10, 1), dt.date(2028, 12, 31)
CHANGE = dt.date(2024, 1, 1)
NOT_ALWAYS = {
    "praksis-videoafhoering-1-uge": (FIRST, dt.date(2022, 9, 6)),
    "sel-171-anketilladelse-1-aar": (dt.date(2014, 7, 1), dt.date(2023, 12, 31)),
}
"""First and last day of the rules that were not in force all the time."""
Counted = Callable[[dt.date], tuple[str, str]]


def every_day() -> list[dt.date]:
    return [FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def weeks(step: int = 1) -> Iterator[list[dt.date]]:
    """The days, or every third one, by sevens: as many triggers in one case, all on one side of the change of law."""
    days = every_day()[::step]
    for law in ([d for d in days if d < CHANGE], [d for d in days if d >= CHANGE]):
        for first in range(0, len(law), 7):
            yield law[first : first + 7]


def month_ends() -> list[dt.date]:
    """All days of a month from the 29th on, and 28 February, and a spread of the others."""
    return [d for n, d in enumerate(every_day()) if d.day >= 29 or (d.month, d.day) == (2, 28) or n % 23 == 0]


def in_force(rule: str, day: dt.date) -> bool:
    first, last = NOT_ALWAYS.get(rule, (FIRST, LAST))
    return first <= day <= last


def years(start: dt.date, number: int) -> tuple[str, str]:
    return date_pair(count.months_in_both_readings(start, 12 * number))


def months(number: int) -> Counted:
    return lambda start: date_pair(count.months_in_both_readings(start, number))


@pytest.mark.slow
def test_a_receipt_by_the_sixth_hverdag_for_every_day() -> None:
    plain = {"overgreb": False, "afsender": "borger", "anonym": False, "ufoedt": True}
    for days in weeks():
        rule = "sel-155b-1-kvittering" if days[0] < CHANGE else "bl-138-1-kvittering"
        events = [build_event("underretning_modtaget", noon(d), d.isoformat(), **plain) for d in days]
        found = evaluate_events(events, noon(days[-1]))
        for day in days:
            assert due_pair(found[rule, day.isoformat()]) == date_pair(count.hverdage_in_both_readings(day, 6)), day


def test_the_three_deadlines_of_a_provisional_decision_for_every_day() -> None:
    """24 hours of real time, seven days of which the first is day 1, and a month."""
    for days in weeks(3):
        old = days[0] < CHANGE
        notice = "sel-75-meddelelse-24-timer" if old else "bl-143-3-meddelelse-24-timer"
        approval = "sel-75-godkendelse-7-dage" if old else "bl-143-4-godkendelse-7-dage"
        validity = "sel-75-gyldighed-1-maaned" if old else "bl-143-5-gyldighed-1-maaned"
        facts = {"af": "formand", "art": "anbringelse"}
        found = evaluate_events(
            [build_event("foreloebig_afgoerelse_ivaerksat", noon(d), d.isoformat(), **facts) for d in days],
            noon(days[-1]),
        )
        for day in days:
            hours = count.format_instant(count.parse_instant(noon(day)) + 24 * 3600)
            assert due_pair(found[notice, day.isoformat()]) == (hours, hours), day
            seventh = same_pair(count.days_with_the_first(day, 7))
            assert due_pair(found[approval, day.isoformat()]) == seventh, day
            strict, _ = count.months_in_both_readings(day, 1)
            assert found[validity, day.isoformat()].due is not None
            assert due_pair(found[validity, day.isoformat()])[0] == strict.isoformat(), day


def test_a_complaint_by_four_weeks_that_roll_for_every_day() -> None:
    for days in weeks():
        rule = "sel-168-klage-4-uger" if days[0] < CHANGE else "bl-146-klage-4-uger"
        events = [build_event("afgoerelse_meddelt", noon(d), d.isoformat(), organ="boerne_og_ungeudvalg") for d in days]
        found = evaluate_events(events, noon(days[-1]))
        for day in days:
            assert due_pair(found[rule, day.isoformat()]) == same_pair(count.weeks_for_a_party(day, 4)), day


@pytest.mark.parametrize(
    ("trigger", "old", "new", "counted"),
    [
        ("direktoerafgoerelse_fraveget", "sel-75-6-direktoeren-10-dage", "bl-143-7-direktoeren-10-dage",
         lambda d: same_pair(count.days_without_the_first(d, 10))),
        ("ungeplan_modtaget", "sel-68-13-ungestoette-30-dage", "bl-112-3-ungestoette-30-dage",
         lambda d: same_pair(count.days_without_the_first(d, 30))),
        ("politianmeldelse", "praksis-videoafhoering-1-uge", "praksis-videoafhoering-1-uge",
         lambda d: same_pair(count.weeks_after(d, 1))),
        ("klage_modtaget_i_ankestyrelsen", "rsl-73-ankestyrelsen-8-uger", "rsl-73-ankestyrelsen-8-uger",
         lambda d: same_pair(count.weeks_after(d, 8))),
    ],
)  # fmt: skip
def test_days_and_weeks_are_not_moved_by_a_holiday(trigger: str, old: str, new: str, counted: Counted) -> None:
    for days in weeks(3):
        found = evaluate_events([build_event(trigger, noon(d), d.isoformat()) for d in days], noon(days[-1]))
        rule = old if days[0] < CHANGE else new
        for day in days:
            if in_force(rule, day):
                assert due_pair(found[rule, day.isoformat()]) == counted(day), day
            else:
                assert (rule, day.isoformat()) not in found, day


@pytest.mark.parametrize(
    ("trigger", "facts", "old", "new", "counted"),
    [
        ("underretning_modtaget", {"overgreb": True}, "sel-50-undersoegelse-4-maaneder",
         "bl-20-3-undersoegelse-4-maaneder", months(4)),
        ("indsats_ivaerksat", {"art": "anbringelse"}, "sel-70-opfoelgning-3-maaneder",
         "bl-95-2-foerste-opfoelgning", months(3)),
        ("undersoegelse_uden_samtykke_besluttet", {"i_boernehus": False}, "sel-51-undersoegelse-2-maaneder",
         "bl-23-1-undersoegelse-2-maaneder", months(2)),
        ("beredskab_vedtaget", {"emne": "overgreb"}, "sel-19-5-beredskab-4-aar", "bl-15-2-beredskab-4-aar",
         lambda d: years(d, 4)),
        ("dom_afsagt", {}, "sel-171-anketilladelse-1-aar", "bl-149-anketilladelse-1-aar", lambda d: years(d, 1)),
    ],
)  # fmt: skip
def test_months_and_years_end_on_the_same_day_number_for_every_day(
    trigger: str, facts: dict[str, object], old: str, new: str, counted: Counted
) -> None:
    for day in month_ends():
        rule = old if day < CHANGE else new
        found = evaluate_events([build_event(trigger, noon(day), "x", **facts)], noon(day))
        if in_force(rule, day):
            assert due_pair(found[rule, "x"]) == counted(day), day
        else:
            assert (rule, "x") not in found, day


@pytest.mark.slow
@pytest.mark.parametrize("year", range(2014, 2029))
def test_24_hours_over_the_change_of_the_clocks_are_24_hours_of_real_time(year: int) -> None:
    """Starts from the Friday to the Tuesday: 24 hours are 86,400 seconds and nothing else."""
    old = year < 2024
    rule = "sel-155-2-vurdering-24-timer" if old else "bl-136-2-vurdering-24-timer"
    for month in (3, 10):
        first = count.midnight(count.last_sunday(year, month) - dt.timedelta(days=2))
        starts = [first + n * 1800 for n in range(0, 4 * 48, 7)]
        events = [build_event("underretning_modtaget", count.format_instant(s), f"n{n}") for n, s in enumerate(starts)]
        found = evaluate_events(events, count.format_instant(starts[-1]))
        for n, start in enumerate(starts):
            last = count.format_instant(start + 86_400)
            assert due_pair(found[rule, f"n{n}"]) == (last, last), count.format_instant(start)


# --- the examples of the count, one by one


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2016-12-23T16:30:00+01:00", "2016-12-24T16:30:00+01:00"),
        ("2017-03-25T20:00:00+01:00", "2017-03-26T21:00:00+02:00"),
        ("2016-10-29T20:00:00+02:00", "2016-10-30T19:00:00+01:00"),
        ("2024-03-30T14:00:00+01:00", "2024-03-31T15:00:00+02:00"),
    ],
    ids=["over Christmas", "clocks forward", "clocks back", "clocks forward under barnets lov"],
)
def test_the_24_hours_end_at_the_published_instants(start: str, last: str) -> None:
    found = evaluate_events([build_event("underretning_modtaget", start, "u")], start)
    rule = "sel-155-2-vurdering-24-timer" if start < "2024" else "bl-136-2-vurdering-24-timer"
    assert due_pair(found[rule, "u"]) == (last, last)


@pytest.mark.parametrize(
    ("start", "strict", "lenient"),
    [
        ("2020-04-08", "2020-04-18", "2020-04-21"),
        ("2023-04-28", "2023-05-06", "2023-05-09"),
        ("2016-12-23", "2016-12-31", "2017-01-03"),
        ("2018-03-01", "2018-03-08", "2018-03-09"),
    ],
    ids=["Easter", "store bededag", "Christmas", "an ordinary week"],
)
def test_the_6_hverdage_end_on_the_published_days(start: str, strict: str, lenient: str) -> None:
    day = dt.date.fromisoformat(start)
    found = evaluate_events([build_event("underretning_modtaget", noon(day), "u")], noon(day))
    assert due_pair(found["sel-155b-1-kvittering", "u"]) == (strict, lenient)


def test_store_bededag_is_a_hverdag_from_2024() -> None:
    """The fourth Friday after Easter, 26 April 2024, is the fifth of the six hverdage; a year before it was none."""
    found = evaluate_events(
        [build_event("underretning_modtaget", noon(dt.date(2024, 4, 22)), "u")], noon(dt.date(2024, 4, 22))
    )
    assert due_pair(found["bl-138-1-kvittering", "u"]) == ("2024-04-29", "2024-04-30")
    found = evaluate_events(
        [build_event("underretning_modtaget", noon(dt.date(2023, 5, 1)), "u")], noon(dt.date(2023, 5, 1))
    )
    assert due_pair(found["sel-155b-1-kvittering", "u"]) == ("2023-05-09", "2023-05-10")


@pytest.mark.parametrize(
    ("start", "strict", "lenient"),
    [
        ("2019-10-31", "2020-02-29", "2020-02-29"),
        ("2022-10-30", "2023-02-28", "2023-02-28"),
        ("2023-02-28", "2023-06-28", "2023-06-30"),
    ],
)
def test_the_4_months_end_on_the_published_days(start: str, strict: str, lenient: str) -> None:
    day = dt.date.fromisoformat(start)
    found = evaluate_events([build_event("underretning_modtaget", noon(day), "u")], noon(day))
    assert due_pair(found["sel-50-undersoegelse-4-maaneder", "u"]) == (strict, lenient)


def test_the_day_of_the_decision_is_day_1_of_the_7_days() -> None:
    day = dt.date(2019, 12, 20)
    event = build_event("foreloebig_afgoerelse_ivaerksat", noon(day), "f", af="formand", art="anbringelse")
    assert due_pair(evaluate_events([event], noon(day))["sel-75-godkendelse-7-dage", "f"]) == (
        "2019-12-26",
        "2019-12-26",
    )


def test_1_month_ends_on_the_published_days() -> None:
    """The month is strict and lenient alike from the start; only an approval gives the lenient one another start."""
    day = dt.date(2023, 1, 31)
    event = build_event("foreloebig_afgoerelse_ivaerksat", noon(day), "f", af="formand", art="anbringelse")
    assert due_pair(evaluate_events([event], noon(day))["sel-75-gyldighed-1-maaned", "f"]) == (
        "2023-02-28",
        "2023-02-28",
    )


def test_1_year_ends_on_the_published_days() -> None:
    day = dt.date(2016, 2, 29)
    found = evaluate_events([build_event("dom_afsagt", noon(day), "d")], noon(day))
    assert due_pair(found["sel-171-anketilladelse-1-aar", "d"]) == ("2017-02-28", "2017-02-28")


def test_4_weeks_that_end_on_constitution_day_roll_to_the_next_hverdag() -> None:
    day = dt.date(2024, 5, 8)
    found = evaluate_events(
        [build_event("afgoerelse_meddelt", noon(day), "a", organ="boerne_og_ungeudvalg")], noon(day)
    )
    assert due_pair(found["bl-146-klage-4-uger", "a"]) == ("2024-06-06", "2024-06-06")


# --- where the two readings start at different events


def test_the_month_of_a_provisional_decision_runs_leniently_from_the_approval() -> None:
    started, approved = dt.date(2024, 2, 28), dt.date(2024, 2, 29)
    events = [
        build_event("foreloebig_afgoerelse_ivaerksat", noon(started), "f", af="formand", art="anbringelse"),
        build_event("foreloebig_afgoerelse_godkendt", noon(approved), "g", of="f"),
    ]
    assert due_pair(evaluate_events(events, noon(approved))["bl-143-5-gyldighed-1-maaned", "f"]) == (
        "2024-03-28",
        "2024-03-31",
    )


def test_the_month_of_the_director_runs_strictly_from_the_decision() -> None:
    taken, started = dt.date(2024, 3, 29), dt.date(2024, 3, 31)
    facts = {"af": "direktoer", "art": "anbringelse", "truffet": noon(taken)}
    found = evaluate_events(
        [build_event("foreloebig_afgoerelse_ivaerksat", noon(started), "f", **facts)], noon(started)
    )
    assert due_pair(found["bl-143-6-direktoer-gyldighed-1-maaned", "f"]) == ("2024-04-29", "2024-04-30")


def test_two_months_of_an_examination_run_from_the_decision() -> None:
    taken, started = dt.date(2023, 12, 30), dt.date(2024, 1, 2)
    facts = {"af": "formand", "art": "undersoegelse_uden_samtykke", "truffet": noon(taken)}
    found = evaluate_events(
        [build_event("foreloebig_afgoerelse_ivaerksat", noon(started), "f", **facts)], noon(started)
    )
    assert due_pair(found["bl-143-5-undersoegelse-2-maaneder", "f"]) == ("2024-02-29", "2024-02-29")


def test_the_first_follow_up_comes_with_the_end_of_an_examination_that_ran_at_the_start() -> None:
    start = dt.date(2024, 5, 31)
    events = [
        build_event("undersoegelse_besluttet", noon(dt.date(2024, 5, 2)), "b"),
        build_event("indsats_ivaerksat", noon(start), "i", art="stoettende"),
        build_event("undersoegelse_afsluttet", noon(dt.date(2024, 7, 3)), "a"),
    ]
    assert due_pair(evaluate_events(events[:2], noon(start))["bl-95-2-foerste-opfoelgning", "i"]) == (
        "2024-08-31",
        "2024-08-31",
    )
    after = noon(dt.date(2024, 7, 4))
    assert due_pair(evaluate_events(events, after)["bl-95-2-foerste-opfoelgning", "i"]) == (
        "2024-07-03",
        "2024-07-03",
    )


def test_the_next_follow_up_of_serviceloven_is_six_months_after_the_last() -> None:
    events = [
        build_event("indsats_ivaerksat", noon(dt.date(2016, 5, 31)), "i", art="anbringelse"),
        build_event("opfoelgning_foretaget", noon(dt.date(2016, 8, 31)), "o"),
    ]
    found = evaluate_events(events, noon(dt.date(2016, 9, 1)))
    assert due_pair(found["sel-70-opfoelgning-6-maaneder", "o"]) == ("2017-02-28", "2017-02-28")
