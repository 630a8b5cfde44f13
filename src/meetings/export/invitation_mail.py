"""An invitation as a draft mail: opened in Outlook the draft is ready to send, and the organizer gets the answers."""

from __future__ import annotations

import datetime as dt
import email.policy
from email.header import Header
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.utils import formataddr

from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.ical import (
    CANCELLED_MARK,
    Address,
    CalendarEvent,
    EventStatus,
    Profile,
    ProfileError,
    build_calendar,
    calendar_in_mail,
    read_events,
)
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text

__all__ = ["build_draft_mail", "read_draft"]

_LONGEST_WORD = 75
"""The most characters of an encoded word. Source: RFC 2047 § 2."""
_POLICY = email.policy.SMTP.clone(max_line_length=76, refold_source="none")


def build_draft_mail(invitation: CalendarEvent) -> bytes:
    """Build the mail with an invitation or its cancellation.

    Boundary, Message-ID and Date follow from the event, so the same event gives the same bytes.

    Args:
        invitation: the event with its organizer and attendees.

    Returns:
        The mail; the calendar is one of two alternatives of its body, beside the same in words.

    Raises:
        ProfileError: if the event has no organizer.

    Source:
        RFC 6047 § 2.4.
    """
    if invitation.organizer is None:
        raise ProfileError(Text("en indkaldelse skal have en organisator", "an invitation has an organizer"))
    cancelled = invitation.status is EventStatus.CANCELLED
    mail = EmailMessage(policy=_POLICY)
    mail["X-Unsent"] = "1"
    mail["From"] = Mailbox(invitation.organizer.name, addr_spec=invitation.organizer.email)
    # Folded here, one mailbox a line: the library puts the comma before a Danish name into the name (python/cpython).
    mail.set_raw("To", ",\r\n ".join(_format_mailbox(one) for one in invitation.attendees))
    mail["Subject"] = (CANCELLED_MARK if cancelled else "") + invitation.summary
    mail["Date"] = invitation.last_modified.astimezone(COPENHAGEN)
    stamp = invitation.last_modified.strftime("%Y%m%dT%H%M%SZ")
    domain = invitation.organizer.email.rpartition("@")[2]
    mail["Message-ID"] = f"<{invitation.uid}.{invitation.sequence}.{stamp}@{domain}>"
    mail.set_content(_words(invitation), cte="base64")
    mail.make_alternative(boundary=f"=_{invitation.uid}_{invitation.sequence}")
    part = EmailMessage(policy=_POLICY)
    part.set_content(
        build_calendar([invitation], profile=Profile.INVITATION),
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": "CANCEL" if cancelled else "REQUEST", "charset": "utf-8"},
    )
    mail.attach(part)
    return mail.as_bytes()


def _format_mailbox(attendee: Address) -> str:
    mailbox = formataddr((attendee.name, attendee.email))
    if attendee.name.isascii() or mailbox.index(" <") <= _LONGEST_WORD:
        return mailbox
    # Kommuner that share an address: the library writes one encoded word, whatever its length.
    name = Header(attendee.name, "utf-8", maxlinelen=_LONGEST_WORD).encode(linesep="\r\n")
    return f"{name}\r\n <{attendee.email}>"


def read_draft(data: bytes) -> CalendarEvent:
    """Read the invitation in a draft mail.

    Args:
        data: the mail.

    Returns:
        The event.

    Raises:
        ProfileError: if the mail does not hold exactly one event.
    """
    calendar = calendar_in_mail(data)
    if calendar is None:
        raise ProfileError(Text("mailen har ingen kalender", "the mail has no calendar in it"))
    events = read_events(calendar)
    if len(events) != 1:
        raise ProfileError(
            Text(f"mailen indkalder til {len(events)} møder", f"the mail invites to {len(events)} meetings")
        )
    return events[0]


def _words(invitation: CalendarEvent) -> str:
    head = "Mødet er aflyst." if invitation.status is EventStatus.CANCELLED else "Du er indkaldt til mødet nedenfor."
    text = f"{invitation.summary}\nTid: {_format_hours(invitation)}\nSted: {invitation.location}"
    return f"{head}\n\n{text}\n\n{invitation.description}\n"


def _format_hours(invitation: CalendarEvent) -> str:
    start, end = invitation.start, invitation.end
    if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime):
        raise ProfileError(
            Text("et møde skal have et klokkeslæt og en slutning", "a meeting has a time of day and an end")
        )
    return f"{format_day(start.date()).da} kl. {start:%H.%M}–{end:%H.%M}"
