"""What a request refuses: one sentence with the place, what is allowed, and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings import PlanRequest
from meetings._domain.parties import Party
from meetings.errors import RequestError
from meetings.request import FILE_KEYS

ALL_KEYS = """\
year: 2027
districts: all
meetings_per_district: 1
duration: 180
start_times: ["09:00", "12:30"]
facilitators: [{id: f1, name: "Facilitator 1"}]
facilitators_per_meeting: 1
facilitator_meetings_per_day: 1
busy: {kommuner: {}, politikredse: {}, boernehuse: {}}
quorum: 1.0
blocked: {dates: ["2027-05-07", 2027-05-10], weeks: [42]}
school_holidays: {default_winter_week: 7, kommuner: {"0810": 8}, years: {2027: {"0153": 7}}}
window: {from: "2027-01-15", to: "2027-12-10"}
gap_months: {min: 9, max: 15}
pinned: {"1460": "2027-03-09T09:00"}
hosts: {rotate: true, fixed: {"1471": "0400"}}
spacing_days: {min: 60, max: 120}
facilitator_rest_days: 0
weights: {school_holiday: 10}
organizer: {name: "Koordinator", email: "koordinator@example.org"}
attendees: {"0751": ["boern@example.org"]}
notice_days: 14
freeze_days: 14
strict_coverage: true
travel_minutes: {within: 0, between: 180, bornholm: 360, pairs: [{kredse: ["1460", "1461"], minutes: 90}]}
away: {facilitators: {f1: [{from: "2027-05-01", to: "2027-08-01"}]}, kommuner: {Aarhus: [{weekdays: [tuesday]}]}}
place: {"1460": "Aalborg Rådhus"}
link: {Fyn: "https://example.org/fyn"}
agenda: "1. Velkomst"
"""


def load(folder: Path, text: str) -> PlanRequest:
    path = folder / "request.yaml"
    path.write_text(text, encoding="utf-8")
    return PlanRequest.load(path)


def test_a_request_with_every_key_is_read(tmp_path: Path):
    found = load(tmp_path, ALL_KEYS)
    assert found.school_holidays.winter_week("0810", 2027) == 8
    assert found.school_holidays.winter_week("0153", 2027) == 7
    assert found.pinned["1460"].isoformat() == "2027-03-09T09:00:00+01:00"
    assert set(FILE_KEYS) - set(ALL_KEYS.replace("\n", ":").split(":")) <= {"previous", "absences"}


def test_a_request_needs_nothing_but_the_year(tmp_path: Path):
    found = load(tmp_path, "year: 2027\n")
    assert len(found.kredse()) == 12
    assert (found.duration, found.quorum, found.gap_months.min, found.gap_months.max) == (180, 1.0, 9, 15)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("districts: all", 1, "this key is needed"),
        ("year: 2027\ncolour: red", 2, "unknown key «hidden»"),
        ("year: 2027\nquorom: 0.5", 2, "unknown key “quorom”"),
        ("year: 2027\nwindow: {form: \"2027-01-15\", to: \"2027-02-01\"}", 2, "did you mean “from”"),
        ("year: 2027\ncalendars: {}", 2, "unknown key «hidden»"),
        ("year: 2013", 1, "2013 is not allowed"),
        ("year: twenty", 1, "no whole number"),
        ("year: 2027\nyear: 2028", 2, "stands twice"),
        ("year: 2027\ndistricts: [1460]", 2, "put it in quotes"),
        ("year: 2027\ndistricts: [0751]", 2, "put it in quotes"),
        ("year: 2027\ndistricts: [\"1472\"]", 2, "there is no politikreds 1472"),
        ("year: 2027\ndistricts: [\"1460\", \"1460\"]", 2, "stands twice"),
        ("year: 2027\ndistricts: []", 2, "no kreds is named"),
        ("year: 2027\nbusy: {kommuner: {751: a.ics}}", 2, "put it in quotes"),
        ("year: 2027\nbusy: {kommuner: {\"0999\": a.ics}}", 2, "there is no kommune 0999"),
        ("year: 2027\nbusy: {boernehuse: {\"Ribe\": a.ics}}", 2, "the places are Aalborg"),
        ("year: 2027\nbusy: {kommuner: {\"0751\": a.ics}}", 2, "there is no file"),
        ("year: 2027\nbusy: {kommuner: nowhere}", 2, "there is no folder"),
        ("year: 2027\nduration: -30", 2, "greater than or equal to 15"),
        ("year: 2027\nduration: 2.5", 2, "no whole number"),
        ("year: 2027\nduration: \"180\"", 2, "no whole number"),
        ("year: 2027\nstart_times: [12:30]", 2, "put it in quotes"),
        ("year: 2027\nstart_times: [\"9\"]", 2, "no time of day"),
        ("year: 2027\nstart_times: [\"09:00\", \"09:00\"]", 2, "stands twice"),
        ("year: 2027\nstart_times: [\"22:30\"]", 2, "begin earlier"),
        ("year: 2027\nstart_times: [\"21:00\"]", 2, "180 minutes from 21:00 end on the next day; begin earlier"),
        ("year: 2027\npinned: {\"1460\": 2027-03-09T21:00}", 2, "would end on the next day; pin it earlier"),
        ("year: 2027\nstart_times: []", 2, "no time is given"),
        ("year: 2027\nquorum: 0", 2, "above 0"),
        ("year: 2027\nquorum: 1.5", 2, "above 0 and up to 1"),
        ("year: 2027\nquorum: \"all\"", 2, "no number"),
        ("year: 2027\nblocked: {dates: [\"2027-02-29\"]}", 2, "is no day"),
        ("year: 2027\nblocked: {dates: [\"2026-05-07\"]}", 2, "does not lie in 2027"),
        ("year: 2027\nblocked: {weeks: [53]}", 2, "2027 has no week 53"),
        ("year: 2027\nwindow: {from: \"2027-05-01\", to: \"2027-04-01\"}", 2, "the other way round"),
        ("year: 2027\nwindow: {from: \"2027-05-01\"}", 2, "this key is needed"),
        ("year: 2027\npinned:\n  \"1460\": \"2027-03-07T09:00\"", 3, "søndag (Sunday)"),
        ("year: 2027\npinned:\n  \"1460\": \"2027-05-06T09:00\"", 3, "Kristi himmelfartsdag"),
        ("year: 2027\npinned:\n  \"1460\": \"2027-12-24T09:00\"", 3, "nobody meets"),
        ("year: 2029\npinned:\n  \"1460\": \"2029-06-05T12:30\"", 3, "offices close at 12:00"),
        ("year: 2027\npinned:\n  \"1460\": \"2026-03-09T09:00\"", 3, "does not lie in 2027"),
        ("year: 2027\npinned:\n  \"1460\": \"2027-03-09T09:00+01:00\"", 3, "without an offset"),
        ("year: 2027\npinned:\n  \"1460\": 2027-03-09", 3, "no local time"),
        ("year: 2027\npinned:\n  \"1460-2\": \"2027-03-09T09:00\"", 3, "no round 2"),
        ("year: 2027\npinned:\n  \"1472\": \"2027-03-09T09:00\"", 3, "there is no politikreds 1472"),
        ("year: 2027\ndistricts: [\"1461\"]\npinned: {\"1460\": \"2027-03-09T09:00\"}", 3, "not among the districts"),
        ("year: 2027\nhosts: {fixed: {\"1471\": \"0751\"}}", 2, "does not lie in 1471"),
        ("year: 2027\nhosts: {rotate: yes}", 2, "put it in quotes"),
        ("year: 2027\nfacilitators: [{id: F1, name: X}]", 2, "is no id"),
        ("year: 2027\nfacilitators: [{id: a, name: X}, {id: a, name: Z}]", 2, "stands twice"),
        ("year: 2027\nfacilitators_per_meeting: 2", 2, "name more"),
        ("year: 2027\naway: {facilitators: {f9: [{from: 2027-01-01}]}}", 2, "no facilitator “f9”"),
        ("year: 2027\naway: {kommuner: {Aarhus: [{}]}}", 2, "no absence stands here"),
        ("year: 2027\naway: {kommuner: {Aarhus: [{weekdays: [day]}]}}", 2, "no weekday"),
        ("year: 2027\naway: {kommuner: {Aarhus: [{times: [\"12:00-08:00\"]}]}}", 2, "no time span"),
        ("year: 2027\naway: {kommuner: {Aarhus: [{from: 2027-02-01, to: 2027-01-01}]}}", 2, "ends before it begins"),
        ("year: 2027\nplace: {Nowhere: x}", 2, "no politikreds is called «hidden»"),
        ("year: 2027\nplace: {Fyn-2: x}", 2, "no round 2"),
        ("year: 2027\nlink: {Fyn: \"javascript:alert(1)\"}", 2, "no address on the web"),
        ("year: 2027\nabsences: nowhere.csv", 2, "there is no file"),
        ("year: 2027\npinned:\n  Fyn: 2027-03-09", 3, "pinned.Fyn"),
        ("year: 2027\npinned:\n  Fyn: \"2027-03-09T09:00\"\n  \"1465\": \"2027-03-09T09:00\"", 4, "are the same"),
        ("year: 2027\norganizer: {name: 'A \"B\"', email: a@example.org}", 2, "quotation mark"),
        ("year: 2027\nnotice_days: -1", 2, "greater than or equal to 0"),
        ("year: 2027\ntravel_minutes: {pairs: [{kredse: [\"1460\"], minutes: 9}]}", 2, "two different ones"),
        ("year: 2027\ntravel_minutes: {pairs: [{kredse: [\"1460\", \"1460\"], minutes: 9}]}", 2, "two different ones"),
        ("year: 2027\ntravel_minutes: {pairs: [{kredse: [\"1460\", \"1472\"], minutes: 9}]}", 2, "no politikreds 1472"),
        ("year: 2027\nschool_holidays: {file: weeks.csv}", 2, "there is no file"),
        ("year: 2027\nweights: {sunshine: 1}", 2, "there is no cost «hidden»"),
        ("year: 2027\nweights: {travel: -1}", 2, "a number from 0 to 1000"),
        ("year: 2027\nweights: {travel: 0.0001}", 2, "at most three decimals"),
        ("year: 2027\norganizer: {name: X, email: nobody}", 2, "no mail address"),
        ("year: 2027\norganizer: {name: X}", 2, "this key is needed"),
        ("year: 2027\nattendees: {\"0751\": [nobody]}", 2, "no mail address"),
        ("year: 2027\nschool_holidays: {kommuner: {\"0751\": 9}}", 2, "less than or equal to 8"),
        ("year: 2027\nschool_holidays: {years: {2027: {}, \"2027\": {}}}", 2, "the year 2027 stands twice"),
        ("year: 2027\nprevious: plan.json", 2, "there is no file"),
        ("year: 2027\ngap_months: {min: 15, max: 9}", 2, "the other way round"),
        ("year: 2027\nspacing_days: {min: 9, max: 2}", 2, "the other way round"),
        ("- year", 1, "has keys with values"),
        ("", 1, "empty"),
        ("year: [\n", 2, "no YAML"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_its_place(tmp_path: Path, text: str, line: int, says: str):
    with pytest.raises(RequestError) as caught:
        load(tmp_path, text)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{tmp_path / 'request.yaml'}, line {line}")
    assert says in message
    assert "; " in message


def test_a_folder_of_calendars_is_matched_by_name(tmp_path: Path):
    folder = tmp_path / "busy"
    folder.mkdir()
    empty = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
    for name in ("0751.ics", "Ålborg.ics", "københavns kommune.ICS"):
        (folder / name).write_bytes(empty)
    found = load(tmp_path, "year: 2027\nbusy: {kommuner: busy}\n")
    assert set(found.calendars) == {Party("kommune", code) for code in ("0751", "0851", "0101")}


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["Atlantis.ics"], "no kommune is called"),
        (["0751.ics", "Aarhus.ics"], "are both for 0751"),
        (["notes.txt"], "no .ics file"),
    ],
)
def test_a_folder_with_anything_else_is_refused(tmp_path: Path, names: list[str], says: str):
    folder = tmp_path / "busy"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"")
    with pytest.raises(RequestError, match=says):
        load(tmp_path, "year: 2027\nbusy: {kommuner: busy}\n")


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("kommuner", "kommunens kode eller navn"),
        ("politikredse", "politikredsens kode eller navn"),
        ("boernehuse", "børnehusets sted eller navn"),
    ],
)
def test_a_file_that_names_nobody_is_refused_with_what_it_may_be_called(tmp_path: Path, group: str, name: str):
    folder = tmp_path / "busy"
    folder.mkdir()
    (folder / "Atlantis.ics").write_bytes(b"")
    with pytest.raises(RequestError) as caught:
        load(tmp_path, f"year: 2027\nbusy: {{{group}: busy}}\n")
    assert f"; brug {name} som filnavn" in caught.value.message("da")


def test_progress_names_each_calendar(tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.ics").write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    (tmp_path / "request.yaml").write_text(
        'year: 2027\nbusy: {kommuner: {"0751": a.ics, "0851": b.ics}}\n', encoding="utf-8"
    )
    told: list[tuple[str, int, int]] = []
    PlanRequest.load(tmp_path / "request.yaml", progress=lambda *one: told.append(one))
    assert [(Path(name).name, number, every) for name, number, every in told] == [("a.ics", 1, 2), ("b.ics", 2, 2)]


def test_a_calendar_of_100_mb_is_named_and_not_read(tmp_path: Path):
    with (tmp_path / "a.ics").open("wb") as file:
        file.truncate(100_000_000)
    found = load(tmp_path, 'year: 2027\nbusy: {kommuner: {"0751": a.ics}}\n')
    unknown = found.calendars[Party("kommune", "0751")].unknown
    assert unknown is not None
    assert "20 MB" in unknown.en
