"""A case: events with their facts, told in the words of the vocabulary.

Knows nothing of rules.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, Self

import msgspec

from overgreb_rules._case.json_schema import Refer, Schema, any_event_schema, case_body, case_schema, child_schema
from overgreb_rules._case.plain_reader import read_plain_case
from overgreb_rules._case.read_model import ReadModel
from overgreb_rules._case.reader import FactValue, Fields, read_case, read_child, read_event
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.source import packaged_vocabulary


class Event(ReadModel):
    """Something that happened: its id, type and time, the events that it is about, and the facts that are known.

    Attributes:
        id: The id; empty for an event outside of a case that was given none: a case then names it by its place.
        type: The event type.
        at: The instant or the day.
        of: The ids of the events that it is about, sorted.
        facts: The known facts.
    """

    id: str = ""
    type: str
    at: Moment
    of: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = {}

    def __init__(
        self,
        *,
        type: str,  # noqa: A002  # the key of the JSON form
        at: str | dt.date | Moment,
        id: str | None = None,  # noqa: A002  # the key of the JSON form
        of: str | Iterable[str] = (),
        facts: Mapping[str, object] | None = None,
        **more_facts: object,
    ) -> None:
        """Read an event.

        Args:
            type: The event type.
            at: The instant with its offset, or the day; also as text.
            id: The id; None where a case is to name the event by its place.
            of: The id or ids of the events that it is about.
            facts: The known facts by name.
            **more_facts: Known facts, each as an argument of its own.

        Raises:
            CaseError: The event is refused.
        """
        named = {} if id is None else {"id": id}
        about = {"of": of if isinstance(of, str) else list(of)} if of else {}
        data = {**named, "type": type, "at": at, **about, **(facts or {}), **more_facts}
        self._take(data)

    @classmethod
    def _read(cls, data: object) -> Fields:
        return read_event(data)

    @classmethod
    def _json_schema(cls, define: Refer) -> Schema:
        return any_event_schema(packaged_vocabulary(), define)

    def told(self) -> dict[str, object]:
        """Return the event in the JSON form of the vocabulary.

        Returns:
            JSON data: what is not known is absent, a single id of `of` is a text.
        """
        told: dict[str, object] = {"id": self.id} if self.id else {}
        told["type"], told["at"] = self.type, str(self.at)
        if self.of:
            told["of"] = self.of[0] if len(self.of) == 1 else sorted(self.of)
        for name, value in self.facts.items():
            told[name] = _scalar(value)
        return told


class Barn(ReadModel):
    """What is known of the child. None is unknown."""

    foedselsdato: dt.date | None = None
    termin: dt.date | None = None
    soeskende_under_15: bool | None = None

    def __init__(
        self,
        *,
        foedselsdato: str | dt.date | None = None,
        termin: str | dt.date | None = None,
        soeskende_under_15: bool | None = None,
    ) -> None:
        """Read what is known of the child.

        Args:
            foedselsdato: The day of birth.
            termin: The expected day of birth.
            soeskende_under_15: Whether a sibling under 15 lives in the household.

        Raises:
            CaseError: A value is refused.
        """
        data = {"foedselsdato": foedselsdato, "termin": termin, "soeskende_under_15": soeskende_under_15}
        self._take(data)

    @classmethod
    def _read(cls, data: object) -> Fields:
        return read_child(data)

    @classmethod
    def _json_schema(cls, _: Refer) -> Schema:
        return child_schema(packaged_vocabulary())

    def told(self) -> dict[str, object]:
        """Return what is known of the child in the JSON form of the vocabulary.

        Returns:
            JSON data: what is not known is absent.
        """
        facts = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: _scalar(value) for name, value in facts.items() if value is not None}


# Unchecked: the vocabulary is not read before somebody needs it.
_ALL_UNKNOWN: Mapping[str, None] = dict.fromkeys(Barn.model_fields)
_NOTHING_KNOWN = Barn.unchecked({**_ALL_UNKNOWN})
_encode_canonically = msgspec.json.Encoder(order="sorted").encode
"""Writes the form of a case of which the hash is taken: UTF-8, keys sorted, no blanks, only what must be is escaped."""


class Case(ReadModel):
    """One case as its caller tells it. An empty list of events is a valid case."""

    case_id: str
    kommune: int | None = None
    zone: str | None = None
    barn: Barn = _NOTHING_KNOWN
    events: tuple[Event, ...] = ()

    def __init__(
        self,
        *,
        case_id: str,
        kommune: int | str | None = None,
        zone: str | None = None,
        barn: Barn | Mapping[str, object] | None = None,
        events: Iterable[Event | Mapping[str, object]] = (),
    ) -> None:
        """Read a case.

        Args:
            case_id: The caller's own key.
            kommune: The code of the municipality, 751 or "0751".
            zone: The IANA zone of times without an offset.
            barn: What is known of the child.
            events: The events, as models or in their JSON form.

        Raises:
            CaseError: The case is refused.
        """
        listed = events if isinstance(events, list | tuple | str | Mapping) else list(events)
        data = {"case_id": case_id, "kommune": kommune, "zone": zone, "barn": barn, "events": listed}
        self._take(data)

    @classmethod
    def _read(cls, data: object) -> Fields:
        fields = read_plain_case(data)
        if fields is None:
            fields = read_case(_plain(data))
            fields["events"] = [_in_order(one) for one in fields["events"]]
        known = fields["barn"]
        fields["barn"] = Barn.unchecked({**_ALL_UNKNOWN, **known}) if known else _NOTHING_KNOWN
        fields["events"] = tuple([Event.unchecked(one) for one in fields["events"]])
        return fields

    @classmethod
    def _build(cls, fields: Fields) -> Self:
        return cls.unchecked(fields)

    @classmethod
    def _json_schema(cls, define: Refer) -> Schema:
        return case_body(packaged_vocabulary(), define)

    @classmethod
    def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:
        """Return the JSON Schema of a case: what is published as `case.json`.

        The arguments of pydantic are not used: the schema is the same for reading and writing.

        Returns:
            The schema as JSON data.
        """
        return dict(case_schema(packaged_vocabulary()))

    def told(self) -> dict[str, object]:
        """Return the case in the JSON form of the vocabulary.

        Returns:
            JSON data: what is not known is absent, events are in the order of the case.
        """
        return self._told(self.events)

    def _told(self, events: Iterable[Event]) -> dict[str, object]:
        barn = self.barn.told()
        said = {"case_id": self.case_id, "kommune": self.kommune, "zone": self.zone, "barn": barn or None}
        return {key: value for key, value in said.items() if value is not None} | {
            "events": [event.told() for event in events]
        }

    def sha256(self) -> str:
        """Return the hash of the content of the case.

        Returns:
            SHA-256 in hexadecimal; the order of keys makes no difference, nor that of events that have ids.
        """
        told = self._told(sorted(self.events, key=attrgetter("id")))
        return hashlib.sha256(_encode_canonically(told)).hexdigest()


def build_sort_key(event: Event) -> tuple[int, int, str]:
    """Return by what the events of a case are put in order.

    Args:
        event: An event.

    Returns:
        The first and the last second at which it may have happened, then its id.
    """
    return event.at.earliest, event.at.latest, event.id


def _in_order(fields: Fields) -> Fields:
    return {name: fields[name] for name in Event.model_fields}


def _plain(data: object) -> object:
    """Return the data of a case with its models in their JSON form."""
    if not isinstance(data, Mapping):
        return data
    events = data.get("events")
    listed = {"events": [_told(event) for event in events]} if isinstance(events, list | tuple) else {}
    return {**data, **({"barn": _told(data["barn"])} if "barn" in data else {}), **listed}


def _told(value: object) -> object:
    return value.told() if isinstance(value, Event | Barn) else value


def _scalar(value: FactValue) -> object:
    return str(value) if isinstance(value, dt.date | Moment) else value
