"""Why a rule is not in the answer, and what would change if something happened."""

from __future__ import annotations

import json

import pytest

from overgreb_rules import Case, CaseError, Evaluation, Rulebook, RuleError, evaluate
from overgreb_rules._evaluate.what_if import add_supposed_events, changes, what_if
from overgreb_rules._evaluate.why_not import why_not

AT = "2026-03-03T12:00:00+01:00"
BOOK = Rulebook.load(matcher="reference")


def _case(*events: dict[str, object]) -> Case:
    return Case.model_validate({"case_id": "A-1", "events": list(events)})


NOTIFIED = {"id": "u1", "type": "underretning_modtaget", "at": "2026-03-03T10:00:00+01:00"}


def _reasons(case: Case, rule: str, at: str = AT) -> list[str]:
    return [reason.da for reason in why_not(case, rule, at=at, rulebook=BOOK).reasons]


@pytest.mark.parametrize(
    ("events", "rule", "reason"),
    [
        ([], "bl-136-2-vurdering-24-timer", "Pligten opstår først, når underretningen er modtaget. Det fremgår ikke af sagen."),  # noqa: E501
        ([NOTIFIED], "sel-155-2-vurdering-24-timer", "Underretning modtaget tirsdag den 3. marts 2026 kl. 10.00: Reglen gjaldt ikke tirsdag den 3. marts 2026. Den gælder fra tirsdag den 1. oktober 2013 til og med søndag den 31. december 2023."),  # noqa: E501
        ([{**NOTIFIED, "ufoedt": False}], "bl-24-screening-kommende-foraeldre", "Underretning modtaget tirsdag den 3. marts 2026 kl. 10.00: Pligten gælder kun, hvis det gælder et ufødt barn. Her er det oplyst, at det gælder et barn, der er født."),  # noqa: E501
        ([NOTIFIED], "bl-24-screening-kommende-foraeldre", "Underretning modtaget tirsdag den 3. marts 2026 kl. 10.00: Pligten gælder kun, hvis det gælder et ufødt barn. Andet er ikke oplyst, så der regnes med, at det gælder et barn, der er født."),  # noqa: E501
        ([{**NOTIFIED, "overgreb": False}], "bl-137-3-samtale-overgreb", "Underretning modtaget tirsdag den 3. marts 2026 kl. 10.00: Pligten gælder kun, hvis der er viden eller mistanke om overgreb. Her er det oplyst, at der ikke er viden eller mistanke om overgreb."),  # noqa: E501
        ([{**NOTIFIED, "afsender": "borger"}], "bl-138-2-orientering", "Underretning modtaget tirsdag den 3. marts 2026 kl. 10.00: Pligten gælder kun, hvis underretningen kommer fra en fagperson. Her er det oplyst, at underretningen kommer fra en borger."),  # noqa: E501
        ([NOTIFIED], "bl-137-1-genvurdering", None),
        ([NOTIFIED], "bl-136-2-vurdering-24-timer", "Pligten findes i svaret: underretning modtaget tirsdag den 3. marts 2026 kl. 10.00."),  # noqa: E501
        ([NOTIFIED], "bl-20-3-foreloebig-vurdering", "Pligten opstår først, hvis »Børnefaglig undersøgelse inden 4 måneder« (barnets lov § 20, stk. 3) ikke overholdes."),  # noqa: E501
        ([NOTIFIED], "bl-152-underret-ankestyrelsen", "Muligheden opstår først, hvis kommunen ikke overholder en pligt. Det fremgår ikke af sagen."),  # noqa: E501
    ],
)  # fmt: skip
def test_why_not_names_what_fails(events: list[dict[str, object]], rule: str, reason: str | None) -> None:
    (said,) = _reasons(_case(*events), rule)
    assert said == reason if reason else "en indsats er i gang" in said


