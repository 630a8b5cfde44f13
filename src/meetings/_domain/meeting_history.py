"""What earlier years leave behind: when each kreds met, and when each kommune last was host."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from meetings.schedule import Schedule


@dataclass(frozen=True, slots=True)
class MeetingHistory:
    """The years before the one that is planned."""

    year: int
    """The year of the plan it was read from."""
    meetings: Mapping[tuple[str, int], dt.date] = field(default_factory=dict)
    """The day of the meeting by kreds code and round, in that year."""
    hosted: Mapping[str, dt.date] = field(default_factory=dict)
    """The last day on which a kommune was host, as far back as the chain of plans goes."""

    @classmethod
    def of(cls, plan: Schedule) -> MeetingHistory:
        """Continue the history with a plan.

        Args:
            plan: The plan of the last year, with the history before it in its receipt.

        Returns:
            The meetings of the plan without cancelled ones, and the last day as host of each kommune.
        """
        held = [meeting for meeting in plan.meetings if meeting.status != "cancelled"]
        known = plan.receipt.get("history") or {}
        hosted = {code: dt.date.fromisoformat(day) for code, day in known.get("hosted", {}).items()}
        for meeting in sorted(held, key=lambda meeting: meeting.start):
            hosted[meeting.host] = meeting.start.date()
        days = {(meeting.district, meeting.round): meeting.start.date() for meeting in held}
        return cls(plan.year, days, dict(sorted(hosted.items())))

    def to_data(self) -> dict[str, Any]:
        """Return the history as it stands in a receipt.

        Returns:
            Days in ISO 8601, by kreds and round and by kommune.
        """
        return {
            "year": self.year,
            "meetings": {f"{kreds}-{nr}": day.isoformat() for (kreds, nr), day in sorted(self.meetings.items())},
            "hosted": {code: day.isoformat() for code, day in sorted(self.hosted.items())},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> MeetingHistory:
        """Read the history of a receipt.

        Args:
            data: What `to_data` returned.

        Returns:
            The history.
        """
        days = {}
        for key, day in data["meetings"].items():
            kreds, nr = key.split("-")
            days[kreds, int(nr)] = dt.date.fromisoformat(day)
        hosted = {code: dt.date.fromisoformat(day) for code, day in data["hosted"].items()}
        return cls(data["year"], days, hosted)
