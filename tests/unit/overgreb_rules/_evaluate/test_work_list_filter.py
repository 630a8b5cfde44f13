"""Which duties an agenda holds."""

from __future__ import annotations

import re

import pytest

from overgreb_rules import Case, CaseError, Rulebook, evaluate
from overgreb_rules._evaluate.work_list_filter import AgendaFilter, group_of, read_count, read_kommune
from tests.fixtures.random_cases import random_case

BOOK = Rulebook.load(matcher="reference")
AT = "2026-03-03T12:00:00+01:00"
NOTIFIED = {"id": "u1", "type": "underretning_modtaget", "at": "2026-03-02T15:00:00+01:00"}
RESULT = evaluate(Case.model_validate({"case_id": "A", "events": [NOTIFIED]}), at=AT, rulebook=BOOK)


def test_a_running_duty_whose_time_ends_today_is_due_today() -> None:
    groups = {duty.rule: group_of(duty, RESULT.at) for duty in RESULT.obligations}
    assert groups["bl-136-2-vurdering-24-timer"] == "due_today"
    assert {groups[duty.rule] for duty in RESULT.obligations if duty.status == "open"} == {"open"}


def test_an_undetermined_duty_whose_strict_date_has_passed_is_a_group_of_its_own() -> None:
    later = evaluate(
        Case.model_validate({"case_id": "A", "events": [NOTIFIED]}), at="2026-04-03T12:00:00+02:00", rulebook=BOOK
    )
    undetermined = [duty for duty in later.obligations if duty.status == "undetermined" and duty.due is not None]
    groups = {duty.key: group_of(duty, later.at) for duty in undetermined}
    assert {*groups.values()} == {"past_due", "undetermined"}
    assert all((groups[duty.key] == "past_due") == (duty.due.ends.strict <= later.at) for duty in undetermined)


def test_a_filter_without_words_keeps_what_asks_for_something_now() -> None:
    kept = [duty for duty in RESULT.obligations if AgendaFilter().counts(duty, group_of(duty, RESULT.at))]
    assert {duty.status for duty in kept} <= {"pending", "due_soon", "open", "undetermined"}
    assert len(kept) < len(RESULT.obligations)


@pytest.mark.parametrize("asked", [set(), {"met"}, {"due_today"}, {"past_due", "waived"}, {"replaced", "expired"}])
def test_no_duty_that_is_counted_has_a_status_that_cannot_be_counted(asked: set[str]) -> None:
    wanted = AgendaFilter(statuses=frozenset(asked))
    for number in range(150):
        data, at = random_case(number)
        result = evaluate(Case.model_validate(data), at=at, rulebook=BOOK)
        counted = {duty.status for duty in result.obligations if wanted.counts(duty, group_of(duty, result.at))}
        assert counted <= wanted.counted_statuses()


@pytest.mark.parametrize(
    "words",
    [
        {"law": "barnets_lov"},
        {"rule": "bl-138-1-kvittering"},
        {"bearer": "kommunalbestyrelsen"},
        {"statuses": frozenset({"open", "pending", "due_today", "past_due", "met"})},
    ],
)
def test_words_of_the_rulebook_are_accepted(words: dict[str, object]) -> None:
    AgendaFilter(**words).check(BOOK.rules)  # type: ignore[arg-type]  # the words are of the right type


def test_an_unknown_word_names_its_own_filter() -> None:
    with pytest.raises(CaseError) as refused:
        AgendaFilter(law="barnets_lov", bearer="mor").check(BOOK.rules)
    assert refused.value.place == "bearer"
    assert "kommunalbestyrelsen" in str(refused.value)


def test_no_code_of_another_kommune_is_suggested() -> None:
    with pytest.raises(CaseError) as refused:
        AgendaFilter(kommune=9999).check(BOOK.rules)
    parts = refused.value.parts("da")
    assert (parts["value"], parts["mend"]) == ("«9999»", "ret koden")
    assert re.findall("[0-9]+", parts["allowed"] or "") == ["0751"]


def test_no_refusal_of_a_kommune_names_a_command_since_a_service_says_it_too() -> None:
    with pytest.raises(CaseError) as no_code:
        read_kommune("Aarhus", "?kommune")
    with pytest.raises(CaseError) as no_kommune:
        AgendaFilter(kommune=9999).check(BOOK.rules)
    for refused in (no_code, no_kommune):
        assert refused.value.parts("da")["allowed"] == "koden for en kommune, fx 0751"


def test_an_answer_can_be_narrowed_to_the_duties_that_are_meant() -> None:
    narrowed = AgendaFilter(rule="bl-138-1-kvittering").narrow(RESULT)
    assert [duty.rule for duty in narrowed.obligations] == ["bl-138-1-kvittering"]
    assert AgendaFilter().narrow(RESULT).obligations == RESULT.obligations


def test_a_duty_whose_time_ends_at_midnight_is_due_on_the_day_before() -> None:
    of_day = {"case_id": "A", "events": [{"id": "u1", "type": "underretning_modtaget", "at": "2026-03-02"}]}
    result = evaluate(Case.model_validate(of_day), at="2026-03-02T12:00:00+01:00", rulebook=BOOK)
    groups = {duty.rule: group_of(duty, result.at) for duty in result.obligations}
    assert groups["bl-136-2-vurdering-24-timer"] == "due_today"


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("300", 300)])
def test_a_count_within_its_bounds_is_read(text, number) -> None:
    assert read_count(text, "--limit", 300, least=0) == number


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "+7", " 7", "7.0", "0", "301", "²", "٧", pytest.param("9" * 5_000, id="long")]
)
def test_a_count_outside_its_bounds_is_refused_with_them(text) -> None:
    with pytest.raises(CaseError) as refused:
        read_count(text, "--limit", 300)
    parts = refused.value.parts("en")
    assert (parts["place"], parts["allowed"]) == ("--limit", "a whole number from 1 to 300")
