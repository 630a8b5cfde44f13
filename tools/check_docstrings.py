"""Check that the docstring of every public function names its arguments, its result and its errors.

pydoclint reads the docstrings (Google style, options in pyproject.toml). This tool leaves out what pydoclint cannot
know of this project, and adds the one finding that it does not make:

- A lazy attribute (`shared.cached_attribute`, `lazy_field`) is a property: a noun phrase says what it is.
- A class with a leading underscore is private with its methods.
- An error that comes from a called function may be named in `Raises`; pydoclint would ask for a `raise` in the body.
- `raise self._refusal(…)` raises what the function builds; its name is no name of an error.
- A public function, method or class without a docstring is a finding.

Run with files or folders (without: `src`). One finding a line; exit code 1 where there is one.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROPERTIES = {"property", "cached_attribute", "lazy_field"}
WITHOUT_DOCSTRING = {"overload", "override"}
FINDING = re.compile(r"^(?P<file>.+?):(?P<line>\d+): (?P<code>DOC\d+): (?P<text>.*)$")
RAISED = re.compile(r"in the docstring: \[(?P<named>.*?)\]\. Raised exceptions in the body: \[(?P<raised>.*?)\]")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def findings(paths: list[str]) -> Iterator[str]:
    """Yield the findings of all Python files below the paths.

    Args:
        paths: Files and folders.

    Yields:
        One line a finding: file, line, code and what is missing; sorted by file. After them each line of pydoclint that
        is no finding (it is missing, or it crashed), and its exit code where that does not fit its findings.
    """
    found = subprocess.run(  # noqa: S603  (a tool of this environment)
        [sys.executable, "-m", "pydoclint.main", *paths], capture_output=True, text=True, check=False
    )
    lines = (found.stdout + found.stderr).splitlines()
    for file in sorted(_files(paths)):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        public = dict(_public_definitions(tree.body))
        for line, one in public.items():
            if ast.get_docstring(one) is None and not _decorators(one) & WITHOUT_DOCSTRING:
                yield f"{file}:{line}: DOC000: `{one.name}` has no docstring"
        for match in filter(None, map(FINDING.match, lines)):
            definition = public.get(int(match["line"]))
            if Path(match["file"]) == file and definition is not None:
                text = _weighed(match["code"], match["text"], definition)
                if text:
                    yield f"{file}:{match['line']}: {match['code']}: {text}"
    yield from (line for line in lines if line and not FINDING.match(line))
    if found.returncode != int(any(map(FINDING.match, lines))):
        yield f"pydoclint ended with code {found.returncode}"


def _weighed(code: str, text: str, definition: Definition) -> str:
    """Return the text of a finding of pydoclint, or nothing where the finding does not hold here."""
    if code in ("DOC101", "DOC502"):  # DOC103 names the arguments that DOC101 counts
        return ""
    if code == "DOC201" and _decorators(definition) & PROPERTIES:
        return ""
    if code == "DOC503" and (names := RAISED.search(text)):
        named, raised = ({name.strip(" '") for name in names[group].split(",")} - {""} for group in ("named", "raised"))
        missing = {name for name in raised - named if name.lstrip("_")[:1].isupper()}
        return f"`{definition.name}` raises {', '.join(sorted(missing))}: not in Raises" if missing and named else ""
    return re.sub(r" \(Or could be other formatting issues: \S+ \)", "", text)


def _public_definitions(body: list[ast.stmt]) -> Iterator[tuple[int, Definition]]:
    """Yield the public classes, functions and methods of a module or class, by the line of `def` or `class`."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node.lineno, node
            if isinstance(node, ast.ClassDef):
                yield from _public_definitions(node.body)
        elif isinstance(node, ast.If):
            yield from _public_definitions(node.body + node.orelse)
        elif isinstance(node, ast.Try | ast.TryStar):
            handled = [statement for handler in node.handlers for statement in handler.body]
            yield from _public_definitions([*node.body, *handled, *node.orelse, *node.finalbody])


def _decorators(definition: Definition) -> set[str]:
    names = [node.func if isinstance(node, ast.Call) else node for node in definition.decorator_list]
    attributes = {node.attr for node in names if isinstance(node, ast.Attribute)}
    return attributes | {node.id for node in names if isinstance(node, ast.Name)}


def _files(paths: list[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from path.rglob("*.py") if path.is_dir() else [path]


def main() -> int:
    """Print the findings.

    Returns:
        The exit code: 1 where there is a finding, else 0.
    """
    lines = list(findings(sys.argv[1:] or ["src"]))
    for line in lines:
        print(line)
    print(f"{len(lines)} findings in docstrings")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
