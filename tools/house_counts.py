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
from collections.abc import Collection, Set
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
    "overgreb_rules": HouseCounts(rooms=22, floors=14, arrows=120, circles=()),
    "meetings": HouseCounts(rooms=15, floors=9, arrows=53, circles=()),
}
"""The bounds of the house as it was laid out, without the rooms of later capabilities."""
LATER_ROOMS = {
    "overgreb_rules": {"service": 12, "_conformance": 11},
    "meetings": {"answers": 5, "dates": 6},
}
"""The rooms of capabilities that came after the layout, in the order in which they came.

Each with the most arrows between it and the rooms before it: HTTP, the bundle with its vectors, replies to invitations,
possible starts.
"""


def count_house(package: str, without: Collection[str] = ()) -> HouseCounts:
    """Count rooms, floors and arrows of an installed package.

    Args:
        package: The import name of a package, for example `meetings`.
        without: Rooms to leave out with all their arrows, named without the package.

    Returns:
        The counts; `circles` names the rooms of each circle of imports, and `floors` is 0 where there is a circle.
    """
    left_out = {f"{package}.{room}" for room in without}
    arrows = _leave_out(room_imports(package), left_out)
    circles = tuple(_circles(arrows))
    return HouseCounts(len(arrows), 0 if circles else _longest_chain(arrows), sum(map(len, arrows.values())), circles)


def count_later_arrows(package: str) -> dict[str, int]:
    """Count the arrows that each room of a later capability brought.

    Args:
        package: The import name of a package of `LATER_ROOMS`.

    Returns:
        Room, named without the package → the number of its arrows, those to rooms that came after it left out.
    """
    arrows, brought = room_imports(package), {}
    for room in reversed(LATER_ROOMS[package]):
        before = _leave_out(arrows, {f"{package}.{room}"})
        brought[room] = sum(map(len, arrows.values())) - sum(map(len, before.values()))
        arrows = before
    return brought


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


def _leave_out(arrows: dict[str, set[str]], rooms: Set[str]) -> dict[str, set[str]]:
    return {room: targets - rooms for room, targets in arrows.items() if room not in rooms}


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
        later = LATER_ROOMS[package]
        counts, whole, theirs = count_house(package, without=later), count_house(package), count_later_arrows(package)
        over |= bool(whole.circles) or any(theirs[room] > most for room, most in later.items())
        over |= any(getattr(counts, size) > getattr(bound, size) for size in ("rooms", "floors", "arrows"))
        print(
            f"{package}: {counts.rooms} rooms of at most {bound.rooms}, {counts.floors} floors of {bound.floors}, "
            f"{counts.arrows} arrows of {bound.arrows}" + (f"; circles: {whole.circles}" if whole.circles else "")
        )
        rooms = ", ".join(f"{room} ({theirs[room]} arrows of at most {most})" for room, most in later.items())
        print(f"  with {rooms}: {whole.rooms} rooms, {whole.floors} floors, {whole.arrows} arrows")
    lines = count_lines_of_code(SOURCE)
    print(f"src: {lines:,} lines of code, {lines - LINES_AT_THE_START:+,} since the start of the house")
    for package in sys.argv[1:]:
        for room, targets in sorted(room_imports(package).items()):
            print(f"{room.partition('.')[2]} → {', '.join(sorted(target.partition('.')[2] for target in targets))}")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
