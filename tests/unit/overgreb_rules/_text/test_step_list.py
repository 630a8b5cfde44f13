"""The steps that a person is shown: none that never comes."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._text.step_list import list_steps
from overgreb_rules.evaluation import Day
from tests.fixtures.rendered_evaluations import AT, build_obligation, build_step

_STEPS = tuple(build_step(number).model_copy(update={"active": False}) for number in (3, -1, 0))


def _shown(**fields: object) -> list[str]:
    duty = build_obligation(escalations=_STEPS)
    return [step.id for step in list_steps(duty.model_copy(update=fields))]


@pytest.mark.parametrize("status", ["pending", "overdue", "undetermined"])
def test_every_step_of_an_unmet_duty_is_shown_in_order_of_time(status: str) -> None:
    assert _shown(status=status, met_at=()) == ["x-1", "x0", "x3"]


def test_of_a_duty_that_is_met_the_steps_that_had_begun_by_then_are_shown() -> None:
    assert _shown(status="met", met_at=(AT,)) == ["x-1", "x0"]
    assert _shown(status="met", met_at=(AT - dt.timedelta(seconds=1),)) == ["x-1"]


def test_an_act_told_by_the_day_leaves_the_steps_of_its_day() -> None:
    assert _shown(status="met_late", met_at=(Day(AT.year, AT.month, AT.day),)) == ["x-1", "x0", "x3"]


def test_a_duty_that_fell_away_has_the_steps_that_apply_now_alone() -> None:
    assert _shown(status="waived", met_at=()) == []
    active = (_STEPS[0].model_copy(update={"active": True}), *_STEPS[1:])
    assert _shown(status="waived", met_at=(), escalations=active) == ["x3"]
