"""Whether a process can answer: the matcher that is served gives the answer that the reference matcher gives."""

from __future__ import annotations

from functools import cache

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules.rulebook import Rulebook

_CASE = {
    "case_id": "ready",
    "events": [{"id": "u1", "type": "underretning_modtaget", "at": "2026-11-20T14:00:00+01:00", "anonym": False}],
}
_AT = "2026-11-25T12:00:00+01:00"


def is_ready(rulebook: Rulebook) -> bool:
    """Answer a fixed case and compare the answer with that of the reference matcher.

    Args:
        rulebook: The rulebook of the service.

    Returns:
        Whether both give the same answer, by the hash of the result.
    """
    answer = evaluate(Case.model_validate(_CASE), at=_AT, rulebook=rulebook)
    return answer.receipt.result_sha256 == _expected(rulebook)


@cache
def _expected(rulebook: Rulebook) -> str:
    """Return the hash that the reference matcher gives.

    Cached, one for the rulebook of a process: probes ask every few seconds, and the first answer of a new rulebook
    compiles its programs, which takes 0.1 s.
    """
    reference = rulebook.with_matcher("reference")
    return evaluate(Case.model_validate(_CASE), at=_AT, rulebook=reference).receipt.result_sha256
