"""The checks of the mail around an invitation."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from email.message import EmailMessage

from overgreb_rules.ical._model import Profile
from overgreb_rules.ical.linter._checks import Complaint
from overgreb_rules.ical.linter._file import CalendarFile
from overgreb_rules.shared.text import Text


def calendar_part(data: bytes) -> tuple[EmailMessage, EmailMessage | None]:
    """Parse a mail and find its calendar.

    Args:
        data: the bytes of the mail.

    Returns:
        The mail, and its only text/calendar part; None for the part where the mail has none or several. A mail whose
        parts lie in each other without measure is taken as an empty one.
    """
    try:
        mail = email.message_from_bytes(data, policy=email.policy.default)
        parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    except RecursionError:
        return EmailMessage(), None
    return mail, parts[0] if len(parts) == 1 else None


def _body(part: EmailMessage | None) -> bytes | None:
    body = None if part is None else part.get_payload(decode=True)
    return body if isinstance(body, bytes) else None


def calendar_in_mail(data: bytes) -> bytes | None:
    """Return the calendar in a mail.

    Args:
        data: the bytes of the mail.

    Returns:
        The bytes of the calendar; None where the mail has no calendar or several.
    """
    return _body(calendar_part(data)[1])


def _one_part(_: EmailMessage, part: EmailMessage | None) -> Iterator[Complaint]:
    """Find mails without exactly one text/calendar part.

    Source:
        RFC 6047 § 2.4.
    """
    if part is None:
        problem = Text(
            "mailen har ikke netop én del af typen text/calendar", "the mail has no text/calendar part, or several"
        )
        yield 1, problem, Text("læg indkaldelsen ind som én del", "put the invitation in as one part")


def _type(_: EmailMessage, part: EmailMessage | None) -> Iterator[Complaint]:
    """Find a type that does not name the METHOD of the calendar: Outlook would show no invitation.

    Source:
        RFC 6047 § 2.4.
    """
    if part is None:
        return
    method = str(part.get_param("method", ""))
    charset = str(part.get_param("charset", "")).lower()
    inside = _body(part) or b""
    if charset != "utf-8" or f"\r\nMETHOD:{method}\r\n".encode() not in inside:
        yield (
            1,
            Text(
                "delens Content-Type mangler kalenderens METHOD eller charset=utf-8",
                "the Content-Type of the part does not have the METHOD of the calendar, or not charset=utf-8",
            ),
            Text(
                "skriv charset=utf-8 og samme method= som kalenderens METHOD",
                "write method= as METHOD in the calendar, and charset=utf-8",
            ),
        )


def _draft(mail: EmailMessage, _: EmailMessage | None) -> Iterator[Complaint]:
    """Find mails without X-Unsent: Outlook opens them as received mails, without a button to send."""
    if mail.get("X-Unsent") != "1":
        yield (
            1,
            Text("mailen er ikke en kladde", "the mail is no draft"),
            Text("skriv X-Unsent: 1", "write X-Unsent: 1"),
        )


def _addresses(mail: EmailMessage, part: EmailMessage | None) -> Iterator[Complaint]:
    """Find receivers who are not those invited, and a sender who is not the organizer."""
    if part is None:
        return
    file = CalendarFile(_body(part) or b"", Profile.INVITATION)
    for header, name in (("From", "ORGANIZER"), ("To", "ATTENDEE")):
        found = {address.addr_spec for address in getattr(mail[header], "addresses", ())}
        inside = {line.value.rpartition("mailto:")[2] for event in file.events for line in event.all(name)}
        if found != inside:
            problem = Text(
                f"mailens {header} og kalenderens {name} er ikke de samme",
                f"{header} of the mail and {name} of the calendar differ",
            )
            yield 1, problem, Text("skriv de samme adresser", "write the same addresses")


MAIL_CHECKS: dict[str, Callable[[EmailMessage, EmailMessage | None], Iterator[Complaint]]] = {
    "mail-one-calendar": _one_part,
    "mail-type": _type,
    "mail-draft": _draft,
    "mail-addresses": _addresses,
}
