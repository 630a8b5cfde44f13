"""The constraint that calendars cover a start (`strict_coverage`), and its words."""

from __future__ import annotations

from collections.abc import Iterator

from meetings._constraints.conflict import Conflict
from meetings._constraints.constraint import DistrictConstraint, DroppableConstraint, SubjectText
from meetings._constraints.problem import Problem
from meetings._constraints.slot import Slot
from meetings._domain.districts import Politikreds
from meetings._domain.names import count_noun, format_party, format_time
from meetings._domain.parties import Party
from overgreb_rules.shared.text import Text


class StrictCoverage(DistrictConstraint, DroppableConstraint):
    """Where the request has `strict_coverage`, every calendar of the kreds covers the start.

    A party without a calendar is taken as free, and a kommune whose calendar cannot be read as absent, as always. A
    facilitator whose calendar does not cover a start leads no meeting then (`facilitators_free`); in a conflict that
    is a requirement of this constraint.
    """

    name = "strict_coverage"

    def _check(self, problem: Problem, kreds: Politikreds, slot: Slot) -> Iterator[SubjectText]:
        for party in problem.list_uncovered(kreds, slot):
            yield str(party), describe_uncovered(problem, party, slot)

    def _sentence(self, conflict: Conflict, subject: str) -> Text:
        who = format_party(Party.parse(subject), conflict.problem.request.year)
        danish, english = f"kalenderen for {who.da} dækker", f"the calendar of {who.en} covers"
        return conflict.describe_starts(
            (self.name, subject),
            taken=Text(f"{danish} ikke disse tidspunkter", f"{english} none of these"),
            free=Text(f"{danish} kun disse tidspunkter", f"{english} only"),
            never=lambda number: Text(
                f"{danish} ingen af de {number} tidspunkter",
                f"{english} none of {count_noun(number, 'start')}",
            ),
        )


def describe_uncovered(problem: Problem, party: Party, slot: Slot) -> Text:
    """Say that the calendar of a party does not cover a slot.

    Args:
        problem: The problem.
        party: The party.
        slot: The slot.

    Returns:
        A sentence without a full stop.
    """
    who, start = format_party(party, problem.request.year), format_time(slot.starts)
    return Text(
        f"kalenderen for {who.da} dækker ikke {start.da}", f"the calendar of {who.en} does not cover {start.en}"
    )
