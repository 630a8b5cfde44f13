"""Compare the package with the second reading of the law on fresh random histories, and keep those that differ.

A block is 125 histories of each of the four kinds, each asked at two instants; the prefix, the kind and the number of
the block are the seed. The file of results holds a line for each history that differs and one for each whole block, so
a run that was stopped goes on where it ended. The blocks of the earlier run are not compared again, and what differed
in them counts; after a change of the code, use a new file:

    python tools/compare_readings.py --prefix my-run --blocks 200 --results build/readings.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from tests.differential.test_rule_oracle import KINDS, ORACLE, evaluate_by_package, find_differences
from tests.fixtures.random_histories import HistoryGenerator

HISTORIES = 125
"""Histories of each kind in a block."""
INSTANTS = 2
"""Instants at which each history is asked."""


def read_finished_blocks(results: Path, prefix: str) -> dict[int, int]:
    """Return the blocks that an earlier run has compared whole.

    Args:
        results: the file of results; it need not exist.
        prefix: the seed of the run.

    Returns:
        How many evaluations differed, by the number of the block.
    """
    if not results.exists():
        return {}
    lines = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    return {line["block"]: line["differing"] for line in lines if line["prefix"] == prefix and "histories" in line}


def compare_block(prefix: str, block: int, out: TextIO) -> int:
    """Compare the histories of a block; write a line for each evaluation that differs, and one for the block.

    Args:
        prefix: the seed of the run.
        block: the number of the block.
        out: the open file of results.

    Returns:
        How many evaluations differed.
    """
    differing = 0
    for kind in sorted(KINDS):
        generator = HistoryGenerator(f"{prefix} {kind} {block}")
        for number in range(HISTORIES):
            case = KINDS[kind](generator)
            for at in generator.random_instants(case, INSTANTS):
                differences = find_differences(evaluate_by_package(case, at), ORACLE.evaluate(case, at))
                if differences:
                    differing += 1
                    write_line(out, prefix, block, describe_differences(kind, number, case, at, differences))
    write_line(out, prefix, block, {"histories": HISTORIES * len(KINDS), "differing": differing})
    return differing


def describe_differences(
    kind: str, number: int, case: dict[str, Any], at: str, differences: dict[tuple[str, str], Any]
) -> dict[str, Any]:
    """Return a line of the file of results."""
    rows = {f"{rule}@{name}": [repr(one) for one in pair] for (rule, name), pair in sorted(differences.items())}
    return {"kind": kind, "number": number, "at": at, "case": case, "package_and_oracle": rows}


def write_line(out: TextIO, prefix: str, block: int, line: dict[str, Any]) -> None:
    """Write a line of the file of results and let it reach the disk."""
    out.write(json.dumps({"prefix": prefix, "block": block, **line}, ensure_ascii=False) + "\n")
    out.flush()


def main(arguments: Sequence[str]) -> int:
    """Compare the blocks that are not compared yet; return 1 where a history of one of the blocks differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--prefix", required=True, help="the seed of the run")
    parser.add_argument("--first", type=int, default=0, help="the number of the first block")
    parser.add_argument("--blocks", type=int, default=1, help="how many blocks of 500 histories")
    parser.add_argument("--results", type=Path, default=Path("build/readings.jsonl"), help="where the results go")
    told = parser.parse_args(arguments)
    told.results.parent.mkdir(parents=True, exist_ok=True)
    blocks = range(told.first, told.first + told.blocks)
    finished = read_finished_blocks(told.results, told.prefix)
    earlier = [finished[block] for block in blocks if block in finished]
    differing = sum(earlier)
    with told.results.open("a", encoding="utf-8") as out:
        for block in blocks:
            if block not in finished:
                differing += compare_block(told.prefix, block, out)
    histories = HISTORIES * len(KINDS)
    print(
        f"{len(blocks) * histories} histories compared, {len(earlier) * histories} of them in earlier runs; "
        f"{differing} evaluations differ"
    )
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
