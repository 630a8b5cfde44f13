"""No-break spaces where a line must not end: inside citations, times of day, dates and measures."""

from __future__ import annotations

import re

from overgreb_rules.shared.date_words import MONTHS, MONTHS_SHORT, WEEKDAYS_SHORT

__all__ = ["NO_BREAK_SPACE", "add_no_break_spaces"]

NO_BREAK_SPACE = "\u00a0"
_UNITS = (
    "time", "timer", "minutter", "dag", "dage", "døgn", "uge", "uger", "hverdag", "hverdage", "arbejdsdag",
    "arbejdsdage", "måned", "måneder", "år", "hour", "hours", "minutes", "day", "days", "working", "week", "weeks",
    "month", "months", "year", "years",
)  # fmt: skip
_NAMES = {re.escape(name) for month in (*MONTHS, *MONTHS_SHORT) for name in (month.da, month.en)}
_MONTHS = "|".join(sorted(_NAMES, key=len, reverse=True))
_WEEKDAYS = "|".join(re.escape(weekday.da) for weekday in WEEKDAYS_SHORT)
_PLACES = re.compile(
    r"(?<!\w)(?:§§?|stk\.|nr\.|kl\.|uge|week) (?=\d)|(?<!\w)at (?=\d\d:\d\d)"  # § 138 · stk. 2 · kl. 14.05
    rf"|(?<!\w)(?:{_WEEKDAYS}) (?=\d+\.\d)"  # tirs. 3.1.2017
    r"|(?<=\d\.) (?=pkt\.)"  # 1. pkt.
    r"|(?<=\d) (?=[a-zæøå](?:,|\.|-| og |$))"  # 155 a
    rf"|(?<=\d\.) (?=(?:{_MONTHS})(?!\w))|(?<=\d) (?=(?:{_MONTHS})(?!\w))"  # 3. maj
    rf"|(?<=\d) (?=(?:{'|'.join(_UNITS)})(?!\w))"  # 24 timer
)


def add_no_break_spaces(words: str) -> str:
    """Return the words with no-break spaces for those spaces at which a line must not end.

    For what a person reads in a table, a page or a picture; never for data that is compared or searched.

    Args:
        words: Danish or English words.

    Returns:
        The words, of the same length: «§ 138, stk. 1, 1. pkt.» and «24 timer» do not break any more.
    """
    return _PLACES.sub(lambda match: match[0].replace(" ", NO_BREAK_SPACE), words)
