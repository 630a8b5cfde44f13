"""The reader as a whole: bounded work for every file, and nothing kept from one file to the next."""

from __future__ import annotations

import itertools
import random

import pytest

from overgreb_rules.ical import MAX_CALENDAR_BYTES, read_busy_time
from overgreb_rules.ical.free_busy import busy_time
from overgreb_rules.ical.free_busy.recurrence_set import WorkBudget
from tests.fixtures.calendar_dialects import DialectWriter
from tests.fixtures.foreign_calendars import DANISH, YEAR, build_calendar, build_event, build_fixed_zone

START_1970 = ("DTSTART:19700101T000000Z", "DURATION:PT1S")


def list_numbers(first: int, last: int) -> str:
    return ",".join(map(str, range(first, last + 1)))


class CountedSteps(WorkBudget):
    """A budget that remembers what was spent."""

    spent = 0

    def spend(self, steps: int) -> None:
        """Take steps."""
        type(self).spent += steps
        super().spend(steps)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> type[CountedSteps]:
    """The steps of all readings of the test."""
    CountedSteps.spent = 0
    monkeypatch.setattr(busy_time, "WorkBudget", CountedSteps)
    return CountedSteps


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=WEEKLY;BYDAY=MO;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYDAY=53MO;BYMONTH=1",
        "FREQ=MONTHLY;BYSETPOS=9;BYDAY=MO",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=YEARLY;INTERVAL=999999999",
    ],
)
def test_a_series_that_never_occurs_takes_few_steps_and_is_its_first_instance(rule: str, steps: type[CountedSteps]):
    found = read_busy_time(build_calendar(*build_event(*START_1970, f"RRULE:{rule}")), YEAR)
    assert (found.unknown, found.busy) == (None, ())
    assert steps.spent < 2_000


@pytest.mark.slow
@pytest.mark.parametrize("frequency", ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"])
def test_a_count_that_is_never_reached_is_bounded_at_every_frequency(frequency: str, steps: type[CountedSteps]):
    rule = f"RRULE:FREQ={frequency};COUNT=9;BYMONTH=2;BYMONTHDAY=30"
    events = [build_event("DTSTART:00010101T000000Z", "DURATION:PT1S", rule, uid=str(n)) for n in range(30)]
    read_busy_time(build_calendar(*itertools.chain(*events)), YEAR)
    assert steps.spent <= busy_time.MOST_STEPS + 100_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=HOURLY;BYMINUTE=0,1,2,3,4,5,6,7,8,9",
        "FREQ=SECONDLY;COUNT=999999999",
        f"FREQ=DAILY;BYHOUR={list_numbers(0, 23)};BYMINUTE=0,6,15,20,25,30,45,50",
        f"FREQ=YEARLY;BYYEARDAY={list_numbers(1, 99)};BYHOUR={list_numbers(0, 9)};BYMINUTE={list_numbers(0, 59)}",
    ],
)
@pytest.mark.parametrize("start", ["19700101T000000Z", "00010101T000000Z", "20270101T000000Z"])
def test_a_series_without_measure_is_unknown_by_counted_steps(rule: str, start: str, steps: type[CountedSteps]):
    found = read_busy_time(build_calendar(*build_event(f"DTSTART:{start}", "DURATION:PT1S", f"RRULE:{rule}")), YEAR)
    assert found.unknown is not None
    assert found.unknown.code in {"repeats_too_often", "too_many"}
    # One period of a rule is counted whole before it is made.
    assert steps.spent <= busy_time.MOST_STEPS + 1_000_000


def test_many_series_share_the_steps_of_the_file(steps: type[CountedSteps]):
    events = [build_event(*START_1970, "RRULE:FREQ=DAILY;COUNT=40000", uid=str(n)) for n in range(2_000)]
    found = read_busy_time(build_calendar(*itertools.chain(*events)), YEAR)
    assert found.unknown is not None
    assert found.unknown.code == "repeats_too_often"
    assert steps.spent <= busy_time.MOST_STEPS + 100_000


@pytest.mark.slow
def test_three_hundred_thousand_exclusions_are_counted_and_read(steps: type[CountedSteps]):
    values = ",".join(
        f"{year:04}{month:02}{day:02}T090000"
        for year in range(1200, 2093)
        for month in range(1, 13)
        for day in range(1, 29)
    )
    event = build_event(
        f"DTSTART;{DANISH}:20270309T090000", "DURATION:PT2H", "RRULE:FREQ=DAILY;COUNT=30", f"EXDATE;{DANISH}:{values}"
    )
    found = read_busy_time(build_calendar(*event), YEAR)
    assert found.unknown is None
    # The days 29, 30 and 31 March are not in the list.
    assert len(found.busy) == 3
    assert steps.spent >= 300_000


