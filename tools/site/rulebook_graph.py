"""The rulebook as JSON-LD: acts and rules as schema.org Legislation, words and statuses as SKOS concepts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from overgreb_rules._conformance.warning_words import WARNING_WORDS
from overgreb_rules._rules.citation import citation
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.status_words import STATUS_WORDS
from overgreb_rules.shared.text import Text

Node = dict[str, object]
CONTEXT: Mapping[str, object] = {
    "@vocab": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "isPartOf": {"@type": "@id"},
    "isBasedOn": {"@type": "@id"},
    "legislationResponsible": {"@type": "@id"},
    "dcterms:replaces": {"@type": "@id"},
    "skos:inScheme": {"@type": "@id"},
    "skos:broader": {"@type": "@id"},
}
"""The context stands in the document: nothing is fetched to read it."""
_NAME = "urn:overgreb-rules:"
_SCHEMES = {
    "event": Text("Hændelsestyper", "Event types"),
    "fact": Text("Oplysninger", "Facts"),
    "value": Text("Værdier", "Values"),
    "bearer": Text("Ansvarlige", "Bearers"),
    "status": Text("Statusser", "Statuses"),
    "warning": Text("Advarsler", "Warnings"),
}


def build_rulebook_graph(rules: RuleSet) -> Node:
    """Build the graph of a rulebook.

    Args:
        rules: The rules.

    Returns:
        A JSON-LD document.
    """
    graph: list[Node] = [
        {
            "@id": f"{_NAME}rulebook:{rules.version}",
            "@type": "Dataset",
            "name": "overgreb-rules",
            "version": rules.version,
            "identifier": rules.sha256,
        }
    ]
    graph += _acts(rules)
    graph += [_rule(rule, rules) for rule in rules]
    graph += _concepts(rules)
    return {"@context": dict(CONTEXT), "@graph": graph}


def _acts(rules: RuleSet) -> Iterator[Node]:
    for name, law in rules.laws.items():
        node: Node = {
            "@id": _act(name),
            "@type": "Legislation",
            "name": _both(law.name),
            "temporalCoverage": _period(law.first, law.last),
            "isPartOf": f"{_NAME}rulebook:{rules.version}",
        }
        source = rules.sources.get(name)
        if source is not None:
            node["isBasedOn"] = list(source.addresses.values())
        yield node


def _rule(rule: Rule, rules: RuleSet) -> Node:
    node: Node = {
        "@id": build_iri("rule", rule.id),
        "@type": "Legislation",
        "legislationIdentifier": citation(rule.id, rules).da,
        "name": _both(rule.title),
        "abstract": _both(rule.summary),
        "temporalCoverage": _period(rule.versions[0].first, rule.versions[-1].last),
        "isPartOf": _act(rule.law),
        "isBasedOn": list(rules.addresses_of(rule).values()),
        "legislationResponsible": build_iri("bearer", rule.bearer),
    }
    if rule.kle:
        node["about"] = {"@type": "PropertyValue", "propertyID": "KLE", "value": rule.kle}
    if rule.succeeds:
        node["dcterms:replaces"] = build_iri("rule", rule.succeeds)
    return node


def _concepts(rules: RuleSet) -> Iterator[Node]:
    vocabulary = rules.vocabulary
    words: dict[str, Mapping[str, Text]] = {
        "event": {name: event.says for name, event in vocabulary.events.items()},
        "fact": {**{name: fact.says for name, fact in vocabulary.case.items()}, **vocabulary.facts},
        "value": vocabulary.values,
        "bearer": {name: bearer.says for name, bearer in vocabulary.bearers.items()},
        "status": {name: status.label for name, status in STATUS_WORDS.items()},
        "warning": WARNING_WORDS,
    }
    for kind, says in _SCHEMES.items():
        yield {"@id": build_iri("scheme", kind), "@type": "skos:ConceptScheme", "skos:prefLabel": _both(says)}
        for name, text in words[kind].items():
            yield {
                "@id": build_iri(kind, name),
                "@type": "skos:Concept",
                "skos:notation": name,
                "skos:prefLabel": _both(text),
                "skos:inScheme": build_iri("scheme", kind),
            }


def _both(text: Text) -> list[dict[str, str]]:
    return [{"@language": "da", "@value": text.da}, {"@language": "en", "@value": text.en}]


def _period(first: dt.date, last: dt.date | None) -> str:
    """An interval of ISO 8601, as schema.org has it: `..` where it has not ended."""
    return f"{first.isoformat()}/{last.isoformat() if last else '..'}"


def _act(name: str) -> str:
    return build_iri("act", name)


def build_iri(kind: str, name: str) -> str:
    """Build the name of a node of the graph.

    Args:
        kind: What the node is: act, rule, event, fact, value, bearer, status, warning or scheme.
        name: Its name in the rules.

    Returns:
        A URN.
    """
    return f"{_NAME}{kind}:{quote(name, safe='')}"
