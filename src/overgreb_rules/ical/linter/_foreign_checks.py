"""The checks of a calendar that another program wrote: only what makes its times be read wrong, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from overgreb_rules.calendar import FIRST_YEAR, LAST_YEAR
from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.free_busy.busy_time import read_busy_time
from overgreb_rules.ical.free_busy.harmless_damage import HARMLESS_CODES
from overgreb_rules.ical.linter._event_checks import UUID_FORM
from overgreb_rules.ical.linter._file import CalendarFile
from overgreb_rules.shared.text import Text

_OWN = "-//overgreb-rules//"
_HEAD = 100_000
"""Of so many bytes PRODID is one of the first."""
_YEAR = re.compile(rb"^DTSTART[^\r\n]*:(\d{4})\d{4}", re.IGNORECASE | re.MULTILINE)
_ABOUT_COVERAGE = "covers_"
_HINTS = {
    "no_calendar": Text(
        "eksportér kalenderen igen, som fil og ikke som side", "export the calendar again, as a file and not as a page"
    ),
    "packed": Text("giv filen, der ligger i den", "give the file that lies in it"),
    "cut_off": Text("hent hele filen igen", "fetch the file again, whole"),
    "damaged": Text("eksportér kalenderen igen", "export the calendar again"),
    "too_large": Text("vælg et kortere tidsrum, når du eksporterer", "choose a shorter time when you export"),
    "no_zone": Text("se, om tiderne er rigtige", "see whether the times are right"),
    "unknown_zone": Text("se, om tiderne er rigtige", "see whether the times are right"),
    "zone_of_file": Text("se, om tiderne er rigtige", "see whether the times are right"),
}
_NOTHING = Text("der skal intet gøres: intet tidspunkt afhænger af det", "nothing need be done: no time depends on it")
_HINT = Text(
    "ret aftalen i det program, der skrev filen, og eksportér igen",
    "mend the appointment in the program that wrote the file, and export it again",
)


def is_foreign(data: bytes) -> bool:
    """Decide whether another program wrote a calendar.

    Args:
        data: any bytes.

    Returns:
        True where PRODID names another program, where there is none and the UIDs are not ours, and where the bytes are
        no calendar at all.
    """
    file = CalendarFile(data[:_HEAD], Profile.FEED)
    program = file.calendar.value("PRODID")
    if not file.roots:
        return True
    if program is not None:
        return not program.startswith(_OWN)
    uids = [event.value("UID") or "" for event in file.events]
    return not any(UUID_FORM.fullmatch(uid) for uid in uids)


def find_complaints(data: bytes) -> Iterator[tuple[str, int, Text, Text, bool]]:
    """Find what makes a calendar be read wrong, or not at all.

    Args:
        data: the bytes of the file.

    Yields:
        The name of the check, the line from 1, the problem, the hint, and whether it is harmless. No text of the file
        is repeated.
    """
    years = [int(year) for year in _YEAR.findall(data)]
    found = read_busy_time(data, min(max([*years, FIRST_YEAR]), LAST_YEAR))
    for note in (*((found.unknown,) if found.unknown else ()), *found.warnings):
        if not note.code.startswith(_ABOUT_COVERAGE):
            is_harmless = note.code in HARMLESS_CODES
            hint = _NOTHING if is_harmless else _HINTS.get(note.code, _HINT)
            yield f"reads-{note.code.replace('_', '-')}", note.line or 1, note.text, hint, is_harmless
