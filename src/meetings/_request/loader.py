"""Reading of a request file, and of the calendars and the earlier plan to which it points."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from meetings._domain.districts import UnknownNameError, boernehus_by_name, kommune_by_name, politikreds_by_name
from meetings._domain.meeting_history import MeetingHistory
from meetings._domain.parties import BusyCalendar, Party
from meetings._request.busy_calendar import MAX_BYTES, build_unknown_calendar, read_calendar
from meetings._request.fields import CalendarFiles, Facilitator, SchoolHolidays
from meetings._request.messages import describe_first_error
from meetings._request.school_weeks import read_school_weeks
from meetings.errors import RequestError
from meetings.schedule import Schedule
from overgreb_rules.shared.strict_yaml import Document, PlainYamlError, read

Request = TypeVar("Request", bound=BaseModel)
Progress = Callable[[str, int, int], None]
"""A function that is called with the file that is read next, its number counted from 1, and the number of files."""

_MAX_BYTES = 4_000_000
_KINDS = {"kommuner": "kommune", "politikredse": "politikreds", "boernehuse": "boernehus"}
_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A request file, and the files to which it points."""

    document: Document
    keys: dict[Any, Any]
    """The keys of the file; a folder under `busy` is replaced by the files in the folder."""
    folder: Path
    """The folder of the request file: every path in the file is relative to it."""

    @classmethod
    def open(cls, path: Path, allowed: Sequence[str]) -> RequestFile:
        """Read the keys of a request file.

        Args:
            path: The request file.
            allowed: The keys that the file may have.

        Returns:
            The file with its keys, not yet validated.

        Raises:
            RequestError: The file cannot be read, is no mapping, or has an unknown key; a folder under `busy` is
                missing or holds a file that belongs to nobody.
        """
        document = _read_document(path)
        if not isinstance(document.data, dict):
            raise RequestError(str(document.place()), "a request has keys with values", "begin with the key year")
        file = cls(document, dict(document.data), path.parent)
        for key in file.keys:
            if key not in allowed:
                # Refused here, since the model has fields beside those of the file.
                raise file._error((key,), f"unknown key «{key}»; allowed here are {', '.join(allowed)}")
        file._expand_folders()
        return file

    def validate(self, model: type[Request]) -> Request:
        """Validate the keys of the file.

        Args:
            model: The class of the request.

        Returns:
            The request, without calendars and history.

        Raises:
            RequestError: A value is refused; the message names the line of the file.
        """
        try:
            return model.model_validate(self.keys)
        except ValidationError as error:
            raise self._error(*describe_first_error(error)) from None

    def read_history(self, previous: str | None, year: int) -> tuple[MeetingHistory | None, str | None]:
        """Read the plan of an earlier year.

        Args:
            previous: The path of the earlier `plan.json`, relative to the request file; None where there is none.
            year: The year of the request.

        Returns:
            What the earlier years leave behind, and the SHA-256 of the plan file; None twice where there is no plan.

        Raises:
            RequestError: The file is missing or is no plan, or its year does not lie before `year`.
        """
        if previous is None:
            return None, None
        path = self.folder / previous
        place = f"{self.document.place(('previous',))}, previous"
        if not path.is_file():
            raise RequestError(place, f"there is no file {path}", "put last year's plan.json there, or drop the key")
        raw = read_bytes(path, str(path))
        plan = parse_plan(raw, str(path))
        if plan.year >= year:
            problem = f"{path} plans {plan.year}, which does not lie before {year}"
            raise RequestError(place, problem, "name the plan of an earlier year")
        return MeetingHistory.of(plan), hashlib.sha256(raw).hexdigest()

    def read_school_holidays(self, holidays: SchoolHolidays) -> SchoolHolidays:
        """Read the table of winter holidays.

        Args:
            holidays: What the request says; the weeks that it gives by year and kommune outweigh the table.

        Returns:
            The weeks of both, without the path of the file.

        Raises:
            RequestError: The file is missing or refused.
        """
        if holidays.file is None:
            return holidays
        place = f"{self.document.place(('school_holidays', 'file'))}, school_holidays.file"
        years = read_school_weeks(read_bytes(self.folder / holidays.file, place), holidays.file)
        for year, own in holidays.years.items():
            years.setdefault(year, {}).update(own)
        return holidays.model_copy(update={"years": years, "file": None})

    def read_calendars(
        self, busy: CalendarFiles, facilitators: Sequence[Facilitator], year: int, progress: Progress | None
    ) -> dict[Party, BusyCalendar]:
        """Read the calendar files of the parties.

        Args:
            busy: The files of kommuner, politikredse and børnehuse.
            facilitators: The facilitators, of whom some name a file.
            year: The year of which appointments are kept.
            progress: A function that is told which calendar is read next; None for no report.

        Returns:
            A calendar for each party with a file, in order of party; of unknown availability where the file cannot
            be understood.

        Raises:
            RequestError: A file is missing or cannot be read.
        """
        on = dt.date(year, 1, 1)
        files: list[tuple[Party, str, _Path]] = []
        for group, kind in _KINDS.items():
            for key, file in getattr(busy, group).items():
                name = boernehus_by_name(key, on=on) if kind == "boernehus" else key
                files.append((Party(kind, name), file, ("busy", group, key)))
        for index, person in enumerate(facilitators):
            if person.busy is not None:
                files.append((Party("facilitator", person.id), person.busy, ("facilitators", index, "busy")))
        for _, file, path in files:
            if not (self.folder / file).is_file():
                raise self._error(path, f"there is no file {self.folder / file}; put it there, or drop the key")
        calendars: dict[Party, BusyCalendar] = {}
        for number, (party, file, path) in enumerate(sorted(files, key=lambda entry: entry[0]), start=1):
            if progress:
                progress(file, number, len(files))
            calendars[party] = self._read_calendar(file, path, year)
        return calendars

    def _read_calendar(self, file: str, path: _Path, year: int) -> BusyCalendar:
        place = f"{self.document.place(path)}, {'.'.join(map(str, path))}"
        if (self.folder / file).stat().st_size > MAX_BYTES:
            # The file is not even read: a file of any size is refused in no time.
            calendar = build_unknown_calendar(f"it has more than {MAX_BYTES // 1_000_000} MB")
        else:
            calendar = read_calendar(read_bytes(self.folder / file, place, MAX_BYTES), year)
        if calendar.unknown is None:
            return calendar
        # The path as the request has it: a receipt that quotes this is the same on every machine.
        return replace(calendar, unknown=f"{file}: {calendar.unknown}")

    def _expand_folders(self) -> None:
        """Replace each folder under `busy` by the files in it, keyed by the code or place in their names."""
        busy = self.keys.get("busy")
        if not isinstance(busy, dict) or not isinstance(self.keys.get("year"), int):
            return
        on = dt.date(min(max(self.keys["year"], 2014), 2199), 1, 1)
        self.keys["busy"] = {
            group: self._files_in(group, value, on) if group in _KINDS and isinstance(value, str) else value
            for group, value in busy.items()
        }

    def _files_in(self, group: str, name: str, on: dt.date) -> dict[str, str]:
        path, folder = ("busy", group), self.folder / name
        if not folder.is_dir():
            raise self._error(path, f"there is no folder {folder}; put it there, or name file by file")
        files: dict[str, str] = {}
        for file in sorted(folder.iterdir()):
            if file.suffix.lower() != ".ics":
                raise self._error(path, f"{file} is no .ics file; keep nothing else in the folder")
            try:
                key = _PARTY_KEYS[group](file.stem, on)
            except UnknownNameError as error:
                raise self._error(path, f"{file}: {error}; name the file by code or name") from None
            if key in files:
                raise self._error(path, f"{files[key]} and {file.name} are both for {key}; keep one of them")
            files[key] = f"{name}/{file.name}"
        return files

    def _error(self, path: _Path, sentence: str) -> RequestError:
        problem, _, hint = sentence.rpartition("; ")
        key = ".".join(str(part) for part in path) or "the request"
        place = f"{self.document.place(path)}, {key}"
        return RequestError(place, problem or hint, hint if problem else "mend the value")


