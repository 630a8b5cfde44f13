"""A case across the change from one act to the next."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from overgreb_rules import Case, Evaluation, evaluate
from overgreb_rules.arrow import evaluate_arrow, tables_of
from tests.fixtures.event_logs import BOOK

_CHANGE = "2024-01-01T00:00:00+01:00"


def _event(name: str, type_: str, day: int, **facts: object) -> dict[str, object]:
    return {"id": name, "type": type_, "at": f"2023-12-{day:02}T12:00:00+01:00", **facts}


_ANSWERED = (
    _event("u1", "underretning_modtaget", 20, overgreb=True, anonym=True, afsender="borger", formodet_kraenker="anden"),
    _event("v1", "underretning_vurderet", 20),
    _event("r1", "underretning_registreret", 20),
    _event("t1", "boernesamtale_afholdt", 20, uden_samtykke=True, uden_tilstedevaerelse=True),
    _event("s1", "screening_foretaget", 21, resultat="afdaekning", alvorlig_eller_kompleks=False, aeresrelateret=False),
)
"""A notification whose duties under the older act are all answered."""


def _answer(*events: dict[str, object], at: str) -> Evaluation:
    case = Case.model_validate({"case_id": "sag-1", "events": list(events)})
    answer = evaluate(case, at=at, rulebook=BOOK)
    (row,) = evaluate_arrow(*tables_of([case]), at=at, rulebook=BOOK).to_pylist()
    assert row["next_change"] == answer.next_change
    return answer


def test_the_day_on_which_a_new_act_opens_a_duty_is_a_next_change() -> None:
    before = _answer(*_ANSWERED, at="2023-12-22T12:00:00+01:00")
    assert {duty.status for duty in before.obligations} <= {"met", "waived", "used"}
    assert before.next_change is not None
    assert before.next_change.isoformat() == _CHANGE
    after = _answer(*_ANSWERED, at=_CHANGE)
    (opened,) = (duty for duty in after.obligations if duty.status == "open")
    assert (opened.rule, str(opened.clock_start)) == ("bl-20-1-undersoegelse-ved-overgreb", "2024-01-01")


@pytest.mark.parametrize(
    "events",
    [
        pytest.param((*_ANSWERED[:-1], {**_ANSWERED[-1], "resultat": "ingen"}), id="a screening precludes the duty"),
        pytest.param((*_ANSWERED, _event("c1", "sag_afsluttet", 22)), id="the case was closed"),
    ],
)
def test_the_new_act_is_no_next_change_where_it_opens_nothing_to_work_on(events: Sequence[dict[str, object]]) -> None:
    assert _answer(*events, at="2023-12-22T13:00:00+01:00").next_change is None


def test_an_unmet_duty_goes_on_under_the_newer_act_from_its_first_second() -> None:
    notified = _event("u1", "underretning_modtaget", 20)
    assert {duty.law for duty in _answer(notified, at="2023-12-31T23:59:59+01:00").obligations} == {"serviceloven"}
    (duty,) = (one for one in _answer(notified, at=_CHANGE).obligations if one.rule == "bl-136-2-vurdering-24-timer")
    assert (duty.transition, duty.clock_start.isoformat()) == (True, "2023-12-20T12:00:00+01:00")


def test_a_duty_that_a_new_act_opened_is_waived_by_the_birthday_too() -> None:
    case = Case.model_validate({"case_id": "sag-1", "barn": {"foedselsdato": "2006-02-01"}, "events": list(_ANSWERED)})
    found = {
        at: [duty.status for duty in evaluate(case, at=at, rulebook=BOOK).obligations if duty.law == "barnets_lov"]
        for at in ("2024-01-31T23:59:59+01:00", "2024-02-01T00:00:00+01:00")
    }
    assert [*found.values()] == [["open"], ["waived"]]
