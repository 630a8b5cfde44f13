"""Try random inputs of every way in for a number of seconds, and keep those that fail.

The same numbers give the same inputs on every machine. With `--state FILE` a run goes on where the last one ended, and
the file holds how many inputs of each target were tried in all. A failing input is written to `build/fuzz`; copied to
`tests/fuzz/corpus/TARGET` it is tried by the tests for ever after.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from overgreb_rules.shared.worker_process import collect_seldom
from tests.fuzz.case_targets import CASE_TARGETS
from tests.fuzz.command_target import COMMAND_TARGETS
from tests.fuzz.file_targets import FILE_TARGETS
from tests.fuzz.plan_target import PLAN_TARGETS
from tests.fuzz.target import FuzzTarget

FAILED = Path("build/fuzz")
TARGETS = {target.name: target for target in (*CASE_TARGETS, *FILE_TARGETS, *PLAN_TARGETS, *COMMAND_TARGETS)}
TURN = 0.5
"""Seconds after which the next target has its turn."""


@dataclass
class Tally:
    """How far a target has come.

    Attributes:
        number: the number of the next input.
        failures: how many inputs failed.
    """

    number: int = 0
    failures: int = 0


def run(tallies: dict[str, Tally], seconds: float) -> None:
    """Try the targets in turn.

    Args:
        tallies: where each target begins; counted up.
        seconds: how long, in all.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for name, tally in tallies.items():
            turn = min(end, time.monotonic() + TURN)
            while time.monotonic() < turn:
                tally.failures += not try_input(TARGETS[name], tally.number)
                tally.number += 1


def try_input(target: FuzzTarget, number: int) -> bool:
    """Try one input, and keep it where it fails.

    Args:
        target: the target.
        number: the number of the input.

    Returns:
        Whether everything held.
    """
    data = target.build(number)
    began = time.process_time()
    try:
        target.check(data)
        if (seconds := time.process_time() - began) > target.longest:
            raise TimeoutError(f"{seconds:.1f} s of processor time, at most {target.longest:.0f}")
    except Exception:  # whatever it is, it is a finding
        FAILED.mkdir(parents=True, exist_ok=True)
        path = FAILED / f"{target.name}-{number}"
        path.write_bytes(data)
        traceback.print_exc()
        print(f"{target.name} {number} fails; the input: {path}", file=sys.stderr)
        return False
    return True


def read_state(path: Path | None) -> dict[str, Tally]:
    """Return how far each target had come; from the start without a file."""
    saved = json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else {}
    return {name: Tally(saved.get(name, 0)) for name in TARGETS}


def describe(tallies: dict[str, Tally], before: dict[str, int]) -> Iterator[str]:
    """Yield the lines that say what was tried."""
    yield f"{'target':<14} {'now':>9} {'in all':>11} failed"
    for name, tally in tallies.items():
        each = TARGETS[name].inputs
        yield f"{name:<14} {(tally.number - before[name]) * each:>9,} {tally.number * each:>11,} {tally.failures:>6}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the fuzzer; the exit code is 1 where an input failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"some of: {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=float, default=60, help="how long, in all (60)")
    parser.add_argument("--state", type=Path, help="the file of what was tried: the run goes on from there")
    parser.add_argument("--number", type=int, help="the one input with this number, of the targets that are named")
    options = parser.parse_args(arguments)
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    chosen = options.targets or list(TARGETS)
    if options.number is not None:
        held = [try_input(TARGETS[name], options.number) for name in chosen]
        return int(not all(held))
    collect_seldom()
    tallies = read_state(options.state)
    before = {name: tally.number for name, tally in tallies.items()}
    run({name: tallies[name] for name in chosen}, options.seconds)
    print("\n".join(describe(tallies, before)))
    if options.state:
        saved = {name: tally.number for name, tally in tallies.items()}
        options.state.write_text(json.dumps(saved) + "\n", encoding="utf-8")
    return int(any(tally.failures for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
