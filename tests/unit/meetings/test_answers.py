"""Replies to invitations: the last one of each address, counted against the quorum."""

from __future__ import annotations

import errno
import os
import shutil
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from meetings import plan, write_calendars
from meetings.answers import AnswerReport, read_answers
from meetings.errors import RequestError
from meetings.export import previous_run, read_plan_and_attendees
from meetings.export.invitation_mail import read_draft
from meetings.schedule import meeting_uid
from overgreb_rules.ical import CalendarEvent
from tests.fixtures.planning_requests import AT, build_request

UID = meeting_uid(2027, "1460", 1)
MAILS = {"0810": ["b@example.org"], "0851": ["a@example.org", "a2@example.org"], "0860": ["h@example.org"]}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "2027"
    sender = {"name": "Koordinator", "email": "k@example.org"}
    request = build_request(districts=["1460"], quorum=0.3, organizer=sender, attendees=MAILS)
    write_calendars(plan(request, at=AT), folder, at=AT)
    return folder


def reply(who: str, answer: str, *, stamp: str = "20261103T100000Z", uid: str = UID, sequence: str = "0") -> str:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp}",
        f"SEQUENCE:{sequence}", f'ATTENDEE;CN="Hansen; Mette: x";PARTSTAT={answer}:mai', f" lto:{who}", "END:VEVENT",
        "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines)


def count(planned: Path, folder: Path, *texts: str | bytes) -> AnswerReport:
    for number, text in enumerate(texts):
        data = text.encode() if isinstance(text, str) else text
        ending = "eml" if isinstance(text, bytes) else "ics"
        (folder / f"{number:03}.{ending}").write_bytes(data)
    return read_answers(planned, folder)


def test_each_kommune_has_one_answer(planned: Path, tmp_path: Path):
    given = {"b@example.org": "ACCEPTED", "A@Example.org": "DECLINED", "h@example.org": "TENTATIVE"}
    replies = [reply(who, answer) for who, answer in given.items()]
    (one,) = count(planned, tmp_path, *replies).meetings
    assert (one.accepted, one.declined, one.tentative) == (("0810",), ("0851",), ("0860",))
    assert len(one.unanswered) == 6
    assert (one.needed, one.quorum) == (3, "open")


def test_a_kommune_comes_as_soon_as_one_of_its_addresses_does(planned: Path, tmp_path: Path):
    replies = (reply("a@example.org", "DECLINED"), reply("a2@example.org", "ACCEPTED"))
    assert count(planned, tmp_path, *replies).meetings[0].accepted == ("0851",)


def test_the_last_answer_of_an_address_counts_in_whatever_order_the_files_lie(planned: Path, tmp_path: Path):
    late = reply("b@example.org", "DECLINED", stamp="20261104T100000Z")
    (one,) = count(planned, tmp_path, late, reply("b@example.org", "ACCEPTED")).meetings
    assert one.declined == ("0810",)


def test_a_reply_in_a_mail_is_read(planned: Path, tmp_path: Path):
    mail = EmailMessage()
    mail["Subject"] = "Accepteret: Koordinationsmøde"
    mail.set_content("Ja")
    mail.add_alternative(
        reply("b@example.org", "ACCEPTED").encode(), maintype="text", subtype="calendar", params={"method": "REPLY"}
    )
    assert count(planned, tmp_path, mail.as_bytes()).meetings[0].accepted == ("0810",)


def build_mail(*calendars: str) -> bytes:
    """Build a mail with the first calendar as text/calendar, and each further one as a file."""
    mail = EmailMessage()
    mail.set_content("Ja")
    first, *further = (calendar.encode() for calendar in calendars)
    mail.add_alternative(first, maintype="text", subtype="calendar", params={"method": "REPLY"})
    for calendar in further:
        mail.add_attachment(calendar, maintype="application", subtype="ics", filename="invite.ics")
    return mail.as_bytes()


def test_a_mail_that_holds_its_reply_twice_is_one_reply(planned: Path, tmp_path: Path):
    stranger, asked = reply("x@example.org", "ACCEPTED"), ask("b@example.org")
    report = count(planned, tmp_path, build_mail(stranger, stranger), build_mail(asked, asked))
    assert report.unmatched == ("000.eml",)
    assert [one.file for one in report.proposals] == ["001.eml"]