_PARTY_KEYS: Mapping[str, Callable[[str, dt.date], str]] = {
    "kommuner": lambda name, on: kommune_by_name(name, on=on).code,
    "politikredse": lambda name, on: politikreds_by_name(name, on=on).code,
    "boernehuse": lambda name, on: boernehus_by_name(name, on=on),
}
"""The key of the party that a file name stands for, by group of `busy`."""


def parse_plan(text: str | bytes, file: str) -> Schedule:
    """Parse the text of a `plan.json`.

    Args:
        text: The JSON text.
        file: The name of the file, for the message of an error.

    Returns:
        The plan.

    Raises:
        RequestError: The text is no plan.
    """
    try:
        return Schedule.model_validate_json(text)
    except ValidationError as error:
        where, problem = describe_first_error(error)
        place = f"{file}, {''.join(f'/{part}' for part in where) or 'as a whole'}"
        raise RequestError(place, problem, "mend it, or plan the year again") from None


def read_bytes(path: Path, place: str, most: int = _MAX_BYTES) -> bytes:
    """Read a file whole.

    Args:
        path: The file.
        place: Where the file is named, for the message of an error.
        most: The most bytes that the file may have.

    Returns:
        The bytes of the file.

    Raises:
        RequestError: The file is missing, unreadable, or too large.
    """
    try:
        if path.is_file() and path.stat().st_size > most:
            raise RequestError(place, f"{path} has more than {most // 1_000_000} MB", "name the right file")
        return path.read_bytes()
    except FileNotFoundError:
        raise RequestError(place, f"there is no file {path}", "put it there, or mend the path") from None
    except OSError as error:
        raise RequestError(place, f"{path} cannot be read ({error.strerror})", "mend the path") from None


def _read_document(path: Path) -> Document:
    raw = read_bytes(path, str(path))
    try:
        return read(raw.decode("utf-8-sig"), str(path), number_keys=True)
    except UnicodeDecodeError:
        raise RequestError(str(path), "this is no UTF-8 text", "save it as UTF-8") from None
    except PlainYamlError as error:
        raise RequestError(str(error.place), error.what, error.mend) from None
