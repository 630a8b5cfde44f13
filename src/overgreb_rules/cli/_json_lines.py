"""JSON Lines of many cases in, JSON Lines of answers out, each as soon as it is known."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules.cli._io import is_late
from overgreb_rules.cli._progress import show_progress
from overgreb_rules.errors import CaseError
from overgreb_rules.policy import Policy

NumberedCase = tuple[int, Case | CaseError]
"""The number of a line or row, from 1, and the case in the line or its refusal."""


def read_json_lines(lines: Iterable[bytes]) -> Iterator[NumberedCase]:
    """Parse the cases of JSON Lines.

    Args:
        lines: the lines; an empty line is no case but has a number.

    Yields:
        The number of the line and its case or refusal.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, Case.model_validate_json(line)
            except CaseError as error:
                yield number, error


def count_on_terminal(cases: Iterable[NumberedCase]) -> Iterator[NumberedCase]:
    """Show the number of cases on a terminal that does not show the answers too.

    Args:
        cases: the cases.

    Returns:
        The same cases.
    """
    return iter(cases) if sys.stdout.isatty() else show_progress(cases, "cases")


def write_json_lines(cases: Iterable[NumberedCase], at: str, policy: Policy | None) -> int:
    """Write an answer or an error for each case to standard output.

    Args:
        cases: the cases.
        at: the instant of the evaluation.
        policy: the policy; None for the packaged one.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 where a case was refused.
    """
    failed = late = False
    for number, case in count_on_terminal(cases):
        try:
            answer = case if isinstance(case, CaseError) else evaluate(case, at=at, policy=policy)
        except CaseError as error:
            answer = error
        if isinstance(answer, CaseError):
            failed = True
            line = json.dumps({"schema": 1, "line": number, "error": answer.parts()}, ensure_ascii=False)
        else:
            late = late or is_late(answer)
            line = answer.model_dump_json()
        sys.stdout.write(line + "\n")
        # Whoever reads along waits for no buffer to fill.
        sys.stdout.flush()
    return 2 if failed else int(late)
