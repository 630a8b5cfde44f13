"""Many cases: one line of JSON for each, in their order, as soon as it is known."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules.cli._io import is_late
from overgreb_rules.cli._progress import counted
from overgreb_rules.errors import CaseError
from overgreb_rules.policy import Policy

__all__ = ["Told", "seen", "told_in_lines", "write_lines"]

Told = tuple[int, Case | CaseError]
"""The number of a line or row, from 1, and the case in it or its refusal."""


def told_in_lines(lines: Iterable[bytes]) -> Iterator[Told]:
    """The cases of JSON Lines. An empty line is none, and is counted."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, Case.model_validate_json(line)
            except CaseError as error:
                yield number, error


def seen(told: Iterable[Told]) -> Iterator[Told]:
    """The cases, with their number on a terminal that does not show the answers too."""
    return iter(told) if sys.stdout.isatty() else counted(told, "cases")


def write_lines(told: Iterable[Told], at: str, policy: Policy | None) -> int:
    """Write an answer or an error for each case; the exit code is that of the worst one."""
    failed = late = False
    for number, case in seen(told):
        try:
            if isinstance(case, CaseError):
                raise case
            result = evaluate(case, at=at, policy=policy)
        except CaseError as error:
            failed = True
            line = json.dumps({"schema": 1, "line": number, "error": error.parts()}, ensure_ascii=False)
        else:
            late = late or is_late(result)
            line = result.model_dump_json()
        sys.stdout.write(line + "\n")
        # Whoever reads along waits for no buffer to fill.
        sys.stdout.flush()
    return 2 if failed else int(late)
