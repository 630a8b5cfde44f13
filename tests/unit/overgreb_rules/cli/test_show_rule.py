"""`rules show` leaves nothing of a rule file out: a key that is taken out or changed changes what it says."""

from __future__ import annotations

import ast
import copy
import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules import clock_parser, condition_parser, event_pattern_parser, rule_parser
from overgreb_rules._rules.legal_state import Terms
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_parser import parse_rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_rules, read_rules
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.cli._show_rule import format_rule, format_rule_as_law
from overgreb_rules.shared.strict_yaml import Document

RULES = RuleSet.load()
SOURCE = read_rules(packaged_rules())
TERMS = Terms.parse(SOURCE.node("terms.yaml"), RULES.vocabulary.events)
FILES = {rule.id: SOURCE.documents[f"{rule.law}/{rule.id}.yaml"] for rule in RULES}
ASSESSMENT, RENEWAL = "bl-136-2-vurdering-24-timer", "bl-50-genbehandling-2-aar"
WITHOUT_EXAMPLE: dict[str, tuple[str, tuple[str, ...], Any]] = {
    "within_for": (
        RENEWAL,
        ("clock", "within_for"),
        {"genbehandling_besluttet": {"strict": "1 year", "lenient": "2 years"}},
    ),
    "from_age": (ASSESSMENT, ("from_age",), {"age": 16, "says": {"da": "Fra 16.", "en": "From 16."}}),
    "age": (ASSESSMENT, ("from_age",), {"age": 17, "says": {"da": "Fra 16.", "en": "From 16."}}),
    "says": (ASSESSMENT, ("from_age",), {"age": 16, "says": {"da": "Fra den alder.", "en": "From that age."}}),
    "until": (ASSESSMENT, ("unless",), [{"screening_foretaget": {}, "until": ["indsats_ophoert"]}]),
    "earliest_of": (ASSESSMENT, ("clock", "earliest_of"), ["undersoegelse_afsluttet"]),
    "all_of": (ASSESSMENT, ("if",), [{"all_of": [{"overgreb": True}, {"anonym": False}]}]),
    "known_to_be": (ASSESSMENT, ("if",), [{"afsender": {"known_to_be": "borger"}}]),
    "not_known_to_be": (ASSESSMENT, ("if",), [{"afsender": {"not_known_to_be": "borger"}}]),
    "not": (ASSESSMENT, ("if",), [{"afsender": {"not": "borger"}}]),
    "at_least": ("bl-133-2-skolefravaer", ("if",), [{"procent": {"at_least": 16}}]),
    "latest": (ASSESSMENT, ("if",), [{"latest": {"anbringelse_besluttet": {"samtykke": True}}}]),
    "none": (ASSESSMENT, ("if",), [{"latest": {"anbringelse_besluttet": {"samtykke": True}, "none": False}}]),
    "child_is_at_least": (ASSESSMENT, ("if",), [{"child_is_at_least": 15}]),
    "child_is_under": (ASSESSMENT, ("if",), [{"child_is_under": 15}]),
    "child_is_between": (ASSESSMENT, ("if",), [{"child_is_between": [15, 17]}]),
    "known_to_be_at_least": (ASSESSMENT, ("if",), [{"known_to_be_at_least": 15}]),
    "not_known_to_be_at_least": (ASSESSMENT, ("if",), [{"not_known_to_be_at_least": 15}]),
    "state": (ASSESSMENT, ("if",), [{"state": "anbragt"}]),
    "not_state": (ASSESSMENT, ("if",), [{"not_state": "anbragt"}]),
    "happened": (ASSESSMENT, ("if",), [{"happened": "indsats_ophoert"}]),
    "not_happened": (ASSESSMENT, ("if",), [{"not_happened": "indsats_ophoert"}]),
    "not_about": (ASSESSMENT, ("if",), [{"not_about": ["indsats_ophoert"]}]),
    "happened_in_the_year_before": (ASSESSMENT, ("if",), [{"happened_in_the_year_before": "indsats_ophoert"}]),
    "not_happened_in_the_year_before": (ASSESSMENT, ("if",), [{"not_happened_in_the_year_before": "indsats_ophoert"}]),
    "asks_after_due": (ASSESSMENT, ("clock", "asks_after_due"), ["revideret"]),
    "not_named_by": (ASSESSMENT, ("if",), [{"not_named_by": {"hjemgivelse_stillingtagen": "hjemgivelse_besluttet"}}]),
    "each": (
        ASSESSMENT,
        ("when",),
        {"later_of": {"each": "underretning_modtaget", "first_of": ["screening_foretaget"]}},
    ),
    "asked": (
        "rsl-67-klage-4-uger",
        ("clock", "interrupted_by"),
        [{"asked": "aktindsigt_anmodet", "answered": "aktindsigt_afgjort", "if": "afbryder_klagefristen"}],
    ),
    "covers": (ASSESSMENT, ("covers",), ["§ 136, stk. 2"]),
    "not_modelled": (ASSESSMENT, ("not_modelled",), [{"da": "Noget andet.", "en": "Something else."}]),
    "certainty_for": (RENEWAL, ("certainty_for",), {"anbringelse_besluttet": "secondary"}),
}
"""A value for each key that few or no rule files have, and where it goes."""
FOLLOWED = "bl-26-3-kommende-foraeldre-4-maaneder"
IN_TWO_PLACES: dict[str, tuple[str, dict[tuple[str, ...], Any]]] = {
    "as": ("bl-20-3-foreloebig-vurdering", {("when", "follows"): FOLLOWED, ("clock", "as"): FOLLOWED}),
    "follows": ("bl-20-3-foreloebig-vurdering", {("when", "follows"): FOLLOWED, ("clock", "as"): FOLLOWED}),
    "rests_while": (
        "bl-102-1-hjemgivelse-7-dage",
        {("clock", "rests_while"): "anbragt", ("unless",): [{"state": "anbragt"}]},
    ),
}
"""Keys whose value another key repeats, and a change of both at once."""
ONE_VALUE = {"breach_by", "later_of", "window"}
"""Keys beside which nothing else can stand: what is below them is tried."""
OFTEN_POSSIBLE = ("indsats_ophoert", "undersoegelse_besluttet", "kendt_fra", "never")
NAMES = {"id", "law"}
"""Keys whose values are the names by which everything else is found: asserted one by one."""
NOT_A_KEY = {"calendar", "event_types", "type"}
"""Other constants beside the keys in the calls of the parsers."""
SHARED = {"examples", "says", "barn", "events", "at", "gives", "due", "status", "met_by", "needs", "clock_start"}
"""Keys of the examples, which `--examples` shows as they stand."""


