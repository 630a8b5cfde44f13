"""Progress of long work: on a terminal, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

__all__ = ["counted"]

Item = TypeVar("Item")
_SECONDS_BETWEEN = 0.2


def counted(items: Iterable[Item], what: str) -> Iterator[Item]:
    """The items as they are; where standard error is a terminal, how many have been taken, and how many a second.

    The line is gone when the work is over, or has failed.
    """
    return _shown(items, what) if sys.stderr.isatty() else iter(items)


def _shown(items: Iterable[Item], what: str) -> Iterator[Item]:
    begun = said = monotonic()
    try:
        for number, item in enumerate(items, start=1):
            now = monotonic()
            if now - said >= _SECONDS_BETWEEN:
                said = now
                sys.stderr.write(f"\r{number} {what}, {number / (now - begun):.0f} a second …\x1b[K")
                sys.stderr.flush()
            yield item
    finally:
        if said > begun:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
