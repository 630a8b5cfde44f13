"""What tutorial and how-tos show is what happens: their snippets are run in their order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures.paths import DOCS
from tests.integration.docs.snippets import ELLIPSIS, fits, run_document

DOCUMENTS = [
    "tutorial/first-case.md",
    "how-to/asking.da.md",
    "how-to/map-your-case-system.da.md",
    "how-to/map-your-case-system.md",
    "how-to/nightly-job.md",
    "how-to/own-ladder-and-rules.md",
]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_snippet_prints_what_the_document_shows(document: str, tmp_path: Path) -> None:
    printed = list(run_document((DOCS / document).read_text(encoding="utf-8"), tmp_path))
    assert printed
    for one in printed:
        assert fits(one.shown, one.found), f"python -m tests.integration.docs.snippets docs/{document}\n{one.found}"


def test_a_document_that_shows_something_else_is_found(tmp_path: Path) -> None:
    text = "```python\nprint(1)\nprint(2)\n```\n\n```text\n1\n3\n```\n"
    (one,) = run_document(text, tmp_path)
    assert (one.shown, one.found, fits(one.shown, one.found)) == ("1\n3\n", "1\n2\n", False)


def test_a_line_of_three_dots_stands_for_any_lines() -> None:
    assert fits(f"a\n{ELLIPSIS}\nd\n", "a\nb\nc\nd\n")
    assert fits(f"a\n{ELLIPSIS}\n", "a\nb\n")
    assert not fits(f"b\n{ELLIPSIS}\nd\n", "a\nb\nc\nd\n")
    assert not fits(f"a\n{ELLIPSIS}\nc\n", "a\nb\nc\nd\n")


def test_what_a_snippet_prints_must_be_shown(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="does not show"):
        list(run_document("```python\nprint(1)\n```\n", tmp_path))