def test_more_exclusions_than_steps_make_the_file_unknown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(busy_time, "MOST_STEPS", 100)
    event = build_event(
        "DTSTART:20270309T090000Z", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:" + ",".join(["20270310T090000Z"] * 200)
    )
    found = read_busy_time(build_calendar(*event), YEAR)
    assert found.unknown is not None
    assert found.unknown.code == "repeats_too_often"


def test_a_zone_with_rules_without_measure_is_bounded(steps: type[CountedSteps]):
    zone = tuple(
        line.replace("TZOFFSETTO", "RRULE:FREQ=SECONDLY\r\nTZOFFSETTO") for line in build_fixed_zone("Own", "+0100")
    )
    found = read_busy_time(
        build_calendar(*zone, *build_event("DTSTART;TZID=Own:20270309T090000", "DURATION:PT1H")), YEAR
    )
    assert found.unknown is not None
    assert steps.spent <= busy_time.MOST_STEPS + 100_000


def test_a_file_that_is_too_large_is_not_parsed():
    found = read_busy_time(b"BEGIN:VCALENDAR" + b"x" * MAX_CALENDAR_BYTES, YEAR)
    assert found.unknown is not None
    assert found.unknown.text.en == "it has more than 20 MB; export the year alone"


def test_a_file_with_too_many_lines_is_not_parsed():
    found = read_busy_time(b"BEGIN:VCALENDAR\n" + b"\n" * 1_600_000, YEAR)
    assert found.unknown is not None
    assert found.unknown.code == "too_large"


def test_reading_twice_gives_the_same():
    data = build_calendar(*build_event(*START_1970, "RRULE:FREQ=WEEKLY"))
    assert read_busy_time(data, YEAR) == read_busy_time(data, YEAR)


@pytest.mark.slow
@pytest.mark.parametrize(
    "lines",
    [
        build_event("DTSTART:20270309T090000Z", "RRULE:FREQ=DAILY;BYDAY=" + "MO," * 2_000_000),
        ("X-WR-CALNAME:" + "a" * 5_000_000,),
        build_event(f"DTSTART;TZID={'/a' * 2_000_000}:20270309T090000"),
        build_event('ATTENDEE;CN="' + '"a' * 2_000_000, "DTSTART:20270309T090000Z"),
        build_event("DTSTART:" + "2" * 5_000_000),
        ("BEGIN:X-A",) * 200_000 + ("END:X-A",) * 200_000,
        ("DESCRIPTION",) * 200_000,
        ("X-A:1" + "\r" * 1_000_000 + "X-B:2",),
    ],
    ids=["days", "name", "zone", "quotes", "digits", "depth", "stray", "carriage returns"],
)
def test_a_long_line_or_a_deep_nesting_is_read_in_one_pass(lines: tuple[str, ...]):
    # A pass over the bytes takes a second. What goes over them again for each letter takes hours: the limit of a test
    # (tool.pytest.ini_options, timeout) stops it.
    read_busy_time(build_calendar(*lines), YEAR)


@pytest.mark.slow
def test_many_changes_of_many_series_with_one_uid_are_counted(steps: type[CountedSteps]):
    series = build_event("DTSTART:20270309T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2") * 2_000
    change = build_event("RECURRENCE-ID:20270310T090000Z", "DTSTART:20270310T100000Z", "DURATION:PT1H") * 2_000
    found = read_busy_time(build_calendar(*series, *change), YEAR)
    assert found.unknown is not None
    assert steps.spent <= busy_time.MOST_STEPS + 100_000


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR,SA,SU",
        f"FREQ=YEARLY;BYMONTH=2;BYYEARDAY={list_numbers(100, 366)}",
        "FREQ=MONTHLY;BYWEEKNO=53;BYYEARDAY=9",
        f"FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2;BYDAY={','.join(f'{n}MO,{n}TU,{n}WE' for n in range(1, 54))}",
        f"FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4;BYSETPOS={list_numbers(-366, -1)}",
    ],
)
def test_each_day_that_a_rule_judges_is_a_step(rule: str, steps: type[CountedSteps]):
    event = build_event("DTSTART:00010101T000000Z", "DURATION:PT1S", f"RRULE:{rule};COUNT=999")
    read_busy_time(build_calendar(*event), YEAR)
    assert steps.spent > 300_000


def test_the_times_of_day_of_a_rule_are_steps_where_it_never_occurs(steps: type[CountedSteps]):
    times = ";".join(f"{name}={list_numbers(0, 59)}" for name in ("BYMINUTE", "BYSECOND"))
    event = build_event("DTSTART:20300101T000000Z", f"RRULE:FREQ=DAILY;BYHOUR={list_numbers(0, 23)};{times}")
    assert read_busy_time(build_calendar(*event), YEAR).unknown is None
    assert steps.spent >= 86_400


