"""A rulebook in an older form is compared as data, and by the answers that its examples had."""

from __future__ import annotations

from typing import Any

from overgreb_rules import Rulebook
from overgreb_rules._rulecheck.older_form import OlderDifference, compare_older_form, is_older_form
from overgreb_rules._rules.source import RuleSource, load_source, packaged_rules
from overgreb_rules.shared.strict_yaml import Document, Place

_TODAY = load_source(packaged_rules())
_BOOK = Rulebook.load(matcher="reference")
_RULE = "bl-133-2-skolefravaer"
_EXAMPLE = {
    "says": "absent for 15 per cent",
    "events": [
        {"id": "f1", "type": "ulovligt_skolefravaer", "at": "2025-03-03T10:00+01:00", "procent": 15, "folkeskole": True}
    ],
    "at": "2025-03-10T10:00+01:00",
    "gives": {"f1": {"status": "open"}},
}


def _older(like: str = _RULE, **changed: Any) -> RuleSource:
    now: Any = _TODAY.node(f"barnets_lov/{like}.yaml").value
    rule = {**now, "examples": [_EXAMPLE], **changed}
    files = {
        "vocabulary.yaml": {"version": 1},
        "rulebook.yaml": {"laws": {"barnets_lov": {}}},
        f"barnets_lov/{rule['id']}.yaml": rule,
    }
    return RuleSource({name: Document(name, data, {(): Place(name, 1)}) for name, data in files.items()}, "0")


def _compare(older: RuleSource) -> list[OlderDifference]:
    return [one for one in compare_older_form(older, _TODAY, _BOOK) if one.kind != "appears"]


def test_the_version_of_the_vocabulary_tells_an_older_form() -> None:
    assert is_older_form(_older())
    assert not is_older_form(_TODAY)


def test_a_rule_that_says_and_answers_the_same_is_no_difference() -> None:
    assert _compare(_older()) == []


def test_one_event_alone_says_the_same_as_a_list_of_one() -> None:
    assert _compare(_older(must=["underretning_sendt"])) == []


def test_other_words_of_a_breach_decide_nothing() -> None:
    examples = [{**_EXAMPLE, "gives": {}}]
    words = {"da": "andre ord", "en": "other words"}
    assert _compare(_older("bl-136-2-vurdering-24-timer", breach=words, examples=examples)) == []


def test_a_part_that_reads_otherwise_is_named() -> None:
    (one,) = _compare(_older(when="grund_til_underretning"))
    assert (one.rule, one.kind, one.parts, one.witness) == (_RULE, "reads otherwise", ("when",), None)


def test_an_older_answer_that_is_another_today_is_told_with_its_witness() -> None:
    (one,) = _compare(_older(examples=[{**_EXAMPLE, "gives": {"f1": {"status": "overdue"}}}]))
    assert (one.kind, one.parts, one.at) == ("answers otherwise", (), _EXAMPLE["at"])
    assert one.says is not None
    assert one.says.en == "f1: status is open, not overdue"
    assert one.witness is not None
    assert one.witness["case_id"] == _RULE


def test_an_example_that_is_no_case_any_more_is_told_with_the_reason() -> None:
    (one,) = _compare(_older(examples=[{**_EXAMPLE, "events": [{"id": "x", "type": "ukendt", "at": "2025-03-03"}]}]))
    assert one.kind == "answers otherwise"
    assert one.witness == {"events": [{"id": "x", "type": "ukendt", "at": "2025-03-03"}]}


def test_a_rule_of_one_rulebook_alone_appears_or_disappears() -> None:
    found = {one.rule: one.kind for one in compare_older_form(_older(id="bl-0-gammel"), _TODAY, _BOOK)}
    assert found["bl-0-gammel"] == "disappears"
    assert found[_RULE] == "appears"
    assert len(found) == len(_BOOK.rules.by_id) + 1
