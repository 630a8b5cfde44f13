"""Count the picture of imports and the lines of code.

`make check` prints the counts, tests/integration/test_house.py holds their bounds.

A room is a child of the package: a module or a sub-package. An arrow is an ordered pair of rooms of which the first
imports from inside the second; imports under TYPE_CHECKING count. Floors are the rooms on the longest chain of arrows.
A line of code is a physical line of `src` that is neither blank, comment nor docstring.

Source: import graphs after grimp (https://grimp.readthedocs.io).
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
LINES_AT_THE_START = 15_850
"""Lines of code at commit cf90528, before the house was rebuilt (16,034 with the docstrings of attributes)."""

_NOT_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.ENCODING,
}


@dataclass(frozen=True)
class HouseCounts:
    """The size of an import graph; a circle is a group of rooms that import each other, through others or directly."""

    rooms: int
    floors: int
    arrows: int
    circles: tuple[tuple[str, ...], ...]


BOUNDS = {
    "overgreb_rules": HouseCounts(rooms=24, floors=15, arrows=143, circles=()),
    "meetings": HouseCounts(rooms=17, floors=9, arrows=64, circles=()),
}


def count_house(package: str) -> HouseCounts:
    """Count rooms, floors and arrows of an installed package.

    Args:
        package: The import name of a package, for example `meetings`.

    Returns:
        The counts; `circles` names the rooms of each circle of imports, and `floors` is 0 where there is a circle.
    """
    arrows = room_imports(package)
    circles = tuple(_circles(arrows))
    return HouseCounts(len(arrows), 0 if circles else _longest_chain(arrows), sum(map(len, arrows.values())), circles)


def room_imports(package: str) -> dict[str, set[str]]:
    """Return the rooms of a package, each with the rooms that it imports from.

    Args:
        package: The import name of a package.

    Returns:
        Room → rooms imported by it, itself left out; the package's own `__init__` is no room.
    """
    graph = grimp.build_graph(package, cache_dir=None)
    arrows: dict[str, set[str]] = {child: set() for child in graph.find_children(package)}
    for module in graph.modules - {package}:
        for imported in graph.find_modules_directly_imported_by(module) - {package}:
            if (importer := _room(module)) != (target := _room(imported)):
                arrows[importer].add(target)
    return arrows


def count_lines_of_code(folder: Path) -> int:
    """Count the lines of code of all Python files below a folder.

    Args:
        folder: The folder to search.

    Returns:
        The number of physical lines that hold code; docstrings, comments and blank lines are not counted.
    """
    return sum(len(_lines_of_code(file.read_text(encoding="utf-8"))) for file in folder.rglob("*.py"))


def _lines_of_code(text: str) -> set[int]:
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NOT_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines - _lines_of_docstrings(text)


def _lines_of_docstrings(text: str) -> set[int]:
    """Return the lines of all string statements: docstrings of modules, classes, functions and attributes."""
    return {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _circles(arrows: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Return the groups of rooms that reach each other, each sorted."""
    reached: dict[str, set[str]] = {}
    for room in arrows:
        reached[room], waiting = set(), [room]
        while waiting:
            for target in arrows[waiting.pop()] - reached[room]:
                reached[room].add(target)
                waiting.append(target)
    groups = {
        tuple(sorted(target for target in reached[room] if room in reached[target]))
        for room in arrows
        if room in reached[room]
    }
    return sorted(groups)


def _longest_chain(arrows: dict[str, set[str]]) -> int:
    @cache
    def floors_below(room: str) -> int:
        return 1 + max((floors_below(target) for target in arrows[room]), default=0)

    return max(map(floors_below, arrows))


def main() -> int:
    """Print the counts beside their bounds; with a name of a package also its arrows.

    Returns:
        The exit code: 1 where a bound is passed, else 0.
    """
    over = False
    for package, bound in BOUNDS.items():
        counts = count_house(package)
        passed = counts.circles or any(
            getattr(counts, size) > getattr(bound, size) for size in ("rooms", "floors", "arrows")
        )
        over = over or bool(passed)
        print(
            f"{package}: {counts.rooms} rooms of at most {bound.rooms}, {counts.floors} floors of {bound.floors}, "
            f"{counts.arrows} arrows of {bound.arrows}" + (f"; circles: {counts.circles}" if counts.circles else "")
        )
    lines = count_lines_of_code(SOURCE)
    print(f"src: {lines:,} lines of code, {lines - LINES_AT_THE_START:+,} since the start of the house")
    for package in sys.argv[1:]:
        for room, targets in sorted(room_imports(package).items()):
            print(f"{room.partition('.')[2]} → {', '.join(sorted(target.partition('.')[2] for target in targets))}")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
