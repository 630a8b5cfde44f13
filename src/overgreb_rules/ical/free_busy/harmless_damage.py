"""Damage of a calendar file that decides no time: loose text, quotation marks, alarms.

It is said in a note, and the rest of the file is read.

Source:
    RFC 5545 § 3.1, § 3.2, § 3.8.6.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from overgreb_rules.ical.free_busy.content_lines import ComponentBlock, ParsedFile
from overgreb_rules.ical.free_busy.notes import ReadingNote, build_note
from overgreb_rules.ical.free_busy.property_line import PropertyLine
from overgreb_rules.ical.free_busy.time_values import parse_length, parse_wall
from overgreb_rules.shared.text import Text

HARMLESS_CODES = frozenset({"stray_text", "misquoted", "unreadable_alarm", "broken_zone"})
"""The codes of the notes about damage that decides no time."""


def describe_harmless_damage(parsed: ParsedFile) -> Iterator[ReadingNote]:
    """Describe the damage of a file that decides no time.

    Args:
        parsed: The file.

    Yields:
        One note for the loose lines, one for the parameters, one for the alarms.
    """
    if parsed.stray:
        what = Text("en linje er løs tekst og er sprunget over", "a line is loose text and was skipped")
        yield _build_note("stray_text", parsed.stray, what)
    if parsed.misquoted:
        what = Text(
            "et anførselstegn står forkert i en parameter, fx et navn",
            "a quotation mark stands in the wrong place of a parameter, such as a name",
        )
        yield _build_note("misquoted", parsed.misquoted, what)
    alarms = sorted(line.number for line in _list_triggers(parsed) if not _is_readable(line))
    if alarms:
        what = Text(
            "tiden for en påmindelse (TRIGGER) kan ikke læses",
            "the time of an alarm (TRIGGER) cannot be read",
        )
        yield _build_note("unreadable_alarm", alarms, what)


def _list_triggers(parsed: ParsedFile) -> Iterator[PropertyLine]:
    blocks: list[ComponentBlock] = [*parsed.calendars]
    while blocks:
        block = blocks.pop()
        if block.name == "VALARM":
            yield from block.all("TRIGGER")
        blocks += block.blocks


def _is_readable(line: PropertyLine) -> bool:
    return parse_length(line.value) is not None or parse_wall(line.value) is not None


def _build_note(code: str, lines: Sequence[int], what: Text) -> ReadingNote:
    more = len(lines) - 1
    others = f"{more} andet sted" if more == 1 else f"{more} andre steder"
    rest = Text(f"; det samme gælder {others}", f"; the same holds {more} more {'time' if more == 1 else 'times'}")
    da, en = (what.da + rest.da, what.en + rest.en) if more else (what.da, what.en)
    return build_note(code, lines[0], da, en)
