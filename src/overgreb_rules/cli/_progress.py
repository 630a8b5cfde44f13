"""Progress of long work, on a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

Item = TypeVar("Item")
_SECONDS_BETWEEN = 0.2


def show_progress(items: Iterable[Item], what: str) -> Iterator[Item]:
    """Show how many items have been taken, and how many a second, where standard error is a terminal.

    Args:
        items: the items.
        what: the word for the items.

    Returns:
        The same items; the line of progress goes when they end or when the work fails.
    """
    return _show_progress(items, what) if sys.stderr.isatty() else iter(items)


def _show_progress(items: Iterable[Item], what: str) -> Iterator[Item]:
    begun = shown = monotonic()
    try:
        for number, item in enumerate(items, start=1):
            now = monotonic()
            if now - shown >= _SECONDS_BETWEEN:
                shown = now
                sys.stderr.write(f"\r{number} {what}, {number / (now - begun):.0f} a second …\x1b[K")
                sys.stderr.flush()
            yield item
    finally:
        if shown > begun:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
