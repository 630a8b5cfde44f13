"""What an event would change, in words."""

from __future__ import annotations

from overgreb_rules import Case, evaluate
from overgreb_rules._evaluate.what_if import what_if
from overgreb_rules.render.differences import format_changes, format_differences
from tests.fixtures.rendered_evaluations import evaluate_example, read_example

_BEFORE = "2016-12-23T17:00:00+01:00"


def test_a_duty_that_would_be_met_is_named_by_the_event_that_opened_it() -> None:
    case = read_example("christmas-notification")
    compared = what_if(case, ["kvittering_sendt@2016-12-27T10:00;of=u1"], at=_BEFORE)
    said = format_differences(compared, "da", case.events)
    name = "Bekræftelse af modtagelsen (underretning modtaget fre. 23.12.2016 kl. 16.30)"
    assert said.startswith(f"\nDet ville ændre sig:\n  {name}: frist løber → opfyldt\n")
    assert "@u1" not in said


def test_a_date_of_a_window_is_no_deadline() -> None:
    facts = {"samtykke": False, "ufoedt": True}
    placed = {"id": "p1", "type": "anbringelse_besluttet", "at": "2025-03-11T10:00:00+01:00", **facts}
    earlier, later = (
        evaluate(
            Case.model_validate({"case_id": "A", "barn": born, "events": [placed]}), at="2025-03-12T10:00:00+01:00"
        )
        for born in ({}, {"termin": "2025-06-11"})
    )
    said = format_changes(earlier, later, "da")
    assert "uafklaret → opfyldt; tidligst ingen dato → tirsdag den 11. marts 2025\n" in said


def test_what_is_still_to_be_done_has_its_safe_deadline_with_the_end_of_the_day() -> None:
    case = read_example("christmas-notification")
    said = format_differences(what_if(case, ["anden_direkte_kontakt@2016-12-23T17:30"], at=_BEFORE), "da", case.events)
    assert "Sikker frist for det, der stadig skal gøres:\n" in said
    assert "kl. 16.30): til og med lørdag den 31. december 2016\n" in said


def test_an_event_that_changes_nothing_says_so() -> None:
    compared = what_if(read_example("four-months"), [], at=evaluate_example("four-months")[0].at.isoformat())
    assert format_differences(compared, "da").startswith("\nIntet ville ændre sig.\n")
    assert format_differences(compared, "en").startswith("\nNothing would change.\n")


def test_what_changed_between_two_answers_is_told_as_past_and_two_equal_ones_say_so() -> None:
    compared = what_if(read_example("christmas-notification"), ["kvittering_sendt@2016-12-27T10:00;of=u1"], at=_BEFORE)
    said = format_changes(compared.before, compared.after, "da")
    assert said.startswith("Det har ændret sig:\n  Bekræftelse af modtagelsen (underretning modtaget ")
    assert "frist løber → opfyldt\n" in said
    assert format_changes(compared.after, compared.after, "da") == "Intet har ændret sig.\n"
    assert format_changes(compared.after, compared.after, "en") == "Nothing has changed.\n"


_AT = "2026-11-24T10:00:00+01:00"
_CALL, _LETTER = "2026-11-20T14:05:00+01:00", "2026-11-23T09:00:00+01:00"


def _changes(earlier: list[dict[str, object]], later: list[dict[str, object]], language: str = "da") -> str:
    before, after = (
        evaluate(Case.model_validate({"case_id": "A", "events": events}), at=_AT) for events in (earlier, later)
    )
    return format_changes(before, after, language)


def test_a_latest_deadline_that_moves_alone_is_told_without_a_status_that_stays() -> None:
    call = {"id": "u1", "type": "underretning_modtaget", "at": _CALL}
    said = _changes([call], [call | {"at": _LETTER, "kendt_fra": _CALL}])
    (receipt,) = (line for line in said.splitlines() if "Bekræftelse af modtagelsen" in line)
    assert receipt.endswith("uafklaret; yderste frist mandag den 30. november 2026 → tirsdag den 1. december 2026")


def test_a_duty_that_is_met_by_another_event_says_so() -> None:
    call = {"id": "u1", "type": "underretning_modtaget", "at": _CALL}
    acts = [{"id": name, "type": "underretning_vurderet", "at": _CALL, "of": "u1"} for name in ("v1", "v2")]
    said = _changes([call, acts[0]], [call, acts[1]], "en")
    assert "Assessment of danger within 24 hours (notification received Fri 20 Nov 2026 14:05): met; met by" in said


def test_a_duty_that_lacks_other_facts_says_so() -> None:
    call = {"id": "u1", "type": "underretning_modtaget", "at": _CALL}
    said = _changes([call], [call | {"overgreb": False}])
    assert "uafklaret; der mangler andre oplysninger\n" in said
