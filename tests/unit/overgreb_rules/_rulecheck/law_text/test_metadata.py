"""The metadata of an act name the later acts, as JSON-LD and as a list of properties."""

import pytest

from overgreb_rules._rulecheck.law_text.metadata import ActMetadata, parse_metadata

ADDRESS = "https://www.retsinformation.dk/eli/lta"
EXPECTED = ActMetadata("/eli/lta/2025/282", ("/eli/lta/2025/469", "/eli/lta/2026/641"), "InForce")


@pytest.mark.parametrize(
    "document",
    [
        {
            "@id": f"{ADDRESS}/2025/282",
            "eli:in_force": {"@id": "http://data.europa.eu/eli/ontology#InForce"},
            "eli:changed_by": [{"@id": f"{ADDRESS}/2025/469"}, {"@id": f"{ADDRESS}/2025/469"}],
            "eli:consolidated_by": f"{ADDRESS}/2026/641",
        },
        [
            {"about": f"{ADDRESS}/2025/282", "property": "eli:in_force", "resource": "eli:ontology#InForce"},
            {"about": f"{ADDRESS}/2025/282", "property": "eli:changed_by", "resource": f"{ADDRESS}/2025/469"},
            {"about": f"{ADDRESS}/2025/282", "property": "eli:consolidated_by", "content": f"{ADDRESS}/2026/641"},
        ],
    ],
)
def test_later_acts_are_read_from_both_forms(document):
    assert parse_metadata(document) == EXPECTED


@pytest.mark.parametrize("document", [{}, [], {"events": []}, "text", 3, None])
def test_json_without_a_property_of_eli_is_no_metadata(document):
    assert parse_metadata(document) is None
