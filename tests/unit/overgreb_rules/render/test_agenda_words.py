"""The words of an agenda."""

from __future__ import annotations

import pytest

from overgreb_rules import Rulebook, agenda
from overgreb_rules._evaluate.work_list import GROUPS
from overgreb_rules.render._agenda_words import (
    format_group,
    format_notes,
    format_number,
    format_opening,
    format_size,
    format_title,
)

NOTIFIED = {"id": "u1", "type": "underretning_modtaget", "at": "2026-02-02T15:00:00+01:00"}
CASES = [{"case_id": "A", "events": [NOTIFIED]}, {"case_id": "0101701234"}]
FOUND = agenda(CASES, at="2026-02-03T12:00:00+01:00", rulebook=Rulebook.load(matcher="reference"))


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_group_has_a_heading_of_its_own_with_a_capital_letter(language: str) -> None:
    headings = [format_group(group, language) for group in GROUPS]
    assert len({*headings}) == len(GROUPS)
    assert all(heading[0].isupper() and "_" not in heading for heading in headings)


def test_numbers_have_a_mark_between_their_thousands() -> None:
    assert [format_number(87000, language) for language in ("da", "en")] == ["87.000", "87,000"]


def test_one_duty_and_one_case_are_said_as_one() -> None:
    one = agenda([CASES[0]], at="2026-02-03T12:00:00+01:00", rule="bl-136-2-vurdering-24-timer")
    assert format_size(one, "da") == "1 pligt i 1 sag"
    assert format_size(one, "en") == "1 duty in 1 case"
    assert format_title(one, "da") == "Fristoverblik tirsdag den 3. februar 2026 kl. 12.00: 1 pligt i 1 sag"


def test_what_opened_a_duty_is_named_with_its_time_and_not_with_its_id() -> None:
    assert format_opening(FOUND.items[0], "da") == "underretning modtaget man. 2.2.2026 kl. 15.00"


def test_the_notes_count_what_is_not_listed_and_say_how_far_the_law_was_read() -> None:
    notes = format_notes(FOUND, "da")
    assert notes[0] == "Sager med fejl, som er udeladt: 1."
    assert any("som den så ud den" in note for note in notes)
