"""The duties of a case of a known shape come from memory, and the memory names no case."""

from __future__ import annotations

import dataclasses
import datetime as dt
import marshal
from collections.abc import Iterator

import pytest

from overgreb_rules._case.subject import Subject
from overgreb_rules._duties import duty_memory
from overgreb_rules._duties.duty import NO_CHANGE_OF_LAW, Duty
from overgreb_rules._duties.duty_memory import RecalledSubject, recall_duties
from overgreb_rules._duties.duty_resolver import resolve_duties
from overgreb_rules._duties.fulfilment import Fulfilment
from overgreb_rules._duties.transitions import find_change_of_law
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.reference import ReferenceMatcher
from tests.fixtures.event_logs import RULES, build_event, build_log

_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False, afsender="fagperson")
_WAIVED = build_event("w1", "orientering_undladt", 4, "u1", begrundelse="en grund")
_TOLD = build_event("m1", "afgoerelse_meddelt", 6)


def _programs() -> CompiledRules:
    return CompiledRules(ReferenceMatcher())


def _again(event: dict[str, object]) -> dict[str, object]:
    """The event six days later, under another id."""
    day = int(str(event["at"])[8:10]) + 6
    about = {"of": f"{event['of']}x"} if "of" in event else {}
    return {**event, "id": f"{event['id']}x", "at": f"2025-03-{day:02}T12:00:00+01:00", **about}


def _describe(duties: list[Duty]) -> list[object]:
    found: list[object] = []
    for duty in duties:
        subject, waiver = duty.activation.subject, duty.fulfilment.waiver
        waived_by = waiver.by if waiver else None
        found.append((duty.key, subject.opening, subject.own, subject.own_types, duty.activation.needs))
        found += [event.event.id for event in (*duty.fulfilment.met_by, waived_by) if event]
    return found


def test_a_known_shape_is_not_resolved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    programs, events = _programs(), [_NOTIFIED, _WAIVED]
    recall_duties(build_log(*events), RULES, programs, NO_CHANGE_OF_LAW)
    known = build_log(*map(_again, events))
    expected = _describe(resolve_duties(known, RULES, programs, NO_CHANGE_OF_LAW))
    monkeypatch.setattr(duty_memory, "resolve_duties", None)
    assert _describe(recall_duties(known, RULES, programs, NO_CHANGE_OF_LAW)) == expected


def test_the_last_day_of_a_complaint_is_that_of_the_new_case() -> None:
    programs = _programs()
    recall_duties(build_log(_TOLD), RULES, programs, NO_CHANGE_OF_LAW)
    known = build_log(_again(_TOLD))
    found, expected = (
        {limit.strict for duty in duties for limit in duty.interruptible}
        for duties in (
            recall_duties(known, RULES, programs, NO_CHANGE_OF_LAW),
            resolve_duties(known, RULES, programs, NO_CHANGE_OF_LAW),
        )
    )
    assert found == expected != set()


def test_what_is_remembered_holds_no_id_and_no_date() -> None:
    programs = _programs()
    recall_duties(build_log(_NOTIFIED, _WAIVED, _TOLD), RULES, programs, NO_CHANGE_OF_LAW)
    held = list(_leaves(programs.duties_by_shape[RULES]))
    assert held
    assert not {"sag-1", "u1", "w1", "m1"}.intersection(one for one in held if isinstance(one, str))
    assert not [one for one in held if isinstance(one, dt.date) or (isinstance(one, int) and one > 1000)]


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        value = [*value.items()]
    if isinstance(value, bytes):
        value = marshal.loads(value)  # noqa: S302  # written by the code under test
    if isinstance(value, list | tuple | frozenset):
        for part in value:
            yield from _leaves(part)
    else:
        yield value


def test_every_field_of_a_fulfilment_is_remembered() -> None:
    assert [name for name, _, _ in duty_memory._CODECS] == list(Fulfilment.__struct_fields__)


