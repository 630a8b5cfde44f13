"""The hash of a test: of its function and of what that names in its file.

A new test in the same file changes nothing of it.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path


def hash_file(path: Path) -> str:
    """Return the hash of a file.

    Args:
        path: The file.

    Returns:
        The first 16 digits of its SHA-256.
    """
    return _hash(path.read_text(encoding="utf-8"))


def hash_function(path: Path, name: str) -> str:
    """Return the hash of a function and of everything at the level of its module that it names, directly or not.

    Args:
        path: The file.
        name: The name of the function; of a method that of its class.

    Returns:
        The first 16 digits of a SHA-256; empty where the file has no such name.
    """
    statements = _statements(path.read_text(encoding="utf-8"))
    if name not in statements:
        return ""
    reached, waiting = {name}, [name]
    while waiting:
        for other in _names_in(statements[waiting.pop()]):
            if other in statements and other not in reached:
                reached.add(other)
                waiting.append(other)
    return _hash("\n".join(ast.unparse(part) for one in sorted(reached) for part in statements[one]))


@cache
def _statements(source: str) -> Mapping[str, list[ast.stmt]]:
    """The statements at the level of a module by the names that they bind; kept, because each mutant asks anew."""
    found: dict[str, list[ast.stmt]] = {}
    for statement in ast.parse(source).body:
        for name in _names_bound_by(statement):
            found.setdefault(name, []).append(statement)
    return found


def _names_bound_by(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from ((one.asname or one.name).partition(".")[0] for one in names)
        case _:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id


def _names_in(statements: list[ast.stmt]) -> Iterator[str]:
    """The names in statements; those of arguments are fixtures or are bound by the function itself."""
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.arg):
                yield node.arg


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
