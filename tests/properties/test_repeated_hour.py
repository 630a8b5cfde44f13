"""In the hour that is repeated each October an instant stays the same through every copy and every way out."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from overgreb_rules import Case, Evaluation, evaluate, evaluate_many
from overgreb_rules._deadlines.moment import instant_text
from overgreb_rules.arrow import evaluate_arrow, tables_of
from overgreb_rules.calendar import COPENHAGEN, LocalDateTime, local

FIRST = int(dt.datetime(2026, 10, 25, 0, 0, tzinfo=dt.UTC).timestamp())
"""02:00 in Copenhagen, the first time."""
BOTH_HOURS = range(FIRST, FIRST + 2 * 3600)


def told(second: int) -> Case:
    """A notification whose 24 hours end at `second`."""
    event = {"id": "u1", "type": "underretning_modtaget", "at": instant_text(second - 86400)}
    return Case.model_validate({"case_id": f"sag-{second}", "events": [event]})


def due(answer: object) -> str:
    assert isinstance(answer, Evaluation)
    (duty,) = [duty for duty in answer.obligations if duty.rule == "bl-136-2-vurdering-24-timer"]
    assert duty.due is not None
    return duty.due.strict.isoformat()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_second_of_both_hours_survives_a_pickle(protocol: int) -> None:
    instants = [local(second) for second in BOTH_HOURS]
    arrived = pickle.loads(pickle.dumps(instants, protocol))  # noqa: S301  # just written
    assert [instant.isoformat() for instant in arrived] == [instant_text(second) for second in BOTH_HOURS]
    assert all(instant.tzinfo is COPENHAGEN for instant in arrived)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_every_second_of_both_hours_survives_a_copy(copied: object) -> None:
    assert callable(copied)
    assert [copied(local(second)).isoformat() for second in BOTH_HOURS] == [instant_text(s) for s in BOTH_HOURS]


def test_an_instant_computed_from_another_one_survives_a_pickle() -> None:
    second_time = local(FIRST + 5400)
    for later in (second_time.add(microseconds=1), second_time.in_timezone("Asia/Tokyo"), second_time.naive()):
        arrived = pickle.loads(pickle.dumps(later))  # noqa: S301  # just written
        assert isinstance(arrived, LocalDateTime)
        assert (arrived.isoformat(), arrived.fold) == (later.isoformat(), later.fold)


def test_an_answer_of_any_minute_of_both_hours_is_the_same_after_a_pickle_and_a_copy() -> None:
    for second in BOTH_HOURS[::60]:
        answer = evaluate(told(second), at=instant_text(second + 900))
        text = answer.model_dump_json()
        assert due(answer) == instant_text(second)
        arrived = pickle.loads(pickle.dumps(answer))  # noqa: S301  # just written
        for other in (arrived, copy.copy(answer), copy.deepcopy(answer)):
            assert other.model_dump_json() == text


@pytest.mark.slow
def test_workers_and_tables_give_the_same_answer_for_each_minute_of_both_hours_as_one_evaluation() -> None:
    seconds = BOTH_HOURS[::60]
    expected = [instant_text(second) for second in seconds]
    at = instant_text(FIRST + 5400)
    assert [due(answer) for answer in evaluate_many(map(told, seconds), at=at, workers=2)] == expected

    cases, events = tables_of(map(told, seconds))
    duties = pc.list_flatten(evaluate_arrow(cases, events, at=at)["obligations"])
    of_24_hours = pc.equal(pc.struct_field(duties, "rule"), "bl-136-2-vurdering-24-timer")
    in_tables = pc.struct_field(duties, "due_strict").filter(of_24_hours).cast(pa.int64())
    assert in_tables.to_pylist() == list(seconds)


def test_the_instants_of_both_hours_are_ordered_and_equal_as_instants() -> None:
    instants = [local(second) for second in BOTH_HOURS[::300]]
    for first, later in pairwise(instants):
        assert first < later
        assert later > first
        assert first <= later
        assert later >= first
        assert first != later
    shuffled = sorted({*instants})
    assert [instant.isoformat() for instant in shuffled] == [instant.isoformat() for instant in instants]
    assert len({*instants}) == len(instants)


@pytest.mark.parametrize("zone", [dt.UTC, dt.timezone(dt.timedelta(hours=1)), dt.timezone(dt.timedelta(hours=-5))])
def test_an_instant_of_both_hours_equals_the_same_instant_of_another_zone(zone: dt.tzinfo) -> None:
    for second in BOTH_HOURS[::300]:
        here, there = local(second), dt.datetime.fromtimestamp(second, zone)
        assert here == there
        assert there == here
        assert hash(here) == hash(there)
        assert here < there + dt.timedelta(seconds=1)
        assert there - dt.timedelta(seconds=1) < here


def test_an_answer_that_is_read_back_equals_the_answer() -> None:
    for second in BOTH_HOURS[::600]:
        answer = evaluate(told(second), at=instant_text(second + 900))
        assert Evaluation.model_validate_json(answer.model_dump_json()) == answer


def test_a_deadline_in_the_second_hour_has_not_passed_in_the_first() -> None:
    answer = evaluate(told(FIRST + 5400), at=instant_text(FIRST + 2700))
    (duty,) = [duty for duty in answer.obligations if duty.rule == "bl-136-2-vurdering-24-timer"]
    assert duty.due is not None
    assert duty.status == "due_soon"
    assert answer.at < duty.due.ends.strict
