"""Vectors: cases with the answers that they must get, by level, and what of an answer each level compares."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

Level = Literal["L1", "L2", "L3", "L4", "L5", "L6"]
LEVELS: tuple[Level, ...] = get_args(Level)
LEVEL_WORDS: Mapping[Level, Text] = {
    "L1": Text("hvilke pligter der opstår", "which duties arise"),
    "L2": Text("hvilke dage der tæller med", "which days are counted"),
    "L3": Text("fristerne", "the due dates"),
    "L4": Text("status", "the status"),
    "L5": Text("hvilke sager der afvises", "which cases are refused"),
    "L6": Text("varslinger, næste ændring og lovskiftet", "escalation, next change and the change of law"),
}
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})\Z")
_ANY_KEY = "*"


class Vector(ValueObject):
    """A case with the answer that it must get.

    Attributes:
        level: What of the answer is compared.
        id: The name of the vector.
        because: The provision that it shows.
        case: The case as JSON data.
        at: The instant of the evaluation.
        gives: What of the answer must come.
    """

    level: Level
    id: str
    because: str
    case: Any
    at: str
    gives: Any

    def to_line(self) -> str:
        """Return the vector as a line of its file.

        Returns:
            JSON without a line end.
        """
        told = {"id": self.id, "because": self.because, "case": self.case, "at": self.at, "gives": self.gives}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    def to_question(self) -> str:
        """Return what a program is asked.

        Returns:
            JSON without a line end.
        """
        told = {"id": self.id, "at": self.at, "detail": "counted", "case": self.case}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read_vectors(folder: Path, level: Level) -> Iterator[Vector]:
    """Read the vectors of a level.

    Args:
        folder: The folder of the files.
        level: The level.

    Yields:
        The vectors in the order of the file.
    """
    with (folder / f"{level}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield Vector(level, **json.loads(line))


class UnreadableAnswerError(ValueError):
    """An answer that lacks a field of its level, or has it in another form; the message names the field."""


def read_answer(level: Level, answer: Any) -> Any:
    """Return what of an answer a level compares.

    Args:
        level: The level.
        answer: The answer as JSON data.

    Returns:
        JSON data of the form of `gives`; of a refusal its place, at any level.

    Raises:
        UnreadableAnswerError: A field is missing, or has another form.
    """
    if not isinstance(answer, Mapping):
        raise UnreadableAnswerError("{ }")
    if "error" in answer:
        return {"place": _get(answer["error"], "place")}
    return _READERS[level](answer)


def agrees(gives: Any, answer: Any) -> bool:
    """Return whether what an answer says is what must come.

    Args:
        gives: What must come.
        answer: What `read_answer` gave.

    Returns:
        True where both are the same; instants are compared as instants, and a place that ends in `*` allows any key
        there.
    """
    if isinstance(gives, Mapping) and isinstance(answer, Mapping) and {*gives} == {*answer} == {"place"}:
        wanted, place = gives["place"], answer["place"]
        if isinstance(wanted, str) and wanted.endswith(f"/{_ANY_KEY}") and isinstance(place, str):
            return place.rpartition("/")[0] == wanted.rpartition("/")[0]
    return bool(_normalize(gives) == _normalize(answer))


def _normalize(value: Any) -> Any:
    """Return JSON data with every instant in UTC."""
    if isinstance(value, Mapping):
        return {key: _normalize(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_normalize(one) for one in value]
    if isinstance(value, str) and _INSTANT.match(value):
        try:
            return dt.datetime.fromisoformat(value).astimezone(dt.UTC).isoformat()
        except (ValueError, OverflowError):
            return value
    # Python takes True for 1, JSON does not: the type is compared as well.
    return (type(value).__name__, value) if isinstance(value, bool) else value


def _get(answer: Any, *names: str) -> Any:
    for name in names:
        if not isinstance(answer, Mapping) or name not in answer:
            raise UnreadableAnswerError(name)
        answer = answer[name]
    return answer


def _duties(answer: Any) -> list[Mapping[str, Any]]:
    duties = _get(answer, "obligations")
    if not isinstance(duties, list) or not all(isinstance(_get(duty, "key"), str) for duty in duties):
        raise UnreadableAnswerError("obligations")
    return duties


def _items(duty: Any, name: str) -> list[Any]:
    found = _get(duty, name)
    if not isinstance(found, list):
        raise UnreadableAnswerError(name)
    return found


def _read_keys(answer: Any) -> Any:
    return {"keys": sorted(duty["key"] for duty in _duties(answer))}


def _read_counting(answer: Any) -> Any:
    def days(duty: Any) -> list[Any]:
        found = _items(duty, "counting")
        return [[_get(day, "day"), _get(day, "counted", "strict"), _get(day, "counted", "lenient")] for day in found]

    return {"counting": {duty["key"]: days(duty) for duty in _duties(answer)}}


def _read_due(answer: Any) -> Any:
    def dates(duty: Any) -> dict[str, Any]:
        due = _get(duty, "due")
        strict, lenient = (None, None) if due is None else (_get(due, "strict"), _get(due, "lenient"))
        return {"clock_start": _get(duty, "clock_start"), "strict": strict, "lenient": lenient}

    return {"due": {duty["key"]: dates(duty) for duty in _duties(answer)}}


def _read_status(answer: Any) -> Any:
    names = ("key", "status", "met_by", "needs")
    return {"status": [{name: _get(duty, name) for name in names} for duty in _duties(answer)]}


def _read_place(_: Any) -> Any:
    return {"place": None}


def _read_outlook(answer: Any) -> Any:
    names = ("id", "kind", "from", "to", "active")

    def outlook(duty: Any) -> dict[str, Any]:
        steps = [{name: _get(step, name) for name in names} for step in _items(duty, "escalations")]
        return {
            "escalations": steps,
            "transition": _get(duty, "transition"),
            "successor": _get(duty, "successor"),
        }

    duties = {duty["key"]: outlook(duty) for duty in _duties(answer)}
    return {"next_change": _get(answer, "next_change"), "duties": duties}


_READERS: Mapping[Level, Callable[[Any], Any]] = {
    "L1": _read_keys,
    "L2": _read_counting,
    "L3": _read_due,
    "L4": _read_status,
    "L5": _read_place,
    "L6": _read_outlook,
}
