"""The mutation run over the bundle: one thing is changed or dropped, and a vector must notice.

Every clause, test, pattern, key and list item is dropped once, every number, unit, count, day, word and flag changed
once (`tools/bundle_mutants.py`). A mutant is killed when the bundle cannot be read, or when a vector comes out
otherwise. `docs/reference/mutation.md` explains each survivor. `tools/write_vectors.py` chooses the vectors by the same
mutants.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from overgreb_rules._conformance.vector import LEVELS, read_vectors
from tests.fixtures.paths import DOCS, ROOT
from tools.bundle_mutants import BundleMutant, find_mutants
from tools.bundle_question import Question
from tools.changed_bundle import MutantReader, load_data
from tools.killer_search import KillerSearch, relevant

VECTORS = ROOT / "conformance" / "vectors"


@dataclass(frozen=True)
class PartResult:
    """What became of the mutants of one part of the bundle.

    Attributes:
        part: The part.
        state: The hash of the bundle and of the vectors.
        killed: How many mutants a vector noticed.
        unreadable: How many changed bundles cannot be read.
        survivors: The names of the others.
    """

    part: str
    state: str
    killed: int
    unreadable: int
    survivors: tuple[str, ...]

    @classmethod
    def from_line(cls, line: str) -> PartResult:
        """Read a line of a results file.

        Args:
            line: JSON text.

        Returns:
            The result.
        """
        data = json.loads(line)
        return cls(**{**data, "survivors": tuple(data["survivors"])})


def run_part(
    part: str, mutants: Sequence[BundleMutant], reader: MutantReader, questions: Sequence[Question], state: str
) -> PartResult:
    """Ask the vectors about all mutants of one part.

    Args:
        part: The id of a rule, an event type, a state, a condition, or the key of another part.
        mutants: Its mutants, at least one.
        reader: Reads the changed bundles.
        questions: The vectors.
        state: The hash of the bundle and of the vectors.

    Returns:
        How many were noticed, and the survivors.
    """
    asks = relevant(reader, part, questions, 10_000)
    search = KillerSearch(reader, part if mutants[0].path[0] == "rules" else None)
    killed, unreadable, survivors = 0, 0, []
    for mutant in mutants:
        try:
            books = search.read(mutant)
        except Exception:  # whatever a reader raises, it has noticed
            unreadable += 1
            continue
        killer = next((one for one in asks if search.level_of(mutant, one, books) is not None), None)
        if killer is None:
            survivors.append(mutant.name)
            continue
        killed += 1
        # What noticed one change of a part often notices the next one.
        asks.remove(killer)
        asks.insert(0, killer)
    return PartResult(part, state, killed, unreadable, tuple(survivors))


def read_questions(reader: MutantReader) -> list[Question]:
    """Return the cases of the vectors, each once.

    Args:
        reader: Knows the rules.

    Returns:
        The questions in the order of the vectors, without those that must be refused.
    """
    asked: dict[tuple[str, str], Question] = {}
    for level in LEVELS:
        for vector in read_vectors(VECTORS, level):
            key = json.dumps(vector.case, sort_keys=True), vector.at
            # A case that is refused is asked no mutant.
            if key not in asked and (level != "L5" or vector.gives == {"place": None}):
                asked[key] = Question(vector.case, vector.at, vector.because, reader.base)
    return [*asked.values()]


def encode_without_texts(data: Mapping[str, Any]) -> bytes:
    """Return the bundle but for its texts, from which the hashes of kept results are made.

    Args:
        data: The bundle.

    Returns:
        JSON with sorted keys.
    """
    compared = {key: part for key, part in data.items() if key not in {"sha256", "released", "texts"}}
    return json.dumps(compared, sort_keys=True).encode()


def hash_of_state(data: Mapping[str, Any]) -> str:
    """Return the hash of what the result of a part hangs on: the bundle but for its texts, and the vectors.

    Args:
        data: The bundle.

    Returns:
        The first 16 characters of a SHA-256.
    """
    vectors = b"".join((VECTORS / f"{level}.jsonl").read_bytes() for level in LEVELS)
    return hashlib.sha256(encode_without_texts(data) + vectors).hexdigest()[:16]


def main(arguments: Sequence[str]) -> int:
    """Run the mutants against the vectors; 0 where none survives that `docs/reference/mutation.md` does not explain."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rules", nargs="*", metavar="RULE", help="ids of rules; none: the whole bundle")
    parser.add_argument(
        "--results",
        type=Path,
        help="file of results: what it holds of this bundle and these vectors is not run again",
    )
    options = parser.parse_args(arguments)
    reader = MutantReader(load_data())
    questions, state = read_questions(reader), hash_of_state(reader.data)
    results = dict[str, PartResult]()
    if options.results and options.results.exists():
        lines = options.results.read_text(encoding="utf-8").splitlines()
        results = {one.part: one for one in map(PartResult.from_line, lines) if one.state == state}
    by_part: dict[str, list[BundleMutant]] = {}
    for mutant in find_mutants(reader.data):
        if not options.rules or mutant.part in options.rules:
            by_part.setdefault(mutant.part, []).append(mutant)
    for part, mutants in by_part.items():
        if part not in results:
            results[part] = run_part(part, mutants, reader, questions, state)
            if options.results:
                with options.results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(results[part]), ensure_ascii=False) + "\n")
    found = [results[part] for part in by_part]
    survivors = [name for one in found for name in one.survivors]
    explained = (DOCS / "reference" / "mutation.md").read_text(encoding="utf-8")
    left = [name for name in survivors if f"`{name}`" not in explained]
    for name in survivors:
        print(f"{'SURVIVES' if name in left else 'survives, explained'}: {name}")
    killed, unreadable = sum(one.killed for one in found), sum(one.unreadable for one in found)
    all_mutants = killed + unreadable + len(survivors)
    print(
        f"{killed + unreadable} of {all_mutants} mutants killed ({unreadable} cannot be read); {len(left)} unexplained"
    )
    return int(bool(left))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
