"""A conflict names the starts that a requirement takes away, or those that it leaves where they are fewer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import pytest

from meetings._constraints.conflict import Conflict, RequirementKey, list_absences, name_few_days
from meetings._constraints.meeting_constraints import HostPresent, Quorum
from meetings._constraints.plan_constraints import FacilitatorOneAtATime
from meetings._constraints.problem import Problem, Task
from overgreb_rules.shared.text import Text
from tests.fixtures.planning_requests import build_busy_calendar, build_problem, find_slot

POLICE, BLOCKED = ("politikreds_free", "1460"), ("blocked_dates", "")
ONE = build_problem(districts=["1460"])
TWO_ROUNDS = build_problem(districts=["1460"], meetings_per_district=2)
DAYS = ("2027-03-08", "2027-03-09", "2027-03-10", "2027-03-11", "2027-03-12")


def build_conflict(
    forbidden: Mapping[str, Iterable[RequirementKey]],
    requirements: Iterable[RequirementKey] = (POLICE,),
    *,
    of: Problem = ONE,
    tasks: Iterable[Task] | None = None,
) -> Conflict:
    """Build a conflict: by day, what forbids its start at nine; no other start can be taken."""
    chosen = tuple(of.tasks[:1] if tasks is None else tasks)
    by_slot = {
        (task.index, find_slot(of, f"{day}T09:00").index): frozenset(keys)
        for day, keys in forbidden.items()
        for task in chosen
    }
    return Conflict(of, chosen, frozenset(requirements), by_slot)


def days_of(conflict: Conflict, requirement: RequirementKey) -> list[str]:
    return [slot.day.isoformat() for slot in conflict.slots(requirement)]


def test_a_requirement_takes_away_the_starts_that_it_forbids():
    conflict = build_conflict({DAYS[1]: [POLICE], DAYS[0]: [POLICE], DAYS[2]: []})
    assert days_of(conflict, POLICE) == [DAYS[0], DAYS[1]]


def test_starts_that_another_requirement_of_the_conflict_forbids_too_are_left_out():
    conflict = build_conflict({DAYS[0]: [POLICE], DAYS[1]: [POLICE, BLOCKED]}, [POLICE, BLOCKED])
    assert days_of(conflict, POLICE) == [DAYS[0]]
    assert days_of(conflict, BLOCKED) == [DAYS[1]]


def test_a_requirement_outside_the_conflict_hides_no_start():
    conflict = build_conflict({DAYS[0]: [POLICE, BLOCKED]}, [POLICE])
    assert days_of(conflict, POLICE) == [DAYS[0]]


def test_the_lost_starts_are_named_where_they_are_fewer():
    conflict = build_conflict({DAYS[0]: [POLICE], DAYS[1]: [], DAYS[2]: []})
    said = conflict.describe_busy(POLICE, Text("politiet", "the police"))
    assert said == Text(
        "politiet er optaget: mandag den 8. marts 2027 kl. 09.00", "the police is busy: Monday 8 March 2027 at 09:00"
    )


def test_the_starts_that_are_left_are_named_where_those_are_fewer():
    conflict = build_conflict({DAYS[0]: [POLICE], DAYS[1]: [POLICE], DAYS[2]: []})
    said = conflict.describe_busy(POLICE, Text("politiet", "the police"))
    assert said.da == "politiet er optaget undtagen på disse tidspunkter: onsdag den 10. marts 2027 kl. 09.00"


def test_where_no_start_is_left_their_number_is_told():
    conflict = build_conflict({DAYS[0]: [POLICE], DAYS[1]: [POLICE]})
    assert conflict.describe_busy(POLICE, Text("politiet", "the police")).da.startswith(
        "politiet er optaget på alle 2 tidspunkter: mandag den 8. marts"
    )


@pytest.mark.parametrize(
    ("number", "danish", "english"),
    [
        (3, None, None),
        (4, "og 1 andet tidspunkt", "and 1 other start"),
        (5, "og 2 andre tidspunkter", "and 2 other starts"),
    ],
)
def test_at_most_three_starts_are_named(number: int, danish: str | None, english: str | None):
    said = build_conflict({day: [POLICE] for day in DAYS[:number]}).describe_busy(POLICE, Text("x", "x"))
    assert said.da.count("kl. 09.00") == 3
    if danish is None or english is None:
        assert "tidspunkt;" not in said.da
        assert "other" not in said.en
    else:
        assert said.da.endswith(danish)
        assert said.en.endswith(english)


def test_days_are_named_once():
    of = build_problem(districts=["1460"])
    keys = {(0, find_slot(of, f"{DAYS[0]}T{time}").index): frozenset({BLOCKED}) for time in ("09:00", "12:30")}
    conflict = Conflict(of, of.tasks, frozenset({BLOCKED}), keys)
    assert conflict.name_days(BLOCKED) == name_few_days([dt.date(2027, 3, 8)])


@pytest.mark.parametrize(("number", "ends"), [(4, "og 1 anden dag"), (5, "og 2 andre dage")])
def test_at_most_three_days_are_named(number: int, ends: str):
    assert name_few_days([dt.date.fromisoformat(day) for day in DAYS[:number]]).da.endswith(ends)


def test_a_meeting_is_named_by_its_kreds_and_by_its_round_where_there_are_several():
    assert build_conflict({}).name_meeting(ONE.tasks[0]) == Text(*2 * ("Nordjyllands Politi (1460)",))
    assert build_conflict({}, of=TWO_ROUNDS).name_meeting(TWO_ROUNDS.tasks[1]) == Text(
        "Nordjyllands Politi (1460), møde 2,", "Nordjyllands Politi (1460), round 2,"
    )


def test_up_to_four_meetings_are_named_and_more_are_counted():
    of = build_problem()
    conflict = build_conflict({}, of=of)
    assert conflict.name_meetings(of.tasks[:4]).da.count("(") == 4
    assert conflict.name_meetings(of.tasks[:5]) == Text("5 møder skal holdes", "5 meetings need it")


def test_a_meeting_is_found_by_its_key():
    conflict = build_conflict({}, of=TWO_ROUNDS, tasks=TWO_ROUNDS.tasks)
    assert conflict.task("1460-2") is TWO_ROUNDS.tasks[1]


AWAY = build_busy_calendar(("2027-03-08T08:00", "2027-03-08T16:00"))
GAP = build_busy_calendar(not_known=(("2027-03-09T08:00", "2027-03-09T16:00"),))
FACILITATORS = [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]


def test_a_facilitator_who_is_busy_is_a_requirement_of_their_own():
    of = build_problem({"facilitator f1": AWAY}, districts=["1460"], facilitators=FACILITATORS)
    assert list(list_absences(of, "f1", find_slot(of, f"{DAYS[0]}T09:00"))) == [("facilitators_free", "f1")]
    assert list(list_absences(of, "f1", find_slot(of, f"{DAYS[1]}T09:00"))) == []


def test_a_facilitator_whose_calendar_ends_is_a_requirement_where_coverage_is_needed():
    of = build_problem({"facilitator f1": GAP}, districts=["1460"], facilitators=FACILITATORS, strict_coverage=True)
    assert list(list_absences(of, "f1", find_slot(of, f"{DAYS[1]}T09:00"))) == [("strict_coverage", "facilitator f1")]


@pytest.mark.parametrize(("requirements", "has"), [([], True), ([("facilitators_free", "f1")], False)])
def test_a_team_counts_only_those_whom_no_requirement_of_the_conflict_keeps_away(
    requirements: list[RequirementKey], *, has: bool
):
    of = build_problem({"facilitator f1": AWAY}, districts=["1460"], facilitators=FACILITATORS[:1])
    conflict = build_conflict({}, requirements, of=of)
    assert conflict.has_team_at(find_slot(of, f"{DAYS[0]}T09:00")) is has


def test_where_no_kommune_can_be_host_the_sentence_denies_once():
    host = ("host_present", "1460-1")
    assert len(ONE.tasks[0].hosts) > 1
    lost = HostPresent().build_requirement(build_conflict({DAYS[0]: [host]}, [host]), "1460-1").text
    assert lost.da.startswith("ingen kommune, der kan være vært, er ledig: mandag den 8. marts 2027")
    assert lost.en.startswith("no kommune that could be host is free: Monday 8 March 2027")


def test_the_only_kommune_of_a_kreds_is_named_in_the_singular():
    of = build_problem(districts=["1471"])
    quorum = ("quorum", "1471")
    (task,) = of.tasks
    assert len(task.kreds.kommuner) == 1
    sentence = Quorum().build_requirement(build_conflict({DAYS[0]: [quorum]}, [quorum], of=of), "1471").text
    assert " skal være ledig, men er optaget: mandag den 8. marts 2027" in sentence.da
    assert "for få er ledige" not in sentence.da


def test_a_limit_of_a_facilitator_is_told_as_a_limit_and_each_meeting_once():
    conflict = build_conflict({}, of=TWO_ROUNDS, tasks=TWO_ROUNDS.tasks)
    said = FacilitatorOneAtATime().build_requirement(conflict, "f1").text
    names = "Nordjyllands Politi (1460), møde 1; Nordjyllands Politi (1460), møde 2"
    assert said.da == f"facilitator f1 kan kun være til ét møde ad gangen: {names}"


def test_where_no_start_has_a_host_their_number_is_told():
    host = ("host_present", "1460-1")
    lost = build_conflict({DAYS[0]: [host], DAYS[1]: [host]}, [host])
    assert (
        HostPresent()
        .build_requirement(lost, "1460-1")
        .text.da.startswith(
            "ingen kommune, der kan være vært, er ledig på noget af de 2 tidspunkter: mandag den 8. marts"
        )
    )
