"""The foot of a page: versions, hashes, and how far each law was read."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from overgreb_rules.render._page_parts import PageWriter
from overgreb_rules.render._page_receipt import add_receipt
from overgreb_rules.shared.no_break_spaces import NO_BREAK_SPACE
from tests.fixtures.rendered_evaluations import evaluate_example


def test_the_receipt_names_every_law_with_its_version_and_the_day_to_which_it_is_known() -> None:
    receipt, listed = evaluate_example("christmas-notification")[0].receipt, ET.Element("dl")
    add_receipt(PageWriter("da", 1), listed, receipt)
    said = [(item.text or "").replace(NO_BREAK_SPACE, " ") for item in listed.iter("dd")]
    assert "barnets lov (LBK 282/2025): kontrolleret til og med 17. marts 2025" in said
    assert len([line for line in said if "kontrolleret til og med" in line]) == len(receipt.law)
    assert receipt.case_sha256 in said
