"""Search cases for the mutants of the bundle that no vector notices, and keep them in `tests/law/kit_cases.jsonl`.

FILE holds what `make mutate-bundle` printed. Random cases aimed at the part of each mutant
(`tools/aimed_histories.py`) are asked until one notices it or the time is over; what is found is made smaller and
written at once, so that a run that was stopped goes on. Then: `python tools/write_vectors.py --refresh`.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from overgreb_rules import CaseError
from overgreb_rules._conformance.vector import LEVELS, Level, read_vectors
from tools.aimed_histories import AimedGenerator
from tools.bundle_mutants import BundleMutant, find_mutants
from tools.bundle_question import Question
from tools.changed_bundle import MutantReader, load_data
from tools.killer_search import KillerSearch
from tools.mutate_bundle import VECTORS
from tools.write_vectors import KIT_CASES, read_kit_cases

_MOST_EVENTS = 9
_NEAR_CASES = 1200
_OWN_KEYS = frozenset({"id", "type", "at"})
_MARK = "SURVIVES: "


def read_survivors(text: str, data: Mapping[str, Any]) -> dict[str, list[BundleMutant]]:
    """Read the mutants that no vector noticed.

    Args:
        text: What the mutation run printed.
        data: The bundle.

    Returns:
        By part of the bundle, the mutants for which no case is kept.
    """
    names = {line.removeprefix(_MARK) for line in text.splitlines() if line.startswith(_MARK)}
    names -= {str(one["shows"]) for one in read_kit_cases()}
    found: dict[str, list[BundleMutant]] = {}
    for mutant in find_mutants(data):
        if mutant.name in names:
            found.setdefault(mutant.part, []).append(mutant)
    return found


class PartSearch:
    """A search for what notices the mutants of one part."""

    def __init__(self, part: str, mutants: Sequence[BundleMutant], reader: MutantReader, seed: str) -> None:
        """Read the changed bundles.

        Args:
            part: The id of a rule, an event type, a state, a condition, or the key of another part.
            mutants: The mutants of the part.
            reader: Reads them.
            seed: The seed of the cases.
        """
        self._reader = reader
        self._killers = KillerSearch(reader, part if mutants[0].path[0] == "rules" else None)
        self._left = list(mutants)
        self._books = {mutant.name: self._killers.read(mutant) for mutant in mutants}
        types = {type_ for theme in AimedGenerator(part, reader.data, (), seed).themes for type_ in theme}
        self._generator = AimedGenerator(part, reader.data, _near_cases(types), seed)

    def run(self, seconds: float) -> Iterator[tuple[BundleMutant, Level, Any, str]]:
        """Ask cases until every mutant is noticed, or the time is over.

        Args:
            seconds: The time.

        Yields:
            The mutant, the level at which it is noticed, the case and the instant.
        """
        until = time.monotonic() + seconds
        while self._left and time.monotonic() < until:
            case, at = self._generator.build_case()
            for mutant in [*self._left]:
                level = self._noticed(mutant, case, at)
                if level is not None:
                    small = self._shrink(mutant, level, case, at)
                    self._left.remove(mutant)
                    yield mutant, level, small, at

    def _noticed(self, mutant: BundleMutant, case: Any, at: str) -> Level | None:
        with contextlib.suppress(CaseError):
            return self._killers.level_of(mutant, Question(case, at, None, self._reader.base), self._books[mutant.name])
        return None

    def _shrink(self, mutant: BundleMutant, level: Level, case: Any, at: str) -> Any:
        """Leave out events, facts and links, as long as the mutant is noticed at the same level."""
        goes_on = True
        while goes_on:
            goes_on = False
            for smaller in _smaller_cases(case):
                if self._noticed(mutant, smaller, at) == level:
                    case, goes_on = smaller, True
                    break
        return case


def _smaller_cases(case: Any) -> Iterator[Any]:
    for place, event in enumerate(case["events"]):
        others = [one for number, one in enumerate(case["events"]) if number != place]
        if not any(event.get("id") in _names(one) for one in others):
            yield {**case, "events": others}
    for place, event in enumerate(case["events"]):
        for key in event.keys() - _OWN_KEYS:
            smaller = copy.deepcopy(case)
            del smaller["events"][place][key]
            yield smaller
    for key in case.get("barn") or {}:
        yield {**case, "barn": {name: value for name, value in case["barn"].items() if name != key}}


def _names(event: Any) -> list[str]:
    named = event.get("of", [])
    return [named] if isinstance(named, str) else named


def _near_cases(types: set[str]) -> list[tuple[Any, str]]:
    """Return the cases of vectors that tell events of these types."""
    found = {}
    for level in LEVELS:
        for vector in read_vectors(VECTORS, level) if level != "L5" else ():
            told = {event["type"] for event in vector.case["events"]}
            if 0 < len(vector.case["events"]) <= _MOST_EVENTS and len(told & types) >= min(2, len(told)):
                found[json.dumps([vector.case, vector.at], sort_keys=True)] = vector.case, vector.at
    return [*found.values()][:_NEAR_CASES]


def main(arguments: Sequence[str]) -> int:
    """Search the survivors part by part."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, metavar="FILE", help="what make mutate-bundle printed")
    parser.add_argument("--seconds", type=float, default=30, help="the time for each part")
    parser.add_argument("--seed", default="1", help="another seed asks other cases")
    options = parser.parse_args(arguments)
    reader = MutantReader(load_data())
    survivors = read_survivors(options.file.read_text(encoding="utf-8"), reader.data)
    for part, mutants in survivors.items():
        for mutant, level, case, at in PartSearch(part, mutants, reader, options.seed).run(options.seconds):
            line = {"shows": mutant.name, "levels": [level], "case": case, "at": at}
            with KIT_CASES.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            print(f"found: {mutant.name}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
