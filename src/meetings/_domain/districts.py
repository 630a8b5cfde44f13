"""Who meets whom: the politikredse, their kommuner, and the børnehuse that serve them, on a given day.

The table is data with validity dates (`overgreb_rules.shared.kommuner`): one row for every state that a
kommune was in.
Names are found as people write them: by code, official name or alias, whatever the case and the spaces.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TypeVar

from meetings.errors import MeetingsError
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.kommuner import read_rows, read_table_bytes
from overgreb_rules.shared.nearest_word import nearest_word
from overgreb_rules.shared.redaction import HIDDEN, show_value
from overgreb_rules.shared.text import Text

FIRST_DAY = dt.date(2007, 1, 1)
"""The first day the table knows: the reforms of kommuner and politikredse."""

BORNHOLM = "1471"
"""The code of the politikreds that is an island far from the others."""

_LAST_DAY = dt.date.max


class UnknownNameError(MeetingsError, LookupError):
    """No kommune, politikreds or børnehus has this name; the message names the nearest ones."""


@dataclass(frozen=True, slots=True)
class Kommune:
    """A kommune in one state: from `valid_from` to `valid_to`, both days included."""

    code: str
    """Four figures, such as 0751."""
    name: str
    politikreds: str
    """The code of its politikreds."""
    politikreds_name: str
    retskreds: str
    region: str
    boernehus: str
    """The place of its børnehus, such as Aarhus."""
    boernehus_name: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class Politikreds:
    """A politikreds on one day."""

    code: str
    """Four figures, such as 1461."""
    name: str
    kommuner: tuple[Kommune, ...]
    """In order of code."""

    @property
    def boernehuse(self) -> tuple[str, ...]:
        """The places of the børnehuse that serve its kommuner, in order."""
        return tuple(sorted({kommune.boernehus for kommune in self.kommuner}))


_Unit = TypeVar("_Unit", Kommune, Politikreds)


def _read_table(name: str) -> list[dict[str, str]]:
    text = resources.files("meetings").joinpath("_domain", "data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


_DAYS_KEPT = 64


@cache
def _rows() -> tuple[Kommune, ...]:
    """Return the rows of the table of politikredse.

    Cached, one value: reading takes 0.44 ms, and every day and every table of names starts from the rows.
    """
    return tuple(
        Kommune(
            code=row["kommune_kode"],
            name=row["kommune"],
            politikreds=row["politikreds_kode"],
            politikreds_name=row["politikreds"],
            retskreds=row["retskreds"],
            region=row["region"],
            boernehus=row["boernehus"],
            boernehus_name=row["boernehus_navn"],
            valid_from=dt.date.fromisoformat(row["gyldig_fra"]),
            valid_to=dt.date.fromisoformat(row["gyldig_til"]) if row["gyldig_til"] else None,
        )
        for row in read_rows()
    )


@lru_cache(maxsize=_DAYS_KEPT)
def kommuner_on(day: dt.date) -> tuple[Kommune, ...]:
    """List the kommuner of a day.

    Cached, at most 64 days: one takes 9 µs, and a request with 116 calendars asks 3,200 times in its 1.2 s.

    Args:
        day: The day.

    Returns:
        Every kommune as it is on that day, in order of code; none before FIRST_DAY.
    """
    found = [row for row in _rows() if row.valid_from <= day <= (row.valid_to or _LAST_DAY)]
    return tuple(sorted(found, key=lambda row: row.code))


@lru_cache(maxsize=_DAYS_KEPT)
def politikredse_on(day: dt.date) -> tuple[Politikreds, ...]:
    """List the politikredse of a day.

    Cached, at most 64 days: without it the table of a plan with 12 meetings takes 140 ms instead of 124 ms.

    Args:
        day: The day.

    Returns:
        Every politikreds as it is on that day, in order of code; none before FIRST_DAY.
    """
    members: dict[str, list[Kommune]] = {}
    for kommune in kommuner_on(day):
        members.setdefault(kommune.politikreds, []).append(kommune)
    return tuple(Politikreds(code, members[code][0].politikreds_name, tuple(members[code])) for code in sorted(members))


def boernehuse_on(day: dt.date) -> tuple[str, ...]:
    """List the børnehuse of a day.

    Args:
        day: The day.

    Returns:
        The places of the børnehuse, in order.
    """
    return tuple(sorted({kommune.boernehus for kommune in kommuner_on(day)}))


def _key(text: str) -> str:
    words = unicodedata.normalize("NFC", text).casefold().replace("&", " og ").replace("-", " ").split()
    return " ".join(word for word in words if word != "kommune")


def ascii_name(name: str) -> str:
    """Spell a name in the letters a-z, figures and hyphens, for file names.

    Args:
        name: A name with Danish letters.

    Returns:
        The plain spelling.

    Example:
        København gives koebenhavn.
    """
    letters = {"æ": "ae", "ø": "oe", "å": "aa"}
    text = "".join(letters.get(letter, letter) for letter in unicodedata.normalize("NFC", name).lower())
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


@cache
def _kommune_names() -> dict[str, str]:
    """Return the code of each kommune by its code, names and aliases.

    Cached, one value: a request with 116 calendars looks up 98 names, which would take 0.46 ms each, 4 % of its
    1.2 s.
    """
    names = {_key(row.name): row.code for row in _rows()}
    names |= {_key(row["alias"]): row["kommune_kode"] for row in _read_table("kommune_alias.csv")}
    names |= {_key(ascii_name(row.name)): row.code for row in _rows()}
    return names | {row.code: row.code for row in _rows()}


def _politikreds_names() -> dict[str, str]:
    names = {_key(row.politikreds_name): row.politikreds for row in _rows()}
    names |= {_key(row["alias"]): row["politikreds_kode"] for row in _read_table("politikreds_alias.csv")}
    return names | {row.politikreds: row.politikreds for row in _rows()}


_BOERNEHUS = "børnehus"


def _find(text: str, names: dict[str, str], kind: str) -> str:
    found = names.get(_key(text))
    if found is None:
        spelled = {row.code: row.name for row in _rows()} | {row.politikreds: row.politikreds_name for row in _rows()}
        near = dict.fromkeys(
            spelled.get(names[key], names[key])
            for key in difflib.get_close_matches(_key(text), sorted(names), n=3, cutoff=0.6)
        )
        shown = text if nearest_word(_key(text), names) else HIDDEN
        named = Text(*(show_value(f"«{shown}»" if shown == text else shown, language) for language in ("da", "en")))
        none, mend = "intet" if kind == _BOERNEHUS else "ingen", Text("", "")
        if near:
            mend = Text(f" (mente du {' eller '.join(near)}?)", f" (did you mean {' or '.join(near)}?)")
        raise UnknownNameError(
            Text(f"{none} {kind} hedder {named.da}{mend.da}", f"no {kind} is called {named.en}{mend.en}")
        )
    return found


def _find_on(on: dt.date, units: Iterable[_Unit], text: str, names: dict[str, str], kind: str) -> _Unit:
    code = _find(text, names, kind)
    for unit in units:
        if unit.code == code:
            return unit
    raise UnknownNameError(_describe_other_day(kind, text, on))


def _describe_other_day(kind: str, text: str, on: dt.date) -> Text:
    day, first = format_date(on), format_date(FIRST_DAY)
    return Text(
        f"»{text}« er ikke en {kind} den {day.da}; tabellen begynder den {first.da}",
        f"“{text}” is no {kind} on {day.en}; the table begins on {first.en}",
    )


def kommune_by_name(text: str, *, on: dt.date) -> Kommune:
    """Find a kommune by code, name or alias.

    Args:
        text: The code, name or alias, whatever the case and the spaces.
        on: The day on which the kommune exists.

    Returns:
        The kommune as it is on that day.

    Raises:
        UnknownNameError: No kommune has this name, or it does not exist on that day.
    """
    return _find_on(on, kommuner_on(on), text, _kommune_names(), "kommune")


def politikreds_by_name(text: str, *, on: dt.date) -> Politikreds:
    """Find a politikreds by code, name or alias.

    Args:
        text: The code, name or alias, whatever the case and the spaces.
        on: The day on which the politikreds exists.

    Returns:
        The politikreds as it is on that day.

    Raises:
        UnknownNameError: No politikreds has this name, or it does not exist on that day.
    """
    return _find_on(on, politikredse_on(on), text, _politikreds_names(), "politikreds")


def boernehus_by_name(text: str, *, on: dt.date) -> str:
    """Find a børnehus by place, name or plain spelling.

    Args:
        text: Such as Aarhus, Børnehus Midt or naestved.
        on: The day on which the børnehus exists.

    Returns:
        The place of the børnehus.

    Raises:
        UnknownNameError: No børnehus of that day has this name.
    """
    names: dict[str, str] = {}
    for kommune in kommuner_on(on):
        for name in (kommune.boernehus, kommune.boernehus_name, ascii_name(kommune.boernehus)):
            names[_key(name)] = kommune.boernehus
    return _find(text, names, _BOERNEHUS)


def is_near_name(text: str) -> bool:
    """Decide whether a text is a name of a kreds, kommune or børnehus, or is spelt nearly so.

    Args:
        text: Any text.

    Returns:
        Whether a message may show it.
    """
    places = {_key(row.boernehus): row.boernehus for row in _rows()}
    return nearest_word(_key(text), _kommune_names() | _politikreds_names() | places) is not None


def table_sha256() -> str:
    """Compute the hash of the table of politikredse, for receipts.

    Returns:
        SHA-256 in hexadecimal figures.
    """
    return hashlib.sha256(read_table_bytes()).hexdigest()
