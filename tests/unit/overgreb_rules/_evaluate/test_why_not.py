"""Why a rule is not in the answer."""

from __future__ import annotations

import json

import pytest

from overgreb_rules import Case, Rulebook, RuleError
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
        "Underretning modtaget tirsdag den 3. marts 2026 kl. 10.00: Hændelsen ligger efter det tidspunkt, svaret "
        "gælder (tirsdag den 3. marts 2026 kl. 09.00). Pligten kan først opstå, når hændelsen er sket."
    )


def test_a_duty_of_two_events_that_went_on_under_the_newer_act_says_so_and_no_condition() -> None:
    case = _case(
        {"id": "u1", "type": "underretning_modtaget", "at": "2023-12-01T10:00:00+01:00", "overgreb": True},
        {
            "id": "b1",
            "type": "undersoegelse_besluttet",
            "at": "2023-12-04T10:00:00+01:00",
            "samarbejde_noedvendigt": True,
        },
    )
    assert _reasons(case, "sel-50b-boernehus", "2024-01-02T10:00:00+01:00") == [
        "Pligten er ført videre som »Brug af børnehus« (barnets lov § 125)."
    ]


def test_the_event_of_a_rule_of_serviceloven_has_the_words_of_that_act() -> None:
    started = {"id": "i1", "type": "indsats_ivaerksat", "at": "2022-03-03T10:00:00+01:00", "art": "forebyggende"}
    (said,) = _reasons(_case(started), "sel-70-opfoelgning-3-maaneder", "2022-03-04T10:00:00+01:00")
    assert said.startswith("Foranstaltning iværksat torsdag den 3. marts 2022 kl. 10.00: Pligten gælder kun, hvis fora")


@pytest.mark.parametrize("rule", [rule.id for rule in BOOK.rules if rule.opened_by_unmet is not None])
def test_a_duty_that_another_unmet_one_opens_names_that_one_too(rule: str) -> None:
    other = BOOK.rules.by_id[rule].opened_by_unmet
    assert other is not None
    title, later = BOOK.rules.by_id[other.rule].title, "2150-01-01T10:00:00+01:00"
    departure = {"id": "d1", "type": "direktoerafgoerelse_fraveget", "at": later}
    for case in (_case(), _case(departure)):
        (reason,) = why_not(case, rule, at=AT, rulebook=BOOK).reasons
        assert f", eller når pligten »{title.da}« (" in reason.da
        assert f", or when the duty “{title.en}” (" in reason.en


def test_a_duty_that_another_one_opens_by_time_alone_can_still_arise_while_that_one_is_open() -> None:
    decided = {
        "id": "f1",
        "type": "foreloebig_afgoerelse_ivaerksat",
        "at": "2024-03-01T10:00:00+01:00",
        "truffet": "2024-03-01T09:00:00+01:00",
        "art": "anbringelse",
        "af": "direktoer",
    }
    rule, at = "bl-143-7-orienter-ankestyrelsen", "2024-03-10T10:00:00+01:00"
    still = "Pligten kan stadig opstå, for den anden pligt findes i svaret."
    assert _reasons(_case(decided), rule, at)[0].endswith(still)
    assert [reason.kind for reason in why_not(_case(decided), rule, at=AT, rulebook=BOOK).reasons] == ["in_answer"]
    placed = {"id": "a1", "type": "anbringelse_besluttet", "at": "2024-03-08T10:00:00+01:00", "of": "f1"}
    assert still not in _reasons(_case(decided, {**placed, "samtykke": False}), rule, at)[0]


def test_an_id_with_brackets_is_named_as_the_caller_wrote_it() -> None:
    notified = [{**NOTIFIED, "id": f"plan ({name})", "at": "2020-03-02T10:00:00+01:00"} for name in "ab"]
    (said,) = _reasons(_case(*notified), "sel-155b-1-kvittering", "2020-03-10T10:00:00+01:00")
    assert "(plan (a)) og underretning modtaget" in said
    assert said.endswith("(plan (b)).")


EXAMINED = {"id": "b1", "type": "undersoegelse_besluttet", "at": "2026-03-03T11:00:00+01:00"}


def test_a_duty_of_two_events_says_which_of_them_is_missing() -> None:
    (missing,) = _reasons(_case({**NOTIFIED, "overgreb": True}), "bl-125-boernehus")
    assert missing.endswith("Det fremgår ikke af sagen, at den børnefaglige undersøgelse er besluttet.")
    (told,) = _reasons(_case({**NOTIFIED, "overgreb": False}, EXAMINED), "bl-125-boernehus")
    assert told.endswith("Her er det oplyst, at der ikke er viden eller mistanke om overgreb.")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Det er ikke oplyst, om der er viden eller mistanke om overgreb."),
        ({"overgreb": False}, "Her er det oplyst, at der ikke er viden eller mistanke om overgreb."),
    ],
)
def test_a_duty_of_two_events_says_both_where_neither_counts(facts: dict[str, bool], said: str) -> None:
    (missing,) = _reasons(_case({**NOTIFIED, **facts}), "bl-125-boernehus")
    assert missing.endswith(f"Det fremgår ikke af sagen, at den børnefaglige undersøgelse er besluttet. {said}")


def test_a_duty_of_two_events_says_that_one_of_them_happens_later() -> None:
    case = _case({**NOTIFIED, "overgreb": True}, {**EXAMINED, "at": "2026-06-03T11:00:00+02:00"})
    (reason,) = why_not(case, "bl-125-boernehus", at="2026-03-04T10:00:00+01:00", rulebook=BOOK).reasons
    assert (reason.kind, reason.event) == ("not_yet", "b1")


def test_a_duty_of_two_events_says_that_its_rule_was_not_law() -> None:
    case = _case({**NOTIFIED, "overgreb": True})
    (reason,) = why_not(case, "sel-50b-boernehus", at="2026-03-04T10:00:00+01:00", rulebook=BOOK).reasons
    assert (reason.kind, reason.event) == ("not_in_force", "u1")


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


def test_an_id_may_hold_the_sign_that_numbers_the_years_of_a_duty() -> None:
    found = why_not(_case({**NOTIFIED, "id": "u#1"}), "bl-138-1-kvittering", at=AT, rulebook=BOOK)
    assert (found.keys, [reason.kind for reason in found.reasons]) == (("bl-138-1-kvittering@u#1",), ["in_answer"])


def test_a_running_clock_is_named_by_an_event_whose_id_holds_that_sign() -> None:
    first = {"id": "u#1", "type": "underretning_modtaget", "at": "2023-12-03T10:00:00+01:00"}
    case = _case(first, {**first, "id": "u#2", "at": "2023-12-04T10:00:00+01:00"})
    moved, runs = _reasons(case, "sel-50-undersoegelse-4-maaneder", "2024-01-03T10:00:00+01:00")
    assert moved.startswith("Pligten er ført videre")
    assert runs.startswith("Fristen fra underretning modtaget søndag den 3. december 2023 kl. 10.00 løber allerede.")


def test_a_yearly_duty_has_a_key_for_each_year_and_one_event() -> None:
    placed = {"id": "p1", "type": "indsats_ivaerksat", "at": "2024-03-03", "art": "anbringelse"}
    found = why_not(_case(placed), "bl-156-5-tilsyn-2-om-aaret", at=AT, rulebook=BOOK)
    assert found.keys == tuple(f"bl-156-5-tilsyn-2-om-aaret@p1#{year}" for year in (1, 2))
    assert [reason.kind for reason in found.reasons] == ["in_answer"]
