"""What the events of a case make of one duty."""

from __future__ import annotations

import pytest

from overgreb_rules._duties.fulfilment import NO_FULFILMENT, resolve_fulfilment
from tests.fixtures.event_logs import PROGRAMS, build_event, build_log, find_duties

_RECEIPT = "bl-138-1-kvittering"
_U1 = build_event("u1", "underretning_modtaget", 3, anonym=False)
_K1 = build_event("k1", "kvittering_sendt", 5)


def test_an_act_that_the_rule_names_meets_the_duty() -> None:
    (duty,) = find_duties(build_log(_U1, _K1), _RECEIPT)
    assert [item.event.id for item in duty.fulfilment.met_by] == ["k1"]


def test_nothing_is_met_before_the_act() -> None:
    (duty,) = find_duties(build_log(_U1, _K1, at="2025-03-04T12:00:00+01:00"), _RECEIPT)
    assert duty.fulfilment.met_by == ()


def test_only_events_up_to_the_instant_asked_for_count() -> None:
    log = build_log(_U1, _K1)
    (duty,) = find_duties(log, _RECEIPT)
    before = log.events[1].at.earliest - 1
    found = resolve_fulfilment(duty.rule, duty.activation, (duty.activation.subject,), log, PROGRAMS, until=before)
    assert found.met_by == ()


def test_a_fact_of_the_trigger_waives_the_duty() -> None:
    (duty,) = find_duties(build_log({**_U1, "anonym": True}), _RECEIPT)
    assert duty.fulfilment.waiver is not None
    assert duty.fulfilment.waiver.by is None


def test_an_unknown_fact_perhaps_waives_the_duty() -> None:
    (duty,) = find_duties(build_log(build_event("u1", "underretning_modtaget", 3)), _RECEIPT)
    assert duty.fulfilment.perhaps_waived == {"anonym"}
    assert duty.fulfilment.waiver is None


@pytest.mark.parametrize(("seconds", "met_by"), [(-1, []), (0, ["k1"])])
def test_an_event_counts_up_to_the_second_that_is_asked_for(seconds: int, met_by: list[str]) -> None:
    log = build_log(_U1, _K1)
    (duty,) = find_duties(log, _RECEIPT)
    until = log.events[1].at.earliest + seconds
    found = resolve_fulfilment(duty.rule, duty.activation, (duty.activation.subject,), log, PROGRAMS, until=until)
    assert [event.event.id for event in found.met_by] == met_by


def test_a_duty_is_answered_by_the_first_of_what_meets_and_what_waives_it() -> None:
    notified = build_event("u1", "underretning_modtaget", 3, overgreb=False)
    opened = build_event("s0", "screening_foretaget", 4, resultat="undersoegelse")
    waived, done = build_event("s1", "screening_foretaget", 5, resultat="ingen"), "undersoegelse_afsluttet"
    for day, answer in ((4, "a4"), (6, "s1")):
        acts = [{**build_event(f"a{on}", done, on), "at": f"2025-03-0{on}T13:00+01:00"} for on in (day, 8)]
        log = build_log(notified, opened, waived, *acts)
        (duty,) = find_duties(log, "bl-20-3-undersoegelse-4-maaneder")
        assert duty.fulfilment.answered_at is not None
        assert log.events[duty.fulfilment.answered_at].event.id == answer


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, {"o0": [{"hjemgives"}], "o1": [{"hjemgives", "of"}]}),
        ({"hjemgives": True}, {"o0": [], "o1": [{"of"}]}),
    ],
)
def test_an_act_that_names_no_matter_and_lacks_a_fact_needs_both(
    facts: dict[str, object], expected: dict[str, list[set[str]]]
) -> None:
    decided = build_event("g1", "hjemgivelse_besluttet", 3, **facts)
    went_home = [build_event(f"o{number}", "indsats_ophoert", 10 + number, hjemgivet=True) for number in range(2)]
    found = find_duties(build_log(decided, *went_home), "bl-100-1-afgoerelse-foer-hjemgivelse")
    needs = {duty.trigger.event.id: [set(one) for _, one in duty.fulfilment.perhaps_met_by] for duty in found}
    assert needs == expected


