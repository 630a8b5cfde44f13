"""A case: events with their facts, told in the words of the vocabulary.

Knows nothing of rules.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, Self

import msgspec
from pydantic import ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from overgreb_rules._case import json_text as _json
from overgreb_rules._case.json_schema import Refer, Schema, any_event_schema, case_body, case_schema, child_schema
from overgreb_rules._case.plain_reader import read_plain_case
from overgreb_rules._case.reader import FactValue, Fields, read_case, read_child, read_event
from overgreb_rules._case.validation_error import to_validation_error
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.lazy_model import FrozenModel

_EVENT_TYPE = "event_type"
"""What the definitions of event types are called before their name while pydantic collects them."""


class _ReadModel(FrozenModel):
    """A model whose data is read in the words of the vocabulary, whichever way it comes in.

    The constructor, `model_validate` and `model_validate_json` raise CaseError. Where pydantic validates the model as
    a part of something else (a field of another model, the body of a request), the refusal is a ValidationError.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Defer the validator of the model alone, and not those of others in which it is a part.

        FastAPI wraps the body of a request in a validator that takes over this option of the model. Deferred, it would
        be built with the first request, outside the place where FastAPI silences pydantic about the parameter's name.

        Args:
            **_: The arguments of the class statement, which change nothing.
        """
        cls.model_config["defer_build"] = False

    @classmethod
    @abstractmethod
    def _read(cls, data: object) -> Fields: ...

    @classmethod
    def _build(cls, fields: Fields) -> Self:
        return cls.model_construct(**fields)

    @abstractmethod
    def told(self) -> dict[str, object]:
        """Return the model in the JSON form of the vocabulary.

        Returns:
            JSON data: what is not known is absent.
        """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Describe to pydantic how the model is validated and written.

        Args:
            source: The model.
            handler: Not used: the schema of the fields is not that of the JSON form.

        Returns:
            A function to validate and one to write.
        """
        written = core_schema.plain_serializer_function_ser_schema(lambda model: model.told())
        # With a reference the schema becomes a definition of its own in a document, under the name of the class.
        return core_schema.no_info_plain_validator_function(
            cls._validate_as_part, ref=f"{cls.__module__}.{cls.__qualname__}:1", serialization=written
        )

    @classmethod
    @abstractmethod
    def _json_schema(cls, define: Refer) -> Schema: ...

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe the JSON form, both as it is read and as it is written.

        Args:
            schema: What pydantic knows of the model: two functions.
            handler: Takes the definitions of the event types up into the document.

        Returns:
            The JSON Schema.
        """

        def define(name: str, definition: Schema) -> str:
            updates = {"pydantic_js_updates": dict(definition)}
            defined = core_schema.any_schema(ref=f"{_EVENT_TYPE}.{name}:1", metadata=updates)
            # pydantic takes up the definition of what stands in another schema, such as a list.
            return str(handler(core_schema.list_schema(defined))["items"]["$ref"])

        return dict(cls._json_schema(define))

    @classmethod
    def _validate_as_part(cls, data: object) -> Self:
        try:
            return cls.model_validate(data)
        except CaseError as error:
            raise to_validation_error(error, cls.__name__) from None

    @classmethod
    def model_validate(cls, obj: object, **_: Any) -> Self:
        """Read the model from Python objects.

        Args:
            obj: The JSON form as Python objects, or a model, which stays as it is.
            **_: The options of pydantic, which change nothing: reading is always strict.

        Returns:
            The model.

        Raises:
            CaseError: The data is refused.
        """
        return obj if isinstance(obj, cls) else cls._build(cls._read(obj))

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_: Any) -> Self:
        """Read the model from JSON text.

        Args:
            json_data: JSON text; bytes are UTF-8.
            **_: The options of pydantic, which change nothing: reading is always strict.

        Returns:
            The model.

        Raises:
            CaseError: The text is no JSON, or is refused.
        """
        return cls.model_validate(_json.parse(json_data))

    def _take(self, data: object) -> None:
        """Fill a new model with what the data says."""
        self.__setstate__(self.model_validate(data).__getstate__())


class Event(_ReadModel):
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


class Barn(_ReadModel):
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


class Case(_ReadModel):
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
