"""Proof: that an answer can be made again from what its receipt names, or which of its pins has moved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import MatcherName, Rulebook
from overgreb_rules.shared.text import Text

__all__ = ["Moved", "Replay", "replay"]

_PINS = {
    "case_sha256": Text("sagen", "the case"),
    "sha256": Text("reglerne", "the rulebook"),
    "rulebook": Text("reglernes version", "the version of the rulebook"),
    "policy_sha256": Text("stigen", "the policy"),
    "engine": Text("motoren", "the matcher"),
    "tzdata": Text("tidszonerne", "the time-zone data"),
    "holidays": Text("helligdagene", "the table of holidays"),
    "result_sha256": Text("svaret", "the result"),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A pin that is another one now."""

    name: Text
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer made again; `moved` names each pin that is another one now, `same_bytes` that nothing differs."""

    again: Evaluation
    moved: tuple[Moved, ...]
    same_bytes: bool


def replay(saved: str, case: Case, policy: Policy | None = None) -> Replay:
    """Make the answer again that `saved` (the JSON of an evaluation) holds, at its instant and with its matcher.

    Raises CaseError where `saved` is no evaluation.
    """
    told = _read(saved)
    receipt = told["receipt"]
    matcher: MatcherName = "reference" if receipt.get("engine") == "reference" else "durable"
    again = evaluate(case, at=told["at"], rulebook=Rulebook.load(matcher=matcher), policy=policy)
    new = json.loads(again.model_dump_json())
    moved = tuple(
        Moved(says, receipt.get(pin), new["receipt"].get(pin))
        for pin, says in _PINS.items()
        if receipt.get(pin) != new["receipt"].get(pin)
    )
    return Replay(again, moved, saved.strip() in {again.model_dump_json(), again.model_dump_json(indent=2)})


def _read(saved: str) -> Any:
    mend = "give the saved JSON of `overgreb-rules evaluate --format json`"
    try:
        told = json.loads(saved)
        told["receipt"]["sha256"], told["at"]  # an evaluation has both
    except (ValueError, KeyError, TypeError, RecursionError):
        what = "this is no saved evaluation"
        raise CaseError("RECEIPT", what, allowed="the JSON of an evaluation", mend=mend) from None
    if told.get("schema") != 1:
        raise CaseError("RECEIPT", "this schema is unknown", allowed="schema 1", mend=mend)
    return told
