"""The whole example: made-up calendars for everybody."""

from __future__ import annotations

from pathlib import Path

from meetings.demo import MARK, build_demo_files
from meetings.request import PlanRequest

FILES = build_demo_files(2027)


def test_everybody_has_a_calendar_and_the_same_year_gives_the_same_bytes() -> None:
    assert len([name for name in FILES if name.startswith("busy/kommuner/")]) == 98
    assert len([name for name in FILES if name.startswith("busy/politikredse/")]) == 12
    assert build_demo_files(2027) == FILES
    assert build_demo_files(2028) != FILES


def test_the_request_says_that_it_is_made_up_and_can_be_read_with_its_calendars(tmp_path: Path) -> None:
    for name, data in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert FILES["request.yaml"].decode().startswith(MARK)
    request = PlanRequest.load(tmp_path / "request.yaml")
    assert request.year == 2027
    assert all(calendar.unknown is None and calendar.busy for calendar in request.calendars.values())


def test_every_kommune_has_its_week_of_winter_holiday() -> None:
    rows = FILES["weeks.csv"].decode().splitlines()
    assert len(rows) == 99
    assert {row.split(",")[2] for row in rows[1:]} == {"7", "8"}
