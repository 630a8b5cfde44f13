"""The keys of a request file with their defaults."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt, model_validator

from meetings._domain.cost_catalog import DEFAULT_WEIGHTS
from meetings._domain.districts import Politikreds, politikredse_on
from meetings._request.absence import Away
from meetings._request.fields import (
    BlockedDays,
    CalendarFiles,
    Facilitator,
    GapMonths,
    Hosts,
    SchoolHolidays,
    Sender,
    SpacingDays,
    StrictKeys,
    TravelMinutes,
    Window,
)
from meetings._request.names_as_codes import replace_names
from meetings._request.values import (
    Code,
    Days,
    Districts,
    Mail,
    Number,
    OneLineText,
    Paragraphs,
    PathText,
    PinnedStart,
    TimeOfDay,
    Uri,
)
from meetings.schedule import meeting_uid

FIRST_YEAR, LAST_YEAR = 2014, 2199
"""The years that can be planned: the børnehuse exist since October 2013."""

_MOST_ROUNDS = 52


class RequestKeys(StrictKeys):
    """What a request file says.

    Every key but `year` has a default; docs/reference/meetings-request.md explains each.
    """

    year: Annotated[StrictInt, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
    districts: Districts = "all"
    """Codes of politikredse."""
    meetings_per_district: Annotated[StrictInt, Field(ge=1, le=_MOST_ROUNDS)] = 1
    duration: Annotated[StrictInt, Field(ge=15, le=720)] = 180
    """Minutes."""
    start_times: tuple[TimeOfDay, ...] = (dt.time(9, 0), dt.time(12, 30))
    """Local times of Europe/Copenhagen."""
    facilitators: tuple[Facilitator, ...] = ()
    facilitators_per_meeting: Annotated[StrictInt, Field(ge=1, le=20)] = 1
    facilitator_meetings_per_day: Annotated[StrictInt, Field(ge=1, le=10)] = 1
    busy: CalendarFiles = CalendarFiles()
    quorum: Number = 1.0
    """The share of the kommuner of a kreds that must be free, above 0 and up to 1."""
    blocked: BlockedDays = BlockedDays()
    school_holidays: SchoolHolidays = SchoolHolidays()
    window: Window | None = None
    """None: the whole year."""
    previous: PathText | None = None
    gap_months: GapMonths = GapMonths()
    pinned: dict[str, PinnedStart] = Field(default_factory=dict)
    """By kreds code (the first round), or kreds code and round: 1460-2."""
    hosts: Hosts = Hosts()
    spacing_days: SpacingDays | None = None
    """None: from two thirds to four thirds of an even share of the year."""
    facilitator_rest_days: Annotated[StrictInt, Field(ge=0, le=60)] = 0
    """Whole days without a meeting between two days with one."""
    weights: dict[str, Number] = Field(default_factory=dict)
    organizer: Sender | None = None
    attendees: dict[Code, tuple[Mail, ...]] = Field(default_factory=dict)
    notice_days: Days = 14
    """No new or moved start lies within so many days after the instant of planning."""
    freeze_days: Days = 14
    """A published meeting that is nearer than this moves only if it must."""
    strict_coverage: StrictBool = False
    """Whether no start lies outside what a calendar is known to cover."""
    travel_minutes: TravelMinutes = TravelMinutes()
    away: Away = Away()
    absences: PathText | None = None
    """A table of absences, CSV or XLSX."""
    place: dict[str, OneLineText] = Field(default_factory=dict)
    """By kreds code, or kreds and round; the default is the kommune that is host."""
    link: dict[str, Uri] = Field(default_factory=dict)
    """Of a video meeting, by kreds code, or kreds and round."""
    agenda: Paragraphs = ""

    @model_validator(mode="before")
    @classmethod
    def _take_names_as_codes(cls, data: object) -> object:
        year = data.get("year") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
            return data  # the fields refuse it
        return replace_names(data, year)[0]

    @property
    def first_day(self) -> dt.date:
        """The first day of the window."""
        return self.window.from_ if self.window else dt.date(self.year, 1, 1)

    @property
    def last_day(self) -> dt.date:
        """The last day of the window."""
        return self.window.to if self.window else dt.date(self.year, 12, 31)

    @property
    def spacing(self) -> tuple[int, int]:
        """The fewest and the most days from one round to the next."""
        if self.spacing_days:
            return self.spacing_days.min, self.spacing_days.max
        share = 365 / self.meetings_per_district
        return int(share * 2 / 3), int(share * 4 / 3)

    def kredse(self) -> tuple[Politikreds, ...]:
        """List the politikredse for which meetings are planned.

        Returns:
            The politikredse as they are on the first day of the year, in order of code.
        """
        every = politikredse_on(dt.date(self.year, 1, 1))
        return every if self.districts == "all" else tuple(k for k in every if k.code in self.districts)

    def list_meeting_uids(self) -> frozenset[str]:
        """List the UIDs under which meetings of the request may stand in calendars.

        Returns:
            The UIDs of all rounds that a kreds of the request can have: an earlier plan may have had more of them.
        """
        rounds = range(1, _MOST_ROUNDS + 1)
        return frozenset(meeting_uid(self.year, kreds.code, number) for kreds in self.kredse() for number in rounds)

    def pinned_start(self, district: str, round_: int) -> dt.datetime | None:
        """Return the start that the request sets for a meeting.

        Args:
            district: The code of the politikreds.
            round_: The round, counted from 1.

        Returns:
            The local time; None where the meeting is not pinned.
        """
        found = self.pinned.get(f"{district}-{round_}")
        return self.pinned.get(district) if found is None and round_ == 1 else found

    def weight(self, cost: str) -> float:
        """Return the weight of a cost.

        Args:
            cost: The name of the cost.

        Returns:
            What one unit of the cost weighs.
        """
        return self.weights.get(cost, DEFAULT_WEIGHTS[cost])
