"""The agenda for a terminal and for a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from overgreb_rules import Agenda, Rulebook, agenda
from overgreb_rules.render.agenda import render_agenda_csv, render_agenda_table

AT = "2026-02-03T12:00:00+01:00"
BOOK = Rulebook.load(matcher="reference")

_PLACED = {
    "id": "p1",
    "type": "anbringelse_besluttet",
    "at": "2025-03-10T23:59+01:00",
    "samtykke": False,
    "ufoedt": True,
}
TOO_EARLY = {"case_id": "A", "barn": {"termin": "2025-06-11"}, "events": [_PLACED]}


def _agenda(case_id: str = "A-17", limit: int | None = None) -> Agenda:
    notified = {"id": "u1", "type": "underretning_modtaget", "at": "2026-02-02T15:00:00+01:00"}
    return agenda([{"case_id": case_id, "events": [notified]}], at=AT, rulebook=BOOK, limit=limit)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_csv_has_a_row_of_headings_and_one_for_each_duty(language: str) -> None:
    found = _agenda()
    text = render_agenda_csv(found, language)
    heading, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert [row[10] for row in rows] == [item.key for item in found.items]
    assert {len(row) for row in rows} == {len(heading)}


def test_the_dates_of_the_csv_are_those_of_the_answer_as_denmark_writes_them() -> None:
    rows = list(csv.reader(io.StringIO(render_agenda_csv(_agenda(), "da").removeprefix("\ufeff")), delimiter=";"))
    (assessment,) = (row for row in rows if row[10].startswith("bl-136-2-vurdering-24-timer@"))
    assert assessment[1:3] == ["03-02-2026 15:00", "03-02-2026 15:00"]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_season_of_the_repeated_hour_is_named_in_the_language_of_the_csv(language: str) -> None:
    notified = {"id": "u1", "type": "underretning_modtaget", "at": "2026-10-24T02:30:00+02:00"}
    found = agenda([{"case_id": "A", "events": [notified]}], at="2026-10-24T23:00:00+02:00", rulebook=BOOK)
    season = {"da": "sommertid", "en": "summer time"}[language]
    assert f"25-10-2026 02:30 ({season})" in render_agenda_csv(found, language)


def test_the_first_lawful_day_of_an_act_stands_under_no_deadline() -> None:
    window = agenda([TOO_EARLY], at=AT, rulebook=BOOK, rule="bl-49-3-ufoedt-tidligst")
    heading, row = csv.reader(io.StringIO(render_agenda_csv(window, "da").removeprefix("\ufeff")), delimiter=";")
    assert dict(list(zip(heading, row, strict=True))[1:4]) == {
        "Sikker frist": "", "Yderste frist": "", "Må tidligst ske": "11-03-2025",
    }  # fmt: skip
    table = render_agenda_table(window, "da", colour=False, width=200).replace("\xa0", " ")
    assert "\n tidligst tirs. 11.3.2025  A " in table


def test_the_table_groups_the_duties_and_names_the_case_once_for_all_that_one_event_opened() -> None:
    found = _agenda()
    table = render_agenda_table(found, "da", colour=False, width=200)
    assert table.count("A-17") == len({(item.group, item.trigger) for item in found.items})


def test_each_group_is_counted_behind_its_name_so_that_no_number_needs_another_form_of_it() -> None:
    table = render_agenda_table(_agenda(), "da", colour=False, width=200)
    assert "Frist i dag: 1 · Åben uden fast frist: 3 · " in table


def test_a_table_that_lists_a_part_says_how_many_there_are() -> None:
    found = _agenda(limit=2)
    listed = [item.group for item in found.items]
    assert len(set(listed)) == 2, "one whole group and a part of the next"
    whole, part = listed
    table = render_agenda_table(found, "en", colour=False, width=200)
    assert f"({found.counts[part]}) – shown: 1, all with --status {part} --limit 0" in table
    assert found.counts[whole] == 1


def test_colour_is_used_where_the_terminal_shows_it_alone() -> None:
    assert "\x1b[" in render_agenda_table(_agenda(), "da", colour=True, width=120)
    assert "\x1b[" not in render_agenda_table(_agenda(), "da", colour=False, width=120)
