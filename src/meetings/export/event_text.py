"""The text of a meeting in the calendars of its participants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from meetings._domain.districts import ascii_name, kommuner_on, politikredse_on
from meetings.schedule import Meeting, People, Schedule
from overgreb_rules.ical import Address, CalendarEvent, EventStatus

__all__ = [
    "DisplayNames",
    "build_event",
    "find_kommuner",
    "format_feed_title",
    "format_title",
    "list_attendees",
    "without_place",
]

_AND = " og "
"""Between the names of the kommuner that share an address; no kommune has it in its name."""
_PLACE = "Sted: "
"""Before the place in the description."""
_FULL_NAMES = {"0101": "Københavns Kommune", "0400": "Bornholms Regionskommune"}
"""Where the name of the kommune is not its place and the word."""


class DisplayNames:
    """The names of kommuner, politikredse, børnehuse and facilitators on one day."""

    def __init__(self, day: dt.date, facilitators: Mapping[str, str]) -> None:
        """Look up the names of the day.

        Args:
            day: the day.
            facilitators: the names by id.
        """
        self._kommuner = {kommune.code: kommune.name for kommune in kommuner_on(day)}
        self._politikredse = {kreds.code: kreds.name for kreds in politikredse_on(day)}
        self._boernehuse = {
            key: f"{kommune.boernehus_name} ({kommune.boernehus})"
            for kommune in kommuner_on(day)
            for key in (kommune.boernehus, ascii_name(kommune.boernehus))
        }
        self._facilitators = facilitators

    def kommune(self, code: str) -> str:
        """Return the short name of a kommune.

        Args:
            code: the code of the kommune.

        Returns:
            Such as «Aarhus»; the code where it is unknown.
        """
        return self._kommuner.get(code, code)

    def kommune_in_full(self, code: str) -> str:
        """Return the name of a kommune as the kommune writes it.

        Args:
            code: the code of the kommune.

        Returns:
            Such as «Københavns Kommune».
        """
        return _FULL_NAMES.get(code, f"{self.kommune(code)} Kommune")

    def politikreds(self, code: str) -> str:
        """Return the name of a politikreds.

        Args:
            code: the code of the politikreds.

        Returns:
            Such as «Østjyllands Politi»; the code where it is unknown.
        """
        return self._politikredse.get(code, code)

    def boernehus(self, place: str) -> str:
        """Return the name of a børnehus with its place.

        Args:
            place: the place, also in ASCII.

        Returns:
            Such as «Børnehus Midt (Aarhus)»; the place where it is unknown.
        """
        return self._boernehuse.get(place, place)

    def facilitator(self, id_: str) -> str:
        """Return the name of a facilitator.

        Args:
            id_: the id of the facilitator.

        Returns:
            The name, or the id where there is none.
        """
        return self._facilitators.get(id_, id_)


def format_title(meeting: Meeting, names: DisplayNames, *, rounds: int) -> str:
    """Return the title of a meeting.

    Args:
        meeting: the meeting.
        names: the names of the participants.
        rounds: how many meetings the kreds has in the year; the number of the meeting is shown where they are several.

    Returns:
        The Danish title.
    """
    number = f" ({meeting.round}. møde)" if rounds > 1 else ""
    return f"Koordinationsmøde: {names.politikreds(meeting.district)} og {_name_kommuner(meeting)}{number}"


def _name_kommuner(meeting: Meeting) -> str:
    return "kommunerne" if len({*meeting.kommuner, *meeting.absent}) > 1 else "kommunen"


def _describe(meeting: Meeting, people: People, names: DisplayNames) -> str:
    lines = [
        f"Møde mellem {names.politikreds(meeting.district)} og {_name_kommuner(meeting)} i politikredsen.",
        f"Vært: {names.kommune_in_full(meeting.host)}",
        f"Kommuner: {', '.join(names.kommune(code) for code in meeting.kommuner)}",
    ]
    if meeting.absent:
        lines.append(f"Kan ikke deltage: {', '.join(names.kommune(code) for code in meeting.absent)}")
    if meeting.boernehuse:
        lines.append(f"Børnehus: {', '.join(names.boernehus(place) for place in meeting.boernehuse)}")
    if meeting.facilitators:
        lines.append(f"Facilitator: {', '.join(names.facilitator(id_) for id_ in meeting.facilitators)}")
    place, link = people.place(meeting), people.link(meeting)
    if place is not None:
        lines.append(f"{_PLACE}{place}")
    if link is not None:
        lines.append(f"Videomøde: {link}")
    if people.agenda:
        lines.append(f"\nDagsorden:\n{people.agenda}")
    return "\n".join(lines)


def list_attendees(meeting: Meeting, schedule: Schedule, names: DisplayNames) -> tuple[Address, ...]:
    """List the addresses that a meeting invites.

    Args:
        meeting: the meeting.
        schedule: gives the addresses of each kommune.
        names: the names of the kommuner.

    Returns:
        Each address once, sorted, with the names of all kommuner that gave it; the organizer is not invited.
    """
    organizer = schedule.people.organizer
    found: dict[str, Address] = {}
    for code in meeting.kommuner:
        name = names.kommune_in_full(code)
        # Written twice by one kommune, an address is still one.
        for key, email in {email.lower(): email for email in schedule.people.attendees.get(code, ())}.items():
            if organizer is None or key != organizer.email.lower():
                shared = found.get(key)
                found[key] = Address(email, name) if shared is None else replace(shared, name=shared.name + _AND + name)
    return tuple(found[email] for email in sorted(found))


def find_kommuner(attendee: Address, meeting: Meeting, names: DisplayNames) -> tuple[str, ...]:
    """Find for which kommuner an address of an invitation stands.

    Args:
        attendee: the address, with the name that `list_attendees` gave it.
        meeting: the meeting.
        names: the names of the kommuner.

    Returns:
        The codes of the kommuner, in order; none where the name is of another form.
    """
    named = attendee.name.split(_AND)
    return tuple(code for code in meeting.kommuner if names.kommune_in_full(code) in named)


def build_event(
    meeting: Meeting, schedule: Schedule, names: DisplayNames, *, rounds: int, at: dt.datetime
) -> CalendarEvent:
    """Build the event of a meeting in its first revision; the ledger then gives the revision that is due.

    Args:
        meeting: the meeting.
        schedule: gives the year and the organizer.
        names: the names of the participants.
        rounds: how many meetings the kreds has in the year.
        at: the instant of this run.

    Returns:
        The event, without attendees.
    """
    organizer = schedule.people.organizer
    return CalendarEvent(
        uid=meeting.uid,
        created=at,
        last_modified=at,
        sequence=0,
        start=meeting.start,
        end=meeting.end,
        summary=format_title(meeting, names, rounds=rounds),
        description=_describe(meeting, schedule.people, names),
        location=schedule.people.place(meeting) or names.kommune_in_full(meeting.host),
        conference=schedule.people.link(meeting),
        categories=(f"Koordinationsmøder {schedule.year}",),
        status=EventStatus(meeting.status.upper()),
        organizer=None if organizer is None else Address(organizer.email, organizer.name),
    )


def without_place(event: CalendarEvent) -> CalendarEvent:
    """Return an event without its place, to compare the rest of two.

    Args:
        event: an event of `build_event`, also one that was read back from a calendar.

    Returns:
        The event with an empty location, and without the line of the description that tells it.
    """
    lines = (line for line in event.description.split("\n") if not line.startswith(_PLACE))
    return replace(event, location="", description="\n".join(lines))


def format_feed_title(feed: str, year: int, names: DisplayNames) -> str:
    """Return the title of a feed in the program of its subscriber.

    Args:
        feed: the file name without `.ics`.
        year: the year of the plan.
        names: the names of the participants.

    Returns:
        The Danish title.
    """
    kind, _, key = feed.partition("-")
    say: dict[str, Callable[[str], str]] = {
        "politikreds": names.politikreds,
        "kommune": names.kommune_in_full,
        "boernehus": names.boernehus,
        "facilitator": names.facilitator,
    }
    title = f"Koordinationsmøder {year}"
    return f"{title} – {say[kind](key)}" if key else title
