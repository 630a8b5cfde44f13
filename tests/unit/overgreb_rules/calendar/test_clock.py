"""The clock of Copenhagen, against the zone itself and a second count."""

from __future__ import annotations

import datetime as dt
import itertools
from importlib.metadata import version

import pytest

from overgreb_rules import calendar
from tests.differential import plain_day_count as count
from tests.fixtures.days import DAY, days_of


def test_the_clock_of_copenhagen_day_by_day() -> None:
    """Midnight by the rule of the directive on summer time, against the time-zone data of the package."""
    for year in range(2000, 2041):
        for day in days_of(year):
            assert calendar.midnight(day) == count.midnight(day), day


@pytest.mark.slow
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
