"""The plan as a table for a Danish Excel."""

from __future__ import annotations

from meetings.export.event_text import DisplayNames
from meetings.schedule import Schedule
from overgreb_rules.shared.csv_cells import build_csv
from overgreb_rules.shared.date_words import WEEKDAYS

__all__ = ["build_plan_csv"]

_HEAD = (
    "Politikreds", "Navn", "Møde", "Status", "Uge", "Ugedag", "Dato", "Start", "Slut", "Vært", "Kommuner",
    "Kan ikke deltage", "Børnehus", "Facilitator", "Udgave", "UID",
)  # fmt: skip
_STATUS = {"confirmed": "fastlagt", "tentative": "foreløbigt", "cancelled": "aflyst"}


def build_plan_csv(schedule: Schedule, names: DisplayNames) -> bytes:
    """Build the table of the meetings.

    Args:
        schedule: the plan.
        names: the names of the participants.

    Returns:
        One row for each meeting, in UTF-8 with a byte order mark; days as Denmark writes them.
    """
    rows: list[tuple[str, ...]] = [_HEAD]
    for meeting in schedule.meetings:
        row = (
            meeting.district,
            names.politikreds(meeting.district),
            str(meeting.round),
            _STATUS[meeting.status],
            str(meeting.start.isocalendar().week),
            WEEKDAYS[meeting.start.weekday()].da,
            meeting.start.strftime("%d-%m-%Y"),
            meeting.start.strftime("%H:%M"),
            meeting.end.strftime("%H:%M"),
            names.kommune_in_full(meeting.host),
            ", ".join(names.kommune(code) for code in meeting.kommuner),
            ", ".join(names.kommune(code) for code in meeting.absent),
            ", ".join(names.boernehus(place) for place in meeting.boernehuse),
            ", ".join(names.facilitator(id_) for id_ in meeting.facilitators),
            str(meeting.sequence),
            meeting.uid,
        )
        rows.append(row)
    return build_csv(rows).encode()
