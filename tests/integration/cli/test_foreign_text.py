"""No text of a calendar file reaches an output: markers in every property and parameter, in many kinds of damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings.cli import main
from tests.fixtures.foreign_calendars import OUTLOOK_ZONE

AT = ("--at", "2026-11-21T12:00:00+01:00")
MARK = "Kanariefugl"
DIGITS = "7730152"
"""A number that no program writes by itself: the telephone in a text."""

WHOLE = (
    "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{MARK}//{DIGITS}//DA", f"X-WR-CALNAME;X-P={MARK}:{MARK} {DIGITS}",
    f"X-{MARK}:{DIGITS}", *OUTLOOK_ZONE, "BEGIN:VEVENT", f"UID:{MARK}-{DIGITS}@example.org",
    "DTSTAMP:20261101T080000Z", f"DTSTART;X-{MARK}={MARK};TZID=Romance Standard Time:20270309T090000",
    f'DTEND;X-P="{MARK}";TZID=Romance Standard Time:20270309T110000', f'SUMMARY;LANGUAGE={MARK}:{MARK} {DIGITS}',
    f'DESCRIPTION;ALTREP="cid:{MARK}":{MARK} {DIGITS}', f"LOCATION:{MARK}", f"CATEGORIES:{MARK}", f"COMMENT:{MARK}",
    f'ORGANIZER;CN="{MARK}";SENT-BY="mailto:{MARK}@example.org":mailto:{MARK}@example.org',
    f'ATTENDEE;CN="{MARK} {DIGITS}";PARTSTAT=ACCEPTED:mailto:{MARK}@example.org', f"URL:https://example.org/{MARK}",
    f"X-ALT-DESC;FMTTYPE=text/html:<p>{MARK}</p>", "BEGIN:VALARM", f"DESCRIPTION:{MARK}", "TRIGGER:-PT15M",
    "END:VALARM", "END:VEVENT", "END:VCALENDAR",
)  # fmt: skip


def swap(old: str, *new: str) -> tuple[str, ...]:
    """Return the lines with those that begin with `old` replaced."""
    lines: list[str] = []
    for line in WHOLE:
        lines += new if line.startswith(old) else [line]
    assert tuple(lines) != WHOLE
    return tuple(lines)


def rename_zone(name: str, old: str, new: str) -> tuple[str, ...]:
    """Return the lines with another name of their zone and another text in its offsets."""
    return tuple(line.replace("Romance Standard Time", name).replace(old, new) for line in WHOLE)


DAMAGE = {
    "whole": WHOLE,
    "raw line break": swap("LOCATION", "LOCATION:a", f"{MARK} ringer {DIGITS}, mor"),
    "html": swap("LOCATION", f"<a href='{MARK}'>{DIGITS}</a>", f"DTEND {MARK}"),
    "start": swap("DTSTART", f"DTSTART;X-P={MARK}:{MARK}{DIGITS}"),
    "end": swap("DTEND", f"DTEND:{DIGITS}T{MARK}"),
    "two starts": swap("DTSTAMP", f"DTSTART;TZID={MARK}:20270310T090000"),
    "rule": swap("LOCATION", f"RRULE:FREQ={MARK};COUNT={DIGITS}"),
    "rule part": swap("LOCATION", f"RRULE:FREQ=DAILY;{MARK}={DIGITS}"),
    "exclusion": swap("LOCATION", "RRULE:FREQ=DAILY;COUNT=3", f"EXDATE;TZID={MARK}:{MARK}"),
    "addition": swap("LOCATION", f"RDATE;VALUE=PERIOD:{MARK}/{DIGITS}"),
    "instance": swap("LOCATION", f"RECURRENCE-ID;RANGE={MARK}:{MARK}"),
    "duration": swap("DTEND", f"DURATION:P{MARK}"),
    "backward": swap("DTEND", f"DTEND;X-{MARK}={MARK}:20270309T070000Z"),
    "unknown zone": swap("DTSTART", f"DTSTART;TZID={MARK}:20270309T090000"),
    "own zone": rename_zone(f"{MARK} {DIGITS}", "+0100", "-0400"),
    "broken zone": rename_zone(f"Zone {MARK}", "+0200", MARK),
    "unbalanced": swap("END:VEVENT", f"END:{MARK}", "END:VEVENT"),
    "not closed": swap("END:VEVENT", f"BEGIN:{MARK}", "END:VEVENT"),
    "cut off": WHOLE[:-4],
    "quotation mark": swap("ATTENDEE", f'ATTENDEE;CN="{MARK};PARTSTAT=DECLINED:mailto:{MARK}'),
    "free-busy": (*WHOLE[:-1], "BEGIN:VFREEBUSY", f"FREEBUSY;FBTYPE={MARK}:{MARK}/1", "END:VFREEBUSY", WHOLE[-1]),
    "name of a property": swap("LOCATION", f"X-{MARK}", f"{MARK};TZID={DIGITS}"),
    "alarm": swap("TRIGGER", f"TRIGGER;X-P={MARK}:{MARK}", f"Duration: {MARK} {DIGITS}"),
    "unused zone": swap("BEGIN:VEVENT", "BEGIN:VTIMEZONE", f"TZID:{MARK} {DIGITS}", "END:VTIMEZONE", "BEGIN:VEVENT"),
    "profile": swap("PRODID", "PRODID:-//overgreb-rules//meetings 1//DA"),
    "web page": (f"<html>{MARK} {DIGITS}</html>",),
    "contact": ("BEGIN:VCARD", f"FN:{MARK}", f"TEL:{DIGITS}", "END:VCARD"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGE)
def test_no_text_of_a_damaged_calendar_reaches_an_output(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    calendar = tmp_path / "f1.ics"
    calendar.write_bytes("".join(f"{line}\r\n" for line in DAMAGE[damage]).encode())
    head = 'year: 2027\ndistricts: ["1460"]\nwindow: {from: "2027-03-01", to: "2027-04-30"}\n'
    (tmp_path / "a.yaml").write_text(f'{head}quorum: 0.5\nbusy: {{kommuner: {{"0810": f1.ics}}}}\n', encoding="utf-8")
    (tmp_path / "b.yaml").write_text(f"{head}facilitators: [{{id: f1, name: One, busy: f1.ics}}]\n", encoding="utf-8")
    for arguments in (
        ["read", "f1.ics", "--year", "2027"],
        ["read", "f1.ics", "--year", "2027", "--format", "json"],
        ["lint", "f1.ics"],
        ["plan", "a.yaml", "--out", "out", *AT],
        ["plan", "b.yaml", "--out", "out2", *AT, "--lang", "en"],
        ["check", "out/plan.json", "a.yaml", *AT],
        ["explain", "out", "1460"],
    ):
        assert main(arguments) in {0, 1, 2}
    said = capfd.readouterr()
    assert (tmp_path / "out" / "plan.json").is_file()
    assert said.out
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path != calendar]
    for text in (said.out, said.err, *(path.read_text(encoding="utf-8") for path in written), *map(str, written)):
        assert MARK.lower() not in text.lower()
        assert DIGITS not in text
