"""The answers to invitations: who has accepted, declined or not answered, counted against the quorum."""

from __future__ import annotations

import email
import email.policy
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from meetings._constraints.meeting_constraints import count_needed
from meetings.errors import RequestError
from meetings.export import read_attendees, read_plan
from meetings.schedule import Meeting, Schedule
from overgreb_rules.shared.text import Text

__all__ = ["AnswerReport", "MeetingAnswers", "read_answers"]

Answer = Literal["accepted", "tentative", "declined"]

_ANSWERS: Mapping[str, Answer] = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
_BEST_FIRST: Sequence[Answer] = ("accepted", "tentative", "declined")
_LINE = re.compile(r'([A-Za-z-]+)((?:;[A-Za-z-]+=(?:"[^"]*"|[^":;,]*)(?:,(?:"[^"]*"|[^":;,]*))*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z-]+)=("[^"]*"|[^":;]*)')
_MOST_BYTES = 4_000_000


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
class AnswerReport:
    """The answers to all invitations of a plan, and the replies that say nothing."""

    year: int
    meetings: tuple[MeetingAnswers, ...]
    unread: tuple[int, ...]
    """The files that are no answer, by their number in the folder, counted from 1."""
    unmatched: int
    """Answers from an address, or to a meeting, that is not in the plan."""
    outdated: int
    """Answers to an earlier time or place of a meeting."""


@dataclass(frozen=True, slots=True)
class _Reply:
    uid: str
    sequence: int
    stamp: str
    address: str
    answer: Answer


def read_answers(directory: str | os.PathLike[str], replies: str | os.PathLike[str]) -> AnswerReport:
    """Read the answers to the invitations of a plan.

    Args:
        directory: The folder that `plan` wrote.
        replies: A folder of calendar files and mails with METHOD:REPLY.

    Returns:
        The answers; of several from one address the last one counts.

    Raises:
        RequestError: There is no plan, or no folder of replies.
        FolderError: The folder of the plan cannot be used.
        LedgerError: The plan is damaged.

    Source:
        RFC 5546 § 3.2.3.
    """
    plan = read_plan(directory)
    if plan is None:
        raise RequestError(
            str(directory),
            Text("der er ingen plan", "there is no plan"),
            Text("nævn en mappe fra `plan`", "name a folder that `plan` wrote"),
        )
    if not Path(replies).is_dir():
        raise RequestError(
            str(replies),
            Text("mappen findes ikke", "there is no such folder"),
            Text("nævn mappen med svarene", "name the folder of the replies"),
        )
    found: list[_Reply] = []
    unread = []
    files = sorted(file for file in Path(replies).iterdir() if file.is_file())
    for number, file in enumerate(files, start=1):
        own = list(_read_file(file))
        found += own
        if not own:
            unread.append(number)
    return _count(plan, read_attendees(directory, plan), found, tuple(unread))


def _count(
    plan: Schedule, invited: Mapping[str, Mapping[str, str]], replies: Iterable[_Reply], unread: tuple[int, ...]
) -> AnswerReport:
    meetings = {meeting.uid: meeting for meeting in plan.meetings if meeting.status != "cancelled"}
    last: dict[tuple[str, str], _Reply] = {}
    tally = Counter[str]()
    for reply in sorted(replies, key=lambda one: one.stamp):
        if reply.uid not in meetings or reply.address not in invited.get(reply.uid, {}):
            tally["unmatched"] += 1
        elif reply.sequence < meetings[reply.uid].sequence:
            tally["outdated"] += 1
        else:
            last[reply.uid, reply.address] = reply
    quorum = plan.receipt.get("request", {}).get("quorum", 1.0)
    answers: dict[str, dict[str, list[Answer]]] = {}
    for (uid, address), reply in last.items():
        answers.setdefault(uid, {}).setdefault(invited[uid][address], []).append(reply.answer)
    return AnswerReport(
        year=plan.year,
        meetings=tuple(_count_meeting(one, answers.get(uid, {}), quorum) for uid, one in meetings.items()),
        unread=unread,
        unmatched=tally["unmatched"],
        outdated=tally["outdated"],
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


def _read_file(file: Path) -> Iterator[_Reply]:
    try:
        if file.stat().st_size > _MOST_BYTES:
            return
        data = file.read_bytes()
    except OSError:
        return
    if file.suffix.lower() != ".eml":
        yield from _read_calendar(data)
        return
    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield from _read_calendar(payload)


def _read_calendar(data: bytes) -> Iterator[_Reply]:
    lines = list(_read_lines(data.decode("utf-8", "replace")))
    if not any(name == "METHOD" and value.strip().upper() == "REPLY" for name, _, value in lines):
        return
    event: list[tuple[str, str, str]] | None = None
    for name, parameters, value in lines:
        if (name, value.upper()) == ("BEGIN", "VEVENT"):
            event = []
        elif (name, value.upper()) == ("END", "VEVENT") and event is not None:
            yield from _read_event(event)
            event = None
        elif event is not None:
            event.append((name, parameters, value))


def _read_lines(text: str) -> Iterator[tuple[str, str, str]]:
    """The name, the parameters and the value of each line, folded ones joined (RFC 5545 § 3.1)."""
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        found = _LINE.fullmatch(line)
        if found:
            yield found[1].upper(), found[2], found[3].strip()


def _read_event(lines: Sequence[tuple[str, str, str]]) -> Iterator[_Reply]:
    values = {name: value for name, _, value in lines}
    sequence = values.get("SEQUENCE", "")
    for name, parameters, value in lines:
        if name != "ATTENDEE":
            continue
        given = {key.upper(): word.strip('"').upper() for key, word in _PARAMETER.findall(parameters)}
        answer = _ANSWERS.get(given.get("PARTSTAT", ""))
        if answer is not None:
            address = re.sub(r"^mailto:", "", value, flags=re.IGNORECASE).lower()
            yield _Reply(
                values.get("UID", ""),
                # A reply without a SEQUENCE says nothing of the revision, and counts for the one there is.
                int(sequence) if sequence.isascii() and sequence.isdecimal() and len(sequence) < 10 else 1 << 30,
                values.get("DTSTAMP", ""),
                address,
                answer,
            )
