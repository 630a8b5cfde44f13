"""Formats of the values of an answer in Danish and English: dates with their weekday, events and bearers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import find_day_that_ends, format_moment, format_moment_short
from overgreb_rules._rules.own_words import NO_OWN_WORDS
from overgreb_rules._rules.source import (
    packaged_acts,
    packaged_laws,
    packaged_numberless,
    packaged_own_words,
    packaged_vocabulary,
)
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.evaluation import Day, DueDates, Obligation, UndatedReason, When
from overgreb_rules.shared.text import Text, join_items, translate

_FIRST_SECOND = dt.time(0, 0, 1)
_NOT_KEPT = Text("ingen dato", "no date")
_UNDATED: Mapping[UndatedReason, Text] = {
    "no_number": Text("ingen fast frist", "no fixed time limit"),
    "not_told": Text("kan ikke beregnes", "cannot be computed"),
    "stands_still": Text("fristen står stille", "the time limit stands still"),
}


def to_moment(when: When) -> Moment:
    """Return an instant or a day of an answer as a moment.

    Args:
        when: the instant, with its offset, or the day.

    Returns:
        A moment of one second, or of one day.
    """
    return Moment.instant(int(when.timestamp())) if isinstance(when, dt.datetime) else Moment.on(when)


def as_day_at_midnight(when: dt.datetime) -> When:
    """Return the day that begins at an instant or one second earlier: its name says more than «kl. 00.00».

    Args:
        when: A local time.

    Returns:
        The day; another instant unchanged.
    """
    return Day.of(when) if when.time() <= _FIRST_SECOND else when


def get_shown_dates(due: DueDates) -> tuple[When, When]:
    """Return both dates of a duty as a person is told them.

    Hours that are counted from a day whose time of day is not told end at some time of the next day. Midnight is then
    the end of a day, and no time that anybody told: it stands as the day that it ends.

    Args:
        due: the dates of the duty.

    Returns:
        The safe date and the latest one.
    """
    if due.is_day is True or due.strict == due.lenient:
        return due.strict, due.lenient
    return _as_day_that_ends(due.strict), _as_day_that_ends(due.lenient)


def _as_day_that_ends(when: dt.datetime) -> When:
    day = find_day_that_ends(when)
    return when if day is None else Day.of(day)


def format_when(when: When, language: str) -> str:
    """Return an instant or a day of an answer as `format_moment` writes it.

    Args:
        when: the instant or the day.
        language: da or en.

    Returns:
        The words in that language.
    """
    return translate(format_moment(to_moment(when)), language)


def format_when_short(when: When, language: str) -> str:
    """Return an instant or a day of an answer as `format_moment_short` writes it.

    Args:
        when: the instant or the day.
        language: da or en.

    Returns:
        The words in that language.
    """
    return translate(format_moment_short(to_moment(when)), language)


def format_missing_date(duty: Obligation, language: str) -> str:
    """Return why a duty has no date.

    Args:
        duty: a duty whose `due` is None.
        language: da or en.

    Returns:
        That the law sets no fixed time limit; where the date lacks facts, that it cannot be computed; that the time
        limit stands still; of an act that had to come before another, that there is no date.
    """
    if duty.status == "breached":
        return translate(_NOT_KEPT, language)
    reason = duty.find_undated_reason()
    if reason is None:
        reason = "not_told" if duty.needs and duty.rule not in packaged_numberless() else "no_number"
    return translate(_UNDATED[reason], language)


class DutyOfRule(Protocol):
    """A duty of an answer or of an agenda, as far as it says whose words it has."""

    @property
    def rule(self) -> str:
        """The rule of the duty."""

    @property
    def law(self) -> str:
        """The act of the duty."""


def find_packaged_words(duty: DutyOfRule | None) -> WordsOfLaw:
    """Find the words of a duty in the packaged rules.

    Args:
        duty: the duty; None for the words of the vocabulary, which are those of the newest act.

    Returns:
        The words; those of the newest act for a rule and an act that the packaged rules lack.
    """
    if duty is None:
        return WordsOfLaw(packaged_vocabulary())
    own = packaged_own_words().get(duty.rule, NO_OWN_WORDS)
    return WordsOfLaw(packaged_vocabulary(), packaged_laws().get(duty.law), own)


def format_event(type_: str, duty: DutyOfRule | None, language: str) -> str:
    """Return what happened, in the words of the duty beside which it stands.

    Args:
        type_: the event type.
        duty: the duty; None for the words of the vocabulary, which are those of the newest act.
        language: da or en.

    Returns:
        The label of the packaged vocabulary; `type_` itself where the packaged vocabulary lacks the event type.
    """
    words = find_packaged_words(duty)
    return translate(words.label(type_), language) if type_ in words.vocabulary.events else type_


def format_bearer(name: str, language: str) -> str:
    """Return the bearer of a duty, as a person says it.

    Args:
        name: the bearer.
        language: da or en.

    Returns:
        The words of the packaged vocabulary; `name` itself where the packaged vocabulary lacks the name.
    """
    bearer = packaged_vocabulary().bearers.get(name)
    return translate(bearer.says, language) if bearer else name


def format_acts(language: str) -> str:
    """Return the acts of the packaged rules of which one took over from another, as they are cited.

    Args:
        language: da or en; the names are Danish in both.

    Returns:
        The list as `join_items` writes it, the newest act first.
    """
    return join_items(packaged_acts(), "and" if language == "en" else "og")
