"""The request of a year: what is asked of a plan, and how it is read from its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Self

from meetings._asked import FILE_KEYS, FIRST_YEAR, LAST_YEAR, Asked
from meetings._request.loader import load_request

__all__ = ["FILE_KEYS", "FIRST_YEAR", "LAST_YEAR", "PlanRequest"]


class PlanRequest(Asked):
    """The request of a year. Every key but `year` has a default; docs/meetings-request.md explains each."""

    @classmethod
    def load(cls, path: str | Path, *, progress: Callable[[str, int, int], None] | None = None) -> Self:
        """Read the request file with all it points to.

        `progress` is told the name of each calendar before it is read, its number and how many there are.
        Raises RequestError; a calendar that cannot be understood is no error but unknown availability.
        """
        return load_request(Path(path), cls, progress=progress)
