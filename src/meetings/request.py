"""The request of a year: the keys of a request file, checked one by one and together, none of them guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import ConfigDict, Field, model_validator

from meetings._domain.meeting_history import MeetingHistory
from meetings._domain.parties import BusyCalendar, Party
from meetings._request.absence import Absence, Span
from meetings._request.absence_table import build_template
from meetings._request.consistency import check_consistency
from meetings._request.loader import Progress, RequestFile
from meetings._request.request_keys import FIRST_YEAR, LAST_YEAR, RequestKeys
from overgreb_rules.ical.free_busy.intervals import merge_intervals

__all__ = ["FILE_KEYS", "FIRST_YEAR", "LAST_YEAR", "PlanRequest", "build_template"]


class PlanRequest(RequestKeys):
    """The request of a year, with the calendars and the history that it names."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    calendars: dict[Party, BusyCalendar] = Field(default_factory=dict, exclude=True)
    """What was read from the files under `busy`; one entry for each of them."""
    history: MeetingHistory | None = Field(default=None, exclude=True)
    """What was read from the plan under `previous`."""
    absence_rows: dict[Party, tuple[Absence, ...]] | None = Field(default=None, exclude=True)
    """What was read from the table under `absences`."""
    previous_sha256: str | None = Field(default=None, exclude=True)

    @classmethod
    def load(cls, path: str | Path, *, progress: Progress | None = None) -> Self:
        """Read a request file with all files that it names.

        Args:
            path: The request file; paths in it are relative to its folder.
            progress: A function that is called before each calendar is read; None for no report.

        Returns:
            The request. A calendar that cannot be understood is no error: its owner has unknown availability.

        Raises:
            RequestError: The request file, a calendar file or the earlier plan is missing, too large or refused.
        """
        file = RequestFile.open(Path(path), FILE_KEYS)
        request = file.validate(cls)
        history, sha256 = file.read_history(request.previous, request.year)
        addresses = {Party("kommune", code): mails for code, mails in request.attendees.items()}
        calendars = file.read_calendars(
            request.busy, request.facilitators, request.year, progress, addresses, request.list_meeting_uids()
        )
        read: dict[str, object] = {"calendars": calendars, "history": history, "previous_sha256": sha256}
        read["absence_rows"] = file.read_absences(request.absences, request.year, request.facilitators)
        return request.model_copy(update=read | {"school_holidays": file.read_school_holidays(request.school_holidays)})

    def list_absences(self) -> dict[Party, tuple[Span, ...]]:
        """List the times at which parties are away, by `away` and by the table of absences.

        Returns:
            The spans of the year in epoch seconds, the ends excluded, in order and apart; by party.
        """
        return {
            party: merge_intervals(span for absence in absences for span in absence.list_spans(self.year))
            for party, absences in sorted(self.list_absence_rows().items())
        }

    def list_absence_rows(self) -> dict[Party, list[Absence]]:
        """List the absences of `away` and of the table of absences, as they are written.

        Returns:
            The absences by party.
        """
        found: dict[Party, list[Absence]] = {party: list(rows) for party, rows in (self.absence_rows or {}).items()}
        for kind, table in (
            ("facilitator", self.away.facilitators),
            ("kommune", self.away.kommuner),
            ("politikreds", self.away.politikredse),
            ("boernehus", self.away.boernehuse),
        ):
            for name, absences in table.items():
                found.setdefault(Party(kind, name), []).extend(absences)
        return found

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        check_consistency(self)
        return self


FILE_KEYS: tuple[str, ...] = tuple(RequestKeys.model_fields)
"""The keys that a request file may have."""
