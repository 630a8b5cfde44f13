"""The generated year has the shares that are published, within what so few cases can show."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import Counter
from typing import Any

import pytest

from bench.rules.course import ASSESSED_IN_TIME, EXAMINED_IN_TIME
from bench.rules.workload import (
    CHILDREN_A_YEAR,
    CHILDREN_WITH_SEVERAL,
    NOTIFICATIONS_A_YEAR,
    SENDERS,
    cases,
    children,
    kommuner,
    sender_of,
    year_end,
)
from meetings._domain.districts import kommuner_on
from overgreb_rules import Case, evaluate

Data = dict[str, Any]


@pytest.fixture(scope="module")
def some() -> list[Data]:
    """Some 4,500 children."""
    return list(cases(8000, seed=2022))


def _of_type(case: Data, type_: str) -> list[Data]:
    return [event for event in case["events"] if event["type"] == type_]


def test_the_same_seed_gives_the_same_cases_and_another_one_others() -> None:
    once, again, other = (list(cases(300, seed)) for seed in (1, 1, 2))
    assert once == again != other
    assert once[:100] == list(itertools.islice(children(1), 100))


def test_there_are_as_many_notifications_as_were_asked_for(some: list[Data]) -> None:
    assert sum(len(_of_type(case, "underretning_modtaget")) for case in some) == 8000
    assert list(cases(0, seed=1)) == []


def test_every_kommune_has_its_population() -> None:
    found = kommuner()
    assert {f"{one.code:04}": one.name for one in found} == {
        one.code: one.name for one in kommuner_on(dt.date(2025, 1, 1))
    }
    # The whole country had 5,806,081 inhabitants, 90 of them on Christiansø, which belongs to no kommune.
    assert sum(one.inhabitants for one in found) == 5_806_081 - 90


def test_kommuner_notify_by_their_size(some: list[Data]) -> None:
    told = Counter(case["kommune"] for case in some)
    everybody = sum(one.inhabitants for one in kommuner())
    for one in sorted(kommuner(), key=lambda kommune: -kommune.inhabitants)[:4]:
        assert told[one.code] / len(some) == pytest.approx(one.inhabitants / everybody, abs=0.015)
    assert len(told) > 90


def test_children_with_several_notifications(some: list[Data]) -> None:
    numbers = [len(_of_type(case, "underretning_modtaget")) for case in some]
    several = sum(number > 1 for number in numbers) / len(some)
    assert several == pytest.approx(CHILDREN_WITH_SEVERAL, abs=0.02)
    assert sum(numbers) / len(some) == pytest.approx(NOTIFICATIONS_A_YEAR / CHILDREN_A_YEAR, abs=0.05)


def test_senders_are_those_of_2022(some: list[Data]) -> None:
    published = {"schools": 0.210, "health": 0.196, "police and courts": 0.125}
    assert {sender.group: sender.share for sender in SENDERS if sender.group in published} == published
    rng = random.Random(1)  # noqa: S311  # no secret is made of it
    drawn = Counter(sender_of(rng).group for _ in range(20_000))
    for sender in SENDERS:
        assert drawn[sender.group] / 20_000 == pytest.approx(sender.share, abs=0.01)
    told = Counter(event["afsender"] for case in some for event in _of_type(case, "underretning_modtaget"))
    for word in ("fagperson", "borger", "kommune"):
        share = sum(sender.share for sender in SENDERS if sender.afsender == word)
        assert told[word] / 8000 == pytest.approx(share, abs=0.02)


def test_the_24_hours_are_kept_in_92_percent(some: list[Data]) -> None:
    statuses: Counter[str] = Counter()
    for case in some[:400]:
        for duty in evaluate(Case.model_validate(case), at=year_end()).obligations:
            statuses[duty.status] += duty.rule == "bl-136-2-vurdering-24-timer"
    kept = statuses["met"] / (statuses.total() - statuses["pending"] - statuses["due_soon"])
    assert kept == pytest.approx(ASSESSED_IN_TIME, abs=0.03)


def test_the_four_months_are_kept_in_half_of_the_examinations(some: list[Data]) -> None:
    in_time = Counter(finished for case in some for finished in _examinations(case))
    assert in_time.total() > 500
    assert in_time[True] / in_time.total() == pytest.approx(EXAMINED_IN_TIME, abs=0.05)


def _examinations(case: Data) -> list[bool]:
    """Of each examination that is due by the end of the year: whether it was finished in time."""
    by_id = {event["id"]: event for event in case["events"]}
    finished = {event["of"]: event for event in _of_type(case, "undersoegelse_afsluttet")}
    found = []
    for decided in _of_type(case, "undersoegelse_besluttet"):
        first = decided
        while "of" in first:
            first = by_id[first["of"]]
        if first["type"] != "underretning_modtaget":
            continue  # the record does not say which notification led to it
        due = _when(first) + dt.timedelta(days=122)
        if due < dt.datetime.fromisoformat(year_end()):
            end = finished.get(decided["id"])
            found.append(end is not None and _when(end) <= due)
    return found


def _when(event: Data) -> dt.datetime:
    return dt.datetime.fromisoformat(event["at"])


def test_about_2000_children_a_year_come_to_a_childrens_house(some: list[Data]) -> None:
    seen = sum(bool(_of_type(case, "boernehus_benyttet")) for case in some)
    assert 1600 < seen / len(some) * CHILDREN_A_YEAR < 2300


def test_cases_are_told_as_a_record_system_tells_them(some: list[Data]) -> None:
    events = [event for case in some for event in case["events"]]
    assert all(Case.model_validate(case) for case in some[:1500])
    assert 0.7 < sum("of" in event for event in events) / len(events) < 0.95
    assert 0.01 < sum("T" not in event["at"] for event in events) / len(events) < 0.1
    unknown = sum("overgreb" not in event for event in events if event["type"] == "underretning_modtaget")
    assert 0.1 < unknown / 8000 < 0.3
    assert max(event["at"] for event in events) < year_end()
