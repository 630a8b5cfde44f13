"""A case: events with their facts, told in the words of the vocabulary. Whatever is not in it is refused.

Knows nothing of rules.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from overgreb_rules._case import json_text as _json
from overgreb_rules._deadlines.moment import Moment, NoMoment, parse_day, parse_instant, parse_moment
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.calendar import time_zone
from overgreb_rules.errors import CaseError, has_cpr_shape, redact_key, redact_value

FactValue = bool | int | str | dt.date | Moment
"""A fact as it is kept: a datetime is a Moment, every other type its plain Python value."""

INTEGER_FACT_LIMIT = 10**6
"""Every whole number in a case is below this."""
_MAX_KEY_LENGTH = 200
_MAX_EVENTS = 1000
"""Far more than any case has; a list without end would keep an answer waiting without end."""
_OWN_KEYS = ("id", "type", "at", "of")


class Event(BaseModel):
    """Something that happened: its id, type and time, the event it answers, and the facts that are known."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    id: str
    type: str
    at: Moment
    of: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = {}


class Barn(BaseModel):
    """What is known of the child. None is unknown."""

    model_config = ConfigDict(frozen=True)

    foedselsdato: dt.date | None = None
    termin: dt.date | None = None
    soeskende_under_15: bool | None = None


_NOTHING_KNOWN = Barn()


