"""The texts of an answer: those of the example cases whole; in any text, only dates that were computed.

The snapshots are what a jurist has read. When a text is changed on purpose, write them anew and read the difference:

    OVERGREB_UPDATE_SNAPSHOTS=1 python -m pytest tests/law/test_texts.py && git diff tests/law/snapshots
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._case.case import Event
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rulecheck.rule_examples import build_example_case
from overgreb_rules._rules.model import Rule
from overgreb_rules._text.status_words import format_status
from overgreb_rules.calendar import local, months_after
from overgreb_rules.evaluation import DueDay, DueInstant, Evaluation, Obligation, When
from overgreb_rules.shared.strict_yaml import read
from tests.fixtures.paths import EXAMPLE_CASES

HERE = Path(__file__)
SNAPSHOTS = HERE.with_name("snapshots")
WHOLE_CASES: Any = read(HERE.with_name("whole_cases.yaml").read_text(encoding="utf-8"), "whole_cases.yaml").data
BOOK = Rulebook.load(matcher="reference")
RULE_EXAMPLES = [(rule, example) for rule in BOOK.rules for example in rule.examples]
"""The examples of the rule files: every duty in every state that its author thought of."""

_WEEKDAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "da": ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
           "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
}  # fmt: skip
_DATE = {
    "da": re.compile(
        rf"(?:((?i:{'|'.join(_WEEKDAYS['da'])})) den )?(\d+)\. ({'|'.join(_MONTHS['da'])}) (\d{{4}})"
        r"(?: kl\. (\d\d)\.(\d\d))?"
    ),
    "en": re.compile(
        rf"(?:({'|'.join(_WEEKDAYS['en'])}) )?(\d+) ({'|'.join(_MONTHS['en'])}) (\d{{4}})(?: at (\d\d):(\d\d))?"
    ),
}
_BARE = {
    "da": re.compile(r"Disse lørdage tæller måske med: .*? \d{4}\.|gælder året fra .*? \d{4} til og med .*? \d{4}\."),
    "en": re.compile(r"These Saturdays perhaps count: .*? \d{4}\.|it is the year .*? \d{4} – .*? \d{4}\."),
}
"""Where dates stand without their weekday: in a list of Saturdays, and as the bounds of a year."""
Said = tuple[dt.date, tuple[int, int] | None]
"""A day as a text says it, and the time of day where it says one."""


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("whole", WHOLE_CASES, ids=lambda whole: whole["case"])
def test_the_texts_of_the_example_case_are_those_of_the_snapshot(whole: dict[str, Any], language: str) -> None:
    text = (EXAMPLE_CASES / f"{whole['case']}.json").read_text(encoding="utf-8")
    result = evaluate(Case.model_validate_json(text), at=whole["at"])
    found = "\n".join(_told(result, language))
    path = SNAPSHOTS / f"{whole['case']}.{language}.txt"
    if os.environ.get("OVERGREB_UPDATE_SNAPSHOTS") == "1":
        path.write_text(found, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == found


def test_every_snapshot_has_an_example_case() -> None:
    expected = {f"{whole['case']}.{language}.txt" for whole in WHOLE_CASES for language in ("da", "en")}
    assert {path.name for path in SNAPSHOTS.iterdir()} == expected


def _told(result: Evaluation, language: str) -> Iterator[str]:
    """Every text of an answer, a paragraph each."""
    for duty in result.obligations:
        yield f"{duty.key}\n{getattr(duty.title, language)} ({duty.cite}): {format_status(duty.status, language)}"
        yield getattr(duty.explanation, language)
        yield from (f"{day.day}: {getattr(day.why, language)}" for day in duty.counting)
        if duty.consequence is not None:
            yield f"! {getattr(duty.consequence, language)}"
        yield from (f"? {getattr(doubt, language)}" for doubt in duty.open_questions)
        yield ""
    yield from (f"# {getattr(warned, language)}" for warned in result.warnings)
    yield ""


@given(
    number=st.integers(0, len(RULE_EXAMPLES) - 1),
    later=st.timedeltas(min_value=dt.timedelta(0), max_value=dt.timedelta(days=900)),
)
@settings(max_examples=400, deadline=None)
def test_no_text_mentions_a_date_that_was_not_computed(number: int, later: dt.timedelta) -> None:
    rule, example = RULE_EXAMPLES[number]
    case = build_example_case(rule, example)
    at = (dt.datetime.fromisoformat(example.at) + later).isoformat(timespec="seconds")
    _hold_together(evaluate(case, at=at, rulebook=BOOK), case)


@pytest.mark.parametrize("whole", WHOLE_CASES, ids=lambda whole: whole["case"])
def test_the_example_cases_mention_only_dates_that_were_computed(whole: dict[str, Any]) -> None:
    case = Case.model_validate_json((EXAMPLE_CASES / f"{whole['case']}.json").read_text(encoding="utf-8"))
    result = evaluate(case, at=whole["at"])
    _hold_together(result, case)
    assert any(_dates(duty.explanation.da, "da") for duty in result.obligations)


def _hold_together(result: Evaluation, case: Case) -> None:
    for duty in result.obligations:
        computed = set(_computed(duty, case.events, case.barn.foedselsdato))
        # What the rule file says of the law is the same in every case: a date in it is one of the law.
        summary = BOOK.rules.by_id[duty.rule].summary
        danish = _dates(duty.explanation.da.replace(summary.da, ""), "da")
        english = _dates(duty.explanation.en.replace(summary.en, ""), "en")
        assert set(danish) <= computed, duty.explanation.da
        assert set(english) <= computed, duty.explanation.en
        assert sorted(danish, key=str) == sorted(english, key=str)
        if duty.due is not None:
            assert set(_named(duty.due)) <= set(danish)


def _named(due: DueDay | DueInstant) -> Iterator[Said]:
    """Both readings as a text names them: midnights between which hours end that count from a day are days."""
    for when in (due.strict, due.lenient):
        if isinstance(when, dt.datetime) and due.strict != due.lenient and when.time() == dt.time():
            yield when.date() - dt.timedelta(days=1), None
        else:
            yield _said(when)


def _days_by_time_alone(rule: Rule, born: dt.date | None) -> Iterator[Said]:
    """The days on which time alone ends a duty: a birthday, and the last day of an act."""
    if rule.grows_up_at is not None and born is not None:
        yield months_after(born, 12 * rule.grows_up_at, keeps_month_end=False), None
    transition = BOOK.rules.transition_from(rule.law)
    if transition is not None:
        yield transition.on - dt.timedelta(days=1), None


def _moments_told(event: Event) -> Iterator[Said]:
    """The instants that the facts of an event tell, such as when a decision was taken."""
    yield from (_of_moment(value) for value in event.facts.values() if isinstance(value, Moment))


def _computed(duty: Obligation, events: Sequence[Event], born: dt.date | None) -> Iterable[Said]:
    happened, rule = {event.id: event.at for event in events}, BOOK.rules.by_id[duty.rule]
    yield _of_moment(happened[duty.trigger])
    yield _said(duty.clock_start)
    if duty.due is not None:
        yield _said(duty.due.strict)
        yield _said(duty.due.lenient)
    for day in duty.counting:
        yield _said(day.day)
    for name in duty.met_by:
        yield _of_moment(happened[name])
    if duty.cause is not None:
        yield from (_of_moment(happened[name]) for name in duty.cause.events)
        yield from _days_by_time_alone(rule, born)
    if duty.closed is not None:
        yield _said(duty.closed.at)
    if duty.status in {"replaced", "breached"}:
        # The explanation names the event that came too late, and the event before which it had to come.
        other = BOOK.rules.by_id[rule.breach.rule] if rule.breach is not None and rule.breach.rule else rule
        types = {pattern.type for pattern in (*rule.met_by, *other.met_by)} | {rule.clock.before}
        yield from (_of_moment(event.at) for event in events if event.type in types)
        yield from (fact for event in events for fact in _moments_told(event))
    if rule.clock.count == "rolling":
        # Of a year with too few acts the explanation names those that there were.
        types = {pattern.type for pattern in rule.met_by}
        yield from (_of_moment(event.at) for event in events if event.type in types)
    for one in rule.clock.interruptions:
        # The explanation says from which request to which answer a time limit was interrupted.
        yield from (_of_moment(event.at) for event in events if event.type in {one.asked, one.answered})
    for step in duty.escalations:
        yield _said(step.from_)


def _said(when: When) -> Said:
    return (when.date(), (when.hour, when.minute)) if isinstance(when, dt.datetime) else (when, None)


def _of_moment(moment: Moment) -> Said:
    return (moment.day, None) if moment.is_day else _said(local(moment.earliest))


def _dates(text: str, language: str) -> list[Said]:
    """Every date in a text; each must have its weekday, and the right one, but in a list of Saturdays and in a year."""
    found: list[Said] = []
    for bare in _BARE[language].findall(text):
        text = text.replace(bare, "")
    for weekday, day, month, year, hour, minute in _DATE[language].findall(text):
        date = dt.date(int(year), _MONTHS[language].index(month) + 1, int(day))
        assert weekday.lower() == _WEEKDAYS[language][date.weekday()].lower(), text
        found.append((date, (int(hour), int(minute)) if hour else None))
    return found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Senest fredag den 3. maj 2024 kl. 14.05.", "da"),
        ("No later than Friday 3 May 2024 at 14:05.", "en"),
    ],
)
def test_the_reader_of_dates_refuses_a_wrong_weekday(text: str, language: str) -> None:
    assert _dates(text, language) == [(dt.date(2024, 5, 3), (14, 5))]
    with pytest.raises(AssertionError):
        _dates(text.replace("fredag", "lørdag").replace("Friday", "Saturday"), language)
