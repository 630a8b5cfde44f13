"""Run in a process of its own: the most memory that so many cases needed, in kilobytes; with workers, of this process.

python -m tests.integration.memory_of_batches NUMBER WORKERS
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator

from overgreb_rules import Evaluation, Rulebook, evaluate_many


def generate_cases(number: int) -> Iterator[dict[str, object]]:
    """So many cases, no two of them alike."""
    for index in range(number):
        at = f"2026-{1 + index % 10:02}-{1 + index % 27:02}T{index % 24:02}:{index % 60:02}:00Z"
        event = {"id": f"u{index}", "type": "underretning_modtaget", "at": at, "overgreb": index % 3 == 0}
        yield {"case_id": f"sag-{index}", "events": [event]}


def main(number: int, workers: int) -> None:
    """Ask for the answers one after the other and keep none."""
    rulebook = Rulebook.load(matcher="reference")  # where no engine is installed too
    answers = evaluate_many(generate_cases(number), at="2026-11-21T12:00:00Z", workers=workers, rulebook=rulebook)
    answered = sum(isinstance(one, Evaluation) for one in answers)
    sys.stdout.write(f"{answered} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
