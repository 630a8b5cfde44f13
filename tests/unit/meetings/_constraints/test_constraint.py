"""The base classes of the constraints: what a subclass states once serves every question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from meetings._constraints.constraint import (
    DistrictConstraint,
    MeetingConstraint,
    PlanConstraint,
    SlotConstraint,
    SubjectText,
    UpperBound,
    Violation,
    name_both,
    name_meeting_time,
)
from meetings._constraints.problem import MeetingAssignment, Problem, Task
from meetings._constraints.slot import Slot
from meetings._constraints.variables import LinearExpression, PlanVariables, RowModel
from meetings._domain.districts import Politikreds
from overgreb_rules.shared.text import Text
from tests.fixtures.planning_requests import build_assignments, build_problem, find_slot, find_task

OF = build_problem()
TASK, SLOT = find_task(OF, "1460-1"), find_slot(OF, "2027-03-09T09:00")
OTHER = find_slot(OF, "2027-03-10T09:00")
WHY = Text("lukket", "closed")


class OnTheNinth(SlotConstraint):
    """Forbids the ninth of March."""

    name = "on_the_ninth"

    def _check(self, problem: Problem, slot: Slot) -> Iterator[SubjectText]:
        del problem
        if slot.day.day == 9:
            yield "", WHY


class NotForNordjylland(DistrictConstraint):
    """Forbids every start to one kreds."""

    name = "not_for_nordjylland"

    def _check(self, problem: Problem, kreds: Politikreds, slot: Slot) -> Iterator[SubjectText]:
        del problem, slot
        if kreds.code == "1460":
            yield kreds.code, WHY


class FirstRoundOnly(MeetingConstraint):
    """Forbids every start to a later round."""

    name = "first_round_only"

    def _check(self, problem: Problem, task: Task, slot: Slot) -> Iterator[SubjectText]:
        del problem, slot
        if task.round > 1:
            yield task.key, WHY


class AtMostOne(PlanConstraint):
    """Allows one meeting in all."""

    name = "at_most_one"

    def _check(self, problem: Problem, assignments: Sequence[MeetingAssignment]) -> Iterator[SubjectText]:
        del problem
        yield from (("", WHY) for _ in assignments[1:])

    def _rows(self, problem: Problem, model: RowModel, variables: PlanVariables) -> Iterator[UpperBound]:
        del problem, model, variables
        yield "", {0: 1, 1: 1}, 1


def test_a_constraint_on_the_start_alone_is_the_same_for_every_meeting():
    constraint, found = OnTheNinth(), (Violation("on_the_ninth", "", WHY),)
    assert constraint.slot_violations(OF, SLOT) == found
    assert {constraint.violations(OF, task, SLOT) for task in OF.tasks} == {found}
    assert constraint.violations(OF, TASK, OTHER) == ()


def test_a_constraint_on_the_kreds_answers_with_and_without_texts():
    constraint = NotForNordjylland()
    assert constraint.violations(OF, TASK, SLOT) == (Violation("not_for_nordjylland", "1460", WHY),)
    assert [constraint.allows(OF, task.kreds, SLOT) for task in OF.tasks[:2]] == [False, True]


def test_a_constraint_on_the_meeting_answers_with_and_without_texts():
    of = build_problem(districts=["1460"], meetings_per_district=2)
    constraint = FirstRoundOnly()
    assert [one.subject for one in constraint.violations(of, of.tasks[1], of.slots[0])] == ["1460-2"]
    assert [constraint.allows(of, task, of.slots[0]) for task in of.tasks] == [True, False]


def test_a_constraint_on_a_meeting_may_concern_every_meeting_unless_it_says_otherwise():
    assert FirstRoundOnly().concerns(OF, TASK)


def test_a_constraint_on_a_plan_names_itself_in_each_violation():
    placed = build_assignments(OF, ("1460-1", "2027-03-09T09:00"), ("1461-1", "2027-03-10T09:00"))
    assert AtMostOne().violations(OF, placed) == (Violation("at_most_one", "", WHY),)
    assert AtMostOne().violations(OF, placed[:1]) == ()


def test_a_constraint_on_a_plan_has_no_reach_and_is_implied_by_nothing_unless_it_says_otherwise():
    assert AtMostOne().reach_days(OF) == 0
    assert not AtMostOne().is_implied(OF)


class _RecordedRows:
    """A model that keeps the constraints that it is given."""

    def __init__(self) -> None:
        self.rows: list[tuple[LinearExpression, float, float, str, str]] = []

    def add_constraint(
        self, terms: LinearExpression, low: float, high: float, name: str = "", subject: str = ""
    ) -> None:
        self.rows.append((terms, low, high, name, subject))


def test_the_rows_of_a_constraint_are_upper_bounds_under_its_name():
    model = _RecordedRows()
    AtMostOne().add_rows(OF, model, None)  # type: ignore[arg-type]  # neither is looked at
    assert model.rows == [({0: 1, 1: 1}, -inf, 1, "at_most_one", "")]


def test_a_meeting_is_named_by_its_kreds_and_its_start():
    (placed,) = build_assignments(OF, ("1465-1", "2027-03-09T09:00"))
    assert name_meeting_time(OF, placed) == Text(
        "Fyns Politi (1465) tirsdag den 9. marts 2027 kl. 09.00", "Fyns Politi (1465) on Tuesday 9 March 2027 at 09:00"
    )


def test_two_meetings_are_joined_in_both_languages():
    one, other = build_assignments(OF, ("1465-1", "2027-03-09T09:00"), ("1460-1", "2027-03-10T09:00"))
    both = name_both(OF, one, other)
    assert both.da == f"{name_meeting_time(OF, one).da} og {name_meeting_time(OF, other).da}"
    assert both.en == f"{name_meeting_time(OF, one).en} and {name_meeting_time(OF, other).en}"
