"""The names of the files of an output folder."""

from __future__ import annotations

import pytest

from meetings.errors import MeetingsError
from meetings.export.layout import check_file_names, feed_file, feeds_of, is_ours, mail_file, meeting_file, profile_of
from meetings.schedule import Meeting
from overgreb_rules.ical import Profile
from tests.fixtures.schedules import build_schedule


def build_meeting(**changes: object) -> Meeting:
    return build_schedule().meetings[0].model_copy(update=changes)


def test_a_meeting_has_a_file_and_a_draft_named_by_kreds_and_round():
    meeting = build_meeting(round=2)
    assert meeting_file(meeting) == "meetings/1460-2.ics"
    assert mail_file(meeting) == "invitations/1460-2.eml"


def test_a_meeting_stands_in_the_feeds_of_all_who_come():
    meeting = build_meeting(kommuner=("0851", "0860"), boernehuse=("Aalborg",), facilitators=("f1",))
    assert feeds_of(meeting) == [
        "all",
        "politikreds-1460",
        "kommune-0851",
        "kommune-0860",
        "boernehus-aalborg",
        "facilitator-f1",
    ]


def test_a_boernehus_is_named_in_ascii():
    assert "boernehus-koebenhavn" in feeds_of(build_meeting(boernehuse=("København",)))


@pytest.mark.parametrize(
    ("name", "profile"),
    [
        ("meetings/1460-1.ics", Profile.MEETING),
        ("invitations/1460-1.eml", Profile.INVITATION),
        (feed_file("all"), Profile.FEED),
        (feed_file("facilitator-f1"), Profile.FEED),
        ("plan.json", None),
        ("meetings/notes.ics", None),
    ],
)
def test_the_place_of_a_file_gives_its_profile(name: str, profile: Profile | None):
    assert profile_of(name) is profile


@pytest.mark.parametrize("name", ["plan.json", "ledger.json", "plan.csv", "year.html", "year.svg"])
def test_the_files_at_the_root_are_ours(name: str):
    assert is_ours(name)


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt", "calendars/mine.ics", "meetings/1460-1.ics.bak", "sub/plan.json",
        "calendars/facilitator-Åse.ics", "calendars/facilitator-f1_copy.ics",
    ],
)  # fmt: skip
def test_other_files_are_not_ours(name: str):
    assert not is_ours(name)


@pytest.mark.parametrize("code", ["146", "../1", "14600"])
def test_a_code_that_is_not_four_figures_is_refused(code: str):
    with pytest.raises(MeetingsError, match="not four figures"):
        check_file_names([build_meeting(district=code)])


@pytest.mark.parametrize("id_", ["../f1", "å", "", "-f", "f-", "f--1", "F1", "f_1", "x" * 41, "f1\n"])
def test_an_id_that_cannot_be_part_of_a_file_name_is_refused(id_: str):
    with pytest.raises(MeetingsError, match="cannot be part of a file name"):
        check_file_names([build_meeting(facilitators=(id_,))])


@pytest.mark.parametrize("id_", ["f1", "mette-h-2", "x" * 40])
def test_an_id_that_a_request_can_have_has_a_feed(id_: str):
    check_file_names([build_meeting(facilitators=(id_,))])
    assert profile_of(feed_file(f"facilitator-{id_}")) is Profile.FEED
