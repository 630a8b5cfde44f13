"""The days themselves: Easter, public holidays and hverdage, against three other tellers of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
from importlib.metadata import version

import holidays
import pytest
from dateutil.easter import easter

from overgreb_rules import calendar
from overgreb_rules._conformance.day_tables import YearlyDay, build_day_tables
from overgreb_rules.shared.packaged_folder import find_packaged_folder
from overgreb_rules.shared.text import Text
from tests.differential import plain_day_count as count

DAY = dt.timedelta(days=1)


def days_of(year: int) -> list[dt.date]:
    return [dt.date(year, 1, 1) + n * DAY for n in range((dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days)]


def test_easter_sunday_is_that_of_another_library_from_1583_to_4099() -> None:
    for year in range(1583, 4100):
        assert calendar.easter_sunday(year) == easter(year)


def test_public_holidays_are_those_of_another_library() -> None:
    for year in range(1900, 2101):
        other = set(holidays.country_holidays("DK", years=year, categories=("public",)))
        assert {d for d in days_of(year) if calendar.holiday_name(d) is not None} == other, year
        assert count.public_holidays(year) == other, year


def test_hverdage_and_days_on_which_no_complaint_ends_day_by_day() -> None:
    for year in range(2000, 2041):
        for day in days_of(year):
            for saturday in (True, False):
                said = calendar.is_hverdag(day, saturday=saturday)
                assert said == count.is_hverdag(day, saturday_counts=saturday), day
            assert (calendar.rolls_to_next_hverdag(day) is not None) == count.moves_the_end_for_a_party(day), day


@pytest.mark.parametrize(("day", "holiday"), [("2023-05-05", True), ("2024-04-26", False), ("2025-05-16", False)])
def test_store_bededag_ends_with_2023(day: str, holiday: bool) -> None:
    assert (calendar.holiday_name(dt.date.fromisoformat(day)) is not None) == holiday


def test_the_day_that_ended_names_its_act() -> None:
    data = json.loads((find_packaged_folder("rules") / "holidays.json").read_text(encoding="utf-8"))
    assert [row["da"] for row in data["public_holidays"] if "last_year" in row and "source" in row] == ["store bededag"]


def test_the_clock_of_copenhagen_day_by_day() -> None:
    """Midnight by the rule of the directive on summer time, against the time-zone data of the package."""
    for year in range(2000, 2041):
        for day in days_of(year):
            assert calendar.midnight(day) == count.midnight(day), day


def test_local_times_and_days_are_those_of_the_zone_itself() -> None:
    """Every fifth day from 1900 to 2200, and every half hour around each change of the clocks."""
    days = [1800 + 86_400 * number for number in range(-25_567, 84_371)]
    changes = [
        before + 1800 * step
        for before, after in itertools.pairwise(days)
        if _in_the_zone(before).utcoffset() != _in_the_zone(after).utcoffset()
        for step in range(-48, 120)
    ]
    assert len(changes) > 25_000
    for second in [*days[::5], *(one + 84_599 for one in days[::5]), *changes]:
        expected = _in_the_zone(second)
        found = calendar.local(second)
        assert (found.replace(tzinfo=None), found.fold) == (expected.replace(tzinfo=None), expected.fold)
        assert found.tzinfo is calendar.COPENHAGEN
        assert calendar.day_of(second) == expected.date()
        shown = calendar.wall_clock(second)
        if shown is not None:
            day, since_midnight, ahead = shown
            assert (day, divmod(since_midnight, 3600)) == (
                expected.date(),
                (expected.hour, 60 * expected.minute + expected.second),
            )
            assert expected.utcoffset() == dt.timedelta(seconds=ahead)


def test_each_local_day_from_1900_to_2200_begins_where_the_zone_says() -> None:
    assert (calendar.FIRST_YEAR, calendar.LAST_YEAR) == (1900, 2200)
    day = dt.date(1900, 1, 1)
    while day.year <= 2200:
        expected = dt.datetime(day.year, day.month, day.day, tzinfo=calendar.COPENHAGEN).timestamp()
        assert calendar.midnight(day) == expected, day
        day += DAY


def _in_the_zone(second: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(second, tz=calendar.COPENHAGEN)


@pytest.mark.parametrize(
    ("start", "months", "keeps_month_end", "day"),
    [
        ("2026-05-31", 9, False, "2027-02-28"),
        ("2026-05-19", 9, False, "2027-02-19"),
        ("2028-02-29", 12, False, "2029-02-28"),
        ("2027-02-28", 1, False, "2027-03-28"),
        ("2027-02-28", 1, True, "2027-03-31"),
        ("2027-01-31", -2, False, "2026-11-30"),
        ("2027-04-30", -2, True, "2027-02-28"),
    ],
)
def test_months_after_ends_on_the_last_day_of_a_shorter_month(
    start: str, months: int, keeps_month_end: bool, day: str
) -> None:
    first = dt.date.fromisoformat(start)
    assert calendar.months_after(first, months, keeps_month_end=keeps_month_end) == dt.date.fromisoformat(day)


def test_an_hour_is_repeated_from_the_end_of_summer_time_and_at_no_other_change_of_clocks() -> None:
    half_hours = [dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + n * dt.timedelta(minutes=30) for n in range(48 * 365)]
    repeated = [instant for instant in half_hours if calendar.is_in_repeated_hour(instant)]
    assert [instant.isoformat()[:16] for instant in repeated] == [
        f"2026-10-25T{clock}" for clock in ("00:00", "00:30", "01:00", "01:30")
    ]
    assert all(calendar.is_in_repeated_hour(calendar.local(int(instant.timestamp()))) for instant in repeated)


def test_a_local_time_is_written_in_every_form_that_python_has() -> None:
    noon = calendar.local(1_795_258_800)
    assert noon.isoformat() == noon.isoformat() == "2026-11-21T12:00:00+01:00"
    assert noon.isoformat(" ") == "2026-11-21 12:00:00+01:00"
    assert noon.isoformat(timespec="minutes") == "2026-11-21T12:00+01:00"
    assert noon.isoformat() == "2026-11-21T12:00:00+01:00"


@pytest.mark.parametrize("zone", [dt.UTC, calendar.COPENHAGEN])
def test_local_times_are_ordered_as_instants(zone: dt.tzinfo) -> None:
    one, other = calendar.local(1_792_888_200), calendar.local(1_792_891_800)  # 02:30 twice on 2026-10-25
    same, later = (dt.datetime.fromtimestamp(int(when.timestamp()), zone) for when in (one, other))
    assert (one == same, one < same, one <= same, one > same, one >= same) == (True, False, True, False, True)
    assert (one == later, one < later, one <= later, one > later, one >= later) == (False, True, True, False, False)
    assert (other == same, other < same, other <= same, other > same, other >= same) == (
        False, False, False, True, True,
    )  # fmt: skip
    assert hash(one) == hash(same) != hash(other)
    before, after = (dt.datetime.fromtimestamp(one.timestamp() + step, zone) for step in (-1, 1))
    assert (one < before, one <= before, one > before, one >= before) == (False, False, True, True)
    assert (one < after, one <= after, one > after, one >= after) == (True, True, False, False)


def test_a_local_time_has_no_order_beside_what_names_no_instant() -> None:
    noon, without_zone = calendar.local(1_795_258_800), dt.datetime(2026, 11, 21, 12)  # noqa: DTZ001  # has none
    assert noon != without_zone
    assert noon != "2026-11-21T12:00:00+01:00"
    with pytest.raises(TypeError):
        _ = noon < without_zone


@pytest.mark.parametrize(
    "name",
    [
        "", "Europe", "No/Such", "../tzdata/zoneinfo/Europe/Copenhagen", "../zoneinfo/Europe/Copenhagen",
        "Europe/./Copenhagen", "tzdata.zi", "zone.tab", "leapseconds", "A" * 300, "Å\ud800",
    ],
)  # fmt: skip
def test_a_name_that_is_no_zone_of_the_package_is_refused(name: str) -> None:
    with pytest.raises(KeyError):
        calendar.time_zone(name)


def test_a_zone_is_read_from_the_package() -> None:
    for name, hours in (
        ("Europe/Copenhagen", 2),
        ("America/Nuuk", -1),
        ("Etc/GMT+5", -5),
        ("America/Port-au-Prince", -4),
    ):
        zone = calendar.time_zone.__wrapped__(name)  # read anew, not from the cache
        assert zone.name == name
        assert dt.datetime(2026, 7, 1, tzinfo=zone).utcoffset() == dt.timedelta(hours=hours)


@pytest.mark.parametrize("day", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2026-12-31"])
def test_a_day_ends_with_the_first_second_of_the_next(day: str) -> None:
    following = dt.date.fromisoformat(day) + DAY
    expected = dt.datetime(following.year, following.month, following.day, tzinfo=calendar.COPENHAGEN).timestamp()
    assert calendar.end_of_day(dt.date.fromisoformat(day)) == expected


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2025-01-01T00:00:00+01:00", (dt.date(2025, 1, 1), 0, 3600)),
        ("2025-06-30T23:59:59+02:00", (dt.date(2025, 6, 30), 86399, 7200)),
        ("2025-10-26T12:00:00+01:00", None),
    ],
)
def test_what_the_clock_shows_is_told_but_for_the_days_beside_a_change_of_clocks(
    at: str, shown: tuple[dt.date, int, int] | None
) -> None:
    assert calendar.wall_clock(int(dt.datetime.fromisoformat(at).timestamp())) == shown


def test_the_version_of_the_time_zones_is_that_of_their_package() -> None:
    assert calendar.tzdata_version() == version("tzdata")


def test_the_hash_is_that_of_every_holiday_and_closed_day_of_the_years_from_1900_to_2200() -> None:
    years = range(1900, 2201)
    lines = [f"holiday {day} {name.da}\n" for year in years for day, name in calendar.holidays_in(year).items()]
    closed = {"06-05": "grundlovsdag", "12-24": "juleaftensdag", "12-31": "nytårsaftensdag"}
    lines += [f"closed {year}-{day} {name}\n" for year in years for day, name in closed.items()]
    assert calendar.holidays_sha256() == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_the_days_of_the_rules_are_read_with_their_date_or_their_distance_from_easter() -> None:
    holidays = {rule.name.da: rule for rule in calendar.PUBLIC_HOLIDAYS}
    assert holidays["juledag"] == calendar.HolidayRule(Text("juledag", "Christmas Day"), on=(12, 25))
    assert holidays["store bededag"] == calendar.HolidayRule(
        Text("store bededag", "Great Prayer Day"), from_easter=26, last_year=2023
    )
    assert list(calendar.OFFICES_CLOSED) == [
        calendar.HolidayRule(Text("grundlovsdag", "Constitution Day"), on=(6, 5)),
        calendar.HolidayRule(Text("juleaftensdag", "Christmas Eve"), on=(12, 24)),
        calendar.HolidayRule(Text("nytårsaftensdag", "New Year's Eve"), on=(12, 31)),
    ]


def test_a_day_on_which_offices_are_closed_can_move_with_easter_and_have_a_last_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = Text("dagen efter Kristi himmelfartsdag", "the day after Ascension Day")
    rule = calendar.HolidayRule(name, from_easter=40, last_year=2025)
    monkeypatch.setattr(calendar, "OFFICES_CLOSED", (rule,))
    assert calendar.rolls_to_next_hverdag(dt.date(2025, 5, 30)) == name
    assert calendar.rolls_to_next_hverdag(dt.date(2026, 5, 15)) is None
    assert build_day_tables.__wrapped__().closed == (YearlyDay(name, None, 40, 2025),)
