"""The Danish of every message in the code of both programs: help, refusals, tables, pages, calendars."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import meetings
import overgreb_rules
from tests.fixtures.danish_language import FAULTS_OF_LANGUAGE


def _literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _danish_texts() -> Iterator[tuple[str, str]]:
    """The Danish of each `Text(da, en)` that is written out in the code, with its place."""
    for package in (overgreb_rules, meetings):
        root = Path(str(package.__file__)).parent
        for file in sorted(root.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                is_text = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"
                if is_text and isinstance(node, ast.Call) and node.args and (danish := _literal(node.args[0])):
                    yield f"{file.relative_to(root.parent)}:{node.lineno}", danish


TEXTS = list(_danish_texts())


def test_the_messages_of_both_programs_are_found() -> None:
    packages = {place.split("/")[0].split("\\")[0] for place, _ in TEXTS}
    assert packages == {"overgreb_rules", "meetings"}
    assert len(TEXTS) > 2000


@pytest.mark.parametrize("fault", FAULTS_OF_LANGUAGE)
def test_no_message_has_a_fault_of_language(fault: str) -> None:
    pattern = FAULTS_OF_LANGUAGE[fault]
    assert [(place, text) for place, text in TEXTS if pattern.search(text)] == []