def _keys_of_the_form() -> set[str]:
    """Every key that the parsers of a rule file read: `node["key"]`, `node.get("key")`, `node.names((…))`, lists."""
    found = {*rule_parser._KEYS, *clock_parser._CLOCK_KEYS, *condition_parser._FORMS}
    for module in (rule_parser, clock_parser, condition_parser, event_pattern_parser):
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                found.add(node.slice.value)
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"get", "names"}:
                found.update(one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
    return {key for key in found if isinstance(key, str) and key}


def _show(rule_id: str, data: object) -> tuple[Rule, str] | None:
    """The rule with other data, and what is shown of it in both languages; None where the form refuses them."""
    document: Document = FILES[rule_id]
    try:
        rule = parse_rule(Node(document, data), RULES.vocabulary, RULES.laws, TERMS)
        rules = RULES.with_rule(rule)
        return rule, "".join(format_rule(rule, rules, language, examples=True) for language in ("da", "en"))
    except (RuleError, KeyError, ValueError):
        return None


def _places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*path, key)
            yield from _places(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _places(value, (*path, index))


def _changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    new = copy.deepcopy(data)
    parent = new
    for step in path[:-1]:
        parent = parent[step]
    if value is None:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return new


def _other_values(value: Any, seen: list[Any]) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, dt.date):
        yield value + dt.timedelta(days=1)
    elif isinstance(value, list) and len(value) > 1:
        yield value[:-1]
    yield from (other for other in (*seen, *OFTEN_POSSIBLE) if other != value)
    if isinstance(value, str):
        yield f"{value} ¤"


def _mean_the_same(value: Any, other: Any) -> bool:
    """Whether both say the same of a truth: not true is false."""
    return [value, other] in ([False, {"not": True}], [{"not": True}, False])


def _values_by_key() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for document in FILES.values():
        for path in _places(document.data):
            value: Any = document.data
            for step in path:
                value = value[step]
            if value not in found[path[-1]] and len(found[path[-1]]) < 40:
                found[path[-1]].append(value)
    return found


