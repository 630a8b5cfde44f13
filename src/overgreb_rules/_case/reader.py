"""Reading of a case in the words of the vocabulary: whatever is not in it is refused, with its place and the mend."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from overgreb_rules._case.link_check import check_links
from overgreb_rules._deadlines.moment import Moment, NoMoment, parse_day, parse_instant, parse_moment
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.calendar import time_zone
from overgreb_rules.errors import HIDDEN, CaseError, has_cpr_shape, redact_value
from overgreb_rules.shared.nearest_word import nearest_word
from overgreb_rules.shared.redaction import LOOKS_LIKE_CPR_NUMBER, name_key
from overgreb_rules.shared.text import Text

FactValue = bool | int | str | dt.date | Moment
"""A fact as it is kept: a datetime is a Moment, every other type its plain Python value."""
Fields = dict[str, Any]
"""The fields of a model by name, each in its own type."""

INTEGER_FACT_LIMIT = 10**6
"""Every whole number in a case is below this."""
MAX_KEY_LENGTH = 200
MAX_EVENTS = 1000
"""Far more than any case has; a list without end would keep an answer waiting without end."""
OWN_KEYS = ("id", "type", "at", "of")
"""The keys of an event that are no facts."""
_KOMMUNE = "kommune"
_KOMMUNE_CODE = re.compile(r"[0-9]{4}\Z")
_KOMMUNE_ALLOWED = Text(
    "koden for en kommune: et helt tal som 751 eller teksten »0751«",
    "the code of a municipality: a whole number such as 751, or the text “0751”",
)
_CORRECT_IT = Text("ret den", "correct it")
_LEAVE_OUT = Text("udelad nøglen, når der ikke er noget at skrive", "leave the key out where there is nothing to tell")
_ZONES = Text(
    "et navn fra IANA's tidszonedatabase, fx Europe/Copenhagen",
    "a name of the IANA time-zone database such as Europe/Copenhagen",
)
_KEY = Text(
    f"en tekst på 1–{MAX_KEY_LENGTH} synlige tegn, ikke kun mellemrum, uden CPR-nummer og uden navn",
    f"text of 1 to {MAX_KEY_LENGTH} printable characters, not blanks alone, no CPR number and no name",
)


def read_case(data: object) -> Fields:
    """Read the data of a case.

    Args:
        data: The JSON form of a case, as Python objects.

    Returns:
        The fields of a `Case`; `barn` as the fields of a `Barn` and `events` as a tuple of the fields of an `Event`.

    Raises:
        CaseError: The data is no case in the words of the vocabulary.
    """
    return _Reader(packaged_vocabulary()).case(data)


def refuse_event_count(number: int, most_events: int, place: str = "/events") -> CaseError:
    """Build the refusal of a case with too many events.

    Args:
        number: How many it has.
        most_events: How many it may have.
        place: Where the list stands that has too many.

    Returns:
        The error, not raised.
    """
    return CaseError(
        place,
        Text(f"{number} hændelser i én sag", f"{number} events in one case"),
        allowed=Text(f"højst {most_events} hændelser", f"at most {most_events} events"),
        mend=Text("giv hvert barn sin egen sag", "give each child a case of its own"),
    )


def read_event(data: object) -> Fields:
    """Read the data of an event that stands alone.

    Args:
        data: The JSON form of an event, as Python objects.

    Returns:
        The fields of an `Event`; without `id` where the data has none.

    Raises:
        CaseError: The data is no event in the words of the vocabulary.
    """
    return _Reader(packaged_vocabulary()).event(data, "")


def read_child(data: object) -> Fields:
    """Read what is known of the child.

    Args:
        data: The JSON form of `barn`, as Python objects.

    Returns:
        The fields of a `Barn` that are known.

    Raises:
        CaseError: The data says something that is not in the vocabulary.
    """
    return _Reader(packaged_vocabulary()).child(data, "")


def read_key(value: object, place: str) -> str:
    """Read a key that a caller chose: an id of a case, of an event, or of a question about a case.

    Args:
        value: The value of the JSON.
        place: Where it stands, for the error.

    Returns:
        The key.

    Raises:
        CaseError: The key is no text, too long, not printable, of blanks alone, or has the shape of a CPR number.
    """
    return _Reader(packaged_vocabulary()).key(value, place)


def vocabulary_words(vocabulary: Vocabulary) -> list[str]:
    """Return every word that a case can be told in: an error may show what is near one of them.

    Args:
        vocabulary: The vocabulary.

    Returns:
        Keys, event types, facts and values.
    """
    keys = [part for name in vocabulary.case for part in name.split(".")]
    return [*keys, "events", *OWN_KEYS, *vocabulary.events, *vocabulary.facts, *vocabulary.values]


class _Reader:
    """One walk over the data of a case, with a JSON pointer to where it stands."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.zone: str | None = None

    def case(self, data: object) -> Fields:
        facts = self.vocabulary.case
        top = self.mapping(data, "", [*(name for name in facts if "." not in name), "barn", "events"])
        if top.get("case_id") is None:
            raise CaseError(
                "/case_id",
                Text("nøglen mangler", "the key is missing"),
                allowed=Text("en tekst", "text"),
                mend=Text("giv sagen en nøgle, I selv har valgt", "give the case a key of your own"),
            )
        case_id = self.key(top["case_id"], "/case_id")
        self.zone = self.zone_name(top.get("zone"))
        return {
            "case_id": case_id,
            "kommune": self.kommune(top.get(_KOMMUNE)),
            "zone": self.zone,
            "barn": self.child(top["barn"], "/barn") if top.get("barn") is not None else {},
            "events": self.events(top.get("events", [])),
        }

    def kommune(self, value: object) -> object:
        if value is None:
            return None
        if isinstance(value, str) and _KOMMUNE_CODE.match(value):
            value = int(value)
        return self.fact(self.vocabulary.case[_KOMMUNE], value, f"/{_KOMMUNE}", _KOMMUNE_ALLOWED)

    def zone_name(self, value: object) -> str | None:
        if value is None:
            return None
        try:
            if isinstance(value, str):
                time_zone(value)
                return _exact_text(value)
            raise KeyError(value)
        except KeyError:
            raise CaseError(
                "/zone",
                Text("tidszonen er ukendt", "this zone is unknown"),
                value=redact_value(value, ["Europe/Copenhagen"]),
                allowed=_ZONES,
                mend=_CORRECT_IT,
            ) from None

    def child(self, data: object, place: str) -> Fields:
        facts = {name.removeprefix("barn."): fact for name, fact in self.vocabulary.case.items() if "." in name}
        entries = self.mapping(data, place, list(facts)).items()
        return {name: self.fact(facts[name], value, f"{place}/{name}") for name, value in entries if value is not None}

    def events(self, data: object) -> tuple[Fields, ...]:
        if not isinstance(data, list | tuple):
            raise CaseError(
                "/events",
                Text("der skal stå en liste", "a list is expected"),
                value=self.shown(data),
                allowed=Text("en liste med hændelser", "a list of events"),
                mend=Text("skriv [ … ]", "write [ … ]"),
            )
        if len(data) > MAX_EVENTS:
            raise refuse_event_count(len(data), MAX_EVENTS)
        events = tuple(self.event(entry, f"/events/{index}") for index, entry in enumerate(data))
        for index, event in enumerate(events):
            event.setdefault("id", f"e{index + 1}")
        check_links([(event["id"], event["of"]) for event in events])
        return events

    def event(self, data: object, place: str) -> Fields:
        entry = self.mapping(data, place)
        type_ = self.required(entry, "type", place)
        word = self.vocabulary.events.get(type_) if isinstance(type_, str) else None
        if word is None:
            near = nearest_word(type_, self.vocabulary.events) if isinstance(type_, str) else None
            perhaps = Text(f", måske {near}", f", perhaps {near}") if near else Text("", "")
            raise CaseError(
                f"{place}/type",
                Text("hændelsestypen er ukendt", "this event type is unknown"),
                value=self.shown(type_),
                allowed=Text(f"en type fra ordlisten{perhaps.da}", f"a type of the vocabulary{perhaps.en}"),
                mend=_CORRECT_IT,
            )
        fields: Fields = {} if "id" not in entry else {"id": self.key(entry["id"], f"{place}/id")}
        at = self.moment(self.required(entry, "at", place), f"{place}/at")
        of = self.links(entry["of"], f"{place}/of") if "of" in entry else ()
        if any(key not in word.facts and key not in OWN_KEYS for key in entry):
            self.mapping(entry, place, [*OWN_KEYS, *word.facts], word.name)
        facts = {
            name: self.fact(fact, entry[name], f"{place}/{name}")
            for name, fact in word.facts.items()
            if entry.get(name) is not None
        }
        return {**fields, "type": word.name, "at": at, "of": of, "facts": facts}

    def fact(self, fact: FactDefinition, value: object, place: str, allowed: Text | None = None) -> FactValue:
        try:
            match fact.kind:
                case "bool" if isinstance(value, bool):
                    return value
                case "int" if (
                    isinstance(value, int) and not isinstance(value, bool) and 0 <= value < INTEGER_FACT_LIMIT
                ):
                    return int.__int__(value)
                case "word" if isinstance(value, str) and value in fact.words:
                    return _exact_text(value)
                case "text" if isinstance(value, str) and _is_encodable(value):
                    return self.without_cpr(_exact_text(value), place)
                case "date":
                    return parse_day(value)
                case "datetime":
                    return Moment.instant(parse_instant(value, self.zone, zone_can_be_given=True))
        except NoMoment as error:
            raise self.no_moment(error, value, place) from None
        mend = "leave the fact out where it is unknown, or write an allowed value"
        raise CaseError(
            place,
            Text("værdien kan ikke bruges", "this value is not allowed"),
            value=HIDDEN if fact.kind == "text" else self.shown(value),
            allowed=allowed or fact.allowed,
            mend=Text("udelad oplysningen, hvis den er ukendt, eller skriv en tilladt værdi", mend),
        )

    def moment(self, value: object, place: str) -> Moment:
        try:
            return value if isinstance(value, Moment) else parse_moment(value, self.zone)
        except NoMoment as error:
            raise self.no_moment(error, value, place) from None

    def no_moment(self, error: NoMoment, value: object, place: str) -> CaseError:
        return CaseError(place, error.what, value=self.shown(value), allowed=error.allowed, mend=error.mend)

    def key(self, value: object, place: str) -> str:
        if not isinstance(value, str):
            quote_it = Text("sæt det i anførselstegn", "put it in quotes")
            raise CaseError(
                place,
                Text("dette er ikke en tekst", "this is no text"),
                value=self.shown(value),
                allowed=_KEY,
                mend=_LEAVE_OUT if value is None else quote_it,
            )
        if has_cpr_shape(value):
            raise CaseError(
                place,
                LOOKS_LIKE_CPR_NUMBER,
                value=HIDDEN,
                allowed=_KEY,
                mend=Text(
                    "er det ikke et CPR-nummer, så sæt et bogstav foran, fx k; ellers brug en nøgle, der ikke siger "
                    "noget om barnet",
                    "if it is no CPR number, put a letter before it, such as k; else use a key of your own that tells "
                    "nothing of the child",
                ),
            )
        # What no file can hold (half a character of two) is not printable either.
        if not value.strip() or len(value) > MAX_KEY_LENGTH or not value.isprintable():
            raise CaseError(
                place,
                Text("nøglen kan ikke bruges", "this key cannot be used"),
                allowed=_KEY,
                mend=Text("gør den kortere, eller ret den", "shorten or correct it"),
            )
        return _exact_text(value)

    def without_cpr(self, value: str, place: str) -> str:
        if has_cpr_shape(value):
            raise CaseError(
                place,
                LOOKS_LIKE_CPR_NUMBER,
                value=HIDDEN,
                allowed=Text("en tekst uden CPR-nummer", "text without a CPR number"),
                mend=Text("tag nummeret ud af teksten", "take the number out of the text"),
            )
        return value

    def links(self, value: object, place: str) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            return (self.key(value, place),)
        allowed = Text(
            "id'et på en hændelse eller en liste med forskellige id'er",
            "the id of an event, or a list of different ids",
        )
        mend = Text("nævn hver hændelse én gang, eller udelad »of«", "name each event once, or leave “of” out")
        if not value:
            what = Text("en tom liste nævner ingen hændelse", "an empty list names no event")
            raise CaseError(place, what, allowed=allowed, mend=mend)
        names = [self.key(name, f"{place}/{index}") for index, name in enumerate(value)]
        seen: set[str] = set()
        for index, name in enumerate(names):
            if name in seen:
                what = Text("id'et står to gange", "this id stands twice")
                raise CaseError(f"{place}/{index}", what, value=redact_value(name), allowed=allowed, mend=mend)
            seen.add(name)
        return tuple(sorted(names))

    def required(self, entry: Mapping[str, object], key: str, place: str) -> object:
        if key not in entry:
            raise CaseError(
                f"{place}/{key}",
                Text("nøglen mangler", "the key is missing"),
                allowed=Text(f"en hændelse med »{key}«", f"an event with “{key}”"),
                mend=Text(f"tilføj »{key}«", f"add “{key}”"),
            )
        return entry[key]

    def mapping(
        self, data: object, place: str, allowed: Iterable[str] | None = None, type_: str = ""
    ) -> Mapping[str, object]:
        if not isinstance(data, Mapping):
            raise CaseError(
                place or "/",
                Text("der skal stå et objekt", "an object is expected"),
                value=self.shown(data),
                allowed="{ … }",
                mend=Text("skriv et objekt", "write an object"),
            )
        if allowed is None:
            return data
        known = list(allowed)
        for number, key in enumerate(data, start=1):
            if key not in known:
                shown, which = name_key(key, vocabulary_words(self.vocabulary), number)
                what = (
                    Text(f"{type_} har ikke den nøgle", f"{type_} has no such key")
                    if type_
                    else Text("nøglen er ukendt", "this key is unknown")
                )
                near = nearest_word(str(key), known)
                mend = (
                    Text(f"skriv »{near}«, eller fjern den", f"write “{near}”, or remove it")
                    if near
                    else Text("ret eller fjern den", "correct or remove it")
                )
                raise CaseError(
                    f"{place}/{shown}",
                    Text(f"{what.da}{which.da}", f"{what.en}{which.en}"),
                    allowed=", ".join(known),
                    mend=mend,
                )
        return data

    def shown(self, value: object) -> str:
        return redact_value(value, vocabulary_words(self.vocabulary))


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _exact_text(text: str) -> str:
    """Return a text of a caller's own class, such as numpy.str_, as str itself: only that can be hashed and written."""
    return str.__str__(text)