def test_an_event_after_the_instant_is_named_as_one_that_comes_later() -> None:
    found = why_not(_case(NOTIFIED), "bl-136-2-vurdering-24-timer", at="2026-03-03T09:00:00+01:00", rulebook=BOOK)
    (reason,) = found.reasons
    assert (reason.kind, reason.event) == ("not_yet", "u1")
    assert reason.da == (
        "Underretning modtaget tirsdag den 3. marts 2026 kl. 10.00: Det er efter det tidspunkt, der spørges om "
        "(tirsdag den 3. marts 2026 kl. 09.00). Pligten kan først opstå dér."
    )


EXAMINED = {"id": "b1", "type": "undersoegelse_besluttet", "at": "2026-03-03T11:00:00+01:00"}


def test_a_duty_of_two_events_says_which_of_them_is_missing() -> None:
    (missing,) = _reasons(_case({**NOTIFIED, "overgreb": True}), "bl-125-boernehus")
    assert missing.endswith("Det fremgår ikke af sagen, at den børnefaglige undersøgelse er besluttet.")
    (told,) = _reasons(_case({**NOTIFIED, "overgreb": False}, EXAMINED), "bl-125-boernehus")
    assert told.endswith("Her er det oplyst, at der ikke er viden eller mistanke om overgreb.")


def test_a_duty_of_two_events_that_are_both_there_says_what_settles_it() -> None:
    case = _case({**NOTIFIED, "overgreb": True}, {**EXAMINED, "samarbejde_noedvendigt": False})
    (settled,) = _reasons(case, "bl-125-boernehus")
    assert "Pligten gælder kun, hvis politiet er inddraget, eller hvis" in settled
    assert settled.endswith("at det ikke er nødvendigt at samarbejde med politi eller sundhedsvæsen.")


def test_why_not_says_that_a_clock_is_running_already() -> None:
    second = {"id": "u2", "type": "underretning_modtaget", "at": "2026-03-03T11:00:00+01:00"}
    case = _case(NOTIFIED, second)
    assert _reasons(case, "bl-20-3-undersoegelse-4-maaneder")[0].startswith("Pligten findes i svaret")


def test_why_not_is_json_with_the_kind_of_each_reason_and_its_event() -> None:
    told = json.loads(why_not(_case({**NOTIFIED, "overgreb": False}), "bl-137-3-samtale-overgreb", at=AT).to_json())
    assert list(told) == ["schema", "case_id", "at", "rule", "cite", "title", "keys", "reasons"]
    (reason,) = told["reasons"]
    assert (reason["kind"], reason["event"], told["keys"]) == ("condition_fails", "u1", [])


def test_why_not_of_a_rule_that_there_is_not_names_the_nearest_id() -> None:
    with pytest.raises(RuleError, match="bl-138-1-kvittering"):
        why_not(_case(NOTIFIED), "bl-138-1-kviterring", at=AT, rulebook=BOOK)


def test_why_not_says_where_a_duty_has_moved_to() -> None:
    case = _case({"id": "u1", "type": "underretning_modtaget", "at": "2023-12-31T10:00:00+01:00"})
    (said,) = _reasons(case, "sel-155-2-vurdering-24-timer", "2024-01-02T10:00:00+01:00")
    assert said == "Pligten er ført videre som »Vurdering af fare inden 24 timer« (barnets lov § 136, stk. 2)."


def test_a_supposed_assessment_meets_the_24_hours_and_changes_nothing_else() -> None:
    compared = what_if(_case(NOTIFIED), "underretning_vurderet@2026-03-04T09:00", at=AT, rulebook=BOOK)
    assert compared.at.isoformat() == "2026-03-04T09:00:00+01:00"
    (change,) = compared.changes
    assert (change.key, change.before.status, change.after.status) == (
        "bl-136-2-vurdering-24-timer@u1",
        "due_soon",
        "met",
    )


