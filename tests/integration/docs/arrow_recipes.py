"""What docs/how-to/arrow.md tells its readers to run."""

from __future__ import annotations

import re

from tests.integration.docs.arrow_columns import DOCUMENT

AT = "2026-01-01T00:00:00+01:00"
"""The instant in the recipes."""

_TEXT = DOCUMENT.read_text(encoding="utf-8")
COMMANDS = [line[2:] for block in re.findall(r"```console\n(.*?)```", _TEXT, re.DOTALL) for line in block.splitlines()]


def recipe(heading: str) -> str:
    """The first block of Python under the heading."""
    (_, section) = re.split(rf"^#+ {re.escape(heading)}$", _TEXT, maxsplit=1, flags=re.MULTILINE)
    found = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert found is not None
    return found[1]