def test_replies_of_one_mail_that_say_different_things_are_all_read(planned: Path, tmp_path: Path):
    first = reply("x@example.org", "ACCEPTED")
    later = reply("x@example.org", "ACCEPTED", stamp="20261105T100000Z")
    of_a_day = first.replace("SEQUENCE:0", "SEQUENCE:0\r\nRECURRENCE-ID:20270309T080000Z")
    report = count(planned, tmp_path, build_mail(first, reply("x@example.org", "DECLINED"), later, of_a_day))
    assert report.unmatched == ("000.eml",) * 4


def test_a_file_that_says_nothing_is_named_with_its_kind_and_without_its_words(planned: Path, tmp_path: Path):
    request = reply("b@example.org", "ACCEPTED").replace("METHOD:REPLY", "METHOD:REQUEST")
    strangers = (reply("x@example.org", "ACCEPTED"), reply("b@example.org", "ACCEPTED", uid="other"))
    (tmp_path / "Ja\x1b.msg").write_bytes(b"Mette")
    report = count(planned, tmp_path, "hello", *strangers, request, b"\xff\x00", reply("b@example.org", "NEEDS-ACTION"))
    assert [(one.file, one.why.en.partition(";")[0]) for one in report.unread] == [
        ("000.ics", "no calendar reply (METHOD:REPLY)"),
        ("003.ics", "no calendar reply (METHOD:REPLY)"),
        ("004.eml", "a mail without a calendar reply in it"),
        ("005.ics", "neither yes, no nor perhaps"),
        ("Ja?.msg", "an Outlook file (.msg)"),
    ]
    assert report.unmatched == ("001.ics", "002.ics")
    assert report.meetings[0].accepted == ()


def test_a_reply_to_an_earlier_time_is_outdated(planned: Path, tmp_path: Path):
    folder = tmp_path / "plan"
    shutil.copytree(planned, folder)
    text = (folder / "plan.json").read_text(encoding="utf-8").replace('"sequence": 0', '"sequence": 1')
    (folder / "plan.json").write_text(text, encoding="utf-8")
    replies = tmp_path / "replies"
    replies.mkdir()
    current = reply("h@example.org", "ACCEPTED", sequence="1")
    # RFC 5545 § 3.8.7.4, RFC 5546 § 3.2.3: a reply without a SEQUENCE is to revision 0.
    unnumbered = reply("a@example.org", "ACCEPTED").replace("SEQUENCE:0\r\n", "")
    report = count(folder, replies, reply("b@example.org", "ACCEPTED"), current, unnumbered)
    assert report.outdated == ("000.ics", "002.ics")
    assert report.meetings[0].accepted == ("0860",)


def ask(who: str, answer: str = "TENTATIVE", *, stamp: str = "20261104T100000Z", sequence: str = "0") -> str:
    return reply(who, answer, stamp=stamp, sequence=sequence).replace("METHOD:REPLY", "METHOD:COUNTER")


@pytest.mark.parametrize(
    ("answer", "state"),
    [("TENTATIVE", "tentative"), ("ACCEPTED", "tentative"), ("", "tentative"), ("DECLINED", "declined")],
)
def test_who_asks_for_another_time_is_named_and_has_not_accepted(
    planned: Path, tmp_path: Path, answer: str, state: str
):
    report = count(planned, tmp_path, reply("b@example.org", "ACCEPTED"), ask("b@example.org", answer))
    assert [(one.file, one.meeting.district, one.kommune) for one in report.proposals] == [("001.ics", "1460", "0810")]
    assert report.meetings[0].accepted == ()
    assert getattr(report.meetings[0], state) == ("0810",)
    assert report.unread == ()


def test_a_later_answer_takes_the_place_of_a_request_for_another_time(planned: Path, tmp_path: Path):
    late = reply("b@example.org", "ACCEPTED", stamp="20261105T100000Z")
    report = count(planned, tmp_path, ask("b@example.org"), late)
    assert (report.proposals, report.meetings[0].accepted) == ((), ("0810",))


def test_a_request_for_another_time_that_lists_everybody_says_not_whose_it_is(planned: Path, tmp_path: Path):
    everybody = "ATTENDEE;PARTSTAT=DECLINED:mailto:a@example.org\r\nEND:VEVENT"
    report = count(planned, tmp_path, ask("b@example.org").replace("END:VEVENT", everybody))
    assert [one.why.en for one in report.unread] == ["it asks for another time and does not say who asks"]
    assert report.meetings[0].declined == ()


def test_replies_in_a_folder_of_the_folder_are_read(planned: Path, tmp_path: Path):
    (tmp_path / "aarhus" / "2027").mkdir(parents=True)
    (tmp_path / "aarhus" / "2027" / "ja.ics").write_text(reply("b@example.org", "ACCEPTED"), encoding="utf-8")
    (tmp_path / "aarhus" / "x.ics").write_text("x", encoding="utf-8")
    report = read_answers(planned, tmp_path)
    assert report.meetings[0].accepted == ("0810",)
    assert [one.file for one in report.unread] == ["aarhus/x.ics"]


