"""The names of weekdays and months, and days written with them."""

from __future__ import annotations

import datetime as dt

from overgreb_rules.shared.date_words import (
    MONTHS,
    MONTHS_SHORT,
    WEEKDAYS,
    WEEKDAYS_SHORT,
    format_day,
    format_day_short,
    format_time,
)
from overgreb_rules.shared.text import Text


def test_the_weekdays_stand_in_the_order_of_the_calendar_of_python() -> None:
    monday = dt.date(2026, 11, 23)
    english = [(monday + dt.timedelta(days=days)).strftime("%A") for days in range(7)]
    assert [name.en for name in WEEKDAYS] == english


def test_the_months_stand_in_the_order_of_the_calendar_of_python() -> None:
    assert [name.en for name in MONTHS] == [dt.date(2026, month, 1).strftime("%B") for month in range(1, 13)]


def test_a_short_danish_month_has_a_full_stop_where_letters_are_left_out() -> None:
    assert [name.da for name in MONTHS_SHORT][2:6] == ["mar.", "apr.", "maj", "jun."]


def test_the_short_danish_weekdays_are_those_of_cldr() -> None:
    assert [name.da for name in WEEKDAYS_SHORT] == ["man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn."]
    assert [name.en for name in WEEKDAYS_SHORT] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def test_a_time_has_a_full_stop_in_danish_and_a_colon_in_english() -> None:
    assert format_time(dt.datetime(2024, 5, 3, 9, 5)) == Text("kl. 09.05", "09:05")  # noqa: DTZ001  # a local time


def test_a_repeated_time_says_which_of_the_two_it_is() -> None:
    clock = dt.datetime(2024, 10, 27, 2, 30)  # noqa: DTZ001  # a local time
    assert format_time(clock, is_repeated=True) == Text("kl. 02.30 (sommertid)", "02:30 (summer time)")
    assert format_time(clock.replace(fold=1), is_repeated=True) == Text("kl. 02.30 (vintertid)", "02:30 (winter time)")


def test_a_day_is_written_with_its_weekday_in_both_languages() -> None:
    assert format_day(dt.date(2024, 5, 3)) == Text("fredag den 3. maj 2024", "Friday 3 May 2024")


def test_a_day_in_a_narrow_column_keeps_its_weekday() -> None:
    assert format_day_short(dt.date(2024, 5, 3)) == Text("fre. 3.5.2024", "Fri 3 May 2024")