KEYS = _keys_of_the_form()
VALUES = _values_by_key()
PLACES: dict[str, list[tuple[str, tuple[Any, ...]]]] = defaultdict(list)
for _rule_id, _document in FILES.items():
    for _path in _places(_document.data):
        if _path[0] not in {"examples", *NAMES} and len(PLACES[_path[-1]]) < 6:
            PLACES[_path[-1]].append((_rule_id, _path))


@pytest.mark.parametrize("key", sorted(PLACES, key=str))
def test_a_key_that_is_taken_out_or_changed_changes_what_is_shown(key: str) -> None:
    count = 0
    for rule_id, path in PLACES[key]:
        data: Any = FILES[rule_id].data
        value = data
        for step in path:
            value = value[step]
        before = _show(rule_id, data)
        assert before is not None
        changes = (None, *(other for other in _other_values(value, VALUES[key]) if not _mean_the_same(value, other)))
        tried = (_show(rule_id, _changed(data, path, change)) for change in changes)
        others = list(itertools.islice((one for one in tried if one is not None and one[0] != before[0]), 2))
        assert all(other[1] != before[1] for other in others), f"{rule_id}: {path} can be changed unseen"
        count += len(others)
    assert count or key in (ONE_VALUE | set(WITHOUT_EXAMPLE) | set(IN_TWO_PLACES)) or key not in KEYS


@pytest.mark.parametrize("key", IN_TWO_PLACES)
def test_a_key_that_another_key_repeats_is_shown_when_both_change(key: str) -> None:
    rule_id, changes = IN_TWO_PLACES[key]
    data: Any = FILES[rule_id].data
    changed = data
    for path, value in changes.items():
        changed = _changed(changed, path, value)
    before, after = _show(rule_id, data), _show(rule_id, changed)
    assert before is not None
    assert after is not None
    assert after[1] != before[1]


@pytest.mark.parametrize("key", WITHOUT_EXAMPLE)
def test_a_key_that_few_rules_have_is_shown_where_it_stands(key: str) -> None:
    rule_id, path, value = WITHOUT_EXAMPLE[key]
    data: Any = FILES[rule_id].data
    before, after = _show(rule_id, data), _show(rule_id, _changed(data, path, value))
    assert before is not None
    assert after is not None
    assert after[1] != before[1]


def test_every_key_of_the_rule_form_is_tried() -> None:
    assert (
        _keys_of_the_form() - {str(key) for key in PLACES} - set(WITHOUT_EXAMPLE) - NAMES - SHARED - NOT_A_KEY == set()
    )


def test_the_id_and_the_law_head_what_is_shown() -> None:
    rule = RULES.by_id[ASSESSMENT]
    first, _, legal_basis, *_ = format_rule(rule, RULES, "da").splitlines()
    assert first == f"{rule.title.da} ({ASSESSMENT})"
    assert legal_basis.startswith("Hjemmel: barnets lov § 136, stk. 2")


def test_the_examples_are_shown_only_where_they_are_asked_for() -> None:
    rule = RULES.by_id[ASSESSMENT]
    short, long = (format_rule(rule, RULES, "en", examples=wanted) for wanted in (False, True))
    assert "Example: " not in short
    assert long.startswith(short)
    assert all(f"Example: {example.says.en}\n" in long for example in rule.examples)
    danish = format_rule(rule, RULES, "da", examples=True)
    assert all(f"Eksempel: {example.says.da}\n" in danish for example in rule.examples)


def test_a_rule_read_back_as_law_is_made_from_its_data_alone() -> None:
    rule = RULES.by_id[ASSESSMENT]
    assert format_rule_as_law(rule, RULES, "da").splitlines()[:4] == [
        "barnets lov § 136, stk. 2 (bl-136-2-vurdering-24-timer)",
        "Kommunalbestyrelsen skal vurdere underretningen.",
        "Udløses af »underretning modtaget«.",
        (
            "Senest 24 timer efter den udløsende hændelse, eller efter det tidspunkt, der er oplyst under »hvornår "
            "kommunen først kendte indholdet«, hvis det er tidligere."
        ),
    ]
    for each in RULES:
        shown = format_rule_as_law(each, RULES, "da")
        assert each.summary.da not in shown
        assert all(doubt.says.da not in shown for doubt in each.doubts)
