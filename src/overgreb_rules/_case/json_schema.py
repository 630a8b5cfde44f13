"""The JSON Schema of a case, generated from the vocabulary: every event type with exactly its facts."""

from __future__ import annotations

from collections.abc import Callable

from overgreb_rules._case.reader import INTEGER_FACT_LIMIT, MAX_EVENTS, MAX_KEY_LENGTH
from overgreb_rules._rules.event_definition import EventDefinition
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.calendar import FIRST_YEAR, LAST_YEAR
from overgreb_rules.shared.text import Text

Schema = dict[str, object]
Refer = Callable[[str, Schema], str]
SCHEMA_ID = "urn:overgreb-rules:schema:1:{}"
"""The identifier of a schema by its name; 1 is the version of the schemas."""

_LEAP = "(?:0[48]|[2468][048]|[13579][26])"


def _day_pattern() -> str:
    """Return the pattern of the days that exist in the supported years, which begin and end with a century."""
    centuries = f"(?:{'|'.join(str(century) for century in range(FIRST_YEAR // 100, LAST_YEAR // 100))})"
    year = f"(?:{centuries}[0-9]{{2}}|{LAST_YEAR})"
    leap_centuries = "|".join(str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1, 100) if year % 400 == 0)
    leap_year = f"(?:{centuries}{_LEAP}|{leap_centuries})"
    long_months = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    short_months = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    return f"(?:{year}-(?:{long_months}|{short_months}|02-(?:0[1-9]|1[0-9]|2[0-8]))|{leap_year}-02-29)"


_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
_OFFSET = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
DAY: Schema = {"type": "string", "format": "date", "pattern": f"^{_day_pattern()}$"}
INSTANT: Schema = {"type": "string", "pattern": f"^{_day_pattern()}T{_TIME}{_OFFSET}?$"}
"""An instant; without an offset in a case with a `zone` alone."""
INSTANT_WITH_OFFSET: Schema = {"type": "string", "pattern": f"^{_day_pattern()}T{_TIME}{_OFFSET}$"}
"""An instant outside a case, where no zone could stand in for the offset."""
_MOMENT: Schema = {"type": "string", "pattern": f"^{_day_pattern()}(?:T{_TIME}{_OFFSET}?)?$"}
_NOT_PRINTABLE = (
    r"\u0000-\u001f\u007f-\u00a0\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u3000\ue000-\uf8ff\ufeff\ufff0-\ufffb\ufffe\uffff"
)
"""Control characters, blanks but the plain one, and what is invisible or private: the reader asks `str.isprintable`."""
KEY: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": MAX_KEY_LENGTH,
    "pattern": f"^ *[^ {_NOT_PRINTABLE}][^{_NOT_PRINTABLE}]*$",
}
_ZONE: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*$"}
_EVENTS = Text("det, der er sket; hvert id står kun én gang", "what happened; ids stand once")
_CHILD = Text("det, der er kendt om barnet", "what is known of the child")
_ID = Text(
    "hændelsens id; uden id hedder den e1, e2 … efter sin plads", "id of the event; without it e1, e2 … by its place"
)
_AT = Text("dato eller tidspunkt med tidszone", "instant with offset, or day")
_OF = Text(
    "id på den hændelse, som hændelsen handler om, eller en liste med flere id'er",
    "id of what the event is about, or several",
)
_CASE = Text("En sag: hændelser om ét barn. null betyder ukendt.", "A case: events on one child. null is unknown.")


def describe(text: Text) -> str:
    """Return the description of a schema in both languages.

    Args:
        text: What is described.

    Returns:
        The Danish words, a slash, the English ones.
    """
    return f"{text.da} / {text.en}"


def case_schema(vocabulary: Vocabulary) -> Schema:
    """Build the JSON Schema (draft 2020-12) of a case.

    Args:
        vocabulary: The event types, facts and values of a case.

    Returns:
        The schema as JSON data, with a definition for each event type under its name. `docs/reference/schemas.md`
        lists what a schema cannot refuse: that is refused when a case is read.
    """
    definitions = {name: event_schema(event) for name, event in vocabulary.events.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID.format("case"),
        **case_body(vocabulary, lambda name, _: f"#/$defs/{name}"),
        "$defs": definitions,
    }


