"""A case before Ankestyrelsen holds up a return period only for a duty that waits for it."""

from __future__ import annotations

from overgreb_rules import Case, Evaluation, Rulebook, evaluate

BOOK = Rulebook.load(matcher="reference")
RULE = "bl-100-3-hjemgivelsesperiode-6-maaneder"
RETURN = {"id": "g1", "type": "hjemgivelse_besluttet", "at": "2024-05-10T10:00:00+02:00", "hjemgives": True}


def _evaluate(*events: dict[str, object]) -> Evaluation:
    case = Case.model_validate({"case_id": "c", "events": [RETURN, *events]})
    return evaluate(case, at="2024-12-01T10:00:00+01:00", rulebook=BOOK)


def _complaint(at: str) -> dict[str, object]:
    return {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": at}


def _home(at: str) -> dict[str, object]:
    return {"id": "o1", "type": "indsats_ophoert", "at": at, "hjemgivet": True}


def _status(*events: dict[str, object]) -> tuple[str, str]:
    (found,) = [one for one in _evaluate(*events).obligations if one.rule == RULE]
    assert found.due is not None
    return found.status, str(found.due.lenient)


def test_an_unmet_duty_waits_for_the_decision() -> None:
    assert _status(_complaint("2024-05-20T10:00:00+02:00")) == ("undetermined", "2024-11-10")


def test_a_duty_met_in_time_waits_for_no_case() -> None:
    pending = (_complaint("2024-05-20T10:00:00+02:00"), _home("2024-08-01T10:00:00+02:00"))
    assert _status(*pending) == ("met", "2024-11-10")


def test_a_duty_met_late_while_a_case_ran_has_the_days_up_to_the_act() -> None:
    pending = (_complaint("2024-11-01T10:00:00+01:00"), _home("2024-11-20T10:00:00+01:00"))
    assert _status(*pending) == ("met_contested", "2024-11-29")


def test_a_case_after_the_act_changes_nothing() -> None:
    afterwards = (_home("2024-11-11T10:00:00+01:00"), _complaint("2024-11-20T10:00:00+01:00"))
    assert _status(*afterwards) == ("met_late", "2024-11-10")