_FOUR_MONTHS, _HOUSE = "bl-20-3-undersoegelse-4-maaneder", "bl-125-boernehus"


@pytest.mark.parametrize(
    ("overgreb", "screened", "excluded", "unsettled"),
    [
        (False, None, False, {"screening_foretaget", "undersoegelse_besluttet"}),
        (None, None, False, {"overgreb", "screening_foretaget", "undersoegelse_besluttet"}),
        (False, {"resultat": "afdaekning"}, True, set()),
        (None, {"resultat": "afdaekning"}, False, {"overgreb"}),
        (False, {"resultat": "undersoegelse"}, False, set()),
        (False, {}, False, {"resultat"}),
        (True, None, False, set()),
    ],
)
def test_a_duty_is_excluded_where_what_must_be_said_was_said_and_nothing_settles_it(
    overgreb: bool | None, screened: dict[str, object] | None, excluded: bool, unsettled: set[str]
) -> None:
    notified = build_event("u1", "underretning_modtaget", 3, **({} if overgreb is None else {"overgreb": overgreb}))
    later = [] if screened is None else [build_event("s1", "screening_foretaget", 5, **screened)]
    (duty,) = find_duties(build_log(notified, *later), _FOUR_MONTHS)
    assert (duty.fulfilment.excluded, duty.fulfilment.unsettled) == (excluded, unsettled)


@pytest.mark.parametrize(
    ("needed", "excluded", "unsettled"),
    [(None, False, {"samarbejde_noedvendigt"}), (False, True, set()), (True, False, set())],
)
def test_a_duty_without_an_event_that_must_be_told_is_excluded_by_the_facts_alone(
    needed: bool | None, excluded: bool, unsettled: set[str]
) -> None:
    facts = {} if needed is None else {"samarbejde_noedvendigt": needed}
    notified = build_event("u1", "underretning_modtaget", 3, overgreb=True)
    (duty,) = find_duties(build_log(notified, build_event("b1", "undersoegelse_besluttet", 5, **facts)), _HOUSE)
    assert (duty.fulfilment.excluded, duty.fulfilment.unsettled) == (excluded, unsettled)


def test_without_any_event_a_duty_is_neither_excluded_nor_precluded_and_was_not_waived() -> None:
    one = NO_FULFILMENT
    assert (one.excluded, one.perhaps_ended, one.owed_when_waived, one.precluded) == (False, False, False, False)


@pytest.mark.parametrize(
    ("notified_of", "approved_of", "met_by", "perhaps", "acts"),
    [
        ("p1", "p1", ["n1"], [], ["n1"]),
        ("p2", "p1", [], [], []),
        (None, "p1", [], [("n1", {"of"})], ["n1"]),
        (None, None, [], [("n1", {"of"})], ["n1"]),
    ],
)
def test_a_notice_counts_for_the_approval_of_its_own_decision_and_perhaps_where_it_names_none(
    notified_of: str | None,
    approved_of: str | None,
    met_by: list[str],
    perhaps: list[tuple[str, set[str]]],
    acts: list[str],
) -> None:
    begun = [build_event(f"p{n}", "foreloebig_afgoerelse_ivaerksat", 2 + n, art="anbringelse") for n in (1, 2)]
    notice = build_event("n1", "foreloebig_afgoerelse_meddelt", 5, notified_of)
    log = build_log(*begun, notice, build_event("g1", "foreloebig_afgoerelse_godkendt", 8, approved_of))
    (duty,) = find_duties(log, "bl-140-1-advokat")
    answers = duty.fulfilment
    assert [event.event.id for event in answers.met_by] == met_by
    assert [(event.event.id, set(needs)) for event, needs in answers.perhaps_met_by] == perhaps
    assert [event.event.id for event in answers.acts] == acts
    assert len(answers.linked) == len(met_by)
