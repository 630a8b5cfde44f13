"""An invitation as a draft mail."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest

from meetings.export.invitation_mail import build_draft_mail, read_draft
from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.ical import Address, CalendarEvent, EventStatus, ProfileError, calendar_in_mail, lint_mail
from tests.fixtures.meeting_revisions import build_event

START = dt.datetime(2027, 3, 9, 9, 30, tzinfo=COPENHAGEN)
CREATED = dt.datetime(2026, 11, 21, 12, 0, tzinfo=COPENHAGEN)
INVITATION = build_event(
    uid="u1@example.org",
    created=CREATED,
    last_modified=CREATED,
    sequence=0,
    start=START,
    end=START + dt.timedelta(hours=3),
    summary="Koordinationsmøde: Østjyllands Politi og kommunerne",
    location="Aarhus Kommune",
    attendees=(Address("aarhus@example.org", "Aarhus Kommune"), Address("b@example.org", "Ærø, børn")),
)


def _mail(invitation: CalendarEvent = INVITATION) -> EmailMessage:
    return email.message_from_bytes(build_draft_mail(invitation), policy=email.policy.default)


def _part(mail: EmailMessage, kind: str) -> EmailMessage:
    (part,) = (part for part in mail.walk() if part.get_content_type() == kind)
    return part


def test_outlook_opens_the_mail_as_a_draft_and_names_stay_whole_where_they_hold_commas() -> None:
    mail = _mail()
    assert mail["X-Unsent"] == "1"
    assert [(one.display_name, one.addr_spec) for one in mail["To"].addresses] == [
        ("Aarhus Kommune", "aarhus@example.org"),
        ("Ærø, børn", "b@example.org"),
    ]


def test_a_long_name_is_written_in_words_that_a_mail_program_reads() -> None:
    name = " og ".join(f"{place} Kommune" for place in ("Brønderslev", "Hjørring", "Læsø", "Frederikshavn", "Rebild"))
    invitation = replace(INVITATION, attendees=(Address("x@example.org", name), *INVITATION.attendees))
    # The default policy keeps the blank between two encoded words, against RFC 2047 § 6.2.
    first = email.message_from_bytes(build_draft_mail(invitation))["To"].partition("<")[0]
    assert str(make_header(decode_header(first))).strip() == name
    assert all(len(line) <= 78 for line in build_draft_mail(invitation).splitlines())
    assert read_draft(build_draft_mail(invitation)) == invitation
    # Nothing but the UID of the builder, which is no UUID.
    assert [finding.check for finding in lint_mail(build_draft_mail(invitation))] == ["uid-form"]


def test_the_invitation_stands_in_words_beside_its_calendar() -> None:
    words = _part(_mail(), "text/plain").get_content()
    assert words.startswith("Du er indkaldt til mødet nedenfor.")
    assert "Tid: tirsdag den 9. marts 2027 kl. 09.30–12.30\r\nSted: Aarhus Kommune" in words
    assert _part(_mail(), "text/calendar").get_param("method") == "REQUEST"


def test_a_cancellation_says_so_in_its_subject_its_words_and_its_method() -> None:
    mail = _mail(replace(INVITATION, status=EventStatus.CANCELLED, sequence=1))
    assert mail["Subject"] != INVITATION.summary
    assert mail["Subject"].endswith(INVITATION.summary)
    assert _part(mail, "text/plain").get_content().startswith("Mødet er aflyst.")
    assert _part(mail, "text/calendar").get_param("method") == "CANCEL"


def test_the_same_invitation_gives_the_same_bytes_and_the_next_revision_another_message_id() -> None:
    assert build_draft_mail(INVITATION) == build_draft_mail(INVITATION)
    assert _mail()["Message-ID"] != _mail(replace(INVITATION, sequence=1))["Message-ID"]


def test_the_invitation_is_read_back_from_the_mail() -> None:
    found = read_draft(build_draft_mail(INVITATION))
    assert (found.uid, found.start, found.end, found.summary) == (
        INVITATION.uid, INVITATION.start, INVITATION.end, INVITATION.summary,
    )  # fmt: skip
    assert calendar_in_mail(build_draft_mail(INVITATION)) is not None


def test_an_invitation_without_an_organizer_and_a_mail_without_a_calendar_are_refused() -> None:
    with pytest.raises(ProfileError, match="organizer"):
        build_draft_mail(replace(INVITATION, organizer=None))
    with pytest.raises(ProfileError, match="no calendar"):
        read_draft(b"Subject: hej\r\n\r\nhej\r\n")
