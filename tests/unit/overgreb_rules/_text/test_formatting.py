"""Dates in words are those of another library's tables of weekdays and months."""

from __future__ import annotations

import datetime as dt

import pendulum

from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.source import packaged_acts
from overgreb_rules._text.formatting import end_sentence, format_acts, format_moment, format_moment_short
from overgreb_rules.calendar import local, midnight
from overgreb_rules.shared.date_words import format_day
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
        da, en = date.format("ddd D.M.YYYY", locale="da"), date.format("ddd D MMM YYYY", locale="en")
        assert format_moment_short(Moment.on(day)) == Text(da, en)


def test_an_instant_in_words() -> None:
    for number, day in enumerate(days()):
        second = midnight(day) + 677 * number % 86_400
        at, moment = local(second), Moment.instant(second)
        da, en = at.format("dddd [den] D. MMMM YYYY", locale="da"), at.format("dddd D MMMM YYYY", locale="en")
        assert format_moment(moment) == Text(f"{da} kl. {at:%H.%M}", f"{en} at {at:%H:%M}")
        da, en = at.format("ddd D.M.YYYY", locale="da"), at.format("ddd D MMM YYYY", locale="en")
        assert format_moment_short(moment) == Text(f"{da} kl. {at:%H.%M}", f"{en} {at:%H:%M}")


def test_a_sentence_ends_in_one_full_stop_also_after_a_citation_that_ends_in_one() -> None:
    assert end_sentence("Det følger af § 136, stk. 1, 1. pkt.") == "Det følger af § 136, stk. 1, 1. pkt."
    assert end_sentence("Det følger af § 136, stk. 2") == "Det følger af § 136, stk. 2."


def test_the_acts_that_took_over_from_each_other_are_listed_with_the_newest_first() -> None:
    newest, *_, oldest = packaged_acts()
    assert (format_acts("da"), format_acts("en")) == (f"{newest} og {oldest}", f"{newest} and {oldest}")
