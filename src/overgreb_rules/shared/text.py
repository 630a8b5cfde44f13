"""Words that are said in two languages."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in Danish, which is the normative text, and in English."""

    da: str
    en: str

    def __str__(self) -> str:
        return self.da
