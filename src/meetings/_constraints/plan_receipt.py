"""What decided a plan, as the receipt in its file holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meetings._constraints.availability import Availability
from meetings._domain.meeting_history import MeetingHistory
from meetings._domain.parties import BusyCalendar, Party
from meetings._domain.plan_origin import refuse_receipt
from meetings.request import PlanRequest
from meetings.schedule import Schedule
from overgreb_rules.shared.text import Text


@dataclass(frozen=True, slots=True)
class PlanReceipt:
    """The request of a plan, and who could come when; the origin is read by `PlanOrigin`."""

    request: PlanRequest
    """With the history; of calendars it holds those alone that could not be read."""
    further_starts: tuple[int, ...]
    """The starts beside those of the request, in seconds since 1970-01-01T00:00Z."""
    availability: Availability
    """Over the starts of the request and the further ones."""

    @classmethod
    def of_plan(cls, plan: Schedule) -> PlanReceipt:
        """Read the receipt of a plan.

        Args:
            plan: The plan.

        Returns:
            What the receipt holds.

        Raises:
            RequestError: The receipt is damaged, or holds less, as that of a plan made by hand.
        """
        history = MeetingHistory.of_receipt(plan)
        receipt, key = plan.receipt, "request"
        try:
            request = _read_request(receipt["request"])
            key = "unknown"
            unknown = {Party.parse(name): _build_unreadable(why) for name, why in receipt["unknown"].items()}
            key = "further_starts"
            further = tuple(int(dt.datetime.fromisoformat(start).timestamp()) for start in receipt["further_starts"])
            key = "availability"
            availability = Availability.from_data(receipt["availability"])
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
            raise refuse_receipt(key) from None
        return cls(request.model_copy(update={"calendars": unknown, "history": history}), further, availability)


def read_quorum(plan: Schedule) -> float:
    """Read the share of the kommuner that must be free.

    Args:
        plan: The plan.

    Returns:
        The share, above 0 and up to 1; 1 where the receipt holds no request, as that of a plan made by hand.

    Raises:
        RequestError: The receipt is damaged.
    """
    request = plan.receipt.get("request", {})
    quorum = request.get("quorum", 1.0) if isinstance(request, Mapping) else None
    if isinstance(quorum, bool) or not isinstance(quorum, int | float) or not 0 < quorum <= 1:
        raise refuse_receipt("request")
    return quorum


def _read_request(data: Mapping[str, Any]) -> PlanRequest:
    """The request of a receipt: it names no facilitator but by the id, unless it was written by an older version."""
    facilitators = [{"name": person["id"], **person} for person in data["facilitators"]]
    return PlanRequest.model_validate({**data, "facilitators": facilitators})


def _build_unreadable(why: str) -> BusyCalendar:
    if not isinstance(why, str):
        raise TypeError("the reason is no text")
    return BusyCalendar(unknown=Text(why, why))
