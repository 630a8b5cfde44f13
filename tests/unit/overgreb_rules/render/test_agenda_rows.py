"""The agenda on one screen."""

from __future__ import annotations

import itertools

import pytest

from overgreb_rules import Agenda, Rulebook, agenda
from overgreb_rules.render._agenda_rows import build_agenda_rows
from overgreb_rules.render._agenda_words import format_counts
from overgreb_rules.render.agenda import render_agenda_table
from tests.fixtures.notification_year.generator import generate_endless_cases

TODAY = ("overdue", "past_due", "contested", "due_today")
BOOK = Rulebook.load(matcher="reference")


@pytest.fixture(scope="module")
def many() -> Agenda:
    """The agenda of ordinary cases on a morning in June."""
    cases = itertools.islice(generate_endless_cases(seed=7), 2000)
    found = agenda(cases, at="2025-06-11T09:00:00+02:00", rulebook=BOOK)
    assert all(found.counts[group] for group in TODAY)
    return found


def _screen(found: Agenda, width: int = 100, height: int = 40) -> list[str]:
    text = render_agenda_table(found, "da", colour=False, width=width, height=height, one_screen=True)
    return text.replace("\xa0", " ").splitlines()


@pytest.mark.slow
def test_one_screen_counts_every_group_and_shows_what_must_be_done_today_of_each(many: Agenda) -> None:
    screen = _screen(many)
    head = " ".join(line.strip() for line in screen[:3])
    assert all(words in head for words in format_counts(many, "da").values())
    for rows in build_agenda_rows(many, "da"):
        if rows.group in TODAY:
            first = next(item for item in many.items if item.group == rows.group)
            assert any(first.case_id in line for line in screen)
    assert any(line.startswith("Frist i dag") for line in screen)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(100, 40), (80, 24), (60, 30), (200, 60)])
def test_the_lines_and_the_prompt_fit_on_the_screen(many: Agenda, width: int, height: int) -> None:
    screen = _screen(many, width, height)
    assert height / 2 < len(screen) < height
    assert any(line.startswith("Frist i dag") for line in screen)


def test_a_group_that_is_shown_in_part_names_the_options_that_list_all(many: Agenda) -> None:
    (heading,) = (line for line in _screen(many) if line.startswith("Overskredet ("))
    assert heading.endswith("; se alle med --status overdue --limit 0")
    assert f"({many.counts['overdue']})" in heading


def test_a_group_of_which_nothing_is_shown_is_named_with_the_option_that_lists_it(many: Agenda) -> None:
    assert "Uafklaret (--status undetermined)." in " ".join(line.strip() for line in _screen(many))


def test_what_fits_is_shown_whole() -> None:
    notified = {"id": "u1", "type": "underretning_modtaget", "at": "2026-02-02T15:00:00+01:00"}
    found = agenda([{"case_id": "A", "events": [notified]}], at="2026-02-03T12:00:00+01:00", rulebook=BOOK)
    fitted = render_agenda_table(found, "da", colour=False, height=60, one_screen=True)
    assert fitted == render_agenda_table(found, "da", colour=False)
    assert "--status" not in fitted
