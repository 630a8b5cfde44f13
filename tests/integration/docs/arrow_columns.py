"""The columns as docs/how-to/arrow.md publishes them, made from the schemas and the vocabulary.

python -m tests.integration.docs.arrow_columns      writes them into the document
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa

from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.arrow import ANSWERS, CASES, EVENTS
from tests.fixtures.paths import DOCS

DOCUMENT = DOCS / "how-to" / "arrow.md"
SCHEMAS = {"CASES": CASES, "EVENTS": EVENTS, "ANSWERS": ANSWERS}
BLOCK = re.compile(r"(<!-- columns of ([A-Z]+) -->\n).*?(<!-- end -->)", re.DOTALL)

_OWN_WORDS = {
    "CASES": {},
    "EVENTS": {
        "case_id": "the case of the event",
        "id": "its id in the case; without one it is called e1, e2 … by its place among the events of its case",
        "type": "the event type",
        "at": "the instant at which it happened",
        "day": "the day on which it happened",
        "of": "the ids of the events that it names: what it is about; a column of string is taken as lists of one",
    },
    "ANSWERS": {
        "case_id": "the case",
        "kommune": "official code of the municipality, as the case tells it",
        "obligations": "its duties, the most urgent first",
        "obligations.rule": "the id of the rule",
        "obligations.key": "the rule and its trigger: what the duty is called in the next answer too",
        "obligations.law": "the law",
        "obligations.cite": "the paragraph, in Danish",
        "obligations.modality": "must, may or window",
        "obligations.bearer": "who owes it",
        "obligations.trigger": "the id of the event that opened it",
        "obligations.clock_start": "when the clock starts; of a day its first second",
        "obligations.clock_start_is_day": "whether the start is a day",
        "obligations.opened_by": "the type of the event that opened it",
        "obligations.opened_at": "when that event happened; of a day its first second",
        "obligations.opened_at_is_day": "whether only the day is known",
        "obligations.wording_from": "the first day in force of the version of the rule that is applied",
        "obligations.wording_to": "its last day in force; null while it has not ended",
        "obligations.due_strict": "the last second by the strict reading; null where the law gives no number",
        "obligations.due_lenient": "the last second by the lenient reading",
        "obligations.due_is_day": "whether the due date is a day, of which the second is the last",
        "obligations.ends_strict": "the first second that is too late by the strict reading, for days and hours alike",
        "obligations.ends_lenient": "the first second that is too late by the lenient reading",
        "obligations.status": "how it stands",
        "obligations.met_by": "the ids of the events that met it",
        "obligations.met_at": "when these events happened, in their order; of a day its first second",
        "obligations.needs": "the facts that are unknown and would decide",
        "obligations.cause_events": "the ids of the events that decided a status which the dates alone do not explain; "
        "null for every other status",
        "obligations.cause_facts": "the names of the facts that decided it; null where cause_events is",
        "obligations.cause_rule": "the rule of the duty that took its place; null where there is none",
        "obligations.closed_by": "the id of the event that closed the case on the unmet duty; null where there is none",
        "obligations.closed_at": "when the case was closed; of a day its first second",
        "obligations.closed_grund": "why the case was closed; null where that is not told",
        "obligations.not_recorded": "whether the policy says that the system keeps no record of such duties",
        "obligations.past_due": "whether the strict date of an undetermined duty has passed",
        "obligations.certainty": "text or secondary: who says so",
        "obligations.transition": "whether the change of law on 1 January 2024 bears on it",
        "obligations.successor": "the rules of the newer law that continue it, where it stays under its own",
        "next_change": (
            "the next instant at which anything changes by time alone; null where nothing does of what is not "
            "[closed](corrections-and-closing.md)"
        ),
        "ignored_events": "the ids of the events after the instant of the answer",
        "unused_events": "the ids of the events that opened, met, waived, ended and moved nothing",
        "warnings": "what the reader must know beside the duties",
        "warnings.code": "the kind of warning",
        "warnings.da": "in Danish",
        "warnings.en": "in English",
        "error": "the refusal of the case; null where it is answered",
        "error.place": "a JSON pointer into the case",
        "error.what": "what is wrong",
        "error.value": "the value, where it may be shown",
        "error.allowed": "what is allowed",
        "error.mend": "the mend",
    },
}


def columns(name: str) -> str:
    """The columns of the schema as a table in Markdown."""
    lines = [
        f"| `{path}` | {_type(field.type)} | {'may be' if field.nullable else 'never'} | {_meaning(name, path)} |"
        for path, field in _fields(SCHEMAS[name])
    ]
    return "\n".join(["", "| column | type | null | meaning |", "|---|---|---|---|", *lines, "", ""])


def document() -> str:
    """The document with the columns as they are now."""
    return BLOCK.sub(lambda found: found[1] + columns(found[2]) + found[3], DOCUMENT.read_text(encoding="utf-8"))


def _fields(fields: pa.Schema | pa.StructType, inside: str = "") -> Iterator[tuple[str, pa.Field]]:
    for field in fields:
        yield inside + field.name, field
        type_ = field.type.value_type if pa.types.is_list(field.type) else field.type
        if pa.types.is_struct(type_):
            yield from _fields(type_, f"{inside}{field.name}.")


def _type(type_: pa.DataType) -> str:
    if pa.types.is_list(type_):
        return f"list of {_type(type_.value_type)}"
    if pa.types.is_dictionary(type_):
        return f"dictionary of {type_.value_type}"
    return "struct" if pa.types.is_struct(type_) else str(type_)


def _meaning(name: str, path: str) -> str:
    if path in _OWN_WORDS[name]:
        return _OWN_WORDS[name][path]
    words = packaged_vocabulary()
    if name == "CASES":
        return next(word.says.en for key, word in words.case.items() if key.removeprefix("barn.") == path)
    return next(event.facts[path].says.en for event in words.events.values() if path in event.facts)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
