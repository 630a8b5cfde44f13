"""What the service knows of a rule without a case."""

from __future__ import annotations

import json

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.service.documents import ServiceDocuments

DOCUMENTS = ServiceDocuments(RuleSet.load())


def test_a_rule_names_its_subject_number_and_the_addresses_of_the_texts_that_were_read() -> None:
    rule = json.loads(DOCUMENTS.rule("sel-68-13-ungestoette-30-dage") or "")
    assert rule["kle"] == "27.24"
    assert rule["eli"] == [
        "https://www.retsinformation.dk/eli/lta/2013/1093",
        "https://www.retsinformation.dk/eli/lta/2019/798",
        "https://www.retsinformation.dk/eli/lta/2020/1287",
        "https://www.retsinformation.dk/eli/lta/2022/170",
    ]


def test_a_rule_without_a_known_subject_number_says_null() -> None:
    assert json.loads(DOCUMENTS.rule("rsl-67-klage-4-uger") or "")["kle"] is None


def test_there_is_no_document_of_an_unknown_rule() -> None:
    assert DOCUMENTS.rule("bl-999") is None
