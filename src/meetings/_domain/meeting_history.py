"""What earlier years leave behind: when each kreds met, and when each kommune last was host."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from meetings._domain.plan_origin import refuse_receipt
from meetings.schedule import Schedule
from overgreb_rules.calendar import FIRST_YEAR, LAST_YEAR


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
    def of(cls, plan: Schedule, file: str = "plan.json") -> MeetingHistory:
        """Continue the history with a plan.

        Args:
            plan: The plan of the last year, with the history before it in its receipt.
            file: The file of the plan, for the message of an error.

        Returns:
            The meetings of the plan without cancelled ones, and the last day as host of each kommune.

        Raises:
            RequestError: The receipt is damaged.
        """
        held = [meeting for meeting in plan.meetings if meeting.status != "cancelled"]
        before = cls.of_receipt(plan, file)
        hosted = {} if before is None else dict(before.hosted)
        for meeting in sorted(held, key=lambda meeting: meeting.start):
            hosted[meeting.host] = meeting.start.date()
        days = {(meeting.district, meeting.round): meeting.start.date() for meeting in held}
        return cls(plan.year, days, dict(sorted(hosted.items())))

    @classmethod
    def of_receipt(cls, plan: Schedule, file: str = "plan.json") -> MeetingHistory | None:
        """Read the history that the receipt of a plan holds.

        Args:
            plan: The plan.
            file: The file of the plan, for the message of an error.

        Returns:
            The years before the plan; None where the plan was made without any.

        Raises:
            RequestError: The receipt is damaged.
        """
        data = plan.receipt.get("history")
        if data is None:
            return None
        try:
            days = {}
            for key, day in data["meetings"].items():
                kreds, number = key.split("-")
                days[kreds, int(number)] = _parse_day(day)
            hosted = {code: _parse_day(day) for code, day in data["hosted"].items()}
            return cls(int(data["year"]), days, hosted)
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
            raise refuse_receipt("history", file) from None

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


def _parse_day(text: str) -> dt.date:
    day = dt.date.fromisoformat(text)
    if not FIRST_YEAR < day.year < LAST_YEAR:
        raise ValueError("a day lies in the years for which dates are computed")
    return day
