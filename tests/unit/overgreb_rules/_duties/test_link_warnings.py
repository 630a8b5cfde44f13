"""Each warning about what events say, or do not say, they are about."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, evaluate
from tests.fixtures.event_logs import BOOK, LATER, build_event

_U1, _U2 = (build_event(f"u{n}", "underretning_modtaget", n + 2, anonym=False, overgreb=False) for n in (1, 2))
_I1, _I2 = (build_event(f"i{n}", "indsats_ivaerksat", n + 2, art="stoettende") for n in (1, 2))


def _warnings(code: str, *events: dict[str, object], at: str = LATER) -> list[str]:
    case = Case.model_validate({"case_id": "sag-1", "events": list(events)})
    found = evaluate(case, at=at, rulebook=BOOK).warnings
    return [warning.da for warning in found if warning.code == code]


def test_an_event_that_waits_is_warned_of_with_the_things_that_it_may_be_about() -> None:
    (found,) = _warnings("which_one", _U1, _U2, build_event("k1", "kvittering_sendt", 8))
    assert found == (
        "Bekræftelse af modtagelsen: Det er ikke oplyst, hvad »modtagelsen bekræftet over for underretteren« lørdag "
        "den 8. marts 2025 kl. 12.00 handler om. Det kan være »underretning modtaget« mandag den 3. marts 2025 "
        "kl. 12.00 eller »underretning modtaget« tirsdag den 4. marts 2025 kl. 12.00. Angiv det i feltet »of«."
    )


def test_an_event_with_one_thing_to_be_about_is_not_warned_of() -> None:
    assert _warnings("which_one", _U1, build_event("k1", "kvittering_sendt", 8)) == []


def test_an_event_about_one_of_two_measures_answers_only_a_part() -> None:
    free = build_event("f1", "opfoelgning_foretaget", 6, naeste_senest="2025-05-01")
    (found,) = _warnings("answers_only_part", _I1, _I2, free, build_event("f2", "opfoelgning_foretaget", 8, of="i1"))
    assert found == (
        "Opfølgning som besluttet: »Opfølgning foretaget« lørdag den 8. marts 2025 kl. 12.00 handler kun om »indsats "
        "iværksat« mandag den 3. marts 2025 kl. 12.00. Pligten er først opfyldt, når det også er sket for »indsats "
        "iværksat« tirsdag den 4. marts 2025 kl. 12.00."
    )


def test_an_event_about_the_other_measure_too_is_not_warned_of() -> None:
    free = build_event("f1", "opfoelgning_foretaget", 6, naeste_senest="2025-05-01")
    both = [build_event(f"f{n}", "opfoelgning_foretaget", 7 + n, of=of) for n, of in ((2, "i1"), (3, "i2"))]
    assert _warnings("answers_only_part", _I1, _I2, free, *both) == []


def test_an_event_whose_of_answers_no_duty_is_warned_of_once() -> None:
    closed = build_event("c1", "familie_flyttet", 5)
    (found,) = _warnings("of_answers_nothing", _U1, closed, build_event("k1", "kvittering_sendt", 8, of="c1"))
    assert found == (
        "»Modtagelsen bekræftet over for underretteren« lørdag den 8. marts 2025 kl. 12.00 henviser til »familien "
        "flyttet til en anden kommune« onsdag den 5. marts 2025 kl. 12.00, men opfylder ingen pligt. Er henvisningen "
        "rigtig?"
    )


@pytest.mark.parametrize("of", ["u1", None])
def test_an_event_that_answers_a_duty_is_not_warned_of(of: str | None) -> None:
    assert _warnings("of_answers_nothing", _U1, build_event("k1", "kvittering_sendt", 8, of=of)) == []


def test_an_id_of_what_the_type_cannot_be_about_is_unusual() -> None:
    (found,) = _warnings("of_unusual", _U1, _I1, build_event("k1", "kvittering_sendt", 8, of="i1"))
    assert found == (
        "»Modtagelsen bekræftet over for underretteren« lørdag den 8. marts 2025 kl. 12.00 henviser til »indsats "
        "iværksat«. Sådan en hændelse handler normalt ikke om det."
    )


def test_two_ids_of_one_type_are_unusual_in_one_sentence() -> None:
    """The same words stood twice in one answer."""
    receipt = build_event("k1", "kvittering_sendt", 8, of=["i1", "i2"])
    (found,) = _warnings("of_unusual", _U1, _I1, _I2, receipt)
    closed = build_event("c1", "familie_flyttet", 5)
    other = _warnings("of_unusual", _U1, _I1, _I2, closed, {**receipt, "of": ["c1", "i1", "i2"]})
    assert found in other
    assert len(other) == 2


def test_an_id_of_the_own_type_is_not_unusual() -> None:
    first = build_event("f1", "opfoelgning_foretaget", 6, of="i1")
    assert _warnings("of_unusual", _I1, first, build_event("f2", "opfoelgning_foretaget", 8, of="f1")) == []


def test_an_act_and_the_decision_that_it_must_precede_may_name_each_other() -> None:
    decided = build_event("d1", "indsats_besluttet", 8, of="t1")
    assert _warnings("of_unusual", build_event("t1", "boernesamtale_afholdt", 5), decided) == []


def test_two_receipts_of_one_notification_leave_the_other_unnamed() -> None:
    receipts = [build_event(f"k{n}", "kvittering_sendt", 6 + n, of="u1") for n in (1, 2)]
    (found,) = _warnings("same_thing_named_twice", _U1, _U2, *receipts)
    assert "henviser begge til »underretning modtaget« mandag den 3. marts 2025 kl. 12.00, og ingen henviser" in found
    assert found.endswith("»underretning modtaget« tirsdag den 4. marts 2025 kl. 12.00. Er henvisningerne rigtige?")


def test_two_receipts_of_two_notifications_are_not_warned_of() -> None:
    receipts = [build_event(f"k{n}", "kvittering_sendt", 6 + n, of=f"u{n}") for n in (1, 2)]
    assert _warnings("same_thing_named_twice", _U1, _U2, *receipts) == []


def test_a_receipt_from_before_the_notification_is_none_of_two() -> None:
    receipts = [build_event("k0", "kvittering_sendt", 2, of="u1"), build_event("k1", "kvittering_sendt", 6, of="u1")]
    assert _warnings("same_thing_named_twice", _U1, _U2, *receipts) == []
    assert len(_warnings("answer_before_trigger", _U1, _U2, *receipts)) == 1


def test_an_act_from_before_an_earlier_decision_may_belong_to_that_matter() -> None:
    talk, decisions = (
        build_event("t1", "boernesamtale_afholdt", 2),
        [build_event(f"d{n}", "indsats_besluttet", 3 * n) for n in (1, 2)],
    )
    (found,) = _warnings("act_of_an_older_matter", talk, *decisions)
    assert found == (
        "Samtale med barnet før afgørelsen: »Samtale med barnet holdt« søndag den 2. marts 2025 kl. 12.00 ligger før "
        "»indsats besluttet« mandag den 3. marts 2025 kl. 12.00 og kan høre til en ældre sag. Angiv feltet »of«, hvis "
        "den hører til her."
    )


def test_an_act_since_the_earlier_decision_is_not_warned_of() -> None:
    decisions = [build_event(f"d{n}", "indsats_besluttet", 3 * n) for n in (1, 2)]
    assert _warnings("act_of_an_older_matter", build_event("t1", "boernesamtale_afholdt", 5), *decisions) == []


def _asked(**facts: object) -> tuple[dict[str, object], dict[str, object]]:
    told = build_event("m1", "afgoerelse_meddelt", 3, organ="kommune")
    return told, build_event("r1", "aktindsigt_anmodet", 10, of="m1", **facts)


def test_a_time_limit_that_stands_still_says_since_when() -> None:
    (found,) = _warnings("time_limit_stands_still", *_asked(afbryder_klagefristen=True), at="2025-03-20T12:00:00+01:00")
    assert found == (
        "Klage over kommunens afgørelse inden 4 uger: Klagefristen har været afbrudt siden mandag den 10. marts 2025. "
        "Når anmodningen er besvaret, løber den videre, og der er mindst 14 dage tilbage."
    )


@pytest.mark.parametrize("facts", [{}, {"afbryder_klagefristen": False}])
def test_a_time_limit_that_may_be_interrupted_or_is_not_does_not_stand_still(facts: dict[str, object]) -> None:
    assert _warnings("time_limit_stands_still", *_asked(**facts), at="2025-03-20T12:00:00+01:00") == []


def _freshness(day: str) -> list[str]:
    event = {"id": "u1", "type": "underretning_modtaget", "at": f"{day}T10:00:00+01:00", "anonym": False}
    return _warnings("law_not_read_so_far", event, at=f"{day}T12:00:00+01:00")


def test_a_duty_after_the_day_up_to_which_its_law_is_read_is_warned_of() -> None:
    assert any("som den så ud den 17. marts 2025" in text for text in _freshness("2026-11-02"))


def test_a_duty_within_the_days_that_were_read_is_not_warned_of() -> None:
    assert _freshness("2025-03-03") == []