def test_what_answered_a_duty_is_given_back_whole() -> None:
    programs, events = _programs(), [_NOTIFIED, _WAIVED, _TOLD, build_event("k1", "kvittering_sendt", 5, "u1")]
    recall_duties(build_log(*events), RULES, programs, NO_CHANGE_OF_LAW)
    known = build_log(*map(_again, events))
    recalled, resolved = (
        {duty.key: duty.fulfilment for duty in duties}
        for duties in (
            recall_duties(known, RULES, programs, NO_CHANGE_OF_LAW),
            resolve_duties(known, RULES, programs, NO_CHANGE_OF_LAW),
        )
    )
    assert recalled == resolved
    assert any(found.met_by for found in recalled.values())
    assert any(found.waiver for found in recalled.values())


def test_a_case_that_goes_through_a_change_of_law_is_not_remembered() -> None:
    programs = _programs()
    log = build_log({**_NOTIFIED, "at": "2023-12-20T12:00:00+01:00"})
    recall_duties(log, RULES, programs, find_change_of_law(log, RULES, _programs()))
    assert not programs.duties_by_shape


def test_a_case_with_an_event_that_may_be_about_several_things_is_not_remembered() -> None:
    programs = _programs()
    twice = [_NOTIFIED, {**_NOTIFIED, "id": "u2"}, build_event("k1", "kvittering_sendt", 5)]
    recall_duties(build_log(*twice), RULES, programs, NO_CHANGE_OF_LAW)
    assert not programs.duties_by_shape[RULES]


def test_a_case_in_which_a_time_limit_decides_what_a_complaint_may_be_about_is_not_remembered() -> None:
    """A case of the same order, in which neither limit had run out, was answered with what was remembered of it."""
    programs = _programs()
    expired, both = (
        build_log(
            {"id": "m1", "type": "afgoerelse_meddelt", "at": first, "organ": "kommune"},
            build_event("m2", "afgoerelse_meddelt", 10, organ="kommune"),
            build_event("k1", "klage_indgivet", 20),
            at="2025-06-01T12:00:00+02:00",
        )
        for first in ("2025-01-02T12:00:00+01:00", "2025-03-03T12:00:00+01:00")
    )
    rules = [duty.rule.id for duty in recall_duties(expired, RULES, programs, NO_CHANGE_OF_LAW)]
    assert rules.count("rsl-67-klage-4-uger") == 2
    recalled = recall_duties(both, RULES, programs, NO_CHANGE_OF_LAW)
    assert [duty.single_events.waiting.get("rsl-67-klage-4-uger") is not None for duty in recalled] == [True, True]
    assert not any(duty.fulfilment.met_by for duty in recalled)


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty_memory, "_SHAPES_KEPT", 2)
    programs = _programs()
    for anonym in (True, False, None):
        facts = {} if anonym is None else {"anonym": anonym}
        log = build_log(build_event("u1", "underretning_modtaget", 3, **facts))
        recall_duties(log, RULES, programs, NO_CHANGE_OF_LAW)
        assert len(programs.duties_by_shape[RULES]) <= 2


def test_the_subject_of_a_recalled_duty_is_filled_when_something_but_its_trigger_is_read() -> None:
    programs, events = _programs(), [_NOTIFIED, _WAIVED]
    recall_duties(build_log(*events), RULES, programs, NO_CHANGE_OF_LAW)
    known = build_log(*map(_again, events))
    expected = resolve_duties(known, RULES, programs, NO_CHANGE_OF_LAW)
    for recalled, resolved in zip(recall_duties(known, RULES, programs, NO_CHANGE_OF_LAW), expected, strict=True):
        found, subject = recalled.activation.subject, resolved.activation.subject
        assert isinstance(found, RecalledSubject)
        assert found.trigger is subject.trigger
        for one in dataclasses.fields(Subject):
            assert getattr(found, one.name) == getattr(subject, one.name)


def test_a_recalled_subject_has_no_other_attribute() -> None:
    programs = _programs()
    for _ in range(2):
        duties = recall_duties(build_log(_NOTIFIED), RULES, programs, NO_CHANGE_OF_LAW)
    with pytest.raises(AttributeError, match="closing"):
        _ = duties[0].activation.subject.closing  # type: ignore[attr-defined]
