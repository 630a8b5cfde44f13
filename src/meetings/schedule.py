"""The plan of a year: its meetings, what they cost, and how `plan.json` says it.

All instants are local times of Europe/Copenhagen in whole seconds. A meeting is known by its year, its
politikreds and its round; everything else about it may change.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StrictInt, field_serializer

from overgreb_rules.calendar import FIRST_YEAR, LAST_YEAR, local
from overgreb_rules.shared.text import Text

__all__ = ["Meeting", "MeetingChange", "Objective", "Organizer", "People", "PlanWarning", "Schedule", "meeting_uid"]

_NAMESPACE = uuid.UUID("5b3c1a86-6f0e-5d0c-9d3a-3f1f0c1c7a52")


def meeting_uid(year: int, district: str, round_: int) -> str:
    """Compute the identity of a meeting in every calendar and every run.

    Args:
        year: The year.
        district: The code of the politikreds.
        round_: The round, counted from 1.

    Returns:
        A UUID of version 5, which depends on nothing else.
    """
    return str(uuid.uuid5(_NAMESPACE, f"meeting/{year}/{district}/{round_}"))


def _to_local(instant: dt.datetime) -> dt.datetime:
    if instant.microsecond or not FIRST_YEAR < instant.year < LAST_YEAR:
        raise ValueError("an instant has whole seconds and lies in the years for which dates are computed")
    return local(int(instant.timestamp()))


Instant = Annotated[AwareDatetime, AfterValidator(_to_local)]


class _ScheduleModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Meeting(_ScheduleModel):
    """One meeting of a politikreds with its kommuner."""

    district: str
    """The code of the politikreds."""
    round: StrictInt = Field(default=1, ge=1)
    """Counted from 1 within the year."""
    start: Instant
    end: Instant
    host: str
    """The code of the kommune where they meet."""
    kommuner: tuple[str, ...]
    """The codes of all kommuner of the politikreds, in order."""
    absent: tuple[str, ...] = ()
    """The kommuner among them that cannot come, or whose calendar could not be read.

    Not among the fields that are set where a plan made by hand leaves it open.
    """
    boernehuse: tuple[str, ...]
    """The børnehuse that serve the kommuner, by name, in order."""
    facilitators: tuple[str, ...] = ()
    """Ids from the request; empty where the request names no facilitator."""
    uid: str
    sequence: int = Field(default=0, ge=0)
    """The revision of the invitation; the ledger of the output folder counts it."""
    status: Literal["confirmed", "tentative", "cancelled"] = "confirmed"
    cost: dict[str, float] = Field(default_factory=dict)
    """What this day costs, by the name of the cost and weighted; costs of the whole plan are in Objective."""

    @field_serializer("start", "end")
    def _instant(self, value: dt.datetime) -> str:
        return value.isoformat(timespec="seconds")


class Objective(_ScheduleModel):
    """What the plan costs, and the proof that none costs less."""

    value: float
    """The sum of `terms`."""
    bound: float
    """No plan of these requirements costs less."""
    optimal: bool
    """Whether `value` and `bound` are equal on every level."""
    terms: dict[str, float] = Field(default_factory=dict)
    """The whole plan's cost by name, weighted."""


class Organizer(_ScheduleModel):
    """Who sends the invitations: a functional mailbox."""

    name: str
    email: str


class People(_ScheduleModel):
    """Names and addresses for calendars and invitations; no part of `plan.json`."""

    organizer: Organizer | None = None
    attendees: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Mail addresses by kommune code."""
    facilitators: dict[str, str] = Field(default_factory=dict)
    """Names by facilitator id."""
    places: dict[str, str] = Field(default_factory=dict)
    """Where meetings take place, by kreds code, or kreds and round (1460-2)."""
    links: dict[str, str] = Field(default_factory=dict)
    """URIs of video meetings, by the same keys."""
    agenda: str = ""
    """The text in every invitation."""

    def place(self, meeting: Meeting) -> str | None:
        """Return where a meeting takes place.

        Args:
            meeting: The meeting.

        Returns:
            The text; None where the request names no place.
        """
        return _find_by_round(self.places, meeting)

    def link(self, meeting: Meeting) -> str | None:
        """Return the URI of a video meeting.

        Args:
            meeting: The meeting.

        Returns:
            The URI; None where the request names none.
        """
        return _find_by_round(self.links, meeting)


def _find_by_round(table: Mapping[str, str], meeting: Meeting) -> str | None:
    return table.get(f"{meeting.district}-{meeting.round}", table.get(meeting.district))


class MeetingChange(_ScheduleModel):
    """What a new plan does to a meeting of the earlier one, or a meeting that is new beside it."""

    district: str
    round: int
    kind: Literal["moved", "cancelled", "added", "changed"]
    before: Meeting | None
    after: Meeting | None
    why: tuple[Text, ...]
    """One sentence each, with the name of the constraint where one forbids the old start."""


class PlanWarning(_ScheduleModel):
    """What the plan rests on or could not keep, for the person who carries it out."""

    code: str
    district: str | None = None
    """The code of the politikreds that is concerned; None where it is none or all of them."""
    da: str
    """A sentence with its full stop, as `en`."""
    en: str

    @classmethod
    def of(cls, code: str, text: Text, *, district: str | None = None) -> PlanWarning:
        """Build a warning.

        Args:
            code: The code of the warning.
            text: The sentence.
            district: The code of the politikreds that is concerned; None where it is none or all of them.

        Returns:
            The warning.
        """
        return cls(code=code, district=district, da=text.da, en=text.en)


class Schedule(_ScheduleModel):
    """A plan. `people`, `changes` and `notes` are for those who carry it out, and no part of `plan.json`."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    year: int
    meetings: tuple[Meeting, ...]
    """In order of start, then district, then round; cancelled ones among them."""
    objective: Objective
    warnings: tuple[PlanWarning, ...] = ()
    receipt: dict[str, Any] = Field(default_factory=dict)
    """All that decided the plan, by value or by hash: enough to explain it and to make it again."""
    people: People = Field(default_factory=People, exclude=True)
    changes: tuple[MeetingChange, ...] = Field(default=(), exclude=True)
    """Against the earlier plan; empty where there was none."""
    notes: tuple[Text, ...] = Field(default=(), exclude=True)
    """Sentences about this run, which depend on its instant."""

    def to_json(self) -> str:
        """Write the plan as the text of `plan.json`.

        Returns:
            The same text for the same plan, with a line feed at the end.
        """
        data = self.model_dump(mode="json", by_alias=True)
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
