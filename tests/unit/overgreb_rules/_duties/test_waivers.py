"""Waivers that count only before a birthday, and those that a later decision takes back."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, Rulebook, evaluate

BOOK = Rulebook.load(matcher="reference")
RULE = "bl-111-1-ungestoette-6-maaneder"
PLACED = {"id": "i1", "type": "indsats_ivaerksat", "at": "2024-01-10T10:00:00+01:00", "art": "anbringelse"}


def _status(ended: str, **child: str) -> str:
    events = [PLACED, {"id": "o1", "type": "indsats_ophoert", "at": ended}]
    case = Case.model_validate({"case_id": "c", "barn": child, "events": events})
    (found,) = [
        one
        for one in evaluate(case, at="2026-12-01T10:00:00+01:00", rulebook=BOOK).obligations
        if one.rule == RULE and one.trigger == "i1"
    ]
    return found.status


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        ("2026-08-30T23:59:00+02:00", "waived"),
        ("2026-08-30", "waived"),
        ("2026-08-31T00:00:00+02:00", "overdue"),
        ("2026-08-31", "overdue"),
    ],
)
def test_an_end_on_the_birthday_or_later_waives_nothing(ended: str, status: str) -> None:
    assert _status(ended, foedselsdato="2008-08-31") == status


def test_nobody_knows_whether_an_end_waives_where_the_birthday_is_not_told() -> None:
    assert _status("2026-01-01T10:00:00+01:00") == "undetermined"


def test_a_decision_takes_back_no_waiver_once_a_notification_of_the_same_day_has_a_clock_of_its_own() -> None:
    rule = "sel-50-undersoegelse-4-maaneder"
    events = [
        {"id": "u1", "type": "underretning_modtaget", "at": "2017-05-15T10:00:00+02:00", "ufoedt": False},
        {"id": "s1", "type": "screening_foretaget", "at": "2017-07-05", "of": "u1", "resultat": "ingen"},
        {"id": "u2", "type": "underretning_modtaget", "at": "2017-07-05T19:30:00+02:00", "ufoedt": False},
        {"id": "b1", "type": "undersoegelse_besluttet", "at": "2017-07-17T10:00:00+02:00", "of": "u1"},
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    found = evaluate(case, at="2017-08-01T10:00:00+02:00", rulebook=BOOK).obligations
    assert {one.trigger: one.status for one in found if one.rule == rule} == {"u1": "waived", "u2": "undetermined"}


def test_a_notification_from_before_the_duty_keeps_no_waiver_of_it() -> None:
    events = [
        {"id": "s1", "type": "screening_foretaget", "at": "2017-07-15", "resultat": "afdaekning"},
        {"id": "u1", "type": "underretning_modtaget", "at": "2017-07-15T17:00:00+02:00", "overgreb": False},
        {"id": "u2", "type": "opmaerksom_paa_behov", "at": "2017-07-15T18:00:00+02:00", "overgreb": False},
        {"id": "b1", "type": "undersoegelse_besluttet", "at": "2017-07-28T10:00:00+02:00"},
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    found = evaluate(case, at="2017-08-01T10:00:00+02:00", rulebook=BOOK).obligations
    four_months = {one.trigger: one.status for one in found if one.rule == "sel-50-undersoegelse-4-maaneder"}
    assert four_months == {"u1": "waived", "u2": "pending"}


@pytest.mark.parametrize(
    ("decided", "status", "needs"),
    [
        ("2025-01-20T10:00:01+01:00", "undetermined", ("overgreb",)),
        ("2025-01-20T09:59:59+01:00", "overdue", ()),
    ],
    ids=["after the later notification", "before it"],
)
def test_a_decision_takes_back_no_waiver_of_which_nobody_knows_once_a_clock_took_a_notification_in(
    decided: str, status: str, needs: tuple[str, ...]
) -> None:
    rule = "bl-20-3-undersoegelse-4-maaneder"
    events = [
        {"id": "u0", "type": "underretning_modtaget", "at": "2024-01-15T10:00:00+01:00"},
        {"id": "s0", "type": "screening_foretaget", "at": "2024-01-20T10:00:00+01:00", "of": "u0", "resultat": "ingen"},
        {"id": "u1", "type": "underretning_modtaget", "at": "2025-01-20T10:00:00+01:00", "overgreb": True},
        {"id": "b1", "type": "undersoegelse_besluttet", "at": decided},
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    (found,) = [
        one for one in evaluate(case, at="2025-03-01T10:00:00+01:00", rulebook=BOOK).obligations if one.rule == rule
    ]
    assert (found.trigger, found.status, found.needs) == ("u0", status, needs)


@pytest.mark.parametrize(("names", "listed"), [({"of": "u2"}, set()), ({}, {"overdue"})], ids=["of it", "of nothing"])
def test_an_examination_of_what_a_clock_took_in_makes_nothing_owed_on_the_strict_day_where_the_clock_may_be_waived(
    names: dict[str, str], listed: set[str]
) -> None:
    events = [
        {"id": "u0", "type": "underretning_modtaget", "at": "2024-01-09"},
        {"id": "s1", "type": "screening_foretaget", "at": "2024-05-28T10:00:00+02:00", "resultat": "afdaekning"},
        {"id": "u2", "type": "underretning_modtaget", "at": "2024-05-28T10:00:00+02:00", "overgreb": False},
        {"id": "b3", "type": "undersoegelse_besluttet", "at": "2024-05-29", **names},
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    found = evaluate(case, at="2024-07-01T10:00:00+02:00", rulebook=BOOK).obligations
    statuses = {one.rule: one.status for one in found if one.trigger == "u0"}
    assert statuses["bl-20-3-undersoegelse-4-maaneder"] == "undetermined"
    assert {status for rule, status in statuses.items() if rule == "bl-20-3-foreloebig-vurdering"} == listed


def test_the_trigger_of_a_second_examination_keeps_no_waiver_of_its_own_duty() -> None:
    events = [
        {"id": "u0", "type": "underretning_modtaget", "at": "2024-02-13", "overgreb": True},
        {"id": "b1", "type": "undersoegelse_besluttet", "at": "2024-02-23"},
        {"id": "s2", "type": "screening_foretaget", "at": "2024-04-03", "resultat": "afdaekning"},
        {"id": "u3", "type": "underretning_modtaget", "at": "2024-04-03T16:00:00+02:00"},
        {"id": "b4", "type": "undersoegelse_besluttet", "at": "2024-04-04T16:00:00+02:00", "of": "u3"},
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    rule = "bl-20-3-undersoegelse-4-maaneder"
    found = evaluate(case, at="2025-03-01T10:00:00+01:00", rulebook=BOOK).obligations
    assert {one.trigger: one.status for one in found if one.rule == rule}["u3"] == "overdue"
