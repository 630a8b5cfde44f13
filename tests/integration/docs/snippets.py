"""The snippets of a document, run in their order in one folder, and what they print.

A fence with `title="NAME"` is a file. In a `console` fence each `$ overgreb-rules …` or `$ overgreb-meetings …` is run;
the lines below it are what it prints. A `python` fence is run, and a `text` fence behind it is what it prints. Other
fences (`sh`, `java` …) are not run.

python -m tests.integration.docs.snippets FILE…      writes what the snippets print into the documents
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import meetings.cli
import overgreb_rules.cli

_FENCE = re.compile(
    r"^```(?P<kind>[a-z]+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_PROGRAMS = {"overgreb-rules": overgreb_rules.cli.main, "overgreb-meetings": meetings.cli.main}
_WIDTH = "96"
ELLIPSIS = "…"
"""A line that stands for any lines."""


@dataclass(frozen=True)
class Printed:
    """What a snippet prints: the part of the document that shows it, what stands there, and what came out."""

    start: int
    end: int
    shown: str
    found: str


def run_document(text: str, folder: Path) -> Iterator[Printed]:
    """Run the snippets of a document.

    Args:
        text: The document, in Markdown.
        folder: An empty folder, in which the files stand and the snippets run.

    Yields:
        What each console fence and each Python fence prints.
    """
    names: dict[str, object] = {}
    waiting: str | None = None
    with contextlib.chdir(folder), mock.patch.dict(os.environ, {"COLUMNS": _WIDTH}):
        for fence in _FENCE.finditer(text):
            kind, body = fence["kind"], fence["body"]
            if fence["title"]:
                Path(fence["title"]).write_text(body, encoding="utf-8")
            elif kind == "console":
                yield Printed(fence.start("body"), fence.end("body"), body, "".join(_run_console(body)))
            elif kind == "python":
                with contextlib.redirect_stdout(io.StringIO()) as out:
                    exec(compile(body, "snippet", "exec"), names)  # noqa: S102  # the snippet of our own document
                waiting = out.getvalue()
            elif kind == "text" and waiting is not None:
                yield Printed(fence.start("body"), fence.end("body"), body, waiting)
                waiting = None
    assert not waiting, f"a Python snippet prints what the document does not show: {waiting}"


def run_python_example(document: str) -> tuple[str, str]:
    """Run the one Python fence of a document.

    Args:
        document: The document, in Markdown, with one `text` fence.

    Returns:
        What the `text` fence shows, and what was printed.
    """
    (code,) = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    (shown,) = re.findall(r"```text\n(.*?)```", document, re.DOTALL)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, "example", "exec"), {})  # noqa: S102  # the example of our own document
    return shown, out.getvalue()


def fits(shown: str, found: str) -> bool:
    """Return whether a document shows what was printed.

    Args:
        shown: What the document shows; a line `…` stands for any lines.
        found: What was printed.

    Returns:
        True where every line fits.
    """
    pattern = "".join("(?:.*\n)*?" if line == f"{ELLIPSIS}\n" else re.escape(line) for line in shown.splitlines(True))
    return re.fullmatch(pattern, found) is not None


def _run_console(body: str) -> Iterator[str]:
    for line in body.splitlines():
        if line.startswith("$ "):
            yield f"{line}\n"
            program, *arguments = shlex.split(line[2:])
            with contextlib.redirect_stdout(io.StringIO()) as out:
                code = _PROGRAMS[program](arguments)
            assert code in {0, 1}, f"{line}: {code}"
            yield "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def main(documents: Sequence[str]) -> None:
    """Write what the snippets print into documents.

    Args:
        documents: The paths.
    """
    for path in map(Path, documents):
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            printed = list(run_document(text, Path(folder)))
        for one in reversed(printed):
            if fits(one.shown, one.found):
                continue
            text = text[: one.start] + one.found + text[one.end :]
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