def build_zone_of_many_days(offset: str, count: int) -> list[str]:
    """The lines of a zone that begins anew on many days of the years from 1900."""
    days = ",".join(f"{1900 + n // 336:04}{n // 28 % 12 + 1:02}{n % 28 + 1:02}T000000" for n in range(count))
    lines = [line.replace("TZOFFSETTO", f"RDATE:{days}\r\nTZOFFSETTO") for line in build_fixed_zone("Own", offset)]
    return "\r\n".join(lines).split("\r\n")


@pytest.mark.slow
def test_each_day_of_a_zone_that_is_walked_is_a_step(steps: type[CountedSteps]):
    zone = build_zone_of_many_days("+0300", 40_000)
    events = [build_event(f"DTSTART;TZID=Own:{year}0309T090000", uid=str(year)) for year in range(2000, 2050)]
    found = read_busy_time(build_calendar(*zone, *itertools.chain(*events)), YEAR)
    assert found.unknown is not None
    assert found.unknown.code == "repeats_too_often"
    assert steps.spent <= busy_time.MOST_STEPS + 500_000


def test_a_zone_that_is_defined_a_thousand_times_is_compared_once(steps: type[CountedSteps]):
    event = build_event("DTSTART;TZID=Own:20270309T090000", "DURATION:PT1H")
    found = read_busy_time(build_calendar(*(build_fixed_zone("Own", "+0300") * 1_000), *event), YEAR)
    assert (found.unknown, len(found.busy)) == (None, 1)
    assert steps.spent < 20_000


def test_each_comparison_of_two_definitions_of_a_zone_is_counted(steps: type[CountedSteps]):
    # All say the same of the year, each in its own way.
    zones = [
        line.replace("TZOFFSETTO", f"RDATE:19{n:02}0101T000000\r\nTZOFFSETTO")
        for n in range(80)
        for line in build_fixed_zone("Own", "+0300")
    ]
    event = build_event("DTSTART;TZID=Own:20270309T090000", "DURATION:PT1H")
    found = read_busy_time(build_calendar(*"\r\n".join(zones).split("\r\n"), *event), YEAR)
    assert (found.unknown, len(found.busy)) == (None, 1)
    assert steps.spent > 79 * 500


@pytest.mark.slow
def test_many_zones_are_counted(steps: type[CountedSteps]):
    zones = [line for n in range(3_000) for line in build_fixed_zone(f"Own {n}", "+0300")]
    events = [
        line
        for n in range(3_000)
        for line in build_event(f"DTSTART;TZID=Own {n}:20270309T090000", "DURATION:PT1H", uid=str(n))
    ]
    found = read_busy_time(build_calendar(*zones, *events), YEAR)
    assert found.unknown is not None
    assert steps.spent <= busy_time.MOST_STEPS + 100_000


DAMAGED_VALUES = (
    "99991231T235959Z", "00010101", "00010101T000000", "P999999999D", "-P999999999D", "FREQ=DAILY;COUNT=999999999",
    "FREQ=YEARLY;INTERVAL=999999999", "FREQ=WEEKLY;UNTIL=99991231", "20270101T000000/P999999999D", "+2359", "", ":",
)  # fmt: skip
DAMAGED_NAMES = (
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID;RANGE=THISANDFUTURE",
    "FREEBUSY", "X-CLIPEND", "TZOFFSETTO", "SEQUENCE", "X-WR-TIMEZONE", "X-MICROSOFT-CDO-ALLDAYEVENT", "BEGIN", "END",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_damaged_the_reader_stumbles_over_nothing(seed: int):
    source = random.Random(seed)  # noqa: S311
    for _ in range(60):
        lines = DialectWriter(source.randrange(10**6)).write().decode().split("\r\n")
        for _ in range(source.randint(1, 4)):
            at, value = source.randrange(len(lines)), source.choice(DAMAGED_VALUES)
            name = lines[at].split(":")[0] if source.random() < 0.4 else source.choice(DAMAGED_NAMES)
            lines[at : at + source.randint(0, 1)] = [f"{name}:{value}"]
        found = read_busy_time("\r\n".join(lines).encode(), YEAR)
        assert found.unknown is None or found.unknown.code != "not_understood", lines


def test_what_nobody_foresaw_is_unknown_without_its_words(monkeypatch: pytest.MonkeyPatch):
    def stumble(data: bytes) -> None:
        raise RuntimeError(data)

    monkeypatch.setattr(busy_time, "parse_file", stumble)
    found = read_busy_time(b"Emma", YEAR)
    assert found.unknown is not None
    assert "Emma" not in str(found)
