"""What decided a status is told as data: which events, which facts with their values, which other rule."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, Evaluation, Obligation, evaluate
from tests.fixtures.event_logs import BOOK, LATER, build_event
from tests.fixtures.random_cases import random_case

_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False)
_EXPLAINED_BY_DATES = {
    "overdue", "contested", "due_soon", "pending", "open", "available", "met", "met_late", "met_contested", "used"
}  # fmt: skip


def _answer(*events: dict[str, object], at: str = LATER, **case: object) -> Evaluation:
    return evaluate(Case.model_validate({"case_id": "sag-1", "events": list(events), **case}), at=at, rulebook=BOOK)


def _duty(answer: Evaluation, rule: str) -> Obligation:
    (found,) = (duty for duty in answer.obligations if duty.rule == rule)
    return found


def _cause(duty: Obligation) -> tuple[object, ...] | None:
    return duty.cause and (duty.status, duty.cause.events, dict(duty.cause.facts), duty.cause.rule)


def test_a_duty_waived_by_a_fact_names_the_fact_with_its_value_and_the_event_that_carries_it() -> None:
    duty = _duty(_answer({**_NOTIFIED, "anonym": True}), "bl-138-1-kvittering")
    assert _cause(duty) == ("waived", ("u1",), {"anonym": True}, None)
    assert duty.cause is not None
    assert duty.cause.da == "Pligten er bortfaldet, fordi underretteren er anonym."


def test_a_duty_waived_by_an_event_names_the_event_and_the_fact_that_made_it_a_waiver() -> None:
    screened = build_event("s1", "screening_foretaget", 4, resultat="ingen")
    duty = _duty(_answer({**_NOTIFIED, "overgreb": False}, screened), "bl-20-3-undersoegelse-4-maaneder")
    assert _cause(duty) == ("waived", ("s1",), {"resultat": "ingen", "overgreb": False}, None)


def test_a_duty_waived_by_a_birthday_names_the_day_of_birth() -> None:
    decided = build_event("b1", "undersoegelse_besluttet", 4, of="u1")
    answer = _answer(_NOTIFIED, decided, barn={"foedselsdato": "2007-03-20"})
    duty = _duty(answer, "bl-21-1-andre-boern")
    assert _cause(duty) == ("waived", (), {"foedselsdato": "2007-03-20"}, None)
    assert duty.cause is not None
    assert "fordi den unge fyldte 18 år torsdag den 20. marts 2025" in duty.cause.da


def test_a_duty_whose_act_has_ended_says_so() -> None:
    notified = {"id": "u1", "type": "underretning_modtaget", "at": "2023-12-01T12:00:00+01:00"}
    decided = {"id": "b1", "type": "undersoegelse_besluttet", "at": "2023-12-20T12:00:00+01:00", "of": "u1"}
    duty = _duty(_answer(notified, decided, at="2024-02-01T12:00:00+01:00"), "sel-50-3-samtale")
    assert _cause(duty) == ("waived", (), {}, None)
    assert duty.cause is not None
    assert "kun gjaldt til og med søndag den 31. december 2023" in duty.cause.da


def test_a_replaced_duty_names_the_rule_that_took_its_place_and_the_act() -> None:
    decided = build_event("b1", "undersoegelse_besluttet", 4, of="u1")
    done = {"id": "v1", "type": "foreloebig_vurdering_foretaget", "at": "2025-06-20T12:00:00+02:00", "of": "b1"}
    answer = _answer(_NOTIFIED, decided, done, at="2025-07-20T12:00:00+02:00")
    duty = _duty(answer, "bl-20-3-undersoegelse-4-maaneder")
    assert _cause(duty) == ("replaced", ("v1",), {}, "bl-20-3-foreloebig-vurdering")


def test_a_permission_that_an_event_ended_names_the_event() -> None:
    screened = build_event("s1", "screening_foretaget", 4)
    assert _cause(_duty(_answer(_NOTIFIED, screened), "bl-137-2-samtale-kan")) == ("expired", ("s1",), {}, None)


def test_a_permission_that_ran_out_names_no_event() -> None:
    told = build_event("m1", "afgoerelse_meddelt", 3, organ="kommune")
    duty = _duty(_answer(told, at="2025-05-31T12:00:00+02:00"), "rsl-67-klage-4-uger")
    assert _cause(duty) == ("expired", (), {}, None)
    assert duty.cause is not None
    assert duty.cause.da.startswith("Muligheden udløb ")


def test_an_undetermined_duty_names_the_unknown_facts_without_a_value() -> None:
    duty = _duty(_answer(build_event("u1", "underretning_modtaget", 3)), "bl-138-1-kvittering")
    assert _cause(duty) == ("undetermined", (), {"anonym": None}, None)


def test_an_undetermined_duty_names_the_event_of_which_nobody_knows_whether_it_counts() -> None:
    measure = build_event("i1", "indsats_ivaerksat", 1, art="stoettende")
    duty = _duty(_answer(measure, _NOTIFIED, build_event("g1", "genvurdering_foretaget", 6)), "bl-137-1-genvurdering")
    assert _cause(duty) == ("undetermined", ("g1",), {"ny_person_deltog": None}, None)


def test_a_fact_that_the_trigger_tells_is_unknown_of_the_event_that_may_meet_the_duty() -> None:
    plan = build_event("b1", "beredskab_vedtaget", 3, emne="overgreb")
    revised = {"id": "b2", "type": "beredskab_vedtaget", "at": "2027-06-10"}
    duties = _answer(plan, revised, at="2027-07-01T12:00:00+02:00").obligations
    causes = {duty.trigger: duty.cause for duty in duties if duty.rule.startswith("bl-15-2-")}
    assert causes["b1"] is not None
    assert (causes["b1"].events, dict(causes["b1"].facts)) == (("b2",), {"emne": None})
    assert causes["b1"].da == (
        "Det kan ikke afgøres endnu, for det er ikke oplyst, hvad beredskabet handler om "
        "(»skriftligt beredskab vedtaget eller revideret« torsdag den 10. juni 2027)."
    )
    assert causes["b2"] is not None
    assert causes["b2"].da.endswith("hvad beredskabet handler om.")


def test_a_breached_duty_names_the_event_that_came_first() -> None:
    events = build_event("t1", "boernesamtale_afholdt", 4, of="d1"), build_event("d1", "anbringelse_besluttet", 5)
    again = build_event("d2", "anbringelse_besluttet", 9)
    late = build_event("t2", "boernesamtale_afholdt", 10, of="d2")
    duties = {one.trigger: one for one in _answer(*events, again, late).obligations if one.rule.startswith("bl-5-")}
    assert _cause(duties["d2"]) == ("breached", ("d2",), {}, None)


def test_a_breached_duty_names_the_fact_that_tells_when_the_event_was_that_came_first() -> None:
    acute = build_event("p1", "foreloebig_afgoerelse_ivaerksat", 6, art="anbringelse")
    taken = "2025-03-04T09:00:00+01:00"
    talk = build_event("t1", "boernesamtale_afholdt", 5)
    duties = [one for one in _answer({**acute, "truffet": taken}, talk).obligations if one.rule.startswith("bl-5-")]
    assert [_cause(duty) for duty in duties] == [("breached", ("p1",), {"truffet": taken}, None)]
    assert duties[0].cause is not None
    assert "fordi afgørelsen blev truffet tirsdag den 4. marts 2025 kl. 09.00, før" in duties[0].cause.da


def test_an_act_before_its_first_lawful_day_names_the_act_and_the_day_of_the_case() -> None:
    decided = build_event("p1", "anbringelse_besluttet", 10, samtykke=False, ufoedt=True)
    duty = _duty(_answer(decided, barn={"termin": "2025-06-11"}), "bl-49-3-ufoedt-tidligst")
    assert _cause(duty) == ("breached", ("p1",), {"termin": "2025-06-11"}, None)


@pytest.mark.parametrize("number", range(0, 400, 20))
def test_every_status_that_the_dates_do_not_explain_has_a_cause_and_no_other_has(number: int) -> None:
    for data, at in map(random_case, range(30_000 + number, 30_020 + number)):
        for duty in evaluate(Case.model_validate(data), at=at, rulebook=BOOK).obligations:
            assert (duty.cause is None) is (duty.status in _EXPLAINED_BY_DATES), (duty.key, duty.status)
            if duty.cause is not None:
                ids = {event["id"] for event in data["events"]}  # type: ignore[union-attr, index]
                assert ids.issuperset(duty.cause.events)
                assert not {"{", "}"} & {*duty.cause.da, *duty.cause.en}
                assert (duty.cause.da[-1], duty.cause.en[-1]) == (".", ".")
