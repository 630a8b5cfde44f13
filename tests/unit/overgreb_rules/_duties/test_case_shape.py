"""Two cases have one shape where nothing that decides which duties they have tells them apart."""

from __future__ import annotations

from collections.abc import Hashable

import pytest

from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.case_shape import MAX_EVENTS, ShapeBoundaries, encode_shape
from tests.fixtures.event_logs import LATER, RULES, build_event, build_log

_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False)
_ANSWERED = build_event("k1", "kvittering_sendt", 5, "u1")


def _shape(*events: dict[str, object], at: str = LATER, **case: object) -> Hashable:
    return encode_shape(build_log(*events, at=at, **case), RULES)


_GROUNDS: tuple[dict[str, str], ...] = ({"begrundelse": "en grund"}, {"begrundelse": "en anden"}, {})
_SHAPE = _shape(_NOTIFIED, _ANSWERED)


def test_other_ids_and_other_days_in_the_same_order_are_one_shape() -> None:
    notified = build_event("x7", "underretning_modtaget", 10, anonym=False)
    assert _shape(notified, build_event("y1", "kvittering_sendt", 20, "x7")) == _SHAPE


@pytest.mark.parametrize(
    "events",
    [
        pytest.param((_NOTIFIED, build_event("k1", "kvittering_sendt", 2, "u1")), id="another order"),
        pytest.param((_NOTIFIED, build_event("k1", "kvittering_sendt", 3, "u1")), id="the same moment"),
        pytest.param((_NOTIFIED, build_event("k1", "kvittering_sendt", 5)), id="no link"),
        pytest.param((_NOTIFIED, build_event("k1", "fagperson_orienteret", 5, "u1")), id="another type"),
        pytest.param((_NOTIFIED | {"anonym": True}, _ANSWERED), id="another fact"),
        pytest.param((_NOTIFIED,), id="one event fewer"),
        pytest.param((_NOTIFIED, {**_ANSWERED, "at": "2025-03-05"}), id="a day in the place of an instant"),
    ],
)
def test_what_a_rule_can_see_makes_another_shape(events: tuple[dict[str, object], ...]) -> None:
    assert _shape(*events) != _SHAPE


def test_the_child_is_part_of_the_shape_as_far_as_a_birthday_lies_between() -> None:
    young, younger = ({"foedselsdato": f"{year}-06-01"} for year in (2022, 2023))
    assert _shape(_NOTIFIED, barn=young) == _shape(_NOTIFIED, barn=younger)
    assert _shape(_NOTIFIED, barn=young) != _shape(_NOTIFIED)
    grown = {"foedselsdato": "2007-03-02"}
    assert _shape(_NOTIFIED, barn=grown) != _shape(_NOTIFIED, barn={"foedselsdato": "2007-03-04"})


def test_a_change_of_wording_between_two_triggers_makes_two_shapes() -> None:
    changes = ShapeBoundaries.of(RULES).changes["underretning_modtaget"]
    texts = [str(Moment.instant(changes[-1] + second)) for second in (-1, 0)]
    before, after = ({"id": "u1", "type": "underretning_modtaget", "at": at} for at in texts)
    assert _shape(before) != _shape(after)


def test_where_a_rule_measures_time_a_case_has_no_shape() -> None:
    assert _shape(build_event("p1", "politidokumentation_modtaget", 3)) is None


def test_a_free_text_is_no_part_of_the_shape_but_that_there_is_one() -> None:
    one, other, none = (build_event("w1", "orientering_undladt", 4, **facts) for facts in _GROUNDS)
    assert _shape(_NOTIFIED, one) == _shape(_NOTIFIED, other) != _shape(_NOTIFIED, none)


def test_an_empty_case_and_a_long_one_have_no_shape() -> None:
    many = [build_event(f"k{number}", "kvittering_sendt", 3) for number in range(MAX_EVENTS + 1)]
    assert _shape() is None
    assert _shape(*many) is None
    assert _shape(*many[1:]) is not None
