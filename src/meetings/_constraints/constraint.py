"""The base classes of the scheduling constraints: one constraint is one object with its name, checks and sentence.

A start constraint judges one meeting at one start. A plan constraint judges several meetings together, and states
itself to the solver as linear constraints as well. Either is also a `DroppableConstraint` where it is a wish of the
request, and then describes itself in a sentence where it is part of a conflict.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import ClassVar

from meetings._constraints.conflict import Conflict
from meetings._constraints.problem import MeetingAssignment, Problem, Task
from meetings._constraints.slot import Slot
from meetings._constraints.variables import LinearExpression, PlanVariables, RowModel
from meetings._domain.constraint_names import CONSTRAINT_NAMES
from meetings._domain.districts import Politikreds
from meetings._domain.names import format_kreds, format_time
from meetings.errors import Requirement
from overgreb_rules.shared.text import Text

SubjectText = tuple[str, Text]
"""The code or id of those who are concerned (empty for every meeting), and the text of a violation."""

UpperBound = tuple[str, LinearExpression, int]
"""The code or id of those who are concerned, the weighted variables, and the largest allowed sum."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A constraint that a start or a plan breaks."""

    constraint: str
    """The name of the constraint."""
    subject: str
    """The code or id of those who are concerned; empty for a constraint on every meeting."""
    text: Text
    """Why the constraint is broken, as a sentence without a full stop."""


class Constraint(ABC):
    """A constraint that every plan must meet: a subclass has a name and finds violations in `_check`."""

    name: ClassVar[str]
    """The name of the constraint in messages, plans and reports."""

    def _violations(self, findings: Iterable[SubjectText]) -> tuple[Violation, ...]:
        return tuple(Violation(self.name, subject, text) for subject, text in findings)


class DroppableConstraint(Constraint):
    """A constraint that is a wish of the request: only such a constraint is ever named in a conflict."""

    limits_days: ClassVar[bool] = False
    """Whether the constraint can leave few days, which may all be weekends or public holidays."""

    def build_requirement(self, conflict: Conflict, subject: str) -> Requirement:
        """Build the requirement that the constraint is in a conflict.

        Args:
            conflict: The conflict of which the constraint is a part.
            subject: The code or id of those who are concerned.

        Returns:
            The requirement; its text is a sentence without a full stop.
        """
        return Requirement(self.name, subject, CONSTRAINT_NAMES[self.name], self._sentence(conflict, subject))

    @abstractmethod
    def _sentence(self, conflict: Conflict, subject: str) -> Text: ...


class StartConstraint(Constraint):
    """A constraint on one meeting at one start."""

    @abstractmethod
    def violations(self, problem: Problem, task: Task, slot: Slot) -> tuple[Violation, ...]:
        """Judge a start of a meeting.

        Args:
            problem: The problem.
            task: The meeting.
            slot: The start.

        Returns:
            Every violation; empty where the start is allowed.
        """


class SlotConstraint(StartConstraint):
    """A constraint on the start alone, the same for every meeting."""

    def violations(self, problem: Problem, task: Task, slot: Slot) -> tuple[Violation, ...]:
        """Judge a start of a meeting.

        Args:
            problem: The problem.
            task: The meeting, which makes no difference.
            slot: The start.

        Returns:
            Every violation; empty where the start is allowed.
        """
        del task
        return self.slot_violations(problem, slot)

    def slot_violations(self, problem: Problem, slot: Slot) -> tuple[Violation, ...]:
        """Judge a start.

        Args:
            problem: The problem.
            slot: The start.

        Returns:
            Every violation; empty where the start is allowed.
        """
        return self._violations(self._check(problem, slot))

    @abstractmethod
    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]: ...


class DistrictConstraint(StartConstraint):
    """A constraint on the start and the politikreds, the same for every round."""

    def violations(self, problem: Problem, task: Task, slot: Slot) -> tuple[Violation, ...]:
        """Judge a start of a meeting.

        Args:
            problem: The problem.
            task: The meeting, of which only the politikreds makes a difference.
            slot: The start.

        Returns:
            Every violation; empty where the start is allowed.
        """
        return self.district_violations(problem, task.kreds, slot)

    def district_violations(self, problem: Problem, kreds: Politikreds, slot: Slot) -> tuple[Violation, ...]:
        """Judge a start for a politikreds.

        Args:
            problem: The problem.
            kreds: The politikreds.
            slot: The start.

        Returns:
            Every violation; empty where the start is allowed.
        """
        return self._violations(self._check(problem, kreds, slot))

    def allows(self, problem: Problem, kreds: Politikreds, slot: Slot) -> bool:
        """Decide whether a politikreds can have a start, as `district_violations` does, without texts.

        Args:
            problem: The problem.
            kreds: The politikreds.
            slot: The start.

        Returns:
            Whether there is no violation.
        """
        return next(self._check(problem, kreds, slot), None) is None

    @abstractmethod
    def _check(self, problem: Problem, kreds: Politikreds, slot: Slot) -> Iterator[SubjectText]: ...


