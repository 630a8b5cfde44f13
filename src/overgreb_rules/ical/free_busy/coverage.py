"""Of which time a calendar file says anything: as it states it, or else as a guess that is called one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from overgreb_rules.calendar import local, midnight
from overgreb_rules.ical.free_busy.intervals import Interval, clip_intervals, subtract_intervals
from overgreb_rules.ical.free_busy.notes import ReadingNote, build_note
from overgreb_rules.shared.date_words import format_date, format_time
from overgreb_rules.shared.text import Text, join_texts

_MONTHS_BEFORE_THE_END = 60 * 86_400
"""A file whose last appointment lies so long before the end of the year is guessed to end there."""
_MOST_SPANS = 6
"""So many pieces of time are named one by one."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The time of the year that a calendar covers, and whether the file states it."""

    spans: tuple[Interval, ...]
    """In order and apart, within the year."""
    is_sure: bool

    def hull(self, year: Interval) -> Interval:
        """Return the time from the first to the last instant that is covered.

        Args:
            year: The year, in epoch seconds.

        Returns:
            The first instant and the end, in epoch seconds; both the start of the year where nothing is covered.
        """
        return (self.spans[0][0], self.spans[-1][1]) if self.spans else (year[0], year[0])

    def describe(self) -> Text:
        """Name the time that is covered, piece by piece.

        Returns:
            Such as «den 8. januar 2027 til den 30. april 2027»; of a range that the file states also the times of
            day, where it does not begin or end with a day. Empty where nothing is covered.
        """
        named = [_describe_span(span, is_exact=self.is_sure) for span in self.spans[:_MOST_SPANS]]
        more = len(self.spans) - _MOST_SPANS
        shown = join_texts(named)
        return Text(f"{shown.da} og {more} tidsrum mere", f"{shown.en} and {more} more") if more > 0 else shown


NO_COVERAGE = Coverage((), is_sure=False)
"""The coverage of a file that says nothing of the year."""


def year_bounds(year: int) -> Interval:
    """Return the local year of Denmark.

    Args:
        year: The year.

    Returns:
        Its first second, and the first second of the next year.
    """
    return midnight(dt.date(year, 1, 1)), midnight(dt.date(year + 1, 1, 1))


def guess_coverage(reach: Interval | None, year: Interval) -> Coverage:
    """Guess the coverage of a calendar that does not state it.

    Args:
        reach: The start of its first and the end of its last appointment, without the series that have no end: these
            say nothing of how far an export reaches. None where there is no other appointment.
        year: The year.

    Returns:
        Nothing where all appointments lie before the year or after it; the whole year where the last appointment lies
        near its end or after it; else the time up to the end of the last appointment: an export may end there, and may
        also not.
    """
    if reach is None or reach[0] >= year[1]:
        return NO_COVERAGE
    if reach[1] >= year[1] - _MONTHS_BEFORE_THE_END:
        return Coverage((year,), is_sure=False)
    return Coverage(clip_intervals([(year[0], reach[1])], year), is_sure=False)


def join_coverages(parts: Iterable[Coverage], year: Interval) -> Coverage:
    """Join the coverages of the VCALENDARs of a file.

    Args:
        parts: The coverage of each.
        year: The year.

    Returns:
        The time that any of them covers; sure where each is.
    """
    every = list(parts)
    spans = clip_intervals([span for one in every for span in one.spans], year)
    return Coverage(spans, is_sure=bool(every) and all(one.is_sure for one in every))


def describe_coverage(coverage: Coverage, year: int, *, has_endless: bool) -> list[ReadingNote]:
    """Describe the time of which a calendar says nothing.

    Args:
        coverage: The coverage.
        year: The year.
        has_endless: Whether times of the year come from series without an end.

    Returns:
        One note; none where the whole year is covered.
    """
    missing = subtract_intervals([year_bounds(year)], coverage.spans)
    if not missing:
        return []
    if not coverage.spans and has_endless and not coverage.is_sure:
        return [
            build_note(
                "covers_nothing", None,
                f"i {year} har kalenderen kun tider, der gentages uden slutdato; de viser ikke, hvor langt den rækker, "
                f"så resten af {year} er ukendt",
                f"in {year} the calendar has only times that repeat without an end; they do not show how far it "
                f"reaches, so the rest of {year} is not known",
            )
        ]  # fmt: skip
    if not coverage.spans:
        return [
            build_note(
                "covers_nothing", None,
                f"kalenderen siger intet om {year}: den er tom, eller den er eksporteret for et andet tidsrum",
                f"the calendar says nothing about {year}: it is empty, or it was exported for another time",
            )
        ]  # fmt: skip
    when = coverage.describe()
    if coverage.is_sure:
        return [
            build_note(
                "covers_part", None,
                f"kalenderen dækker kun {when.da}; resten af {year} er ukendt",
                f"the calendar covers only {when.en}; the rest of {year} is not known",
            )
        ]  # fmt: skip
    last = format_date(local(coverage.spans[-1][1] - 1).date())
    apart = (", når gentagelser uden slutdato ikke regnes med,", ", apart from series without an end,")
    apart = apart if has_endless else ("", "")
    return [
        build_note(
            "covers_guess", None,
            f"sidste aftale{apart[0]} er den {last.da}; det er et gæt, at kalenderen ikke dækker resten af {year}",
            f"the last appointment{apart[1]} is on {last.en}; it is a guess that the calendar does not cover the rest "
            f"of {year}",
        )
    ]  # fmt: skip


def _describe_span(span: Interval, *, is_exact: bool) -> Text:
    begin, end = local(span[0]), local(span[1])
    first, last = format_date(begin.date()), format_date(local(span[1] - 1).date())
    starts, ends = Text("", ""), Text("", "")
    if is_exact and not _is_midnight(begin):
        clock = format_time(begin)
        starts = Text(f" {clock.da}", f" {clock.en}")
    if is_exact and not _is_midnight(end):
        clock = format_time(end)
        ends = Text(f" {clock.da}", f" {clock.en}")
    if first == last and not (starts.da or ends.da):
        return Text(f"den {first.da}", first.en)
    return Text(
        f"fra den {first.da}{starts.da} til den {last.da}{ends.da}", f"{first.en}{starts.en} to {last.en}{ends.en}"
    )


def _is_midnight(clock: dt.datetime) -> bool:
    return clock.time() == dt.time()
