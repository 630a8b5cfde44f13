"""What is not told of a duty of an answer."""

from __future__ import annotations

from typing import Protocol

from overgreb_rules._rules.need_clauses import describe_need
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules._text.formatting import DutyOfRule, find_packaged_words
from overgreb_rules.evaluation import OpenedBy
from overgreb_rules.shared.text import Text, translate

_NOT_TOLD = Text("ikke oplyst: {needs}", "not told: {needs}")


class DutyWithNeeds(DutyOfRule, Protocol):
    """A duty of an answer or of an agenda, as far as it says what is not told."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of what is not told."""

    @property
    def opened_by(self) -> OpenedBy:
        """The event that opened the duty."""


def format_need(name: str, language: str) -> str:
    """Return one thing that is not told of duties, in the words of the packaged vocabulary.

    Args:
        name: the name of the need.
        language: da or en.

    Returns:
        The clause: «om underretteren er anonym».
    """
    return translate(describe_need(name, packaged_vocabulary()), language)


def format_needs(duty: DutyWithNeeds, language: str) -> str:
    """Return what is not told of a duty, in the packaged words for its rule and its event.

    Args:
        duty: the duty, with at least one need.
        language: da or en.

    Returns:
        The clauses, joined: «om underretteren er anonym, og hvem underretningen kommer fra». The words of the newest
        act stand for those of an act that the packaged rules lack.
    """
    needs = [(name, (duty.opened_by.type,)) for name in duty.needs]
    return translate(find_packaged_words(duty).needs(needs), language)


def format_not_told(duty: DutyWithNeeds, language: str) -> str:
    """Return what is not told of a duty, as a line beside it.

    Args:
        duty: the duty.
        language: da or en.

    Returns:
        «ikke oplyst: om underretteren er anonym»; empty where the duty needs nothing.
    """
    return translate(_NOT_TOLD, language).format(needs=format_needs(duty, language)) if duty.needs else ""
