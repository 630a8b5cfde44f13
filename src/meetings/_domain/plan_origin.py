"""What a plan was made from beside its request: the instant, and the published meetings that it revises."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from meetings.errors import RequestError
from meetings.schedule import Meeting, Objective, Schedule
from overgreb_rules.calendar import local
from overgreb_rules.shared.text import Text

_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""An instant before every year that can be planned: nothing is held, and no notice is too short."""


@dataclass(frozen=True, slots=True)
class PlanOrigin:
    """The instant and the published meetings that decided a plan; the receipt of the plan holds both."""

    at: int | None = None
    """The instant of planning in seconds since 1970-01-01T00:00Z; None where it decided nothing."""
    published: tuple[Meeting, ...] | None = None
    """The meetings that the plan revises, cancelled ones excepted; None for a first plan."""

    @property
    def instant(self) -> dt.datetime:
        """The instant at which the same plan can be made again."""
        return _LONG_AGO if self.at is None else local(self.at)

    def build_earlier(self, year: int) -> Schedule | None:
        """Build the plan that was revised, as far as its meetings go.

        Args:
            year: The year of the plan.

        Returns:
            The plan without costs and receipt; None for a first plan.
        """
        if self.published is None:
            return None
        nothing = Objective(value=0, bound=0, optimal=False)
        return Schedule(year=year, meetings=self.published, objective=nothing)

    def to_data(self) -> dict[str, Any]:
        """Return the origin as it stands in a receipt.

        Returns:
            The keys `at` and `published`, each of which may be None.
        """
        meetings = self.published
        return {
            "at": None if self.at is None else local(self.at).isoformat(timespec="seconds"),
            "published": None if meetings is None else [meeting.model_dump(mode="json") for meeting in meetings],
        }

    @classmethod
    def of_plan(cls, plan: Schedule) -> PlanOrigin:
        """Read the origin that the receipt of a plan holds.

        Args:
            plan: The plan.

        Returns:
            The origin; that of a first plan where the receipt holds none, as that of a plan made by hand.

        Raises:
            RequestError: The receipt is damaged.
        """
        data = plan.receipt.get("origin")
        if data is None:
            return cls()
        try:
            at, meetings = data["at"], data["published"]
            return cls(
                None if at is None else int(dt.datetime.fromisoformat(at).timestamp()),
                None if meetings is None else tuple(Meeting.model_validate(meeting) for meeting in meetings),
            )
        except (KeyError, OverflowError, TypeError, ValueError):
            raise refuse_receipt("origin") from None


def refuse_receipt(key: str, file: str = "plan.json") -> RequestError:
    """Build the error for a receipt that does not hold what decided its plan.

    Args:
        key: The key of the receipt that is missing or damaged.
        file: The file of the plan.

    Returns:
        The error.
    """
    what = Text(
        f"»{key}« i beregningsgrundlaget (receipt) mangler eller er beskadiget",
        f"its receipt is missing or damaged under {key}",
    )
    mend = Text("planlæg året igen med dette program", "plan the year again with this program")
    return RequestError(file, what, mend)
