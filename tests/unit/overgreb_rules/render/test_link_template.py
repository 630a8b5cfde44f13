"""The address of another system: what is filled in, and what is refused."""

from __future__ import annotations

import pytest

from overgreb_rules import CaseError
from overgreb_rules.render.link_template import LinkTemplate


def test_both_keys_are_percent_encoded() -> None:
    link = LinkTemplate.parse("https://sager.example.org/{case_id}#{key}")
    assert link.fill("A/17", "bl-136-2@u1&x") == "https://sager.example.org/A%2F17#bl-136-2%40u1%26x"
    assert link.fill("å") == "https://sager.example.org/%C3%A5#"


@pytest.mark.parametrize("text", ["http://localhost:8080/{case_id}", "https://example.org/sag?id={case_id}&p={key}"])
def test_an_address_of_the_web_is_taken(text: str) -> None:
    assert LinkTemplate.parse(text).template == text


@pytest.mark.parametrize(
    "text",
    [
        "", "{case_id}", "/sager/{case_id}", "javascript:alert(1)", "data:text/html,x", "ftp://example.org/{case_id}",
        "https://", "https:///{case_id}", "https://{case_id}.example.org/", "https://example.org:{key}/",
        "https://user@example.org/{case_id}", "https://{case_id}@example.org/", "https://example.org/{name}",
        "https://example.org/{", "https://example.org/}", "https://example.org/{case_id} x", "https://example.org/\n",
        "https://example.org/\"><script>", "//example.org/{case_id}", "https://[::1/{case_id}",
        "https://example.org\\@evil.example/{case_id}", "https://{case_id}example.org/",
        "https://example.org/\udcff", "https{key}://example.org/", "HTT{key}PS://example.org/", "{case_id}http://example.org/",
        "http{key}s://example.org/",
    ],
)  # fmt: skip
def test_another_address_is_refused_with_its_place_and_the_mend(text: str) -> None:
    with pytest.raises(CaseError) as refusal:
        LinkTemplate.parse(text, "--link")
    assert refusal.value.parts("da")["place"] == "--link"
    assert "https://sager.example.org/{case_id}#{key}" in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/0101901234",
        "https://example.org/{case_id}?cpr=010190-1234",
        "https://example.org/{case_id}?cpr=010190%20-%201234",
        "https://example.org/{case_id}?cpr=010190+1234",
    ],
)
def test_an_address_with_a_cpr_number_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(CaseError, match=r"--link: this looks like a CPR number \(«hidden»\)") as refusal:
        LinkTemplate.parse(text, "--link")
    assert "1234" not in str(refusal.value)