def case_body(vocabulary: Vocabulary, refer: Refer) -> Schema:
    """Build the schema of a case without the definitions of its event types.

    Args:
        vocabulary: The event types, facts and values of a case.
        refer: Takes the name and the schema of an event type, and returns the reference to its definition.

    Returns:
        The schema as JSON data.
    """
    facts = {name: fact for name, fact in vocabulary.case.items() if "." not in name}
    own: dict[str, Schema] = {
        "case_id": KEY | {"description": describe(facts["case_id"].says)},
        "kommune": _kommune(facts["kommune"]),
        "zone": _or_null(_ZONE) | {"description": describe(facts["zone"].says)},
    }
    return {
        "title": "Case",
        "description": describe(_CASE),
        "type": "object",
        "additionalProperties": False,
        "required": ["case_id"],
        "properties": {
            **{name: own.get(name) or fact_schema(fact) for name, fact in facts.items()},
            "barn": _or_null(child_schema(vocabulary)),
            "events": {
                "type": "array",
                "description": describe(_EVENTS),
                "maxItems": MAX_EVENTS,
                "items": any_event_schema(vocabulary, refer),
            },
        },
    }


def any_event_schema(vocabulary: Vocabulary, refer: Refer) -> Schema:
    """Build the schema of an event of any type, told apart by `type`.

    Args:
        vocabulary: The event types.
        refer: Takes the name and the schema of an event type, and returns the reference to its definition.

    Returns:
        The schema as JSON data.
    """
    references = {name: refer(name, event_schema(event)) for name, event in vocabulary.events.items()}
    return {
        "oneOf": [{"$ref": reference} for reference in references.values()],
        "discriminator": {"propertyName": "type", "mapping": references},
    }


def child_schema(vocabulary: Vocabulary) -> Schema:
    """Build the schema of what is known of the child.

    Args:
        vocabulary: The facts of a case.

    Returns:
        The schema as JSON data.
    """
    facts = {name.removeprefix("barn."): fact for name, fact in vocabulary.case.items() if "." in name}
    return {
        "type": "object",
        "description": describe(_CHILD),
        "additionalProperties": False,
        "properties": {name: fact_schema(fact) for name, fact in facts.items()},
    }


def event_schema(event: EventDefinition) -> Schema:
    """Build the schema of an event of one type.

    Args:
        event: The event type.

    Returns:
        The schema as JSON data.
    """
    return {
        "title": event.name,
        "description": describe(event.says),
        "type": "object",
        "additionalProperties": False,
        "required": ["type", "at"],
        "properties": {
            "id": KEY | {"description": describe(_ID)},
            "type": {"type": "string", "const": event.name, "description": describe(event.says)},
            "at": _MOMENT | {"description": describe(_AT)},
            "of": {
                "description": describe(_OF),
                "anyOf": [KEY, {"type": "array", "minItems": 1, "uniqueItems": True, "items": KEY}],
            },
            **{name: fact_schema(fact) for name, fact in event.facts.items()},
        },
    }


def fact_schema(fact: FactDefinition) -> Schema:
    """Build the schema of a fact; null is unknown.

    Args:
        fact: The fact.

    Returns:
        The schema as JSON data.
    """
    kinds: dict[str, Schema] = {
        "bool": {"type": "boolean"},
        "int": {"type": "integer", "minimum": 0, "maximum": INTEGER_FACT_LIMIT - 1},
        "date": DAY,
        "datetime": INSTANT,
        "text": {"type": "string"},
        "word": {"type": "string", "enum": list(fact.words)},
    }
    default: Schema = {} if fact.default is None else {"default": fact.default}
    return _or_null(kinds[fact.kind]) | {"description": describe(fact.says)} | default


def _kommune(fact: FactDefinition) -> Schema:
    code = {"type": "string", "pattern": "^[0-9]{4}$"}
    number = {"type": "integer", "minimum": 0, "maximum": INTEGER_FACT_LIMIT - 1}
    return {"description": describe(fact.says), "anyOf": [number, code, {"type": "null"}]}


def _or_null(schema: Schema) -> Schema:
    values = schema.get("enum")
    listed: Schema = {"enum": [*values, None]} if isinstance(values, list) else {}
    return {**schema, "type": [schema["type"], "null"], **listed}
