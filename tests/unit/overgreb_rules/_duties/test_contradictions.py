"""What cannot be so is told in a warning, by the names of the events and their times, and changes no status."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules.arrow import evaluate_arrow, tables_of
from tests.fixtures.event_logs import BOOK, LATER, build_event

_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False)
_CODES = {"answer_before_trigger", "known_after_received", "birth_contradicts", "unknown_kommune"}


def _warnings(*events: dict[str, object], **case: object) -> list[tuple[str, str, str]]:
    """The contradictions of a case by itself, which are those of the same case in a table."""
    told = {"case_id": "sag-1", "events": list(events), **case}
    answer = evaluate(Case.model_validate(told), at=LATER, rulebook=BOOK)
    (row,) = evaluate_arrow(*tables_of([told]), at=LATER, rulebook=BOOK).to_pylist()
    assert row["warnings"] == [{"code": one.code, "da": one.da, "en": one.en} for one in answer.warnings]
    return [(one.code, one.da, one.en) for one in answer.warnings if one.code in _CODES]


@pytest.mark.parametrize("of", [None, "u1"])
def test_a_receipt_two_seconds_before_its_notification(of: str | None) -> None:
    receipt = {**build_event("k1", "kvittering_sendt", 3, of=of), "at": "2025-03-03T11:59:58+01:00"}
    ((code, da, en),) = _warnings(_NOTIFIED, receipt)
    assert code == "answer_before_trigger"
    assert da.startswith(
        "»Modtagelsen bekræftet over for underretteren« mandag den 3. marts 2025 kl. 11.59 ligger før "
    )
    assert da.endswith("før »underretning modtaget« mandag den 3. marts 2025 kl. 12.00. Er tidspunkterne rigtige?")
    assert en.endswith("Are the times right?")


def test_of_two_events_of_one_name_and_time_the_id_tells_which_is_meant() -> None:
    receipts = [build_event(f"k{number}", "kvittering_sendt", 2, of=f"u{number}") for number in (1, 2)]
    answers = _warnings(_NOTIFIED, {**_NOTIFIED, "id": "u2"}, *receipts)
    late = {**_NOTIFIED, "kendt_fra": "2025-03-04T12:00:00+01:00"}
    born, *known = _warnings(late, {**late, "id": "u2"}, barn={"foedselsdato": "2025-03-04"})
    for number in (1, 2):
        assert f" (k{number}) ligger før " in answers[number - 1][1]
        for _, da, _ in (answers[number - 1], known[number - 1]):
            assert da.endswith(f"kl. 12.00 (u{number}). Er tidspunkterne rigtige?")
    assert born[1].endswith("kl. 12.00 (u1): barnet var ikke født.")


@pytest.mark.parametrize(("second", "said"), [(58, "1 sekund"), (57, "2 sekunder")])
def test_times_of_one_minute_are_told_apart_by_their_seconds(second: int, said: str) -> None:
    notified = {**_NOTIFIED, "at": "2025-03-03T12:00:59+01:00"}
    receipt = {**build_event("k1", "kvittering_sendt", 3), "at": f"2025-03-03T12:00:{second}+01:00"}
    ((_, da, _),) = _warnings(notified, receipt)
    assert f" kl. 12.00 ligger {said} før »underretning modtaget« mandag den 3. marts 2025 kl. 12.00." in da
    known = {**_NOTIFIED, "at": receipt["at"], "kendt_fra": notified["at"]}
    ((_, da, _),) = _warnings(known)
    assert f"er modtaget {said} før, mandag den 3. marts 2025 kl. 12.00." in da


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([build_event("k1", "kvittering_sendt", 3)], id="at the same instant"),
        pytest.param([{"id": "k1", "type": "kvittering_sendt", "at": "2025-03-03"}], id="by the day alone"),
        pytest.param(
            [build_event("u0", "underretning_modtaget", 1, anonym=False), build_event("k1", "kvittering_sendt", 2)],
            id="it answers an earlier one",
        ),
        pytest.param([build_event("t1", "boernesamtale_afholdt", 1)], id="it can be about things of several kinds"),
    ],
)
def test_an_answer_that_can_be_right_is_no_contradiction(events: list[dict[str, object]]) -> None:
    assert _warnings(_NOTIFIED, *events) == []


def test_an_assessment_between_call_and_letter_is_no_contradiction() -> None:
    letter = {**_NOTIFIED, "kendt_fra": "2025-03-02T12:00:00+01:00"}
    early = {**build_event("v1", "underretning_vurderet", 2, of="u1"), "at": "2025-03-02T18:00:00+01:00"}
    assert _warnings(letter, early) == []
    assert [code for code, *_ in _warnings(_NOTIFIED, early)] == ["answer_before_trigger"]


@pytest.mark.parametrize(("known", "codes"), [(2, []), (3, []), (4, ["known_after_received"])])
def test_a_content_that_was_known_only_after_it_was_received(known: int, codes: list[str]) -> None:
    notified = {**_NOTIFIED, "kendt_fra": f"2025-03-0{known}T12:00:00+01:00"}
    assert [code for code, *_ in _warnings(notified)] == codes


@pytest.mark.parametrize(
    ("born", "unborn", "codes"),
    [
        ("2025-03-03", False, []),
        ("2025-03-04", False, ["birth_contradicts"]),
        ("2025-03-04", None, ["birth_contradicts"]),
        ("2025-03-04", True, []),
    ],
)
def test_a_child_that_was_born_after_a_notification(born: str, unborn: bool | None, codes: list[str]) -> None:
    facts = {} if unborn is None else {"ufoedt": unborn}
    found = _warnings({**_NOTIFIED, **facts}, barn={"foedselsdato": born})
    assert [code for code, *_ in found] == codes
    assert all(da.endswith("barnet var ikke født.") for _, da, _ in found)


@pytest.mark.parametrize(
    ("born", "at", "codes"),
    [
        ("2007-03-04", "2025-03-03", []),
        ("2007-03-03", "2025-03-03", ["birth_contradicts"]),
        ("2004-02-29", "2022-02-28", []),
        ("2004-02-29", "2022-03-01", ["birth_contradicts"]),
    ],
)
def test_a_young_person_of_18_on_the_day_of_the_trigger(born: str, at: str, codes: list[str]) -> None:
    found = _warnings({**_NOTIFIED, "at": at}, barn={"foedselsdato": born})
    assert [code for code, *_ in found] == codes
    assert all("den unge var fyldt 18 år" in da for _, da, _ in found)


@pytest.mark.parametrize(("kommune", "codes"), [(751, []), (999, ["unknown_kommune"]), (12, ["unknown_kommune"])])
def test_a_kommune_that_does_not_exist(kommune: int, codes: list[str]) -> None:
    found = _warnings(_NOTIFIED, kommune=kommune)
    assert [code for code, *_ in found] == codes
    assert all(f"{kommune:04}" in da for _, da, _ in found)
