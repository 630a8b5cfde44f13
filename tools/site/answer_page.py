"""The page of the answer: every field, every word that can stand in one, and a whole answer as an example."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._evaluate.field_descriptions import FIELD_DESCRIPTIONS, SCHEMA_DESCRIPTIONS
from overgreb_rules._evaluate.json_schemas import build_json_schema
from overgreb_rules._rules.need_clauses import describe_need
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text, begin_sentence
from tools.site.markdown import build_table, escape, fold_json

ANSWERS = ("evaluation", "agenda", "what-if", "why-not", "figures", "error")
"""The names of the schemas of what comes back."""
WORDS: Mapping[str, Mapping[str, Text]] = {
    "`modality`": {
        "must": Text("pligt", "a duty"),
        "may": Text("mulighed, som aldrig er overskredet", "a permission, which is never overdue"),
        "window": Text("må kun ske inden for en tid", "lawful only within a time"),
    },
    "`certainty`": {
        "text": Text("lovens egen ordlyd er læst", "the wording of the act was read"),
        "secondary": Text("en myndighed siger det", "an authority says so"),
    },
    "`escalations[].kind`": {
        "statutory": Text("følger af loven", "follows from the act"),
        "remedy": Text("det, loven eller praksis giver bagefter", "what the act or practice gives afterwards"),
        "local": Text("kommunens egen varslingsplan", "the municipality's own ladder"),
    },
    "`detail`": {
        "full": Text("hele svaret", "the whole answer"),
        "counted": Text("uden tekster", "without texts"),
        "dates": Text("uden tekster, talte dage og varslinger", "without texts, counted days and escalations"),
    },
    "`reasons[].kind` (why-not)": {
        "in_answer": Text("reglen giver en pligt", "the rule gives a duty"),
        "no_trigger": Text("ingen hændelse kan udløse den", "no event could open it"),
        "not_yet": Text(
            "hændelsen ligger efter det tidspunkt, der spørges om", "the event lies after the instant asked"
        ),
        "not_in_force": Text("reglen gjaldt ikke den dag", "the rule was not in force on the day"),
        "condition_fails": Text("en betingelse er ikke opfyldt", "a condition fails"),
        "clock_runs": Text("en frist løber allerede", "a clock runs already"),
        "follows_a_breach": Text(
            "reglen kræver, at en anden ikke er overholdt", "the rule follows a breach of another"
        ),
        "moved": Text("pligten føres videre efter den nye lov", "the duty goes on under the newer act"),
        "not_owed": Text("det har vist sig, at der ingen pligt er", "it has turned out that nothing is owed"),
    },
    "`group` and `counts` (agenda), beside the statuses": {
        "due_today": Text("fristen udløber i dag", "the deadline is today"),
        "past_due": Text("uafklaret, og den sikre frist er passeret", "undetermined, and the safe date has passed"),
    },
    "`receipt.engine`": {
        "durable-rules": Text("regelmotoren, og dens version", "the rule engine, and its version"),
        "reference": Text(
            "den indbyggede fortolker, som giver de samme svar", "the reference matcher, with the same answers"
        ),
    },
}
"""The words of a field that are neither statuses, codes nor data of the rules."""
_CASE = {
    "case_id": "A-17",
    "kommune": 751,
    "barn": {"foedselsdato": "2019-05-02"},
    "events": [
        {
            "id": "u1",
            "type": "underretning_modtaget",
            "at": "2026-11-20T15:40:00+01:00",
            "afsender": "fagperson",
            "anonym": False,
            "overgreb": False,
        },
        {"id": "v1", "type": "underretning_vurderet", "at": "2026-11-21T09:00:00+01:00", "of": "u1"},
    ],
}
_AT = "2026-11-24T12:00:00+01:00"
_HEAD = """# The answer

