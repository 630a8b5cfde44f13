"""The clock of a rule as data: its spans in words, and what of a case each part of it reads."""

from __future__ import annotations

import pytest

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
from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.dependency import EventDependency, FactDependency
from overgreb_rules.shared.text import Text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span(24, "hours"), Text("24 timer", "24 hours")),
        (Span(1, "hours"), Text("1 time", "1 hour")),
        (Span(6, "hverdage"), Text("6 hverdage", "6 hverdage")),
        (Span(7, "arbejdsdage"), Text("7 arbejdsdage", "7 weekdays")),
        (Span(1, "months"), Text("1 måned", "1 month")),
        (Span(4, "months"), Text("4 måneder", "4 months")),
        (Span(2, "years"), Text("2 år", "2 years")),
        (Span(2, "per_year"), Text("2 gange om året", "2 times a year")),
    ],
)
def test_a_span_is_said_with_the_unit_of_the_law_in_one_or_several(span, text):
    assert span.text == text


def test_a_year_is_twelve_months():
    assert Span(2, "years").months == 24
    assert Span(4, "months").months == 4


@pytest.mark.parametrize(
    ("part", "reads"),
    [
        (Span(4, "months"), set()),
        (LeadTime(Span(3, "months"), "barn.termin"), {FactDependency("case", "barn.termin", "day")}),
        (Origin(), set()),
        (Origin("fact", "kendt_fra"), {FactDependency("trigger", "kendt_fra", "moment")}),
        (Origin("earlier", "kendt_fra"), {FactDependency("trigger", "kendt_fra", "moment")}),
        (Origin("event", "a"), {EventDependency("answer", "a")}),
        (Origin("earlier_event", "a"), {EventDependency("answer", "a")}),
        (DateFact("frist", ("a",)), {FactDependency("trigger", "frist", "day"), EventDependency("answer", "a")}),
        (
            LowerEnd("notification", ("a",), ("b",), EventPattern("c"), "kendt_fra"),
            {
                EventDependency("earlier", "a"),
                EventDependency("earlier", "b"),
                EventDependency("earlier", "c"),
                FactDependency("trigger", "kendt_fra", "moment"),
            },
        ),
        (LowerEnd("latest", ("a",)), {EventDependency("earlier", "a")}),
        (ParallelStep("a", EventPattern("b")), {EventDependency("first", "a"), EventDependency("ever", "b")}),
        (
            ParallelCase((FactTest("art", "is", ("x",)),), EventPattern("a"), "surely", "never"),
            {FactDependency("trigger", "art"), EventDependency("earlier", "a")},
        ),
        (
            ParallelCase((FactTest("art", "is", ("x",)),), None, "surely", "never"),
            {FactDependency("trigger", "art")},
        ),
        (AgeLimit(18, 6), {FactDependency("case", "barn.foedselsdato", "day")}),
        (
            Interruption("a", "b", "afbryder"),
            {EventDependency("answer", "a"), EventDependency("answer", "b"), FactDependency("trigger", "afbryder")},
        ),
        (
            Suspension("a", "b", frozenset({"c"})),
            {EventDependency("answer", "a"), EventDependency("answer", "b"), EventDependency("answer", "c")},
        ),
    ],
)
def test_each_part_of_a_clock_says_what_it_reads(part, reads):
    assert part.dependencies == reads


def test_a_clock_with_nothing_set_reads_nothing_and_is_moved_by_nothing():
    assert Clock().dependencies == Clock().moved_by == frozenset()


def test_a_clock_is_moved_by_the_events_at_which_a_reading_starts_and_by_those_that_set_the_day():
    clock = Clock(
        lenient_from=Origin("event", "a"), strict_from=Origin("earlier_event", "b"), date_fact=DateFact("f", ("c",))
    )
    assert clock.moved_by == {"a", "c"}


def test_a_clock_reads_what_its_parts_read():
    clock = Clock(
        spans_for={"a": (Span(1, "months"), Span(2, "months"))},
        before="b",
        before_fact="afholdt",
        earliest_of=("c",),
        not_after=AgeLimit(18, 6),
        asks_after_due=("d",),
        renewed_after=("e",),
        not_before=LeadTime(Span(3, "months"), "barn.termin"),
    )
    assert clock.dependencies == {
        EventDependency("trigger", "a"),
        EventDependency("answer", "b"),
        FactDependency("trigger", "afholdt", "moment"),
        EventDependency("first", "c"),
        FactDependency("case", "barn.foedselsdato", "day"),
        FactDependency("trigger", "d"),
        EventDependency("answer", "e"),
        FactDependency("case", "barn.termin", "day"),
    }


def test_an_act_that_must_precede_the_trigger_itself_reads_no_further_event():
    assert Clock(before="trigger").dependencies == frozenset()
