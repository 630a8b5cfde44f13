"""Whether a process can answer: the matcher that is served gives the answer that the reference matcher gives."""

from __future__ import annotations

from functools import cache
from typing import Any

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.rulebook import Rulebook

EXAMPLE_CASE: dict[str, Any] = {
    "case_id": "ready",
    "events": [{"id": "u1", "type": "underretning_modtaget", "at": "2026-11-20T14:00:00+01:00", "anonym": False}],
}
"""The case that a process answers to show that it can; the OpenAPI document has it as its example too."""
EXAMPLE_AT = "2026-11-25T12:00:00+01:00"


def answer_example(rulebook: Rulebook) -> Evaluation:
    """Answer the example case.

    Args:
        rulebook: The rulebook of the service.

    Returns:
        The answer.
    """
    return evaluate(Case.model_validate(EXAMPLE_CASE), at=EXAMPLE_AT, rulebook=rulebook)


def is_ready(rulebook: Rulebook) -> bool:
    """Answer the example case and compare the answer with that of the reference matcher.

    Args:
        rulebook: The rulebook of the service.

    Returns:
        Whether both give the same answer, by the hash of the result.
    """
    return answer_example(rulebook).receipt.result_sha256 == _expected(rulebook)


@cache
def _expected(rulebook: Rulebook) -> str:
    """Return the hash that the reference matcher gives.

    Cached, one for the rulebook of a process: probes ask every few seconds, and the first answer of a new rulebook
    compiles its programs, which takes 0.1 s.
    """
    return answer_example(rulebook.with_matcher("reference")).receipt.result_sha256
