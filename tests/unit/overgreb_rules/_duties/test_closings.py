"""A case that is closed in the system marks the duties that are unmet, and changes no status."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, Evaluation, evaluate
from tests.fixtures.event_logs import BOOK, LATER, build_event

_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False)
_DONE = build_event("k1", "kvittering_sendt", 4)
_CLOSED = build_event("c1", "sag_afsluttet", 10, grund="flyttet")


def _answer(*events: dict[str, object], at: str = LATER) -> Evaluation:
    return evaluate(Case.model_validate({"case_id": "sag-1", "events": list(events)}), at=at, rulebook=BOOK)


def test_every_unmet_duty_opened_before_the_closing_names_event_time_and_reason() -> None:
    answer = _answer(_NOTIFIED, _DONE, _CLOSED)
    closed = {duty.rule: duty.closed for duty in answer.obligations}
    assert closed.pop("bl-138-1-kvittering") is None
    assert {one and (one.by, one.at.isoformat(), one.grund) for one in closed.values()} == {
        ("c1", "2025-03-10T12:00:00+01:00", "flyttet")
    }


def test_a_closing_changes_no_status_date_or_warning() -> None:
    def seen(answer: Evaluation) -> object:
        return [(duty.key, duty.status, duty.due, duty.needs) for duty in answer.obligations], answer.warnings

    assert seen(_answer(_NOTIFIED, _DONE, _CLOSED)) == seen(_answer(_NOTIFIED, _DONE))


def test_a_duty_opened_after_the_closing_is_not_closed() -> None:
    answer = _answer(_NOTIFIED, _CLOSED, build_event("u2", "underretning_modtaget", 11, anonym=False))
    assert {duty.trigger for duty in answer.obligations if duty.closed is None} == {"u2"}


@pytest.mark.parametrize(("day", "is_closed"), [("2025-03-03", True), ("2025-03-02", False)])
def test_a_closing_told_by_its_day_has_come_after_what_happened_on_that_day(day: str, is_closed: bool) -> None:
    answer = _answer(_NOTIFIED, {"id": "c1", "type": "sag_afsluttet", "at": day})
    assert {duty.closed is not None for duty in answer.obligations} == {is_closed}


def test_of_two_closings_the_first_since_the_duty_was_opened_is_named() -> None:
    answer = _answer(_NOTIFIED, build_event("c2", "sag_afsluttet", 12), _CLOSED)
    assert {duty.closed and duty.closed.by for duty in answer.obligations} == {"c1"}


def test_a_closed_case_has_no_next_change_and_no_active_step() -> None:
    early = _answer(_NOTIFIED, build_event("c1", "sag_afsluttet", 3, grund="doed"), at="2025-03-03T13:00:00+01:00")
    assert early.next_change is None
    late = _answer(_NOTIFIED, _CLOSED)
    assert [step.id for duty in late.obligations for step in duty.escalations if step.active] == []
    assert any(step.active for duty in _answer(_NOTIFIED).obligations for step in duty.escalations)


def test_a_closing_without_a_reason_has_none() -> None:
    answer = _answer(_NOTIFIED, build_event("c1", "sag_afsluttet", 10))
    assert {duty.closed and duty.closed.grund for duty in answer.obligations} == {None}
