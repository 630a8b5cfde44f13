"""Arrow schemas of the input tables and the answer table (schema version 1)."""

from __future__ import annotations

import pyarrow as pa

from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.source import packaged_vocabulary

INSTANT = pa.timestamp("s", "Europe/Copenhagen")
"""An instant in whole seconds."""
CODED_TEXT = pa.dictionary(pa.int16(), pa.string())
"""A text that the rules or the vocabulary have, as its place in a dictionary of them."""
AT, DAY = "at", "day"
"""The two columns of which each event has one: its instant, or its day where only the day is known."""

_TYPES = {
    "bool": pa.bool_(),
    "int": pa.int32(),
    "date": pa.date32(),
    "datetime": INSTANT,
    "text": pa.string(),
    "word": pa.string(),
}


def _facts() -> dict[str, FactDefinition]:
    """Return the facts of all event types; facts of one name differ at most in the words that they allow."""
    return {name: word for event in packaged_vocabulary().events.values() for name, word in event.facts.items()}


def _required(name: str, type_: pa.DataType) -> pa.Field:
    return pa.field(name, type_, nullable=False)


CASES: pa.Schema = pa.schema(
    [
        _required("case_id", pa.string()),
        pa.field("kommune", pa.int32()),
        pa.field("foedselsdato", pa.date32()),
        pa.field("termin", pa.date32()),
        pa.field("soeskende_under_15", pa.bool_()),
    ]
)
"""A row for each case. What is null, or stands in no column, is unknown."""

EVENTS: pa.Schema = pa.schema(
    [
        _required("case_id", pa.string()),
        pa.field("id", pa.string()),
        _required("type", pa.string()),
        pa.field(AT, INSTANT),
        pa.field(DAY, pa.date32()),
        pa.field("of", pa.list_(pa.string())),
        *(pa.field(name, _TYPES[word.kind]) for name, word in sorted(_facts().items())),
    ]
)
"""A row for each event, in any order: `at` or, where only the day is known, `day`; and one column for each fact.

`of` holds the ids of the events that an event names; a column of texts is taken as lists of one.
An event without `id` is called e1, e2 … by its place among the events of its case.
"""

OBLIGATION: pa.StructType = pa.struct(
    [
        _required("rule", CODED_TEXT),
        _required("key", pa.string()),
        _required("law", CODED_TEXT),
        _required("cite", CODED_TEXT),
        _required("modality", CODED_TEXT),
        _required("bearer", CODED_TEXT),
        _required("trigger", pa.string()),
        _required("clock_start", INSTANT),
        _required("clock_start_is_day", pa.bool_()),
        _required("opened_by", CODED_TEXT),
        _required("opened_at", INSTANT),
        _required("opened_at_is_day", pa.bool_()),
        _required("wording_from", pa.date32()),
        pa.field("wording_to", pa.date32()),
        pa.field("due_strict", INSTANT),
        pa.field("due_lenient", INSTANT),
        pa.field("due_is_day", pa.bool_()),
        pa.field("ends_strict", INSTANT),
        pa.field("ends_lenient", INSTANT),
        _required("status", CODED_TEXT),
        _required("met_by", pa.list_(pa.string())),
        _required("met_at", pa.list_(INSTANT)),
        _required("needs", pa.list_(pa.string())),
        pa.field("cause_events", pa.list_(pa.string())),
        pa.field("cause_facts", pa.list_(pa.string())),
        pa.field("cause_rule", CODED_TEXT),
        pa.field("closed_by", pa.string()),
        pa.field("closed_at", INSTANT),
        pa.field("closed_grund", pa.string()),
        _required("not_recorded", pa.bool_()),
        _required("past_due", pa.bool_()),
        _required("certainty", CODED_TEXT),
        _required("transition", pa.bool_()),
        pa.field("successor", pa.list_(pa.string())),
    ]
)
"""A duty as `evaluate` gives it, without its texts. An event or a start told by its day is the first second of
the day, a due day its last. A cause has the names of its facts: the values stand in the tables that were given."""

_WARNING = pa.struct([_required(name, pa.string()) for name in ("code", "da", "en")])
# Where there is no error, its parts are null with it: writers and casts that look at a part alone refuse it otherwise.
_ERROR = pa.struct([pa.field(name, pa.string()) for name in ("place", "what", "value", "allowed", "mend")])

ANSWERS: pa.Schema = pa.schema(
    [
        _required("case_id", pa.string()),
        pa.field("kommune", pa.int32()),
        pa.field("obligations", pa.list_(OBLIGATION)),
        pa.field("next_change", INSTANT),
        pa.field("ignored_events", pa.list_(pa.string())),
        pa.field("unused_events", pa.list_(pa.string())),
        pa.field("warnings", pa.list_(_WARNING)),
        pa.field("error", _ERROR),
    ]
)
"""A row for each case, in their order: its duties, the most urgent first, or the error that refuses it."""
