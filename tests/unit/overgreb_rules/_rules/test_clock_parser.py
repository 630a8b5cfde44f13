"""The clock of a rule file becomes a clock of the model, or is refused."""

from __future__ import annotations

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.clock_model import (
    AgeLimit,
    Clock,
    DateFact,
    Interruption,
    LeadTime,
    LowerEnd,
    Origin,
    ParallelCase,
    ParallelStep,
    Span,
    Suspension,
)
from overgreb_rules._rules.clock_parser import COUNTS, parse_clock
from overgreb_rules._rules.conditions import EventPattern
from tests.fixtures.rule_texts import build_node, build_terms, build_vocabulary

VOCABULARY, TERMS = build_vocabulary(), build_terms()
HOURS, WEEKS, YEAR = Span(24, "hours"), Span(4, "weeks"), Span(1, "years")
WEEKDAYS = Span(7, "arbejdsdage")
STOPS = TERMS.matter_stops_at


def _parse(text: str) -> Clock:
    return parse_clock(build_node(f"clock: {text}\n")["clock"], VOCABULARY, TERMS, ("meldt",))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("none", Clock()),
        (
            "{within: {strict: 24 hours, lenient: 48 hours}, count: elapsed}",
            Clock(HOURS, Span(48, "hours"), "elapsed"),
        ),
        (
            "{from: {fact: truffet}, within: 24 hours, count: elapsed}",
            Clock(
                HOURS, HOURS, "elapsed", strict_from=Origin("fact", "truffet"), lenient_from=Origin("fact", "truffet")
            ),
        ),
        ("{before: lukket}", Clock(before="lukket", matter_stops_at=STOPS)),
        ("{before: trigger, own_triggers: true}", Clock(before="trigger", own_triggers=True, matter_stops_at=STOPS)),
        ("{before: {trigger: truffet}}", Clock(before="trigger", before_fact="truffet", matter_stops_at=STOPS)),
        (
            "{before: trigger, lower_end: {latest: lukket}}",
            Clock(before="trigger", matter_stops_at=STOPS, lower_end=LowerEnd("latest", ("lukket",))),
        ),
        (
            "{before: trigger, lower_end: {earliest: [meldt, lukket], since: besluttet}}",
            Clock(
                before="trigger",
                matter_stops_at=STOPS,
                lower_end=LowerEnd("earliest", ("meldt", "lukket"), ("besluttet",)),
            ),
        ),
        ("{not_after: 6 months before the 18th birthday}", Clock(not_after=AgeLimit(18, 6))),
        ("{within: 7 arbejdsdage, count: weekdays}", Clock(WEEKDAYS, WEEKDAYS, "weekdays")),
        (
            "{within: 1 year, count: calendar, given: {fact: truffet, latest: 6 months}}",
            Clock(YEAR, YEAR, "calendar", date_fact=DateFact("truffet", latest=Span(6, "months"))),
        ),
        (
            "{given: {fact: truffet, of: lukket, without_term: two_readings}}",
            Clock(date_fact=DateFact("truffet", ("lukket",), without_term_two_readings=True)),
        ),
        (
            (
                "{within: 4 weeks, count: weeks_roll, least_after: 14 days, "
                "interrupted_by: [{asked: meldt, answered: lukket, if: overgreb}]}"
            ),
            Clock(
                WEEKS,
                WEEKS,
                "weeks_roll",
                interruptions=(Interruption("meldt", "lukket", "overgreb"),),
                least_after=Span(14, "days"),
            ),
        ),
        (
            "{within: 1 year, count: calendar, suspended_by: [{from: meldt, to: lukket}]}",
            Clock(YEAR, YEAR, "calendar", suspensions=(Suspension("meldt", "lukket"),)),
        ),
        ("{not_before: 2 months before barn.termin}", Clock(not_before=LeadTime(Span(2, "months"), "barn.termin"))),
        ("{given: {fact: truffet, of: lukket}}", Clock(date_fact=DateFact("truffet", ("lukket",)))),
    ],
)
def test_a_clock_is_read_as_it_is_written(text: str, clock: Clock) -> None:
    assert _parse(text) == clock


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{within: 24 days, count: elapsed}", "no span that elapsed counts"),
        ("{not_before: 2 weeks before barn.termin}", "no time before a day of the case"),
        ("{not_before: 2 months before barn.soeskende}", "no time before a day of the case"),
        ("{before: {trigger: hvornaar}}", "is unknown"),
        ("{before: trigger, lower_end: {since: lukket}}", "a lower end has one of these"),
        ("{before: trigger, lower_end: {latest: lukket, earliest: meldt}}", "a lower end has one of these"),
        ("{within: {strict: 1 year, lenient: 2 years, other: 3 years}, count: calendar}", "Allowed: strict, lenient"),
        ("{within: 1 year, count: calendar, within_for: {lukket: 2 years}}", "Allowed: meldt"),
        ("{not_after: 6 weeks before the 18th birthday}", "no birthday"),
        ("{within: 7 days, count: exclusive, rests_while: ukendt}", "is unknown"),
        ("{from: {earlier: truffet, event: lukket}, within: 7 days, count: exclusive}", "one key is expected"),
    ],
)
def test_a_clock_that_is_not_in_the_language_is_refused(text: str, what: str) -> None:
    with pytest.raises(RuleError) as refused:
        _parse(text)
    assert what in str(refused.value)


def test_each_reading_can_have_a_start_of_its_own() -> None:
    clock = _parse("{from: {strict: {earlier: truffet}, lenient: trigger}, within: 24 hours, count: elapsed}")
    assert (clock.strict_from, clock.lenient_from) == (Origin("earlier", "truffet"), Origin())


def test_a_trigger_can_have_spans_of_its_own() -> None:
    own = "{within: 1 year, count: calendar, within_for: {meldt: %s}}"
    two, one = (Span(1, "months"), Span(2, "months")), Span(3, "months")
    assert _parse(own % "{strict: 1 month, lenient: 2 months}").spans_for == {"meldt": two}
    assert _parse(own % "3 months").spans_for == {"meldt": (one, one)}


def test_what_runs_beside_the_time_can_end_it() -> None:
    clock = _parse("{within: 1 year, count: calendar, parallel: [{ends: lukket, began: meldt}]}")
    assert clock.parallel_steps == (ParallelStep("lukket", EventPattern("meldt")),)


def test_a_parallel_case_says_what_it_does_to_what_ran_and_to_what_began_later() -> None:
    clock = _parse(
        "{within: 1 year, count: calendar, parallel: [{ends: lukket, began: meldt}], "
        "parallel_for: [{about: besluttet, begun_before: surely, begun_after: never}]}"
    )
    assert clock.parallel_cases == (ParallelCase((), EventPattern("besluttet"), "surely", "never", False),)


def test_every_convention_counts_a_unit() -> None:
    assert all(COUNTS.values())
