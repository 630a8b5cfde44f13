"""What would change if something happened."""

from __future__ import annotations

import json

import pytest

from overgreb_rules import Case, CaseError, Evaluation, Rulebook, evaluate
from overgreb_rules._evaluate.what_if import Supposition, add_supposed_events, changes, what_if

AT = "2026-03-03T12:00:00+01:00"
BOOK = Rulebook.load(matcher="reference")


def _case(*events: dict[str, object]) -> Case:
    return Case.model_validate({"case_id": "A-1", "events": list(events)})


NOTIFIED = {"id": "u1", "type": "underretning_modtaget", "at": "2026-03-03T10:00:00+01:00"}


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


@pytest.mark.parametrize("made", [0, 1])
def test_the_id_that_a_supposed_event_is_given_is_that_of_no_other_one(made: int) -> None:
    of_an_answer = {"id": f"antaget-{made + 1}", "type": "kvittering_sendt", "at": "2026-03-04"}
    suppose: list[Supposition] = [of_an_answer]
    suppose.insert(made, "underretning_vurderet@2026-03-04T09:00;of=u1")
    _, events = add_supposed_events(_case(NOTIFIED), suppose)
    assert events[made].id == f"antaget-{made + 1}'"


def test_an_id_of_a_supposed_event_that_is_no_text_is_refused() -> None:
    event = {"id": ["x"], "type": "kvittering_sendt", "at": "2026-03-04"}
    with pytest.raises(CaseError, match="/suppose/0/id"):
        add_supposed_events(_case(NOTIFIED), [event])


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


def test_a_key_that_stands_twice_is_shown_where_it_is_a_word_of_the_vocabulary_alone() -> None:
    twice = {
        "jens_hansen=1;jens_hansen=2": ("/suppose/0/«hidden»", "this stands twice (number 4)"),
        "akut_behov=true;akut_behov=false": ("/suppose/0/akut_behov", "this stands twice"),
        "at=2026-03-04": ("/suppose/0/at", "this stands twice"),
    }
    for more, shown in twice.items():
        with pytest.raises(CaseError) as refused:
            add_supposed_events(_case(NOTIFIED), [f"underretning_vurderet@2026-03-04T09:00;{more}"])
        assert (refused.value.place, refused.value.what.en) == shown
        assert "hansen" not in refused.value.message("da")


def test_an_unknown_key_is_named_by_its_place_in_what_was_written() -> None:
    with pytest.raises(CaseError, match="number 3") as refused:
        add_supposed_events(_case(NOTIFIED), ["underretning_vurderet@2026-03-04T09:00;jens_hansen=1"])
    assert refused.value.place == "/suppose/0/«hidden»"


def test_more_supposed_events_than_a_case_can_have_are_refused_as_what_is_supposed() -> None:
    with pytest.raises(CaseError, match="1001 events") as refused:
        add_supposed_events(_case(NOTIFIED), ["familie_flyttet@2026-03-04"] * 1_000)
    assert refused.value.place == "/suppose"
