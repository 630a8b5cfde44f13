"""A published file is recognised by its content."""

import pytest

from overgreb_rules._rulecheck.law_text.document import parse_published_file
from overgreb_rules._rulecheck.law_text.wording import LawTextError
from tests.fixtures.lexdania import amending_act, instruction


def test_plain_text_xml_and_metadata_are_told_apart():
    assert parse_published_file("\ufeff§ 1. Børn har ret.".encode(), "a").paragraphs == ("§ 1",)
    assert (
        len(
            parse_published_file(
                amending_act("I barnets lov:", instruction("I § 1 ændres »a« til: »b«.")), "a"
            ).amendments
        )
        == 1
    )
    metadata = b'{"eli:changed_by": "https://www.retsinformation.dk/eli/lta/2026/7"}'
    assert parse_published_file(metadata, "a").metadata.later_acts == ("/eli/lta/2026/7",)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<!DOCTYPE html><html><body>Log ind</body></html>", "web page"),
        (b"<html lang='da'></html>", "web page"),
        ("§ 1. Børn.".encode("utf-16"), "UTF-8"),
        (b'{"a": ', "cut off"),
        (b"[" * 100_000, "cut off"),
        (b'{"a": 1}', "no metadata"),
    ],
)
def test_what_is_no_text_of_law_is_refused(data, what):
    with pytest.raises(LawTextError, match=what):
        parse_published_file(data, "file")