Made from the JSON Schemas and from the rules. Statuses and codes of warnings have
[a page of their own](statuses-and-warnings.md), event types and facts [another](event-types.en.md). The schemas
themselves: `overgreb-rules rules schema NAME`, or [schemas](schemas.md).
"""


def build_answer_page(rules: RuleSet, book: Rulebook) -> str:
    """Build the page.

    Args:
        rules: The rules.
        book: The same rules with a matcher.

    Returns:
        Markdown in English, with the Danish words beside.
    """
    parts = [_HEAD, "## A whole answer\n", *_example(book), "## Words\n", *_words(rules), "## Fields\n"]
    seen: set[str] = set()
    for name in ANSWERS:
        parts += _fields(name, rules, seen)
    return "\n".join(parts)


def _example(book: Rulebook) -> Iterator[str]:
    answer = evaluate(Case.model_validate(_CASE), at=_AT, rulebook=book)
    yield f"The case, asked at `{_AT}`, and all that comes back (`detail: full`):\n"
    yield fold_json("The case", _CASE)
    yield fold_json("The answer", json.loads(answer.to_json()))


def _words(rules: RuleSet) -> Iterator[str]:
    vocabulary = rules.vocabulary
    tables: dict[str, Mapping[str, Text]] = {
        **WORDS,
        "`law`": {name: law.name for name, law in rules.laws.items()},
        "`bearer`": {name: bearer.says for name, bearer in vocabulary.bearers.items()},
        "`needs`, beside the facts and event types": {name: describe_need(name, vocabulary) for name in ("at", "of")},
        "`escalations[].to` of the standard ladder": {
            name: Text(name, english) for name, english in _addressees(rules).items()
        },
    }
    for heading, words in tables.items():
        yield f"### {heading}\n"
        rows = [(f"`{word}`", escape(text.da), escape(text.en)) for word, text in words.items()]
        yield build_table(("word", "dansk", "English"), rows)


def _addressees(rules: RuleSet) -> dict[str, str]:
    """Who is told by the ladders that come with the rules; they are names of posts and not translated in answers."""
    if rules.ladders is None:
        return {}
    steps = (step for ladder in rules.ladders["ladders"] for step in ladder["steps"])
    return {step["to"].text(): "as the policy file writes it" for step in steps}


def _fields(name: str, rules: RuleSet, seen: set[str]) -> Iterator[str]:
    schema: dict[str, Any] = build_json_schema(name, rules)
    definitions = schema.get("$defs", {})
    yield f"### {begin_sentence(SCHEMA_DESCRIPTIONS[name].en)} (`{name}`)\n"
    for kind, body in {str(schema.get("title", name)): schema, **definitions}.items():
        if kind in seen or "properties" not in body:
            continue
        seen.add(kind)
        yield f"**{kind}**\n"
        yield build_table(("field", "type", "dansk", "English"), _rows(kind, body["properties"], seen))


def _rows(kind: str, properties: Mapping[str, Any], seen: set[str]) -> Iterator[tuple[str, ...]]:
    for field, schema in properties.items():
        text = FIELD_DESCRIPTIONS.get(f"{kind}.{field}") or FIELD_DESCRIPTIONS[field]
        yield f"`{field}`", _type(schema), escape(text.da), escape(text.en)
        inner = _inner(schema)
        if inner is not None and inner.get("title") not in seen:
            seen.add(str(inner.get("title")))
            for name, *cells in _rows(str(inner.get("title")), inner["properties"], seen):
                yield f"`{field}.{name.strip('`')}`", cells[0], cells[1], cells[2]


def _inner(schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """The schema of an object that is written inside another one."""
    for one in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if isinstance(one, dict) and "properties" in one:
            return one
    return None


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "anyOf" in schema or "oneOf" in schema:
        return " or ".join(dict.fromkeys(_type(one) for one in schema.get("anyOf", schema.get("oneOf", ()))))
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    words = [kind] if isinstance(kind, str) else kind
    return " or ".join(words)
