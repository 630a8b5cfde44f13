"""The request of a year: the keys of a request file, checked one by one and together, none of them guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, StrictInt, model_validator

from meetings._domain.cost_catalog import DEFAULT_WEIGHTS
from meetings._domain.districts import (
    Kommune,
    Politikreds,
    UnknownNameError,
    boernehus_by_name,
    boernehuse_on,
    kommuner_on,
    politikredse_on,
)
from meetings._domain.meeting_history import MeetingHistory
from meetings._domain.parties import BusyCalendar, Party
from meetings._request.fields import (
    BlockedDays,
    CalendarFiles,
    Code,
    Days,
    Districts,
    Facilitator,
    GapMonths,
    Hosts,
    Mail,
    Number,
    PathText,
    PinnedStart,
    SchoolHolidays,
    Sender,
    SpacingDays,
    StrictKeys,
    TimeOfDay,
    TravelMinutes,
    Window,
)
from meetings._request.loader import Progress, RequestFile
from meetings._request.messages import refuse
from overgreb_rules.calendar import why_not_hverdag

__all__ = ["FILE_KEYS", "FIRST_YEAR", "LAST_YEAR", "PlanRequest"]

FIRST_YEAR, LAST_YEAR = 2014, 2199
"""The years that can be planned: the børnehuse exist since October 2013."""

_MOST_ROUNDS = 52


class PlanRequest(StrictKeys):
    """The request of a year. Every key but `year` has a default; docs/meetings-request.md explains each."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

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
    travel_minutes: TravelMinutes = TravelMinutes()

    calendars: dict[Party, BusyCalendar] = Field(default_factory=dict, exclude=True)
    """What was read from the files under `busy`; one entry for each of them."""
    history: MeetingHistory | None = Field(default=None, exclude=True)
    """What was read from the plan under `previous`."""
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
        calendars = file.read_calendars(request.busy, request.facilitators, request.year, progress)
        read: dict[str, object] = {"calendars": calendars, "history": history, "previous_sha256": sha256}
        return request.model_copy(update=read | {"school_holidays": file.read_school_holidays(request.school_holidays)})

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

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        kredse = {kreds.code for kreds in politikredse_on(dt.date(self.year, 1, 1))}
        kommuner = {kommune.code: kommune for kommune in kommuner_on(dt.date(self.year, 1, 1))}
        self._check_codes(kredse, set(kommuner))
        self._check_facilitators()
        self._check_days()
        self._check_pinned(kredse)
        self._check_hosts(kredse, kommuner)
        self._check_travel(kredse)
        for name in self.weights:
            if name not in DEFAULT_WEIGHTS:
                what = f"there is no cost «{name}»; the costs are {', '.join(sorted(DEFAULT_WEIGHTS))}"
                raise refuse(("weights", name), what)
        return self

    def _check_hosts(self, kredse: set[str], kommuner: Mapping[str, Kommune]) -> None:
        for kreds, kommune in self.hosts.fixed.items():
            _known(kreds, kredse, ("hosts", "fixed", kreds), "politikreds")
            _known(kommune, set(kommuner), ("hosts", "fixed", kreds), "kommune")
            if kommuner[kommune].politikreds != kreds:
                raise refuse(
                    ("hosts", "fixed", kreds),
                    f"{kommuner[kommune].name} ({kommune}) does not lie in {kreds}; name one that does",
                )

    def _check_travel(self, kredse: set[str]) -> None:
        seen: list[set[str]] = []
        for index, pair in enumerate(self.travel_minutes.pairs):
            path: tuple[str | int, ...] = ("travel_minutes", "pairs", index, "kredse")
            for code in pair.kredse:
                _known(code, kredse, path, "politikreds")
            if len(pair.kredse) != 2 or len(set(pair.kredse)) != 2:
                raise refuse(path, "a journey is between two kredse; name two different ones")
            if set(pair.kredse) in seen:
                raise refuse(path, f"{' and '.join(pair.kredse)} stand twice; keep one of them")
            seen.append(set(pair.kredse))

    def _check_codes(self, kredse: set[str], kommuner: set[str]) -> None:
        if self.districts != "all":
            if not self.districts:
                raise refuse(("districts",), "no kreds is named; write all, or a list of codes")
            for index, code in enumerate(self.districts):
                _known(code, kredse, ("districts", index), "politikreds")
                if code in self.districts[:index]:
                    raise refuse(("districts", index), f"{code} stands twice; name a kreds once")
        for code in self.busy.politikredse:
            _known(code, kredse, ("busy", "politikredse", code), "politikreds")
        by_kommune: dict[tuple[str | int, ...], Mapping[str, object]] = {
            ("busy", "kommuner"): self.busy.kommuner,
            ("attendees",): self.attendees,
            ("school_holidays", "kommuner"): self.school_holidays.kommuner,
            **{("school_holidays", "years", year): table for year, table in self.school_holidays.years.items()},
        }
        for path, table in by_kommune.items():
            for code in table:
                _known(code, kommuner, (*path, code), "kommune")
        self._check_boernehuse()

    def _check_boernehuse(self) -> None:
        on, places = dt.date(self.year, 1, 1), set[str]()
        for name in self.busy.boernehuse:
            path = ("busy", "boernehuse", name)
            try:
                place = boernehus_by_name(name, on=on)
            except UnknownNameError as error:
                raise refuse(path, f"{error}; the places are {', '.join(boernehuse_on(on))}") from None
            if place in places:
                raise refuse(path, f"the børnehus {place} stands twice; keep one of them")
            places.add(place)

    def _check_facilitators(self) -> None:
        ids = [facilitator.id for facilitator in self.facilitators]
        for index, name in enumerate(ids):
            if name in ids[:index]:
                raise refuse(("facilitators", index, "id"), f"the id «{name}» stands twice; give each its own")
        if self.facilitators_per_meeting > max(1, len(ids)):
            raise refuse(
                ("facilitators_per_meeting",),
                f"{self.facilitators_per_meeting} for each meeting, but there are {len(ids)}; name more",
            )
        if not 0 < self.quorum <= 1:
            raise refuse(("quorum",), f"{self.quorum} is no share; write a number above 0 and up to 1")

    def _check_days(self) -> None:
        if not self.start_times:
            raise refuse(("start_times",), 'no time is given; write at least one, such as "09:00"')
        for index, time in enumerate(self.start_times):
            if time in self.start_times[:index]:
                raise refuse(("start_times", index), f"{time:%H:%M} stands twice; keep one of them")
            if time.hour * 60 + time.minute + self.duration > 24 * 60:
                what = f"{self.duration} minutes from {time:%H:%M} end on the next day; begin earlier"
                raise refuse(("start_times", index), what)
        weeks = dt.date(self.year, 12, 28).isocalendar().week
        for index, week in enumerate(self.blocked.weeks):
            if week > weeks:
                raise refuse(("blocked", "weeks", index), f"{self.year} has no week {week}; its last is {weeks}")
        for index, day in enumerate(self.blocked.dates):
            self._in_year(day, ("blocked", "dates", index))
        if self.window:
            self._in_year(self.window.from_, ("window", "from"))
            self._in_year(self.window.to, ("window", "to"))
            if self.window.to < self.window.from_:
                raise refuse(("window", "to"), "the window ends before it begins; put the days the other way round")
        if self.gap_months.max < self.gap_months.min:
            raise refuse(("gap_months", "max"), "max is less than min; put them the other way round")
        if self.spacing_days and self.spacing_days.max < self.spacing_days.min:
            raise refuse(("spacing_days", "max"), "max is less than min; put them the other way round")

    def _in_year(self, day: dt.date, path: tuple[str | int, ...]) -> None:
        if day.year != self.year:
            raise refuse(path, f"{day.isoformat()} does not lie in {self.year}; write a day of that year")

    def _check_pinned(self, kredse: set[str]) -> None:
        for key, start in self.pinned.items():
            path = ("pinned", key)
            code, _, nr = key.partition("-")
            _known(code, kredse, path, "politikreds")
            if self.districts != "all" and code not in self.districts:
                raise refuse(path, f"{code} is not among the districts of this request; add it there")
            if nr and not (nr.isdecimal() and 1 <= int(nr) <= self.meetings_per_district and str(int(nr)) == nr):
                what = f"there is no round {nr} of {code}; rounds go from 1 to {self.meetings_per_district}"
                raise refuse(path, what)
            if nr == "1" and code in self.pinned:
                raise refuse(path, f"the first round of {code} is pinned twice; keep one of them")
            self._in_year(start.date(), path)
            reason = why_not_hverdag(start.date(), saturday=False)
            if reason:
                what = f"{start:%Y-%m-%d} is no working day but {reason.da} ({reason.en}); pin it elsewhere"
                raise refuse(path, what)
            if (start.month, start.day) in {(12, 24), (12, 31)}:
                raise refuse(path, f"nobody meets on {start:%Y-%m-%d}; pin the meeting elsewhere")
            if start.hour * 60 + start.minute + self.duration > 24 * 60:
                raise refuse(path, "the meeting would end on the next day; pin it earlier")


FILE_KEYS: tuple[str, ...] = tuple(
    name for name in PlanRequest.model_fields if name not in {"calendars", "history", "previous_sha256"}
)
"""The keys that a request file may have."""


def _known(code: str, known: set[str], path: tuple[Any, ...], kind: str) -> None:
    if code not in known:
        few = sorted(known) if len(known) <= 12 else []
        mend = f"the codes are {', '.join(few)}" if few else "overgreb-meetings districts lists the codes"
        raise refuse(path, f"there is no {kind} {code}; {mend}")
