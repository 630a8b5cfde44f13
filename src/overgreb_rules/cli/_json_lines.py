"""JSON Lines of many cases in, JSON Lines of answers out, each as soon as it is known."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from overgreb_rules._case import json_text
from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.envelope import (
    LineAnswer,
    StreamDefaults,
    answer_line,
    name_line,
    read_bare_case,
    refuse_line,
)
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules.cli._progress import show_progress
from overgreb_rules.errors import CaseError

Item = TypeVar("Item")
NumberedCase = tuple[int, Case | CaseError]
"""The number of a line or row, from 1, and the case in the line or its refusal."""


def read_json_lines(lines: Iterable[bytes]) -> Iterator[NumberedCase]:
    """Parse the cases of JSON Lines that become rows of a table, all at one instant.

    Args:
        lines: the lines; an envelope is refused.

    Yields:
        The number of the line and its case or refusal.
    """
    for number, line in enumerate(lines, start=1):
        try:
            yield number, _read_line(line)
        except CaseError as error:
            yield number, name_line(error, number)


def _read_line(line: bytes) -> Case:
    # Without its line end: an error at the end of the text would else be placed on the next line.
    return read_bare_case(json_text.parse(line.rstrip(b"\r\n")))


def count_on_terminal(cases: Iterable[Item], language: str) -> Iterator[Item]:
    """Show the number of cases on a terminal that does not show the answers too.

    Args:
        cases: the cases.
        language: da or en.

    Returns:
        The same cases.
    """
    return iter(cases) if sys.stdout.isatty() else show_progress(cases, language)


def answer_json_lines(lines: Iterable[bytes], defaults: StreamDefaults) -> int:
    """Write an answer or an error for each line to standard output, before the next line is read.

    Args:
        lines: cases or envelopes.
        defaults: what holds for a line that does not say otherwise.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 where a line was refused.
    """
    numbered = count_on_terminal(enumerate(lines, start=1), defaults.language)
    return _write(answer_line(line, number, defaults) for number, line in numbered)


def write_json_lines(cases: Iterable[NumberedCase], defaults: StreamDefaults) -> int:
    """Write an answer or an error for each case of a table to standard output.

    Args:
        cases: the cases.
        defaults: the instant and what else holds for every row.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 where a case was refused.
    """
    return _write(_answer_row(number, case, defaults) for number, case in count_on_terminal(cases, defaults.language))


def _answer_row(number: int, case: Case | CaseError, defaults: StreamDefaults) -> LineAnswer:
    if isinstance(case, CaseError):
        return refuse_line(case, number, defaults.language)
    answer = evaluate(case, at=str(defaults.at), rulebook=defaults.rulebook, policy=defaults.policy)
    return LineAnswer(answer.to_json(detail=defaults.detail), is_late=answer.is_late())


def _write(answers: Iterable[LineAnswer]) -> int:
    refused = late = False
    for answer in answers:
        refused, late = refused or answer.is_refused, late or answer.is_late
        sys.stdout.write(answer.text + "\n")
        # A program that reads each answer as it comes must not wait until a buffer is full.
        sys.stdout.flush()
    return 2 if refused else int(late)
