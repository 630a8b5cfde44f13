"""What earlier years leave behind: when a kreds met, and when a kommune was host."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings._domain.meeting_history import MeetingHistory
from meetings.errors import RequestError
from meetings.schedule import Meeting, Objective, Schedule

OBJECTIVE = Objective(value=0, bound=0, optimal=True)


def meeting(day: str, host: str, *, round_: int = 1, status: str = "confirmed") -> Meeting:
    return Meeting(
        district="1460",
        round=round_,
        start=f"{day}T09:00:00+02:00",
        end=f"{day}T12:00:00+02:00",
        host=host,
        kommuner=("0773", "0851"),
        boernehuse=("Aalborg",),
        uid="u",
        status=status,
    )


def plan(*meetings: Meeting, receipt: dict[str, object] | None = None) -> Schedule:
    return Schedule(year=2026, meetings=meetings, objective=OBJECTIVE, receipt=receipt or {})


def test_a_cancelled_meeting_was_not_held():
    history = MeetingHistory.of(
        plan(meeting("2026-05-05", "0851"), meeting("2026-09-01", "0773", round_=2, status="cancelled"))
    )
    assert history.meetings == {("1460", 1): dt.date(2026, 5, 5)}
    assert history.hosted == {"0851": dt.date(2026, 5, 5)}


def test_the_last_of_two_days_as_host_counts():
    history = MeetingHistory.of(plan(meeting("2026-09-01", "0851", round_=2), meeting("2026-05-05", "0851")))
    assert history.hosted == {"0851": dt.date(2026, 9, 1)}


def test_hosts_of_the_years_before_are_kept_until_they_are_hosts_again():
    before = {"history": {"year": 2025, "meetings": {}, "hosted": {"0773": "2024-04-09", "0851": "2025-04-08"}}}
    history = MeetingHistory.of(plan(meeting("2026-05-05", "0851"), receipt=before))
    assert history.hosted == {"0773": dt.date(2024, 4, 9), "0851": dt.date(2026, 5, 5)}


def test_a_history_reads_back_from_a_receipt():
    history = MeetingHistory.of(plan(meeting("2026-05-05", "0851"), meeting("2026-09-01", "0773", round_=2)))
    assert MeetingHistory.of_receipt(plan(receipt={"history": history.to_data()})) == history
    assert MeetingHistory.of_receipt(plan()) is None


@pytest.mark.parametrize(
    "damaged",
    [
        [],
        {"year": 2025, "meetings": {}},
        {"year": 2025, "meetings": {}, "hosted": []},
        {"year": 2025, "meetings": {}, "hosted": {"0773": "soon"}},
        {"year": 2025, "meetings": {}, "hosted": {"0773": "9999-12-31"}},
        {"year": 2025, "meetings": {"1460": "2025-05-05"}, "hosted": {}},
        {"year": "soon", "meetings": {}, "hosted": {}},
    ],
    ids=str,
)
def test_a_damaged_history_is_refused_with_the_file_of_its_plan(damaged: object):
    with pytest.raises(RequestError, match=r"2026\.json: its receipt is missing or damaged under history"):
        MeetingHistory.of(plan(receipt={"history": damaged}), "2026.json")
