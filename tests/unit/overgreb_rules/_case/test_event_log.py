"""The event log keeps order, and knows nothing later than its instant."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._case.event_log import age_on, birthday, may_come_after
from overgreb_rules._deadlines.moment import parse_instant
from tests.fixtures.event_logs import LATER, build_event, build_log

_U1 = build_event("u1", "underretning_modtaget", 3)
_K1 = build_event("k1", "kvittering_sendt", 5)
_V1 = build_event("v1", "underretning_vurderet", 4)


def test_events_stand_in_order_of_time_and_know_their_index() -> None:
    log = build_log(_K1, _U1, _V1)
    assert [(item.index, item.event.id) for item in log.events] == [(0, "u1"), (1, "v1"), (2, "k1")]


def test_events_at_one_instant_stand_in_order_of_their_ids() -> None:
    log = build_log({**_K1, "id": "b"}, {**_K1, "id": "a"})
    assert [item.event.id for item in log.events] == ["a", "b"]


def test_later_events_are_ignored_and_named() -> None:
    log = build_log(_U1, _V1, _K1, at="2025-03-04T12:00:00+01:00")
    assert [item.event.id for item in log.events] == ["u1", "v1"]
    assert log.ignored == ("k1",)


def test_a_date_has_happened_from_its_first_second_on() -> None:
    log = build_log({**_U1, "at": "2025-03-03"}, at="2025-03-03T00:00:00+01:00")
    assert [item.event.id for item in log.events] == ["u1"]


def test_a_log_that_is_rewound_is_the_log_of_the_earlier_instant() -> None:
    at = "2025-03-04T00:00:00+01:00"
    rewound, expected = build_log(_U1, _V1, _K1).rewind_to(parse_instant(at)), build_log(_U1, _V1, _K1, at=at)
    assert [item.event for item in rewound.events] == [item.event for item in expected.events]
    assert (rewound.ignored, rewound.as_of) == (expected.ignored, expected.as_of)
    assert rewound.find("v1") is None


def test_events_of_some_types_are_found_in_order_of_time() -> None:
    log = build_log(_U1, _V1, _K1)
    assert [item.event.id for item in log.of_types(("kvittering_sendt", "underretning_modtaget"))] == ["u1", "k1"]


def test_the_end_of_a_state_is_the_first_event_that_names_it() -> None:
    first, second = ({"id": id_, "type": "indsats_ivaerksat", "at": "2025-03-03"} for id_ in ("i1", "i2"))
    named, of_other = ({"type": "indsats_ophoert", "of": of} for of in ("i1", "i2"))
    ends = [
        {"id": "o2", "at": "2025-03-04T09:00:00+01:00", **of_other},
        {"id": "o1", "at": "2025-03-05T09:00:00+01:00", **named},
        {"id": "o3", "at": "2025-03-06T09:00:00+01:00", **named},
    ]
    log = build_log(first, second, *ends)
    types = frozenset({"indsats_ophoert"})
    end = log.find_end(log.correlation.state(log.events[0]), types)
    assert end is not None
    assert end.event.id == "o1"
    earlier = log.rewind_to(parse_instant("2025-03-04T12:00:00+01:00"))
    assert earlier.find_end(earlier.correlation.state(earlier.events[0]), types) is None


@pytest.mark.parametrize(("day", "age"), [("2025-02-28", 0), ("2025-03-01", 1), ("2028-02-29", 4)])
def test_an_age_goes_up_on_the_birthday_or_the_day_after_a_missing_one(day: str, age: int) -> None:
    assert age_on(dt.date(2024, 2, 29), dt.date.fromisoformat(day)) == age


@pytest.mark.parametrize("years", range(1, 30))
@pytest.mark.parametrize(
    "born", [dt.date(2008, 2, 29), dt.date(2008, 2, 28), dt.date(2008, 3, 1), dt.date(2007, 12, 31)]
)
def test_a_birthday_is_the_first_day_of_an_age(born: dt.date, years: int) -> None:
    day = birthday(born, years)
    assert (age_on(born, day - dt.timedelta(days=1)), age_on(born, day)) == (years - 1, years)


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        ("2025-03-05T12:00:00+01:00", "2025-03-05T12:00:00+01:00", True),
        ("2025-03-05T11:59:59+01:00", "2025-03-05T12:00:00+01:00", False),
        ("2025-03-05", "2025-03-05T12:00:00+01:00", True),
        ("2025-03-04", "2025-03-05T12:00:00+01:00", False),
    ],
)
def test_a_day_alone_comes_after_any_time_of_that_day(first: str, second: str, after: bool) -> None:
    log = build_log({**_K1, "at": first}, {**_U1, "at": second})
    one, other = log.find("k1"), log.find("u1")
    assert one is not None
    assert other is not None
    assert may_come_after(one, other) is after
    assert not may_come_after(one, one)


def test_a_log_that_is_advanced_knows_the_same_events_at_a_later_instant() -> None:
    log = build_log(_U1, _V1, _K1, at="2025-03-04T12:00:00+01:00")
    later = log.advance_to(parse_instant(LATER))
    assert (later.as_of, later.events, later.ignored) == (parse_instant(LATER), log.events, ("k1",))
