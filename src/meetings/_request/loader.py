"""Reading of a request file, and of the calendars and the earlier plan to which it points."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from meetings._domain.districts import UnknownNameError, boernehus_by_name, kommune_by_name, politikreds_by_name
from meetings._domain.meeting_history import MeetingHistory
from meetings._domain.parties import BusyCalendar, Party
from meetings._request.absence import Absence
from meetings._request.absence_table import read_absences
from meetings._request.busy_calendar import build_too_large_calendar, read_calendar
from meetings._request.fields import CalendarFiles, Facilitator, SchoolHolidays
from meetings._request.files import format_place, parse_plan, read_bytes, read_document
from meetings._request.messages import describe_first_error, describe_unknown_key, split_hint
from meetings._request.names_as_codes import replace_names
from meetings._request.request_keys import FIRST_YEAR, LAST_YEAR
from meetings._request.school_weeks import read_school_weeks
from meetings._request.shown_keys import show_key
from meetings.errors import RequestError
from overgreb_rules.ical import MAX_CALENDAR_BYTES
from overgreb_rules.shared.existing_path import is_existing_file, is_existing_folder
from overgreb_rules.shared.strict_yaml import Document
from overgreb_rules.shared.text import Text

Request = TypeVar("Request", bound=BaseModel)
Progress = Callable[[str, int, int], None]
"""A function that is called with the file that is read next, its number counted from 1, and the number of files."""

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
    names: Mapping[_Path, str]
    """The names that stand in the file where a code is meant, by the path with the code."""

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
        document = read_document(path)
        if not isinstance(document.data, dict):
            raise RequestError(
                format_place(document.place()),
                Text("en bestilling skal have nøgler med værdier", "a request has keys with values"),
                Text("begynd med nøglen year", "begin with the key year"),
            )
        file = cls(document, dict(document.data), path.parent, {})
        for key in file.keys:
            if key not in allowed:
                # Refused here, since the model has fields beside those of the file.
                raise file._error((key,), describe_unknown_key(key, allowed))
        file._expand_folders()
        return replace(file, names=_find_names(file.keys))

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
            RequestError: The file is missing, is no plan or has a damaged receipt, or its year does not lie before
                `year`.
        """
        if previous is None:
            return None, None
        path = self.folder / previous
        place = self._place(("previous",))
        if not is_existing_file(path):
            raise RequestError(
                place,
                Text(f"filen {path} findes ikke", f"there is no file {path}"),
                Text(
                    "læg sidste års plan.json der, eller fjern nøglen",
                    "put last year's plan.json there, or drop the key",
                ),
            )
        raw = read_bytes(path, str(path))
        plan = parse_plan(raw, str(path))
        if plan.year >= year:
            problem = Text(
                f"{path} er planen for {plan.year}, som ikke ligger før {year}",
                f"{path} plans {plan.year}, which does not lie before {year}",
            )
            mend = Text("nævn planen for et tidligere år", "name the plan of an earlier year")
            raise RequestError(place, problem, mend)
        return MeetingHistory.of(plan, str(path)), hashlib.sha256(raw).hexdigest()

    def read_absences(
        self, file: str | None, year: int, facilitators: Sequence[Facilitator]
    ) -> dict[Party, tuple[Absence, ...]]:
        """Read the table of absences.

        Args:
            file: The path of the table, relative to the request file; None where there is none.
            year: The year of the request.
            facilitators: The facilitators of the request.

        Returns:
            The absences by party; none where there is no table.

        Raises:
            RequestError: The file is missing or refused.
        """
        if file is None:
            return {}
        return read_absences(read_bytes(self.folder / file, self._place(("absences",))), file, year, facilitators)

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
        place = self._place(("school_holidays", "file"))
        years = read_school_weeks(read_bytes(self.folder / holidays.file, place), holidays.file)
        for year, own in holidays.years.items():
            years.setdefault(year, {}).update(own)
        return holidays.model_copy(update={"years": years, "file": None})

    def read_calendars(
        self,
        busy: CalendarFiles,
        facilitators: Sequence[Facilitator],
        year: int,
        progress: Progress | None,
        addresses: Mapping[Party, Collection[str]],
        free_uids: Collection[str] = (),
    ) -> dict[Party, BusyCalendar]:
        """Read the calendar files of the parties.

        Args:
            busy: The files of kommuner, politikredse and børnehuse.
            facilitators: The facilitators, of whom some name a file.
            year: The year of which appointments are kept.
            progress: A function that is told which calendar is read next; None for no report.
            addresses: The mail addresses of parties: what a party has declined is not busy.
            free_uids: The UIDs of the meetings to be planned, which clash with no calendar in which they stand.

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
            if not is_existing_file(self.folder / file):
                raise self._error(path, _describe_missing_file(self.folder / file))
        calendars: dict[Party, BusyCalendar] = {}
        for number, (party, file, path) in enumerate(sorted(files, key=lambda entry: entry[0]), start=1):
            if progress:
                progress(file, number, len(files))
            calendars[party] = self._read_calendar(file, path, year, addresses.get(party, ()), free_uids)
        return calendars

    def _read_calendar(
        self, file: str, path: _Path, year: int, owners: Collection[str], free_uids: Collection[str]
    ) -> BusyCalendar:
        place = self._place(path)
        if (self.folder / file).stat().st_size > MAX_CALENDAR_BYTES:
            # Refused by its size, without reading it.
            return build_too_large_calendar()
        data = read_bytes(self.folder / file, place, MAX_CALENDAR_BYTES)
        return read_calendar(data, year, owners, free_uids=free_uids)

    def _expand_folders(self) -> None:
        """Replace each folder under `busy` by the files in it, keyed by the code or place in their names."""
        busy = self.keys.get("busy")
        if not isinstance(busy, dict) or not isinstance(self.keys.get("year"), int):
            return
        on = dt.date(min(max(self.keys["year"], FIRST_YEAR), LAST_YEAR), 1, 1)
        self.keys["busy"] = {
            group: self._files_in(group, value, on) if group in _KINDS and isinstance(value, str) else value
            for group, value in busy.items()
        }

    def _files_in(self, group: str, name: str, on: dt.date) -> dict[str, str]:
        path, folder = ("busy", group), self.folder / name
        if not is_existing_folder(folder):
            raise self._error(
                path,
                Text(
                    f"mappen {folder} findes ikke; læg den der, eller nævn fil for fil",
                    f"there is no folder {folder}; put it there, or name file by file",
                ),
            )
        files: dict[str, str] = {}
        for file in sorted(folder.iterdir()):
            if file.suffix.lower() != ".ics":
                raise self._error(
                    path,
                    Text(
                        f"{file} er ikke en .ics-fil; mappen må kun indeholde kalenderfiler",
                        f"{file} is no .ics file; the folder may hold calendar files alone",
                    ),
                )
            try:
                key = _PARTY_KEYS[group](file.stem, on)
            except UnknownNameError as error:
                what, named = error.args[0], _FILE_NAMES[group]
                raise self._error(
                    path,
                    Text(
                        f"{file}: {what.da}; brug {named.da} som filnavn",
                        f"{file}: {what.en}; name the file by {named.en}",
                    ),
                ) from None
            if key in files:
                raise self._error(
                    path,
                    Text(
                        f"{files[key]} og {file.name} er begge for {key}; behold den ene",
                        f"{files[key]} and {file.name} are both for {key}; keep one of them",
                    ),
                )
            files[key] = f"{name}/{file.name}"
        return files

    def _place(self, path: _Path) -> Text:
        path = tuple(self.names.get(path[: n + 1], part) for n, part in enumerate(path))
        key, place = ".".join(show_key(part) for part in path), format_place(self.document.place(path))
        return Text(
            f"{place.da}, {key or 'bestillingen'}",
            f"{place.en}, {key or 'the request'}",
        )

    def _error(self, path: _Path, sentence: Text) -> RequestError:
        return RequestError(self._place(path), *split_hint(sentence))


def _find_names(keys: Mapping[Any, Any]) -> Mapping[_Path, str]:
    year = keys.get("year")
    try:
        return replace_names(keys, year)[1] if isinstance(year, int) and 0 < year < dt.MAXYEAR else {}
    except PydanticCustomError:
        return {}  # the validation refuses it


def _describe_missing_file(path: Path) -> Text:
    return Text(
        f"filen {path} findes ikke; læg den der, eller fjern nøglen",
        f"there is no file {path}; put it there, or drop the key",
    )


_PARTY_KEYS: Mapping[str, Callable[[str, dt.date], str]] = {
    "kommuner": lambda name, on: kommune_by_name(name, on=on).code,
    "politikredse": lambda name, on: politikreds_by_name(name, on=on).code,
    "boernehuse": lambda name, on: boernehus_by_name(name, on=on),
}
"""The key of the party that a file name stands for, by group of `busy`."""

_FILE_NAMES: Mapping[str, Text] = {
    "kommuner": Text("kommunens kode eller navn", "the code or the name of the kommune"),
    "politikredse": Text("politikredsens kode eller navn", "the code or the name of the politikreds"),
    "boernehuse": Text("børnehusets sted eller navn", "the place or the name of the børnehus"),
}
"""What the calendar of a party is called in a folder, by group of `busy`."""
