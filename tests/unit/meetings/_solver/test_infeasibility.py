"""Where no plan exists: the smallest set of requirements that exclude each other, in words."""

from __future__ import annotations

import datetime as dt
import pickle
import random
from collections.abc import Collection
from itertools import combinations
from typing import Any

import pytest

from meetings import plan
from meetings._constraints.candidates import CandidateTable
from meetings._constraints.problem import Problem
from meetings._constraints.problem_builder import build_planning_problem
from meetings._constraints.registry import start_violations
from meetings._domain.meeting_history import MeetingHistory
from meetings.errors import NoPlanError
from meetings.request import PlanRequest
from tests.fixtures.planning_requests import AT, UNREADABLE_CALENDAR, build_busy_calendar, build_request


def why_none(of: PlanRequest) -> NoPlanError:
    with pytest.raises(NoPlanError) as caught:
        plan(of, at=AT)
    return caught.value


def rules(error: NoPlanError) -> list[str]:
    return [requirement.constraint for requirement in error.conflict]


def test_a_meeting_pinned_to_a_blocked_day_names_both():
    error = why_none(
        build_request(pinned={"1460": "2027-05-10T09:00"}, blocked={"dates": ["2027-05-10", "2027-06-10"]})
    )
    assert rules(error) == ["blocked_dates", "pinned"]
    assert "blocked: Monday 10 May 2027\n" in str(error)
    assert "Nordjyllands Politi (1460) is pinned to Monday 10 May 2027 at 09:00" in str(error)
    assert "10 June" not in str(error)
    assert "Nothing was written" in str(error)


def test_two_meetings_pinned_to_one_day_clash_over_the_facilitator():
    error = why_none(build_request(pinned={"1460": "2027-05-10T09:00", "1465": "2027-05-10T12:30"}))
    assert rules(error) == ["facilitator_meetings_per_day", "pinned", "pinned"]
    assert "the facilitator has at most 1 meeting a day" in str(error)


def test_a_window_with_too_few_days_names_the_window_and_the_facilitator():
    error = why_none(build_request(window={"from": "2027-03-01", "to": "2027-03-12"}))
    assert rules(error) == ["facilitator_meetings_per_day", "window"]
    assert "from Monday 1 March 2027 to Friday 12 March 2027" in str(error)
    assert "11 meetings need it" in str(error)


def test_police_that_are_busy_all_year_are_one_requirement():
    always = build_busy_calendar(("2027-01-01T00:00", "2028-01-01T00:00"))
    error = why_none(build_request({"politikreds 1465": always}))
    assert rules(error) == ["politikreds_free"]
    assert "this requirement cannot be met" in str(error)
    assert "Fyns Politi (1465) is busy" in str(error)


def test_a_gap_that_ends_before_the_window_names_both():
    history = MeetingHistory(2026, {("1460", 1): dt.date(2026, 1, 12)}, {})
    of = build_request(history=history, window={"from": "2027-05-01", "to": "2027-12-01"})
    error = why_none(of)
    assert rules(error) == ["gap_to_last_year", "window"]
    assert "from Monday 12 October 2026 to Monday 12 April 2027" in str(error)


@pytest.mark.slow
def test_rounds_that_do_not_fit_the_window():
    error = why_none(
        build_request(
            districts=["1460", "1465"],
            meetings_per_district=4,
            spacing_days={"min": 60, "max": 90},
            window={"from": "2027-03-01", "to": "2027-05-12"},
        )
    )
    assert rules(error) == ["spacing", "window"]
    assert "60 to 90 days" in str(error)


def test_a_kommune_that_is_never_free_and_a_quorum_of_all():
    always = build_busy_calendar(("2027-01-01T00:00", "2028-01-01T00:00"))
    error = why_none(build_request({"kommune 0860": always}))
    assert rules(error) == ["quorum"]
    assert "9 of the 9 kommuner" in str(error)
    assert "Hjørring (0860) is not always" in str(error)


