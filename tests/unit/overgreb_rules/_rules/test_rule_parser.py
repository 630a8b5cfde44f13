"""A rule file becomes a rule of the model, or is refused with place and what is allowed."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.clock_model import Clock, DateFact, LeadTime, Origin, Span
from overgreb_rules._rules.conditions import EventPattern
from overgreb_rules._rules.model import LaterOf, Rule
from overgreb_rules._rules.rule_parser import parse_rule
from tests.fixtures.rule_texts import build_node, build_rule_text, build_vocabulary

VOCABULARY = build_vocabulary()
HOURS = Span(24, "hours")


def _parse(**lines: str) -> Rule:
    return parse_rule(build_node(build_rule_text(**lines)), VOCABULARY, ("loven", "en_ny_lov"))


def test_a_rule_says_who_must_do_what_and_when() -> None:
    rule = _parse()
    assert (rule.id, rule.law, rule.modality, rule.bearer) == ("r-1", "loven", "must", "kommunen")
    assert (rule.triggers, rule.met_by) == (("meldt",), (EventPattern("vurderet"),))
    assert rule.clock == Clock(HOURS, HOURS, "elapsed")


def test_any_law_of_the_rulebook_can_have_rules() -> None:
    assert _parse(law="en_ny_lov").law == "en_ny_lov"


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("none", Clock()),
        (
            "{within: {strict: 1 week, lenient: 2 weeks}, count: weeks}",
            Clock(Span(1, "weeks"), Span(2, "weeks"), "weeks"),
        ),
        (
            "{from: {fact: truffet}, within: 24 hours, count: elapsed}",
            Clock(
                HOURS, HOURS, "elapsed", strict_from=Origin("fact", "truffet"), lenient_from=Origin("fact", "truffet")
            ),
        ),
        ("{before: lukket}", Clock(before="lukket")),
        ("{before: trigger}", Clock(before="trigger")),
        ("{before: {trigger: truffet}}", Clock(before="trigger", before_fact="truffet")),
        ("{not_before: 2 months before barn.termin}", Clock(not_before=LeadTime(Span(2, "months"), "barn.termin"))),
        ("{given: {fact: truffet, of: lukket}}", Clock(date_fact=DateFact("truffet", ("lukket",)))),
    ],
)
def test_a_clock_is_read_as_it_is_written(text: str, clock: Clock) -> None:
    assert _parse(clock=text).clock == clock


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ({"law": "ukendt"}, "«ukendt» is unknown"),
        ({"clock": "{within: 24 days, count: elapsed}"}, "no span that elapsed counts"),
        ({"clock": "{not_before: 2 weeks before barn.termin}"}, "no time before a day of the case"),
        ({"clock": "{not_before: 2 months before barn.soeskende}"}, "no time before a day of the case"),
        ({"clock": "{before: {trigger: hvornaar}}"}, "«hvornaar» is unknown"),
        ({"may": "vurderet"}, "a rule says one of these"),
        ({"examples": "[]"}, "a rule without examples"),
        ({"whom": "kommunen"}, "the key «whom» is unknown"),
    ],
)
def test_a_rule_that_is_not_in_the_language_is_refused(lines: dict[str, str], what: str) -> None:
    with pytest.raises(RuleError) as refused:
        _parse(**lines)
    assert what in refused.value.what


def test_the_wordings_of_a_rule_follow_each_other_day_by_day() -> None:
    versions = "[{in_force: {from: 2024-01-01, to: 2024-12-31}}, {in_force: {from: 2025-01-01}, if: [overgreb: true]}]"
    rule = _parse(versions=versions)
    assert rule.version_on(dt.date(2024, 12, 31)) == rule.versions[0]
    assert rule.version_on(dt.date(2025, 1, 1)) == rule.versions[1]
    with pytest.raises(RuleError, match="day by day"):
        _parse(versions=versions.replace("2025-01-01", "2025-01-02"))


def test_a_rule_can_wait_for_the_later_of_two_events() -> None:
    rule = _parse(when="{later_of: {each: meldt, first_of: [besluttet]}}")
    assert rule.later_of == LaterOf(EventPattern("meldt"), (EventPattern("besluttet"),))
    assert rule.triggers == ("meldt", "besluttet")
