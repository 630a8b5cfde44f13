"""Progress of long work, on a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

from overgreb_rules.shared.text import Text, translate

Item = TypeVar("Item")
_WORDS = Text("{number} sager, {speed} i sekundet …", "{number} cases, {speed} a second …")
_SECONDS_BETWEEN = 0.2


def show_progress(items: Iterable[Item], language: str) -> Iterator[Item]:
    """Show how many cases have been taken, and how many a second, where standard error is a terminal.

    Args:
        items: the cases.
        language: da or en.

    Returns:
        The same cases; the line of progress goes when they end or when the work fails.
    """
    return _show_progress(items, translate(_WORDS, language)) if sys.stderr.isatty() else iter(items)


def _show_progress(items: Iterable[Item], words: str) -> Iterator[Item]:
    begun = shown = monotonic()
    try:
        for number, item in enumerate(items, start=1):
            now = monotonic()
            if now - shown >= _SECONDS_BETWEEN:
                shown = now
                said = words.format(number=number, speed=round(number / (now - begun)))
                sys.stderr.write(f"\r{said}\x1b[K")
                sys.stderr.flush()
            yield item
    finally:
        if shown > begun:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
