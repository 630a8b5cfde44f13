"""Random changes of texts and of data: what a writer, a broken program or a foe would make of a good input."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

HOSTILE_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.5, 1e308, 2**63, 10**40, "", " ", "x", "0", "\x00", "a\nb", "\u202e", "\ud800",
    "æøå", "010190-1234", "«hidden»", "{error}", "%s", "../../etc", "=1+1", "<b>", [], {}, [[]], [None], {"": ""},
    "2026-02-30", "2026-10-25T02:30:00", "2026-10-25T02:30:00+01:00", "2026-03-29T02:30:00+01:00", "0001-01-01",
    "1900-01-01T00:30:00+02:00", "2200-12-31T23:59:59+01:00", "9999-12-31", "2026-01-01T24:00:00Z", "e1", ["e1", "e1"],
)  # fmt: skip
"""Values for any place of JSON data."""
HOSTILE_WORDS = (
    "0", "-1", "99999999999", "1e400", "null", "true", "[]", "{}", "''", "a: b: c", "&a", "*a", "!!python/name:os.x",
    "\x00", "\x1b[31m", "\u2028", "«»", "010190-1234", "2026-02-30", "24:00", "x" * 300, "\t", "\r\n", ":", "- ", "#",
)  # fmt: skip
"""Words for any place of a text."""


def change_data(data: Any, rng: random.Random) -> Any:
    """Return a copy of JSON data with one to four changes: a value replaced, dropped, doubled, or a key renamed."""
    changed = [copy.deepcopy(data)]
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        if changed:
            _change_at(*rng.choice(list(_places(changed))), rng)
    return changed[0] if changed else None


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from _places(data[key])


def _change_at(holder: Any, key: Any, rng: random.Random) -> None:
    choice = rng.randrange(6)
    if choice == 0:
        del holder[key]
    elif choice == 1 and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif choice == 1:
        holder[rng.choice(("id", "of", "at", "type", "unknown", ""))] = holder[key]
    elif choice == 2 and isinstance(holder[key], str) and holder[key]:
        place = rng.randrange(len(holder[key]))
        holder[key] = holder[key][:place] + rng.choice(HOSTILE_WORDS) + holder[key][place + rng.randrange(2) :]
    else:
        holder[key] = copy.deepcopy(rng.choice(HOSTILE_VALUES))


def change_text(text: str, rng: random.Random) -> bytes:
    """Return the bytes of a text with one to four changes of its lines, words or bytes."""
    lines = text.splitlines(keepends=True) or [""]
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        place = rng.randrange(len(lines))
        lines[place : place + 1] = rng.choice(_LINE_CHANGES)(lines, place, rng)
        lines = lines or [""]
    data = "".join(lines).encode("utf-8", "surrogatepass")
    if data and rng.random() < 0.2:
        where = rng.randrange(len(data))
        data = data[:where] + rng.choice((b"", b"\xff", b"\x00", b"\xef\xbb\xbf", b"\r")) + data[where + 1 :]
    return data[: rng.randrange(len(data))] if data and rng.random() < 0.05 else data


def _put_word(lines: list[str], place: int, rng: random.Random) -> list[str]:
    words = lines[place].split(" ")
    words[rng.randrange(len(words))] = rng.choice(HOSTILE_WORDS)
    return [" ".join(words).rstrip("\n") + "\n"]


def _put_value(lines: list[str], place: int, rng: random.Random) -> list[str]:
    head, sign, _ = lines[place].partition(":")
    return [f"{head}{sign} {rng.choice(HOSTILE_WORDS)}\n"]


_LINE_CHANGES: tuple[Callable[[list[str], int, random.Random], list[str]], ...] = (
    _put_word,
    _put_value,
    lambda *_: [],
    lambda lines, place, _: [lines[place]] * 2,
    lambda lines, place, rng: [lines[place], rng.choice(lines)],
    lambda lines, place, rng: ["  " * rng.randrange(3) + lines[place].lstrip()],
)
