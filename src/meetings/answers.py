"""The answers to invitations: who has accepted, declined, asked for another time or not answered, and the quorum.

A file that says nothing is named by its own name, as the coordinator sees it in the folder; nothing of its content is
shown.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

from meetings._constraints.meeting_constraints import count_needed
from meetings._constraints.plan_receipt import read_quorum
from meetings.errors import RequestError
from meetings.export import read_plan_and_attendees
from meetings.schedule import Meeting, Schedule
from overgreb_rules.ical import ReplyEvent, read_replies
from overgreb_rules.shared.existing_path import is_existing_folder
from overgreb_rules.shared.system_error import describe_system_error
from overgreb_rules.shared.text import Text

__all__ = ["AnswerReport", "MeetingAnswers", "TimeProposal", "UnreadReply", "read_answers"]

Answer = Literal["accepted", "tentative", "declined"]

_ANSWERS: Mapping[str, Answer] = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
_BEST_FIRST: Sequence[Answer] = ("accepted", "tentative", "declined")
_MOST_BYTES = 4_000_000
_OUTLOOK_FILE = Text(
    "det er en Outlook-fil (.msg); gem mailen som .eml, eller gem dens kalender som .ics",
    "an Outlook file (.msg); save the mail as .eml, or its calendar as .ics",
)
_TOO_LARGE = Text("den fylder over 4 MB", "it has more than 4 MB")
_UNREADABLE = Text("den kan ikke åbnes", "it cannot be opened")
_DAMAGED_MAIL = Text("mailen er beskadiget", "a mail that is damaged")
_NO_CALENDAR = Text("mailen indeholder ikke et kalendersvar", "a mail without a calendar reply in it")
_NO_REPLY = Text("det er ikke et kalendersvar (METHOD:REPLY)", "no calendar reply (METHOD:REPLY)")
_NO_ANSWER = Text("det er hverken ja, nej eller måske", "neither yes, no nor perhaps")
_PROPOSED_BY_NOBODY = Text(
    "der bedes om et andet tidspunkt, men det fremgår ikke, hvem der beder om det",
    "it asks for another time and does not say who asks",
)


@dataclass(frozen=True, slots=True)
class MeetingAnswers:
    """The answers to the invitation to one meeting; kommuner by code, in order."""

    meeting: Meeting
    accepted: tuple[str, ...]
    tentative: tuple[str, ...]
    declined: tuple[str, ...]
    unanswered: tuple[str, ...]
    """Kommuner without an address are among them."""
    needed: int
    """How many kommuner the quorum asks for."""

    @property
    def quorum(self) -> Literal["reached", "open", "lost"]:
        """Whether enough have accepted, can still accept, or cannot any more."""
        if len(self.accepted) >= self.needed:
            return "reached"
        left = len(self.meeting.kommuner) - len(self.declined)
        return "open" if left >= self.needed else "lost"


@dataclass(frozen=True, slots=True)
class UnreadReply:
    """A file that is no answer."""

    file: str
    """Its path in the folder of replies."""
    why: Text


@dataclass(frozen=True, slots=True)
class TimeProposal:
    """A kommune that asks for another time of a meeting, and has not answered since."""

    file: str
    """Its path in the folder of replies."""
    meeting: Meeting
    kommune: str
    """The code of the kommune."""
    start: dt.datetime | None
    """The local start that it asks for; None where the file tells none that can be read, or its zone is unknown."""


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """The answers to all invitations of a plan, and the replies that say nothing."""

    year: int
    meetings: tuple[MeetingAnswers, ...]
    unread: tuple[UnreadReply, ...]
    """The files that are no answer, in order of name."""
    unmatched: tuple[str, ...]
    """The file of each answer from an address, or to a meeting, that is not in the plan."""
    outdated: tuple[str, ...]
    """The file of each answer to an earlier time or place of a meeting."""
    proposals: tuple[TimeProposal, ...]
    """In order of the file."""


@dataclass(frozen=True, slots=True)
class _Reply:
    file: str
    uid: str
    sequence: int
    stamp: str
    recurrence_id: str
    address: str
    answer: Answer
    is_proposal: bool
    proposed: dt.datetime | None


def read_answers(directory: str | os.PathLike[str], replies: str | os.PathLike[str]) -> AnswerReport:
    """Read the answers to the invitations of a plan.

    Args:
        directory: The folder that `plan` wrote.
        replies: A folder of calendar files and mails with METHOD:REPLY or METHOD:COUNTER; its folders are read too.

    Returns:
        The answers; of several from one address the last one counts, and whoever asks for another time has not
        accepted.

    Raises:
        RequestError: There is no plan, its receipt is damaged, there is no folder of replies, or a folder cannot be
            read.
        FolderError: The folder of the plan cannot be used.
        LedgerError: The plan is damaged.

    Source:
        RFC 5546 §§ 3.2.3, 3.2.7.
    """
    sent = read_plan_and_attendees(directory)
    if sent is None:
        raise RequestError(
            str(directory),
            Text("der er ingen plan", "there is no plan"),
            Text("nævn en mappe fra `plan`", "name a folder that `plan` wrote"),
        )
    if not is_existing_folder(replies):
        raise RequestError(
            str(replies),
            Text("mappen findes ikke", "there is no such folder"),
            Text("nævn mappen med svarene", "name the folder of the replies"),
        )
    plan, invited = sent
    found: list[_Reply] = []
    unread: list[UnreadReply] = []
    for file in _list_files(Path(replies)):
        name = _printable(file.relative_to(replies).as_posix())
        own = _read_file(file, name)
        if isinstance(own, Text):
            unread.append(UnreadReply(name, own))
        else:
            found += own
    return _count(plan, invited, found, tuple(unread))


def _list_files(replies: Path) -> list[Path]:
    return sorted(Path(folder, name) for folder, _, names in os.walk(replies, onerror=_refuse_folder) for name in names)


def _refuse_folder(error: OSError) -> NoReturn:
    why = describe_system_error(error)
    raise RequestError(
        str(error.filename),
        Text(f"mappen kan ikke læses ({why.da})", f"the folder cannot be read ({why.en})"),
        Text("giv adgang til den", "allow it to be read"),
    )


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _count(
    plan: Schedule,
    invited: Mapping[str, Mapping[str, Sequence[str]]],
    replies: Iterable[_Reply],
    unread: tuple[UnreadReply, ...],
) -> AnswerReport:
    meetings = {meeting.uid: meeting for meeting in plan.meetings if meeting.status != "cancelled"}
    last: dict[tuple[str, str], _Reply] = {}
    unmatched: list[str] = []
    outdated: list[str] = []
    for reply in sorted(replies, key=lambda one: one.stamp):
        if reply.uid not in meetings or reply.address not in invited.get(reply.uid, {}):
            unmatched.append(reply.file)
        elif reply.sequence < meetings[reply.uid].sequence:
            outdated.append(reply.file)
        else:
            last[reply.uid, reply.address] = reply
    quorum = read_quorum(plan)
    answers: dict[str, dict[str, list[Answer]]] = {}
    for (uid, address), reply in last.items():
        for kommune in invited[uid][address]:
            answers.setdefault(uid, {}).setdefault(kommune, []).append(reply.answer)
    return AnswerReport(
        year=plan.year,
        meetings=tuple(_count_meeting(one, answers.get(uid, {}), quorum) for uid, one in meetings.items()),
        unread=unread,
        unmatched=tuple(sorted(unmatched)),
        outdated=tuple(sorted(outdated)),
        proposals=tuple(
            TimeProposal(reply.file, meetings[uid], kommune, reply.proposed)
            for (uid, address), reply in sorted(last.items(), key=lambda one: one[1].file)
            if reply.is_proposal
            for kommune in invited[uid][address]
        ),
    )


def _count_meeting(meeting: Meeting, answers: Mapping[str, Sequence[Answer]], quorum: float) -> MeetingAnswers:
    # Somebody comes from a kommune as soon as one of its addresses has accepted.
    best = {code: next(one for one in _BEST_FIRST if one in given) for code, given in answers.items()}
    by_answer = {answer: tuple(code for code in meeting.kommuner if best.get(code) == answer) for answer in _BEST_FIRST}
    return MeetingAnswers(
        meeting=meeting,
        accepted=by_answer["accepted"],
        tentative=by_answer["tentative"],
        declined=by_answer["declined"],
        unanswered=tuple(code for code in meeting.kommuner if code not in best),
        needed=count_needed(quorum, len(meeting.kommuner)),
    )


def _read_file(file: Path, name: str) -> list[_Reply] | Text:
    """The answers in a file, or why it has none; `name` is how the file is shown."""
    suffix = file.suffix.lower()
    if suffix == ".msg":
        return _OUTLOOK_FILE
    try:
        if not file.is_file():
            return _UNREADABLE
        if file.stat().st_size > _MOST_BYTES:
            return _TOO_LARGE
        data = file.read_bytes()
    except OSError:
        return _UNREADABLE
    try:
        calendars = list(_read_attachments(data)) if suffix == ".eml" else [data]
    except RecursionError:
        # Parts in parts without measure, on which the library calls itself.
        return _DAMAGED_MAIL
    if not calendars:
        return _NO_CALENDAR
    events = [event for calendar in calendars for event in read_replies(calendar)]
    if not events:
        return _NO_REPLY
    # A mail often holds its reply twice: as text/calendar, and as a file (application/ics).
    replies = list(dict.fromkeys(reply for event in events for reply in _list_replies(event, name)))
    return replies or (_PROPOSED_BY_NOBODY if any(event.is_proposal for event in events) else _NO_ANSWER)


def _list_replies(event: ReplyEvent, name: str) -> Iterator[_Reply]:
    if event.is_proposal and len(event.answers) != 1:
        # A proposal may list everybody who is invited.
        return
    for address, word in event.answers:
        answer = _ANSWERS.get(word)
        if event.is_proposal and answer != "declined":
            answer = "tentative"
        if answer is not None:
            revision = event.uid, event.sequence, event.stamp, event.recurrence_id
            yield _Reply(name, *revision, address, answer, event.is_proposal, event.proposed)


def _read_attachments(data: bytes) -> Iterator[bytes]:
    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield payload