@pytest.mark.slow
def test_two_facilitators_who_are_both_away_on_the_pinned_day():
    day = build_busy_calendar(("2027-05-10T00:00", "2027-05-11T00:00"))
    two = [{"id": "f1", "name": "One"}, {"id": "f2", "name": "Two"}]
    calendars = {"facilitator f1": day, "facilitator f2": day}
    error = why_none(build_request(calendars, facilitators=two, pinned={"1460": "2027-05-10T09:00"}))
    assert rules(error) == ["facilitators_free", "facilitators_free", "pinned"]
    assert "facilitator f1 is busy: Monday 10 May 2027 at 09:00" in str(error)


CLASHING: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"pinned": {"1460": "2027-05-10T09:00"}, "blocked": {"dates": ["2027-05-10"], "weeks": [19]}}, ("pinned",)),
    ({"window": {"from": "2027-04-05", "to": "2027-04-06"}, "facilitator_rest_days": 1}, ("window",)),
]


@pytest.mark.parametrize(("keys", "part"), CLASHING)
def test_no_smaller_set_clashes(keys: dict[str, Any], part: tuple[str, ...]):
    districts = ["1460", "1465"]
    error = why_none(build_request(districts=districts, **keys))
    assert set(part) <= set(rules(error))
    assert len(error.conflict) == 2
    for dropped in combinations(keys, 1):
        kept = {key: value for key, value in keys.items() if key not in dropped}
        plan(build_request(districts=districts, **kept), at=AT)


def test_a_calendar_that_cannot_be_read_is_named_beside_the_clash():
    error = why_none(build_request({"kommune 0860": UNREADABLE_CALENDAR}, districts=["1460"]))
    assert rules(error) == ["quorum"]
    assert "The calendar of Hjørring (0860) cannot be read, so it is never free: it is cut off." in str(error)


def test_a_window_that_is_a_weekend_names_the_working_days_too():
    error = why_none(build_request(window={"from": "2027-01-09", "to": "2027-01-10"}))
    assert rules(error) == ["window", "working_day"]
    assert len(error.clashes) == 1
    assert "working_day: not possible are Saturday 9 January 2027, Sunday 10 January 2027" in str(error)
    assert "hverdag (mandag-fredag) (working_day): intet møde kan ligge lørdag den 9. januar 2027" in error.message(
        "da"
    )


def test_every_kreds_without_a_start_is_listed_with_its_own_clash():
    always = build_busy_calendar(("2027-01-01T00:00", "2028-01-01T00:00"))
    pinned, blocked = {"1460": "2027-05-10T09:00"}, {"dates": ["2027-05-10"]}
    error = why_none(build_request({"politikreds 1465": always}, pinned=pinned, blocked=blocked))
    clashes = {clash.concerns.da: [one.constraint for one in clash.requirements] for clash in error.clashes}
    assert clashes == {
        "Nordjyllands Politi (1460)": ["blocked_dates", "pinned"],
        "Fyns Politi (1465)": ["politikreds_free"],
    }
    assert rules(error) == ["politikreds_free"]
    assert str(error).startswith("No plan exists, for 2 reasons\n")
    assert "Fyns Politi (1465): dette krav kan ikke opfyldes" in error.message("da")


def test_who_is_free_at_few_starts_is_named_with_those():
    free = ("2027-05-10T08:00", "2027-05-10T18:00")
    mostly = build_busy_calendar(("2027-01-01T00:00", free[0]), (free[1], "2028-01-01T00:00"))
    error = why_none(build_request({"politikreds 1465": mostly}, blocked={"dates": ["2027-05-10"]}))
    assert rules(error) == ["blocked_dates", "politikreds_free"]
    assert "Fyns Politi (1465) is only free: Monday 10 May 2027 at 09:00; Monday 10 May 2027 at 12:30\n" in str(error)
    assert (
        "Fyns Politi (1465) er optaget undtagen på disse tidspunkter: mandag den 10. maj 2027 kl. 09.00"
        in error.message("da")
    )


