"""A meeting in words: what stands in the calendars of those who come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from meetings._domain.districts import ascii_name, kommuner_on, politikredse_on
from meetings.schedule import Meeting, Schedule
from overgreb_rules.ical import Address, CalendarEvent, EventStatus

__all__ = ["DisplayNames", "build_event", "format_feed_title", "format_title", "list_attendees"]

_FULL_NAMES = {"0101": "Københavns Kommune", "0400": "Bornholms Regionskommune"}
"""Where the name of the kommune is not its place and the word."""


class DisplayNames:
    """What codes and ids are called on one day."""

    def __init__(self, day: dt.date, facilitators: Mapping[str, str]) -> None:
        self._kommuner = {kommune.code: kommune.name for kommune in kommuner_on(day)}
        self._politikredse = {kreds.code: kreds.name for kreds in politikredse_on(day)}
        self._boernehuse = {
            key: f"{kommune.boernehus_name} ({kommune.boernehus})"
            for kommune in kommuner_on(day)
            for key in (kommune.boernehus, ascii_name(kommune.boernehus))
        }
        self._facilitators = facilitators

    def kommune(self, code: str) -> str:
        """The short name, such as Aarhus."""
        return self._kommuner.get(code, code)

    def kommune_in_full(self, code: str) -> str:
        """The name as the kommune writes it, such as Københavns Kommune."""
        return _FULL_NAMES.get(code, f"{self.kommune(code)} Kommune")

    def politikreds(self, code: str) -> str:
        """The name, such as Østjyllands Politi."""
        return self._politikredse.get(code, code)

    def boernehus(self, place: str) -> str:
        """The name with the place, such as Børnehus Midt (Aarhus); `place` also in plain letters."""
        return self._boernehuse.get(place, place)

    def facilitator(self, id_: str) -> str:
        """The name, or the id of one who has none."""
        return self._facilitators.get(id_, id_)


def format_title(meeting: Meeting, names: DisplayNames, *, rounds: int) -> str:
    """The name of the meeting: its kreds, and its number where the kreds has several in the year."""
    number = f" ({meeting.round}. møde)" if rounds > 1 else ""
    return f"Koordinationsmøde: {names.politikreds(meeting.district)} og kommunerne{number}"


def _describe(meeting: Meeting, names: DisplayNames) -> str:
    lines = [
        f"Møde mellem {names.politikreds(meeting.district)} og kommunerne i politikredsen.",
        f"Vært: {names.kommune_in_full(meeting.host)}",
        f"Kommuner: {', '.join(names.kommune(code) for code in meeting.kommuner)}",
    ]
    if meeting.absent:
        lines.append(f"Kan ikke deltage: {', '.join(names.kommune(code) for code in meeting.absent)}")
    if meeting.boernehuse:
        lines.append(f"Børnehus: {', '.join(names.boernehus(place) for place in meeting.boernehuse)}")
    if meeting.facilitators:
        lines.append(f"Facilitator: {', '.join(names.facilitator(id_) for id_ in meeting.facilitators)}")
    return "\n".join(lines)


def list_attendees(meeting: Meeting, schedule: Schedule, names: DisplayNames) -> tuple[Address, ...]:
    """Every address once, with the kommune that it was first given for; the organizer is not invited."""
    organizer = schedule.people.organizer
    found: dict[str, Address] = {}
    for code in meeting.kommuner:
        for email in schedule.people.attendees.get(code, ()):
            if organizer is None or email.lower() != organizer.email.lower():
                found.setdefault(email.lower(), Address(email, names.kommune_in_full(code)))
    return tuple(found[email] for email in sorted(found))


def build_event(
    meeting: Meeting, schedule: Schedule, names: DisplayNames, *, rounds: int, at: dt.datetime
) -> CalendarEvent:
    """The meeting as an event of its first revision; the ledger gives it the one that is due."""
    organizer = schedule.people.organizer
    return CalendarEvent(
        uid=meeting.uid,
        created=at,
        last_modified=at,
        sequence=0,
        start=meeting.start,
        end=meeting.end,
        summary=format_title(meeting, names, rounds=rounds),
        description=_describe(meeting, names),
        location=names.kommune_in_full(meeting.host),
        categories=(f"Koordinationsmøder {schedule.year}",),
        status=EventStatus(meeting.status.upper()),
        organizer=None if organizer is None else Address(organizer.email, organizer.name),
    )


def format_feed_title(feed: str, year: int, names: DisplayNames) -> str:
    """What a feed is called in the program of its subscriber. `feed` is its file name without `.ics`."""
    kind, _, key = feed.partition("-")
    say: dict[str, Callable[[str], str]] = {
        "politikreds": names.politikreds,
        "kommune": names.kommune_in_full,
        "boernehus": names.boernehus,
        "facilitator": names.facilitator,
    }
    title = f"Koordinationsmøder {year}"
    return f"{title} – {say[kind](key)}" if key else title
