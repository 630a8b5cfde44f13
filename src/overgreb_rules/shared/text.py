"""Statements in two languages."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Text", "translate"]


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in Danish, which is the normative text, and in English."""

    da: str
    en: str

    def __str__(self) -> str:
        return self.da


def translate(text: Text, language: str) -> str:
    """Return the statement in one language.

    Args:
        text: the statement.
        language: «en» for English; Danish else.

    Returns:
        The words in that language.
    """
    return text.en if language == "en" else text.da
