"""Dates in words are those of another library's tables of weekdays and months."""

from __future__ import annotations

import datetime as dt

import pendulum

from overgreb_rules._deadlines.deadline import Deadline
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import (
    format_deadline,
    format_moment,
    format_moment_short,
    format_seconds_before,
)
from overgreb_rules.calendar import is_in_repeated_hour, local, midnight
from overgreb_rules.shared.date_words import format_day, format_day_short
from overgreb_rules.shared.text import Text


def days() -> list[dt.date]:
    return [dt.date(1900, 1, 1) + dt.timedelta(days=13 * number) for number in range(8400)]


def test_a_day_in_words() -> None:
    for day in days():
        date = pendulum.Date(day.year, day.month, day.day)
        da = date.format("dddd [den] D. MMMM YYYY", locale="da")
        assert (
            format_day(day) == format_moment(Moment.on(day)) == Text(da, date.format("dddd D MMMM YYYY", locale="en"))
        )
        short = format_moment_short(Moment.on(day))
        assert short == format_day_short(day)
        assert short.da.endswith(f". {day.day}.{day.month}.{day.year}")
        assert short.en == date.format("ddd D MMM YYYY", locale="en")


def test_an_instant_in_words() -> None:
    for number, day in enumerate(days()):
        second = midnight(day) + 677 * number % 86_400
        at, moment = local(second), Moment.instant(second)
        if is_in_repeated_hour(at):
            continue
        da, en = at.format("dddd [den] D. MMMM YYYY", locale="da"), at.format("dddd D MMMM YYYY", locale="en")
        assert format_moment(moment) == Text(f"{da} kl. {at:%H.%M}", f"{en} at {at:%H:%M}")
        short = format_day_short(at.date())
        assert format_moment_short(moment) == Text(f"{short.da} kl. {at:%H.%M}", f"{short.en} {at:%H:%M}")


def test_the_two_instants_of_a_repeated_time_have_two_texts() -> None:
    first = int(dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC).timestamp())
    both = [format_moment(Moment.instant(second)) for second in (first, first + 3600)]
    assert both == [
        Text("søndag den 25. oktober 2026 kl. 02.30 (sommertid)", "Sunday 25 October 2026 at 02:30 (summer time)"),
        Text("søndag den 25. oktober 2026 kl. 02.30 (vintertid)", "Sunday 25 October 2026 at 02:30 (winter time)"),
    ]


def test_seconds_are_told_only_where_both_moments_have_the_same_words() -> None:
    first = midnight(dt.date(2024, 5, 3)) + 600
    earlier = Moment.instant(first)
    assert format_seconds_before(earlier, Moment.instant(first + 1)) == Text("1 sekund før", "1 second before")
    assert format_seconds_before(earlier, Moment.instant(first + 59)) == Text("59 sekunder før", "59 seconds before")
    assert format_seconds_before(earlier, Moment.instant(first + 60)) is None


def test_a_deadline_is_the_day_where_days_count_and_the_last_minute_where_hours_count() -> None:
    day = dt.date(2024, 5, 3)
    assert format_deadline(Deadline.on(day)) == format_day(day)
    assert format_deadline(Deadline(midnight(day) + 3600)).da == "fredag den 3. maj 2024 kl. 01.00"
