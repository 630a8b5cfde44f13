"""The snippets of `docs/how-to/http.md` are parts of the programs that the client tests compile and run."""

from __future__ import annotations

import re
import textwrap

import pytest

from tests.fixtures.paths import ROOT

DOCUMENT = (ROOT / "docs" / "how-to" / "http.md").read_text(encoding="utf-8")
PROGRAMS = ROOT / "tests" / "integration" / "clients" / "programs"


@pytest.mark.parametrize(("language", "file"), [("java", "EvaluateCases.java"), ("ts", "evaluateCases.ts")])
def test_the_snippet_is_that_of_the_program(language, file):
    program = (PROGRAMS / file).read_text(encoding="utf-8")
    parts = re.findall(r"// \[snippet\n(.*?)\n *// snippet\]", program, re.DOTALL)
    snippet = "\n".join(textwrap.dedent(part) for part in parts)
    assert len(parts) == 2
    assert f"```{language}\n{snippet}\n```" in DOCUMENT