def test_a_supposed_event_can_carry_facts_and_an_offset() -> None:
    case = _case(NOTIFIED)
    then, _ = add_supposed_events(
        case, ["screening_foretaget@2026-03-03T11:00:00+01:00;resultat=ingen;alvorlig_eller_kompleks=false"]
    )
    assert then.events[-1].facts == {"resultat": "ingen", "alvorlig_eller_kompleks": False}
    assert then.events[-1].id == "antaget-1"


def test_a_supposed_event_can_be_about_told_and_supposed_ones() -> None:
    texts = ["underretning_modtaget@2026-03-03T11:00", "underretning_vurderet@2026-03-03T12:00;of=u1,antaget-1"]
    then, events = add_supposed_events(_case(NOTIFIED), texts)
    assert events[1].of == ("antaget-1", "u1")
    assert then.events[-2:] == events


def test_a_supposed_event_can_be_written_as_in_a_case() -> None:
    event = {"type": "kvittering_sendt", "at": "2026-03-04", "of": "u1"}
    compared = what_if(_case(NOTIFIED), [event], at=AT, rulebook=BOOK)
    assert compared.suppose == ({"id": "antaget-1", **event},)


def test_a_time_of_day_that_a_fact_gives_stays_whole() -> None:
    then, _ = add_supposed_events(_case(), ["underretning_modtaget@2026-03-03T11:00;kendt_fra=2026-03-03T09:00"])
    assert str(then.events[0].facts["kendt_fra"]) == "2026-03-03T09:00:00+01:00"


def test_two_answers_to_two_cases_cannot_be_compared() -> None:
    one = evaluate(_case(NOTIFIED), at=AT, rulebook=BOOK)
    other = evaluate(Case.model_validate({"case_id": "A-2"}), at=AT, rulebook=BOOK)
    with pytest.raises(CaseError, match="two cases"):
        changes(one, other)


def test_what_changed_since_yesterday_is_seen_in_saved_answers() -> None:
    earlier, later = (
        Evaluation.model_validate_json(evaluate(_case(NOTIFIED), at=at, rulebook=BOOK).to_json())
        for at in (AT, "2026-03-05T12:00:00+01:00")
    )
    (moved,) = [one for one in changes(earlier, later) if one.key == "bl-136-2-vurdering-24-timer@u1"]
    assert (moved.before.status, moved.after.status) == ("pending", "overdue")
    (opened,) = [one for one in changes(earlier, later) if one.rule == "bl-152-underret-ankestyrelsen"]
    assert opened.before is None


def test_the_comparison_is_json_with_as_much_of_the_answers_as_is_asked_for() -> None:
    compared = what_if(_case(NOTIFIED), "underretning_vurderet@2026-03-04T09:00", at=AT, rulebook=BOOK)
    told = json.loads(compared.to_json(detail="dates"))
    assert list(told) == ["schema", "case_id", "at", "suppose", "changes", "before", "after"]
    assert told["changes"][0]["after"]["met_by"] == ["antaget-1"]
    assert "explanation" not in told["after"]["obligations"][0]
    assert json.loads(compared.to_json())["after"] == json.loads(compared.after.to_json())


@pytest.mark.parametrize(
    "text",
    [
        "underretning_vurderet",
        "@2026-03-04T09:00",
        "noget@2026-03-04T09:00",
        "underretning_vurderet@i dag",
        "underretning_vurderet@2026-03-29T02:30",
        "underretning_vurderet@2026-03-04T09:00,akut_behov=false",
        "underretning_vurderet@2026-03-04T09:00;akut_behov=maaske",
        "underretning_vurderet@2026-03-04T09:00;akut_behov=true;akut_behov=true",
        "underretning_vurderet@2026-03-04T09:00;of=u7",
        "underretning_vurderet@2026-03-04T09:00;of=",
    ],
)
def test_what_cannot_be_supposed_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(CaseError) as refused:
        add_supposed_events(_case(NOTIFIED), ["kvittering_sendt@2026-03-04", text])
    assert refused.value.place.startswith("/suppose/1")
