"""A case that changed bundles are asked, and what of its answer is compared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from overgreb_rules import Case, Rulebook
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._conformance.vector import LEVELS, Level, read_answer
from overgreb_rules._deadlines.moment import parse_instant
from overgreb_rules._duties.status import AssessedDuty
from overgreb_rules._duties.transitions import assess_case
from overgreb_rules._evaluate.assembly import assemble
from overgreb_rules.shared.cached_attribute import cached_attribute


@dataclass(frozen=True, eq=False)
class Question:
    """A case that a mutant is asked; what must come is computed when it is read.

    Attributes:
        data: The case as JSON data.
        at: The instant as text.
        because: The provision that the case shows; None for that of its first duty.
        book: The rules.
        case: The case.
        types: The types of its events.
    """

    data: Any
    at: str
    because: str | None
    book: Rulebook
    case: Case = field(init=False)
    types: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "case", Case.model_validate(self.data))
        object.__setattr__(self, "types", frozenset(event.type for event in self.case.events))

    @cached_attribute
    def rules(self) -> frozenset[str]:
        """The rules in its answer."""
        return frozenset(one.timed.duty.rule.id for one in assess(self.case, self.at, self.book)[1])

    @cached_attribute
    def says(self) -> str:
        """What must come, as text, of all levels together."""
        return answer(self.case, self.at, self.book)

    @cached_attribute
    def by_level(self) -> Mapping[Level, Any]:
        """What must come at each level."""
        told = json.loads(self.says)
        return {level: read_answer(level, told) for level in LEVELS if level != "L5"}


_COMPARED: Any = {
    "obligations": {
        "__all__": {
            "key": True, "clock_start": True, "due": {"strict", "lenient"}, "status": True, "met_by": True,
            "needs": True,
            "counting": {"__all__": {"day", "counted"}},
            "escalations": {"__all__": {"id", "kind", "from_", "to", "active"}}, "transition": True, "successor": True,
        }
    },
    "next_change": True,
}  # fmt: skip


def answer(case: Case, at: str, book: Rulebook) -> str:
    """Return what the levels compare of an answer.

    Args:
        case: The case.
        at: The instant.
        book: The rules.

    Returns:
        JSON text.
    """
    log, assessed = assess(case, at, book)
    return assemble(log, assessed, book, book.standard_policy).model_dump_json(include=_COMPARED)


Quick = tuple[tuple[object, ...], ...]
"""What levels 1 to 4 compare of an answer, before it is assembled."""


def assess(case: Case, at: str, book: Rulebook) -> tuple[EventLog, list[AssessedDuty]]:
    """Assess a case.

    Args:
        case: The case.
        at: The instant.
        book: The rules.

    Returns:
        The events and the duties.
    """
    log = EventLog.of(case, book.rules.vocabulary, parse_instant(at))
    return log, assess_case(log, book.rules, book.programs)


def summarize(assessed: Sequence[AssessedDuty]) -> Quick:
    """Return what levels 1 to 4 compare of duties.

    Args:
        assessed: The duties.

    Returns:
        A tuple for each duty, sorted by key.
    """
    return tuple(
        sorted(
            (
                (
                    one.timed.key, one.status, one.met_by, one.needs, str(one.timed.start), str(one.timed.due),
                    one.timed.duty.moved, tuple((day.day, day.strict, day.lenient) for day in one.timed.counted_days),
                )
                for one in assessed
            ),
            key=str,
        )
    )  # fmt: skip