def test_a_folder_that_cannot_be_read_is_refused(planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(path: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(RequestError, match="the folder cannot be read"):
        read_answers(planned, tmp_path)


def test_a_mail_of_parts_in_parts_without_measure_is_named_and_the_rest_is_read(planned: Path, tmp_path: Path):
    nested = "From: a\r\n" + "".join(
        f"Content-Type: multipart/mixed; boundary=b{part}\r\n\r\n--b{part}\r\n" for part in range(3000)
    )
    report = count(planned, tmp_path, nested.encode(), reply("b@example.org", "ACCEPTED"))
    assert [(one.file, one.why.en) for one in report.unread] == [("000.eml", "a mail that is damaged")]
    assert report.meetings[0].accepted == ("0810",)


def test_a_quorum_can_be_reached_or_lost(tmp_path: Path):
    codes = ["0810", "0813", "0820", "0825", "0840", "0846", "0849", "0851", "0860"]
    mails = {code: [f"k{code}@example.org"] for code in codes}
    request = build_request(districts=["1460"], organizer={"name": "K", "email": "k@example.org"}, attendees=mails)
    write_calendars(plan(request, at=AT), tmp_path / "plan", at=AT)
    replies = tmp_path / "replies"
    replies.mkdir()
    everybody = [reply(f"k{code}@example.org", "ACCEPTED") for code in codes]
    assert count(tmp_path / "plan", replies, *everybody).meetings[0].quorum == "reached"
    late = reply("k0860@example.org", "DECLINED", stamp="20261109T000000Z")
    assert count(tmp_path / "plan", replies, *everybody, late).meetings[0].quorum == "lost"


def test_the_addresses_are_those_of_the_invitations(planned: Path):
    found = read_plan_and_attendees(planned)
    assert found is not None
    assert found[1] == {
        UID: {
            "b@example.org": ("0810",),
            "a@example.org": ("0851",),
            "a2@example.org": ("0851",),
            "h@example.org": ("0860",),
        }
    }


def test_an_address_of_several_kommuner_answers_for_each_of_them(tmp_path: Path):
    mails = {code: ["Faelles@example.org", "faelles@example.org"] for code in ("0813", "0825", "0860")}
    keys: dict[str, Any] = {"organizer": {"name": "K", "email": "k@example.org"}, "attendees": mails}
    write_calendars(plan(build_request(districts=["1460"], **keys), at=AT), tmp_path / "plan", at=AT)
    report = count(tmp_path / "plan", tmp_path, reply("faelles@example.org", "ACCEPTED"))
    assert report.meetings[0].accepted == ("0813", "0825", "0860")
    asked = reply("faelles@example.org", "TENTATIVE").replace("METHOD:REPLY", "METHOD:COUNTER")
    report = count(tmp_path / "plan", tmp_path, asked)
    assert [one.kommune for one in report.proposals] == ["0813", "0825", "0860"]


def test_the_plan_and_its_addresses_are_read_under_one_lock(planned: Path, monkeypatch: pytest.MonkeyPatch):
    held: list[bool] = []

    def read(data: bytes) -> CalendarEvent:
        held.append(planned.with_name(f".{planned.name}.lock").exists())
        return read_draft(data)

    monkeypatch.setattr(previous_run, "read_draft", read)
    read_plan_and_attendees(planned)
    assert held == [True]


def test_an_alarm_of_the_meeting_says_nothing_of_the_answer(planned: Path, tmp_path: Path):
    alarm = "BEGIN:VALARM\r\nUID:alarm\r\nATTENDEE;PARTSTAT=DECLINED:mailto:a@example.org\r\nEND:VALARM\r\nEND:VEVENT"
    answer = reply("b@example.org", "ACCEPTED").replace("END:VEVENT", alarm)
    report = count(planned, tmp_path, answer)
    assert (report.unmatched, report.meetings[0].accepted, report.meetings[0].declined) == ((), ("0810",), ())


def test_what_is_no_folder_is_refused(planned: Path, tmp_path: Path):
    for name in ("none", "x" * 300):
        with pytest.raises(RequestError, match="there is no such folder"):
            read_answers(planned, tmp_path / name)
    with pytest.raises(RequestError, match="there is no plan"):
        read_answers(tmp_path / "none", tmp_path)
