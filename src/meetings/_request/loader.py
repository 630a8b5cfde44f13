"""Reads a request file and all it points to: the only reading of files below the command line."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from meetings._asked import FILE_KEYS, Asked
from meetings._domain.districts import UnknownNameError, boernehus_by_name, kommune_by_name, politikreds_by_name
from meetings._domain.meeting_history import History
from meetings._domain.parties import BusyCalendar, Party
from meetings._request.busy_calendar import MAX_BYTES, read_busy, unknown
from meetings._request.messages import first_error
from meetings.errors import RequestError
from meetings.schedule import Schedule
from overgreb_rules.shared.strict_yaml import Document, PlainYamlError, read

__all__ = ["Progress", "load_plan", "load_request", "plan_of", "read_bytes"]

Request = TypeVar("Request", bound=Asked)
Progress = Callable[[str, int, int], None]
"""Told what is read next, its number counted from 1, and how many there are."""

_MAX_BYTES = 4_000_000
_KINDS = {"kommuner": "kommune", "politikredse": "politikreds", "boernehuse": "boernehus"}


def load_request(path: Path, model: type[Request], *, progress: Progress | None) -> Request:
    """The request (a `model`) in the file at `path`, with calendars and the plan of the year before. RequestError."""
    document = _document(path)
    if not isinstance(document.data, dict):
        raise RequestError(str(document.place()), "a request has keys with values", "begin with the key year")
    data = dict(document.data)
    for key in data:
        if key not in FILE_KEYS:
            # Said here, since the class has fields beside those of the file.
            what = f"unknown key «{key}»; allowed here are {', '.join(FILE_KEYS)}"
            raise _refused(document, (key,), what)
    _expand_folders(document, data, path.parent)
    try:
        request = model.model_validate(data)
    except ValidationError as error:
        raise _refused(document, *first_error(error)) from None
    history, sha256 = _previous(document, request, path.parent)
    calendars = _calendars(document, request, path.parent, progress)
    return request.model_copy(update={"calendars": calendars, "history": history, "previous_sha256": sha256})


def load_plan(path: Path) -> tuple[Schedule, str]:
    """The plan in a `plan.json`, and the hash of its bytes. RequestError."""
    raw = read_bytes(path, str(path))
    return plan_of(raw, str(path)), hashlib.sha256(raw).hexdigest()


def plan_of(text: str | bytes, file: str) -> Schedule:
    """The plan that `text`, which stands in `file`, says. RequestError."""
    try:
        return Schedule.model_validate_json(text)
    except ValidationError as error:
        where, what = first_error(error)
        place = f"{file}, {''.join(f'/{part}' for part in where) or 'as a whole'}"
        raise RequestError(place, what, "mend it, or plan the year again") from None


def read_bytes(path: Path, place: str, most: int = _MAX_BYTES) -> bytes:
    """The bytes of a file that is named at `place`. RequestError: missing, unreadable, or too large."""
    try:
        if path.is_file() and path.stat().st_size > most:
            raise RequestError(place, f"{path} has more than {most // 1_000_000} MB", "name the right file")
        return path.read_bytes()
    except FileNotFoundError:
        raise RequestError(place, f"there is no file {path}", "put it there, or mend the path") from None
    except OSError as error:
        raise RequestError(place, f"{path} cannot be read ({error.strerror})", "mend the path") from None


def _document(path: Path) -> Document:
    raw = read_bytes(path, str(path))
    try:
        return read(raw.decode("utf-8-sig"), str(path), number_keys=True)
    except UnicodeDecodeError:
        raise RequestError(str(path), "this is no UTF-8 text", "save it as UTF-8") from None
    except PlainYamlError as error:
        raise RequestError(str(error.place), error.what, error.mend) from None


def _refused(document: Document, path: tuple[str | int, ...], sentence: str) -> RequestError:
    what, _, mend = sentence.rpartition("; ")
    key = ".".join(str(part) for part in path) or "the request"
    return RequestError(f"{document.place(path)}, {key}", what or mend, mend if what else "mend the value")


def _expand_folders(document: Document, data: dict[Any, Any], base: Path) -> None:
    """Put for each folder under `busy` the files in it, by the code or place that their names stand for."""
    busy = data.get("busy")
    if not isinstance(busy, dict) or not isinstance(data.get("year"), int):
        return
    on = dt.date(min(max(data["year"], 2014), 2199), 1, 1)
    busy = data["busy"] = dict(busy)
    for group in _KINDS:
        if isinstance(busy.get(group), str):
            busy[group] = _files_in(document, group, base, busy[group], on)


def _files_in(document: Document, group: str, base: Path, folder: str, on: dt.date) -> dict[str, str]:
    place = ("busy", group)
    if not (base / folder).is_dir():
        raise _refused(document, place, f"there is no folder {base / folder}; put it there, or name file by file")
    found: dict[str, str] = {}
    for path in sorted((base / folder).iterdir()):
        if path.suffix.lower() != ".ics":
            raise _refused(document, place, f"{path} is no .ics file; keep nothing else in the folder")
        try:
            if group == "kommuner":
                key = kommune_by_name(path.stem, on=on).code
            elif group == "politikredse":
                key = politikreds_by_name(path.stem, on=on).code
            else:
                key = boernehus_by_name(path.stem, on=on)
        except UnknownNameError as error:
            raise _refused(document, place, f"{path}: {error}; name the file by code or name") from None
        if key in found:
            raise _refused(document, place, f"{found[key]} and {path.name} are both for {key}; keep one of them")
        found[key] = f"{folder}/{path.name}"
    return found


def _previous(document: Document, request: Asked, base: Path) -> tuple[History | None, str | None]:
    if request.previous is None:
        return None, None
    path = base / request.previous
    place = f"{document.place(('previous',))}, previous"
    if not path.is_file():
        raise RequestError(place, f"there is no file {path}", "put last year's plan.json there, or drop the key")
    plan, sha256 = load_plan(path)
    if plan.year >= request.year:
        what = f"{path} plans {plan.year}, which does not lie before {request.year}"
        raise RequestError(place, what, "name the plan of an earlier year")
    return History.of(plan), sha256


def _calendars(document: Document, request: Asked, base: Path, progress: Progress | None) -> dict[Party, BusyCalendar]:
    wanted: list[tuple[Party, str, tuple[str | int, ...]]] = []
    on = dt.date(request.year, 1, 1)
    for group, kind in _KINDS.items():
        for key, file in getattr(request.busy, group).items():
            name = boernehus_by_name(key, on=on) if kind == "boernehus" else key
            wanted.append((Party(kind, name), file, ("busy", group, key)))
    for index, person in enumerate(request.facilitators):
        if person.busy is not None:
            wanted.append((Party("facilitator", person.id), person.busy, ("facilitators", index, "busy")))
    for _, file, where in wanted:
        if not (base / file).is_file():
            raise _refused(document, where, f"there is no file {base / file}; put it there, or drop the key")
    found: dict[Party, BusyCalendar] = {}
    for number, (party, file, where) in enumerate(sorted(wanted, key=lambda one: one[0]), start=1):
        if progress:
            progress(file, number, len(wanted))
        if (base / file).stat().st_size > MAX_BYTES:
            # Not even read: a file of any size is refused in no time.
            calendar = unknown(f"it has more than {MAX_BYTES // 1_000_000} MB")
        else:
            place = f"{document.place(where)}, {'.'.join(map(str, where))}"
            calendar = read_busy(read_bytes(base / file, place, MAX_BYTES), request.year)
        if calendar.unknown is not None:
            # The path as the request has it: a receipt that quotes this is the same on every machine.
            calendar = replace(calendar, unknown=f"{file}: {calendar.unknown}")
        found[party] = calendar
    return found
