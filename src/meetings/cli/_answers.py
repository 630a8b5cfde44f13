"""The command `answers`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from meetings._domain.names import format_kommune, format_kreds, format_time
from meetings.answers import AnswerReport, MeetingAnswers, read_answers
from meetings.cli._io import print_notes, print_table
from meetings.schedule import Meeting
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.redaction import hide_cpr_numbers
from overgreb_rules.shared.text import Text, translate

_HEAD = (
    Text("Politikreds", "Politikreds"),
    Text("Møde", "Round"),
    Text("Tid", "Time"),
    Text("Ja", "Yes"),
    Text("Måske", "Perhaps"),
    Text("Nej", "No"),
    Text("Ikke svaret", "No answer"),
    Text("Skal sige ja", "Quorum"),
    Text("Status", "State"),
)
_STATES = {
    "reached": Text("nok har sagt ja", "enough have accepted"),
    "open": Text("mangler svar", "waits for answers"),
    "lost": Text("for mange har sagt nej", "too many have declined"),
}


def add_command(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: The commands of the program.
    """
    parser = commands.add(
        "answers", Text("hvem der har sagt ja, nej eller ikke svaret", "who has accepted, declined or not answered")
    )
    parser.add("folder", says=Text("mappen fra `plan`", "the folder that `plan` wrote"), metavar="DIR")
    replies = Text(
        "en mappe med svarene: kalenderfiler (.ics) og mails (.eml)",
        "a folder of the replies: calendar files (.ics) and mails (.eml)",
    )
    parser.add("replies", says=replies, metavar="REPLIES")
    parser.add(
        "--format",
        says=Text("formatet (ellers table)", "the format (default: table)"),
        choices=("table", "json"),
        default="table",
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    report, language = read_answers(arguments.folder, arguments.replies), arguments.lang
    if arguments.format == "json":
        print(json.dumps(_to_data(report), ensure_ascii=False, indent=1))
    else:
        rows = [_describe_row(one, report.year, language) for one in report.meetings]
        print_table([translate(title, language) for title in _HEAD], rows)
        for one in report.meetings:
            for line in _list_names(one, report.year):
                print(translate(line, language))
    print_notes(_list_notes(report), language, sys.stderr)
    return 1 if any(one.quorum == "lost" for one in report.meetings) else 0


def _describe_row(one: MeetingAnswers, year: int, language: str) -> tuple[str, ...]:
    counts = (one.accepted, one.tentative, one.declined, one.unanswered)
    return (
        format_kreds(one.meeting.district, year),
        str(one.meeting.round),
        translate(format_time(one.meeting.start), language),
        *(str(len(codes)) for codes in counts),
        str(one.needed),
        translate(_STATES[one.quorum], language),
    )


def _list_names(one: MeetingAnswers, year: int) -> Iterator[Text]:
    where = _name_meeting(one.meeting, year)
    for codes, said in (
        (one.declined, Text("nej", "no")),
        (one.tentative, Text("måske", "perhaps")),
        (one.unanswered, Text("ikke svaret", "no answer")),
    ):
        names = ", ".join(format_kommune(code, year) for code in codes)
        if names:
            yield Text(f"{where.da}, {said.da}: {names}", f"{where.en}, {said.en}: {names}")


def _name_meeting(meeting: Meeting, year: int) -> Text:
    kreds = format_kreds(meeting.district, year)
    return Text(f"{kreds}, møde {meeting.round}", f"{kreds}, round {meeting.round}")


def _list_notes(report: AnswerReport) -> Iterator[Text]:
    for one in report.unread:
        yield Text(f"{one.file} er ikke et svar: {one.why.da}.", f"{one.file} is no answer: {one.why.en}.")
    for proposal in report.proposals:
        who, where = format_kommune(proposal.kommune, report.year), _name_meeting(proposal.meeting, report.year)
        asked = Text("", "")
        if proposal.start is not None:
            start = format_time(proposal.start)
            asked = Text(f" ({start.da})", f" ({start.en})")
        yield Text(
            f"{where.da}: {who} beder om et andet tidspunkt{asked.da}, se {proposal.file}.",
            f"{where.en}: {who} asks for another time{asked.en}, see {proposal.file}.",
        )
    for file in report.unmatched:
        yield Text(
            f"Svaret i {file} gælder ikke et møde i planen, eller også kommer det fra en adresse, der ikke er "
            "indkaldt.",
            f"The answer in {file} is to no meeting of the plan, or from an address that was not invited.",
        )
    for file in report.outdated:
        yield Text(
            f"Svaret i {file} gælder et tidligere tidspunkt eller sted.",
            f"The answer in {file} is to an earlier time or place.",
        )


def _to_data(report: AnswerReport) -> dict[str, object]:
    return {
        "schema": 1,
        "year": report.year,
        "meetings": [
            {
                "district": one.meeting.district,
                "round": one.meeting.round,
                "start": one.meeting.start.isoformat(timespec="seconds"),
                "accepted": list(one.accepted),
                "tentative": list(one.tentative),
                "declined": list(one.declined),
                "unanswered": list(one.unanswered),
                "needed": one.needed,
                "quorum": one.quorum,
            }
            for one in report.meetings
        ],
        "unread": len(report.unread),
        "unmatched": len(report.unmatched),
        "outdated": len(report.outdated),
        "proposals": [
            {
                "district": one.meeting.district,
                "round": one.meeting.round,
                "kommune": one.kommune,
                "asks_for": None if one.start is None else one.start.isoformat(timespec="seconds"),
                "file": hide_cpr_numbers(one.file),
            }
            for one in report.proposals
        ],
        "files": {
            "unread": [{"file": hide_cpr_numbers(one.file), **one.why.as_json()} for one in report.unread],
            "unmatched": [hide_cpr_numbers(file) for file in report.unmatched],
            "outdated": [hide_cpr_numbers(file) for file in report.outdated],
        },
    }
