"""What is not told of a duty of an answer."""

from __future__ import annotations

from overgreb_rules._rules.need_clauses import describe_need, join_clauses
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.evaluation import Obligation
from overgreb_rules.shared.text import translate


def format_need(name: str, language: str) -> str:
    """Return one thing that is not told of duties, in the words of the packaged vocabulary.

    Args:
        name: the name of the need.
        language: da or en.

    Returns:
        The clause: «om underretteren er anonym».
    """
    return translate(describe_need(name, packaged_vocabulary()), language)


def format_needs(duty: Obligation, language: str) -> str:
    """Return what is not told of a duty, in the words of the packaged vocabulary.

    Args:
        duty: the duty, with at least one need.
        language: da or en.

    Returns:
        The clauses, joined: «om underretteren er anonym, og hvem underretningen kommer fra».
    """
    vocabulary = packaged_vocabulary()
    return translate(join_clauses([describe_need(name, vocabulary) for name in duty.needs]), language)
