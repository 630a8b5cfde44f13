"""What stands beside a duty: what is not told, its cause, and what changes how its status is read."""

from __future__ import annotations

import pytest

from overgreb_rules.evaluation import Cause, Closed
from overgreb_rules.render._duty_notes import format_cause, list_notes, list_row_notes
from overgreb_rules.render._event_names import EventNames
from tests.fixtures.rendered_evaluations import AT, build_evaluation, build_obligation, copenhagen_time


def test_a_cause_is_one_sentence() -> None:
    cause = Cause(events=(), facts={}, rule=None, da="pligten er bortfaldet, fordi x er y", en="waived because")
    assert format_cause(build_obligation(cause=cause), "da") == "Pligten er bortfaldet, fordi x er y."
    assert not format_cause(build_obligation(), "da")


def test_a_closed_case_says_why_and_when_it_was_closed() -> None:
    when = "lørdag den 21. november 2026 kl. 12.00"
    assert list_notes(build_obligation(closed=Closed(by="s1", at=AT, grund="flyttet")), "da") == [
        f"Sagen er lukket, fordi familien er flyttet til en anden kommune. Den er lukket i systemet {when}.",
        "Pligten var ikke opfyldt.",
    ]
    without_reason = build_obligation(closed=Closed(by="s1", at=AT, grund=None))
    assert list_notes(without_reason, "da")[0] == f"Sagen er lukket i systemet {when}."


def test_an_undetermined_duty_says_that_its_safe_deadline_has_passed() -> None:
    duty = build_obligation(status="undetermined", past_due=True)
    assert list_notes(duty, "da") == ["Den sikre frist søndag den 22. november 2026 kl. 09.30 er passeret."]


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("da", "Systemet registrerer ikke, om det er sket."),
        ("en", "The system keeps no record of whether it has happened."),
    ],
)
def test_a_duty_that_the_system_keeps_no_record_of_says_so(language: str, note: str) -> None:
    assert list_notes(build_obligation(not_recorded=True), language) == [note]
    assert list_notes(build_obligation(), language) == []


def test_a_permission_of_a_closed_case_was_not_used() -> None:
    duty = build_obligation(modality="may", closed=Closed(by="s1", at=AT, grund=None))
    assert list_notes(duty, "da")[1] == "Muligheden var ikke brugt."


@pytest.mark.parametrize(("modality", "note"), [("must", "Pligten er uafklaret."), ("may", "Muligheden er uafklaret.")])
def test_what_is_undetermined_in_a_closed_case_is_not_said_to_be_unmet(modality: str, note: str) -> None:
    duty = build_obligation(status="undetermined", modality=modality, closed=Closed(by="s1", at=AT, grund=None))
    assert list_notes(duty, "da")[1] == note


def test_a_row_names_what_opened_and_met_the_duty_and_only_names_the_closing() -> None:
    duty = build_obligation(status="met_late", met_by=("m1",), met_at=(copenhagen_time("2026-11-23T08:00"),))
    closed = build_obligation(closed=Closed(by="s1", at=AT, grund="flyttet"))
    opened = "underretning modtaget lør. 21.11.2026 kl. 09.30"
    for one, rest in ((duty, "opfyldt for sent: man. 23.11.2026 kl. 08.00"), (closed, "sagen er lukket")):
        assert list_row_notes(one, EventNames(build_evaluation(one), "da"), "da") == [opened, rest]
