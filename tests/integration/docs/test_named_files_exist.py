"""The documents for developers name only files that exist, and only those links that lead somewhere."""

import re

import pytest

from tests.fixtures.paths import ROOT

TEXTS = [
    "README",
    "CONTRIBUTING",
    "STYLEGUIDE",
    "docs/README",
    "docs/explanation/architecture",
    "docs/reference/glossary",
    "docs/explanation/of.da",
    "docs/explanation/of.en",
    "docs/how-to/reviewing-a-rule",
]
DOCUMENTS = [*(ROOT / f"{text}.md" for text in TEXTS), *sorted((ROOT / "docs/explanation/decisions").glob("*.md"))]
BASES = [ROOT, ROOT / "src", ROOT / "src" / "overgreb_rules", ROOT / "src" / "meetings"]
FILE = re.compile(r"`([\w./-]+(?:\.py|\.yaml|\.csv|\.toml|\.md|/))`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_and_folder_that_a_document_names_exists(document):
    names = FILE.findall(document.read_text(encoding="utf-8"))
    assert [name for name in names if not any((base / name).exists() for base in BASES)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_to_a_file(document):
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []
