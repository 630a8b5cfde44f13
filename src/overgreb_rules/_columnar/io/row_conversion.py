"""Conversion of single cases to and from the rows of the tables: what the row fallback and `tables_of` need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from overgreb_rules._case.case import Case, Event
from overgreb_rules._columnar.io.schema import AT, CASES, DAY, EVENTS
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules.calendar import end_of_day, midnight
from overgreb_rules.errors import HIDDEN, CaseError, has_cpr_shape
from overgreb_rules.evaluation import Evaluation, Obligation, When
from overgreb_rules.shared.text import Text

_BARN = ("foedselsdato", "termin", "soeskende_under_15")

_WHOLE_MINUTES = 1895
"""Before this year Copenhagen had local mean time, whose offset has seconds; the text form of an instant has none."""

TableRow = Mapping[str, Any]
"""A row of a table of cases or events as `to_pylist` gives it: values by column, None for null."""


def tables_of(cases: Iterable[Case | Mapping[str, object]]) -> tuple[pa.Table, pa.Table]:
    """Convert cases to the two tables that `evaluate_arrow` takes.

    Local times of a case with a `zone` become instants, because the tables have no zone of their own.

    Args:
        cases: Cases, or their JSON form as Python objects.

    Returns:
        The table of cases (`CASES`) and the table of events (`EVENTS`).

    Raises:
        CaseError: A case is refused; the first one is reported, with its number.
    """
    case_rows, event_rows = [], []
    for number, one in enumerate(cases, start=1):
        case = one if isinstance(one, Case) else _read_case(one, number)
        barn = {name: getattr(case.barn, name) for name in _BARN}
        case_rows.append({"case_id": case.case_id, "kommune": case.kommune, **barn})
        event_rows += [_event_row(case.case_id, event) for event in case.events]
    return pa.Table.from_pylist(case_rows, CASES), pa.Table.from_pylist(event_rows, EVENTS)


def _read_case(data: Mapping[str, object], number: int) -> Case:
    try:
        return Case.model_validate(data)
    except CaseError as error:
        error.case_number = number
        raise


def _event_row(case_id: str, event: Event) -> dict[str, Any]:
    at = {DAY: event.at.day} if event.at.is_day else {AT: event.at.earliest}
    facts = {name: value.earliest if isinstance(value, Moment) else value for name, value in event.facts.items()}
    return {"case_id": case_id, "id": event.id, "type": event.type, "of": list(event.of) or None, **at, **facts}


def build_case_data(case: TableRow, events: Iterable[TableRow]) -> dict[str, object]:
    """Convert a row of cases and its rows of events to the JSON form of the case.

    Args:
        case: A row of `CASES`.
        events: The rows of `EVENTS` of that case, in the order of the table.

    Returns:
        The case as `Case.model_validate` takes it.

    Raises:
        CaseError: An event has both an instant and a day.
    """
    barn = {name: _scalar(case[name]) for name in _BARN if case.get(name) is not None}
    own = {name: case[name] for name in ("case_id", "kommune") if case.get(name) is not None}
    return {**own, "barn": barn, "events": [_event_data(event, index) for index, event in enumerate(events)]}


def _event_data(event: TableRow, index: int) -> dict[str, object]:
    data = {name: _scalar(value) for name, value in event.items() if value is not None and name != "case_id"}
    named = data.get("of")
    if isinstance(named, list) and len(named) == 1:
        data["of"] = named[0]
    day = data.pop(DAY, None)
    if day is not None:
        if AT in data:
            raise CaseError(
                f"/events/{index}/{AT}",
                Text(f"både »{AT}« og »{DAY}« er udfyldt", f"both “{AT}” and “{DAY}” are given"),
                allowed=Text("en af dem", "one of them"),
                mend=Text("behold det, der er kendt", "keep the one that is known"),
            )
        data[AT] = day
    return data


def _scalar(value: object) -> object:
    """Return the value as JSON holds it, so that an error shows the same text for a table as for JSON."""
    if isinstance(value, dt.datetime) and value.year < _WHOLE_MINUTES:
        value = value.astimezone(dt.UTC)
    return value.isoformat() if isinstance(value, dt.date) else value


def duplicate_key_error() -> CaseError:
    """Build the refusal of a case whose key stands in more than one row, so that its events cannot be told apart.

    Returns:
        The error, not raised.
    """
    return CaseError(
        "/case_id",
        Text("en anden række har samme nøgle", "another row has this key too"),
        allowed=Text("et »case_id«, der kun står én gang", "a “case_id” that stands once"),
        mend=Text("saml alle sagens hændelser under én række", "put all events of a case under one row"),
    )


def build_answer_row(
    case_id: str, answer: Evaluation | CaseError, kommune: int | None = None, language: str = "en"
) -> dict[str, Any]:
    """Convert the answer to one case, or its refusal, to a row of `ANSWERS`.

    Args:
        case_id: The key of the case; one that looks like a CPR number is hidden.
        answer: The evaluation, or the error that refuses the case.
        kommune: The code of the municipality; None where the case tells none.
        language: The language of the error, `da` or `en`.

    Returns:
        Values by column; instants in epoch seconds.
    """
    if isinstance(answer, CaseError):
        return {"case_id": HIDDEN if has_cpr_shape(case_id) else case_id, "error": answer.parts(language)}
    return {
        "case_id": case_id,
        "kommune": kommune,
        "obligations": [_obligation_row(duty) for duty in answer.obligations],
        "next_change": None if answer.next_change is None else _first_second(answer.next_change),
        "ignored_events": answer.ignored_events,
        "unused_events": answer.unused_events,
        "warnings": [{"code": one.code, "da": one.da, "en": one.en} for one in answer.warnings],
    }


def _obligation_row(duty: Obligation) -> dict[str, Any]:
    due, closed, cause = duty.due, duty.closed, duty.cause
    return {
        "rule": duty.rule,
        "key": duty.key,
        "law": duty.law,
        "cite": duty.cite,
        "modality": duty.modality,
        "bearer": duty.bearer,
        "trigger": duty.trigger,
        "clock_start": _first_second(duty.clock_start),
        "clock_start_is_day": not isinstance(duty.clock_start, dt.datetime),
        "opened_by": duty.opened_by.type,
        "opened_at": _first_second(duty.opened_by.at),
        "opened_at_is_day": not isinstance(duty.opened_by.at, dt.datetime),
        "wording_from": duty.wording.from_,
        "wording_to": duty.wording.to,
        "due_strict": None if due is None else _last_second(due.strict),
        "due_lenient": None if due is None else _last_second(due.lenient),
        "due_is_day": None if due is None else due.is_day,
        "ends_strict": None if due is None else _first_second(due.ends.strict),
        "ends_lenient": None if due is None else _first_second(due.ends.lenient),
        "status": duty.status,
        "met_by": duty.met_by,
        "met_at": [_first_second(when) for when in duty.met_at],
        "needs": duty.needs,
        "cause_events": None if cause is None else cause.events,
        "cause_facts": None if cause is None else list(cause.facts),
        "cause_rule": None if cause is None else cause.rule,
        "closed_by": None if closed is None else closed.by,
        "closed_at": None if closed is None else _first_second(closed.at),
        "closed_grund": None if closed is None else closed.grund,
        "not_recorded": duty.not_recorded,
        "past_due": duty.past_due,
        "certainty": duty.certainty,
        "transition": duty.transition,
        "successor": duty.successor,
    }


def _first_second(when: When) -> int:
    return int(when.timestamp()) if isinstance(when, dt.datetime) else midnight(when)


def _last_second(when: When) -> int:
    return int(when.timestamp()) if isinstance(when, dt.datetime) else end_of_day(when) - 1
