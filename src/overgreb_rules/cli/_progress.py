"""Progress of long work: on a terminal, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

__all__ = ["counted"]

Item = TypeVar("Item")
_EVERY = 100


def counted(items: Iterable[Item], what: str) -> Iterator[Item]:
    """The items as they are; where standard error is a terminal, how many of them have been taken."""
    shows = sys.stderr.isatty()
    number = 0
    for number, item in enumerate(items, start=1):
        if shows and number % _EVERY == 0:
            sys.stderr.write(f"\r{number} {what} …")
            sys.stderr.flush()
        yield item
    if shows and number >= _EVERY:
        sys.stderr.write("\r\x1b[K")
