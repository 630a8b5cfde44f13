"""Which lines of a module a test runs: a mutant elsewhere in the module is nothing that the test can notice."""

from __future__ import annotations

import sys
import types
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TestReach:
    """What a test runs of a module, without any change.

    Attributes:
        lines: The numbers of the lines.
        processor_seconds: How long the test takes while its lines are noted.
    """

    __test__ = False

    lines: frozenset[int]
    processor_seconds: float


class LineRecorder:
    """Notes the lines of a file that this thread runs meanwhile.

    Attributes:
        lines: The numbers of the lines.
    """

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self.lines: set[int] = set()

    def __enter__(self) -> LineRecorder:
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _trace(self, frame: types.FrameType, event: str, argument: object) -> Any:
        del event, argument
        if frame.f_code.co_filename != self._origin:
            return None
        self.lines.add(frame.f_lineno)
        return self._trace
