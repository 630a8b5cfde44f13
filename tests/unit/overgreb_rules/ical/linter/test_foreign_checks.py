"""Files of other programs: only what makes their times be read wrong, and nothing of their text."""

from __future__ import annotations

import pytest

from overgreb_rules.ical import Profile, lint
from tests.fixtures.foreign_calendars import NINE, OUTLOOK_ZONE, build_calendar, build_event, build_fixed_zone


def test_an_ordinary_file_of_another_program_has_no_findings():
    data = build_calendar(
        *OUTLOOK_ZONE, *build_event(*NINE, "RRULE:FREQ=WEEKLY", "SUMMARY:Møde, lang; titel"), end="\n"
    )
    assert lint(data) == []
    assert lint(data, profile=Profile.FEED) != []


@pytest.mark.parametrize(
    ("data", "rule", "line"),
    [
        (build_calendar(*build_event("DTSTART:Emma")), "reads-unreadable", 6),
        (build_calendar(*build_event(*NINE, "DESCRIPTION:a", "Emma ringer")), "reads-stray-text", 9),
        (build_calendar(*build_event("DTSTART:20270309T090000", "DURATION:PT1H")), "reads-no-zone", 6),
        (
            build_calendar(*build_fixed_zone("CET", "-0400"), *build_event("DTSTART;TZID=CET:20270309T090000")),
            "reads-zone-of-file",
            4,
        ),
        (b"<html>Emma</html>", "reads-no-calendar", 1),
        (b"PK\x03\x04Emma", "reads-packed", 1),
        (build_calendar(*build_event(*NINE))[:-30], "reads-cut-off", 4),
    ],
)
def test_what_makes_times_be_read_wrong_is_found_without_the_text_of_the_file(data: bytes, rule: str, line: int):
    (finding,) = lint(data)
    assert (finding.check, finding.line) == (rule, line)
    assert "Emma" not in str(finding) + finding.text.da
    assert finding.text.en == str(finding)
    assert finding.text.da.startswith(f"linje {line}: {rule}: ")
    assert finding.message not in finding.text.da


@pytest.mark.parametrize(
    ("lines", "harmless"),
    [
        (build_event(*NINE, "DESCRIPTION:a", "b c"), True),
        (build_event(*NINE, "BEGIN:VALARM", "TRIGGER:x", "END:VALARM"), True),
        (("BEGIN:VTIMEZONE", "TZID:x", "END:VTIMEZONE", *build_event(*NINE)), True),
        (build_event("DTSTART:x"), False),
        (build_event("DTSTART:20270309T090000", "DURATION:PT1H"), False),
    ],
)
def test_damage_on_which_no_time_depends_is_harmless_and_its_hint_says_so(lines: tuple[str, ...], harmless: bool):
    (finding,) = lint(build_calendar(*lines))
    assert finding.is_harmless is harmless
    assert ("nothing need be done" in finding.mend) is harmless


def test_a_file_without_the_name_of_a_program_is_ours_if_its_uids_are():
    for uid, ours in (("7c9e6679-7425-50de-944b-e07fc1f90ae7", True), ("emma@example.org", False)):
        data = build_calendar(*build_event(*NINE, uid=uid)).replace(b"PRODID:-//other//program//EN\r\n", b"")
        assert ("prodid" in {finding.check for finding in lint(data)}) is ours
        assert "emma" not in str(lint(data))
