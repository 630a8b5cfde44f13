"""The checks of the texts of an event: their form, and what must not stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from overgreb_rules.errors import has_cpr_shape
from overgreb_rules.ical._model import CANCELLED_MARK
from overgreb_rules.ical.free_busy.notes import name_property
from overgreb_rules.ical.linter._checks import Complaint, check
from overgreb_rules.ical.linter._file import CalendarFile
from overgreb_rules.shared.text import Text

_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "NAME", "X-WR-CALNAME", "X-WR-CALDESC")
_ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")


@check("plain-text")
def _plain_text(file: CalendarFile) -> Iterator[Complaint]:
    """Find descriptions in HTML, which some programs show as tags, and which hide the text."""
    for event in file.events:
        for line in event.lines:
            html = line.name == "DESCRIPTION" and re.search(
                r"</?(p|br|html|body|div|a)\b[^<>]*>", line.value, re.IGNORECASE
            )
            if html or line.name == "X-ALT-DESC":
                problem = Text("aftalen har en beskrivelse i HTML", "the event has a description in HTML")
                hint = Text("skriv almindelig tekst i DESCRIPTION", "write plain text in DESCRIPTION")
                yield line.number, problem, hint


@check("escapes")
def _escapes(file: CalendarFile) -> Iterator[Complaint]:
    """Find unescaped commas, semicolons and backslashes, which end the text in some programs.

    Source:
        RFC 5545 § 3.3.11.
    """
    for part in (file.calendar, *file.events):
        for line in part.all(*_TEXTS):
            if not _ESCAPED.fullmatch(line.value):
                problem = Text(
                    f"{line.name} indeholder et tegn, der skal have \\ foran",
                    f"{line.name} holds an unescaped character",
                )
                yield line.number, problem, Text("skriv \\\\ \\; \\, og \\n", "write \\\\ \\; \\, and \\n")


@check("empty-summary")
def _empty_summary(file: CalendarFile) -> Iterator[Complaint]:
    """Find events without words, which are shown as «No title»."""
    for event in file.events:
        if not (event.value("SUMMARY") or "").removeprefix(CANCELLED_MARK).strip():
            problem = Text("aftalen har ingen titel", "the event has no summary")
            yield event.number_of("SUMMARY"), problem, Text("skriv en i SUMMARY", "write one")


@check("no-cpr-number")
def _no_cpr_number(file: CalendarFile) -> Iterator[Complaint]:
    """Find what looks like a CPR number: calendars are open inside an organisation, and subscriptions are copies."""
    for part in (file.calendar, *file.events):
        for line in part.lines:
            words = line.value if line.name in _TEXTS or line.name == "CATEGORIES" else ""
            if has_cpr_shape(words) or any(has_cpr_shape(value) for value in line.params.values()):
                word = name_property(line.name)
                problem = Text(
                    f"{word.da} indeholder noget, der ligner et CPR-nummer",
                    f"{word.en} holds what looks like a CPR number",
                )
                yield line.number, problem, Text("fjern det", "take it out")


CHECKS = (_plain_text, _escapes, _empty_summary, _no_cpr_number)
"""The checks of this module, in the order in which they are run."""
