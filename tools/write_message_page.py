"""Write `docs/reference/messages.da.md`: every Danish text that is written out in the code of both programs.

The page stands beside that of the texts of an answer: help, refusals, warnings, tables, pages and calendars, by module.
A text that stands alone (in a calendar, which is Danish only, or as a part of a sentence) is known by its letters and
words.
What is put in while a program runs stands as a slot, `{name}`. Run it after a change of a message; a test says whether
the page is current.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "messages.da.md"
_HEAD = """# Meddelelserne i begge programmer

Lavet af `tools/write_message_page.py` ud fra koden. Her kan en dansk læser læse alt, hvad programmerne selv siger:
hjælp, afvisninger, advarsler, tabeller, sider og kalendere, modul for modul. {navn} er et sted, hvor noget sættes ind.
Teksterne i et svar står i [texts.da.md](texts.da.md).
"""
_TEXT = "Text"
_LETTERS = re.compile(r"[æøåÆØÅ]")
_WORDS = re.compile(r"(?<!\S)(?:af|den|der|det|er|ikke|med|og|til)(?!\S)")
_OTHER = re.compile(
    r"(?<!\S)(?:a|an|and|are|for|in|is|no|not|of|other|shared|the|to)(?!\S)|[\\\]_]|abc|\A.{0,2}\Z|\A[./\w-]*\Z",
    re.ASCII,
)
"""English, a regular expression, an identifier, a file name or an option."""
_DANISH = ("da", "danish")
_ENGLISH = ("en", "english")


@dataclass(frozen=True)
class Message:
    """A Danish text in the code.

    Attributes:
        module: The file from the package on, with slashes.
        line: The line, from 1.
        danish: The text; what is put in while the program runs is `{name}`.
    """

    module: str
    line: int
    danish: str


def read_messages(packages: Sequence[Path]) -> list[Message]:
    """Read the texts of packages: the first argument of `Text`, and of functions that take Danish beside English.

    Args:
        packages: The folders of the packages.

    Returns:
        The texts by package, module and line.
    """
    trees = {
        (package.name, file.relative_to(package.parent).as_posix()): ast.parse(file.read_text(encoding="utf-8"))
        for package in packages
        for file in sorted(package.rglob("*.py"))
    }
    places = {_TEXT: 0}
    for tree in trees.values():
        places.update(_takes_both_languages(tree))
    return [
        Message(module, line, danish)
        for (_, module), tree in trees.items()
        for line, _, danish in sorted(_texts_in(tree, places) | _lone_texts_in(tree))
    ]


def build_page(packages: Sequence[Path]) -> str:
    """Build the page.

    Args:
        packages: The folders of the packages whose texts are listed.

    Returns:
        The page as Markdown, with a line end.
    """
    by_module: dict[str, list[str]] = {}
    for message in read_messages(packages):
        texts = by_module.setdefault(message.module, [])
        if message.danish not in texts:
            texts.append(message.danish)
    parts = [
        f"## {module}\n\n```text\n" + "\n".join(text.replace("\n", " ⏎ ") for text in texts) + "\n```"
        for module, texts in by_module.items()
    ]
    return "\n\n".join([_HEAD.rstrip(), *parts]) + "\n"


def _takes_both_languages(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the functions that take Danish beside English: the name, and which positional argument is the Danish."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg not in {"self", "cls"}]
            for place, (first, second) in enumerate(pairwise(names)):
                if first in _DANISH and second in _ENGLISH:
                    yield node.name, place


def _lone_texts_in(tree: ast.Module) -> set[tuple[int, int, str]]:
    """The Danish texts wherever they stand: place and text; what stands inside another text is a part of that one."""
    nodes = list(ast.walk(tree))
    parts = {part for node in nodes if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
    parts |= {node.value for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    texts = ((node, _literal(node)) for node in nodes if isinstance(node, ast.expr) and node not in parts)
    return {
        (node.lineno, node.col_offset, text)
        for node, text in texts
        if text and not _OTHER.search(text) and (_LETTERS.search(text) or _WORDS.search(text))
    }


def _texts_in(tree: ast.Module, places: Mapping[str, int]) -> set[tuple[int, int, str]]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (place := places.get(_name_of(node.func))) is not None:
            named = [keyword.value for keyword in node.keywords if keyword.arg in _DANISH]
            for argument in named or node.args[place : place + 1]:
                for literal in _branches(argument):
                    if (text := _literal(literal)) and text.strip(" ,;"):
                        found.add((literal.lineno, literal.col_offset, text))
    return found


def _branches(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the expressions of which one becomes the argument: both sides of a condition."""
    if isinstance(node, ast.IfExp):
        yield from _branches(node.body)
        yield from _branches(node.orelse)
    else:
        yield node


def _literal(node: ast.expr) -> str | None:
    """The text that is written out, with its slots; None where it is computed."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else f"{{{_slot(part)}}}" for part in node.values
        )
    return None


def _slot(node: ast.AST) -> str:
    """The name of what is put in: the last name of the expression that is written there."""
    if isinstance(node, ast.FormattedValue):
        return _slot(node.value)
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return _slot(value) if name in _DANISH else name
        case ast.Call(func=function, args=[first, *_]):
            return _slot(first) if isinstance(first, ast.Name | ast.Attribute) else _slot(function)
        case ast.Call(func=function):
            return _slot(function)
        case ast.Subscript(value=value):
            return _slot(value)
        case _:
            return "…"


def _name_of(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def main() -> int:
    """Write the page where it is not current.

    Returns:
        0.
    """
    page = build_page([ROOT / "src" / "overgreb_rules", ROOT / "src" / "meetings"])
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        PAGE.write_text(page, encoding="utf-8", newline="\n")
        print(f"written: docs/reference/{PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
