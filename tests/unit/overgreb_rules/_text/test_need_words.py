"""What is not told of a duty of an answer."""

from __future__ import annotations

from overgreb_rules import Case, Rulebook, agenda, evaluate
from overgreb_rules._text.formatting import format_event
from overgreb_rules._text.need_words import format_needs, format_not_told
from tests.fixtures.rendered_evaluations import build_obligation

_BEGUN = {"case_id": "A", "events": [{"id": "i1", "type": "indsats_ivaerksat", "at": "2022-03-03T10:00:00+01:00"}]}
_AT = "2022-03-04T10:00:00+01:00"
_RULE = "sel-70-opfoelgning-3-maaneder"
_SAYS = "hvilken slags foranstaltning det er"
BOOK = Rulebook.load(matcher="reference")


def test_the_needs_of_a_duty_are_clauses_in_one_list() -> None:
    duty = build_obligation(status="undetermined", needs=("anonym", "screening_foretaget"))
    assert format_needs(duty, "da") == "om underretteren er anonym, og om screeningen er foretaget"
    assert format_needs(duty, "en") == "whether the notifier is anonymous, and whether the screening has been done"


def test_the_needs_have_the_words_of_the_act_and_of_the_event() -> None:
    (duty,) = (
        one for one in evaluate(Case.model_validate(_BEGUN), at=_AT, rulebook=BOOK).obligations if one.rule == _RULE
    )
    assert format_needs(duty, "da") == _SAYS
    assert f"ikke oplyst, {_SAYS}." in duty.explanation.da


def test_an_agenda_has_the_same_words() -> None:
    (item,) = agenda([_BEGUN], at=_AT, rulebook=BOOK, rule=_RULE).items
    assert format_not_told(item, "da") == f"ikke oplyst: {_SAYS}"


def test_an_act_and_an_event_of_other_rules_have_the_words_of_the_newest_act() -> None:
    duty = build_obligation(needs=("anonym", "x"), law="x")
    duty = duty.model_copy(update={"opened_by": duty.opened_by.model_copy(update={"type": "x"})})
    assert format_needs(duty, "da") == "om underretteren er anonym, og x"


def test_what_is_not_told_is_a_line_and_nothing_where_all_is_told() -> None:
    duty = build_obligation(status="undetermined", needs=("overgreb",))
    assert format_not_told(duty, "da") == "ikke oplyst: om der er viden eller mistanke om overgreb"
    assert format_not_told(duty, "en").startswith("not told: whether ")
    assert not format_not_told(build_obligation(), "da")


def test_the_needs_and_the_events_of_a_duty_of_an_unborn_child_have_the_words_of_its_rule() -> None:
    rule = "sel-50-9-kommende-foraeldre-4-maaneder"
    duty = build_obligation(rule=rule, law="serviceloven", needs=("undersoegelse_besluttet",))
    assert format_needs(duty, "da") == "om undersøgelsen af de vordende forældre er besluttet"
    assert format_event("undersoegelse_afsluttet", duty, "da") == "undersøgelse af vordende forældre afsluttet"
    assert format_event("undersoegelse_afsluttet", None, "da") == "børnefaglig undersøgelse afsluttet"
