"""The Danish of every message in the code of both programs: help, refusals, tables, pages, calendars."""

from __future__ import annotations

from pathlib import Path

import pytest

import meetings
import overgreb_rules
from tests.fixtures.danish_language import FAULTS_OF_LANGUAGE
from tools.write_message_page import PAGE, build_page, read_messages

PACKAGES = [Path(str(package.__file__)).parent for package in (overgreb_rules, meetings)]
TEXTS = [(f"{message.module}:{message.line}", message.danish) for message in read_messages(PACKAGES)]
BROKEN = {
    "no comma before a clause": "Pligten bortfalder når underretteren er anonym.",
    "no comma before «at» and a clause": "Det er oplyst at barnet er født.",
    "no comma before «der» or «som»": "Det er en forælder der mistænkes.",
    "no comma before «om» or «hvor»": "Det er ikke oplyst om der er viden om overgreb.",
    "«efter at» after a measure": "Senest 24 timer efter at en underretning er modtaget",
    "quotation marks that are not Danish": "«underretning modtaget» er sket",
    "an em dash": "Bekræftelse — barnets lov",
    "a time of day with a colon, or in words": "senest kl. 14:05",
    "a short weekday of two kinds": "tir. 3.5.2024",
    "a day or a month with a capital letter": "senest Fredag den 3. maj",
    "an abbreviation without its full stop, or «fx» with one": "efter § 138, stk 1",
    "two full stops": "efter § 136, stk. 1, 1. pkt..",
    "a paragraph without its blank, or in the genitive": "efter barnets lovs § 138",
    "a name with a small letter": "klage til ankestyrelsen",
    "a common noun with a capital letter": "når Kommunen er underrettet",
    "one of a plural": "Fristen er 1 måneder.",
    "an adjective after a number": "12 åben",
    "a label with yes or no": "underretteren er anonym: ja",
    "a name of a field in brackets": "screening foretaget (screening_foretaget)",
}
"""A text for each fault that has it."""


def test_the_messages_of_both_programs_are_found() -> None:
    packages = {place.split("/")[0] for place, _ in TEXTS}
    assert packages == {"overgreb_rules", "meetings"}
    assert len(TEXTS) > 2000


@pytest.mark.parametrize("fault", FAULTS_OF_LANGUAGE)
def test_each_fault_is_found_in_a_text_that_has_it(fault: str) -> None:
    assert FAULTS_OF_LANGUAGE[fault].search(BROKEN[fault])


@pytest.mark.parametrize("fault", FAULTS_OF_LANGUAGE)
def test_no_message_has_a_fault_of_language(fault: str) -> None:
    pattern = FAULTS_OF_LANGUAGE[fault]
    assert [(place, text) for place, text in TEXTS if pattern.search(text)] == []


@pytest.mark.slow
def test_the_page_of_all_messages_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_page(PACKAGES), "python tools/write_message_page.py"


def test_a_message_is_read_with_its_slots_from_each_way_in_which_the_code_gives_it(tmp_path: Path) -> None:
    package = tmp_path / "sample"
    package.mkdir()
    (package / "one.py").write_text(
        "def refuse(place: str, danish: str, english: str) -> Text:\n    return Text(danish, english)\n"
        "A = Text(f'{count} sager fra {show(place)}', 'x')\n"
        "B = Text('åben' if late else f'{one.name} lukket', 'x')\n"
        "C = refuse('her', 'filen mangler', 'the file is missing')\n",
        encoding="utf-8",
    )
    assert [(message.line, message.danish) for message in read_messages([package])] == [
        (3, "{count} sager fra {place}"),
        (4, "åben"),
        (4, "{name} lukket"),
        (5, "filen mangler"),
    ]
