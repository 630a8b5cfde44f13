"""What is found beside the duties is remembered for cases of one situation, and the memory names no case."""

from __future__ import annotations

import datetime as dt
import marshal
from collections.abc import Iterator

import pytest

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._duties import situation as module
from overgreb_rules._duties.situation import Situation
from overgreb_rules._duties.transitions import assess_case
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.reference import ReferenceMatcher
from tests.fixtures.event_logs import RULES, build_event, build_log

_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False, afsender="fagperson")
_MOVED = build_event("c1", "familie_flyttet", 5)
_RECEIPT = build_event("k1", "kvittering_sendt", 8, of="c1")
_EVENTS = (_NOTIFIED, _MOVED, _RECEIPT)


def _programs() -> CompiledRules:
    return CompiledRules(ReferenceMatcher())


def _again(event: dict[str, object]) -> dict[str, object]:
    """The event six days later, under an id that sorts otherwise."""
    about = {"of": f"a{event['of']}"} if "of" in event else {}
    return {
        **event,
        "id": f"a{event['id']}",
        "at": f"2025-03-{int(str(event['at'])[8:10]) + 6:02}T12:00:00+01:00",
    } | about


def _situation(log: EventLog, programs: CompiledRules) -> Situation:
    return Situation.of(log, assess_case(log, RULES, programs), RULES, programs)


def test_a_known_situation_is_not_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    programs, at = _programs(), "2025-03-20T12:00:00+01:00"
    first = _situation(build_log(*_EVENTS, at=at), programs)
    links, unused = first.find_links(), first.find_unused_events()
    assert "of_answers_nothing" in [one.code for one in links]
    assert unused == ("k1",)
    monkeypatch.setattr(module, "find_link_findings", None)
    monkeypatch.setattr(module, "find_unused_events", None)
    known = _situation(build_log(*map(_again, _EVENTS), at=at), programs)
    assert known.key == first.key is not None
    assert known.find_links() == links
    assert known.find_unused_events() == ("ak1",)


def test_another_status_is_another_situation() -> None:
    programs = _programs()
    early, late = (
        _situation(build_log(_NOTIFIED, at=f"2025-03-{day:02}T12:00:00+01:00"), programs).key for day in (4, 20)
    )
    assert early is not None
    assert late is not None
    assert early != late


def test_what_is_remembered_holds_no_id_and_no_date() -> None:
    programs = _programs()
    situation = _situation(build_log(*_EVENTS), programs)
    situation.find_links()
    situation.find_unused_events()
    held = list(_leaves([*programs.findings_by_situation[RULES].values()]))
    assert "of_answers_nothing" in held
    assert not {"sag-1", "u1", "c1", "k1"}.intersection(one for one in held if isinstance(one, str))
    assert not [one for one in held if isinstance(one, dt.date) or (isinstance(one, int) and one > 1000)]


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, bytes):
        value = marshal.loads(value)  # noqa: S302  # written by the code under test
    if isinstance(value, list | tuple):
        for part in value:
            yield from _leaves(part)
    else:
        yield value


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([build_event("u1", "underretning_modtaget", 3), {**_NOTIFIED, "id": "u2"}, _RECEIPT], id="shape"),
        pytest.param([{**_NOTIFIED, "at": "2023-12-20T12:00:00+01:00"}], id="a change of law"),
        pytest.param([build_event("i1", "indsats_ivaerksat", 3, art="anbringelse")], id="a yearly duty"),
    ],
)
def test_what_hangs_on_more_than_the_situation_is_not_remembered(events: list[dict[str, object]]) -> None:
    programs = _programs()
    free = [{key: value for key, value in event.items() if key != "of"} for event in events]
    situation = _situation(build_log(*free), programs)
    assert situation.key is None
    situation.find_links()
    situation.find_unused_events()
    assert not programs.findings_by_situation[RULES]


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FINDINGS_KEPT", 2)
    programs = _programs()
    for anonym in (True, False):
        situation = _situation(build_log(build_event("u1", "underretning_modtaget", 3, anonym=anonym)), programs)
        situation.find_links()
        situation.find_unused_events()
        assert 0 < len(programs.findings_by_situation[RULES]) <= 2
