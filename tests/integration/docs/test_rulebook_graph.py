"""The rulebook as JSON-LD is read as RDF: acts and rules as Legislation, words and statuses as SKOS concepts."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.status_words import STATUS_WORDS
from tools.site.rulebook_graph import CONTEXT, build_rulebook_graph

rdflib = pytest.importorskip("rdflib", reason="rdflib is in the extra test")

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

RULES = RuleSet.load()
DOCUMENT = build_rulebook_graph(RULES)
SCHEMA = rdflib.Namespace("https://schema.org/")
RDF, SKOS = rdflib.RDF, rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """The document as a reader of RDF takes it, from its own context alone."""
    return rdflib.Graph().parse(data=json.dumps(DOCUMENT), format="json-ld")


def test_every_rule_and_every_act_is_legislation_with_a_name_in_both_languages_and_a_period(
    graph: rdflib.Graph,
) -> None:
    nodes = {*graph.subjects(RDF.type, SCHEMA.Legislation)}
    assert len(nodes) == len(RULES.by_id) + len(RULES.laws)
    for node in nodes:
        assert {name.language for name in graph.objects(node, SCHEMA.name)} == {"da", "en"}
        assert "/" in str(graph.value(node, SCHEMA.temporalCoverage))


def test_a_rule_says_its_place_its_act_its_sources_its_bearer_its_subject_number_and_what_it_replaces(
    graph: rdflib.Graph,
) -> None:
    rule = rdflib.URIRef("urn:overgreb-rules:rule:bl-138-1-kvittering")
    told = {str(predicate).rpartition("/")[2]: value for predicate, value in graph.predicate_objects(rule)}
    assert str(told["legislationIdentifier"]) == "barnets lov § 138, stk. 1"
    assert told["isPartOf"] == rdflib.URIRef("urn:overgreb-rules:act:barnets_lov")
    assert told["isBasedOn"] == rdflib.URIRef("https://www.retsinformation.dk/eli/lta/2025/282")
    assert told["legislationResponsible"] == rdflib.URIRef("urn:overgreb-rules:bearer:kommunalbestyrelsen")
    assert told["replaces"] == rdflib.URIRef("urn:overgreb-rules:rule:sel-155b-1-kvittering")
    assert (str(graph.value(told["about"], SCHEMA.value)), str(told["temporalCoverage"])) == (
        "34.10.30",
        "2024-01-01/..",
    )


def test_every_word_and_every_status_is_a_concept_of_a_scheme_with_a_label_in_both_languages(
    graph: rdflib.Graph,
) -> None:
    schemes = {*graph.subjects(RDF.type, SKOS.ConceptScheme)}
    concepts = {*graph.subjects(RDF.type, SKOS.Concept)}
    for concept in concepts:
        assert {label.language for label in graph.objects(concept, SKOS.prefLabel)} == {"da", "en"}, concept
        assert graph.value(concept, SKOS.inScheme) in schemes
        assert graph.value(concept, SKOS.notation) is not None
    statuses = {f"urn:overgreb-rules:status:{status}" for status in STATUS_WORDS}
    assert statuses <= {str(concept) for concept in concepts}
    assert {f"urn:overgreb-rules:event:{name}" for name in RULES.vocabulary.events} <= {str(one) for one in concepts}


def test_nothing_is_lost_on_the_way_and_everything_that_is_named_is_there(graph: rdflib.Graph) -> None:
    subjects = {*graph.subjects()}
    assert len({str(one) for one in subjects if isinstance(one, rdflib.URIRef)}) == len(DOCUMENT["@graph"])
    for subject, predicate, value in graph:
        assert urlsplit(str(predicate)).scheme in {"http", "https"}
        if isinstance(value, rdflib.URIRef) and str(value).startswith("urn:"):
            assert value in subjects, (subject, predicate, value)


def test_the_context_stands_in_the_document() -> None:
    assert DOCUMENT["@context"] == CONTEXT
    assert all(not isinstance(value, str) or not value.endswith(".jsonld") for value in CONTEXT.values())