def test_a_quorum_that_is_reached_at_few_starts_names_those():
    mostly = build_busy_calendar(("2027-01-01T00:00", "2027-05-10T08:00"), ("2027-05-10T18:00", "2028-01-01T00:00"))
    of = build_request({"kommune 0851": mostly}, districts=["1460"], blocked={"dates": ["2027-05-10"]})
    error = why_none(of)
    assert rules(error) == ["blocked_dates", "quorum"]
    assert "Aalborg (0851) is not always; enough are only free: Monday 10 May 2027 at 09:00; Monday" in str(error)
    starts = "der er kun nok ledige på disse tidspunkter: mandag den 10. maj 2027 kl. 09.00; mandag"
    assert f"Aalborg (0851); {starts}" in error.message("da")


def test_a_facilitator_who_is_away_in_the_whole_window_brings_no_rule_about_days_off():
    away = {"facilitators": {"f1": [{"from": "2027-04-01", "to": "2027-06-30"}]}}
    keys = {"window": {"from": "2027-04-01", "to": "2027-06-30"}, "facilitators": [{"id": "f1", "name": "One"}]}
    assert rules(why_none(build_request(districts=["1460"], away=away, **keys))) == ["facilitators_free", "window"]


def random_clash(seed: int) -> PlanRequest:
    """A request for one kreds whose window of a few days is taken up by absences, blocked days and days off."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    first = dt.date(2027, dice.choice([4, 12]), dice.randint(16, 23))
    days = [first + dt.timedelta(days=number) for number in range(dice.randint(1, 9))]

    def absences(share: float = 0.6) -> list[dict[str, str]]:
        chosen = [day for day in days if dice.random() < share]
        return [{"from": str(day), "to": str(day)} for day in chosen] or [{"from": str(first), "to": str(first)}]

    people = [{"id": f"f{number}", "name": "F"} for number in range(dice.choice([1, 2]))]
    return build_request(
        districts=["1460"],
        window={"from": str(first), "to": str(days[-1])},
        blocked={"dates": [str(day) for day in days if dice.random() < 0.4]},
        facilitators=people,
        away={
            "facilitators": {person["id"]: absences(0.9) for person in people},
            "politikredse": {"1460": absences()},
            "kommuner": {"0851": absences(), "0860": absences()},
        },
        quorum=dice.choice([0.8, 1.0]),
    )


def has_start(problem: Problem, kept: Collection[tuple[str, str]]) -> bool:
    """Whether a start of the single meeting breaks none of the kept requirements and rules, by the constraints."""
    task, people = problem.tasks[0], problem.facilitators
    for slot in problem.slots:
        found = {(one.constraint, one.subject) for one in start_violations(problem, task, slot)}
        found |= {("facilitators_free", name) for name in people if name not in problem.free_facilitators(slot)}
        led = sum(("facilitators_free", name) not in found & set(kept) for name in people)
        if led >= 1 and not {one for one in found if one[0] != "facilitators_free"} & set(kept):
            return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(6), pytest.param(range(6, 60), marks=pytest.mark.slow)], ids=["few", "many"])
def test_a_clash_is_irreducible_without_any_one_of_its_members_there_is_a_start(seeds: range):
    rules_named: set[str] = set()
    for seed in seeds:
        request = random_clash(seed)
        problem = build_planning_problem(request, at=0, earlier=None)
        if CandidateTable(problem).open_slots(problem.tasks[0]):
            continue
        named = {(one.constraint, one.subject) for one in why_none(request).conflict}
        rules_named |= {rule for rule, _ in named}
        assert not has_start(problem, named), (seed, named)
        for member in named:
            assert has_start(problem, named - {member}), (seed, member, named)
    assert {"window", "facilitators_free", "working_day"} <= rules_named


def test_the_error_survives_pickling():
    error = why_none(build_request(pinned={"1460": "2027-05-10T09:00"}, blocked={"dates": ["2027-05-10"]}))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert (again.clashes, again.message("da")) == (error.clashes, error.message("da"))