class MeetingConstraint(StartConstraint):
    """A constraint on the start and the meeting."""

    def concerns(self, problem: Problem, task: Task) -> bool:
        """Decide whether the constraint can forbid any start of a meeting, without a look at the starts.

        Args:
            problem: The problem.
            task: The meeting.

        Returns:
            False only where every start is allowed.
        """
        del problem, task
        return True

    def violations(self, problem: Problem, task: Task, slot: Slot) -> tuple[Violation, ...]:
        """Judge a start of a meeting.

        Args:
            problem: The problem.
            task: The meeting.
            slot: The start.

        Returns:
            Every violation; empty where the start is allowed.
        """
        return self._violations(self._check(problem, task, slot))

    def allows(self, problem: Problem, task: Task, slot: Slot) -> bool:
        """Decide whether a meeting can have a start, as `violations` does, without texts.

        Args:
            problem: The problem.
            task: The meeting.
            slot: The start.

        Returns:
            Whether there is no violation.
        """
        return next(self._check(problem, task, slot), None) is None

    @abstractmethod
    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]: ...


class PlanConstraint(Constraint):
    """A constraint on several meetings together.

    A subclass states itself twice: in `_check` for meetings that have a start, and in `_rows` as linear inequalities.
    """

    spans_districts: ClassVar[bool] = True
    """Whether meetings of several kredse can break the constraint together."""

    def violations(self, problem: Problem, assignments: Sequence[MeetingAssignment]) -> tuple[Violation, ...]:
        """Judge meetings that have a start and facilitators.

        Args:
            problem: The problem.
            assignments: The meetings, in any order; meetings may be missing.

        Returns:
            Every violation; empty where the meetings can take place together.
        """
        return self._violations(self._check(problem, assignments))

    @abstractmethod
    def _check(self, problem: Problem, assignments: Sequence[MeetingAssignment]) -> Iterator[SubjectText]: ...

    def reach_days(self, problem: Problem) -> int:
        """Return how far apart meetings of different kredse can break the constraint together.

        Args:
            problem: The problem.

        Returns:
            The largest number of days between such meetings.
        """
        del problem
        return 0

    def is_implied(self, problem: Problem) -> bool:
        """Decide whether no plan that meets the other constraints can break this one.

        Args:
            problem: The problem.

        Returns:
            Whether a model needs no rows of the constraint, unless the constraint itself is of interest.
        """
        del problem
        return False

    def add_rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> None:
        """State the constraint in the model of the solver.

        Args:
            problem: The problem.
            model: The model to extend.
            variables: The variables of the plan.
        """
        for subject, terms, high in self._rows(problem, model, variables):
            model.add_constraint(terms, -inf, high, self.name, subject)

    @abstractmethod
    def _rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> Iterator[UpperBound]: ...


def name_both(problem: Problem, first: MeetingAssignment, second: MeetingAssignment) -> Text:
    """Name two meetings with their starts.

    Args:
        problem: The problem.
        first: A meeting.
        second: Another meeting.

    Returns:
        Both kredse with their starts, joined by «og» and "and".
    """
    one, other = (name_meeting_time(problem, assignment) for assignment in (first, second))
    return Text(f"{one.da} og {other.da}", f"{one.en} and {other.en}")


def name_meeting_time(problem: Problem, assignment: MeetingAssignment) -> Text:
    """Name a meeting with its start.

    Args:
        problem: The problem.
        assignment: The meeting.

    Returns:
        Such as «Fyns Politi (1465) tirsdag den 9. marts 2027 kl. 09.00».
    """
    kreds, start = format_kreds(assignment.task.kreds.code, problem.request.year), format_time(assignment.slot.starts)
    return Text(f"{kreds} {start.da}", f"{kreds} on {start.en}")
