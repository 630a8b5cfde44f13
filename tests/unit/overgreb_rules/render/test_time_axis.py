"""The layout of duties on axes of time."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules.calendar import end_of_day, midnight
from overgreb_rules.render._time_axis import Band, Lane, build_bands, build_lane
from tests.fixtures.rendered_evaluations import build_obligation, copenhagen_time

START = copenhagen_time("2026-11-21T09:30")
SECOND = int(START.timestamp())


def _lane(length: dt.timedelta, *, start: dt.datetime = START, number: int = 1) -> Lane:
    lane = build_lane(build_obligation(number, clock_start=start, due=start + length))
    assert lane is not None
    return lane


def _band(length: dt.timedelta, at: int = SECOND) -> Band:
    (band,) = build_bands([_lane(length)], at)
    return band


def test_a_duty_without_a_date_has_no_lane() -> None:
    assert build_lane(build_obligation(due=None)) is None


def test_a_duty_of_days_ends_where_its_last_day_ends() -> None:
    lane = build_lane(build_obligation(due=(dt.date(2026, 11, 27), dt.date(2026, 11, 30))))
    assert lane is not None
    assert (lane.strict, lane.lenient) == (end_of_day(dt.date(2026, 11, 27)), end_of_day(dt.date(2026, 11, 30)))


def test_a_window_begins_where_its_day_begins_and_reaches_beyond_it() -> None:
    day = dt.date(2026, 12, 24)
    lane = build_lane(build_obligation(modality="window", due=day))
    assert lane is not None
    assert lane.strict == midnight(day)
    assert lane.last > lane.lenient


@pytest.mark.parametrize(
    ("days", "title"),
    [(3, "Timer"), (3.1, "Dage"), (16, "Dage"), (16.1, "Uger"), (70, "Uger"), (70.1, "Måneder"), (400, "Måneder"),
     (400.1, "År")],
)  # fmt: skip
def test_a_band_is_named_for_the_magnitude_of_its_periods(days: float, title: str) -> None:
    assert _band(dt.timedelta(days=days)).title.da == title


def test_periods_of_one_magnitude_far_apart_have_axes_of_their_own() -> None:
    day, year = dt.timedelta(days=1), dt.timedelta(days=365)
    near = build_bands([_lane(day), _lane(day, start=START + day, number=2)], SECOND)
    far = build_bands([_lane(day), _lane(day, start=START + year, number=2)], SECOND)
    assert [len(band.lanes) for band in near] == [2]
    assert [len(band.lanes) for band in far] == [1, 1]


def test_the_lanes_of_a_band_keep_the_order_of_the_answer() -> None:
    day = dt.timedelta(days=1)
    lanes = [_lane(day, start=START + number * day, number=number) for number in (3, 1, 2)]
    (band,) = build_bands(lanes, SECOND)
    assert list(band.lanes) == lanes


def test_a_period_longer_than_its_axis_has_an_axis_of_its_own() -> None:
    day = dt.timedelta(days=1)
    bands = build_bands([_lane(20_000 * day), _lane(500 * day, start=START + day, number=2)], SECOND)
    assert [len(band.lanes) for band in bands] == [1, 1]


def test_the_end_of_a_lane_is_asked_for_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[int] = []

    def count_end(lane: Lane) -> int:
        ends.append(lane.lenient)
        return lane.lenient

    lanes = [_lane(dt.timedelta(days=1), number=number) for number in range(300)]
    monkeypatch.setattr(Lane, "last", property(count_end))
    (band,) = build_bands(lanes, SECOND)
    assert len(band.lanes) == 300
    assert len(ends) <= 10 * len(lanes)


def test_the_instant_of_the_evaluation_is_shown_where_it_lies_near_alone() -> None:
    day = dt.timedelta(days=1)
    near, far = SECOND + 30 * 3600, SECOND + 90 * 86_400
    assert 0 <= _band(day, near).share(near) <= 1
    assert _band(day, far).share(far) > 1


@pytest.mark.parametrize("days", [0.01, 1, 3, 10, 59, 61, 400, 1099, 1500, 9000])
def test_an_axis_has_at_most_nine_ticks_and_each_lies_on_it(days: float) -> None:
    band = _band(dt.timedelta(days=days))
    seconds = [tick.second for tick in band.ticks]
    assert 1 <= len(seconds) <= 10
    assert seconds == sorted(set(seconds))
    assert all(band.first <= second <= band.last for second in seconds)


def test_hours_are_ticked_on_the_clock_also_over_the_night_in_which_the_clocks_change() -> None:
    start = copenhagen_time("2026-10-24T18:00")
    (band,) = build_bands([_lane(dt.timedelta(hours=24), start=start)], int(start.timestamp()))
    clocks = [dt.datetime.fromtimestamp(tick.second, start.tzinfo).hour for tick in band.ticks]
    assert all(hour % 3 == 0 for hour in clocks)