class Case(BaseModel):
    """One case as its caller tells it. An empty list of events is a valid case.

    Every way in (`Case(…)`, `model_validate`, `model_validate_json`) takes the JSON form of the vocabulary and
    raises CaseError with a JSON pointer, the value, what is allowed and the mend.
    """

    model_config = ConfigDict(frozen=True)

    case_id: str
    kommune: int | None = None
    zone: str | None = None
    barn: Barn = _NOTHING_KNOWN
    events: tuple[Event, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _in_the_words_of_the_vocabulary(cls, data: object) -> dict[str, Any]:
        return _Reader().case(data)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Read a case from JSON text.

        Args:
            json_data: JSON text; bytes are UTF-8.
            **options: The options of `pydantic.BaseModel.model_validate`.

        Returns:
            The case.

        Raises:
            CaseError: The text is no JSON, or no case in the words of the vocabulary.
        """
        return cls.model_validate(_json.parse(json_data), **options)

    def told(self) -> dict[str, object]:
        """Return the case in the JSON form of the vocabulary.

        Returns:
            JSON data: what the case leaves out is absent, events are in order of their ids.
        """
        barn = self.barn.model_dump(mode="json", exclude_none=True)
        said = {"case_id": self.case_id, "kommune": self.kommune, "zone": self.zone, "barn": barn or None}
        events = [_told_event(event) for event in sorted(self.events, key=lambda event: event.id)]
        return {**{key: value for key, value in said.items() if value is not None}, "events": events}

    def sha256(self) -> str:
        """Return the hash of the content of the case.

        Returns:
            SHA-256 in hexadecimal; the order of keys and events makes no difference.
        """
        text = json.dumps(self.told(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _told_event(event: Event) -> dict[str, object]:
    of = {"of": event.of[0] if len(event.of) == 1 else sorted(event.of)} if event.of else {}
    facts = {name: _scalar(value) for name, value in event.facts.items()}
    return {"id": event.id, "type": event.type, "at": str(event.at), **of, **facts}


def _scalar(value: FactValue) -> object:
    return str(value) if isinstance(value, dt.date | Moment) else value


class _Reader:
    """One walk over the data of a case, with a JSON pointer to where it stands."""

    def __init__(self) -> None:
        self.words = packaged_vocabulary()
        self.zone: str | None = None

    def case(self, data: object) -> dict[str, Any]:
        top = self.object(data, "", [*self.top_keys(), "barn", "events"])
        if "case_id" not in top:
            raise CaseError("/case_id", "the key is missing", allowed="text", mend="give the case a key of your own")
        case_id = self.key(top["case_id"], "/case_id")
        self.zone = self.zone_name(top["zone"]) if "zone" in top else None
        kommune = self.fact(self.words.case["kommune"], top["kommune"], "/kommune") if "kommune" in top else None
        return {
            "case_id": case_id,
            "kommune": kommune,
            "zone": self.zone,
            "barn": self.barn(top["barn"]) if "barn" in top else _NOTHING_KNOWN,
            "events": self.events(top.get("events", [])),
        }

    def top_keys(self) -> list[str]:
        return [name for name in self.words.case if "." not in name]

    def zone_name(self, value: object) -> str:
        try:
            if isinstance(value, str):
                time_zone(value)
                return value
            raise KeyError(value)
        except (KeyError, OSError):
            allowed = "a name of the IANA time-zone database such as Europe/Copenhagen"
            raise CaseError(
                "/zone", "this zone is unknown", value=redact_value(value), allowed=allowed, mend="correct it"
            ) from None

    def barn(self, data: object) -> Barn:
        words = {name.removeprefix("barn."): word for name, word in self.words.case.items() if "." in name}
        given = self.object(data, "/barn", list(words))
        return Barn(**{name: self.fact(words[name], value, f"/barn/{name}") for name, value in given.items()})  # type: ignore[arg-type]  # each fact has the type of its word

    def events(self, data: object) -> tuple[Event, ...]:
        if not isinstance(data, list | tuple):
            raise CaseError(
                "/events",
                "a list is expected",
                value=redact_value(data),
                allowed="a list of events",
                mend="write [ … ]",
            )
        if len(data) > _MAX_EVENTS:
            what, allowed = f"{len(data)} events in one case", f"{_MAX_EVENTS} events"
            raise CaseError("/events", what, allowed=allowed, mend="give each child a case of its own")
        events = tuple(self.event(entry, index) for index, entry in enumerate(data))
        self.check_ids(events)
        return events

    def event(self, data: object, index: int) -> Event:
        place = f"/events/{index}"
        if isinstance(data, Event):
            data = _told_event(data)
        entry = self.object(data, place)
        type_ = self.required(entry, "type", place)
        word = self.words.events.get(type_) if isinstance(type_, str) else None
        if word is None:
            what, given = "this event type is unknown", redact_value(type_)
            near = _nearest(type_, self.words.events)
            raise CaseError(
                f"{place}/type", what, value=given, allowed=f"a type of the vocabulary{near}", mend="correct it"
            )
        at = self.moment(self.required(entry, "at", place), f"{place}/at")
        event_id = self.key(entry["id"], f"{place}/id") if "id" in entry else f"e{index + 1}"
        of = self.links(entry["of"], f"{place}/of") if "of" in entry else ()
        facts: dict[str, FactValue] = {}
        for name, value in entry.items():
            if name in _OWN_KEYS:
                continue
            if name not in word.facts:
                allowed = ", ".join([*_OWN_KEYS, *word.facts])
                what = f"{word.name} has no such key"
                raise CaseError(f"{place}/{redact_key(name)}", what, allowed=allowed, mend="correct or remove the key")
            facts[name] = self.fact(word.facts[name], value, f"{place}/{name}")
        return Event(id=event_id, type=word.name, at=at, of=of, facts=facts)

    def fact(self, word: FactDefinition, value: object, place: str) -> FactValue:
        try:
            match word.kind:
                case "bool" if isinstance(value, bool):
                    return value
                case "int" if (
                    isinstance(value, int) and not isinstance(value, bool) and 0 <= value < INTEGER_FACT_LIMIT
                ):
                    return value
                case "word" if isinstance(value, str) and value in word.words:
                    return value
                case "text" if isinstance(value, str) and _encodable(value):
                    return value
                case "date":
                    return parse_day(value)
                case "datetime":
                    return Moment.instant(parse_instant(value, self.zone, zone_can_be_given=True))
        except NoMoment as error:
            raise self.no_moment(error, value, place) from None
        given = "«hidden»" if word.kind == "text" else redact_value(value)
        mend = "leave the fact out where it is unknown, or write an allowed value"
        raise CaseError(place, "this value is not allowed", value=given, allowed=word.allowed, mend=mend)

    def moment(self, value: object, place: str) -> Moment:
        try:
            return parse_moment(value, self.zone)
        except NoMoment as error:
            raise self.no_moment(error, value, place) from None

    def no_moment(self, error: NoMoment, value: object, place: str) -> CaseError:
        return CaseError(place, error.what, value=redact_value(value), allowed=error.allowed, mend=error.mend)

    def key(self, value: object, place: str) -> str:
        allowed = f"text of 1 to {_MAX_KEY_LENGTH} printable characters, no CPR number and no name"
        if not isinstance(value, str):
            raise CaseError(
                place, "this is no text", value=redact_value(value), allowed=allowed, mend="put it in quotes"
            )
        if has_cpr_shape(value):
            what, mend = "this looks like a CPR number", "use a key of your own that tells nothing of the child"
            raise CaseError(place, what, value=redact_value(value), allowed=allowed, mend=mend)
        # What no file can hold (half a character of two) is not printable either.
        if not 1 <= len(value) <= _MAX_KEY_LENGTH or not value.isprintable():
            raise CaseError(place, "this key cannot be used", allowed=allowed, mend="shorten or correct it")
        return value

    def links(self, value: object, place: str) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            return (self.key(value, place),)
        allowed, mend = "the id of an event, or a list of different ids", "name each event once, or leave «of» out"
        if not value:
            raise CaseError(place, "an empty list names no event", allowed=allowed, mend=mend)
        names = [self.key(name, f"{place}/{index}") for index, name in enumerate(value)]
        for index, name in enumerate(names):
            if name in names[:index]:
                given = redact_value(name)
                raise CaseError(f"{place}/{index}", "this id stands twice", value=given, allowed=allowed, mend=mend)
        return tuple(sorted(names))

    def required(self, entry: Mapping[str, object], key: str, place: str) -> object:
        if key not in entry:
            raise CaseError(f"{place}/{key}", "the key is missing", allowed=f"an event with {key}", mend=f"add «{key}»")
        return entry[key]

    def object(self, data: object, place: str, allowed: list[str] | None = None) -> Mapping[str, object]:
        if not isinstance(data, Mapping):
            raise CaseError(
                place or "/", "an object is expected", value=redact_value(data), allowed="{ … }", mend="write an object"
            )
        for key in data:
            if not isinstance(key, str) or (allowed is not None and key not in allowed):
                raise CaseError(
                    f"{place}/{redact_key(key)}",
                    "this key is unknown",
                    allowed=", ".join(allowed or []),
                    mend="correct or remove it",
                )
        return data

    def check_ids(self, events: tuple[Event, ...]) -> None:
        by_id: dict[str, int] = {}
        for index, event in enumerate(events):
            if event.id in by_id:
                first = by_id[event.id]
                mend = "give each event an id of its own (an event without one is called e1, e2 … by its place)"
                raise CaseError(
                    f"/events/{index}/id",
                    f"/events/{first} has this id too",
                    value=redact_value(event.id),
                    allowed="an id that stands once",
                    mend=mend,
                )
            by_id[event.id] = index
        for index, event in enumerate(events):
            for name in event.of:
                if name not in by_id:
                    raise CaseError(
                        f"/events/{index}/of",
                        "no event has this id",
                        value=redact_value(name),
                        allowed="the id of an event of the case",
                        mend="correct the id, or leave «of» out",
                    )
        self.check_circles(events, by_id)

    def check_circles(self, events: tuple[Event, ...], by_id: Mapping[str, int]) -> None:
        # From every event upwards, depth first: one that stands on the path to itself closes a circle.
        reaches_an_end: set[str] = set()
        for event in events:
            path: dict[str, list[str]] = {}
            if event.id not in reaches_an_end:
                path[event.id] = list(event.of)
            while path:
                at, unseen = next(reversed(path.items()))
                if not unseen:
                    reaches_an_end.add(at)
                    del path[at]
                    continue
                above = unseen.pop()
                if above in path:
                    raise CaseError(
                        f"/events/{by_id[above]}/of",
                        "events answer each other in a circle",
                        allowed="the id of the event that is answered",
                        mend="break the circle",
                    )
                if above not in reaches_an_end:
                    path[above] = list(events[by_id[above]].of)


def read_key(value: object, place: str) -> str:
    """Read a key that a caller chose: an id of a case, of an event, or of a question about a case.

    Args:
        value: the value of the JSON.
        place: where it stands, for the error.

    Returns:
        The key.

    Raises:
        CaseError: it is no text, too long, not printable, or has the shape of a CPR number.
    """
    return _Reader().key(value, place)


def _nearest(name: object, known: Mapping[str, object]) -> str:
    import difflib  # noqa: PLC0415  # slow to import, and only for a case that is refused

    close = difflib.get_close_matches(name, known, n=1) if isinstance(name, str) else []
    return f", perhaps {close[0]}" if close else ""


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
