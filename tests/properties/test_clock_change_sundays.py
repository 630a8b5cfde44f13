"""Every minute of the Sundays on which the clocks are changed, 2013 to 2030, through every way in and out.

The same instant comes out that went in, two instants have two texts, and their order is that of time.
"""

from __future__ import annotations

import calendar
import datetime as dt
import os
import pickle
from itertools import pairwise

import pytest

from overgreb_rules import Case, Evaluation, agenda, evaluate
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._deadlines.moment import instant_text, parse_instant
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules._text.formatting import format_when, format_when_short
from overgreb_rules.calendar import COPENHAGEN, local
from overgreb_rules.ical import read_events
from overgreb_rules.render.csv_table import format_excel_date
from overgreb_rules.render.deadline_feed import build_deadline_feed

DAY, MINUTE = 86_400, 60
OF_24_HOURS = {"bl-136-2-vurdering-24-timer", "sel-155-2-vurdering-24-timer"}
SPRING, AUTUMN = 3, 10
AFTER = "2031-01-01T12:00:00+01:00"


def sunday(year: int, month: int) -> range:
    """The epoch seconds of each minute of the last Sunday of a month: 23 hours in March, 25 in October."""
    last = max(week[calendar.SUNDAY] for week in calendar.monthcalendar(year, month))
    first = dt.datetime(year, month, last, tzinfo=COPENHAGEN)
    end = dt.datetime.combine(first.date() + dt.timedelta(days=1), dt.time(), COPENHAGEN)
    return range(int(first.timestamp()), int(end.timestamp()), MINUTE)


STEP = int(os.environ.get("OVERGREB_CLOCK_STEP", "45"))
"""Each so many minutes stand in the table; every minute, with 1, takes some minutes."""
SUNDAYS = [sunday(year, month) for year in range(2013, 2031) for month in (SPRING, AUTUMN)]
REPEATED = [sunday(year, AUTUMN)[120:240] for year in range(2013, 2031)]
"""The minutes of both passes of the hour that comes twice."""


def notify(second: int) -> Case:
    """A notification whose 24 hours end at `second`."""
    event = {"id": "u1", "type": "underretning_modtaget", "at": instant_text(second - DAY)}
    return Case.model_validate({"case_id": f"s{second}", "events": [event]})


def due_of(answer: Evaluation) -> dt.datetime:
    (due,) = [duty.due for duty in answer.obligations if duty.rule in OF_24_HOURS and duty.due]
    assert isinstance(due.strict, dt.datetime)
    return due.strict


def test_the_sundays_have_23_and_25_hours() -> None:
    assert [len(minutes) for minutes in SUNDAYS] == [23 * 60, 25 * 60] * 18


@pytest.mark.parametrize("minutes", SUNDAYS, ids=lambda minutes: instant_text(minutes[0])[:10])
def test_every_minute_is_the_same_instant_in_every_text_and_two_minutes_have_two_texts(minutes: range) -> None:
    instants = [local(second) for second in minutes]
    texts = [instant.isoformat() for instant in instants]
    assert texts == [instant_text(second) for second in minutes]
    assert [parse_instant(text) for text in texts] == list(minutes)
    assert [instant.timestamp() for instant in pickle.loads(pickle.dumps(instants))] == list(minutes)  # noqa: S301
    for language in ("da", "en"):
        for form in (format_when, format_when_short, format_excel_date):
            assert len({form(instant, language) for instant in instants}) == len(minutes)
    assert all(earlier < later for earlier, later in pairwise(instants))


@pytest.mark.slow
def test_every_minute_of_an_event_is_read_as_that_instant() -> None:
    for minutes in SUNDAYS:
        for hours in (minutes[:720], minutes[720:]):
            events = [{"id": f"e{s}", "type": "underretning_modtaget", "at": instant_text(s)} for s in hours]
            case = Case.model_validate({"case_id": "sag", "events": events})
            log = EventLog.of(case, packaged_vocabulary(), parse_instant(AFTER))
            assert [event.at.earliest for event in log.events] == list(hours)


@pytest.mark.slow
def test_minutes_of_deadlines_come_out_of_a_table_as_they_are() -> None:
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra «arrow»)")
    import pyarrow.compute as pc  # noqa: PLC0415  # needs the extra

    from overgreb_rules.arrow import evaluate_arrow, tables_of  # noqa: PLC0415  # the same

    # The rules begin on 2013-10-01.
    seconds = [second for minutes in SUNDAYS[1:] for second in minutes[::STEP]]
    duties = pc.list_flatten(evaluate_arrow(*tables_of(map(notify, seconds)), at=AFTER)["obligations"])
    wanted = pc.is_in(pc.struct_field(duties, "rule"), pa.array(sorted(OF_24_HOURS)))
    assert pc.struct_field(duties, "due_strict").filter(wanted).cast(pa.int64()).to_pylist() == seconds


@pytest.mark.slow
@pytest.mark.parametrize("minutes", REPEATED, ids=lambda minutes: instant_text(minutes[0])[:10])
def test_every_minute_of_the_hour_that_comes_twice_is_answered_and_fed_as_it_is(minutes: range) -> None:
    answers = [evaluate(notify(second), at=instant_text(second - 900)) for second in minutes]
    assert [due_of(answer).isoformat() for answer in answers] == [instant_text(second) for second in minutes]
    again = [Evaluation.model_validate_json(answer.to_json()) for answer in answers]
    assert [due_of(answer).timestamp() for answer in again] == list(minutes)
    feed = [event for event in read_events(build_deadline_feed(answers, "da")) if isinstance(event.start, dt.datetime)]
    assert sorted(event.start.timestamp() for event in feed if isinstance(event.start, dt.datetime)) == list(minutes)
    explained = [duty.explanation.da for answer in answers for duty in answer.obligations if duty.rule in OF_24_HOURS]
    assert len(set(explained)) == len(minutes)


def test_the_work_list_of_the_hour_that_comes_twice_is_in_the_order_of_time() -> None:
    for minutes in REPEATED:
        shuffled = [*minutes[::2], *minutes[1::2]]
        found = agenda(map(notify, shuffled[::5]), at=instant_text(minutes[0] - 900))
        due = [item.due.strict.timestamp() for item in found.items if item.rule in OF_24_HOURS and item.due]
        assert due == sorted(shuffled[::5])
