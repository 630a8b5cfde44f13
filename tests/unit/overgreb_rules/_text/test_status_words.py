"""The words of the statuses: every status has all of them, in both languages, as sentences that end once."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import shutil
from pathlib import Path
from typing import get_args

import pytest

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._duties.status import STATUS_ORDER
from overgreb_rules._text import cause_words, status_sentence
from overgreb_rules._text.status_words import STATUS_WORDS, choose_contested, format_advice, format_status, format_tally
from overgreb_rules.evaluation import Closed, StatusWord
from overgreb_rules.rulebook import default_rulebook
from tests.fixtures.paths import RULES
from tests.fixtures.rendered_evaluations import AT, build_obligation

_SENTENCES = [
    (status, text)
    for status, words in STATUS_WORDS.items()
    for both in (*words.sentences.values(), words.advice)
    for text in (both.da, both.en)
]


def test_every_status_has_words_in_the_order_of_urgency() -> None:
    assert tuple(STATUS_WORDS) == STATUS_ORDER == get_args(StatusWord)


def test_no_two_statuses_have_the_same_label() -> None:
    for language in ("da", "en"):
        assert len({format_status(status, language) for status in STATUS_ORDER}) == 15


@pytest.mark.parametrize(("status", "sentence"), _SENTENCES)
def test_a_sentence_on_a_status_begins_with_a_large_letter_or_a_slot_and_ends_with_one_full_stop(
    status: str, sentence: str
) -> None:
    assert sentence[0].isupper() or sentence[0] == "{", status
    assert sentence.endswith(".")
    assert ".." not in sentence
    assert not re.search('«.*»|"', sentence)


def test_every_variant_of_a_sentence_is_named_where_sentences_are_chosen() -> None:
    source = "".join(inspect.getsource(part) for part in (status_sentence, cause_words, choose_contested))
    variants = {(status, variant) for status, words in STATUS_WORDS.items() for variant in words.sentences}
    assert [one for one in sorted(variants) if f'"{one[1]}"' not in source] == []


def test_a_tally_is_right_for_one_and_for_many_and_leaves_out_what_is_not_there() -> None:
    statuses: list[StatusWord] = ["open", "overdue", "open", "contested"]
    assert format_tally(statuses, "da") == "Overskredet: 1 · Måske overskredet: 1 · Åben: 2"
    assert format_tally(statuses, "en") == "Overdue: 1 · Contested: 1 · Open: 2"
    assert not format_tally([], "da")


def test_the_advice_on_a_running_deadline_names_the_safe_date() -> None:
    duty = build_obligation(due=(dt.date(2026, 11, 28), dt.date(2026, 12, 1)))
    assert format_advice(duty, "da") == "Planlæg det, så det sker senest lørdag den 28. november 2026."


@pytest.mark.parametrize("status", STATUS_ORDER)
def test_every_status_has_advice_that_leaves_no_slot_open(status: StatusWord) -> None:
    for language in ("da", "en"):
        assert "{" not in format_advice(build_obligation(status=status), language)


def test_an_overdue_duty_whose_breach_makes_something_lapse_points_to_what_has_lapsed() -> None:
    rule = next(rule for rule in default_rulebook().rules if rule.breach is not None and rule.breach.lapse is not None)
    duty = build_obligation(rule=rule.id, status="overdue")
    assert format_advice(duty, "da") == "Se, hvad der er bortfaldet, under »Hvis fristen overskrides«."
    assert format_advice(build_obligation(status="overdue"), "da").startswith("Pligten gælder stadig")


def test_what_has_lapsed_is_what_the_rules_of_the_caller_say(tmp_path: Path) -> None:
    """The advice followed the packaged rules although a folder of the caller had answered."""
    folder = shutil.copytree(RULES, tmp_path / "rules")
    path: Path = folder / "barnets_lov" / "bl-143-4-godkendelse-7-dage.yaml"
    text = path.read_text(encoding="utf-8")
    assert "  lapse:" in text
    path.write_text(text.replace("  lapse:", "  remedy:"), encoding="utf-8")
    execution = {"type": "foreloebig_afgoerelse_ivaerksat", "at": "2026-03-02T10:00+01:00", "art": "anbringelse"}
    case = Case.model_validate({"case_id": "A-1", "events": [{"id": "f1", "af": "formand", **execution}]})
    advice = {}
    for name, book in (("packaged", Rulebook.load()), ("folder", Rulebook.load(folder))):
        answer = evaluate(case, at="2026-03-10T12:00:00+01:00", rulebook=book)
        [duty] = [one for one in answer.obligations if one.rule == path.stem]
        assert duty.status == "overdue"
        advice[name] = format_advice(duty, "da")
    assert advice["packaged"] == "Se, hvad der er bortfaldet, under »Hvis fristen overskrides«."
    assert advice["folder"].startswith("Pligten gælder stadig")


_TOO_LATE = ({"id": "p1", "type": "plan_udarbejdet", "at": "2024-02-02T10:00:00+01:00", "of": "a1"},)


@pytest.mark.parametrize(("acts", "asks"), [((), True), (_TOO_LATE, False)])
def test_an_act_that_came_too_late_is_not_asked_for(acts: tuple[dict[str, object], ...], *, asks: bool) -> None:
    """The advice was to record when it was done, beside an explanation that told it."""
    placed = {"id": "a1", "type": "anbringelse_besluttet", "at": "2024-02-01T10:00:00+01:00", "samtykke": False}
    case = Case.model_validate({"case_id": "A-1", "events": [placed, *acts]})
    duties = evaluate(case, at="2024-03-01T10:00:00+01:00").obligations
    [duty] = [one for one in duties if one.rule == "bl-91-2-plan-foer-tvang"]
    assert duty.status == "breached"
    assert ("så registrer hvornår" in format_advice(duty, "da")) == asks


def test_an_act_before_its_first_lawful_day_is_not_asked_for() -> None:
    duty = build_obligation(status="breached", modality="window")
    assert format_advice(duty, "da") == "Det kan ikke gøres om. Skriv i sagen, hvorfor pligten ikke blev overholdt."


def test_a_permission_that_is_undetermined_is_not_called_a_duty() -> None:
    duty = build_obligation(status="undetermined", modality="may")
    assert format_advice(duty, "da") == "Registrer det, der mangler."


def test_in_a_closed_case_there_is_nothing_to_do() -> None:
    duty = build_obligation(status="overdue", closed=Closed(by="s1", at=AT, grund=None))
    assert format_advice(duty, "da") == "Intet."
